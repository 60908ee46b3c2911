"""Wan: the whole suite for each way in which a clip can begin, then what is special about it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from generation import secrets
from generation.errors import Kind, ProviderError
from generation.model import Clip
from generation.providers import wan
from generation.providers.contract import AnimateRequest, Bench, Member, Unsure
from generation.providers.wire import dashscope
from tests.generation.vendors.suite import (
    KEY,
    End,
    MakerSuite,
    a_keyframe,
    a_paint_request,
    an_animate_request,
)
from tests.servers.dashscope import BAD_INPUT, BAD_OUTPUT, DashScope
from tests.servers.media import Quick
from tests.servers.stand import Fault, Stand

ORDERS = f"/api/v1{wan.SUBMIT}"


def refused(status: int, code: str, message: str = "no") -> Fault:
    """The vendor's refusal of an order."""
    return Fault("submit", status=status, body={"code": code, "message": message})


SUBMITS = {
    "moderated input": (
        refused(400, "DataInspectionFailed", BAD_INPUT),
        Kind.MODERATED_INPUT,
    ),
    "moderated, by another name": (refused(400, "data_inspection_failed"), Kind.MODERATED_INPUT),
    "moderated, in full": (
        refused(400, "InvalidParameter.DataInspection", "Unable to download the media"),
        Kind.MODERATED_INPUT,
    ),
    "a work of somebody else's": (refused(400, "IPInfringementSuspect"), Kind.MODERATED_INPUT),
    "throttled": (refused(429, "Throttling.RateQuota", "Requests rate limit"), Kind.BUSY),
    "throttled in general": (refused(429, "Throttling"), Kind.BUSY),
    "quota": (refused(429, "Throttling.AllocationQuota"), Kind.BUSY),
    "in arrears": (refused(400, "Arrearage", "Access denied"), Kind.ACCOUNT),
    "not purchased": (refused(403, "AccessDenied.Unpurchased"), Kind.ACCOUNT),
    "no such key": (refused(401, "InvalidApiKey", "Invalid API-key provided."), Kind.ACCOUNT),
    "free allowance used up": (refused(403, "AllocationQuota.FreeTierOnly"), Kind.ACCOUNT),
    "overdue bill, as 429": (refused(429, "PostpaidBillOverdue"), Kind.ACCOUNT),
    "wrong parameter": (refused(400, "InvalidParameter", "resolution"), Kind.BAD_REQUEST),
    "wrong address": (refused(400, "InvalidURL", "url error"), Kind.BAD_REQUEST),
    "no such model": (refused(400, "Model.NotExist", "Model not exist."), Kind.BAD_REQUEST),
    "no such model, as 404": (refused(404, "ModelNotFound"), Kind.BAD_REQUEST),
    "internal error": (refused(500, "InternalError", "An internal error"), Kind.PASSING),
    "internal error, in full": (refused(500, "InternalError.Algo"), Kind.PASSING),
    "out of service": (refused(503, "ServiceUnavailable"), Kind.PASSING),
    "timed out inside": (refused(500, "InternalError.Timeout"), Kind.UNKNOWN_SUBMIT),
    "timed out": (refused(408, "RequestTimeOut"), Kind.UNKNOWN_SUBMIT),
    "an order without a task": (Fault("submit", status=200, body={}), Kind.UNKNOWN_SUBMIT),
    "a page": (Fault("submit", status=200, body="<html>welcome</html>"), Kind.UNKNOWN_SUBMIT),
    "refused with status 200": (
        refused(200, "DataInspectionFailed", BAD_INPUT),
        Kind.MODERATED_INPUT,
    ),
}
ENDS: dict[str, tuple[End, Kind]] = {
    "moderated output": (
        ("refused", "DataInspectionFailed", BAD_OUTPUT),
        Kind.MODERATED_OUTPUT,
    ),
    "moderated, but not said what": (
        ("refused", "DataInspectionFailed", "inappropriate"),
        Kind.MODERATED_OUTPUT,
    ),
    "moderated input, found late": (
        ("refused", "DataInspectionFailed", BAD_INPUT),
        Kind.MODERATED_INPUT,
    ),
    "a work of somebody else's": (("refused", "IPInfringementSuspect", "…"), Kind.MODERATED_INPUT),
    "internal error": (("failed", "InternalError.Algo", "inference error"), Kind.FAILED),
    "internal error, without a word": (("failed", "InternalError", ""), Kind.FAILED),
    "out of service": (("failed", "ServiceUnavailable", "…"), Kind.FAILED),
    "throttled": (("failed", "Throttling", "…"), Kind.FAILED),
    "a code of tomorrow": (("failed", "Unheard.Of", "…"), Kind.FAILED),
    "a picture it cannot read": (("failed", "InvalidParameter", "size"), Kind.BAD_REQUEST),
    "gone": (("lost", "", ""), Kind.LOST),
}


class TestWan(MakerSuite):
    vendor, module, role, name = DashScope, wan, "animator", "wan"
    submits, ends = SUBMITS, ENDS

    def env(self, url: str) -> dict[str, str]:
        return {"DASHSCOPE_API_KEY": KEY, "DASHSCOPE_BASE_URL": url}

    def request(self, bench: Bench) -> AnimateRequest:
        """An order fitted to the default, 2.2, as the router would."""
        return an_animate_request(bench, resolution=480, seconds=5.0)


def member(url: str = "http://127.0.0.1:1", **env: str) -> Member:
    """Wan as it registers."""
    found: list[Member] = []
    settings = {
        "DASHSCOPE_API_KEY": KEY,
        "DASHSCOPE_BASE_URL": url,
        "REELROOM_POLL_SECONDS": "0.02",
    }
    secrets.remember(settings)
    wan.register(found.append, {**settings, **env})
    return found[0]


def maker(stand: Stand, **env: str) -> wan.Wan:
    return cast(wan.Wan, member(stand.url, **env).provider)


@pytest.fixture
async def stand(loopback_vendors: None) -> Any:
    async with DashScope(Quick()) as stand:
        yield stand


async def test_an_order_is_sent_once_whatever_is_answered(stand: DashScope, bench: Bench) -> None:
    for status in (429, 500, 503):
        stand.plant(Fault("submit", status=status, body={"code": "", "message": "no"}))
        with pytest.raises(ProviderError):
            await maker(stand).start(an_animate_request(bench, resolution=480), bench)
    assert stand.count("POST", ORDERS) == 3


async def test_an_order_that_is_never_answered_is_not_repeated(
    stand: DashScope, bench: Bench
) -> None:
    settings = {"DASHSCOPE_API_KEY": KEY, "DASHSCOPE_BASE_URL": stand.url}
    web = dashscope.dashscope("wan", settings)
    assert web
    stand.plant(Fault("submit", hang=1, taken=True))
    request = an_animate_request(bench, resolution=480)
    with pytest.raises(ProviderError) as caught:
        await wan.Wan(KEY, web=web, timeout=0.3).start(request, bench)
    assert caught.value.kind == Kind.UNKNOWN_SUBMIT
    await asyncio.sleep(0.3)
    assert stand.count("POST", ORDERS) == 1


# What comes back


async def test_the_provenance_has_the_vendor_s_seed_and_what_was_billed(
    stand: DashScope, bench: Bench
) -> None:
    request = an_animate_request(bench, resolution=480, paint=a_paint_request(seed=2**31 + 3))
    made = await made_by(maker(stand), request, bench)
    assert made.provenance.seed == 3
    assert made.provenance.cost
    assert made.provenance.cost.amount == 0.7
    assert made.provenance.cost.currency == "CNY"


async def made_by(provider: wan.Wan, request: AnimateRequest, bench: Bench) -> Clip:
    return await provider.collect(request, await provider.start(request, bench), bench)


@pytest.mark.parametrize("model", ["wan2.2-t2v-plus", "wan2.7-i2v", "wan3.0-video"])
async def test_texts_and_lists_of_pictures_become_clips_and_unknown_orders_are_found(
    model: str, stand: DashScope, bench: Bench
) -> None:
    known = member(stand.url, WAN_MODEL=model)
    provider = cast(wan.Wan, known.provider)
    last = a_keyframe(bench, 640, 360) if known.can.last_frame else None
    request = an_animate_request(bench, resolution=known.can.resolutions[0], last=last)
    stand.plant(Fault("submit", cut=True, taken=True))
    with pytest.raises(ProviderError) as caught:
        await provider.start(request, bench)
    assert caught.value.kind == Kind.UNKNOWN_SUBMIT
    ticket = await provider.find(request, unsure())
    assert ticket
    clip = await provider.collect(request, ticket, bench)
    assert clip.file
    assert clip.provenance.model == model
    assert clip.seconds == pytest.approx(5, abs=0.1)
    media = stand.tasks[ticket.task].request["input"].get("media", [])
    assert [m["type"] for m in media] == (["first_frame", "last_frame"] if last else [])


async def test_a_task_of_another_region_is_lost(stand: DashScope, bench: Bench) -> None:
    provider, request = maker(stand), an_animate_request(bench, resolution=480)
    ticket = await provider.start(request, bench)
    stand.tasks.clear()
    with pytest.raises(ProviderError) as caught:
        await provider.collect(request, ticket, bench)
    assert caught.value.kind == Kind.LOST
    assert caught.value.detail.startswith("UNKNOWN")


async def test_a_task_that_has_begun_goes_on_when_it_is_cancelled(
    stand: DashScope, bench: Bench
) -> None:
    stand.seconds = 0.5
    provider, request = maker(stand), an_animate_request(bench, resolution=480)
    ticket = await provider.start(request, bench)
    await asyncio.sleep(0.1)
    await provider.cancel(ticket)
    assert (await provider.collect(request, ticket, bench)).file


# Orders of unknown outcome


def unsure(*known: str, hours: float = 0) -> Unsure:
    since = datetime.now(UTC) - timedelta(seconds=1, hours=hours)
    return Unsure("job.s0", since, frozenset(known))


async def test_an_unknown_order_is_told_from_another_shot_s_by_its_prompt(
    stand: DashScope, bench: Bench
) -> None:
    provider = maker(stand)
    ours = an_animate_request(bench, resolution=480)
    other = replace(ours, paint=a_paint_request(prompt="a whale over the mountains"))
    theirs = await provider.start(other, bench)
    assert await provider.find(ours, unsure()) is None
    stand.plant(Fault("submit", cut=True, taken=True))
    with pytest.raises(ProviderError):
        await provider.start(ours, bench)
    found = await provider.find(ours, unsure())
    assert found
    assert found.task != theirs.task


async def test_two_tasks_that_may_be_it_leave_it_open(stand: DashScope, bench: Bench) -> None:
    provider, request = maker(stand), an_animate_request(bench, resolution=480)
    first = await provider.start(request, bench)
    second = await provider.start(request, bench)
    with pytest.raises(ProviderError) as caught:
        await provider.find(request, unsure())
    assert caught.value.kind == Kind.UNKNOWN_SUBMIT
    assert await provider.find(request, unsure(first.task)) == second


async def test_tasks_of_long_ago_and_of_other_models_are_nobody_s_order(
    stand: DashScope, bench: Bench
) -> None:
    provider, request = maker(stand), an_animate_request(bench, resolution=480)
    await provider.start(request, bench)
    next(iter(stand.tasks.values())).created -= 600
    await maker(stand, WAN_MODEL="wan2.2-i2v-flash").start(request, bench)
    assert await provider.find(request, unsure()) is None


async def test_every_page_of_the_list_is_read(stand: DashScope, bench: Bench) -> None:
    provider, request = maker(stand), an_animate_request(bench, resolution=480)
    ticket = await provider.start(request, bench)
    for n in range(130):
        stand.task("clip", stand.tasks[ticket.task].request).created += n + 1
    known = set(stand.tasks) - {ticket.task}
    assert await provider.find(request, unsure(*known)) == ticket
    assert [a.query["page_no"] for a in stand.asked if a.path.endswith("/")] == ["1", "2"]


async def test_an_order_older_than_the_list_stays_open(stand: DashScope, bench: Bench) -> None:
    with pytest.raises(ProviderError) as caught:
        await maker(stand).find(an_animate_request(bench), unsure(hours=25))
    assert caught.value.kind == Kind.UNKNOWN_SUBMIT


async def test_a_probe_spends_nothing_and_says_when_the_key_is_wrong(stand: DashScope) -> None:
    assert await maker(stand).probe() == "0 tasks today"
    with pytest.raises(ProviderError) as caught:
        await maker(stand, DASHSCOPE_API_KEY="wrong").probe()
    assert caught.value.kind == Kind.ACCOUNT
    assert not stand.tasks
