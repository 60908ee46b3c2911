"""What the prompt offers while somebody types."""

from __future__ import annotations

from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from bot.chat import models
from bot.completion import Typing
from bot.settings import Settings

TYPING = Typing({"/video": "a film"}, {"--model": ("kling", "local"), "--ar": ("9:16",)})


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("/vi", ["/video"]),
        ("/video a cat --mo", ["--model"]),
        ("/video a cat --model ", ["kling", "local"]),
        ("a cat --model k", ["kling"]),
        ("a cat --model kling ", []),
        ("a cat", []),
    ],
)
def test_commands_options_and_their_values_are_offered(typed: str, offered: list[str]) -> None:
    assert completed(typed, TYPING) == offered


def completed(typed: str, typing: Typing) -> list[str]:
    found = typing.get_completions(Document(typed), CompleteEvent())
    return [completion.text for completion in found]


def test_the_models_offered_are_those_that_are_here(tmp_path: Path) -> None:
    home = {"REELROOM_HOME": str(tmp_path)}
    assert models(Settings.read(home)) == ("local",)
    keys = {"DASHSCOPE_API_KEY": "sk-invented-key", "WAN_MODEL": "wan-of-tomorrow"}
    assert models(Settings.read(home | keys)) == ("local", "qwen", "qwen-tts")


def test_names_that_are_learned_later_are_completed() -> None:
    brands: list[str] = []
    typing = Typing({}, {"--brand": brands})
    assert not completed("a cat --brand A", typing)
    brands.append("Acme")
    assert completed("a cat --brand A", typing) == ["Acme"]
