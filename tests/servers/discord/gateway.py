"""The gateway: sessions that outlive their connections, heartbeats, events in order."""

from __future__ import annotations

import asyncio
import json
import secrets
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import zstandard
from aiohttp import WSMsgType, web

from tests.servers.discord.refusal import JSON

if TYPE_CHECKING:
    from tests.servers.discord.world import World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, MEMBERS, INVALID, HELLO, ACK = (
    *(0, 1, 2, 6, 7),
    *(8, 9, 10, 11),
)
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
INTENTS = {  # of an event in a server, and in direct messages
    "GUILD_MEMBER": (1, 0),
    "GUILD": (0, 0),
    "CHANNEL": (0, 0),
    "THREAD": (0, 0),
    "MESSAGE_REACTION": (10, 13),
    "MESSAGE_POLL": (24, 25),
    "MESSAGE": (9, 12),
    "TYPING": (11, 14),
}


@dataclass(frozen=True, slots=True)
class Event:
    """Something the bot is told; `guild` is 0 for what is in no server."""

    name: str
    data: JSON
    guild: int = 0


class Packer(Protocol):
    """Makes of a payload what goes over the wire."""

    def __call__(self, payload: bytes) -> bytes: ...


def packer(mode: str | None) -> Packer | None:
    """By the `compress` of a connection; None for text."""
    if mode == "zlib-stream":
        deflate = zlib.compressobj()
        return lambda payload: deflate.compress(payload) + deflate.flush(zlib.Z_SYNC_FLUSH)
    if mode == "zstd-stream":
        stream = zstandard.ZstdCompressor().compressobj()
        block = zstandard.COMPRESSOBJ_FLUSH_BLOCK
        return lambda payload: stream.compress(payload) + stream.flush(block)
    return None


class Connection:
    """One websocket, with what waits to be sent on it."""

    def __init__(self, socket: web.WebSocketResponse, mode: str | None) -> None:
        self.socket, self._pack = socket, packer(mode)
        self._queue: asyncio.Queue[JSON | None] = asyncio.Queue()
        self.session: Session | None = None

    @property
    def open(self) -> bool:
        return not self.socket.closed

    def send(self, op: int, data: Any = None, name: str | None = None, seq: int = 0) -> None:
        """Send it after what waits already."""
        self._queue.put_nowait({"op": op, "d": data, "s": seq or None, "t": name})

    async def write(self) -> None:
        """Send what waits until the connection ends."""
        while (payload := await self._queue.get()) is not None and self.open:
            text = json.dumps(payload, ensure_ascii=False)
            try:
                if self._pack:
                    await self.socket.send_bytes(self._pack(text.encode()))
                else:
                    await self.socket.send_str(text)
            except (ConnectionError, RuntimeError):
                return  # it closed while this was on its way; RESUME asks for it again

    def end(self) -> None:
        """Nothing more is sent."""
        self._queue.put_nowait(None)


@dataclass(slots=True, eq=False)
class Session:
    """What a bot has been told since it identified."""

    id: str
    shard: tuple[int, int]
    intents: int
    seq: int = 0
    log: list[tuple[int, Event]] = field(default_factory=list[tuple[int, Event]])
    connection: Connection | None = None

    @property
    def open(self) -> bool:
        return bool(self.connection and self.connection.open)

    def wants(self, event: Event) -> bool:
        """Whether it is of this shard, and the bot asked for such."""
        if (event.guild >> 22) % self.shard[1] != self.shard[0]:
            return False
        kind = next((i for k, i in INTENTS.items() if event.name.startswith(k)), None)
        return kind is None or bool(self.intents >> kind[0 if event.guild else 1] & 1)

    def tell(self, event: Event) -> None:
        """Now, or when it resumes."""
        self.seq += 1
        self.log.append((self.seq, event))
        if self.connection and self.connection.open:
            self.connection.send(DISPATCH, event.data, event.name, self.seq)

    def replay(self, seq: int) -> None:
        """What it has missed."""
        assert self.connection
        for number, event in self.log:
            if number > seq:
                self.connection.send(DISPATCH, event.data, event.name, number)
        self.tell(Event("RESUMED", {}))


class Gateway:
    """All connections of the bot. `queries` are those of the connections so far."""

    def __init__(self, world: World, token: str, heartbeat: float, shards: int) -> None:
        self.shards, self.heartbeats, self.identifies, self.resumes = shards, 0, 0, 0
        self.queries: list[dict[str, str]] = []
        self.events: list[Event] = []
        self._world, self._token, self._heartbeat = world, token, heartbeat
        self._sessions: dict[str, Session] = {}
        self._connections: set[Connection] = set()

    @property
    def connected(self) -> int:
        """How many shards are there at present."""
        return sum(session.open for session in self._sessions.values())

    def tell(self, event: Event) -> Event:
        """Tell the bot, or keep it until it resumes."""
        self.events.append(event)
        for session in self._sessions.values():
            if session.wants(event):
                session.tell(event)
        return event

    async def drop(self, code: int) -> None:
        """Close the connections; the sessions stay."""
        self._world.tell(f"the gateway closes with {code}")
        for connection in list(self._connections):
            await connection.socket.close(code=code)

    def reconnect(self) -> None:
        """Ask the bot to come again."""
        self._world.tell("the gateway asks to reconnect")
        for connection in self._connections:
            connection.send(RECONNECT)

    def invalid(self, *, resumable: bool) -> None:
        """Call the sessions invalid; who may not resume begins anew."""
        self._world.tell(f"the gateway calls the session invalid, resumable: {resumable}")
        if not resumable:
            self._sessions.clear()
        for connection in self._connections:
            connection.send(INVALID, resumable)

    async def close(self) -> None:
        """The end."""
        for connection in list(self._connections):
            await connection.socket.close(code=1001)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One connection until it ends."""
        self.queries.append(dict(request.query))
        socket = web.WebSocketResponse(compress=False, max_msg_size=1 << 16)
        await socket.prepare(request)
        connection = Connection(socket, request.query.get("compress"))
        self._connections.add(connection)
        writing = asyncio.create_task(connection.write())
        connection.send(HELLO, {"heartbeat_interval": int(self._heartbeat * 1000)})
        try:
            await self._listen(connection)
        finally:
            self._connections.discard(connection)
            connection.end()
            await writing
        self._world.changed()
        return socket

    async def _listen(self, connection: Connection) -> None:
        """Hear what is said until the end, or until no heart has beaten for two intervals."""
        socket = connection.socket
        while connection.open:
            try:
                message = await socket.receive(timeout=2 * self._heartbeat)
            except TimeoutError:
                await socket.close(code=4009, message=b"Session timed out.")
                return
            if message.type is WSMsgType.TEXT:
                await self._hear(connection, json.loads(message.data))

    async def _hear(self, connection: Connection, said: JSON) -> None:
        data: Any = said["d"]
        if said["op"] == HEARTBEAT:
            self.heartbeats += 1
            connection.send(ACK)
        elif said["op"] in (IDENTIFY, RESUME) and data["token"] != self._token:
            await connection.socket.close(code=4004, message=b"Authentication failed.")
        elif said["op"] == IDENTIFY:
            await self._identify(connection, data)
        elif said["op"] == RESUME:
            self._resume(connection, data)
        elif said["op"] == MEMBERS:
            self._members(connection, data)

    async def _identify(self, connection: Connection, data: JSON) -> None:
        self.identifies += 1
        if data["intents"] & PRIVILEGED:
            await connection.socket.close(code=4014, message=b"Disallowed intent(s).")
            return
        first, count = data.get("shard") or (0, 1)
        gone = [s.id for s in self._sessions.values() if s.shard[0] == first and not s.open]
        for session in gone:
            del self._sessions[session]
        new = Session(secrets.token_hex(16), (first, count), data["intents"])
        self._sessions[new.id] = new
        new.connection, connection.session = connection, new
        guilds = [g for g in self._world.guilds.values() if not g.foreign]
        mine = [g for g in guilds if (g.id >> 22) % count == first]
        self._world.tell(f"the bot is there, shard {first} of {count}")
        new.tell(Event("READY", self._ready(new, [g.id for g in mine])))
        for guild in mine:
            new.tell(Event("GUILD_CREATE", guild.whole, guild.id))
        self._world.changed()

    def _ready(self, session: Session, guilds: list[int]) -> JSON:
        bot = self._world.bot
        return {
            "v": 10,
            "user": self._world.me,
            "guilds": [{"id": str(g), "unavailable": True} for g in guilds],
            "session_id": session.id,
            "resume_gateway_url": self._world.gateway_url,
            "shard": list(session.shard),
            "application": {"id": str(bot.id), "flags": 0},
        }

    def _resume(self, connection: Connection, data: JSON) -> None:
        self.resumes += 1
        session = self._sessions.get(data["session_id"])
        if session is None:
            connection.send(INVALID, False)
            return
        session.connection, connection.session = connection, session
        self._world.tell(f"the bot resumes after {data['seq']} of {session.seq}")
        session.replay(data["seq"])
        self._world.changed()

    def _members(self, connection: Connection, data: JSON) -> None:
        guild = self._world.guilds[int(data["guild_id"])]
        wanted = [int(i) for i in data.get("user_ids") or ()]
        query = (data.get("query") or "").lower()
        people = [p for p in guild.everybody if not wanted or p.id in wanted]
        found = [p for p in people if p.name.lower().startswith(query)]
        chunk: JSON = {
            "guild_id": str(guild.id),
            "members": [guild.member(p) for p in found],
            "chunk_index": 0,
            "chunk_count": 1,
            "nonce": data.get("nonce"),
        }
        if connection.session:
            connection.session.tell(Event("GUILD_MEMBERS_CHUNK", chunk, guild.id))
