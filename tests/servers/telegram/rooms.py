"""The person's side: where people and the bot talk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.servers.telegram.files import Stored
from tests.servers.telegram.message import Message
from tests.servers.telegram.people import Answer, User
from tests.servers.telegram.refusal import JSON
from tests.servers.telegram.text import entities_in

if TYPE_CHECKING:
    from tests.servers.telegram.world import World

PATIENCE_SECONDS = 10.0
PALE_BLUE = 7322096


class Room:
    """Where people and the bot talk: a chat, or a topic in one."""

    chat: Chat
    thread: int | None = None

    @property
    def messages(self) -> list[Message]:
        """What stands here at present, the oldest first."""
        return [m for m in self.chat.book.values() if not m.gone and self._here(m)]

    @property
    def bots(self) -> list[Message]:
        """What the bot said that is still here."""
        return [m for m in self.messages if m.by_bot]

    @property
    def last(self) -> Message:
        """The newest message of the bot that is still here."""
        assert self.bots, (
            f"the bot said nothing in {self.chat.title}\n{self._telegram.transcript()}"
        )
        return self.bots[-1]

    async def until(
        self,
        wanted: Callable[[Message], object],
        timeout: float = PATIENCE_SECONDS,  # noqa: ASYNC109
    ) -> Message:
        """The newest message of the bot that is as `wanted`; waits until there is one.

        Raises `AssertionError` with the transcript after `timeout` seconds."""

        def found() -> Message | None:
            return next((m for m in reversed(self.bots) if wanted(m)), None)

        message = await self._telegram.wait(found, timeout)
        assert message, f"nothing like it in {timeout} s\n{self._telegram.transcript()}"
        return message

    async def say(
        self, text: str, *, by: User | None = None, reply_to: Message | None = None
    ) -> Message:
        """A person writes."""
        found = entities_in(text)
        content: JSON = {"text": text} | ({"entities": found} if found else {})
        return await self._post(content, {}, by, reply_to)

    async def upload(
        self,
        file: Path | str | bytes,
        *,
        name: str = "",
        caption: str = "",
        as_photo: bool = True,
        kind: str = "",
        by: User | None = None,
        reply_to: Message | None = None,
        group_id: str = "",
    ) -> Message:
        """A person sends a file: a photo, a document, or what `kind` says."""
        path = Path("file") if isinstance(file, bytes) else Path(file)
        content = file if isinstance(file, bytes) else await asyncio.to_thread(path.read_bytes)
        kind = kind or ("photo" if as_photo else "document")
        stored = self._telegram.files.receive(kind, name or path.name, content)
        raw: JSON = {kind: stored.described()}
        if caption:
            found = entities_in(caption)
            raw |= {"caption": caption} | ({"caption_entities": found} if found else {})
        if group_id:
            raw["media_group_id"] = group_id
        return await self._post(raw, {kind: stored}, by, reply_to)

    async def press(
        self,
        message: Message,
        button: str,
        *,
        by: User | None = None,
        timeout: float = PATIENCE_SECONDS,  # noqa: ASYNC109
    ) -> Answer | None:
        """A person presses a button, named by its label or its data; a button that stood there
        before may still be pressed by its data. Returns what they see, or None when the bot did
        not answer."""
        data = self._data_of(message, button)
        return await self._telegram.press(message, data, by or self.chat.person, timeout)

    async def choose(self, result: JSON, *, by: User | None = None) -> Message:
        """A person sends a result of an inline query that names a file of the bot."""
        kind, file_id = next((k[:-8], v) for k, v in result.items() if k.endswith("_file_id"))
        kind = {"mpeg4": "animation", "gif": "animation"}.get(kind, kind)
        stored = self._telegram.files.get(file_id)
        raw: JSON = {kind: stored.described(), "via_bot": self._telegram.sender}
        if caption := result.get("caption"):
            raw["caption"] = caption
        return await self._post(raw, {kind: stored}, by, None)

    async def react(self, message: Message, emoji: str, *, by: User | None = None) -> None:
        """A person puts an emoji under a message; an empty one takes it away."""
        person = by or self.chat.person
        old = message.reactions
        message.reactions = [{"type": "emoji", "emoji": emoji}] if emoji else []
        await self._telegram.push(
            "message_reaction",
            {
                "chat": self.chat.raw,
                "message_id": message.id,
                "user": person.raw,
                "date": self._telegram.date,
                "old_reaction": old,
                "new_reaction": message.reactions,
            },
        )

    def delete(self, message: Message) -> None:
        """A person deletes a message, which the bot is not told."""
        self._telegram.remove(message, "a person")

    def _here(self, message: Message) -> bool:
        return self.thread is None or message.thread == self.thread

    @property
    def _telegram(self) -> World:
        return self.chat.telegram

    def _data_of(self, message: Message, button: str) -> str:
        for key in message.keys:
            if button in (key["text"], key.get("callback_data")) and "callback_data" in key:
                return key["callback_data"]
        before = (k for raw in message.history for k in _keys(raw))
        if any(key.get("callback_data") == button for key in before):
            return button
        raise AssertionError(
            f"no button {button!r} in {message.buttons}\n{self._telegram.transcript()}"
        )

    async def _post(
        self,
        content: JSON,
        files: Mapping[str, Stored],
        by: User | None,
        reply_to: Message | None,
    ) -> Message:
        person = by or self.chat.person
        raw: JSON = {"from": person.raw, **self._threaded(reply_to), **content}
        message = self.chat.write(raw, files)
        if self._telegram.sees(message):
            await self._telegram.push("message", message.raw)
        return message

    def _threaded(self, reply_to: Message | None) -> JSON:
        """What answers and topics add. In a group that is no forum an answer has a thread too, and
        in a topic a message that answers nothing answers the topic's beginning."""
        raw: JSON = {}
        if self.thread is not None:
            raw = {"message_thread_id": self.thread, "is_topic_message": True}
            reply_to = reply_to or self.chat.book.get(self.thread)
        elif reply_to and self.chat.kind == "supergroup" and not self.chat.forum:
            raw = {"message_thread_id": reply_to.raw.get("message_thread_id", reply_to.id)}
        return raw | ({"reply_to_message": reply_to.bare} if reply_to else {})


@dataclass(eq=False, repr=False)
class Chat(Room):
    """A private chat or a group."""

    telegram: World
    id: int
    kind: str
    title: str
    numbers: Iterator[int]
    members: list[User] = field(default_factory=list[User])
    forum: bool = False
    admins: set[int] = field(default_factory=set[int])
    book: dict[int, Message] = field(default_factory=dict[int, Message])
    topics: dict[int, Topic] = field(default_factory=dict[int, "Topic"])
    pinned: list[int] = field(default_factory=list[int])
    moved_to: int = 0
    left: bool = False

    def __post_init__(self) -> None:
        self.chat = self

    @property
    def raw(self) -> JSON:
        """As the Bot API shows it."""
        raw: JSON = {"id": self.id, "type": self.kind}
        if self.kind == "private":
            return raw | {"first_name": self.title}
        return raw | {"title": self.title} | ({"is_forum": True} if self.forum else {})

    @property
    def person(self) -> User:
        """Who speaks when nobody is named."""
        assert self.members, f"nobody is in {self.title}: say who speaks"
        return self.members[0]

    @property
    def silent(self) -> bool:
        return self.left or bool(self.moved_to)

    def write(self, content: JSON, files: Mapping[str, Stored]) -> Message:
        """Add a message."""
        base: JSON = {
            "message_id": next(self.numbers),
            "date": self.telegram.date,
            "chat": self.raw,
        }
        message = Message(self, base | content, files)
        self.book[message.id] = message
        who = message.raw["from"]["first_name"]
        self.telegram.tell(f"{self.title} #{message.id} {who}: {message}")
        self.telegram.changed()
        return message

    def open_topic(self, name: str, by: JSON) -> Topic:
        """A new topic, which begins with a message about itself."""
        about = {"name": name, "icon_color": PALE_BLUE}
        beginning = self.write({"from": by, "forum_topic_created": about}, {})
        beginning.raw |= {"message_thread_id": beginning.id, "is_topic_message": True}
        topic = self.topics[beginning.id] = Topic(self, beginning.id, name)
        return topic

    async def migrate(self) -> Chat:
        """The group becomes a supergroup: another chat, with another id."""
        assert self.kind == "group", "only a basic group migrates: group(…, basic=True)"
        new = self.telegram.group(self.title, members=self.members)
        self.moved_to = new.id
        by = self.person.raw
        old_end = self.write({"from": by, "migrate_to_chat_id": new.id}, {})
        beginning = new.write({"from": by, "migrate_from_chat_id": self.id}, {})
        await self.telegram.push("message", old_end.raw)
        await self.telegram.push("message", beginning.raw)
        return new


@dataclass(eq=False, repr=False)
class Topic(Room):
    """A topic of a forum; its `id` is the `message_thread_id`."""

    chat: Chat
    id: int
    name: str
    closed: bool = False

    def __post_init__(self) -> None:
        self.thread = self.id


def _keys(raw: JSON) -> list[JSON]:
    rows: list[list[JSON]] = raw.get("reply_markup", {}).get("inline_keyboard", [])
    return [key for row in rows for key in row]


def addressed(message: Message, username: str) -> bool:
    """Whether a bot in privacy mode is shown this message of a group."""
    raw: dict[str, Any] = message.raw
    if "via_bot" in raw:
        return True
    if raw.get("reply_to_message", {}).get("from", {}).get("username") == username:
        return True
    for kind, piece in message.marked:
        name = piece.rpartition("@")[2].lower()
        if kind == "bot_command" and ("@" not in piece or name == username.lower()):
            return True
        if kind == "mention" and name == username.lower():
            return True
    return False
