"""Subtitle files, as other programs read them, and what becomes of signs the font lacks."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pysubs2
import pytest

from generation.edit import lettering
from generation.edit.subtitles import FORMATS, Format, export, languages, tracks
from generation.edit.timeline import Timeline
from generation.fonts import unwritable, writable
from generation.model import Brief, Shot, Storyboard, Wording

HOSTILE = r"{\an8} <b>a</b> & --> 00:00:01,000 --> 00:00:09.000 \N"
BOARD = Storyboard(
    title="狐狸",
    lang="zh",
    shots=(
        Shot(prompt="x", subtitle="一只狐狸跑过未来城市。", seconds=3),
        Shot(prompt="x", seconds=2),
        Shot(prompt="x", subtitle=HOSTILE, seconds=4),
    ),
    wordings={
        "en": Wording(title="Fox", lines=("",) * 3, subtitles=("A fox runs.", "", "The end.")),
        "ja": Wording(title="狐", lines=("",) * 3, subtitles=("狐が走る。", "", "終わり。")),
    },
)


def shown(text: str) -> str:
    """What people read: without what is only there for programs."""
    plain = html.unescape(text).replace("\u2060", "").replace("＼", "\\")
    return re.sub(r"\\([{}])", r"\1", plain).replace(r"\N", " ").strip()


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_read_back_as_it_was_meant(form: Format) -> None:
    text = export(Brief(idea="x", lang="zh", subtitles="soft"), BOARD, "zh", form)
    read = pysubs2.SSAFile.from_string(text)
    assert read.format == form
    plan = Timeline.of(Brief(idea="x"), BOARD)
    turns = [round(plan.turn(n) / plan.fps * 1000) for n in range(4)]
    assert read[0].start == pytest.approx(turns[0], abs=10)
    assert read[0].end == pytest.approx(turns[1], abs=10)
    assert read[-1].end == pytest.approx(turns[3], abs=10)
    assert read[0].plaintext.replace("\n", "") == "一只狐狸跑过未来城市。"


@pytest.mark.parametrize("form", ["srt", "vtt"])
def test_hostile_text_stays_text(form: Format) -> None:
    text = export(Brief(idea="x", lang="zh"), BOARD, "zh", form)
    assert len(re.findall(r"^[\d:.,]+ --> [\d:.,]+$", text, re.MULTILINE)) == len(
        pysubs2.SSAFile.from_string(text, keep_html_tags=True)
    )
    assert not re.search(r"</?b>", text)
    words = "".join(event.text for event in pysubs2.SSAFile.from_string(text)[1:])
    for word in (r"{\an8}", "<b>a</b>", "&", "-->"):
        assert word in shown(words)


def test_another_language_has_its_own_words() -> None:
    text = export(Brief(idea="x", lang="zh"), BOARD, "en", "srt")
    read = pysubs2.SSAFile.from_string(text)
    assert [event.text for event in read] == ["A fox runs.", "The end."]


def test_an_ass_file_looks_like_the_captions_that_are_burned_in() -> None:
    brief = Brief(idea="x", lang="zh", second="ja", aspect="9:16")
    read = pysubs2.SSAFile.from_string(export(brief, BOARD, "zh", "ass"))
    assert set(read.styles) == {"caption", "second"}
    assert read.info["PlayResX"] == "720" and read.info["PlayResY"] == "1280"
    assert r"{\rsecond}狐が走る。" in read[0].text
    burned = lettering.document(brief, BOARD, Timeline.of(brief, BOARD))
    assert read[0].text in burned


def test_a_film_has_tracks_in_its_own_language_first_then_the_second() -> None:
    brief = Brief(idea="x", lang="zh", second="ja", subtitles="soft")
    assert languages(brief, BOARD) == ["zh", "ja", "en"]
    found = tracks(brief, BOARD, Timeline.of(brief, BOARD))
    assert [lang for lang, _ in found] == ["zh", "ja", "en"]
    assert found[2][1][0].lines == ("A fox runs.",)
    assert tracks(Brief(idea="x"), BOARD, Timeline.of(brief, BOARD)) == []


@pytest.mark.parametrize(
    ("text", "written", "lacking"),
    [
        ("爱❤️猫", "爱♥猫", False),
        ("𠮷野家", "〓野家", True),
        ("完成✅🎉", "完成✓", True),
        ("Ｆｕｌｌ　ｗｉｄｔｈ ok", "Ｆｕｌｌ　ｗｉｄｔｈ ok", False),
        ("안녕 hi", "hi", True),
        ("zero\u200bwidth\u202e", "zerowidth", False),
    ],
)
def test_signs_that_the_font_lacks_are_replaced(text: str, written: str, lacking: bool) -> None:
    assert writable(text) == written.replace("\u3000", " ")
    assert unwritable(text) is lacking


@pytest.mark.parametrize(
    ("change", "note"),
    [
        ({"opener": "𠮷"}, "note.signs_replaced"),
        ({"titled": True}, None),
        ({"second": "ja"}, None),
        ({}, None),
    ],
)
def test_a_film_says_what_could_not_be_written(change: dict[str, object], note: str | None) -> None:
    brief = Brief(idea="x", lang="zh").model_copy(update=change)
    assert list(lettering.notes(brief, BOARD)) == ([note] if note else [])


def test_a_film_says_that_a_second_language_is_missing() -> None:
    alone = BOARD.model_copy(update={"wordings": {}})
    brief = Brief(idea="x", lang="zh", second="en")
    assert list(lettering.notes(brief, alone)) == ["note.no_second"]


def test_no_path_is_needed_to_export(tmp_path: Path) -> None:
    file = tmp_path / "x.vtt"
    file.write_text(export(Brief(idea="x", lang="zh"), BOARD, "ja", "vtt"), "utf-8")
    assert [event.text for event in pysubs2.load(str(file))] == ["狐が走る。", "終わり。"]
