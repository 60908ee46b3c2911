"""Tiny models of random weights, loaded by the real libraries in the real process on the CPU."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import av
import psutil
import pytest

from generation.errors import Kind, ProviderError
from generation.model import Clip, Keyframe
from generation.providers.contract import AnimateRequest, Bench, Maker, Member, PaintRequest
from generation.providers.diffusion.engine import Engine
from generation.providers.diffusion.makers import Wish
from generation.providers.diffusion.members import animator, needed, painter
from tests.generation.vendors.suite import a_bench, a_keyframe, a_paint_request, an_animate_request
from tests.servers.modelscope_hub import Hub

SOON = 90.0
SMALL = 64
SECONDS = 0.5
ENGLISH = "a mechanical fox runs through the city"
Made = Keyframe | Clip


@pytest.fixture(name="models", scope="session")
def tiny_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds them, by name."""
    folder = tmp_path_factory.mktemp("models")
    subprocess.check_call([sys.executable, "-m", "tests.local.tiny", str(folder)])
    return folder


@pytest.fixture(name="engine", scope="session")
def shared_engine() -> Iterator[Engine]:
    one = Engine()
    yield one
    one.close()


@pytest.fixture(name="bench")
def a_bench_here(tmp_path: Path) -> Bench:
    return a_bench(tmp_path)


Make = Callable[..., Any]


@pytest.fixture(name="make")
def maker(engine: Engine, models: Path, bench: Bench) -> Make:
    """Makes something with a model; `wish` is what the operator would set."""

    async def make(name: str, *, wish: dict[str, Any] | None = None, **changes: Any) -> Made:
        member = a_member(name, engine, models, **(wish or {}))
        return await order(member, changes.pop("bench", bench), **changes)

    return make


def a_member(name: str, engine: Engine, models: Path, **wish: Any) -> Member:
    settings: dict[str, Any] = {"steps": 3, "resolution": SMALL, **wish}
    wished = Wish(str(models / name), **settings)
    return (painter if name == "qwen-image" else animator)(wished, engine)


async def order(member: Member, bench: Bench, **changes: Any) -> Made:
    paint = a_paint_request(**{"prompt": ENGLISH, **changes})
    request: Any = paint
    if member.role == "animator":
        request = an_animate_request(bench, paint=paint, seconds=SECONDS, resolution=SMALL)
    made_by = cast(Maker[PaintRequest | AnimateRequest, Made], member.provider)
    ticket = await made_by.start(request, bench)
    async with asyncio.timeout(SOON):
        return await made_by.collect(request, ticket, bench)


def frames(bench: Bench, clip: Clip) -> list[tuple[int, int]]:
    """The sizes of a clip's frames."""
    assert clip.file
    with av.open(str(bench.shelf.path(clip.file))) as box:
        return [(frame.width, frame.height) for frame in box.decode(video=0)]


def workers() -> list[psutil.Process]:
    """The processes that hold models."""
    return [child for child in psutil.Process().children() if "diffusion.worker" in boot(child)]


def boot(process: psutil.Process) -> str:
    """What a process was started with; nothing for one that has ended."""
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return ""


def test_everything_that_is_needed_is_installed() -> None:
    from generation.providers.diffusion.members import PACKAGES

    assert needed(PACKAGES) == ""


def test_the_full_sizes_that_are_measured_are_those_of_the_real_models() -> None:
    told = subprocess.check_output([sys.executable, "-m", "tests.local.full_size"])
    counted = json.loads(told)
    transformers = {name: round(parts["transformer"], 1) for name, parts in counted.items()}
    assert transformers == {"qwen-image": 20.4, "wan-a14b": 14.3, "wan-5b": 5.0, "ltx-2b": 1.9}
    assert counted["wan-a14b"]["transformer_2"] == counted["wan-a14b"]["transformer"]


class TestQwenImage:
    async def test_it_paints_a_keyframe(self, make: Make, bench: Bench) -> None:
        frame = await make("qwen-image")
        assert (frame.width, frame.height) == (112, 64)
        assert frame.provenance.provider == "qwen-local"
        assert frame.provenance.model == "qwen-image"
        with av.open(str(bench.shelf.path(frame.file))) as box:
            assert next(box.decode(video=0)).width == 112

    async def test_the_same_seed_is_the_same_picture_and_another_is_not(self, make: Make) -> None:
        one, same, other = [await make("qwen-image", seed=seed) for seed in (7, 7, 8)]
        assert one.file == same.file
        assert one.file != other.file

    async def test_prompt_and_negative_prompt_both_count(self, make: Make) -> None:
        one = await make("qwen-image", negative="blurry")
        assert one.file != (await make("qwen-image", negative="text, watermark")).file
        assert one.file != (await make("qwen-image", negative="blurry", prompt="雪山")).file

    async def test_without_guidance_the_negative_prompt_counts_for_nothing(
        self, make: Make
    ) -> None:
        unguided = {"guidance": 1.0}
        one = await make("qwen-image", negative="blurry", wish=unguided)
        assert one.file == (await make("qwen-image", negative="text", wish=unguided)).file

    async def test_every_aspect_has_its_shape(self, make: Make) -> None:
        made = [await make("qwen-image", aspect=a, wish={"steps": 1}) for a in ("9:16", "1:1")]
        assert [(frame.width, frame.height) for frame in made] == [(64, 112), (64, 64)]

    async def test_progress_is_told_by_steps(self, make: Make, bench: Bench) -> None:
        heard: list[tuple[float, float]] = []

        def tell(done: float, of: float) -> None:
            heard.append((done, of))

        await make("qwen-image", bench=replace(bench, tell=tell), wish={"steps": 80})
        assert heard[0] == (0, 80)
        assert heard[-1] == (80, 80)
        assert heard == sorted(heard)
        assert len(heard) > 3


class TestClips:
    @pytest.mark.parametrize(
        ("name", "provider", "size", "count", "fps"),
        [
            ("wan-i2v", "wan-local", (112, 64), 9, 16),
            ("wan-t2v", "wan-local", (112, 64), 9, 16),
            ("wan-ti2v", "wan-local", (128, 64), 13, 24),
            ("ltx", "ltx-local", (128, 64), 17, 24),
        ],
    )
    async def test_each_family_makes_a_clip(
        self,
        make: Make,
        bench: Bench,
        name: str,
        provider: str,
        size: tuple[int, int],
        count: int,
        fps: int,
    ) -> None:
        clip = await make(name)
        assert clip.provenance.provider == provider
        assert clip.seconds == pytest.approx(count / fps, abs=0.01)
        assert frames(bench, clip) == [size] * count
        assert (await make(name)).file == clip.file, "the same seed, the same bytes"
        assert (await make(name, seed=8)).file != clip.file

    @pytest.mark.parametrize("name", ["wan-i2v", "wan-ti2v", "ltx"])
    async def test_the_keyframe_is_seen_by_those_who_take_one(
        self, engine: Engine, models: Path, bench: Bench, name: str
    ) -> None:
        member = a_member(name, engine, models)
        assert member.can.first_frame
        request = an_animate_request(bench, seconds=SECONDS, resolution=SMALL)
        portrait = replace(request, keyframe=a_keyframe(bench, 90, 160))
        made_by: Any = member.provider
        clips = [
            await made_by.collect(r, await made_by.start(r, bench), bench)
            for r in (request, portrait)
        ]
        assert clips[0].file != clips[1].file

    async def test_text_to_video_says_that_it_takes_none(
        self, engine: Engine, models: Path
    ) -> None:
        assert not a_member("wan-t2v", engine, models).can.first_frame

    async def test_the_negative_prompt_counts(self, make: Make) -> None:
        one = await make("wan-i2v", negative="blurry")
        assert one.file != (await make("wan-i2v", negative="text, watermark")).file

    async def test_a_painter_makes_no_clips(
        self, engine: Engine, models: Path, bench: Bench
    ) -> None:
        member = animator(Wish(str(models / "qwen-image"), resolution=SMALL), engine)
        with pytest.raises(ProviderError, match="wrong_kind") as caught:
            await order(member, bench)
        assert caught.value.kind == Kind.BAD_REQUEST


class TestTheProcess:
    async def test_it_says_what_the_machine_is(self, engine: Engine, models: Path) -> None:
        made_by: Any = a_member("ltx", engine, models).provider
        said = await made_by.probe()
        assert "GB free" in said
        assert "the model is here" in said

    async def test_our_own_process_never_imports_the_libraries(self, make: Make) -> None:
        await make("qwen-image")
        assert not {"torch", "diffusers", "transformers"} & set(sys.modules)

    async def test_cancelling_stops_between_two_steps_and_keeps_the_model(
        self, make: Make, bench: Bench
    ) -> None:
        await make("qwen-image", wish={"steps": 1})
        begun, heard = asyncio.Event(), list[float]()

        def tell(done: float, of: float) -> None:
            heard.append(done)
            begun.set()

        endless = make("qwen-image", bench=replace(bench, tell=tell), wish={"steps": 5000})
        painting = asyncio.ensure_future(endless)
        await begun.wait()
        (worker,) = workers()
        painting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await painting
        began = time.monotonic()
        assert (await make("qwen-image", wish={"steps": 1})).width
        assert time.monotonic() - began < 10, "5000 steps take minutes"
        assert workers() == [worker]

    async def test_a_killed_process_is_in_passing_and_replaced(
        self, make: Make, bench: Bench
    ) -> None:
        def tell(done: float, of: float) -> None:
            for worker in workers():
                worker.kill()

        with pytest.raises(ProviderError) as caught:
            await make("qwen-image", bench=replace(bench, tell=tell), wish={"steps": 500})
        assert caught.value.kind == Kind.PASSING
        assert (await make("qwen-image")).width

    async def test_two_models_take_turns(self, make: Make) -> None:
        names = ("qwen-image", "wan-i2v", "qwen-image", "ltx", "wan-i2v")
        made = await asyncio.gather(*(make(name, seed=n) for n, name in enumerate(names)))
        assert [thing.provenance.model for thing in made] == list(names)
        assert [thing.provenance.seed for thing in made] == list(range(5))
        assert len(workers()) == 1

    async def test_too_little_memory_is_tried_with_less_and_then_said(self, make: Make) -> None:
        with pytest.raises(ProviderError) as caught:
            await make("qwen-image", wish={"resolution": 10_000_000})
        assert caught.value.kind == Kind.BAD_REQUEST
        assert caught.value.detail.startswith("out_of_memory: ")
        assert "; with less of it: " in caught.value.detail
        assert (await make("qwen-image")).width

    async def test_an_idle_engine_gives_its_memory_back(self, models: Path, bench: Bench) -> None:
        engine = Engine(idle=0.5)
        before = len(workers())
        await order(a_member("ltx", engine, models), bench)
        async with asyncio.timeout(SOON):
            while len(workers()) > before:  # noqa: ASYNC110 - a thread sees to it
                await asyncio.sleep(0.05)
        await order(a_member("ltx", engine, models), bench)
        engine.close()
        assert len(workers()) == before


class TestModelsThatAreNotThere:
    async def test_a_model_comes_from_modelscope(
        self, models: Path, bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = models / "ltx"
        files = {
            str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
        engine = Engine()
        async with Hub("Lightricks/LTX-Video", files) as hub:
            monkeypatch.setenv("MODELSCOPE_ENDPOINT", hub.url)
            monkeypatch.setenv("MODELSCOPE_CACHE", str(tmp_path / "cache"))
            wish = Wish("Lightricks/LTX-Video", steps=2, resolution=SMALL)
            clip = await order(animator(wish, engine), bench)
            assert clip.provenance.model == "Lightricks/LTX-Video"
            count = len(hub.asked)
            assert count >= len(files) - 1
            engine.close()
            await order(animator(wish, engine), bench)
            assert len(hub.asked) == count, "it was kept"
        engine.close()

    async def test_a_hub_that_cannot_be_reached_may_be_there_later(
        self, bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unused_tcp_port: int
    ) -> None:
        monkeypatch.setenv("MODELSCOPE_ENDPOINT", f"http://127.0.0.1:{unused_tcp_port}")
        monkeypatch.setenv("MODELSCOPE_CACHE", str(tmp_path / "cache"))
        engine = Engine()
        with pytest.raises(ProviderError, match="no_download: Lightricks/LTX-Video") as caught:
            await order(animator(Wish("Lightricks/LTX-Video"), engine), bench)
        assert caught.value.kind == Kind.PASSING
        engine.close()

    async def test_damage_is_said_and_harms_nobody(
        self, make: Make, engine: Engine, models: Path, bench: Bench, tmp_path: Path
    ) -> None:
        folder = tmp_path / "ltx-damaged"
        for path in (models / "ltx").rglob("*"):
            if path.is_file():
                place = folder / path.relative_to(models / "ltx")
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(path.read_bytes())
        member = animator(Wish(str(folder), steps=2, resolution=SMALL), engine)
        (weights,) = (folder / "transformer").glob("*.safetensors")
        os.truncate(weights, weights.stat().st_size // 2)
        assert (await refused(member, bench)).startswith("damaged_model: ")
        config = folder / "transformer" / "config.json"
        config.write_text(json.dumps({"_class_name": "NoSuchModel"}))
        assert (await refused(member, bench)).startswith("damaged_model: ")
        (folder / "model_index.json").write_text("{}")
        assert (await refused(member, bench)).startswith("unknown_pipeline: ")
        assert (await make("ltx")).file


async def refused(member: Member, bench: Bench) -> str:
    """The words of a bad request."""
    with pytest.raises(ProviderError) as caught:
        await order(member, bench)
    assert caught.value.kind == Kind.BAD_REQUEST
    return caught.value.detail
