"""What a film needs is fitted to what a vendor can do."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from generation.model import Aspect, Cost
from generation.providers.contract import Capabilities, Member, Price, Provider
from generation.providers.routing.fitting import (
    able_first,
    fit_aspect,
    fit_resolution,
    fit_seconds,
)

SOMEBODY = cast(Provider, cast(Any, SimpleNamespace(name="somebody")))


@pytest.mark.parametrize(
    ("wanted", "lengths", "ordered"),
    [(4.2, (5, 10), 5), (5.04, (5, 10), 5), (6, (5, 10), 10), (12, (5, 10), 10), (3.3, (), 3.3)],
)
def test_the_shortest_length_that_is_enough_is_ordered(
    wanted: float, lengths: tuple[float, ...], ordered: float
) -> None:
    assert fit_seconds(wanted, Capabilities(seconds=lengths)) == ordered


@pytest.mark.parametrize(
    ("wanted", "sides", "ordered"),
    [(720, (480, 1080), 1080), (540, (480, 1080), 480), (1080, (480, 720), 720), (720, (), 720)],
)
def test_the_smallest_resolution_that_is_nearly_enough_is_ordered(
    wanted: int, sides: tuple[int, ...], ordered: int
) -> None:
    assert fit_resolution(wanted, Capabilities(resolutions=sides)) == ordered


@pytest.mark.parametrize(
    ("wanted", "ordered"), [("16:9", "16:9"), ("4:3", "16:9"), ("3:4", "9:16"), ("9:16", "9:16")]
)
def test_the_nearest_shape_is_ordered(wanted: Aspect, ordered: Aspect) -> None:
    assert fit_aspect(wanted, Capabilities(aspects=frozenset(("16:9", "9:16")))) == ordered


def test_vendors_that_can_do_the_shape_are_asked_before_those_that_cannot() -> None:
    wide = Capabilities(aspects=frozenset(("16:9",)))
    first = Member("animator", SOMEBODY, "wide", can=wide, remote=True)
    second = Member("animator", SOMEBODY, "any", remote=True)
    ours = Member("animator", SOMEBODY, "ours")
    models = [member.model for member in able_first([first, second, ours], "1:1")]
    assert models == ["any", "wide", "ours"]
    models = [member.model for member in able_first([ours, first, second], "16:9")]
    assert models == ["ours", "wide", "any"]


def test_vendors_that_follow_more_of_the_pictures_are_asked_first_but_for_the_one_named() -> None:
    def member(name: str, references: int) -> Member:
        who = cast(Provider, cast(Any, SimpleNamespace(name=name)))
        return Member("painter", who, name, can=Capabilities(references=references), remote=True)

    none, one, many = member("none", 0), member("one", 1), member("many", 8)
    local = Member("painter", SOMEBODY, "local", can=Capabilities(references=4))
    crowd = [none, one, many, local]

    def asked(**wanted: Any) -> list[str]:
        return [m.model for m in able_first(crowd, "16:9", **wanted)]

    assert asked(references=2) == ["many", "one", "none", "local"]
    assert asked(references=1) == ["one", "many", "none", "local"]
    assert asked(references=2, named=("none",)) == ["none", "many", "one", "local"]
    assert asked() == ["none", "one", "many", "local"]


def test_an_animator_that_can_end_at_a_picture_goes_first_where_there_is_one() -> None:
    opens = Member("animator", SOMEBODY, "opens", remote=True)
    ends = Member("animator", SOMEBODY, "ends", can=Capabilities(last_frame=True), remote=True)
    assert [m.model for m in able_first([opens, ends], "1:1", last=True)] == ["ends", "opens"]


def test_a_price_for_the_resolution_goes_before_the_general_one() -> None:
    tariff = (
        Price(0.1, "USD", "second", "nowhere", "assumed"),
        Price(0.5, "USD", "second", "nowhere", "assumed", resolution=1080),
    )
    member = Member("animator", SOMEBODY, "m", tariff=tariff)
    assert member.cost(5, 1080) == Cost(amount=2.5, currency="USD")
    assert member.cost(5, 720) == Cost(amount=0.5, currency="USD")
    assert Member("animator", SOMEBODY, "m").cost(5, 720) is None
