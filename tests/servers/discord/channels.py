"""Channels of servers, their threads, and direct messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.servers.discord.message import Message
from tests.servers.discord.people import BITS, OF_BOT, User, bits
from tests.servers.discord.refusal import JSON
from tests.servers.discord.rooms import Room
from tests.servers.discord.snowflake import stamp

if TYPE_CHECKING:
    from tests.servers.discord.guilds import Guild
    from tests.servers.discord.world import World

TEXT, DIRECT, PUBLIC_THREAD, PRIVATE_THREAD = 0, 1, 11, 12
IN_SERVER, WITH_BOT = 0, 1


@dataclass(slots=True, eq=False)
class Channel(Room):
    """Where people and the bot talk. `denied` names what the bot may not do there."""

    discord: World
    id: int
    kind: int
    name: str
    guild: Guild | None = None
    people: list[User] = field(default_factory=list[User])
    parent: Channel | None = None
    slow: int = 0
    denied: set[str] = field(default_factory=set[str])
    book: dict[int, Message] = field(default_factory=dict[int, Message])
    threads: list[Channel] = field(default_factory=list["Channel"])
    since: float = 0.0
    archived: bool = False
    locked: bool = False
    auto_archive: int = 1440
    by: User | None = None

    @property
    def private(self) -> bool:
        """Whether it is a direct message."""
        return self.kind == DIRECT

    @property
    def foreign(self) -> bool:
        """Whether the bot is not there."""
        return bool(self.guild and self.guild.foreign)

    @property
    def members(self) -> list[User]:
        """The people who may talk here."""
        return self.guild.members if self.guild else self.people

    @property
    def limit(self) -> int:
        """The bytes that a file may have."""
        return self.guild.limit if self.guild else 10 << 20

    @property
    def context(self) -> int:
        """How an interaction calls such a place."""
        return WITH_BOT if self.private else IN_SERVER

    @property
    def allowed(self) -> int:
        """What the bot may do here."""
        denied = self.denied | (self.parent.denied if self.parent else set())
        return OF_BOT & ~bits(sorted(denied))

    def may(self, *names: str) -> bool:
        """Whether the bot may do all of it."""
        return all(self.allowed >> BITS[name] & 1 for name in names)

    @property
    def title(self) -> str:
        """As the transcript names it."""
        if self.private:
            return f"@{self.people[0].name}"
        return f"{self.parent.title} › {self.name}" if self.parent else f"#{self.name}"

    @property
    def raw(self) -> JSON:
        """Discord's object."""
        last = next(reversed(self.book), None)
        base: JSON = {
            "id": str(self.id),
            "type": self.kind,
            "flags": 0,
            "last_message_id": str(last) if last else None,
        }
        if self.private:
            return base | {"recipients": [p.raw for p in self.people]}
        assert self.guild
        base |= {
            "guild_id": str(self.guild.id),
            "name": self.name,
            "parent_id": str(self.parent.id) if self.parent else None,
            "rate_limit_per_user": self.slow,
        }
        return base | (self._as_thread() if self.parent else self._as_channel())

    def _as_channel(self) -> JSON:
        bot = str(self.discord.bot.id)
        denied = {"id": bot, "type": 1, "allow": "0", "deny": str(bits(sorted(self.denied)))}
        return {
            "position": 0,
            "permission_overwrites": [denied] if self.denied else [],
            "topic": None,
            "nsfw": False,
        }

    def _as_thread(self) -> JSON:
        return {
            "owner_id": str((self.by or self.discord.bot).id),
            "message_count": len(self.book),
            "member_count": 1,
            "total_message_sent": len(self.book),
            "thread_metadata": {
                "archived": self.archived,
                "archive_timestamp": stamp(self.since),
                "auto_archive_duration": self.auto_archive,
                "locked": self.locked,
                "create_timestamp": stamp(self.since),
            },
        }
