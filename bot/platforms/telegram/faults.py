"""What Telegram's refusals mean for us. It tells them apart by their texts only."""

from __future__ import annotations

from telegram.error import BadRequest, Forbidden, TelegramError

GONE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message identifier is not specified",
)
TOPIC = ("message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")
STALE = ("wrong file identifier", "wrong remote file", "wrong type of file", "file_reference")
LOST = (
    "chat not found",
    "user is deactivated",
    "group chat was deactivated",
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_write_forbidden",
    "peer_id_invalid",
    "chat_restricted",
)


def unchanged(error: BadRequest) -> bool:
    """The message looks like that already."""
    return _says(error, "message is not modified")


def gone(error: BadRequest) -> bool:
    """The message is not there any more, or too old to be edited."""
    return _says(error, *GONE)


def deleted(error: BadRequest) -> bool:
    """Somebody was faster."""
    return _says(error, "message to delete not found")


def no_text(error: BadRequest) -> bool:
    """The message is a picture or a film: its words are a caption."""
    return _says(error, "there is no text in the message")


def no_topic(error: BadRequest) -> bool:
    """The topic was closed or deleted; the chat is still there."""
    return _says(error, *TOPIC)


def stale(error: BadRequest) -> bool:
    """A file that Telegram had is not there any more: it has to be sent again."""
    return _says(error, *STALE)


def too_late(error: BadRequest) -> bool:
    """A press was answered, or is too old to be."""
    return _says(error, "query is too old", "query id is invalid")


def lost(error: TelegramError) -> bool:
    """Nobody can be reached there any more: blocked, removed, or forbidden to write."""
    return isinstance(error, Forbidden) or (isinstance(error, BadRequest) and _says(error, *LOST))


def _says(error: TelegramError, *words: str) -> bool:
    said = error.message.casefold()
    return any(word in said for word in words)
