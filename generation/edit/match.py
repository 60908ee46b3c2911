"""What a clip looks like, by a few of its pictures, and what brings it closer to its neighbours.

Shots arrive in any order, from different hands. Each is led towards the same middle by itself: a
clip that is well exposed and neutral is left alone, and no correction is so large that night
becomes day. The style's grade comes after that. Blocks: at 720p 50 to 110 ms of CPU.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from generation.edit.probe import Facts, film_in, opened, packets

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

Plane = NDArray[np.float32]

SMALL = 96  # pixels along the longer side of what is looked at
SAMPLES = 4  # pictures that are looked at
DECODED = 13  # at most, where a clip has too few keyframes; they are 6 apart then
NEUTRAL = 15.0  # 8-bit steps of chroma within which a colour may be a grey with a cast
ENOUGH = 0.08  # of the picture must be so, or nobody knows what is white
UNSEEN = 3.0  # steps of cast that are nobody's mistake; light is seldom white
LESS = 0.6  # of a cast is taken away: what was meant is still there
MOST_CAST = 4.0  # steps
RICH = 0.6  # of luma between dark and bright; with less, a picture may be dull
MOST_BLACK, MOST_GAIN, MOST_GAMMA = 0.06, 1.4, 1.25
FLAT = 0.12  # of luma between dark and bright; with less, nobody knows what it should be
SAME = 5.0  # steps of luma between two pictures that are taken for the same


@dataclass(frozen=True, slots=True)
class Tone:
    """Luma from 0 (black) to 1 (white) at the darkest 2 %, the middle and the brightest 2 % of the
    pictures, and the chroma of what may be grey, in 8-bit steps from neutral."""

    dark: float
    middle: float
    bright: float
    u: float = 0.0
    v: float = 0.0


@dataclass(frozen=True, slots=True)
class Seen:
    """A clip's `tone`; how much there is to see in each of its `columns` and `rows`, upright; the
    bytes of each picture that is drawn by its difference to others, which say how much moves; and
    the luma of its `first` picture, small."""

    tone: Tone | None = None
    columns: tuple[float, ...] = ()
    rows: tuple[float, ...] = ()
    moves: tuple[int, ...] = ()
    first: tuple[tuple[float, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """Luma: (`gain` · x + `lift`) ^ (1 / `gamma`), all from 0 to 1; chroma: plus `u` and `v`."""

    lift: float = 0.0
    gain: float = 1.0
    gamma: float = 1.0
    u: float = 0.0
    v: float = 0.0


def look_at(source: Path, facts: Facts) -> Seen:
    """A few pictures of a clip. What cannot be decoded is not seen."""
    from av.error import FFmpegError

    try:
        with opened(source) as box:
            video = film_in(box)
            if video is None:
                return Seen()
            passing = [(packet.is_keyframe, packet.size) for packet in packets(box, video)]
        pictures = [_upright(frame, facts) for frame in _sampled(source, passing)]
    except FFmpegError:
        return Seen()
    if not pictures:
        return Seen()
    interest = _interest(pictures)
    return Seen(
        tone=None if facts.transfer != "sdr" else _tone(np.stack(pictures)),
        columns=tuple(interest.mean(axis=0).tolist()),
        rows=tuple(interest.mean(axis=1).tolist()),
        moves=tuple(size for key, size in passing if not key),
        first=tuple(tuple(row) for row in pictures[0][..., 0].tolist()),
    )


def look_at_picture(source: Path) -> Seen:
    """How much there is to see in the columns and rows of one picture."""
    from PIL import Image

    with Image.open(source) as image:
        image.draft("YCbCr", (SMALL, SMALL))
        small = image.convert("RGB")
        small.thumbnail((SMALL, SMALL), Image.Resampling.BOX)
        planes = np.asarray(small.convert("YCbCr"), np.float32)
    interest = _interest([planes])
    columns, rows = interest.mean(axis=0), interest.mean(axis=1)
    return Seen(columns=tuple(columns.tolist()), rows=tuple(rows.tolist()))


def correction(tone: Tone | None) -> Correction:
    """What leads a clip towards blacks that are black, whites that are white, greys without a cast.

    Dark pictures with lights in them are night; they keep their dark."""
    if tone is None or (span := tone.bright - tone.dark) < FLAT:
        return Correction()
    lack = min(1.0, _beyond(RICH, span) / (RICH - FLAT))  # of contrast
    black = min(MOST_BLACK, lack * _beyond(tone.dark, 0.1))
    night = tone.middle < 0.3 and tone.bright > 0.45
    gain = 1.0 if night else 1 + lack * min(MOST_GAIN - 1, 1.5 * _beyond(0.9, tone.bright))
    gamma, middle = 1.0, gain * (tone.middle - black)
    if middle > 0.75:
        gamma = max(1 / MOST_GAMMA, 1 - (middle - 0.75))
    elif middle < 0.25 and not night:
        gamma = min(MOST_GAMMA, 1 + 1.5 * (0.25 - middle))
    return Correction(
        lift=round(-black * gain, 3),
        gain=round(gain, 3),
        gamma=round(gamma, 3),
        u=round(-_cast(tone.u), 1),
        v=round(-_cast(tone.v), 1),
    )


def corrected(video: Any, by: Correction) -> Any:
    """A stream in yuv420p, bt709, put right."""
    if by == Correction():
        return video
    luma = f"clip({by.gain}*(val-16)/219+({by.lift}),0,1)"
    return video.filter("format", "yuv420p").filter(
        "lutyuv",
        y=f"16+219*pow({luma},{1 / by.gamma:.4f})",
        u=f"val+({by.u})",
        v=f"val+({by.v})",
    )


def shows(seen: Seen, picture: Path) -> bool:
    """Whether a clip begins with a picture, give or take what encoders do to it."""
    from PIL import Image

    if not seen.first:
        return False
    first = np.asarray(seen.first, np.float32)
    with Image.open(picture) as image:
        luma = image.convert("L").resize(first.shape[::-1], Image.Resampling.BOX)
    return float(np.abs(np.asarray(luma, np.float32) * (219 / 255) + 16 - first).mean()) < SAME


def window(interest: tuple[float, ...], part: float) -> float:
    """Where to begin showing `part` of a side, from 0 to 1 of it, so that the most is seen; where
    it makes no difference, in the middle."""
    if not interest or part >= 1:
        return 0.0
    values = np.asarray(interest, np.float64)
    values = values - np.quantile(values, 0.2)
    size = max(1, round(part * len(values)))
    # What stands out belongs in the middle of what is shown, not at its edge.
    sums = np.convolve(values.clip(0), 0.2 + np.hanning(size + 2)[1:-1], "valid")
    off = np.abs(np.linspace(-1, 1, len(sums))) if len(sums) > 1 else np.zeros(1)
    best = int(np.argmax(sums / max(1e-9, float(sums.max())) - 0.08 * off))
    return min(1 - part, best / len(values))


def _beyond(value: float, allowed: float) -> float:
    return max(0.0, value - allowed)


def _cast(off: float) -> float:
    """How much of a cast is taken away."""
    much = min(MOST_CAST, LESS * _beyond(abs(off), UNSEEN))
    return much if off > 0 else -much


def _sampled(source: Path, passing: list[tuple[bool, int]]) -> Iterator[VideoFrame]:
    """Some keyframes, far from each other, or else pictures of the beginning."""
    keys = sum(key for key, _ in passing)
    with opened(source) as box:
        video = film_in(box)
        assert video
        video.codec_context.thread_count = 1  # more threads decode ahead what nobody looks at
        video.codec_context.options = {"skip_loop_filter": "all"}  # nobody sees blocks so small
        many = keys >= SAMPLES - 1
        if many:
            video.codec_context.skip_frame = "NONKEY"
        step = max(1, keys // SAMPLES) if many else 6
        most = step * SAMPLES if many else DECODED
        for number, frame in enumerate(box.decode(video)):
            if number >= most:
                return
            if number % step == 0:
                yield frame


def _upright(frame: VideoFrame, facts: Facts) -> Plane:
    """Y, U and V of a small picture, height × width × 3, 8-bit steps."""
    scale = SMALL / max(frame.width, frame.height)
    small = frame.reformat(
        width=max(8, round(frame.width * scale)),
        height=max(8, round(frame.height * scale)),
        format="yuv444p",
        dst_color_range="MPEG",
    )
    planes = np.moveaxis(small.to_ndarray(), 0, -1).astype(np.float32)
    return np.rot90(planes, facts.rotation // 90)


def _tone(pictures: Plane) -> Tone:
    luma = (pictures[..., 0] - 16) / 219
    dark, middle, bright = np.quantile(luma, (0.02, 0.5, 0.98)).clip(0, 1).tolist()
    u, v = pictures[..., 1] - 128, pictures[..., 2] - 128
    grey = (np.hypot(u, v) < NEUTRAL) & (luma > 0.15) & (luma < 0.95)
    if grey.mean() < ENOUGH:
        return Tone(dark, middle, bright)
    return Tone(dark, middle, bright, float(np.median(u[grey])), float(np.median(v[grey])))


def _interest(pictures: list[Plane]) -> Plane:
    """How much each point stands out: by its colour (after Achanta and others, 2009), its detail
    and its movement."""
    stood = sum((_standing_out(picture) for picture in pictures), np.float32(0)) / len(pictures)
    moved = np.zeros_like(stood)
    for before, after in zip(pictures, pictures[1:], strict=False):
        moved += np.abs(after[..., 0] - before[..., 0])
    return (stood + moved / len(pictures)).astype(np.float32)


def _standing_out(picture: Plane) -> Plane:
    away = picture - picture.mean(axis=(0, 1))
    across, down = np.gradient(picture[..., 0])
    stands = np.sqrt((away * away).sum(axis=-1)) + 2 * np.hypot(across, down)
    return stands.astype(np.float32)
