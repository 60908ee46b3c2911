"""What a role wears on its head, in the units of a head (see `_face`)."""

from __future__ import annotations

from generation.providers.local.illustrator.subjects._cast import Persona
from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    band,
    box,
    darker,
    mix,
    moved,
    oval,
    path,
    wave,
)


def halo(b: Brush, who: Persona) -> str:
    """Rings of light behind a heavenly being."""
    disc = b.flat(oval(0, -2, 21), mix(who.second, "#f4e2b0", 0.45), 0.55) + b.line(
        oval(0, -2, 21), "#e8c368", 1.2
    )
    rings = b.line(oval(0, -2, 17.4), who.cloth, 0.9, 0.8) + b.line(
        oval(0, -2, 14.6), "#f7e6b4", 0.6, 0.9
    )
    return b.glow(0, -2, 29, "#ffe9a8", 0.9) + disc + rings


def wear(b: Brush, who: Persona, view: str) -> str:
    """Over hair and face; `view` is front, side or back."""
    if who.role == "astronaut":
        return _bubble(b, who, view)
    if who.role == "knight":
        return _helm(b, who, view)
    if who.role == "chef":
        return _toque(b, who, view)
    return ""


def _bubble(b: Brush, who: Persona, view: str) -> str:
    x = {"front": 0.8, "side": 1.6}.get(view, 0.0)
    collar = b.form(
        path("M", -10, 11, "Q", 0, 15.4, 10, 11, "L", 10.6, 14.6, "Q", 0, 19.4, -10.6, 14.6, "Z"),
        "#c3c8d2",
        lit=0.4,
    )
    if view == "back":
        shell = b.round(oval(0, -1, 16.5, 16), who.cloth) + b.form(
            box(-3, -15, 6, 22, 3), who.second
        )
        return shell + collar
    rim = path(
        "M", -15.6, -1, "A", 16.4, 16, 0, 0, 1, 16.8, -1, "A", 16.4, 16, 0, 0, 1, -15.6, -1, "Z"
    )
    glass = (
        b.flat(rim, "#bfe6f5", 0.16, pure=True)
        + b.line(rim, who.cloth, 2.2)
        + b.line(rim, "#9aa4b4", 0.4, 0.7)
    )
    ears = b.form(box(-18.4, -4, 4, 8, 1.8), who.second) + (
        b.form(box(15.2, -4, 4, 8, 1.8), who.second) if view == "front" else ""
    )
    shine = b.line("M-11,-7 C-9,-11.4 -5.6,-13.4 -1.6,-13.8", "#ffffff", 1.7, 0.75, pure=True)
    shine += b.line("M-12.4,-1 Q-12.4,-3 -12,-4.4", "#ffffff", 1.3, 0.6, pure=True)
    return moved(ears + glass + shine, x) + collar


def _helm(b: Brush, who: Persona, view: str) -> str:
    steel = who.cloth
    sway = 2.0 * wave(b.phase)
    plume = b.form(
        band([(0, -14), (-6, -21), (-14 + sway, -19), (-19 + sway * 1.6, -11)], (3, 6, 6.4, 1)),
        who.second,
        lit=0.3,
    )
    dome = "M-11.6,4 C-12.6,-9 -8,-15.4 0,-15.4 C8,-15.4 12.4,-9 11.4,4 "
    if view == "back":
        return (
            plume
            + b.form(dome + "C11.2,9 8,12 0,12 C-8,12 -11.2,9 -11.6,4Z", steel, lit=0.5)
            + b.line("M0,-15 V11.6", darker(steel, 0.3), 0.8)
        )
    if view == "side":
        side = (
            "M8.8,-5 C8,-12 3,-15.2 -2,-15.2 C-9.4,-15.2 -12.8,-9 -12.2,-1 C-12,5 -9.6,9.4 -4,11.4 "
            "L1,10.4 C2.4,6 2.6,1 2.4,-3.6Z"
        )
        return (
            plume
            + b.form(side, steel, lit=0.5, shade=0.4)
            + b.line("M8.8,-5 L2.4,-3.6 C2.6,1 2.4,6 1,10.4", who.accent, 0.9)
        )
    face = (
        "L8.2,8 C8.8,2 8.6,-2 7.6,-4.4 Q4,-5.6 1.2,-5.4 L0.9,1.4 L0.2,2.2 "
        "L-0.5,1.4 L-0.8,-5.4 Q-4,-5.6 -7.8,-4.4 C-8.8,-2 -9,2 -8.4,8Z"
    )
    helm = b.form(dome + face, steel, lit=0.5, shade=0.4)
    trims = b.line(
        "M8.2,8 C8.8,2 8.6,-2 7.6,-4.4 Q0,-6.4 -7.8,-4.4 C-8.8,-2 -9,2 -8.4,8", who.accent, 0.8
    )
    return plume + helm + trims + b.gleam("M-9.4,-4 C-9,-9 -6.4,-12.4 -2.6,-13.4", 1.1, 0.8)


def _toque(b: Brush, who: Persona, view: str) -> str:
    puff = (
        "M-9.6,-11 C-15.6,-14 -14,-23.4 -7.4,-22.4 C-5,-27.4 5,-27.4 7.4,-22.4 "
        "C14,-23.4 15.6,-14 9.6,-11Z"
    )
    lean = -1.0 if view == "side" else 0.0
    drawn = b.form(puff, "#fbf8f2", shade=0.24) + b.form(
        "M-9.8,-6.6 Q0,-9.4 9.8,-6.6 L9.8,-12 Q0,-14.6 -9.8,-12Z", "#f1ede6", shade=0.22
    )
    return moved(
        drawn
        + b.fold(
            "M-5,-13.6 Q-6,-17 -4.6,-20 M0,-14 V-20.6 M5,-13.6 Q6,-17 4.6,-20", "#f1ede6", 0.5
        ),
        lean,
    )
