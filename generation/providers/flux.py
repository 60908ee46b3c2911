"""FLUX by Black Forest Labs: `POST /v1/{model}`, then the `polling_url` that the answer names.

Prompts may be in any language; there is no field for negatives. Results are gone after ten minutes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from yarl import URL

from generation.errors import Kind, ProviderError
from generation.model import Cost, Keyframe, Provenance, Ticket
from generation.providers.contract import (
    Add,
    Bench,
    Capabilities,
    Member,
    PaintRequest,
    Price,
    Variable,
)
from generation.providers.wire.addresses import Forbidden, parsed
from generation.providers.wire.fetch import Home
from generation.providers.wire.media import bring_picture
from generation.providers.wire.references import as_data_uris, guided
from generation.providers.wire.waiting import Pace, until_done
from generation.providers.wire.web import JSON, Web

NAME = "flux"
DEFAULT = "flux-2-pro"
BASE_URL = "https://api.bfl.ai"
FAMILY = "bfl.ai"  # tasks are polled in the region that took them, such as api.eu2.bfl.ai
SETTINGS = (
    Variable("BFL_API_KEY", "Key for FLUX: https://dashboard.bfl.ai"),
    Variable("FLUX_MODEL", "Which FLUX model paints", DEFAULT),
    Variable("BFL_BASE_URL", "Another endpoint for FLUX, such as https://api.eu.bfl.ai", BASE_URL),
)

LIST_PRICES = "https://docs.bfl.ai/quick_start/pricing"
CHECKED = "2026-11-21"
CREDIT = 0.01  # USD
MOST_SEED = 2**32  # unverified: where seeds end
TOLERANCE = 2  # the vendor's own default; 0 is the strictest
LONGEST_REFERENCE = 1024  # pixels a side: each megapixel of them is billed like one painted
RUNNING = frozenset({"Pending"})
ENDS = {
    "Request Moderated": Kind.MODERATED_INPUT,
    "Content Moderated": Kind.MODERATED_OUTPUT,
    "Error": Kind.FAILED,
    "Task not found": Kind.LOST,
}


@dataclass(frozen=True, slots=True)
class Model:
    """What a model takes and what it costs: credits for the first megapixel, and for each more.

    Sides are multiples of `step` between `least` and `most`; those without a step take the aspect
    alone. `upsampling`: it would rewrite the prompt if it were let. `references`: pictures to
    follow, https://docs.bfl.ai/guides/prompting_editing_overview"""

    credits: float
    more: float = 0.0
    step: int = 16
    least: int = 64
    most: int = 2048
    upsampling: bool = True
    at_once: int = 24
    references: int = 0


# unverified: `prompt_upsampling` of FLUX.2; some of its documents have it, others leave it out.
MODELS = {
    "flux-2-pro": Model(3, 1.5, references=8),
    "flux-2-max": Model(7, 3, references=8),
    "flux-2-flex": Model(5, 5, references=8),
    "flux-2-klein-9b": Model(1.5, 0.2, upsampling=False, references=4),
    "flux-2-klein-4b": Model(1.4, 0.1, upsampling=False, references=4),
    "flux-pro-1.1": Model(4, step=32, least=256, most=1440),
    "flux-pro-1.1-ultra": Model(6, step=0),
    "flux-kontext-pro": Model(4, step=0, references=1),
    "flux-kontext-max": Model(8, step=0, at_once=6, references=1),
    "flux-dev": Model(2.5, step=32, least=256, most=1440),
}
UNKNOWN = MODELS[DEFAULT]  # what a model that we have not heard of is taken for


def tariff(model: Model) -> tuple[Price, ...]:
    """The price of a picture: up to 720 it has one megapixel, at 1080 a second one."""
    # unverified: that a megapixel has 1024 × 1024, and that one that is begun counts as whole.
    first, second = model.credits, model.credits + model.more
    price = Price(first * CREDIT, "USD", "picture", LIST_PRICES, CHECKED)
    large = Price(second * CREDIT, "USD", "picture", LIST_PRICES, CHECKED, resolution=1080)
    return (price, large) if model.more else (price,)


PRICES = {name: tariff(model) for name, model in MODELS.items()}


def register(add: Add, env: Mapping[str, str]) -> None:
    """FLUX paints where there is a key."""
    if not (key := env.get("BFL_API_KEY")):
        return
    name = env.get("FLUX_MODEL") or DEFAULT
    base_url = env.get("BFL_BASE_URL") or BASE_URL
    model = MODELS.get(name, UNKNOWN)
    add(
        Member(
            "painter",
            Flux(key, model=name, base_url=base_url, pace=Pace.read(env)),
            name,
            can=Capabilities(references=model.references),
            tariff=PRICES.get(name, PRICES[DEFAULT]),
            remote=True,
            at_once=model.at_once,
        )
    )


class Flux:
    """Keyframes by FLUX."""

    def __init__(
        self, key: str, *, model: str = DEFAULT, base_url: str = BASE_URL, pace: Pace | None = None
    ) -> None:
        self._web = Web(NAME, base_url, lambda: {"x-key": key}, kind_of)
        self._home = Home(base_url)
        self._pace = pace or Pace()
        self.model = model

    @property
    def name(self) -> str:
        return NAME

    async def start(self, request: PaintRequest, bench: Bench) -> Ticket:
        pictures = await as_data_uris(request, bench, LONGEST_REFERENCE)
        answer = await self._web.submit(f"/v1/{self.model}", order(self.model, request, pictures))
        if not answer.get("id"):
            raise self._web.error(Kind.UNKNOWN_SUBMIT, answer)
        return Ticket(provider=NAME, task=self._task(answer))

    async def collect(self, request: PaintRequest, ticket: Ticket, bench: Bench) -> Keyframe:
        task, cost = URL(ticket.task), cost_of(ticket)
        if not self._trusted(ticket.task):
            raise ProviderError(NAME, Kind.LOST, f"{task.host} is not asked with our key")

        async def look() -> JSON | None:
            return await self._look(str(task.with_fragment(None)))

        result = await until_done(NAME, look, self._pace, bench.tell)
        made = painted(request.made_by(NAME, self.model), result, cost)
        return await bring_picture(str(result["sample"]), bench, made, self._home)

    async def cancel(self, ticket: Ticket) -> None:
        """The vendor cannot be asked to stop."""

    async def probe(self) -> str:
        answer = await self._web.get("/v1/credits")
        return f"{answer.get('credits', 0):g} credits"

    def _task(self, answer: JSON) -> str:
        """Where the task is polled. What it costs is told now and never again, so the address
        carries it in a fragment, which is not sent."""
        url = str(answer.get("polling_url") or "")
        if not self._trusted(url):  # an order that was taken is not given up for it
            here = URL(self._web.base_url.rstrip("/") + "/v1/get_result")
            url = str(here.with_query(id=str(answer["id"])))
        credits = answer.get("cost")
        known = isinstance(credits, int | float) and credits >= 0
        return f"{url}#cost={credits}" if known else url

    def _trusted(self, address: str) -> bool:
        """Whether our key may go there: the vendor's own hosts, and what the operator set."""
        try:
            url = parsed(address)
        except Forbidden:
            return False
        host = (url.host or "").lower()
        vendors = url.scheme == "https" and (host == FAMILY or host.endswith("." + FAMILY))
        return vendors or address in self._home

    async def _look(self, url: str) -> JSON | None:
        """What was made; None while it is being painted."""
        answer = await self._web.get(url)
        if answer.get("status") in RUNNING:
            return None
        result = answer.get("result")
        if answer.get("status") != "Ready" or not isinstance(result, dict):
            raise self._web.error(Kind.PASSING, answer)
        found = cast(JSON, result)
        if not found.get("sample"):
            raise self._web.error(Kind.LOST, answer)
        return found


def order(name: str, request: PaintRequest, pictures: Sequence[str] = ()) -> JSON:
    """The body of an order; `pictures` to follow are data URIs."""
    model = MODELS.get(name, UNKNOWN)
    body: JSON = {
        "prompt": guided(request),
        "seed": request.seed % MOST_SEED,
        "safety_tolerance": TOLERANCE,
        "output_format": "png",
    }
    for n, picture in enumerate(pictures, 1):
        body["input_image" if n == 1 else f"input_image_{n}"] = picture
    if model.upsampling:
        body["prompt_upsampling"] = False
    if not model.step:
        return {**body, "aspect_ratio": request.aspect}
    width, height = size(model, request.width, request.height)
    return {**body, "width": width, "height": height}


def size(model: Model, width: int, height: int) -> tuple[int, int]:
    """The nearest size that a model paints, not smaller where it can."""
    scale = min(1.0, model.most / max(width, height))
    scale = max(scale, model.least / min(width, height))
    across, down = (math.ceil(round(n * scale) / model.step) * model.step for n in (width, height))
    return min(across, model.most), min(down, model.most)


def painted(made: Provenance, result: JSON, cost: Cost | None) -> Provenance:
    """The seed that was really used, what was really paid, and no negatives, for none was sent."""
    seed = result.get("seed")
    seed = seed if isinstance(seed, int) and seed >= 0 else made.seed
    return made.model_copy(update={"seed": seed, "cost": cost, "negative": ""})


def cost_of(ticket: Ticket) -> Cost | None:
    """What the vendor said that the order costs."""
    credits = URL(ticket.task).fragment.removeprefix("cost=")
    if not credits:
        return None
    return Cost(amount=round(float(credits) * CREDIT, 6), currency="USD", estimated=False)


def kind_of(status: int, body: JSON) -> Kind | None:
    """What an answer means that has a task's end in it, whatever its HTTP status."""
    return ENDS.get(str(body.get("status")))
