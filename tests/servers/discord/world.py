"""What a stand-in of Discord knows: people, servers and channels, what was said, what the bot was
asked, and the story of it all."""

from __future__ import annotations

import secrets
from typing import Any

from tests.servers.discord.call import Call
from tests.servers.discord.channels import DIRECT, PRIVATE_THREAD, PUBLIC_THREAD, TEXT, Channel
from tests.servers.discord.commands import Commands
from tests.servers.discord.files import Files
from tests.servers.discord.gateway import Event, Gateway
from tests.servers.discord.guilds import Guild
from tests.servers.discord.interactions import Interaction
from tests.servers.discord.message import Content, Message
from tests.servers.discord.people import User
from tests.servers.discord.refusal import JSON, no_access, no_permission, unknown
from tests.servers.discord.snowflake import Snowflakes
from tests.servers.discord.spec import Spec
from tests.servers.platforms.chronicle import Chronicle
from tests.servers.platforms.clock import Clock

HIDDEN: JSON = {"content": "", "embeds": [], "attachments": [], "components": []}
UNANSWERED = 3.5  # seconds of this machine after which a person no longer looks
DEFAULT, REPLY = 0, 19


class World(Chronicle):
    """Discord without its server."""

    spec_of = "Discord"

    def __init__(
        self, token: str, clock: Clock, spec: Spec, *, heartbeat: float, shards: int
    ) -> None:
        super().__init__(clock)
        self.spec = spec
        self.snowflakes = Snowflakes(clock.now)
        self.bot = User(self.snowflakes(), "Reelroom", bot=True)
        self.owner = User(self.snowflakes(), "Owner")
        self.files = Files(self.snowflakes, clock.now)
        self.commands = Commands(self.snowflakes, self.bot.id)
        self.people: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.interactions: list[Interaction] = []
        self.tokens: dict[str, Interaction] = {}
        self.blocked: set[int] = set()
        self.gateway_url = ""
        self._doing: dict[int, float] = {}
        self.gateway = Gateway(self, token, heartbeat, shards)

    # For people who try it, and for tests

    def person(self, name: str, *, locale: str = "en-US") -> User:
        """Somebody new."""
        user = User(self.snowflakes(), name, locale)
        self.people[user.id] = user
        return user

    def guild(
        self, name: str, *, members: list[User] | None = None, tier: int = 0, channel: str = ""
    ) -> Guild:
        """A server with the bot in it and one text channel; its first member owns it."""
        new = self._found(name, list(members or []), tier, channel or "general")
        self.gateway.tell(Event("GUILD_CREATE", new.whole, new.id))
        return new

    def dm(self, person: User) -> Channel:
        """The direct messages of somebody and the bot."""
        known = (c for c in self.channels.values() if c.private and c.people == [person])
        found = next(known, None)
        if found is None:
            found = Channel(self, self.snowflakes(), DIRECT, "", people=[person])
            self.channels[found.id] = found
        return found

    def abroad(self, person: User, *others: User) -> Channel:
        """A channel of a server where the bot is not; somebody has taken it along."""
        return self._found("abroad", [person, *others], 0, "elsewhere", foreign=True).channel

    def permissions(self, channel: Channel, changes: dict[str, bool]) -> None:
        """What the bot may and may not do in a channel from now on."""
        for name, allowed in changes.items():
            (channel.denied.discard if allowed else channel.denied.add)(name)
        self.tell(f"{channel.title} the bot may not {sorted(channel.denied) or 'nothing'}")
        self.tell_bot("CHANNEL_UPDATE", channel.raw, channel.guild)

    def block(self, person: User) -> None:
        """Somebody wants no direct messages of the bot."""
        self.blocked.add(person.id)

    async def use_user(self, command: str, user: User, *, by: User, room: Channel) -> Interaction:
        """Somebody chooses a command of a person."""
        return await room.use_user(command, user, by=by)

    async def drop(self, code: int = 4000) -> None:
        """Close the gateway; the bot may resume and then hears what it missed."""
        await self.gateway.drop(code)

    def reconnect(self) -> None:
        """Ask the bot to connect again, as Discord does now and then."""
        self.gateway.reconnect()

    def invalid(self, *, resumable: bool = False) -> None:
        """Call its session invalid."""
        self.gateway.invalid(resumable=resumable)

    def redeliver(self, event: Event | Interaction) -> None:
        """Tell the bot of an event a second time."""
        if isinstance(event, Interaction):
            event = next(e for e in self.gateway.events if e.data is event.event)
        self.gateway.tell(event)

    @property
    def events(self) -> list[Event]:
        """What the bot was told, in order."""
        return self.gateway.events

    @property
    def syncs(self) -> int:
        """How often commands were registered in bulk."""
        return self.commands.syncs

    async def ready(self, patience: float = 10.0) -> None:
        """Wait until the bot is connected."""
        there = await self.wait(lambda: self.gateway.connected or None, patience)
        assert there, f"the bot did not come\n{self.transcript()}"

    # What people do

    def post(
        self, channel: Channel, author: User, content: Content, *, answers: Message | None = None
    ) -> Message:
        """A person's message."""
        kind = REPLY if answers else DEFAULT
        message = Message(
            channel, self.snowflakes(), author, content, self.clock.now(), kind, answers
        )
        self.add(message)
        return message

    async def ask(
        self,
        channel: Channel,
        kind: int,
        data: JSON,
        person: User,
        *,
        message: Message | None = None,
        asked: Interaction | None = None,
    ) -> Interaction:
        """Ask the bot; returns when it has answered, or was too late to."""
        made = Interaction(
            self.snowflakes(),
            "aW50ZXJhY3Rpb24" + secrets.token_urlsafe(32),
            kind,
            person,
            channel,
            data,
            self.clock.now(),
            self._owners(channel, person),
            message,
            asked,
        )
        self.interactions.append(made)
        self.tokens[made.token] = made
        made.event = self._described(made)
        guild = channel.guild.id if channel.guild and not channel.foreign else 0
        self.gateway.tell(Event("INTERACTION_CREATE", made.event, guild))
        await self.wait(lambda: True if made.kind or made.late else None, UNANSWERED)
        if not made.kind:
            self.tell(f"{channel.title} the application did not respond")
        return made

    def react(self, message: Message, emoji: str, by: User, *, add: bool) -> None:
        """An emoji under a message, or away from there."""
        who = message.reactions.setdefault(emoji, set())
        (who.add if add else who.discard)(by.id)
        if not who:
            del message.reactions[emoji]
        self.tell(f"{message.channel.title} {by} {'puts' if add else 'takes'} {emoji}")
        name = f"MESSAGE_REACTION_{'ADD' if add else 'REMOVE'}"
        author = {"message_author_id": str(message.author.id)} if add else {}
        emote = {"emoji": {"id": None, "name": emoji}, "burst": False, "type": 0}
        self._tell_of(message, name, {"user_id": str(by.id)} | emote | author)

    def vote(self, message: Message, answer: str, by: User) -> None:
        """A vote in a poll."""
        assert message.poll and not message.over, f"{message} takes no votes"
        found = {a["poll_media"]["text"]: a["answer_id"] for a in message.poll["answers"]}
        assert answer in found, f"no answer {answer!r} among {list(found)}"
        if not message.poll["allow_multiselect"]:
            for voters in message.votes.values():
                voters.discard(by.id)
        message.votes.setdefault(found[answer], set()).add(by.id)
        more = {"user_id": str(by.id), "answer_id": found[answer]}
        self._tell_of(message, "MESSAGE_POLL_VOTE_ADD", more)

    # For what answers the bot

    @property
    def me(self) -> JSON:
        """The bot as it sees itself."""
        return self.bot.raw | {
            "mfa_enabled": True,
            "locale": "en-US",
            "verified": True,
            "email": None,
        }

    def reach(self, call: Call, *names: str) -> Channel:
        """The channel in the path; raises where the bot is not, or may not do these things."""
        channel = self.channels.get(call.number("channel"))
        if channel is None:
            raise unknown("Channel")
        if channel.foreign or not channel.may("view_channel"):
            raise no_access()
        if not channel.private and not channel.may(*names):
            raise no_permission()
        return channel

    def reach_message(self, channel: Channel, call: Call) -> Message:
        """The message in the path; raises for one that is gone or for one person alone."""
        message = channel.book.get(call.number("message"))
        if message is None or message.gone or message.ephemeral:
            raise unknown("Message")
        return message

    def add(self, message: Message) -> None:
        """Let a message stand in its place, and tell the bot where it may know."""
        channel = message.channel
        channel.book[message.id] = message
        self.tell(f"{channel.title} {message.author}: {message}")
        self._tell_message("MESSAGE_CREATE", message)
        self.changed()

    def rewrite(self, message: Message, content: Content) -> None:
        """Put something else in a message's place."""
        message.rewrite(content, self.clock.now())
        self.tell(f"{message.channel.title} …{message.id % 10_000:04} becomes: {message}")
        self._tell_message("MESSAGE_UPDATE", message)
        self.changed()

    def remove(self, message: Message, who: str) -> None:
        """Take a message away."""
        message.gone = True
        self.tell(f"{message.channel.title} {message} is deleted by {who}")
        if not message.ephemeral:
            gone: JSON = {"id": str(message.id), "channel_id": str(message.channel.id)}
            if message.channel.guild:
                gone["guild_id"] = str(message.channel.guild.id)
            self.tell_bot("MESSAGE_DELETE", gone, message.channel.guild)
        self.changed()

    def open_thread(self, parent: Channel, name: str, kind: int, **beside: Any) -> Channel:
        """A thread in a channel; at a message it has the message's id."""
        message: Message | None = beside.pop("message", None)
        number = message.id if message else self.snowflakes()
        new = Channel(
            self, number, kind, name, parent.guild, parent=parent, since=self.clock.now(), **beside
        )
        assert kind in (PUBLIC_THREAD, PRIVATE_THREAD)
        self.channels[new.id] = new
        parent.threads.append(new)
        self.tell(f"{parent.title} a thread is opened: {name}")
        if message:
            message.thread = new
        self.tell_bot("THREAD_CREATE", new.raw | {"newly_created": True}, parent.guild)
        self.changed()
        return new

    def open_channel(self, guild: Guild, name: str, *, slow: int = 0) -> Channel:
        """A text channel."""
        new = Channel(self, self.snowflakes(), TEXT, name, guild, slow=slow)
        guild.channels.append(new)
        self.channels[new.id] = new
        return new

    def as_bot(self, message: Message, *, bare: bool = False) -> JSON:
        """A message as the bot is shown it: without its content, where that is not for it."""
        raw = message.raw
        if bare:
            raw.pop("referenced_message", None)
        called = self.bot in message.content.mentions
        open_to_it = called or message.by_bot or message.channel.private
        return raw if open_to_it else raw | HIDDEN

    def resolved_user(self, channel: Channel, user: User) -> JSON:
        """Somebody as an interaction names them."""
        found: JSON = {"users": {str(user.id): user.raw}}
        if channel.guild and user in channel.guild.everybody:
            member = channel.guild.member(user)
            del member["user"]
            member["permissions"] = str(channel.guild.permissions(user))
            found["members"] = {str(user.id): member}
        return found

    def types(self, channel: Channel) -> None:
        """The bot is seen typing, for ten seconds."""
        self._doing[channel.id] = self.clock.now() + 10.0
        self.tell(f"{channel.title} the bot is typing …")
        self.changed()

    def typing_in(self, channel: Channel) -> bool:
        """Whether the bot is seen typing."""
        return self.clock.now() < self._doing.get(channel.id, 0.0)

    def tell_bot(self, name: str, data: JSON, guild: Guild | None) -> None:
        """An event, unless it is where the bot is not."""
        if guild is None or not guild.foreign:
            self.gateway.tell(Event(name, data, guild.id if guild else 0))
        self.changed()

    def _found(
        self, name: str, members: list[User], tier: int, channel: str, *, foreign: bool = False
    ) -> Guild:
        new = Guild(self, self.snowflakes(), name, members, tier, foreign)
        self.guilds[new.id] = new
        self.open_channel(new, channel)
        return new

    def _tell_message(self, name: str, message: Message) -> None:
        channel = message.channel
        if message.ephemeral or not channel.may("view_channel"):
            return
        raw = self.as_bot(message)
        if channel.guild:
            member = channel.guild.member(message.author)
            del member["user"]
            raw |= {"guild_id": str(channel.guild.id), "member": member}
        self.tell_bot(name, raw | {"channel_type": channel.kind}, channel.guild)

    def _tell_of(self, message: Message, name: str, more: JSON) -> None:
        guild = message.channel.guild
        where = {"channel_id": str(message.channel.id), "message_id": str(message.id)}
        where |= {"guild_id": str(guild.id)} if guild else {}
        self.tell_bot(name, where | more, guild)

    def _owners(self, channel: Channel, person: User) -> dict[str, str]:
        if channel.foreign:
            return {"1": str(person.id)}
        return {"0": str(channel.guild.id if channel.guild else 0)}

    def _described(self, asked: Interaction) -> JSON:
        """The event of an interaction."""
        channel, person = asked.channel, asked.person
        described: JSON = {
            "id": str(asked.id),
            "application_id": str(self.bot.id),
            "type": asked.type,
            "data": asked.data,
            "channel_id": str(channel.id),
            "channel": channel.raw | {"permissions": str(channel.allowed)},
            "token": asked.token,
            "version": 1,
            "locale": person.locale,
            "app_permissions": str(channel.allowed),
            "entitlements": [],
            "authorizing_integration_owners": asked.owners,
            "context": channel.context,
            "attachment_size_limit": channel.limit,
        }
        if asked.message:
            described["message"] = asked.message.raw
        if channel.guild is None:
            return described | {"user": person.raw}
        member = channel.guild.member(person)
        member["permissions"] = str(channel.guild.permissions(person))
        where: JSON = {"guild_id": str(channel.guild.id), "guild": channel.guild.brief}
        return described | where | {"guild_locale": "en-US", "member": member}
