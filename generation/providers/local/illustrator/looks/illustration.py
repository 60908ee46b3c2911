"""The default look: layered illustration, as the style's line, colour and grain would have it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from generation.providers.contract import PaintRequest
from generation.providers.local.illustrator import lettering
from generation.providers.local.illustrator.canvas import rgb
from generation.providers.local.illustrator.finish import dressed, margin, merged, screen
from generation.providers.local.illustrator.scene import Scene, Screen
from generation.providers.local.illustrator.stage import Stage
from generation.styles import Style


def dress(scene: Scene, request: PaintRequest, stage: Stage, style: Style, *, known: bool) -> Scene:
    """Few layers, each in the style; a vignette and the paper's tooth in front."""
    few = merged(list(scene.layers), stage.width, stage.height)
    layers = [dressed(x, style.paint, stage.width, stage.height, stage.seed) for x in few]
    size = scene.width, scene.height
    words = None if known else headline(request, stage, *size)
    screens = [f(style.paint, *size, stage.seed) for f in (margin, screen)]
    return replace(
        scene,
        layers=tuple(layers),
        screens=tuple(s for s in (*screens, words) if s),
        grain=style.paint.grain,
    )


def headline(request: PaintRequest, stage: Stage, width: int, height: int) -> Screen | None:
    """A picture led by its title: set large in the first shot, as a quiet line after it."""
    unit, first = min(width, height), request.index == 0
    size = round(unit * (0.15 if first else 0.075))
    setting = lettering.fitted(request.title, round(width * 0.74), round(height * 0.42), size)
    if not setting:
        return None
    top = height * (0.42 if first else 0.62) - setting.height / 2
    shade = Image.new("RGBA", (width, height), (*rgb(stage.tones.dark), 0))
    lettering.draw(shade, setting, width / 2, top, stage.tones.dark, centred=True)
    sheet = shade.filter(ImageFilter.GaussianBlur(unit * 0.030))
    sheet.alpha_composite(shade.filter(ImageFilter.GaussianBlur(unit * 0.008)))
    lettering.draw(sheet, setting, width / 2, top, "#fffaf0", centred=True)
    rule = top + setting.height + unit * 0.035
    if first:
        reach = unit * 0.06
        box = (width / 2 - reach, rule, width / 2 + reach, rule + max(2, unit * 0.005))
        ImageDraw.Draw(sheet).rectangle(box, fill=(*rgb(stage.tones.accent), 255))
    return Screen(np.asarray(sheet))
