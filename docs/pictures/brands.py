"""The sheet of brands: three posts, without a brand, for one and for another, each with the picture
it begins with and the card it ends with."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
from PIL import Image, ImageDraw

from generation.crew import Crew
from generation.model import PERSON, Aspect, Brief, Film, Keyframe, Logo, Provenance

FOLDER = Path(__file__).parent
POSTS: tuple[tuple[str, Aspect], ...] = (
    ("A fox runs through a forest at dawn", "9:16"),
    ("A cup of coffee by the window", "1:1"),
    ("A red car drives along the sea", "16:9"),
)
KITS: tuple[Mapping[str, Any], ...] = (
    {},
    {
        "brand": "Acme",
        "palette": ("#14213d", "#ff7f6a"),
        "manner": "soft morning light",
        "ending": "Acme. Made to last.",
    },
    {
        "brand": "Bloom",
        "palette": ("#0f5c4d", "#f3ead7", "#d4a017"),
        "manner": "evening light",
        "ending": "Bloom. Time for tea.",
    },
)
HEIGHT, GAP = 240, 4
EARLY, LATE = 4, -12  # frames of a film: before the title, and on the card
Make = Callable[[Brief, Crew], Awaitable[Film]]


async def brands(crew: Crew, make: Make) -> None:
    """Film the posts and hang them."""
    rows = [await _row(crew, make, kit) for kit in KITS]
    width = max(sum(picture.width + GAP for picture in row) for row in rows)
    wall = Image.new("RGB", (width, (HEIGHT + GAP) * len(rows)), "#14161c")
    for n, row in enumerate(rows):
        left = 0
        for picture in row:
            wall.paste(picture, (left, n * (HEIGHT + GAP)))
            left += picture.width + GAP
    wall.save(FOLDER / "brands.jpg", quality=86, optimize=True)


async def _row(crew: Crew, make: Make, kit: Mapping[str, Any]) -> Sequence[Image.Image]:
    pictures = list[Image.Image]()
    for idea, aspect in POSTS:
        said = {"idea": idea, "aspect": aspect, "shots": 1, "seconds": 2.0, "seed": 4, **kit}
        logo = _logo(crew, kit["palette"]) if kit else None
        brief = Brief.model_validate({**said, "resolution": 540, "music": "off", "logo": logo})
        name = f"{kit.get('brand', 'none')} {aspect.replace(':', '-')}"
        film = await make(brief, replace(crew, scratch=crew.scratch / name))
        with av.open(str(crew.shelf.path(film.file))) as box:
            frames = [frame.to_image() for frame in box.decode(video=0)]
        pictures += [frames[EARLY], frames[LATE]] if kit else [frames[EARLY]]
    return [p.resize((p.width * HEIGHT // p.height, HEIGHT)) for p in pictures]


def _logo(crew: Crew, palette: Sequence[str]) -> Logo:
    """A disc with a leaf cut out of it, as somebody might send one."""
    picture = Image.new("RGBA", (400, 400))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((0, 0, 399, 399), fill=palette[-1])
    draw.pieslice((80, 80, 320, 320), 45, 225, fill=palette[0])
    crew.scratch.mkdir(parents=True, exist_ok=True)
    path = crew.scratch / "logo.png"
    picture.save(path)
    file = crew.shelf.keep(path, "image/png")
    made = Provenance(provider=PERSON, model="", seed=0)
    return Logo(picture=Keyframe(file=file, width=400, height=400, provenance=made))
