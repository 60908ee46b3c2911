"""HunyuanVideo: signed by the SDK, one at a time, prompts of at most 200 characters."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import Any, ClassVar

import av
import pytest

from generation.errors import Kind, ProviderError
from generation.providers import hunyuan
from generation.providers.contract import Bench, Member
from generation.providers.hunyuan import shortened
from tests.generation.vendors.suite import (
    KEY,
    MakerSuite,
    a_keyframe,
    a_paint_request,
    an_animate_request,
)
from tests.servers.stand import Fault, Stand
from tests.servers.tencent import Tencent

pytestmark = pytest.mark.filterwarnings(  # by the SDK, from Python 3.12 on
    "ignore:datetime.datetime.utcfromtimestamp:DeprecationWarning"
)
SECRET_ID = Tencent.secret_id


class Ours(Tencent):
    """Knows the key of the suite."""

    secret_key = KEY


def no(code: str, message: str = "No.") -> Fault:
    """A refusal as Tencent writes it: with HTTP 200."""
    error = {"Error": {"Code": code, "Message": message}, "RequestId": "1"}
    return Fault("submit", status=200, body={"Response": error})


REFUSALS = {
    "throttled": (no("RequestLimitExceeded"), Kind.BUSY),
    "one at a time": (no("RequestLimitExceeded.JobNumExceed"), Kind.BUSY),
    "no machine free": (no("ResourceInsufficient"), Kind.BUSY),
    "moderated input": (no("FailedOperation.ModerationFailed"), Kind.MODERATED_INPUT),
    "a wrong key": (no("AuthFailure.SecretIdNotFound"), Kind.ACCOUNT),
    "a wrong signature": (no("AuthFailure.SignatureFailure"), Kind.ACCOUNT),
    "a wrong clock": (no("AuthFailure.SignatureExpire"), Kind.ACCOUNT),
    "not allowed": (no("UnauthorizedOperation"), Kind.ACCOUNT),
    "in arrears": (no("ResourcesSoldOut.ChargeStatusException"), Kind.ACCOUNT),
    "not opened": (no("ResourceUnavailable.NotExist"), Kind.ACCOUNT),
    "a wrong parameter": (no("InvalidParameter"), Kind.BAD_REQUEST),
    "a wrong value": (no("InvalidParameterValue.InvalidImageFormat"), Kind.BAD_REQUEST),
    "a missing parameter": (no("MissingParameter"), Kind.BAD_REQUEST),
    "a bad picture": (no("FailedOperation.ImageDecodeFailed"), Kind.BAD_REQUEST),
    "a word of tomorrow": (no("SomethingNew"), Kind.BAD_REQUEST),
    "an internal error": (no("InternalError"), Kind.PASSING),
    "an inner error": (no("FailedOperation.InnerError"), Kind.PASSING),
    "a page of somebody else": (Fault("submit", status=200, body="<html>"), Kind.UNKNOWN_SUBMIT),
    "an empty answer": (
        Fault("submit", status=200, body={"Response": {"RequestId": "1"}}),
        Kind.UNKNOWN_SUBMIT,
    ),
    "no answer of theirs": (Fault("submit", status=200, body={}), Kind.UNKNOWN_SUBMIT),
    "too busy for words": (Fault("submit", status=503, body="<html>"), Kind.PASSING),
}


class TestHunyuan(MakerSuite):
    vendor, module, role, name = Ours, hunyuan, "animator", "hunyuan"
    cancels = False
    submits: ClassVar = REFUSALS
    ends: ClassVar = {
        "moderated": (("refused", "FailedOperation.ModerationFailed", ""), Kind.MODERATED_INPUT),
        "an inner error": (("failed", "FailedOperation.InnerError", ""), Kind.FAILED),
        "an internal error": (("failed", "InternalError", ""), Kind.FAILED),
        "a failure of tomorrow": (("failed", "FailedOperation.DriverFailed", ""), Kind.FAILED),
        "a bad picture": (("failed", "FailedOperation.ImageNotSupported", ""), Kind.BAD_REQUEST),
        "gone": (("lost", "", ""), Kind.LOST),
    }

    def env(self, url: str) -> dict[str, str]:
        return {
            "TENCENTCLOUD_SECRET_ID": SECRET_ID,
            "TENCENTCLOUD_SECRET_KEY": KEY,
            "TENCENT_VCLM_ENDPOINT": url,
        }

    def hunyuan(
        self, stand: Stand, *, secret_id: str = SECRET_ID, secret_key: str = KEY, region: str = ""
    ) -> hunyuan.Hunyuan:
        return hunyuan.Hunyuan(
            secret_id, secret_key, region=region or hunyuan.REGION, endpoint=stand.url
        )

    async def test_the_probe_asks_for_a_task_that_is_not_there(self, stand: Stand) -> None:
        assert await self.hunyuan(stand).probe() == "the signature is accepted in ap-guangzhou"
        assert not stand.tasks

    @pytest.mark.parametrize(
        "wrong", [{"secret_id": "AKIDnobody"}, {"secret_key": "other"}, {"secret_key": " other "}]
    )
    async def test_a_wrong_key_is_the_operators_business(
        self, stand: Stand, wrong: dict[str, str]
    ) -> None:
        with pytest.raises(ProviderError) as caught:
            await self.hunyuan(stand, **wrong).probe()
        assert caught.value.kind == Kind.ACCOUNT

    async def test_a_region_that_is_not_served_is_a_bad_request(
        self, stand: Stand, bench: Bench
    ) -> None:
        maker = self.hunyuan(stand, region="na-siliconvalley")
        with pytest.raises(ProviderError) as caught:
            await maker.start(an_animate_request(bench), bench)
        assert caught.value.kind == Kind.BAD_REQUEST

    async def test_a_second_order_is_too_many(self, stand: Stand, bench: Bench) -> None:
        stand.seconds = 30
        await self.hunyuan(stand).start(an_animate_request(bench), bench)
        with pytest.raises(ProviderError) as caught:
            await self.hunyuan(stand).start(an_animate_request(bench), bench)
        assert caught.value.kind == Kind.BUSY
        assert caught.value.detail.startswith("RequestLimitExceeded.JobNumExceed")

    async def test_a_long_prompt_is_shortened(self, stand: Stand, bench: Bench) -> None:
        paint = a_paint_request(prompt="一只机械狐狸在未来城市奔跑。" * 40)
        request = replace(an_animate_request(bench), paint=paint)
        maker = self.maker(stand.url)
        made = await maker.collect(request, await maker.start(request, bench), bench)
        sent = stand.asked[0].body["Prompt"]
        assert 150 < len(sent) <= 200
        assert made.provenance.prompt == sent

    async def test_a_portrait_stays_a_portrait(self, stand: Stand, bench: Bench) -> None:
        request = an_animate_request(bench, keyframe=a_keyframe(bench, 720, 1280))
        maker = self.maker(stand.url)
        made = await maker.collect(request, await maker.start(request, bench), bench)
        with av.open(str(bench.shelf.path(made.file))) as box:
            frame = box.streams.video[0]
            assert frame.height >= frame.width

    def test_what_is_ordered(self, bench: Bench) -> None:
        assert hunyuan.order(an_animate_request(bench), "…") == {
            "Prompt": "一只机械狐狸在未来城市奔跑, neon rim light, 35mm",
            "Image": {"Base64": "…"},
            "Resolution": "720p",
            "LogoAdd": 0,
        }

    def test_both_halves_of_the_key_are_needed(self) -> None:
        found: list[Member] = []
        hunyuan.register(found.append, {"TENCENTCLOUD_SECRET_ID": SECRET_ID})
        assert not found

    def test_what_it_can_do_is_data(self, stand: Stand) -> None:
        member = self.member(stand.url)
        assert (member.can.seconds, member.can.resolutions) == ((5.0,), (720,))
        assert member.at_once == 1

    async def test_the_vendors_typed_client_speaks_to_the_stand_in(self, stand: Stand) -> None:
        first, last = await asyncio.to_thread(typed, stand.url)
        assert first in ("WAIT", "RUN", "DONE")
        assert last == "DONE"


def typed(url: str) -> list[str]:
    """Order a clip as the vendor's documents show it; the states of the task."""
    from tencentcloud.common.credential import Credential
    from tencentcloud.common.profile.client_profile import ClientProfile
    from tencentcloud.common.profile.http_profile import HttpProfile
    from tencentcloud.vclm.v20240523 import models
    from tencentcloud.vclm.v20240523.vclm_client import VclmClient

    http = HttpProfile(protocol="http", endpoint=url.removeprefix("http://"), keepAlive=True)
    profile = ClientProfile(httpProfile=http)
    client: Any = VclmClient(Credential(SECRET_ID, KEY), "ap-guangzhou", profile)
    submit: Any = models.SubmitHunyuanToVideoJobRequest()
    submit.Prompt = "一只狗在跳舞"
    describe: Any = models.DescribeHunyuanToVideoJobRequest()
    describe.JobId = client.SubmitHunyuanToVideoJob(submit).JobId
    states = [client.DescribeHunyuanToVideoJob(describe).Status]
    time.sleep(0.1)
    states.append(client.DescribeHunyuanToVideoJob(describe).Status)
    client.request.conn._session.close()
    return states


def test_a_prompt_ends_where_a_sentence_or_a_clause_does() -> None:
    assert shortened("  短。 ") == "短。"
    assert shortened("一二三四五。六七八九十，甲乙丙丁", 10) == "一二三四五"
    assert shortened("一二三四五六，七八九十，甲乙丙丁", 10) == "一二三四五六"
    assert shortened("A fox at f/1.8 runs. It is night.", 25) == "A fox at f/1.8 runs"
    assert shortened("A fox, running through the neon city", 20) == "A fox, running"
    assert shortened("一二三四五六七八九十甲乙", 10) == "一二三四五六七八九十"
    assert len(shortened("x" * 500)) == 200
