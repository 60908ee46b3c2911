"""The terminal as a chat platform: messages are printed, progress is edited in place above the
prompt, buttons are numbers to type. `bot/chat.py` reads what the person types."""

from __future__ import annotations

import asyncio
import io
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from bot.copies import Copies
from bot.preview import Way, half_blocks, inline, strip
from handlers.conversation import (
    Bar,
    Button,
    Incoming,
    MessageRef,
    Person,
    Picture,
    Place,
    Reply,
    Say,
    Video,
)

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from bot.platforms import Serve
    from handlers.ports import Call

Render = Callable[[Say, str], str]  # a sentence of the catalogs in a language
BAR_WIDTH = 28
PICTURE_COLUMNS, PICTURE_ROWS = 48, 14
REMEMBERED = 200  # messages that can still be edited or pressed


class Screen(Protocol):
    """Where messages appear, `width` columns wide."""

    @property
    def width(self) -> int: ...

    @property
    def way(self) -> Way: ...

    @property
    def colours(self) -> bool: ...

    def write(self, ansi: str) -> None:
        """Print below everything printed before."""
        ...

    def pin(self, ansi: str) -> None:
        """Replace the live region above the prompt."""
        ...


@dataclass(slots=True)
class Message:
    """A message as it stands on the screen. A live one has bars and can still change in place."""

    printed: str = ""
    live: str = ""
    choices: dict[int, str] = field(default_factory=dict[int, str])  # number → action


class Terminal:
    """One person at one screen."""

    name = "terminal"

    def __init__(
        self,
        person: Person,
        screen: Screen,
        render: Render,
        folder: Path | None = None,
        copies: Copies | None = None,
    ) -> None:
        self._folder, self._copies = folder, copies
        self.person, self.place = person, Place(self.name, person.id)
        self._screen, self._render = screen, render
        self._messages: dict[str, Message] = {}
        self._asked = ""  # the message that waits for words, until anything else is typed
        self._session, self._numbers = secrets.token_hex(4), count(1)
        self._quiet = asyncio.Event()
        self._quiet.set()

    async def send(
        self, place: Place, reply: Reply, lang: str, to: Incoming | None = None
    ) -> MessageRef:
        """Print a message, or show it in the live region while it has bars."""
        ref = MessageRef(place, f"{self._session}.{next(self._numbers)}")
        self._asked = ref.id if reply.ask else ""
        await self._show(ref.id, reply, lang)
        return ref

    async def answer(self, incoming: Incoming, reply: Reply, lang: str) -> MessageRef:
        """Print it: nobody else is here."""
        return await self.send(incoming.place, reply, lang)

    async def edit(
        self, ref: MessageRef, reply: Reply, lang: str, to: Incoming | None = None
    ) -> MessageRef:
        """Replace a live message in place. A printed one cannot be taken back: what it says now is
        printed below, unless nothing changed. One of an earlier session appears anew, and goes on
        under its old name."""
        await self._show(ref.id, reply, lang)
        return ref

    async def delete(self, ref: MessageRef, reply: Reply, lang: str) -> None:
        """What is printed cannot be taken back; its choices can, and `reply` says so."""
        await self._show(ref.id, reply, lang)

    async def add(self, ref: MessageRef, reply: Reply, lang: str) -> MessageRef:
        """Print it below."""
        return await self.send(ref.place, reply, lang)

    async def album(self, ref: MessageRef, reply: Reply, lang: str) -> list[MessageRef]:
        """Print them below, one after another."""
        return [await self.send(ref.place, reply, lang)]

    async def follow(
        self, ref: MessageRef, reply: Reply, lang: str, call: Call | None
    ) -> list[MessageRef]:
        """Everything stands in the message already. A call rings the terminal's bell."""
        if call and self._screen.colours:
            self._screen.write("\a")
        return []

    def limit(self, place: Place) -> int | None:
        """Nothing is sent: everything is shown where it lies."""
        return None

    def folder(self) -> Path | None:
        """Where `reelroom make` puts films, too."""
        return self._folder

    def link(self, payload: str) -> str:
        """Nobody can be sent to this terminal."""
        return ""

    def incoming(self, line: str) -> Incoming:
        """What a typed line means: the number of a choice presses it, anything else is said."""
        message, action = self._pressed(line.strip())
        if action:
            return Incoming(self.person, self.place, press=action, message=message)
        asked, self._asked = self._asked, ""
        return Incoming(self.person, self.place, text=line, replied=asked)

    @property
    def live(self) -> int:
        """How many messages can still change in place."""
        return sum(bool(message.live) for message in self._messages.values())

    async def quiet(self) -> None:
        """Wait until no message is live."""
        await self._quiet.wait()

    def _pressed(self, typed: str) -> tuple[str, str]:
        for ref, message in reversed(self._messages.items()):
            for number, action in message.choices.items():
                if typed == str(number):
                    return ref, action
        return "", ""

    async def _show(self, ref: str, reply: Reply, lang: str) -> None:
        if self._copies:
            reply = await self._copies.of(reply, lang)
        if ref not in self._messages:
            self._messages[ref] = Message()
            self._forget()
        message = self._messages[ref]
        numbers = self._number(
            message, [b.action for row in reply.buttons for b in row if b.action]
        )
        shown = Drawing(self._screen, self._render, lang).message(reply, numbers)
        message.live = shown if reply.bars else ""
        self._pin()
        if not reply.bars and shown != message.printed:
            message.printed = shown
            self._screen.write(shown)

    def _number(self, message: Message, actions: list[str]) -> dict[str, int]:
        """Give actions the lowest numbers that no live message uses; they stay while it lives."""
        kept = {action: n for n, action in message.choices.items() if action in actions}
        others = [m for m in self._messages.values() if m is not message]
        taken = {n for m in others if m.live for n in m.choices} | set(kept.values())
        free = (n for n in count(1) if n not in taken)
        numbers = {action: kept.get(action) or next(free) for action in actions}
        message.choices = {number: action for action, number in numbers.items()}
        for other in others:
            for number in message.choices:
                other.choices.pop(number, None)
        return numbers

    def _forget(self) -> None:
        old = list(self._messages)[:-REMEMBERED]
        for ref in old:
            if not self._messages[ref].live:
                del self._messages[ref]

    def _pin(self) -> None:
        live = [m.live for m in self._messages.values() if m.live]
        self._screen.pin("".join(live))
        if live:
            self._quiet.clear()
        else:
            self._quiet.set()


@dataclass(frozen=True, slots=True)
class Drawing:
    """Draws a message as text with ANSI colours."""

    screen: Screen
    render: Render
    lang: str

    def message(self, reply: Reply, numbers: Mapping[str, int]) -> str:
        """The whole message, ending in a newline; `numbers` are those of its buttons' actions."""
        from rich.console import Console

        out = io.StringIO()
        console = Console(
            file=out,
            width=self.screen.width,
            force_terminal=self.screen.colours,
            highlight=False,
        )
        for part in self._parts(reply, numbers):
            console.print(part, soft_wrap=not self.screen.colours)  # piped text is not folded
        return out.getvalue() + ("" if reply.bars or reply.sheet else self._inline(reply))

    def _parts(self, reply: Reply, numbers: Mapping[str, int]) -> Iterator[RenderableType]:
        from rich.text import Text

        yield from (Text(self.render(say, self.lang)) for say in reply.text)
        yield from (self._bar(bar) for bar in reply.bars)
        if reply.sheet and not reply.bars:
            pass  # each of them follows in its full size
        elif reply.bars and self.screen.way == "blocks":
            paths = [picture.path for picture in reply.pictures]
            yield from strip(paths, self.screen.width, len(reply.bars) - 1)
        elif not reply.bars:
            for picture in reply.pictures:
                yield from self._picture(picture)
        for video in (*filter(None, [reply.video]), *reply.videos):
            yield self._video(video)
        yield from (_path(file.path).append(f"  {file.name}", "dim") for file in reply.files)
        for row in reply.buttons:
            yield Text("   ".join(self._button(b, numbers) for b in row), style="bold cyan")

    def _button(self, button: Button, numbers: Mapping[str, int]) -> str:
        label = self.render(button.label, self.lang)
        return f"{label}: {button.link}" if button.link else f"[{numbers[button.action]}] {label}"

    def _bar(self, bar: Bar) -> Text:
        """A bar in place; where nothing is edited in place, only what is being done."""
        from rich.text import Text

        if not self.screen.colours:
            return Text(self.render(bar.label, self.lang))
        full = round(BAR_WIDTH * min(1.0, max(0.0, bar.done)))
        indent = "" if bar.shot is None else "  "
        line = Text(indent)
        line.append("━" * full, "green").append("─" * (BAR_WIDTH - full), "dim")
        return line.append(f" {bar.done:4.0%}  {self.render(bar.label, self.lang)}")

    def _picture(self, picture: Picture) -> Iterator[Text]:
        from rich.text import Text

        if picture.caption:
            yield Text(self.render(picture.caption, self.lang))
        if self.screen.way == "blocks":
            columns = min(PICTURE_COLUMNS, self.screen.width - 1)
            yield half_blocks(picture.path, columns, PICTURE_ROWS)
        yield _path(picture.path)

    def _video(self, video: Video) -> Text:
        facts = f"{video.seconds:.1f} s · {video.width}×{video.height}"
        return _path(video.path).append(f"  {facts}", "dim")

    def _inline(self, reply: Reply) -> str:
        """Pictures as escape sequences, after the text: rich would count and cut them."""
        if self.screen.way not in ("kitty", "iterm"):
            return ""
        way, columns = self.screen.way, min(PICTURE_COLUMNS, self.screen.width - 1)
        return "".join(inline(picture.path, way, columns) for picture in reply.pictures)


def _path(path: Path) -> Text:
    from rich.text import Text

    return Text(str(path), no_wrap=True)


def register(env: Mapping[str, str]) -> Serve | None:
    """`reelroom run` does not serve the terminal; `reelroom chat` does."""
    return None
