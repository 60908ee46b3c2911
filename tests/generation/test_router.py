"""Who is asked, in which order, and when the next one is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import pytest

from generation.errors import FALLBACK_ALLOWED, Kind, ProviderError
from generation.model import Brief, Lang, Storyboard, Wording
from generation.providers.contract import Bench, Member, Writer, frame_size
from generation.providers.router import ROLES, Roster
from generation.providers.routing.patience import Patience

HASTY = Patience(passing=(0.01, 0.01), busy=0.01, busy_seconds=0.03)


class Author:
    """A writer that answers with its own name, or fails in the given way."""

    def __init__(self, name: str, fails: Kind | None = None) -> None:
        self.name, self.fails, self.asked = name, fails, 0

    async def write(self, brief: Brief, bench: Bench) -> Storyboard:
        raise NotImplementedError

    async def translate(self, board: Storyboard, lang: Lang, bench: Bench) -> Wording:
        raise NotImplementedError

    async def inspire(self, topic: str, there: Sequence[str], lang: Lang) -> Sequence[str]:
        raise NotImplementedError

    async def enhance(self, idea: str, lang: Lang, style: str) -> str:
        self.asked += 1
        if self.fails:
            raise ProviderError(self.name, self.fails, "as told")
        return self.name


def roster(*authors: Author, order: str = "") -> Roster:
    members = [Member("writer", author, "m") for author in authors]
    return Roster(members, {"REELROOM_WRITER": order} if order else {}, HASTY)


async def enhanced(found: Roster) -> str:
    async def work(member: Member, _: int) -> str:
        return await cast(Writer, member.provider).enhance("idea", "en", "cinematic")

    return await found.ask("writer", work)


async def test_a_vendor_is_asked_before_the_local_crew() -> None:
    assert await enhanced(roster(Author("local"), Author("deepseek"))) == "deepseek"


async def test_the_configured_order_goes_before_everything() -> None:
    assert await enhanced(roster(Author("local"), Author("a"), Author("b"), order="b, a")) == "b"


def test_a_configured_name_that_is_not_there_is_an_error_that_quotes_it() -> None:
    with pytest.raises(ProviderError, match="REELROOM_WRITER names 'kling'"):
        roster(Author("local"), order="kling").of("writer")


@pytest.mark.parametrize("kind", list(Kind))
async def test_the_next_provider_is_asked_only_where_the_kind_allows_it(kind: Kind) -> None:
    second = Author("second")
    found = roster(Author("first", kind), second)
    if kind in FALLBACK_ALLOWED:
        assert await enhanced(found) == "second"
    else:
        with pytest.raises(ProviderError):
            await enhanced(found)
        assert second.asked == 0


def test_an_unknown_submit_never_falls_back_because_it_may_have_been_paid() -> None:
    assert Kind.UNKNOWN_SUBMIT not in FALLBACK_ALLOWED


def test_without_any_key_the_local_crew_fills_every_role_that_needs_no_extra() -> None:
    found = Roster.find({})
    assert {r: [m.provider.name for m in found.of(r)] for r in ROLES if r != "narrator"} == {
        r: ["local"] for r in ROLES if r != "narrator"
    }


@pytest.mark.parametrize(
    ("aspect", "size"),
    [("16:9", (1280, 720)), ("9:16", (720, 1280)), ("1:1", (720, 720)), ("4:3", (960, 720)),
     ("3:4", (720, 960))],
)  # fmt: skip
def test_frame_sizes_are_even_and_the_shorter_side_is_the_resolution(aspect, size) -> None:  # pyright: ignore
    assert frame_size(aspect, 720) == size


def test_a_provider_whose_settings_are_wrong_is_left_out_and_named() -> None:
    env = {"KLING_ACCESS_KEY": "a" * 9, "KLING_SECRET_KEY": "s" * 9, "KLING_MODE": "fast"}
    found = Roster.find(env)
    assert "KLING_MODE=fast" in found.faults["kling"]
    assert [m.provider.name for m in found.of("animator")] == ["local"]


def test_the_local_crew_stands_behind_every_vendor() -> None:
    found = Roster.find({"DASHSCOPE_API_KEY": "k" * 20, "DEEPSEEK_API_KEY": "k" * 20})
    assert [m.provider.name for m in found.of("writer")] == ["deepseek", "local"]
    assert [m.provider.name for m in found.of("animator")] == ["wan", "local"]
    assert [m.provider.name for m in found.of("animator", ["local"])] == ["local", "wan"]
