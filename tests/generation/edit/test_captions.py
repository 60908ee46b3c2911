"""Where subtitles break, how long they stay, and that libass finds no commands in them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generation.edit.ass import Layout, document, escaped
from generation.edit.breaking import CLOSING, OPENING, measure, wrap
from generation.edit.captions import (
    LINES,
    Cue,
    cues,
    pages,
    timed,
)
from generation.edit.layout import SECOND
from generation.edit.timeline import Timeline
from generation.fonts import characters, writable
from generation.model import Brief, Shot, Storyboard, Wording


def board(*subtitles: str, seconds: float = 4) -> Storyboard:
    shots = tuple(Shot(prompt="x", subtitle=text, seconds=seconds) for text in subtitles)
    return Storyboard(title="x", lang="zh", shots=shots)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("雨夜的东京，霓虹灯在街道上闪烁，一个撑着红伞的少女静静地走过。", 28,
         ["雨夜的东京，霓虹灯在街道上闪烁，", "一个撑着红伞的少女静静地走过。"]),
        ("赤い傘の少女が、静かに駅へ歩いていくと、遠くで列車の音が聞こえてきた。", 20,
         ["赤い傘の少女が、静かに駅へ歩いていくと、", "遠くで列車の音が聞こえてきた。"]),
        ("She stops on the bridge and looks at the mountains for a while.", 20,
         ["She stops on the bridge and looks", "at the mountains for a while."]),
        ("机械狐狸在《未来城市》奔跑", 9, ["机械狐狸在", "《未来城市》奔跑"]),
        ("新品 iPhone 上线", 6, ["新品", "iPhone 上线"]),
        ("早安", 20, ["早安"]),
        ("", 20, []),
    ],
)  # fmt: skip
def test_lines_break_where_the_script_allows_it(text: str, width: float, lines: list[str]) -> None:
    assert wrap(text, width, measure) == lines


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("静かな竹林の茶館で、パンダがゆっくりとお茶を味わっている。", 14,
         [("静かな竹林の茶館で、",), ("パンダがゆっくりと", "お茶を味わっている。")]),
        ("She stops on the bridge and looks at the mountains for a while.", 15.9,
         [("She stops", "on the bridge and looks"), ("at the mountains for a while.",)]),
    ],
)  # fmt: skip
def test_pages_turn_where_a_reader_pauses(text: str, width: float, shown: list[Any]) -> None:
    assert pages(text, width, measure) == shown


@given(st.text(alphabet="雨夜的东京，。！「」《》（）ーっあア a1Bc,.%", max_size=60))
def test_no_line_begins_with_a_closing_or_ends_with_an_opening_mark(text: str) -> None:
    plain = writable(text)
    lines = wrap(plain, 12, measure)
    assert "".join(lines).replace(" ", "") == plain.replace(" ", "")
    for line in lines[1:]:
        assert line[0] not in CLOSING or _crammed(lines)
    for line in lines[:-1]:
        assert line[-1] not in OPENING or _crammed(lines)


def _crammed(lines: list[str]) -> bool:
    """A run of marks wider than a line is cut anywhere."""
    return any(sum(c in CLOSING | OPENING for c in line) > 5 for line in lines)


@given(st.text(max_size=200))
@example("0" * 38 + "WWÆ÷Œ†‥∀∏√∥≤≤")
def test_every_text_fits_its_lines_in_characters_that_the_font_has(text: str) -> None:
    lines = wrap(writable(text), 15, measure)
    assert all(measure(line) <= 15.01 for line in lines)
    assert all(ord(char) in characters() for line in lines for char in line)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("一只猫🐱坐在窗台上🎉", "一只猫坐在窗台上"),
        ("𝓗𝓮𝓵𝓵𝓸 ﬁlm", "Hello film"),
        ("line one\nline two\t!", "line one line two !"),
        ("مرحبا", ""),
        ("\u202egnp.exe\u200b\x07", "gnp.exe"),
        ("%s {0} ' : \\ /etc/passwd", "%s {0} ' : \\ /etc/passwd"),
    ],
)
def test_what_the_font_lacks_is_replaced_or_left_out(text: str, shown: str) -> None:
    assert writable(text) == shown


def test_captions_change_in_the_middle_of_a_crossfade() -> None:
    film = board("一", "二", "三")
    found = cues(film, Timeline.of(Brief(idea="x"), film), 28)
    assert [(cue.start, cue.end) for cue in found] == [(0, 3.75), (3.75, 7.25), (7.25, 11)]


def test_a_shot_without_a_subtitle_leaves_a_gap() -> None:
    film = board("一", "", "三")
    found = cues(film, Timeline.of(Brief(idea="x"), film), 28)
    assert [cue.lines for cue in found] == [("一",), ("三",)]


def test_a_long_text_is_paged_in_time_with_its_length() -> None:
    found = timed([("一二三四", "五六七八"), ("九十",)], 1, 4)
    assert found == [Cue(1, 3.4, ("一二三四", "五六七八")), Cue(3.4, 4, ("九十",))]


def test_what_cannot_be_read_in_time_ends_in_an_ellipsis() -> None:
    film = board("好" * 400, seconds=2)
    found = cues(film, Timeline.of(Brief(idea="x"), film), 20)
    assert len(found) == 2
    assert all(len(cue.lines) <= LINES and cue.end - cue.start >= 0.8 for cue in found)
    assert found[-1].lines[-1].endswith("好…")


@pytest.mark.parametrize(
    "text", [r"{\b1}bold", r"{\an8\fs200}", r"a\Nb\nc\hd", "}{", "\\{", "a\nDialogue: x"]
)
def test_nothing_in_a_text_is_markup(text: str) -> None:
    shown = escaped(text)
    assert "\n" not in shown
    for place, char in enumerate(shown):
        if char == "\\":
            assert shown[place + 1] in "{}"
        if char in "{}":
            assert shown[place - 1] == "\\"


def two(own: str, other: str, seconds: float = 6, width: float = 12) -> list[Cue]:
    """The cues of a shot in Chinese over English."""
    words = Wording(title="x", lines=("",), subtitles=(other,))
    film = board(own, seconds=seconds).model_copy(update={"wordings": {"en": words}})
    return cues(film, Timeline.of(Brief(idea="x"), film), width, "en")


def test_two_languages_turn_their_pages_together() -> None:
    found = two(
        "雨夜的东京，霓虹灯在街道上闪烁，一个撑着红伞的少女静静地走过。",
        "In neon Tokyo a girl with a red umbrella walks by, and nobody knows why.",
    )
    assert len(found) > 1
    assert " ".join(cue.second for cue in found).endswith("nobody knows why.")
    for cue in found:
        assert 1 <= len(cue.lines) <= LINES
        assert measure(cue.second) * SECOND <= 12


@given(st.text(max_size=300), st.text(max_size=300), st.floats(1, 15))
@settings(max_examples=40, deadline=None)
def test_any_two_texts_fit_their_lines(own: str, other: str, seconds: float) -> None:
    for cue in two(own[:400], other[:400], seconds, 15):
        assert len(cue.lines) <= LINES and cue.start < cue.end
        assert all(measure(line) <= 16.01 for line in cue.lines)  # an ellipsis takes one more
        assert measure(cue.second) * SECOND <= 16.01


def test_a_language_never_stands_under_itself() -> None:
    film = board("早安")
    found = cues(film, Timeline.of(Brief(idea="x"), film), 20, "zh")
    assert [(cue.lines, cue.second) for cue in found] == [(("早安",), "")]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("机械狐狸在霓虹灯闪烁的未来城市里奔跑", 12, ["机械狐狸在霓虹灯", "闪烁的未来城市里奔跑"]),
        ("一只熊猫在竹林深处的茶馆里慢慢品茶", 11, ["一只熊猫在竹林", "深处的茶馆里慢慢品茶"]),
        ("新しいコーヒーメーカーで毎朝のひとときをもっと豊かに", 15,
         ["新しいコーヒーメーカーで", "毎朝のひとときをもっと豊かに"]),
        ("The lighthouse keeper writes a letter to the sea every evening.", 18,
         ["The lighthouse keeper writes", "a letter to the sea every evening."]),
    ],
)  # fmt: skip
def test_phrases_stay_together(text: str, width: float, lines: list[str]) -> None:
    assert wrap(text, width, measure) == lines


def test_a_document_has_one_event_for_each_line_it_shows() -> None:
    text = document([Cue(0, 3.75, ("a,b", "c{d}"))], "ja", Layout(1280, 720), 11)
    assert "Language: ja" in text
    events = [line for line in text.splitlines() if line.startswith("Dialogue:")]
    assert events == [
        "Dialogue: 0,0:00:00.00,0:00:03.50,notice,,0,0,0,,AI生成",
        "Dialogue: 0,0:00:03.50,0:00:11.00,label,,0,0,0,,AI生成",
        r"Dialogue: 0,0:00:00.00,0:00:03.75,caption,,0,0,0,,{\fad(160,160)}a,b\Nc\{d\}",
    ]


def test_a_film_shorter_than_the_notice_keeps_it_to_the_end() -> None:
    text = document([], "en", Layout(720, 720), 2)
    assert [line for line in text.splitlines() if line.startswith("Dialogue:")] == [
        "Dialogue: 0,0:00:00.00,0:00:02.00,notice,,0,0,0,,AI-generated"
    ]


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (720, 720), (960, 720), (720, 960)])
def test_every_aspect_has_room_for_ten_characters_outside_the_apps_buttons(
    size: tuple[int, int],
) -> None:
    layout = Layout(*size)
    assert layout.ems > 10
    if layout.tall:
        assert layout.below >= 0.2 * size[1] and layout.side >= 0.12 * size[0] - 1


def test_what_is_the_same_in_the_second_language_is_not_shown_twice() -> None:
    words = Wording(title="x", lines=("", ""), subtitles=("Rain", "天亮了"))
    film = board("下雨了", "天亮了").model_copy(update={"wordings": {"en": words}})
    timeline = Timeline.of(Brief(idea="x"), film)
    assert [cue.second for cue in cues(film, timeline, 30, "en")] == ["Rain", ""]
    assert [cue.second for cue in cues(film, timeline, 30, film.lang)] == ["", ""]
