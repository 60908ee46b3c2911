"""Rain: streaks in two depths, slanted by the wind."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PIL import Image, ImageDraw

from generation.providers.local.effects import Draw, Space
from generation.providers.local.illustrator.scene import Effect
from generation.providers.local.moves import Lens
from generation.providers.local.plate import Plate, rgb

DEPTH = 1.0
GOLDEN = 0.618034  # where a drop falls next time: far from where it fell before
LENGTHS, STRENGTHS = (0.7, 1.0, 1.3), (0.55, 0.8, 1.0)
FINE = 4  # streaks are drawn this much larger


@dataclass(frozen=True, slots=True)
class Sheet:
    """Drops of one depth. Lengths and speeds in units (a second)."""

    depth: float
    drops: int
    length: float
    thickness: float
    speed: float
    strength: float


SHEETS = (Sheet(0.7, 440, 0.045, 0.0019, 1.5, 0.50), Sheet(1.05, 170, 0.10, 0.0032, 2.4, 0.55))


def prepare(effect: Effect, space: Space) -> Draw:
    """`amount` is how hard it rains."""
    slant = space.wind * 0.16
    drift = slant * space.canvas_height / space.canvas_width
    colour = rgb(effect.colour)
    rng = space.random("rain")
    sheets = [
        (
            sheet,
            _streaks(sheet, slant, space.unit),
            [
                (rng.random(), rng.random(), space.pace(sheet.speed * rng.uniform(0.9, 1.1)))
                for _ in range(round(sheet.drops * (0.3 + effect.amount)))
            ],
        )
        for sheet in SHEETS
    ]

    def draw(plate: Plate, lens: Lens, t: float) -> None:
        for sheet, streaks, drops in sheets:
            for number, (u, v, speed) in enumerate(drops):
                fall = v + t * speed
                u += math.floor(fall) * GOLDEN + fall % 1 * drift
                x, y = lens.at(*space.point(u % 1, fall % 1), sheet.depth)
                plate.ink(streaks[number % len(streaks)], colour, round(x), round(y))

    return draw


def _streaks(sheet: Sheet, slant: float, unit: float) -> list[Image.Image]:
    return [
        _streak(length * sheet.length * unit, sheet.thickness * unit, slant, part)
        for length in LENGTHS
        for part in (strength * sheet.strength for strength in STRENGTHS)
    ]


def _streak(length: float, thickness: float, slant: float, strength: float) -> Image.Image:
    """A line that is bright below and thins out above."""
    lean = abs(slant) * length
    size = math.ceil(lean + thickness + 2), math.ceil(length)
    large = Image.new("L", (size[0] * FINE, size[1] * FINE))
    pen = ImageDraw.Draw(large)
    for row in range(large.height):
        part = row / large.height
        x = (thickness / 2 + 1 + lean * (part if slant > 0 else 1 - part)) * FINE
        half = thickness * FINE * (0.3 + 0.7 * part) / 2
        pen.line((x - half, row, x + half, row), fill=round(255 * strength * part**0.7))
    return large.resize(size, Image.Resampling.BOX)
