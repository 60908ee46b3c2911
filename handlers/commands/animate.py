"""/animate: a picture comes to life, their own or one that was made here."""

from __future__ import annotations

import re

from generation.errors import BadInput
from handlers import brought, remake
from handlers.actions import Press
from handlers.boards import JSON
from handlers.commands import Add, Answer, Argument, Ask, Command
from handlers.commands.video import named
from handlers.options import Request
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
            arguments=(
                Argument("picture", "picture"),
                Argument("last", "picture"),
                Argument("sound", "picture"),
                Argument("words", "words"),
            ),
        )
    )


async def animate(ask: Ask) -> Answer:
    """The attached pictures, or a picture of a job by its number."""
    sent = ask.incoming.attachments
    if brought.among(sent):
        request = await ask.request(ask.text, idea_needed=False)
        if request.use not in ("character", "style"):
            return await animate_own(ask, request)
        brief = await brought.followed(request, sent, ask.house.keep_picture)
        return await ask.make("film", brief, request.notes)
    if brought.videos(sent):
        raise BadInput("clip.what")
    if any(one.mime == JSON for one in sent):
        raise BadInput("picture.unreadable")
    if found := PICTURE.fullmatch(ask.text):
        job = await ask.job(found["job"] or "", "finished", kind="" if found["job"] else "stills")
        return await animate_made(ask, job, int(found["number"]) - 1)
    raise BadInput("picture.missing")


async def animate_own(ask: Ask, request: Request) -> Answer:
    """Somebody's picture, in the shape nearest to it unless they want another; a second one is what
    it ends with."""
    pictures = brought.among(ask.incoming.attachments)
    first, *last = await brought.taken(pictures, brought.FRAMES, ask.house.keep_picture)
    brief = request.brief
    if "aspect" not in request.said:
        aspect = remake.nearest_aspect(first.width, first.height)
        brief = brief.model_copy(update={"aspect": aspect})
    return await ask.make("film", remake.own_picture(brief, first, *last), request.notes)


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
