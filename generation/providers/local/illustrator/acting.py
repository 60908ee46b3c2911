"""Subjects on the stage: their sprites, shadows, reflections and walk."""

from __future__ import annotations

from dataclasses import replace

from generation.providers.local.illustrator import air
from generation.providers.local.illustrator.blocking import Stand, view
from generation.providers.local.illustrator.canvas import Patch, mix
from generation.providers.local.illustrator.scene import Layer, Motion
from generation.providers.local.illustrator.sprites import Extent, sprite
from generation.providers.local.illustrator.stage import Stage
from generation.providers.local.illustrator.subjects.drawing import Light
from generation.styles import Style


def subject(
    stage: Stage, stand: Stand, shine: Light, style: Style, pace: float, seconds: float
) -> Layer:
    """The sprite of one subject on its shadow, moved as its kind moves; who walks goes at `pace`
    (pixels a second)."""
    outline = style.paint.outline * stage.height / 1000 / stand.scale
    lit = replace(shine, outline=outline, outline_colour=style.paint.outline_colour)
    reach, under = _grounded(stage, stand)
    seen = _on_canvas(stage, stand, reach)
    drawn = sprite(stand.who, stand.pose, lit, stage.seed, stand.scale, seen, under)
    motion = _motion(stage, stand, pace)
    start = -pace * seconds / 2 if motion and motion.kind == "walk" else 0.0
    return Layer(
        drawn.frames,
        stand.x - drawn.x + start,
        stand.y - drawn.y,
        stand.depth,
        drawn.period,
        motion,
        subject=stand.main,
    )


def halo(stage: Stage, layers: list[Layer], stands: list[Stand]) -> list[Layer]:
    """The layers with a breath of light behind the main subject, on the still layer next to it."""
    if not stands or stage.framing in ("close", "detail"):
        return layers
    main = stands[0]
    behind = [
        k
        for k, layer in enumerate(layers)
        if layer.depth < main.depth - 0.02 and layer.blend == "over" and not layer.motion
    ]
    if not behind:
        return layers
    k = max(behind, key=lambda k: layers[k].depth)
    middle = main.y + (main.reach.top + main.reach.bottom) / 2 * main.scale
    tall = (main.reach.bottom - main.reach.top) * main.scale / stage.unit
    colour = mix(stage.tones.haze, stage.tones.key, 0.4)
    light = air.pool(stage, main.x / stage.width, middle / stage.height, tall * 0.8, colour, 0.3)
    base = Patch(layers[k].frames[0], round(layers[k].left), round(layers[k].top))
    return [*layers[:k], stage.layer(base, light, depth=layers[k].depth), *layers[k + 1 :]]


def _grounded(stage: Stage, stand: Stand) -> tuple[Extent, str]:
    """A shadow under feet, or a broken reflection on water, in the drawing's units."""
    r = stand.reach
    if stand.on == "water":
        d = "".join(
            (
                f'<ellipse cx="{(r.left + r.right) / 2 + k * 3:.1f}" cy="{6 + k * 7:.1f}" '
                f'rx="{r.width * (0.46 - 0.07 * k):.1f}" ry="{2.2 - 0.3 * k:.1f}"/>'
            )
            for k in range(4)
        )
        deep = mix(stage.tones.dark, stage.tones.haze, 0.25)
        return replace(
            r, bottom=max(r.bottom, 34.0)
        ), f'<g fill="{deep}" fill-opacity=".38">{d}</g>'
    if stand.on == "air" or stand.who.aloft:
        return r, ""
    wide = min(r.width * 0.42, 60.0)
    lean = (0.35 if stage.time in ("dawn", "sunset") else 0.1) * (1 if stage.sun[0] < 0.5 else -1)
    cx = (r.left + r.right) / 2 * 0.5 + wide * lean
    dark = stage.tones.dark
    shadow = (
        f'<radialGradient id="contact"><stop offset="0" stop-color="{dark}" stop-opacity=".62"/>'
        f'<stop offset=".6" stop-color="{dark}" stop-opacity=".32"/><stop offset="1" '
        f'stop-color="{dark}" stop-opacity="0"/></radialGradient>'
    )
    shadow += (
        f'<ellipse cx="{cx:.1f}" cy="0" rx="{wide * 1.15:.1f}" '
        f'ry="{max(3.0, wide * 0.13):.1f}" fill="url(#contact)"/>'
    )
    low, high = min(r.left, cx - wide * 1.2), max(r.right, cx + wide * 1.2)
    return Extent(low, r.top, high, max(r.bottom, wide * 0.15)), shadow


def _on_canvas(stage: Stage, stand: Stand, reach: Extent) -> Extent:
    """The part of the drawing that can ever be seen."""
    s = stand.scale
    return Extent(
        max(reach.left, (-0.05 * stage.width - stand.x) / s),
        max(reach.top, -stand.y / s),
        min(reach.right, (1.05 * stage.width - stand.x) / s),
        min(reach.bottom, (stage.height - stand.y) / s),
    )


def _motion(stage: Stage, stand: Stand, pace: float) -> Motion | None:
    """How the subject moves by itself."""
    u, phase = stage.unit, stage.shot("float", stand.who.name).random()
    if stand.on == "water":
        return Motion("bob", 0, u * 0.004, 4.5, phase)
    if stand.on == "air" or stand.who.aloft:
        size = 0.004 if stage.framing in ("close", "detail") else 0.010
        return Motion("float", u * size, u * size * 1.3, 6.0, phase)
    if not pace or not _speed(stand):
        return None
    step = 0.55 if "running" in stand.who.sighting.traits else 0.8
    return Motion("walk", pace, u * 0.004, step)


def march(stage: Stage, stands: list[Stand], seconds: float) -> float:
    """The common pace of all who walk or drive, so that nobody leaves the picture: pixels a second,
    negative to the left."""
    walkers = [s for s in stands if _speed(s) and s.on not in ("air", "water")]
    if not walkers or stage.framing in ("close", "detail"):
        return 0.0
    seen = view(stage)
    room = min(min(s.box[0] - seen.left, seen.right - s.box[2]) for s in walkers) * 0.9
    wanted = min(map(_speed, walkers)) * stage.unit * seconds / 2
    return min(wanted, max(0.0, room)) * 2 / seconds * walkers[0].pose.facing


def _speed(stand: Stand) -> float:
    """Units a second at an unhurried look."""
    doing = stand.who.sighting.traits
    if stand.who.kind in ("car", "train", "bicycle"):
        return 0.07
    return 0.085 if "running" in doing else 0.045 if "walking" in doing else 0.0
