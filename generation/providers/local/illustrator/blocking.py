"""Who stands where: sizes, slots and facing of the subjects, so that none hides another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from generation.providers.local.illustrator.scene import OVERSCAN
from generation.providers.local.illustrator.sprites import Actor, Extent, actor, extent
from generation.providers.local.illustrator.stage import Ground, Site, Slot, Stage
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting, View

AFLOAT = frozenset(("boat", "ship", "lotus"))
SCENERY = frozenset(
    ("cherry_tree", "pine_tree", "maple_tree", "pagoda", "torii", "bridge", "house", "lighthouse", "windmill", "train", "ship", "moon")
)
TREES = frozenset(("cherry_tree", "pine_tree", "maple_tree"))
PERCHED = frozenset(("cat", "bird", "owl", "book", "cup", "flowers", "bouquet", "gift", "cake", "fruit", "camera", "watch", "cosmetics", "phone", "lantern", "product", "shoe", "noodles"))
MOVING = frozenset(("running", "walking", "flying"))
MOST = 6


@dataclass(frozen=True, slots=True)
class Stand:
    """One subject in its place: feet at (`x`, `y`) and 100 units tall in `scale` pixels per unit."""

    who: Actor
    pose: Pose
    x: float
    y: float
    scale: float
    depth: float
    on: Ground
    reach: Extent
    main: bool = False

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom in canvas pixels."""
        r, s = self.reach, self.scale
        return self.x + r.left * s, self.y + r.top * s, self.x + r.right * s, self.y + r.bottom * s


@dataclass(frozen=True, slots=True)
class Sight:
    """The part of the canvas that the camera shows at rest."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


def view(stage: Stage) -> Sight:
    edge = (1 - 1 / OVERSCAN) / 2
    w, h = stage.width, stage.height
    top = h * (edge + stage.headroom / OVERSCAN)
    return Sight(w * edge, top, w * (1 - edge), h * (1 - edge))


def actors(subjects: tuple[Sighting, ...]) -> list[Actor]:
    """Everyone who can be drawn, several of a kind apart; what somebody holds is not drawn twice."""
    held = {t for s in subjects if s.kind == "person" for t in s.traits}
    out = list[Actor]()
    for sighting in subjects:
        kind = sighting.kind.replace("-", "_")
        if kind in held and any(s.kind == "person" for s in subjects):
            continue
        for k in range(min(5, max(1, sighting.count))):
            if who := actor(sighting, f"{kind} {k}"):
                out.append(who)
    return out[:MOST]


def block(stage: Stage, site: Site, cast: list[Actor], light: Light) -> list[Stand]:
    """Stand the cast on the site for the stage's framing; the first is the one the shot is about."""
    if not cast:
        return []
    if stage.framing in ("close", "detail"):
        return [_close(stage, cast[0], light)]
    stands, free = list[Stand](), list(site.slots)
    for k, who in enumerate(cast):
        slot = _slot(who, free, main=k == 0)
        free = [s for s in free if s is not slot] or list(site.slots)
        stand = _stand(stage, site, who, slot, light, main=k == 0, first=stands[0] if stands else None)
        if placed := _settled(stage, stand, stands):
            stands.append(placed)
    return stands


def _slot(who: Actor, free: list[Slot], main: bool) -> Slot:
    wanted: tuple[Ground, ...]
    if who.drawing.FLOATS:
        wanted = ("air", "ground")
    elif who.kind in AFLOAT:
        wanted = ("water", "ground")
    elif who.kind in SCENERY and not main:
        wanted = ("ground", "far") if who.kind in TREES else ("far", "ground")
    elif who.kind in PERCHED:
        wanted = ("sill", "table", "ground") if who.kind in ("cat", "bird", "owl") else ("table", "sill", "ground")
    else:
        wanted = ("ground",)
    for on in (*wanted, "ground", "air", "water", "far", "sill", "table"):
        for slot in free:
            if slot.on == on:
                return slot
    raise LookupError("a site without slots")


def _pose(stage: Stage, who: Actor, x: float) -> Pose:
    """Look into the picture, move across it, and turn a little from shot to shot."""
    doing = who.sighting.traits
    rng = stage.shot("pose", who.name)
    inward: Literal[-1, 1] = 1 if x < stage.width / 2 else -1
    if doing & MOVING or who.kind in ("car", "train", "bicycle", "boat", "ship", "plane", "horse"):
        return Pose(facing=inward, view="side")
    views: list[View] = ["three-quarter", "three-quarter", "front"]
    if stage.framing == "wide" and who.kind == "person" and not doing & {"playing", "drinking", "reading", "dancing", "cooking", "singing"}:
        views = ["three-quarter", "back"] if stage.index else ["three-quarter"]
    if "looking" in doing and stage.framing == "wide":
        views = ["back"]
    return Pose(facing=inward, view=rng.choice(views), close=stage.framing in ("close", "detail"))


def _stand(stage: Stage, site: Site, who: Actor, slot: Slot, light: Light, main: bool, first: Stand | None) -> Stand:
    seen = view(stage)
    x, y = slot.x * stage.width, slot.y * stage.height
    pose = _pose(stage, who, x)
    reach = extent(who, pose, light, stage.seed)
    grown = slot.stature * stage.unit * 0.84
    power = 0.42 if main else 0.62
    tall = grown * min(5.0, who.drawing.HEIGHT) ** power
    if stage.framing == "medium":
        y, tall = _nearer(stage, site, who, y, tall, main)
    room = (y - seen.top) * 0.92 if slot.on != "air" else seen.height * 0.5
    scale = min(tall, room * 100 / max(100.0, -reach.top)) / 100
    scale = min(scale, seen.width * (0.62 if main else 0.4) / reach.width)
    if slot.on == "air":
        y += -reach.top * scale * 0.5
    behind = 0.02 if who.kind in TREES else 0.0
    return Stand(who, pose, x, y, scale, slot.depth - behind, slot.on, reach, main)


def _nearer(stage: Stage, site: Site, who: Actor, y: float, tall: float, main: bool) -> tuple[float, float]:
    """A medium shot: a person from the knees up, anything else half as large again."""
    seen = view(stage)
    step = 1.38
    y = stage.height * site.horizon + (y - stage.height * site.horizon) * step
    if who.kind == "person" and main and not who.drawing.FLOATS:
        seated = who.sighting.traits & {"sitting", "playing", "drinking", "reading", "sleeping"}
        tall = min(seen.height, seen.width * 1.25) * (0.62 if seated else 0.74)
        return min(y, seen.bottom - 0.02 * seen.height) + (0 if seated else tall * 0.16), tall
    return min(y, seen.bottom - 0.05 * seen.height), tall * step


def _close(stage: Stage, who: Actor, light: Light) -> Stand:
    """A close shot: head and shoulders of a person, all of anything else, large."""
    seen = view(stage)
    x = stage.width * stage.across(0.54)
    pose = replace(_pose(stage, who, x), close=True)
    pose = replace(pose, view="front" if pose.view == "back" else pose.view)
    reach = extent(who, pose, light, stage.seed)
    if who.kind == "person" and stage.framing == "close":
        seated = who.sighting.traits & {"sitting", "playing", "drinking", "reading"}
        tall = min(seen.height * 1.2, seen.width * 1.5) * (0.82 if seated else 1.15)
        scale = min(tall / 100, seen.width * 0.9 / reach.width)
        return Stand(who, pose, x, seen.top + 0.10 * seen.height - reach.top * scale, scale, 0.8, "ground", reach, True)
    high = reach.bottom - reach.top
    scale = min(seen.height * 0.66 / high, seen.width * 0.70 / reach.width)
    middle = x - (reach.left + reach.right) / 2 * scale
    if who.drawing.FLOATS:
        return Stand(who, pose, middle, seen.top + seen.height * 0.47 - (reach.top + reach.bottom) / 2 * scale, scale, 0.8, "air", reach, True)
    return Stand(who, pose, middle, seen.bottom - seen.height * 0.16, scale, 0.8, "table", reach, True)


def _settled(stage: Stage, stand: Stand, others: list[Stand]) -> Stand | None:
    """The stand moved and, if need be, shrunk until it is inside the view and hides nobody."""
    seen = view(stage)
    solid = [o for o in others if o.who.kind not in TREES]
    for shrink in (1.0, 0.88, 0.76, 0.64, 0.52):
        scaled = replace(stand, scale=stand.scale * shrink)
        left, _, right, _ = scaled.box
        half_left, half_right = scaled.x - left, right - scaled.x
        low, high = seen.left + half_left + 6, seen.right - half_right - 6
        if low > high:
            continue
        wanted = min(max(scaled.x, low), high)
        if stand.who.kind in TREES and not stand.main:
            return replace(scaled, x=wanted)
        steps = sorted((wanted, *(low + (high - low) * k / 24 for k in range(25))), key=lambda x: abs(x - wanted))
        for x in steps:
            moved = replace(scaled, x=x)
            if not any(_overlap(moved, other) for other in solid):
                return _facing_in(stage, moved)
    return None if others else replace(stand, x=stage.width / 2)


def _facing_in(stage: Stage, stand: Stand) -> Stand:
    inward: Literal[-1, 1] = 1 if stand.x < stage.width / 2 else -1
    return replace(stand, pose=replace(stand.pose, facing=inward)) if not stand.main else stand


def _overlap(a: Stand, b: Stand) -> bool:
    """Whether the two boxes meet, but for a narrow rim of air in each."""
    al, at, ar, ab = a.box
    bl, bt, br, bb = b.box
    slack = 0.06 * min(ar - al, br - bl)
    return al + slack < br and bl + slack < ar and at < bb and bt < ab
