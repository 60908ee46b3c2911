"""/image: four candidates of one picture, each to be brought to life or varied."""

from __future__ import annotations

from generation.errors import BadInput
from generation.model import Stills
from handlers import remake
from handlers.actions import Press
from handlers.commands import Add, Answer, Ask, Command
from handlers.commands.video import named
from handlers.records import brief_of, result_of
from storage.jobs import Job


def register(add: Add) -> None:
    add(
        Command(
            "image",
            image,
            aliases=("i", "img", "picture", "图片", "图", "画像", "絵"),
            presses={"vary": vary},
            options=True,
        )
    )


async def image(ask: Ask) -> Answer:
    """Four pictures of an idea."""
    request = await ask.request(ask.text)
    return await ask.make("stills", remake.candidates(request.brief))


async def vary(ask: Ask, press: Press, job: Job | None) -> Answer:
    """Four more like one of them."""
    source = named(job)
    stills = pictures(source, press.number)
    brief = remake.varied(brief_of(source), stills, press.number, ask.house.seed())
    return await ask.make("stills", brief)


def pictures(job: Job, number: int) -> Stills:
    """The pictures of a job, which has one with that number. Raises `BadInput`."""
    stills = result_of(job)
    if not isinstance(stills, Stills):
        raise BadInput("job.not_ready")
    if not 0 <= number < len(stills.keyframes):
        raise BadInput("board.no_shot", n=len(stills.keyframes), number=number + 1)
    return stills
