"""Which parts of a plane show anything, and which let nothing through: so that only what will be
seen is resized. In the square pictures of a film most pixels of most layers never are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BLOCK = 8  # pixels of a plane that are looked at together
ACROSS, DOWN = 16, 12  # tiles of a film

Edges = NDArray[np.floating]
Flags = NDArray[np.bool_]
"""One per tile: rows × columns."""


class Region(NamedTuple):
    """Tiles side by side, in film pixels; `solid`: nothing shines through."""

    left: int
    top: int
    right: int
    bottom: int
    solid: bool


class Coverage:
    """Answers for one plane, by sums over rectangles of blocks."""

    def __init__(self, some: Flags, solid: Flags) -> None:
        """`some` and `solid` say it per pixel."""
        self._some = _sums(_blocks(some, some=True))
        self._solid = _sums(_blocks(solid, some=False))

    def of(self, xs: Edges, ys: Edges) -> tuple[Flags, Flags]:
        """For tiles between the edges `xs` and `ys` (in the plane's pixels): whether something is
        there, and whether it is solid all over."""
        left, right = np.floor(xs[:-1] - 1) // BLOCK, -(-np.ceil(xs[1:] + 1) // BLOCK)
        top, bottom = np.floor(ys[:-1] - 1) // BLOCK, -(-np.ceil(ys[1:] + 1) // BLOCK)
        area = (bottom - top)[:, None] * (right - left)[None, :]
        some = _within(self._some, left, top, right, bottom)
        solid = _within(self._solid, left, top, right, bottom)
        return some > 0, solid == area


def tiles(length: int, count: int) -> NDArray[np.int64]:
    """The edges of tiles along one side of a film."""
    return np.linspace(0, length, count + 1).astype(np.int64)


def regions(
    wanted: Flags, solid: Flags, xs: NDArray[np.int64], ys: NDArray[np.int64]
) -> Iterator[Region]:
    """Few rectangles that cover the wanted tiles, solid ones apart from others."""
    growing: dict[tuple[int, int, bool], int] = {}
    for row in range(len(ys)):
        runs = set(_runs(wanted[row], solid[row])) if row < len(wanted) else set()
        for ended in [run for run in growing if run not in runs]:
            left, right, full = ended
            top = growing.pop(ended)
            yield Region(int(xs[left]), int(ys[top]), int(xs[right]), int(ys[row]), full)
        for run in runs:
            growing.setdefault(run, row)


def _runs(wanted: Flags, solid: Flags) -> Iterator[tuple[int, int, bool]]:
    end = 0
    for (here, full), run in groupby(zip(wanted.tolist(), solid.tolist(), strict=True)):
        start, end = end, end + len(list(run))
        if here:
            yield start, end, full


def _blocks(pixels: Flags, *, some: bool) -> Flags:
    """Whether some pixel of each block is set, or all are; beyond the edge none is."""
    height, width = pixels.shape
    padded = np.pad(pixels, ((0, -height % BLOCK), (0, -width % BLOCK)))
    shape = padded.shape[0] // BLOCK, BLOCK, padded.shape[1] // BLOCK, BLOCK
    together = padded.reshape(shape)
    return np.asarray(together.any(axis=(1, 3)) if some else together.all(axis=(1, 3)))


def _sums(blocks: Flags) -> NDArray[np.int64]:
    """Sums over everything above and to the left."""
    return np.pad(blocks.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))


def _within(
    sums: NDArray[np.int64],
    left: Edges,
    top: Edges,
    right: Edges,
    bottom: Edges,
) -> NDArray[np.int64]:
    rows, columns = sums.shape[0] - 1, sums.shape[1] - 1
    x0, x1 = (v.clip(0, columns).astype(np.int64)[None, :] for v in (left, right))
    y0, y1 = (v.clip(0, rows).astype(np.int64)[:, None] for v in (top, bottom))
    return sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0]
