"""What is written on a film, in the pixels of real encodes: in the safe area of each shape, apart
from each other, and nothing where nothing should be."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from generation.edit import cards, lettering
from generation.edit.graph import compiled, ff
from generation.edit.layout import Box, Layout
from generation.edit.logo import painted
from generation.edit.motion import Canvas
from generation.edit.palette import SEEN, colours, contrast
from generation.edit.run import run
from generation.edit.stamp import Badge, Stamp, stamped
from generation.edit.timeline import Timeline
from generation.edit.titles import fitted
from generation.model import ASPECTS, Aspect, Brief, Logo, Shot, Storyboard, Wording
from generation.styles import styles
from tests.generation.local.cutting import keyframe

LONG = "雨夜的东京，霓虹灯在街道上闪烁，一个撑着红伞的少女静静地走过，没有人知道她要去哪里。"
BOARD = Storyboard(
    title="雨夜里撑着红伞的少女",
    lang="zh",
    shots=(Shot(prompt="x", subtitle=LONG, lower_third="林小雨 | 摄影师", seconds=2.5),),
    wordings={
        "en": Wording(
            title="Rain",
            lines=("",),
            subtitles=("In neon Tokyo a girl with a red umbrella walks by, and nobody knows why.",),
        )
    },
)
Pictures = NDArray[np.int16]
GREY = 110


def asked(aspect: Aspect, **changes: Any) -> Brief:
    asked = {"subtitles": "karaoke", "second": "en", "titled": True, **changes}
    return Brief(idea="x", lang="zh", aspect=aspect, resolution=540).model_copy(update=asked)


def filmed(
    brief: Brief, folder: Path, board: Storyboard = BOARD, badge: Badge | None = None
) -> Pictures:
    """Grey pictures with what is written on them, encoded as films are, in their brightness."""
    folder.mkdir(exist_ok=True)
    timeline, layout = Timeline.of(brief, board), Layout.of(brief)
    document = folder / "written.ass"
    document.write_text(lettering.document(brief, board, timeline), "utf-8")
    size, colour = f"{layout.width}x{layout.height}", f"0x{GREY:02x}{GREY:02x}{GREY:02x}"
    source = ff.input(f"color={colour}:s={size}:r=24:d={timeline.seconds}", f="lavfi")
    seen = stamped(source.video, 0, 24, Stamp(document, badge)).filter("fps", 4)
    out = folder / "film.mp4"
    asyncio.run(run(compiled(ff.output(seen, str(out), vcodec="libx264", preset="ultrafast"))))
    with av.open(str(out)) as box:
        found = [frame.to_ndarray(format="gray") for frame in box.decode(video=0)]
    return np.stack(found).astype(np.int16)


def changed(**what: str) -> Storyboard:
    """The board with its shot changed, and without a wording of it."""
    shot = BOARD.shots[0].model_copy(update=what)
    words = {} if "subtitle" in what else BOARD.wordings
    return BOARD.model_copy(update={"shots": (shot,), "wordings": words})


def area(difference: NDArray[Any]) -> Box:
    """Where something is seen."""
    rows, columns = np.nonzero(difference)
    return Box(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)


def apart(one: NDArray[Any], other: NDArray[Any]) -> bool:
    return not bool((one & other).any())


def seen(with_it: Pictures, without: Pictures) -> NDArray[Any]:
    """The pixels in which films differ clearly at any time."""
    return np.any(np.abs(with_it - without) > 40, axis=0, keepdims=True)[0]


@pytest.mark.parametrize("aspect", ASPECTS)
def test_captions_stand_in_the_safe_area_and_apart_from_everything_else(
    aspect: Aspect, tmp_path: Path
) -> None:
    """The longest that there are: two lines, lit word by word, over a second language."""
    everything = filmed(asked(aspect), tmp_path / "all")
    no_title = filmed(asked(aspect, titled=False), tmp_path / "no_title")
    no_third = filmed(asked(aspect), tmp_path / "no_third", changed(lower_third="\u200b"))
    silent = filmed(asked(aspect), tmp_path / "silent", changed(subtitle=""))
    captions, layout = seen(everything, silent), Layout.of(asked(aspect))
    title, third = seen(everything, no_title), seen(everything, no_third)
    for drawn in (captions, title, third):
        found, safe = area(drawn), layout.safe
        assert safe.left - 3 <= found.left and found.right <= safe.right + 3
        assert safe.top - 3 <= found.top and found.bottom <= safe.bottom + 3
    assert area(captions).top >= layout.captions - 3
    assert area(captions).height > 2.2 * layout.em  # three lines
    assert apart(captions, third) and apart(title, captions) and apart(title, third)


def test_the_safe_area_of_a_tall_film_is_free_of_the_apps_buttons() -> None:
    """On 1080 × 1920: Google's, Meta's and TikTok's margins, the largest of each."""
    safe = Layout(1080, 1920).safe
    assert safe.top >= 288 and safe.bottom <= 1920 - 672
    assert safe.left >= 120 and safe.right <= 1080 - 192


def test_words_change_colour_one_after_another(tmp_path: Path) -> None:
    pictures = filmed(asked("16:9", titled=False, palette=("#2040ff",)), tmp_path)
    layout = Layout.of(asked("16:9"))
    band = pictures[:, layout.captions :, :]
    white = [(picture > 240).sum() for picture in band[2:7]]
    assert white == sorted(white, reverse=True) and white[0] > 1.15 * white[-1] > 0


def test_without_a_title_nothing_is_written_above(tmp_path: Path) -> None:
    alone = Storyboard(title="x", lang="zh", shots=(Shot(prompt="x", subtitle="早安", seconds=1),))
    pictures = filmed(asked("16:9", titled=False, second=None), tmp_path, alone)
    height, width = pictures.shape[1:]
    assert np.abs(pictures[:, : height // 2, : width // 2] - pictures[0, 0, 0]).max() < 12


def mark(folder: Path, colour: tuple[int, int, int]) -> Path:
    """A wide logo with a transparent ground and an empty margin."""
    logo = Image.new("RGBA", (640, 400), (0, 0, 0, 0))
    ImageDraw.Draw(logo).rounded_rectangle((100, 120, 540, 280), 60, (*colour, 255))
    path = folder / "logo.png"
    logo.save(path)
    return path


@pytest.mark.parametrize("aspect", ["16:9", "9:16", "1:1"])
@pytest.mark.parametrize("corner", ["bottom-left", "bottom-right", "top-left"])
def test_a_logo_covers_neither_captions_nor_label(
    corner: Any, aspect: Aspect, tmp_path: Path
) -> None:
    brief = asked(aspect, titled=False, logo=Logo(picture=keyframe(), corner=corner))
    layout, out = Layout.of(brief), tmp_path / "badge.png"
    left, top = painted(mark(tmp_path, (250, 250, 250)), layout, out)
    with Image.open(out) as badge:
        box = Box(left, top, left + badge.width, top + badge.height)
    safe = layout.safe
    assert safe.left - 2 <= box.left and box.right <= safe.right + 2
    assert safe.top - 2 <= box.top and box.bottom <= safe.bottom + 2
    written = seen(filmed(brief, tmp_path / "film"), np.full((1, 1, 1), GREY, np.int16))
    assert not written[box.top : box.bottom, box.left : box.right].any()


@pytest.mark.parametrize("colour", [(250, 250, 250), (12, 12, 16), (200, 40, 40)])
@pytest.mark.parametrize("ground", [8, 128, 247])
def test_a_logo_is_seen_on_light_and_on_dark(
    colour: tuple[int, int, int], ground: int, tmp_path: Path
) -> None:
    layout = Layout(960, 540, corner="bottom-right")
    painted(mark(tmp_path, colour), layout, tmp_path / "badge.png")
    with Image.open(tmp_path / "badge.png") as badge:
        on = Image.new("RGBA", badge.size, (ground, ground, ground, 255))
        on.alpha_composite(badge)
    grey = np.asarray(on.convert("L"), np.int16)
    assert (np.abs(grey - ground) > 30).mean() > 0.05


def test_the_logo_stays_for_the_whole_piece(tmp_path: Path) -> None:
    brief = asked("16:9", titled=False, logo=Logo(picture=keyframe()))
    left, top = painted(mark(tmp_path, (255, 255, 255)), Layout.of(brief), tmp_path / "b.png")
    badge = Badge(tmp_path / "b.png", left, top)
    pictures = filmed(brief, tmp_path / "film", badge=badge)
    with Image.open(badge.picture) as picture:
        width, height = picture.size
    middle = pictures[:, top + height // 2, left + width // 2]
    assert middle.min() > 200 and np.ptp(middle) < 8


@pytest.mark.parametrize("style", [*styles()])
def test_every_style_has_colours_that_can_be_read(style: str) -> None:
    board = BOARD.model_copy(update={"style": style})
    for palette in ((), ("#ffe000", "#ffffff"), ("#101010", "#7a7a7a"), ("#777777",)):
        found = colours(Brief(idea="x", palette=palette), board)
        assert contrast(found.ink, found.ground) >= 4.5
        assert contrast(found.accent, found.ground) >= SEEN
        assert contrast(found.bright, (16, 16, 16)) >= 9


@pytest.mark.parametrize("aspect", ["16:9", "9:16"])
def test_a_card_is_painted_in_the_colours_of_the_brand(aspect: Aspect, tmp_path: Path) -> None:
    brief = asked(aspect, opener="新品发布", palette=("#0b2e6f", "#ffb000"))
    layout = Layout.of(brief)
    out, logo = tmp_path / "card.png", mark(tmp_path, (255, 255, 255))
    cards.paint(brief, BOARD, -1, Canvas(layout.width, layout.height), out, logo)
    with Image.open(out) as card:
        assert card.size == (layout.width, layout.height)
        red, _, blue = np.asarray(card.convert("RGB"), np.float32).mean(axis=(0, 1))
        crest = layout.crest
        box = (crest.left, crest.top, crest.right, crest.bottom)
        assert np.asarray(card.convert("L").crop(box)).max() > 240
    assert blue > red + 30


@pytest.mark.parametrize(
    "text", ["雨夜", "The lighthouse keeper " * 12, "海辺の猫たちの夏" * 40, "x" * 400]
)
def test_every_heading_fits_its_room(text: str) -> None:
    setting = fitted(text, 600, 300, 90)
    assert setting.height <= 300 and len(setting.lines) <= 4
    assert setting.em >= 20


def test_what_people_write_in_titles_is_no_command() -> None:
    hostile = r"{\an8}{\p1}m 0 0\N| {\pos(0,0)}"
    shots = (Shot(prompt="x", lower_third=hostile), Shot(prompt="x"))
    board = Storyboard(title=hostile, lang="en", shots=shots)
    brief = Brief(idea="x", titled=True, opener=hostile, ending=hostile)
    text = lettering.document(brief, board, Timeline.of(brief, board))
    written = [line for line in text.splitlines() if "{＼an8" in line.replace("\\{", "{")]
    assert len(written) == 4
    for line in written:
        assert r"\{＼an8\}\{＼p1\}m" in line
