"""The words of a message, as they are meant for us. Telegram counts places in them in UTF-16."""

from __future__ import annotations

from collections.abc import Iterable

from telegram import Message, MessageEntity, User

from handlers.dispatch import COMMAND

LEADING = " ,:;.!，：；、。！\n\t"  # what may stand between our name and the rest


def words(message: Message, us: User) -> tuple[str, bool]:
    """What a message says without our name in it, and whether it names us."""
    text = message.text or message.caption or ""
    entities = message.entities or message.caption_entities
    ours = [entity for entity in entities if _names(entity, text, us)]
    if not ours:
        return text, False
    return _without(text, ours), True


def called(text: str) -> tuple[str, str]:
    """The command that a text begins with, and the bot it is for where it says so; both in lower
    case, and empty where there is none."""
    found = COMMAND.match(text)
    return (found[1].casefold(), (found[2] or "").casefold()) if found else ("", "")


def plainly(text: str) -> str:
    """A command without the name of the bot that it is for."""
    found = COMMAND.match(text)
    if not found or not found[2]:
        return text
    return text[: found.end(1)] + text[found.end(2) :]


def _names(entity: MessageEntity, text: str, us: User) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == us.id
    name = _units(text)[2 * entity.offset : 2 * (entity.offset + entity.length)]
    ours = f"@{us.username}".casefold()
    return entity.type == MessageEntity.MENTION and _text(name).casefold() == ours


def _without(text: str, entities: Iterable[MessageEntity]) -> str:
    units, parts, end = _units(text), list[str](), 0
    for entity in sorted(entities, key=lambda entity: entity.offset):
        parts.append(_text(units[end : 2 * entity.offset]))
        end = 2 * (entity.offset + entity.length)
    first, *rest = [*parts, _text(units[end:])]
    for part in rest:
        first = f"{first.rstrip(' ')} {part.lstrip(' ')}" if first.strip() else part.lstrip(LEADING)
    return first.strip()


def _units(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def _text(units: bytes) -> str:
    return units.decode("utf-16-le", "replace")
