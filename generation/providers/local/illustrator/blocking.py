"""Who stands where: sizes, slots and facing of the subjects, so that none hides another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from generation.providers.local.illustrator.framing import enlargement
from generation.providers.local.illustrator.scene import OVERSCAN
from generation.providers.local.illustrator.sprites import Actor, Extent, actor, extent
from generation.providers.local.illustrator.stage import Ground, Site, Slot, Stage
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting, View

AFLOAT = frozenset(("boat", "ship", "lotus"))
SCENERY = frozenset(
    (
        "cherry_tree",
        "pine_tree",
        "maple_tree",
        "pagoda",
        "torii",
        "bridge",
        "house",
        "lighthouse",
        "windmill",
        "train",
        "ship",
        "moon",
    )
)
TREES = frozenset(("cherry_tree", "pine_tree", "maple_tree"))
ANIMALS = frozenset(("cat", "bird", "owl"))
THINGS = frozenset(
    (
        "book",
        "cup",
        "flowers",
        "bouquet",
        "gift",
        "cake",
        "fruit",
        "camera",
        "watch",
        "cosmetics",
        "phone",
        "lantern",
        "product",
        "shoe",
        "noodles",
    )
)
PERCHED = ANIMALS | THINGS
HANDS = frozenset(
    ("umbrella", "guqin", "guitar", "lantern", "book", "cup", "camera", "flowers", "kite")
)
CREATURES = frozenset(
    (
        "person",
        "cat",
        "dog",
        "fox",
        "panda",
        "rabbit",
        "deer",
        "bear",
        "horse",
        "crane",
        "owl",
        "robot",
        "bird",
        "snowman",
    )
)
SEATED = frozenset(("sitting", "playing", "drinking", "reading", "sleeping"))
MOVING = frozenset(("running", "walking", "flying"))
MOST = 6
BODY = 84.0  # units of a person's width that a close shot keeps whole
LEDGE = 0.80  # where the top of a ledge lies, in parts of the canvas' height


@dataclass(frozen=True, slots=True)
class Stand:
    """One subject in its place: feet at (`x`, `y`), `scale` pixels per drawing unit."""

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
    def ledge(self) -> bool:
        """Whether a small thing needs something to stand on in front of the place."""
        return self.main and self.on == "ground" and self.who.kind in THINGS | HANDS - SCENERY

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
    """Everyone who can be drawn, one by one; what somebody holds is not drawn twice."""
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
    """Stand the cast on the site for the stage's framing; the shot is about the first."""
    if not cast:
        return []
    if stage.framing in ("close", "detail"):
        return [_close(stage, site, cast[0], light)]
    stands, free = list[Stand](), list(site.slots)
    for k, who in enumerate(cast):
        slot = _slot(stage, who, free, main=k == 0)
        free = [s for s in free if s is not slot] or list(site.slots)
        stand = _stand(
            stage, site, who, slot, light, main=k == 0, first=stands[0] if stands else None
        )
        if placed := _settled(stage, stand, stands):
            stands.append(_in_step(placed, stands))
    return stands


def _in_step(stand: Stand, others: list[Stand]) -> Stand:
    """Who walks beside somebody walks the same way."""
    if not others or not MOVING & stand.who.sighting.traits & others[0].who.sighting.traits:
        return stand
    return replace(stand, pose=replace(stand.pose, facing=others[0].pose.facing))


def detail(cast: list[Actor]) -> list[Actor]:
    """What a detail shot looks at: a thing of the story, or what somebody holds; else no one."""
    things = [a for a in cast if a.kind in THINGS or a.kind in HANDS]
    for who in cast:
        for trait in sorted(who.sighting.traits & HANDS):
            held = Sighting(
                trait, colours={"": c} if (c := who.sighting.colours.get(trait)) else {}
            )
            things += [a] if (a := actor(held, f"{trait} 0")) else []
    return things[:1] or [a for a in cast[:1] if a.kind != "person"]


def _slot(stage: Stage, who: Actor, free: list[Slot], main: bool) -> Slot:
    wanted: tuple[Ground, ...]
    if main and who.kind in THINGS and not any(s.on in ("table", "sill") for s in free):
        return replace(free[0], y=LEDGE + 0.03, depth=0.78)
    if who.aloft:
        wanted = ("air", "ground")
    elif who.kind in AFLOAT:
        wanted = ("water", "ground")
    elif who.kind in SCENERY and not main:
        wanted = ("ground", "far") if who.kind in TREES else ("far", "ground")
    elif who.kind in PERCHED:
        wanted = ("sill", "table", "ground") if who.kind in ANIMALS else ("table", "sill", "ground")
    else:
        wanted = ("ground",)
    if who.aloft and not any(s.on == "air" for s in free):
        rng = stage.shot("adrift", who.name)
        return Slot(
            rng.uniform(0.16, 0.84), rng.uniform(0.18, 0.5), rng.uniform(0.12, 0.2), 0.45, "air"
        )
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
    if (
        stage.framing == "wide"
        and who.kind == "person"
        and not doing & {"playing", "drinking", "reading", "dancing", "cooking", "singing"}
    ):
        views = ["three-quarter", "back"] if stage.index else ["three-quarter"]
    if "looking" in doing and stage.framing == "wide":
        views = ["back"]
    return Pose(facing=inward, view=rng.choice(views), close=stage.framing in ("close", "detail"))


def _stand(
    stage: Stage, site: Site, who: Actor, slot: Slot, light: Light, main: bool, first: Stand | None
) -> Stand:
    seen = view(stage)
    x, y = slot.x * stage.width, slot.y * stage.height
    pose = _pose(stage, who, x)
    reach = extent(who, pose, light, stage.seed)
    grown = slot.stature * stage.unit * (0.95 if stage.tall else 0.84)
    power = 0.42 if main else 0.62
    # who sits or lies is drawn lower than they stand: half of that is made up for
    low = (100 + min(100.0, max(50.0, -reach.top))) / 200
    tall = grown * min(5.0, who.drawing.HEIGHT) ** power / low
    if stage.framing == "medium":
        y, tall = _nearer(stage, site, who, y, tall, main)
    room = (y - seen.top) * 0.92 if slot.on != "air" else seen.height * 0.5
    scale = min(tall, room * 100 / max(100.0, -reach.top)) / 100
    scale = min(scale, seen.width * (0.62 if main else 0.4) / reach.width)
    if slot.on == "air":
        y += -reach.top * scale * 0.5
    behind = 0.02 if who.kind in TREES else 0.0
    return Stand(who, pose, x, y, scale, slot.depth - behind, slot.on, reach, main)


def _nearer(
    stage: Stage, site: Site, who: Actor, y: float, tall: float, main: bool
) -> tuple[float, float]:
    """A medium shot: a person from the knees up, anything else half as large again."""
    seen = view(stage)
    step = enlargement("medium", 0.72)
    y = stage.height * site.horizon + (y - stage.height * site.horizon) * step
    if who.kind == "person" and main and not who.aloft:
        seated = who.sighting.traits & SEATED
        tall = min(seen.height, seen.width * 1.25) * (0.62 if seated else 0.74)
        return min(y, seen.bottom - 0.02 * seen.height) + (0 if seated else tall * 0.16), tall
    return min(y, seen.bottom - 0.05 * seen.height), tall * step


def _close(stage: Stage, site: Site, who: Actor, light: Light) -> Stand:
    """A close shot: head and shoulders of a person, all of anything else, large."""
    seen, slot = view(stage), _slot(stage, who, site.slots, main=True)
    x = slot.x * stage.width
    pose = replace(_pose(stage, who, x), close=True)
    pose = replace(pose, view="front" if pose.view == "back" else pose.view)
    reach = extent(who, pose, light, stage.seed)
    wide, high = reach.width, reach.bottom - reach.top
    afloat = slot.on in ("air", "water") and who.kind != "person"
    alive = who.kind in CREATURES and stage.framing == "close" and not afloat
    if who.kind == "person" and alive:
        seated = who.sighting.traits & SEATED
        tall = min(seen.height * 1.2, seen.width * 1.5) * (1.3 if seated else 1.15)
        scale = min(tall / 100, seen.width * 0.98 / min(wide, BODY))
        y = seen.top + 0.10 * seen.height - reach.top * scale
        y = max(y, seen.bottom - 0.04 * seen.height)
    elif alive:
        scale = min(seen.height * 1.02 / high, seen.width * 0.92 / wide)
        y = max(
            seen.top + 0.10 * seen.height - reach.top * scale, seen.bottom - reach.bottom * scale
        )
    elif slot.on in ("air", "water"):
        scale = min(seen.height * 0.66 / high, seen.width * 0.72 / wide)
        y = seen.top + seen.height * 0.50 - (reach.top + reach.bottom) / 2 * scale
    else:
        step = enlargement(stage.framing, slot.depth)
        y = stage.height * (site.horizon + (slot.y - site.horizon) * step)
        if who.kind in THINGS | HANDS and not seen.top + 0.66 * seen.height < y < seen.bottom:
            slot, y = replace(slot, on="ground"), (LEDGE + 0.03) * stage.height
        y = min(max(y, seen.top + 0.72 * seen.height), seen.top + 0.88 * seen.height)
        scale = min((y - seen.top) * 0.86 / high, seen.width * 0.72 / wide)
    low, far = seen.left - reach.left * scale, seen.right - reach.right * scale
    middle = stage.width / 2 - (0 if alive else (reach.left + reach.right) / 2 * scale)
    x = min(max(x, low), far) if low <= far else middle
    return Stand(who, pose, x, y, scale, max(0.78, slot.depth), slot.on, reach, True)


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
        steps = sorted(
            (wanted, *(low + (high - low) * k / 24 for k in range(25))),
            key=lambda x: abs(x - wanted),
        )
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
