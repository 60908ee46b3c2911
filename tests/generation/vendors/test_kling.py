"""Kling against a stand-in that verifies its tokens."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import cast

import jwt
import pytest
from inline_snapshot import snapshot

from generation.errors import Kind, ProviderError
from generation.providers import kling
from generation.providers.contract import Bench, Member, Unsure
from generation.providers.kling import Clock, body, external_id, register
from tests.generation.vendors.suite import (
    KEY,
    MakerSuite,
    a_bench,
    a_keyframe,
    a_paint_request,
    an_animate_request,
)
from tests.servers.kling import ACCESS, IMAGE, SECRET, STATUS, TEXT, Kling
from tests.servers.media import Quick
from tests.servers.stand import Fault


def refused(code: int, status: int = 0) -> Fault:
    """An order that is refused in Kling's words."""
    words = {"code": code, "message": "words", "request_id": "r"}
    return Fault("submit", status=status or STATUS[code], body=words)


class OurKling(Kling):
    """With the suite's key as one of its accounts."""

    keys = {KEY: SECRET}


class TestKling(MakerSuite):
    vendor, module, role, name = OurKling, kling, "animator", "kling"
    submits = {
        **{str(code): (refused(code), Kind.ACCOUNT) for code in range(1000, 1005)},
        **{str(code): (refused(code), Kind.ACCOUNT) for code in (1100, 1101, 1102, 1103, 1304)},
        **{str(code): (refused(code), Kind.BAD_REQUEST) for code in (1200, 1201, 1202, 1203)},
        **{str(code): (refused(code), Kind.MODERATED_INPUT) for code in (1300, 1301)},
        **{str(code): (refused(code), Kind.BUSY) for code in (1302, 1303)},
        "5000": (refused(5000), Kind.PASSING),
        "5001": (refused(5001), Kind.PASSING),
        "5002, which arrives as 504": (refused(5002), Kind.UNKNOWN_SUBMIT),
        "a code inside a 200": (refused(1301, 200), Kind.MODERATED_INPUT),
        "an unheard-of code": (refused(1999, 200), Kind.BAD_REQUEST),
        "a gateway's 429": (Fault("submit", status=429, body="<html>slow</html>"), Kind.BUSY),
        "an answer without a task": (
            Fault("submit", status=200, body={"code": 0}),
            Kind.UNKNOWN_SUBMIT,
        ),
        "a stranger's answer": (Fault("submit", status=200, body="<html/>"), Kind.UNKNOWN_SUBMIT),
    }
    ends = {
        "moderated": (("refused", "", ""), Kind.MODERATED_OUTPUT),
        "moderated in Chinese": (("refused", "", "内容审核未通过"), Kind.MODERATED_OUTPUT),
        "their fault": (("failed", "", ""), Kind.FAILED),
        "gone": (("lost", "", ""), Kind.LOST),
    }
    cancels = False

    def env(self, url: str) -> dict[str, str]:
        return {"KLING_ACCESS_KEY": KEY, "KLING_SECRET_KEY": SECRET, "KLING_BASE_URL": url}


pytestmark = pytest.mark.usefixtures("loopback_vendors")


@pytest.fixture
async def stand() -> AsyncIterator[Kling]:
    async with Kling(Quick()) as stand:
        yield stand


def a_member(url: str, **settings: str) -> Member:
    """What an operator's settings register."""
    found: list[Member] = []
    env = {
        "KLING_ACCESS_KEY": ACCESS,
        "KLING_SECRET_KEY": SECRET,
        "KLING_BASE_URL": url,
        "REELROOM_POLL_SECONDS": "0.02",
    }
    register(found.append, env | settings)
    return found[0]


def a_kling(url: str, **settings: str) -> kling.Kling:
    """The provider that an operator's settings make."""
    return cast(kling.Kling, a_member(url, **settings).provider)


def seconds_in(sentence: str) -> float:
    """The number with a sign that a sentence about a clock holds."""
    found = re.search(r"clock is ([+-]\d+) s off", sentence)
    assert found, sentence
    return float(found[1])


def test_an_order_as_it_is_sent(bench: Bench) -> None:
    request = an_animate_request(bench)
    order = body(request, "kling-v2-6", "pro", "Zmlyc3Q=", "bGFzdA==", "job.s0.animate.0")
    assert order == snapshot(
        {
            "model_name": "kling-v2-6",
            "mode": "pro",
            "duration": "5",
            "prompt": "一只机械狐狸在未来城市奔跑, neon rim light, 35mm",
            "image": "Zmlyc3Q=",
            "negative_prompt": "blurry, watermark",
            "image_tail": "bGFzdA==",
            "sound": "off",
            "external_task_id": "job.s0.animate.0",
        }
    )


def test_older_models_are_not_told_about_sound(bench: Bench) -> None:
    assert "sound" not in body(an_animate_request(bench), "kling-v2-5-turbo", "std", "Zmlyc3Q=")


async def test_prompts_are_cut_to_what_kling_reads(stand: Kling, bench: Bench) -> None:
    paint = a_paint_request(prompt="狐" * 4000, negative="糊" * 4000)
    assert await a_kling(stand.url).start(an_animate_request(bench, paint=paint), bench)
    assert len(stand.asked[0].body["prompt"]) == len(stand.asked[0].body["negative_prompt"]) == 2500


@pytest.mark.parametrize("mode", ["std", "pro"])
@pytest.mark.parametrize("model", kling.MODELS)
async def test_every_model_takes_its_orders(
    stand: Kling, bench: Bench, model: str, mode: str
) -> None:
    member = a_member(stand.url, KLING_MODEL=model, KLING_MODE=mode)
    provider = cast(kling.Kling, member.provider)
    last = a_keyframe(bench) if member.can.last_frame else None
    for seconds in (member.can.seconds[0], member.can.seconds[-1]):
        request = an_animate_request(bench, seconds=seconds, last=last)
        assert await provider.start(request, bench)
    assert ("image_tail" in stand.asked[0].body) == member.can.last_frame


def test_the_mode_decides_the_resolution_and_the_price() -> None:
    standard, professional = a_member("http://x"), a_member("http://x", KLING_MODE="pro")
    assert (standard.can.resolutions, professional.can.resolutions) == ((720,), (1080,))
    assert (standard.can.last_frame, professional.can.last_frame) == (False, True)
    assert str(standard.cost(5, 720)) == "amount=0.21 currency='USD' estimated=True"
    assert str(professional.cost(10, 1080)) == "amount=0.7 currency='USD' estimated=True"


def test_a_mode_that_there_is_not_is_said_to_be_none() -> None:
    with pytest.raises(ValueError, match="KLING_MODE=fast: std or pro"):
        a_member("http://x", KLING_MODE="fast")


async def test_a_picture_to_end_with_is_not_sent_where_it_would_be_refused(
    stand: Kling, bench: Bench
) -> None:
    request = an_animate_request(bench, last=a_keyframe(bench))
    assert await a_kling(stand.url).start(request, bench)
    assert "image_tail" not in stand.asked[0].body


async def test_the_price_is_what_kling_says_it_took(stand: Kling, bench: Bench) -> None:
    provider, request = a_kling(stand.url), an_animate_request(bench)
    clip = await provider.collect(request, await provider.start(request, bench), bench)
    assert clip.provenance.cost
    assert (clip.provenance.cost.amount, clip.provenance.cost.estimated) == (0.21, False)


async def test_the_token_is_signed_and_lives_for_half_an_hour(stand: Kling, bench: Bench) -> None:
    await a_kling(stand.url).probe()
    token = stand.asked[0].headers["Authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, SECRET, algorithms=["HS256"], options={"require": ["nbf"]})
    assert claims["iss"] == ACCESS
    assert claims["exp"] - claims["nbf"] == 1805
    assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": "JWT"}


@pytest.mark.parametrize(("ahead", "code"), [(7200.0, 1004), (-7200.0, 1003)])
async def test_a_wrong_clock_is_corrected_and_costs_no_second_order(
    stand: Kling, bench: Bench, caplog: pytest.LogCaptureFixture, ahead: float, code: int
) -> None:
    stand.ahead = ahead
    provider, request = a_kling(stand.url), an_animate_request(bench)
    with caplog.at_level(logging.WARNING):
        ticket = await provider.start(request, bench)
    assert (await provider.collect(request, ticket, bench)).file
    assert stand.count("POST", IMAGE) == 2, f"the first was refused with {code}"
    assert len(stand.tasks) == 1
    (said,) = [record.getMessage() for record in caplog.records]
    assert seconds_in(said) == pytest.approx(-ahead, abs=2)
    assert seconds_in(await provider.probe()) == pytest.approx(-ahead, abs=2)


async def test_a_clock_that_goes_wrong_while_waiting_is_corrected_too(
    stand: Kling, bench: Bench
) -> None:
    provider, request = a_kling(stand.url), an_animate_request(bench)
    ticket = await provider.start(request, bench)
    stand.ahead = 7200
    assert (await provider.collect(request, ticket, bench)).file


async def test_a_token_refused_by_a_clock_that_agrees_is_not_tried_again(
    stand: Kling, bench: Bench
) -> None:
    stand.plant(refused(1004))
    with pytest.raises(ProviderError) as caught:
        await a_kling(stand.url).start(an_animate_request(bench), bench)
    assert caught.value.kind == Kind.ACCOUNT
    assert caught.value.detail == "1004 words"
    assert stand.count("POST", IMAGE) == 1


async def test_a_corrected_token_that_is_refused_again_is_the_end(
    stand: Kling, bench: Bench
) -> None:
    stand.ahead = 7200
    stand.plant(Fault("submit", times=2, status=401, body={"code": 1004, "message": "expired"}))
    with pytest.raises(ProviderError) as caught:
        await a_kling(stand.url).start(an_animate_request(bench), bench)
    assert caught.value.kind == Kind.ACCOUNT
    assert stand.count("POST", IMAGE) == 2


async def test_after_a_corrected_clock_a_lost_answer_is_not_repeated(
    stand: Kling, bench: Bench
) -> None:
    stand.ahead = 7200
    refusal = Fault("submit", status=401, body={"code": 1004, "message": "expired"})
    stand.plant(refusal, Fault("submit", cut=True, taken=True))
    with pytest.raises(ProviderError) as caught:
        await a_kling(stand.url).start(an_animate_request(bench), bench)
    assert caught.value.kind == Kind.UNKNOWN_SUBMIT
    assert len(stand.tasks) == 1


def test_a_date_that_cannot_be_read_corrects_nothing() -> None:
    clock = Clock()
    for headers in ({}, {"Date": "yesterday"}):
        clock.hear(headers)
        assert not clock.correct()


@pytest.mark.parametrize(
    ("access", "secret", "code"),
    [("stranger" * 4, SECRET, 1002), (ACCESS, "another-secret-of-32-characters!", 1002)],
)
async def test_wrong_keys_are_the_operators_business(
    stand: Kling, access: str, secret: str, code: int
) -> None:
    with pytest.raises(ProviderError) as caught:
        await a_kling(stand.url, KLING_ACCESS_KEY=access, KLING_SECRET_KEY=secret).probe()
    assert caught.value.kind == Kind.ACCOUNT
    assert f'"code": {code}' in caught.value.detail


def test_names_that_kling_may_not_take_become_a_digest() -> None:
    assert external_id("job-7.s0.animate.0") == "job-7.s0.animate.0"
    assert external_id("") == ""
    for order in ("x" * 65, "订单", "../7", "a b", ".."):
        assert external_id(order) == external_id(order)
        assert external_id(order) != order
        assert len(external_id(order)) == 40


async def test_an_order_is_found_by_its_name_among_others(stand: Kling, bench: Bench) -> None:
    provider, request = a_kling(stand.url), an_animate_request(bench)
    tickets = {
        order: await provider.start(request, a_bench(bench.scratch.parent, order))
        for order in ("first", "zweite Bestellung", "third")
    }
    for order, ticket in tickets.items():
        assert await provider.find(request, Unsure(order, datetime.now(UTC), frozenset())) == ticket


async def test_an_order_is_looked_for_in_the_list_where_names_are_no_ids(
    stand: Kling, bench: Bench
) -> None:
    provider, request = a_kling(stand.url), an_animate_request(bench)
    ticket = await provider.start(request, bench)
    order = stand.tasks[ticket.task].request | {"external_task_id": "another"}
    for _ in range(kling.PAGE):
        stand.kinds[stand.task("clip", order).id] = IMAGE
    no_id = Fault("poll", status=400, body={"code": 1201, "message": "Invalid parameters"})
    unsure = Unsure(bench.order, datetime.now(UTC), frozenset())
    stand.plant(no_id)
    assert await provider.find(request, unsure) == ticket
    assert stand.count("GET", IMAGE) == 3
    stand.plant(no_id)
    before = Unsure("never sent", datetime.now(UTC) - timedelta(hours=1), frozenset())
    assert await provider.find(request, before) is None


async def test_an_order_without_a_name_stays_open(stand: Kling, bench: Bench) -> None:
    unsure = Unsure("", datetime.now(UTC), frozenset())
    with pytest.raises(ProviderError) as caught:
        await a_kling(stand.url).find(an_animate_request(bench), unsure)
    assert caught.value.kind == Kind.UNKNOWN_SUBMIT


async def test_a_probe_spends_nothing(stand: Kling) -> None:
    assert await a_kling(stand.url).probe() == "tasks can be listed"
    assert not stand.tasks


async def test_the_stand_in_makes_clips_from_words_too(stand: Kling) -> None:
    provider = a_kling(stand.url)
    order = {"model_name": "kling-v3", "prompt": "a fox", "duration": "3", "aspect_ratio": "9:16"}
    answer = await provider._web.submit(TEXT, order)  # pyright: ignore[reportPrivateUsage]
    assert answer["data"]["task_status"] in ("submitted", "processing")
