"""/animate: a picture comes to life, their own or one that was made here."""

from __future__ import annotations

import re

from generation.errors import BadInput
from handlers import remake
from handlers.actions import Press
from handlers.commands import Add, Answer, Ask, Command
from handlers.commands.video import named
from handlers.conversation import Attachment
from handlers.records import brief_of, result_of
from storage.jobs import Job

PICTURE = re.compile(r"\s*(?:#?(?P<job>[0-9a-z]{4,18})\s+)?#?(?P<number>[0-9]{1,2})\s*", re.I)


def register(add: Add) -> None:
    add(
        Command(
            "animate",
            animate,
            aliases=("a", "move", "动起来", "图生视频", "動かす"),
            presses={"animate": pressed},
            options=True,
        )
    )


async def animate(ask: Ask) -> Answer:
    """The attached picture, or a picture of a job by its number."""
    for attachment in ask.incoming.attachments:
        if attachment.mime.startswith("image/"):
            return await animate_own(ask, attachment)
    if ask.incoming.attachments:
        raise BadInput("picture.unreadable")
    if found := PICTURE.fullmatch(ask.text):
        job = await ask.job(found["job"] or "", "finished", kind="" if found["job"] else "stills")
        return await animate_made(ask, job, int(found["number"]) - 1)
    raise BadInput("picture.missing")


async def animate_own(ask: Ask, attachment: Attachment) -> Answer:
    """Somebody's picture, in the shape nearest to it unless they want another."""
    request = await ask.request(ask.text, idea_needed=False)
    keyframe = await ask.house.keep_picture(attachment)
    brief = request.brief
    if "aspect" not in request.said:
        aspect = remake.nearest_aspect(keyframe.width, keyframe.height)
        brief = brief.model_copy(update={"aspect": aspect})
    return await ask.make("film", remake.own_picture(brief, keyframe), request.notes)


async def pressed(ask: Ask, press: Press, job: Job | None) -> Answer:
    """The picture whose button was pressed."""
    return await animate_made(ask, named(job), press.number)


async def animate_made(ask: Ask, job: Job, index: int) -> Answer:
    """One picture of a job."""
    made = result_of(job)
    if made is None:
        raise BadInput("job.not_ready")
    if not 0 <= index < len(made.keyframes):
        raise BadInput("board.no_shot", n=len(made.keyframes), number=index + 1)
    brief = remake.animated(brief_of(job), made.board, index, made.keyframes[index])
    return await ask.make("film", brief)
