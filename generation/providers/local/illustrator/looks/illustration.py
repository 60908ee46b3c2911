"""The default look: layered illustration, as the style's line, colour and grain would have it."""

from __future__ import annotations

from dataclasses import replace

from generation.providers.contract import PaintRequest
from generation.providers.local.illustrator.finish import dressed, merged, screen
from generation.providers.local.illustrator.scene import Scene
from generation.providers.local.illustrator.stage import Stage
from generation.styles import Style


def dress(
    scene: Scene, request: PaintRequest, stage: Stage, style: Style, *, known: bool
) -> Scene:
    """Few layers, each in the style; a vignette and the paper's tooth in front."""
    few = merged(list(scene.layers), stage.width, stage.height)
    layers = [dressed(x, style.paint, stage.width, stage.height, stage.seed) for x in few]
    front = screen(style.paint, scene.width, scene.height, stage.seed)
    return replace(
        scene,
        layers=tuple(layers),
        screens=(front,) if front else (),
        grain=style.paint.grain,
    )
