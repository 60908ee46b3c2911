"""Everything that is written on a film, as one ASS document, from the brief and the storyboard."""

from __future__ import annotations

from collections.abc import Sequence

from generation.edit import ass
from generation.edit.captions import Cue, cues
from generation.edit.timeline import Timeline
from generation.model import Brief, Speech, Storyboard
from generation.providers.contract import frame_size


def document(
    brief: Brief, board: Storyboard, timeline: Timeline, speech: Sequence[Speech] = ()
) -> str:
    """Captions where they are burned in, titles, and the label; `speech` says when words light
    up."""
    layout = _layout(brief)
    burned = brief.subtitles in ("burn", "karaoke")
    shown = cues(board, timeline, layout.ems) if burned else []
    return ass.document(shown, board.lang, layout, timeline.seconds)


def track(brief: Brief, board: Storyboard, timeline: Timeline) -> list[Cue]:
    """The cues of a soft subtitle track; none where there is to be none."""
    return cues(board, timeline, _layout(brief).ems) if brief.subtitles == "soft" else []


def _layout(brief: Brief) -> ass.Layout:
    return ass.Layout(*frame_size(brief.aspect, brief.resolution))
