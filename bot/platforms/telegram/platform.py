"""Telegram as the handlers see it: one message for each job, from the order to the film."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

from telegram.constants import ChatAction
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot import sheet
from bot.album import albums, key_of, parted, placed, places, sheet_key
from bot.fitting import fitted, told
from bot.news import News
from bot.platforms.telegram import drawing, faults
from bot.platforms.telegram.content import Content, Media
from bot.platforms.telegram.limiter import Limiter, Urgency
from bot.platforms.telegram.sender import Sender
from generation.marking.delivery import document
from generation.marking.film import Marks
from handlers.conversation import File, Incoming, MessageRef, Place, Reply, Video
from handlers.ports import Call
from storage.uploads import Uploads

LOG = logging.getLogger(__name__)
ANSWERED = 1000  # presses of which we know that they were answered


class Telegram:
    """One bot. `inbox` is a folder for files on their way, `upload_bytes` the largest it can send.

    Progress waits in `_news`, the newest of each message only, until its chat has room for it."""

    name = "telegram"

    def __init__(
        self,
        bot: ExtBot[Urgency],
        limiter: Limiter,
        uploads: Uploads,
        inbox: Path,
        upload_bytes: int,
        marks: Marks | None = None,
    ) -> None:
        self._bot, self._limiter = bot, limiter
        self._sender = Sender(bot, uploads)
        self._uploads, self._inbox, self._upload_bytes = uploads, inbox, upload_bytes
        self._marks = marks or Marks()
        self._news = News(self._room, self._progress)
        self._answered: dict[str, None] = {}

    async def send(
        self, place: Place, reply: Reply, lang: str, to: Incoming | None = None
    ) -> MessageRef:
        """A new message. Answers quote what they answer in groups only: who else is there?"""
        quoted = to.message if to and not place.private and not to.press else ""
        async with self._made(reply, lang) as content:
            return await self._sender.send(place, content, quoted)

    async def answer(self, incoming: Incoming, reply: Reply, lang: str) -> MessageRef | None:
        """A short private answer to a press is shown over the chat, to that person alone."""
        if incoming.press and incoming.handle and reply.private:
            text = drawing.alert(reply, lang)
            if text and await self.acknowledge(incoming.handle, text):
                return None
        return await self.send(incoming.place, reply, lang, incoming)

    async def acknowledge(self, press: str, text: str = "") -> bool:
        """Answer a press once; False where it was answered before or came too long ago."""
        if press in self._answered:
            return False
        self._answered[press] = None
        for old in list(self._answered)[:-ANSWERED]:
            del self._answered[old]
        try:
            return await self._bot.answer_callback_query(press, text or None, bool(text))
        except BadRequest as error:
            if faults.too_late(error):
                return False
            raise

    def heard(self, place: Place) -> None:
        """Somebody spoke there, and will be answered: progress gives way."""
        self._limiter.heard(int(place.chat))

    async def typing(self, place: Place) -> None:
        """Be seen at work, where an answer takes a while."""
        try:
            await self._bot.send_chat_action(
                place.chat,
                ChatAction.TYPING,
                message_thread_id=int(place.thread) if place.thread else None,
                rate_limit_args=Urgency.PROGRESS,
            )
        except TelegramError as error:
            LOG.info("typing was not shown: %s", error)

    async def edit(
        self, ref: MessageRef, reply: Reply, lang: str, to: Incoming | None = None
    ) -> MessageRef:
        """Progress is shown when its chat has room for it, the newest only; anything else now."""
        if reply.bars or reply.live:
            self._news.tell(ref, reply, lang)
            return ref
        async with self._news.end(ref), self._made(reply, lang) as content:
            return await self._sender.replace(ref, content)

    async def delete(self, ref: MessageRef, reply: Reply, lang: str) -> None:
        """Telegram lets bots delete what is younger than two days; older films give way to a dark
        picture."""
        async with self._news.end(ref):
            if not await self._sender.delete(ref):
                blank = Media("photo", "blank", sheet.sheet([], 1, numbered=False), "deleted.jpg")
                await self._sender.replace(ref, Content(reply, lang, blank))

    async def add(self, ref: MessageRef, reply: Reply, lang: str) -> MessageRef:
        """As an answer to that message."""
        async with self._made(reply, lang) as content:
            return await self._sender.send(ref.place, content, ref.id, Urgency.RESULT)

    async def album(self, ref: MessageRef, reply: Reply, lang: str) -> list[MessageRef]:
        """As groups of media, as large together as a single file may be; one alone as itself."""
        sent: list[MessageRef] = []
        for part in parted(reply, self._upload_bytes):
            async with AsyncExitStack() as stack:
                each = [await stack.enter_async_context(self._made(one, lang)) for one in part]
                if len(each) == 1:
                    sent.append(await self._sender.send(ref.place, each[0], ref.id, Urgency.RESULT))
                else:
                    sent += await self._sender.group(ref.place, each, ref.id)
        return sent

    async def follow(
        self, ref: MessageRef, reply: Reply, lang: str, call: Call | None
    ) -> list[MessageRef]:
        """Several pictures come as an album too, each in full size; files as documents; and the
        call names the person."""
        sent: list[MessageRef] = []
        for photos in () if reply.sheet else albums(reply):
            album = [await self._photo(path, lang) for path in photos]
            sent += await self._sender.album(ref.place, album, ref.id)
        if reply.video or reply.pictures:
            for file in reply.files:
                content = Content(Reply(), lang, await self._document(file, lang))
                sent.append(await self._sender.send(ref.place, content, ref.id, Urgency.RESULT))
        if call:
            await self._sender.say(ref.place, drawing.call(call, lang), ref.id)
        return sent

    def limit(self, place: Place) -> int | None:
        """As much as the Bot API server takes."""
        return self._upload_bytes

    def folder(self) -> Path | None:
        """Everything is sent."""
        return None

    def link(self, payload: str) -> str:
        """Opens a private chat with the bot."""
        return f"https://t.me/{self._bot.username}?start={payload}"

    async def close(self) -> None:
        """Show no more progress; the engine goes on, and the next start shows how far it is."""
        await self._news.close()

    # Progress

    async def _room(self, ref: MessageRef) -> None:
        await self._limiter.slack(int(ref.place.chat), int(ref.id))

    async def _progress(self, ref: MessageRef, reply: Reply, lang: str) -> None:
        await self._sender.replace(ref, await self._content(reply, lang), Urgency.PROGRESS)

    # What a message is made of

    @asynccontextmanager
    async def _made(self, reply: Reply, lang: str) -> AsyncGenerator[Content]:
        """The message, and whatever had to be made for it alone."""
        content = await self._content(reply, lang)
        try:
            yield content
        finally:
            made = content.media.file if content.media else None
            if isinstance(made, Path) and made.parent == self._inbox:
                made.unlink(missing_ok=True)

    async def _content(self, reply: Reply, lang: str) -> Content:
        if reply.video:
            return await self._film(reply, reply.video, lang)
        if len(reply.pictures) == 1 and reply.single:
            return Content(reply, lang, await self._photo(reply.pictures[0].path, lang))
        if reply.pictures:
            return Content(reply, lang, await self._sheet(reply, lang))
        if reply.files:
            return Content(reply, lang, await self._document(reply.files[0], lang))
        return Content(reply, lang)

    async def _sheet(self, reply: Reply, lang: str) -> Media:
        """All pictures in one, which can be edited in place while it fills."""
        n = places(reply)
        key = f"sheet:{blake2b(f'{lang}:{sheet_key(reply)}'.encode(), digest_size=16).hexdigest()}"
        paths = placed(reply.pictures)
        picture = await asyncio.to_thread(sheet.sheet, paths, n, numbered=n > 1, lang=lang)
        return Media("photo", key, picture, "keyframes.jpg")

    async def _photo(self, path: Path, lang: str) -> Media:
        picture = await asyncio.to_thread(sheet.photo, path, lang)
        return Media("photo", f"{key_of(path)}:{lang}", picture, "keyframe.jpg")

    async def _film(self, reply: Reply, video: Video, lang: str) -> Content:
        """The film, cut to what Telegram takes where it is larger and not there already."""
        key = key_of(video.path)
        if await self._uploads.name(key, "video"):
            reply = told(reply, self._upload_bytes, "Telegram")
        else:
            reply, _ = await fitted(reply, self._upload_bytes, "Telegram", self._inbox, self._marks)
        film = reply.video or video
        media = Media("video", key, film.path, "film.mp4", film.width, film.height, film.seconds)
        return Content(reply, lang, replace(media, thumbnail=await _thumbnail(film, lang)))

    async def _document(self, file: File, lang: str) -> Media:
        if data := await asyncio.to_thread(document, file.path, lang, self._marks.signer):
            return Media("document", f"{key_of(file.path)}:{lang}", data, file.name)
        return Media("document", key_of(file.path), file.path, file.name)


async def _thumbnail(video: Video, lang: str) -> bytes | None:
    """A still that is seen before the film is loaded."""
    if not video.poster:
        return None
    return await asyncio.to_thread(sheet.thumbnail, video.poster, lang)
