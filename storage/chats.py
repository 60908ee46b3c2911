"""What a chat (a group, a channel, a thread) has chosen for everyone in it."""

from __future__ import annotations

from storage.preferences import Preferences


class Chats(Preferences):
    """Settings by the key of a place, e.g. `telegram:-100123/7`."""

    scope = "chat"
