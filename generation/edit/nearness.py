"""How near what is seen comes to a palette: the share of it that has one of its colours, or none.

A thing of one colour is seen in many: light makes tints of it, shadow shades, haze tones. They are
what painters mix of a colour, black and white: in CIE Lab the triangle between the three, as in the
Natural Colour System. All of them are taken for the colour itself, greys among them, which go with
every palette. A point of the picture counts wholly where its distance ΔE*ab (CIE 1976) from the
nearest triangle is at most `NEAR`, not at all from `FAR` on, and in proportion between. Colours 2.3
apart can just be told apart (Mahy and others, 1994); at 20 they are hardly called the same.

Blocks: the 12 pictures of a film in 720p take 0.1 s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from generation.edit.probe import film_in, opened
from generation.providers.local.colours import Lab, lab

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

NEAR, FAR = 6.0, 20.0  # ΔE*ab
SMALL = 96  # pixels along the longer side of what is looked at
LOOKS = 12  # pictures of a film


def nearness(pixels: Lab, palette: Sequence[str]) -> float:
    """From 0 to 1, of points (n × 3) in Lab."""
    own = lab(np.array([tuple(bytes.fromhex(colour[1:])) for colour in palette], np.uint8))
    away = np.min([_off(pixels, one) for one in own], 0)
    return float(((FAR - away) / (FAR - NEAR)).clip(0, 1).mean())


def nearness_of(made: Sequence[Path], palette: Sequence[str]) -> float:
    """Of pictures together, each as much as another: still ones, or some of a film."""
    shares = [nearness(seen, palette) for path in made for seen in _seen(path)]
    return round(sum(shares) / len(shares), 3)


def _off(pixels: Lab, colour: NDArray[Any]) -> NDArray[Any]:
    """How far points are from what can be mixed of a colour, black and white."""
    light, strong = float(colour[0]), float(np.hypot(colour[1], colour[2]))
    if strong < 1:
        return np.hypot(pixels[:, 1], pixels[:, 2])
    hue = colour[1:] / strong
    like = pixels[:, 1:] @ hue
    beside = pixels[:, 1] * hue[1] - pixels[:, 2] * hue[0]
    seen = np.stack([pixels[:, 0], like], -1)
    most = np.interp(seen[:, 0], (0, light, 100), (0, strong, 0))
    edges = [((0, 0), (light, strong)), ((light, strong), (100, 0)), ((0, 0), (100, 0))]
    out = np.min([_from(seen, np.array(a), np.array(b)) for a, b in edges], 0)
    return np.hypot(np.where((like >= 0) & (like <= most), 0, out), beside)


def _from(points: NDArray[Any], one: NDArray[Any], other: NDArray[Any]) -> NDArray[Any]:
    """How far points are from a straight line between two."""
    way = other - one
    along = ((points - one) @ way / max(1e-9, float(way @ way))).clip(0, 1)
    return np.linalg.norm(points - (one + along[:, None] * way), axis=-1)


def _seen(made: Path) -> Iterator[Lab]:
    """A still picture, or pictures of a film at even distances: the keyframes next to them."""
    if made.suffix == ".mp4":
        yield from _sampled(made)
    else:
        yield _picture(made)


def _picture(path: Path) -> Lab:
    from PIL import Image

    with Image.open(path) as image:
        image.draft("RGB", (SMALL, SMALL))
        picture = image.convert("RGB")
        picture.thumbnail((SMALL, SMALL), Image.Resampling.BOX)
        return lab(np.asarray(picture)).reshape(-1, 3)


def _sampled(film: Path) -> Iterator[Lab]:
    with opened(film) as box:
        video = film_in(box)
        assert video and video.duration
        video.codec_context.thread_count = 1
        video.codec_context.options = {"skip_loop_filter": "all"}  # nobody sees blocks so small
        video.codec_context.skip_frame = "NONKEY"
        for n in range(LOOKS):
            box.seek(int(video.duration * (n + 0.5) / LOOKS), stream=video)
            if frame := next(box.decode(video), None):
                yield _reduced(frame)


def _reduced(frame: VideoFrame) -> Lab:
    scale = SMALL / max(frame.width, frame.height)
    small = frame.reformat(
        width=max(8, round(frame.width * scale)),
        height=max(8, round(frame.height * scale)),
        format="rgb24",
        src_colorspace="ITU709",
        interpolation="AREA",
    )
    return lab(small.to_ndarray()).reshape(-1, 3)
