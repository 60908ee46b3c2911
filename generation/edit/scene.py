"""What all pictures of one film have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from generation.edit import lettering, logo
from generation.edit.budget import PLENTY, Budget
from generation.edit.cache import digest
from generation.edit.encoding import Encoding
from generation.edit.excerpt import excerpt
from generation.edit.grade import Look, wanted
from generation.edit.layout import Layout
from generation.edit.motion import Canvas
from generation.edit.piece import Cut, Frame
from generation.edit.stamp import Badge, Stamp
from generation.edit.timeline import Timeline
from generation.model import Brief, Speech, Storyboard
from generation.providers.contract import Shelf, frame_size


@dataclass(frozen=True, slots=True)
class Scene:
    """What all pictures of one film have in common: where they stand, how they look, and the ASS
    document of what is written on them."""

    timeline: Timeline
    canvas: Canvas
    look: Look
    document: str
    layout: Layout
    logo: Path | None = None
    encoding: Encoding = field(default_factory=Encoding)

    @classmethod
    def of(
        cls,
        brief: Brief,
        board: Storyboard,
        speech: Sequence[Speech],
        shelf: Shelf,
        labelled: bool = True,
        encoding: Encoding | None = None,
    ) -> Scene:
        """The scene of a storyboard; `speech` says when words light up. It is `labelled` throughout
        or at its beginning only."""
        timeline = Timeline.of(brief, board)
        lut = shelf.path(brief.lut) if brief.lut else None
        canvas = Canvas(*frame_size(brief.aspect, brief.resolution))
        return cls(
            timeline,
            canvas,
            Look(wanted(brief, board.style), lut, brief.palette),
            lettering.document(brief, board, timeline, speech, throughout=labelled),
            Layout.of(brief),
            shelf.path(brief.logo.picture.file) if brief.logo else None,
            _within(encoding or Encoding(), brief, board, canvas),
        )

    def cut(self, index: int) -> Cut:
        """What of shot `index` belongs to transitions; its start is the film's frame."""
        timeline = self.timeline
        return Cut(
            timeline.length(index),
            timeline.starts(index),
            timeline.head(index),
            timeline.tail(index),
        )

    def framed(self, cut: Cut, folder: Path) -> tuple[Frame, Cut]:
        """How a shot looks, with what is written on its body in `folder`, and the cut in the time
        of that."""
        frame, first = self.stamped(cut.start + cut.head, cut.length("body"), folder)
        return frame, replace(cut, start=first - cut.head)

    def stamped(self, starts: int, frames: int, folder: Path) -> tuple[Frame, int]:
        """The frame for some frames of the film, with what is written on them in `folder`, and
        which frame of that is the first."""
        seen = excerpt(self.document, starts, frames)
        badge = self._badge(starts, folder)
        if not seen.text:
            return self._frame(Stamp(None, badge) if badge else None), 0
        captions = folder / f"{digest(seen.text)}.ass"  # called by what is in it: see plan.py
        captions.write_text(seen.text, "utf-8")
        return self._frame(Stamp(captions, badge)), seen.first

    def _frame(self, stamp: Stamp | None) -> Frame:
        return Frame(self.canvas, self.look, stamp, self.encoding)

    def _badge(self, starts: int, folder: Path) -> Badge | None:
        """The logo on what begins at this frame of the film; cards have a larger one."""
        first = self.timeline.starts(0) + self.timeline.head(0)
        last = self.timeline.starts(self.timeline.shots[-1]) if self.timeline.ending else None
        if self.logo is None or starts < first or (last is not None and starts >= last):
            return None
        picture, left, top = _painted(self.logo, self.layout)
        named = folder / f"{digest(picture)}.png"
        named.write_bytes(picture)
        return Badge(named, left, top)


@lru_cache(maxsize=4)
def _painted(source: Path, layout: Layout) -> tuple[bytes, int, int]:
    """A logo as PNG and where it stands: the same on all parts of a film."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "logo.png"
        left, top = logo.painted(source, layout, out)
        return out.read_bytes(), left, top


def _within(usual: Encoding, brief: Brief, board: Storyboard, canvas: Canvas) -> Encoding:
    """As usual, or within what the film may weigh where that is less."""
    budget = Budget.of(brief, board)
    if budget is None or budget.suffices(canvas.width, canvas.height, canvas.fps, PLENTY):
        return usual
    return usual.within(budget.peak)
