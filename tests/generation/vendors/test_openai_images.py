"""GPT Image on its stand-in."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, cast

import pytest
from PIL import Image

from generation.errors import Kind, ProviderError
from generation.model import Character, Keyframe, Ticket
from generation.providers import openai_images
from generation.providers.contract import Bench, Probes
from tests.generation.vendors.suite import (
    KEY,
    NEGATIVE,
    PROMPT,
    MakerSuite,
    a_led_request,
    a_paint_request,
)
from tests.servers.media import Quick
from tests.servers.openai import WRONG_KEY, OpenAI
from tests.servers.stand import Fault, Stand


def said(code: str | None, message: str = "no", **more: Any) -> dict[str, Any]:
    """An error body."""
    return {"error": {"message": message, "type": "t", "param": None, "code": code, **more}}


SAFETY = "Your request was rejected by the safety system. safety_violations=[violence]."
OUTPUT = {"moderation_details": {"moderation_stage": "output", "categories": ["violence"]}}
INPUT = {"moderation_details": {"moderation_stage": "input"}}


class TestGptImage(MakerSuite):
    vendor, module, role, name = OpenAI, openai_images, "painter", "openai"
    synchronous, inline, cancels = True, True, False
    submits = {
        "prompt refused": (
            Fault("submit", status=400, body=said("moderation_blocked", SAFETY)),
            Kind.MODERATED_INPUT,
        ),
        "prompt refused, said so": (
            Fault("submit", status=400, body=said("moderation_blocked", SAFETY, **INPUT)),
            Kind.MODERATED_INPUT,
        ),
        "picture refused": (
            Fault("submit", status=400, body=said("moderation_blocked", SAFETY, **OUTPUT)),
            Kind.MODERATED_OUTPUT,
        ),
        "policy": (
            Fault("submit", status=400, body=said("content_policy_violation")),
            Kind.MODERATED_INPUT,
        ),
        "refused through a gateway": (
            Fault("submit", status=451, body=said("upstream_error", SAFETY)),
            Kind.MODERATED_INPUT,
        ),
        "rate limit": (
            Fault("submit", status=429, body=said("rate_limit_exceeded")),
            Kind.BUSY,
        ),
        "no money, as 429": (
            Fault("submit", status=429, body=said("insufficient_quota")),
            Kind.ACCOUNT,
        ),
        "no money, as 400": (
            Fault("submit", status=400, body=said("billing_hard_limit_reached")),
            Kind.ACCOUNT,
        ),
        "key": (Fault("submit", status=401, body=said("invalid_api_key")), Kind.ACCOUNT),
        "unverified organization": (Fault("submit", status=403, body=said(None)), Kind.ACCOUNT),
        "parameter": (Fault("submit", status=400, body=said("invalid_value")), Kind.BAD_REQUEST),
        "model": (Fault("submit", status=404, body=said("model_not_found")), Kind.BAD_REQUEST),
        "no such path": (Fault("submit", status=404, body="<html>"), Kind.BAD_REQUEST),
        "their fault": (Fault("submit", status=500, body=said("server_error")), Kind.PASSING),
        "overloaded": (
            Fault("submit", status=503, body=said("server_is_overloaded")),
            Kind.BUSY,
        ),
        "no JSON": (Fault("submit", status=200, body="<html>ok"), Kind.UNKNOWN_SUBMIT),
        "empty JSON": (Fault("submit", status=200, body={}), Kind.UNKNOWN_SUBMIT),
        "elsewhere": (
            Fault("submit", status=307, headers={"Location": "/v1/models"}),
            Kind.BAD_REQUEST,
        ),
    }

    def env(self, url: str) -> dict[str, str]:
        return {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": f"{url}/v1"}

    async def test_what_is_to_be_avoided_is_asked_for_in_the_prompt(
        self, stand: Stand, bench: Any
    ) -> None:
        await self.made(stand, bench)
        assert stand.asked[0].body == {
            "model": "gpt-image-2",
            "prompt": f"{PROMPT}\n\nAvoid: {NEGATIVE}",
            "size": "1536x864",
            "quality": "medium",
            "output_format": "png",
            "n": 1,
        }

    async def test_the_cost_is_that_of_the_tokens_it_took(self, stand: Stand, bench: Any) -> None:
        cost = (await self.made(stand, bench)).provenance.cost
        assert cost and not cost.estimated
        assert cost.amount == pytest.approx((50 * 5 + 1372 * 30) / 1e6)

    async def test_a_picture_that_retention_took_is_lost(self, stand: Stand, bench: Any) -> None:
        maker, request = self.maker(stand.url), self.request(bench)
        ticket = await maker.start(request, bench)
        kept = cast(Keyframe, await maker.collect(request, ticket, bench))
        cast(Path, bench.shelf.path(kept.file)).unlink()
        with pytest.raises(ProviderError) as caught:
            await maker.collect(request, ticket, bench)
        assert caught.value.kind == Kind.LOST

    async def test_a_ticket_of_another_making_is_lost(self, stand: Stand, bench: Any) -> None:
        with pytest.raises(ProviderError) as caught:
            ticket = Ticket(provider="openai", task="task-17")
            await self.maker(stand.url).collect(self.request(bench), ticket, bench)
        assert caught.value.kind == Kind.LOST

    async def test_bytes_that_are_no_picture_are_lost_and_nothing_is_left_behind(
        self, stand: Stand, bench: Any
    ) -> None:
        for inside in ("bm8gcGljdHVyZQ==", "%%%"):
            stand.plant(Fault("submit", status=200, body={"data": [{"b64_json": inside}]}))
            with pytest.raises(ProviderError) as caught:
                await self.maker(stand.url).start(self.request(bench), bench)
            assert caught.value.kind == Kind.LOST
        assert not list(bench.scratch.glob("fetch-*"))

    async def test_a_gateway_may_answer_with_an_address_instead(
        self, stand: Stand, bench: Any
    ) -> None:
        picture = io.BytesIO()
        Image.new("RGB", (96, 54)).save(picture, "PNG")
        task = stand.task("picture", {})
        url = stand.put(task, picture.getvalue(), "image/png")
        stand.plant(Fault("submit", status=200, body={"created": 1, "data": [{"url": url}]}))
        keyframe = cast(Keyframe, await self.made(stand, bench))
        assert (keyframe.width, keyframe.height) == (96, 54)

    async def test_the_ticket_holds_no_picture(self, stand: Stand, bench: Any) -> None:
        ticket = await self.maker(stand.url).start(self.request(bench), bench)
        assert set(json.loads(ticket.task)) == {"file", "width", "height", "cost"}
        assert len(ticket.task) < 400

    async def test_a_probe_paints_nothing(self, stand: Stand) -> None:
        maker = cast(Probes, self.maker(stand.url))
        assert await maker.probe() == "8 models, gpt-image-2 among them"
        assert not stand.tasks

    async def test_a_wrong_key_is_the_operators_concern(self, stand: Stand, bench: Any) -> None:
        endpoint = openai_images.Endpoint("openai", WRONG_KEY, f"{stand.url}/v1")
        with pytest.raises(ProviderError, match="invalid_api_key") as caught:
            await openai_images.GptImage(endpoint).start(self.request(bench), bench)
        assert caught.value.kind == Kind.ACCOUNT


@pytest.mark.parametrize("model", ["gpt-image-2", "gpt-image-1.5"])
@pytest.mark.parametrize("short", [540, 720, 1080])
@pytest.mark.parametrize("aspect", ["16:9", "9:16", "1:1", "4:3", "3:4"])
def test_every_size_is_one_that_the_model_takes_and_large_enough(
    aspect: Any, short: int, model: str
) -> None:
    across, down = (int(n) for n in aspect.split(":"))
    width, height = short * across // min(across, down), short * down // min(across, down)
    request = a_paint_request(aspect=aspect, width=width, height=height)
    wide, high = (int(n) for n in openai_images.size(model, request).split("x"))
    assert wide % 16 == high % 16 == 0
    assert 655_360 <= wide * high <= 8_294_400
    assert (wide > high) == (width > height)
    if model == "gpt-image-2":
        assert wide / high == pytest.approx(width / height, rel=0.01)
        assert wide >= width and high >= height


async def test_pictures_to_follow_make_it_an_edit_whose_tokens_we_cannot_price(
    bench: Bench, loopback_vendors: None
) -> None:
    who = Character(name="阿狐", description="")
    async with OpenAI(Quick()) as stand:
        endpoint = openai_images.Endpoint("openai", KEY, f"{stand.url}/v1")
        painter = openai_images.GptImage(endpoint)
        request = a_led_request(bench, "character", characters=(who,))
        made = await painter.collect(request, await painter.start(request, bench), bench)
    asked = stand.asked[-1]
    assert asked.path == "/v1/images/edits" and asked.body["sizes"] == [(2048, 1024)]
    assert "图1是阿狐" in asked.body["prompt"]
    assert made.provenance.prompt == PROMPT and made.provenance.cost is None
