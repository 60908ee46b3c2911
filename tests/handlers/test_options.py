"""What people type after two dashes, and what only looks like it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.errors import BadInput
from generation.model import MAX_IDEA, Brief, Lang
from generation.text import JOINERS
from handlers.option import OPTIONS, named, names
from handlers.options import SEEDS, Wish, order, parse, shots_for, split, spoken, trusted
from handlers.values import WORDS, fold
from tests.hostile import HOSTILE

ALL = (
    "/video 一只猫 --ar 9:16 --style cyberpunk --shots 3 --seconds 20 --lang en --seed 7 --voice"
    " --music calm --subtitles off --look draft --no rain, red cars --resolution 1080"
).removeprefix("/video ")


def fields(text: str) -> dict[str, Any]:
    """The idea, and what was said about the film."""
    brief = parse(text, Wish(seed=0)).brief
    chosen = brief.model_dump(exclude_defaults=True)
    return {name: value for name, value in chosen.items() if name not in ("idea", "lang", "seed")}


def test_all_options_are_read_from_one_message() -> None:
    assert parse(ALL, Wish("zh", 5)).brief == Brief(
        idea="一只猫",
        aspect="9:16",
        style="cyberpunk",
        shots=3,
        seconds=20,
        lang="en",
        seed=7,
        voice=True,
        music="calm",
        subtitles="off",
        look="draft",
        negative="rain, red cars",
        resolution=1080,
    )


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("a cat --ar 9:16", {"aspect": "9:16"}),
        ("--ar 9:16 a cat", {"aspect": "9:16"}),
        ("a cat --ar=9:16", {"aspect": "9:16"}),
        ("a cat --ar: 9:16", {"aspect": "9:16"}),
        ("a cat —ar 9:16", {"aspect": "9:16"}),
        ("a cat ——ar 9：16", {"aspect": "9:16"}),
        ("a cat –ar 9x16", {"aspect": "9:16"}),
        ("a cat －－ar ９：１６", {"aspect": "9:16"}),
        ("a cat --AR Portrait", {"aspect": "9:16"}),
        ("a cat --aspect-ratio 1/1", {"aspect": "1:1"}),
        ("一只猫 --比例 竖屏", {"aspect": "9:16"}),
        ("一只猫——比例竖屏", {"aspect": "9:16"}),
        ("一只猫，--比例9：16，在窗台", {"aspect": "9:16"}),
        ("猫 --縦横比 縦長 --スタイル 水墨画", {"aspect": "9:16", "style": "ink-wash"}),
        ("一只猫 --风格 赛博朋克 --无旁白", {"style": "cyberpunk"}),
        ('a cat --style "ink wash" in a bowl', {"style": "ink-wash"}),
        ("a cat --style ink wash in a bowl", {"style": "ink-wash"}),
        ("a cat --style Ink-Wash", {"style": "ink-wash"}),
        ("a cat --voice", {"voice": True}),
        ("a cat --voice off", {}),
        ("a cat --voice --no-voice", {}),
        ("--voice a cat", {"voice": True}),
        ("a cat --no-music", {"music": "off"}),
        ("a cat --music 史诗", {"music": "epic"}),
        ("a cat --subtitles no", {"subtitles": "off"}),
        ("a cat --resolution 1080p", {"resolution": 1080}),
        ("a cat --seconds 20s", {"seconds": 20.0, "shots": 5}),
        ("一只猫 --时长 12秒 --镜头数 3个", {"seconds": 12.0, "shots": 3}),
        ("--no rain 一只猫", {"negative": "rain"}),
        ("--no rain, snow 一只猫", {"negative": "rain, snow"}),
        (
            "a cat --no rain in the street --ar 1:1",
            {"negative": "rain in the street", "aspect": "1:1"},
        ),
        ("a cat --no rain,snow,  wind now", {"negative": "rain,snow, wind now"}),
        ("a cat --ar 1:1 --ar 9:16", {"aspect": "9:16"}),
        ("a cat --model kling", {"models": ("kling",)}),
        ("--model kling a cat by the sea", {"models": ("kling",)}),
        ("a cat --MODEL Kling", {"models": ("kling",)}),
        ("a cat --model=Ｋｌｉｎｇ", {"models": ("kling",)}),
        ("a cat --provider qwen-tts", {"models": ("qwen-tts",)}),
        ("a cat --model kling,qwen", {"models": ("kling", "qwen")}),
        ("--model kling , qwen a cat", {"models": ("kling", "qwen")}),
        (
            "a cat --model wan, qwen, deepseek, qwen-tts",
            {"models": ("wan", "qwen", "deepseek", "qwen-tts")},
        ),
        ("a cat --model kling + qwen --ar 1:1", {"models": ("kling", "qwen"), "aspect": "1:1"}),
        ("a cat --model kling, Kling", {"models": ("kling",)}),
        ('a cat --model "Kling, Qwen"', {"models": ("kling", "qwen")}),
        ("a cat --model “kling” by the sea", {"models": ("kling",)}),
        ("一只猫 --模型 kling", {"models": ("kling",)}),
        ("一只猫——模型kling，qwen", {"models": ("kling", "qwen")}),
        ("--模型 kling、qwen 一只猫", {"models": ("kling", "qwen")}),
        ("--模型：kling，一只猫", {"models": ("kling",)}),
        ("--模型 kling一只猫", {"models": ("kling",)}),
        ("一只猫 --模型 可灵，千问", {"models": ("kling", "qwen")}),
        ("猫 --モデル kling、wan", {"models": ("kling", "wan")}),
        ("a cat --model kling --no-model", {}),
        ("a cat --model any", {}),
        ("a cat --model off", {}),
        ("a cat. --model kling.", {"models": ("kling",)}),
        ("一只猫 --模型 自动", {}),
    ],
)
def test_an_option_is_understood_however_it_is_typed(text: str, chosen: dict[str, Any]) -> None:
    assert fields(text) == chosen


@pytest.mark.parametrize(
    "text",
    [
        "a -- b",
        "a state-of-the-art city",
        "well--known places",
        "the cat —the black one— sits",
        "一只猫——花开了",
        "春天—来了",
        '"--ar 9:16" written on a wall',
        "the words “--style noir” on a sign",
        "看板に「--ar 9:16」と書いてある",
        "it's 5 o'clock - or -6 degrees",
        "C:\\temp -i /etc/passwd -y",
    ],
)
def test_what_only_looks_like_an_option_stays_in_the_idea(text: str) -> None:
    assert split(text) == (text, {})


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("a cat --styel noir", "option.unknown_near", "style"),
        ("a cat —styel noir", "option.unknown_near", "style"),
        ("a cat --foo", "option.unknown", "foo"),
        ("一只猫 --颜色 红", "option.unknown", "颜色"),
        ("a cat --style noirr", "option.value_near", "noir"),
        ("a cat --style -", "option.value", "style"),
        ("a cat --ar 2:1", "option.value_near", "1:1"),
        ("a cat --ar", "option.missing", "ar"),
        ("a cat --shots three", "option.value_like", "3"),
        ("a cat --shots 3.5", "option.value_like", "3"),
        ("a cat --shots 13", "option.range", 12),
        ("a cat --shots 0", "option.range", 1),
        ("a cat --seconds 0.5", "option.range", 2),
        ("a cat --seconds 999999999999999", "option.range", 120.0),
        ("a cat --seconds 100 --shots 2", "option.seconds_for_shots", 2),
        ("a cat --seed -1", "option.value_like", "7"),
        ("a cat --model", "option.missing", "kling"),
        ("a cat --model /etc/passwd", "option.value_like", "kling"),
        ("a cat --model ,", "option.missing", "kling"),
        ("一只猫 --模型 最好的", "option.value_like", "kling"),
        ("a cat --lang klingon", "option.value", "klingon"),
        ("--ar 9:16", "idea.empty", None),
        ("", "idea.empty", None),
        (" \u200b\u202e\x00\n", "idea.empty", None),
        ("?!… --ar 1:1", "idea.wordless", None),
        ("猫" * (MAX_IDEA + 1), "idea.too_long", MAX_IDEA),
        ("--ar " * 10_000, "idea.too_long", MAX_IDEA),
    ],
)
def test_a_mistake_gets_a_suggestion(text: str, key: str, value: str | float | None) -> None:
    with pytest.raises(BadInput) as error:
        parse(text, Wish())
    assert error.value.key == key
    assert value is None or value in error.value.values.values()


@pytest.mark.parametrize(
    ("idea", "person", "lang"),
    [
        ("a cat", "zh", "en"),
        ("一只猫", "en", "zh"),
        ("敦煌壁画の天女が空を舞っている", "zh", "ja"),
        ("未来都市", "ja", "ja"),
        ("未来都市", "en", "zh"),
        ("未来的都市", "ja", "zh"),
        ("🐱", "ja", "ja"),
        ("قطة", "zh", "zh"),
        ("NASA 火箭", "en", "zh"),
    ],
)
def test_the_language_of_the_idea_is_guessed(idea: str, person: Lang, lang: Lang) -> None:
    assert spoken(idea, person) == lang


def test_settings_hold_where_the_message_says_nothing() -> None:
    wish = Wish("en", 3, {"aspect": "9:16", "voice": True, "shots": 6})
    brief = parse("a cat --no-voice", wish).brief
    assert (brief.aspect, brief.voice, brief.shots, brief.seed) == ("9:16", False, 6, 3)
    assert parse("a cat --seconds 8", wish).brief.shots == 2


def test_settings_that_cannot_be_used_any_more_are_left_out() -> None:
    kept = {"ar": "9:16", "style": "gone", "shots": 99, "voice": True, "resolution": 1080}
    assert trusted(kept) == {"aspect": "9:16", "voice": True, "resolution": 1080}


def test_models_kept_as_settings_are_read_back_also_where_nobody_is_preferred() -> None:
    assert trusted({"model": ["kling", "wan"]}) == {"models": ["kling", "wan"]}
    assert trusted({"model": []}) == {"models": []}
    assert trusted({"model": ["a b"]}) == {}
    wish = Wish(settings={"models": ("kling",)})
    assert parse("a cat", wish).brief.models == ("kling",)
    assert parse("a cat --no-model", wish).brief.models == ()


@pytest.mark.parametrize(
    "text", ["--ar 9:16，一只猫", "--模型 kling，一只猫", "--model kling, wan; 一只猫"]
)
def test_a_comma_after_an_option_is_no_part_of_the_idea(text: str) -> None:
    assert split(text)[0] == "一只猫"


def test_what_the_message_itself_names_is_known() -> None:
    assert parse("a cat --比例 1:1", Wish()).said == {"aspect"}


def test_the_number_of_shots_follows_the_length_and_is_told() -> None:
    request = parse("a cat --seconds 20", Wish())
    assert [note.key for note in request.notes] == ["note.shots_for_seconds"]
    assert [shots_for(seconds) for seconds in (2, 4, 15, 60, 120)] == [1, 2, 4, 12, 12]


@given(st.floats(2, 120))
def test_every_length_that_can_be_typed_has_a_fitting_number_of_shots(seconds: float) -> None:
    order("a cat", {"seconds": seconds}, Wish())


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_the_example_the_default_and_every_choice_can_be_typed(option: Any) -> None:
    option.value(option.example)
    for choice in option.choices:
        assert str(option.value(choice)) == choice
    if option.choices:
        assert str(option.default) in option.choices


def test_no_name_means_two_options() -> None:
    for option in OPTIONS:
        for word in (option.name, *WORDS[option.name]["words"]):
            assert named(word) is option
            assert option.off is None or names()[f"no-{fold(word)}"] == (option, True)


VALUES = {
    "aspect": st.sampled_from(["9:16", "1:1", "4:3", "3:4"]),
    "style": st.sampled_from(["noir", "pixel", "ink-wash"]),
    "shots": st.integers(1, 12),
    "seed": st.integers(1, SEEDS),
    "music": st.sampled_from(["calm", "off", "epic"]),
    "resolution": st.sampled_from([540, 1080]),
}
BY_FIELD = {option.field: option.name for option in OPTIONS}


@given(
    st.fixed_dictionaries({}, optional=VALUES),
    st.sampled_from(["--", "——", "—", "－－"]),
    st.sampled_from([" ", "=", "："]),
    st.booleans(),
)
def test_what_is_written_is_read(
    values: dict[str, Any], dashes: str, sign: str, before: bool
) -> None:
    typed = " ".join(f"{dashes}{BY_FIELD[name]}{sign}{value}" for name, value in values.items())
    idea = "A cat on a windowsill"
    assert split(f"{typed} {idea}" if before else f"{idea} {typed}") == (idea, values)


@given(st.text(max_size=300))
def test_any_text_is_a_request_or_an_explained_mistake(text: str) -> None:
    try:
        brief = parse(text, Wish()).brief
    except BadInput:
        return
    assert brief.idea.isprintable() or brief.idea
    brief.idea.encode()


@given(
    st.lists(
        st.sampled_from(
            ["--", "—", "－－", "ar", "style", "no", "比例", "风格", "9:16", "noir", '"', "“", " "]
        ),
        max_size=12,
    )
)
def test_no_heap_of_dashes_and_names_breaks_the_parser(parts: list[str]) -> None:
    try:
        parse("".join(parts), Wish())
    except BadInput:
        return


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    try:
        brief = parse(text, Wish()).brief
    except BadInput as error:
        assert error.key.startswith(("idea.", "option."))
        return
    assert all(char.isprintable() or char in JOINERS for char in brief.idea.replace("\u3000", ""))
