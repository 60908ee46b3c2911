"""What the drawings share: paths, colours in a light, and the brush that turns both into SVG.

Distances are in a drawing's own units. Colours from outside are taken only as `#rrggbb`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

Point = tuple[float, float]
Extent = tuple[float, float, float, float]

TAU = math.tau
INK = "#241a24"
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def still(width: float, top: float, bottom: float = 6.0) -> Callable[[Sighting], Extent]:
    """An `extent` that is the same whatever the traits: left, top, right, bottom."""
    return lambda _: (-width / 2, top, width / 2, bottom)


def steady(phases: int, seconds: float) -> Callable[[Sighting], tuple[int, float]]:
    """A `cycle` that is the same whatever the traits: phases, seconds."""
    return lambda _: (phases, seconds)


def chosen(sighting: Sighting, default: str, *parts: str) -> str:
    """The colour asked for one of `parts`, the first that is a true colour; else the default."""
    asked = (sighting.colours.get(part, "") for part in parts or ("",))
    return next((c.lower() for c in asked if _HEX.fullmatch(c)), default)


def mix(a: str, b: str, t: float) -> str:
    """The colour at `t` of the way from `a` to `b`."""
    pairs = ((int(a[i : i + 2], 16), int(b[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(x + (y - x) * t):02x}" for x, y in pairs)


def darker(colour: str, t: float) -> str:
    return mix(colour, "#1b1430", t)


def paler(colour: str, t: float) -> str:
    return mix(colour, "#fffaf0", t)


def luminance(colour: str) -> float:
    """From 0, black, to 1, white."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return (0.3 * red + 0.59 * green + 0.11 * blue) / 255


def wave(phase: float, shift: float = 0.0, times: int = 1) -> float:
    """A sine from -1 to 1 that closes with the cycle."""
    return math.sin(TAU * (phase * times + shift))


def bump(phase: float, centre: float, width: float) -> float:
    """1 at `centre`, falling softly to 0 at `width` to both sides; the cycle is a ring."""
    away = abs((phase - centre + 0.5) % 1.0 - 0.5)
    return 0.5 + 0.5 * math.cos(math.pi * away / width) if away < width else 0.0


def lerp(a: Point, b: Point, t: float) -> Point:
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t


def towards(origin: Point, degrees: float, length: float) -> Point:
    """`length` away from `origin`; 0 degrees is right, 90 is up."""
    a = math.radians(degrees)
    return origin[0] + length * math.cos(a), origin[1] - length * math.sin(a)


def num(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) >= 0.005 else "0"


def path(*tokens: str | float | Point) -> str:
    """A path from letters, numbers and points: `path("M", 0, 0, "L", (3, 4), "Z")`."""
    words: list[str] = []
    for token in tokens:
        if isinstance(token, str):
            words.append(token)
        elif isinstance(token, tuple):
            words.append(f"{num(token[0])},{num(token[1])}")
        else:
            words.append(num(token))
    return " ".join(words)


def polygon(*points: Point) -> str:
    return "M" + " L".join(f"{num(x)},{num(y)}" for x, y in points) + "Z"


def polyline(*points: Point) -> str:
    return "M" + " L".join(f"{num(x)},{num(y)}" for x, y in points)


def oval(x: float, y: float, rx: float, ry: float | None = None) -> str:
    ry = rx if ry is None else ry
    return path(
        "M", x - rx, y, "a", rx, ry, 0, 1, 0, 2 * rx, 0, "a", rx, ry, 0, 1, 0, -2 * rx, 0, "Z"
    )


def box(x: float, y: float, width: float, height: float, corner: float = 0.0) -> str:
    """A rectangle from its top left corner, its own corners rounded."""
    r = min(corner, width / 2, height / 2)
    if r <= 0:
        return path("M", x, y, "h", width, "v", height, "h", -width, "Z")
    turn = ("a", r, r, 0, 0, 1)
    across, down = width - 2 * r, height - 2 * r
    return path(
        *("M", x + r, y, "h", across, *turn, r, r, "v", down, *turn, -r, r),
        *("h", -across, *turn, -r, -r, "v", -down, *turn, r, -r, "Z"),
    )


def smooth(points: Sequence[Point], *, closed: bool = False) -> str:
    """A soft curve through all points (Catmull-Rom as cubics)."""
    n = len(points)

    def at(i: int) -> Point:
        return points[i % n] if closed else points[max(0, min(n - 1, i))]

    words = ["M" + path(at(0))]
    for i in range(n if closed else n - 1):
        a, b, c, d = at(i - 1), at(i), at(i + 1), at(i + 2)
        first = b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6
        second = c[0] - (d[0] - b[0]) / 6, c[1] - (d[1] - b[1]) / 6
        words.append(path("C", first, second, c))
    return " ".join(words) + ("Z" if closed else "")


def band(points: Sequence[Point], widths: Sequence[float]) -> str:
    """A soft band along `points`, `widths` wide at each: limbs, tails, branches, ribbons."""
    left: list[Point] = []
    right: list[Point] = []
    for i, (x, y) in enumerate(points):
        (ax, ay), (bx, by) = points[max(0, i - 1)], points[min(len(points) - 1, i + 1)]
        length = math.hypot(bx - ax, by - ay) or 1.0
        nx, ny = -(by - ay) / length * widths[i] / 2, (bx - ax) / length * widths[i] / 2
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return smooth([*left, *reversed(right)], closed=True)


def bend(a: Point, joint: Point, b: Point) -> list[Point]:
    """Seven points from `a` to `b` that round the joint a little: an elbow, a knee."""
    before, after = lerp(a, joint, 0.86), lerp(joint, b, 0.14)
    middle = lerp(lerp(before, after, 0.5), joint, 0.55)
    return [a, lerp(a, joint, 0.45), before, middle, after, lerp(joint, b, 0.55), b]


def limb(a: Point, joint: Point, b: Point, widths: tuple[float, float, float]) -> str:
    """An arm or a leg: wide as `widths` at its root, joint and end, with round ends."""
    root, middle, end = widths
    steps = (root, (root + middle) / 2, middle, middle, middle, (middle + end) / 2, end)
    return band(bend(a, joint, b), steps)


def elbow(a: Point, b: Point, upper: float, lower: float, side: float) -> Point:
    """Where the joint between `a` and `b` goes; `side` 1 or -1 chooses which way it bends."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    reach = max(0.01, math.hypot(dx, dy))
    span = min(reach, upper + lower - 0.01)
    along = (upper**2 - lower**2 + span**2) / (2 * span)
    off = math.sqrt(max(0.0, upper**2 - along**2)) * side
    return a[0] + (dx * along - dy * off) / reach, a[1] + (dy * along + dx * off) / reach


def moved(svg: str, x: float = 0.0, y: float = 0.0, turn: float = 0.0, size: float = 1.0) -> str:
    """`svg` turned clockwise about its origin, scaled, then put at (x, y)."""
    rotation = f" rotate({num(turn)})" if turn else ""
    scale = f" scale({size:.4f})" if size != 1.0 else ""
    return f'<g transform="translate({num(x)},{num(y)}){rotation}{scale}">{svg}</g>'


def swung(svg: str, degrees: float, x: float, y: float) -> str:
    """`svg` turned clockwise about (x, y)."""
    return f'<g transform="rotate({num(degrees)} {num(x)} {num(y)})">{svg}</g>'


def stretched(svg: str, across: float, down: float = 1.0) -> str:
    return f'<g transform="scale({across:.3f},{down:.3f})">{svg}</g>'


def mirrored(svg: str) -> str:
    return stretched(svg, -1.0)


def faded(svg: str, opacity: float) -> str:
    return f'<g opacity="{num(opacity)}">{svg}</g>'


@dataclass(slots=True)
class Brush:
    """Paints shapes of one drawing in one light and keeps the gradients they need."""

    kind: str
    light: Light
    phase: float = 0.0
    close: bool = False
    mirror: bool = False
    defs: dict[str, str] = field(default_factory=dict[str, str])

    @staticmethod
    def of(kind: str, pose: Pose, light: Light) -> Brush:
        """For a drawing that looks right by nature; the other way round, the light turns too."""
        mirror = pose.facing < 0
        turned = replace(light, from_left=light.from_left != mirror)
        return Brush(kind, turned, pose.phase % 1.0, pose.close, mirror)

    def sheet(self, *parts: str) -> str:
        """The finished fragment."""
        body = f"<g><defs>{''.join(self.defs.values())}</defs>{''.join(parts)}</g>"
        return mirrored(body) if self.mirror else body

    def tone(self, colour: str) -> str:
        """A local colour as it looks in this light."""
        return mix(colour, self.light.ambient, self.light.amount)

    def lit(self, colour: str, t: float) -> str:
        return mix(self.tone(colour), self.light.key, t)

    def dim(self, colour: str, t: float) -> str:
        return mix(self.tone(colour), self.light.shade, t)

    def flat(self, d: str, colour: str, opacity: float = 1.0, *, pure: bool = False) -> str:
        """One even colour; `pure` leaves it untouched by the light (eyes, lamps, highlights)."""
        fill = colour if pure else self.tone(colour)
        see = f' fill-opacity="{num(opacity)}"' if opacity < 1 else ""
        return f'<path d="{d}" fill="{fill}"{see}/>'

    def form(
        self, d: str, colour: str, *, lit: float = 0.2, shade: float = 0.3, rim: float = 0.5
    ) -> str:
        """A rounded body: lit on the light's side, shaded on the other, with a rim of light."""
        stops = (
            (0.0, self.lit(colour, lit)),
            (0.42, self.tone(colour)),
            (1.0, self.dim(colour, shade)),
        )
        fill = self._across(
            "".join(f'<stop offset="{o}" stop-color="{c}"/>' for o, c in stops), 1.0
        )
        return f'<path d="{d}" fill="url(#{fill})"{self._edge(rim)}/>'

    def upright(self, d: str, top: str, bottom: str, *, rim: float = 0.0) -> str:
        """One colour above fading into another below: hems, trunks, glass."""
        stops = f'<stop offset="0" stop-color="{self.tone(top)}"/>'
        stops += f'<stop offset="1" stop-color="{self.tone(bottom)}"/>'
        name = self._keep("linearGradient", 'x1="0" y1="0" x2="0" y2="1"', stops)
        return f'<path d="{d}" fill="url(#{name})"{self._edge(rim)}/>'

    def round(self, d: str, colour: str, *, lit: float = 0.32, shade: float = 0.34) -> str:
        """A ball: the light falls on its upper corner."""
        x = 0.34 if self.light.from_left else 0.66
        stops = (
            f'<stop offset="0" stop-color="{self.lit(colour, lit)}"/>'
            f'<stop offset="0.5" stop-color="{self.tone(colour)}"/>'
            f'<stop offset="1" stop-color="{self.dim(colour, shade)}"/>'
        )
        name = self._keep("radialGradient", f'cx="{x}" cy="0.3" r="0.78"', stops)
        return f'<path d="{d}" fill="url(#{name})"{self._edge(0.4)}/>'

    def soft(self, d: str, colour: str, opacity: float = 1.0, *, pure: bool = True) -> str:
        """A colour that fades out from the middle of its shape: blush, glow, shadow."""
        fill = colour if pure else self.tone(colour)
        stops = (
            f'<stop offset="0" stop-color="{fill}" stop-opacity="{num(opacity)}"/>'
            f'<stop offset="0.55" stop-color="{fill}" stop-opacity="{num(opacity * 0.42)}"/>'
            f'<stop offset="1" stop-color="{fill}" stop-opacity="0"/>'
        )
        name = self._keep("radialGradient", 'cx="0.5" cy="0.5" r="0.5"', stops)
        return f'<path d="{d}" fill="url(#{name})"/>'

    def line(
        self, d: str, colour: str, width: float, opacity: float = 1.0, *, pure: bool = False
    ) -> str:
        stroke = colour if pure else self.tone(colour)
        see = f' stroke-opacity="{num(opacity)}"' if opacity < 1 else ""
        look = f'stroke-width="{num(width)}" stroke-linecap="round" stroke-linejoin="round"'
        return f'<path d="{d}" fill="none" stroke="{stroke}" {look}{see}/>'

    def fold(self, d: str, colour: str, width: float = 0.7, opacity: float = 0.55) -> str:
        """A crease in cloth, fur or bark of `colour`."""
        return self.line(d, self.dim(colour, 0.42), width, opacity, pure=True)

    def gleam(self, d: str, width: float = 0.8, opacity: float = 0.5) -> str:
        """A stroke of the key light."""
        return self.line(d, self.light.key, width, opacity, pure=True)

    def within(self, d: str, *parts: str) -> str:
        """`parts` cut to the shape `d`: patterns on cloth, shadow on a face."""
        name = self._keep("clipPath", "", f'<path d="{d}"/>')
        return f'<g clip-path="url(#{name})">{"".join(parts)}</g>'

    def ground(self, rx: float, x: float = 0.0, opacity: float = 0.42) -> str:
        """The soft shadow under something that stands."""
        return self.soft(oval(x, 0.4, rx, max(1.6, rx * 0.15)), self.light.shade, opacity)

    def glow(self, x: float, y: float, radius: float, colour: str, strength: float = 1.0) -> str:
        """Light around a lamp or an eye, as strong as the scene lets lamps shine."""
        power = min(1.0, (0.25 + 0.75 * self.light.glow) * strength)
        return self.soft(oval(x, y, radius), colour, power * 0.8)

    def _edge(self, rim: float) -> str:
        if self.light.outline > 0:
            colour, width = self.light.outline_colour, num(self.light.outline)
            return f' stroke="{colour}" stroke-width="{width}" stroke-linejoin="round"'
        # A faint rim costs as much time as its whole shape: only close-ups show it.
        if rim <= (0.0 if self.close else 0.4):
            return ""
        key = self.light.key
        stops = (
            f'<stop offset="0" stop-color="{key}" stop-opacity="{num(rim)}"/>'
            f'<stop offset="1" stop-color="{key}" stop-opacity="0"/>'
        )
        return f' stroke="url(#{self._across(stops, 0.4)})" stroke-width="0.8"'

    def _across(self, stops: str, far: float) -> str:
        """A gradient from the lit upper corner towards the other side."""
        a, b = (0.0, far) if self.light.from_left else (1.0, 1.0 - far)
        return self._keep(
            "linearGradient", f'x1="{a:g}" y1="0.1" x2="{b:g}" y2="{0.1 + 0.6 * far:g}"', stops
        )

    def _keep(self, tag: str, head: str, inner: str) -> str:
        # Named by content: two fragments in one document may share a name only for the same thing.
        digest = blake2b(f"{tag}{head}{inner}".encode(), digest_size=5).hexdigest()
        name = f"{self.kind}-{digest}"
        self.defs[name] = f'<{tag} id="{name}" {head}>{inner}</{tag}>'
        return name
