"""Wan: the whole suite for each way in which a clip can begin, then what is special about it."""

from __future__ import annotations

import asyncio
import base64
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from PIL import Image

from generation import secrets
from generation.errors import Kind, ProviderError
from generation.model import Clip
from generation.providers import wan
from generation.providers.contract import AnimateRequest, Bench, Member, Unsure
from generation.providers.wire import dashscope
from generation.providers.wire import wan as table
from tests.generation.vendors.suite import (
    KEY,
    NEGATIVE,
    PROMPT,
    End,
    MakerSuite,
    a_bench,
    a_keyframe,
    a_paint_request,
    an_animate_request,
)
from tests.servers.dashscope import BAD_INPUT, BAD_OUTPUT, DashScope
from tests.servers.dashscope_models import VIDEO
from tests.servers.stand import Fault, Stand

MOVED = f"{PROMPT} The camera slowly pushes in."


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


# What goes to the vendor


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


def order(model: str, bench: Bench, last: str = "", sound: bool = False, **changes: Any) -> Any:
    """The body of an order for a model."""
    request = an_animate_request(bench, **changes)
    return table.order(table.models()[model], model, request, "data:first", last, sound)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return a_bench(tmp_path)


@pytest.fixture
async def stand(monkeypatch: pytest.MonkeyPatch) -> Any:
    from tests.servers.media import Quick

    monkeypatch.setenv("REELROOM_ALLOW_LOOPBACK", "1")
    async with DashScope(Quick()) as stand:
        yield stand


def test_2_2_takes_a_picture_and_a_resolution_and_no_duration(bench: Bench) -> None:
    assert order("wan2.2-i2v-plus", bench, resolution=480) == {
        "model": "wan2.2-i2v-plus",
        "input": {"prompt": MOVED, "negative_prompt": NEGATIVE, "img_url": "data:first"},
        "parameters": {"resolution": "480P", "seed": 7, "watermark": False, "prompt_extend": False},
    }


def test_2_6_flash_can_be_silent_and_costs_half_then(bench: Bench) -> None:
    body = order("wan2.6-i2v-flash", bench, seconds=7.0, resolution=1080)
    assert body["parameters"] == {
        "resolution": "1080P",
        "duration": 7,
        "audio": False,
        "seed": 7,
        "watermark": False,
        "prompt_extend": False,
    }
    silent, sounding = (member(WAN_MODEL="wan2.6-i2v-flash", WAN_AUDIO=s) for s in ("off", "on"))
    assert not silent.can.audio
    assert sounding.can.audio
    costs = [m.cost(10, 720) for m in (silent, sounding)]
    assert [c.amount for c in costs if c] == [1.5, 3.0]


def test_2_7_takes_a_list_of_pictures(bench: Bench) -> None:
    body = order("wan2.7-i2v", bench, last="data:last", seconds=10.0)
    assert body["input"]["media"] == [
        {"type": "first_frame", "url": "data:first"},
        {"type": "last_frame", "url": "data:last"},
    ]
    assert body["parameters"]["duration"] == 10
    assert "img_url" not in body["input"]


def test_3_0_takes_an_aspect_and_sound_and_neither_negatives_nor_extension(bench: Bench) -> None:
    assert order("wan3.0-video", bench, sound=True, seconds=30.0) == {
        "model": "wan3.0-video",
        "input": {"prompt": MOVED, "media": [{"type": "first_frame", "url": "data:first"}]},
        "parameters": {
            "resolution": "720P",
            "ratio": "16:9",
            "duration": 30,
            "audio": True,
            "seed": 7,
            "watermark": False,
        },
    }


def test_a_text_becomes_a_clip_of_a_size_in_pixels(bench: Bench) -> None:
    portrait = a_paint_request(aspect="9:16")
    body = order("wan2.2-t2v-plus", bench, paint=portrait, resolution=1080)
    assert body["parameters"]["size"] == "1080*1920"
    assert set(body["input"]) == {"prompt", "negative_prompt"}


def test_an_aspect_that_a_resolution_lacks_is_made_in_the_next_larger_one(bench: Bench) -> None:
    classic = a_paint_request(aspect="4:3")
    bodies = [
        order(model, bench, paint=classic, resolution=480)
        for model in ("wan2.5-t2v-preview", "wan2.2-t2v-plus")
    ]
    assert [b["parameters"]["size"] for b in bodies] == ["1088*832", "1632*1248"]


def test_seeds_are_made_to_fit_into_31_bits(bench: Bench) -> None:
    large = a_paint_request(seed=2**52 + 5)
    assert order("wan2.2-i2v-plus", bench, paint=large)["parameters"]["seed"] == 5


def test_a_long_prompt_leaves_room_for_the_camera(bench: Bench) -> None:
    long = a_paint_request(prompt="狐" * 3000, negative="x" * 900)
    given = order("wan2.2-i2v-plus", bench, paint=long)["input"]
    assert len(given["prompt"]) == 800
    assert given["prompt"].endswith(" The camera slowly pushes in.")
    assert len(given["negative_prompt"]) == 500


@pytest.mark.parametrize("model", table.models())
async def test_every_model_takes_what_is_ordered(
    model: str, stand: DashScope, bench: Bench
) -> None:
    stand.seconds = 60
    wanted = member(stand.url, WAN_MODEL=model)
    shortest, longest = wanted.can.seconds[0], wanted.can.seconds[-1]
    for resolution, aspect, seconds in ((480, "3:4", shortest), (1080, "16:9", longest)):
        paint = a_paint_request(aspect=aspect)
        request = an_animate_request(bench, paint=paint, resolution=resolution, seconds=seconds)
        assert (await cast(wan.Wan, wanted.provider).start(request, bench)).task
    assert {t.request["model"] for t in stand.tasks.values()} == {model}
    assert stand.count("GET", "/api/v1/uploads") == 0


def test_the_models_are_those_of_the_documentation() -> None:
    known = table.models()
    assert set(known) == set(VIDEO)
    for name, rule in VIDEO.items():
        assert [f"{t}P" for t in known[name].tiers] == list(rule.tiers), name
        assert known[name].seconds == rule.seconds, name
        assert [int(t) for t in known[name].price] == list(known[name].tiers), name


def test_a_snapshot_of_a_model_is_asked_for_by_its_own_name() -> None:
    snapshot = member(WAN_MODEL="wan2.7-i2v-2026-04-25")
    assert not snapshot.needs
    assert snapshot.model == "wan2.7-i2v-2026-04-25"
    assert snapshot.can.last_frame


def test_an_unknown_model_says_what_to_set() -> None:
    assert member(WAN_MODEL="wanx-video-v1").needs == "WAN_MODEL=wan2.2-i2v-plus"


@pytest.mark.parametrize("path", ["", "/", "/api/v1", "/api/v1/"])
async def test_the_endpoint_may_be_written_with_its_path(path: str, stand: DashScope) -> None:
    assert await cast(wan.Wan, member(stand.url + path).provider).probe() == "0 tasks today"


async def test_the_picture_is_sent_as_a_small_jpeg(stand: DashScope, bench: Bench) -> None:
    request = an_animate_request(bench, keyframe=a_keyframe(bench, 3000, 1000), resolution=480)
    await maker(stand).start(request, bench)
    body = next(iter(stand.tasks.values())).request
    head, _, data = body["input"]["img_url"].partition(",")
    assert head == "data:image/jpeg;base64"
    with Image.open(io.BytesIO(base64.b64decode(data))) as image:
        assert image.format == "JPEG"
        assert image.size == (2000, 667)


@pytest.mark.parametrize("text", ["file:///etc/passwd", "/etc/passwd", "oss://x/y", "~/.bashrc"])
@pytest.mark.parametrize("model", ["wan2.2-i2v-plus", "wan2.2-t2v-plus", "wan2.7-i2v"])
async def test_texts_that_look_like_paths_are_texts(
    text: str, model: str, stand: DashScope, bench: Bench
) -> None:
    paint = a_paint_request(prompt=text, negative=text)
    request = an_animate_request(bench, paint=paint, resolution=1080)
    await maker(stand, WAN_MODEL=model).start(request, bench)
    given = next(iter(stand.tasks.values())).request["input"]
    assert given["prompt"].startswith(text)
    assert given["negative_prompt"] == text
    assert stand.uploads == []
    assert [a.path for a in stand.asked] == [wire_path()]
    assert "X-DashScope-OssResourceResolve" not in stand.asked[0].headers


def wire_path() -> str:
    return f"/api/v1{wan.SUBMIT}"


async def test_an_order_is_sent_once_whatever_is_answered(stand: DashScope, bench: Bench) -> None:
    for status in (429, 500, 503):
        stand.plant(Fault("submit", status=status, body={"code": "", "message": "no"}))
        with pytest.raises(ProviderError):
            await maker(stand).start(an_animate_request(bench, resolution=480), bench)
    assert stand.count("POST", wire_path()) == 3


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
    assert stand.count("POST", wire_path()) == 1


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
