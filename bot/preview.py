"""Small pictures in a terminal: inline where it can, else as half blocks in full colour."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from generation.marking.delivery import said_of
from generation.marking.label import labelled

if TYPE_CHECKING:
    from PIL.Image import Image
    from rich.text import Text

Way = Literal["kitty", "iterm", "blocks", "none"]
KITTY_CHUNK = 4096  # bytes of base64 in one escape sequence, by kitty's graphics protocol
INLINE_PIXELS = 640  # the longer side of an inline picture
UPPER_HALF = "▀"
STRIP_ROWS = 9
GAP = 1  # columns between two pictures of a strip


def way(env: Mapping[str, str], *, tty: bool) -> Way:
    """How this terminal shows pictures. Inside tmux and screen escape sequences do not get through,
    half blocks do."""
    if not tty or env.get("NO_COLOR") or env.get("TERM") == "dumb":
        return "none"
    program = env.get("TERM_PROGRAM", "")
    if not (env.get("TMUX") or env.get("TERM", "").startswith("screen")):
        if env.get("KITTY_WINDOW_ID") or env.get("TERM") == "xterm-kitty" or program == "ghostty":
            return "kitty"
        if program in ("iTerm.app", "WezTerm", "mintty"):
            return "iterm"
    return "blocks" if env.get("COLORTERM", "").lower() in ("truecolor", "24bit") else "none"


def inline(path: Path, way: Literal["kitty", "iterm"], columns: int, lang: str = "") -> str:
    """Escape sequences that show a picture `columns` wide, with a label in a language where it has
    none yet. Raises `OSError` for no picture."""
    picture = _opened(path, INLINE_PIXELS)
    if lang and said_of(path):
        picture = labelled(picture, lang)
    data = base64.b64encode(_png(picture)).decode()
    if way == "iterm":
        return f"\x1b]1337;File=inline=1;width={columns};preserveAspectRatio=1:{data}\a\n"
    return "".join(_kitty(data, columns)) + "\n"


@lru_cache(64)
def half_blocks(path: Path, columns: int, rows: int) -> Text:
    """A picture as text, at most `columns` × `rows` characters, two pixels in each; its lines are
    equally long. Pictures are kept under the name of what is in them, so each is read once.

    Raises `OSError` for no picture."""
    from rich.style import Style
    from rich.text import Text

    picture = _opened(path, 0)
    scale = min(columns / picture.width, 2 * rows / picture.height)
    width, height = max(1, int(picture.width * scale)), max(1, int(picture.height * scale / 2))
    pixels = picture.resize((width, 2 * height)).tobytes()
    text = Text(no_wrap=True)
    for y in range(height):
        for x in range(width):
            above, below = (3 * (row * width + x) for row in (2 * y, 2 * y + 1))
            style = f"#{pixels[above : above + 3].hex()} on #{pixels[below : below + 3].hex()}"
            text.append(UPPER_HALF, Style.parse(style))
        text.append("\n" if y < height - 1 else "")
    return text


def strip(paths: Sequence[Path], width: int, places: int) -> list[Text]:
    """Pictures side by side as lines of text, each in its share of `width` columns among `places`;
    empty where that is too little."""
    from rich.text import Text

    columns = width // max(4, places) - GAP
    blocks = [half_blocks(path, columns, STRIP_ROWS) for path in paths if columns > 3]
    gap = Text(" " * GAP)
    return [gap.join(row) for row in zip(*(b.split("\n") for b in blocks), strict=True)]


def _opened(path: Path, longest: int) -> Image:
    from PIL import Image

    with Image.open(path) as opened:
        picture = opened.convert("RGB")
    if longest:
        picture.thumbnail((longest, longest))
    return picture


def _png(picture: Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _kitty(data: str, columns: int) -> Iterator[str]:
    for start in range(0, len(data), KITTY_CHUNK):
        head = f"a=T,f=100,c={columns}," if start == 0 else ""
        more = int(start + KITTY_CHUNK < len(data))
        yield f"\x1b_G{head}m={more};{data[start : start + KITTY_CHUNK]}\x1b\\"
