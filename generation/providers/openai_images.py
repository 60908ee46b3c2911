"""GPT Image by OpenAI: text-to-image, the picture inside the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from generation.errors import Kind, ProviderError
from generation.model import Aspect, Cost, Keyframe, MediaFile, Noun, Ticket
from generation.providers.contract import (
    Add,
    Bench,
    Capabilities,
    Member,
    PaintRequest,
    Price,
    Variable,
)
from generation.providers.wire.media import bring_picture
from generation.providers.wire.openai import BASE_URL, Endpoint
from generation.providers.wire.references import as_jpegs, guided

if TYPE_CHECKING:
    from openai.types import ImagesResponse

DEFAULT, QUALITY = "gpt-image-2", "medium"
SETTINGS = (
    Variable(
        "OPENAI_API_KEY", "Key for GPT Image and speech: https://platform.openai.com/api-keys"
    ),
    Variable("OPENAI_BASE_URL", "Another endpoint that speaks like OpenAI's", BASE_URL),
    Variable("OPENAI_IMAGE_MODEL", "The model that paints", DEFAULT),
    Variable("OPENAI_IMAGE_QUALITY", "low, medium, high or auto", QUALITY),
)

Sizes = Mapping[Aspect, str]
# https://developers.openai.com/api/docs/guides/image-generation: sides divisible by 16.
SMALL: Sizes = {
    "16:9": "1536x864",
    "9:16": "864x1536",
    "1:1": "1024x1024",
    "4:3": "1152x864",
    "3:4": "864x1152",
}
LARGE: Sizes = {
    "16:9": "2048x1152",
    "9:16": "1152x2048",
    "1:1": "1152x1152",
    "4:3": "1536x1152",
    "3:4": "1152x1536",
}
FIXED: Sizes = {
    "16:9": "1536x1024",
    "9:16": "1024x1536",
    "1:1": "1024x1024",
    "4:3": "1536x1024",
    "3:4": "1024x1536",
}
ENOUGH = 864  # pixels of a film's shorter side for which the small sizes will do
OF_FIXED_SIZES = frozenset({"gpt-image-1.5", "gpt-image-1-mini", "chatgpt-image-latest"})

REFERENCES = 16  # pictures to follow

# unverified: what a picture of the small size comes to, by quality; billed are tokens.
ABOUT: Mapping[str, float] = {"low": 0.006, "medium": 0.05, "high": 0.19, "auto": 0.19}
SOURCE = "https://developers.openai.com/api/docs/models/gpt-image-2"
# USD per million tokens: text in, picture out.
TOKENS: Mapping[str, tuple[float, float]] = {"gpt-image-2": (5.0, 30.0)}


class Made(Noun):
    """What a ticket leads to: a picture on the shelf or, from gateways, still at an address."""

    file: MediaFile | None = None
    width: int = 0
    height: int = 0
    url: str = ""
    cost: Cost | None = None


class GptImage:
    """A painter. Nothing waits at the vendor's: what `start` returns is already made."""

    name = "openai"

    def __init__(self, endpoint: Endpoint, *, model: str = DEFAULT, quality: str = QUALITY) -> None:
        self._endpoint, self.model, self._quality = endpoint, model, quality

    async def start(self, request: PaintRequest, bench: Bench) -> Ticket:
        """Order it, and keep the picture that comes with the answer."""
        order = body(self.model, self._quality, request)
        jpegs = enumerate(await as_jpegs(request, bench), 1)
        pictures = [(f"image-{n}.jpg", jpeg, "image/jpeg") for n, jpeg in jpegs]
        async with self._endpoint.client(order=True) as client:
            if pictures:
                answer = await client.images.edit(**order, image=pictures)
            else:
                answer = await client.images.generate(**order)
        made = await self._keep(answer, request, bench)
        return Ticket(provider=self.name, task=made.model_dump_json(exclude_defaults=True))

    async def _keep(self, answer: ImagesResponse, request: PaintRequest, bench: Bench) -> Made:
        pictures = getattr(answer, "data", None) or []
        if not pictures:
            raise self._endpoint.unreadable(order=True)
        cost = spent(self.model, answer)
        if not (inside := pictures[0].b64_json):
            return Made(url=pictures[0].url or "", cost=cost)
        made_by = request.made_by(self.name, self.model)
        kept = await bring_picture(f"data:image/png;base64,{inside}", bench, made_by)
        return Made(file=kept.file, width=kept.width, height=kept.height, cost=cost)

    async def collect(self, request: PaintRequest, ticket: Ticket, bench: Bench) -> Keyframe:
        """The kept picture. `LOST` when retention took it."""
        try:
            made = Made.model_validate_json(ticket.task)
        except ValidationError as error:
            raise ProviderError(self.name, Kind.LOST, "a ticket that we do not know") from error
        provenance = request.made_by(self.name, self.model).model_copy(update={"cost": made.cost})
        if made.file is None:
            return await bring_picture(made.url, bench, provenance)
        try:
            bench.shelf.path(made.file)
        except FileNotFoundError as error:
            raise ProviderError(self.name, Kind.LOST, "the picture was thrown away") from error
        return Keyframe(file=made.file, width=made.width, height=made.height, provenance=provenance)

    async def cancel(self, ticket: Ticket) -> None:
        """Too late: it is made."""

    async def probe(self) -> str:
        """How many models there are, and whether ours is."""
        return await self._endpoint.reached(self.model)


def body(model: str, quality: str, request: PaintRequest) -> dict[str, Any]:
    """What is sent. There is no seed, and what to avoid is a part of the prompt."""
    avoid = f"\n\nAvoid: {request.negative}" if request.negative else ""
    return {
        "model": model,
        "prompt": guided(request) + avoid,
        "size": size(model, request),
        "quality": quality,
        "output_format": "png",
        "n": 1,
    }


def size(model: str, request: PaintRequest) -> str:
    """The smallest that is enough for the film."""
    if model in OF_FIXED_SIZES:
        return FIXED[request.aspect]
    enough = min(request.width, request.height) <= ENOUGH
    return (SMALL if enough else LARGE)[request.aspect]


def spent(model: str, answer: ImagesResponse) -> Cost | None:
    """What the tokens of an answer cost; None where we do not know their price."""
    read = getattr(answer.usage, "input_tokens", None)
    painted = getattr(answer.usage, "output_tokens", None)
    details = getattr(answer.usage, "input_tokens_details", None)
    if model not in TOKENS or read is None or painted is None:
        return None
    if getattr(details, "image_tokens", None):  # unverified: what those of pictures cost
        return None
    amount = (read * TOKENS[model][0] + painted * TOKENS[model][1]) / 1_000_000
    return Cost(amount=round(amount, 6), currency="USD", estimated=False)


def register(add: Add, env: Mapping[str, str]) -> None:
    """With `OPENAI_API_KEY`."""
    if not (key := env.get("OPENAI_API_KEY")):
        return
    model = env.get("OPENAI_IMAGE_MODEL") or DEFAULT
    quality = env.get("OPENAI_IMAGE_QUALITY") or QUALITY
    endpoint = Endpoint(GptImage.name, key, env.get("OPENAI_BASE_URL") or BASE_URL)
    about = ABOUT.get(quality, max(ABOUT.values()))
    tariff = (Price(about, "USD", "picture", SOURCE, "assumed"),)
    painter = GptImage(endpoint, model=model, quality=quality)
    can = Capabilities(references=REFERENCES)
    add(Member("painter", painter, model, can=can, tariff=tariff, remote=True))
