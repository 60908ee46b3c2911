"""/cancel: stop a job. What is not delivered costs nothing."""

from __future__ import annotations

from generation.errors import BadInput
from handlers.actions import Press
from handlers.commands import Add, Answer, Argument, Ask, Command
from handlers.commands.video import named
from handlers.conversation import Reply, Say
from storage.jobs import Job, short_id

ALL = frozenset({"all", "全部", "すべて", "全て"})
UNFINISHED = ("queued", "running")


def register(add: Add) -> None:
    add(
        Command(
            "cancel",
            cancel,
            aliases=("stop", "取消", "中止"),
            presses={"cancel": pressed},
            arguments=(Argument("job", "job"),),
        )
    )


async def cancel(ask: Ask) -> Answer:
    """The named job, all of them, or the newest that has not ended."""
    typed = ask.text.strip().casefold()
    if typed in ALL:
        return await _cancel_all(ask)
    try:
        job = await ask.job(typed, *UNFINISHED)
    except BadInput as error:
        raise BadInput("cancel.nothing") from error if not typed else error
    return await _cancel(ask, job)


async def pressed(ask: Ask, press: Press, job: Job | None) -> Answer:
    """The job whose button was pressed."""
    return await _cancel(ask, named(job))


async def _cancel(ask: Ask, job: Job) -> Answer:
    key = "cancel.stopping" if await ask.desk.cancel(job) else "cancel.ended"
    return Reply(text=(Say(key, {"id": short_id(job.id)}),), private=True)


async def _cancel_all(ask: Ask) -> Answer:
    recent = await ask.house.jobs.recent(ask.me, 100)
    stopped = [job for job in recent if await ask.desk.cancel(job)]
    return Reply(text=(Say("cancel.all", {"n": len(stopped)}),), private=True)
