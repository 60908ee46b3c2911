"""A person is recognisable from shot to shot, whatever they do and however we see them."""

from __future__ import annotations

from itertools import product
from random import Random
from xml.etree import ElementTree

import pytest

from generation.providers.local.illustrator.subjects import person
from generation.providers.local.illustrator.subjects._cast import cast
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting, View

ROLES = [
    "girl",
    "boy",
    "woman",
    "man",
    "elder",
    "child",
    "fairy",
    "astronaut",
    "monk",
    "knight",
    "chef",
]
OUTFITS = ["hanfu", "kimono", "dress", "coat", "suit", "casual", "armour", "spacesuit"]
HOLDS = [
    "umbrella",
    "guqin",
    "guitar",
    "lantern",
    "book",
    "fan",
    "sword",
    "flower",
    "cup",
    "camera",
]
DOES = [
    "standing",
    "walking",
    "running",
    "sitting",
    "dancing",
    "playing",
    "drinking",
    "reading",
    "waving",
    "looking",
    "sleeping",
    "flying",
    "cooking",
    "singing",
]
VIEWS: tuple[View, ...] = ("front", "back", "side", "three-quarter")
EVEN = Light(amount=0.0)


def drawn(*traits: str, view: View = "three-quarter", phase: float = 0.2, seed: int = 6) -> str:
    sighting = Sighting("person", frozenset(traits))
    return person.draw(sighting, Pose(phase=phase, view=view), EVEN, Random(seed))


@pytest.mark.parametrize(("role", "does"), list(product(ROLES, DOES)))
def test_every_calling_can_do_everything_from_every_side(role: str, does: str) -> None:
    for view in VIEWS:
        ElementTree.fromstring(f"<svg>{drawn(role, does, view=view)}</svg>")


@pytest.mark.parametrize(("outfit", "held"), list(product(OUTFITS, HOLDS)))
def test_every_outfit_can_hold_everything(outfit: str, held: str) -> None:
    bare, full = drawn("woman", outfit), drawn("woman", outfit, held)
    ElementTree.fromstring(f"<svg>{full}</svg>")
    assert bare != full


@pytest.mark.parametrize("does", [d for d in DOES if d != "sleeping"])
def test_a_person_wears_the_same_colours_in_every_pose_and_view(does: str) -> None:
    who = cast(Sighting("person", frozenset({"girl", "coat"})), Random(6))
    for view in VIEWS:
        picture = drawn("girl", "coat", does, view=view)
        assert who.cloth in picture and who.skin in picture and who.hair in picture


def test_what_somebody_does_never_changes_who_they_are() -> None:
    def who(*traits: str) -> object:
        return cast(Sighting("person", frozenset({"woman", *traits})), Random(11))

    assert who() == who("walking") == who("reading", "book") == who("umbrella")


def test_different_streams_draw_different_people() -> None:
    people = {cast(Sighting("person", frozenset({"woman"})), Random(s)) for s in range(12)}
    assert len(people) > 8


def test_a_colour_in_the_sentence_wins() -> None:
    sighting = Sighting(
        "person", frozenset({"girl", "umbrella"}), {"umbrella": "#12AB34", "hair": "#ff0000"}
    )
    picture = person.draw(sighting, Pose(), EVEN, Random(1))
    assert "#12ab34" in picture and "#ff0000" in picture


def test_an_elder_is_grey_and_a_monk_has_no_hair() -> None:
    elder = cast(Sighting("person", frozenset({"elder"})), Random(3))
    monk = cast(Sighting("person", frozenset({"monk"})), Random(3))
    assert elder.hair in {"#e9e6e2", "#cfcbca", "#b9b4b6"}
    assert monk.hairdo == "shaven"


def test_a_closeup_shows_more_of_a_face() -> None:
    far, near = (
        person.draw(Sighting("person"), Pose(close=close), EVEN, Random(5))
        for close in (False, True)
    )
    assert len(near) > len(far)


def test_somebody_who_walks_keeps_a_foot_on_the_ground() -> None:
    from generation.providers.local.illustrator.subjects._body import ANKLE, WOMAN, stand
    from generation.providers.local.illustrator.subjects._poses import walking

    for i in range(16):
        body = stand(WOMAN, walking(i / 16), "side")
        lowest = max(leg.end[1] + max(0.0, leg.tip[1]) for leg in (body.near_leg, body.far_leg))
        assert lowest == pytest.approx(-ANKLE, abs=0.6)
