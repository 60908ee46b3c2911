"""What people do, moment by moment: a stance for every phase of a cycle that closes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from generation.providers.local.illustrator.subjects._body import Arm, Leg, Stance
from generation.providers.local.illustrator.subjects._shapes import TAU, bump, wave

IDLE = (24, 4.0)
CYCLES: dict[str, tuple[int, float]] = {
    "walking": (16, 1.15),
    "running": (16, 0.72),
    "dancing": (24, 4.0),
    "playing": (24, 3.0),
    "waving": (24, 2.0),
    "flying": (24, 4.0),
    "cooking": (24, 2.4),
    "singing": (24, 4.0),
    "drinking": (24, 4.5),
    "sleeping": (24, 5.0),
}
"""Phases and seconds of what a person does; everything else idles."""


def _blink(phase: float) -> float:
    """Eyes are shut for one of 24 phases."""
    return 1.0 if 0.555 < phase < 0.595 else 0.0


def standing(phase: float) -> Stance:
    breath = wave(phase)
    return Stance(
        right_arm=Arm(3.0, 9.0 + breath, 14.0),
        left_arm=Arm(3.0, 9.0 + breath, 14.0),
        right_leg=Leg(2.0, 3.0, 2.0),
        left_leg=Leg(-2.0, 3.0, 2.0),
        breath=0.3 * breath,
        tilt=1.2 * wave(phase, 0.2),
        eyes_shut=_blink(phase),
    )


def _step(phase: float, reach: float, lift: float) -> Leg:
    """One leg of a walk: heel down at phase 0, under the body at 0.25, toes off at 0.5."""
    thigh = reach * (math.cos(TAU * phase) + 0.12 * math.cos(2 * TAU * phase)) + reach * 0.12
    knee = 5.0 + lift * bump(phase, 0.73, 0.27) + 12.0 * bump(phase, 0.13, 0.13)
    toes = 16.0 * bump(phase, 0.98, 0.14) - 22.0 * bump(phase, 0.56, 0.14)
    return Leg(thigh, 1.0, knee, toes)


def walking(phase: float) -> Stance:
    half = (phase + 0.5) % 1.0
    swing = 24.0 * math.cos(TAU * phase)
    return Stance(
        right_arm=Arm(-swing, 7.0, 16.0 + 10.0 * bump(half, 0.0, 0.4)),
        left_arm=Arm(swing, 7.0, 16.0 + 10.0 * bump(phase, 0.0, 0.4)),
        right_leg=_step(phase, 25.0, 54.0),
        left_leg=_step(half, 25.0, 54.0),
        lean=3.0,
        tilt=0.8 * wave(phase, 0.0, 2),
        yaw=58.0,
    )


def running(phase: float) -> Stance:
    half = (phase + 0.5) % 1.0
    swing = 44.0 * math.cos(TAU * phase)
    return Stance(
        right_arm=Arm(-swing, 10.0, 84.0),
        left_arm=Arm(swing, 10.0, 84.0),
        right_leg=replace(_step(phase, 40.0, 98.0), thigh=10.0 + 42.0 * math.cos(TAU * phase)),
        left_leg=replace(_step(half, 40.0, 98.0), thigh=10.0 + 42.0 * math.cos(TAU * half)),
        lean=11.0,
        rise=3.4 * (0.5 - 0.5 * math.cos(2 * TAU * (phase - 0.08))),
        yaw=66.0,
    )


def sitting(phase: float) -> Stance:
    """On the ground, legs crossed; long robes hide them."""
    return replace(
        standing(phase),
        right_arm=Arm(hand=(11.0, -24.0, -9.0)),
        left_arm=Arm(hand=(11.0, -24.0, 9.0)),
        right_leg=Leg(72.0, 62.0, 132.0),
        left_leg=Leg(72.0, 62.0, 132.0),
        seat=7.0,
    )


def dancing(phase: float) -> Stance:
    beat, sway = wave(phase), wave(phase, 0.0, 2)
    return Stance(
        right_arm=Arm(hand=(1.0, 20.0 + 3.0 * beat, -15.0 - 4.0 * sway)),
        left_arm=Arm(hand=(5.0, -5.0 - 6.0 * beat, 26.0 + 2.0 * sway)),
        right_leg=Leg(2.0 + 4 * beat, 4.0, 6.0 + 5 * (1 - sway), -30.0),
        left_leg=Leg(34.0 + 8 * beat, 12.0, 66.0 - 10.0 * beat, -34.0),
        lean=-3.0 + 2.0 * beat,
        tilt=-7.0 + 4.0 * beat,
        shift=1.6 * beat,
        rise=0.6 * (1 + sway),
        eyes_shut=_blink(phase),
    )


def playing(phase: float) -> Stance:
    """Kneeling behind a zither: the right hand plucks, the left one presses and slides."""
    pluck = wave(phase, 0.0, 2)
    return replace(
        sitting(phase),
        right_arm=Arm(hand=(15.0, -14.4 + 0.9 * pluck, -12.5 + 1.6 * pluck)),
        left_arm=Arm(hand=(15.0, -14.8 + 0.5 * wave(phase, 0.3), 12.0 + 3.2 * wave(phase, 0.1))),
        nod=9.0,
        tilt=2.4 * wave(phase),
    )


def strumming(phase: float) -> Stance:
    strum = wave(phase, 0.0, 3)
    return replace(
        standing(phase),
        right_arm=Arm(hand=(9.0, -18.5 + 1.9 * strum, -3.5)),
        left_arm=Arm(hand=(9.0, -7.5, 17.5 + 1.0 * wave(phase))),
        nod=7.0,
        tilt=3.0 * wave(phase),
    )


def drinking(phase: float) -> Stance:
    """The cup goes up to the mouth and down again."""
    sip = bump(phase, 0.5, 0.42)
    rest = (12.0, -13.0, -3.5)
    lips = (11.5, 2.2, -1.2)
    hand = tuple(a + (b - a) * sip for a, b in zip(rest, lips, strict=True))
    return replace(
        standing(phase),
        right_arm=Arm(hand=(hand[0], hand[1], hand[2])),
        nod=-3.0 * sip,
        eyes_shut=1.0 if 0.36 < phase < 0.64 else 0.0,
    )


def reading(phase: float) -> Stance:
    lift = 0.4 * wave(phase)
    return replace(
        standing(phase),
        right_arm=Arm(hand=(13.0, -12.0 + lift, -5.5)),
        left_arm=Arm(hand=(13.0, -12.0 + lift, 5.5)),
        nod=11.0,
        tilt=1.0 * wave(phase),
    )


def waving(phase: float) -> Stance:
    wag = wave(phase, 0.0, 2)
    return replace(
        standing(phase),
        right_arm=Arm(hand=(2.0, 15.0 - abs(wag), -21.0 + 3.4 * wag)),
        tilt=-3.0 + 1.5 * wag,
    )


def looking(phase: float) -> Stance:
    """Gazing far away, hands folded behind the back."""
    return replace(
        standing(phase),
        right_arm=Arm(hand=(-7.0, -22.0, -2.4)),
        left_arm=Arm(hand=(-7.0, -22.4, 2.4)),
        nod=-5.0,
    )


def flying(phase: float) -> Stance:
    drift = wave(phase)
    return Stance(
        right_arm=Arm(hand=(-1.0, 25.0 + 1.5 * drift, -17.0)),
        left_arm=Arm(hand=(-6.0, -15.0 - 2.0 * drift, 20.0)),
        right_leg=Leg(-14.0 + 4 * drift, 2.0, 22.0 + 6 * wave(phase, 0.2), -30.0),
        left_leg=Leg(8.0 - 4 * drift, 2.0, 46.0 + 6 * wave(phase, 0.3), -30.0),
        lean=-6.0,
        nod=-10.0,
        rise=9.0 + 2.0 * drift,
        roll=52.0 + 2.0 * drift,
        yaw=52.0,
        eyes_shut=_blink(phase),
    )


def soaring(phase: float) -> Stance:
    """A heavenly dancer on the air: one arm raised, legs trailing, the head held upright."""
    drift = wave(phase)
    return Stance(
        right_arm=Arm(hand=(2.0, 19.0 + 2.0 * drift, -19.0)),
        left_arm=Arm(hand=(7.0, 1.0 - 4.0 * wave(phase, 0.2), 27.0)),
        right_leg=Leg(10.0 + 4 * drift, 2.0, 34.0 + 6 * wave(phase, 0.2), -40.0),
        left_leg=Leg(-8.0 - 4 * drift, 4.0, 58.0 + 8 * wave(phase, 0.3), -40.0),
        lean=-4.0,
        tilt=-14.0 + 3.0 * drift,
        rise=8.0 + 1.6 * wave(phase, 0.25),
        roll=34.0 + 3.0 * drift,
        eyes_shut=_blink(phase),
    )


def cooking(phase: float) -> Stance:
    toss = bump(phase, 0.5, 0.3)
    return replace(
        standing(phase),
        right_arm=Arm(hand=(15.0, -17.0 + 4.0 * toss, -6.0)),
        left_arm=Arm(hand=(13.0, -15.0 + 1.5 * wave(phase, 0.0, 2), 9.0)),
        nod=6.0,
    )


def singing(phase: float) -> Stance:
    return replace(
        standing(phase),
        right_arm=Arm(hand=(11.0, -2.6, -3.0)),
        left_arm=Arm(hand=(9.0, -7.0 + 3.0 * wave(phase), 19.0)),
        tilt=4.0 * wave(phase),
        nod=-4.0,
        mouth_open=0.45 + 0.4 * wave(phase, 0.0, 3),
    )


def holding(phase: float) -> Stance:
    """Something carried in the right hand before the chest."""
    return replace(standing(phase), right_arm=Arm(hand=(11.0, -15.0 + 0.4 * wave(phase), -9.0)))


def raising(phase: float) -> Stance:
    """A handle held upright beside the shoulder: umbrella, lantern pole, sword."""
    return replace(standing(phase), right_arm=Arm(hand=(4.0, -11.0 + 0.4 * wave(phase), -18.0)))


STANCES: dict[str, Callable[[float], Stance]] = {
    "sleeping": sitting,
    "flying": flying,
    "dancing": dancing,
    "running": running,
    "walking": walking,
    "drinking": drinking,
    "reading": reading,
    "cooking": cooking,
    "singing": singing,
    "waving": waving,
    "looking": looking,
    "sitting": sitting,
}
"""In order of strength: where a prompt names two, the first one here is shown."""


def doing(traits: frozenset[str]) -> str:
    """The one thing that shows of all a person does."""
    if traits & {"guqin"} and not traits & {"walking", "running", "sleeping"}:
        return "playing"
    if "guitar" in traits and not traits & {"walking", "running", "sleeping", "flying"}:
        return "strumming"
    name = next((name for name in STANCES if name in traits), "standing")
    return "flying" if "fairy" in traits and name in {"standing", "dancing"} else name


def moment(traits: frozenset[str], phase: float) -> Stance:
    """The stance of someone with these traits at `phase`, with what they hold held up."""
    name = doing(traits)
    if name == "playing":
        return playing(phase)
    if "fairy" in traits and name in {"standing", "dancing", "flying", "walking", "running"}:
        return soaring(phase)
    if name == "strumming":
        return _seated(strumming(phase), phase) if "sitting" in traits else strumming(phase)
    stance = STANCES.get(name, standing)(phase)
    if "sitting" in traits and name in {"drinking", "reading", "singing", "waving", "cooking"}:
        stance = _seated(stance, phase)
    if traits & {"umbrella", "lantern", "sword"} and name not in {"drinking", "reading", "cooking"}:
        return replace(stance, right_arm=raising(phase).right_arm)
    carried = {"book", "fan", "flower", "cup", "camera"} & traits
    if carried and name in {"standing", "walking", "looking", "sitting", "dancing", "flying"}:
        if name in {"dancing", "flying"}:
            return stance
        arm = holding(phase).right_arm
        both = "camera" in traits or "book" in traits
        if both:
            arm = Arm(hand=(13.0, -12.0, -5.5))
        elif carried & {"fan", "flower"}:
            arm = raising(phase).right_arm
        left = Arm(hand=(13.0, -12.0, 5.5)) if both else stance.left_arm
        return replace(stance, right_arm=arm, left_arm=left)
    return stance


def _seated(stance: Stance, phase: float) -> Stance:
    base = sitting(phase)
    return replace(stance, seat=base.seat, right_leg=base.right_leg, left_leg=base.left_leg)
