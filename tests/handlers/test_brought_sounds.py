"""Music and voices that people send: played instead of ours, and not charged for."""

from __future__ import annotations

from pathlib import Path

import pytest

from generation.model import Brief, Recording
from generation.providers.router import Roster
from handlers.conversation import Attachment
from handlers.prices import prices
from tests.handlers.fakes import ALLOWANCE, Studio
from tests.handlers.test_brought_pictures import ordered, pictures
from tests.handlers.test_prices import FILE, member


def recording(
    folder: Path, name: str = "song.mp3", *, seconds: int = 20, spoken: bool = False
) -> Attachment:
    """A recording of so many seconds, as the studio's fake counts them."""
    path = folder / f"{name}.sent"
    path.write_bytes(b"\xff" * seconds)
    return Attachment(path, "audio/mpeg", name, spoken)


@pytest.mark.parametrize("command", ["/video", ""])
async def test_a_song_becomes_the_films_music(studio: Studio, tmp_path: Path, command: str) -> None:
    shown = await studio.say(f"{command} a cat", attachments=(recording(tmp_path),))
    brief = ordered(studio)
    assert brief.track and brief.track.name == "song.mp3" and not brief.speech
    assert brief.seconds is None and brief.idea == "a cat"
    assert "song.mp3" in shown.text


@pytest.mark.parametrize(
    ("words", "spoken"), [("", True), ("--as voice", False), ("--用途 旁白", False)]
)
async def test_a_film_is_as_long_as_the_voice_that_tells_it(
    studio: Studio, tmp_path: Path, words: str, spoken: bool
) -> None:
    sent = recording(tmp_path, "me.ogg", spoken=spoken)
    await studio.say(f"/video a cat {words}", attachments=(sent,))
    brief = ordered(studio)
    assert brief.speech and not brief.track
    assert (brief.seconds, brief.shots) == (21.0, 5)


async def test_where_a_length_is_asked_for_the_voice_keeps_to_it(
    studio: Studio, tmp_path: Path
) -> None:
    sent = recording(tmp_path, spoken=True)
    await studio.say("/video a cat --seconds 12", attachments=(sent,))
    assert ordered(studio).seconds == 12
    await studio.say("/video a cat --shots 4 --ending Bye", attachments=(sent,))
    assert (ordered(studio).seconds, ordered(studio).shots) == (23.5, 4)


async def test_a_voice_and_a_song_go_together(studio: Studio, tmp_path: Path) -> None:
    both = (recording(tmp_path), recording(tmp_path, "me.ogg", spoken=True))
    await studio.say("/video a cat", attachments=both)
    brief = ordered(studio)
    assert brief.track and brief.speech


async def test_a_picture_comes_to_life_to_a_song(studio: Studio, tmp_path: Path) -> None:
    sent = (*pictures(tmp_path), recording(tmp_path))
    await studio.say("/animate it rains", attachments=sent)
    brief = ordered(studio)
    assert brief.track and brief.board and brief.board.shots[0].keyframe


async def test_what_is_made_again_is_heard_again(studio: Studio, tmp_path: Path) -> None:
    await studio.say("/video a cat", attachments=(recording(tmp_path),))
    await studio.settled()
    track = ordered(studio).track
    for label in ("Another seed", "Upright 9:16", "Longer"):
        await studio.press(studio.paper.messages["1"].action(label))
        assert track and ordered(studio).track == track


@pytest.mark.parametrize(
    ("text", "names", "answer"),
    [
        ("/video a cat --as music", [], "none came along"),
        ("/video a cat --as voice", [], "none came along"),
        ("/video a cat --as character", ["a.mp3"], "no picture came along"),
        ("/video", ["a.mp3"], "What should the film show?"),
        ("", ["a.mp3"], "What should the film show?"),
        ("/video a cat", ["a.mp3", "b.mp3"], "at most"),
    ],
)
async def test_what_cannot_be_used_is_explained_and_costs_nothing(
    studio: Studio, tmp_path: Path, text: str, names: list[str], answer: str
) -> None:
    sent = tuple(recording(tmp_path, name) for name in names)
    shown = await studio.say(text, attachments=sent)
    assert answer in shown.text and not studio.queue.submissions
    assert await studio.left() == ALLOWANCE


async def test_a_recording_that_cannot_be_opened_is_said(studio: Studio, tmp_path: Path) -> None:
    shown = await studio.say("/video a cat", attachments=(recording(tmp_path, seconds=0),))
    assert "I can't open song.mp3" in shown.text and not studio.queue.submissions


def test_nobody_is_charged_for_what_somebody_brought() -> None:
    roster = Roster([member("composer", "a", price=5), member("narrator", "b", price=5)], {})
    price, plain = prices(roster), Brief(idea="x", voice=True)
    own = Recording(file=FILE, seconds=3)
    costs = [
        price("film", plain.model_copy(update=values))
        for values in ({}, {"track": own}, {"speech": own}, {"track": own, "speech": own})
    ]
    assert costs == [10, 5, 5, 0]
