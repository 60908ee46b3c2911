"""Small pictures in a terminal."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import pytest
from PIL import Image

from bot.preview import KITTY_CHUNK, Way, half_blocks, inline, way
from generation.marking.film import Marks
from generation.marking.sighting import sighting


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    image = Image.effect_noise((1280, 720), 90).convert("RGB")
    image.paste((255, 0, 0), (0, 0, 1280, 360))
    image.save(tmp_path / "p.png")
    return tmp_path / "p.png"


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({"KITTY_WINDOW_ID": "1", "TERM": "xterm-kitty"}, "kitty"),
        ({"TERM_PROGRAM": "ghostty"}, "kitty"),
        ({"TERM_PROGRAM": "iTerm.app", "COLORTERM": "truecolor"}, "iterm"),
        ({"TERM_PROGRAM": "WezTerm"}, "iterm"),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "blocks"),
        ({"KITTY_WINDOW_ID": "1", "TMUX": "/tmp/t", "COLORTERM": "24bit"}, "blocks"),
        ({"TERM": "xterm-256color"}, "none"),
        ({"COLORTERM": "truecolor", "NO_COLOR": "1"}, "none"),
        ({"COLORTERM": "truecolor", "TERM": "dumb"}, "none"),
        ({}, "none"),
    ],
)
def test_each_terminal_is_shown_pictures_its_own_way(env: dict[str, str], expected: Way) -> None:
    assert way(env, tty=True) == expected
    assert way(env, tty=False) == "none"


def test_half_blocks_keep_the_shape_and_the_colours(picture: Path) -> None:
    text = half_blocks(picture, 32, 20)
    lines = text.plain.split("\n")
    assert [len(line) for line in lines] == [32] * 9
    assert str(text.spans[0].style) == "#ff0000 on #ff0000"


def test_a_tall_picture_fits_into_the_rows(tmp_path: Path) -> None:
    Image.new("RGB", (90, 160)).save(tmp_path / "p.png")
    lines = half_blocks(tmp_path / "p.png", 80, 9).plain.split("\n")
    assert len(lines) == 9
    assert len(lines[0]) == 10


def test_kitty_gets_a_png_in_chunks(picture: Path) -> None:
    chunks = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", inline(picture, "kitty", 40))
    assert chunks[0][0].startswith("a=T,f=100,c=40,m=1")
    assert [keys[-3:] for keys, _ in chunks[1:]] == ["m=1"] * (len(chunks) - 2) + ["m=0"]
    assert max(len(data) for _, data in chunks) <= KITTY_CHUNK
    decoded = base64.b64decode("".join(data for _, data in chunks))
    with Image.open(io.BytesIO(decoded)) as image:
        assert image.size == (640, 360)


def test_a_picture_by_ai_has_a_label_inline_where_one_is_asked_for(tmp_path: Path) -> None:
    Image.new("RGB", (640, 360), "teal").save(path := tmp_path / "painted.png")
    assert inline(path, "iterm", 40, "zh") == inline(path, "iterm", 40), "somebody's own"
    Marks().mark(path)
    data = inline(path, "iterm", 40, "zh").partition(":")[2].rstrip("\a\n")
    with Image.open(io.BytesIO(base64.b64decode(data))) as image:
        assert sighting(image).verdict == "yes"
    assert inline(path, "iterm", 40, "zh") != inline(path, "iterm", 40)


def test_iterm_gets_a_png_in_one_piece(picture: Path) -> None:
    data = inline(picture, "iterm", 40).partition(":")[2].rstrip("\a\n")
    with Image.open(io.BytesIO(base64.b64decode(data))) as image:
        assert image.size == (640, 360)
