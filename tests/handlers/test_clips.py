"""Films of people's own videos: /cut with clips, and what is said where they are no use."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from generation.model import Brief
from generation.providers.router import Roster
from handlers.clips import shared_out
from handlers.conversation import Attachment
from handlers.prices import prices
from tests.handlers.fakes import ALLOWANCE, Studio
from tests.handlers.test_brought_pictures import ordered
from tests.handlers.test_brought_sounds import recording
from tests.handlers.test_prices import member


def clip(folder: Path, name: str = "a.mp4", seconds: int = 5) -> Attachment:
    """A video of so many seconds, as the studio's fake counts them; upright where it is called
    tall."""
    path = folder / f"{name}.sent"
    path.write_bytes(b"\xff" * seconds)
    return Attachment(path, "video/mp4", name)


def picture(folder: Path, name: str = "p.png") -> Attachment:
    path = folder / f"{name}.sent"
    path.write_bytes(b"\x89PNG")
    return Attachment(path, "image/png", name)


def table(folder: Path, content: bytes = b"LUT") -> Attachment:
    path = folder / "look.sent"
    path.write_bytes(content)
    return Attachment(path, "text/x-cube", "look.cube")


def lengths(brief: Brief) -> list[float]:
    assert brief.board
    return [shot.seconds for shot in brief.board.shots]


async def test_videos_become_a_film_of_as_many_shots(studio: Studio, tmp_path: Path) -> None:
    sent = (clip(tmp_path), clip(tmp_path, "b.mp4", 20), clip(tmp_path, "c.mp4", 3))
    shown = await studio.say("/cut Our summer --music hopeful", attachments=sent)
    brief = ordered(studio)
    assert brief.board and brief.board.title == "Our summer" and brief.music == "hopeful"
    assert [take.clip.seconds for take in brief.takes] == [5, 20, 3]
    assert lengths(brief) == [5, 15, 3], "a shot has 15 seconds at most, and that is told"
    assert "15 s" in shown.text and "A film of your clips: “Our summer”" in shown.text
    assert (brief.clip_sound, brief.grade, brief.aspect) == ("low", "none", "16:9")


async def test_what_is_said_goes_before_what_is_usual(studio: Studio, tmp_path: Path) -> None:
    await studio.say("/cut --clip-sound keep --grade noir --ar 1:1", attachments=(clip(tmp_path),))
    brief = ordered(studio)
    assert (brief.clip_sound, brief.grade, brief.aspect) == ("keep", "noir", "1:1")
    await studio.say("/settings clip-sound keep")
    await studio.say("/cut 竖屏", attachments=(clip(tmp_path),))
    brief = ordered(studio)
    assert brief.clip_sound == "keep" and brief.aspect == "9:16" and brief.idea == ""


async def test_a_film_has_the_shape_of_most_of_its_clips(studio: Studio, tmp_path: Path) -> None:
    names = ("a.mp4", "tall b.mp4", "tall c.mp4")
    await studio.say("/cut", attachments=tuple(clip(tmp_path, name) for name in names))
    assert ordered(studio).aspect == "9:16"


@pytest.mark.parametrize(
    ("wanted", "clips", "seconds"),
    [
        (10, (8, 8), [5.25, 5.25]),  # and what they share
        (10, (2, 15), [2, 8.5]),
        (6, (4, 1, 9), [3, 1, 3]),
    ],
)
async def test_a_length_that_is_asked_for_is_shared_out(
    wanted: int, clips: Sequence[int], seconds: list[float], studio: Studio, tmp_path: Path
) -> None:
    sent = tuple(clip(tmp_path, f"{n}.mp4", s) for n, s in enumerate(clips))
    await studio.say(f"/cut --seconds {wanted}", attachments=sent)
    assert lengths(ordered(studio)) == seconds
    assert ordered(studio).seconds == wanted


async def test_where_clips_are_too_short_for_it_the_film_is_as_long_as_they_are(
    studio: Studio, tmp_path: Path
) -> None:
    sent = (clip(tmp_path, "a.mp4", 3), clip(tmp_path, "b.mp4", 4))
    shown = await studio.say("/cut --seconds 60", attachments=sent)
    assert lengths(ordered(studio)) == [3, 4] and ordered(studio).seconds is None
    assert "too short for 60 s" in shown.text


async def test_twelve_long_clips_are_no_longer_than_a_film(studio: Studio, tmp_path: Path) -> None:
    sent = tuple(clip(tmp_path, f"{n}.mp4", 30) for n in range(12))
    shown = await studio.say("/cut", attachments=sent)
    assert sum(lengths(ordered(studio))) - 11 * 0.5 == pytest.approx(120)
    assert "120 s" in shown.text


def test_shares_are_as_equal_as_can_be_and_add_up() -> None:
    assert shared_out([10, 100, 100], 60) == [10, 25, 25]
    assert shared_out([10, 20], 99) == [10, 20]
    assert sum(shared_out([7, 90, 31, 44], 100)) == 100


async def test_pictures_among_videos_are_shots_too(studio: Studio, tmp_path: Path) -> None:
    sent = (clip(tmp_path), picture(tmp_path), clip(tmp_path, "b.mp4", 2))
    await studio.say("/cut", attachments=sent)
    brief = ordered(studio)
    assert lengths(brief) == [5, 4, 2]
    kinds = [take.clip.file.mime for take in brief.takes if take.clip.file]
    assert kinds == ["video/mp4", "image/png", "video/mp4"]
    await studio.say("/cut --as logo", attachments=sent)
    assert len(ordered(studio).takes) == 2 and ordered(studio).logo


async def test_they_are_cut_to_a_song_or_to_a_voice(studio: Studio, tmp_path: Path) -> None:
    sent = (clip(tmp_path, "a.mp4", 15), clip(tmp_path, "b.mp4", 15))
    await studio.say("/cut", attachments=(*sent, recording(tmp_path)))
    assert ordered(studio).track and lengths(ordered(studio)) == [15, 15]
    voice = recording(tmp_path, "me.ogg", seconds=9, spoken=True)
    await studio.say("/cut", attachments=(*sent, voice))
    assert ordered(studio).speech and ordered(studio).seconds == 10


async def test_only_the_cut_is_charged_for(studio: Studio, tmp_path: Path) -> None:
    await studio.say("/cut", attachments=(clip(tmp_path), clip(tmp_path, "b.mp4")))
    asked = {"writer": 7, "painter": 7, "animator": 7, "narrator": 7, "editor": 2, "composer": 3}
    roster = Roster([member(role, "local", price=n) for role, n in asked.items()], {})  # pyright: ignore[reportArgumentType]
    assert prices(roster)("film", ordered(studio)) == 5


async def test_a_film_of_clips_is_made_again_of_the_same_clips(
    studio: Studio, tmp_path: Path
) -> None:
    await studio.say("/cut Us", attachments=(clip(tmp_path), clip(tmp_path, "b.mp4")))
    await studio.settled()
    first = ordered(studio)
    for label in ("Another seed", "Upright 9:16"):
        await studio.press(studio.paper.messages["1"].action(label))
        await studio.settled()
        assert ordered(studio).takes == first.takes
    assert ordered(studio).aspect == "9:16"
    await studio.say("/cut --music off")
    await studio.settled()
    assert [t.clip for t in ordered(studio).takes] == [t.clip for t in first.takes]
    assert ordered(studio).music == "off"


async def test_a_table_of_colours_is_used_wherever_it_is_sent(
    studio: Studio, tmp_path: Path
) -> None:
    shown = await studio.say("/video a cat", attachments=(table(tmp_path),))
    assert ordered(studio).lut and "look.cube" in shown.text
    await studio.settled()
    await studio.say("/cut", attachments=(clip(tmp_path), table(tmp_path)))
    assert ordered(studio).lut and ordered(studio).takes
    await studio.settled()
    await studio.say("/cut --music off")
    await studio.settled()
    await studio.say("/cut", attachments=(table(tmp_path),))
    assert ordered(studio).lut


@pytest.mark.parametrize(
    ("text", "clips", "answer"),
    [
        ("", [{}], "/cut"),
        ("/video a cat", [{}], "/cut"),
        ("/animate", [{}], "/cut"),
        ("/image a cat", [{}], "/cut"),
        ("/cut", [{"name": f"{n}.mp4"} for n in range(13)], "13 clips"),
        ("/cut", [{}, {"name": "bad.mp4", "seconds": 0}], "bad.mp4 is empty"),
        ("/cut", [{}, {"seconds": 0}], "a.mp4 (2) is empty"),
        ("/cut --shots 3", [{}], "--shots"),
        ("/cut --seconds 2", [{"name": f"{n}.mp4"} for n in range(6)], "3.5"),
    ],
)
async def test_what_cannot_be_cut_is_explained_and_costs_nothing(
    text: str, clips: list[dict[str, Any]], answer: str, studio: Studio, tmp_path: Path
) -> None:
    sent = list[Attachment]()
    for n, one in enumerate(clips):
        (tmp_path / str(n)).mkdir()
        sent.append(clip(tmp_path / str(n), **one))
    shown = await studio.say(text, attachments=tuple(sent))
    assert answer in shown.text and not studio.queue.submissions
    assert await studio.left() == ALLOWANCE


async def test_a_table_that_is_none_is_refused(studio: Studio, tmp_path: Path) -> None:
    shown = await studio.say("/video a cat", attachments=(table(tmp_path, b"zip"),))
    assert ".cube" in shown.text and not studio.queue.submissions
