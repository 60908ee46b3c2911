"""Discord as the handlers see it: one message for each job, from the order to the film."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import discord

from bot.news import News
from bot.platforms.discord import drawing, faults
from bot.platforms.discord.interactions import PLATFORM, Interactions, direct, person_of
from bot.platforms.discord.modals import Words
from bot.platforms.discord.packing import Packer
from bot.platforms.discord.parcel import Parcel
from bot.platforms.discord.room import Room
from bot.platforms.discord.sending import USUAL_LIMIT, Files, Sender
from bot.platforms.discord.turn import Turn
from generation.marking.film import Marks
from handlers.conversation import Incoming, MessageRef, Place, Reply, Say
from handlers.dispatch import COMMAND
from handlers.ports import Call
from handlers.texts import render

T = TypeVar("T")
Worded = Callable[[discord.Interaction[Any], str, str], Awaitable[None]]
PERSONAL = {"me", "settings", "jobs", "lang", "link", "cancel", "delete"}
HOUSE = {"ban", "grant", "limit", "pause", "drain", "stats"}
PRIVATE = PERSONAL | HOUSE  # commands of which one person alone sees that we are thinking


class Discord:
    """One bot. `inbox` is a folder for files on their way; `worded` takes the words that a button
    asked for: the interaction that brings them, the action they are for, and the words.

    Progress waits in `_news`, the newest of each message only, until its channel has room."""

    name = PLATFORM

    def __init__(
        self,
        client: discord.Client,
        interactions: Interactions,
        inbox: Path,
        worded: Worded,
        room: Room | None = None,
        marks: Marks | None = None,
    ) -> None:
        self._interactions, self._worded = interactions, worded
        self._sender, self._packer = Sender(client, interactions), Packer(inbox, marks)
        self._news = News(room or Room(), self._progress)

    async def send(
        self, place: Place, reply: Reply, lang: str, to: Incoming | None = None
    ) -> MessageRef:
        """A new message: the answer to an interaction, else a reply to what was written."""
        return await self._say(place, reply, lang, to)

    async def answer(self, incoming: Incoming, reply: Reply, lang: str) -> MessageRef | None:
        """A private answer is seen by one person only, where there is an interaction; what asks for
        words opens a window, or where it is too late for one says to reply."""
        private = reply.private and not incoming.place.private
        if reply.ask:
            if await self._asked(incoming, reply, lang):
                return None
            private, reply = False, replace(reply, text=(*reply.text, Say("ask.reply")))
        return await self._say(incoming.place, reply, lang, incoming, private=private)

    async def acknowledge(self, incoming: Incoming) -> None:
        """Be seen at work where an answer takes long; once for an interaction, for some seconds
        where somebody wrote."""
        if turn := self._turn(incoming):
            called = COMMAND.match(incoming.text)
            await turn.acknowledge(private=bool(called and called[1].casefold() in PRIVATE))
        elif not incoming.handle:
            await self._sender.typing(incoming.place)

    async def finish(self, incoming: Incoming) -> None:
        """There will be no answer but what was said."""
        if turn := self._turn(incoming):
            await turn.finish()

    async def edit(
        self, ref: MessageRef, reply: Reply, lang: str, to: Incoming | None = None
    ) -> MessageRef:
        """Progress is shown when its channel has room for it, the newest only; anything else, and
        what somebody pressed for, now."""
        turn = self._turn(to)
        if (reply.bars or reply.live) and turn is None:
            self._news.tell(ref, reply, lang)
            return ref
        async with self._news.end(ref):
            return await self._replace(ref, reply, lang, turn)

    async def delete(self, ref: MessageRef, reply: Reply, lang: str) -> None:
        """Our own messages can be deleted at any age, but not where we are shut out."""
        async with self._news.end(ref):
            if not await self._sender.delete(ref):
                await self._replace(ref, reply, lang)

    async def add(self, ref: MessageRef, reply: Reply, lang: str) -> MessageRef:
        """As an answer to that message, or to its interaction where we are not at home."""
        behind = self._interactions.behind(ref.id)

        async def say(parcel: Parcel) -> MessageRef:
            said = await self._sender.answer(behind, ref.place, parcel) if behind else None
            return said or await self._sender.post(ref.place, parcel, ref.id)

        return await self._fitting(reply, lang, self._sender.limit(ref.place, behind), say)

    async def album(self, ref: MessageRef, reply: Reply, lang: str) -> Sequence[MessageRef]:
        """All in one message."""
        return [await self.add(ref, reply, lang)]

    async def follow(
        self, ref: MessageRef, reply: Reply, lang: str, call: Call | None
    ) -> Sequence[MessageRef]:
        """What is too much for one message comes in further ones, and the call names the person."""
        behind = self._interactions.behind(ref.id)
        sent: list[MessageRef] = []
        for page in await self._packer.pages(reply, lang, self._sender.limit(ref.place, behind)):
            said = await self._sender.answer(behind, ref.place, page) if behind else None
            sent.append(said or await self._sender.post(ref.place, page, ref.id))
        if call:
            await self._sender.call(ref, drawing.call(call, lang), call.person)
        return sent

    def limit(self, place: Place) -> int | None:
        """As the server's tier says."""
        return self._sender.limit(place)

    def folder(self) -> Path | None:
        """Everything is sent."""
        return None

    def link(self, payload: str) -> str:
        """There are no addresses that say something to a bot."""
        return ""

    async def close(self) -> None:
        """Show no more progress; the engine goes on, and the next start shows how far it is."""
        await self._news.close()

    # Inside

    def _turn(self, incoming: Incoming | None) -> Turn | None:
        return self._interactions.turn(incoming.handle) if incoming else None

    async def _say(
        self,
        place: Place,
        reply: Reply,
        lang: str,
        to: Incoming | None = None,
        *,
        private: bool = False,
    ) -> MessageRef:
        turn = self._turn(to)
        quoted = to.message if to and not (to.handle or place.private) else ""

        async def say(parcel: Parcel) -> MessageRef:
            said = None
            if turn:
                said = await self._sender.answer(turn, place, parcel, private=private)
            there = direct(to.person.id) if private and to and to.handle else place
            return said or await self._sender.post(there, parcel, quoted)

        return await self._fitting(reply, lang, self._sender.limit(place, turn), say)

    async def _asked(self, incoming: Incoming, reply: Reply, lang: str) -> bool:
        """Whether a window was opened that asks for words."""
        turn = self._turn(incoming)
        if turn is None:
            return False
        question, *hints = [render(say, lang) for say in reply.text]

        async def worded(interaction: discord.Interaction[Any], text: str) -> None:
            await self._worded(interaction, reply.ask, text)

        window = Words(question, render(Say("ask.words"), lang), "\n".join(hints), worded)
        try:
            return await turn.ask(window)
        except discord.HTTPException as error:
            if faults.too_late(error) or faults.answered(error):
                return False
            raise

    async def _progress(self, ref: MessageRef, reply: Reply, lang: str) -> None:
        await self._replace(ref, reply, lang, progress=True)

    async def _replace(
        self,
        ref: MessageRef,
        reply: Reply,
        lang: str,
        turn: Turn | None = None,
        *,
        progress: bool = False,
    ) -> MessageRef:
        there = self._sender.there(ref.id, turn)
        try:
            elsewhere = await self._change(ref, reply, lang, there, turn, progress=progress)
        except discord.HTTPException as error:
            if not (there and faults.malformed(error)):
                raise
            # Discord does not know a file of its own any more: all of them are sent again.
            elsewhere = await self._change(ref, reply, lang, (), turn, progress=progress)
        if elsewhere is None:
            return ref
        if person_of(elsewhere):
            reply = replace(reply, text=(*reply.text, Say("direct.why")))
        return await self._say(elsewhere, reply, lang)

    async def _change(
        self,
        ref: MessageRef,
        reply: Reply,
        lang: str,
        there: Files,
        turn: Turn | None,
        *,
        progress: bool,
    ) -> Place | None:
        async def change(parcel: Parcel) -> Place | None:
            return await self._sender.change(ref, parcel, there, turn, progress=progress)

        limit = self._sender.limit(ref.place, turn, ref.id)
        return await self._fitting(reply, lang, limit, change, there)

    async def _fitting(
        self,
        reply: Reply,
        lang: str,
        limit: int,
        work: Callable[[Parcel], Awaitable[T]],
        there: Files = (),
    ) -> T:
        """Do it with files of at most `limit` bytes. What Discord said may be true of a person and
        not of us: then with what everybody may send."""
        names = {file.name for file in there}
        try:
            async with self._packer.packed(reply, lang, limit, names) as parcel:
                return await work(parcel)
        except discord.HTTPException as error:
            if not (faults.too_large(error) and limit > USUAL_LIMIT):
                raise
        async with self._packer.packed(reply, lang, USUAL_LIMIT, names) as parcel:
            return await work(parcel)
