"""Puts messages into chats and changes them there. A file goes up once; after that its name at
Telegram is enough."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from telegram import (
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, TelegramError
from telegram.ext import ExtBot

from bot.platforms.telegram import faults
from bot.platforms.telegram.content import Content, Media, Shown
from bot.platforms.telegram.drawing import Drawn
from bot.platforms.telegram.limiter import Urgency
from handlers.conversation import MessageRef, Place
from handlers.ports import Unreachable
from storage.uploads import Uploads

T = TypeVar("T")
InputMedia = InputMediaPhoto | InputMediaVideo | InputMediaDocument
REMEMBERED = 5000  # messages of which we know what file they show
MEDIA_SECONDS = 300.0  # a film of fifty megabytes over a slow line
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Sender:
    """One bot's hand. Raises `Unreachable` where nobody is there any more, else what the library
    raises."""

    def __init__(self, bot: ExtBot[Urgency], uploads: Uploads) -> None:
        self._bot, self._uploads = bot, uploads
        self._shown: OrderedDict[tuple[str, str], Shown] = OrderedDict()

    async def send(
        self, place: Place, content: Content, to: str = "", urgency: Urgency = Urgency.ANSWER
    ) -> MessageRef:
        """A new message; `to` is the one it answers. A closed topic's message goes to its chat, one
        for a group that has moved goes where it is now."""
        try:
            message = await self._with_file(
                content, lambda file: self._send(place, content, file, to, urgency)
            )
        except ChatMigrated as error:
            return await self.send(_moved(place, error), content, urgency=urgency)
        except BadRequest as error:
            if place.thread and faults.no_topic(error):
                return await self.send(_without_topic(place), content, urgency=urgency)
            raise _unreachable(error) from error
        except TelegramError as error:
            raise _unreachable(error) from error
        ref = MessageRef(place, str(message.message_id))
        await self._remember(ref, content, message)
        return ref

    async def replace(
        self, ref: MessageRef, content: Content, urgency: Urgency = Urgency.RESULT
    ) -> MessageRef:
        """Make the message say and show something else. One that is gone is sent anew, but not for
        mere progress."""
        if self._shown.get(_where(ref)) == content.shown:
            return ref
        try:
            message = await self._with_file(
                content, lambda file: self._edit(ref, content, file, urgency)
            )
        except ChatMigrated as error:
            return await self.send(_moved(ref.place, error), content, urgency=urgency)
        except BadRequest as error:
            if faults.unchanged(error):
                return ref
            lost = faults.gone(error) or faults.no_topic(error)
            if lost and urgency is not Urgency.PROGRESS:
                return await self.send(ref.place, content, urgency=urgency)
            raise _unreachable(error) from error
        except TelegramError as error:
            raise _unreachable(error) from error
        if isinstance(message, Message):
            await self._remember(ref, content, message)
        return ref

    async def say(self, place: Place, drawn: Drawn, to: str) -> None:
        """Words alone, as an answer to a message."""
        try:
            await self._bot.send_message(
                place.chat,
                drawn.text,
                entities=drawn.entities,
                message_thread_id=_topic(place),
                reply_parameters=_answering(to),
                rate_limit_args=Urgency.RESULT,
            )
        except TelegramError as error:
            raise _unreachable(error) from error

    async def group(self, place: Place, each: list[Content], to: str) -> list[MessageRef]:
        """Two to ten pictures or films as one album, each with its words, without a sound."""
        media = [content.media for content in each if content.media]
        known = [await self._uploads.name(one.key, one.use) for one in media]
        pairs = zip(known, media, strict=True)
        files = [name or await self._fresh(one.file) for name, one in pairs]
        try:
            sent = await self._grouped(place, list(map(_input, each, media, files)), to)
        except BadRequest as error:
            if not (faults.stale(error) and any(known)):
                raise _unreachable(error) from error
            for one in media:
                await self._uploads.forget(one.key)
            return await self.group(place, each, to)
        refs = [MessageRef(place, str(message.message_id)) for message in sent]
        for ref, content, message in zip(refs, each, sent, strict=True):
            await self._remember(ref, content, message)
        return refs

    async def album(self, place: Place, photos: list[Media], to: str) -> list[MessageRef]:
        """Two to ten pictures in full size, without a sound."""
        names = await self._uploads.names([photo.key for photo in photos], "photo")
        group = [InputMediaPhoto(names.get(p.key) or p.file, filename=p.name) for p in photos]
        try:
            sent = await self._grouped(place, group, to)
        except TelegramError as error:
            raise _unreachable(error) from error
        for photo, message in zip(photos, sent, strict=True):
            if message.photo and photo.key not in names:
                await self._uploads.remember(photo.key, "photo", message.photo[-1].file_id)
        return [MessageRef(place, str(message.message_id)) for message in sent]

    async def _grouped(
        self, place: Place, group: Sequence[InputMedia], to: str
    ) -> tuple[Message, ...]:
        return await self._bot.send_media_group(
            place.chat,
            group,
            disable_notification=True,
            read_timeout=MEDIA_SECONDS,
            message_thread_id=_topic(place),
            reply_parameters=_answering(to),
            rate_limit_args=Urgency.RESULT,
        )

    async def delete(self, ref: MessageRef) -> bool:
        """Take a message away; False where Telegram does not let us."""
        try:
            return await self._bot.delete_message(ref.place.chat, int(ref.id))
        except BadRequest as error:
            return faults.deleted(error)

    # Inside

    async def _with_file(
        self, content: Content, work: Callable[[str | Path | bytes | None], Awaitable[T]]
    ) -> T:
        """Do it with the file's name at Telegram, or with the file where that is not known."""
        media = content.media
        if media is None:
            return await work(None)
        if known := await self._uploads.name(media.key, media.use):
            try:
                return await work(known)
            except BadRequest as error:
                if not faults.stale(error):
                    raise
                await self._uploads.forget(media.key)
        return await work(await self._fresh(media.file))

    async def _fresh(self, file: Path | bytes) -> Path | bytes:
        """A Bot API server on this machine is told the path; any other gets what is in the file."""
        if isinstance(file, bytes) or self._bot.local_mode:
            return file
        return await asyncio.to_thread(file.read_bytes)

    async def _send(
        self,
        place: Place,
        content: Content,
        file: str | Path | bytes | None,
        to: str,
        urgency: Urgency,
    ) -> Message:
        drawn = content.words(caption=content.media is not None)
        common: dict[str, Any] = {
            "message_thread_id": _topic(place),
            "reply_parameters": _answering(to),
            "reply_markup": content.markup,
            "rate_limit_args": urgency,
        }
        media = content.media
        if media is None or file is None:
            return await self._bot.send_message(
                place.chat,
                drawn.text,
                entities=drawn.entities,
                link_preview_options=NO_PREVIEW,
                **common,
            )
        common |= {"caption": drawn.text, "caption_entities": drawn.entities}
        common |= {"read_timeout": MEDIA_SECONDS}
        match media.use:
            case "photo":
                return await self._bot.send_photo(place.chat, file, filename=media.name, **common)
            case "document":
                return await self._bot.send_document(
                    place.chat,
                    file,
                    filename=media.name,
                    disable_content_type_detection=True,
                    **common,
                )
            case "video":
                return await self._bot.send_video(
                    place.chat,
                    file,
                    **_film(media, file),
                    filename=media.name,
                    **common,
                )

    async def _edit(
        self,
        ref: MessageRef,
        content: Content,
        file: str | Path | bytes | None,
        urgency: Urgency,
    ) -> Message | bool:
        known = self._shown.get(_where(ref))
        shown = known.file if known else ""
        if content.media and file is not None and content.media.key != shown:
            return await self._bot.edit_message_media(
                _input(content, content.media, file),
                ref.place.chat,
                int(ref.id),
                reply_markup=content.keyboard,
                read_timeout=MEDIA_SECONDS,
                rate_limit_args=urgency,
            )
        if shown:
            return await self._edit_caption(ref, content, urgency)
        drawn = content.words(caption=False)
        try:
            return await self._bot.edit_message_text(
                drawn.text,
                ref.place.chat,
                int(ref.id),
                entities=drawn.entities,
                link_preview_options=NO_PREVIEW,
                reply_markup=drawn.keyboard,
                rate_limit_args=urgency,
            )
        except BadRequest as error:
            if not faults.no_text(error):
                raise
        return await self._edit_caption(ref, content, urgency)

    async def _edit_caption(
        self, ref: MessageRef, content: Content, urgency: Urgency
    ) -> Message | bool:
        drawn = content.words(caption=True)
        return await self._bot.edit_message_caption(
            ref.place.chat,
            int(ref.id),
            caption=drawn.text,
            caption_entities=drawn.entities,
            reply_markup=drawn.keyboard,
            rate_limit_args=urgency,
        )

    async def _remember(self, ref: MessageRef, content: Content, message: Message) -> None:
        """What the message shows now; words that replaced words under a picture leave it there."""
        before = self._shown.pop(_where(ref), None)
        kept = before.file if before and not content.media else ""
        self._shown[_where(ref)] = replace(content.shown, file=content.shown.file or kept)
        while len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)
        if (media := content.media) and (name := _file_id(message)):
            await self._uploads.remember(media.key, media.use, name)


def _input(content: Content, media: Media, file: str | Path | bytes) -> InputMedia:
    drawn = content.words(caption=True)
    words: dict[str, Any] = {"caption": drawn.text, "caption_entities": drawn.entities}
    match media.use:
        case "photo":
            return InputMediaPhoto(file, filename=media.name, **words)
        case "document":
            return InputMediaDocument(file, filename=media.name, **words)
        case "video":
            return InputMediaVideo(
                file,
                **_film(media, file),
                filename=media.name,
                **words,
            )


def _film(media: Media, file: str | Path | bytes) -> dict[str, Any]:
    """How a film is to be shown. Of a file that it knows Telegram has a thumbnail already."""
    return {
        "duration": round(media.seconds),
        "width": media.width,
        "height": media.height,
        "thumbnail": None if isinstance(file, str) else media.thumbnail,
        "supports_streaming": True,
    }


def _file_id(message: Message) -> str:
    """What Telegram calls the file of a message."""
    file = message.video or message.document or (message.photo[-1] if message.photo else None)
    return file.file_id if file else ""


def _where(ref: MessageRef) -> tuple[str, str]:
    return ref.place.chat, ref.id


def _topic(place: Place) -> int | None:
    return int(place.thread) if place.thread else None


def _answering(to: str) -> ReplyParameters | None:
    return ReplyParameters(int(to), allow_sending_without_reply=True) if to else None


def _moved(place: Place, error: ChatMigrated) -> Place:
    return Place(place.platform, str(error.new_chat_id), "", place.private)


def _without_topic(place: Place) -> Place:
    return Place(place.platform, place.chat, "", place.private)


def _unreachable(error: TelegramError) -> Exception:
    return Unreachable(error.message) if faults.lost(error) else error
