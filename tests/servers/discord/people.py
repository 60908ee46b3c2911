"""People, roles, and what somebody may do."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.servers.discord.refusal import JSON

BITS = {
    "administrator": 3,
    "manage_guild": 5,
    "add_reactions": 6,
    "view_channel": 10,
    "send_messages": 11,
    "manage_messages": 13,
    "embed_links": 14,
    "attach_files": 15,
    "read_message_history": 16,
    "mention_everyone": 17,
    "use_application_commands": 31,
    "manage_threads": 34,
    "create_public_threads": 35,
    "create_private_threads": 36,
    "send_messages_in_threads": 38,
    "send_polls": 49,
    "use_external_apps": 50,
}
USUAL = sum(1 << bit for name, bit in BITS.items() if not name.startswith(("admin", "manage")))
OF_BOT = USUAL | 1 << BITS["manage_threads"]


def bits(names: list[str]) -> int:
    """Permissions as one number."""
    return sum(1 << BITS[name] for name in names)


@dataclass(frozen=True, slots=True)
class User:
    """A person, or the bot."""

    id: int
    name: str
    locale: str = "en-US"
    bot: bool = False

    @property
    def raw(self) -> JSON:
        """As Discord shows them."""
        return {
            "id": str(self.id),
            "username": "".join(self.name.lower().split()),
            "discriminator": "0000" if self.bot else "0",
            "global_name": None if self.bot else self.name,
            "avatar": None,
            "primary_guild": None,
            "public_flags": 0,
            "flags": 0,
            "bot": self.bot,
        }

    def __str__(self) -> str:
        return self.name


@dataclass(slots=True)
class Role:
    """A role of a server. `everyone` has the id of the server."""

    id: int
    name: str
    members: set[int] = field(default_factory=set[int])
    permissions: int = 0
    position: int = 1

    @property
    def raw(self) -> JSON:
        """As Discord shows it."""
        colors = {"primary_color": 0, "secondary_color": None, "tertiary_color": None}
        return {
            "id": str(self.id),
            "name": self.name,
            "description": None,
            "color": 0,
            "colors": colors,
            "hoist": False,
            "icon": None,
            "unicode_emoji": None,
            "position": self.position,
            "permissions": str(self.permissions),
            "managed": False,
            "mentionable": False,
            "flags": 0,
        }
