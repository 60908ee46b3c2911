"""Ideas on a topic without a model: a turn that would suit any film, in the topic's own words."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from generation.model import Lang
from generation.seeds import stream

NUMBER = 3


def ideas(topic: str, there: Sequence[str], lang: Lang) -> list[str]:
    """Three that are not `there` already, fewer when they run out; the same topic and the same
    ideas give the same three."""
    texts = [turn.replace("{topic}", topic) for turn in _turns()[lang]]
    fresh = [text for text in texts if text not in there]
    return stream(len(there), "inspire", topic).sample(fresh, min(NUMBER, len(fresh)))


@cache
def _turns() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("inspiration.toml").read_text("utf-8"))
