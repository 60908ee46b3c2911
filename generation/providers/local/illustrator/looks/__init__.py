"""Looks, one file each: how a composed scene is dressed for the viewer."""

from __future__ import annotations

import importlib
from typing import Protocol, cast

from generation.model import Look
from generation.providers.contract import PaintRequest
from generation.providers.local.illustrator.scene import Scene
from generation.providers.local.illustrator.stage import Stage
from generation.styles import Style


class Dresser(Protocol):
    """The module of one look."""

    def dress(
        self, scene: Scene, request: PaintRequest, stage: Stage, style: Style, *, known: bool
    ) -> Scene:
        """The scene in this look; `known` is False when the picture must live by its title."""
        ...


def find(look: Look) -> Dresser:
    return cast(Dresser, importlib.import_module(f"{__name__}.{look}"))


def headroom(look: Look) -> float:
    """The part of the film's height above the picture that the look needs for itself."""
    return 0.12 if look == "draft" else 0.0
