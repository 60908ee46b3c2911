"""How an animal chooses what to do, so that each animal's file only says how it looks."""

from __future__ import annotations

from generation.providers.local.illustrator.subjects._beast import Frame, going
from generation.providers.local.illustrator.subjects._muzzle import Coat
from generation.providers.local.illustrator.subjects._seat import asleep, sitting
from generation.providers.local.illustrator.subjects._shapes import Brush, Extent
from generation.providers.local.illustrator.subjects.drawing import Sighting

MOVES = frozenset({"walking", "running", "dancing", "flying"})


def manner(sighting: Sighting, default: str = "sitting") -> str:
    """`running`, `walking`, `sleeping`, `sitting` or `standing`."""
    for name in ("sleeping", "running", "walking", "sitting", "standing"):
        if name in sighting.traits:
            return name
    return "running" if sighting.traits & {"flying", "playing"} else default


def tempo(sighting: Sighting, default: str = "sitting") -> tuple[int, float]:
    """Phases and seconds of what it does."""
    return {"running": (16, 0.62), "walking": (16, 1.1)}.get(manner(sighting, default), (24, 3.6))


def reach(
    sighting: Sighting, default: str = "sitting", *, wide: float = 92.0, top: float = -112.0
) -> Extent:
    """The room an animal needs: `wide` to both sides where it goes, up to `top` where it sits."""
    act = manner(sighting, default)
    if act == "sleeping":
        return -62.0, top * 0.6, 62.0, 12.0
    if act == "sitting":
        return -62.0, top, 62.0, 10.0
    return -wide, -126.0, wide, 10.0


def perform(
    b: Brush,
    sighting: Sighting,
    coat: Coat,
    frame: Frame,
    default: str = "sitting",
    stout: float = 1.0,
    head: float = 1.0,
) -> str:
    """The animal doing what its sighting says."""
    act = manner(sighting, default)
    if act == "sleeping":
        return asleep(b, coat, frame.tail, head)
    if act == "sitting":
        return sitting(b, coat, frame.tail, stout=stout, head=head)
    return going(b, coat, frame, run=act == "running", still=act == "standing")
