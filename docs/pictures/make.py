"""Paints the contact sheets of README and docs, and films the greeting: `make pictures`, or
`make pictures ONLY=welcome`; `cutting` hangs transitions, grades and aspects, `brands` posts of
two brands. Looked at by eye."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from bot.shelf import MediaShelf
from docs.pictures.brands import brands
from docs.pictures.cutting import cutting
from docs.pictures.welcome import welcome
from generation.crew import Crew
from generation.model import Brief, Keyframe, Lang, Look
from generation.providers.local.studio import studio
from generation.providers.router import Roster
from generation.styles import styles
from storage.files import Files
from tests.plain import film

FOLDER = Path(__file__).parent
CINEMATIC: tuple[str, Look] = ("cinematic", "illustration")
IDEAS: tuple[tuple[str, Lang, str, Look], ...] = (
    ("一位穿汉服的女孩在樱花树下弹古筝，花瓣随风飘落，春天的气息浓郁", "zh", *CINEMATIC),
    ("机械狐狸在未来城市奔跑", "zh", "cyberpunk", "illustration"),
    ("一只猫坐在窗台上", "zh", *CINEMATIC),
    ("一只熊猫在竹林中的茶馆里品茶，清晨薄雾弥漫", "zh", *CINEMATIC),
    ("A fairy from a Dunhuang mural dancing in the sky", "en", "dunhuang", "illustration"),
    ("敦煌壁画の天女が空を舞っている", "ja", "dunhuang", "illustration"),
    ("早安", "zh", *CINEMATIC),
    ("新品上线", "zh", "flat-brand", "illustration"),
    ("周末特惠", "zh", "flat-brand", "poster"),
    ("A girl with a red umbrella walks through rainy Tokyo at night", "en", *CINEMATIC),
    ("An astronaut looks at a ringed planet", "en", "fantasy", "illustration"),
    ("雪の森を歩く鹿", "ja", *CINEMATIC),
    ("A sailing boat on a quiet sea at sunset", "en", "vintage", "illustration"),
    ("鲸鱼在深海里游过光束", "zh", "fantasy", "illustration"),
    ("夕焼けの富士山と熱気球", "ja", "ukiyo-e", "illustration"),
    ("A white horse gallops across a meadow", "en", "watercolour", "illustration"),
    ("元宵节的灯笼与烟花", "zh", *CINEMATIC),
    ("A detective in a coat under a street lamp, fog", "en", "noir", "illustration"),
    ("山水之间，一叶扁舟", "zh", "ink-wash", "illustration"),
    ("ロボットが花に水をやる庭", "ja", "anime", "draft"),
    ("A hot bowl of ramen in a night market", "en", "anime", "illustration"),
)
CLIPS = (12, 10, 9, 15)  # the ideas whose pictures are cut: a sunset, space, a city by night, a day
STYLE_IDEA = "A girl in a red coat with a cat, hills at sunset"


class Gallery:
    """Paints keyframes with the local crew in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._shelf = MediaShelf(Files(folder / "media", 10**10, 1))
        self.crew = Crew(Roster.find({}), self._shelf, folder / "scratch")

    async def pictures(self, brief: Brief, wanted: Sequence[int]) -> list[Image.Image]:
        """The keyframes of some shots of a brief."""
        board = await self.crew.write(brief)
        frames = await asyncio.gather(*(self.crew.paint(brief, board, n) for n in wanted))
        return [self._open(frame) for frame in frames]

    def _open(self, frame: Keyframe) -> Image.Image:
        return Image.open(self._shelf.path(frame.file)).convert("RGB")


def sheet(name: str, pictures: Sequence[Image.Image], columns: int, width: int) -> None:
    """Hang pictures in rows, `width` pixels each, and save the sheet as a JPEG."""
    height = width * pictures[0].height // pictures[0].width
    rows = -(-len(pictures) // columns)
    wall = Image.new("RGB", (columns * width, rows * height), "#14161c")
    for n, picture in enumerate(pictures):
        small = picture.resize((width, height), Image.Resampling.LANCZOS)
        wall.paste(small, (n % columns * width, n // columns * height))
    wall.save(FOLDER / f"{name}.jpg", quality=86, optimize=True)


async def paint(wanted: Sequence[str]) -> None:
    """Paint the sheets named, or all; `welcome` is the film of the greeting."""
    if _on("welcome", wanted):
        await welcome()
    with tempfile.TemporaryDirectory() as folder:
        gallery = Gallery(Path(folder))
        hero, shots, looks = list[Image.Image](), list[Image.Image](), list[Image.Image]()
        for seed, (idea, lang, style, look) in enumerate(IDEAS if _on("films", wanted) else ()):
            brief = Brief(idea=idea, lang=lang, style=style, look=look, seed=seed)
            three = await gallery.pictures(brief, (0, 1, 2))
            hero.append(three[seed % 2])
            shots += three
        for style in styles() if _on("styles", wanted) else ():
            brief = Brief(idea=STYLE_IDEA, style=style, seed=5)
            looks += await gallery.pictures(brief, (1,))
        if shots:
            sheet("ideas", shots, 6, 320)
            sheet("films", hero[:12], 3, 480)
        if looks:
            sheet("styles", looks, 4, 400)
        if _on("cutting", wanted):
            briefs = [Brief(idea=IDEAS[n][0], lang=IDEAS[n][1], style=IDEAS[n][2]) for n in CLIPS]
            cutting([(await gallery.pictures(brief, (1,)))[0] for brief in briefs])
        if _on("brands", wanted):
            await brands(gallery.crew, film)
    studio().close()


def _on(name: str, wanted: Sequence[str]) -> bool:
    return not wanted or name in wanted


if __name__ == "__main__":
    asyncio.run(paint(sys.argv[1:]))
