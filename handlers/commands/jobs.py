"""/jobs: what a person has ordered, the newest first."""

from __future__ import annotations

from handlers import views
from handlers.actions import Press, action
from handlers.commands import Add, Answer, Ask, Command
from handlers.conversation import Button, Reply, Say
from handlers.records import brief_of
from storage.jobs import Job, short_id

SHOWN = 10
PER_ROW = 5


def register(add: Add) -> None:
    add(Command("jobs", jobs, aliases=("list", "任务", "列表", "一覧"), presses={"show": show}))


async def jobs(ask: Ask) -> Answer:
    """The newest jobs, each with a button that shows it."""
    recent = await ask.house.jobs.recent(ask.me, SHOWN)
    if not recent:
        return Reply(text=(Say("jobs.none"),), private=True)
    lines = [views.line(job, brief_of(job)) for job in recent]
    buttons = [
        Button(Say("button.show", {"id": short_id(job.id)}), action("show", job.id))
        for job in recent
    ]
    rows = tuple(tuple(buttons[n : n + PER_ROW]) for n in range(0, len(buttons), PER_ROW))
    return Reply(text=(Say("jobs.heading"), *lines), buttons=rows, private=True)


async def show(ask: Ask, press: Press, job: Job | None) -> Answer:
    """The job in a new message."""
    if job:
        await ask.desk.show(job, ask.incoming)
    return None
