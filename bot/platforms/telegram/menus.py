"""What Telegram shows about the bot before anybody speaks to it: commands and descriptions, in
every language. Only what changed since the last start is sent."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Protocol, cast

from telegram import (
    Bot,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import BadRequest, Forbidden, TelegramError

from generation.model import LANGS
from handlers.commands import Command, commands
from handlers.conversation import Say
from handlers.texts import FALLBACK, render

LOG = logging.getLogger(__name__)
IN_GROUPS = ("video", "image", "storyboard", "animate", "batch", "jobs", "cancel", "help")
OURS = "telegram:"  # begins the keys of people, places and bots here
PRIVATE, GROUPS = "private", "groups"
NAME = "menus"
EVERYBODY = ""  # the language of whoever speaks none of ours


class Kept(Protocol):
    """Where it is kept what was sent."""

    async def setting(self, owner: str, name: str, default: Any = None) -> Any: ...

    async def set(self, owner: str, name: str, value: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class Menu:
    """The commands in one `scope`: `private`, `groups` or the chat of an operator."""

    scope: str
    lang: str
    lines: tuple[tuple[str, str], ...]

    async def send(self, bot: Bot) -> None:
        """Show it from now on."""
        await bot.set_my_commands(self.lines, _scope(self.scope), self.lang or None)


@dataclass(frozen=True, slots=True)
class Description:
    """What stands in an empty chat."""

    lang: str
    text: str

    async def send(self, bot: Bot) -> None:
        """Show it from now on."""
        await bot.set_my_description(self.text, self.lang or None)


@dataclass(frozen=True, slots=True)
class Short:
    """What stands in the profile, and beside the bot's address where somebody sends it on."""

    lang: str
    text: str

    async def send(self, bot: Bot) -> None:
        """Show it from now on."""
        await bot.set_my_short_description(self.text, self.lang or None)


Notice = Menu | Description | Short


async def register_menus(bot: Bot, operators: Collection[str], kept: Kept) -> None:
    """Send what is not known to be there already, and take back what belonged to operators that
    are none any more. What Telegram does not take now is sent at the next start."""
    owner = f"{OURS}{bot.id}"
    sent = cast("dict[str, str]", await kept.setting(owner, NAME, {}))
    wanted = notices(operators)
    try:
        for name, notice in wanted.items():
            if sent.get(name) != (mark := _mark(notice)) and await _sent(bot, name, notice):
                sent[name] = mark
        for name in sent.keys() - wanted.keys():
            if await _taken_back(bot, name):
                del sent[name]
    finally:
        await kept.set(owner, NAME, sent)


def notices(operators: Iterable[str]) -> dict[str, Notice]:
    """Everything there is to show, by a name that says where it is shown. Operators are keys, and
    may be of any platform."""
    chats = [key.removeprefix(OURS) for key in sorted(operators) if key.startswith(OURS)]
    known = [command for command in commands().values() if not command.operators]
    few = [command for command in known if command.name in IN_GROUPS]
    found: list[tuple[str, Notice]] = []
    for lang in (EVERYBODY, *LANGS):
        found += _menu(PRIVATE, lang, known), _menu(GROUPS, lang, few)
        found += (_menu(chat, lang, commands().values()) for chat in chats)
        found += (
            (f"description/{lang}", Description(lang, _said(Say("menu.description"), lang))),
            (f"short/{lang}", Short(lang, _said(Say("menu.short"), lang))),
        )
    return dict(found)


def _menu(scope: str, lang: str, known: Iterable[Command]) -> tuple[str, Menu]:
    lines = tuple((command.name, _said(command.summary, lang)) for command in known)
    return f"commands/{lang}/{scope}", Menu(scope, lang, lines)


def _said(say: Say, lang: str) -> str:
    return render(say, lang or FALLBACK)


def _mark(notice: Notice) -> str:
    return blake2b(repr(notice).encode(), digest_size=8).hexdigest()


def _scope(name: str) -> BotCommandScope:
    if name == PRIVATE:
        return BotCommandScopeAllPrivateChats()
    return BotCommandScopeAllGroupChats() if name == GROUPS else BotCommandScopeChat(name)


async def _sent(bot: Bot, name: str, notice: Notice) -> bool:
    try:
        await notice.send(bot)
    except (BadRequest, Forbidden) as error:
        # An operator who never opened the chat: the menu comes at the first start after that.
        LOG.info("%s is not shown yet: %s", name, error)
        return False
    except TelegramError as error:
        LOG.warning("%s could not be sent: %s", name, error)
        return False
    return True


async def _taken_back(bot: Bot, name: str) -> bool:
    kind, lang, *scope = name.split("/")
    if kind != "commands":
        return True
    try:
        await bot.delete_my_commands(_scope(scope[0]), lang or None)
    except (BadRequest, Forbidden) as error:
        LOG.info("%s is gone by itself: %s", name, error)
    except TelegramError as error:
        LOG.warning("%s could not be taken back: %s", name, error)
        return False
    return True
