"""/storyboard: the film on paper, to approve, redo, reword or reorder before it is made."""

from __future__ import annotations

import asyncio
import re

from generation.errors import BadInput
from generation.text import clean
from handlers import boards, brought, characters, remake, views
from handlers.actions import Press, action
from handlers.commands import Add, Answer, Argument, Ask, Command
from handlers.commands.image import pictures, stills
from handlers.commands.show import turned
from handlers.commands.video import named
from handlers.conversation import Reply, Say
from handlers.records import brief_of
from storage.jobs import Job

EDIT = re.compile(
    r"\s*(?:edit|reword|修改|改|編集|変更)\s+(?:#?([0-9a-z]{4,18})\s+)?([0-9]{1,2})\s+(.+)",
    re.IGNORECASE | re.DOTALL,
)
MOVE = re.compile(r"([0-9]{1,2})([ud])\.([0-9a-f]{1,20})")


def register(add: Add) -> None:
    add(
        Command(
            "storyboard",
            storyboard,
            aliases=("sb", "board", "分镜", "分镜图", "絵コンテ", "コンテ"),
            presses={"render": render, "redo": redo, "reword": reword, "move": move},
            options=True,
            arguments=(
                Argument("idea", "idea"),
                Argument("picture", "picture"),
                Argument("board", "picture"),
            ),
        )
    )


async def storyboard(ask: Ask) -> Answer:
    """The shots of an idea or of an attached file; or one shot in other words."""
    if edit := EDIT.fullmatch(ask.text):
        job = await ask.job(edit[1] or "", "finished", kind="stills")
        return await put(ask, job, int(edit[2]) - 1, edit[3])
    sent = ask.incoming.attachments
    if given := await asyncio.to_thread(boards.attached, sent, ask.house.files):
        request = await ask.request(ask.text, idea_needed=False)
        brief = remake.board_of(request.brief, request.lang_of(given), given)
        return await ask.make("stills", brief, request.notes)
    request = await ask.request(ask.text)
    brief = await brought.followed(request, sent, ask.house.keep_picture)
    return await ask.make("stills", brief, request.notes)


async def put(ask: Ask, job: Job, index: int, text: str) -> Answer:
    """One shot of a storyboard as the person describes it."""
    made = pictures(job, index)
    called = await characters.called(ask.house, ask.me, text)
    prompt = clean(called.idea, 1000)
    if not prompt:
        raise BadInput("idea.empty")
    brief = remake.reworded(characters.joined(brief_of(job), called.cast), made, index, prompt)
    return await ask.make("stills", brief, called.notes)


async def reword(ask: Ask, press: Press, job: Job | None) -> Answer:
    """Ask for the words of one shot, or take them."""
    source, index = named(job), press.number
    if ask.incoming.text:
        return await put(ask, source, index, ask.incoming.text)
    shot = pictures(source, index).board.shots[index]
    now = Say("board.reword.now", {"text": views.shortened(shot.prompt)})
    asked = (Say("board.reword.ask", {"n": index + 1}), now)
    return Reply(text=asked, ask=action("reword", source.id, index))


async def move(ask: Ask, press: Press, job: Job | None) -> Answer:
    """One shot a place up or down, at once. A button made for another order moves nothing."""
    source, wanted = named(job), MOVE.fullmatch(press.arg)
    if not wanted:
        raise BadInput("press.unknown")
    made, index, by = stills(source), int(wanted[1]), -1 if wanted[2] == "u" else 1
    there = 0 <= index + by < len(made.board.shots) and index < len(made.board.shots)
    if there and wanted[3] == remake.mark(made) and source.result:
        result = remake.moved(made, index, by).model_dump_json()
        await ask.house.jobs.revise(source.id, result, source.result)
    return await turned(ask, source.id, "order")


async def render(ask: Ask, press: Press, job: Job | None) -> Answer:
    """The film of what was approved."""
    source = named(job)
    return await ask.make("film", remake.film_of(brief_of(source), stills(source)))


async def redo(ask: Ask, press: Press, job: Job | None) -> Answer:
    """One shot painted anew."""
    source = named(job)
    made = pictures(source, press.number)
    brief = remake.redone(brief_of(source), made, press.number, ask.house.seed())
    return await ask.make("stills", brief)
