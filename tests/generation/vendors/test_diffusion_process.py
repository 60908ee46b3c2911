"""The process that holds the models, with quick hands instead of torch."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from generation.errors import Kind, ProviderError
from generation.model import Clip, Keyframe, Ticket
from generation.providers.contract import Bench, Maker, PaintRequest
from generation.providers.diffusion import members
from generation.providers.diffusion.engine import Engine, environment
from generation.providers.diffusion.makers import Wish
from tests.generation.vendors.suite import a_bench, a_paint_request, an_animate_request

HANDS = "tests.generation.vendors.quick_hands"
MODEL = "qwen-quick"
SOON = 20.0


@pytest.fixture(name="engine")
def quick_engine() -> Iterator[Engine]:
    one = Engine(HANDS)
    yield one
    one.close()


@pytest.fixture(name="bench")
def a_bench_here(tmp_path: Path) -> Bench:
    return a_bench(tmp_path)


def lines(bench: Bench, name: str) -> list[str]:
    """What the hands noted."""
    path = bench.scratch.parent / name
    return path.read_text().split("\n")[:-1] if path.exists() else []


async def noted(bench: Bench, name: str, count: int = 1) -> list[str]:
    """Wait until the hands have noted so many lines."""
    async with asyncio.timeout(SOON):
        while len(lines(bench, name)) < count:  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.01)
    return lines(bench, name)


async def paint(engine: Engine, bench: Bench, model: str = MODEL, **changes: Any) -> Keyframe:
    """A keyframe, small."""
    maker = members.painter(Wish(model, resolution=64), engine).provider
    request = a_paint_request(**changes)
    painter = cast(Maker[PaintRequest, Keyframe], maker)
    return await painter.collect(request, await painter.start(request, bench), bench)


async def refusal(work: Any) -> ProviderError:
    """The error that some work ends with."""
    with pytest.raises(ProviderError) as caught:
        async with asyncio.timeout(SOON):
            await work
    return caught.value


async def process(engine: Engine) -> int:
    """The id of the engine's process."""
    maker: Any = members.painter(Wish(MODEL), engine).provider
    return int((await maker.probe()).split()[1])


def exists(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


async def test_a_keyframe_has_its_size_and_says_who_made_it(engine: Engine, bench: Bench) -> None:
    frame = await paint(engine, bench)
    assert (frame.width, frame.height) == (112, 64)
    made = frame.provenance
    assert (made.provider, made.model, made.seed) == ("qwen-local", MODEL, 7)
    assert made.prompt.startswith("一只机械狐狸")
    assert made.cost is None
    assert not list(bench.scratch.glob("model-*"))


async def test_a_clip_has_its_length(engine: Engine, bench: Bench) -> None:
    member = members.animator(Wish("wan-i2v", resolution=64), engine)
    assert member.can.resolutions == (64,)
    request = an_animate_request(bench, seconds=2.0, resolution=64)
    animator = cast(Maker[Any, Clip], member.provider)
    ticket = await animator.start(request, bench)
    assert ticket == Ticket(provider="wan-local", task=bench.order)
    clip = await animator.collect(request, ticket, bench)
    assert clip.seconds == pytest.approx(33 / 16, abs=0.01)
    again = await animator.collect(request, ticket, bench)
    assert again.file == clip.file


async def test_a_model_is_loaded_once_and_kept(engine: Engine, bench: Bench) -> None:
    await paint(engine, bench)
    await paint(engine, bench, seed=8)
    await paint(engine, bench, "qwen-other")
    await paint(engine, bench)
    assert lines(bench, "loads") == ["qwen-quick beside 0", "qwen-other beside 1"]


async def test_a_model_without_room_beside_others_gets_it_all(engine: Engine, bench: Bench) -> None:
    for model in (MODEL, "qwen-huge", MODEL):
        await paint(engine, bench, model)
    assert lines(bench, "loads") == [
        "qwen-quick beside 0",
        "qwen-huge beside 0",
        "qwen-quick beside 1",
    ]


async def test_progress_is_told_by_steps(engine: Engine, bench: Bench) -> None:
    heard: list[tuple[float, float]] = []

    def tell(done: float, of: float) -> None:
        heard.append((done, of))

    listening = replace(bench, tell=tell)
    await paint(engine, listening, prompt="slowly")
    assert heard == [(n, 5) for n in range(6)]


async def test_orders_wait_for_each_other(engine: Engine, bench: Bench) -> None:
    await asyncio.gather(*(paint(engine, bench, seed=n, prompt="slowly") for n in range(3)))
    steps = [line.split(":")[0] for line in lines(bench, "steps")]
    assert steps == [str(n) for n in range(3) for _ in range(5)]


async def test_orders_for_the_loaded_model_go_first_but_not_forever(
    engine: Engine, bench: Bench
) -> None:
    models = ["qwen-a", "qwen-b", *["qwen-a"] * 10]
    await asyncio.gather(*(paint(engine, bench, model, seed=n) for n, model in enumerate(models)))
    made = [int(line) for line in lines(bench, "made")]
    assert made == [0, 2, 3, 4, 5, 6, 7, 8, 1, 9, 10, 11]


async def test_cancelling_stops_after_the_step_and_keeps_the_model(
    engine: Engine, bench: Bench
) -> None:
    painting = asyncio.ensure_future(paint(engine, bench, prompt="slowly"))
    await noted(bench, "steps", 2)
    painting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await painting
    await paint(engine, bench, seed=8)
    assert lines(bench, "made") == ["8"], "the first was not finished"
    assert len(lines(bench, "loads")) == 1, "the model stayed"
    assert not list(bench.scratch.glob("model-*"))


async def test_a_cancelled_ticket_ends_whether_it_waits_or_runs(
    engine: Engine, bench: Bench
) -> None:
    maker: Any = members.painter(Wish(MODEL, resolution=64), engine).provider
    request = a_paint_request(prompt="slowly")
    tickets = [Ticket(provider="qwen-local", task=f"order {n}") for n in range(2)]
    works = [asyncio.ensure_future(maker.collect(request, t, bench)) for t in tickets]
    await noted(bench, "steps", 1)
    for ticket in (*tickets, *tickets):
        await maker.cancel(ticket)
    kinds = [(await refusal(work)).kind for work in works]
    assert kinds == [Kind.LOST, Kind.LOST]
    assert lines(bench, "made") == []
    await maker.cancel(tickets[0])


async def test_a_crash_is_in_passing_and_the_next_order_finds_a_new_process(
    engine: Engine, bench: Bench
) -> None:
    error = await refusal(paint(engine, bench, prompt="crash"))
    assert error.kind == Kind.PASSING
    assert error.provider == "qwen-local"
    assert "the GPU has fallen off the bus" in error.detail
    assert (await paint(engine, bench)).width
    assert len(lines(bench, "loads")) == 2


async def test_a_device_that_is_lost_needs_a_new_process(engine: Engine, bench: Bench) -> None:
    error = await refusal(paint(engine, bench, prompt="lose the device"))
    assert error.kind == Kind.PASSING
    assert "CUDA error: an illegal memory access" in error.detail
    assert (await paint(engine, bench)).width


async def test_a_crash_harms_nobody_who_waits(engine: Engine, bench: Bench) -> None:
    crash = asyncio.ensure_future(refusal(paint(engine, bench, prompt="slowly, then crash")))
    frames = await asyncio.gather(*(paint(engine, bench, seed=n) for n in range(3)))
    assert [frame.provenance.seed for frame in frames] == [0, 1, 2]
    assert (await crash).kind == Kind.PASSING


async def test_one_that_hangs_is_ended_and_says_where_it_hung(bench: Bench) -> None:
    engine = Engine(HANDS, stall=0.5)
    try:
        error = await refusal(paint(engine, bench, prompt="hang"))
        assert error.kind == Kind.PASSING
        assert "quick_hands.py" in error.detail
    finally:
        engine.close()


async def test_without_enough_memory_it_is_done_with_less(engine: Engine, bench: Bench) -> None:
    await paint(engine, bench, prompt="fill the memory")
    assert lines(bench, "made") == ["7 thriftily"]
    await paint(engine, bench, seed=8)
    assert lines(bench, "made")[1:] == ["8 thriftily"], "it is remembered"
    assert len(lines(bench, "loads")) == 2


async def test_never_enough_memory_is_said_clearly(engine: Engine, bench: Bench) -> None:
    error = await refusal(paint(engine, bench, prompt="fill it twice"))
    assert error.kind == Kind.BAD_REQUEST
    assert error.detail.startswith("out_of_memory: CUDA out of memory; with less of it")
    assert (await paint(engine, bench)).width


async def test_what_the_libraries_cannot_do_is_a_bad_request(engine: Engine, bench: Bench) -> None:
    error = await refusal(paint(engine, bench, prompt="fail"))
    assert (error.kind, error.detail) == (
        Kind.BAD_REQUEST,
        "failed: RuntimeError: shapes do not match",
    )
    error = await refusal(paint(engine, bench, "qwen-missing"))
    assert (error.kind, error.detail) == (Kind.BAD_REQUEST, "no_model: it is not there")


async def test_a_download_that_fails_may_go_better_next_time(engine: Engine, bench: Bench) -> None:
    error = await refusal(paint(engine, bench, "qwen-away"))
    assert (error.kind, error.detail) == (
        Kind.PASSING,
        "no_download: the hub does not answer",
    )


async def test_an_idle_engine_gives_its_memory_back(bench: Bench) -> None:
    engine = Engine(HANDS, idle=0.2)
    try:
        await paint(engine, bench)
        pid = await process(engine)
        async with asyncio.timeout(SOON):
            while engine.awake:  # noqa: ASYNC110 - a thread sees to it
                await asyncio.sleep(0.02)
        assert not exists(pid)
        await paint(engine, bench)
        assert len(lines(bench, "loads")) == 2
    finally:
        engine.close()


async def test_closing_ends_the_process_and_whoever_waits(bench: Bench) -> None:
    engine = Engine(HANDS)
    pid = await process(engine)
    works = [asyncio.ensure_future(paint(engine, bench, seed=n, prompt="slowly")) for n in range(2)]
    await noted(bench, "steps")
    await asyncio.to_thread(engine.close)
    for work in works:
        with pytest.raises(asyncio.CancelledError):
            await work
    assert not exists(pid)
    assert (await paint(engine, bench)).width, "it opens again"
    engine.close()


async def test_the_probe_spends_nothing_and_loads_nothing(engine: Engine, bench: Bench) -> None:
    maker: Any = members.painter(Wish(MODEL), engine).provider
    assert (await maker.probe()).startswith("process ")
    assert lines(bench, "loads") == []


async def test_the_process_sees_no_keys(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHSCOPE_API_KEY", "sk-invented")
    monkeypatch.setenv("CUDA_SECRET", "sk-invented")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
    monkeypatch.setenv("MODELSCOPE_CACHE", "/models")
    maker: Any = members.painter(Wish(MODEL), engine).provider
    seen = await maker.probe()
    assert "CUDA_VISIBLE_DEVICES" in seen
    assert "MODELSCOPE_CACHE" in seen
    assert "DASHSCOPE" not in seen
    assert "SECRET" not in seen
    assert "MODELSCOPE_API_TOKEN" not in environment({"MODELSCOPE_API_TOKEN": "x"})


async def test_the_bot_is_never_held_up(engine: Engine, bench: Bench) -> None:
    painting = asyncio.ensure_future(paint(engine, bench, prompt="slowly"))
    longest, last = 0.0, time.monotonic()
    while not painting.done():
        await asyncio.sleep(0.005)
        longest, last = max(longest, time.monotonic() - last), time.monotonic()
    assert longest < 1.0
    assert (await painting).width
