"""What of an ASS document is seen during some frames of a film, told in their own time. Pure.

A part of the film is stamped with its excerpt alone, so that a part depends on nothing that is
written elsewhere in the film, nor on where in the film it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generation.model import FPS

EVENT = re.compile(r"Dialogue: *(\d+),([^,]+),([^,]+),([^,]*),(.*)")
STYLE = re.compile(r"Style: *([^,]+),")
RESET = re.compile(r"\\r([^\\}]+)")  # `{\rname}` goes on in another style
MOVING = re.compile(r"\\(?:fade?|move|t)\(|\\[kK]")  # what depends on when the event began


@dataclass(frozen=True, slots=True)
class Excerpt:
    """An ASS document whose frame `first` is the first of the frames; no `text`, nothing is
    seen."""

    text: str
    first: int = 0


@dataclass(frozen=True, slots=True)
class _Event:
    """A line of the document, from the frame it is first seen at to the one it is gone at."""

    starts: int
    ends: int
    layer: str
    style: str
    rest: str

    def at(self, offset: int, fps: int) -> str:
        times = (_clock(frame + offset, fps) for frame in (self.starts, self.ends))
        return f"Dialogue: {self.layer},{','.join(times)},{self.style},{self.rest}"

    def within(self, frames: int) -> _Event:
        """The same, without what cannot be seen of it."""
        if MOVING.search(self.rest):
            return self
        starts, ends = max(0, self.starts), min(frames, self.ends)
        return _Event(starts, ends, self.layer, self.style, self.rest)


def excerpt(document: str, starts: int, frames: int, fps: int = FPS) -> Excerpt:
    """What `document` shows from the film's frame `starts` on, for so many frames."""
    lines = document.splitlines()
    events = [_event(match, starts, fps) for line in lines if (match := EVENT.match(line))]
    seen = [event.within(frames) for event in events if event.starts < frames and event.ends > 0]
    if not seen:
        return Excerpt("")
    first = max(0, -min(event.starts for event in seen))
    styles = {name for event in seen for name in (event.style, *RESET.findall(event.rest))}
    head = [line for line in lines if not line.startswith(("Dialogue:", "Comment:"))]
    kept = [line for line in head if not (found := STYLE.match(line)) or found[1] in styles]
    return Excerpt("\n".join((*kept, *(event.at(first, fps) for event in seen), "")), first)


def _event(match: re.Match[str], start: int, fps: int) -> _Event:
    layer, starts, ends, style, rest = match.groups()
    return _Event(
        _frame(starts, fps) - start, _frame(ends, fps) - start, layer, style.strip(), rest
    )


def _frame(clock: str, fps: int) -> int:
    """The first frame at or after a time such as `0:00:03.50`."""
    hours, minutes, seconds = clock.strip().split(":")
    hundredths = (int(hours) * 60 + int(minutes)) * 6000 + round(float(seconds) * 100)
    return -(-hundredths * fps // 100)


def _clock(frame: int, fps: int) -> str:
    """The last hundredth that is not after a frame."""
    minutes, rest = divmod(frame * 100 // fps, 6000)
    return f"{minutes // 60}:{minutes % 60:02}:{rest // 100:02}.{rest % 100:02}"
