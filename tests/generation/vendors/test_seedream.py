"""Seedream, through the official SDK, against a stand-in for Ark."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import cast

import pytest
from inline_snapshot import snapshot

from generation.errors import Kind, ProviderError
from generation.model import ASPECTS, Resolution
from generation.providers import seedream
from generation.providers.contract import Bench, Member, frame_size
from generation.providers.seedream import FAMILIES, Seedream, body, register, size
from tests.generation.vendors.suite import KEY, MakerSuite, a_led_request, a_paint_request
from tests.generation.vendors.test_seedance import REFUSALS, refused
from tests.servers.ark import API, PICTURES, Ark
from tests.servers.media import Quick
from tests.servers.stand import Fault, sent_picture

SMALL = "doubao-seedream-4-0-250828"  # paints as small as the film


class TestSeedream(MakerSuite):
    vendor, module, role, name = Ark, seedream, "painter", "seedream"
    submits = REFUSALS | {
        "output": (refused(400, "OutputImageSensitiveContentDetected"), Kind.MODERATED_OUTPUT),
        "output by the risk product": (
            refused(400, "OutputImageRiskDetection"),
            Kind.MODERATED_OUTPUT,
        ),
        "a picture that was refused": (
            Fault(
                "submit",
                status=200,
                body={"data": [{"error": {"code": "OutputImageSensitiveContentDetected"}}]},
            ),
            Kind.MODERATED_OUTPUT,
        ),
        "a picture that failed": (
            Fault("submit", status=200, body={"error": {"code": "InternalServiceError"}}),
            Kind.FAILED,
        ),
        "an answer of nothing": (Fault("submit", status=200, body={}), Kind.UNKNOWN_SUBMIT),
    }
    ends = {
        "output": (("refused", "", ""), Kind.MODERATED_OUTPUT),
        "their fault": (("failed", "", ""), Kind.PASSING),
    }
    synchronous = True

    def env(self, url: str) -> dict[str, str]:
        return {"ARK_API_KEY": KEY, "ARK_BASE_URL": url + API, "SEEDREAM_MODEL": SMALL}


pytestmark = pytest.mark.usefixtures("loopback_vendors")


@pytest.fixture
async def stand() -> AsyncIterator[Ark]:
    async with Ark(Quick()) as stand:
        yield stand


def a_member(url: str, model: str) -> Member:
    """What an operator's settings register."""
    found: list[Member] = []
    env = {"ARK_API_KEY": KEY, "ARK_BASE_URL": url + API, "SEEDREAM_MODEL": model}
    register(found.append, env)
    return found[0]


def test_the_order_as_it_is_sent() -> None:
    assert body(a_paint_request(), seedream.DEFAULT) == snapshot(
        {
            "model": "doubao-seedream-5-0-260128",
            "prompt": "一只机械狐狸在未来城市奔跑, neon rim light, 35mm",
            "size": "2560x1440",
            "response_format": "url",
            "watermark": False,
            "sequential_image_generation": "disabled",
        }
    )


def test_the_5_0_pro_model_knows_no_series() -> None:
    assert "sequential_image_generation" not in body(a_paint_request(), "doubao-seedream-5-0-pro")


@pytest.mark.parametrize("resolution", [540, 720, 1080])
@pytest.mark.parametrize("family", FAMILIES)
def test_every_size_is_one_that_the_family_paints(family: str, resolution: Resolution) -> None:
    takes = FAMILIES[family]
    for aspect in ASPECTS:
        width, height = frame_size(aspect, resolution)
        across, down = (int(n) for n in size(width, height, takes).split("x"))
        assert takes.least <= across * down <= takes.most
        assert across / down == pytest.approx(width / height, rel=0.03)


def test_a_film_in_720_is_painted_at_twice_its_size() -> None:
    assert size(1280, 720, FAMILIES["seedream-4-5"]) == "2560x1440"
    assert size(1280, 720, FAMILIES["seedream-4-0"]) == "1280x720"


@pytest.mark.parametrize("model", PICTURES)
async def test_every_model_takes_its_orders(stand: Ark, bench: Bench, model: str) -> None:
    provider = cast(Seedream, a_member(stand.url, model).provider)
    assert (await provider.start(a_paint_request(), bench)).task.startswith(stand.url)


async def test_no_seed_and_no_negative_prompt_are_claimed(stand: Ark, bench: Bench) -> None:
    provider, request = cast(Seedream, a_member(stand.url, SMALL).provider), a_paint_request()
    picture = await provider.collect(request, await provider.start(request, bench), bench)
    assert picture.provenance.negative == ""
    assert stand.asked[0].body["seed"] is None  # the SDK writes out what is not given


@pytest.mark.parametrize(
    ("model", "price"),
    [
        (seedream.DEFAULT, "0.22 CNY"),
        ("seedream-5-0-260128", "0.035 USD"),
        ("doubao-seedream-5-0-pro-260628", "None"),
        ("ep-20261121-film", "None"),
    ],
)
def test_a_picture_has_its_price(model: str, price: str) -> None:
    cost = a_member("http://x", model).cost()
    assert (f"{cost.amount} {cost.currency}" if cost else "None") == price


async def test_a_probe_spends_nothing(stand: Ark) -> None:
    provider = cast(Seedream, a_member(stand.url, SMALL).provider)
    assert await provider.probe() == "0 tasks within seven days"
    assert not stand.tasks


async def test_a_picture_that_is_too_small_is_refused_by_the_stand_in(
    stand: Ark, bench: Bench
) -> None:
    provider = cast(Seedream, a_member(stand.url, SMALL).provider)
    with pytest.raises(ProviderError) as caught:
        await provider.start(a_paint_request(prompt=""), bench)
    assert caught.value.detail.startswith("MissingParameter")


async def test_pictures_to_follow_are_sent_inline_and_told_apart(bench: Bench, stand: Ark) -> None:
    member = a_member(stand.url, SMALL)
    request = a_led_request(bench, "character", "style")
    await cast(Seedream, member.provider).start(request, bench)
    sent = stand.asked[-1].body
    assert [sent_picture(uri) for uri in sent["image"]] == [(2048, 1024)] * 2
    assert "图1是主角" in sent["prompt"] and "图2只作风格参考" in sent["prompt"]
    assert member.can.references == 10
