"""/enhance: a few words become a professional prompt, to use here or anywhere."""

from __future__ import annotations

from handlers import drafts, remake
from handlers.actions import Press
from handlers.commands import Add, Answer, Argument, Ask, Command
from handlers.conversation import Reply, Say
from storage.jobs import Job


def register(add: Add) -> None:
    add(
        Command(
            "enhance",
            enhance,
            aliases=("e", "prompt", "润色", "扩写", "推敲"),
            presses={"film": film, "paint": paint, "sketch": sketch},
            options=True,
            arguments=(Argument("idea", "idea", required=True),),
        )
    )


async def enhance(ask: Ask) -> Answer:
    """The idea as a prompt, and buttons that use it."""
    brief = (await ask.request(ask.text)).brief
    prompt = await ask.house.enhance(brief.idea, brief.lang, brief.style)
    buttons = drafts.buttons(await drafts.keep(ask, prompt), "film", "paint")
    return Reply(text=(Say("plain", {"text": prompt}),), buttons=(buttons,))


async def film(ask: Ask, press: Press, job: Job | None) -> Answer:
    """A film of an idea that waited."""
    return await ask.make("film", await drafts.brief(ask, press))


async def paint(ask: Ask, press: Press, job: Job | None) -> Answer:
    """Four pictures of it."""
    return await ask.make("stills", remake.candidates(await drafts.brief(ask, press)))


async def sketch(ask: Ask, press: Press, job: Job | None) -> Answer:
    """Its storyboard."""
    return await ask.make("stills", await drafts.brief(ask, press))
