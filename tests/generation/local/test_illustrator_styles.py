"""Styles and looks: they load, they differ in more than colour, and hostile text does no harm."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import resvg_py

from generation.model import LANGS, Look
from generation.providers.local.illustrator import lettering
from generation.providers.local.illustrator.canvas import escaped, luminance
from generation.providers.local.illustrator.compose import compose
from generation.providers.local.illustrator.subjects.drawing import Sighting
from generation.providers.local.reading import Reading, read
from generation.styles import find, styles
from tests.generation.local.easel import asked, flat

STYLES = [
    "cinematic",
    "cyberpunk",
    "ink-wash",
    "flat-brand",
    "anime",
    "watercolour",
    "noir",
    "vintage",
    "fantasy",
    "minimal",
    "dunhuang",
    "ukiyo-e",
    "pastel",
    "pixel",
]
HOSTILE = [
    "",
    " ",
    '</svg><script>alert("x")</script>',
    "a & b < c > d \" e ' f",
    "\x00\x07\x1b[31m\u202eevil\u202c",
    "🦊🎬👩\u200d🚀",
    "مرحبا بالعالم",
    "%s %n {0} ${HOME} `id`",
    "../../etc/passwd --output=x",
    "字" * 400,
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenknopf" * 3,
    "line\nbreak\ttab",
]
LOOKS: tuple[Look, ...] = ("illustration", "draft", "poster")


def test_every_agreed_style_loads_and_is_found_by_its_names() -> None:
    assert set(STYLES) <= set(styles())
    for style in styles().values():
        assert set(style.names) == set(LANGS) == set(style.phrases)
        for word in (style.name, *style.names.values(), *style.aliases):
            assert find(word) is not None, word


def test_no_two_styles_answer_to_one_word() -> None:
    words = [
        (word.casefold(), style.name)
        for style in styles().values()
        for word in {style.name, *style.names.values(), *style.aliases}
    ]
    owners = dict[str, set[str]]()
    for word, owner in words:
        owners.setdefault(word, set()).add(owner)
    assert {w: o for w, o in owners.items() if len(o) > 1} == {}


def picture(style: str, look: Look = "illustration") -> np.ndarray:
    request = replace(asked(), style=style, look=look)
    reading = Reading(place="lake", time="day", season="summer", subjects=(Sighting("boat"),))
    return flat(compose(request, reading))


def test_styles_differ_measurably_and_not_only_in_colour() -> None:
    grey = {name: picture(name) @ (0.2126, 0.7152, 0.0722) for name in STYLES}
    for k, one in enumerate(STYLES):
        for two in STYLES[k + 1 :]:
            assert np.abs(grey[one] - grey[two]).mean() > 1.5, (one, two)


def test_lines_are_drawn_where_a_style_has_outlines() -> None:
    def steep(name: str) -> float:
        grey = picture(name) @ (0.2126, 0.7152, 0.0722)
        return float((np.abs(np.diff(grey, axis=0)) > 60).mean())

    assert steep("ukiyo-e") > 1.3 * steep("pastel")


def test_noir_has_no_colour() -> None:
    seen = picture("noir")
    assert np.abs(seen[..., 0] - seen[..., 2]).mean() < 14


@pytest.mark.parametrize("look", LOOKS)
def test_looks_are_told_apart(look: Look) -> None:
    others: list[Look] = [x for x in LOOKS if x != look]
    mine = picture("cinematic", look)
    assert all(np.abs(mine - picture("cinematic", other)).mean() > 6 for other in others)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("look", LOOKS)
def test_hostile_titles_and_prompts_make_a_picture(text: str, look: Look) -> None:
    request = replace(asked(), title=text, prompt=text, look=look)
    scene = compose(request, read(text))
    assert flat(scene).std() > 5


@pytest.mark.parametrize("text", HOSTILE)
def test_escaped_text_is_harmless_in_svg(text: str) -> None:
    head = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4">'
    svg = f"{head}<desc>{escaped(text)}</desc></svg>"
    assert resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)


def test_a_storyboard_says_its_number_above_the_panel_and_leaves_the_label_free() -> None:
    request = replace(asked(), look="draft", width=640, height=360, title="雨夜の東京")
    slate = compose(request, Reading(place="sea")).screens[-1].pixels
    strip = slate[: round(360 * 0.11)]
    ink = np.array([[luminance(f"#{r:02x}{g:02x}{b:02x}") for r, g, b, _ in row] for row in strip])
    assert (ink[:, :160] < 150).any()
    assert not (ink[:, 500:] < 150).any()


def test_poster_titles_stay_out_of_the_captions_and_the_label() -> None:
    request = replace(asked(), look="poster", width=640, height=360, title="A very long title " * 4)
    title = compose(request, Reading(place="sea")).screens[-1].pixels[..., 3]
    assert title.any()
    assert not title[round(360 * 0.85) :].any()
    assert not title[: round(360 * 0.085), 480:].any()


def test_titles_break_between_words_and_never_before_punctuation() -> None:
    setting = lettering.fitted("春天，来了。花开了！", 120, 400, 40)
    assert setting and len(setting.lines) > 1
    assert not any(line[0] in lettering.CLOSING for line in setting.lines)
    latin = lettering.fitted("The quiet harbour at dawn", 160, 400, 40)
    assert latin and " ".join(latin.lines) == "The quiet harbour at dawn"
    assert all(lettering.face(latin.size, True).getlength(x) <= 160 for x in latin.lines)
