"""The lines of `generation/pipeline.py` as workflows: their steps are remembered, their errands
are children of their own."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from contextvars import Context
from typing import Any, Protocol, TypeVar, cast
from uuid import uuid4

from dbos import DBOS, SetWorkflowID, WorkflowHandleAsync
from dbos._error import DBOSException

from bot.engine import notation, records
from bot.engine.records import RECOVERIES, UNFINISHED
from bot.engine.setup import Limits
from generation.crew import Crew
from generation.errors import BadInput, ProviderError
from generation.model import Keyframe, Piece, Progress, Sound
from generation.pipeline import (
    Errand,
    make_card,
    make_film,
    make_shots,
    make_sound,
    make_still,
    make_stills,
    make_words,
)
from handlers.ports import JobKind, Outcome

T = TypeVar("T")
Line = Callable[..., Coroutine[Any, Any, Any]]

LOG = logging.getLogger(__name__)
Dismiss = Callable[[str], Awaitable[None]]
"""Asks vendors to stop what a cancelled job has ordered."""
Settle = Callable[[], Awaitable[None]]
"""Waits, not for ever, until no order is on its way to a vendor."""

JOBS: Mapping[JobKind, Line] = {"film": make_film, "stills": make_stills}
LINES: Mapping[str, Line] = {
    **JOBS,
    "shots": make_shots,
    "still": make_still,
    "sound": make_sound,
    "card": make_card,
    "words": make_words,
}
STOP_SECONDS = 10.0
CANCEL_SECONDS = 10.0  # a cancellation that has not come by then died on the way
COLLECT_SECONDS = 0.1  # how often the end of a child that runs elsewhere is looked for
FORESEEN = (ProviderError, BadInput)


class House(Protocol):
    """Whom lines report to."""

    def crew_for(self, job: str) -> Crew:
        """Who works on the job."""
        ...

    def tell(self, job: str, progress: Progress) -> None:
        """Something happened. May be called from any thread."""
        ...

    def returned(self, job: str) -> None:
        """The job's line is through; how it ended is about to be written down."""
        ...


class Lines:
    """Every line, registered under its name."""

    def __init__(self, house: House, limits: Limits, dismiss: Dismiss, settle: Settle) -> None:
        self._house, self._limits, self._settle = house, limits, settle
        self._tasks: set[asyncio.Task[Any]] = set()
        self.closing = False
        self._workflows = {line: self._workflow(name, line) for name, line in LINES.items()}
        self._dismissal = self._dismissing(dismiss)

    def job(self, kind: JobKind) -> Line:
        """The workflow that makes a job of this kind."""
        return self._workflows[JOBS[kind]]

    async def dismiss(self, job: str) -> None:
        """Ask vendors to stop what a job has ordered, once it is cancelled, which is about to
        happen: from here on that is sure, whatever dies in between. No step runs in a cancelled
        workflow, so it is one of its own; a job may be cancelled, in vain, more than once."""
        with SetWorkflowID(f"{job}.dismiss.{uuid4().hex[:8]}"):
            await DBOS.start_workflow_async(self._dismissal, job)

    def beside(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run something beside the lines, and end it with them."""
        # In a context of its own, or DBOS would take it for a part of the workflow around it.
        self._enter(asyncio.create_task(work, context=Context()))

    async def stop(self) -> None:
        """Begin nothing more, and cut short what runs: its steps are told to stop what they do.
        Then the answers to orders that are on their way are waited for."""
        self.closing = True
        try:
            async with asyncio.timeout(STOP_SECONDS):
                while self._tasks:
                    for task in self._tasks:
                        task.cancel()
                    await asyncio.wait(self._tasks)
        except TimeoutError:
            LOG.warning("%d lines did not stop in time", len(self._tasks))
        await self._settle()

    def _enter(self, task: asyncio.Task[Any] | None) -> None:
        if self.closing or task is None:
            raise asyncio.CancelledError
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _workflow(self, name: str, line: Line) -> Line:
        async def run(*args: Any) -> Any:
            return await self._run(line, args)

        return DBOS.workflow(name=name, max_recovery_attempts=RECOVERIES)(run)

    def _dismissing(self, dismiss: Dismiss) -> Line:
        async def once_cancelled(job: str) -> None:
            if await _ended(job) == "cancelled":
                await dismiss(job)

        async def run(job: str) -> None:
            self._enter(asyncio.current_task())
            await self._step("dismiss", once_cancelled, job)

        return DBOS.workflow(name="dismiss", max_recovery_attempts=RECOVERIES)(run)

    async def _run(self, line: Line, args: Sequence[Any]) -> Any:
        self._enter(asyncio.current_task())
        name = DBOS.workflow_id or ""
        job = name.partition(".")[0]
        tell = functools.partial(self._house.tell, job)
        spawn = {"spawn": functools.partial(self._spawn, job)} if name == job else {}
        try:
            crew = self._house.crew_for(job)
            return await line(*args, crew, step=self._step, tell=tell, **spawn)
        except (*FORESEEN, DBOSException):
            raise
        except Exception as error:
            LOG.exception("%s broke", name)
            raise notation.own_fault(error) from error
        finally:
            if name == job:
                self._house.returned(job)

    async def _step(self, name: str, work: Callable[..., Awaitable[T]], *args: Any) -> T:
        async def once() -> T:
            try:
                async with asyncio.timeout(self._limits.step_seconds):
                    return await work(*args)
            except FORESEEN:
                raise
            except Exception as error:
                LOG.exception("%s, %s: broke", DBOS.workflow_id, name)
                raise notation.own_fault(error) from error

        return await DBOS.run_step_async({"name": name, "preemptible": True}, once)

    async def _spawn(self, job: str, errands: Sequence[Errand]) -> list[Any]:
        children: list[WorkflowHandleAsync[Any]] = []
        for errand in errands:
            with SetWorkflowID(f"{job}.{errand.name}"):
                line = self._workflows[errand.line]
                children.append(await DBOS.start_workflow_async(line, *errand.args))

        async def gather() -> list[Any]:
            return await self._gather(job, children)

        # One step for all of them: results may come in any order, but a replay sees one outcome.
        # Awaiting them side by side in the line itself would be replayed in another order.
        return await DBOS.run_step_async({"name": "gather", "preemptible": True}, gather)

    async def _gather(self, job: str, children: Sequence[WorkflowHandleAsync[Any]]) -> list[Any]:
        results = [asyncio.create_task(self._result(job, child)) for child in children]
        try:
            await asyncio.wait(results, return_when=asyncio.FIRST_EXCEPTION)
            if errors := _errors(results):
                await DBOS.cancel_workflows_async([child.workflow_id for child in children])
                await asyncio.wait(results)
                # Who died here and does it again may first see one that was cancelled for another.
                errors += _errors(results)
                raise next((e for e in errors if isinstance(e, FORESEEN)), errors[0])
            return [result.result() for result in results]
        finally:
            for result in results:
                result.cancel()

    async def _result(self, job: str, child: WorkflowHandleAsync[Any]) -> Any:
        result = await child.get_result(polling_interval_sec=COLLECT_SECONDS)
        for news in _news(child.workflow_id.removeprefix(f"{job}."), result):
            self._house.tell(job, news)  # it may have been made before a restart, or elsewhere
        return result


def _errors(results: Sequence[asyncio.Task[Any]]) -> list[BaseException]:
    """What those that have ended raised."""
    return [error for result in results if result.done() and (error := result.exception())]


async def _ended(job: str) -> Outcome | None:
    """How a job ended that is being cancelled; None where nobody cancelled it after all."""
    for _ in range(round(CANCEL_SECONDS / COLLECT_SECONDS)):
        if (outcome := (await records.outcomes([job])).get(job)) not in UNFINISHED:
            return outcome
        await asyncio.sleep(COLLECT_SECONDS)
    return None


def _news(errand: str, result: object) -> Iterator[Progress]:
    match result:
        case list():
            for index, piece in enumerate(cast(list[Piece], result), int(errand[1:])):
                frame = piece.take and piece.take.keyframe
                yield Progress(stage="piece", shot=index, done=1, keyframe=frame)
        case Keyframe():
            yield Progress(stage="paint", shot=int(errand[1:]), done=1, keyframe=result)
        case Sound():
            yield Progress(stage="sound", done=1)
        case _:
            pass
