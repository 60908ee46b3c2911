"""/share: a storyboard for others to see, and to make films of their own from."""

from __future__ import annotations

import asyncio
from urllib.parse import urlencode, urlsplit

from generation.errors import BadInput
from handlers import sharing
from handlers.actions import Press
from handlers.commands import Add, Answer, Argument, Ask, Command
from handlers.commands.video import board as file_of
from handlers.commands.video import made, named
from handlers.conversation import Button, Reply, Say
from handlers.payloads import payload_for_board
from storage.jobs import Job

TELEGRAM = "t.me"  # its addresses can be sent on by an address of their own


def register(add: Add) -> None:
    add(
        Command(
            "share",
            share,
            aliases=("分享", "共有"),
            presses={"share": pressed, "mine": mine, "take": take},
            open=frozenset({"mine", "take"}),
            arguments=(Argument("job", "job"),),
        )
    )


async def share(ask: Ask) -> Answer:
    """The named job, or the newest that is finished."""
    return await _link(ask, await ask.job(ask.text.strip(), "finished"))


async def pressed(ask: Ask, press: Press, job: Job | None) -> Answer:
    """The job whose button was pressed."""
    return await _link(ask, named(job))


async def mine(ask: Ask, press: Press, job: Job | None) -> Answer:
    """A film of a shared storyboard, for whoever presses, with their credits."""
    return await ask.make("film", (await _shared(ask, press)).brief())


async def take(ask: Ask, press: Press, job: Job | None) -> Answer:
    """A shared storyboard as a file."""
    file = await asyncio.to_thread((await _shared(ask, press)).file, ask.house)
    return Reply(text=(Say("board.file"),), files=(file,))


async def _link(ask: Ask, job: Job) -> Answer:
    """An address that leads to the storyboard; where a platform has none, the storyboard itself."""
    made(job)
    platform = ask.house.platforms[ask.incoming.place.platform]
    link = platform.link(await payload_for_board(job.id, ask.house.links, ask.me))
    if not link:
        return await file_of(ask, Press("board", job.id), job)
    buttons = [Button(Say("button.open_link"), link=link)]
    if urlsplit(link).hostname == TELEGRAM:
        onward = f"https://{TELEGRAM}/share/url?{urlencode({'url': link})}"
        buttons.append(Button(Say("button.send_on"), link=onward))
    return Reply(text=(Say("share.ready", {"link": link}),), buttons=(tuple(buttons),))


async def _shared(ask: Ask, press: Press) -> sharing.Shared:
    found = await sharing.shared(ask.house, press.arg)
    if found is None:
        raise BadInput("press.unknown")
    return found
