"""/retry: a failed job again, from its first unfinished step."""

from __future__ import annotations

from generation.errors import BadInput
from handlers.actions import Press
from handlers.closing import check_open
from handlers.commands import Add, Answer, Argument, Ask, Command
from handlers.commands.video import named
from storage.jobs import Job, short_id


def register(add: Add) -> None:
    add(
        Command(
            "retry",
            retry,
            aliases=("重试", "再試行"),
            presses={"retry": pressed},
            arguments=(Argument("job", "job"),),
        )
    )


async def retry(ask: Ask) -> Answer:
    """The named job, or the newest that failed, shown again where it was asked for."""
    job = await ask.job(ask.text.strip(), "failed")
    await _retry(ask, job)
    await ask.desk.show(await ask.job(job.id), ask.incoming)
    return None


async def pressed(ask: Ask, press: Press, job: Job | None) -> Answer:
    """The job whose button was pressed."""
    return await _retry(ask, named(job))


async def _retry(ask: Ask, job: Job) -> Answer:
    await check_open(ask.house, ask.incoming.person)
    if not await ask.desk.retry(job):
        raise BadInput("retry.not_failed", id=short_id(job.id))
    return None
