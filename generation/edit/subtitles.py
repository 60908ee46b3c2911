"""Subtitles beside a film: soft tracks in its languages, and files for other players and editors.

Text stays text: what a format would read as markup is written so that it does not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, get_args

from pysubs2 import SSAEvent, SSAFile

from generation.edit import ass, lettering
from generation.edit.captions import Cue, cues
from generation.edit.layout import Layout
from generation.edit.palette import WHITE, colours
from generation.edit.timeline import Timeline
from generation.model import LANGS, Brief, Lang, Speech, Storyboard
from generation.wording import known, told_in

Format = Literal["srt", "vtt", "ass"]
FORMATS: tuple[Format, ...] = get_args(Format)

Track = tuple[Lang, list[Cue]]
TIME = re.compile(r"(\d:\d\d[.,])(?=\d)")  # two of which many programs take for the head of a cue
WORD_JOINER = "\u2060"  # seen by nobody; keeps two characters from being read as one sign


def languages(brief: Brief, board: Storyboard) -> list[Lang]:
    """The languages in which there are subtitles: the film's own, the second, all others."""
    second: list[Lang] = [brief.second] if brief.second else []
    wanted: list[Lang] = [board.lang, *second, *LANGS]
    return [
        lang
        for lang in dict.fromkeys(wanted)
        if (words := known(board, lang)) and any(words.subtitles)
    ]


def tracks(brief: Brief, board: Storyboard, timeline: Timeline) -> list[Track]:
    """The soft tracks of a film, of which the first is shown unless somebody chooses; none where
    there are to be none."""
    if brief.subtitles != "soft":
        return []
    width = Layout.of(brief).ems
    return [(lang, cues(told_in(board, lang), timeline, width)) for lang in languages(brief, board)]


def export(
    brief: Brief, board: Storyboard, lang: Lang, form: Format, speech: Sequence[Speech] = ()
) -> str:
    """A subtitle file of a film in one of its `languages`. `ass` looks as if it were burned in,
    with words that light up as in `speech`, but has neither label nor titles."""
    timeline = Timeline.of(brief, board)
    told = told_in(board, lang)
    if form == "ass":
        return _styled(brief, told, timeline, speech if lang == board.lang else ())
    found = cues(told, timeline, Layout.of(brief).ems)
    plain = SSAFile()
    plain.events = [_event(cue, form) for cue in found]
    return plain.to_string(form, keep_ssa_tags=True)


def _styled(brief: Brief, board: Storyboard, timeline: Timeline, speech: Sequence[Speech]) -> str:
    """The captions as they are burned in, also where they are not."""
    mode = "karaoke" if brief.subtitles == "karaoke" else "burn"
    second = brief.second if brief.second != board.lang else None
    burned = brief.model_copy(update={"subtitles": mode, "second": second})
    layout, palette = Layout.of(burned), colours(burned, board)
    events = map(ass.caption, lettering.captions(burned, board, timeline, speech))
    styles = ass.caption_styles(layout, palette.bright if mode == "karaoke" else WHITE)
    head = ass.header(board.lang, layout)
    return "\n".join((*head, *styles, "", "[Events]", ass.EVENTS, *map(str, events), ""))


def _event(cue: Cue, form: Format) -> SSAEvent:
    text = r"\N".join(_markless(line, form) for line in cue.lines)
    return SSAEvent(round(cue.start * 1000), round(cue.end * 1000), text)


def _markless(line: str, form: Format) -> str:
    """A line in which players find no markup. SubRip knows no escapes: what would be a tag or a
    time there is parted by a character that nobody sees."""
    line = line.replace("\\", "＼")  # as in `ass.escaped`
    line = TIME.sub(rf"\1{WORD_JOINER}", line)
    if form == "vtt":
        return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return line.replace("<", f"<{WORD_JOINER}").replace("->", f"-{WORD_JOINER}>")
