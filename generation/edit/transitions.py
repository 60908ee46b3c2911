"""What is seen where one shot gives way to the next."""

from __future__ import annotations

from typing import Any

from generation.edit.graph import mixed
from generation.model import Transition

XFADE: dict[Transition, str] = {
    "crossfade": "fade",
    "dip-black": "fadeblack",
    "dip-white": "fadewhite",
    "wipe": "wipeleft",
    "slide": "slideleft",
    "zoom": "zoomin",
}


def joined(kind: Transition, tail: Any, head: Any, seconds: float) -> Any:
    """One stream of `seconds` out of two of that length. A cut has no frames and needs none."""
    return mixed((tail, head), "xfade", transition=XFADE[kind], duration=seconds, offset=0)
