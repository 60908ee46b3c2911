"""The catalogs: complete in three languages, and nothing in them that nobody says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.model import CAMERAS, LANGS, LOOKS
from handlers.conversation import Say
from handlers.texts import LANGUAGES, catalog, holes, render

ROOT = Path(__file__).parents[2]
CODE = [p for room in ("bot", "handlers", "generation") for p in (ROOT / room).rglob("*.py")]
KEY = re.compile(r"[a-z_]+(\.[a-z0-9_?-]+)*")
SAYERS = {"Say", "BadInput", "BadTarget", "translate", "t", "say"}


def test_the_catalogs_speak_the_languages_of_the_house() -> None:
    assert set(LANGS) == LANGUAGES


@pytest.mark.parametrize("lang", LANGS)
def test_every_catalog_has_the_same_sentences_with_the_same_holes(lang: str) -> None:
    ours, english = catalog(lang), catalog("en")
    assert ours.keys() == english.keys()
    assert {key for key in ours if holes(ours[key]) != holes(english[key])} == set()
    assert {key for key, sentence in ours.items() if not sentence} == set()


@pytest.mark.parametrize("lang", LANGS)
def test_braces_are_holes_and_nothing_else(lang: str) -> None:
    for key, sentence in catalog(lang).items():
        for form in [sentence] if isinstance(sentence, str) else sentence.values():
            choices = re.sub(r"\{[^{}]*[,、][^{}]*\}", "", form)  # what people type for /batch
            assert not set("{}") & set(re.sub(r"\{\w+\}", "", choices)), key


def test_every_sentence_that_code_names_exists() -> None:
    named = {text for tree in _trees() for text in _said(tree)}
    assert {key for key in named if key not in catalog("en")} == set()


def test_every_sentence_is_said_somewhere() -> None:
    literals = {text for tree in _trees() for text in _strings(tree)}
    prefixes = {text for tree in _trees() for text in _prefixes(tree)}
    unsaid = {
        key
        for key in catalog("en")
        if key not in literals and not any(key.startswith(prefix) for prefix in prefixes)
    }
    assert unsaid == set()


def test_everything_with_a_name_of_its_own_has_one_in_the_catalogs() -> None:
    for key in (*(f"camera.{name}" for name in CAMERAS), *(f"look.{name}" for name in LOOKS)):
        assert key in catalog("en")


@given(st.text(), st.sampled_from(LANGS))
def test_a_value_is_never_read_as_a_sentence(text: str, lang: str) -> None:
    said = render(Say("plain", {"text": "{text}{0}{__class__}%s" + text}), lang)
    assert said.startswith("{text}{0}{__class__}%s")
    assert "\x1b" not in said and "\u202e" not in said


def test_plurals_nested_sentences_lists_and_numbers() -> None:
    assert render(Say("shots", {"n": 1}), "en") == "1 shot"
    assert render(Say("shots", {"n": 2}), "en") == "2 shots"
    assert render(Say("shots", {"n": 1}), "zh") == "1 个镜头"
    assert render(Say("plain", {"text": Say("credits", {"n": 3})}), "ja") == "3 クレジット"
    assert render(Say("plain", {"text": [Say("plain", {"text": "a"}), "b"]}), "en") == "a\nb"
    assert render(Say("plain", {"text": 4.0}), "en") == "4"
    assert render(Say("plain", {"text": 14.52}), "en") == "14.5"
    assert render(Say("lang.now"), "pt").startswith("We speak English")


def _trees() -> Iterator[ast.Module]:
    yield from (ast.parse(path.read_text("utf-8")) for path in CODE)


def _said(tree: ast.Module) -> Iterator[str]:
    """Literal first arguments of everything that says a sentence."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _name(node.func) in SAYERS:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def _strings(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _prefixes(tree: ast.Module) -> Iterator[str]:
    """What stands before the first hole of an f-string that could be a key."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and len(node.values) > 1:
            first = node.values[0]
            text = first.value if isinstance(first, ast.Constant) else ""
            if isinstance(text, str) and "." in text and KEY.fullmatch(text.rstrip(".")):
                yield text


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
