"""From a request and its reading to a scene: plan, stage, place, cast, framing, look."""

from __future__ import annotations

import math
from dataclasses import replace

from generation.providers.contract import PaintRequest
from generation.providers.local.illustrator import air, built, flora, looks, places
from generation.providers.local.illustrator.blocking import (
    LEDGE,
    Stand,
    actors,
    block,
    detail,
    view,
)
from generation.providers.local.illustrator.canvas import mix
from generation.providers.local.illustrator.casting import Plan, plan
from generation.providers.local.illustrator.framing import nearer
from generation.providers.local.illustrator.palette import light, palette
from generation.providers.local.illustrator.scene import OVERSCAN, Effect, Layer, Motion, Scene
from generation.providers.local.illustrator.sprites import Extent, sprite
from generation.providers.local.illustrator.stage import Site, Stage
from generation.providers.local.illustrator.subjects.drawing import Light
from generation.providers.local.reading import Reading
from generation.seeds import stream
from generation.styles import Style, styles

SUNS = {
    "dawn": (0.27, 0.42),
    "day": (0.26, 0.20),
    "sunset": (0.28, 0.41),
    "night": (0.26, 0.23),
    "neon": (0.25, 0.21),
}
GREEN = frozenset(
    ("garden", "forest", "meadow", "temple", "lake", "mountains", "village", "snowfield")
)
ABSTRACT = "backdrop"  # the place of a picture about which nothing is known


def compose(request: PaintRequest, reading: Reading) -> Scene:
    """The scene of one shot; the same request and reading give the same scene, byte for byte."""
    style = styles().get(request.style) or styles()["cinematic"]
    intent = plan(reading, style, request.seed)
    look = style.paint.look if style.paint.look and request.look == "illustration" else request.look
    stage = staged(request, intent, style, looks.headroom(look))
    site = places.find(intent.place or ABSTRACT).lay(stage)
    shine = light(stage.tones, stage.sun[0] < 0.5, site.lamp)
    cast = actors(intent.subjects)
    shown = detail(cast) if stage.framing == "detail" else cast
    branch = stage.framing == "detail" and not shown and intent.place in GREEN
    stands = block(stage, site, shown if shown or branch else cast, shine)
    towards = stands[0].x if stands else stage.width * site.slots[0].x
    layers = [nearer(layer, stage, site.horizon, towards) for layer in site.layers]
    if any(stand.ledge for stand in stands):
        layers.append(ledge(stage))
    for stand in stands:
        layers += subject(stage, stand, shine, style, request.seconds)
    if branch:
        layers.append(twig(stage))
    effects = [*site.effects, *weather(stage, intent)]
    scene = Scene(
        width=request.width,
        height=request.height,
        layers=tuple(sorted(layers, key=lambda layer: layer.depth)),
        effects=tuple(_once(effects)),
        focus=focus(stage, site, stands),
        seed=request.seed,
    )
    return looks.find(look).dress(scene, request, stage, style, known=bool(intent.place))


def staged(request: PaintRequest, intent: Plan, style: Style, headroom: float) -> Stage:
    """The empty stage: canvas, hour, where the sun stands (the same side in every shot)."""
    width, height = round(request.width * OVERSCAN), round(request.height * OVERSCAN)
    x, y = SUNS[intent.time]
    side = stream(request.seed, "sun").random() < 0.5
    tones = palette(intent.time, intent.weather, intent.season)
    if style.paint.haze:
        tones = replace(tones, air=min(1.3, tones.air + style.paint.haze * 0.4))
    return Stage(
        width=width,
        height=height,
        seed=request.seed,
        index=request.index,
        tones=tones,
        time=intent.time,
        season=intent.season,
        weather=intent.weather,
        sun=(x if side else 1 - x, y),
        framing=request.framing,
        accents=style.paint.accents or ("#ff3d7f", "#29e0ff", "#ffd23f"),
        headroom=headroom,
        kinds=frozenset(s.kind.replace("-", "_") for s in intent.subjects),
    )


def subject(stage: Stage, stand: Stand, shine: Light, style: Style, seconds: float) -> list[Layer]:
    """The sprite of one subject on its shadow, moved as its kind moves."""
    outline = style.paint.outline * stage.height / 1000 / stand.scale
    lit = replace(shine, outline=outline, outline_colour=style.paint.outline_colour)
    reach, under = _grounded(stage, stand)
    seen = _on_canvas(stage, stand, reach)
    drawn = sprite(stand.who, stand.pose, lit, stage.seed, stand.scale, seen, under)
    motion, offset = _motion(stage, stand, seconds)
    body = Layer(
        drawn.frames,
        stand.x - drawn.x + offset,
        stand.y - drawn.y,
        stand.depth,
        drawn.period,
        motion,
        subject=stand.main,
    )
    if not stand.main or stage.framing in ("close", "detail"):
        return [body]
    middle = stand.y + (stand.reach.top + stand.reach.bottom) / 2 * stand.scale
    halo = air.pool(
        stage,
        stand.x / stage.width,
        middle / stage.height,
        (stand.reach.bottom - stand.reach.top) * stand.scale / stage.unit * 0.8,
        mix(stage.tones.haze, stage.tones.key, 0.4),
        0.30,
    )
    return [stage.layer(halo, depth=stand.depth - 0.001), body]


def twig(stage: Stage) -> Layer:
    """A branch of the season, near and sharp, where a detail has no thing to show."""
    kind = "leaf" if stage.season == "summer" else flora.canopy_kind(stage)
    body = flora.overhang(stage, -stage.side, kind, "twig", 0.62)
    corner = stage.width if stage.side < 0 else 0
    body = (
        f'<g transform="translate({corner} 0) scale(1.75) translate({-corner} 0) translate(0 '
        f'{stage.unit * 0.05:.0f})">{body}</g>'
    )
    layer = stage.layer(stage.vector(body), depth=0.85)
    return replace(
        layer, motion=Motion("sway", stage.unit * 0.004, stage.unit * 0.002, 4.0), subject=True
    )


def ledge(stage: Stage) -> Layer:
    """A wooden table's edge in the foreground, for things too small for the ground."""
    tones, w, h, u = stage.tones, stage.width, stage.height, stage.unit
    rng, top = stage.film("ledge"), stage.height * LEDGE
    wood = tones.lit("#a8744a")
    body = built.fade("ledge", mix(wood, tones.key, 0.45), mix(wood, tones.dark, 0.55), top, h)
    body += flora.path(built.box(-5, top, w + 10, h), "url(#ledge)")
    grain = "".join(
        (
            f"M{rng.uniform(-0.2, 0.9) * w:.0f} {top + u * rng.uniform(0.012, 0.2):.1f}"
            f"h{u * rng.uniform(0.2, 0.9):.0f}"
        )
        for _ in range(46)
    )
    body += flora.line(grain, mix(wood, tones.dark, 0.6), 1.4, 0.3)
    body += flora.path(built.box(-5, top, w + 10, u * 0.004), mix(wood, tones.key, 0.8))
    return stage.layer(stage.vector(body, LEDGE - 0.01, 1), depth=0.775)


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
    if stand.on == "air" or stand.who.drawing.FLOATS:
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


def _motion(stage: Stage, stand: Stand, seconds: float) -> tuple[Motion | None, float]:
    """How the subject moves by itself, and where it starts from (pixels off its stand)."""
    doing, u = stand.who.sighting.traits, stage.unit
    near = stage.framing in ("close", "detail")
    if stand.on == "water":
        return Motion("bob", 0, u * 0.004, 4.5, stage.shot("bob").random()), 0.0
    if stand.on == "air" or stand.who.drawing.FLOATS:
        size = 0.004 if near else 0.010
        return Motion(
            "float", u * size, u * size * 1.3, 6.0, stage.shot("float", stand.who.name).random()
        ), 0.0
    pace = 0.085 if "running" in doing else 0.045 if "walking" in doing else 0.0
    if stand.who.kind in ("car", "train", "bicycle"):
        pace = 0.07
    if not pace or near or not stand.main:
        return None, 0.0
    speed = pace * u * stand.pose.facing
    seen, (left, _, right, _) = view(stage), stand.box
    room = min(left - seen.left, seen.right - right) * 0.9
    run = math.copysign(min(abs(speed) * seconds / 2, max(0.0, room)), speed)
    return Motion("walk", run * 2 / seconds, u * 0.004, 0.55 if "running" in doing else 0.8), -run


def weather(stage: Stage, intent: Plan) -> list[Effect]:
    """What falls, floats or glows in front, from the reading and the weather."""
    amounts = {"storm": ("rain", 1.0), "rain": ("rain", 0.7), "snow": ("snow", 0.7)}
    out = list[Effect]()
    if intent.weather in amounts:
        kind, amount = amounts[intent.weather]
        out.append(_effect(stage, kind, amount))
    out += [_effect(stage, kind, 0.6) for kind in intent.effects]
    if (
        not out
        and stage.season == "spring"
        and intent.place in ("garden", "meadow", "temple", "lake")
    ):
        out.append(_effect(stage, "petals", 0.45))
    if (
        not out
        and stage.season == "autumn"
        and intent.place in ("garden", "forest", "temple", "meadow", "mountains")
    ):
        out.append(_effect(stage, "leaves", 0.35))
    return out


def _effect(stage: Stage, kind: str, amount: float) -> Effect:
    tones = stage.tones
    colours = {
        "petals": mix(tones.lit(tones.blossom[1]), "#ffffff", 0.25),
        "leaves": tones.lit(tones.leaves[0]),
        "rain": mix(tones.haze, "#ffffff", 0.55),
        "snow": mix(tones.haze, "#ffffff", 0.8),
        "dust": tones.key,
        "lights": tones.accent,
        "fireflies": "#ffe9a0",
    }
    return Effect(kind, amount, colours.get(kind, "#ffffff"))


def _once(effects: list[Effect]) -> list[Effect]:
    """The first of each kind."""
    return list({e.kind: e for e in reversed(effects)}.values())[::-1]


def focus(stage: Stage, site: Site, stands: list[Stand]) -> tuple[float, float]:
    """Where the camera looks, in parts of the canvas."""
    if not stands:
        return 0.5, min(0.55, site.horizon)
    left, top, right, bottom = stands[0].box
    high = 0.3 if stands[0].who.kind == "person" else 0.5
    seen = view(stage)
    y = top + (min(bottom, seen.bottom) - top) * high
    return (left + right) / 2 / stage.width, y / stage.height
