"""What every maker of pictures and clips has to stand, whoever the vendor is.

class TestWan(MakerSuite):
    vendor, module, role, name = DashScope, wan, "animator", "wan"
    submits = {"throttled": (Fault("submit", status=429, body={…}), Kind.BUSY), …}
    ends = {"moderated output": (("refused", "DataInspectionFailed", "…"), Kind.…), …}

    def env(self, url): return {"DASHSCOPE_API_KEY": KEY, "DASHSCOPE_BASE_URL": url}
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar, Literal, cast

import av
import pytest
from PIL import Image

from bot.shelf import MediaShelf
from generation import secrets
from generation.errors import Kind, ProviderError
from generation.model import Clip, Keyframe, Provenance, Reference, Role, Shot, Ticket
from generation.providers.contract import (
    AnimateRequest,
    Bench,
    Maker,
    Member,
    PaintRequest,
    Reconciles,
    Unsure,
)
from storage.files import Files
from tests.servers.media import Quick
from tests.servers.stand import Fault, Outcome, Stand

KEY = "sk-invented-key-of-the-suite"
PROMPT = "一只机械狐狸在未来城市奔跑, neon rim light, 35mm"
NEGATIVE = "blurry, watermark"
End = tuple[Outcome, str, str]


def a_bench(folder: Path, order: str = "job.s0.animate.0") -> Bench:
    """A bench with a shelf of its own."""
    scratch = folder / "scratch"
    scratch.mkdir(exist_ok=True)
    shelf = MediaShelf(Files(folder / "media", 10**9, 30))
    return Bench(shelf, scratch, lambda done, of: None, order)


def a_paint_request(**changes: Any) -> PaintRequest:
    """One keyframe, 16:9 at 720."""
    request = PaintRequest(
        prompt=PROMPT,
        negative=NEGATIVE,
        seed=7,
        width=1280,
        height=720,
        aspect="16:9",
        lang="zh",
        style="cyberpunk",
        look="illustration",
        framing="wide",
        characters=(),
        index=0,
        total=1,
        title="狐",
        camera="push-in",
        seconds=5.0,
    )
    return replace(request, **changes)


def a_keyframe(bench: Bench, width: int = 1280, height: int = 720) -> Keyframe:
    """A picture on the shelf."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, "PNG")
    path = bench.scratch / "keyframe.png"
    path.write_bytes(out.getvalue())
    made = Provenance(provider="local", model="m", seed=7)
    file = bench.shelf.keep(path, "image/png")
    return Keyframe(file=file, width=width, height=height, provenance=made)


def a_led_request(
    bench: Bench, *kinds: Literal["character", "style"], **changes: Any
) -> PaintRequest:
    """One keyframe that follows large pictures of these kinds."""
    picture = a_keyframe(bench, 3000, 1500)
    references = tuple(Reference(kind=kind, picture=picture) for kind in kinds)
    return a_paint_request(references=references, **changes)


def an_animate_request(bench: Bench, **changes: Any) -> AnimateRequest:
    """One clip of five seconds at 720."""
    request = AnimateRequest(
        keyframe=a_keyframe(bench),
        paint=a_paint_request(),
        shot=Shot(prompt=PROMPT, camera="push-in", seconds=5.0),
        width=1280,
        height=720,
        seconds=5.0,
        resolution=720,
    )
    return replace(request, **changes)


@pytest.mark.usefixtures("loopback_vendors")
class MakerSuite:
    """Subclass it with a vendor; see the top of the file."""

    vendor: ClassVar[type[Stand]]
    module: ClassVar[ModuleType]  # has `register`
    role: ClassVar[Role]  # "painter" or "animator"
    name: ClassVar[str]  # the provider's
    submits: ClassVar[Mapping[str, tuple[Fault, Kind]]] = {}
    ends: ClassVar[Mapping[str, tuple[End, Kind]]] = {}
    synchronous: ClassVar[bool] = False  # the answer to the submit is the result: nothing is polled
    inline: ClassVar[bool] = False  # results come inside an answer, not from an address
    cancels: ClassVar[bool] = True  # the vendor can be asked to stop

    def env(self, url: str) -> dict[str, str]:
        """What an operator would set."""
        raise NotImplementedError

    # What tests are given

    @pytest.fixture
    async def stand(self) -> AsyncIterator[Stand]:
        async with self.vendor(Quick()) as stand:
            yield stand

    def member(self, url: str) -> Member:
        """The member that the vendor's file registers."""
        found: list[Member] = []
        env = {**self.env(url), "REELROOM_POLL_SECONDS": "0.02", "REELROOM_ALLOW_LOOPBACK": "1"}
        secrets.remember(env)
        self.module.register(found.append, env)
        members = [m for m in found if m.role == self.role and m.provider.name == self.name]
        assert len(members) == 1, f"{self.name} registers once as {self.role}"
        return members[0]

    def maker(self, url: str) -> Maker[Any, Any]:
        return cast(Maker[Any, Any], self.member(url).provider)

    def request(self, bench: Bench) -> Any:
        """What is ordered."""
        return a_paint_request() if self.role == "painter" else an_animate_request(bench)

    async def made(self, stand: Stand, bench: Bench) -> Keyframe | Clip:
        """An order from its start to its end."""
        maker, request = self.maker(stand.url), self.request(bench)
        ticket = await maker.start(request, bench)
        return await maker.collect(request, ticket, bench)

    def submitted(self, stand: Stand) -> int:
        """How many orders the vendor took."""
        return len(stand.tasks)

    # What has to hold

    def test_nothing_is_registered_without_a_key(self) -> None:
        found: list[Member] = []
        self.module.register(found.append, {})
        assert not [m for m in found if m.provider.name == self.name]

    async def test_it_says_what_it_can_do(self, stand: Stand) -> None:
        member = self.member(stand.url)
        assert member.remote, "orders of vendors are written down"
        assert member.model
        assert member.can.aspects
        assert list(member.can.seconds) == sorted(member.can.seconds)
        assert list(member.can.resolutions) == sorted(member.can.resolutions)
        if self.role == "animator":
            assert member.can.seconds, "no vendor makes clips of any length"

    async def test_an_order_becomes_a_file_with_its_provenance(
        self, stand: Stand, bench: Bench
    ) -> None:
        result = await self.made(stand, bench)
        assert result.provenance.provider == self.name
        assert result.provenance.model == self.member(stand.url).model
        assert result.provenance.seed == 7
        assert result.provenance.prompt
        assert result.file
        with av.open(str(bench.shelf.path(result.file))) as box:
            frame = next(box.decode(video=0))
        assert frame.width > 32
        if isinstance(result, Keyframe):
            assert (frame.width, frame.height) == (result.width, result.height)
        else:
            assert result.seconds > 0.5
        assert self.submitted(stand) == 1

    async def test_the_prompt_is_sent_and_the_key_only_as_a_credential(
        self, stand: Stand, bench: Bench
    ) -> None:
        await self.made(stand, bench)
        bodies = [str(asked.body) for asked in stand.asked]
        assert any("机械狐狸" in body for body in bodies)
        for asked in stand.asked:
            assert KEY not in asked.path
            assert KEY not in str(asked.body)
            assert KEY not in str(asked.query)

    async def test_after_a_restart_the_ticket_leads_to_the_result_without_a_second_order(
        self, stand: Stand, bench: Bench
    ) -> None:
        request = self.request(bench)
        ticket = await self.maker(stand.url).start(request, bench)
        remembered = Ticket.model_validate_json(ticket.model_dump_json())
        result = await self.maker(stand.url).collect(request, remembered, bench)
        assert result.file
        again = await self.maker(stand.url).collect(request, remembered, bench)
        assert again.file == result.file
        assert self.submitted(stand) == 1

    async def test_a_cancelled_order_ends_and_cancelling_is_never_an_error(
        self, stand: Stand, bench: Bench
    ) -> None:
        if not self.synchronous:
            stand.seconds = 30
        maker, request = self.maker(stand.url), self.request(bench)
        ticket = await maker.start(request, bench)
        await maker.cancel(ticket)
        await maker.cancel(ticket)
        if self.cancels and not self.synchronous:
            with pytest.raises(ProviderError) as caught:
                async with asyncio.timeout(5):
                    await maker.collect(request, ticket, bench)
            assert caught.value.kind in (Kind.FAILED, Kind.LOST)

    async def test_every_refusal_of_an_order_has_its_meaning(
        self, stand: Stand, bench: Bench
    ) -> None:
        assert self.submits, "which refusals the vendor knows"
        request = self.request(bench)
        for label, (fault, kind) in self.submits.items():
            stand.plant(replace(fault))
            with pytest.raises(ProviderError) as caught:
                await self.maker(stand.url).start(request, bench)
            assert caught.value.kind == kind, f"{label}: {caught.value}"
            assert caught.value.provider == self.name
            assert caught.value.detail, "the operator reads the vendor's own words"
            assert not stand.faults

    async def test_every_bad_end_of_a_task_has_its_meaning(
        self, stand: Stand, bench: Bench
    ) -> None:
        assert self.ends or self.synchronous, "how the vendor's tasks can end"
        for label, (end, kind) in self.ends.items():
            stand.bad(*end)
            with pytest.raises(ProviderError) as caught:
                await self.made(stand, bench)
            assert caught.value.kind == kind, f"{label}: {caught.value}"

    async def test_throttling_says_how_long_to_wait(self, stand: Stand, bench: Bench) -> None:
        throttled = [f for f, kind in self.submits.values() if kind == Kind.BUSY and f.status]
        assert throttled, "every vendor throttles"
        stand.plant(replace(throttled[0], headers={"Retry-After": "7"}))
        with pytest.raises(ProviderError) as caught:
            await self.maker(stand.url).start(self.request(bench), bench)
        assert caught.value.kind == Kind.BUSY
        assert caught.value.retry_after == 7

    async def test_a_key_that_the_vendor_repeats_stays_out_of_the_error(
        self, stand: Stand, bench: Bench
    ) -> None:
        stand.plant(Fault("submit", status=401, body={"message": f"bad key {KEY}", "code": KEY}))
        with pytest.raises(ProviderError) as caught:
            await self.maker(stand.url).start(self.request(bench), bench)
        assert caught.value.kind == Kind.ACCOUNT
        assert KEY not in str(caught.value) + repr(caught.value) + repr(caught.value.args)

    async def test_an_order_whose_answer_is_lost_is_not_repeated(
        self, stand: Stand, bench: Bench
    ) -> None:
        stand.plant(Fault("submit", cut=True, taken=True))
        with pytest.raises(ProviderError) as caught:
            await self.maker(stand.url).start(self.request(bench), bench)
        assert caught.value.kind == Kind.UNKNOWN_SUBMIT
        assert self.submitted(stand) == 1

    @pytest.mark.parametrize("status", [502, 504])
    async def test_a_gateway_that_gave_up_leaves_the_outcome_open(
        self, stand: Stand, bench: Bench, status: int
    ) -> None:
        stand.plant(Fault("submit", status=status, body="<html>Bad Gateway</html>"))
        with pytest.raises(ProviderError) as caught:
            await self.maker(stand.url).start(self.request(bench), bench)
        assert caught.value.kind == Kind.UNKNOWN_SUBMIT

    async def test_a_vendor_that_cannot_be_reached_took_nothing(
        self, unused_tcp_port: int, bench: Bench
    ) -> None:
        with pytest.raises(ProviderError) as caught:
            await self.maker(f"http://127.0.0.1:{unused_tcp_port}").start(
                self.request(bench), bench
            )
        assert caught.value.kind == Kind.PASSING

    async def test_an_unknown_order_is_found_again_where_the_vendor_can_say(
        self, stand: Stand, bench: Bench
    ) -> None:
        maker, request = self.maker(stand.url), self.request(bench)
        if not isinstance(maker, Reconciles):
            pytest.skip(f"{self.name} cannot be asked")
        finder = cast(Reconciles[Any], maker)
        since = datetime.now(UTC) - timedelta(seconds=1)
        unsure = Unsure(bench.order, since, frozenset())
        assert await finder.find(request, unsure) is None, "nothing was ordered yet"
        stand.plant(Fault("submit", cut=True, taken=True))
        with pytest.raises(ProviderError):
            await maker.start(request, bench)
        ticket = await finder.find(request, unsure)
        assert ticket
        assert (await maker.collect(request, ticket, bench)).file
        assert self.submitted(stand) == 1

    async def test_polling_outlives_hiccups_of_the_vendor(self, stand: Stand, bench: Bench) -> None:
        if self.synchronous:
            pytest.skip("nothing is polled")
        stand.plant(Fault("poll", times=2, status=503, body={"message": "oops"}))
        stand.plant(Fault("poll", cut=True), Fault("poll", status=429, body={"message": "slow"}))
        assert (await self.made(stand, bench)).file

    async def test_a_result_that_breaks_off_is_continued(self, stand: Stand, bench: Bench) -> None:
        if self.inline:
            pytest.skip("results come inside the answer")
        stand.plant(Fault("result", truncate=True))
        assert (await self.made(stand, bench)).file
        ranges = [a.headers["Range"] for a in stand.asked if "Range" in a.headers]
        assert ranges, "the second try continued the first"

    async def test_an_expired_address_is_a_lost_result(self, stand: Stand, bench: Bench) -> None:
        if self.inline:
            pytest.skip("results come inside the answer")
        stand.plant(Fault("result", status=404))
        with pytest.raises(ProviderError) as caught:
            await self.made(stand, bench)
        assert caught.value.kind == Kind.LOST

    async def test_a_result_of_another_kind_is_not_kept(self, stand: Stand, bench: Bench) -> None:
        if self.inline:
            pytest.skip("results come inside the answer")
        page = b"<html>sorry</html>" * 50
        stand.plant(Fault("result", bytes=page, mime="text/html"))
        with pytest.raises(ProviderError) as caught:
            await self.made(stand, bench)
        assert caught.value.kind == Kind.LOST
        assert not list(bench.scratch.glob("fetch-*")), "nothing is left lying about"
