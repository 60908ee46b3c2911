"""Makes lettering.jpg: cards, titles, captions in several styles and shapes, as films show them.
`python -m docs.pictures.lettering`, in the repository."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from generation.edit import cards, lettering
from generation.edit.graph import compiled, ff
from generation.edit.layout import Layout
from generation.edit.motion import Canvas
from generation.edit.run import run
from generation.edit.stamp import Stamp, stamped
from generation.edit.timeline import Timeline
from generation.model import Brief, Shot, Storyboard, Wording

ROW, GAP = 300, 8
RAIN = "雨夜的东京，霓虹灯在街道上闪烁，一个撑着红伞的少女静静地走过。"
GIRL = "A girl with a red umbrella walks quietly through neon Tokyo."
ROWS = (
    (("cinematic", "16:9", "zh", "雨夜东京 | 霓虹与伞"), ("ink-wash", "16:9", "zh", "竹林茶事"),
     ("cyberpunk", "16:9", "en", "Neon Fox | A short film")),
    (("watercolour", "16:9", "ja", "海辺の猫たちの長い長い夏休み"),
     ("ukiyo-e", "3:4", "ja", "富士の朝"), ("pastel", "1:1", "ja", "おしまい"),
     ("anime", "9:16", "zh", "樱花落下的速度"), None),
)  # fmt: skip


def board(style: str, lang: str, subtitle: str = "") -> Storyboard:
    """A film of one shot."""
    other = {} if lang == "en" else {"en": Wording(title="", lines=("",), subtitles=(GIRL,))}
    third = "林小雨 | 摄影师" if subtitle else ""
    shot = Shot(prompt="x", subtitle=subtitle, seconds=6, lower_third=third)
    fields = {"title": "雨夜东京", "lang": lang, "style": style, "shots": (shot,)}
    return Storyboard.model_validate({**fields, "wordings": other})


async def seen(brief: Brief, film: Storyboard, ground: Path, second: float, folder: Path) -> Path:
    """A picture of a film on a still ground."""
    written, out = folder / "written.ass", folder / "seen.png"
    written.write_text(lettering.document(brief, film, Timeline.of(brief, film)), "utf-8")
    still = ff.input(str(ground), loop=1, framerate=24, t=second + 0.1).video
    picture = stamped(still, 0, 24, Stamp(written)).filter("trim", start=second)
    await run(compiled(ff.output(picture, str(out), vframes=1, update=1)))
    return out


async def card(style: str, aspect: str, lang: str, text: str, folder: Path) -> Image.Image:
    """An opener, two seconds into it."""
    asked = {"idea": "x", "aspect": aspect, "resolution": 540, "opener": text}
    brief, film = Brief.model_validate(asked), board(style, lang)
    layout, ground = Layout.of(brief), folder / "ground.png"
    cards.paint(brief, film, -1, Canvas(layout.width, layout.height), ground)
    return scaled(await seen(brief, film, ground, 2, folder))


async def captioned(folder: Path) -> Image.Image:
    """Title, lower third and karaoke in two languages, on a picture of the project's own."""
    brief = Brief(
        idea="x", lang="zh", resolution=540, subtitles="karaoke", second="en", titled=True
    )
    ground = folder / "still.png"
    with Image.open(Path(__file__).parent / "films.jpg") as films:
        corner = films.crop((0, 0, films.width // 3 - 6, films.width // 3 * 9 // 16 - 6))
        corner.resize((960, 540)).point([v * 3 // 4 for v in range(256)] * 3).save(ground)
    return scaled(await seen(brief, board("cinematic", "zh", RAIN), ground, 2.4, folder))


def scaled(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        width = round(picture.width * ROW / picture.height)
        return picture.convert("RGB").resize((width, ROW), Image.Resampling.LANCZOS)


async def main() -> None:
    """Write the picture beside this file."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        rows = [
            [await (card(*what, folder) if what else captioned(folder)) for what in row]
            for row in ROWS
        ]
    width = max(sum(p.width + GAP for p in row) for row in rows) - GAP
    sheet = Image.new("RGB", (width, len(rows) * (ROW + GAP) - GAP), "white")
    for y, row in enumerate(rows):
        x = 0
        for picture in row:
            sheet.paste(picture, (x, y * (ROW + GAP)))
            x += picture.width + GAP
    sheet.save(Path(__file__).with_suffix(".jpg"), quality=86)


if __name__ == "__main__":
    asyncio.run(main())
