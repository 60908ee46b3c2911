"""What a film may weigh where its place takes so many bytes at most, decided before any of it is
encoded: how large its pictures are, and how many bits they have. Arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log
from typing import cast, get_args

from generation.edit.timeline import Timeline
from generation.model import Brief, Resolution, Storyboard
from generation.providers.contract import frame_size

PART = 0.95  # of the limit
SOUND = 165_000  # bits a second; AAC is made with 160k
PACKETS = 4_000  # bits a second of where each frame lies
HEADERS = 8_000  # bytes of metadata, chapters and label
ENOUGH = 0.02  # bits for each pixel of each frame; below that a smaller picture looks better
PLENTY = 0.5  # more than the film's quality ever takes
STEP = 1.05  # between two rates: films of nearly the same length share their parts
BUFFER = 0.6  # seconds that the encoder may be ahead by
FULL = 0.4  # of the buffer when a part begins


@dataclass(frozen=True, slots=True)
class Budget:
    """So many bits a second for the pictures, and in how many parts they are encoded a second."""

    rate: float
    parts: float

    @classmethod
    def of(cls, brief: Brief, board: Storyboard) -> Budget | None:
        """What a film has; None where nobody limits it."""
        if brief.cap is None:
            return None
        timeline = Timeline.of(brief, board)
        seconds, joins = timeline.seconds, [join for join in timeline.joins if join.frames]
        bits = (PART * brief.cap - HEADERS) * 8 / seconds - SOUND - PACKETS
        return cls(max(1.0, bits), (len(timeline.lengths) + len(joins)) / seconds)

    @property
    def peak(self) -> int:
        """The rate that no part exceeds but by what its buffer holds: each part begins with that
        anew, and all together stay within the budget."""
        bound = self.rate / (1 + FULL * BUFFER * self.parts)
        return floor(STEP ** floor(log(max(bound, 1000), STEP)))

    def suffices(self, width: int, height: int, fps: int, per_pixel: float = ENOUGH) -> bool:
        """Whether pictures of this size have bits enough."""
        return self.rate >= per_pixel * width * height * fps


def affordable(brief: Brief, board: Storyboard) -> Brief:
    """The brief with the largest pictures, up to those asked for, that have bits enough."""
    budget = Budget.of(brief, board)
    if budget is None:
        return brief
    fps = Timeline.of(brief, board).fps
    sizes = cast(tuple[Resolution, ...], get_args(Resolution))
    fitting = [
        size
        for size in sizes
        if size <= brief.resolution and budget.suffices(*frame_size(brief.aspect, size), fps)
    ]
    return brief.model_copy(update={"resolution": max(fitting, default=min(sizes))})
