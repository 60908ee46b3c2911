"""What goes to Wan: the body of an order for each model, compared as it is."""

from __future__ import annotations

import base64
import io
from typing import Any, cast

import pytest
from PIL import Image

from generation.providers import wan
from generation.providers.contract import Bench
from generation.providers.wire import wan as table
from tests.generation.vendors.suite import (
    NEGATIVE,
    PROMPT,
    a_keyframe,
    a_paint_request,
    an_animate_request,
)
from tests.generation.vendors.test_wan import ORDERS, maker, member
from tests.servers.dashscope import DashScope
from tests.servers.dashscope_models import VIDEO
from tests.servers.media import Quick

MOVED = f"{PROMPT} The camera slowly pushes in."


def order(model: str, bench: Bench, last: str = "", sound: bool = False, **changes: Any) -> Any:
    """The body of an order for a model."""
    request = an_animate_request(bench, **changes)
    return table.order(table.models()[model], model, request, "data:first", last, sound)


@pytest.fixture
async def stand(loopback_vendors: None) -> Any:
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
    assert [a.path for a in stand.asked] == [ORDERS]
    assert "X-DashScope-OssResourceResolve" not in stand.asked[0].headers
