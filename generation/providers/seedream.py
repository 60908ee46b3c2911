"""Seedream by Volcengine Ark: keyframes, painted while the order is answered."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generation.errors import Kind, ProviderError
from generation.model import Keyframe, Ticket
from generation.providers.contract import (
    Add,
    Bench,
    Capabilities,
    Member,
    PaintRequest,
    Price,
    Variable,
)
from generation.providers.wire import ark
from generation.providers.wire.ark import Ark
from generation.providers.wire.media import bring_picture
from generation.providers.wire.references import as_data_uris, guided
from generation.providers.wire.web import JSON

DEFAULT = "doubao-seedream-5-0-260128"
SETTINGS = (
    ark.KEY,
    ark.BASE_URL,
    Variable("SEEDREAM_MODEL", "A Seedream model, or an endpoint of your own (ep-…)", DEFAULT),
)
STEP = 16  # of a side, in pixels
REFERENCES = 10  # pictures to follow that every family takes


@dataclass(frozen=True, slots=True)
class Family:
    """What the models of a family take: the fewest and the most pixels of a picture, and whether
    they know series of pictures, which are then switched off.

    https://www.volcengine.com/docs/82379/1541523"""

    least: int
    most: int
    series: bool = True


# Found by the longest name that a model's id contains.
FAMILIES = {
    "seedream-5-0": Family(3_686_400, 10_404_496),
    "seedream-5-0-pro": Family(921_600, 4_194_304, series=False),
    "seedream-5-0-flash": Family(921_600, 4_194_304, series=False),  # unverified: as 5.0 pro
    "seedream-4-5": Family(3_686_400, 16_777_216),
    "seedream-4-0": Family(921_600, 16_777_216),
}
UNKNOWN = Family(3_686_400, 4_194_304, series=False)  # what all of them take
# unverified: Volcengine's list could not be read.
PRICES = {
    "seedream-5-0": (Price(0.22, "CNY", "picture", "assumed", "2026-11-21"),),
    "seedream-4-5": (Price(0.25, "CNY", "picture", "assumed", "2026-11-21"),),
    "seedream-4-0": (Price(0.20, "CNY", "picture", "assumed", "2026-11-21"),),
}

DOLLARS = "https://docs.gogogotoken.ai/overseas/seedream-models.md"
BYTEPLUS = {
    "seedream-5-0": (Price(0.035, "USD", "picture", DOLLARS, "2026-11-21"),),
    "seedream-4-5": (Price(0.04, "USD", "picture", DOLLARS, "2026-11-21"),),
}


def name_of(model: str) -> str:
    """The family of a model by its id; empty for one we do not know."""
    return max((name for name in FAMILIES if name in model), key=len, default="")


def register(add: Add, env: Mapping[str, str]) -> None:
    """Seedream paints where there is a key for Ark."""
    if not (key := env.get(ark.KEY.name)):
        return
    model = env.get("SEEDREAM_MODEL") or DEFAULT
    line = Ark(Seedream.name, key, env.get(ark.BASE_URL.name) or ark.BEIJING)
    add(
        Member(
            "painter",
            Seedream(line, model=model),
            model,
            can=Capabilities(first_frame=False, references=REFERENCES),
            tariff=(PRICES if "doubao" in model else BYTEPLUS).get(name_of(model), ()),
            remote=True,
            needs=ark.needs(),
        )
    )


def size(width: int, height: int, family: Family) -> str:
    """The nearest size of this shape that the family paints: 1280×720 → "2560x1440"."""
    pixels = width * height
    fitting = min(max(pixels, family.least), family.most)
    scale = math.sqrt(fitting / pixels)
    up = pixels <= family.least
    across, down = (_stepped(side * scale, up=up) for side in (width, height))
    return f"{across}x{down}"


def _stepped(side: float, *, up: bool) -> int:
    steps = side / STEP
    return STEP * (math.ceil(steps - 1e-6) if up else math.floor(steps + 1e-6))


def body(request: PaintRequest, model: str, pictures: Sequence[str] = ()) -> JSON:
    """An order as Ark takes it; `pictures` to follow are data URIs."""
    family = FAMILIES.get(name_of(model), UNKNOWN)
    order: JSON = {
        "model": model,
        "prompt": guided(request),
        "size": size(request.width, request.height, family),
        "response_format": "url",
        "watermark": False,
    }
    if pictures:
        order["image"] = list(pictures)
    if family.series:
        order["sequential_image_generation"] = "disabled"
    return order


@dataclass(frozen=True)
class Seedream:
    """Text-to-image by Ark. These models take neither a seed nor a negative prompt, and the answer
    to the order is the picture's address: it is the ticket, and good for a day."""

    ark: Ark
    model: str = field(default=DEFAULT, kw_only=True)
    name = "seedream"

    async def start(self, request: PaintRequest, bench: Bench) -> Ticket:
        """One order; the answer takes as long as the painting."""
        order = body(request, self.model, await as_data_uris(request, bench))
        async with self.ark.line() as line:
            answer = await line.ask(line.api.images.generate(**order), submit=True)
        pictures: list[JSON] = answer.get("data") or []
        urls = [url for picture in pictures if (url := picture.get("url"))]
        if urls:
            return Ticket(provider=self.name, task=str(urls[0]))
        errors = [answer.get("error"), *(picture.get("error") for picture in pictures)]
        told: JSON = next((error for error in errors if error), {})
        if not told:  # it was taken; what came of it is not said
            raise ProviderError(self.name, Kind.UNKNOWN_SUBMIT, "neither a picture nor an error")
        code, message = str(told.get("code") or ""), str(told.get("message") or "")
        raise ProviderError(self.name, ark.kind_of_end(code, message), f"{code} {message}")

    async def collect(self, request: PaintRequest, ticket: Ticket, bench: Bench) -> Keyframe:
        """Bring the picture home."""
        made = request.made_by(self.name, self.model).model_copy(update={"negative": ""})
        return await bring_picture(ticket.task, bench, made)

    async def cancel(self, ticket: Ticket) -> None:
        """It is painted already."""

    async def probe(self) -> str:
        """Asks for the list of tasks, which the same key opens."""
        return await self.ark.probe()
