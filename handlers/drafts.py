"""Ideas that wait for a press: kept for whoever saw the button, under a key that fits on it."""

from __future__ import annotations

from hashlib import blake2b
from typing import TypedDict, cast

from generation.errors import BadInput
from generation.model import Brief
from handlers.actions import Press, action
from handlers.commands import Ask
from handlers.conversation import Button, Say

KEPT = 8  # ideas of one person whose buttons still work
NAME = "ideas"


class Draft(TypedDict):
    """`options`: the text is as somebody typed it; else nothing in it is an option."""

    text: str
    options: bool


async def keep(ask: Ask, text: str, *, options: bool = False) -> str:
    """Keep an idea for whoever asks; its key."""
    draft = Draft(text=text, options=options)
    key = blake2b(f"{options} {text}".encode(), digest_size=6).hexdigest()
    others = {k: d for k, d in (await _drafts(ask)).items() if k != key}
    newest = list({**others, key: draft}.items())[-KEPT:]
    await ask.house.people.set(ask.me, NAME, dict(newest))
    return key


async def brief(ask: Ask, press: Press) -> Brief:
    """What to make of the idea whose button was pressed. Raises `BadInput`."""
    draft = (await _drafts(ask)).get(press.arg)
    if draft is None:
        raise BadInput("press.unknown")
    if draft["options"]:
        return (await ask.request(draft["text"])).brief
    return await ask.plain(draft["text"])


def buttons(key: str, *verbs: str) -> tuple[Button, ...]:
    """One for each verb, on the idea of that key."""
    return tuple(Button(Say(f"button.{verb}"), action(verb, arg=key)) for verb in verbs)


async def _drafts(ask: Ask) -> dict[str, Draft]:
    return cast("dict[str, Draft]", await ask.house.people.setting(ask.me, NAME, {}))
