"""The plan of the sound that clips bring along: laid end to end, then under voice and music.

Pure: it answers with ffmpeg's arguments. This waits for the last shot, so it is little: one pass
that lays and measures, one that mixes and measures; what comes after is everybody's.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generation.edit.graph import ff, mixed, open_file
from generation.edit.sound import DUCKING, RATE, fitted, measured, stereo
from generation.edit.timeline import Timeline
from generation.model import ClipSound

UNDER = {"low": -12.0, "keep": 0.0}  # LU, beside all else in the film
MAX_BOOST = 12.0  # dB; a clip that is nearly silent was meant to be
SHORTEST_FADE = 0.01  # seconds, so that a hard cut does not click


def lay(clips: Sequence[Path | None], timeline: Timeline, out: Path) -> list[str]:
    """All clips' sound on one track, crossfaded where their pictures are; the log says how loud.

    `clips` has a WAV or None for each piece of the timeline, and at least one WAV. Only neighbours
    overlap, so every other one stands on the same of two lanes: that stays quick for any number."""
    there = [(n, clip) for n, clip in zip(timeline.shots, clips, strict=True) if clip]
    lanes = [[(n, clip) for n, clip in there if n % 2 == parity] for parity in (0, 1)]
    tracks = [_lane(lane, timeline) for lane in lanes if lane]
    whole = mixed(tracks, "amix", inputs=len(tracks), normalize=0) if tracks[1:] else tracks[0]
    return measured(fitted(whole, timeline.seconds), out)


def under(
    laid: Path,
    gain: float,
    rest: Path | None,
    voice: Path | None,
    seconds: float,
) -> Any:
    """The laid clips at `gain` dB, out of the voice's way, with the `rest` of the film's sound."""
    clips = open_file(laid)["a:0"].filter("volume", f"{gain:.3f}dB")
    if voice:
        clips = mixed((clips, open_file(voice)["a:0"]), "sidechaincompress", **DUCKING)
    if rest:
        both = (open_file(rest)["a:0"], clips)
        clips = mixed(both, "amix", inputs=2, normalize=0, duration="longest")
    return fitted(clips, seconds)


def gain_beside(clips: float, rest: float | None, how: ClipSound) -> float:
    """The dB by which clips of a loudness (LUFS) stand as they should beside the rest."""
    if rest is None:
        return 0.0
    return min(MAX_BOOST, rest + UNDER[how] - clips)


def _lane(lane: Sequence[tuple[int, Path]], timeline: Timeline) -> Any:
    starts = [_samples(timeline.starts(n), timeline) for n, _ in lane]
    ends = [*starts[1:], round(timeline.seconds * RATE)]
    rooms = [end - start for start, end in zip(starts, ends, strict=True)]
    first, *others = (
        _faded(n, clip, timeline, room) for (n, clip), room in zip(lane, rooms, strict=True)
    )
    first = first.filter("adelay", delays=f"{starts[0]}S", all=1)
    parts = [first, *others]
    return ff.concat(*parts, v=0, a=1) if others else first


def _faded(index: int, clip: Path, timeline: Timeline, room: int) -> Any:
    """One clip's sound as long as its shot, then silence until the next of its lane."""
    length = _samples(timeline.length(index), timeline)
    head, tail = (
        max(SHORTEST_FADE, frames / timeline.fps)
        for frames in (timeline.head(index), timeline.tail(index))
    )
    # Another queue size keeps the same sound in two shots from becoming one node of the graph.
    sound = stereo(open_file(clip, thread_queue_size=64 + abs(index))["a:0"])
    sound = sound.filter("apad", whole_len=length).filter("atrim", end_sample=length)
    sound = sound.filter("afade", type="in", duration=f"{head:.4f}", curve="qsin")
    ends = length / RATE - tail
    sound = sound.filter(
        "afade", type="out", start_time=f"{ends:.4f}", duration=f"{tail:.4f}", curve="qsin"
    )
    return sound.filter("apad", whole_len=room)


def _samples(frames: int, timeline: Timeline) -> int:
    return round(frames * RATE / timeline.fps)
