"""What people wear: each outfit cut to the body, layer by layer."""

from __future__ import annotations

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
    mix,
    moved,
    oval,
    path,
    polyline,
    wave,
)
from generation.providers.local.illustrator.subjects._wardrobe import (
    Worn,
    arms,
    long_skirt,
    printed,
)


def hanfu(b: Brush, body: Body, who: Persona) -> Worn:
    """Cross collar, high sash, wide sleeves and a long skirt."""
    top = b.form(cut.trunk(body, hem=0.1, bust=True), who.second, shade=0.22)
    lower = long_skirt(b, body, who.cloth, who.accent, 0.5, 5.5)
    shape = cut.pool(body) if body.seated else cut.skirt(body, 0.5, 1.6, 5.5, b.phase)
    lower += printed(b, shape, mix(who.cloth, "#fffaf0", 0.7), who.motif)
    belt = cut.sash(b, body, 0.36, 0.56, who.accent, "#f3d9a0")
    ribbons = _ribbons(b, body, who, 0.36)
    collar = (
        _back_collar(b, body, who.accent)
        if body.from_behind
        else cut.collar_cross(b, body, who.accent, "#fffaf2", 0.56)
    )
    near, far = arms(
        body,
        lambda arm: (
            cut.hand(b, body, arm, who.skin)
            + cut.wide_sleeve(b, body, arm, who.second, who.cloth, 11.5)
        ),
    )
    return Worn(lower, top + collar + belt + ribbons, near, far)


def _ribbons(b: Brush, body: Body, who: Persona, height: float) -> str:
    """The sash's loose ends."""
    x, y = at(body, 1.2 + 1.6 * body.turn, height)
    drop = min(24.0, -y - 5)
    pieces = ""
    for i, shift in ((0, -0.4), (1, 0.5)):
        sway = 1.5 * wave(b.phase, 0.1 + 0.15 * i)
        line = [
            (x + shift, y),
            (x + shift * 3, y + drop * 0.35),
            (x + shift * 4 + sway, y + drop * (0.75 + 0.2 * i)),
        ]
        pieces += b.form(band(line, (1.2, 1.9, 2.1)), who.accent, rim=0.3)
    knot = b.round(oval(x, y - 0.6, 1.5, 1.2), who.accent)
    return pieces + knot


def _back_collar(b: Brush, body: Body, colour: str) -> str:
    return b.line(
        path("M", at(body, -3.1, 1.04), "Q", at(body, 0, 0.93), at(body, 3.1, 1.04)), colour, 2.2
    )


def robe(b: Brush, body: Body, who: Persona) -> Worn:
    """A scholar's long robe with a belt and a jade pendant."""
    lower = long_skirt(b, body, who.cloth, darker(who.cloth, 0.3), 0.36, 3.6)
    top = b.form(cut.trunk(body, loose=0.8, hem=0.0), who.cloth)
    belt = cut.sash(b, body, 0.2, 0.34, darker(who.cloth, 0.45), who.accent)
    x, y = at(body, 2.6 + 1.4 * body.turn, 0.18)
    jade = b.line(path("M", x, y, "v", 6), who.accent, 0.5) + b.round(
        oval(x, y + 7, 1.3), "#8fc7a4"
    )
    jade += b.fold(path("M", x, y + 8.4, "v", 4.5), who.accent, 0.9, 0.9)
    collar = (
        _back_collar(b, body, who.second)
        if body.from_behind
        else cut.collar_cross(b, body, who.second, "#fbf6ec", 0.34)
    )
    near, far = arms(
        body,
        lambda arm: (
            cut.hand(b, body, arm, who.skin)
            + cut.wide_sleeve(b, body, arm, who.cloth, who.second, 10.0)
        ),
    )
    return Worn(lower, top + collar + belt + ("" if body.from_behind else jade), near, far)


def kimono(b: Brush, body: Body, who: Persona) -> Worn:
    """A straight skirt, a broad obi with its bow behind, square sleeves."""
    shape = cut.pool(body) if body.seated else cut.skirt(body, 0.36, 2.2, 1.2, b.phase, 0.6)
    lower = (
        long_skirt(b, body, who.cloth, darker(who.cloth, 0.28), 0.36, 1.2, 0.6)
        if body.seated
        else (
            b.form(shape, who.cloth)
            + b.fold(
                path("M", at(body, 1 + 2 * body.turn, 0.3), "L", (2.6 + 3 * body.turn, -2)),
                who.cloth,
                0.6,
            )
        )
    )
    lower += printed(b, shape, who.second, 1 if who.female else 2)
    tabi = (
        ""
        if body.seated
        else "".join(cut.shoe(b, leg, "#f6f1e8") for leg in (body.far_leg, body.near_leg))
    )
    top = b.form(cut.trunk(body, hem=0.1), who.cloth)
    obi = cut.sash(b, body, 0.2, 0.56 if who.female else 0.36, who.accent, darker(who.accent, 0.3))
    cord = b.line(
        path("M", at(body, -body.waist, 0.38), "Q", at(body, 0, 0.33), at(body, body.waist, 0.38)),
        "#fff6e6",
        0.9,
    )
    bow = ""
    if body.from_behind and who.female:
        x, y = at(body, 0, 0.42)
        bow = b.form(box(x - 7, y - 5.5, 14, 11, 2), who.accent) + b.fold(
            path("M", x - 7, y, "h", 14), who.accent, 0.7
        )
        bow += b.form(box(x - 2, y - 6.5, 4, 13, 1.2), mix(who.accent, "#fff2dc", 0.35))
    elif body.from_side and who.female:
        x, y = at(body, -body.waist - 2.6, 0.42)
        bow = b.form(box(x - 2, y - 5.5, 5, 11, 2), who.accent)
    collar = (
        _back_collar(b, body, who.second)
        if body.from_behind
        else cut.collar_cross(b, body, who.second, "#ffffff", 0.54)
    )
    near, far = arms(
        body,
        lambda arm: (
            cut.hand(b, body, arm, who.skin)
            + cut.wide_sleeve(b, body, arm, who.cloth, darker(who.cloth, 0.25), 9.5, boxy=True)
        ),
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
        shape, folds = (
            cut.skirt(body, 0.4, hem, 4.6, b.phase),
            cut.pleats(body, 0.36, hem + 1, 4.6, 4),
        )
    flare = (
        b.form(shape, who.cloth, lit=0.26)
        + b.fold(folds, who.cloth, 0.55)
        + printed(b, shape, who.second, who.motif)
    )
    top = b.form(cut.trunk(body, hem=0.3, bust=True), who.cloth, lit=0.26)
    belt = cut.sash(b, body, 0.32, 0.4, who.accent, who.accent)
    collar = ""
    if not body.from_behind:
        s = 1.4 * body.turn
        for side in (-1, 1):
            points = (
                at(body, 0.2 * side + s, 0.9),
                at(body, 3.1 * side, 1.05),
                at(body, 5.4 * side + s * 0.6, 0.93),
                at(body, 3.2 * side + s, 0.8),
            )
            collar += b.flat(
                path("M", points[0], "L", points[1], "Q", points[2], points[3], "Z"), who.second
            )
    near, far = arms(
        body,
        lambda arm: (
            cut.short_sleeve(b, body, arm, who.cloth, who.skin) + cut.hand(b, body, arm, who.skin)
        ),
    )
    return Worn(below + flare, top + collar + belt, near, far)


def _shawl(b: Brush, body: Body, colour: str) -> str:
    """A knitted scarf round the neck, one end down."""
    x, y = body.neck
    w = 6.0 * body.build.head * 0.82
    s = 1.0 * body.turn
    wrap = path("M", x - w, y - 2.4, "Q", x + s, y + 1.8, x + w, y - 2.4) + path(
        "Q", x + w + 1.4, y + 0.8, x + w * 0.8, y + 2
    )
    wrap += path(
        "Q", x + s, y + 5.6, x - w * 0.8, y + 2, "Q", x - w - 1.4, y + 0.8, x - w, y - 2.4, "Z"
    )
    sway = 1.4 * wave(b.phase, 0.2)
    side = -1 if body.from_behind else 1
    fall = [(x + 2.2 * side, y + 2), (x + 4.0 * side, y + 8), (x + 4.8 * side + sway, y + 16)]
    end = b.form(band(fall, (3.2, 4.0, 4.2)), mix(colour, "#3a2a3a", 0.06))
    tassels = b.fold(
        (
            path("M", fall[2][0] - 1.4, y + 15.4, "v", 2.4, "m", 1.4, -2.2)
            + path("v", 2.4, "m", 1.4, -2.4, "v", 2.2)
        ),
        colour,
        0.6,
    )
    stripes = b.fold(
        path(
            "M", x - w * 0.6, y + 1.8, "q", 0.6, 0.9, 0.4, 1.9, "M", x, y + 2, "q", 0.4, 0.9, 0.2, 2
        ),
        colour,
        0.5,
    )
    return tassels + end + b.form(wrap, colour, lit=0.28) + stripes


def coat(b: Brush, body: Body, who: Persona) -> Worn:
    """A warm coat to the knee with a scarf, trousers and boots."""
    shoes = darker(who.second, 0.4)
    lower = cut.legs(b, body, who.second, 0.92, shoes)
    lower += "".join(
        cut.boot(b, leg, shoes, body.build.limb * 0.9) for leg in (body.far_leg, body.near_leg)
    )
    top = b.form(cut.trunk(body, loose=1.2, hem=0.05), who.cloth)
    if body.seated:
        flap = path("M", at(body, -body.waist - 1, 0.3), "Q", (-13, -8), (-14, -2)) + path(
            "Q", (0, 1), (14 + 4 * body.turn, -2), "Q", (13, -8), at(body, body.waist + 1, 0.3), "Z"
        )
        tail, seam = b.form(flap, who.cloth), ""
    else:
        hem = 3 + body.build.leg * 0.44 + body.stance.rise
        shape = cut.skirt(body, 0.42, hem, 2.6, b.phase)
        tail = b.form(shape, who.cloth)
        seam = path(
            "M", at(body, 1.6 * body.turn, 0.9), "L", (body.hip[0] + 2.4 * body.turn, -hem - 0.4)
        )
    details = "" if body.from_behind else b.fold(seam, who.cloth, 0.6, 0.7)
    if not body.from_behind:
        for t in (0.72, 0.48, 0.24, 0.0):
            x, y = at(body, 2.6 * body.turn + 2.0, t)
            details += b.round(oval(x, y, 0.75), mix(who.second, "#fff2dc", 0.35))
        details += "".join(
            b.fold(path("M", at(body, x, 0.14), "l", 3.4, -0.7), who.cloth, 0.8, 0.8)
            for x in (-body.waist, body.waist - 2.6)
        )
    else:
        details += b.fold(path("M", at(body, 0, 0.3), "L", (body.hip[0], -20)), who.cloth, 0.5)
        details += b.form(box(*at(body, -4, 0.3), 8, 2.2, 0.9), who.cloth)
    near, far = arms(
        body,
        lambda arm: (
            cut.hand(b, body, arm, who.skin)
            + cut.sleeve(b, body, arm, who.cloth, 1.06, cuff=darker(who.cloth, 0.18))
        ),
    )
    return Worn(lower, top + tail + details, near, far, scarf=_shawl(b, body, who.accent))


def suit(b: Brush, body: Body, who: Persona) -> Worn:
    """Jacket, shirt and tie; a woman's suit has no tie."""
    shoes = "#2a2228"
    lower = cut.legs(b, body, who.cloth, 0.92 if who.female else 1.0, shoes)
    jacket = b.form(cut.trunk(body, loose=0.9, hem=-0.2), who.cloth)
    front = ""
    if not body.from_behind:
        s = 2.0 * body.turn
        v = path(
            "M", at(body, -2.6, 1.06), "L", at(body, 2.6, 1.06), "L", at(body, s + 0.4, 0.42), "Z"
        )
        front = b.flat(v, who.second)
        if not who.female:
            tie = (
                path("M", at(body, s * 0.5 - 0.9, 0.98), "L", at(body, s * 0.5 + 0.9, 0.98))
                + path("L", at(body, s + 1.3, 0.56), "L", at(body, s, 0.46))
                + path("L", at(body, s - 1.2, 0.58), "Z")
            )
            front += b.form(tie, who.accent)
        for side in (-1, 1):
            lapel = path(
                "M", at(body, 2.8 * side, 1.06), "L", at(body, 5.4 * side + s * 0.6, 0.76)
            ) + path(
                "L", at(body, 3.6 * side + s * 0.8, 0.72), "L", at(body, s + 0.5 * side, 0.36), "Z"
            )
            front += b.form(lapel, darker(who.cloth, 0.16))
        front += b.fold(
            path("M", at(body, s + 0.4, 0.4), "L", at(body, s + 0.8, -0.2)), who.cloth, 0.5, 0.7
        )
        front += "".join(
            b.flat(oval(*at(body, s + 1.7, t), 0.6), darker(who.cloth, 0.5)) for t in (0.28, 0.1)
        )
        if not body.from_side:
            front += b.flat(box(*at(body, 4.2 + s * 0.4, 0.66), 2.6, 0.9), who.second)
    else:
        front = b.fold(path("M", at(body, 0, 0.95), "L", at(body, 0, -0.2)), who.cloth, 0.5)
        front += b.flat(
            (
                path("M", at(body, -2.7, 1.05), "Q", at(body, 0, 0.97), at(body, 2.7, 1.05))
                + path("L", at(body, 2.4, 1.12), "L", at(body, -2.4, 1.12), "Z")
            ),
            who.second,
        )
    near, far = arms(
        body,
        lambda arm: (
            cut.hand(b, body, arm, who.skin)
            + cut.sleeve(b, body, arm, who.cloth, 0.98)
            + _cuff(b, body, arm, who.second)
        ),
    )
    return Worn(lower, jacket + front, near, far)


def _cuff(b: Brush, body: Body, arm: Limb, colour: str) -> str:
    a, c = lerp(arm.joint, arm.end, 0.84), lerp(arm.joint, arm.end, 0.92)
    return b.line(polyline(a, c), colour, 3.2 * body.build.limb)


def casual(b: Brush, body: Body, who: Persona) -> Worn:
    """A soft hooded jumper, jeans and trainers."""
    lower = cut.legs(b, body, who.second, 0.94, who.accent)
    top = b.form(cut.trunk(body, loose=1.5, hem=-0.06), who.cloth)
    w = body.waist + 1.6
    rib = path("M", at(body, -w, 0.02), "Q", at(body, 0, -0.06), at(body, w, 0.02)) + path(
        "L", at(body, w * 0.98, -0.1), "Q", at(body, 0, -0.18), at(body, -w * 0.98, -0.1), "Z"
    )
    trims = b.form(rib, darker(who.cloth, 0.12))
    hood = b.form(
        (
            path("M", at(body, -5.4, 1.0), "Q", at(body, 0, 0.74), at(body, 5.4, 1.0))
            + path("Q", at(body, 4.4, 1.14), at(body, 2.6, 1.12))
            + path("Q", at(body, 0, 0.98), at(body, -2.6, 1.12))
            + path("Q", at(body, -4.4, 1.14), at(body, -5.4, 1.0), "Z")
        ),
        darker(who.cloth, 0.1),
    )
    if body.from_behind:
        hood = b.form(
            (
                path("M", at(body, -5.6, 1.06), "Q", at(body, -5.4, 0.66), at(body, 0, 0.62))
                + path("Q", at(body, 5.4, 0.66), at(body, 5.6, 1.06))
                + path("Q", at(body, 0, 0.96), at(body, -5.6, 1.06), "Z")
            ),
            darker(who.cloth, 0.1),
        )
    else:
        s = 1.8 * body.turn
        pocket = path("M", at(body, -4.2 + s, 0.24), "L", at(body, 4.2 + s, 0.24)) + path(
            "L", at(body, 5.4 + s, 0.02), "L", at(body, -5.4 + s, 0.02), "Z"
        )
        trims += b.fold(pocket, who.cloth, 0.5, 0.7)
        strings = path(
            "M", at(body, -1.4 + s, 0.92), "v", 4.6, "M", at(body, 1.6 + s, 0.92), "v", 5
        )
        hood += b.line(strings, who.accent, 0.6)
        trims += "" if body.from_side else _badge(b, body, who, s)
    near, far = arms(
        body,
        lambda arm: (
            cut.hand(b, body, arm, who.skin)
            + cut.sleeve(b, body, arm, who.cloth, 1.05, cuff=darker(who.cloth, 0.12))
        ),
    )
    return Worn(lower, top + trims, near, far, scarf=hood)


def _badge(b: Brush, body: Body, who: Persona, shift: float) -> str:
    x, y = at(body, shift, 0.5)
    if who.motif == 0:
        star = (
            "M0,-3 L0.9,-1 L3,-0.8 L1.4,0.6 L1.9,2.7 L0,1.6 L-1.9,2.7 L-1.4,0.6 L-3,-0.8 L-0.9,-1Z"
        )
        return moved(b.flat(star, who.accent), x, y)
    if who.motif == 1:
        return b.within(
            cut.trunk(body, loose=1.5),
            *(
                b.line(path("M", at(body, -14, t), "H", x + 14), who.accent, 1.7)
                for t in (0.52, 0.38)
            ),
        )
    return b.flat(
        (
            path("M", x, y + 2.4, "C", x - 4.4, y - 1, x - 1.6, y - 3.4, x, y - 1.2)
            + path("C", x + 1.6, y - 3.4, x + 4.4, y - 1, x, y + 2.4, "Z")
        ),
        who.accent,
    )
