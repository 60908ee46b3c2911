"""Image-to-video by gateways that speak like OpenAI's former `/v1/videos`.

OpenAI ended the service itself on 2026-09-24, and its client marks every call as shut down: so this
is plain HTTP.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from urllib.parse import quote

import aiohttp
from PIL import Image, ImageOps

from generation.errors import Kind, ProviderError
from generation.model import ASPECTS, Aspect, Clip, Keyframe, Ticket
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
from generation.providers.wire.fetch import Home
from generation.providers.wire.media import FORMATS, bring_clip
from generation.providers.wire.openai import kind_of, kind_of_error
from generation.providers.wire.waiting import Pace, until_done
from generation.providers.wire.web import JSON, Web

DEFAULT = "sora-2"
SECONDS = (4.0, 8.0, 12.0)
Size = tuple[int, int]
SIZES: Mapping[str, tuple[Size, ...]] = {
    "sora-2": ((1280, 720), (720, 1280)),
    "sora-2-pro": (
        *((1280, 720), (720, 1280), (1792, 1024)),
        *((1024, 1792), (1920, 1080), (1080, 1920)),
    ),
}
SETTINGS = (
    Variable("VIDEOS_BASE_URL", "A gateway with /videos, such as https://gateway.example/v1"),
    Variable("VIDEOS_API_KEY", "Its key"),
    Variable("VIDEOS_MODEL", "The model that animates", DEFAULT),
    Variable("VIDEOS_SECONDS", "The lengths that it can make", "4,8,12"),
    Variable("VIDEOS_SIZES", "The sizes that it can make", "1280x720,720x1280"),
)
# unverified: what OpenAI took before it ended; gateways ask other prices.
PRICES: Mapping[str, tuple[Price, ...]] = {
    "sora-2": (Price(0.10, "USD", "second", "assumed", "assumed"),),
    "sora-2-pro": (
        Price(0.30, "USD", "second", "assumed", "assumed", resolution=720),
        Price(0.50, "USD", "second", "assumed", "assumed", resolution=1024),
        Price(0.70, "USD", "second", "assumed", "assumed", resolution=1080),
    ),
}
ALIKE = 0.03  # 1792×1024 is called 16:9
MADE = frozenset({"completed", "succeeded"})
GIVEN_UP = frozenset({"failed", "error"})
GONE = frozenset({"cancelled", "canceled", "expired", "deleted"})
PAGE, PAGES = 100, 10
SLACK = timedelta(minutes=2)  # between their clock and ours
QUALITY = 92


class Videos:
    """An animator behind such a gateway."""

    name = "videos"

    def __init__(
        self,
        key: str,
        *,
        base_url: str,
        model: str = DEFAULT,
        sizes: tuple[Size, ...] = SIZES[DEFAULT],
        pace: Pace,
    ) -> None:
        self.model, self._sizes, self._pace = model, sizes, pace
        credential = {"Authorization": f"Bearer {key}"}
        self._web = Web(self.name, base_url, lambda: credential, kind_of)
        self._home = Home(base_url, credential)

    async def start(self, request: AnimateRequest, bench: Bench) -> Ticket:
        """Order it, with the keyframe cut to the very size that is ordered."""
        order = fields(self.model, self._sizes, request)
        picture = await asyncio.to_thread(_reference, request.keyframe, bench, size(order))
        form = aiohttp.FormData(order)
        form.add_field("input_reference", picture, filename="f.jpg", content_type="image/jpeg")
        answer = await self._web.submit("/videos", form, {"Idempotency-Key": _name(bench.order)})
        if not (task := answer.get("id")):
            raise self._web.error(Kind.UNKNOWN_SUBMIT, answer)
        return Ticket(provider=self.name, task=str(task))

    async def collect(self, request: AnimateRequest, ticket: Ticket, bench: Bench) -> Clip:
        """Wait for it and download it, with the key: results lie behind the gateway."""
        path = f"/videos/{quote(ticket.task, safe='')}"
        await until_done(self.name, lambda: self._look(path), self._pace, bench.tell)
        url = f"{self._home.base_url.rstrip('/')}{path}/content"
        moving = await bring_clip(self.name, url, bench, self._home)
        made = request.made_by(self.name, self.model)
        return Clip(seconds=moving.seconds, provenance=made, file=moving.file)

    async def _look(self, path: str) -> bool | None:
        video = await self._web.get(path)
        status = str(video.get("status", "")).lower()
        if status in GIVEN_UP:
            raise self._web.error(_why(video), {"error": video.get("error")})
        if status in GONE:
            raise self._web.error(Kind.LOST, {"status": status})
        return status in MADE or None

    async def cancel(self, ticket: Ticket) -> None:
        """Delete it; there is no other way to stop one."""
        try:
            await self._web.delete(f"/videos/{quote(ticket.task, safe='')}")
        except ProviderError as error:
            if error.kind not in (Kind.LOST, Kind.BAD_REQUEST):
                raise

    async def find(self, request: AnimateRequest, unsure: Unsure) -> Ticket | None:
        """The one video with this prompt that was ordered since and belongs to no other order."""
        prompt = fields(self.model, self._sizes, request)["prompt"]
        since = (unsure.since - SLACK).timestamp()
        fitting: list[str] = []
        async for video in self._listed(since):
            if str(video.get("id")) in unsure.known:
                continue
            if "prompt" not in video or len(fitting) > 1:
                break
            if video["prompt"] == prompt:
                fitting.append(str(video["id"]))
        else:
            if len(fitting) < 2:
                return Ticket(provider=self.name, task=fitting[0]) if fitting else None
        raise self._web.error(Kind.UNKNOWN_SUBMIT, {"which": "more than one may be it"})

    async def _listed(self, since: float) -> AsyncIterator[JSON]:
        """Videos, the latest first, that were ordered after this time (seconds since 1970)."""
        params = {"limit": str(PAGE), "order": "desc"}
        for _ in range(PAGES):
            try:
                page = await self._web.get("/videos", params=params)
            except ProviderError as error:
                raise ProviderError(self.name, Kind.UNKNOWN_SUBMIT, error.detail) from error
            for video in page.get("data") or []:
                if float(video.get("created_at") or since) < since:
                    return
                yield video
            if not page.get("has_more"):
                return
            params["after"] = str(page.get("last_id"))
        raise self._web.error(Kind.UNKNOWN_SUBMIT, {"which": f"not among {PAGE * PAGES}"})

    async def probe(self) -> str:
        """How many models there are, and whether ours is: not every gateway lists videos."""
        names = [str(model.get("id")) for model in (await self._web.get("/models")).get("data", [])]
        there = "among them" if self.model in names else "not among them"
        return f"{len(names)} models, {self.model} {there}"


def fields(model: str, sizes: tuple[Size, ...], request: AnimateRequest) -> dict[str, str]:
    """The text fields that are sent. There is no seed; what to avoid is a part of the prompt."""
    paint = request.paint
    avoid = f"\n\nAvoid: {paint.negative}" if paint.negative else ""
    width, height = _nearest(sizes, request)
    return {
        "model": model,
        "prompt": f"{paint.prompt}\n\nCamera: {paint.camera}{avoid}",
        "seconds": f"{request.seconds:g}",
        "size": f"{width}x{height}",
    }


def size(order: Mapping[str, str]) -> Size:
    """The size of an order, in pixels."""
    width, _, height = order["size"].partition("x")
    return int(width), int(height)


def aspect(width: int, height: int) -> Aspect | None:
    """What the proportions are called."""
    for name in ASPECTS:
        across, down = (int(n) for n in name.split(":"))
        if abs(width / height * down / across - 1) < ALIKE:
            return name
    return None


def _nearest(sizes: tuple[Size, ...], request: AnimateRequest) -> Size:
    fitting = [s for s in sizes if aspect(*s) == request.aspect] or list(sizes)
    return min(fitting, key=lambda s: abs(min(s) - request.resolution))


def _why(video: JSON) -> Kind:
    """Why a task failed. Moderation that looks at a finished task looked at what came of it."""
    kind = kind_of_error(200, video.get("error"))
    if kind == Kind.MODERATED_OUTPUT:
        return kind
    if kind == Kind.MODERATED_INPUT:
        return kind if "input" in str(video.get("error")) else Kind.MODERATED_OUTPUT
    return Kind.FAILED


def _reference(keyframe: Keyframe, bench: Bench, wanted: Size) -> bytes:
    """A keyframe as a JPEG of exactly this size: others are refused."""
    with Image.open(bench.shelf.path(keyframe.file), formats=tuple(FORMATS)) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    out = io.BytesIO()
    ImageOps.fit(upright, wanted, Image.Resampling.LANCZOS).save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _name(order: str) -> str:
    """An order's name as a header can hold it."""
    return hashlib.sha256(order.encode()).hexdigest()[:32]


def register(add: Add, env: Mapping[str, str]) -> None:
    """With both a gateway and its key: there is none by default."""
    base_url, key = env.get("VIDEOS_BASE_URL"), env.get("VIDEOS_API_KEY")
    if not base_url or not key:
        return
    model = env.get("VIDEOS_MODEL") or DEFAULT
    sizes, seconds = _sizes(env, model), _seconds(env)
    aspects: frozenset[Aspect] = frozenset(name for s in sizes if (name := aspect(*s)))
    can = Capabilities(
        aspects=aspects,
        seconds=seconds,
        resolutions=tuple(sorted({min(s) for s in sizes})),
        audio=True,
    )
    maker = Videos(key, base_url=base_url, model=model, sizes=sizes, pace=Pace.read(env))
    add(Member("animator", maker, model, can=can, tariff=PRICES.get(model, ()), remote=True))


def _sizes(env: Mapping[str, str], model: str) -> tuple[Size, ...]:
    if not (text := env.get("VIDEOS_SIZES")):
        return SIZES.get(model, SIZES[DEFAULT])
    return tuple(size({"size": part.strip()}) for part in text.split(","))


def _seconds(env: Mapping[str, str]) -> tuple[float, ...]:
    text = env.get("VIDEOS_SECONDS")
    return tuple(sorted(float(part) for part in text.split(","))) if text else SECONDS
