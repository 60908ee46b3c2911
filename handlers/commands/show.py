"""/show: a job again, wherever its message has scrolled to; and the pages of its buttons."""

from __future__ import annotations

from dataclasses import replace

from generation.errors import BadInput
from handlers import buttons
from handlers.actions import Press
from handlers.commands import Add, Answer, Argument, Ask, Command, Edit
from handlers.conversation import Say
from handlers.records import brief_of, result_of
from storage.jobs import Job


def register(add: Add) -> None:
    add(
        Command(
            "show",
            show,
            aliases=("查看", "表示"),
            presses={"page": page},
            arguments=(Argument("job", "job"),),
        )
    )


async def show(ask: Ask) -> Answer:
    """The named job, or the newest."""
    await ask.desk.show(await ask.job(ask.text.strip()), ask.incoming)
    return None


async def page(ask: Ask, press: Press, job: Job | None) -> Answer:
    """The same message with other buttons."""
    if job is None or not job.ended:
        raise BadInput("press.unknown")
    return await turned(ask, job.id, press.arg)


async def turned(ask: Ask, id: str, name: str) -> Edit:
    """The message of a job as it is now, with a page of its buttons; the first one, where it does
    not have that page, or its files are gone."""
    job = await ask.house.jobs.get(id)
    assert job is not None, id
    view = await ask.desk.view(job)
    page = buttons.page(name, job.id, result_of(job), brief_of(job))
    if page and name == "delete":
        view = replace(view, text=(*view.text, Say("delete.sure")))
    elif not (view.video or view.pictures):
        page = None
    return Edit(replace(view, buttons=page) if page else view)
