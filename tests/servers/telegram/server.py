"""Telegram on loopback: the Bot API for one bot, and the people who talk to it.

async with Telegram(token="123:invented") as telegram:
    mei = telegram.person("Mei", lang="zh-hans")
    chat = telegram.private(mei)
    await chat.say("一只猫")
    message = await chat.until(lambda m: m.video)
    await chat.press(message, "Vary")
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self, TypeVar

from aiohttp import web

from tests.servers.telegram import messages, methods
from tests.servers.telegram.call import METHODS, Call, read
from tests.servers.telegram.clock import Clock
from tests.servers.telegram.files import LOCAL_UPLOAD_BYTES, Files
from tests.servers.telegram.limits import Limits
from tests.servers.telegram.people import (
    Answer,
    Chat,
    InlineAnswer,
    Message,
    Topic,
    User,
    addressed,
)
from tests.servers.telegram.refusal import JSON, Refused, bad, flood
from tests.servers.telegram.spec import Spec, load
from tests.servers.telegram.updates import Updates

SERVED = (messages, methods)  # what fills METHODS
LIMITED = ("send", "edit", "copy", "delete", "stopPoll")
UNLIMITED = ("deleteWebhook", "deleteMyCommands")
QUERY_SECONDS = {"callback_query": 60.0, "inline_query": 30.0, "pre_checkout_query": 10.0}
FIRST_PERSON, FIRST_GROUP, FIRST_SUPERGROUP = 1001, -4001, -1_000_000_000_001 - 1000
T = TypeVar("T")


@dataclass(slots=True)
class Fault:
    """What goes wrong, `times` times, at a method or at all ("*"), in one chat or in any."""

    method: str
    code: int = 0
    description: str = ""
    retry_after: int = 0
    times: int = 1
    cut: bool = False
    taken: bool = False
    hang: float = 0.0
    chat: int | None = None

    def meets(self, call: Call) -> bool:
        return self.method in ("*", call.method) and self.chat in (None, call.chat)


@dataclass(slots=True)
class Pending:
    """A question to the bot that is open until a time."""

    until: float
    answer: Any = None
    done: bool = False


@dataclass(slots=True)
class Lines:
    """What happened, in words."""

    since: float
    told: list[str] = field(default_factory=list[str])


class Telegram:
    """The stand-in. With `limits` it refuses a bot that says too much; `local` makes it an own Bot
    API server, with bigger files on the same disk; `privacy` hides from the bot what is not meant
    for it in groups; `port` 0 means any.

    When the context ends without an error, `broken` must be empty but for what a test has read."""

    def __init__(
        self,
        token: str = "123:invented",
        *,
        limits: bool = False,
        clock: Clock | None = None,
        local: bool = False,
        privacy: bool = True,
        port: int = 0,
        spec: Spec | None = None,
    ) -> None:
        self.token, self.clock, self.privacy = token, clock or Clock(), privacy
        self.spec = spec or load()
        self.me = _bot(int(token.partition(":")[0]), privacy)
        self.limits = Limits(self.clock) if limits else None
        self.files = Files(self.me["id"], local=local)
        self.people: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.calls: list[Call] = []
        self.commands: dict[tuple[str, str], dict[str, str]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.queries: dict[str, Pending] = {}
        self.payloads: dict[tuple[int, int], str] = {}
        self.blocked: set[int] = set()
        self.faults: list[Fault] = []
        self.caused_429 = 0
        self.version = 0
        self._lines = Lines(self.clock.now())
        self.updates = Updates(lambda: self.date, self.tell)
        self._broken: list[str] = []
        self._read = 0
        self._port, self._down = port, False
        self._event = asyncio.Event()
        self._private_numbers = count(1)
        self._query_numbers = count(1)
        self._ids = {n: count(n, s) for n, s in IDS.items()}
        self.app = web.Application(client_max_size=LOCAL_UPLOAD_BYTES + (1 << 20))
        self.app.router.add_route("*", "/bot{token}/{method}", self._handle)
        self.app.router.add_get("/file/bot{token}/{path:.*}", self._file)
        if not self.spec.there:
            self.tell("the Bot API's description is not at hand: nothing is checked against it")

    # For people who try it, and for tests

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def date(self) -> int:
        """The time as messages give it."""
        return int(self.clock.now())

    def person(self, name: str, *, lang: str = "en") -> User:
        """Somebody new."""
        user = User(next(self._ids[FIRST_PERSON]), name, lang)
        self.people[user.id] = user
        return user

    def private(self, user: User) -> Chat:
        """The private chat with somebody, who has started the bot."""
        if user.id not in self.chats:
            chat = Chat(self, user.id, "private", user.name, self._private_numbers, [user])
            self.chats[user.id] = chat
        return self.chats[user.id]

    def group(
        self,
        title: str,
        *,
        forum: bool = False,
        basic: bool = False,
        admin: bool = False,
        members: list[User] | None = None,
    ) -> Chat:
        """A group with the bot in it: a supergroup, or a `basic` one, which can migrate; its first
        member owns it. `admin`: the bot may manage it."""
        number = next(self._ids[FIRST_GROUP if basic else FIRST_SUPERGROUP])
        numbers = self._private_numbers if basic else count(1)
        kind = "group" if basic else "supergroup"
        chat = Chat(self, number, kind, title, numbers, list(members or []), forum)
        chat.admins = {m.id for m in chat.members[:1]} | ({self.me["id"]} if admin else set())
        self.chats[chat.id] = chat
        return chat

    def topic(self, group: Chat, name: str) -> Topic:
        """A topic that a person opened in a forum."""
        assert group.forum, "only a forum has topics: group(…, forum=True)"
        return methods.open_topic(self, group.id, name, group.person.raw)

    def close_topic(self, topic: Topic) -> None:
        """Nobody may write there any more."""
        topic.closed = True

    def delete_topic(self, topic: Topic) -> None:
        """It is gone with all that stood in it."""
        del topic.chat.topics[topic.id]
        for message in topic.messages:
            message.gone = True

    def fail(
        self,
        method: str,
        *,
        code: int = 0,
        description: str = "",
        retry_after: int = 0,
        times: int = 1,
        cut: bool = False,
        taken: bool = False,
        hang: float = 0.0,
        chat: int | None = None,
    ) -> None:
        """Let the next calls go wrong. `method`: one, or "*" for all but getUpdates. `cut`: the
        connection is closed without an answer. `taken`: it is done, and then the answer is this
        fault. `hang`: so many seconds pass first; without anything else it is then done."""
        self.faults.append(
            Fault(method, code, description, retry_after, times, cut, taken, hang, chat)
        )

    async def down(self) -> None:
        """Refuse connections, and cut those that are open."""
        self._down = True
        await self._site.stop()
        assert self._runner.server
        for connection in self._runner.server.connections:
            if connection.transport:
                connection.transport.abort()
        self.tell("the server is down")

    async def up(self) -> None:
        """Listen again, at the same address."""
        self._down = False
        await self._listen()
        self.tell("the server is up again")

    async def inline(
        self,
        person: User,
        query: str,
        *,
        offset: str = "",
        timeout: float = 10.0,  # noqa: ASYNC109
    ) -> InlineAnswer | None:
        """Somebody writes @bot and a query somewhere; what they are offered, None for nothing."""
        asked = {"from": person.raw, "query": query, "offset": offset, "chat_type": "sender"}
        return await self._ask("inline_query", asked, timeout)

    async def press(self, message: Message, data: str, by: User, patience: float) -> Answer | None:
        """A press on a button; `Room.press` finds the data."""
        assert not message.gone, f"the message is gone\n{self.transcript()}"
        self.tell(f"{message.chat.title} #{message.id} {by.name} presses {data}")
        asked = {
            "from": by.raw,
            "message": message.raw,
            "chat_instance": str(message.chat.id),
            "data": data,
        }
        return await self._ask("callback_query", asked, patience)

    async def pay(self, message: Message, by: User, *, patience: float = 10.0) -> str | None:
        """Somebody pays an invoice. "" when it went well, else the bot's reason; None when the bot
        did not answer in time."""
        invoice = message.raw["invoice"]
        paid = {
            "currency": invoice["currency"],
            "total_amount": invoice["total_amount"],
            "invoice_payload": self.payloads[message.chat.id, message.id],
        }
        reason = await self._ask("pre_checkout_query", {"from": by.raw} | paid, patience)
        if reason == "":
            charges = {
                "telegram_payment_charge_id": f"charge-{len(self.calls)}",
                "provider_payment_charge_id": "",
            }
            raw = {"from": by.raw, "successful_payment": paid | charges}
            await self.push("message", message.chat.write(raw, {}).raw)
        return reason

    async def push(self, kind: str, content: JSON) -> int:
        """Tell the bot of something; the update's number, 0 when it does not want such."""
        number = self.updates.add(kind, content)
        if number:
            self._note(self.spec.object("Update", self.updates.all[number]), "pushed: ")
        self.changed()
        return number

    def redeliver(self, update_id: int) -> None:
        """Give the bot an update a second time."""
        self.updates.again(update_id)

    @property
    def delivered(self) -> list[int]:
        """The numbers of all updates so far."""
        return list(self.updates.all)

    def count(self, method: str, chat: int | Chat | None = None) -> int:
        """How often the bot called a method, in one chat or in all."""
        number = chat.id if isinstance(chat, Chat) else chat
        return sum(c.method == method and number in (None, c.chat) for c in self.calls)

    @property
    def broken(self) -> list[str]:
        """Where the bot or this stand-in does not hold to the Bot API. What was read here is not
        held against the test any more."""
        self._read = len(self._broken)
        return list(self._broken)

    def transcript(self) -> str:
        """Everything that happened."""
        return "\n".join(self._lines.told)

    async def wait(self, found: Callable[[], T | None], patience: float) -> T | None:
        """What `found` finds, as soon as it does; None after so many seconds."""
        try:
            async with asyncio.timeout(patience):
                while (thing := found()) is None:
                    await self._event.wait()
                return thing
        except TimeoutError:
            return found()

    # For the methods

    @property
    def sender(self) -> JSON:
        """The bot as messages name it."""
        return {k: self.me[k] for k in ("id", "is_bot", "first_name", "username")}

    def room(self, call: Call) -> Chat:
        """The chat that a call is about; raises where the bot may not speak there."""
        number = call.number("chat_id")
        chat = self.chats.get(number)
        if chat is None:
            if number in self.people:
                raise Refused(403, "Forbidden: bot can't initiate conversation with a user")
            raise bad("chat not found")
        if number in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if chat.moved_to:
            raise bad(
                "group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to
            )
        if chat.left:
            raise Refused(403, f"Forbidden: bot is not a member of the {chat.kind} chat")
        if thread := call.number("message_thread_id", 0):
            if thread not in chat.topics:
                raise bad("message thread not found")
            if chat.topics[thread].closed:
                raise bad("TOPIC_CLOSED")
        return chat

    def sees(self, message: Message) -> bool:
        """Whether the bot is shown what a person wrote."""
        chat = message.chat
        if chat.silent:
            return False
        open_to_all = not self.privacy or self.me["id"] in chat.admins
        return chat.kind == "private" or open_to_all or addressed(message, self.me["username"])

    def remove(self, message: Message, who: str) -> None:
        """Take a message away."""
        message.gone = True
        self.tell(f"{message.chat.title} #{message.id} is deleted by {who}")
        self.changed()

    def tell(self, line: str) -> None:
        """Add to the transcript."""
        self._lines.told.append(f"{self.clock.now() - self._lines.since:8.2f}  {line}")

    def changed(self) -> None:
        """Wake who waits."""
        self.version += 1
        self._event.set()
        self._event = asyncio.Event()

    # The server

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await self._listen()
        return self

    async def __aexit__(self, kind: object, *_: object) -> None:
        await self.updates.close()
        await self._runner.cleanup()
        self.files.close()
        unread = self._broken[self._read :]
        assert kind or not unread, "not as the Bot API has it:\n" + "\n".join(unread)

    async def _listen(self) -> None:
        self._site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True)
        await self._site.start()
        server = self._site._server  # pyright: ignore[reportPrivateUsage]
        assert isinstance(server, asyncio.Server)
        self._port = server.sockets[0].getsockname()[1]

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return web.json_response(Refused(401, "Unauthorized").body, status=401)
        method = self.spec.method(request.match_info["method"])
        try:
            call = await read(request, method, self.clock.now())
        except Refused as refused:
            return web.json_response(refused.body, status=refused.code)
        self.calls.append(call)
        self._note(self.spec.request(method, call.params, call.uploads))
        fault = self._fault(call)
        body = await self._faulty(request, call, fault) if fault else await self._done(call)
        call.uploads = {}
        call.code = body.get("error_code", 200)
        if not body["ok"]:
            self.tell(f"{method} is answered {call.code} {body['description']}")
        return web.json_response(body, status=call.code)

    def _fault(self, call: Call) -> Fault | None:
        fault = next((f for f in self.faults if f.meets(call)), None)
        if fault is None or (fault.method == "*" and call.method == "getUpdates"):
            return None
        fault.times -= 1
        if fault.times <= 0:
            self.faults.remove(fault)
        return fault

    async def _faulty(self, request: web.Request, call: Call, fault: Fault) -> JSON:
        await asyncio.sleep(fault.hang)
        body = await self._done(call) if fault.taken else None
        if fault.cut or (fault.taken and not fault.code):
            self.tell(f"{call.method} is cut")
            assert request.transport
            request.transport.abort()
            return body or Refused(500, "Internal Server Error: cut").body
        if fault.code == 429:
            return flood(fault.retry_after or 1).body
        if fault.code:
            return Refused(fault.code, fault.description or REASONS[fault.code]).body
        return await self._done(call)

    async def _done(self, call: Call) -> JSON:
        try:
            self._hold_to_limits(call)
            if call.method not in METHODS:
                self._note([f"{call.method}: the stand-in does not serve it"])
                raise Refused(501, f"Not Implemented: {call.method}")
            result = await METHODS[call.method](self, call)
        except Refused as refused:
            return refused.body
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            return self._unreadable(call, error)
        self._note(self.spec.answer(call.method, result))
        return {"ok": True, "result": result}

    def _unreadable(self, call: Call, error: Exception) -> JSON:
        """What a request that is not built as it should be ends in; our own faults too, so that it
        is noted in any case."""
        self._note([f"{call.method} could not be read: {error!r}"])
        return bad(f"can't parse {call.method}: {error!r}").body

    def _hold_to_limits(self, call: Call) -> None:
        limited = call.method.startswith(LIMITED) and call.method not in UNLIMITED
        if self.limits is None or call.chat is None or not limited:
            return
        weight = len(call.json("media")) if call.method == "sendMediaGroup" else 1
        if wait := self.limits.ask(call.chat, weight):
            self.caused_429 += 1
            raise flood(wait)

    def _note(self, wrong: list[str], where: str = "") -> None:
        for line in wrong:
            self._broken.append(where + line)
            self.tell(f"NOT AS THE BOT API HAS IT: {where}{line}")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        file = self.files.at(request.match_info["path"])
        if request.match_info["token"] != self.token or file is None:
            return web.json_response(Refused(404, "Not Found").body, status=404)
        return web.Response(body=file.bytes, content_type="application/octet-stream")

    async def _ask(self, kind: str, content: JSON, patience: float) -> Any:
        number = str(next(self._query_numbers))
        pending = self.queries[number] = Pending(self.clock.now() + QUERY_SECONDS[kind])
        await self.push(kind, {"id": number} | content)
        await self.wait(lambda: pending if pending.done else None, patience)
        return pending.answer


REASONS = {
    400: "Bad Request: planted",
    403: "Forbidden: planted",
    404: "Not Found",
    409: "Conflict: planted",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
IDS = {FIRST_PERSON: 1, FIRST_GROUP: -1, FIRST_SUPERGROUP: -1}


def _bot(number: int, privacy: bool) -> JSON:
    able = {"can_join_groups": True, "supports_inline_queries": True}
    unable = (
        "can_connect_to_business",
        "has_main_web_app",
        "has_topics_enabled",
        "allows_users_to_create_topics",
        "can_manage_bots",
        "supports_guest_queries",
        "supports_join_request_queries",
    )
    who: JSON = {
        "id": number,
        "is_bot": True,
        "first_name": "Reelroom",
        "username": "reelroom_bot",
        "can_read_all_group_messages": not privacy,
    }
    return who | able | dict.fromkeys(unable, False)
