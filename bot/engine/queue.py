"""The `JobQueue` of the house, over DBOS.

A job is a workflow under the job's own id, a line beside it a child with the id `{job}.{errand}`.
Every step's result is written down, so that a job whose process died goes on from its last
finished step: when the same database is opened again, or within about a second in another engine
that has it open. Steps are at-least-once: one that was cut short is done again.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import signal
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dbos import DBOS, SetEnqueueOptions, SetWorkflowID

from bot.engine import records, setup
from bot.engine.lines import Dismiss, Lines, Settle
from bot.engine.liveness import Liveness, Lost
from bot.engine.records import ENDED, OUTCOMES, QUEUE, RETRIED, UNFINISHED
from bot.engine.screens import Screen
from bot.engine.setup import Limits
from generation.crew import Crew
from generation.model import Brief, Progress
from generation.pipeline import Tell
from handlers.conversation import JobEvent
from handlers.ports import JobKind, JobState, Outcome

LOG = logging.getLogger(__name__)
TEND_SECONDS = 1.0  # how often the dead and the ended are looked for
PRUNE_SECONDS = 3600.0


async def nothing_ordered(job: str) -> None:
    """For crews that order nothing anywhere."""


async def nothing_on_its_way() -> None:
    """For crews that order nothing anywhere."""


class Engine:
    """Durable jobs. One engine at a time in a process; `crew_for(job, tell)` says who works."""

    def __init__(
        self,
        crew_for: Callable[[str, Tell], Crew],
        limits: Limits,
        liveness: Liveness,
        dismiss: Dismiss,
        settle: Settle,
    ) -> None:
        self._crew_for, self._limits, self._liveness = crew_for, limits, liveness
        self._name = f"reelroom-{uuid.uuid4().hex}"
        self._loop = asyncio.get_running_loop()
        self._screens: dict[str, Screen] = {}
        self._lines = Lines(self, limits, dismiss, settle)

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        database: str | Path,
        crew_for: Callable[[str, Tell], Crew],
        limits: Limits | None = None,
        dismiss: Dismiss = nothing_ordered,
        settle: Settle = nothing_on_its_way,
    ) -> AsyncGenerator[Engine]:
        """An engine over a SQLite file, made if missing, or a `postgresql://` URL.

        `dismiss` asks vendors to stop what a cancelled job has ordered, `settle` waits for their
        answers to what is on its way, before others may take up our work.
        Jobs that a dead process left behind are taken up at once. On leaving, what runs is cut
        short where it stands and goes on when the database is opened again."""
        url, liveness = setup.prepare(database)
        engine = cls(crew_for, limits or Limits(), liveness, dismiss, settle)
        try:
            await engine._launch(url)
            yield engine
        finally:
            await engine._close()

    # The queue

    async def submit(self, job: str, kind: JobKind, brief: Brief, person: str) -> None:
        """Accept a job; see `JobQueue`. One person's jobs begin in the order of their ids."""
        if not person:
            raise ValueError(f"job {job!r} is nobody's: it would wait for ever")
        with SetWorkflowID(_checked(job)), SetEnqueueOptions(queue_partition_key=person):
            await DBOS.enqueue_workflow_async(QUEUE, self._lines.job(kind), brief)
        if (await self._look(job))[job] == "queued":
            self._screen(job).show(Progress(stage="queued"))

    async def run_here(self, job: str, kind: JobKind, brief: Brief) -> AsyncIterator[JobEvent]:
        """Start a job at once, past the queue, or go on with it; then as `watch`."""
        with SetWorkflowID(_checked(job)):
            await DBOS.start_workflow_async(self._lines.job(kind), brief)
        async for event in self.watch(job):
            yield event

    async def cancel(self, job: str) -> bool:
        """Stop a job and its shots: nothing new begins, steps in flight end within a second."""
        if (await self._look(job)).get(job) not in UNFINISHED:
            return False
        await self._lines.dismiss(job)
        await DBOS.cancel_workflows_async([job], cancel_children=True)
        return (await self._look(job))[job] == "cancelled"

    async def retry(self, job: str) -> bool:
        """Run a failed job again from its first unfinished step, each of its shots likewise."""
        record = await records.status(job)
        if record is None or OUTCOMES[record.status] != "failed":
            return False
        for child in await records.children(job, RETRIED):
            await records.rewind(child)
        await records.rewind(record)
        self._screen(job).show(Progress(stage="queued"))
        return True

    async def state(self, job: str) -> JobState | None:
        """How the job stands now; None when the queue never heard of it."""
        return await records.state(job)

    async def ahead(self, job: str) -> int:
        """How many jobs wait that will begin before this one; 0 for one that does not wait."""
        return await records.ahead(job)

    async def watch(self, job: str) -> AsyncIterator[JobEvent]:
        """The present picture of the job, then what happens to it, and at last its end.

        Raises `LookupError` for a job that the queue never heard of."""
        screen = self._screen(job)
        if job not in await self._look(job):
            raise LookupError(f"no job {job!r} in the queue")
        async for progress in screen.watch():
            yield JobEvent(job, progress=progress)
        yield JobEvent(job, ended=screen.ended or "")

    async def prune(self, older_than: timedelta) -> int:
        """Forget the jobs that ended so long ago; how many they were."""
        before = (datetime.now(UTC) - older_than).isoformat()
        old = await DBOS.list_workflows_async(
            status=ENDED,
            completed_before=before,
            has_parent=False,
            load_input=False,
            load_output=False,
        )
        await DBOS.delete_workflows_async([job.workflow_id for job in old], delete_children=True)
        return len(old)

    async def drain(self) -> None:
        """Begin nothing more and cut short what runs; it goes on when the database is opened."""
        await self._lines.stop()

    # What lines report

    def crew_for(self, job: str) -> Crew:
        """Who works on the job, reporting to its watchers."""
        return self._crew_for(job, functools.partial(self.tell, job))

    def tell(self, job: str, progress: Progress) -> None:
        """Show it to whoever watches. May be called from any thread."""
        self._loop.call_soon_threadsafe(lambda: self._screen(job).show(progress))

    def returned(self, job: str) -> None:
        """Tell the watchers as soon as the end is written down."""

        async def look() -> None:
            while (await self._look(job)).get(job) in UNFINISHED:  # noqa: ASYNC110 (the database says when)
                await asyncio.sleep(0.02)

        if not self._lines.closing:
            self._lines.beside(look())

    def _screen(self, job: str) -> Screen:
        return self._screens.setdefault(job, Screen())

    async def _look(self, *jobs: str) -> dict[str, Outcome]:
        """How jobs stand; the watchers of those that have ended are told."""
        outcomes = await records.outcomes(jobs)
        for job in jobs:
            outcome = outcomes.get(job, "failed")
            if outcome not in UNFINISHED and (screen := self._screens.pop(job, None)):
                screen.end(outcome)
        return outcomes

    # Opening, tending, closing

    async def _launch(self, url: str) -> None:
        if not self._liveness.take(self._name):
            raise RuntimeError(f"somebody else lives under the name {self._name}")
        setup.be_quiet()
        await setup.register_queue(url, QUEUE, self._limits)
        DBOS(config=setup.config(url, self._name))
        DBOS.launch()
        await self._take_over()
        self._lines.beside(self._tend())

    async def _tend(self) -> None:
        next_prune = self._loop.time()
        while True:
            try:
                await self._take_over()
                await self._look(*self._screens)
                if self._loop.time() >= next_prune:
                    next_prune += PRUNE_SECONDS
                    await self.prune(timedelta(days=self._limits.keep_days))
            except Lost as error:
                LOG.critical("leaving, for others believe us dead and take our work: %s", error)
                signal.raise_signal(signal.SIGTERM)
            except Exception:
                LOG.exception("the engine could not look after its jobs; it tries again")
            await asyncio.sleep(TEND_SECONDS)

    async def _take_over(self) -> None:
        pending = await DBOS.list_workflows_async(
            status="PENDING", load_input=False, load_output=False
        )
        others = {job.executor_id or "" for job in pending} - {self._name}
        await asyncio.to_thread(self._recover, others)

    def _recover(self, executors: set[str]) -> None:
        self._liveness.check()
        for executor in executors:
            if self._liveness.take(executor):
                LOG.info("taking over from %s, which is dead", executor)
                try:
                    DBOS._recover_pending_workflows([executor])  # pyright: ignore[reportPrivateUsage]
                finally:
                    self._liveness.release(executor)

    async def _close(self) -> None:
        await self.drain()
        with ThreadPoolExecutor(1) as hand:  # the threads it joins need our loop to be free
            destroy = functools.partial(DBOS.destroy, destroy_registry=True)
            await self._loop.run_in_executor(hand, destroy)
        self._loop.set_default_executor(ThreadPoolExecutor())  # the library's own is gone
        self._liveness.close()


def _checked(job: str) -> str:
    if not job or "." in job:
        raise ValueError(f"{job!r} cannot be the id of a job: dots divide it from its shots")
    return job
