"""Words light up when they are spoken, also where what is spoken is not what is shown."""

from __future__ import annotations

import re

import pytest

from generation.edit.ass import caption
from generation.edit.breaking import units_of
from generation.edit.captions import Cue, of_shot
from generation.edit.karaoke import as_heard, sung
from generation.edit.timeline import Timeline
from generation.model import Brief, Lang, MediaFile, Shot, Speech, Storyboard, Word

WAV = MediaFile(ref="00/00.wav", mime="audio/wav", size=1)


def spoken(*words: tuple[str, float, float], starts: float = 0.4, seconds: float = 3) -> Speech:
    heard = tuple(Word(text=text, starts=begin, ends=end) for text, begin, end in words)
    return Speech(file=WAV, starts=starts, seconds=seconds, words=heard)


def lit(subtitle: str, speech: Speech | None, lang: Lang = "en", width: float = 28) -> list[Cue]:
    shots = (Shot(prompt="x", subtitle=subtitle, seconds=6),)
    board = Storyboard(title="x", lang=lang, shots=shots)
    timeline = Timeline.of(Brief(idea="x"), board)
    return sung(of_shot(board, timeline, width, 0), 0, timeline, speech)


def begins(cues: list[Cue]) -> dict[str, float]:
    """When each word begins to light up."""
    units = [unit.strip() for cue in cues for line in cue.lines for unit in units_of(line)]
    spans = [span for cue in cues for span in cue.spoken]
    return {unit: round(span[0], 2) for unit, span in zip(units, spans, strict=True)}


def test_each_word_lights_up_when_it_is_spoken() -> None:
    speech = spoken(("A", 0, 0.2), ("red", 0.2, 0.9), ("fox", 1.5, 2))
    assert begins(lit("A red fox.", speech)) == {"A": 0.4, "red": 0.6, "fox.": 1.9}


def test_a_line_that_is_hurried_lights_up_as_fast() -> None:
    first = spoken(("A", 0, 1.4), ("fox", 1.4, 4.2), seconds=4.2)
    film = [first, spoken(("Hm", 0, 0.5), starts=3.55, seconds=0.5)]
    hurried, last = as_heard(film, 8.0)
    assert hurried.seconds == pytest.approx(3.0)
    assert [(w.starts, w.ends) for w in hurried.words] == [
        (0, pytest.approx(1.0)),
        (pytest.approx(1.0), pytest.approx(3.0)),
    ]
    assert last == film[1]


def test_chinese_lights_up_by_the_character_within_its_word() -> None:
    speech = spoken(("红色", 0, 1.0), ("狐狸", 1.0, 2.0))
    found = begins(lit("红色狐狸。", speech, "zh"))
    assert found == {"红": 0.4, "色": 0.9, "狐": 1.4, "狸。": 1.9}


def test_what_is_shown_but_not_spoken_stands_between_its_neighbours() -> None:
    speech = spoken(("The", 0, 0.5), ("fox", 1.5, 2.0), ("runs", 2.0, 2.5))
    found = begins(lit("The brass fox runs", speech))
    assert found["The"] == 0.4 and found["fox"] == 1.9 and found["runs"] == 2.4
    assert 0.4 < found["brass"] < 1.9


def test_what_is_spoken_but_not_shown_takes_its_time() -> None:
    speech = spoken(("Well", 0, 1.0), ("foxes", 1.0, 2.0), ("run", 2.0, 2.5))
    assert begins(lit("Foxes run", speech)) == {"Foxes": 1.4, "run": 2.4}


@pytest.mark.parametrize(
    "speech",
    [
        spoken(seconds=4),
        spoken(("完全", 0, 2), ("不同", 2, 4)),  # the line is spoken in another language
    ],
)
def test_without_fitting_words_the_time_of_the_line_is_shared_by_length(speech: Speech) -> None:
    assert begins(lit("aaaa bb cc", speech)) == {"aaaa": 0.4, "bb": 2.4, "cc": 3.4}


def test_without_a_voice_words_light_up_while_the_caption_is_shown() -> None:
    (cue,) = lit("one two", None)
    assert cue.spoken[0][0] == pytest.approx(0.4) and cue.spoken[-1][1] == cue.end == 6


def test_a_page_turns_when_its_first_word_is_spoken() -> None:
    words = [
        (word, n * 0.5, n * 0.5 + 0.5)
        for n, word in enumerate(["a1", "b2", "c3", "d4", "e5", "f6"])
    ]
    found = lit("a1 b2 c3 d4 e5 f6", spoken(*words), width=2.6)
    assert len(found) > 1
    assert [cue.end for cue in found[:-1]] == [cue.start for cue in found[1:]]
    at = begins(found)
    for cue in found[1:]:
        assert round(cue.start, 2) == at[cue.lines[0].split()[0]]


def test_the_parts_of_a_line_add_up_to_its_time() -> None:
    speech = spoken(*((w, n / 3, (n + 1) / 3) for n, w in enumerate(["one", "two", "three"])))
    (cue,) = lit("one two three", speech)
    text = caption(cue).text
    waits = [int(n) for n in re.findall(r"\\kf?(\d+)", text)]
    assert sum(waits) == round((cue.spoken[-1][1] - cue.start) * 100)
    assert re.sub(r"\{[^}]*\}", "", text) == "one two three"


def test_hostile_words_neither_break_nor_command(  # a narrator's words are somebody else's data
) -> None:
    (cue,) = lit(r"{\an8} a\Nb", spoken((r"{\an8}", 0, 9e9), ("", 1, 1), ("b", 5, 2)))
    assert all(begin <= end for begin, end in cue.spoken)
    assert all(cue.start <= begin and end <= cue.end for begin, end in cue.spoken)
    shown = re.sub(r"\{\\(kf?\d+|fad\([\d,]+\))\}", "", caption(cue).text)
    assert shown == r"\{＼an8\} a＼Nb"
