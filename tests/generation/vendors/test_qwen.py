"""Qwen-Image at DashScope, by both endpoints."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from generation.errors import Kind, ProviderError
from generation.model import ASPECTS, Ticket
from generation.providers import qwen
from generation.providers.contract import Bench, Member, Unsure, frame_size
from generation.providers.wire import dashscope
from tests.generation.vendors.suite import (
    KEY,
    NEGATIVE,
    PROMPT,
    MakerSuite,
    a_led_request,
    a_paint_request,
)
from tests.servers.dashscope import DashScope
from tests.servers.media import Quick
from tests.servers.stand import Fault, Outcome, Stand, sent_picture


def refused(status: int, code: str, message: str = "words of the vendor") -> Fault:
    """The vendor's answer to an order that it does not take."""
    body = {"code": code, "message": message, "request_id": "r-1"}
    return Fault("submit", status=status, body=body)


SUBMITS = {
    "moderated": (refused(400, "DataInspectionFailed"), Kind.MODERATED_INPUT),
    "moderated, spelt otherwise": (refused(400, "data_inspection_failed"), Kind.MODERATED_INPUT),
    "moderated input": (
        refused(400, "DataInspectionFailed", "Input data may contain inappropriate content."),
        Kind.MODERATED_INPUT,
    ),
    "moderated output": (
        refused(400, "DataInspectionFailed", "Output data may contain inappropriate content."),
        Kind.MODERATED_OUTPUT,
    ),
    "inspection": (refused(400, "InvalidParameter.DataInspection"), Kind.MODERATED_INPUT),
    "infringement": (refused(400, "IPInfringementSuspect"), Kind.MODERATED_INPUT),
    "throttled": (refused(429, "Throttling"), Kind.BUSY),
    "rate": (refused(429, "Throttling.RateQuota"), Kind.BUSY),
    "quota": (refused(429, "Throttling.AllocationQuota"), Kind.BUSY),
    "arrearage": (refused(400, "Arrearage"), Kind.ACCOUNT),
    "not purchased": (refused(403, "AccessDenied.Unpurchased"), Kind.ACCOUNT),
    "free allowance": (refused(403, "AllocationQuota.FreeTierOnly"), Kind.ACCOUNT),
    "wrong key": (refused(401, "InvalidApiKey"), Kind.ACCOUNT),
    "parameter": (refused(400, "InvalidParameter"), Kind.BAD_REQUEST),
    "model": (refused(400, "Model.NotExist"), Kind.BAD_REQUEST),
    "model, gone": (refused(404, "ModelNotFound"), Kind.BAD_REQUEST),
    "internal": (refused(500, "InternalError"), Kind.PASSING),
    "algorithm": (refused(500, "InternalError.Algo"), Kind.PASSING),
    "unavailable": (refused(503, "ServiceUnavailable"), Kind.PASSING),
    "nameless": (Fault("submit", status=500, body="<html>"), Kind.PASSING),
    "timed out": (refused(408, "RequestTimeOut"), Kind.UNKNOWN_SUBMIT),
}


class TestQwenByTask(MakerSuite):
    vendor, module, role, name = DashScope, qwen, "painter", "qwen"
    submits = SUBMITS
    ends = {
        "moderated": (("refused", "DataInspectionFailed", ""), Kind.MODERATED_OUTPUT),
        "moderated input": (
            ("refused", "DataInspectionFailed", "Input data may contain inappropriate content."),
            Kind.MODERATED_INPUT,
        ),
        "internal": (("failed", "InternalError", "x"), Kind.FAILED),
        "algorithm": (("failed", "InternalError.Algo", "x"), Kind.FAILED),
        "throttled": (("failed", "Throttling", "x"), Kind.FAILED),
        "nameless": (("failed", "Strange", "x"), Kind.FAILED),
        "parameter": (("failed", "InvalidParameter", "x"), Kind.BAD_REQUEST),
        "unknown": (("lost", "", ""), Kind.LOST),
    }

    def env(self, url: str) -> dict[str, str]:
        return {
            "DASHSCOPE_API_KEY": KEY,
            "DASHSCOPE_BASE_URL": url,
            "QWEN_IMAGE_MODEL": "qwen-image-plus",
            "REELROOM_POLL_SECONDS": "0.02",
        }

    async def test_an_address_of_an_earlier_model_is_still_collected(
        self, stand: Stand, bench: Bench
    ) -> None:
        stand.seconds = 0
        now = {**self.env(stand.url), "QWEN_IMAGE_MODEL": "qwen-image-max"}
        ticket = await registered(now).start(a_paint_request(), bench)
        assert "://" in ticket.task
        assert (await self.maker(stand.url).collect(a_paint_request(), ticket, bench)).file

    async def test_several_tasks_of_nobody_leave_the_outcome_open(
        self, stand: Stand, bench: Bench
    ) -> None:
        painter = registered(self.env(stand.url))
        assert isinstance(painter, qwen.QwenByTask)
        unsure = Unsure(bench.order, datetime.now(UTC), frozenset())
        first = await painter.start(a_paint_request(), bench)
        found = await painter.find(a_paint_request(), unsure)
        assert found == first
        second = await painter.start(a_paint_request(), bench)
        with pytest.raises(ProviderError) as caught:
            await painter.find(a_paint_request(), unsure)
        assert caught.value.kind == Kind.UNKNOWN_SUBMIT
        known = Unsure(bench.order, unsure.since, frozenset({first.task}))
        assert await painter.find(a_paint_request(), known) == second

    async def test_a_task_of_somebody_else_is_told_by_its_prompt(
        self, stand: Stand, bench: Bench
    ) -> None:
        painter = registered(self.env(stand.url))
        assert isinstance(painter, qwen.QwenByTask)
        unsure = Unsure(bench.order, datetime.now(UTC), frozenset())
        await painter.start(a_paint_request(prompt="a stranger's idea"), bench)
        assert await painter.find(a_paint_request(), unsure) is None
        ours = await painter.start(a_paint_request(), bench)
        assert await painter.find(a_paint_request(), unsure) == ours
        stand.bad("refused")
        await painter.start(a_paint_request(prompt="another's"), bench)
        with pytest.raises(ProviderError) as caught:
            await painter.find(a_paint_request(), unsure)
        assert caught.value.kind == Kind.UNKNOWN_SUBMIT, "one that failed may be it"

    async def test_a_cancel_that_comes_too_late_is_refused_and_forgotten(
        self, stand: Stand, bench: Bench
    ) -> None:
        stand.seconds = 0
        painter = self.maker(stand.url)
        ticket = await painter.start(a_paint_request(), bench)
        await painter.cancel(ticket)
        assert (await painter.collect(a_paint_request(), ticket, bench)).file

    async def test_a_ticket_never_leads_to_another_path(self, stand: Stand, bench: Bench) -> None:
        ticket = Ticket(provider="qwen", task="../../uploads")
        with pytest.raises(ProviderError) as caught:
            await self.maker(stand.url).collect(a_paint_request(), ticket, bench)
        assert caught.value.kind == Kind.LOST
        assert stand.count("GET", "/api/v1/uploads") == 0


class TestQwenNow(MakerSuite):
    vendor, module, role, name = DashScope, qwen, "painter", "qwen"
    submits = SUBMITS
    ends = {"gone": (("lost", "", ""), Kind.LOST)}
    synchronous, cancels = True, False

    def env(self, url: str) -> dict[str, str]:
        return {"DASHSCOPE_API_KEY": KEY, "DASHSCOPE_BASE_URL": f"{url}/api/v1/"}

    async def test_a_picture_that_is_refused_or_fails_is_an_error_of_the_order(
        self, stand: Stand, bench: Bench
    ) -> None:
        ends: tuple[tuple[Outcome, Kind], ...] = (
            ("refused", Kind.MODERATED_OUTPUT),
            ("failed", Kind.PASSING),
        )
        for end, kind in ends:
            stand.bad(end)
            with pytest.raises(ProviderError) as caught:
                await self.maker(stand.url).start(a_paint_request(), bench)
            assert caught.value.kind == kind

    async def test_an_answer_without_a_picture_is_a_lost_result(
        self, stand: Stand, bench: Bench
    ) -> None:
        stand.plant(Fault("submit", status=200, body={"output": {"choices": []}}))
        with pytest.raises(ProviderError) as caught:
            await self.maker(stand.url).start(a_paint_request(), bench)
        assert caught.value.kind == Kind.LOST

    async def test_the_order_is_the_documented_one(self, stand: Stand, bench: Bench) -> None:
        await self.made(stand, bench)
        asked = stand.asked[0]
        assert asked.path == "/api/v1/services/aigc/multimodal-generation/generation"
        assert asked.headers["Authorization"] == f"Bearer {KEY}"
        assert asked.body == {
            "model": "qwen-image-2.0-pro",
            "input": {"messages": [{"role": "user", "content": [{"text": PROMPT}]}]},
            "parameters": {
                "size": "1536*864",
                "n": 1,
                "seed": 7,
                "prompt_extend": False,
                "watermark": False,
                "negative_prompt": NEGATIVE,
            },
        }

    async def test_the_probe_spends_nothing(self, stand: Stand) -> None:
        painter = registered(self.env(stand.url))
        assert await painter.probe() == "0 tasks today"
        assert not stand.tasks


def registered(env: dict[str, str]) -> qwen.Qwen:
    """The painter of an environment."""
    found: list[Member] = []
    qwen.register(found.append, env)
    painter = found[0].provider
    assert isinstance(painter, qwen.Qwen)
    return painter


def test_a_task_is_ordered_with_its_negative_prompt_beside_the_prompt() -> None:
    order = qwen.order_task(a_paint_request(aspect="9:16", width=720, height=1280), "qwen-image")
    assert order == {
        "model": "qwen-image",
        "input": {"prompt": PROMPT, "negative_prompt": NEGATIVE},
        "parameters": {
            "size": "928*1664",
            "n": 1,
            "seed": 7,
            "prompt_extend": False,
            "watermark": False,
        },
    }


def test_without_a_negative_prompt_none_is_sent() -> None:
    assert "negative_prompt" not in str(qwen.order_now(a_paint_request(negative=""), "qwen-image"))


def test_seeds_are_cut_to_what_the_vendor_takes_and_the_provenance_says_so() -> None:
    request = a_paint_request(seed=2**40 + 9)
    assert qwen.order_now(request, qwen.DEFAULT)["parameters"]["seed"] == 9
    assert qwen.made_by(request, qwen.DEFAULT).seed == 9


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("resolution", [540, 720, 1080])
def test_pictures_are_at_least_as_large_as_the_film_in_its_shape(
    aspect: qwen.Aspect, resolution: int
) -> None:
    width, height = frame_size(aspect, resolution)  # pyright: ignore[reportArgumentType]
    request = a_paint_request(aspect=aspect, width=width, height=height)
    across, down = qwen.size(request, "qwen-image-2.0-pro-2026-06-22")
    assert across >= width and down >= height
    assert across * height == down * width, "nothing is cut off"
    assert 512 * 512 <= across * down <= 2048 * 2048
    assert across % 16 == down % 16 == 0


def test_a_model_of_fixed_sizes_paints_its_largest_for_a_larger_film() -> None:
    request = a_paint_request(width=1920, height=1080)
    assert qwen.size(request, "qwen-image-max-2025-12-30") == (1664, 928)


def test_a_dated_version_costs_what_its_model_costs() -> None:
    prices = qwen.of_model(qwen.PRICES, "qwen-image-2.0-pro-2026-06-22", ())
    assert [p.amount for p in prices] == [0.5]


def test_addresses_of_the_object_store_are_fetched_by_https() -> None:
    there = "dashscope-result-bj.oss-cn-beijing.aliyuncs.com/a.wav?Expires=1"
    assert dashscope.secure(f"http://{there}") == f"https://{there}"
    assert dashscope.secure("http://127.0.0.1:8/a") == "http://127.0.0.1:8/a"
    assert dashscope.secure("http://aliyuncs.com.evil.org/a").startswith("http:")


async def test_pictures_to_follow_go_before_the_words(bench: Bench, loopback_vendors: None) -> None:
    async with DashScope(Quick()) as stand:
        painter = registered({"DASHSCOPE_API_KEY": KEY, "DASHSCOPE_BASE_URL": stand.url})
        await painter.start(a_led_request(bench, "style", lang="ja"), bench)
        (message,) = stand.asked[-1].body["input"]["messages"]
    picture, words = message["content"]
    assert sent_picture(picture["image"]) == (2048, 1024)
    assert words["text"].startswith(PROMPT) and "画像1は画風の見本" in words["text"]


@pytest.mark.parametrize(("model", "most"), [(qwen.DEFAULT, 3), ("qwen-image-plus", 0)])
def test_only_the_newer_models_follow_pictures(model: str, most: int) -> None:
    found: list[Member] = []
    qwen.register(found.append, {"DASHSCOPE_API_KEY": KEY, "QWEN_IMAGE_MODEL": model})
    assert found[0].can.references == most
