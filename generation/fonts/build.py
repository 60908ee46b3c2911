"""Makes the shipped fonts: `python -m generation.fonts.build FOLDER` with the `NotoSansCJK-*.ttc`
of Debian's `fonts-noto-cjk` in FOLDER. The result is the same bytes each time."""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

from generation.fonts import FAMILY, FOLDER, font_path

SIMPLIFIED_CHINESE = "Noto Sans CJK SC"
EXTRA = "–—‘’“”…·•→←↑↓★☆♪♫♥♡©®™°×÷€£¥℃№✓✔✕「」『』【】《》〈〉〜～"


def alphabet() -> set[int]:
    """GB 2312, JIS X 0208 (by their codecs), Latin-1 to Latin Extended-A, Greek, Cyrillic, kana."""
    points = {*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x370, 0x530), *range(0x3000, 0x3100)}
    for codec, pairs in (("gb2312", range(0xA1, 0xFF)), ("euc_jp", range(0xA1, 0xFF))):
        for high in pairs:
            for low in range(0xA1, 0xFF):
                text = bytes((high, low)).decode(codec, errors="ignore")
                points.update(map(ord, text))
    points.update(range(0xFF01, 0xFFE7))
    points.update(map(ord, EXTRA))
    return points


def simplified(collection: Path) -> TTFont:
    """The Simplified Chinese face of a Noto Sans CJK collection."""
    for font in TTCollection(str(collection)).fonts:
        if (font["name"].getDebugName(1) or "").startswith(SIMPLIFIED_CHINESE):
            return font
    raise SystemExit(f"{collection} holds no {SIMPLIFIED_CHINESE}")


def rename(font: TTFont, weight: str) -> None:
    """Give the subset a name of its own, as a changed font should have."""
    names = {
        1: FAMILY,
        2: weight,
        4: f"{FAMILY} {weight}",
        6: f"ReelroomSans-{weight}",
        16: FAMILY,
        17: weight,
    }
    table = font["name"]
    table.names = [n for n in table.names if n.nameID in (0, 5, 13, 14)]
    for name_id, value in names.items():
        table.setName(value, name_id, 3, 1, 0x409)


def build(source: Path) -> None:
    """Write both weights beside this file."""
    for weight in ("Regular", "Bold"):
        font = simplified(source / f"NotoSansCJK-{weight}.ttc")
        options = subset.Options(
            layout_features=["locl", "kern", "palt", "calt", "ccmp", "liga", "vert"],
            name_IDs=["*"],
            hinting=False,
            desubroutinize=False,
            notdef_outline=True,
            recalc_timestamp=False,
        )
        worker = subset.Subsetter(options)
        worker.populate(unicodes=alphabet())
        worker.subset(font)
        rename(font, weight)
        font.save(font_path(weight == "Bold"))


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
