"""/video: a sentence becomes a film. Also what a film's own buttons do."""

from __future__ import annotations

import asyncio

from generation.errors import BadInput
from generation.model import Brief, Storyboard
from handlers import boards, brought, remake
from handlers.actions import Press
from handlers.commands import Add, Answer, Argument, Ask, Command, spoken_names
from handlers.conversation import Reply, Say
from handlers.records import brief_of, result_of
from storage.jobs import Job


def register(add: Add) -> None:
    add(
        Command(
            "video",
            video,
            aliases=("v", "film", "make", "视频", "影片", "动画", "動画", "映像"),
            presses={
                "again": again,
                "repaint": repaint,
                "longer": longer,
                "turn": turn,
                "board": board,
            },
            options=True,
            arguments=(
                Argument("idea", "idea"),
                Argument("picture", "picture"),
                Argument("last", "picture"),
                Argument("board", "picture"),
                Argument("sound", "picture"),
            ),
        )
    )


async def video(ask: Ask) -> Answer:
    """A film of an idea, of an attached storyboard, or of an attached picture, with somebody's
    own music or voice where that came along."""
    attachments = ask.incoming.attachments
    given = await asyncio.to_thread(boards.attached, attachments, ask.house.files)
    if given:
        return await render(ask, given)
    if brought.among(attachments):
        return await spoken_names()["animate"].say(ask)
    sounds = brought.recordings(attachments)
    request = await ask.request(ask.text, idea_needed=not sounds)
    if not request.brief.idea:
        raise BadInput("recording.what")
    return await ask.make("film", request.brief, request.notes)


async def render(ask: Ask, given: Storyboard) -> Answer:
    """A film of a storyboard as it stands."""
    request = await ask.request(ask.text, idea_needed=False)
    brief = remake.board_of(request.brief, request.lang_of(given), given)
    return await ask.make("film", brief, request.notes)


async def again(ask: Ask, press: Press, job: Job | None) -> Answer:
    """The same with another seed."""
    source = named(job)
    result = result_of(source)
    brief = remake.again(brief_of(source), ask.house.seed(), result and result.board)
    return await ask.make("film" if source.kind == "film" else "stills", brief)


async def repaint(ask: Ask, press: Press, job: Job | None) -> Answer:
    """The same storyboard with other pictures."""
    brief, written = made(job)
    return await ask.make("film", remake.repainted(brief, written, ask.house.seed()))


async def longer(ask: Ask, press: Press, job: Job | None) -> Answer:
    """The same idea in more shots."""
    return await ask.make("film", remake.longer(brief_of(named(job))))


async def turn(ask: Ask, press: Press, job: Job | None) -> Answer:
    """The same film upright, or lying down."""
    brief, written = made(job)
    return await ask.make("film", remake.turned(brief, written))


async def board(ask: Ask, press: Press, job: Job | None) -> Answer:
    """The storyboard as a file, to edit and to send back."""
    _, written = made(job)
    file = await asyncio.to_thread(boards.export, written, named(job).id, ask.house.files)
    return Reply(text=(Say("board.file"),), files=(file,))


def made(job: Job | None) -> tuple[Brief, Storyboard]:
    """What was asked for, and the storyboard that came of it. Raises `BadInput`."""
    source = named(job)
    result = result_of(source)
    if result is None:
        raise BadInput("job.not_ready")
    return brief_of(source), result.board


def named(job: Job | None) -> Job:
    """The job that a button belongs to. Raises `BadInput` for a button without one."""
    if job is None:
        raise BadInput("press.unknown")
    return job
