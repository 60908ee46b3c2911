"""Everything that is written on a film, as one ASS document, from the brief and the storyboard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.edit import ass, titles
from generation.edit.captions import Cue, of_shot, wording
from generation.edit.captions import cues as cues_of
from generation.edit.captions import texts as shown_by_captions
from generation.edit.karaoke import as_heard, sung
from generation.edit.layout import Layout
from generation.edit.palette import WHITE, colours
from generation.edit.timeline import Timeline
from generation.fonts import unwritable, writable
from generation.generated import generated
from generation.model import Brief, Speech, Storyboard


def document(
    brief: Brief,
    board: Storyboard,
    timeline: Timeline,
    speech: Sequence[Speech] = (),
    throughout: bool = True,
) -> str:
    """Captions where they are burned in, titles, and the label of what is generated, `throughout`
    the film or at its beginning; `speech` says when words light up. One line for each event."""
    layout, palette = Layout.of(brief), colours(brief, board)
    written = titles.events(brief, board, timeline, layout, palette)
    return ass.document(
        captions(brief, board, timeline, speech),
        board.lang,
        layout,
        timeline.seconds,
        titles=list(written),
        styles=list(titles.styles(layout)),
        lit=palette.bright if brief.subtitles == "karaoke" else WHITE,
        throughout=throughout,
        what=generated(brief, board),
    )


def captions(
    brief: Brief, board: Storyboard, timeline: Timeline, speech: Sequence[Speech] = ()
) -> list[Cue]:
    """The cues that are burned in; none where there are to be none."""
    if brief.subtitles not in ("burn", "karaoke"):
        return []
    width = Layout.of(brief).ems
    if brief.subtitles == "burn":
        return cues_of(board, timeline, width, brief.second)
    spoken = {line.shot: line for line in as_heard(speech, timeline.seconds)}
    return [
        cue
        for n in range(len(board.shots))
        for cue in sung(
            of_shot(board, timeline, width, n, brief.second), n, timeline, spoken.get(n)
        )
    ]


def notes(brief: Brief, board: Storyboard) -> Iterator[str]:
    """Keys of what differs from what was asked: signs that the font lacks, a language without a
    wording."""
    captioned = brief.subtitles != "off"
    shown = [*titles.texts(brief, board)]
    own = [shot.subtitle for shot in board.shots] if captioned else []
    if captioned:
        shown += shown_by_captions(board, brief.second)
    if any(text and not writable(text) for text in own):
        yield "note.subtitle_unwritable"
    elif any(map(unwritable, shown)):
        yield "note.signs_replaced"
    if captioned and brief.second and not _worded(brief, board):
        yield "note.no_second"


def _worded(brief: Brief, board: Storyboard) -> bool:
    """Whether some shot has a subtitle in the second language; there may be none at all to have."""
    every = range(len(board.shots))
    return not any(shot.subtitle for shot in board.shots) or any(
        wording(board, brief.second, n) for n in every
    )
