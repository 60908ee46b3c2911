"""/storyboard: the film on paper, to approve, redo or reword shot by shot before it is made."""

from __future__ import annotations

import asyncio
import re

from generation.errors import BadInput
from generation.model import Stills
from generation.text import clean
from handlers import boards, remake
from handlers.actions import Press
from handlers.commands import Add, Answer, Ask, Command
from handlers.commands.image import pictures
from handlers.commands.video import named
from handlers.records import brief_of, result_of
from storage.jobs import Job

EDIT = re.compile(
    r"\s*(?:edit|reword|修改|改|編集|変更)\s+(?:#?([0-9a-z]{4,18})\s+)?([0-9]{1,2})\s+(.+)",
    re.IGNORECASE | re.DOTALL,
)


def register(add: Add) -> None:
    add(
        Command(
            "storyboard",
            storyboard,
            aliases=("sb", "board", "分镜", "分镜图", "絵コンテ", "コンテ"),
            presses={"render": render, "redo": redo},
            options=True,
        )
    )


async def storyboard(ask: Ask) -> Answer:
    """The shots of an idea or of an attached file; or one shot in other words."""
    if edit := EDIT.fullmatch(ask.text):
        return await reword(ask, edit[1] or "", int(edit[2]) - 1, edit[3])
    given = await asyncio.to_thread(boards.attached, ask.incoming.attachments, ask.house.files)
    request = await ask.request(ask.text, idea_needed=given is None)
    brief = remake.board_of(request.brief, given.lang, given) if given else request.brief
    return await ask.make("stills", brief, request.notes)


async def reword(ask: Ask, typed: str, index: int, text: str) -> Answer:
    """One shot as the person describes it, in a storyboard of theirs."""
    job = await ask.job(typed, "finished", kind="stills")
    stills = pictures(job, index)
    prompt = clean(text, 1000)
    if not prompt:
        raise BadInput("idea.empty")
    return await ask.make("stills", remake.reworded(brief_of(job), stills, index, prompt))


async def render(ask: Ask, press: Press, job: Job | None) -> Answer:
    """The film of what was approved."""
    source = named(job)
    stills = result_of(source)
    if not isinstance(stills, Stills):
        raise BadInput("job.not_ready")
    return await ask.make("film", remake.film_of(brief_of(source), stills))


async def redo(ask: Ask, press: Press, job: Job | None) -> Answer:
    """One shot painted anew."""
    source = named(job)
    stills = pictures(source, press.number)
    brief = remake.redone(brief_of(source), stills, press.number, ask.house.seed())
    return await ask.make("stills", brief)
