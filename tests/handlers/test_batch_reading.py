"""Lists of ideas in files, and choices in braces."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.errors import BadInput
from handlers.batch import lists, permutations
from handlers.batch.reading import made_as
from handlers.conversation import Attachment


def a_list(folder: Path, data: bytes, name: str = "list.csv") -> Attachment:
    """A file as somebody sends it."""
    path = folder / "list"
    path.write_bytes(data)
    return Attachment(path, "text/plain" if name.endswith(".txt") else "text/csv", name)


def texts(folder: Path, data: bytes, name: str = "list.csv") -> list[str]:
    """The ideas in it."""
    return [idea.text for idea in lists.read(a_list(folder, data, name))]


CHINESE = "想法,风格\n一只坐在窗台上的猫,黑色电影\n雪地里的狐狸，回头看,\n"
JAPANESE = "アイデア,スタイル\n窓辺に座る猫,\n雪の中のキツネ、振り返る,\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [CHINESE, JAPANESE, "idea\nA cat\n"])
def test_lists_in_unicode_are_read(tmp_path: Path, text: str, encoding: str) -> None:
    assert texts(tmp_path, text.encode(encoding))[0] in (
        "一只坐在窗台上的猫",
        "窓辺に座る猫",
        "A cat",
    )


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(CHINESE, "gbk"), (CHINESE, "gb18030"), (JAPANESE, "shift_jis"), (JAPANESE, "cp932")],
)
def test_lists_in_the_encodings_of_old_spreadsheets_are_read(
    tmp_path: Path, text: str, encoding: str
) -> None:
    assert texts(tmp_path, text.encode(encoding)) == [
        row[0] for row in list(csv.reader(io.StringIO(text)))[1:]
    ]


@pytest.mark.parametrize("text", ["狐狸在雪地里回头", "海边的灯塔守望者收集云朵", "两只纸船"])
def test_a_plain_list_of_a_few_chinese_words_is_no_japanese(tmp_path: Path, text: str) -> None:
    assert texts(tmp_path, text.encode("gbk"), "list.txt") == [text]


@pytest.mark.parametrize("text", ["ネコとキツネ", "灯台守が雲を集める", "雪の中の赤い傘"])
def test_a_plain_list_of_a_few_japanese_words_is_no_chinese(tmp_path: Path, text: str) -> None:
    assert texts(tmp_path, text.encode("shift_jis"), "list.txt") == [text]


@pytest.mark.parametrize(
    ("data", "ideas"),
    [
        (b'"A cat, asleep"\nA fox\n', ["A cat, asleep", "A fox"]),
        (b"idea;shots\nA cat, asleep;2\nA fox;\n", ["A cat, asleep", "A fox"]),
        (b"shots\tidea\n2\tA cat\n\n\t\n3\tA fox", ["A cat", "A fox"]),
        (b"A cat;noir\nA fox, red;noir\n", ["A cat", "A fox, red"]),
        (b"\r\n\r\nA cat\r\n\r\nA fox\r\n", ["A cat", "A fox"]),
        (b'"A ""red"" cat"\n"two\nlines"', ['A "red" cat', "two lines"]),
        (b"=HYPERLINK(0)\n+1 cat\n@fox\n-A crow", ["=HYPERLINK(0)", "+1 cat", "@fox", "-A crow"]),
        (b"idea,\nA cat,\n", ["A cat"]),
        (b"", []),
    ],
)
def test_lists_are_read_row_by_row(tmp_path: Path, data: bytes, ideas: list[str]) -> None:
    assert texts(tmp_path, data) == ideas


def test_a_plain_text_is_an_idea_per_line_with_its_commas(tmp_path: Path) -> None:
    assert texts(tmp_path, b"A cat, asleep\n\nA fox; red\n", "ideas.txt") == [
        "A cat, asleep",
        "A fox; red",
    ]


def test_columns_are_options_in_any_language(tmp_path: Path) -> None:
    table = "アイデア,镜头,style,比例\n猫,2,noir,竖屏\n犬,,,\n"
    first, second = lists.read(a_list(tmp_path, table.encode()))
    assert first.values == {"shots": 2, "style": "noir", "aspect": "9:16"}
    assert not second.values and not second.wrong


def test_a_value_that_cannot_be_is_told_of_its_row(tmp_path: Path) -> None:
    rows = lists.read(a_list(tmp_path, b"idea,shots\nA cat,2\nA fox,99\nA crow,1,2\n"))
    keys = [row.wrong.key if row.wrong else "" for row in rows]
    assert keys == ["", "option.range", "batch.row_long"]


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"idea,stile\nA cat,noir\n", "batch.column_near"),
        (b"idea,qqq\nA cat,12\n", "batch.column"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR", "batch.list_unreadable"),
        (b"a" * 600_000, "batch.list_large"),
        (b'"' + b"a" * 200_000, "batch.list_unreadable"),
    ],
)
def test_what_is_no_list_is_refused_with_a_reason(tmp_path: Path, data: bytes, key: str) -> None:
    with pytest.raises(BadInput) as refused:
        lists.read(a_list(tmp_path, data))
    assert refused.value.key == key


@given(data=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    sent = a_list(tmp_path_factory.getbasetemp(), data)
    try:
        assert all(isinstance(idea.text, str) for idea in lists.read(sent))
    except BadInput as error:
        assert error.key.startswith("batch.")


@pytest.mark.parametrize(
    ("text", "ideas"),
    [
        ("A fox", ["A fox"]),
        ("{red, blue} fox", ["red fox", "blue fox"]),
        (
            "{red, blue} fox in {snow, rain}",
            ["red fox in snow", "red fox in rain", "blue fox in snow", "blue fox in rain"],
        ),
        ("｛红、蓝｝狐狸", ["红狐狸", "蓝狐狸"]),
        ("{赤，青}キツネ", ["赤キツネ", "青キツネ"]),
        ("a {, red} fox", ["a fox", "a red fox"]),
        ("a {red} fox", ["a red fox"]),
        ("a {red|blue|red} fox", ["a red fox", "a blue fox"]),
        (r"a \{red, blue\} fox", ["a {red, blue} fox"]),
        (r"{red\, dark, blue}", ["red, dark", "blue"]),
        (r"C:\fox", [r"C:\fox"]),
        ("a fox --style {noir, anime}", ["a fox --style noir", "a fox --style anime"]),
    ],
)
def test_choices_make_an_idea_each(text: str, ideas: list[str]) -> None:
    pieces = permutations.parts(text)
    assert list(permutations.every(pieces)) == ideas and permutations.count(pieces) == len(ideas)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("a {red, blue fox", "batch.braces_open"),
        ("a red} fox", "batch.braces_open"),
        ("a {red, {dark, light} blue} fox", "batch.braces_nested"),
        ("a {} fox", "batch.braces_empty"),
        ("a { , } fox", "batch.braces_empty"),
    ],
)
def test_braces_that_cannot_be_read_are_explained(text: str, key: str) -> None:
    with pytest.raises(BadInput) as refused:
        permutations.parts(text)
    assert refused.value.key == key


def test_a_million_choices_are_counted_and_not_made() -> None:
    assert permutations.count(permutations.parts("{a,b,c,d,e,f,g,h,i,j}" * 400)) == 999_999


@pytest.mark.parametrize(
    ("text", "made", "rest"),
    [
        ("image A cat", "image", "A cat"),
        ("films\nA cat", "film", "A cat"),
        ("图片 一只猫", "image", "一只猫"),
        ("短片：一只猫", "film", "一只猫"),
        ("動画 | 猫", "film", " 猫"),
        ("Image --style noir\nA cat", "image", "--style noir\nA cat"),
        ("A film about cats", None, "A film about cats"),
        ("filmic cats", None, "filmic cats"),
        ("图书馆里的猫", None, "图书馆里的猫"),
    ],
)
def test_what_is_made_is_said_first(text: str, made: str | None, rest: str) -> None:
    assert made_as(text) == (made, rest)
