"""Ideas that wait for a press, to become a film, pictures or a storyboard."""

from __future__ import annotations

from typing import TypedDict, cast

from generation.model import Brief
from handlers import waiting
from handlers.actions import Press, action
from handlers.commands import Ask
from handlers.conversation import Button, Say

KIND, KEPT = "idea", 8  # so many of one person's still work


class Draft(TypedDict):
    """`options`: the text is as somebody typed it; else nothing in it is an option."""

    text: str
    options: bool


async def keep(ask: Ask, text: str, *, options: bool = False) -> str:
    """Keep an idea for whoever asks; its key."""
    return await waiting.put(ask, KIND, Draft(text=text, options=options), KEPT)


async def brief(ask: Ask, press: Press) -> Brief:
    """What to make of the idea whose button was pressed. Raises `BadInput`."""
    draft = cast(Draft, await waiting.get(ask, KIND, press.arg))
    if draft["options"]:
        return (await ask.request(draft["text"])).brief
    return await ask.plain(draft["text"])


def buttons(key: str, *verbs: str) -> tuple[Button, ...]:
    """One for each verb, on the idea of that key."""
    return tuple(Button(Say(f"button.{verb}"), action(verb, arg=key)) for verb in verbs)
