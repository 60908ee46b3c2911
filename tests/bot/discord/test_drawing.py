"""Messages as Discord takes them: what is typed is only text, and all of it fits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from discord import ui
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.discord.drawing import COMPONENTS, TEXT, call, draw, escaped
from bot.platforms.telegram.drawing import draw as telegram
from generation.model import Lang
from handlers.conversation import Bar, Button, Reply, Say
from handlers.ports import Call
from tests.bot.discord import stages

CONTAINER, ROW, BUTTON, WORDS, GALLERY, FILE = 17, 1, 2, 10, 12, 13
LANGS: tuple[Lang, ...] = ("zh", "en", "ja")
MARKS = re.compile(r"\\(?P<kept>[\\*_~|`<\[\]>#-])|\u200b")
typed = st.lists(
    st.sampled_from([*"a*_~|`<>[]()#-@\\ \n中。", "@everyone", "<@77>", "https://x.y/a_b", "||"]),
    max_size=150,
).map("".join)


def parts(view: ui.LayoutView) -> Iterator[Mapping[str, Any]]:
    """Every component, from the outside in."""

    def walk(components: list[Any]) -> Iterator[Mapping[str, Any]]:
        for component in components:
            yield component
            yield from walk(component.get("components", []))

    yield from walk(view.to_components())


def words(view: ui.LayoutView) -> str:
    return "\n".join(part["content"] for part in parts(view) if part["type"] == WORDS)


def rows(view: ui.LayoutView) -> list[list[str]]:
    """The labels of the buttons, or their actions where they are all alike."""
    return [
        [button["label"] for button in part["components"]]
        for part in parts(view)
        if part["type"] == ROW
    ]


def shown(text: str) -> str:
    """What people see of a text."""
    return MARKS.sub(lambda mark: mark["kept"] or "", text)


def plain(text: str) -> Say:
    return Say("plain", {"text": text})


def keys(count: int) -> tuple[Button, ...]:
    return tuple(Button(plain(str(n)), f"v1:x::{n}") for n in range(count))


@settings(max_examples=100, deadline=None)
@given(typed)
def test_what_people_type_is_shown_as_they_typed_it(text: str) -> None:
    assert shown(escaped(text)) == text.replace("\u200b", "")


@pytest.mark.parametrize(
    "text",
    [
        "*a* **b** _c_ ~~d~~ ||e|| `f`",
        "[here](http://evil.example)",
        "> said\n# large\n- first\n-# small",
        "<@77> <#5> <t:1:R> @everyone @here",
        "\\*a*",
    ],
)
def test_no_markup_of_a_person_acts(text: str) -> None:
    made = escaped(text)
    for mark in "*_~|`<[":
        assert not re.search(rf"(?<!\\)(\\\\)*{re.escape(mark)}", made.replace("\\\\", ""))
    assert not re.search(r"^\s*[>#-]", made, re.MULTILINE)
    assert "@everyone" not in made and "@here" not in made


def test_an_address_can_still_be_opened() -> None:
    assert escaped("see https://x.y/a_b?c=*d* _e_") == "see https://x.y/a_b?c=\\*d\\* \\_e\\_"


@settings(max_examples=60, deadline=None)
@given(st.lists(typed, max_size=9), st.integers(0, 12), st.integers(0, 60))
def test_every_message_fits(texts: list[str], shots: int, buttons: int) -> None:
    bars = tuple(Bar(Say("stage.piece"), 0.5, n - 1 if n else None) for n in range(shots + 1))
    says = tuple(Say("job.film", {"idea": text * 9}) for text in texts)
    view = draw(Reply(says, bars if shots else (), (keys(buttons),)), "en", ["a.jpg"])
    every = list(parts(view))
    assert len(every) <= COMPONENTS
    assert 0 < len(words(view)) <= TEXT
    assert all(len(row) <= 5 for row in rows(view))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("shots", [1, 4, 12])
def test_a_storyboard_keeps_all_its_buttons(lang: Lang, shots: int, tmp_path: Path) -> None:
    reply = stages.drawn(lang, tmp_path, shots)
    view = draw(reply, lang, ["keyframes.jpg"])
    given_buttons = [len(row) for row in reply.buttons]
    assert [len(row) for row in rows(view)] == given_buttons
    assert words(view).count("\\[neon\\]") == shots


def test_too_many_buttons_close_up_and_the_way_back_stays() -> None:
    narrow = tuple((button,) for button in keys(24))
    assert [len(row) for row in rows(draw(Reply((plain("hi"),), buttons=narrow), "en"))] == [
        *(5, 5, 5, 5, 4)
    ]
    back = (Button(plain("Back"), "v1:page:x:"),)
    many = rows(draw(Reply((plain("hi"),), buttons=(keys(50), back)), "en"))
    assert many[-1] == ["Back"] and sum(map(len, many)) > 30


def test_a_job_stands_in_a_frame_from_its_first_moment_to_its_last(tmp_path: Path) -> None:
    every = [
        stages.queued("en", tmp_path),
        stages.making("en", tmp_path),
        stages.made("en", tmp_path),
        stages.failed("en", tmp_path),
        stages.drawn("en", tmp_path, 4, variants=True),
    ]
    for reply in every:
        (frame,) = draw(reply, "en").to_components()
        assert frame["type"] == CONTAINER
    assert [part["type"] for part in parts(draw(stages.moved(), "en"))] == [WORDS]


@pytest.mark.parametrize("lang", LANGS)
def test_progress_looks_as_on_telegram(lang: Lang, tmp_path: Path) -> None:
    reply = stages.making(lang, tmp_path, shots=12)
    view = draw(reply, lang, ["a.jpg"])
    assert shown(words(view).replace("**", "")) == telegram(reply, lang).text
    assert [part["type"] for part in parts(view)] == [CONTAINER, WORDS, GALLERY, ROW, BUTTON]


def test_the_title_is_bold_and_the_number_stands_out(tmp_path: Path) -> None:
    lines = words(draw(stages.made("zh", tmp_path), "zh", ["film.mp4"])).splitlines()
    assert lines[0] == "**《雨夜里，一只\\*机械狐狸\\*穿过未来之城》**"
    assert "种子 `42` · `#4mx0r`" in lines


def test_pictures_say_the_numbers_that_stand_on_the_buttons(tmp_path: Path) -> None:
    reply = stages.drawn("en", tmp_path, 4, variants=True)
    view = draw(reply, "en", [f"{n}.jpg" for n in range(4)])
    (gallery,) = (part for part in parts(view) if part["type"] == GALLERY)
    assert [item["description"] for item in gallery["items"]] == ["1", "2", "3", "4"]
    sheet = draw(stages.drawn("en", tmp_path, 12), "en", ["keyframes.jpg"])
    (gallery,) = (part for part in parts(sheet) if part["type"] == GALLERY)
    (item,) = gallery["items"]
    assert not item.get("description")


def test_files_are_there_to_be_taken() -> None:
    view = draw(Reply((plain("hi"),)), "en", (), ["storyboard-k7m2q.json"])
    (file,) = (part for part in parts(view) if part["type"] == FILE)
    assert file["file"]["url"] == "attachment://storyboard-k7m2q.json"


def test_a_button_opens_an_address_or_says_what_was_pressed() -> None:
    buttons = ((Button(plain("go " * 40), "v1:go::"), Button(plain(" "), link="https://t.me/b")),)
    go, link = (part for part in parts(draw(Reply(buttons=buttons), "en")) if part["type"] == 2)
    assert go["custom_id"] == "v1:go::" and len(go["label"]) <= 80
    assert link["url"] == "https://t.me/b" and link["label"] and "custom_id" not in link


def test_a_call_rings_for_whoever_waited() -> None:
    say = Say("job.call.finished", {"name": "*梅*", "id": "k7m2q"})
    assert call(Call("77", "*梅*", say), "en") == "<@77>, it is ready: `#k7m2q`"
    assert call(Call("x", "*梅*", say), "en") == "\\*梅\\*, it is ready: `#k7m2q`"
