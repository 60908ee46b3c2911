"""A gateway that speaks like OpenAI's former `/v1/videos`."""

from __future__ import annotations

import io
import warnings
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from PIL import Image

from generation.errors import Kind, ProviderError
from generation.providers import sora
from generation.providers.contract import Probes, Reconciles, Unsure
from tests.generation.vendors.suite import (
    KEY,
    NEGATIVE,
    PROMPT,
    MakerSuite,
    a_keyframe,
    a_paint_request,
    an_animate_request,
)
from tests.servers.media import Quick
from tests.servers.openai import OpenAI
from tests.servers.stand import Fault, Stand


def said(code: str | None, message: str = "no") -> dict[str, Any]:
    """An error body."""
    return {"error": {"message": message, "type": "invalid_request_error", "code": code}}


class TestVideos(MakerSuite):
    vendor, module, role, name = OpenAI, sora, "animator", "videos"
    submits = {
        "moderation": (
            Fault("submit", status=400, body=said("moderation_blocked")),
            Kind.MODERATED_INPUT,
        ),
        "policy": (
            Fault("submit", status=400, body=said("content_policy_violation")),
            Kind.MODERATED_INPUT,
        ),
        "many": (Fault("submit", status=429, body=said("rate_limit_exceeded")), Kind.BUSY),
        "many, wordless": (Fault("submit", status=429, body="slow down"), Kind.BUSY),
        "no money": (Fault("submit", status=429, body=said("insufficient_quota")), Kind.ACCOUNT),
        "key": (Fault("submit", status=401, body=said("invalid_api_key")), Kind.ACCOUNT),
        "picture of another size": (
            Fault("submit", status=400, body=said(None, "Inpaint image must match the size")),
            Kind.BAD_REQUEST,
        ),
        "model": (Fault("submit", status=404, body=said("model_not_found")), Kind.BAD_REQUEST),
        "ended": (Fault("submit", status=410, body=said(None)), Kind.BAD_REQUEST),
        "their fault": (Fault("submit", status=500, body=said("server_error")), Kind.PASSING),
        "no id": (Fault("submit", status=200, body={"ok": True}), Kind.UNKNOWN_SUBMIT),
        "no JSON": (Fault("submit", status=200, body="<html>"), Kind.UNKNOWN_SUBMIT),
    }
    ends = {
        "moderation": (("refused", "moderation_blocked", "no"), Kind.MODERATED_OUTPUT),
        "moderation of the picture": (("refused", "input_moderation", "no"), Kind.MODERATED_INPUT),
        "their fault": (("failed", "video_generation_failed", "oops"), Kind.FAILED),
        "wordless": (("failed", "server_error", ""), Kind.FAILED),
        "gone": (("lost", "", ""), Kind.LOST),
    }

    def env(self, url: str) -> dict[str, str]:
        return {"VIDEOS_API_KEY": KEY, "VIDEOS_BASE_URL": f"{url}/v1"}

    def request(self, bench: Any) -> Any:
        return an_animate_request(bench, seconds=4.0)

    async def test_the_order_is_a_form_with_the_picture_cut_to_its_size(
        self, stand: Stand, bench: Any
    ) -> None:
        keyframe = a_keyframe(bench, 1000, 1000)
        await self.maker(stand.url).start(replace(self.request(bench), keyframe=keyframe), bench)
        [asked], [task] = stand.asked, stand.tasks.values()
        assert asked.headers["Content-Type"].startswith("multipart/form-data")
        assert asked.body == {
            "model": "sora-2",
            "prompt": f"{PROMPT}\n\nCamera: push-in\n\nAvoid: {NEGATIVE}",
            "seconds": "4",
            "size": "1280x720",
            "input_reference": {"filename": "f.jpg", "content_type": "image/jpeg"},
        }
        assert Image.open(io.BytesIO(task.request["picture"])).size == (1280, 720)

    async def test_the_order_is_named_for_gateways_that_keep_such_names(
        self, stand: Stand, bench: Any
    ) -> None:
        maker, request = self.maker(stand.url), self.request(bench)
        for name in ("job.s0", "job.s0", "任务\r\nX-Evil: 1"):
            await maker.start(request, replace(bench, order=name))
        first, again, other = (a.headers["Idempotency-Key"] for a in stand.asked)
        assert first == again != other
        assert other.isalnum()

    async def test_the_result_is_asked_for_with_the_key(self, stand: Stand, bench: Any) -> None:
        await self.made(stand, bench)
        [content] = [a for a in stand.asked if a.path.endswith("/content")]
        assert content.headers["Authorization"] == f"Bearer {KEY}"

    async def test_the_right_one_is_found_among_orders_that_are_alike(
        self, stand: Stand, bench: Any
    ) -> None:
        maker, request = self.maker(stand.url), self.request(bench)
        first = await maker.start(request, bench)
        finder = cast(Reconciles[Any], maker)
        now = datetime.now(UTC)
        assert await finder.find(request, Unsure("o", now, frozenset({first.task}))) is None
        later = Unsure("o", now + timedelta(hours=1), frozenset())
        assert await finder.find(request, later) is None, "ordered long before"
        other = replace(request, paint=a_paint_request(prompt="something else"))
        assert await finder.find(other, Unsure("o", now, frozenset())) is None
        assert await finder.find(request, Unsure("o", now, frozenset())) == first
        await maker.start(request, bench)
        with pytest.raises(ProviderError) as caught:
            await finder.find(request, Unsure("o", now, frozenset()))
        assert caught.value.kind == Kind.UNKNOWN_SUBMIT, "either may be it"

    async def test_a_long_list_is_read_page_by_page(self, stand: Stand, bench: Any) -> None:
        maker, request = self.maker(stand.url), self.request(bench)
        ticket = await maker.start(request, bench)
        others = {"model": "sora-2", "prompt": "another", "seconds": "4", "size": "1280x720"}
        for _ in range(150):
            stand.task("clip", others)
        unsure = Unsure("o", datetime.now(UTC), frozenset())
        assert await cast(Reconciles[Any], maker).find(request, unsure) == ticket
        assert stand.count("GET", "/v1/videos") == 2

    async def test_a_gateway_that_lists_nothing_leaves_the_outcome_open(
        self, stand: Stand, bench: Any
    ) -> None:
        stand.plant(Fault("list", status=404, body=said(None)))
        finder = cast(Reconciles[Any], self.maker(stand.url))
        with pytest.raises(ProviderError) as caught:
            await finder.find(self.request(bench), Unsure("o", datetime.now(UTC), frozenset()))
        assert caught.value.kind == Kind.UNKNOWN_SUBMIT

    async def test_a_probe_orders_nothing(self, stand: Stand) -> None:
        assert "sora-2 among them" in await cast(Probes, self.maker(stand.url)).probe()
        assert not stand.tasks

    def test_a_gateways_own_lengths_and_sizes_are_settings(self) -> None:
        settings = {"VIDEOS_SECONDS": "15, 10", "VIDEOS_SIZES": "1280x720, 720x720"}
        found: list[Any] = []
        sora.register(found.append, {**self.env("http://127.0.0.1"), **settings})
        can = found[0].can
        assert (can.seconds, can.resolutions) == ((10.0, 15.0), (720,))
        assert can.aspects == {"16:9", "1:1"}

    @pytest.mark.parametrize(
        ("aspect", "resolution", "size"),
        [
            ("16:9", 720, "1280x720"),
            ("16:9", 1024, "1792x1024"),
            ("9:16", 1080, "1080x1920"),
            ("9:16", 720, "720x1280"),
        ],
    )
    def test_sora_2_pro_makes_larger_ones(
        self, bench: Any, aspect: Any, resolution: int, size: str
    ) -> None:
        request = an_animate_request(
            bench, paint=a_paint_request(aspect=aspect), resolution=resolution
        )
        assert sora.fields("sora-2-pro", sora.SIZES["sora-2-pro"], request)["size"] == size


async def test_the_official_client_understands_the_stand_in() -> None:
    from openai import AsyncOpenAI

    async with OpenAI(Quick()) as stand, AsyncOpenAI(api_key=KEY, base_url=stand.api) as sdk:
        client = cast(Any, sdk)  # typed as deprecated
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # the service of OpenAI itself
            picture = ("f.png", await Quick().picture("", 1280, 720, 1), "image/png")
            video = await client.videos.create_and_poll(
                model="sora-2",
                prompt="a fox",
                seconds="4",
                input_reference=picture,
                size="1280x720",
                poll_interval_ms=20,
            )
            assert video.status == "completed"
            content = await client.videos.download_content(video.id)
            assert content.content[4:8] == b"ftyp"
            assert [v.id async for v in client.videos.list()] == [video.id]
            assert (await client.videos.delete(video.id)).deleted
