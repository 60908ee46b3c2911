"""Who a person is: the same in every shot, from the random stream, unless the prompt says more."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TypeVar

from generation.providers.local.illustrator.subjects import _body
from generation.providers.local.illustrator.subjects._body import Build
from generation.providers.local.illustrator.subjects._shapes import chosen, mix
from generation.providers.local.illustrator.subjects.drawing import Sighting

ROLES = (
    "fairy",
    "astronaut",
    "monk",
    "knight",
    "chef",
    "elder",
    "child",
    "girl",
    "boy",
    "woman",
    "man",
)
OUTFITS = ("hanfu", "kimono", "dress", "coat", "suit", "casual", "armour", "spacesuit")
_UNIFORMS = {
    "fairy": "silks",
    "astronaut": "spacesuit",
    "monk": "kasaya",
    "knight": "armour",
    "chef": "whites",
}
_BUILDS = {
    "child": (_body.CHILD, _body.CHILD),
    "girl": (_body.GIRL, _body.GIRL),
    "boy": (_body.BOY, _body.BOY),
    "elder": (_body.ELDER, _body.ELDER),
}

T = TypeVar("T")
Dye = tuple[str, str, str]
"""Cloth, second cloth, accent."""

_SKINS = ("#fbdcc4", "#f6cfb2", "#f3c6a5", "#e9b48e", "#d89b72", "#a9714b")
_HAIRS = ("#221c26", "#2b2028", "#3a2722", "#4d3026", "#6b4029", "#8a5a35")
_GREYS = ("#e9e6e2", "#cfcbca", "#b9b4b6")
_EYES = ("#5a3a28", "#46302a", "#3f4a5c", "#57663f", "#6a4a2c")
_DYES: dict[str, tuple[Dye, ...]] = {
    "hanfu": (
        ("#f2a9ab", "#fdf1e7", "#c4495f"),
        ("#8fc3bb", "#f5f4e6", "#2c7a80"),
        ("#b9a2dc", "#f3ecfa", "#6a4fa2"),
        ("#f0b45f", "#fdf0d5", "#b8452f"),
        ("#7fa8d6", "#eef3f8", "#34558f"),
    ),
    "robe": (
        ("#3f5f7d", "#e9e3d3", "#c8a15a"),
        ("#5c7262", "#ece6d2", "#b8763f"),
        ("#e8e2d3", "#7d97a0", "#3d5560"),
        ("#7a4a52", "#efe2cf", "#c9a25c"),
    ),
    "kimono": (
        ("#d8616f", "#fbe9dc", "#e8b04a"),
        ("#3f5a94", "#f0ead9", "#d9806a"),
        ("#6b4f8f", "#f4e6ec", "#e3b456"),
        ("#5f9b8c", "#f7efe0", "#c8546a"),
    ),
    "dress": (
        ("#e8736a", "#fff0e0", "#f7c65c"),
        ("#f2c14e", "#fff6e2", "#d9663f"),
        ("#5d9bb8", "#f3f6f2", "#f0a36b"),
        ("#7d9b62", "#fbf3df", "#e08a5c"),
        ("#c96f93", "#fdeef0", "#7a3f66"),
    ),
    "coat": (
        ("#e0a93b", "#3a4763", "#f6ead0"),
        ("#c94f4a", "#353a50", "#f7e3c2"),
        ("#4f7fa8", "#3a3a48", "#f4c86a"),
        ("#5c8b63", "#3b3f52", "#f2dcc0"),
        ("#b98a62", "#41404e", "#d9695a"),
    ),
    "suit": (
        ("#2f3d5a", "#f6f3ec", "#b8433f"),
        ("#474b57", "#f7f5f0", "#3d7396"),
        ("#6a5a4c", "#f8f1e4", "#8a3f3a"),
    ),
    "casual": (
        ("#ef8354", "#3d5a80", "#fff3df"),
        ("#4f9d8f", "#4a4e69", "#fdf0d8"),
        ("#e4c052", "#49618c", "#fff8ea"),
        ("#7f8fc9", "#43465c", "#f8efe2"),
        ("#d9626d", "#4b5a78", "#fdeee0"),
    ),
    "armour": (("#b9c2cf", "#7d2f3a", "#d9b25c"), ("#aeb6bd", "#2f4f86", "#d9b25c")),
    "spacesuit": (("#f1f2f4", "#e0703f", "#4a90c2"), ("#f4f1ea", "#3f7fbf", "#e0a33f")),
    "silks": (
        ("#d9694a", "#3f9c8e", "#e8b84f"),
        ("#3f8fa0", "#d9744f", "#efc25c"),
        ("#c8564f", "#4f7fb0", "#f0c05a"),
    ),
    "kasaya": (("#d9822f", "#8a3b2a", "#f0c25c"), ("#c8702a", "#6f3a34", "#e8c070")),
    "whites": (("#fbf9f4", "#39404f", "#cf4a3f"),),
}

HERS = (
    "long-bangs",
    "bob-bangs",
    "long-middle",
    "ponytail-swept",
    "braids-middle",
    "bob-swept",
)
HIS = ("short-tousled", "short-swept", "short-bowl")


@dataclass(frozen=True, slots=True)
class Persona:
    """`hairdo` is length-fringe; `outfit` a name of `_DYES`."""

    role: str
    female: bool
    build: Build
    skin: str
    hair: str
    hairdo: str
    eyes: str
    outfit: str
    cloth: str
    second: str
    accent: str
    motif: int

    @property
    def young(self) -> bool:
        return self.build in (_body.CHILD, _body.GIRL, _body.BOY)


def cast(sighting: Sighting, rng: Random) -> Persona:
    """Who `sighting` is. The stream is asked in a fixed order, so that one trait more or less
    changes only what it says."""
    luck = [rng.random() for _ in range(9)]
    role = next((r for r in ROLES if r in sighting.traits), "woman" if luck[0] < 0.55 else "man")
    female = _female(role, sighting.traits, luck[1])
    outfit = _outfit(role, female, sighting.traits, luck[2])
    dye = _pick(_DYES[outfit], luck[3])
    cloth = chosen(sighting, dye[0], "outfit", "clothes", outfit, *OUTFITS, "")
    second = (
        dye[1]
        if cloth == dye[0] or outfit in {"coat", "suit", "casual", "whites"}
        else mix(cloth, "#fff6ea", 0.8)
    )
    hair = _pick(_GREYS if role == "elder" else _HAIRS, luck[4])
    return Persona(
        role=role,
        female=female,
        build=_BUILDS.get(role, (_body.WOMAN, _body.MAN))[0 if female else 1],
        skin=chosen(
            sighting,
            _pick(
                _SKINS[:4] if outfit in {"hanfu", "robe", "kimono", "silks"} else _SKINS, luck[5]
            ),
            "skin",
        ),
        hair=chosen(sighting, hair, "hair"),
        hairdo=_hairdo(role, female, outfit, luck[6]),
        eyes=chosen(sighting, _pick(_EYES, luck[7]), "eyes"),
        outfit=outfit,
        cloth=cloth,
        second=second,
        accent=chosen(sighting, dye[2], "scarf", "sash"),
        motif=int(luck[8] * 3),
    )


def _pick(things: tuple[T, ...], luck: float) -> T:
    return things[int(luck * len(things))]


def _female(role: str, traits: frozenset[str], luck: float) -> bool:
    if role in {"girl", "woman", "fairy"} or traits & {"girl", "woman"}:
        return True
    if role in {"boy", "man", "monk", "knight", "chef", "astronaut"} or traits & {"boy", "man"}:
        return False
    return luck < 0.5


def _outfit(role: str, female: bool, traits: frozenset[str], luck: float) -> str:
    if role in _UNIFORMS:
        return _UNIFORMS[role]
    worn = next((o for o in OUTFITS if o in traits), "")
    if "guqin" in traits and not worn:
        worn = "hanfu"
    if worn == "hanfu":
        return "hanfu" if female else "robe"
    if worn == "dress" and not female:
        return "casual"
    return worn or _pick(
        ("coat", "dress", "casual", "coat") if female else ("coat", "casual"), luck
    )


def _hairdo(role: str, female: bool, outfit: str, luck: float) -> str:
    if outfit in {"silks", "kasaya"}:
        return "loops-drawn" if outfit == "silks" else "shaven"
    if outfit == "hanfu":
        return "crown-middle" if luck < 0.6 else "crown-bangs"
    if outfit == "robe":
        return "topknot-drawn"
    if outfit == "kimono" and female:
        return "chignon-swept"
    if role == "elder":
        return "chignon-swept" if female else "short-receding"
    if role == "child":
        return _pick(
            ("buns-bangs", "bob-bangs") if female else ("short-bowl", "short-tousled"), luck
        )
    return _pick(HERS if female else HIS, luck)
