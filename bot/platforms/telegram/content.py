"""What one message is made of: words, buttons, and at most one picture, film or document."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from telegram import ForceReply, InlineKeyboardMarkup

from bot.platforms.telegram.drawing import CAPTION, TEXT, Drawn, draw
from handlers.conversation import Reply

Use = Literal["photo", "video", "document"]


@dataclass(frozen=True, slots=True)
class Media:
    """A file in a message. `key` names what is in it: the same key is the same file. Width, height
    and seconds are a film's."""

    use: Use
    key: str
    file: Path | bytes
    name: str
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    thumbnail: bytes | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a message looks like: by its words, its buttons and the key of its file."""

    words: str
    buttons: str
    file: str


@dataclass(frozen=True)  # without slots, so that it is drawn once
class Content:
    """A message of ours as Telegram takes it."""

    reply: Reply
    lang: str
    media: Media | None = None

    def words(self, *, caption: bool) -> Drawn:
        """The text, or the shorter one under a picture."""
        return self._caption if caption else self._text

    @cached_property
    def _caption(self) -> Drawn:
        return draw(self.reply, self.lang, CAPTION)

    @cached_property
    def _text(self) -> Drawn:
        return draw(self.reply, self.lang, TEXT)

    @property
    def shown(self) -> Shown:
        """To tell whether anything would change."""
        drawn = self.words(caption=self.media is not None)
        buttons = drawn.keyboard.to_json() if drawn.keyboard else ""
        return Shown(drawn.text, buttons, self.media.key if self.media else "")

    @property
    def keyboard(self) -> InlineKeyboardMarkup | None:
        """The buttons."""
        return self.words(caption=True).keyboard

    @property
    def markup(self) -> InlineKeyboardMarkup | ForceReply | None:
        """The buttons of a new message; one that waits for words makes the person reply to it."""
        if self.reply.ask and not self.keyboard:
            return ForceReply(selective=True)
        return self.keyboard
