"""Veo on Vertex AI: long-running predictions behind a service account."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest

from generation.errors import Kind, ProviderError
from generation.model import Ticket
from generation.providers import veo
from generation.providers.contract import AnimateRequest, Bench, Member
from generation.providers.wire.service_account import ServiceAccount
from tests.generation.vendors.suite import MakerSuite, a_keyframe, an_animate_request
from tests.generation.vendors.test_gemini import BLOCKED, UNSAFE, no
from tests.servers.gemini import Gemini, credentials
from tests.servers.stand import Fault, Stand

IMAGE = "Veo could not generate videos because the input image violates usage guidelines."
LITE = "projects/film/locations/us-central1/publishers/google/models/veo-3.1-lite-generate-001"


class TestVeo(MakerSuite):
    vendor, module, role, name = Gemini, veo, "animator", "veo"
    inline, cancels = True, False
    submits: ClassVar = {
        "throttled": (no(429, "RESOURCE_EXHAUSTED", "Quota exceeded"), Kind.BUSY),
        "a token of yesterday": (no(401, "UNAUTHENTICATED"), Kind.ACCOUNT),
        "no permission": (no(403, "PERMISSION_DENIED"), Kind.ACCOUNT),
        "no billing": (
            no(403, "PERMISSION_DENIED", "requires billing to be enabled"),
            Kind.ACCOUNT,
        ),
        "moderated input": (no(400, "INVALID_ARGUMENT", BLOCKED), Kind.MODERATED_INPUT),
        "a wrong parameter": (no(400, "INVALID_ARGUMENT", "Unsupported"), Kind.BAD_REQUEST),
        "no such model": (no(404, "NOT_FOUND", "Publisher Model `x`"), Kind.BAD_REQUEST),
        "an internal error": (no(500, "INTERNAL"), Kind.PASSING),
        "away": (no(503, "UNAVAILABLE"), Kind.PASSING),
        "too slow": (no(504, "DEADLINE_EXCEEDED"), Kind.UNKNOWN_SUBMIT),
    }
    ends: ClassVar = {
        "done without samples": (("refused", "", ""), Kind.MODERATED_OUTPUT),
        "held back": (("refused", "", "Support codes: 15236754"), Kind.MODERATED_OUTPUT),
        "a picture refused": (("refused", "", IMAGE), Kind.MODERATED_INPUT),
        "a prompt refused": (("failed", "INVALID_ARGUMENT", BLOCKED), Kind.MODERATED_INPUT),
        "an output refused": (("failed", "INVALID_ARGUMENT", UNSAFE), Kind.MODERATED_OUTPUT),
        "a bad picture": (("failed", "INVALID_ARGUMENT", "Image is too small"), Kind.BAD_REQUEST),
        "an internal error": (("failed", "INTERNAL", "Internal error."), Kind.FAILED),
        "a high load": (("failed", "UNAVAILABLE", "The service is busy."), Kind.FAILED),
        "gone": (("lost", "", ""), Kind.LOST),
    }

    @pytest.fixture(autouse=True)
    def account(self, tmp_path: Path) -> None:
        self.file = tmp_path / "service-account.json"

    def env(self, url: str) -> dict[str, str]:
        self.file.write_text(json.dumps(credentials(url)))
        return {
            "GOOGLE_CLOUD_PROJECT": "film",
            "GOOGLE_APPLICATION_CREDENTIALS": str(self.file),
            "VEO_BASE_URL": url,
        }

    def request(self, bench: Bench) -> AnimateRequest:
        return replace(an_animate_request(bench), seconds=6.0)

    def veo(self, url: str, **env: str) -> Member:
        found: list[Member] = []
        veo.register(found.append, {**self.env(url), **env})
        return found[0]

    async def test_a_key_that_the_vendor_repeats_stays_out_of_the_error(
        self, stand: Stand, bench: Bench
    ) -> None:
        assert isinstance(stand, Gemini)
        maker = self.maker(stand.url)
        await maker.start(self.request(bench), bench)
        (token,) = stand.tokens
        stand.plant(no(401, "UNAUTHENTICATED", f"bad token {token}"))
        with pytest.raises(ProviderError) as caught:
            await maker.start(self.request(bench), bench)
        assert caught.value.kind == Kind.ACCOUNT
        assert token not in str(caught.value) + repr(caught.value.args)

    async def test_one_token_serves_until_it_ends(self, stand: Stand, bench: Bench) -> None:
        maker, request = self.maker(stand.url), self.request(bench)
        ticket = await maker.start(request, bench)
        await maker.collect(request, ticket, bench)
        assert stand.count("POST", "/token") == 1
        assert "Bearer ya29." in stand.asked[-1].headers["Authorization"]

    async def test_a_sign_in_that_is_refused_is_the_operators_business(
        self, stand: Stand, bench: Bench
    ) -> None:
        body = {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}
        stand.plant(Fault("probe", status=400, body=body))
        with pytest.raises(ProviderError) as caught:
            await self.maker(stand.url).start(self.request(bench), bench)
        assert caught.value.kind == Kind.ACCOUNT
        assert "invalid_grant" in caught.value.detail
        assert not stand.tasks

    @pytest.mark.parametrize("content", [None, "", "{}", '{"type": "authorized_user"}'])
    async def test_credentials_that_cannot_be_read_are_the_operators_business(
        self, content: str | None
    ) -> None:
        if content is not None:
            await asyncio.to_thread(self.file.write_text, content)
        with pytest.raises(ProviderError) as caught:
            await ServiceAccount("veo", self.file).token()
        assert caught.value.kind == Kind.ACCOUNT

    async def test_the_probe_spends_nothing(self, stand: Stand) -> None:
        provider = self.maker(stand.url)
        assert isinstance(provider, veo.Veo)
        assert await provider.probe() == "signed in, veo-3.1-lite-generate-001 is there"
        assert not stand.tasks

    async def test_a_ticket_names_the_model_that_took_it(self, stand: Stand, bench: Bench) -> None:
        request = self.request(bench)
        ticket = await self.maker(stand.url).start(request, bench)
        assert ticket.task.startswith(f"{LITE}/operations/")
        other = self.veo(
            stand.url, VEO_MODEL="veo-3.1-generate-001", REELROOM_POLL_SECONDS="0.02"
        ).provider
        assert isinstance(other, veo.Veo)
        clip = await other.collect(request, ticket, bench)
        assert clip.provenance.model == "veo-3.1-lite-generate-001"

    async def test_cancelling_asks_nothing(self, stand: Stand) -> None:
        await self.maker(stand.url).cancel(Ticket(provider="veo", task="x"))
        assert not stand.asked

    def test_what_is_ordered(self, bench: Bench) -> None:
        request = replace(an_animate_request(bench), seconds=6.0, resolution=1080)
        first, last = {"bytesBase64Encoded": "first"}, {"bytesBase64Encoded": "last"}
        body = veo.order(request, first, last, audio=True)
        assert body["instances"] == [
            {"prompt": request.paint.prompt, "image": first, "lastFrame": last}
        ]
        assert body["parameters"] == {
            "aspectRatio": "16:9",
            "durationSeconds": 6,
            "resolution": "1080p",
            "generateAudio": True,
            "seed": 7,
            "sampleCount": 1,
            "negativePrompt": "blurry, watermark",
        }

    def test_a_seed_fits_what_veo_takes(self, bench: Bench) -> None:
        request = an_animate_request(bench)
        large = replace(request, paint=replace(request.paint, seed=2**53 - 1))
        seed = veo.order(large, {}, None, audio=False)["parameters"]["seed"]
        assert 0 <= seed < 2**32

    async def test_the_film_can_end_at_a_picture(self, stand: Stand, bench: Bench) -> None:
        maker = self.maker(stand.url)
        await maker.start(replace(self.request(bench), last=a_keyframe(bench)), bench)
        assert "lastFrame" in stand.asked[-1].body["instances"][0]

    def test_what_it_can_do_and_costs_is_data(self) -> None:
        silent, loud = self.veo("http://x"), self.veo("http://x", VEO_AUDIO="1")
        assert silent.can.aspects == {"16:9", "9:16"}
        assert silent.can.seconds == (4.0, 6.0, 8.0)
        assert silent.can.resolutions == (720, 1080)
        assert silent.can.last_frame
        assert (silent.can.audio, loud.can.audio) == (False, True)
        costs = [m.cost(8, 1080) for m in (silent, loud)]
        assert [c.amount for c in costs if c] == [0.4, 0.64]
        assert not silent.needs

    def test_locations_have_their_own_endpoints(self) -> None:
        assert veo.endpoint("europe-west4") == "https://europe-west4-aiplatform.googleapis.com"
        assert veo.endpoint("global") == "https://aiplatform.googleapis.com"

    def test_a_clip_in_the_operators_bucket_is_out_of_reach(self) -> None:
        response = {"videos": [{"gcsUri": "gs://bucket/clip.mp4"}]}
        with pytest.raises(ProviderError) as caught:
            veo.video_of({"done": True, "response": response})
        assert caught.value.kind == Kind.LOST
