"""What of the captions belongs to a part of the film, and what parts are called."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from inline_snapshot import snapshot

from generation.edit import plan
from generation.edit.excerpt import Excerpt, excerpt
from generation.edit.grade import Look
from generation.edit.motion import Canvas
from generation.edit.piece import Cut, Frame, from_raw
from generation.edit.stamp import Stamp
from generation.styles import Grade

DOCUMENT = r"""[Script Info]
Language: en

[V4+ Styles]
Format: Name, Fontname
Style: caption,Sans
Style: notice,Sans

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:00.00,0:00:03.50,notice,,0,0,0,,AI
Dialogue: 0,0:00:01.00,0:00:05.00,caption,,0,0,0,,{\fad(160,160)}One, two
Dialogue: 0,0:00:06.00,0:00:08.00,caption,,0,0,0,,Three
"""


def events(found: Excerpt) -> list[str]:
    return [line for line in found.text.splitlines() if line.startswith(("Dialogue", "Style"))]


def test_what_stands_still_is_cut_to_the_part_and_what_moves_is_not() -> None:
    found = excerpt(DOCUMENT, 48, 48)
    assert found.first == 24, "the second caption began a second before"
    assert events(found) == snapshot(
        [
            "Style: caption,Sans",
            "Style: notice,Sans",
            "Dialogue: 0,0:00:01.00,0:00:02.50,notice,,0,0,0,,AI",
            r"Dialogue: 0,0:00:00.00,0:00:04.00,caption,,0,0,0,,{\fad(160,160)}One, two",
        ]
    )


def test_a_part_without_anything_has_no_document() -> None:
    assert excerpt(DOCUMENT, 24 * 5, 24) == Excerpt("")


def test_what_is_said_elsewhere_and_when_changes_nothing() -> None:
    later = DOCUMENT.replace("0:00:06.00,0:00:08.00", "0:00:16.00,0:00:18.00")
    assert excerpt(later, 24 * 16, 48) == excerpt(DOCUMENT, 24 * 6, 48)
    assert excerpt(DOCUMENT.replace("Three", "Four"), 0, 48) == excerpt(DOCUMENT, 0, 48)
    assert excerpt(DOCUMENT.replace("One", "Four"), 0, 48) != excerpt(DOCUMENT, 0, 48)
    assert excerpt(DOCUMENT.replace("notice,Sans", "notice,Serif"), 144, 24) == excerpt(
        DOCUMENT, 144, 24
    ), "a style that nobody uses"


def test_every_frame_shows_what_it_showed_in_the_whole_film() -> None:
    """Whatever frame a part begins at: hundredths of seconds are not whole frames."""
    for first in range(24):
        found = excerpt(DOCUMENT, first, 200)
        starts, ends = ([line.split(",")[place] for line in events(found)[2:]] for place in (1, 2))
        for start, end, (a, b) in zip(starts, ends, ((0, 84), (24, 120), (144, 192)), strict=True):
            shown = [n for n in range(230) if seconds(start) <= ms(n) < seconds(end)]
            assert shown[0] == max(0, a - first) + found.first
            assert shown[-1] == min(b - first, 230) - 1 + found.first


def seconds(clock: str) -> float:
    return 60 * int(clock.split(":")[1]) + float(clock.split(":")[2])


def ms(frame: int) -> float:
    return frame * 1000 // 24 / 1000  # libass counts milliseconds


def test_a_part_is_called_by_what_makes_it_and_not_by_where_it_lies() -> None:
    frame = Frame(Canvas(320, 180), Look(), Stamp(Path("/a/captions.ass")))
    cut = Cut(frames=48, start=0, head=12, tail=0)

    def keys(frame: Frame, cut: Cut = cut, recipe: object = 1) -> list[str]:
        def command(frame: Frame, files: plan.Files, only: object) -> list[str]:
            return from_raw(cut, frame, files, only=only)  # pyright: ignore[reportArgumentType]

        return [part.key for part in plan.parts(cut, frame, command, {"recipe": recipe})]

    body, head = keys(frame)
    moved = replace(frame, stamp=Stamp(Path("/b/captions.ass")))
    written = replace(frame, stamp=Stamp(Path("/a/others.ass")))
    graded = replace(frame, look=Look(Grade(contrast=1.2)))
    assert keys(moved) == [body, head]
    assert keys(written)[0] != body and keys(written)[1] == head
    assert not {body, head} & set(keys(graded))
    assert not {body, head} & set(keys(frame, recipe=2))
