"""Servers, as Discord calls the places where people have channels together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.servers.discord.channels import Channel
from tests.servers.discord.people import OF_BOT, USUAL, Role, User
from tests.servers.discord.refusal import JSON
from tests.servers.discord.snowflake import stamp

if TYPE_CHECKING:
    from tests.servers.discord.world import World

MIB = 1 << 20
UPLOAD_BYTES = {0: 10 * MIB, 1: 10 * MIB, 2: 50 * MIB, 3: 100 * MIB}


@dataclass(slots=True, eq=False)
class Guild:
    """A server. In a `foreign` one the bot is not: people took it along themselves."""

    discord: World
    id: int
    name: str
    members: list[User]
    tier: int = 0
    foreign: bool = False
    roles: list[Role] = field(default_factory=list[Role])
    channels: list[Channel] = field(default_factory=list[Channel])

    @property
    def channel(self) -> Channel:
        """Its first text channel."""
        return self.channels[0]

    @property
    def limit(self) -> int:
        """The bytes that a file may have."""
        return UPLOAD_BYTES[self.tier]

    def text(self, name: str, *, slow: int = 0) -> Channel:
        """Another text channel; with `slow` people wait so many seconds between messages."""
        new = self.discord.open_channel(self, name, slow=slow)
        self.discord.tell_bot("CHANNEL_CREATE", new.raw, self)
        return new

    def role(self, name: str, members: list[User] | None = None, *, permissions: int = 0) -> Role:
        """A new role, with these members."""
        people = {member.id for member in members or []}
        new = Role(self.discord.snowflakes(), name, people, permissions, len(self.roles))
        self.roles.append(new)
        self.discord.tell_bot(
            "GUILD_ROLE_CREATE", {"guild_id": str(self.id), "role": new.raw}, self
        )
        for member in members or []:
            self.discord.tell_bot("GUILD_MEMBER_UPDATE", self.membership(member), self)
        return new

    def join(self, person: User) -> None:
        """Somebody comes in, which the bot is not told."""
        self.members.append(person)

    def permissions(self, user: User) -> int:
        """What somebody may do in the whole of it."""
        owned = 1 << 3 if self.members[:1] == [user] else 0
        own = [r.permissions for r in self.roles if user.id in r.members]
        allowed = (OF_BOT if user.bot else USUAL) | owned
        for more in own:
            allowed |= more
        return allowed

    def member(self, user: User) -> JSON:
        """Somebody as they are here."""
        return {
            "user": user.raw,
            "nick": None,
            "avatar": None,
            "banner": None,
            "roles": [str(r.id) for r in self.roles if user.id in r.members],
            "joined_at": stamp(self.discord.since),
            "premium_since": None,
            "deaf": False,
            "mute": False,
            "flags": 0,
            "pending": False,
            "communication_disabled_until": None,
        }

    def membership(self, user: User) -> JSON:
        """The member, and where."""
        return self.member(user) | {"guild_id": str(self.id)}

    @property
    def everybody(self) -> list[User]:
        """The people, and the bot where it is."""
        return self.members if self.foreign else [*self.members, self.discord.bot]

    @property
    def brief(self) -> JSON:
        """As an interaction names it."""
        return {"id": str(self.id), "locale": "en-US", "features": []}

    @property
    def raw(self) -> JSON:
        """As REST answers it."""
        everyone = Role(self.id, "@everyone", permissions=USUAL, position=0)
        owner = self.members[0] if self.members else self.discord.owner
        none = (
            *("icon", "description", "home_header", "splash", "discovery_splash", "banner"),
            *("application_id", "afk_channel_id", "system_channel_id", "widget_channel_id"),
            *("max_presences", "vanity_url_code", "rules_channel_id", "safety_alerts_channel_id"),
            *("public_updates_channel_id", "incidents_data"),
        )
        return {
            **dict.fromkeys(none),
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(owner.id),
            "region": "deprecated",
            "afk_timeout": 300,
            "system_channel_flags": 0,
            "widget_enabled": False,
            "verification_level": 0,
            "roles": [everyone.raw, *(r.raw for r in self.roles)],
            "default_message_notifications": 0,
            "mfa_level": 0,
            "explicit_content_filter": 0,
            "max_members": 500_000,
            "max_stage_video_channel_users": 50,
            "max_video_channel_users": 25,
            "premium_tier": self.tier,
            "premium_subscription_count": 0,
            "preferred_locale": "en-US",
            "premium_progress_bar_enabled": False,
            "nsfw": False,
            "nsfw_level": 0,
            "features": [],
            "emojis": [],
            "stickers": [],
        }

    @property
    def whole(self) -> JSON:
        """As the gateway tells it."""
        return self.raw | {
            "joined_at": stamp(self.discord.since),
            "large": False,
            "unavailable": False,
            "member_count": len(self.everybody),
            "members": [self.member(self.discord.bot)],
            "channels": [c.raw for c in self.channels],
            "threads": [t.raw for c in self.channels for t in c.threads if not t.archived],
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }
