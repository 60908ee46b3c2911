"""The illustrator: from a request and a reading to layers, the same every time."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from generation.model import ASPECTS, Aspect, Framing
from generation.providers.contract import PaintRequest
from generation.providers.local.illustrator import places
from generation.providers.local.illustrator.blocking import Stand, actors, block, view
from generation.providers.local.illustrator.casting import plan
from generation.providers.local.illustrator.compose import compose, staged
from generation.providers.local.illustrator.palette import light
from generation.providers.local.illustrator.scene import OVERSCAN
from generation.providers.local.illustrator.sprites import Actor
from generation.providers.local.illustrator.subjects import kinds
from generation.providers.local.illustrator.subjects.drawing import Drawing, Sighting
from generation.providers.local.reading import Reading
from generation.styles import styles
from tests.generation.local.easel import asked, flat

PLACES = [
    "city",
    "street",
    "sea",
    "lake",
    "forest",
    "bamboo",
    "mountains",
    "meadow",
    "desert",
    "sky",
    "space",
    "room",
    "teahouse",
    "temple",
    "garden",
    "village",
    "snowfield",
    "mural",
    "stage",
    "underwater",
    "market",
]
FRAMINGS: tuple[Framing, ...] = ("wide", "medium", "close", "detail")


def box_drawing(
    kind: str, width: float = 40.0, height: float = 1.0, floats: bool = False
) -> Drawing:
    """A drawing that is a plain upright box."""

    def draw(*_: object) -> str:
        return f'<rect x="{-width / 2}" y="-100" width="{width}" height="100" fill="#c03020"/>'

    made = SimpleNamespace(
        KIND=kind, HEIGHT=height, WIDTH=width, FLOATS=floats, PHASES=1, PERIOD=0.0, draw=draw
    )
    return cast(Drawing, made)


def stands(request: PaintRequest, place: str, cast_: list[Actor]) -> list[Stand]:
    reading = Reading(place=place, time="day")
    stage = staged(request, plan(reading, styles()["cinematic"], 5), styles()["cinematic"], 0.0)
    site = places.find(place).lay(stage)
    return block(stage, site, cast_, light(stage.tones, True))


def test_the_agreed_places_can_all_be_laid() -> None:
    assert set(PLACES) <= set(places.names())


@pytest.mark.parametrize("place", PLACES)
def test_every_place_fills_the_canvas_in_every_aspect(place: str) -> None:
    for aspect in ASPECTS:
        scene = compose(asked(aspect), Reading(place=place, subjects=(Sighting("cat"),)))
        picture = flat(scene)
        first = scene.layers[0]
        assert first.frames[0].shape[:2] == picture.shape[:2]
        assert first.frames[0][..., 3].min() == 255
        assert picture.std() > 12
        assert 1 < len(scene.layers) < 24


@pytest.mark.parametrize("time", ["dawn", "day", "sunset", "night"])
def test_every_hour_has_light_of_its_own(time: str) -> None:
    scene = compose(asked(), Reading(place="lake", time=time))
    assert 8 < flat(scene).mean() < 245


def test_the_same_request_gives_the_same_bytes() -> None:
    reading = Reading(place="garden", season="spring", subjects=(Sighting("lantern"),))
    one, two = compose(asked(), reading), compose(asked(), reading)
    assert [f.tobytes() for x in one.layers for f in x.frames] == [
        f.tobytes() for x in two.layers for f in x.frames
    ]
    assert [s.pixels.tobytes() for s in one.screens] == [s.pixels.tobytes() for s in two.screens]
    assert one.effects == two.effects


def test_shots_of_one_film_share_their_sky_and_differ_in_their_land() -> None:
    reading = Reading(place="mountains", time="sunset")
    one, two = compose(asked(index=0), reading), compose(asked(index=1), reading)
    assert np.array_equal(one.layers[0].frames[0], two.layers[0].frames[0])
    assert not np.array_equal(flat(one), flat(two))


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("framing", FRAMINGS)
def test_the_main_subject_is_in_view_with_its_head(aspect: Aspect, framing: Framing) -> None:
    who = Actor(Sighting("horse"), box_drawing("horse", 70, 1.2), "horse 0")
    request = asked(aspect, framing)
    (stand,) = stands(request, "meadow", [who])
    seen = view(
        staged(
            request,
            plan(Reading(place="meadow"), styles()["cinematic"], 5),
            styles()["cinematic"],
            0.0,
        )
    )
    left, top, right, bottom = stand.box
    assert seen.left - 1 <= left and right <= seen.right + 1
    assert top >= seen.top - 1
    assert bottom > seen.top + 0.5 * seen.height


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("place", ["sea", "room", "city", "meadow"])
def test_subjects_never_hide_each_other(aspect: Aspect, place: str) -> None:
    cast_ = [
        Actor(Sighting("person"), box_drawing("person"), "person 0"),
        Actor(Sighting("boat"), box_drawing("boat", 120, 1.0), "boat 0"),
        Actor(Sighting("cat"), box_drawing("cat", 60, 0.3), "cat 0"),
        Actor(Sighting("bird"), box_drawing("bird", 80, 0.3, floats=True), "bird 0"),
    ]
    placed = stands(asked(aspect), place, cast_)
    assert placed[0].who.kind == "person"
    for k, a in enumerate(placed):
        for b in placed[k + 1 :]:
            al, at, ar, ab = a.box
            bl, bt, br, bb = b.box
            across = min(ar, br) - max(al, bl)
            down = min(ab, bb) - max(at, bt)
            assert across <= 0.13 * min(ar - al, br - bl) or down <= 0


def test_somebody_who_holds_a_thing_does_not_stand_beside_it() -> None:
    holding = (Sighting("person", frozenset({"umbrella"})), Sighting("umbrella"))
    assert [a.kind for a in actors(holding) if a.kind == "umbrella"] == []


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_drawing_finds_a_home(kind: str) -> None:
    scene = compose(asked(), Reading(subjects=(Sighting(kind),)))
    assert any(layer.subject for layer in scene.layers) or kind == "moon"


def test_an_unknown_idea_is_a_picture_led_by_its_title() -> None:
    scene = compose(asked(), Reading())
    bare = compose(replace(asked(), title=""), Reading())
    assert len(scene.screens) == len(bare.screens) + 1
    title = scene.screens[-1].pixels[..., 3]
    assert title[: round(scene.height * 0.85)].any()
    assert not title[round(scene.height * 0.85) :].any()


def test_a_walker_crosses_the_picture_and_stays_in_it() -> None:
    who = Sighting("fox", frozenset({"running"}))
    if "fox" not in kinds():
        pytest.skip("nobody has drawn a fox yet")
    scene = compose(asked(), Reading(place="meadow", subjects=(who,)))
    (walker,) = (layer for layer in scene.layers if layer.subject)
    assert walker.motion and walker.motion.kind == "walk"
    width = scene.width * OVERSCAN
    inset = width * (1 - 1 / OVERSCAN) / 2
    for t in (0.0, 4.0):
        left = walker.left + walker.motion.x * t
        assert left > inset - width * 0.06
        assert left + walker.frames[0].shape[1] < width - inset + width * 0.06
