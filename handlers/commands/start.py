"""/start: a film as a greeting, and three ideas to try; or what an address led here for."""

from __future__ import annotations

from pathlib import Path

from generation.errors import BadInput
from handlers import drafts
from handlers.actions import Press, action
from handlers.commands import Add, Answer, Ask, Command, commands, with_text
from handlers.conversation import Button, Reply, Say, Video
from handlers.payloads import NEW, board_in, idea_in
from handlers.sharing import shared
from handlers.texts import render
from handlers.views import credits
from storage.jobs import Job

IDEAS = ("1", "2", "3")
WELCOME = Video(Path(__file__).parents[1] / "welcome.mp4", 1280, 720, 7.0)


def register(add: Add) -> None:
    add(
        Command(
            "start",
            start,
            aliases=("开始", "开始使用", "はじめる"),
            presses={"try": attempt},
            open=frozenset({"try"}),
        )
    )


async def start(ask: Ask) -> Answer:
    """Say what this is, or show what the address stands for: an idea, a shared storyboard."""
    payload = ask.text.strip()
    if token := board_in(payload):
        found = await shared(ask.house, token)
        return found.card() if found else hello(ask, Say("start.lost"))
    if idea := await idea_in(payload, ask.house.links):
        return await _given(ask, idea)
    return hello(ask, *(() if payload in ("", NEW) else (Say("start.lost"),)))


async def attempt(ask: Ask, press: Press, job: Job | None) -> Answer:
    """A film of an idea that stood on a button."""
    if press.arg not in IDEAS:
        raise BadInput("press.unknown")
    idea = render(Say(f"start.idea.{press.arg}"), ask.lang)
    return await commands()["video"].say(with_text(ask, idea))


def hello(ask: Ask, *more: Say) -> Reply:
    """The greeting; among others it is short, and shows no film."""
    name = {"name": ask.incoming.person.name}
    rows = tuple((Button(Say(f"start.idea.{n}"), action("try", arg=n)),) for n in IDEAS)
    if not ask.incoming.place.private:
        return Reply(text=(Say("start.group", name), *more), buttons=rows)
    text = (Say("start.hello", name), *more, Say("start.how"), Say("start.free"))
    return Reply(text=text, video=WELCOME, buttons=rows)


async def _given(ask: Ask, text: str) -> Reply:
    """An idea that came by an address; nothing is made of it before a press."""
    brief = (await ask.request(text)).brief
    left = (await ask.house.ledger.balance(ask.me)).available
    price = {"credits": credits(ask.house.price("film", brief)), "left": left}
    film, *others = drafts.buttons(
        await drafts.keep(ask, text, options=True), "film", "paint", "sketch"
    )
    return Reply(
        text=(Say("start.given", {"idea": text}), Say("start.price", price)),
        buttons=((film,), tuple(others)),
    )
