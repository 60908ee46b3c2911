"""What a calling wears: armour, spacesuit, silks, a monk's robe, a chef's whites."""

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
    limb,
    mix,
    moved,
    oval,
    path,
    smooth,
    wave,
)
from generation.providers.local.illustrator.subjects._wardrobe import Worn, arms, long_skirt


def armour(b: Brush, body: Body, who: Persona) -> Worn:
    """Plates with a tabard and a cape."""
    steel, dark = who.cloth, darker(who.cloth, 0.4)
    lower = cut.legs(b, body, dark, 1.0, steel)
    for leg in (body.far_leg, body.near_leg):
        scale = body.build.limb
        lower += b.form(
            limb(
                lerp(leg.joint, leg.end, 0.14),
                lerp(leg.joint, leg.end, 0.5),
                lerp(leg.joint, leg.end, 0.95),
                (6 * scale, 6.2 * scale, 5 * scale),
            ),
            steel,
            lit=0.4,
        )
        lower += b.round(oval(*leg.joint, 3.0 * scale), steel, lit=0.5)
    chest = b.form(cut.trunk(body, loose=0.8, hem=0.2), steel, lit=0.45, shade=0.4)
    if body.seated:
        tabard = ""
    else:
        tabard = b.form(cut.skirt(body, 0.26, 24 + body.stance.rise, 0.4, b.phase), who.second)
    lines = b.fold(
        path("M", at(body, 1.8 * body.turn, 0.98), "L", at(body, 1.8 * body.turn, 0.3)),
        steel,
        0.6,
        0.8,
    )
    lines += b.gleam(
        path(
            "M",
            at(body, -body.shoulder * 0.5, 0.84),
            "Q",
            at(body, -body.shoulder * 0.6, 0.6),
            at(body, -body.waist * 0.6, 0.42),
        ),
        0.9,
        0.8,
    )
    belt = cut.sash(b, body, 0.14, 0.26, darker(who.second, 0.35), who.accent)
    crest = (
        ""
        if body.from_behind
        else moved(
            b.form("M-3,-3.4 H3 V0.4 Q2.6,3 0,4.2 Q-2.6,3 -3,0.4Z", who.second)
            + b.line("M0,-2.6 V3.2 M-2.4,-0.6 H2.4", who.accent, 0.8),
            *at(body, 1.6 * body.turn, 0.6),
        )
    )
    cape = _cape(b, body, who.second)

    def arm(limb_: Limb) -> str:
        plate = cut.sleeve(b, body, limb_, steel, 1.04, cuff=mix(steel, "#ffffff", 0.2))
        pad = b.round(
            oval(limb_.root[0], limb_.root[1] + 0.6, 4.6 * body.build.limb, 4.2 * body.build.limb),
            steel,
            lit=0.55,
        )
        return (
            cut.hand(b, body, limb_, dark)
            + plate
            + pad
            + b.gleam(
                path("M", limb_.root[0] - 3, limb_.root[1], "q", 1, -2.6, 3.4, -2.4), 0.6, 0.7
            )
        )

    near, far = arms(body, arm)
    behind, over = ("", cape) if body.from_behind else (cape, "")
    return Worn(lower + tabard, chest + lines + crest + belt + over, near, far, behind=behind)


def _cape(b: Brush, body: Body, colour: str) -> str:
    x, y = body.neck
    s, sway = body.shoulder, 2.0 * wave(b.phase)
    back = -9.0 * body.turn if not body.from_behind else 0.0
    low = -5.0 - body.stance.rise if not body.seated else -0.5
    shape = (
        path(
            "M",
            x - s * 0.8,
            y + 1,
            "C",
            x - s - 3 + back * 0.4,
            y + 16,
            -s - 5 + back + sway,
            low - 22,
            -s - 6 + back + sway,
            low,
        )
        + path("Q", back * 0.6 + sway, low + 3, s + 5 + back * 0.5 + sway, low)
        + path("C", s + 4 + back * 0.3, low - 22, x + s + 2, y + 16, x + s * 0.8, y + 1)
        + path("Q", x, y - 1.4, x - s * 0.8, y + 1, "Z")
    )
    folds = path(
        "M", x - 3, y + 3, "Q", x - 5 + back * 0.5, y + 30, -5 + back + sway, low - 1
    ) + path("M", x + 3, y + 3, "Q", x + 5, y + 30, 5 + back * 0.5 + sway, low - 1)
    return b.form(shape, colour, shade=0.4) + b.fold(folds, colour, 0.7)


def spacesuit(b: Brush, body: Body, who: Persona) -> Worn:
    """Thick white layers, coloured bands, a pack on the back and a panel on the chest."""
    white, mark = who.cloth, who.second
    pack_x = -7.0 * body.turn if not body.from_behind else 0.0
    px, py = at(body, pack_x, 1.08)
    pack = b.form(box(px - 9.5, py, 19, 25, 4), darker(white, 0.18)) + b.form(
        box(px - 7, py + 3, 14, 4, 1.5), mark
    )
    lower = ""
    for leg, far in ((body.far_leg, True), (body.near_leg, False)):
        tint = mix(white, b.light.shade, 0.14) if far else white
        scale = body.build.limb
        lower += cut.shoe(b, leg, "#6d7482")
        lower += b.form(
            limb(leg.root, leg.joint, leg.end, (9.6 * scale, 8.6 * scale, 7.4 * scale)), tint
        )
        ring = lerp(leg.joint, leg.root, 0.35)
        lower += b.line(
            path("M", ring[0] - 4.2 * scale, ring[1], "q", 4.2 * scale, 1.6, 8.4 * scale, 0),
            mark,
            1.3,
        )
        lower += b.fold(path("M", leg.joint[0] - 3, leg.joint[1], "q", 3, 1.4, 6, 0), tint, 0.5)
    top = b.form(cut.trunk(body, loose=3.0, hem=-0.1), white, shade=0.24)
    panel = ""
    if not body.from_behind:
        x, y = at(body, 2.2 * body.turn, 0.62)
        panel = b.form(box(x - 5.4, y, 10.8, 8, 1.6), darker(white, 0.2))
        panel += b.flat(box(x - 4, y + 1.4, 4, 2.6, 0.6), "#5fd0d8", pure=True) + b.flat(
            oval(x + 2.2, y + 2.6, 1), "#e8574a", pure=True
        )
        panel += b.flat(oval(x + 4, y + 5.6, 0.8), who.accent) + b.line(
            path("M", x - 4, y + 5.8, "h", 5.4), mark, 1.0
        )
    else:
        panel, pack = pack, ""
    belt = cut.sash(b, body, 0.08, 0.18, mark, darker(mark, 0.2))

    def arm(limb_: Limb) -> str:
        ring = lerp(limb_.root, limb_.joint, 0.55)
        scale = body.build.limb
        stripe = b.round(oval(*ring, 3.0 * scale, 1.1), mark, lit=0.1)
        return (
            cut.hand(b, body, limb_, "#8a909c")
            + cut.sleeve(b, body, limb_, white, 1.42, cuff="#c9ced6")
            + stripe
        )

    near, far = arms(body, arm)
    return Worn(lower, top + panel + belt, near, far, behind=pack)


def _trailing(b: Brush, body: Body, who: Persona, gold: str) -> str:
    """A skirt that streams behind somebody who flies, the feet just showing."""
    x, y = at(body, 0, 0.3)
    long, s = body.build.leg, 2.2 * wave(b.phase, 0.1)
    line = [
        (x, y),
        (x + 2, y + long * 0.34),
        (x - 2 + s * 0.3, y + long * 0.72),
        (x - 13 + s, y + long * 1.04),
        (x - 30 + 1.6 * s, y + long * 1.2),
    ]
    w = body.waist
    skirt = band(line, (w * 2, w * 2.9, w * 3.1, w * 3.3, w * 2.6))
    panel = band([(px + 2.4, py) for px, py in line[:4]], (w * 1.1, w * 1.7, w * 1.6, 1.0))
    ends = ((x - 38 + 2 * s, y + long * 1.52, who.accent), (x - 52, y + long + 2 * s, who.second))
    tails = "".join(
        b.form(band([line[1], line[2], line[3], (ex, ey)], (1, 5, 8, 0.6)), colour, lit=0.3)
        for ex, ey, colour in ends
    )
    (ex, ey), (hx, hy) = line[4], lerp(line[3], line[4], 0.82)
    foot = b.form("M-3,-2 C0,-3 5,-1 9,0.6 C6,2.4 0,3 -3,2Z", who.skin, rim=0.3)
    feet = moved(foot, ex + 6, ey + 4, 136) + moved(foot, ex + 9, ey + 9, 120)
    creases = "".join(
        smooth([(px + dx * (0.4 + 0.2 * i), py) for i, (px, py) in enumerate(line)])
        for dx in (-6, -2, 3, 6)
    )
    folds = b.fold(creases, who.cloth, 0.5, 0.5)
    hem = b.line(path("M", hx - 6, ey - 9, "L", hx + 6, hy + 16), gold, 1.2)
    edge = b.line(smooth([(px + 2.4, py) for px, py in line[:4]]), gold, 0.7, 0.9)
    drawn = feet + tails + b.form(skirt, who.cloth, lit=0.3) + b.within(skirt, folds, hem)
    return drawn + b.form(panel, who.second, lit=0.3) + edge


def _gathered(b: Brush, body: Body, who: Persona, gold: str) -> str:
    """The same skirt on somebody who stands or sits."""
    seated = body.seated
    shape = cut.pool(body) if seated else cut.skirt(body, 0.34, 1.0, 4.6, b.phase)
    folds = cut.pool_folds(body) if seated else cut.pleats(body, 0.3, 2, 4.6, 6)
    lower = b.form(shape, who.cloth, lit=0.3) + b.fold(folds, who.cloth, 0.55)
    lower += b.within(
        shape, b.line("M-60,-2.4 H60", who.second, 3.4), b.line("M-60,-5.4 H60", gold, 0.8)
    )
    if seated:
        return lower
    knee = body.build.leg * 0.52
    panel = cut.skirt(body, 0.32, 1.6 + knee, 1.0, b.phase)
    trim = b.line(path("M", -40, -3.2 - knee, "H", 40), gold, 1.6)
    return lower + b.form(panel, who.second, lit=0.25) + b.within(panel, trim)


def silks(b: Brush, body: Body, who: Persona) -> Worn:
    """A heavenly dancer: bare arms with gold, a jewelled collar, a striped flowing skirt."""
    gold = "#e6bd62"
    hang = _trailing if body.stance.roll else _gathered
    lower = hang(b, body, who, gold)
    skin = b.form(cut.trunk(body, hem=0.2, bust=True), who.skin, shade=0.2)
    s, w = body.shoulder, body.waist
    bodice = (
        path(
            "M",
            at(body, -s * 0.86, 0.78),
            "Q",
            at(body, 1.4 * body.turn, 0.66),
            at(body, s * 0.86, 0.78),
        )
        + path("L", at(body, s * 0.84, 0.62), "L", at(body, w * 1.02, 0.44))
        + path("Q", at(body, 0, 0.4), at(body, -w * 1.02, 0.44))
        + path("L", at(body, -s * 0.84, 0.62), "Z")
    )
    top = (
        skin
        + b.form(bodice, who.second)
        + b.line(
            path(
                "M",
                at(body, -s * 0.86, 0.78),
                "Q",
                at(body, 1.4 * body.turn, 0.66),
                at(body, s * 0.86, 0.78),
            ),
            gold,
            0.9,
        )
    )
    belt = cut.sash(b, body, 0.26, 0.36, gold, who.cloth)
    if not body.from_behind:
        x, y = at(body, 1.4 * body.turn, 0.84)
        collar = b.line(
            path("M", at(body, -4.6, 0.98), "Q", (x, y + 3.4), at(body, 4.6, 0.98)), gold, 1.3
        )
        collar += b.round(oval(x, y + 1.6, 1.1), "#2f9c8e") + b.flat(
            cut.dots([(x - 2.6, y + 0.6), (x + 2.6, y + 0.6)], 0.6), "#d9574a"
        )
        top += collar

    def arm(limb_: Limb) -> str:
        bands = ""
        for t, (p, q) in ((0.45, (limb_.root, limb_.joint)), (0.82, (limb_.joint, limb_.end))):
            x, y = lerp(p, q, t)
            bands += b.form(oval(x, y, 2.0 * body.build.limb + 0.2, 0.9), gold, lit=0.5)
        return cut.bare_arm(b, body, limb_, who.skin) + cut.hand(b, body, limb_, who.skin) + bands

    near, far = arms(body, arm)
    return Worn(lower, top + belt, near, far)


def kasaya(b: Brush, body: Body, who: Persona) -> Worn:
    """A monk's robe, the upper cloth over one shoulder, and beads."""
    lower = long_skirt(b, body, who.second, darker(who.second, 0.3), 0.36, 2.6)
    top = b.form(cut.trunk(body, loose=1.0, hem=0.0), who.second)
    s, w, low = body.shoulder, body.waist + 1.4, 0.0 if body.seated else -0.4
    side = -1 if body.from_behind else 1
    wrap = (
        path(
            "M",
            at(body, 2.4 * side, 1.05),
            "Q",
            at(body, s * 0.8 * side, 1.02),
            at(body, s * side, 0.86),
        )
        + path("L", at(body, w * 1.1 * side, 0.3), "L", at(body, (body.hips + 1.6) * side, low))
        + path("Q", at(body, 0, low - 0.2), at(body, -(body.hips + 1.6) * side, low + 0.1))
        + path(
            "L",
            at(body, -w * side, 0.5),
            "Q",
            at(body, 0.4 * side, 0.8),
            at(body, 2.4 * side, 1.05),
            "Z",
        )
    )
    folds = path(
        "M",
        at(body, s * 0.7 * side, 0.86),
        "Q",
        at(body, 2 * side, 0.5),
        at(body, -w * 0.9 * side, 0.3),
    ) + path(
        "M",
        at(body, s * 0.84 * side, 0.7),
        "Q",
        at(body, 3 * side, 0.3),
        at(body, -w * 0.8 * side, 0.06),
    )
    cloth = (
        b.form(wrap, who.cloth, lit=0.26)
        + b.fold(folds, who.cloth, 0.6)
        + b.within(
            wrap,
            b.line(
                path(
                    "M",
                    at(body, -w * side, 0.5),
                    "Q",
                    at(body, 0.4 * side, 0.8),
                    at(body, 2.4 * side, 1.05),
                ),
                who.accent,
                1.4,
            ),
        )
    )
    beads = ""
    if not body.from_behind:
        x, y = body.neck
        beads = "".join(
            b.round(
                oval(x + 1.2 * body.turn + 5.2 * u, y + 1 + 11 * (1 - u * u) ** 0.5, 0.95),
                "#7a3f2a",
            )
            for u in (-0.95, -0.75, -0.5, -0.2, 0.1, 0.4, 0.66, 0.88)
        )
    near, far = arms(
        body,
        lambda arm: (
            cut.hand(b, body, arm, who.skin)
            + cut.wide_sleeve(b, body, arm, who.second, who.cloth, 8.0)
        ),
    )
    return Worn(lower, top + cloth + beads, near, far)


def whites(b: Brush, body: Body, who: Persona) -> Worn:
    """A chef's double-breasted jacket, apron and neckerchief."""
    lower = cut.legs(b, body, who.second, 1.0, "#2b2730")
    jacket = b.form(cut.trunk(body, loose=1.2, hem=-0.12), who.cloth, shade=0.2)
    s = 1.8 * body.turn
    details, apron = "", ""
    if not body.from_behind:
        details = b.fold(
            path("M", at(body, s + 2.8, 0.96), "L", at(body, s + 2.2, 0.2)), who.cloth, 0.5, 0.6
        )
        details += b.flat(
            cut.dots([at(body, s + x, t) for t in (0.8, 0.62, 0.44) for x in (-2.4, 1.0)], 0.62),
            who.second,
        )
    w = body.hips + 1.3
    if not body.seated:
        knee = -(6 + body.build.leg * 0.45) - body.stance.rise
        shape = path("M", at(body, -w, 0.26), "L", at(body, w, 0.26)) + path(
            "L", (w + 1.6 + s, knee), "Q", (s, knee + 1.6), (-w - 1.4 + s, knee), "Z"
        )
        apron = b.form(shape, mix(who.second, who.cloth, 0.12 if not body.from_behind else 0.1))
    tie = cut.sash(b, body, 0.2, 0.27, who.second, who.second)
    kerchief = b.form(
        (
            path("M", at(body, -4, 1.04), "Q", at(body, s * 0.6, 0.9), at(body, 4, 1.04))
            + path("L", at(body, s * 0.8 + 0.6, 0.82), "Z")
        ),
        who.accent,
    )
    near, far = arms(
        body,
        lambda arm: (
            cut.hand(b, body, arm, who.skin)
            + cut.sleeve(b, body, arm, who.cloth, 1.04, cuff=mix(who.cloth, who.second, 0.14))
        ),
    )
    return Worn(lower, jacket + details + apron + tie, near, far, scarf=kerchief)
