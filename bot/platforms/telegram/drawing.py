"""How a message looks in Telegram: plain text with entities, and buttons. Nothing that a person
typed is ever read as markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, User

from bot.drawing import Line, Mark, call_of, fitted, gaps, label_of, lines_of, words_of
from bot.length import units
from handlers.conversation import Button, Reply
from handlers.ports import Call

TEXT = 4096  # UTF-16 code units of a message
CAPTION = 1024  # of what stands below a picture or a film
ALERT = 200  # of what pops up over the chat
ENTITIES = 100  # of one message; further ones are ignored
PER_ROW, BUTTONS, LABEL = 8, 100, 40
KINDS = {
    "bold": MessageEntity.BOLD,
    "code": MessageEntity.CODE,
    "mention": MessageEntity.TEXT_MENTION,
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message as Telegram takes it. Offsets and lengths of entities count UTF-16 code units."""

    text: str
    entities: tuple[MessageEntity, ...]
    keyboard: InlineKeyboardMarkup | None


def draw(reply: Reply, lang: str, limit: int = TEXT) -> Drawn:
    """The message in at most `limit` code units; its text is never empty."""
    lines = fitted(lines_of(reply, lang), limit)
    return Drawn(*_joined(lines), _keyboard(reply.buttons, lang))


def alert(reply: Reply, lang: str) -> str:
    """The reply as a word that pops up; empty where it is too much for that."""
    if reply.buttons or reply.pictures or reply.files or reply.video or reply.ask or reply.bars:
        return ""
    text = "\n".join(line.text for line in words_of(reply, lang))
    return text if units(text) <= ALERT else ""


def call(call: Call, lang: str) -> Drawn:
    """The word that rings."""
    return Drawn(*_joined([call_of(call, lang)]), None)


def _joined(lines: Sequence[Line]) -> tuple[str, tuple[MessageEntity, ...]]:
    text, entities = "", list[MessageEntity]()
    for gap, line in zip(("", *gaps(lines)), lines, strict=True):
        text += gap
        entities += (_entity(mark, line.text, units(text)) for mark in line.marks)
        text += line.text
    return text, tuple(entities[:ENTITIES])


def _entity(mark: Mark, text: str, offset: int) -> MessageEntity:
    before, inside = text[: mark.start], text[mark.start : mark.end]
    user = User(int(mark.person), inside, is_bot=False) if mark.person else None
    return MessageEntity(KINDS[mark.kind], offset + units(before), units(inside), user=user)


# Buttons


def _keyboard(rows: Iterable[Sequence[Button]], lang: str) -> InlineKeyboardMarkup | None:
    """Rows as given, but no wider than they can be."""
    drawn = [[_button(button, lang) for button in row] for row in rows]
    narrow = [row[n : n + PER_ROW] for row in drawn for n in range(0, len(row), PER_ROW)]
    kept: list[list[InlineKeyboardButton]] = []
    for row in narrow:
        room = BUTTONS - sum(map(len, kept))
        if room > 0:
            kept.append(row[:room])
    return InlineKeyboardMarkup(kept) if kept else None


def _button(button: Button, lang: str) -> InlineKeyboardButton:
    label = label_of(button, lang, LABEL)
    if button.link:
        return InlineKeyboardButton(label, url=button.link)
    return InlineKeyboardButton(label, callback_data=button.action)
