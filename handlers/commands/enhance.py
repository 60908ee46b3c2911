"""/enhance: a few words become a professional prompt, to use here or anywhere."""

from __future__ import annotations

from hashlib import blake2b
from typing import cast

from generation.errors import BadInput
from generation.model import Brief
from handlers import remake
from handlers.actions import Press, action
from handlers.commands import Add, Answer, Ask, Command
from handlers.conversation import Button, Reply, Say
from storage.jobs import Job

DRAFTS = 8  # prompts of one person whose button still works


def register(add: Add) -> None:
    add(
        Command(
            "enhance",
            enhance,
            aliases=("e", "prompt", "润色", "扩写", "推敲"),
            presses={"film": film, "paint": paint},
            options=True,
        )
    )


async def enhance(ask: Ask) -> Answer:
    """The idea as a prompt, and buttons that use it."""
    brief = (await ask.request(ask.text)).brief
    prompt = await ask.house.enhance(brief.idea, brief.lang, brief.style)
    key = await _keep(ask, prompt)
    buttons = tuple(
        Button(Say(f"button.{verb}"), action(verb, arg=key)) for verb in ("film", "paint")
    )
    return Reply(text=(Say("plain", {"text": prompt}),), buttons=(buttons,))


async def film(ask: Ask, press: Press, job: Job | None) -> Answer:
    """A film of the prompt."""
    return await ask.make("film", await _draft(ask, press))


async def paint(ask: Ask, press: Press, job: Job | None) -> Answer:
    """Four pictures of the prompt."""
    return await ask.make("stills", remake.candidates(await _draft(ask, press)))


async def _draft(ask: Ask, press: Press) -> Brief:
    drafts = await _drafts(ask)
    if press.arg not in drafts:
        raise BadInput("press.unknown")
    return await ask.plain(drafts[press.arg])


async def _keep(ask: Ask, prompt: str) -> str:
    key = blake2b(prompt.encode(), digest_size=6).hexdigest()
    drafts = {**await _drafts(ask), key: prompt}
    newest = dict(list(drafts.items())[-DRAFTS:])
    await ask.house.people.set(ask.me, "drafts", newest)
    return key


async def _drafts(ask: Ask) -> dict[str, str]:
    return cast("dict[str, str]", await ask.house.people.setting(ask.me, "drafts", {}))
