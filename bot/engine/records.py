"""What is written down about workflows, and how an ended one is queued again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dbos import DBOS, WorkflowStatus
from dbos._error import DBOSException

from bot.engine import notation
from generation.model import Film, Keyframe, Stills
from handlers.ports import JobState, Outcome

QUEUE = "jobs"
RECOVERIES = 50  # a job that takes its process down this often is given up
GIVEN_UP = RuntimeError(f"given up: its process died {RECOVERIES} times")
OUTCOMES: Mapping[str, Outcome] = {
    "DELAYED": "queued",
    "ENQUEUED": "queued",
    "PENDING": "running",
    "SUCCESS": "finished",
    "ERROR": "failed",
    "CANCELLED": "cancelled",
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": "failed",
}
UNFINISHED = ("queued", "running")
RETRIED = ["ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
ENDED = ["SUCCESS", *RETRIED]


async def status(job: str, *, load_output: bool = False) -> WorkflowStatus | None:
    """The record of one workflow."""
    found = await DBOS.list_workflows_async(
        workflow_ids=[job], load_input=False, load_output=load_output
    )
    return found[0] if found else None


async def outcomes(jobs: Iterable[str]) -> dict[str, Outcome]:
    """How jobs stand, those that were never heard of left out."""
    if not (wanted := list(jobs)):
        return {}
    found = await DBOS.list_workflows_async(
        workflow_ids=wanted, load_input=False, load_output=False
    )
    return {record.workflow_id: OUTCOMES[record.status] for record in found}


async def state(job: str) -> JobState | None:
    """All that can be told about a job."""
    record = await status(job, load_output=True)
    if record is None:
        return None
    outcome, result = OUTCOMES[record.status], record.output
    if isinstance(result, Film | Stills):
        return JobState(job=job, outcome=outcome, result=result, keyframes=result.keyframes)
    failure = notation.failure(record.error or GIVEN_UP) if outcome == "failed" else None
    return JobState(job=job, outcome=outcome, failure=failure, keyframes=await keyframes(job))


async def ahead(job: str) -> int:
    """How many jobs are queued before this one; 0 where it is not queued itself."""
    waiting = await DBOS.list_workflows_async(
        status=["ENQUEUED"], queue_name=QUEUE, load_input=False, load_output=False
    )
    names = [record.workflow_id for record in waiting]  # the oldest first
    return names.index(job) if job in names else 0


async def children(job: str, statuses: list[str] | None = None) -> list[WorkflowStatus]:
    """The records of a job's shots and sound, in the order of their numbers."""
    found = await DBOS.list_workflows_async(
        parent_workflow_id=job, status=statuses, load_input=False, load_output=False
    )
    return sorted(found, key=lambda child: (len(child.workflow_id), child.workflow_id))


async def keyframes(job: str) -> tuple[Keyframe, ...]:
    """The keyframes painted so far, in the order of their shots."""
    frames: list[Keyframe] = []
    for child in await children(job):
        steps = await DBOS.list_workflow_steps_async(child.workflow_id)
        outputs = [step["output"] for step in steps if step["function_name"] == "paint"]
        frames += [frame for frame in outputs if isinstance(frame, Keyframe)]
    return tuple(frames)


async def rewind(ended: WorkflowStatus) -> None:
    """Queue an ended workflow again, before its first failed step or after its last good one; one
    that somebody else has queued again meanwhile is left alone."""
    steps = await DBOS.list_workflow_steps_async(ended.workflow_id)
    failed = [step["function_id"] for step in steps if step["error"] is not None]
    last = max((step["function_id"] for step in steps), default=0)
    try:
        await DBOS.rewind_workflow_async(
            ended.workflow_id,
            start_step=min(failed, default=last + 1),
            queue_name=QUEUE if ended.queue_partition_key else None,
            queue_partition_key=ended.queue_partition_key,
        )
    except DBOSException:
        now = await status(ended.workflow_id)
        if now is None or now.status in ENDED:
            raise
