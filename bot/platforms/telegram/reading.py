"""What Telegram tells, as the handlers understand it."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import telegram
from telegram import (
    CallbackQuery,
    ChatMember,
    ChatMemberRestricted,
    ChatMemberUpdated,
    MaybeInaccessibleMessage,
    Message,
    User,
)
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.platforms.telegram.enclosed import Enclosed, enclosed, fetch
from bot.platforms.telegram.wording import called, plainly, words
from generation.errors import BadInput
from generation.model import Lang
from handlers.commands import spoken_names
from handlers.conversation import Attachment, Incoming, Person, Place

LOG = logging.getLogger(__name__)
PLATFORM = "telegram"
ALLOWED = ("message", "callback_query", "inline_query", "my_chat_member")
GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
REPLIED = {"animate": ("image/", "video/"), "cut": ("video/",)}  # what a reply with it is about


class Unread(Exception):
    """`incoming` came with a file that cannot be taken; `error` says why, to whoever sent it."""

    def __init__(self, incoming: Incoming, error: BadInput) -> None:
        super().__init__(incoming, error)
        self.incoming, self.error = incoming, error


class Reader:
    """Reads for one bot, which must know its own name already. `inbox` is a folder for the files
    that people send; `operators` are keys like `telegram:1234`."""

    def __init__(self, bot: telegram.Bot, inbox: Path, operators: Collection[str]) -> None:
        self._bot, self._inbox, self._operators = bot, inbox, operators

    async def incoming(self, updates: Sequence[telegram.Update]) -> Incoming | None:
        """An update, or the parts of one album; None where it is not meant for us.

        Raises `Unread` for a file that cannot be taken."""
        first = updates[0]
        if first.callback_query:
            return await self._pressed(first.callback_query)
        if first.my_chat_member:
            return self._invited(first.my_chat_member)
        messages = [update.message for update in updates if update.message]
        return await self._said(messages) if messages else None

    async def _said(self, messages: Sequence[Message]) -> Incoming | None:
        spokesman = next((part for part in messages if part.caption), messages[0])
        incoming = self._heard(spokesman)
        if incoming is None:
            return None
        try:
            files = [file for file in map(enclosed, messages) if file]
            files = files or self._replied_with(spokesman, incoming)
            if not (spokesman.text or spokesman.caption or files):
                return None  # somebody joined, a title changed
            attachments = await self._fetched(files)
        except BadInput as error:
            raise Unread(incoming, error) from error
        return replace(incoming, attachments=attachments)

    def _heard(self, message: Message) -> Incoming | None:
        """A message for us, without its files."""
        person = self._sender(message)
        if person is None or message.chat.type not in (ChatType.PRIVATE, *GROUPS):
            return None
        text, named = words(message, self._bot.bot)
        original = _original(message)
        replies = original is not None and self._is_ours(original)
        private = message.chat.type == ChatType.PRIVATE
        meant = self._is_command(text, person)
        if not private and (meant is False or not (meant or named or replies)):
            return None
        about = self._sender(original) if original and not replies else None
        return Incoming(
            person=person,
            place=_place(message),
            text=plainly(text),
            message=str(message.message_id),
            replied=str(original.message_id) if original and replies else "",
            about=about,
            addressed=not private,
        )

    def _is_command(self, text: str, person: Person) -> bool | None:
        """Whether a text is a command for us; False for another bot's, None for one that may be
        anybody's, and for other text."""
        name, bot = called(text)
        if bot:
            return bot == (self._bot.username or "").casefold()
        return name in spoken_names(operator=person.operator) or None

    def _replied_with(self, message: Message, incoming: Incoming) -> list[Enclosed]:
        """The picture that somebody wants to see move, or the video that they want to see cut, in
        a message of somebody else."""
        command = spoken_names().get(called(incoming.text)[0])
        kind = REPLIED.get(command.name) if command else None
        original = _original(message)
        if not (kind and original) or self._is_ours(original):
            return []
        file = enclosed(original)
        return [file] if file and file.mime.startswith(kind) else []

    async def _fetched(self, files: Sequence[Enclosed]) -> tuple[Attachment, ...]:
        got: list[Attachment] = []
        try:
            for file in files:
                got.append(await fetch(self._bot, file, self._inbox))
        except BaseException:
            for attachment in got:
                attachment.path.unlink(missing_ok=True)
            raise
        return tuple(got)

    async def _pressed(self, query: CallbackQuery) -> Incoming | None:
        message = query.message
        if message is None or not query.data:
            await self._release(query)
            return None
        return Incoming(
            person=self._person(query.from_user),
            place=_place(message),
            press=query.data,
            message=str(message.message_id),
            owner=self._owner(message),
            handle=query.id,
        )

    async def _release(self, query: CallbackQuery) -> None:
        """Let go of a button that we can do nothing about."""
        try:
            await self._bot.answer_callback_query(query.id)
        except TelegramError as error:
            LOG.info("a press could not be answered: %s", error)

    def _owner(self, message: MaybeInaccessibleMessage) -> str:
        """Whom a message of ours answers. An anonymous administrator presses under their own name,
        so nobody can be told to be them."""
        original = _original(message) if isinstance(message, Message) else None
        if not original or original.sender_chat:
            return ""
        asker = self._sender(original)
        return asker.key if asker else ""

    def _invited(self, change: ChatMemberUpdated) -> Incoming | None:
        """Somebody brought us into a group: they are greeted there."""
        came = _inside(change.new_chat_member) and not _inside(change.old_chat_member)
        if not came or change.chat.type not in GROUPS or change.from_user.is_bot:
            return None
        place = Place(PLATFORM, str(change.chat.id), private=False)
        person = self._person(change.from_user)
        return Incoming(person=person, place=place, text="/start", addressed=True)

    def _is_ours(self, message: Message) -> bool:
        return message.from_user is not None and message.from_user.id == self._bot.id

    def _sender(self, message: Message) -> Person | None:
        """Who wrote a message; None for channels and for bots."""
        if chat := message.sender_chat:
            if chat.type == ChatType.CHANNEL:
                return None
            return self._known(Person(PLATFORM, str(chat.id), chat.title or ""))
        user, via = message.from_user, message.via_bot
        if user is None or user.is_bot or (via and via.id == self._bot.id):
            return None
        return self._person(user)

    def _person(self, user: User) -> Person:
        lang = lang_of(user.language_code or "")
        return self._known(Person(PLATFORM, str(user.id), user.full_name, lang))

    def _known(self, person: Person) -> Person:
        return replace(person, operator=person.key in self._operators)


def _place(message: MaybeInaccessibleMessage) -> Place:
    """Where a message is. Replies in groups have thread ids too, and are in no topic."""
    thread = ""
    if isinstance(message, Message) and message.is_topic_message:
        thread = str(message.message_thread_id or "")
    private = message.chat.type == ChatType.PRIVATE
    home = "" if private else f"{PLATFORM}:{message.chat.id}"
    return Place(PLATFORM, str(message.chat.id), thread, private, home)


def _original(message: Message) -> Message | None:
    """The message that this one replies to. In a topic, everything else "replies" to its making."""
    original = message.reply_to_message
    return None if original is None or original.forum_topic_created else original


def _inside(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status in (ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.OWNER)


def lang_of(code: str) -> Lang:
    """Of the languages that we speak, the one that somebody's Telegram is in."""
    match code.casefold().split("-")[0]:
        case "zh":
            return "zh"
        case "ja":
            return "ja"
        case _:
            return "en"
