"""/lang: the language we talk in. Films follow the language of their idea."""

from __future__ import annotations

from generation.errors import BadInput
from generation.model import LANGS, Lang
from handlers.actions import Press, action
from handlers.commands import Add, Answer, Argument, Ask, Command, Edit
from handlers.conversation import Button, Reply, Say
from handlers.option import lang as meant
from storage.jobs import Job


def register(add: Add) -> None:
    add(
        Command(
            "lang",
            lang,
            aliases=("language", "语言", "言語"),
            presses={"lang": pressed},
            arguments=(Argument("lang", "lang"),),
        )
    )


async def lang(ask: Ask) -> Answer:
    """Change the language, or offer what there is."""
    if not ask.text.strip():
        buttons = tuple(Button(Say(f"lang.{name}"), action("lang", arg=name)) for name in LANGS)
        return Reply(text=(Say("lang.which"),), buttons=(buttons,), private=True)
    return await _change(ask, ask.text)


async def pressed(ask: Ask, press: Press, job: Job | None) -> Answer:
    """The language on the button."""
    return Edit(await _change(ask, press.arg))


async def _change(ask: Ask, text: str) -> Reply:
    chosen: Lang | None = meant(text)
    if chosen is None:
        raise BadInput("lang.unknown", text=text.strip()[:40])
    await ask.house.people.set_lang(ask.incoming.person.own, chosen)
    return Reply(text=(Say("lang.now"),), private=True)
