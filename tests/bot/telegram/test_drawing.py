"""Messages as Telegram takes them: long enough to say it, never longer than allowed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import MessageEntity

from bot.drawing import columns
from bot.length import clip, units
from bot.platforms.telegram.drawing import ALERT, CAPTION, TEXT, Drawn, alert, call, draw
from handlers.conversation import Bar, Button, Reply, Say
from handlers.ports import Call

LANGS = ("zh", "en", "ja")
FAMILY, FLAG = "👨‍👩‍👧‍👦", "🇯🇵"
typed = st.lists(
    st.sampled_from([*"a*_`[<&# \n中の。", "👍🏽", FAMILY, FLAG, "e\u0301", "𝓐", "\u3164"]),
    max_size=150,
).map("".join)


def bars(shots: int, done: float = 0.5) -> tuple[Bar, ...]:
    """A film in progress."""
    whole = Bar(Say("stage.piece"), done)
    each = [
        Bar(Say("job.shot", {"n": n + 1, "stage": Say("stage.piece")}), done, n)
        for n in range(shots)
    ]
    return (whole, *each)


def says() -> st.SearchStrategy[Say]:
    """Sentences around what people type."""
    return st.one_of(
        typed.map(lambda text: Say("plain", {"text": text})),
        typed.map(lambda text: Say("job.film", {"idea": text})),
        typed.map(lambda text: Say("film.origin", {"seed": len(text), "id": text})),
        typed.map(lambda text: Say("jobs.line", {"id": "k7m2q", "state": "?", "idea": text})),
    )


@st.composite
def replies(draw: st.DrawFn) -> Reply:
    """Messages with and without progress."""
    shots, done = draw(st.integers(0, 12)), draw(st.floats(-1, 2))
    return Reply(tuple(draw(st.lists(says(), max_size=9))), bars(shots, done) if shots else ())


def parts(drawn: Drawn, kind: str) -> list[str]:
    """What the entities of a kind cover, read as Telegram reads them."""
    data = drawn.text.encode("utf-16-le")
    return [
        data[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le")
        for e in drawn.entities
        if e.type == kind
    ]


def plain(text: str) -> Say:
    return Say("plain", {"text": text})


@settings(max_examples=60, deadline=None)
@given(replies(), st.sampled_from(LANGS), st.sampled_from((TEXT, CAPTION, 200, 60)))
def test_no_message_is_too_long_or_empty_and_every_entity_lies_on_whole_words(
    reply: Reply, lang: str, limit: int
) -> None:
    drawn = draw(reply, lang, limit)
    assert 0 < units(drawn.text) <= limit
    assert drawn.text == drawn.text.strip()
    ends = [0]
    for entity in sorted(drawn.entities, key=lambda e: e.offset):
        assert entity.length > 0 and entity.offset >= ends[-1]
        ends.append(entity.offset + entity.length)
    assert ends[-1] <= units(drawn.text)
    covered = parts(drawn, MessageEntity.BOLD) + parts(drawn, MessageEntity.CODE)
    assert all(text == text.strip() for text in covered)


@settings(max_examples=60, deadline=None)
@given(typed, st.integers(0, 40))
def test_a_text_is_cut_between_what_people_see_as_characters(text: str, limit: int) -> None:
    cut = clip(text, limit)
    assert units(cut) <= limit
    kept = cut.removesuffix("…") if cut != text else cut
    assert text.startswith(kept)
    rest = text[len(kept) :].lstrip()
    assert not rest.startswith(("\u200d", "\u0301", "🏽"))
    assert not kept.endswith("\u200d")


@pytest.mark.parametrize("whole", [FAMILY, FLAG, "👍🏽", "e\u0301", "❤️"])
def test_an_emoji_of_several_parts_is_kept_or_left_out(whole: str) -> None:
    assert clip(f"a{whole}b", units(whole) + 1) == "a…"
    assert clip(f"a{whole}bc", units(whole) + 2) == f"a{whole}…"


def test_words_of_a_person_never_become_markup() -> None:
    drawn = draw(Reply((plain("*bold* <b>x</b> [a](http://b) `c`"),)), "en")
    assert drawn.text == "*bold* <b>x</b> [a](http://b) `c`"
    assert not drawn.entities


def test_the_first_line_of_a_job_is_bold_and_its_number_can_be_copied() -> None:
    origin = Say("film.origin", {"seed": 42, "id": "k7m2q"})
    drawn = draw(Reply((Say("film.title", {"title": "猫 🐈 #k7m2q"}), origin)), "zh")
    assert parts(drawn, MessageEntity.BOLD) == ["《猫 🐈 #k7m2q》"]
    assert parts(drawn, MessageEntity.CODE) == ["42", "#k7m2q"]


def test_progress_is_a_bar_of_the_film_and_a_short_line_for_each_shot() -> None:
    drawn = draw(Reply((Say("job.film", {"idea": "fox"}),), bars(2, 0.6)), "en")
    assert drawn.text == (
        "Your film: “fox”\n\nFilming\n▰▰▰▰▰▰▱▱▱▱ 60%\n1 ▰▰▰▱▱ Filming\n2 ▰▰▰▱▱ Filming"
    )


@pytest.mark.parametrize("lang", LANGS)
def test_progress_fits_a_narrow_phone(lang: str) -> None:
    stages = ("queued", "write", "paint", "animate_afar", "piece_afar", "busy", "sound", "finish")
    for stage in (Say(f"stage.{stage}") for stage in stages):
        shot = Bar(Say("job.shot", {"n": 12, "stage": stage}), 0.4, 11)
        text = draw(Reply(bars=(Bar(stage, 0.4), shot)), lang).text
        assert max(map(columns, text.splitlines())) <= 34


def test_what_is_too_long_loses_shots_from_the_middle_first() -> None:
    says = (Say("job.film", {"idea": "fox"}), plain("words " * 30), Say("job.spent", COST))
    drawn = draw(Reply(says, bars(12)), "en", 400)
    lines = drawn.text.splitlines()
    assert ("words " * 30).strip() + "\n" in drawn.text
    assert "…" in lines and lines[-1].startswith("12 ") and "\u20071 ▰" in drawn.text


def test_then_long_texts_lose_their_ends_and_the_title_the_cost_and_the_last_line_stay() -> None:
    title = Say("job.film", {"idea": "fox"})
    says = (title, plain("a " * 900), Say("job.spent", COST), plain("b " * 900), plain("the end"))
    text = draw(Reply(says), "en", CAPTION).text
    assert units(text) > CAPTION - 40
    assert text.startswith("Your film: “fox”\n") and text.endswith("\nthe end")
    assert "3 credits used" in text and text.count("…") == 2


def test_a_list_that_is_too_long_loses_its_middle() -> None:
    lines = [
        Say("jobs.line", {"id": f"id{n:03}", "state": "?", "idea": "x" * 60}) for n in range(99)
    ]
    text = draw(Reply((Say("jobs.heading"), *lines)), "en", 2000).text
    assert text.startswith("Your latest jobs:\n#id000") and "#id098" in text
    assert "#id050" not in text and "\n…\n" in text


COST = {"credits": Say("credits", {"n": 3}), "left": 5}


def test_a_message_without_words_is_not_empty() -> None:
    for says in ((), (plain(" \n"),), (plain("\u3164"),)):
        assert draw(Reply(says), "en").text.strip("\u3164 \n")


def test_buttons_stand_in_their_rows_as_far_as_there_is_room() -> None:
    row = tuple(Button(plain(str(n)), f"v1:x:{n}") for n in range(11))
    drawn = draw(Reply((plain("hi"),), buttons=(row,) * 12), "en")
    assert drawn.keyboard
    rows = drawn.keyboard.inline_keyboard
    assert [len(row) for row in rows[:4]] == [8, 3, 8, 3]
    assert sum(map(len, rows)) == 100
    assert rows[1][0].callback_data == "v1:x:8"


def test_a_button_opens_an_address_or_says_what_was_pressed() -> None:
    buttons = (
        (Button(plain("go " * 40), "v1:go"), Button(plain(" "), link="https://t.me/b?start=x")),
    )
    drawn = draw(Reply((plain("hi"),), buttons=buttons), "en")
    assert drawn.keyboard
    go, link = drawn.keyboard.inline_keyboard[0]
    assert (go.callback_data, go.url) == ("v1:go", None) and units(go.text) <= 40
    assert (link.url, link.callback_data) == ("https://t.me/b?start=x", None) and link.text


def test_a_short_answer_pops_up_and_a_long_one_does_not() -> None:
    assert alert(Reply((Say("press.unknown"),)), "zh").startswith("这个按钮")
    assert alert(Reply((plain("🎬" * (ALERT // 2)),)), "en") == "🎬" * (ALERT // 2)
    assert alert(Reply((plain("🎬" * (ALERT // 2) + "!"),)), "en") == ""
    assert alert(Reply((plain("hi"),), buttons=((Button(plain("x"), "y"),),)), "en") == ""
    assert alert(Reply((plain("hi"),), ask="v1:words"), "en") == ""


def test_a_call_mentions_whoever_waited() -> None:
    say = Say("job.call.finished", {"name": "梅 🦊", "id": "k7m2q"})
    drawn = call(Call("77", "梅 🦊", say), "en")
    assert drawn.text == "梅 🦊, it is ready: #k7m2q"
    assert parts(drawn, MessageEntity.TEXT_MENTION) == ["梅 🦊"]
    assert parts(drawn, MessageEntity.CODE) == ["#k7m2q"]
    user = drawn.entities[0].user
    assert user and user.id == 77


@pytest.mark.parametrize("name", ["", " \n", "\u3164", "\u202e"])
def test_somebody_without_a_visible_name_is_called_all_the_same(name: str) -> None:
    drawn = call(Call("77", name, Say("job.call.failed", {"name": name, "id": "k7m2q"})), "ja")
    assert parts(drawn, MessageEntity.TEXT_MENTION) == ["🔔"]
