"""The plan of the sound: voice in its place, music that makes room for it, one loudness for all.

Pure: it answers with ffmpeg's arguments. First everything is mixed and measured; then one gain and
a true-peak limiter bring it to the target. loudnorm's own limiter lets peaks through after AAC.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from generation.edit.graph import compiled, ff, mixed, open_file

RATE = 48000
LOUDNESS = -14.0  # LUFS, what the platforms play at
TOLERANCE = 0.5
CEILING = -1.0  # dBTP of the finished AAC
LIMIT = -1.5  # dB, for the limiter: AAC adds a little of its own
SILENCE = -60.0  # LUFS; below, nothing is made louder
MAX_GAIN = 30.0  # dB
MUSIC_UNDER_VOICE = 0.55  # of its own level, before ducking
DUCKING = {"threshold": 0.02, "ratio": 3, "attack": 15, "release": 350}  # about -12 dB
SPEECH = {"peak": 0.8, "expansion": 8, "link": 1}  # every voice as loud as the others
EVEN = {"threshold": 0.1, "ratio": 2.5, "attack": 10, "release": 200, "makeup": 1.5}
BREATH = 0.15  # seconds between two lines
FASTEST = 1.4  # how much a line may be sped up to fit its shot
# The coder that ffmpeg takes by itself adds up to 3 dB to the peaks of dense music, and leaves ten
# times the noise below 1 kHz; this one takes a third less time.
AAC: dict[str, Any] = {"acodec": "aac", "aac_coder": "fast", "audio_bitrate": "160k", "threads": 1}
EXACT = {"fflags": "+bitexact", "flags:a": "+bitexact", "map_metadata": -1}


@dataclass(frozen=True, slots=True)
class Voice:
    """A spoken line of `seconds` and the film's second it starts at. Somebody's `own` voice is left
    as it is: neither hurried nor evened out as the narrators' are."""

    path: Path
    starts: float
    seconds: float
    own: bool = False


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness in LUFS and true peak in dBTP."""

    integrated: float
    peak: float


def rooms(starts: Iterable[float], seconds: float) -> list[float]:
    """The seconds that each line has until the next begins, or the film of so many seconds ends."""
    turns = [*(round(second * RATE) for second in starts), round(seconds * RATE)]
    return [(end - start) / RATE for start, end in pairwise(turns)]


def tempo(seconds: float, room: float) -> float:
    """How many times faster a line of so many seconds is spoken where it would run into the next,
    which begins `room` seconds after it."""
    return min(FASTEST, max(1.0, seconds / max(BREATH, room - BREATH)))


def line_down(voice: Voice, room: float, out: Path) -> list[str]:
    """A narrator's line as WAV, as loud as all others; a little faster where it would run into the
    next, which begins `room` seconds after it, then cut softly.

    Each by itself: `speechnorm` learns from one line and takes 20 MB for each of its channels."""
    line, faster = open_file(voice.path)["a:0"], tempo(voice.seconds, room)
    if faster > 1:
        line = line.filter("atempo", f"{faster:.4f}")
    line = _ended(line, voice.seconds / faster, room - BREATH).filter("speechnorm", **SPEECH)
    return compiled(ff.output(line, str(out), acodec="pcm_f32le", **EXACT))


def mix_down(voices: Sequence[Voice], score: Path | None, seconds: float, out: Path) -> list[str]:
    """Voice over ducked music as a WAV of `seconds`; ffmpeg's log says how loud it is.

    There must be at least one voice or a score. Narrators' lines are those of `line_down`."""
    if not voices:
        return measured(fitted(stereo(_music(score)), seconds), out)
    speech = fitted(_voices(voices, seconds), seconds)
    if not score:
        return measured(speech, out)
    both = speech.filter_multi_output("asplit", 2)
    music = fitted(stereo(_music(score)).filter("volume", MUSIC_UNDER_VOICE), seconds)
    ducked = mixed((music, both.stream(1)), "sidechaincompress", **DUCKING)
    whole = mixed((both.stream(0), ducked), "amix", inputs=2, normalize=0, duration="longest")
    return measured(fitted(whole, seconds), out)


def voice_down(voices: Sequence[Voice], seconds: float, out: Path) -> list[str]:
    """The voices alone as a WAV of `seconds`, for what is mixed later to keep out of their way."""
    return measured(fitted(_voices(voices, seconds), seconds), out)


def master(mixed_down: Path, gain: float, limit: float, seconds: float, out: Path) -> list[str]:
    """Bring a mix to its final level and encode it. `gain` and `limit` are in dB."""
    return levelled(open_file(mixed_down)["a:0"], gain, limit, seconds, out)


def levelled(sound: Any, gain: float, limit: float, seconds: float, out: Path) -> list[str]:
    """Bring a stream to its final level and encode it. `gain` and `limit` are in dB."""
    loud = (
        sound.filter("volume", f"{gain:.3f}dB")
        .filter("aresample", 4 * RATE)  # so that peaks between the samples are seen
        .filter("alimiter", limit=f"{10 ** (limit / 20):.5f}", level=0, attack=3, release=60)
        .filter("aresample", RATE)
    )
    return compiled(ff.output(fitted(loud, seconds), str(out), **AAC, **EXACT))


def listen(path: Path) -> list[str]:
    """Measure a file; ffmpeg's log says how loud it is."""
    heard = open_file(path)["a:0"].filter("ebur128", peak="true", framelog="quiet")
    return compiled(ff.output(heard, "-", f="null"), log="info")


def heard(log: str) -> Loudness:
    """What a measuring command said last. Raises `ValueError` when it said nothing."""
    summary = log.rpartition("Summary:")[2]
    numbers = re.findall(r"(?:I|Peak):\s+(-?inf|-?[\d.]+) (?:LUFS|dBFS)", summary)
    integrated, *peak = (float(n) for n in numbers)
    return Loudness(integrated, max(peak, default=0.0))


def gain_for(loudness: Loudness) -> float:
    """The dB that bring a mix to the target; 0 for silence."""
    if loudness.integrated < SILENCE:
        return 0.0
    return min(MAX_GAIN, LOUDNESS - loudness.integrated)


def is_right(loudness: Loudness) -> bool:
    """Whether a finished sound meets both promises."""
    return (
        abs(loudness.integrated - LOUDNESS) <= TOLERANCE and loudness.peak <= CEILING
    ) or loudness.integrated < SILENCE


def measured(sound: Any, out: Path) -> list[str]:
    """Write a stream as WAV; ffmpeg's log says how loud it is."""
    sound = sound.filter("ebur128", peak="none", framelog="quiet")
    return compiled(ff.output(sound, str(out), acodec="pcm_f32le", ar=RATE, **EXACT), log="info")


def _music(score: Path | None) -> Any:
    assert score
    return open_file(score)["a:0"]


def stereo(sound: Any, **options: int) -> Any:
    """At the film's rate, on two channels."""
    return sound.filter("aresample", RATE, **options).filter("aformat", channel_layouts="stereo")


def fitted(sound: Any, seconds: float) -> Any:
    """Exactly as many samples as the film has time."""
    samples = round(seconds * RATE)
    return sound.filter("apad", whole_len=samples).filter("atrim", end_sample=samples)


def _voices(voices: Sequence[Voice], seconds: float) -> Any:
    """All lines on one track, each within the time until the next: one after another, for `amix`
    holds back as much of each as there is of all, gigabytes with 48."""
    until = rooms((voice.starts for voice in voices), seconds)
    first, *others = (
        _placed(number, voice, round(room * RATE))
        for number, (voice, room) in enumerate(zip(voices, until, strict=True))
    )
    first = first.filter("adelay", delays=f"{round(voices[0].starts * RATE)}S", all=1)
    return ff.concat(first, *others, v=0, a=1) if others else first


def _placed(number: int, voice: Voice, samples: int) -> Any:
    """One line and silence until the next."""
    # Another queue size keeps the same line said twice from becoming one node of the graph.
    line = open_file(voice.path, thread_queue_size=64 + number)["a:0"]
    if voice.own:
        ends = samples / RATE - BREATH
        line = _ended(line, voice.seconds, ends).filter("acompressor", **EVEN)
    return stereo(line).filter("apad", whole_len=samples).filter("atrim", end_sample=samples)


def _ended(line: Any, seconds: float, room: float) -> Any:
    """A line of `seconds`, cut softly where there is less room."""
    if seconds <= room:
        return line
    trimmed = line.filter("atrim", end=f"{room:.3f}")
    return trimmed.filter("afade", type="out", start_time=f"{room - 0.3:.3f}", duration=0.3)
