"""Colours as the eye tells them apart (CIE Lab, D65), their means, and leading one set of colours
towards another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Lab = NDArray[np.floating[Any]]
"""… × 3: lightness 0 to 100, then green to red and blue to yellow, about ±100."""

TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.072175],
        [0.0193339, 0.119192, 0.9503041],
    ]
)
WHITE = TO_XYZ.sum(axis=1)
BEND = 6 / 29
ROUNDS = 12  # of k-means: colours of a picture have settled by then
HUES_APART, LIGHTS_APART = 17.0, 20.0  # how far a colour looks for its like, in hue and lightness
STRENGTH = 0.5
USUAL_LIGHT, USUAL_RANGE = 56.0, 22.0  # of what the illustrator draws by itself
LIGHT_FOLLOWS = 0.5  # of the way to how light and how rich in contrast the other colours are


def lab(rgb: NDArray[Any]) -> Lab:
    """Colours (… × 3, 0 to 255) in Lab."""
    part = np.asarray(rgb, np.float64)[..., :3] / 255
    linear = np.where(part > 0.04045, ((part + 0.055) / 1.055) ** 2.4, part / 12.92)
    xyz = linear @ TO_XYZ.T / WHITE
    bent = np.where(xyz > BEND**3, np.cbrt(xyz), xyz / (3 * BEND**2) + 4 / 29)
    x, y, z = bent[..., 0], bent[..., 1], bent[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], -1)


def rgb(colours: Lab) -> NDArray[np.float64]:
    """Lab as … × 3, 0 to 255; what no screen shows is clipped."""
    y = (colours[..., 0] + 16) / 116
    bent = np.stack([y + colours[..., 1] / 500, y, y - colours[..., 2] / 200], -1)
    xyz = np.where(bent > BEND, bent**3, 3 * BEND**2 * (bent - 4 / 29)) * WHITE
    linear = np.clip(xyz @ np.linalg.inv(TO_XYZ).T, 0, 1)
    return 255 * np.where(linear > 0.0031308, 1.055 * linear ** (1 / 2.4) - 0.055, 12.92 * linear)


def hexes(colours: Lab) -> list[str]:
    """Lab as `#rrggbb`."""
    return ["#" + bytes(int(v + 0.5) for v in colour).hex() for colour in rgb(colours)]


def means(
    points: Lab, count: int, weights: NDArray[Any] | None = None
) -> tuple[Lab, NDArray[np.float64]]:
    """At most `count` colours that stand for all of them (k-means), and the share of each. The same
    for the same points: the first is the mean's neighbour, each next one the farthest off."""
    heavy = np.ones(len(points)) if weights is None else np.asarray(weights, np.float64)
    middle = np.average(points, axis=0, weights=heavy)
    centres = points[[int(np.linalg.norm(points - middle, axis=1).argmin())]]
    while len(centres) < count:
        away = np.linalg.norm(points[:, None] - centres, axis=-1).min(axis=1)
        centres = np.concatenate([centres, points[[int((away * heavy).argmax())]]])
    shares = np.zeros(count)
    for _ in range(ROUNDS):
        nearest = np.linalg.norm(points[:, None] - centres, axis=-1).argmin(axis=1)
        shares = np.bincount(nearest, heavy, count)
        for k in np.flatnonzero(shares):
            own = nearest == k
            centres[k] = np.average(points[own], axis=0, weights=heavy[own])
    kept = shares > 0
    return centres[kept], shares[kept] / shares.sum()


def led(colours: NDArray[Any], palette: Sequence[str], amount: float) -> NDArray[np.float64]:
    """Colours (n × 3, 0 to 255), each led `amount` of the way to those of the palette that are most
    like it, and to the palette's light."""
    known = lab(np.array([tuple(bytes.fromhex(colour[1:])) for colour in palette], np.uint8))
    own = lab(colours)
    near = ((own[:, None, 1:] - known[:, 1:]) ** 2).sum(-1) / (2 * HUES_APART**2)
    near = near + (own[:, None, 0] - known[:, 0]) ** 2 / (2 * LIGHTS_APART**2)
    weights = np.exp(-(near - near.min(axis=1, keepdims=True)))
    weights /= weights.sum(axis=1, keepdims=True)
    target = weights @ known[:, 1:]
    # Between two hues lies grey, which neither picture has: some of their strength is kept.
    strong = weights @ np.hypot(known[:, 1], known[:, 2])
    faded = np.hypot(target[:, 0], target[:, 1])
    target *= (1 + STRENGTH * (strong / np.maximum(faded, 4.0) - 1).clip(0, 2))[:, None]
    spread = min(1.6, max(0.5, float(known[:, 0].std()) / USUAL_RANGE))
    light = known[:, 0].mean() + (own[:, 0] - USUAL_LIGHT) * spread
    out = own.copy()
    out[:, 1:] += (target - own[:, 1:]) * amount
    out[:, 0] += (np.clip(light, 0, 100) - own[:, 0]) * amount * LIGHT_FOLLOWS
    return rgb(out)
