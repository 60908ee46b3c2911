"""Gemini Omni: interactions in the background, clips inside the answer or as files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest

from generation.errors import Kind, ProviderError
from generation.model import Ticket
from generation.providers import gemini
from generation.providers.contract import Bench, Member
from generation.providers.wire import google
from tests.generation.vendors.suite import (
    KEY,
    MakerSuite,
    a_bench,
    a_keyframe,
    an_animate_request,
)
from tests.servers.gemini import Gemini
from tests.servers.media import Quick
from tests.servers.stand import Fault, Stand

BLOCKED = "The prompt could not be submitted. It might violate our usage guidelines."
UNSAFE = "The generated video was blocked by safety filters. Support codes: 15236754"


def no(status: int, name: str, message: str = "No.", **more: Any) -> Fault:
    """A refusal as Google writes it."""
    body = {"error": {"code": status, "message": message, "status": name, **more}}
    return Fault("submit", status=status, body=body)


REFUSALS = {
    "throttled": (no(429, "RESOURCE_EXHAUSTED", "Quota exceeded for requests"), Kind.BUSY),
    "without credit": (
        no(429, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted."),
        Kind.ACCOUNT,
    ),
    "a wrong key": (
        no(400, "INVALID_ARGUMENT", "API key not valid.", details=[{"reason": "API_KEY_INVALID"}]),
        Kind.ACCOUNT,
    ),
    "no key": (no(401, "UNAUTHENTICATED"), Kind.ACCOUNT),
    "no permission": (no(403, "PERMISSION_DENIED"), Kind.ACCOUNT),
    "not in this region": (
        no(400, "FAILED_PRECONDITION", "User location is not supported for the API use."),
        Kind.ACCOUNT,
    ),
    "moderated input": (no(400, "INVALID_ARGUMENT", BLOCKED), Kind.MODERATED_INPUT),
    "a wrong parameter": (no(400, "INVALID_ARGUMENT", "Unsupported duration"), Kind.BAD_REQUEST),
    "no such model": (no(404, "NOT_FOUND", "models/x is not found"), Kind.BAD_REQUEST),
    "an internal error": (no(500, "INTERNAL"), Kind.PASSING),
    "overloaded": (no(503, "UNAVAILABLE", "The model is overloaded."), Kind.PASSING),
    "too slow": (no(504, "DEADLINE_EXCEEDED"), Kind.UNKNOWN_SUBMIT),
}


class TestGemini(MakerSuite):
    vendor, module, role, name = Gemini, gemini, "animator", "gemini"
    submits: ClassVar = REFUSALS
    ends: ClassVar = {
        "moderated input": (("failed", "INVALID_ARGUMENT", BLOCKED), Kind.MODERATED_INPUT),
        "moderated output": (("failed", "SAFETY", UNSAFE), Kind.MODERATED_OUTPUT),
        "words instead of a clip": (("refused", "", "I cannot do that."), Kind.MODERATED_OUTPUT),
        "a bad picture": (("failed", "INVALID_ARGUMENT", "Image is too small"), Kind.BAD_REQUEST),
        "an internal error": (("failed", "INTERNAL", "Internal error"), Kind.FAILED),
        "gone": (("lost", "", ""), Kind.LOST),
    }

    def env(self, url: str) -> dict[str, str]:
        return {"GEMINI_API_KEY": KEY, "GEMINI_BASE_URL": url}

    def members(self, **env: str) -> Member:
        found: list[Member] = []
        gemini.register(found.append, {"GEMINI_API_KEY": KEY, **env})
        return found[0]

    async def test_a_clip_inside_the_answer_is_kept_as_well(
        self, stand: Gemini, bench: Bench
    ) -> None:
        stand.inline = True
        assert (await self.made(stand, bench)).file
        assert not stand.count("GET", "/v1beta/files")

    async def test_a_file_that_google_still_writes_is_waited_for(
        self, stand: Gemini, bench: Bench
    ) -> None:
        stand.processing = 0.15
        assert (await self.made(stand, bench)).file
        about = [a for a in stand.asked if "/v1beta/files/" in a.path and "download" not in a.path]
        assert len(about) > 1

    async def test_the_key_opens_the_file(self, stand: Stand, bench: Bench) -> None:
        await self.made(stand, bench)
        asked = next(a for a in stand.asked if a.path.endswith(":download"))
        assert asked.headers["x-goog-api-key"] == KEY

    async def test_an_interaction_that_is_over_can_be_cancelled_without_an_error(
        self, stand: Stand, bench: Bench
    ) -> None:
        maker, request = self.maker(stand.url), self.request(bench)
        ticket = await maker.start(request, bench)
        await maker.collect(request, ticket, bench)
        await maker.cancel(ticket)
        await maker.cancel(Ticket(provider="gemini", task="nobody-knows"))

    async def test_a_status_of_tomorrow_is_looked_at_again(
        self, stand: Stand, bench: Bench
    ) -> None:
        stand.plant(Fault("poll", times=2, status=200, body={"status": "dreaming"}))
        assert (await self.made(stand, bench)).file

    async def test_the_probe_spends_nothing(self, stand: Stand) -> None:
        provider = self.maker(stand.url)
        assert isinstance(provider, gemini.Gemini)
        assert await provider.probe() == "3 models, gemini-omni-1.2-flash among them"
        assert [a.path for a in stand.asked] == ["/v1/models"]

    async def test_a_wrong_key_is_the_operators_business(self, stand: Stand) -> None:
        with pytest.raises(ProviderError) as caught:
            await gemini.Gemini("wrong", base_url=stand.url).probe()
        assert caught.value.kind == Kind.ACCOUNT

    def test_what_is_ordered(self, bench: Bench) -> None:
        request = replace(an_animate_request(bench), seconds=7.0, resolution=1080)
        frame = {"type": "image", "mime_type": "image/jpeg", "data": "…"}
        body = gemini.order("gemini-omni-1.2-flash", request, [frame])
        (turn,) = body.pop("input")
        text, first = turn["content"]
        assert first == frame
        assert text["text"].startswith("[# Sources <FIRST_FRAME>@Image1] 一只机械狐狸")
        assert text["text"].endswith("Avoid: blurry, watermark.")
        assert body == {
            "model": "gemini-omni-1.2-flash",
            "background": True,
            "response_format": {
                "type": "video",
                "aspect_ratio": "16:9",
                "duration": "7s",
                "resolution": "1080p",
                "delivery": "uri",
            },
            "generation_config": {"seed": 7, "video_config": {"task": "image_to_video"}},
        }

    async def test_a_last_frame_is_sent_where_the_model_takes_one(
        self, stand: Stand, bench: Bench
    ) -> None:
        request = replace(an_animate_request(bench), last=a_keyframe(bench))
        for model, pictures in (("gemini-omni-1.2-flash", 2), ("gemini-omni-flash-preview", 1)):
            member = self.members(GEMINI_BASE_URL=stand.url, GEMINI_VIDEO_MODEL=model)
            assert member.can.last_frame == (pictures == 2)
            assert isinstance(member.provider, gemini.Gemini)
            await member.provider.start(request, bench)
            sent = stand.asked[-1].body["input"][0]["content"]
            assert [piece["type"] for piece in sent] == ["text"] + ["image"] * pictures

    def test_what_it_can_do_and_costs_is_data(self) -> None:
        member = self.members()
        assert member.can.aspects == {"16:9", "9:16"}
        assert (member.can.seconds[0], member.can.seconds[-1]) == (3.0, 10.0)
        assert member.can.resolutions == (360, 720, 1080)
        cost = member.cost(10, 720)
        assert cost
        assert (cost.amount, cost.currency, cost.estimated) == (0.7, "USD", True)

    @pytest.mark.parametrize("tail", ["", "/", "/v1beta", "/v1beta/openai", "/v1beta/openai/"])
    async def test_the_base_url_of_the_writer_serves_as_well(self, stand: Stand, tail: str) -> None:
        provider = self.members(GEMINI_BASE_URL=stand.url + tail).provider
        assert isinstance(provider, gemini.Gemini)
        assert await provider.probe()


def test_errors_in_a_list_are_read_too() -> None:
    assert google.kind_of(429, {"data": [{"error": {"status": "RESOURCE_EXHAUSTED"}}]}) == Kind.BUSY


def test_an_answer_that_is_fine_means_nothing() -> None:
    assert google.kind_of(200, {"error": {"message": "blocked"}}) is None
    assert google.kind_of(500, {}) is None


async def test_google_says_in_the_body_how_long_to_wait(tmp_path: Path) -> None:
    delay = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "33.5s"}
    bench = a_bench(tmp_path)
    async with Gemini(Quick()) as stand:
        stand.plant(no(429, "RESOURCE_EXHAUSTED", "Slow.", details=["odd", delay]))
        with pytest.raises(ProviderError) as caught:
            await gemini.Gemini(KEY, base_url=stand.url).start(an_animate_request(bench), bench)
    assert (caught.value.kind, caught.value.retry_after) == (Kind.BUSY, 33.5)
    assert "RESOURCE_EXHAUSTED" in caught.value.detail
