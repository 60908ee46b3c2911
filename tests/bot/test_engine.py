"""Jobs as their owners see them: accepted once, watched at any time, ended with a reason."""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
import threading
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.engine import Engine, Limits
from generation.errors import BadInput, Kind, ProviderError
from generation.model import Brief, Film, Progress, Stills
from tests.bot.quick_crew import Diary, Hook, quick_crews

BRIEF = Brief(idea="一只猫坐在窗台上", shots=2)
LIMITS = Limits(poll=0.02)
STEPS = ["write", "paint.0", "animate.0", "piece.0", "speak", "compose", "mix"]


@pytest.fixture
def diary() -> Diary:
    return Diary()


@pytest.fixture
async def engine(tmp_path: Path, diary: Diary) -> AsyncIterator[Engine]:
    async with Engine.open(tmp_path / "engine.db", quick_crews(diary), LIMITS) as opened:
        yield opened


async def ended(engine: Engine, job: str) -> str:
    async with asyncio.timeout(20):
        return [event async for event in engine.watch(job)][-1].ended


def failing_in(step: str, error: Exception, times: int = 1) -> tuple[Hook, list[str]]:
    """A hook that raises in `step` so often, and the list of the steps it has seen."""
    seen: list[str] = []

    async def hook(name: str) -> None:
        seen.append(name)
        if name == step and seen.count(name) <= times:
            await asyncio.sleep(0.3)  # what runs beside it is written down meanwhile
            raise error

    return hook, seen


class Stuck:
    """A hook that stays in one step until it is let go; `stopped` once the step was cancelled."""

    def __init__(self, step: str) -> None:
        self.step = step
        self.reached, self.go, self.stopped = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def __call__(self, name: str) -> None:
        if name != self.step:
            return
        self.reached.set()
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.stopped.set()
            raise


async def test_a_film_is_made_and_can_be_read_back(engine: Engine, diary: Diary) -> None:
    await engine.submit("j1", "film", BRIEF, "mei")
    assert await ended(engine, "j1") == "finished"

    state = await engine.state("j1")
    assert state and state.outcome == "finished" and state.failure is None
    assert isinstance(state.result, Film) and state.result.title == BRIEF.idea
    assert state.keyframes == state.result.keyframes and len(state.keyframes) == 2
    assert sorted(set(diary.done())) == sorted(diary.done())
    assert {f"j1/{step}" for step in STEPS} < set(diary.done())


async def test_stills_are_painted_without_a_film(engine: Engine, diary: Diary) -> None:
    await engine.submit("j1", "stills", BRIEF, "mei")
    assert await ended(engine, "j1") == "finished"
    state = await engine.state("j1")
    assert state and isinstance(state.result, Stills) and len(state.keyframes) == 2
    assert sorted(diary.done()) == ["j1/paint.0", "j1/paint.1", "j1/write"]


async def test_submitting_twice_is_submitting_once(engine: Engine, diary: Diary) -> None:
    for _ in range(2):
        await engine.submit("j1", "stills", BRIEF, "mei")
    await ended(engine, "j1")
    await engine.submit("j1", "stills", BRIEF, "mei")
    assert await ended(engine, "j1") == "finished"
    assert diary.done().count("j1/write") == 1


async def test_what_is_stored_is_plain_json(engine: Engine, tmp_path: Path) -> None:
    await engine.submit("j1", "film", BRIEF, "mei")
    await ended(engine, "j1")
    with sqlite3.connect(tmp_path / "engine.db") as db:
        inputs = db.execute("SELECT inputs FROM workflow_input").fetchall()
        outputs = db.execute(
            "SELECT output FROM operation_outputs WHERE output IS NOT NULL"
        ).fetchall()
        (film,) = db.execute(
            "SELECT output FROM workflow_output WHERE workflow_uuid = 'j1'"
        ).fetchone()
    db.close()
    for (text,) in inputs + outputs:
        json.loads(text)
    assert json.loads(film)["$"] == "Film"
    assert BRIEF.idea in film


async def test_nobodys_job_and_names_with_dots_are_refused(engine: Engine) -> None:
    with pytest.raises(ValueError, match="nobody"):
        await engine.submit("j1", "film", BRIEF, "")
    with pytest.raises(ValueError, match="j1.s0"):
        await engine.submit("j1.s0", "film", BRIEF, "mei")


async def test_a_job_nobody_submitted_is_not_known(engine: Engine) -> None:
    assert await engine.state("j1") is None
    assert not await engine.cancel("j1")
    assert not await engine.retry("j1")
    with pytest.raises(LookupError, match="j1"):
        await ended(engine, "j1")


async def test_a_late_watcher_sees_the_present_picture(tmp_path: Path, diary: Diary) -> None:
    stuck = Stuck("piece.1")
    async with Engine.open(tmp_path / "e.db", quick_crews(diary, stuck), LIMITS) as engine:
        await engine.submit("j1", "film", BRIEF, "mei")
        await stuck.reached.wait()
        await asyncio.sleep(0.3)

        seen: list[Progress] = []
        async for event in engine.watch("j1"):
            if event.progress:
                seen.append(event.progress)
            if event.progress and event.progress.stage == "piece" and event.progress.shot == 1:
                stuck.go.set()
        assert any(news.board for news in seen)
        assert {news.keyframe.file.ref for news in seen if news.keyframe} == {
            "j1/paint.0",
            "j1/paint.1",
        }
        assert seen[-1].stage == "done"
        assert await ended(engine, "j1") == "finished"


async def test_two_watchers_see_the_same_end(engine: Engine) -> None:
    await engine.submit("j1", "film", BRIEF, "mei")
    assert await asyncio.gather(ended(engine, "j1"), ended(engine, "j1")) == ["finished"] * 2


async def test_a_failure_keeps_its_decision_and_stops_the_other_shots(
    tmp_path: Path, diary: Diary
) -> None:
    refused = ProviderError("wan", Kind.MODERATED_INPUT, "the picture was refused")
    stuck = Stuck("piece.0")

    async def hook(step: str) -> None:
        await stuck(step)
        if step == "animate.1":
            await stuck.reached.wait()
            raise refused

    async with Engine.open(tmp_path / "e.db", quick_crews(diary, hook), LIMITS) as engine:
        await engine.submit("j1", "film", BRIEF, "mei")
        assert await ended(engine, "j1") == "failed"
        state = await engine.state("j1")
        assert stuck.stopped.is_set()
    assert state and state.failure and state.result is None
    assert state.failure.model_dump() == {
        "kind": Kind.MODERATED_INPUT,
        "provider": "wan",
        "detail": "the picture was refused",
        "key": "",
    }
    assert [frame.file.ref for frame in state.keyframes] == ["j1/paint.0", "j1/paint.1"]
    assert "j1/finish" not in diary.done()


async def test_a_retry_repeats_only_what_failed(tmp_path: Path, diary: Diary) -> None:
    hook, _ = failing_in("animate.1", ProviderError("wan", Kind.LOST, "gone"))
    async with Engine.open(tmp_path / "e.db", quick_crews(diary, hook), LIMITS) as engine:
        await engine.submit("j1", "film", BRIEF, "mei")
        assert await ended(engine, "j1") == "failed"
        before = set(diary.done())

        assert await engine.retry("j1")
        assert await ended(engine, "j1") == "finished"
        assert not await engine.retry("j1")
    assert before < set(diary.done())
    assert len(diary.done()) == len(set(diary.done()))


async def test_a_step_that_never_ends_fails_the_job(tmp_path: Path, diary: Diary) -> None:
    limits = Limits(poll=0.02, step_seconds=0.2)
    crews = quick_crews(diary, Stuck("mix"))
    async with Engine.open(tmp_path / "e.db", crews, limits) as engine:
        await engine.submit("j1", "film", BRIEF, "mei")
        assert await ended(engine, "j1") == "failed"
        state = await engine.state("j1")
    assert state and state.failure
    assert (state.failure.kind, state.failure.detail) == (Kind.BROKEN, "TimeoutError()")


async def test_an_unforeseen_error_is_our_fault_and_logged_once(
    tmp_path: Path, diary: Diary, caplog: pytest.LogCaptureFixture
) -> None:
    hook, seen = failing_in("compose", ZeroDivisionError("no beat"))
    with caplog.at_level(logging.WARNING):
        async with Engine.open(tmp_path / "e.db", quick_crews(diary, hook), LIMITS) as engine:
            await engine.submit("j1", "film", BRIEF, "mei")
            assert await ended(engine, "j1") == "failed"
            state = await engine.state("j1")
    assert state and state.failure
    assert (state.failure.kind, state.failure.provider) == (Kind.BROKEN, "reelroom")
    assert state.failure.detail == "ZeroDivisionError('no beat')"
    assert seen.count("compose") == 1
    assert [r.levelname for r in caplog.records if r.exc_info] == ["ERROR"]


async def test_what_the_person_gave_is_blamed_by_its_sentence(tmp_path: Path, diary: Diary) -> None:
    hook, _ = failing_in("write", BadInput("brief.empty", longest=7))
    async with Engine.open(tmp_path / "e.db", quick_crews(diary, hook), LIMITS) as engine:
        await engine.submit("j1", "film", BRIEF, "mei")
        assert await ended(engine, "j1") == "failed"
        state = await engine.state("j1")
    assert state and state.failure
    assert (state.failure.kind, state.failure.key) == (Kind.BAD_REQUEST, "brief.empty")


async def test_cancel_stops_the_steps_in_flight_without_a_word(
    tmp_path: Path, diary: Diary, caplog: pytest.LogCaptureFixture
) -> None:
    stuck = Stuck("piece.0")
    async with Engine.open(tmp_path / "e.db", quick_crews(diary, stuck), LIMITS) as engine:
        await engine.submit("j1", "film", BRIEF, "mei")
        await stuck.reached.wait()
        watching = asyncio.create_task(ended(engine, "j1"))
        assert await engine.cancel("j1")
        assert await watching == "cancelled"
        async with asyncio.timeout(2):
            await stuck.stopped.wait()
        state = await engine.state("j1")
        assert state and state.outcome == "cancelled" and state.keyframes
        assert not await engine.cancel("j1")
        assert not await engine.retry("j1")
    assert "j1/finish" not in diary.done()
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING] == []


async def test_a_job_that_waits_can_be_cancelled(tmp_path: Path, diary: Diary) -> None:
    stuck = Stuck("write")
    limits = Limits(poll=0.02, jobs=1, per_person=1)
    async with Engine.open(tmp_path / "e.db", quick_crews(diary, stuck), limits) as engine:
        await engine.submit("j1", "film", BRIEF, "mei")
        await stuck.reached.wait()
        await engine.submit("j2", "film", BRIEF, "mei")
        state = await engine.state("j2")
        assert state and state.outcome == "queued"
        assert await engine.cancel("j2")
        assert await ended(engine, "j2") == "cancelled"
        stuck.go.set()
        assert await ended(engine, "j1") == "finished"
    assert "j2/write" not in diary.done()


async def test_closing_leaves_the_work_for_the_next_opening(tmp_path: Path, diary: Diary) -> None:
    stuck = Stuck("animate.0")
    async with Engine.open(tmp_path / "e.db", quick_crews(diary, stuck), LIMITS) as engine:
        await engine.submit("j1", "film", BRIEF, "mei")
        await stuck.reached.wait()
        await asyncio.sleep(0.3)
    assert stuck.stopped.is_set()

    async with Engine.open(tmp_path / "e.db", quick_crews(diary), LIMITS) as engine:
        news = [event.progress async for event in engine.watch("j1")]
        state = await engine.state("j1")
    assert state and state.outcome == "finished"
    assert len(diary.done()) == len(set(diary.done()))
    assert {n.keyframe.file.ref for n in news if n and n.keyframe} == {"j1/paint.0", "j1/paint.1"}


async def test_a_film_run_here_goes_on_where_it_was_left(tmp_path: Path, diary: Diary) -> None:
    stuck = Stuck("finish")
    async with Engine.open(tmp_path / "e.db", quick_crews(diary, stuck), LIMITS) as engine:
        async for event in engine.run_here("j1", "film", BRIEF):
            if event.progress and event.progress.stage == "finish":
                break
        await stuck.reached.wait()

    async with Engine.open(tmp_path / "e.db", quick_crews(diary), LIMITS) as engine:
        events = [event async for event in engine.run_here("j1", "film", BRIEF)]
        assert events[-1].ended == "finished"
        again = [event async for event in engine.run_here("j1", "film", BRIEF)]
        assert [event.ended for event in again] == ["finished"]
    assert len(diary.done()) == len(set(diary.done()))


async def test_one_persons_many_jobs_do_not_delay_anothers_first(
    tmp_path: Path, diary: Diary
) -> None:
    limits = Limits(poll=0.02, jobs=4, per_person=2)
    crews = quick_crews(diary, seconds=0.02)
    async with Engine.open(tmp_path / "e.db", crews, limits) as engine:
        many = [f"a{n:02}" for n in range(40)]
        await asyncio.gather(*[engine.submit(job, "stills", BRIEF, "ann") for job in many])
        await asyncio.sleep(0.3)
        await engine.submit("ben", "stills", BRIEF, "ben")
        assert await ended(engine, "ben") == "finished"
        before = [step for step in diary.done() if step.endswith("/write")]
        assert await ended(engine, "a39") == "finished"
    assert "ben/write" in before
    assert len(before) < len(many), "he did not wait for all of hers"
    writes = [step[:3] for step in diary.done() if step.endswith("/write") and step[0] == "a"]
    assert writes[:10:2] < writes[10:20:2] < writes[20::2]


async def test_old_jobs_are_forgotten_with_their_shots(engine: Engine, tmp_path: Path) -> None:
    await engine.submit("j1", "stills", BRIEF, "mei")
    await ended(engine, "j1")
    assert await engine.prune(timedelta(days=1)) == 0
    assert await engine.prune(timedelta(seconds=-5)) == 1
    assert await engine.state("j1") is None
    with sqlite3.connect(tmp_path / "engine.db") as db:
        assert db.execute("SELECT count(*) FROM workflow_status").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM operation_outputs").fetchone() == (0,)
    db.close()


async def test_an_engine_leaves_no_thread_and_no_lock_behind(
    tmp_path: Path, diary: Diary, capfd: pytest.CaptureFixture[str]
) -> None:
    before = threading.active_count()
    for n in range(3):
        async with Engine.open(tmp_path / "e.db", quick_crews(diary), LIMITS) as engine:
            await engine.submit(f"j{n}", "stills", BRIEF, "mei")
            assert await ended(engine, f"j{n}") == "finished"
    await asyncio.sleep(0.1)
    assert threading.active_count() == before
    assert list((tmp_path / "e.db.alive").iterdir()) == []
    assert await asyncio.to_thread(lambda: "still works") == "still works"
    await asyncio.get_running_loop().shutdown_default_executor()
    assert capfd.readouterr() == ("", "")
