"""What is made of a model's draft: read leniently, judged, and finished in code."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from generation.model import CAMERAS, Brief, Character, Lang, Provenance, Storyboard
from generation.providers.llm.asking import board_messages, room
from generation.providers.llm.draft import Draft, DraftShot
from generation.providers.llm.finishing import cut, describe, finished
from generation.providers.llm.judging import Unusable, mostly, read_board
from generation.providers.llm.rates import Rate, Usage
from generation.providers.llm.reply import object_with
from generation.providers.llm.tally import Tally
from generation.providers.local.script.quoting import CAPTION

MADE = Provenance(provider="deepseek", model="m", seed=1)
PROMPT = "Mara lowers a brass gear towards an open clock, low sun from the left, 85mm at f/2."
ARAN = Character(name="阿岚", description="四十岁上下的女人，齐耳短发，靛蓝围裙")
MARA = Character(name="Mara", description="a woman of sixty, cropped white hair")
JSONS: SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)


def a_shot(**changes: Any) -> dict[str, Any]:
    return {"prompt": PROMPT, "camera": "push-in", "framing": "wide", "seconds": 4, **changes}


def a_draft(*shots: dict[str, Any], **changes: Any) -> Draft:
    return Draft.model_validate({"title": "The Gear", "shots": shots or [a_shot()], **changes})


def a_brief(**changes: Any) -> Brief:
    return Brief.model_validate({"idea": "a clock", "lang": "en", "shots": 1, **changes})


def a_board(draft: Draft, **changes: Any) -> Storyboard:
    return finished(draft, a_brief(shots=len(draft.shots), **changes), MADE)


# Streaming in


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_shots_are_counted_as_they_close(size: int) -> None:
    tricky = {"a": '{"shots": [{}]} \\" }', "characters": [{"name": "x"}], "title": "shots"}
    shots = [{"prompt": 'a "quoted" } brace', "characters": ["x"], "more": {"deep": [{}]}}] * 4
    text = json.dumps({**tricky, "shots": shots, "after": [{}, {}]})
    tally, counts = Tally(), list[int]()
    for start in range(0, len(text), size):
        counts.append(tally.feed(text[start : start + size]))
    assert counts == sorted(counts) and counts[-1] == 4


@given(st.text())
def test_counting_takes_any_text(text: str) -> None:
    assert Tally().feed(text) >= 0


# Finding the object


@pytest.mark.parametrize(
    "said",
    [
        '{"shots": [1]}',
        'Of course!\n```json\n{"shots": [1]}\n```',
        '<think>{"title": "no"} {broken</think>{"shots": [1]} {"shots": [2]}',
        '{"storyboard": {"shots": [1]}}',
    ],
)
def test_the_object_is_found_whatever_stands_around_it(said: str) -> None:
    found = object_with("shots", said)
    assert found and found["shots"] == [1]


@pytest.mark.parametrize("said", ["", "{", "[" * 5000, '{"a":' * 3000, "{" * 5000, '{"title": 1}'])
def test_no_object_is_no_error(said: str) -> None:
    assert object_with("shots", said) is None


# Reading


@pytest.mark.parametrize(
    ("said", "camera"),
    [
        ("push-in", "push-in"),
        ("Slow Dolly In", "push-in"),
        ("zoom_out", "pull-out"),
        ("pan left slowly", "pan-left"),
        ("tracking shot", "pan-right"),
        ("crane up", "tilt-up"),
        ("tilt down", "tilt-down"),
        ("360° orbit", "orbit"),
        ("rack focus", "rack-focus"),
        ("static", "still"),
        ("缓慢推近", "push-in"),
        ("环绕", "orbit"),
        ("pul-out", "pull-out"),
        ("whatever", "push-in"),
        (None, "push-in"),
        (7, "push-in"),
        (["orbit"], "orbit"),
    ],
)
def test_a_camera_becomes_the_nearest_of_ours(said: Any, camera: str) -> None:
    assert a_draft(a_shot(camera=said)).shots[0].camera == camera


@pytest.mark.parametrize(
    ("said", "framing"),
    [
        ("extreme close-up", "detail"),
        ("Close Up", "close"),
        ("特写", "close"),
        ("medium shot", "medium"),
        ("medium close-up", "medium"),
        ("establishing", "wide"),
        ("远景", "wide"),
        ("?", "medium"),
    ],
)
def test_a_framing_becomes_the_nearest_of_ours(said: str, framing: str) -> None:
    assert a_draft(a_shot(framing=said)).shots[0].framing == framing


@pytest.mark.parametrize(
    ("said", "seconds"),
    [(4, 4), ("3.5s", 3.5), (0, 1), (99, 15), (None, 4), ("soon", 4), (True, 4), ([], 4)],
)
def test_seconds_come_into_their_range(said: Any, seconds: float) -> None:
    assert a_draft(a_shot(seconds=said)).shots[0].seconds == seconds
    assert a_draft(a_shot(seconds=float("nan"))).shots[0].seconds == 4


def test_characters_may_come_as_an_object() -> None:
    draft = a_draft(characters={"Mara": "old", "": "nobody", "Tom": ""})
    assert [(c.name, c.description) for c in draft.characters] == [("Mara", "old")]


@given(JSONS)
def test_whatever_a_model_says_it_is_usable_or_said_to_be_wrong(said: Any) -> None:
    shot = a_shot(camera=said, seconds=said, negative="x", characters=said)
    for found in (
        said,
        {"shots": said, "title": "T"},
        {"title": "T", "mood": said, "shots": [shot]},
    ):
        text = json.dumps(found)
        try:
            draft = read_board(text, a_brief())
        except Unusable as error:
            assert error.problems
        else:
            board = a_board(draft)
            assert len(board.shots) == 1 and board.shots[0].camera in CAMERAS


# Judging


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("雨夜的霓虹小巷，50mm lens，shallow depth of field，rim light 勾出轮廓", "zh"),
        ("A neon sign that says 茶 above a narrow door, in the rain at night", "en"),
        ("雨の路地で、rim light が髪を縁取る、35mm レンズ", "ja"),
    ],
)
def test_terms_and_signs_in_another_language_are_fine(text: str, lang: Lang) -> None:
    assert mostly(text, lang)
    assert not any(mostly(text, other) for other in ("zh", "en", "ja") if other != lang)


def test_faults_are_told_by_their_place() -> None:
    bad = {"title": "时钟", "shots": [a_shot(), a_shot(prompt="雨后的街道上一只猫慢慢走过水洼")]}
    with pytest.raises(Unusable) as caught:
        read_board(json.dumps(bad), a_brief(shots=3))
    assert caught.value.problems == [
        "`shots` has 2 shots and must have exactly 3",
        "`shots[1].prompt` is not written in English",
        "`title` is not written in English",
    ]


def test_a_prompt_that_is_missing_is_told() -> None:
    with pytest.raises(Unusable, match=r"`shots\[0\].prompt`"):
        read_board('{"title": "T", "shots": [{"line": "x"}]}', a_brief())


# Finishing


def test_of_too_many_shots_the_last_one_stays() -> None:
    shots = [DraftShot(prompt=f"{PROMPT} {n}") for n in range(5)]
    assert [s.prompt[-1] for s in cut(shots, 3)] == ["0", "1", "4"]
    assert [s.prompt[-1] for s in cut(shots, 1)] == ["0"]


@pytest.mark.parametrize("seconds", [None, 6.0, 10.0, 40.0])
def test_lengths_keep_their_proportion_and_add_up(seconds: float | None) -> None:
    board = a_board(a_draft(a_shot(seconds=2), a_shot(seconds=4)), seconds=seconds)
    first, second = (s.seconds for s in board.shots)
    assert first + second - 0.5 == pytest.approx(min(seconds or 7.5, 29.5))
    if seconds in (None, 6.0, 10.0):
        assert second == pytest.approx(2 * first, abs=0.1)


def test_everyone_is_described_where_they_are_named() -> None:
    told = describe("雨夜，阿岚回头，阿岚笑了。", [ARAN], [], "zh")
    assert told == "雨夜，阿岚（四十岁上下的女人，齐耳短发，靛蓝围裙）回头，阿岚笑了。"
    told = describe("Light falls on Mara's hands.", [MARA], [], "en")
    assert told == "Light falls on Mara's (a woman of sixty, cropped white hair) hands."
    told = describe("A hand winds the clock.", [MARA], ["mara"], "en")
    assert told == "Mara (a woman of sixty, cropped white hair). A hand winds the clock."


def test_nobody_is_described_twice_or_where_they_are_not() -> None:
    already = f"Mara, {MARA.description}, waits."
    assert describe(already, [MARA], ["Mara"], "en") == already
    assert describe("Marathon runners pass.", [MARA], [], "en") == "Marathon runners pass."


def test_the_look_and_the_style_are_in_every_prompt_once() -> None:
    look = "low amber sun from the left, long shadows"
    board = a_board(a_draft(a_shot(), a_shot(prompt=f"{PROMPT} {look}."), look=look), style="noir")
    for shot in board.shots:
        assert shot.prompt.casefold().count(look) == 1
        assert shot.prompt.casefold().count("film noir, black and white") == 1


def test_what_no_picture_may_show_is_named_once() -> None:
    board = a_board(a_draft(a_shot(negative="Watermark, extra gears, , blurry")), style="noir")
    terms = [t.strip().casefold() for t in board.shots[0].negative.split(",")]
    assert terms[:2] == ["watermark", "extra gears"]
    assert len(terms) == len(set(terms)) and "" not in terms


def test_a_line_that_cannot_be_spoken_in_time_ends_earlier() -> None:
    long = "She had waited for it, as one waits for rain, " * 6
    board = a_board(a_draft(a_shot(line=long, subtitle=long)), seconds=4.0)
    shot = board.shots[0]
    assert 10 < len(shot.line) <= 1.25 * room("en", 4.0)
    assert shot.subtitle == shot.line and len(shot.subtitle) <= CAPTION["en"] * 1.25


def test_the_usual_style_gives_way_to_what_the_idea_asked_for() -> None:
    draft = a_draft(style="ink-wash")
    assert a_board(draft, style="cinematic").style == "ink-wash"
    assert a_board(draft, style="noir").style == "noir"
    assert a_board(a_draft(style="../../etc"), style="cinematic").style == "cinematic"


# Asking


@pytest.mark.parametrize("lang", ["zh", "en", "ja"])
def test_every_placeholder_of_the_rules_is_filled(lang: Lang) -> None:
    for seconds in (None, 33.3):
        system, user = board_messages(a_brief(lang=lang, shots=7, seconds=seconds))
        assert "$" not in system.content + user.content
        assert "json" in user.content, "JSON mode wants the word"


def test_tokens_are_paid_by_what_was_cached() -> None:
    class Told:
        prompt_tokens, completion_tokens, total_tokens = 1000, 100, 1300
        prompt_cache_hit_tokens = 400

    usage = Usage.of(Told())
    assert usage == Usage(read=600, cached=400, written=300), "thoughts are in the total"
    cost = usage.cost(Rate(read=2, cached=1, written=10, currency="CNY"))
    assert cost and cost.amount == pytest.approx(0.0046) and cost.estimated
    assert Usage.of(object()).cost(Rate(1, 1, 1, "CNY")) is None
