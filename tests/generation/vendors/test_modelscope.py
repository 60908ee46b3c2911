"""Qwen-Image by ModelScope's API-Inference."""

from __future__ import annotations

import pytest

from generation.errors import Kind, ProviderError
from generation.model import ASPECTS
from generation.providers import modelscope
from generation.providers.contract import Bench, Member
from tests.generation.vendors.suite import KEY, NEGATIVE, PROMPT, MakerSuite, a_paint_request
from tests.servers.modelscope import ModelScope
from tests.servers.stand import Fault, Stand


def refused(status: int, message: str) -> Fault:
    """The vendor's answer to an order that it does not take."""
    body = {"errors": {"message": message}, "request_id": "r-1"}
    return Fault("submit", status=status, body=body)


class TestModelScope(MakerSuite):
    vendor, module, role, name = ModelScope, modelscope, "painter", "modelscope"
    cancels = False
    submits = {
        "throttled": (refused(429, "Too many requests"), Kind.BUSY),
        "throttled, in English": (refused(429, "Server is busy, try again later"), Kind.BUSY),
        "moderated": (refused(400, "Prompt contains inappropriate content"), Kind.MODERATED_INPUT),
        "moderated, in Chinese": (refused(400, "输入内容包含敏感信息"), Kind.MODERATED_INPUT),
        "moderated, in words only": (
            Fault("submit", status=400, body={"message": "DataInspectionFailed"}),
            Kind.MODERATED_INPUT,
        ),
        "quota": (
            refused(429, "You have exceeded today's quota for model Qwen/Qwen-Image"),
            Kind.ACCOUNT,
        ),
        "wrong key": (refused(401, "invalid token"), Kind.ACCOUNT),
        "not allowed": (refused(403, "please bind an account"), Kind.ACCOUNT),
        "parameter": (refused(400, "size is out of range"), Kind.BAD_REQUEST),
        "model": (refused(404, "Model id has no provider supported"), Kind.BAD_REQUEST),
        "internal": (refused(500, "submit image generation task error"), Kind.PASSING),
        "unavailable": (refused(503, "no upstream"), Kind.PASSING),
        "a page": (Fault("submit", status=500, body="<html>"), Kind.PASSING),
        "not a task": (Fault("submit", status=200, body={"ok": True}), Kind.UNKNOWN_SUBMIT),
    }
    ends = {
        "moderated": (("refused", "", ""), Kind.MODERATED_OUTPUT),
        "moderated, in Chinese": (("refused", "", "内容审核不通过"), Kind.MODERATED_OUTPUT),
        "internal": (("failed", "", ""), Kind.FAILED),
        "unknown": (("lost", "", ""), Kind.LOST),
    }

    def env(self, url: str) -> dict[str, str]:
        return {"MODELSCOPE_API_KEY": KEY, "MODELSCOPE_BASE_URL": f"{url}/v1/"}

    async def test_the_order_is_the_documented_one(self, stand: Stand, bench: Bench) -> None:
        await self.made(stand, bench)
        submit, poll = stand.asked[0], stand.asked[1]
        assert submit.headers["X-ModelScope-Async-Mode"] == "true"
        assert poll.headers["X-ModelScope-Task-Type"] == "image_generation"
        assert submit.body == {
            "model": "Qwen/Qwen-Image",
            "prompt": PROMPT,
            "negative_prompt": NEGATIVE,
            "size": "1664x928",
            "seed": 7,
        }

    async def test_a_success_without_a_picture_is_a_lost_result(
        self, stand: Stand, bench: Bench
    ) -> None:
        maker = self.maker(stand.url)
        ticket = await maker.start(a_paint_request(), bench)
        empty = {"task_status": "SUCCEED", "output_images": []}
        stand.plant(Fault("poll", status=200, body=empty))
        with pytest.raises(ProviderError) as caught:
            await maker.collect(a_paint_request(), ticket, bench)
        assert caught.value.kind == Kind.LOST

    async def test_the_probe_counts_the_models_and_spends_nothing(self, stand: Stand) -> None:
        painter = self.member(stand.url).provider
        assert isinstance(painter, modelscope.ModelScope)
        assert await painter.probe() == "3 models"
        assert not stand.tasks

    async def test_the_vendor_takes_pictures_of_all_shapes(
        self, stand: Stand, bench: Bench
    ) -> None:
        maker = self.maker(stand.url)
        for aspect in ASPECTS:
            request = a_paint_request(aspect=aspect, seed=2**33, prompt="狐" * 4000)
            assert (await maker.start(request, bench)).task


def test_the_other_name_of_the_key_will_do() -> None:
    found: list[Member] = []
    modelscope.register(found.append, {"MODELSCOPE_API_TOKEN": KEY})
    assert [m.model for m in found] == ["Qwen/Qwen-Image"]


def test_seeds_and_prompts_are_cut_to_what_the_vendor_takes() -> None:
    request = a_paint_request(seed=2**31 + 5, prompt="a" * 2500, negative="")
    body = modelscope.order(request, "m")
    assert body["seed"] == 5
    assert len(body["prompt"]) < 2000
    assert "negative_prompt" not in body
