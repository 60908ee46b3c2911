"""What people wear: each outfit cut to the body, layer by layer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generation.providers.local.illustrator.subjects import _cloth as cut
from generation.providers.local.illustrator.subjects._body import Body, Limb
from generation.providers.local.illustrator.subjects._cast import Persona
from generation.providers.local.illustrator.subjects._cloth import at
from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    band,
    box,
    darker,
    lerp,
    limb,
    mix,
    moved,
    oval,
    path,
    polyline,
    wave,
)


@dataclass(frozen=True, slots=True)
class Worn:
    """Layers from back to front: behind the body, legs, trunk, about the neck; and each arm."""

    legs: str
    trunk: str
    near_arm: str
    far_arm: str
    behind: str = ""
    scarf: str = ""


Outfit = Callable[[Brush, Body, Persona], Worn]


def _arms(body: Body, sleeve: Callable[[Limb], str]) -> tuple[str, str]:
    return sleeve(body.near_arm), sleeve(body.far_arm)


def _long(b: Brush, body: Body, colour: str, trim: str, top: float, flare: float, tight: float = 0.0) -> str:
    """A skirt to the ground with a broad hem, spread out where its wearer sits."""
    if body.seated:
        shape, folds = cut.pool(body), cut.pool_folds(body)
        hem = path("M", -40, -1.6, "H", 46)
    else:
        shape = cut.skirt(body, top, 1.6, flare, b.phase, tight)
        folds, hem = cut.pleats(body, top, 2.5, flare, 5), path("M", -40, -2.6, "H", 40)
    edge = b.within(shape, b.line(hem, trim, 2.4, 0.9))
    fall = b.upright(shape, mix(colour, "#ffffff", 0.12), colour)
    return fall + b.form(shape, colour, lit=0.26, shade=0.3) + b.fold(folds, colour, 0.55, 0.5) + edge


def _flowers(b: Brush, shape: str, colour: str, motif: int) -> str:
    """A printed pattern inside `shape`."""
    places = ((-9, -9), (6, -14), (-4, -21), (11, -6), (1, -31), (-12, -17), (9, -25), (-2, -6), (14, -16))
    if motif == 0:
        marks = "".join(b.flat(cut.dots([(x, y)], 0.9), colour, 0.55) for x, y in places)
    elif motif == 1:
        petal = "M0,0 C1,-1 1,-2 0,-2.4 C-1,-2 -1,-1 0,0Z"
        marks = "".join(
            moved("".join(moved(b.flat(petal, colour, 0.7), 0, 0, 72 * k) for k in range(5)), x, y) for x, y in places[:7]
        )
    else:
        marks = "".join(b.line(path("M", x - 3, y, "q", 1.5, -2, 3, 0, "q", 1.5, 2, 3, 0), colour, 0.5, 0.6) for x, y in places)
    return b.within(shape, marks)


def hanfu(b: Brush, body: Body, who: Persona) -> Worn:
    """Cross collar, high sash, wide sleeves and a long skirt."""
    top = b.form(cut.trunk(body, hem=0.1, bust=True), who.second, shade=0.22)
    lower = _long(b, body, who.cloth, who.accent, 0.5, 5.5)
    shape = cut.pool(body) if body.seated else cut.skirt(body, 0.5, 1.6, 5.5, b.phase)
    lower += _flowers(b, shape, mix(who.cloth, "#fffaf0", 0.7), who.motif)
    belt = cut.sash(b, body, 0.36, 0.56, who.accent, "#f3d9a0")
    ribbons = _ribbons(b, body, who, 0.36)
    collar = _back_collar(b, body, who.accent) if body.from_behind else cut.collar_cross(b, body, who.accent, "#fffaf2", 0.56)
    near, far = _arms(body, lambda arm: cut.hand(b, body, arm, who.skin) + cut.wide_sleeve(b, body, arm, who.second, who.cloth, 11.5))
    return Worn(lower, top + collar + belt + ribbons, near, far)


def _ribbons(b: Brush, body: Body, who: Persona, height: float) -> str:
    """The sash's loose ends."""
    x, y = at(body, 1.2 + 1.6 * body.turn, height)
    drop = min(24.0, -y - 5)
    pieces = ""
    for i, shift in ((0, -0.4), (1, 0.5)):
        sway = 1.5 * wave(b.phase, 0.1 + 0.15 * i)
        line = [(x + shift, y), (x + shift * 3, y + drop * 0.35), (x + shift * 4 + sway, y + drop * (0.75 + 0.2 * i))]
        pieces += b.form(band(line, (1.2, 1.9, 2.1)), who.accent, rim=0.3)
    knot = b.round(oval(x, y - 0.6, 1.5, 1.2), who.accent)
    return pieces + knot


def _back_collar(b: Brush, body: Body, colour: str) -> str:
    return b.line(path("M", at(body, -3.1, 1.04), "Q", at(body, 0, 0.93), at(body, 3.1, 1.04)), colour, 2.2)


def robe(b: Brush, body: Body, who: Persona) -> Worn:
    """A scholar's long robe with a belt and a jade pendant."""
    lower = _long(b, body, who.cloth, darker(who.cloth, 0.3), 0.36, 3.6)
    top = b.form(cut.trunk(body, loose=0.8, hem=0.0), who.cloth)
    belt = cut.sash(b, body, 0.2, 0.34, darker(who.cloth, 0.45), who.accent)
    x, y = at(body, 2.6 + 1.4 * body.turn, 0.18)
    jade = b.line(path("M", x, y, "v", 6), who.accent, 0.5) + b.round(oval(x, y + 7, 1.3), "#8fc7a4")
    jade += b.fold(path("M", x, y + 8.4, "v", 4.5), who.accent, 0.9, 0.9)
    collar = _back_collar(b, body, who.second) if body.from_behind else cut.collar_cross(b, body, who.second, "#fbf6ec", 0.34)
    near, far = _arms(body, lambda arm: cut.hand(b, body, arm, who.skin) + cut.wide_sleeve(b, body, arm, who.cloth, who.second, 10.0))
    return Worn(lower, top + collar + belt + ("" if body.from_behind else jade), near, far)


def kimono(b: Brush, body: Body, who: Persona) -> Worn:
    """A straight skirt, a broad obi with its bow behind, square sleeves."""
    shape = cut.pool(body) if body.seated else cut.skirt(body, 0.36, 2.2, 1.2, b.phase, 0.6)
    lower = _long(b, body, who.cloth, darker(who.cloth, 0.28), 0.36, 1.2, 0.6) if body.seated else (
        b.form(shape, who.cloth) + b.fold(path("M", at(body, 1 + 2 * body.turn, 0.3), "L", (2.6 + 3 * body.turn, -2)), who.cloth, 0.6)
    )
    lower += _flowers(b, shape, who.second, 1 if who.female else 2)
    tabi = "" if body.seated else "".join(cut.shoe(b, leg, "#f6f1e8") for leg in (body.far_leg, body.near_leg))
    top = b.form(cut.trunk(body, hem=0.1), who.cloth)
    obi = cut.sash(b, body, 0.2, 0.56 if who.female else 0.36, who.accent, darker(who.accent, 0.3))
    cord = b.line(path("M", at(body, -body.waist, 0.38), "Q", at(body, 0, 0.33), at(body, body.waist, 0.38)), "#fff6e6", 0.9)
    bow = ""
    if body.from_behind and who.female:
        x, y = at(body, 0, 0.42)
        bow = b.form(box(x - 7, y - 5.5, 14, 11, 2), who.accent) + b.fold(path("M", x - 7, y, "h", 14), who.accent, 0.7)
        bow += b.form(box(x - 2, y - 6.5, 4, 13, 1.2), mix(who.accent, "#fff2dc", 0.35))
    elif body.from_side and who.female:
        x, y = at(body, -body.waist - 2.6, 0.42)
        bow = b.form(box(x - 2, y - 5.5, 5, 11, 2), who.accent)
    collar = _back_collar(b, body, who.second) if body.from_behind else cut.collar_cross(b, body, who.second, "#ffffff", 0.54)
    near, far = _arms(
        body,
        lambda arm: cut.hand(b, body, arm, who.skin)
        + cut.wide_sleeve(b, body, arm, who.cloth, darker(who.cloth, 0.25), 9.5, boxy=True),
    )
    return Worn(tabi + lower, top + collar + obi + (cord if who.female else "") + bow, near, far)


def dress(b: Brush, body: Body, who: Persona) -> Worn:
    """A summer dress to the knee, with a collar and short sleeves."""
    below = cut.legs(b, body, who.skin, 0.72, darker(who.accent, 0.2), bare=who.skin)
    if body.seated:
        shape, folds = cut.pool(body), cut.pool_folds(body)
        below = ""
    else:
        hem = 3 + body.build.leg * 0.42 + body.stance.rise
        shape, folds = cut.skirt(body, 0.4, hem, 4.6, b.phase), cut.pleats(body, 0.36, hem + 1, 4.6, 4)
    flare = b.form(shape, who.cloth, lit=0.26) + b.fold(folds, who.cloth, 0.55) + _flowers(b, shape, who.second, who.motif)
    top = b.form(cut.trunk(body, hem=0.3, bust=True), who.cloth, lit=0.26)
    belt = cut.sash(b, body, 0.32, 0.4, who.accent, who.accent)
    collar = ""
    if not body.from_behind:
        s = 1.4 * body.turn
        for side in (-1, 1):
            points = (at(body, 0.2 * side + s, 0.9), at(body, 3.1 * side, 1.05), at(body, 5.4 * side + s * 0.6, 0.93), at(body, 3.2 * side + s, 0.8))
            collar += b.flat(path("M", points[0], "L", points[1], "Q", points[2], points[3], "Z"), who.second)
    near, far = _arms(body, lambda arm: cut.short_sleeve(b, body, arm, who.cloth, who.skin) + cut.hand(b, body, arm, who.skin))
    return Worn(below + flare, top + collar + belt, near, far)


def _shawl(b: Brush, body: Body, colour: str) -> str:
    """A knitted scarf round the neck, one end down."""
    x, y = body.neck
    w = 6.0 * body.build.head * 0.82
    s = 1.0 * body.turn
    wrap = path("M", x - w, y - 2.4, "Q", x + s, y + 1.8, x + w, y - 2.4, "Q", x + w + 1.4, y + 0.8, x + w * 0.8, y + 2)
    wrap += path("Q", x + s, y + 5.6, x - w * 0.8, y + 2, "Q", x - w - 1.4, y + 0.8, x - w, y - 2.4, "Z")
    sway = 1.4 * wave(b.phase, 0.2)
    side = -1 if body.from_behind else 1
    fall = [(x + 2.2 * side, y + 2), (x + 4.0 * side, y + 8), (x + 4.8 * side + sway, y + 16)]
    end = b.form(band(fall, (3.2, 4.0, 4.2)), mix(colour, "#3a2a3a", 0.06))
    tassels = b.fold(
        path("M", fall[2][0] - 1.4, y + 15.4, "v", 2.4, "m", 1.4, -2.2, "v", 2.4, "m", 1.4, -2.4, "v", 2.2), colour, 0.6
    )
    stripes = b.fold(path("M", x - w * 0.6, y + 1.8, "q", 0.6, 0.9, 0.4, 1.9, "M", x, y + 2, "q", 0.4, 0.9, 0.2, 2), colour, 0.5)
    return tassels + end + b.form(wrap, colour, lit=0.28) + stripes


def coat(b: Brush, body: Body, who: Persona) -> Worn:
    """A warm coat to the knee with a scarf, trousers and boots."""
    shoes = darker(who.second, 0.4)
    lower = cut.legs(b, body, who.second, 0.92, shoes)
    lower += "".join(cut.boot(b, leg, shoes, body.build.limb * 0.9) for leg in (body.far_leg, body.near_leg))
    top = b.form(cut.trunk(body, loose=1.2, hem=0.05), who.cloth)
    if body.seated:
        flap = path(
            *("M", at(body, -body.waist - 1, 0.3), "Q", (-13, -8), (-14, -2), "Q", (0, 1), (14 + 4 * body.turn, -2)),
            *("Q", (13, -8), at(body, body.waist + 1, 0.3), "Z"),
        )
        tail, seam = b.form(flap, who.cloth), ""
    else:
        hem = 3 + body.build.leg * 0.44 + body.stance.rise
        shape = cut.skirt(body, 0.42, hem, 2.6, b.phase)
        tail = b.form(shape, who.cloth)
        seam = path("M", at(body, 1.6 * body.turn, 0.9), "L", (body.hip[0] + 2.4 * body.turn, -hem - 0.4))
    details = "" if body.from_behind else b.fold(seam, who.cloth, 0.6, 0.7)
    if not body.from_behind:
        for t in (0.72, 0.48, 0.24, 0.0):
            x, y = at(body, 2.6 * body.turn + 2.0, t)
            details += b.round(oval(x, y, 0.75), mix(who.second, "#fff2dc", 0.35))
        details += "".join(b.fold(path("M", at(body, x, 0.14), "l", 3.4, -0.7), who.cloth, 0.8, 0.8) for x in (-body.waist, body.waist - 2.6))
    else:
        details += b.fold(path("M", at(body, 0, 0.3), "L", (body.hip[0], -20)), who.cloth, 0.5)
        details += b.form(box(*at(body, -4, 0.3), 8, 2.2, 0.9), who.cloth)
    near, far = _arms(body, lambda arm: cut.hand(b, body, arm, who.skin) + cut.sleeve(b, body, arm, who.cloth, 1.06, cuff=darker(who.cloth, 0.18)))
    return Worn(lower, top + tail + details, near, far, scarf=_shawl(b, body, who.accent))


def suit(b: Brush, body: Body, who: Persona) -> Worn:
    """Jacket, shirt and tie; a woman's suit has no tie."""
    shoes = "#2a2228"
    lower = cut.legs(b, body, who.cloth, 0.92 if who.female else 1.0, shoes)
    jacket = b.form(cut.trunk(body, loose=0.9, hem=-0.2), who.cloth)
    front = ""
    if not body.from_behind:
        s = 2.0 * body.turn
        v = path("M", at(body, -2.6, 1.06), "L", at(body, 2.6, 1.06), "L", at(body, s + 0.4, 0.42), "Z")
        front = b.flat(v, who.second)
        if not who.female:
            tie = path("M", at(body, s * 0.5 - 0.9, 0.98), "L", at(body, s * 0.5 + 0.9, 0.98), "L", at(body, s + 1.3, 0.56), "L", at(body, s, 0.46), "L", at(body, s - 1.2, 0.58), "Z")
            front += b.form(tie, who.accent)
        for side in (-1, 1):
            lapel = path("M", at(body, 2.8 * side, 1.06), "L", at(body, 5.4 * side + s * 0.6, 0.76), "L", at(body, 3.6 * side + s * 0.8, 0.72), "L", at(body, s + 0.5 * side, 0.36), "Z")
            front += b.form(lapel, darker(who.cloth, 0.16))
        front += b.fold(path("M", at(body, s + 0.4, 0.4), "L", at(body, s + 0.8, -0.2)), who.cloth, 0.5, 0.7)
        front += "".join(b.flat(oval(*at(body, s + 1.7, t), 0.6), darker(who.cloth, 0.5)) for t in (0.28, 0.1))
        front += b.flat(box(*at(body, 4.2 + s * 0.4, 0.66), 2.6, 0.9), who.second)
    else:
        front = b.fold(path("M", at(body, 0, 0.95), "L", at(body, 0, -0.2)), who.cloth, 0.5)
        front += b.flat(path("M", at(body, -2.7, 1.05), "Q", at(body, 0, 0.97), at(body, 2.7, 1.05), "L", at(body, 2.4, 1.12), "L", at(body, -2.4, 1.12), "Z"), who.second)
    near, far = _arms(body, lambda arm: cut.hand(b, body, arm, who.skin) + cut.sleeve(b, body, arm, who.cloth, 0.98) + _cuff(b, body, arm, who.second))
    return Worn(lower, jacket + front, near, far)


def _cuff(b: Brush, body: Body, arm: Limb, colour: str) -> str:
    a, c = lerp(arm.joint, arm.end, 0.84), lerp(arm.joint, arm.end, 0.92)
    return b.line(polyline(a, c), colour, 3.2 * body.build.limb)


def casual(b: Brush, body: Body, who: Persona) -> Worn:
    """A soft hooded jumper, jeans and trainers."""
    lower = cut.legs(b, body, who.second, 0.94, who.accent)
    top = b.form(cut.trunk(body, loose=1.5, hem=-0.06), who.cloth)
    w = body.waist + 1.6
    rib = path("M", at(body, -w, 0.02), "Q", at(body, 0, -0.06), at(body, w, 0.02), "L", at(body, w * 0.98, -0.1), "Q", at(body, 0, -0.18), at(body, -w * 0.98, -0.1), "Z")
    trims = b.form(rib, darker(who.cloth, 0.12))
    hood = b.form(path("M", at(body, -5.4, 1.0), "Q", at(body, 0, 0.74), at(body, 5.4, 1.0), "Q", at(body, 4.4, 1.14), at(body, 2.6, 1.12), "Q", at(body, 0, 0.98), at(body, -2.6, 1.12), "Q", at(body, -4.4, 1.14), at(body, -5.4, 1.0), "Z"), darker(who.cloth, 0.1))
    if body.from_behind:
        hood = b.form(path("M", at(body, -5.6, 1.06), "Q", at(body, -5.4, 0.66), at(body, 0, 0.62), "Q", at(body, 5.4, 0.66), at(body, 5.6, 1.06), "Q", at(body, 0, 0.96), at(body, -5.6, 1.06), "Z"), darker(who.cloth, 0.1))
    else:
        s = 1.8 * body.turn
        pocket = path("M", at(body, -4.2 + s, 0.24), "L", at(body, 4.2 + s, 0.24), "L", at(body, 5.4 + s, 0.02), "L", at(body, -5.4 + s, 0.02), "Z")
        trims += b.fold(pocket, who.cloth, 0.5, 0.7)
        strings = path("M", at(body, -1.4 + s, 0.92), "v", 4.6, "M", at(body, 1.6 + s, 0.92), "v", 5)
        hood += b.line(strings, who.accent, 0.6)
        trims += _badge(b, body, who, s)
    near, far = _arms(body, lambda arm: cut.hand(b, body, arm, who.skin) + cut.sleeve(b, body, arm, who.cloth, 1.05, cuff=darker(who.cloth, 0.12)))
    return Worn(lower, top + trims, near, far, scarf=hood)


def _badge(b: Brush, body: Body, who: Persona, shift: float) -> str:
    x, y = at(body, shift, 0.5)
    if who.motif == 0:
        star = "M0,-3 L0.9,-1 L3,-0.8 L1.4,0.6 L1.9,2.7 L0,1.6 L-1.9,2.7 L-1.4,0.6 L-3,-0.8 L-0.9,-1Z"
        return moved(b.flat(star, who.accent), x, y)
    if who.motif == 1:
        return b.within(cut.trunk(body, loose=1.5), *(b.line(path("M", at(body, -14, t), "H", x + 14), who.accent, 1.7) for t in (0.52, 0.38)))
    return b.flat(path("M", x, y + 2.4, "C", x - 4.4, y - 1, x - 1.6, y - 3.4, x, y - 1.2, "C", x + 1.6, y - 3.4, x + 4.4, y - 1, x, y + 2.4, "Z"), who.accent)


def armour(b: Brush, body: Body, who: Persona) -> Worn:
    """Plates with a tabard and a cape."""
    steel, dark = who.cloth, darker(who.cloth, 0.4)
    lower = cut.legs(b, body, dark, 1.0, steel)
    for leg in (body.far_leg, body.near_leg):
        scale = body.build.limb
        lower += b.form(limb(lerp(leg.joint, leg.end, 0.14), lerp(leg.joint, leg.end, 0.5), lerp(leg.joint, leg.end, 0.95), (6 * scale, 6.2 * scale, 5 * scale)), steel, lit=0.4)
        lower += b.round(oval(*leg.joint, 3.0 * scale), steel, lit=0.5)
    chest = b.form(cut.trunk(body, loose=0.8, hem=0.2), steel, lit=0.45, shade=0.4)
    if body.seated:
        tabard = ""
    else:
        tabard = b.form(cut.skirt(body, 0.26, 24 + body.stance.rise, 0.4, b.phase), who.second)
    lines = b.fold(path("M", at(body, 1.8 * body.turn, 0.98), "L", at(body, 1.8 * body.turn, 0.3)), steel, 0.6, 0.8)
    lines += b.gleam(path("M", at(body, -body.shoulder * 0.5, 0.84), "Q", at(body, -body.shoulder * 0.6, 0.6), at(body, -body.waist * 0.6, 0.42)), 0.9, 0.8)
    belt = cut.sash(b, body, 0.14, 0.26, darker(who.second, 0.35), who.accent)
    crest = "" if body.from_behind else moved(b.form("M-3,-3.4 H3 V0.4 Q2.6,3 0,4.2 Q-2.6,3 -3,0.4Z", who.second) + b.line("M0,-2.6 V3.2 M-2.4,-0.6 H2.4", who.accent, 0.8), *at(body, 1.6 * body.turn, 0.6))
    cape = _cape(b, body, who.second)

    def arm(limb_: Limb) -> str:
        plate = cut.sleeve(b, body, limb_, steel, 1.04, cuff=mix(steel, "#ffffff", 0.2))
        pad = b.round(oval(limb_.root[0], limb_.root[1] + 0.6, 4.6 * body.build.limb, 4.2 * body.build.limb), steel, lit=0.55)
        return cut.hand(b, body, limb_, dark) + plate + pad + b.gleam(path("M", limb_.root[0] - 3, limb_.root[1], "q", 1, -2.6, 3.4, -2.4), 0.6, 0.7)

    near, far = _arms(body, arm)
    behind, over = ("", cape) if body.from_behind else (cape, "")
    return Worn(lower + tabard, chest + lines + crest + belt + over, near, far, behind=behind)


def _cape(b: Brush, body: Body, colour: str) -> str:
    x, y = body.neck
    s, sway = body.shoulder, 2.0 * wave(b.phase)
    back = -9.0 * body.turn if not body.from_behind else 0.0
    low = -5.0 - body.stance.rise if not body.seated else -0.5
    shape = path(
        *("M", x - s * 0.8, y + 1, "C", x - s - 3 + back * 0.4, y + 16, -s - 5 + back + sway, low - 22, -s - 6 + back + sway, low),
        *("Q", back * 0.6 + sway, low + 3, s + 5 + back * 0.5 + sway, low, "C", s + 4 + back * 0.3, low - 22, x + s + 2, y + 16, x + s * 0.8, y + 1),
        *("Q", x, y - 1.4, x - s * 0.8, y + 1, "Z"),
    )
    folds = path("M", x - 3, y + 3, "Q", x - 5 + back * 0.5, y + 30, -5 + back + sway, low - 1, "M", x + 3, y + 3, "Q", x + 5, y + 30, 5 + back * 0.5 + sway, low - 1)
    return b.form(shape, colour, shade=0.4) + b.fold(folds, colour, 0.7)


def spacesuit(b: Brush, body: Body, who: Persona) -> Worn:
    """Thick white layers, coloured bands, a pack on the back and a panel on the chest."""
    white, mark = who.cloth, who.second
    pack_x = -7.0 * body.turn if not body.from_behind else 0.0
    px, py = at(body, pack_x, 1.08)
    pack = b.form(box(px - 9.5, py, 19, 25, 4), darker(white, 0.18)) + b.form(box(px - 7, py + 3, 14, 4, 1.5), mark)
    lower = ""
    for leg, far in ((body.far_leg, True), (body.near_leg, False)):
        tint = mix(white, b.light.shade, 0.14) if far else white
        scale = body.build.limb
        lower += cut.shoe(b, leg, "#6d7482")
        lower += b.form(limb(leg.root, leg.joint, leg.end, (9.6 * scale, 8.6 * scale, 7.4 * scale)), tint)
        ring = lerp(leg.joint, leg.root, 0.35)
        lower += b.line(path("M", ring[0] - 4.2 * scale, ring[1], "q", 4.2 * scale, 1.6, 8.4 * scale, 0), mark, 1.3)
        lower += b.fold(path("M", leg.joint[0] - 3, leg.joint[1], "q", 3, 1.4, 6, 0), tint, 0.5)
    top = b.form(cut.trunk(body, loose=3.0, hem=-0.1), white, shade=0.24)
    panel = ""
    if not body.from_behind:
        x, y = at(body, 2.2 * body.turn, 0.62)
        panel = b.form(box(x - 5.4, y, 10.8, 8, 1.6), darker(white, 0.2))
        panel += b.flat(box(x - 4, y + 1.4, 4, 2.6, 0.6), "#5fd0d8", pure=True) + b.flat(oval(x + 2.2, y + 2.6, 1), "#e8574a", pure=True)
        panel += b.flat(oval(x + 4, y + 5.6, 0.8), who.accent) + b.line(path("M", x - 4, y + 5.8, "h", 5.4), mark, 1.0)
    else:
        panel, pack = pack, ""
    belt = cut.sash(b, body, 0.08, 0.18, mark, darker(mark, 0.2))

    def arm(limb_: Limb) -> str:
        ring = lerp(limb_.root, limb_.joint, 0.55)
        scale = body.build.limb
        stripe = b.round(oval(*ring, 3.0 * scale, 1.1), mark, lit=0.1)
        return cut.hand(b, body, limb_, "#8a909c") + cut.sleeve(b, body, limb_, white, 1.42, cuff="#c9ced6") + stripe

    near, far = _arms(body, arm)
    return Worn(lower, top + panel + belt, near, far, behind=pack)


def silks(b: Brush, body: Body, who: Persona) -> Worn:
    """A heavenly dancer: bare arms with gold, a jewelled collar, a striped flowing skirt."""
    gold = "#e6bd62"
    shape = cut.pool(body) if body.seated else cut.skirt(body, 0.34, 1.0, 4.6, b.phase)
    lower = ("" if body.seated else cut.legs(b, body, who.skin, 0.74, who.skin, bare=who.skin)) + b.form(shape, who.cloth, lit=0.3)
    lower += b.fold(cut.pool_folds(body) if body.seated else cut.pleats(body, 0.3, 2, 4.6, 6), who.cloth, 0.55)
    lower += b.within(shape, b.line("M-60,-2.4 H60", who.second, 3.4), b.line("M-60,-5.4 H60", gold, 0.8))
    panel = cut.skirt(body, 0.32, 1.6 + body.build.leg * 0.52, 1.0, b.phase) if not body.seated else ""
    if panel:
        lower += b.form(panel, who.second, lit=0.25) + b.within(panel, b.line(path("M", -40, -3.2 - body.build.leg * 0.52, "H", 40), gold, 1.6))
    skin = b.form(cut.trunk(body, hem=0.2, bust=True), who.skin, shade=0.2)
    s, w = body.shoulder, body.waist
    bodice = path(
        *("M", at(body, -s * 0.86, 0.78), "Q", at(body, 1.4 * body.turn, 0.66), at(body, s * 0.86, 0.78), "L", at(body, s * 0.84, 0.62)),
        *("L", at(body, w * 1.02, 0.44), "Q", at(body, 0, 0.4), at(body, -w * 1.02, 0.44), "L", at(body, -s * 0.84, 0.62), "Z"),
    )
    top = skin + b.form(bodice, who.second) + b.line(path("M", at(body, -s * 0.86, 0.78), "Q", at(body, 1.4 * body.turn, 0.66), at(body, s * 0.86, 0.78)), gold, 0.9)
    belt = cut.sash(b, body, 0.26, 0.36, gold, who.cloth)
    if not body.from_behind:
        x, y = at(body, 1.4 * body.turn, 0.84)
        collar = b.line(path("M", at(body, -4.6, 0.98), "Q", (x, y + 3.4), at(body, 4.6, 0.98)), gold, 1.3)
        collar += b.round(oval(x, y + 1.6, 1.1), "#2f9c8e") + b.flat(cut.dots([(x - 2.6, y + 0.6), (x + 2.6, y + 0.6)], 0.6), "#d9574a")
        top += collar

    def arm(limb_: Limb) -> str:
        bands = ""
        for t, (p, q) in ((0.45, (limb_.root, limb_.joint)), (0.82, (limb_.joint, limb_.end))):
            x, y = lerp(p, q, t)
            bands += b.form(oval(x, y, 2.0 * body.build.limb + 0.2, 0.9), gold, lit=0.5)
        return cut.bare_arm(b, body, limb_, who.skin) + cut.hand(b, body, limb_, who.skin) + bands

    near, far = _arms(body, arm)
    return Worn(lower, top + belt, near, far)


def kasaya(b: Brush, body: Body, who: Persona) -> Worn:
    """A monk's robe, the upper cloth over one shoulder, and beads."""
    lower = _long(b, body, who.second, darker(who.second, 0.3), 0.36, 2.6)
    top = b.form(cut.trunk(body, loose=1.0, hem=0.0), who.second)
    s, w = body.shoulder, body.waist + 1.4
    side = -1 if body.from_behind else 1
    wrap = path(
        *("M", at(body, 2.4 * side, 1.05), "Q", at(body, s * 0.8 * side, 1.02), at(body, s * side, 0.86), "L", at(body, w * 1.1 * side, 0.3)),
        *("L", at(body, (body.hips + 1.6) * side, -0.4), "Q", at(body, 0, -0.6), at(body, -(body.hips + 1.6) * side, -0.3)),
        *("L", at(body, -w * side, 0.5), "Q", at(body, 0.4 * side, 0.8), at(body, 2.4 * side, 1.05), "Z"),
    )
    folds = path("M", at(body, s * 0.7 * side, 0.86), "Q", at(body, 2 * side, 0.5), at(body, -w * 0.9 * side, 0.3), "M", at(body, s * 0.84 * side, 0.7), "Q", at(body, 3 * side, 0.3), at(body, -w * 0.8 * side, 0.06))
    cloth = b.form(wrap, who.cloth, lit=0.26) + b.fold(folds, who.cloth, 0.6) + b.within(wrap, b.line(path("M", at(body, -w * side, 0.5), "Q", at(body, 0.4 * side, 0.8), at(body, 2.4 * side, 1.05)), who.accent, 1.4))
    beads = ""
    if not body.from_behind:
        x, y = body.neck
        beads = "".join(b.round(oval(x + 1.2 * body.turn + 5.2 * u, y + 1 + 11 * (1 - u * u) ** 0.5, 0.95), "#7a3f2a") for u in (-0.95, -0.75, -0.5, -0.2, 0.1, 0.4, 0.66, 0.88))
    near, far = _arms(body, lambda arm: cut.hand(b, body, arm, who.skin) + cut.wide_sleeve(b, body, arm, who.second, who.cloth, 8.0))
    return Worn(lower, top + cloth + beads, near, far)


def whites(b: Brush, body: Body, who: Persona) -> Worn:
    """A chef's double-breasted jacket, apron and neckerchief."""
    lower = cut.legs(b, body, who.second, 1.0, "#2b2730")
    jacket = b.form(cut.trunk(body, loose=1.2, hem=-0.12), who.cloth, shade=0.2)
    s = 1.8 * body.turn
    details, apron = "", ""
    if not body.from_behind:
        details = b.fold(path("M", at(body, s + 2.8, 0.96), "L", at(body, s + 2.2, 0.2)), who.cloth, 0.5, 0.6)
        details += b.flat(cut.dots([at(body, s + x, t) for t in (0.8, 0.62, 0.44) for x in (-2.4, 1.0)], 0.62), who.second)
    w = body.hips + 1.3
    if not body.seated:
        knee = -(6 + body.build.leg * 0.45) - body.stance.rise
        shape = path("M", at(body, -w, 0.26), "L", at(body, w, 0.26), "L", (w + 1.6 + s, knee), "Q", (s, knee + 1.6), (-w - 1.4 + s, knee), "Z")
        apron = b.form(shape, mix(who.second, who.cloth, 0.12 if not body.from_behind else 0.1))
    tie = cut.sash(b, body, 0.2, 0.27, who.second, who.second)
    kerchief = b.form(path("M", at(body, -4, 1.04), "Q", at(body, s * 0.6, 0.9), at(body, 4, 1.04), "L", at(body, s * 0.8 + 0.6, 0.82), "Z"), who.accent)
    near, far = _arms(body, lambda arm: cut.hand(b, body, arm, who.skin) + cut.sleeve(b, body, arm, who.cloth, 1.04, cuff=mix(who.cloth, who.second, 0.14)))
    return Worn(lower, jacket + details + apron + tie, near, far, scarf=kerchief)


OUTFITS: dict[str, Outfit] = {
    "hanfu": hanfu,
    "robe": robe,
    "kimono": kimono,
    "dress": dress,
    "coat": coat,
    "suit": suit,
    "casual": casual,
    "armour": armour,
    "spacesuit": spacesuit,
    "silks": silks,
    "kasaya": kasaya,
    "whites": whites,
}
