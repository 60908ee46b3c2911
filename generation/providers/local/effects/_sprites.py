"""Masks that several effects share. All are square."""

from __future__ import annotations

from functools import cache

import numpy as np
from PIL import Image

from generation.providers.local.plate import Sprite


def mask(values: np.ndarray[tuple[int, ...], np.dtype[np.floating]]) -> Sprite:
    """A sprite from values between 0 and 1."""
    return Sprite(Image.fromarray((np.clip(values, 0, 1) * 255 + 0.5).astype(np.uint8)))


def distance(size: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """How far each pixel is from the middle; 1 at the middle of an edge."""
    axis = (np.arange(size) + 0.5) / size * 2 - 1
    return np.hypot(axis[:, None], axis[None, :])


@cache
def glow() -> Sprite:
    """A bright point in a soft halo."""
    d = distance(128)
    return mask((np.exp(-((d / 0.16) ** 2)) + 0.45 * np.exp(-((d / 0.42) ** 2))) * (d < 1))


@cache
def disc(softness: float, strength: float = 1.0) -> Sprite:
    """A disc whose edge fades over `softness` of its radius."""
    return mask(strength * np.clip((1 - distance(96)) / softness, 0, 1))


@cache
def bokeh() -> Sprite:
    """A light out of focus: an even disc with a slightly brighter rim."""
    d = distance(160)
    return mask((0.72 + 0.28 * d**4) * np.clip((0.97 - d) / 0.05, 0, 1))
