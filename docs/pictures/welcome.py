"""Makes the film that greets people: `make pictures ONLY=welcome`. Looked at by eye."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from generation.edit.binary import exe

FILM = Path(__file__).parents[2] / "handlers" / "welcome.mp4"
IDEA = "A fox sits by the lake at night, sky lanterns rise"
OPTIONS = {
    "model": "local",
    "seconds": 7,
    "shots": 2,
    "resolution": 720,
    "subtitles": "off",
    "seed": 8,
}
MAX_BYTES = 900_000  # everybody who says /start waits for it, and every installation carries it

# `use_metadata_tags` keeps the mark that says a machine made it.
SMALLER = (
    *("-map_metadata", "0", "-movflags", "+faststart+use_metadata_tags"),
    *("-c:v", "libx264", "-preset", "veryslow", "-crf", "25", "-pix_fmt", "yuv420p"),
    *("-c:a", "aac", "-b:a", "96k"),
)


async def welcome() -> None:
    """Make the film by the local crew, and encode it once more, small enough for a greeting."""
    options = [word for name, value in OPTIONS.items() for word in (f"--{name}", str(value))]
    with tempfile.TemporaryDirectory() as folder:
        made, small = Path(folder) / "made.mp4", Path(folder) / "small.mp4"
        await _run(sys.executable, "-m", "bot", "make", IDEA, *options, "-o", str(made), "--quiet")
        await _run(exe(), "-v", "error", "-i", str(made), *SMALLER, str(small))
        assert small.stat().st_size <= MAX_BYTES, f"{small.stat().st_size} bytes are too many"
        FILM.write_bytes(small.read_bytes())


async def _run(*argv: str) -> None:
    process = await asyncio.create_subprocess_exec(*argv)
    if code := await process.wait():
        raise SystemExit(code)
