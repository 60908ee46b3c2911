"""`reelroom chat`: a terminal as a full chat platform."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from collections.abc import Sequence

from bot import logs
from bot.app import AlreadyOpen, opened, stop_on_signals
from bot.copies import Copies
from bot.ending import BAD_INPUT, DONE
from bot.naming import FILMS
from bot.platforms.terminal import Terminal
from bot.screens import PipeScreen, PromptScreen
from bot.settings import Settings
from bot.talk import Talk
from bot.words import Translate, language
from generation.marking.film import Marks
from handlers.commands import commands
from handlers.conversation import Incoming, Person
from handlers.option import OPTIONS
from handlers.texts import render


def fill(parser: argparse.ArgumentParser) -> None:
    """`chat` has no arguments; lines that come in by a pipe are answered one by one."""


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Talk until the person leaves; jobs that have not ended go on the next time."""
    settings.home.mkdir(parents=True, exist_ok=True)
    logs.begin(settings.log, settings.home / "chat.log")
    try:
        asyncio.run(chat(settings))
    except AlreadyOpen:
        translate = Translate(language(settings))
        sys.stderr.write(translate("cli.already_open", home=str(settings.home)) + "\n")
        return BAD_INPUT
    return DONE


async def chat(settings: Settings) -> None:
    """Open the house and talk in it, until the person leaves or the process is told to stop."""
    stop, lang, name = stop_on_signals(), language(settings), getpass.getuser()
    brands: list[str] = []
    screen = _screen(settings, Translate(lang), brands)
    copies = Copies.beside(settings.home / "media", Marks.read(settings.env))
    person = Person(Terminal.name, name, name, lang, operator=True)
    terminal = Terminal(person, screen, render, FILMS, copies)
    async with opened(settings, [terminal]) as house:

        async def answer(incoming: Incoming) -> None:
            await house.dispatcher.answer(incoming)
            brands[:] = await named(person.key)

        async def named(key: str) -> list[str]:
            known = await house.desk.house.brands.of(key)
            return [f"“{b.name}”" if " " in b.name else b.name for b in known]

        brands[:] = await named(person.key)
        talk = Talk(terminal, lang, answer, house.inbox, house.idle)
        await talk.say("cli.hello")
        talking = asyncio.create_task(talk.listen(screen))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({talking, stopping}, return_when=asyncio.FIRST_COMPLETED)
        for task in (talking, stopping):
            task.cancel()
        await asyncio.wait({talking, stopping})
        if terminal.live:
            await talk.say("cli.leaving", jobs=terminal.live)
    if not talking.cancelled():
        talking.result()


def models(settings: Settings) -> tuple[str, ...]:
    """The names that --model takes."""
    from generation.providers.router import Roster

    members = Roster.find(settings.env).members
    return tuple(dict.fromkeys(m.provider.name for m in members if not m.needs))


def _screen(
    settings: Settings, translate: Translate, brands: Sequence[str]
) -> PipeScreen | PromptScreen:
    """What is typed at and shown on; `brands` are names that may change while it is."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return PipeScreen(sys.stdin, sys.stdout)
    from bot.completion import Typing

    summaries = {f"/{c.name}": translate.say(c.summary) for c in commands().values()}
    values: dict[str, Sequence[str]] = {f"--{o.name}": o.choices for o in OPTIONS}
    values |= {"--model": models(settings), "--brand": brands}
    typing = Typing(summaries, values)
    return PromptScreen(settings.env, settings.home / "chat-history", typing)
