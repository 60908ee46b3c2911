"""FLUX: sizes by model, the address where tasks are polled, costs as the vendor reports them."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from generation.errors import Kind, ProviderError
from generation.model import Keyframe, Ticket
from generation.providers import flux
from generation.providers.contract import Bench, Member
from tests.generation.vendors.suite import KEY, MakerSuite, a_led_request, a_paint_request
from tests.servers.bfl import BFL, most_inputs
from tests.servers.media import Quick
from tests.servers.stand import Fault, Stand, sent_picture


def no(status: int, detail: Any) -> Fault:
    """A refusal as the vendor writes it."""
    return Fault("submit", status=status, body={"detail": detail})


class TestFlux(MakerSuite):
    vendor, module, role, name = BFL, flux, "painter", "flux"
    cancels = False
    submits: ClassVar = {
        "a bad request": (no(400, "Bad request"), Kind.BAD_REQUEST),
        "no key": (no(401, "Unauthorized"), Kind.ACCOUNT),
        "without credit": (no(402, "Insufficient credits"), Kind.ACCOUNT),
        "a wrong key": (no(403, "Not authenticated"), Kind.ACCOUNT),
        "no such model": (no(404, "Not Found"), Kind.BAD_REQUEST),
        "a wrong parameter": (
            no(422, [{"type": "multiple_of", "loc": ["body", "width"], "msg": "No."}]),
            Kind.BAD_REQUEST,
        ),
        "throttled": (no(429, "Too many active tasks"), Kind.BUSY),
        "an internal error": (no(500, "Internal Server Error"), Kind.PASSING),
        "unavailable": (no(503, "Service Unavailable"), Kind.PASSING),
        "moderated at once": (
            Fault("submit", status=200, body={"id": "1", "status": "Request Moderated"}),
            Kind.MODERATED_INPUT,
        ),
    }
    ends: ClassVar = {
        "moderated input": (("refused", "Request Moderated", ""), Kind.MODERATED_INPUT),
        "moderated output": (("refused", "Content Moderated", ""), Kind.MODERATED_OUTPUT),
        "an internal error": (("failed", "", ""), Kind.FAILED),
        "gone": (("lost", "", ""), Kind.LOST),
    }

    def env(self, url: str) -> dict[str, str]:
        return {"BFL_API_KEY": KEY, "BFL_BASE_URL": url}

    def flux(self, **env: str) -> Member:
        found: list[Member] = []
        flux.register(found.append, {"BFL_API_KEY": KEY, **env})
        return found[0]

    async def test_a_wrong_key_is_refused(self, stand: Stand) -> None:
        with pytest.raises(ProviderError) as caught:
            await flux.Flux("wrong", base_url=stand.url).probe()
        assert caught.value.kind == Kind.ACCOUNT

    async def test_the_probe_asks_for_the_credits(self, stand: Stand) -> None:
        assert await flux.Flux(KEY, base_url=stand.url).probe() == "1234.5 credits"
        assert [a.path for a in stand.asked] == ["/v1/credits"]

    async def test_the_cost_is_what_the_vendor_says(self, stand: Stand, bench: Bench) -> None:
        made = (await self.made(stand, bench)).provenance
        assert made.cost
        assert (made.cost.amount, made.cost.currency, made.cost.estimated) == (0.03, "USD", False)
        assert made.negative == "", "there is no field for it"

    async def test_the_cost_stays_at_home(self, stand: Stand, bench: Bench) -> None:
        ticket = await self.maker(stand.url).start(a_paint_request(), bench)
        assert ticket.task.endswith("#cost=3.0")
        await self.maker(stand.url).collect(a_paint_request(), ticket, bench)
        assert not any("cost" in str(a.query) for a in stand.asked)

    async def test_the_key_goes_to_no_other_host(self, stand: BFL, bench: Bench) -> None:
        stand.elsewhere = "https://bfl.ai.example.com"
        ticket = await self.maker(stand.url).start(a_paint_request(), bench)
        assert ticket.task.startswith(stand.url), "the order is looked for where it was placed"
        result = await self.maker(stand.url).collect(a_paint_request(), ticket, bench)
        assert isinstance(result, Keyframe)

    @pytest.mark.parametrize(
        "address",
        [
            "https://api.bfl.ai.example.com/v1/get_result?id=1",
            "https://notbfl.ai/v1/get_result?id=1",
            "http://api.eu2.bfl.ai/v1/get_result?id=1",
            "https://api.bfl.ai@example.com/v1/get_result?id=1",
            "ftp://api.bfl.ai/x",
            "nothing",
        ],
    )
    async def test_a_ticket_of_another_host_is_not_polled(self, address: str, bench: Bench) -> None:
        ticket = Ticket(provider="flux", task=address)
        with pytest.raises(ProviderError) as caught:
            await flux.Flux(KEY).collect(a_paint_request(), ticket, bench)
        assert caught.value.kind == Kind.LOST

    async def test_a_region_of_the_vendor_is_polled(self, stand: BFL, bench: Bench) -> None:
        stand.elsewhere = "https://api.eu2.bfl.ai"
        ticket = await self.maker(stand.url).start(a_paint_request(), bench)
        assert ticket.task.startswith("https://api.eu2.bfl.ai/v1/get_result?id=")

    async def test_a_status_of_tomorrow_is_looked_at_again(
        self, stand: Stand, bench: Bench
    ) -> None:
        stand.plant(Fault("poll", times=2, status=200, body={"status": "Dreaming"}))
        assert (await self.made(stand, bench)).file

    async def test_the_seed_is_the_one_that_was_used(self, stand: Stand, bench: Bench) -> None:
        request = a_paint_request(seed=0)  # the stand-in takes it for none
        maker = self.maker(stand.url)
        made = await maker.collect(request, await maker.start(request, bench), bench)
        assert made.provenance.seed == 4711

    async def test_every_model_and_size_is_taken(self, stand: Stand, bench: Bench) -> None:
        for model in flux.MODELS:
            maker = flux.Flux(KEY, model=model, base_url=stand.url)
            for width, height in ((960, 540), (540, 960), (1920, 1080), (1080, 1080), (810, 1080)):
                await maker.start(a_paint_request(width=width, height=height), bench)

    def test_what_is_ordered(self) -> None:
        body = flux.order("flux-2-pro", a_paint_request(width=1920, height=1080, seed=2**33 + 7))
        assert body.pop("prompt").startswith("一只机械狐狸")
        assert body == {
            "seed": 7,
            "safety_tolerance": 2,
            "output_format": "png",
            "prompt_upsampling": False,
            "width": 1920,
            "height": 1088,
        }

    def test_each_model_has_its_own_parameters(self) -> None:
        request = a_paint_request()
        klein = flux.order("flux-2-klein-9b", request)
        ultra = flux.order("flux-pro-1.1-ultra", request)
        older = flux.order("flux-pro-1.1", a_paint_request(width=1080, height=1920))
        assert "prompt_upsampling" not in klein
        assert (klein["width"], klein["height"]) == (1280, 720)
        assert ultra["aspect_ratio"] == "16:9"
        assert "width" not in ultra
        assert (older["width"], older["height"]) == (832, 1440)

    def test_what_it_costs_is_data(self) -> None:
        small, large = self.flux().cost(resolution=720), self.flux().cost(resolution=1080)
        assert small and large
        assert (small.amount, large.amount, small.currency) == (0.03, 0.045, "USD")
        assert self.flux(FLUX_MODEL="flux-kontext-max").at_once == 6


async def test_pictures_to_follow_are_kept_within_a_megapixel_for_each_is_billed(
    bench: Bench, loopback_vendors: None
) -> None:
    async with BFL(Quick()) as stand:
        painter = flux.Flux(KEY, base_url=stand.url)
        request = a_led_request(bench, "style", "character", lang="en")
        ticket = await painter.start(request, bench)
        sent = stand.asked[-1].body
        assert sent_picture(sent["input_image"]) == (1024, 512)
        assert sent_picture(sent["input_image_2"]) == (1024, 512)
        assert "Image 1 is for style alone" in sent["prompt"]
        assert "Image 2 is the main character" in sent["prompt"]
        cost = (await painter.collect(request, ticket, bench)).provenance.cost
    assert cost and cost.amount == pytest.approx(0.06)


@pytest.mark.parametrize(
    ("model", "most"),
    [("flux-2-pro", 8), ("flux-2-klein-4b", 4), ("flux-kontext-pro", 1), ("flux-pro-1.1", 0)],
)
def test_each_model_says_how_many_pictures_it_follows(model: str, most: int) -> None:
    found: list[Member] = []
    flux.register(found.append, {"BFL_API_KEY": KEY, "FLUX_MODEL": model})
    assert found[0].can.references == most == most_inputs(model)
