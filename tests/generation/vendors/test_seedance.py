"""Seedance, through the official SDK, against a stand-in for Ark."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from inline_snapshot import snapshot
from volcenginesdkarkruntime import (  # pyright: ignore[reportMissingTypeStubs]
    AsyncArk,
)
from volcenginesdkarkruntime import (
    _exceptions as sdk,  # pyright: ignore[reportPrivateUsage]
)

from generation.errors import Kind, ProviderError
from generation.model import Shot
from generation.providers import seedance
from generation.providers.contract import Bench, Member, Unsure
from generation.providers.seedance import PRICES, Seedance, body, family_of, register
from generation.providers.wire import ark
from tests.generation.vendors.suite import (
    KEY,
    MakerSuite,
    a_keyframe,
    a_paint_request,
    an_animate_request,
)
from tests.servers.ark import API, TASKS, Ark
from tests.servers.media import Quick
from tests.servers.stand import Fault

OLD = "doubao-seedance-1-5-pro-251215"
FLAGSHIP = "doubao-seedance-2-5-260628"


def refused(status: int, code: str, message: str = "words") -> Fault:
    """An order that is refused in Ark's words."""
    return Fault("submit", status=status, body={"error": {"code": code, "message": message}})


REFUSALS = {
    "text": (refused(400, "InputTextSensitiveContentDetected"), Kind.MODERATED_INPUT),
    "picture": (
        refused(400, "InputImageSensitiveContentDetected.PrivacyInformation"),
        Kind.MODERATED_INPUT,
    ),
    "text by the risk product": (refused(400, "InputTextRiskDetection"), Kind.MODERATED_INPUT),
    "picture by it": (refused(400, "InputImageRiskDetection"), Kind.MODERATED_INPUT),
    "of old": (refused(400, "SensitiveContentDetected.SevereViolation"), Kind.MODERATED_INPUT),
    "moderation is down": (refused(400, "ContentSecurityDetectionError"), Kind.PASSING),
    "parameter": (refused(400, "InvalidParameter"), Kind.BAD_REQUEST),
    "missing": (refused(400, "MissingParameter"), Kind.BAD_REQUEST),
    "picture's address": (refused(400, "InvalidImageURL.InvalidFormat"), Kind.BAD_REQUEST),
    "model": (refused(404, "InvalidEndpointOrModel.NotFound"), Kind.BAD_REQUEST),
    "model not opened": (refused(404, "ModelNotOpen"), Kind.ACCOUNT),
    "endpoint closed": (refused(400, "InvalidEndpoint.ClosedEndpoint"), Kind.ACCOUNT),
    "key": (refused(401, "AuthenticationError"), Kind.ACCOUNT),
    "closed account": (refused(401, "InvalidAccountStatus"), Kind.ACCOUNT),
    "debts": (refused(403, "AccountOverdueError"), Kind.ACCOUNT),
    "no access": (refused(403, "AccessDenied"), Kind.ACCOUNT),
    "no permission": (refused(403, "OperationDenied.PermissionDenied"), Kind.ACCOUNT),
    "limit of one's own": (refused(429, "SetLimitExceeded"), Kind.ACCOUNT),
    "trial used up": (
        refused(429, "QuotaExceeded", "Your free trial quota is exhausted."),
        Kind.ACCOUNT,
    ),
    "queue full": (refused(429, "QuotaExceeded", "Too many queued tasks."), Kind.BUSY),
    "rate": (refused(429, "RateLimitExceeded.EndpointRPMExceeded"), Kind.BUSY),
    "account's rate": (refused(429, "AccountRateLimitExceeded"), Kind.BUSY),
    "burst": (refused(429, "RequestBurstTooFast"), Kind.BUSY),
    "overloaded": (refused(429, "ServerOverloaded"), Kind.BUSY),
    "their fault": (refused(500, "InternalServiceError"), Kind.PASSING),
    "maintenance": (Fault("submit", status=503, body="<html>back soon</html>"), Kind.PASSING),
    "a stranger's answer": (Fault("submit", status=200, body="<html/>"), Kind.UNKNOWN_SUBMIT),
    "an answer of nothing": (Fault("submit", status=200, body={}), Kind.UNKNOWN_SUBMIT),
}


class TestSeedance(MakerSuite):
    vendor, module, role, name = Ark, seedance, "animator", "seedance"
    submits = REFUSALS
    ends = {
        "output": (("refused", "OutputVideoSensitiveContentDetected", ""), Kind.MODERATED_OUTPUT),
        "its own sound": (
            ("refused", "OutputAudioSensitiveContentDetected.PolicyViolation", ""),
            Kind.MODERATED_OUTPUT,
        ),
        "output by the risk product": (
            ("refused", "OutputImageRiskDetection", ""),
            Kind.MODERATED_OUTPUT,
        ),
        "input, seen late": (
            ("refused", "InputTextSensitiveContentDetected", ""),
            Kind.MODERATED_INPUT,
        ),
        "their fault": (("failed", "InternalServiceError", ""), Kind.FAILED),
        "overloaded": (("failed", "ServerOverloaded", ""), Kind.FAILED),
        "no code": (("failed", "", ""), Kind.FAILED),
        "expired": (("lost", "", ""), Kind.LOST),
    }

    def env(self, url: str) -> dict[str, str]:
        return {"ARK_API_KEY": KEY, "ARK_BASE_URL": url + API}


pytestmark = pytest.mark.usefixtures("loopback_vendors")


@pytest.fixture
async def stand() -> AsyncIterator[Ark]:
    async with Ark(Quick()) as stand:
        yield stand


def a_member(url: str, **settings: str) -> Member:
    """What an operator's settings register."""
    found: list[Member] = []
    env = {"ARK_API_KEY": KEY, "ARK_BASE_URL": url + API, "REELROOM_POLL_SECONDS": "0.02"}
    register(found.append, env | settings)
    return found[0]


def a_seedance(url: str, **settings: str) -> Seedance:
    """The provider that an operator's settings make."""
    return cast(Seedance, a_member(url, **settings).provider)


def test_the_order_of_2_0_as_it_is_sent(bench: Bench) -> None:
    request = an_animate_request(bench)
    assert body(request, seedance.DEFAULT, "data:first", "data:last", audio=False) == snapshot(
        {
            "model": "doubao-seedance-2-0-260128",
            "content": [
                {"type": "text", "text": "一只机械狐狸在未来城市奔跑, neon rim light, 35mm"},
                {"type": "image_url", "image_url": {"url": "data:first"}, "role": "first_frame"},
                {"type": "image_url", "image_url": {"url": "data:last"}, "role": "last_frame"},
            ],
            "resolution": "720p",
            "ratio": "16:9",
            "duration": 5,
            "watermark": False,
            "generate_audio": False,
        }
    )


def test_each_model_gets_the_parameters_that_it_takes(bench: Bench) -> None:
    request = an_animate_request(bench, shot=Shot(prompt="x", camera="still"))

    def sent(model: str) -> dict[str, Any]:
        names = ("seed", "camera_fixed", "generate_audio", "ratio")
        order = body(request, model, "data:first", audio=True)
        return {name: order[name] for name in names if name in order}

    assert sent(FLAGSHIP) == {"generate_audio": True, "ratio": "adaptive"}
    assert sent("doubao-seedance-2-0-fast-260128") == {"generate_audio": True, "ratio": "16:9"}
    assert sent(OLD) == {
        "seed": 7,
        "camera_fixed": True,
        "generate_audio": True,
        "ratio": "16:9",
    }
    assert sent("doubao-seedance-1-0-pro-250528") == {
        "seed": 7,
        "camera_fixed": True,
        "ratio": "16:9",
    }


def test_the_camera_is_fixed_only_for_a_still_shot(bench: Bench) -> None:
    order = body(an_animate_request(bench), OLD, "data:first", audio=False)
    assert order["camera_fixed"] is False


def test_the_longest_name_decides_the_family() -> None:
    assert max(family_of("doubao-seedance-2-0-fast-260128").rates) == 720
    assert max(family_of("dreamina-seedance-2-0-260128").rates) == 1080
    assert family_of("doubao-seedance-1-0-pro-fast-251015").last_frame is False
    assert family_of("ep-20261121-film") == seedance.UNKNOWN


@pytest.mark.parametrize(
    "model", [FLAGSHIP, OLD, "doubao-seedance-1-0-pro-250528", "ep-20261121-film"]
)
async def test_every_model_takes_its_orders(stand: Ark, bench: Bench, model: str) -> None:
    member = a_member(stand.url, SEEDANCE_MODEL=model)
    provider = cast(Seedance, member.provider)
    for resolution in member.can.resolutions:
        request = an_animate_request(
            bench, resolution=resolution, seconds=member.can.seconds[0], last=a_keyframe(bench)
        )
        assert await provider.start(request, bench)
    request = an_animate_request(bench, seconds=member.can.seconds[-1])
    assert await provider.start(request, bench)


async def test_a_clip_ends_at_the_picture_it_is_given(stand: Ark, bench: Bench) -> None:
    request = an_animate_request(bench, last=a_keyframe(bench))
    await a_seedance(stand.url).start(request, bench)
    parts = stand.asked[-1].body["content"]
    assert [part.get("role") for part in parts] == [None, "first_frame", "last_frame"]
    assert all(p["image_url"]["url"].startswith("data:image/jpeg;base64,") for p in parts[1:])


async def test_a_model_without_last_frames_is_not_sent_one(stand: Ark, bench: Bench) -> None:
    member = a_member(stand.url, SEEDANCE_MODEL="doubao-seedance-1-0-pro-fast-251015")
    assert not member.can.last_frame
    request = an_animate_request(bench, last=a_keyframe(bench))
    with pytest.raises(ProviderError):  # the stand-in does not know it; the order was sent
        await cast(Seedance, member.provider).start(request, bench)
    assert len(stand.asked[-1].body["content"]) == 2


async def test_the_seed_and_the_price_are_those_that_ark_reports(stand: Ark, bench: Bench) -> None:
    provider = a_seedance(stand.url, SEEDANCE_MODEL=OLD)
    request = an_animate_request(bench, paint=a_paint_request(seed=2**40))
    clip = await provider.collect(request, await provider.start(request, bench), bench)
    assert clip.provenance.seed == stand.asked[0].body["seed"] < 2**31
    assert clip.provenance.cost
    assert clip.provenance.cost.model_dump() == {
        "amount": 0.8712,  # 108,900 tokens at 8 CNY a million
        "currency": "CNY",
        "estimated": False,
    }
    assert clip.provenance.negative == "", "no negative prompt was sent"


def test_sound_is_made_only_where_the_operator_wants_it() -> None:
    silent, loud = a_member("http://x"), a_member("http://x", SEEDANCE_AUDIO="1")
    assert (silent.can.audio, loud.can.audio) == (False, True)
    assert silent.tariff == loud.tariff, "2.0 asks the same for both"
    quiet = a_member("http://x", SEEDANCE_MODEL=OLD)
    dear = a_member("http://x", SEEDANCE_MODEL=OLD, SEEDANCE_AUDIO="1")
    assert dear.tariff[0].amount == 2 * quiet.tariff[0].amount


def test_prices_are_per_second_and_resolution() -> None:
    assert {p.resolution: p.amount for p in PRICES["seedance-2-0"]} == snapshot(
        {480: 0.462, 720: 0.9936, 1080: 2.4786}
    )
    member = a_member("http://x", ARK_BASE_URL="http://x", SEEDANCE_MODEL="dreamina-seedance-2-0")
    assert member.tariff == (), "BytePlus asks other prices"


async def test_what_runs_already_is_not_cancelled_and_what_is_done_is_not_thrown_away(
    stand: Ark, bench: Bench
) -> None:
    provider, request = a_seedance(stand.url), an_animate_request(bench)
    ticket = await provider.start(request, bench)
    clip = await provider.collect(request, ticket, bench)
    await provider.cancel(ticket)
    assert stand.count("DELETE", TASKS) == 0
    assert (await provider.collect(request, ticket, bench)).file == clip.file
    await provider.cancel(ticket.model_copy(update={"task": "cgt-nobody"}))


async def test_an_order_that_may_be_one_of_two_tasks_stays_open(stand: Ark, bench: Bench) -> None:
    provider, request = a_seedance(stand.url), an_animate_request(bench)
    first, second = [await provider.start(request, bench) for _ in range(2)]
    since = datetime.now(UTC) - timedelta(seconds=1)
    with pytest.raises(ProviderError) as caught:
        await provider.find(request, Unsure("o", since, frozenset()))
    assert caught.value.kind == Kind.UNKNOWN_SUBMIT
    assert first.task in caught.value.detail
    assert await provider.find(request, Unsure("o", since, frozenset({first.task}))) == second


async def test_tasks_of_another_shape_time_or_seed_are_not_ours(stand: Ark, bench: Bench) -> None:
    provider, request = a_seedance(stand.url, SEEDANCE_MODEL=OLD), an_animate_request(bench)
    for other in (
        replace(request, seconds=10.0),
        replace(request, resolution=480),
        replace(request, paint=a_paint_request(aspect="9:16")),
        replace(request, paint=a_paint_request(seed=8)),
    ):
        await provider.start(other, bench)
    await asyncio.sleep(2 * stand.seconds)  # what is done tells its shape
    ticket = await provider.start(request, bench)
    stand.tasks[ticket.task].created -= 3600
    unsure = Unsure("o", datetime.now(UTC), frozenset())
    assert await provider.find(request, unsure) is None
    stand.tasks[ticket.task].created += 3600
    assert await provider.find(request, unsure) == ticket


async def test_a_long_list_is_looked_through_to_its_end(stand: Ark, bench: Bench) -> None:
    provider, request = a_seedance(stand.url), an_animate_request(bench)
    ticket = await provider.start(request, bench)
    order = stand.tasks[ticket.task].request
    known = {stand.task("clip", order).id for _ in range(2 * seedance.PAGE)}
    stand.tasks[ticket.task].created -= 1
    unsure = Unsure("o", datetime.now(UTC), frozenset(known))
    assert await provider.find(request, unsure) == ticket
    assert stand.count("GET", TASKS) == 3


async def test_an_order_of_last_week_cannot_be_looked_up(stand: Ark, bench: Bench) -> None:
    unsure = Unsure("o", datetime.now(UTC) - timedelta(days=8), frozenset())
    with pytest.raises(ProviderError) as caught:
        await a_seedance(stand.url).find(an_animate_request(bench), unsure)
    assert caught.value.kind == Kind.UNKNOWN_SUBMIT


async def test_an_endpoint_of_ones_own_is_found_by_its_shape(stand: Ark, bench: Bench) -> None:
    provider = a_seedance(stand.url, SEEDANCE_MODEL="ep-20261121-film")
    request = an_animate_request(bench)
    ticket = await provider.start(request, bench)
    stand.tasks[ticket.task].request["model"] = seedance.DEFAULT  # as Ark names it in lists
    assert await provider.find(request, Unsure("o", datetime.now(UTC), frozenset())) == ticket


async def test_a_probe_spends_nothing(stand: Ark) -> None:
    assert await a_seedance(stand.url).probe() == "0 tasks within seven days"
    assert not stand.tasks


async def test_a_wrong_key_is_the_operators_business(stand: Ark) -> None:
    with pytest.raises(ProviderError) as caught:
        await a_seedance(stand.url, ARK_API_KEY="short").probe()
    assert caught.value.kind == Kind.ACCOUNT
    assert caught.value.detail.startswith("AuthenticationError")


def test_the_key_is_not_in_what_the_provider_prints(stand: Ark) -> None:
    assert KEY not in repr(a_seedance(stand.url))


def test_without_the_sdk_it_says_what_to_install() -> None:
    assert ark.needs() == "", "it is installed here"
    assert ark.needs("no_such_package") == "pip install 'reelroom[ark]'"


async def test_the_stand_in_answers_the_sdk_itself(stand: Ark) -> None:
    async with AsyncArk(api_key=KEY, base_url=stand.url + API, max_retries=0) as api:
        tasks: Any = api.content_generation.tasks
        text = {"type": "text", "text": "a fox"}
        ids = [(await tasks.create(model=model, content=[text])).id for model in (OLD, FLAGSHIP)]
        assert (await tasks.list(model=OLD)).items[0].id == ids[0]
        assert [task.id for task in (await tasks.list(task_ids=ids[1])).items] == ids[1:]
        assert (await tasks.list(page_num=2, page_size=1)).total == 2
        await asyncio.sleep(2 * stand.seconds)
        assert (await tasks.list(status="running")).items == []
        done = await tasks.get(task_id=ids[0])
        assert done.status == "succeeded"
        assert done.content.video_url.startswith(stand.url)
        assert done.usage.completion_tokens == 108900, "as many as the vendor counts"
        await tasks.delete(task_id=ids[0])
        assert (await tasks.list()).total == 1
        with pytest.raises(sdk.ArkBadRequestError) as caught:
            await tasks.create(model=FLAGSHIP, content=[text], seed=7)
        assert caught.value.code == "InvalidParameter"
