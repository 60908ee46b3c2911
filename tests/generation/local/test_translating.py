"""The local writer in other languages: the same line of another phrase book."""

from __future__ import annotations

import pytest

from generation.model import LANGS, Brief, Lang, Provenance, Storyboard
from generation.providers.local.script.translating import translated
from generation.providers.local.writer import write
from generation.text import written_in
from generation.wording import told_in, untranslated, worded

IDEAS: dict[Lang, str] = {
    "zh": "雨夜窗台上的猫",
    "en": "A panda drinks tea in the mist",
    "ja": "雪の中の狐",
}


def board_of(idea: str, lang: Lang, seed: int = 1) -> Storyboard:
    made = Provenance(provider="local", model="phrasebook-1", seed=seed, prompt=idea)
    wanted = Brief(idea=idea, lang=lang, shots=4, seed=seed)
    return write(wanted).model_copy(update={"provenance": made})


@pytest.mark.parametrize("lang", LANGS)
def test_what_we_wrote_ourselves_is_told_in_both_other_languages(lang: Lang) -> None:
    others: list[Lang] = [each for each in LANGS if each != lang]
    for seed in range(6):
        board = board_of(IDEAS[lang], lang, seed)
        for other in others:
            words = translated(board, other)
            told = [words.title, *words.lines, *words.subtitles]
            assert all(text and written_in(text, other) for text in told), (seed, told)
            assert len(words.lines) == 4 and len(set(words.lines)) == 4


def test_a_line_is_the_same_line_and_not_just_any() -> None:
    board = board_of("雨夜窗台上的猫", "zh")
    lines = dict(zip((s.line for s in board.shots), translated(board, "en").lines, strict=True))
    assert lines["窗外有雨，屋里很暖。"] == "Rain outside. Warmth within."
    assert lines["夜还很长，梦也很长。"] == "A long night, and a long dream."


def test_the_same_storyboard_is_translated_the_same_way_also_with_its_shots_moved() -> None:
    board = board_of("机械狐狸在未来城市奔跑", "zh")
    first = translated(board, "en")
    assert translated(board, "en") == first
    turned = board.model_copy(update={"shots": board.shots[::-1]})
    assert set(translated(turned, "en").lines) == set(first.lines)


def test_somebodys_own_sentences_are_told_where_they_are_understood_and_else_kept() -> None:
    board = board_of("一个女孩走进森林。她签了一份合同。", "zh")
    words = translated(board, "en")
    said = dict(zip((s.line for s in board.shots), words.lines, strict=True))
    assert "girl" in said["一个女孩走进森林。"] and "forest" in said["一个女孩走进森林。"]
    assert said["她签了一份合同。"] == "她签了一份合同。"
    assert untranslated(told_in(worded(board, [("en", words)]), "en"), "en")


def test_what_is_not_understood_at_all_keeps_its_title() -> None:
    assert translated(board_of("量子纠缠与人生", "zh"), "en").title == "量子纠缠与人生"


def test_silence_stays_silence() -> None:
    board = board_of("雨夜窗台上的猫", "zh")
    quiet = tuple(shot.model_copy(update={"line": "", "subtitle": ""}) for shot in board.shots)
    words = translated(board.model_copy(update={"shots": quiet}), "ja")
    assert set(words.lines) | set(words.subtitles) == {""}
