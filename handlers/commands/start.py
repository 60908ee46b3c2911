"""/start: a greeting, and three ideas to try at once."""

from __future__ import annotations

from generation.errors import BadInput
from handlers.actions import Press, action
from handlers.commands import Add, Answer, Ask, Command, commands, with_text
from handlers.conversation import Button, Reply, Say
from handlers.texts import render
from storage.jobs import Job

IDEAS = ("1", "2", "3")


def register(add: Add) -> None:
    add(Command("start", start, aliases=("开始", "开始使用", "はじめる"), presses={"try": attempt}))


async def start(ask: Ask) -> Answer:
    """Say what this is. Deep links may carry a text, which is not looked at."""
    hello = Say("start.hello", {"name": ask.incoming.person.name})
    rows = tuple((Button(Say(f"start.idea.{n}"), action("try", arg=n)),) for n in IDEAS)
    return Reply(text=(hello, Say("start.how"), Say("start.free")), buttons=rows)


async def attempt(ask: Ask, press: Press, job: Job | None) -> Answer:
    """A film of an idea that stood on a button."""
    if press.arg not in IDEAS:
        raise BadInput("press.unknown")
    idea = render(Say(f"start.idea.{press.arg}"), ask.lang)
    return await commands()["video"].say(with_text(ask, idea))
