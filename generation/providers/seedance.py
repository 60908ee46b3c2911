"""Seedance by Volcengine Ark: clips that begin at a keyframe, and end at another where asked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace

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
from generation.providers.wire import ark
from generation.providers.wire.ark import Ark, Line
from generation.providers.wire.media import bring_clip, data_uri
from generation.providers.wire.waiting import Pace, until_done
from generation.providers.wire.web import JSON

DEFAULT = "doubao-seedance-2-0-260128"
SETTINGS = (
    ark.KEY,
    ark.BASE_URL,
    Variable("SEEDANCE_MODEL", "A Seedance model, or an endpoint of your own (ep-…)", DEFAULT),
    Variable("SEEDANCE_AUDIO", "1: Seedance makes a sound of its own for each clip"),
)
LIST_PRICES = "https://docs.laozhang.ai/announcements/seedance-pricing-2026-10.md"
CHECKED = "2026-11-21"
PIXELS = {480: 864 * 496, 720: 1280 * 720, 1080: 1920 * 1080}  # much the same in every aspect
FPS = 24
MOST_SEED = 2**31 - 1
KEPT_DAYS = 7  # tasks older than that are no longer listed
PAGE, MOST_PAGES = 100, 50
EARLY, LATE = 120.0, 900.0  # seconds around the time of an order: clocks differ, queues are slow


def _seconds(least: int, most: int) -> tuple[float, ...]:
    return tuple(float(n) for n in range(least, most + 1))


@dataclass(frozen=True, slots=True)
class Family:
    """What the models of a family take: anything else is refused as an invalid parameter.
    `rates` are CNY per million tokens by resolution; with sound they are multiplied.

    https://www.volcengine.com/docs/82379/1520757"""

    rates: Mapping[int, float]
    seconds: tuple[float, ...]
    seed: bool = False
    camera_fixed: bool = False
    audio: bool = True
    last_frame: bool = True
    adaptive: bool = False  # with a first frame the only ratio is the picture's own
    sound: float = 1.0
    source: str = LIST_PRICES


# Found by the longest name that a model's id contains. What 2.x refuses is what 1.x had.
FAMILIES = {
    "seedance-2-5": Family({480: 70, 720: 70, 1080: 77}, _seconds(4, 30), adaptive=True),
    "seedance-2-0": Family({480: 46, 720: 46, 1080: 51}, _seconds(4, 15)),
    "seedance-2-0-fast": Family({480: 37, 720: 37}, _seconds(4, 15)),
    "seedance-2-0-mini": Family({480: 23, 720: 23}, _seconds(4, 15)),
    "seedance-1-5-pro": Family(
        {480: 8, 720: 8, 1080: 8},
        _seconds(4, 12),
        seed=True,
        camera_fixed=True,
        sound=2.0,
        source="assumed",
    ),
    "seedance-1-0-pro": Family(
        {480: 15, 720: 15, 1080: 15},
        _seconds(2, 12),
        seed=True,
        camera_fixed=True,
        audio=False,
        source="assumed",
    ),
    "seedance-1-0-pro-fast": Family(
        {480: 4.2, 720: 4.2, 1080: 4.2},
        _seconds(2, 12),
        seed=True,
        camera_fixed=True,
        audio=False,
        last_frame=False,
        source="assumed",
    ),
}
UNKNOWN = FAMILIES["seedance-2-0-fast"]  # unverified: what an endpoint of one's own may serve


def tariff(family: Family) -> tuple[Price, ...]:
    """The price of a silent second in each resolution: pixels × frames / 1024 are its tokens."""
    return tuple(
        Price(
            round(PIXELS[short] * FPS / 1024 * rate / 1e6, 4),
            "CNY",
            "second",
            family.source,
            CHECKED,
            resolution=short,
        )
        for short, rate in family.rates.items()
    )


PRICES = {name: tariff(family) for name, family in FAMILIES.items()}


def family_of(model: str) -> Family:
    """What a model takes, by its id."""
    names = [name for name in FAMILIES if name in model]
    return FAMILIES[max(names, key=len)] if names else UNKNOWN


def register(add: Add, env: Mapping[str, str]) -> None:
    """Seedance animates where there is a key for Ark."""
    if not (key := env.get(ark.KEY.name)):
        return
    model = env.get("SEEDANCE_MODEL") or DEFAULT
    family = family_of(model)
    audio = family.audio and env.get("SEEDANCE_AUDIO", "") not in ("", "0")
    line = Ark(Seedance.name, key, env.get(ark.BASE_URL.name) or ark.BEIJING)
    prices = tariff(family) if "doubao" in model else ()  # BytePlus has prices of its own
    times = family.sound if audio else 1.0
    add(
        Member(
            "animator",
            Seedance(line, model=model, audio=audio, pace=Pace.read(env)),
            model,
            can=Capabilities(
                seconds=family.seconds,
                resolutions=tuple(sorted(family.rates)),
                last_frame=family.last_frame,
                audio=audio,
            ),
            tariff=tuple(replace(price, amount=price.amount * times) for price in prices),
            remote=True,
            needs=ark.needs(),
        )
    )


def body(request: AnimateRequest, model: str, first: str, last: str = "", *, audio: bool) -> JSON:
    """An order as Ark takes it; `first` and `last` are pictures as data URIs."""
    family = family_of(model)
    frames = [(first, "first_frame"), (last, "last_frame")]
    order: JSON = {
        "model": model,
        "content": [
            {"type": "text", "text": request.paint.prompt},
            *(
                {"type": "image_url", "image_url": {"url": url}, "role": role}
                for url, role in frames
                if url
            ),
        ],
        "resolution": f"{request.resolution}p",
        "ratio": "adaptive" if family.adaptive else request.aspect,
        "duration": round(request.seconds),
        "watermark": False,
    }
    if family.seed:
        order["seed"] = request.seed % MOST_SEED
    if family.camera_fixed:
        order["camera_fixed"] = request.shot.camera == "still"
    if family.audio:  # without a word Ark makes a sound, and may then refuse it
        order["generate_audio"] = audio
    return order


@dataclass(frozen=True)
class Seedance:
    """Image-to-video by Ark's tasks. There is no parameter for what not to show, and what a prompt
    says of it appears: negative prompts are not sent."""

    ark: Ark
    model: str = field(default=DEFAULT, kw_only=True)
    audio: bool = field(default=False, kw_only=True)
    pace: Pace = field(default=Pace(), kw_only=True)
    name = "seedance"

    async def start(self, request: AnimateRequest, bench: Bench) -> Ticket:
        """One order."""
        order = await asyncio.to_thread(self._order, request, bench)
        async with self.ark.line() as line:
            answer = await line.ask(line.tasks.create(**order), submit=True)
        if not (task := answer.get("id")):
            raise ProviderError(self.name, Kind.UNKNOWN_SUBMIT, f"no id in {sorted(answer)}")
        return Ticket(provider=self.name, task=str(task))

    async def collect(self, request: AnimateRequest, ticket: Ticket, bench: Bench) -> Clip:
        """Wait for the task and bring its clip home."""
        task = await self._done(ticket, bench)
        moving = await bring_clip(self.name, self._result(task, "video_url"), bench)
        made = self._made(request, task)
        return Clip(seconds=moving.seconds, provenance=made, file=moving.file)

    async def cancel(self, ticket: Ticket) -> None:
        """Only what is queued can be cancelled, and deleting what is done would throw it away."""
        task = ticket.task
        async with self.ark.line() as line:
            try:
                now = await line.ask(line.tasks.get(task_id=task))
                if now.get("status") == "queued":
                    await line.ask(line.tasks.delete(task_id=task))
            except ProviderError as error:
                if error.kind not in (Kind.BAD_REQUEST, Kind.LOST):  # too late is no error
                    raise

    async def find(self, request: AnimateRequest, unsure: Unsure) -> Ticket | None:
        """The one task of that time, of this model and this shape, that belongs to nobody else."""
        since = unsure.since.timestamp()
        if time.time() - since > KEPT_DAYS * 86400 - EARLY:
            raise ProviderError(self.name, Kind.UNKNOWN_SUBMIT, "too long ago to be listed")
        async with self.ark.line() as line:
            found = {
                str(task["id"]): task
                async for task in self._listed(line)
                if task.get("id") not in unsure.known
                and since - EARLY <= float(task.get("created_at") or 0) <= since + LATE
                and self._could_be(request, task)
            }
        if len(found) > 1:
            which = ", ".join(sorted(found))
            raise ProviderError(self.name, Kind.UNKNOWN_SUBMIT, f"it may be any of {which}")
        return Ticket(provider=self.name, task=found.popitem()[0]) if found else None

    async def probe(self) -> str:
        """Asks for the list of tasks."""
        return await self.ark.probe()

    def _order(self, request: AnimateRequest, bench: Bench) -> JSON:
        wanted = request.last if family_of(self.model).last_frame else None
        last = data_uri(wanted, bench) if wanted else ""
        first = data_uri(request.keyframe, bench)
        return body(request, self.model, first, last, audio=self.audio)

    async def _done(self, ticket: Ticket, bench: Bench) -> JSON:
        async with self.ark.line() as line:

            async def look() -> JSON | None:
                return self._ended(await line.ask(line.tasks.get(task_id=ticket.task)))

            return await until_done(self.name, look, self.pace, bench.tell)

    def _ended(self, task: JSON) -> JSON | None:
        """The task when it is done, None while it goes on. Raises what its end means."""
        status = task.get("status")
        if status == "succeeded":
            return task
        if status in ("queued", "running"):
            return None
        if status == "failed":
            error = task.get("error") or {}
            code, message = str(error.get("code") or ""), str(error.get("message") or "")
            raise ProviderError(self.name, ark.kind_of_end(code, message), f"{code} {message}")
        raise ProviderError(self.name, Kind.LOST, f"{status}")  # cancelled, expired

    def _result(self, task: JSON, name: str) -> str:
        if url := (task.get("content") or {}).get(name):
            return str(url)
        raise ProviderError(self.name, Kind.LOST, f"no {name} in the task")

    def _made(self, request: AnimateRequest, task: JSON) -> Provenance:
        changes: JSON = {"negative": ""}
        if isinstance(seed := task.get("seed"), int):
            changes["seed"] = seed
        tokens = (task.get("usage") or {}).get("completion_tokens")
        if isinstance(tokens, int) and (rate := self._rate(request.resolution)):
            amount = round(tokens * rate / 1e6, 6)
            changes["cost"] = Cost(amount=amount, currency="CNY", estimated=False)
        return request.made_by(self.name, self.model).model_copy(update=changes)

    def _rate(self, resolution: int) -> float:
        """CNY per million tokens; 0 where the price is not known."""
        family = family_of(self.model)
        times = family.sound if self.audio else 1.0
        return family.rates.get(resolution, 0.0) * times if "doubao" in self.model else 0.0

    async def _listed(self, line: Line) -> AsyncIterator[JSON]:
        query: JSON = {"page_size": PAGE}
        if not self.model.startswith("ep-"):
            query["model"] = self.model
        for number in range(1, MOST_PAGES + 1):
            query["page_num"] = number
            page = await line.ask(line.tasks.list(**query))
            items: list[JSON] = page.get("items") or []
            for task in items:
                yield task
            if not items or number * PAGE >= int(page.get("total") or 0):
                return
        raise ProviderError(self.name, Kind.UNKNOWN_SUBMIT, "too many tasks to look through")

    def _could_be(self, request: AnimateRequest, task: JSON) -> bool:
        """Nothing that Ark says about the task speaks against it."""
        ours = body(request, self.model, "", audio=self.audio)
        telling = ("resolution", "duration", "seed", "ratio", "model")
        if self.model.startswith("ep-"):
            telling = telling[:-1]  # Ark names the model behind an endpoint
        return all(
            task.get(name) in (None, "", ours[name])
            for name in telling
            if ours.get(name, "adaptive") != "adaptive"
        )
