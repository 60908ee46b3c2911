"""Words of a storyboard in several languages: which hold, and how they go with their shots."""

from __future__ import annotations

from generation.model import Brief, Lang, MediaFile, Recording, Shot, Storyboard, Wording
from generation.wording import (
    hushed,
    known,
    missing,
    picked,
    told_in,
    untranslated,
    versions,
    worded,
)

ENGLISH = Wording(title="Night", lines=("Rain.", "Dawn."), subtitles=("Rain.", "Dawn."))
PLAIN = Storyboard(
    title="夜",
    lang="zh",
    shots=(
        Shot(prompt="雨", line="下雨了。", subtitle="下雨了"),
        Shot(prompt="天亮", line="天亮了。", subtitle="天亮了"),
    ),
)
BOARD = worded(PLAIN, [("en", ENGLISH)])
VOICE = Recording(file=MediaFile(ref="00/00.wav", mime="audio/wav", size=1), seconds=3)


def brief(*langs: Lang, second: Lang | None = None, **values: object) -> Brief:
    lang, *others = langs
    return Brief.model_validate(
        {"idea": "夜", "lang": lang, "langs": others, "second": second, **values}
    )


def test_only_languages_without_words_are_translated_into() -> None:
    assert missing(brief("zh"), PLAIN) == []
    assert missing(brief("zh", "en", "ja"), BOARD) == ["ja"]
    assert missing(brief("zh", second="en"), BOARD) == []
    assert missing(brief("zh", "ja", second="ja"), None) == ["ja"], "the same words serve both"
    assert missing(brief("ja"), BOARD) == ["ja"], "a storyboard that was given in another language"


def test_words_that_say_something_else_by_now_do_not_hold() -> None:
    shots = (BOARD.shots[0].model_copy(update={"line": "雪落了。"}), BOARD.shots[1])
    changed = BOARD.model_copy(update={"shots": shots})
    assert known(changed, "en") is None and missing(brief("zh", "en"), changed) == ["en"]
    by_hand = changed.model_copy(update={"wordings": {"en": ENGLISH}})
    assert known(by_hand, "en") == ENGLISH, "what a person wrote there holds"
    longer = by_hand.model_copy(update={"shots": (*shots, shots[0])})
    assert known(longer, "en") is None


def test_a_told_storyboard_has_its_first_words_beside_it_and_comes_back() -> None:
    told = told_in(BOARD, "en")
    assert (told.lang, told.title) == ("en", "Night")
    assert [shot.line for shot in told.shots] == ["Rain.", "Dawn."]
    assert [shot.prompt for shot in told.shots] == ["雨", "天亮"]
    assert told.wordings["zh"].subtitles == ("下雨了", "天亮了")
    back = told_in(told, "zh")
    assert (back.title, back.shots) == (BOARD.title, BOARD.shots)


def test_each_film_has_its_language_and_captions_in_two_stay_in_two() -> None:
    wanted = brief("zh", "en", second="en", voice=False)
    (first, shown), (second, told) = versions(wanted, BOARD)
    assert (first.lang, first.second, shown.lang) == ("zh", "en", "zh")
    assert (second.lang, second.second, told.lang) == ("en", "zh", "en")
    assert first.langs == second.langs == ()


def test_somebodys_own_voice_is_heard_in_the_first_film_and_the_others_are_read() -> None:
    (first, _), (second, _) = versions(brief("zh", "en", speech=VOICE), BOARD)
    assert first.speech == VOICE
    assert second.speech is None and second.voice


def test_words_go_with_their_shots() -> None:
    turned = picked(BOARD, [1, 0])
    assert known(turned, "en") and turned.wordings["en"].lines == ("Dawn.", "Rain.")
    assert picked(BOARD, [1]).wordings["en"].subtitles == ("Dawn.",)
    silent = hushed(BOARD, 0)
    words = known(silent, "en")
    assert words and words.lines == words.subtitles == ("", "Dawn.")
    assert silent.shots[0].line == silent.shots[0].subtitle == ""


def test_words_that_nobody_translated_are_told_from_those_that_somebody_did() -> None:
    kept = worded(PLAIN, [("en", ENGLISH.model_copy(update={"lines": ("Rain.", "天亮了。")}))])
    assert untranslated(told_in(kept, "en"), "en")
    assert not untranslated(told_in(BOARD, "en"), "en")
    assert not untranslated(kept, "zh"), "the first film says what was typed"
