"""Veo on Vertex AI: a picture becomes a clip, by long-running predictions.

`POST …/models/{model}:predictLongRunning` gives the name of an operation, which
`:fetchPredictOperation` tells about; the clip comes inside its answer. An operation that is done
without a clip was held back by Google's filters. Vertex cannot be asked to stop, nor what was
ordered.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path
from typing import cast

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
from generation.providers.wire import google, service_account
from generation.providers.wire.media import bring_clip, jpeg_base64
from generation.providers.wire.service_account import ServiceAccount
from generation.providers.wire.waiting import Pace, until_done
from generation.providers.wire.web import JSON, Web

NAME = "veo"
DEFAULT = "veo-3.1-lite-generate-001"
LOCATION = "us-central1"
ASPECTS: frozenset[Aspect] = frozenset({"16:9", "9:16"})
SECONDS = (4.0, 6.0, 8.0)
OF_INPUT = re.compile(r"input image|prompt", re.IGNORECASE)

SETTINGS = (
    Variable("GOOGLE_CLOUD_PROJECT", "Project in Google Cloud that pays for Veo"),
    Variable("GOOGLE_CLOUD_LOCATION", "Where Veo runs", LOCATION),
    Variable("GOOGLE_APPLICATION_CREDENTIALS", "Path of a service account's JSON file"),
    Variable("VEO_MODEL", "Which Veo makes clips", DEFAULT),
    Variable("VEO_AUDIO", "1 for clips with sound, which cost more", "0"),
    Variable("VEO_BASE_URL", "Another endpoint for Vertex AI", ""),
)


def tariff(
    silent: Mapping[int, float], loud: Mapping[int, float], source: str, checked: str
) -> dict[bool, tuple[Price, ...]]:
    """Prices per second by resolution, of clips without and with sound."""
    return {
        sound: tuple(
            Price(amount, "USD", "second", source, checked, resolution=resolution)
            for resolution, amount in prices.items()
        )
        for sound, prices in ((False, silent), (True, loud))
    }


VERTEX = "https://cloud.google.com/vertex-ai/generative-ai/pricing"
PRICES = {
    "veo-3.1-lite-generate-001": tariff(
        {720: 0.03, 1080: 0.05},
        {720: 0.05, 1080: 0.08},
        "https://runware.ai/docs/models/google-veo-3-1-lite",
        "2026-11-21",
    ),
    # unverified: from older articles, which Google's page may have overtaken
    "veo-3.1-fast-generate-001": tariff(
        {720: 0.1, 1080: 0.1}, {720: 0.15, 1080: 0.15}, VERTEX, "assumed"
    ),
    "veo-3.1-generate-001": tariff({720: 0.2, 1080: 0.2}, {720: 0.4, 1080: 0.4}, VERTEX, "assumed"),
}


def register(add: Add, env: Mapping[str, str]) -> None:
    """Veo animates where there is a project and a service account."""
    project = env.get("GOOGLE_CLOUD_PROJECT")
    credentials = env.get("GOOGLE_APPLICATION_CREDENTIALS")
    if not project or not credentials:
        return
    model, audio = env.get("VEO_MODEL") or DEFAULT, env.get("VEO_AUDIO", "0") not in ("", "0")
    location = env.get("GOOGLE_CLOUD_LOCATION") or LOCATION
    veo = Veo(
        ServiceAccount(NAME, Path(credentials)),
        project=project,
        location=location,
        model=model,
        audio=audio,
        base_url=env.get("VEO_BASE_URL") or endpoint(location),
        pace=Pace.read(env),
    )
    needs = "" if service_account.installed() else service_account.NEEDS
    prices = PRICES.get(model, PRICES[DEFAULT])[audio]
    add(Member("animator", veo, model, can=veo.can, tariff=prices, remote=True, needs=needs))


def endpoint(location: str) -> str:
    """Where Vertex AI of a location is."""
    prefix = "" if location == "global" else f"{location}-"
    return f"https://{prefix}aiplatform.googleapis.com"


class Veo:
    """Clips by Veo on Vertex AI."""

    def __init__(
        self,
        account: ServiceAccount,
        *,
        project: str,
        location: str = LOCATION,
        model: str = DEFAULT,
        audio: bool = False,
        base_url: str = "",
        pace: Pace | None = None,
    ) -> None:
        self._account = account
        self._web = Web(
            NAME, base_url or endpoint(location), kind_of=google.kind_of, heard=google.patient(NAME)
        )
        self._models = f"projects/{project}/locations/{location}/publishers/google/models"
        self._pace = pace or Pace()
        self.model, self._audio = model, audio

    @property
    def name(self) -> str:
        return NAME

    @property
    def can(self) -> Capabilities:
        """16:9 and 9:16; 4, 6 or 8 seconds; all of Veo 3.1 end at a picture where there is one."""
        return Capabilities(
            aspects=ASPECTS,
            seconds=SECONDS,
            resolutions=(720, 1080),
            last_frame=True,
            audio=self._audio,
        )

    async def start(self, request: AnimateRequest, bench: Bench) -> Ticket:
        body = order(
            request,
            await frame(request.keyframe, bench),
            await frame(request.last, bench) if request.last else None,
            audio=self._audio,
        )
        headers = await self._headers()
        path = f"/v1/{self._models}/{self.model}:predictLongRunning"
        answer = await self._web.submit(path, body, headers)
        if not answer.get("name"):
            raise self._web.error(Kind.UNKNOWN_SUBMIT, answer)
        return Ticket(provider=NAME, task=str(answer["name"]))

    async def collect(self, request: AnimateRequest, ticket: Ticket, bench: Bench) -> Clip:
        model = ticket.task.partition("/operations/")[0]

        async def look() -> JSON | None:
            body = {"operationName": ticket.task}
            headers = await self._headers()
            answer = await self._web.post(f"/v1/{model}:fetchPredictOperation", body, headers)
            return answer if answer.get("done") else None

        video = video_of(await until_done(NAME, look, self._pace, bench.tell))
        moving = await bring_clip(NAME, f"data:video/mp4;base64,{video}", bench)
        made = request.made_by(NAME, model.rpartition("/")[2])
        return Clip(seconds=moving.seconds, provenance=made, file=moving.file)

    async def cancel(self, ticket: Ticket) -> None:
        """Nothing: Vertex has no way to stop a prediction."""

    async def probe(self) -> str:
        # unverified: that accounts which may predict may also read the model's card
        headers = await self._headers()
        await self._web.get(f"/v1/publishers/google/models/{self.model}", headers)
        return f"signed in, {self.model} is there"

    async def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {await self._account.token()}"}


async def frame(keyframe: Keyframe, bench: Bench) -> JSON:
    """A keyframe inside a request."""
    data = await asyncio.to_thread(jpeg_base64, keyframe, bench)
    return {"bytesBase64Encoded": data, "mimeType": "image/jpeg"}


def order(request: AnimateRequest, first: JSON, last: JSON | None, *, audio: bool) -> JSON:
    """The body of an order."""
    instance: JSON = {"prompt": request.paint.prompt, "image": first}
    if last:
        instance["lastFrame"] = last
    parameters: JSON = {
        "aspectRatio": request.aspect,
        "durationSeconds": round(request.seconds),
        "resolution": f"{request.resolution}p",
        "generateAudio": audio,
        "seed": request.seed % 2**32,
        "sampleCount": 1,
    }
    if request.paint.negative:
        parameters["negativePrompt"] = request.paint.negative
    return {"instances": [instance], "parameters": parameters}


def video_of(operation: JSON) -> str:
    """The clip of an operation that is done, as base64. Raises `ProviderError` without one."""
    if error := cast(JSON, operation.get("error") or {}):
        raise ProviderError(NAME, google.kind_of_end(error), google.told(error))
    response = cast(JSON, operation.get("response") or {})
    videos = cast(list[JSON], response.get("videos") or [])
    if videos and (data := videos[0].get("bytesBase64Encoded")):
        return str(data)
    if videos:
        raise ProviderError(NAME, Kind.LOST, f"the clip lies elsewhere: {videos[0].get('gcsUri')}")
    reasons = " ".join(str(r) for r in response.get("raiMediaFilteredReasons") or [])
    kind = Kind.MODERATED_INPUT if OF_INPUT.search(reasons) else Kind.MODERATED_OUTPUT
    count = response.get("raiMediaFilteredCount", 0)
    raise ProviderError(NAME, kind, f"raiMediaFilteredCount {count} {reasons}".strip())
