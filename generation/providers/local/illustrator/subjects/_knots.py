"""What is done with hair: buns, braids, pins and flowers; and beards. In the units of a head."""

from __future__ import annotations

from generation.providers.local.illustrator.subjects._cast import Persona
from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    band,
    box,
    mirrored,
    moved,
    oval,
    path,
)


def top(b: Brush, who: Persona, length: str, turn: float, flow: float) -> str:
    """Knots on top of the head, and braids before the shoulders."""
    lean = -1.4 * turn
    if length == "buns":
        return "".join(bun(b, who, x + lean, -12.4, 4.5) for x in (-8.2, 8.2))
    if length == "topknot":
        return bun(b, who, lean, -15.6, 4.0) + clasp(b, lean, -13.6)
    if length == "crown":
        return bun(b, who, lean - 2.6, -15.4, 4.3) + bun(b, who, lean + 2.8, -15.8, 4.0)
    if length == "loops":
        return loops(b, who, lean)
    if length == "chignon":
        return bun(b, who, lean - 1.0, -14.6, 4.6) if who.outfit == "kimono" else ""
    if length == "braids":
        return "".join(braid(b, who, x, flow) for x in (-9.2, 9.0 - 0.6 * turn))
    return ""


def bun(b: Brush, who: Persona, x: float, y: float, r: float) -> str:
    swirl = path(
        "M", x - r * 0.6, y + r * 0.2, "Q", x - r * 0.2, y - r * 0.8, x + r * 0.5, y - r * 0.4
    )
    swirl += path(
        "M", x - r * 0.3, y + r * 0.6, "Q", x + r * 0.5, y + r * 0.3, x + r * 0.6, y - r * 0.1
    )
    return b.round(oval(x, y, r, r * 0.9), who.hair) + b.fold(swirl, who.hair, 0.4)


def clasp(b: Brush, x: float, y: float) -> str:
    ring = b.form(box(x - 2.6, y - 1.0, 5.2, 2.0), "#d8b25a")
    return b.line(path("M", x - 6.4, y - 1.2, "L", x + 6.4, y - 1.8), "#d8b25a", 0.6) + ring


def loops(b: Brush, who: Persona, lean: float) -> str:
    """The high double loops of a heavenly dancer."""
    ring = [(0.0, -12.5), (-5.6, -17.0), (-5.4, -23.4), (-1.0, -24.4), (0.2, -18.0)]
    loop = b.form(band(ring, (3.0, 2.6, 2.4, 2.6, 2.6)), who.hair)
    return moved(loop + mirrored(loop) + bun(b, who, 0, -15.0, 4.2), lean)


def braid(b: Brush, who: Persona, x: float, flow: float) -> str:
    beads = ""
    for i in range(6):
        y, sway = 8.0 + 3.6 * i, 0.35 * i * flow
        beads += b.round(
            oval(x + sway + (0.35 if i % 2 else -0.35), y, 2.3 - 0.14 * i, 2.3), who.hair
        )
    tip = b.form(
        path("M", x - 1.2 + 2.1 * flow, 28, "Q", x + 2.1 * flow, 34, x + 1.2 + 2.1 * flow, 28, "Z"),
        who.hair,
    )
    return tip + beads + b.form(oval(x + 2.0 * flow, 28.2, 1.6, 1.0), who.accent)


def ornaments(b: Brush, who: Persona, length: str, turn: float) -> str:
    """Pins and flowers that belong to what is worn."""
    lean = -1.4 * turn
    gold = "#e2b95c"
    if length == "crown":
        pin = b.line(path("M", lean + 3, -13.6, "L", lean + 9.6, -15.6), gold, 0.55)
        drops = "".join(
            b.flat(oval(lean + 9.2 + 0.1 * i, -14 + 1.5 * i, 0.42), gold) for i in range(4)
        )
        return (
            pin
            + drops
            + blossom(b, -7.4 + lean, -10.6, 2.6, who.accent)
            + blossom(b, -4.6 + lean, -13, 1.7, who.cloth)
        )
    if length == "chignon" and who.outfit == "kimono":
        return blossom(b, 7.0 + lean, -10.0, 3.0, who.accent) + blossom(
            b, 4.2 + lean, -12.6, 2.0, "#fff2ea"
        )
    if length == "loops":
        crown = (
            "M-6.4,-10.4 L-5.4,-14 L-3,-11.8 L0,-17 L3,-11.8 L5.4,-14 L6.4,-10.4 Q0,-13 -6.4,-10.4Z"
        )
        return moved(
            b.form(crown, gold)
            + b.round(oval(0, -13.0, 1.0), "#2f9c8e")
            + b.round(oval(-3.6, -11.8, 0.6), "#d9574a")
            + b.round(oval(3.6, -11.8, 0.6), "#d9574a")
            + b.flat("M0.6,-7.6 l0.6,1.3 -0.6,1.3 -0.6,-1.3Z", "#d0453c"),
            0.7 * turn,
        )
    if length in {"ponytail", "buns"}:
        knots = (
            ((-6.0 + lean, -10.8),)
            if length == "ponytail"
            else ((-6.4 + lean, -10.2), (6.6 + lean, -10.2))
        )
        return "".join(b.form(oval(x, y, 1.5, 1.1), who.accent) for x, y in knots)
    return ""


def blossom(b: Brush, x: float, y: float, r: float, colour: str) -> str:
    petals = "".join(
        moved(b.flat(oval(0, -r * 0.58, r * 0.42, r * 0.52), colour), x, y, 72 * i)
        for i in range(5)
    )
    return petals + b.flat(oval(x, y, r * 0.3), "#f6d77a")


def beard(b: Brush, who: Persona, turn: float) -> str:
    """An old man's beard and moustache."""
    if who.female or who.role != "elder":
        return ""
    x = 1.9 * turn
    full = (
        path("M", -9 + 0.6 * turn, 2.2, "C", -8.6, 8, -6.4 + x, 12, -3 + x, 15)
        + path("Q", 0.2 + x, 19.4, 2.6 + x, 15, "C", 6.4 + x * 0.6, 12, 8.6, 8, 8.9, 2.2)
        + path("C", 8, 5, 6.4 + x * 0.4, 6.4, 4.2 + x, 6.6)
        + path("Q", x, 5.6, -4.2 + x, 6.6, "C", -6.4, 6.4, -8, 5, -9 + 0.6 * turn, 2.2, "Z")
    )
    return b.form(full, who.hair, rim=0.4) + moved(
        b.fold("M-3,10 Q-2.4,13 -0.8,15.4 M3,10 Q2.4,13 1.2,15.4 M0,10.4 L0.2,16", who.hair, 0.35)
        + b.line("M-1.6,8.4 Q0,9.4 1.6,8.4", "#9c4a48", 0.6),
        x,
    )


def profile_beard(b: Brush, who: Persona) -> str:
    if who.female or who.role != "elder":
        return ""
    shape = (
        "M-1.6,3 C-0.6,6.6 1.6,7.4 4.4,6.6 L8.8,5.6 C9.4,7.6 9.6,9.6 9,12 "
        "C8.4,15 7,17.4 6,18.6 C2,15.6 -1.2,10 -1.6,3Z"
    )
    return b.form(shape, who.hair) + b.line("M6.4,8.2 L8.6,7.8", "#9c4a48", 0.5)
