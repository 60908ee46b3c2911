"""A `.cube` file (Adobe, Cube LUT specification 1.0): a person's text, which ffmpeg will read."""

from __future__ import annotations

from pathlib import Path

from generation.errors import BadInput

SIZES = range(2, 66)  # points along each side; ffmpeg takes 256, cameras and graders use 17 to 65
BYTES = 16_000_000  # the largest of those, generously written
LINE = 250  # characters; ffmpeg reads 512 at a time
FURTHEST = 16.0  # that a colour may be from black, of white's 1
KNOWN = ("TITLE", "DOMAIN_MIN", "DOMAIN_MAX", "LUT_3D_SIZE", "LUT_3D_INPUT_RANGE")


def checked_cube(path: Path) -> None:
    """Read a whole file. Blocks, for a third of a second at most.

    Raises `BadInput` for anything but one table over three colours: `2³` to `65³` rows of three
    finite numbers."""
    if path.stat().st_size > BYTES:
        raise BadInput("cube.unreadable")
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise BadInput("cube.unreadable") from error
    size, rows = 0, list[str]()
    for line in (line.strip() for line in lines):
        if len(line) > LINE or "\0" in line:
            raise BadInput("cube.unreadable")
        if not line or line.startswith("#"):
            continue
        if line[0].isalpha() and not line.lower().startswith(("nan", "inf")):
            size = _size(line) or size
        else:
            rows.append(line)
    if not size:
        raise BadInput("cube.unreadable")
    if size not in SIZES:
        raise BadInput("cube.size", size=size, low=SIZES[0], high=SIZES[-1])
    _check(rows, size)


def _size(line: str) -> int:
    """The size, in the line that says it; 0 in others. Raises `BadInput`."""
    word, *values = line.split()
    if word not in KNOWN:
        raise BadInput("cube.unreadable")
    if word != "LUT_3D_SIZE":
        return 0
    if len(values) != 1 or not values[0].isascii() or not values[0].isdigit():
        raise BadInput("cube.unreadable")
    return int(values[0][:6]) or -1


def _check(rows: list[str], size: int) -> None:
    import numpy as np

    try:
        table = np.array([row.split() for row in rows], dtype=np.float64)
    except ValueError as error:
        raise BadInput("cube.numbers", size=size, rows=size**3) from error
    if table.shape != (size**3, 3) or not bool((np.abs(table) <= FURTHEST).all()):
        raise BadInput("cube.numbers", size=size, rows=size**3)
