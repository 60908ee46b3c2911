"""ffmpeg as it comes along in a package, and the environment it runs in."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

FONTS_CONF = Path(__file__).with_name("fonts.conf")  # empty: fonts are handed over by `fontsdir`
KEPT = ("SYSTEMROOT", "TEMP", "TMP", "TMPDIR")  # what a program needs to start at all


@cache
def exe() -> str:
    """The path of the packaged ffmpeg."""
    import imageio_ffmpeg  # pyright: ignore[reportMissingTypeStubs]

    return imageio_ffmpeg.get_ffmpeg_exe()


def environment() -> dict[str, str]:
    """Nothing of the bot's own environment: no keys, no `FFREPORT`, no system fonts."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, "FONTCONFIG_FILE": str(FONTS_CONF)}
