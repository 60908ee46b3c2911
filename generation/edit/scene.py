"""What all pictures of one film have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generation.edit import lettering, logo
from generation.edit.cache import digest
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

    @classmethod
    def of(
        cls,
        brief: Brief,
        board: Storyboard,
        speech: Sequence[Speech],
        shelf: Shelf,
        labelled: bool = True,
    ) -> Scene:
        """The scene of a storyboard; `speech` says when words light up. It is `labelled` throughout
        or at its beginning only."""
        timeline = Timeline.of(brief, board)
        lut = shelf.path(brief.lut) if brief.lut else None
        return cls(
            timeline,
            Canvas(*frame_size(brief.aspect, brief.resolution)),
            Look(wanted(brief, board.style), lut, brief.palette),
            lettering.document(brief, board, timeline, speech, throughout=labelled),
            Layout.of(brief),
            shelf.path(brief.logo.picture.file) if brief.logo else None,
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
            return Frame(self.canvas, self.look, Stamp(None, badge) if badge else None), 0
        captions = folder / f"{digest(seen.text)}.ass"  # called by what is in it: see plan.py
        captions.write_text(seen.text, "utf-8")
        return Frame(self.canvas, self.look, Stamp(captions, badge)), seen.first

    def _badge(self, starts: int, folder: Path) -> Badge | None:
        """The logo on what begins at this frame of the film; cards have a larger one."""
        first = self.timeline.starts(0) + self.timeline.head(0)
        last = self.timeline.starts(self.timeline.shots[-1]) if self.timeline.ending else None
        if self.logo is None or starts < first or (last is not None and starts >= last):
            return None
        painted = folder / "logo.png"
        left, top = logo.painted(self.logo, self.layout, painted)
        named = painted.replace(folder / f"{digest(painted.read_bytes())}.png")
        return Badge(named, left, top)
