"""A person put together from back to front: body, clothes, head, and what the hands hold."""

from __future__ import annotations

import math
from dataclasses import replace

from generation.providers.local.illustrator.subjects import _cloth as cut
from generation.providers.local.illustrator.subjects import _face, _hair, _headgear, _knots, _props
from generation.providers.local.illustrator.subjects._body import Body, Stance, stand
from generation.providers.local.illustrator.subjects._cast import Persona
from generation.providers.local.illustrator.subjects._face import Mien
from generation.providers.local.illustrator.subjects._poses import doing, moment
from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    Point,
    band,
    box,
    chosen,
    mix,
    moved,
    oval,
    path,
    smooth,
    swung,
    towards,
    wave,
)
from generation.providers.local.illustrator.subjects._wear import OUTFITS
from generation.providers.local.illustrator.subjects.drawing import Sighting, View


def figure(b: Brush, who: Persona, sighting: Sighting, view: View) -> str:
    """`who` doing what the sighting says, feet at (0, 0)."""
    act = doing(sighting.traits)
    if act == "sleeping":
        return _asleep(b, who)
    body = stand(who.build, moment(sighting.traits, b.phase), view)
    flow = _flow(b, act)
    worn = OUTFITS[who.outfit](b, body, who)
    crown, behind = _head(b, who, body, flow)
    far, near = body.far_arm, body.near_arm
    held = _held(b, who, body, sighting, act)
    neck = cut.neck(b, body, who.skin)
    back = body.from_behind
    pieces = [
        behind,
        _ribbon(b, who, body, 0.0) if who.role == "fairy" else "",
        worn.behind,
        held if back else "",
        worn.near_arm if back and not near.ahead else "",
        worn.far_arm if not far.ahead else "",
        worn.legs,
        neck,
        worn.trunk,
        worn.scarf,
        _instrument(b, body, sighting, act) if not back else "",
        worn.far_arm if far.ahead else "",
        crown,
        worn.near_arm if near.ahead or not back else "",
        "" if back else held,
        _ribbon(b, who, body, 0.5) if who.role == "fairy" else "",
    ]
    if back:
        pieces.insert(3, _instrument(b, body, sighting, act))
    drawn = "".join(pieces)
    stance = body.stance
    if stance.roll:
        middle = body.along(0.4)
        drawn = swung(drawn, stance.roll, *middle)
    return (
        b.ground(15 if not body.seated else 27, stance.shift, 0.42 if not stance.roll else 0.2)
        + drawn
    )


def _flow(b: Brush, act: str) -> float:
    """How hair hangs: still air, or the wind of one's own speed."""
    wind = {"running": -2.2, "walking": -0.5, "flying": -1.6, "dancing": -0.4}.get(act, 0.0)
    return wind + 0.45 * wave(b.phase, 0.15)


def _mien(stance: Stance, act: str) -> Mien:
    down = 0.9 if act in {"playing", "strumming", "reading", "cooking"} else 0.0
    return Mien(stance.eyes_shut, stance.mouth_open, down)


def _head(b: Brush, who: Persona, body: Body, flow: float) -> tuple[str, str]:
    """The head, and what hangs behind it."""
    stance = body.stance
    mien = _mien(stance, "reading" if stance.nod > 5 else "")
    turn = 0.0 if body.turn < 0.3 else 1.0
    place = {"x": body.head[0], "y": body.head[1], "size": body.build.head}
    if body.from_behind:
        drawn = _face.nape(b, who) + _hair.rear(b, who, flow) + _headgear.wear(b, who, "back")
        nimbus = moved(_headgear.halo(b, who), **place) if who.role == "fairy" else ""
        return moved(drawn, turn=stance.tilt, **place), nimbus
    if body.yaw > 76:
        behind = _hair.profile_behind(b, who, flow)
        drawn = (
            _face.profile(b, who, mien)
            + _knots.profile_beard(b, who)
            + _hair.profile_over(b, who, flow)
        )
        drawn += _headgear.wear(b, who, "side")
        angle = stance.nod + stance.lean * 0.3 + body.build.stoop * 0.3
    else:
        behind = _hair.behind(b, who, turn, flow)
        drawn = (
            _face.head(b, who, turn, mien)
            + _knots.beard(b, who, turn)
            + _hair.over(b, who, turn, flow)
        )
        drawn += _headgear.wear(b, who, "front")
        angle = stance.tilt + turn * stance.nod * 0.35
    if who.role == "fairy":
        behind = _headgear.halo(b, who) + behind
    return moved(drawn, turn=angle, **place), moved(behind, turn=angle * 0.5, **place)


def _instrument(b: Brush, body: Body, sighting: Sighting, act: str) -> str:
    """What lies between the trunk and the hands."""
    if act == "playing":
        ahead = 13.0 * body.turn if not body.from_behind else 0.0
        size = 0.92 if body.build.leg > 30 else 0.74
        wood = chosen(sighting, "#5a2f24", "guqin")
        top = (-body.hip[1] + body.build.torso * 0.06) / size
        table = _props.low_table(b, 88, top) + moved(_props.zither(b, wood), 0, -top - 3.6)
        return moved(table, ahead, 0, size=size)
    if act == "strumming":
        x, y = body.along(0.36)
        return moved(
            _props.guitar(b, chosen(sighting, "#d08a45", "guitar")),
            x - 3 + 3 * body.turn,
            y,
            -22,
            0.92,
        )
    return ""


def _held(b: Brush, who: Persona, body: Body, sighting: Sighting, act: str) -> str:
    """What the right hand, the near one, carries."""
    traits, (x, y) = sighting.traits, body.near_arm.end
    between = (x + body.far_arm.end[0]) / 2, (y + body.far_arm.end[1]) / 2
    eastern = who.outfit in {"hanfu", "robe", "kimono", "silks", "kasaya"}
    if act in {"playing", "strumming"}:
        return ""
    if act == "cooking":
        return moved(_props.pan(b), x, y, size=0.9)
    if act == "singing":
        return moved(_props.microphone(b), x + 1, y - 1, 24)
    if act == "reading" or ("book" in traits and act != "drinking"):
        return moved(
            _props.book(b, chosen(sighting, "#3f6f8f", "book")), *between, size=1.05
        ) + _fingers(b, who, body)
    if act == "drinking" or "cup" in traits:
        return moved(_props.cup(b, chosen(sighting, "#f3efe4", "cup")), x + 1.6, y - 1.6, 0, 1.25)
    if "umbrella" in traits:
        colour = chosen(sighting, "#d8453f" if who.motif else "#f0b848", "umbrella")
        lift = max(4.0, y - body.head[1] - 2)
        lean = math.degrees(math.atan2((body.head[0] - x) * 0.8, lift + 30))
        open_ = _props.umbrella(b, colour, paper=eastern, lift=lift)
        return moved(open_, x, y, lean) + _grip(b, who, (x, y))
    if "lantern" in traits:
        return moved(_props.lantern_pole(b, chosen(sighting, "#e0553f", "lantern")), x, y) + _grip(
            b, who, (x, y)
        )
    if "sword" in traits:
        return moved(_props.sword(b), x, y, -24) + _grip(b, who, (x, y))
    if "fan" in traits:
        return moved(_props.round_fan(b, chosen(sighting, who.cloth, "fan")), x, y) + _grip(
            b, who, (x, y)
        )
    if "flower" in traits:
        return moved(_props.flower(b, chosen(sighting, "#ef7f8f", "flower")), x, y, 10) + _grip(
            b, who, (x, y)
        )
    if "camera" in traits:
        return moved(_props.camera(b), between[0], between[1] - 1) + _fingers(b, who, body)
    if who.role == "elder" and act in {"standing", "walking", "looking"} and not body.from_behind:
        return moved(_props.cane(b, -y - 0.4), x, y) + _grip(b, who, (x, y))
    return ""


def _grip(b: Brush, who: Persona, at: Point) -> str:
    """The fingers round a handle."""
    x, y = at
    drawn = b.form(
        box(x - 1.9, y - 1.7, 3.8, 3.6, 1.5),
        who.skin if who.role not in {"knight", "astronaut"} else "#8a909c",
        rim=0.2,
    )
    return drawn + b.fold(
        path("M", x - 1.6, y - 0.5, "h", 3.2, "M", x - 1.6, y + 0.7, "h", 3.2), who.skin, 0.24
    )


def _fingers(b: Brush, who: Persona, body: Body) -> str:
    """The thumbs in front of what both hands hold."""
    skin = who.skin if who.role not in {"knight", "astronaut"} else "#8a909c"
    return "".join(
        b.form(oval(arm.end[0], arm.end[1], 1.6, 1.2), skin, rim=0.2)
        for arm in (body.near_arm, body.far_arm)
    )


def _ribbon(b: Brush, who: Persona, body: Body, half: float) -> str:
    """The flying silk of a heavenly dancer: the part behind (0) and the part before her (0.5)."""
    (ax, ay), (cx, cy) = body.near_arm.end, body.far_arm.end
    w = [2.4 * wave(b.phase, 0.13 * i) for i in range(8)]
    if half == 0.0:
        arch = _arch((ax, ay), (cx, cy), body.head, w)
        inner = b.form(band(arch, (1.6, 3.4, 4.6, 3.6, 4.6, 3.4, 1.6)), who.second, lit=0.3)
        return inner + b.fold(smooth(arch), who.second, 0.5, 0.5)
    floor = 1.0 - max(0.0, body.stance.rise) if body.seated else 90.0
    left = _stream((ax, ay), -1, w, floor)
    right = _stream((cx, cy), 1, w[3:] + w[:3], floor)
    widths = (1.8, 4.6, 6.4, 4.4, 6.6, 4.6, 0.6)
    warm = mix(who.second, who.accent, 0.35)
    drawn = "".join(
        b.form(band(p, widths), c, lit=0.34, rim=0.7)
        for p, c in ((left, who.second), (right, warm))
    )
    return drawn + "".join(b.fold(smooth(p), who.second, 0.5, 0.45) for p in (left, right))


def _arch(a: Point, b: Point, head: Point, sway: list[float]) -> list[Point]:
    """A silk from hand to hand, blown up into a round above the head."""
    start = math.degrees(math.atan2(head[1] - a[1], a[0] - head[0]))
    end = math.degrees(math.atan2(head[1] - b[1], b[0] - head[0]))
    start = start + 360 if start < 0 else max(start, 100.0)
    first, last = math.dist(a, head), math.dist(b, head)
    points: list[Point] = [a]
    for i in range(1, 6):
        t = i / 6
        reach = (first + (last - first) * t) * (1 - math.sin(math.pi * t)) + 35 * math.sin(
            math.pi * t
        )
        points.append(towards(head, start + (end - start) * t, reach + sway[i]))
    return [*points, b]


def _stream(hand: Point, side: int, sway: list[float], floor: float) -> list[Point]:
    """The line of a silk that streams away from a hand, never below `floor`."""
    steps = ((0, 0), (9, 9), (21, 10), (27, 22), (40, 25), (47, 38), (60, 47))
    x, y = hand
    return [
        (x + side * dx, min(floor, y + dy + sway[i] * (0.4 + 0.22 * i)))
        for i, (dx, dy) in enumerate(steps)
    ]


def _asleep(b: Brush, who: Persona) -> str:
    """Lying on a pillow under a blanket that rises and falls."""
    breath = 0.9 * wave(b.phase)
    cover = who.cloth
    pillow = b.form(
        (
            "M-52,-3 C-56,-9 -53,-16 -46,-15 C-40,-17 -30,-17 -25,-14 C-20,-12 -20,-5 -24,-1.6 "
            "C-32,0.6 -46,0.6 -52,-3Z"
        ),
        "#f6f1ea",
    )
    size = 0.92 * who.build.head
    face = (
        _face.head(b, replace(who), 0.0, Mien(shut=1.0))
        + _knots.beard(b, who, 0.0)
        + _hair.over(b, who, 0.0, 0.0)
    )
    head = (
        moved(_hair.behind(b, who, 0.0, 0.0) + face, -33, -16, -72, size)
        if who.hairdo.startswith(("bob", "chignon", "ponytail"))
        else moved(face, -33, -16, -72, size)
    )
    top = -23 - breath
    blanket = (
        path("M", -23, -1, "C", -25, -9, -23, -15, -16, -18 - breath * 0.5)
        + path("C", -4, top, 8, top + 1, 18, -17 - breath * 0.4)
        + path("C", 30, -15, 40, -17, 47, -13, "C", 53, -9, 53, -2, 48, 0, "Z")
    )
    fold = path("M", -23, -1, "C", -25, -9, -23, -15, -16, -18 - breath * 0.5) + path(
        "L", -10, -19.6 - breath, "C", -16, -13, -17, -7, -15, -0.6, "Z"
    )
    creases = path("M", -4, -12, "Q", 10, -15 - breath, 20, -9, "M", 14, -4, "Q", 28, -9, 40, -6)
    drawn = b.form(blanket, cover, lit=0.26) + b.fold(creases, cover, 0.7) + b.form(fold, "#fbf6ee")
    return b.ground(54) + pillow + head + drawn
