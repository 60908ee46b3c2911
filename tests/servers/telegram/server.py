"""Telegram on loopback: the Bot API for one bot, and the people who talk to it.

```
async with Telegram(token="123:invented") as telegram:
    mei = telegram.person("Mei", lang="zh-hans")
    chat = telegram.private(mei)
    await chat.say("一只猫")
    message = await chat.until(lambda m: m.video)
    await chat.press(message, "Vary")
```
"""

from __future__ import annotations

import asyncio
from typing import Any, Unpack

from aiohttp import web

from tests.servers.platforms.clock import Clock
from tests.servers.platforms.fault import How, due
from tests.servers.platforms.loopback import Loopback
from tests.servers.telegram import messages, methods
from tests.servers.telegram.call import METHODS, Call, read
from tests.servers.telegram.faults import Fault
from tests.servers.telegram.files import LOCAL_UPLOAD_BYTES
from tests.servers.telegram.limits import Limits
from tests.servers.telegram.refusal import JSON, Refused, bad, flood
from tests.servers.telegram.rooms import Chat
from tests.servers.telegram.spec import Spec, load
from tests.servers.telegram.world import World

SERVED = (messages, methods)  # what fills METHODS
LIMITED = ("send", "edit", "copy", "delete", "stopPoll")
UNLIMITED = ("deleteWebhook", "deleteMyCommands")


class Telegram(World, Loopback):
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
        bot = _bot(int(token.partition(":")[0]), privacy)
        World.__init__(self, bot, clock or Clock(), spec or load(), local=local)
        self.token = token
        self.limits = Limits(self.clock) if limits else None
        self.calls: list[Call] = []
        self.caused_429 = 0
        self._faults: list[Fault] = []
        app = web.Application(client_max_size=LOCAL_UPLOAD_BYTES + (1 << 20))
        Loopback.__init__(self, app, port)
        self.app.router.add_route("*", "/bot{token}/{method}", self._handle)
        self.app.router.add_get("/file/bot{token}/{path:.*}", self._file)
        if not self.spec.there:
            self.tell("the Bot API's description is not at hand: nothing is checked against it")

    def fail(
        self,
        method: str,
        *,
        code: int = 0,
        description: str = "",
        retry_after: int = 0,
        chat: int | None = None,
        **how: Unpack[How],
    ) -> None:
        """Let the next calls of a method, or of "*", go wrong as `Fault` describes."""
        self._faults.append(Fault(method, code, description, retry_after, chat, **how))

    def count(self, method: str, chat: int | Chat | None = None) -> int:
        """How often the bot called a method, in one chat or in all."""
        number = chat.id if isinstance(chat, Chat) else chat
        return sum(c.method == method and number in (None, c.chat) for c in self.calls)

    async def __aexit__(self, kind: object, *_: object) -> None:
        await self.updates.close()
        await self.close()
        self.files.close()
        assert kind or not self.unread, self.complaint

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return web.json_response(Refused(401, "Unauthorized").body, status=401)
        method = _cased(request.match_info["method"], self.spec)
        try:
            call = await read(request, method, self.clock.now())
        except Refused as refused:
            return web.json_response(refused.body, status=refused.code)
        self.calls.append(call)
        self.note(self.spec.request(method, call.params, call.uploads))
        fault = due(self._faults, call)
        body = await self._faulty(request, call, fault) if fault else await self._done(call)
        call.uploads = {}
        call.code = body.get("error_code", 200)
        if not body["ok"]:
            self.tell(f"{method} is answered {call.code} {body['description']}")
        return web.json_response(body, status=call.code)

    async def _faulty(self, request: web.Request, call: Call, fault: Fault) -> JSON:
        await asyncio.sleep(fault.hang)
        done = await self._done(call) if fault.taken else None
        if fault.cuts:
            self.tell(f"{call.method} is cut")
            assert request.transport
            request.transport.abort()
            return done or Refused(500, "cut").body
        return fault.refusal.body if fault.refusal else await self._done(call)

    async def _done(self, call: Call) -> JSON:
        try:
            self._hold_to_limits(call)
            if call.method not in METHODS:
                self.note([f"{call.method}: the stand-in does not serve it"])
                raise Refused(501, f"Not Implemented: {call.method}")
            result = await METHODS[call.method](self, call)
        except Refused as refused:
            return refused.body
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            return self._unreadable(call, error)
        self.note(self.spec.answer(call.method, result))
        return {"ok": True, "result": result}

    def _unreadable(self, call: Call, error: Exception) -> JSON:
        """What a request that is not built as it should be ends in."""
        self.note([f"{call.method} could not be read: {error!r}"])
        return bad(f"can't parse {call.method}: {error!r}").body

    def _hold_to_limits(self, call: Call) -> None:
        limited = call.method.startswith(LIMITED) and call.method not in UNLIMITED
        if self.limits is None or call.chat is None or not limited:
            return
        weight = len(call.json("media")) if call.method == "sendMediaGroup" else 1
        if wait := self.limits.ask(call.chat, weight):
            self.caused_429 += 1
            raise flood(wait)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        file = self.files.at(request.match_info["path"])
        if request.match_info["token"] != self.token or file is None:
            return web.json_response(Refused(404, "Not Found").body, status=404)
        return web.Response(body=file.bytes, content_type="application/octet-stream")


def _cased(method: str, spec: Spec) -> str:
    """Names of methods are taken in any case."""
    served = {name.lower(): name for name in METHODS}
    return served.get(method.lower()) or spec.method(method)


def _bot(number: int, privacy: bool) -> JSON:
    unable = (
        "can_connect_to_business",
        "has_main_web_app",
        "has_topics_enabled",
        "allows_users_to_create_topics",
        "can_manage_bots",
        "supports_guest_queries",
    )
    bot: dict[str, Any] = {
        "id": number,
        "is_bot": True,
        "first_name": "Reelroom",
        "username": "reelroom_bot",
        "can_join_groups": True,
        "can_read_all_group_messages": not privacy,
        "supports_inline_queries": True,
    }
    return bot | dict.fromkeys(unable, False)
