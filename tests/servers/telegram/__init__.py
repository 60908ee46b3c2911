"""Telegram's stand-in: its Bot API on loopback, with the person's side."""

from tests.servers.platforms.clock import Clock, Still
from tests.servers.telegram.message import Message
from tests.servers.telegram.people import Answer, InlineAnswer, User
from tests.servers.telegram.rooms import Chat, Room, Topic
from tests.servers.telegram.server import Telegram
from tests.servers.telegram.spec import PATH as SPEC

__all__ = [
    "SPEC",
    "Answer",
    "Chat",
    "Clock",
    "InlineAnswer",
    "Message",
    "Room",
    "Still",
    "Telegram",
    "Topic",
    "User",
]
