"""Fitting what a film needs to what a member can do: it is changed rather than refused. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from generation.model import Aspect
from generation.providers.contract import Capabilities, Member

TOLERANCE = 0.05  # seconds
NEARLY = 0.85  # of a resolution is enough: a film of 540 is not worth five times the price of 480


def fit_seconds(wanted: float, can: Capabilities) -> float:
    """The shortest length that is enough, for the editor trims; else the longest there is."""
    enough = [s for s in can.seconds if s >= wanted - TOLERANCE]
    return min(enough) if enough else max(can.seconds, default=wanted)


def fit_resolution(wanted: int, can: Capabilities) -> int:
    """The smallest resolution that is enough, else the largest there is."""
    enough = [r for r in can.resolutions if r >= wanted * NEARLY]
    return min(enough) if enough else max(can.resolutions, default=wanted)


def fit_aspect(wanted: Aspect, can: Capabilities) -> Aspect:
    """The aspect itself, or the one of the nearest shape, for the editor crops."""
    if wanted in can.aspects:
        return wanted
    return min(sorted(can.aspects), key=lambda aspect: abs(log(_shape(aspect) / _shape(wanted))))


def able_first(
    members: Sequence[Member],
    aspect: Aspect,
    *,
    references: int = 0,
    last: bool = False,
    named: Sequence[str] = (),
) -> list[Member]:
    """The vendors that can do an aspect before those that cannot; among them first who was `named`,
    then who can follow most of the pictures. Who is no vendor stays put."""

    def lacking(member: Member) -> tuple[bool, int]:
        missing = unfollowed(references, member.can) + (last and not member.can.last_frame)
        return aspect not in member.can.aspects, -1 if member.provider.name in named else missing

    vendors = iter(sorted((m for m in members if m.remote), key=lacking))
    return [next(vendors) if member.remote else member for member in members]


def unfollowed(references: int, can: Capabilities) -> int:
    """How many of so many reference pictures have to be left out."""
    return max(0, references - can.references)


def _shape(aspect: Aspect) -> float:
    across, down = (int(n) for n in aspect.split(":"))
    return across / down
