"""A person's bones: a build, a stance in three dimensions, and how both look from one side.

Axes: forward, up and the person's own left. A person stands on u = 0 and faces right when seen
from the side.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from generation.providers.local.illustrator.subjects._shapes import Point
from generation.providers.local.illustrator.subjects.drawing import View

Space = tuple[float, float, float]
ANKLE = 3.0
YAWS: dict[View, float] = {"front": 0.0, "three-quarter": 36.0, "side": 86.0, "back": 180.0}


@dataclass(frozen=True, slots=True)
class Build:
    """Lengths in units of a hundredth of an adult; `head` scales a head 23.5 tall."""

    leg: float
    torso: float
    head: float
    shoulder: float
    hip: float
    limb: float
    arm: float
    stoop: float = 0.0

    @property
    def height(self) -> float:
        return ANKLE + self.leg + self.torso + 1.5 + 23.5 * self.head


MAN = Build(44.0, 25.5, 1.0, 10.6, 7.2, 1.0, 30.5)
WOMAN = Build(43.0, 23.0, 1.0, 8.3, 7.2, 0.82, 28.5)
GIRL = Build(37.0, 20.5, 1.12, 7.6, 6.6, 0.78, 25.5)
BOY = Build(36.0, 21.5, 1.12, 8.4, 6.6, 0.86, 26.0)
CHILD = Build(24.0, 17.5, 1.16, 7.0, 6.4, 0.8, 20.5)
ELDER = Build(38.0, 24.0, 1.03, 9.0, 7.6, 0.9, 28.0, stoop=7.0)


@dataclass(frozen=True, slots=True)
class Arm:
    """Degrees forward, sideways and at the elbow; or, with `hand`, the place of the hand seen from
    the base of the neck of a man."""

    swing: float = 0.0
    out: float = 8.0
    bend: float = 10.0
    hand: Space | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """Degrees of the thigh forward and sideways, of the knee, and of the foot's toes upward."""

    thigh: float = 0.0
    out: float = 2.0
    knee: float = 4.0
    toes: float = 0.0


@dataclass(frozen=True, slots=True)
class Stance:
    """What a body does at one moment. `seat` is the hip's height above the ground where it sits;
    `yaw` turns a three-quarter view; `roll` turns the whole person on the picture plane."""

    right_arm: Arm = field(default_factory=Arm)
    left_arm: Arm = field(default_factory=Arm)
    right_leg: Leg = field(default_factory=Leg)
    left_leg: Leg = field(default_factory=Leg)
    lean: float = 0.0
    nod: float = 0.0
    tilt: float = 0.0
    rise: float = 0.0
    shift: float = 0.0
    breath: float = 0.0
    seat: float | None = None
    yaw: float | None = None
    roll: float = 0.0
    eyes_shut: float = 0.0
    mouth_open: float = 0.0


@dataclass(frozen=True, slots=True)
class Limb:
    """A projected arm or leg; `ahead` when it passes in front of the trunk."""

    root: Point
    joint: Point
    end: Point
    ahead: bool
    tip: Point = (0.0, 0.0)  # of a foot: from ankle to toes


@dataclass(frozen=True, slots=True)
class Body:
    """Bones as one side sees them. Widths are half widths."""

    build: Build
    stance: Stance
    yaw: float
    hip: Point
    neck: Point
    head: Point
    shoulder: float
    waist: float
    hips: float
    near_arm: Limb
    far_arm: Limb
    near_leg: Limb
    far_leg: Limb

    @property
    def turn(self) -> float:
        """0 seen from the front, 1 from the side; a back counts as a front."""
        return abs(math.sin(math.radians(self.yaw)))

    @property
    def from_behind(self) -> bool:
        return self.yaw > 120

    @property
    def from_side(self) -> bool:
        return 60 < self.yaw < 120

    @property
    def seated(self) -> bool:
        return self.stance.seat is not None

    def along(self, t: float) -> Point:
        """A point of the spine: 0 at the hip, 1 at the base of the neck."""
        return (
            self.hip[0] + (self.neck[0] - self.hip[0]) * t,
            self.hip[1] + (self.neck[1] - self.hip[1]) * t,
        )


def _rad(*degrees: float) -> tuple[float, ...]:
    return tuple(math.radians(d) for d in degrees)


def _leg(build: Build, leg: Leg, side: int) -> tuple[Space, Space, Space]:
    """Knee, ankle and toes of one leg, from its own hip joint."""
    thigh, out, knee, toes = _rad(leg.thigh, leg.out, leg.knee, leg.toes)
    half, wide = build.leg / 2, side * math.sin(out)
    joint = (half * math.sin(thigh), -half * math.cos(thigh) * math.cos(out), half * wide)
    shin = thigh - knee
    end = (
        joint[0] + half * math.sin(shin),
        joint[1] - half * math.cos(shin),
        joint[2] + half * wide * 0.4,
    )
    pitch = toes + min(0.0, shin) * 0.9
    return (
        joint,
        end,
        (6.0 * build.limb * math.cos(pitch), 6.0 * build.limb * math.sin(pitch), side * 1.6),
    )


def stand(build: Build, stance: Stance, view: View) -> Body:
    """Put a body of `build` in `stance` on the ground and look at it."""
    yaw = stance.yaw if stance.yaw is not None and view == "three-quarter" else YAWS[view]
    sin, cos = math.sin(math.radians(yaw)), math.cos(math.radians(yaw))
    seated = stance.seat is not None
    legs = {
        s: _crossed(build, s) if seated else _leg(build, leg, s)
        for s, leg in ((-1, stance.right_leg), (1, stance.left_leg))
    }
    lowest = min(end[1] + min(0.0, toes[1]) for _, end, toes in legs.values())
    up = stance.seat if stance.seat is not None else ANKLE - lowest + stance.rise

    def see(at: Space) -> Point:
        return at[0] * sin + at[2] * cos + stance.shift, -at[1]

    lean = math.radians(stance.lean + build.stoop)
    torso = build.torso + stance.breath
    neck: Space = (torso * math.sin(lean), up + torso * math.cos(lean), 0.0)

    def leg(side: int) -> Limb:
        root: Space = (0.0, up, side * build.hip * 0.5)
        joint, end = (_plus(root, p) for p in legs[side][:2])
        foot = legs[side][2]
        tip = (foot[0] * sin + foot[2] * cos, -foot[1] + max(0.0, cos) * 1.2)
        return Limb(see(root), see(joint), see(end), joint[0] * cos > 2.0, tip)

    def arm(side: int, arm: Arm) -> Limb:
        root: Space = (neck[0], neck[1] - 2.6, side * (build.shoulder - 1.6 * build.limb))
        return _arm(build, arm, side, root, neck, (sin, cos), stance.shift)

    near_arm, far_arm = arm(-1, stance.right_arm), arm(1, stance.left_arm)
    nod = math.radians(stance.lean * 0.4 + build.stoop * 1.2 + stance.nod * 0.5)
    reach = 1.5 + 11.0 * build.head
    centre: Space = (neck[0] + reach * math.sin(nod), neck[1] + reach * math.cos(nod), 0.0)
    depth = abs(sin) * 0.62
    return Body(
        build=build,
        stance=stance,
        yaw=yaw,
        hip=see((0.0, up, 0.0)),
        neck=see(neck),
        head=see(centre),
        shoulder=math.hypot(build.shoulder * cos, build.shoulder * depth),
        waist=math.hypot(build.hip * 0.82 * cos, build.hip * depth * 1.1),
        hips=math.hypot(build.hip * cos, build.hip * depth * 1.25),
        near_arm=near_arm,
        far_arm=far_arm,
        near_leg=leg(-1),
        far_leg=leg(1),
    )


def _arm(
    build: Build,
    arm: Arm,
    side: int,
    root: Space,
    neck: Space,
    view: tuple[float, float],
    shift: float,
) -> Limb:
    """One projected arm; `side` is -1 for the right one."""
    sin, cos = view

    def see(at: Space) -> Point:
        return at[0] * sin + at[2] * cos + shift, -at[1]

    half = build.arm / 2
    if arm.hand is not None:
        scale = build.arm / MAN.arm
        f, u, lateral = (v * scale for v in arm.hand)
        joint, end = _reach(root, (neck[0] + f, neck[1] + u, lateral), half, side)
    else:
        swing, out, bent = _rad(arm.swing, arm.out, arm.swing + arm.bend)
        wide = side * half * math.sin(out)
        joint = _plus(root, (half * math.sin(swing), -half * math.cos(swing) * math.cos(out), wide))
        end = _plus(joint, (half * math.sin(bent), -half * math.cos(bent), wide * 0.3))
    near = (end[0] - root[0]) * cos - (end[2] - root[2]) * sin
    ahead = near > 5.0 or (cos > 0.9 and near > -1.0)
    return Limb(see(root), see(joint), see(end), ahead)


def _plus(a: Space, b: Space) -> Space:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def _reach(root: Space, target: Space, half: float, side: int) -> tuple[Space, Space]:
    """Elbow and hand of an arm that reaches for `target`, as far as it can; elbows hang out."""
    d = (target[0] - root[0], target[1] - root[1], target[2] - root[2])
    far = math.hypot(*d) or 0.01
    span = min(far, 1.98 * half)
    axis = (d[0] / far, d[1] / far, d[2] / far)
    pole = (-0.35, -0.85, 0.5 * side)
    along = sum(a * p for a, p in zip(axis, pole, strict=True))
    out = (pole[0] - axis[0] * along, pole[1] - axis[1] * along, pole[2] - axis[2] * along)
    size = math.sqrt(half**2 - (span / 2) ** 2) / (math.hypot(*out) or 1.0)
    middle = _plus(root, (axis[0] * span / 2, axis[1] * span / 2, axis[2] * span / 2))
    end = _plus(root, (axis[0] * span, axis[1] * span, axis[2] * span))
    return _plus(middle, (out[0] * size, out[1] * size, out[2] * size)), end


def _crossed(build: Build, side: int) -> tuple[Space, Space, Space]:
    """Knee, ankle and toes of one leg, folded where somebody sits on the ground."""
    half = build.leg / 2
    return (
        (half * 0.42, -1.0, side * half * 0.72),
        (half * 0.62, -3.6, -side * half * 0.2),
        (2.0, -0.6, -side * 4.0),
    )
