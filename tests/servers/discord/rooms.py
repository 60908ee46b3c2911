"""The person's side: what people see and do where they talk with the bot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from tests.servers.discord.components import BUTTON, LABEL, ROW, TEXT_INPUT, UPLOAD
from tests.servers.discord.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    SUBMIT,
    Choice,
    Interaction,
    Modal,
    filled,
)
from tests.servers.discord.message import Content, Message, label
from tests.servers.discord.people import User
from tests.servers.discord.refusal import JSON
from tests.servers.discord.slash import MESSAGE, USER, Typed

if TYPE_CHECKING:
    from tests.servers.discord.channels import Channel
    from tests.servers.discord.world import World

PATIENCE_SECONDS = 10.0
File = tuple[str, bytes]


class Room:
    """Where people and the bot talk; who does something is its first person unless `by` says."""

    discord: World
    book: dict[int, Message]
    threads: list[Channel]

    @property
    def members(self) -> list[User]:
        """The people who may talk here."""
        raise NotImplementedError

    @property
    def messages(self) -> list[Message]:
        """What stands here at present, the oldest first, whoever sees it."""
        return [m for m in self.book.values() if not m.gone]

    def seen(self, person: User) -> list[Message]:
        """What somebody sees: all but what is for others alone."""
        return [m for m in self.messages if not m.ephemeral or m.person == person]

    @property
    def bots(self) -> list[Message]:
        """What the bot said that is still here."""
        return [m for m in self.messages if m.by_bot]

    @property
    def last(self) -> Message:
        """The newest message of the bot that is still here."""
        assert self.bots, f"the bot said nothing here\n{self.discord.transcript()}"
        return self.bots[-1]

    async def until(
        self,
        wanted: Callable[[Message], object],
        timeout: float = PATIENCE_SECONDS,  # noqa: ASYNC109
        *,
        seen: User | None = None,
    ) -> Message:
        """The newest message of the bot that is as `wanted`, as `seen` by somebody or at all; waits
        until there is one.

        Raises `AssertionError` with the transcript after `timeout` seconds."""

        def found() -> Message | None:
            shown = self.seen(seen) if seen else self.messages
            return next((m for m in reversed(shown) if m.by_bot and wanted(m)), None)

        message = await self.discord.wait(found, timeout)
        assert message, f"nothing like it in {timeout} s\n{self.discord.transcript()}"
        return message

    async def thread_of(
        self,
        message: Message | None = None,
        timeout: float = PATIENCE_SECONDS,  # noqa: ASYNC109
    ) -> Channel:
        """The thread at a message, or the newest thread here; waits until there is one."""

        def found() -> Channel | None:
            newest = self.threads[-1] if self.threads else None
            return message.thread if message else newest

        thread = await self.discord.wait(found, timeout)
        assert thread, f"no thread in {timeout} s\n{self.discord.transcript()}"
        return thread

    async def say(
        self,
        text: str = "",
        *,
        by: User | None = None,
        reply_to: Message | None = None,
        mention: bool = False,
        files: Sequence[File] = (),
    ) -> Message:
        """A person writes; with `mention` to the bot by name."""
        bot = self.discord.bot
        words = f"<@{bot.id}> {text}".strip() if mention else text
        kept = tuple(self.discord.files.put(self._channel.id, *file) for file in files)
        named = (bot,) if f"<@{bot.id}>" in words else ()
        if reply_to and reply_to.by_bot and bot not in named:
            named = (bot,)  # who answers somebody names them, unless they switch it off
        content = Content(words, attachments=kept, mentions=named)
        return self.discord.post(self._channel, self._by(by), content, answers=reply_to)

    async def slash(
        self, command: str, /, *, by: User | None = None, **options: Any
    ) -> Interaction:
        """A person types a slash command, "brand add" with a subcommand. A file is a name and
        bytes, a choice its value or its name. Returns when the bot has answered or cannot any more.

        Raises `AssertionError` for what Discord would not let them send."""
        person = self._by(by)
        typed = self._typed(person).command(command, options)
        self.discord.tell(f"{self._channel.title} {person} /{command} {_gist(options)}")
        return await self._ask(COMMAND, typed, person)

    async def use(self, command: str, message: Message, *, by: User | None = None) -> Interaction:
        """A person chooses a command of a message."""
        person = self._by(by)
        typed = self._typed(person).menu(MESSAGE, command, message.id)
        typed["resolved"] = {"messages": {str(message.id): message.raw}}
        self.discord.tell(f"{self._channel.title} {person} uses {command!r} on {message}")
        return await self._ask(COMMAND, typed, person)

    async def use_user(self, command: str, user: User, *, by: User | None = None) -> Interaction:
        """A person chooses a command of a person."""
        person = self._by(by)
        typed = self._typed(person).menu(USER, command, user.id)
        typed["resolved"] = self.discord.resolved_user(self._channel, user)
        self.discord.tell(f"{self._channel.title} {person} uses {command!r} on {user}")
        return await self._ask(COMMAND, typed, person)

    async def autocomplete(
        self, command: str, option: str, text: str, /, *, by: User | None = None, **others: Any
    ) -> list[Choice]:
        """What somebody is offered who types `text` at an option."""
        person = self._by(by)
        typed = self._typed(person).command(command, others, focus=(option, text))
        asked = await self._ask(AUTOCOMPLETE, typed, person)
        assert asked.kind, f"nothing was offered\n{self.discord.transcript()}"
        return asked.choices

    async def press(self, message: Message, button: str, *, by: User | None = None) -> Interaction:
        """A person presses a button, named by its label or its custom_id. Discord lets only those
        be pressed that stand there."""
        person, found = self._by(by), self._button(message, button)
        assert not message.gone, f"the message is gone\n{self.discord.transcript()}"
        assert message in self.seen(person), f"{person} does not see {message}"
        assert not found.get("disabled"), f"{button!r} cannot be pressed"
        custom_id = found["custom_id"]
        self.discord.tell(f"{self._channel.title} {person} presses {custom_id}")
        data: JSON = {"custom_id": custom_id, "component_type": BUTTON, "id": found.get("id", 1)}
        return await self._ask(COMPONENT, data, person, message=message)

    async def choose(
        self, message: Message, select: str, *values: str, by: User | None = None
    ) -> Interaction:
        """A person chooses in a select, named by its placeholder or its custom_id; values may be
        the labels of options."""
        person, found = self._by(by), self._button(message, select)
        known = {o["label"]: o["value"] for o in found.get("options", [])}
        picked = [known.get(value, value) for value in values]
        strange = [v for v in picked if known and v not in known.values()]
        assert not strange, f"{strange} is not among {known}"
        self.discord.tell(f"{self._channel.title} {person} chooses {picked}")
        data: JSON = {
            "custom_id": found["custom_id"],
            "component_type": found["type"],
            "id": found.get("id", 1),
            "values": picked,
        }
        return await self._ask(COMPONENT, data, person, message=message)

    async def submit(
        self, modal: Modal, values: dict[str, Any], *, by: User | None = None
    ) -> Interaction:
        """A person fills a form in, each field by its custom_id or label, and sends it; what they
        leave keeps what stood there. Files are a list of names and bytes, choices a list."""
        person, given = self._by(by), filled(modal, values)
        files: dict[str, JSON] = {}
        parts = [self._filled(c, given, files) for c in modal.components]
        self.discord.tell(f"{self._channel.title} {person} sends {modal.title!r} {_gist(values)}")
        data: JSON = {"custom_id": modal.custom_id, "components": parts}
        data |= {"resolved": {"attachments": files}} if files else {}
        message = modal.asked.message
        return await self._ask(SUBMIT, data, person, message=message, asked=modal.asked)

    def react(self, message: Message, emoji: str, *, by: User | None = None) -> None:
        """A person puts an emoji under a message."""
        self.discord.react(message, emoji, self._by(by), add=True)

    def vote(self, message: Message, answer: str, *, by: User | None = None) -> None:
        """A person votes in a poll."""
        self.discord.vote(message, answer, self._by(by))

    def delete(self, message: Message) -> None:
        """A person deletes a message."""
        self.discord.remove(message, "a person")

    @property
    def _channel(self) -> Channel:
        return self.discord.channels[self.id]  # pyright: ignore[reportAttributeAccessIssue]

    def _by(self, by: User | None) -> User:
        person = by or self.members[0]
        assert person in self.members, f"{person} is not here: guild.join(…)"
        return person

    def _typed(self, person: User) -> Typed:
        return Typed(self.discord, self._channel, person)

    async def _ask(self, kind: int, data: JSON, person: User, **beside: Any) -> Interaction:
        return await self.discord.ask(self._channel, kind, data, person, **beside)

    def _button(self, message: Message, name: str) -> JSON:
        for component in message.components:
            words = component.get("label") or component.get("placeholder")
            if name in (words, label(component), component.get("custom_id")):
                assert "custom_id" in component, f"{name!r} is a link to {component.get('url')}"
                return component
        raise AssertionError(f"no {name!r} in {message.buttons}\n{self.discord.transcript()}")

    def _filled(self, part: JSON, given: dict[str, Any], files: dict[str, JSON]) -> JSON:
        """One part of a form as it is sent back."""
        if part["type"] == LABEL:
            inner = self._filled(part["component"], given, files)
            return {"type": LABEL, "id": part.get("id", 1), "component": inner}
        if part["type"] == ROW:
            rows = [self._filled(c, given, files) for c in part["components"]]
            return {"type": ROW, "id": part.get("id", 1), "components": rows}
        base: JSON = {"type": part["type"], "id": part.get("id", 1)}
        if "custom_id" not in part:
            return base
        base["custom_id"], value = part["custom_id"], given[part["custom_id"]]
        if part["type"] == TEXT_INPUT:
            return base | {"value": value}
        if part["type"] != UPLOAD:
            return base | {"values": value.split(",") if isinstance(value, str) else list(value)}
        kept = [self.discord.files.put(self._channel.id, *f, ephemeral=True) for f in value or ()]
        files.update({str(f.id): self.discord.files.raw(f) for f in kept})
        return base | {"values": [str(f.id) for f in kept]}


def _gist(values: dict[str, Any]) -> str:
    return " ".join(f"{k}:{_short(v)}" for k, v in values.items() if v is not None)


def _short(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(_short, value))
    return str(value[0] if isinstance(value, tuple) else value)
