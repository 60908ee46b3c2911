"""What of a film is generated, and so what is to be said of it."""

from __future__ import annotations

from typing import Any

import pytest

from generation.edit.ass import AI_LABEL, label
from generation.generated import generated
from generation.marking.film import Marks
from generation.model import (
    LANGS,
    MADE,
    Brief,
    Clip,
    Keyframe,
    MediaFile,
    Provenance,
    Recording,
    Shot,
    Storyboard,
    Take,
)

FILE = MediaFile(ref="00/00.png", mime="image/png", size=1)
HEARD = Recording(file=FILE, seconds=3)


def take(painter: str = "person", animator: str = "person", model: str = "") -> Take:
    by = [Provenance(provider=name, model=model, seed=0) for name in (painter, animator)]
    frame = Keyframe(file=FILE, width=16, height=9, provenance=by[0])
    return Take(keyframe=frame, clip=Clip(seconds=3, provenance=by[1], file=FILE))


def of(takes: tuple[Take, ...], line: str = "", **values: Any) -> str:
    shots = tuple(Shot(prompt="", line=line) for _ in takes or (0,))
    board = Storyboard(title="t", lang="en", shots=shots)
    return generated(Brief(idea="", board=board, takes=takes, **values), board)


@pytest.mark.parametrize(
    ("takes", "values", "what"),
    [
        ((), {}, "all"),
        ((take(),), {}, "sound"),
        ((take(),), {"music": "off"}, "nothing"),
        ((take(),), {"track": HEARD}, "nothing"),
        ((take(),), {"music": "off", "line": "hello", "voice": True}, "sound"),
        ((take(),), {"music": "off", "line": "hello", "speech": HEARD}, "nothing"),
        ((take(),), {"music": "off", "line": "hello"}, "nothing"),
        ((take(),), {"music": "off", "opener": "By us", "titled": True}, "nothing"),
        ((take(), take("local", "local")), {"music": "off"}, "all"),
        ((take("person", "kling"),), {"music": "off"}, "all"),
        ((take(model=MADE),), {"music": "off"}, "all"),
    ],
)
def test_a_film_is_as_generated_as_its_parts(
    takes: tuple[Take, ...], values: dict[str, Any], what: str
) -> None:
    assert of(takes, **values) == what


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_said_names_it(lang: Any) -> None:
    board = Storyboard(title="t", lang=lang, shots=(Shot(prompt=""),))
    assert label(lang, "all") == AI_LABEL[lang] and label(lang, "nothing") == ""
    assert label(lang, "sound").startswith(AI_LABEL[lang]), "AI and generated, as GB 45438 asks"
    assert Marks().tags(board, "1", "nothing") == {"title": "t"}
    tags = Marks().tags(board, "1", "sound")
    assert tags["comment"] == label(lang, "sound") and "AIGC" in tags
