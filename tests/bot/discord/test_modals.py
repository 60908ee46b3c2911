"""Windows that ask for words, within Discord's limits."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.platforms.discord.modals import Words, cut


async def nobody(interaction: discord.Interaction[Any], text: str) -> None:
    raise AssertionError("nobody has written anything")


async def test_a_window_has_one_field_of_several_lines_within_the_limits() -> None:
    title = "What should the third shot of the storyboard of your film show?"
    window = Words(title, title, "x" * 300, nobody, text="a cat\nat night", most=9000).to_dict()
    (label,) = window["components"]
    field = label["component"]
    assert window["title"] == label["label"] == "What should the third shot of the storyboard…"
    assert len(field["placeholder"]) == 100 and field["max_length"] == 4000
    assert field["value"] == "a cat\nat night" and field["style"] == 2 and field["required"]


async def test_what_stands_there_already_is_not_longer_than_what_may_be_sent() -> None:
    (label,) = Words("t", "l", "", nobody, text="x" * 5000).to_dict()["components"]
    assert len(label["component"]["value"]) == label["component"]["max_length"] == 2000
    assert "placeholder" not in label["component"]


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("a cat", 5, "a cat"),
        ("a quiet cat at night", 14, "a quiet cat…"),
        ("two, three, four", 12, "two, three…"),
        ("第三个镜头应该拍什么", 6, "第三个镜头…"),
        ("unbreakable", 6, "unbre…"),
    ],
)
def test_text_is_cut_between_words_where_there_are_some(text: str, limit: int, shown: str) -> None:
    assert cut(text, limit) == shown
