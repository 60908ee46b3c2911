"""Gemini Omni by Google's Interactions API: a picture becomes a clip with sound.

`POST /v1/interactions` in the background, then `GET /v1/interactions/{id}`. The clip comes inside
the answer, or as a file of the Files API that becomes `ACTIVE` a little later. Plain HTTP: why not
by `google-genai` stands in docs/decisions.md.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from generation.errors import Kind, ProviderError
from generation.model import Aspect, Clip, Keyframe, Ticket
from generation.providers.contract import (
    Add,
    AnimateRequest,
    Bench,
    Capabilities,
    Member,
    Price,
    Variable,
)
from generation.providers.wire import google
from generation.providers.wire.fetch import Home
from generation.providers.wire.media import bring_clip, jpeg_base64
from generation.providers.wire.waiting import Pace, until_done
from generation.providers.wire.web import JSON, Web

NAME = "gemini"
DEFAULT = "gemini-omni-1.2-flash"
BASE_URL = "https://generativelanguage.googleapis.com"
OPENAI_PATH = re.compile(r"/v1(beta)?(/openai)?/?$")  # a writer's base URL may end in it
API, FILES = "/v1/interactions", "/v1beta/files"
LONGEST_SIDE = 1280
FILE = re.compile(r"files/([\w-]+)")
RUNNING = frozenset({"queued", "in_progress"})
ENDED = frozenset({"failed", "cancelled", "incomplete", "budget_exceeded", "requires_action"})
ASPECTS: frozenset[Aspect] = frozenset({"16:9", "9:16"})
BEGIN = "[# Sources <FIRST_FRAME>@Image1]"
BEGIN_AND_END = "[# Sources <FIRST_FRAME>@Image1 <LAST_FRAME>@Image2]"
ONE_TAKE = "In a single continuous shot, no scene cuts. No dialogue."

SETTINGS = (
    Variable("GEMINI_API_KEY", "Key for Gemini: https://aistudio.google.com/apikey"),
    Variable("GEMINI_VIDEO_MODEL", "Which Omni model makes clips", DEFAULT),
    Variable("GEMINI_BASE_URL", "Another endpoint for Gemini", BASE_URL),
)

LIST_PRICES = "https://docs.laozhang.ai/en/api-capabilities/gemini-omni-video-generation"
PRICES = {
    "gemini-omni-1.2-flash": tuple(
        Price(amount, "USD", "second", LIST_PRICES, "2026-11-21", resolution=resolution)
        for resolution, amount in ((360, 0.023), (720, 0.07), (1080, 0.105))
    ),
    "gemini-omni-1.1-flash": tuple(
        Price(
            amount,
            "USD",
            "second",
            "https://docs.venice.ai/zh/models/gemini-omni-flash-1-1",
            "2026-11-21",
            resolution=resolution,
        )
        for resolution, amount in ((360, 0.0334), (720, 0.1), (1080, 0.15))
    ),
}


@dataclass(frozen=True, slots=True)
class Omni:
    """What one model can be asked for."""

    seconds: tuple[int, int] = (3, 10)
    resolutions: tuple[int, ...] = (360, 720, 1080)
    last_frame: bool = False


# unverified: that 1.1 and 1.2 take a last frame by its tag; resellers and Google's pages say so.
MODELS = {
    "gemini-omni-1.2-flash": Omni(last_frame=True),
    "gemini-omni-1.1-flash": Omni(last_frame=True),
    "gemini-omni-flash-preview": Omni(resolutions=(720,)),
}


def register(add: Add, env: Mapping[str, str]) -> None:
    """Gemini Omni animates where there is a key."""
    key = env.get("GEMINI_API_KEY")
    if not key:
        return
    model = env.get("GEMINI_VIDEO_MODEL") or DEFAULT
    base_url = OPENAI_PATH.sub("", env.get("GEMINI_BASE_URL") or BASE_URL)
    gemini = Gemini(key, model=model, base_url=base_url, pace=Pace.read(env))
    tariff = PRICES.get(model, PRICES[DEFAULT])
    add(Member("animator", gemini, model, can=gemini.can, tariff=tariff, remote=True))


class Gemini:
    """Clips by Gemini Omni."""

    def __init__(
        self, key: str, *, model: str = DEFAULT, base_url: str = BASE_URL, pace: Pace | None = None
    ) -> None:
        headers = {"x-goog-api-key": key}
        self._web = Web(NAME, base_url, lambda: headers, google.kind_of, google.patient(NAME))
        self._home = Home(base_url, headers)
        self._pace = pace or Pace()
        self.model, self._omni = model, MODELS.get(model, Omni())

    @property
    def name(self) -> str:
        return NAME

    @property
    def can(self) -> Capabilities:
        """16:9 and 9:16, whole seconds, always with a sound of its own."""
        shortest, longest = self._omni.seconds
        return Capabilities(
            aspects=ASPECTS,
            seconds=tuple(float(s) for s in range(shortest, longest + 1)),
            resolutions=self._omni.resolutions,
            last_frame=self._omni.last_frame,
            audio=True,
        )

    async def start(self, request: AnimateRequest, bench: Bench) -> Ticket:
        last = request.last if self._omni.last_frame else None
        frames = [await picture(frame, bench) for frame in (request.keyframe, last) if frame]
        answer = await self._web.submit(API, order(self.model, request, frames))
        if not answer.get("id"):
            raise self._web.error(Kind.UNKNOWN_SUBMIT, answer)
        return Ticket(provider=NAME, task=str(answer["id"]))

    async def collect(self, request: AnimateRequest, ticket: Ticket, bench: Bench) -> Clip:
        async def look() -> str | None:
            return await self._look(ticket.task)

        url = await until_done(NAME, look, self._pace, bench.tell)
        moving = await bring_clip(NAME, url, bench, self._home)
        made = request.made_by(NAME, self.model)
        return Clip(seconds=moving.seconds, provenance=made, file=moving.file)

    async def cancel(self, ticket: Ticket) -> None:
        try:
            await self._web.post(f"{API}/{ticket.task}/cancel", {})
        except ProviderError as error:
            if error.kind not in (Kind.BAD_REQUEST, Kind.LOST, Kind.ACCOUNT):
                raise

    async def probe(self) -> str:
        answer = await self._web.get("/v1/models", params={"pageSize": "1000"})
        names = [str(m.get("name", "")) for m in cast(list[JSON], answer.get("models") or [])]
        known = f"models/{self.model}" in names
        return f"{len(names)} models, {self.model} {'among them' if known else 'not listed'}"

    async def _look(self, task: str) -> str | None:
        """Where the clip is; None while it is being made."""
        answer = await self._web.get(f"{API}/{task}")
        status = str(answer.get("status"))
        if status in RUNNING:
            return None
        if status in ENDED:
            raise bad_end(answer)
        if status != "completed":
            raise self._web.error(Kind.PASSING, answer)
        video = video_of(answer)
        if data := video.get("data"):
            return f"data:video/mp4;base64,{data}"
        if found := FILE.search(str(video.get("uri") or "")):
            return await self._ready(found[1])
        raise ProviderError(
            NAME, Kind.MODERATED_OUTPUT, f"completed without a video: {said(answer)}"
        )

    async def _ready(self, file: str) -> str | None:
        """The address of a file that can be downloaded; None while Google still writes it."""
        about = await self._web.get(f"{FILES}/{file}")
        if about.get("state") == "FAILED":
            error = cast(JSON, about.get("error") or {})
            raise ProviderError(NAME, google.kind_of_end(error), f"FAILED {google.told(error)}")
        if about.get("state") == "PROCESSING":
            return None
        return f"{self._web.base_url.rstrip('/')}{FILES}/{file}:download?alt=media"


async def picture(keyframe: Keyframe, bench: Bench) -> JSON:
    """A keyframe inside a request."""
    data = await asyncio.to_thread(jpeg_base64, keyframe, bench, LONGEST_SIDE)
    return {"type": "image", "mime_type": "image/jpeg", "data": data}


def order(model: str, request: AnimateRequest, frames: list[JSON]) -> JSON:
    """The body of an order. Negatives belong into the prompt: there is no field for them."""
    tags = BEGIN_AND_END if len(frames) == 2 else BEGIN
    negative = f" Avoid: {request.paint.negative}." if request.paint.negative else ""
    text = f"{tags} {request.paint.prompt} {ONE_TAKE}{negative}"
    config: JSON = {"seed": request.seed % 2**31}
    if len(frames) == 1:
        config["video_config"] = {"task": "image_to_video"}
    return {
        "model": model,
        "background": True,
        "input": [{"type": "user_input", "content": [{"type": "text", "text": text}, *frames]}],
        "response_format": {
            "type": "video",
            "aspect_ratio": request.aspect,
            "duration": f"{round(request.seconds)}s",
            "resolution": f"{request.resolution}p",
            "delivery": "uri",
        },
        "generation_config": config,
    }


def outputs(answer: JSON) -> Iterator[JSON]:
    """What the model made, piece by piece."""
    for step in cast(list[JSON], answer.get("steps") or []):
        if step.get("type") == "model_output":
            yield from cast(list[JSON], step.get("content") or [])


def video_of(answer: JSON) -> JSON:
    """The clip among what was made; empty without one."""
    made = answer.get("output_video") or next(
        (piece for piece in outputs(answer) if piece.get("type") == "video"), {}
    )
    return cast(JSON, made)


def said(answer: JSON) -> str:
    """What the model wrote instead of a clip."""
    return " ".join(str(piece["text"]) for piece in outputs(answer) if piece.get("text"))[:300]


def bad_end(answer: JSON) -> ProviderError:
    """Why there will be no clip."""
    errors: list[Any] = list(answer.get("errors") or [])
    errors += [step.get("error") for step in answer.get("steps") or []]
    error = next((cast(JSON, e) for e in errors if e), {})
    detail = f"{answer.get('status')} {google.told(error)}".strip()
    return ProviderError(NAME, google.kind_of_end(error), detail)
