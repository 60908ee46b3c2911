"""Where people are heard in Discord, and handed to whoever answers them."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import discord

from bot.app import Opened
from bot.platforms.discord.config import Config
from bot.platforms.discord.interactions import Interactions
from bot.platforms.discord.interactions import place_of as place_of_interaction
from bot.platforms.discord.platform import Discord
from bot.platforms.discord.reading import PLATFORM, Reader, lang_of, place_of, said
from generation.errors import BadInput
from generation.model import Lang
from generation.text import language_of
from handlers.conversation import Incoming, Person, Reply, Say
from handlers.dispatch import lang_for, spoken_by
from storage.inbox import Inbox

LOG = logging.getLogger(__name__)
PATIENCE = 1.0  # seconds after which an interaction is acknowledged; Discord gives us three


class Front:
    """Answers interactions and messages side by side; each is heard once."""

    def __init__(
        self,
        config: Config,
        house: Opened,
        platform: Discord,
        interactions: Interactions,
        reader: Reader,
        inbox: Inbox,
    ) -> None:
        self._config, self._house, self._platform = config, house, platform
        self._interactions, self._reader, self._inbox = interactions, reader, inbox
        self._answering: set[asyncio.Task[None]] = set()

    # Interactions

    async def heed(
        self,
        interaction: discord.Interaction[Any],
        *,
        text: str = "",
        press: str = "",
        files: Sequence[discord.Attachment] = (),
    ) -> None:
        """A command, a press, or words for a button. An interaction that comes twice is answered
        once."""
        if not await self._inbox.take({interaction.id: ""}):
            return
        handle = self._interactions.keep(interaction)
        message = interaction.message
        incoming = Incoming(
            person=self._reader.person(interaction.user, lang_of(interaction.locale)),
            place=place_of_interaction(interaction),
            text=text,
            press=press,
            message=str(message.id if message else interaction.id),
            addressed=True,
            owner=_owner(message),
            handle=handle,
        )
        ids = (interaction.guild_id or 0, interaction.channel_id or 0, interaction.user.id)
        await self._run(interaction.id, lambda: self._answer(incoming, ids, files))

    # Messages

    async def hear(self, message: discord.Message) -> None:
        """A direct message, or one that names us or replies to us."""
        us = message.guild.me if message.guild else None
        if message.author.bot or not self._meant(message, us):
            return
        body = json.dumps({"channel": message.channel.id, "message": message.id})
        if await self._inbox.take({message.id: body}):
            await self._run(message.id, lambda: self._read(message))

    async def replay(self, client: discord.Client) -> None:
        """Answer messages that an earlier life heard and did not answer. A press or a command of
        that time cannot be answered any more: Discord said so to whoever made it."""
        for number, body in (await self._inbox.again()).items():
            if not body:
                await self._inbox.answered(number)
                continue
            told = json.loads(body)
            channel = client.get_partial_messageable(told["channel"])
            try:
                message = await channel.fetch_message(told["message"])
            except (discord.NotFound, discord.Forbidden):
                await self._inbox.answered(number)
                continue
            await self._run(number, lambda message=message: self._read(message))

    async def drain(self, seconds: float) -> None:
        """Wait for what is being answered; what takes longer is cut short."""
        if self._answering:
            await asyncio.wait(self._answering, timeout=seconds)
        left = list(self._answering)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    # Inside

    def _meant(self, message: discord.Message, us: discord.Member | None) -> bool:
        if message.type not in (discord.MessageType.default, discord.MessageType.reply):
            return False
        return message.guild is None or (us is not None and us in message.mentions)

    async def _read(self, message: discord.Message) -> None:
        replied = message.reference.message_id if message.reference else None
        us = message._state.user  # pyright: ignore[reportPrivateUsage]
        assert us
        incoming = Incoming(
            person=self._reader.person(message.author, await self._lang(message)),
            place=place_of(message),
            text=said(message, us),
            message=str(message.id),
            replied=str(replied or ""),
            about=self._about(message),
            addressed=message.guild is not None,
        )
        if not (incoming.text or message.attachments):
            return
        ids = (message.guild.id if message.guild else 0, message.channel.id, message.author.id)
        await self._answer(incoming, ids, message.attachments)

    def _about(self, message: discord.Message) -> Person | None:
        original = message.reference.resolved if message.reference else None
        if not isinstance(original, discord.Message) or original.author.bot:
            return None
        return self._reader.person(original.author, "en")

    async def _answer(
        self, incoming: Incoming, ids: tuple[int, int, int], files: Sequence[discord.Attachment]
    ) -> None:
        """Answer within Discord's three seconds, even where the real answer takes longer."""
        work = asyncio.create_task(self._dispatched(incoming, ids, files))
        try:
            await asyncio.wait({work}, timeout=PATIENCE)
            if not work.done():
                await self._platform.acknowledge(incoming)
            await work
        finally:
            work.cancel()
            if incoming.handle:
                await self._platform.finish(incoming)

    async def _dispatched(
        self, incoming: Incoming, ids: tuple[int, int, int], files: Sequence[discord.Attachment]
    ) -> None:
        if not (self._config.allows(*ids) or incoming.person.operator):
            if incoming.handle or incoming.place.private:
                await self._say(incoming, Say("not_allowed", {"id": incoming.person.id}))
            return
        try:
            attachments = await self._reader.fetched(files)
        except BadInput as error:
            await self._say(incoming, Say(error.key, dict(error.values)))
            return
        try:
            await self._house.dispatcher.answer(replace(incoming, attachments=attachments))
        finally:
            for attachment in attachments:
                attachment.path.unlink(missing_ok=True)

    async def _say(self, incoming: Incoming, say: Say) -> None:
        reply = Reply(text=(say,), private=True)
        lang = await lang_for(self._house.desk.house, incoming.person)
        await self._platform.answer(incoming, reply, lang)

    async def _lang(self, message: discord.Message) -> Lang:
        """Messages do not say in which language somebody uses Discord: what is known of them, else
        the language they write in."""
        known = await self._house.desk.house.people.get(f"{PLATFORM}:{message.author.id}")
        return spoken_by(known) if known else language_of(message.clean_content)

    async def _run(self, number: int, work: Callable[[], Awaitable[None]]) -> None:
        """Answer, and write down that it was; what is cut short by a stop is not."""
        task = asyncio.ensure_future(self._logged(work))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)
        await asyncio.wait({task})
        if not task.cancelled():
            await self._inbox.answered(number)

    async def _logged(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except Exception:
            LOG.exception("somebody could not be answered")


def _owner(message: discord.Message | None) -> str:
    """Whom a message of ours answers."""
    made_by = message.interaction_metadata if message else None
    if made_by:
        return f"{PLATFORM}:{made_by.user.id}"
    original = message.reference.resolved if message and message.reference else None
    if isinstance(original, discord.Message) and not original.author.bot:
        return f"{PLATFORM}:{original.author.id}"
    return ""
