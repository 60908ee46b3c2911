"""/image: four candidates of one picture, each to be brought to life, varied or enlarged."""

from __future__ import annotations

from generation.errors import BadInput
from generation.model import Stills
from handlers import brought, remake
from handlers.actions import Press
from handlers.commands import Add, Answer, Argument, Ask, Command
from handlers.commands.video import named
from handlers.records import brief_of, result_of
from storage.jobs import Job


def register(add: Add) -> None:
    add(
        Command(
            "image",
            image,
            aliases=("i", "img", "picture", "图片", "图", "画像", "絵"),
            presses={"vary": vary, "upscale": upscale},
            options=True,
            arguments=(Argument("idea", "idea", required=True), Argument("picture", "picture")),
        )
    )


async def image(ask: Ask) -> Answer:
    """Four pictures of an idea, perhaps like an attached one."""
    request = await ask.request(ask.text)
    brief = await brought.followed(request, ask.incoming.attachments, ask.house.keep_picture)
    return await ask.make("stills", remake.candidates(brief), request.notes)


async def vary(ask: Ask, press: Press, job: Job | None) -> Answer:
    """Four more like one of them."""
    source = named(job)
    stills = pictures(source, press.number)
    brief = remake.varied(brief_of(source), stills, press.number, ask.house.seed())
    return await ask.make("stills", brief)


async def upscale(ask: Ask, press: Press, job: Job | None) -> Answer:
    """One of them twice as large."""
    source = named(job)
    stills = pictures(source, press.number)
    return await ask.make("stills", remake.enlarged(brief_of(source), stills, press.number))


def pictures(job: Job, number: int) -> Stills:
    """The pictures of a job, which has one with that number. Raises `BadInput`."""
    made = stills(job)
    if not 0 <= number < len(made.keyframes):
        raise BadInput("board.no_shot", n=len(made.keyframes), number=number + 1)
    return made


def stills(job: Job) -> Stills:
    """The pictures of a job. Raises `BadInput` where there are none."""
    made = result_of(job)
    if not isinstance(made, Stills):
        raise BadInput("job.not_ready")
    return made
