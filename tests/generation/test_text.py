"""Text that people type, made harmless."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.model import Lang
from generation.providers.local.script.quoting import quote, sentences, share_out, whole
from generation.text import JOINERS, clean, language_of, written_in

ALLOWED = " " + JOINERS


@given(st.text(), st.one_of(st.none(), st.integers(0, 50)))
def test_clean_text_is_one_visible_line(text: str, limit: int | None) -> None:
    line = clean(text, limit)
    assert line == line.strip()
    assert all(c in ALLOWED or unicodedata.category(c)[0] not in "CZ" for c in line)
    assert clean(line) == line
    assert limit is None or len(line) <= limit


def test_what_joins_emoji_and_letters_stays_where_it_joins() -> None:
    family, persian = "👨\u200d👩\u200d👧", "می\u200cخواهم"
    assert clean(f"{family} {persian}") == f"{family} {persian}"
    assert clean("a\u200db \u200d👩\u200d\u200d👩 x\u200c") == "ab 👩👩 x"


def test_marks_that_turn_text_around_are_removed() -> None:
    assert clean("a\u202eb\u2066c\x00\ufeff\u200bd\r\n\te") == "abcd e"


@pytest.mark.parametrize(
    ("text", "lang"),
    [("一只猫", "zh"), ("猫が眠る", "ja"), ("a cat", "en"), ("サクラ", "ja"), ("Tokyo の夜", "ja")],
)
def test_the_script_tells_the_language(text: str, lang: Lang) -> None:
    assert language_of(text) == lang
    assert written_in(text, lang)


def test_han_alone_may_be_japanese_unless_a_particle_says_chinese() -> None:
    assert written_in("新商品発売", "ja")
    assert not written_in("一只猫坐在窗台上", "ja")
    assert language_of("123 !!", otherwise="ja") == "ja"


def test_a_quotation_ends_at_a_clause_or_a_word() -> None:
    assert quote("一只猫坐在窗台上，窗外下着雨", 12) == "一只猫坐在窗台上"
    assert quote("The quick brown fox jumps over it", 18) == "The quick brown…"
    assert quote("🎉 fun 🎉", 10) == "fun"


def test_a_whole_quotation_is_never_cut() -> None:
    assert whole("新品上线：更轻更薄", 12) == "新品上线"
    assert whole("一句怎么说也说不完的很长很长的话", 12) == ""


def test_directions_are_no_sentences_of_the_story() -> None:
    assert sentences("A cat sleeps. 4K, cinematic lighting. It dreams!") == [
        "A cat sleeps.",
        "It dreams!",
    ]


@given(
    st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=40), st.integers(1, 12)
)
def test_parts_are_shared_out_in_order_and_none_is_lost(parts: list[str], shares: int) -> None:
    texts = share_out(parts, shares)
    assert len(texts) == min(len(parts), shares)
    assert all(texts)
    assert " ".join(texts).split() == parts
