"""What the bot is told, by polling or by a webhook."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.servers.telegram.refusal import JSON, Refused, bad

LONGEST_POLL = 50
AT_ONCE = 100
ATTEMPTS = 40
FIRST_WAIT, LONGEST_WAIT = 0.05, 1.0
PATIENCE = aiohttp.ClientTimeout(total=60)
UNASKED = ("chat_member", "message_reaction", "message_reaction_count")  # only when asked for


@dataclass(slots=True)
class Hook:
    """Where updates are sent to."""

    url: str
    secret: str
    connections: int
    error: str = ""
    error_date: int = 0


class Updates:
    """The queue of one bot. `all` keeps what was ever in it."""

    def __init__(self, now: Callable[[], int], tell: Callable[[str], None]) -> None:
        self._now, self._tell = now, tell
        self.all: dict[int, JSON] = {}
        self.queue: list[JSON] = []
        self.allowed: list[str] = []
        self.hook: Hook | None = None
        self._repeated: list[JSON] = []
        self._next = now()  # a bot that outlives a stand-in would take lower ones for known ones
        self._poll = 0
        self._came = asyncio.Event()
        self._deliveries: set[asyncio.Task[None]] = set()

    def add(self, kind: str, content: JSON) -> int:
        """Queue an update, if the bot wants such; its number, or 0."""
        if kind not in self.allowed if self.allowed else kind in UNASKED:
            return 0
        update = {"update_id": self._next, kind: json.loads(json.dumps(content))}
        self._next += 1
        self.all[update["update_id"]] = update
        self._enqueue(update)
        return update["update_id"]

    def again(self, number: int) -> None:
        """Give an update once more, also one that was confirmed."""
        if self.hook:
            self._enqueue(self.all[number])
        else:
            self._repeated.append(self.all[number])
            self._came.set()

    async def poll(self, offset: int, limit: int, seconds: int) -> list[JSON]:
        """What getUpdates answers. A second poll ends the first."""
        if self.hook:
            raise Refused(
                409,
                "Conflict: can't use getUpdates method while webhook is active;"
                " use deleteWebhook to delete the webhook first",
            )
        self._poll += 1
        mine = self._poll
        self._came.set()
        self._confirm(offset)
        now = asyncio.get_running_loop().time
        deadline = now() + min(seconds, LONGEST_POLL)
        while not (self.queue or self._repeated) and (left := deadline - now()) > 0:
            self._came = self._came if not self._came.is_set() else asyncio.Event()
            try:
                async with asyncio.timeout(left):
                    await self._came.wait()
            except TimeoutError:
                break
            if self._poll != mine:
                raise Refused(
                    409,
                    "Conflict: terminated by other getUpdates request;"
                    " make sure that only one bot instance is running",
                )
        repeated, self._repeated = self._repeated, []
        return [*repeated, *self.queue][: min(max(limit, 1), AT_ONCE)]

    def point(self, hook: Hook | None, *, drop: bool) -> None:
        """Send updates to a webhook from now on, or to none."""
        if hook and not hook.url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if drop:
            self.queue.clear()
        self.hook = hook
        self._poll += 1
        self._came.set()
        for update in self.queue if hook else ():
            self._send(update)

    async def close(self) -> None:
        """Stop sending."""
        for delivery in self._deliveries:
            delivery.cancel()
        await asyncio.gather(*self._deliveries, return_exceptions=True)

    def _enqueue(self, update: JSON) -> None:
        place = next(
            (i for i, u in enumerate(self.queue) if u["update_id"] >= update["update_id"]),
            len(self.queue),
        )
        self.queue.insert(place, update)
        self._came.set()
        if self.hook:
            self._send(update)

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            del self.queue[:offset]
        elif offset:
            self.queue[:] = [u for u in self.queue if u["update_id"] >= offset]

    def _send(self, update: JSON) -> None:
        delivery = asyncio.create_task(self._deliver(update))
        self._deliveries.add(delivery)
        delivery.add_done_callback(self._deliveries.discard)

    async def _deliver(self, update: JSON) -> None:
        hook, wait = self.hook, FIRST_WAIT
        for _ in range(ATTEMPTS):
            if hook is None or hook is not self.hook or not self._waits(update):
                return
            error = await self._post(hook, update)
            if not error:
                self.queue[:] = [u for u in self.queue if u is not update]
                return
            hook.error, hook.error_date = error, self._now()
            self._tell(f"webhook: update {update['update_id']}: {error}")
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    def _waits(self, update: JSON) -> bool:
        return any(u is update for u in self.queue)

    async def _post(self, hook: Hook, update: JSON) -> str:
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        try:
            async with (
                aiohttp.ClientSession(timeout=PATIENCE) as session,
                session.post(hook.url, json=update, headers=headers) as response,
            ):
                await response.read()
                good = 200 <= response.status < 300
                return "" if good else f"Wrong response from the webhook: {response.status}"
        except (aiohttp.ClientError, TimeoutError) as error:
            return f"Connection failed: {type(error).__name__}"

    def info(self) -> dict[str, Any]:
        """What getWebhookInfo answers."""
        info: dict[str, Any] = {
            "url": self.hook.url if self.hook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self.queue),
        }
        if self.hook:
            info["max_connections"] = self.hook.connections
            if self.hook.error:
                info["last_error_message"] = self.hook.error
                info["last_error_date"] = self.hook.error_date
        return info | ({"allowed_updates": self.allowed} if self.allowed else {})
