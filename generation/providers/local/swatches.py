"""The colours of pictures that a drawing should follow: of a style the palette, of somebody what
hair, skin and clothes look like. Nothing else of a picture is understood here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from generation.model import Reference
from generation.providers.contract import Bench, PaintRequest
from generation.providers.local.colours import Lab, hexes, lab, means
from generation.providers.local.picture import opened
from generation.providers.local.recipe import Swatches

SEEN = 220  # pixels of the longer side: enough for colours
COLOURS = 5  # of a style
MEANT = 0.04  # of a picture has a colour that somebody means
DARK, LIGHT = 18.0, 92.0  # lightness that the ends of a palette have at least
PALE = 14.0  # chroma of paper
BACKDROP = 3  # colours that the edges of a portrait have
APART = 13.0  # from the backdrop, of 100: where somebody begins
LEAST_AHEAD = 0.01  # of a picture: somebody small in a wide scene covers no more
FACES = (
    0.05,
    0.065,
    0.085,
    0.12,
    0.17,
    0.24,
    0.33,
    0.45,
)  # sides of a face, in parts of the shorter side
SKIN_IN_FACE = 0.55
ENOUGH = 20  # pixels that make a colour
SKINS = (
    *("#fbdcc4", "#f6cfb2", "#f3c6a5", "#e9b48e", "#d89b72"),
    *("#c08560", "#a9714b", "#8a5a3c", "#6b4430"),
)

Mask = NDArray[np.bool_]


async def swatches(request: PaintRequest, bench: Bench) -> Swatches:
    """The colours that a request wants: its palette, before those of its reference pictures.

    Raises `BadInput` for a picture that cannot be read, or that retention took."""
    found = await _of(request.references, bench)
    if not request.palette:
        return found
    return found.model_copy(update={"palette": graduated(request.palette)})


async def _of(references: Sequence[Reference], bench: Bench) -> Swatches:
    """The colours of pictures, looked at in a worker: strangers sent them."""
    if not references:
        return Swatches()
    from generation.providers.local.studio import studio
    from generation.providers.wire.media import kept

    paths = [(r.kind, str(kept(r.picture, bench)), r.name) for r in references]
    return Swatches.model_validate(await studio().run(look, paths))


def graduated(chosen: Sequence[str]) -> tuple[str, ...]:
    """A palette that a picture can be painted in, dark to light: the colours that somebody chose,
    and where they leave out dark or pale, a shade or a tint of those that come nearest to it."""
    own = lab(np.array([tuple(bytes.fromhex(colour[1:])) for colour in chosen], np.uint8))
    dark, light = own[own[:, 0].argmin()], own[own[:, 0].argmax()]
    more: list[Lab] = []
    if dark[0] > DARK:
        more.append(dark * (DARK / dark[0]))
    strong = float(np.hypot(*light[1:]))
    if light[0] < LIGHT or strong > PALE:
        more.append(np.array([LIGHT, *(light[1:] * min(1.0, PALE / max(strong, 1.0)))]))
    every = np.array([*own, *more])
    return tuple(hexes(every[np.argsort(every[:, 0])]))


def look(
    paths: Sequence[tuple[Literal["character", "style"], str, str]],
    tell: Callable[[float, float], None],
) -> dict[str, Any]:
    """`Swatches` of pictures (kind, path, name), as JSON keeps it. Of several people without a name
    the first counts, of several pictures of one with a name the one that shows most parts."""
    seen = [(kind, name, small(Path(path))) for kind, path, name in paths]
    styles = [pixels.reshape(-1, 3) for kind, _, pixels in seen if kind == "style"]
    people = [pixels for kind, name, pixels in seen if kind == "character" and not name]
    figures = dict[str, dict[str, str]]()
    for _, name, pixels in seen:
        parts = figure(pixels, face=False) | figure(pixels) if name else {}
        if len(parts) > len(figures.get(name, {})):
            figures[name] = parts
    found = Swatches(
        palette=palette(np.concatenate(styles)) if styles else (),
        figure=figure(people[0]) if people else {},
        figures=figures,
    )
    return found.model_dump(mode="json")


def kit_colours(path: str, tell: Callable[[float, float], None]) -> list[str]:
    """The colours that somebody means who shows a picture of theirs, dark to light: few, none
    twice, and none that are only the soft edges between others."""
    pixels = small(Path(path)).reshape(-1, 3)
    centres, shares = means(pixels, COLOURS, 1 + np.hypot(pixels[:, 1], pixels[:, 2]) / 25)
    kept: list[Lab] = []
    for n in np.argsort(-shares):
        apart = [float(np.linalg.norm(centres[n] - other)) for other in kept]
        if not kept or (shares[n] >= MEANT and min(apart) > APART):
            kept.append(centres[n])
    return hexes(np.array(sorted(kept, key=lambda colour: colour[0])))


def palette(pixels: Lab) -> tuple[str, ...]:
    """The colours that a picture lives by, dark to light. Strong ones count for more than their
    share: a red lantern in the night is what the night is remembered by."""
    chroma = np.hypot(pixels[:, 1], pixels[:, 2])
    centres, _ = means(pixels, COLOURS, 1 + chroma / 25)
    return tuple(hexes(centres[np.argsort(centres[:, 0])]))


def figure(pixels: Lab, face: bool = True) -> dict[str, str]:
    """What the main figure of a picture is coloured like: by its parts where it has a face, if
    looked for, else as a whole."""
    ahead = _foreground(pixels)
    skin = _skin(pixels) & ahead
    found = _face(skin) if face else None
    if found is None:
        return _named("", _dominant(pixels, ahead))
    across, down, side = found
    bare = ahead & ~skin
    hair = bare & _box(bare, across, down - 0.45 * side, 1.5 * side, 1.3 * side)
    worn = bare & _box(bare, across, down + 1.75 * side, 2.4 * side, 2.0 * side)
    inside = skin & _box(skin, across, down, side, side)
    return {
        **_named("hair", _dominant(pixels, hair)),
        **_named("outfit", _dominant(pixels, worn)),
        "skin": _nearest_skin(np.median(pixels[inside], axis=0)),
    }


def small(path: Path) -> Lab:
    """A picture as Lab, small: smoothed a little, but fine strokes are not mixed into mud."""
    picture = opened(path)
    picture.thumbnail((3 * SEEN, 3 * SEEN), Image.Resampling.BOX)
    picture.thumbnail((SEEN, SEEN), Image.Resampling.NEAREST)
    return lab(np.asarray(picture))


def _foreground(pixels: Lab) -> Mask:
    """Where the picture differs from its edges; where hardly anything does, its middle."""
    height, width = pixels.shape[:2]
    rim = max(2, round(0.05 * min(width, height)))
    edges = (pixels[:rim], pixels[:, :rim], pixels[: height // 2, -rim:])
    backdrop, _ = means(np.concatenate([edge.reshape(-1, 3) for edge in edges]), BACKDROP)
    away = np.linalg.norm(pixels[:, :, None] - backdrop, axis=-1).min(axis=-1)
    rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    middle = (columns / 0.75) ** 2 + (rows / 0.98) ** 2 < 1
    ahead = (away > APART) & ((np.abs(columns) < 0.85) | middle)
    return ahead if ahead.mean() > LEAST_AHEAD else middle


def _skin(pixels: Lab) -> Mask:
    """Colours that skin has, in pictures and in drawings: a warm hue of middling strength."""
    light, red, yellow = pixels[..., 0], pixels[..., 1], pixels[..., 2]
    hue = np.degrees(np.arctan2(yellow, red))
    chroma = np.hypot(red, yellow)
    return (light > 28) & (light < 95) & (hue > 22) & (hue < 78) & (chroma > 11) & (chroma < 46)


def _face(skin: Mask) -> tuple[float, float, float] | None:
    """Middle and side of the square that is most likely a face: much skin, high up, not tiny."""
    height, width = skin.shape
    sums = np.pad(skin.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    best, found = 0.0, None
    for part in FACES:
        side = max(4, round(part * min(width, height)))
        if side >= min(width, height):
            continue
        inside = (
            sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
        )
        density = inside / side**2
        rows = np.linspace(0, 1, density.shape[0])[:, None]
        columns = np.abs(np.linspace(-1, 1, density.shape[1]))[None, :]
        likely = density * (1 - 0.65 * rows) * (1 - 0.4 * columns) * part**0.35
        likely[density < SKIN_IN_FACE] = 0
        likely *= _alone(skin, side)[: likely.shape[0], : likely.shape[1]]
        at = np.unravel_index(int(likely.argmax()), likely.shape)
        if likely[at] > best:
            best = float(likely[at])
            found = float(at[1]) + side / 2, float(at[0]) + side / 2, float(side)
    return found


def _alone(skin: Mask, side: int) -> NDArray[np.floating[Any]]:
    """How little skin there is round each square: a face ends at hair and clothes, while sand, wood
    and evening skies go on. What lies beyond the picture counts for nothing."""
    margin = max(2, side // 2)
    padded = np.pad(skin, margin).cumsum(0).cumsum(1)
    sums = np.pad(padded, ((1, 0), (1, 0)))
    wide = side + 2 * margin
    around = sums[wide:, wide:] - sums[:-wide, wide:] - sums[wide:, :-wide] + sums[:-wide, :-wide]
    return np.clip((wide**2 - around) / (wide**2 - side**2), 0.0, 1.0) ** 2


def _box(like: Mask, across: float, down: float, width: float, height: float) -> Mask:
    """A rectangle round a point."""
    out = np.zeros_like(like)
    top, left = max(0, round(down - height / 2)), max(0, round(across - width / 2))
    out[top : max(0, round(down + height / 2)), left : max(0, round(across + width / 2))] = True
    return out


def _dominant(pixels: Lab, where: Mask) -> str:
    """The colour that most of a region has; empty where the region is too small."""
    inside = pixels[where]
    if len(inside) < ENOUGH:
        return ""
    centres, shares = means(inside, 3)
    return hexes(centres[[int(shares.argmax())]])[0]


def _nearest_skin(seen: NDArray[np.floating[Any]]) -> str:
    """The nearest colour that people are drawn in, whatever the light of a photograph."""
    known = lab(np.array([[tuple(bytes.fromhex(skin[1:])) for skin in SKINS]], np.uint8))[0]
    return SKINS[int(np.linalg.norm(known - seen, axis=-1).argmin())]


def _named(part: str, colour: str) -> dict[str, str]:
    return {part: colour} if colour else {}
