"""Camera moves as arithmetic: where the camera looks at each moment, and what each depth sees.

The canvas is larger than the film (`OVERSCAN`); at rest the camera sees its middle. Lengths on the
canvas and on the film are both pixels, of the same size while the zoom is 1.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from generation.model import Camera

SWING = 4.0  # seconds in which a move goes its full way; shorter shots go less far


@dataclass(frozen=True, slots=True)
class View:
    """`x`, `y`: how far the camera has moved, in parts of the film's width and height. `orbit`: the
    same, but round the subject: what is nearer goes one way, what is farther the other.
    `focus`: the depth that is sharp; None: everything."""

    zoom: float = 1.0
    x: float = 0.0
    y: float = 0.0
    orbit: float = 0.0
    focus: float | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """What the camera needs to know of a scene: the film's and the canvas' size, the point it
    favours (canvas pixels), and the subject's depth."""

    width: int
    height: int
    canvas_width: int
    canvas_height: int
    focus: tuple[float, float]
    subject: float = 0.6


@dataclass(frozen=True, slots=True)
class Lens:
    """One moment of the camera over a ground."""

    ground: Ground
    view: View

    def scale(self, depth: float) -> float:
        """Film pixels per canvas pixel at a depth: near things grow faster."""
        return 1 + (self.view.zoom - 1) * (0.4 + 0.8 * depth)

    def corner(self, depth: float) -> tuple[float, float]:
        """The canvas point that a depth shows in the film's top left corner."""
        g, v, scale = self.ground, self.view, self.scale(depth)
        follow = 0.35 + 0.65 * depth
        closer = 1 - 1 / scale  # towards the focus as the camera comes nearer
        x = v.x * follow + v.orbit * (depth - g.subject)
        return (
            _within(g.width / scale, g.canvas_width, g.focus[0], closer, x * g.width),
            _within(g.height / scale, g.canvas_height, g.focus[1], closer, v.y * follow * g.height),
        )

    def at(self, x: float, y: float, depth: float) -> tuple[float, float]:
        """Where a canvas point falls on the film."""
        left, top = self.corner(depth)
        scale = self.scale(depth)
        return (x - left) * scale, (y - top) * scale

    def blur(self, depth: float) -> float:
        """How much out of focus a depth is, 0 to 1."""
        if self.view.focus is None:
            return 0.0
        return min(1.0, abs(depth - self.view.focus) * 1.6)


def _within(seen: float, canvas: float, focus: float, closer: float, moved: float) -> float:
    """The first canvas pixel seen along one axis, never beyond the canvas."""
    middle = canvas / 2 + (focus - canvas / 2) * closer + moved
    return min(max(0.0, middle - seen / 2), canvas - seen)


def eased(u: float) -> float:
    """0 to 1, slower at both ends, but never standing still there: cuts fall into the move."""
    return 0.4 * u + 0.6 * u * u * (3 - 2 * u)


def look(camera: Camera, u: float, seconds: float, ground: Ground) -> View:
    """The view at part `u` (0 to 1) of a shot of `seconds`."""
    reach = min(1.15, max(0.4, seconds / SWING))
    return MOVES[camera](eased(u), reach, u * seconds, ground)


def _still(e: float, reach: float, t: float, ground: Ground) -> View:
    """A camera on a shoulder that breathes."""
    return View(
        zoom=1.025 + 0.005 * math.sin(t * 1.1),
        x=0.0035 * math.sin(t * 0.9),
        y=0.0035 * math.sin(t * 0.7 + 1.0),
    )


def _push_in(e: float, reach: float, t: float, ground: Ground) -> View:
    return View(zoom=1.0 + 0.13 * e * reach)


def _pull_out(e: float, reach: float, t: float, ground: Ground) -> View:
    return View(zoom=1.0 + 0.13 * (1 - e) * reach)


def _pan(sign: int) -> Callable[[float, float, float, Ground], View]:
    def pan(e: float, reach: float, t: float, ground: Ground) -> View:
        lean = _lean(ground.focus[0] / ground.canvas_width)
        return View(zoom=1.05, x=lean + sign * 0.13 * (e - 0.5) * reach)

    return pan


def _tilt(sign: int) -> Callable[[float, float, float, Ground], View]:
    def tilt(e: float, reach: float, t: float, ground: Ground) -> View:
        lean = _lean(ground.focus[1] / ground.canvas_height)
        return View(zoom=1.06, y=lean + sign * 0.12 * (e - 0.5) * reach)

    return tilt


def _lean(focus: float) -> float:
    """A move's middle, a little towards the subject, so that it stays in view."""
    return min(0.025, max(-0.025, (focus - 0.5) * 0.12))


def _orbit(e: float, reach: float, t: float, ground: Ground) -> View:
    """Round the subject, starting on the side where there is more room."""
    side = 1 if ground.focus[0] < ground.canvas_width / 2 else -1
    return View(
        zoom=1.04 + 0.04 * e * reach,
        x=side * 0.02 * (e - 0.5) * reach,
        orbit=side * 0.2 * (e - 0.5) * reach,
    )


def _rack_focus(e: float, reach: float, t: float, ground: Ground) -> View:
    """From what is far off the subject to the subject."""
    away = 0.0 if ground.subject > 0.45 else 1.0
    turned = min(1.0, max(0.0, (t / max(0.8, 1.6 * reach)) - 0.25))
    turned = turned * turned * (3 - 2 * turned)
    return View(zoom=1.02 + 0.03 * e * reach, focus=away + (ground.subject - away) * turned)


MOVES: dict[Camera, Callable[[float, float, float, Ground], View]] = {
    "still": _still,
    "push-in": _push_in,
    "pull-out": _pull_out,
    "pan-left": _pan(-1),
    "pan-right": _pan(1),
    "tilt-up": _tilt(-1),
    "tilt-down": _tilt(1),
    "orbit": _orbit,
    "rack-focus": _rack_focus,
}
