"""What the engine writes down: plain, readable, and the same when read back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine import notation
from generation.errors import BadInput, Kind, ProviderError
from generation.model import Brief, Clip, MediaFile, Shot, Storyboard
from handlers.ports import Failure
from tests.bot.quick_crew import MADE

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text().filter(lambda k: k != "$"), inner),
)


@settings(deadline=None)
@given(PLAIN)
def test_plain_values_come_back_as_they_were(value: object) -> None:
    assert notation.read(notation.write(value)) == value


@settings(deadline=None)
@given(st.text(max_size=200), st.dictionaries(st.text(), st.text() | st.integers()))
def test_nouns_come_back_whole_whatever_is_in_them(text: str, recipe: dict[str, str | int]) -> None:
    shot = Shot(prompt=text)
    board = Storyboard(title=text, lang="zh", shots=(shot, shot))
    clip = Clip(seconds=1, provenance=MADE, recipe={"$": "Brief", **recipe})
    brief = Brief(idea=text, board=board)
    file = MediaFile(ref=text, mime="image/png", size=0)
    failure = Failure(kind=Kind.LOST, provider="wan", detail=text)
    value = {"args": [brief, board, 1, [clip, file], failure, None], "kwargs": {}}
    assert notation.read(notation.write(value)) == value


def test_it_is_readable() -> None:
    text = notation.write([Shot(prompt="一只猫")])
    assert json.loads(text)[0]["$"] == "Shot"
    assert "一只猫" in text


def test_errors_keep_their_decision() -> None:
    error = notation.read(notation.write(ProviderError("wan", Kind.MODERATED_INPUT, "no")))
    assert isinstance(error, ProviderError)
    assert (error.provider, error.kind, error.detail) == ("wan", Kind.MODERATED_INPUT, "no")
    bad = notation.read(notation.write(BadInput("brief.empty", longest=7)))
    assert isinstance(bad, BadInput)
    assert (bad.key, bad.values) == ("brief.empty", {"longest": 7})
    ours = notation.read(notation.write(KeyError("x")))
    assert isinstance(ours, ProviderError)
    assert (ours.kind, ours.detail) == (Kind.BROKEN, "KeyError('x')")


@pytest.mark.parametrize("value", [object(), {1, 2}, b"bytes", {"$": "Shot"}])
def test_nothing_else_can_be_written(value: object) -> None:
    with pytest.raises(TypeError, match="cannot be written down"):
        notation.write(value)


def test_an_unknown_name_is_no_code() -> None:
    with pytest.raises(KeyError):
        notation.read('{"$": "os.system", "command": "true"}')
