"""What Discord tells, as the handlers understand it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import discord

from bot.received import check_size, landed, taken_as
from generation.errors import BadInput
from generation.model import Lang
from handlers.conversation import Attachment, Person, Place

PLATFORM = "discord"
LEADING = " ,:;.!，：；、。！\n\t"  # what may stand between our name and the rest
User = discord.User | discord.Member


class Reader:
    """`inbox` is a folder for the files that people send; `operators` are keys like
    `discord:1234`, and whoever has one of the `roles` is one too."""

    def __init__(self, inbox: Path, operators: Collection[str], roles: Collection[int]) -> None:
        self._inbox, self._operators, self._roles = inbox, operators, roles

    def person(self, user: User, lang: Lang) -> Person:
        """Who speaks."""
        key = f"{PLATFORM}:{user.id}"
        has_role = isinstance(user, discord.Member) and any(
            role.id in self._roles for role in user.roles
        )
        operator = key in self._operators or has_role
        return Person(PLATFORM, str(user.id), user.display_name, lang, operator)

    async def fetched(self, files: Sequence[discord.Attachment]) -> tuple[Attachment, ...]:
        """The files, on our disk: Discord's addresses expire. Raises `BadInput` for one that cannot
        be taken, and then keeps none."""
        got: list[Attachment] = []
        try:
            for file in files:
                got.append(await self._fetched(file))
        except BaseException:
            for attachment in got:
                attachment.path.unlink(missing_ok=True)
            raise
        return tuple(got)

    async def _fetched(self, file: discord.Attachment) -> Attachment:
        mime = taken_as(file.content_type or "", file.filename)
        check_size(file.size, file.filename)
        try:
            content = await file.read()
        except (discord.HTTPException, OSError) as error:
            raise BadInput("file.lost", name=file.filename) from error
        spoken = file.is_voice_message()
        return await landed(content, mime, file.filename, self._inbox, spoken=spoken)


def said(message: discord.Message, us: discord.ClientUser) -> str:
    """What a message says without our name in it."""
    text = message.content
    for name in (f"<@{us.id}>", f"<@!{us.id}>"):
        before, _, after = text.partition(name)
        text = f"{before.rstrip()} {after.lstrip(LEADING)}" if before.strip() else after or before
    return text.strip()


def lang_of(locale: discord.Locale | None) -> Lang:
    """Of the languages that we speak, the one that somebody's Discord is in."""
    code = (locale.value if locale else "").casefold()
    if code.startswith("zh"):
        return "zh"
    return "ja" if code.startswith("ja") else "en"


def place_of(message: discord.Message) -> Place:
    """Where a message is. A thread is a channel of its own."""
    home = f"{PLATFORM}:{message.guild.id}" if message.guild else ""
    return Place(PLATFORM, str(message.channel.id), private=message.guild is None, home=home)
