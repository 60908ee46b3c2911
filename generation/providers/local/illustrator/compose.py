"""From a request and its reading to a scene: plan, stage, place, cast, framing, look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from generation.providers.contract import PaintRequest
from generation.providers.local import colours
from generation.providers.local.illustrator import acting, looks, places, props
from generation.providers.local.illustrator.blocking import Stand, actors, block, detail, view
from generation.providers.local.illustrator.canvas import hexed, mix, rgb, strength
from generation.providers.local.illustrator.casting import Plan, plan
from generation.providers.local.illustrator.finish import LED
from generation.providers.local.illustrator.framing import nearer, placed, sketched
from generation.providers.local.illustrator.palette import light, palette
from generation.providers.local.illustrator.scene import OVERSCAN, Effect, Scene
from generation.providers.local.illustrator.stage import Site, Stage
from generation.providers.local.portrayal import portrayed
from generation.providers.local.reading import Reading
from generation.providers.local.recipe import Swatches
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


def compose(request: PaintRequest, reading: Reading, swatches: Swatches | None = None) -> Scene:
    """The scene of one shot; the same request, reading and swatches give the same scene, byte for
    byte."""
    style = styles().get(request.style) or styles()["cinematic"]
    figures = swatches.figures if swatches else {}
    company = portrayed(reading.subjects, request.cast, figures)
    intent = plan(replace(reading, subjects=company), style, request.seed)
    if swatches:
        style, intent = led(style, swatches), dyed(intent, swatches)
    look = style.paint.look if style.paint.look and request.look == "illustration" else request.look
    stage = staged(request, intent, style, looks.headroom(look))
    small, factor = sketched(stage)
    site = places.find(intent.place or ABSTRACT).lay(small)
    shine = light(stage.tones, stage.sun[0] < 0.5, site.lamp)
    cast = actors(intent.subjects)
    shown = detail(cast) if stage.framing == "detail" else cast
    bare = stage.framing == "detail" and not (shown or request.cast)
    branch = bare and intent.place in GREEN
    stands = block(stage, site, shown if shown or branch else cast, shine)
    towards = stands[0].x if stands else stage.width * site.slots[0].x
    layers = [nearer(layer, stage, site.horizon, towards, factor) for layer in site.layers]
    if any(stand.ledge for stand in stands):
        layers.append(props.ledge(stage))
    if branch:
        layers.append(props.twig(stage))
    layers = acting.halo(stage, layers, stands)
    pace = acting.march(stage, stands, request.seconds)
    layers += [acting.subject(stage, s, shine, style, pace, request.seconds) for s in stands]
    effects = [*(placed(e, factor) for e in site.effects), *weather(stage, intent)]
    if style.paint.palette:
        effects = [replace(e, colour=nearest(e.colour, style.paint.palette)) for e in effects]
    scene = Scene(
        width=request.width,
        height=request.height,
        layers=tuple(sorted(layers, key=lambda layer: layer.depth)),
        effects=tuple(_once(effects)),
        focus=focus(stage, site, stands),
        seed=request.seed,
    )
    return looks.find(look).dress(scene, request, stage, style, known=bool(intent.place))


def led(style: Style, swatches: Swatches) -> Style:
    """The style in the colours of a person's picture."""
    if not swatches.palette:
        return style
    strongest = sorted(swatches.palette, key=strength, reverse=True)
    paint = {"palette": swatches.palette, "accents": tuple(strongest[:3])}
    return style.model_copy(update={"paint": style.paint.model_copy(update=paint)})


def nearest(colour: str, palette: Sequence[str]) -> str:
    """A colour, led to those of a palette."""
    return hexed(*colours.led(np.array([rgb(colour)]), palette, LED)[0])


def dyed(intent: Plan, swatches: Swatches) -> Plan:
    """The plan with its main subject, a person before all, in a figure's colours, where words do
    not name others."""
    if not (swatches.figure and intent.subjects):
        return intent
    subjects = list(intent.subjects)
    main = next((n for n, subject in enumerate(subjects) if subject.kind == "person"), 0)
    said = subjects[main].colours
    seen = {part: c for part, c in swatches.figure.items() if part != "outfit" or "" not in said}
    subjects[main] = replace(subjects[main], colours={**seen, **said})
    return replace(intent, subjects=tuple(subjects))


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
