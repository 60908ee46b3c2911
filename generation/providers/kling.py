"""Kling: clips that begin at a keyframe, and end at another where the model can."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import quote

from generation.errors import Kind, ProviderError
from generation.model import Clip, Cost, Provenance, Ticket
from generation.providers.contract import (
    Add,
    AnimateRequest,
    Bench,
    Capabilities,
    Member,
    Price,
    Unsure,
    Variable,
)
from generation.providers.wire.media import bring_clip, jpeg_base64
from generation.providers.wire.waiting import Pace, until_done
from generation.providers.wire.web import JSON, Web

LOG = logging.getLogger(__name__)
SINGAPORE = "https://api-singapore.klingai.com"
DEFAULT = "kling-v2-6"
SETTINGS = (
    Variable("KLING_ACCESS_KEY", "Access key: https://app.klingai.com/global/dev/api-key"),
    Variable("KLING_SECRET_KEY", "The secret key that belongs to it"),
    Variable(
        "KLING_BASE_URL", "Kling's address; in China https://api-beijing.klingai.com", SINGAPORE
    ),
    Variable("KLING_MODEL", "A Kling model", DEFAULT),
    Variable("KLING_MODE", "std: 720p; pro: 1080p, dearer", "std"),
)
CLIPS = "/v1/videos/image2video"
LONGEST_PROMPT = 2500  # characters; of the negative prompt as well
TOKEN_SECONDS, EARLIER = 1800, 5
SMALLEST_SKEW = 2.0  # seconds; a Date header has whole ones
PAGE, MOST_PAGES = 100, 20
EARLY = 120.0  # seconds that a task may seem older than its order: clocks differ
EXTERNAL_ID = re.compile(r"[A-Za-z0-9][\w.-]{0,63}", re.ASCII)  # unverified: what Kling takes
# unverified: Kling tells why a task failed in words only.
MODERATED = re.compile(r"risk|sensitive|polic|moderat|violat|审核|敏感|违规|风控", re.I)
RESOLUTIONS = {"std": 720, "pro": 1080}
DOLLARS_PER_UNIT = 0.14  # of a resource package; the trial's are cheaper
UNITS = "https://www.atlascloud.ai/blog/guides/kling-ai-api-pricing"
SILENT = "https://inference.sh/apps/klingai.md"
CHECKED = "2026-11-21"

# https://app.klingai.com/global/dev/document-api/apiReference/commonInfo
MEANINGS = {
    **dict.fromkeys((1000, 1001, 1002, 1003, 1004), Kind.ACCOUNT),
    **dict.fromkeys((1100, 1101, 1102, 1103), Kind.ACCOUNT),  # they arrive as 429
    **dict.fromkeys((1200, 1201, 1202, 1203), Kind.BAD_REQUEST),
    **dict.fromkeys((1300, 1301), Kind.MODERATED_INPUT),
    **dict.fromkeys((1302, 1303), Kind.BUSY),
    1304: Kind.ACCOUNT,  # our address is not on the account's list
}
NOT_YET, EXPIRED = 1003, 1004


@dataclass(frozen=True, slots=True)
class Model:
    """What a model takes; `last_frame` by the modes that end at a picture, `sound` where it must
    be told to make none, and dollars per silent second by mode."""

    seconds: tuple[int, ...]
    dollars: Mapping[str, float]
    last_frame: frozenset[str] = frozenset({"pro"})
    sound: bool = False
    source: str = "assumed"


MODELS = {
    "kling-v3": Model(
        tuple(range(3, 16)),
        {"std": 0.084, "pro": 0.112},
        frozenset({"std", "pro"}),
        sound=True,
        source=UNITS,
    ),
    "kling-v2-6": Model((5, 10), {"std": 0.042, "pro": 0.07}, sound=True, source=SILENT),
    "kling-v2-5-turbo": Model((5, 10), {"std": 0.042, "pro": 0.07}, source=SILENT),
    "kling-v2-1": Model((5, 10), {"std": 0.056, "pro": 0.098}),
    "kling-v1-6": Model((5, 10), {"std": 0.056, "pro": 0.098}),
}
PRICES = {
    name: tuple(
        Price(amount, "USD", "second", model.source, CHECKED, resolution=RESOLUTIONS[mode])
        for mode, amount in model.dollars.items()
    )
    for name, model in MODELS.items()
}
UNKNOWN = Model((5, 10), {}, frozenset())  # unverified: what all models so far have taken


def register(add: Add, env: Mapping[str, str]) -> None:
    """Kling animates where there are its two keys."""
    access, secret = env.get("KLING_ACCESS_KEY"), env.get("KLING_SECRET_KEY")
    if not (access and secret):
        return
    name, mode = env.get("KLING_MODEL") or DEFAULT, env.get("KLING_MODE") or "std"
    if mode not in RESOLUTIONS:
        raise ValueError(f"KLING_MODE={mode}: std or pro")
    model = MODELS.get(name, UNKNOWN)
    base_url = env.get("KLING_BASE_URL") or SINGAPORE
    add(
        Member(
            "animator",
            Kling(access, secret, base_url=base_url, model=name, mode=mode, pace=Pace.read(env)),
            name,
            can=Capabilities(
                seconds=tuple(float(n) for n in model.seconds),
                resolutions=(RESOLUTIONS[mode],),
                last_frame=mode in model.last_frame,
            ),
            tariff=PRICES.get(name, ()),
            remote=True,
        )
    )


def kind_of(status: int, body: JSON) -> Kind | None:
    """What Kling's own code means; None where the HTTP status tells."""
    code = body.get("code", 0)
    if not isinstance(code, int) or code == 0:
        return None
    return MEANINGS.get(code) or (Kind.BAD_REQUEST if status < 300 else None)


def external_id(order: str) -> str:
    """The name of an order as Kling takes names: itself, or a digest of it."""
    if not order or EXTERNAL_ID.fullmatch(order):
        return order
    return hashlib.sha256(order.encode()).hexdigest()[:40]


def body(
    request: AnimateRequest, name: str, mode: str, first: str, last: str = "", order: str = ""
) -> JSON:
    """An order as Kling takes it. `first` and `last` are base64 alone: Kling refuses data URIs."""
    model = MODELS.get(name, UNKNOWN)
    sent: JSON = {
        "model_name": name,
        "mode": mode,
        "duration": str(round(request.seconds)),
        "prompt": request.paint.prompt[:LONGEST_PROMPT],
        "image": first,
    }
    if request.paint.negative:
        sent["negative_prompt"] = request.paint.negative[:LONGEST_PROMPT]
    if last:
        sent["image_tail"] = last
    if model.sound:
        sent["sound"] = "off"
    if order:
        sent["external_task_id"] = external_id(order)
    return sent


class WrongTime(ProviderError):
    """Kling calls our token too early or too late."""


class Clock:
    """The vendor's time: this machine's, corrected by what the vendor's answers say."""

    def __init__(self) -> None:
        self.offset = 0.0
        self._heard = 0.0

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time() + self.offset

    def hear(self, headers: Mapping[str, str]) -> None:
        """Take note of an answer's `Date`."""
        try:
            self._heard = parsedate_to_datetime(headers["Date"]).timestamp() - time.time()
        except (KeyError, ValueError):
            self._heard = self.offset

    def correct(self) -> bool:
        """Go by what was heard last; False when that changes nothing."""
        if abs(self._heard - self.offset) < SMALLEST_SKEW:
            return False
        self.offset = self._heard
        LOG.warning("this machine's clock is %+.0f s off Kling's; going by theirs", -self.offset)
        return True


class Kling:
    """Image-to-video. There is no seed, and a task cannot be cancelled."""

    name = "kling"

    def __init__(
        self,
        access: str,
        secret: str,
        *,
        base_url: str = SINGAPORE,
        model: str = DEFAULT,
        mode: str = "std",
        pace: Pace | None = None,
    ) -> None:
        self.model, self.mode, self.pace = model, mode, pace or Pace()
        self._access, self._secret, self._clock = access, secret, Clock()
        self._web = Web(self.name, base_url, self._headers, kind_of, heard=self._heard)

    async def start(self, request: AnimateRequest, bench: Bench) -> Ticket:
        """One order, named by `bench.order`. Only when Kling refuses our token as one of another
        time, before it looks at the order, is it sent once more with the clock corrected."""
        sent = await asyncio.to_thread(self._order, request, bench)
        answer = await self._signed(lambda: self._web.submit(CLIPS, sent))
        return self._ticket(answer.get("data"))

    async def collect(self, request: AnimateRequest, ticket: Ticket, bench: Bench) -> Clip:
        """Wait for the task and bring its clip home."""
        task = await until_done(self.name, lambda: self._look(ticket.task), self.pace, bench.tell)
        moving = await bring_clip(self.name, self._address(task), bench)
        made = self._made(request, task)
        return Clip(seconds=moving.seconds, provenance=made, file=moving.file)

    async def cancel(self, ticket: Ticket) -> None:
        """Kling cannot be asked to stop."""

    async def find(self, request: AnimateRequest, unsure: Unsure) -> Ticket | None:
        """The task that carries the order's name: asked for by it, else looked for in the list."""
        name = external_id(unsure.order)
        if not name:
            raise ProviderError(self.name, Kind.UNKNOWN_SUBMIT, "the order had no name")
        try:
            return self._ticket(await self._task(name))
        except ProviderError as error:
            if error.kind not in (Kind.BAD_REQUEST, Kind.LOST):
                raise
        since = (unsure.since.timestamp() - EARLY) * 1000
        for number in range(1, MOST_PAGES + 1):
            tasks = await self._page(number, PAGE)
            for task in tasks:
                if (task.get("task_info") or {}).get("external_task_id") == name:
                    return self._ticket(task)
            if len(tasks) < PAGE or all(float(t.get("created_at") or 0) < since for t in tasks):
                return None
        raise ProviderError(self.name, Kind.UNKNOWN_SUBMIT, "too many tasks to look through")

    async def probe(self) -> str:
        """Asks for the latest task, which costs nothing."""
        await self._page(1, 1)
        off = self._clock.offset
        return "tasks can be listed" + (f"; the clock is {-off:+.0f} s off" if off else "")

    def _order(self, request: AnimateRequest, bench: Bench) -> JSON:
        can_end = self.mode in MODELS.get(self.model, UNKNOWN).last_frame
        last = jpeg_base64(request.last, bench) if request.last and can_end else ""
        first = jpeg_base64(request.keyframe, bench)
        return body(request, self.model, self.mode, first, last, bench.order)

    def _headers(self) -> Mapping[str, str]:
        """A token of our own making, https://www.rfc-editor.org/rfc/rfc7519."""
        import jwt

        now = int(self._clock.now())
        claims = {"iss": self._access, "exp": now + TOKEN_SECONDS, "nbf": now - EARLIER}
        token = jwt.encode(claims, self._secret, algorithm="HS256", headers={"typ": "JWT"})
        return {"Authorization": f"Bearer {token}"}

    def _heard(self, status: int, body: JSON, headers: Mapping[str, str]) -> None:
        self._clock.hear(headers)
        if status == 401 and body.get("code") in (NOT_YET, EXPIRED):
            raise WrongTime(self.name, Kind.ACCOUNT, f"{body['code']} {body.get('message')}")

    async def _signed(self, ask: Callable[[], Awaitable[JSON]]) -> JSON:
        """What `ask` brings; asked once more where only the clock was wrong."""
        try:
            return await ask()
        except WrongTime:
            if not self._clock.correct():
                raise
        return await ask()

    async def _task(self, task: str) -> JSON:
        answer = await self._signed(lambda: self._web.get(f"{CLIPS}/{quote(task, safe='')}"))
        return answer.get("data") or {}

    async def _page(self, number: int, size: int) -> list[JSON]:
        query = {"pageNum": str(number), "pageSize": str(size)}
        answer = await self._signed(lambda: self._web.get(CLIPS, params=query))
        return answer.get("data") or []

    async def _look(self, task: str) -> JSON | None:
        """The task when it is done, None while it goes on. Raises what its end means."""
        try:
            told = await self._task(task)
        except ProviderError as error:
            if error.kind == Kind.BAD_REQUEST:  # they do not know such a task, or no longer
                raise ProviderError(self.name, Kind.LOST, error.detail) from error
            raise
        status = told.get("task_status")
        if status == "failed":
            why = str(told.get("task_status_msg") or "")
            kind = Kind.MODERATED_OUTPUT if MODERATED.search(why) else Kind.FAILED
            raise ProviderError(self.name, kind, f"failed: {why}")
        return told if status == "succeed" else None

    def _ticket(self, data: JSON | None) -> Ticket:
        if not (task := (data or {}).get("task_id")):
            raise ProviderError(self.name, Kind.UNKNOWN_SUBMIT, "an answer without a task")
        return Ticket(provider=self.name, task=str(task))

    def _address(self, task: JSON) -> str:
        videos: list[JSON] = (task.get("task_result") or {}).get("videos") or []
        if videos and (url := videos[0].get("url")):
            return str(url)
        raise ProviderError(self.name, Kind.LOST, "no video in the task")

    def _made(self, request: AnimateRequest, task: JSON) -> Provenance:
        """With what Kling says it took, at a package's price."""
        made = request.made_by(self.name, self.model)
        try:
            units = float(task["final_unit_deduction"])
        except (KeyError, TypeError, ValueError):
            return made
        cost = Cost(amount=round(units * DOLLARS_PER_UNIT, 6), currency="USD", estimated=False)
        return made.model_copy(update={"cost": cost})
