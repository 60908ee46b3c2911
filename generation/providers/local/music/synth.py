"""Plays a score: a small orchestra of sums of sines and noise, in one room.

Every voice answers with a mono sound that begins and ends at zero, so that nothing clicks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from generation.seeds import array_stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from generation.providers.local.music.score import Note

    Sound = NDArray[np.float32]

RATE = 48000
PEAK = 0.8
TOP = 9000.0  # Hz; higher partials are left out
ROOM_SECONDS, ROOM_PART = 1.7, 0.22
TABLE = 4096  # samples of one period


def play(notes: Iterable[Note], seconds: float, seed: int) -> Sound:
    """The score as samples × 2, exactly `seconds` long, at most `PEAK` loud, ending in silence."""
    length = round(seconds * RATE)
    dry = np.zeros((2, length), np.float32)
    for note in notes:
        sound = _voice(note.voice, note.pitch, note.seconds)
        start = round(note.start * RATE)
        part = sound[: length - start] * np.float32(note.gain)
        left, right = np.cos(note.pan * np.pi / 2), np.sin(note.pan * np.pi / 2)
        dry[0, start : start + len(part)] += part * np.float32(left)
        dry[1, start : start + len(part)] += part * np.float32(right)
    wet = _in_room(dry, seed)
    out = min(length, round(1.2 * RATE))
    wet[:, length - out :] *= np.cos(np.linspace(0, np.pi / 2, out, dtype=np.float32)) ** 2
    return (wet * (PEAK / max(1e-6, float(np.abs(wet).max())))).astype(np.float32).T


@lru_cache(maxsize=256)
def _voice(name: str, pitch: float, seconds: float) -> Sound:
    """One note of a voice; the same note is played once and heard often."""
    return VOICES[name](440 * 2 ** ((pitch - 69) / 12), seconds).astype(np.float32)


def _time(seconds: float) -> Sound:
    return np.arange(round(seconds * RATE), dtype=np.float32) / np.float32(RATE)


def _shaped(sound: NDArray[Any], attack: float, release: float) -> Sound:
    """Begin and end without a click: raised cosines over `attack` and `release` seconds."""
    sound = np.asarray(sound, np.float32)
    for part, edge in ((attack, slice(None)), (release, slice(None, None, -1))):
        n = min(len(sound), round(part * RATE))
        sound[edge][:n] *= 0.5 - 0.5 * np.cos(np.linspace(0, np.pi, n, dtype=np.float32))
    return sound


def _struck(
    frequency: float, seconds: float, partials: Sequence[tuple[float, float, float]]
) -> Sound:
    """Partials (ratio, level, decay per second) that die away by themselves."""
    t = _time(seconds)
    sound = np.zeros_like(t)
    for ratio, level, decay in partials:
        if frequency * ratio < TOP:
            angle = np.float32(2 * np.pi * frequency * ratio)
            sound += np.float32(level) * np.sin(angle * t) * np.exp(np.float32(-decay) * t)
    return _shaped(sound, 0.003, 0.05)


def _sustained(
    frequency: float, seconds: float, tilt: float, attack: float, release: float, detune: float
) -> Sound:
    """A held tone of up to ten partials falling with `tilt`, twice, slightly out of tune."""
    count = max(1, min(10, int(TOP / frequency)))
    phase = np.arange(TABLE) / TABLE * 2 * np.pi
    period = sum(np.sin(phase * n + n * n) / n**tilt for n in range(1, count + 1))
    t = np.arange(round((seconds + release) * RATE), dtype=np.float64) / RATE
    sound = np.zeros(len(t), np.float32)
    for cents in (-detune, detune):
        steps = frequency * 2 ** (cents / 1200) * TABLE
        sound += np.asarray(period, np.float32)[(t * steps).astype(np.int64) % TABLE]
    return _shaped(sound * np.float32(0.3), attack, release)


def _flute(frequency: float, seconds: float) -> Sound:
    """A bamboo flute: breath first, then vibrato."""
    t = _time(seconds + 0.25)
    sway = np.minimum(1, t / 0.5) * np.sin(2 * np.pi * 5.1 * t) * (0.008 * frequency / 5.1)
    angle = 2 * np.pi * frequency * t + sway
    sound = 0.4 * np.sin(angle) + 0.13 * np.sin(2 * angle) + 0.05 * np.sin(3 * angle)
    breath = _noise(len(t), "breath") * 0.05 * np.exp(-9 * t)
    return _shaped(sound + breath, 0.06, 0.25)


def _zither(frequency: float, _: float) -> Sound:
    """Guzheng or koto: bright, and the pitch settles after the pluck."""
    t = _time(2.2)
    angle = 2 * np.pi * frequency * (t + 0.00035 * (1 - np.exp(-25 * t)))
    sound = np.zeros_like(t)
    for n in range(1, 8):
        if frequency * n < TOP:
            sound += np.sin(n * angle) * np.exp(-(1.5 + 0.8 * n) * t) / n**0.9 * 0.34
    return _shaped(sound, 0.002, 0.05)


def _drum(low: float, fall: float, decay: float, skin: float) -> Callable[[float, float], Sound]:
    """A skin whose pitch falls to `low` Hz, with the noise of the stroke."""

    def strike(_: float, __: float) -> Sound:
        t = _time(4 / decay)
        body = np.sin(2 * np.pi * (low * t + fall / 30 * (1 - np.exp(-30 * t)))) * np.exp(
            -decay * t
        )
        return _shaped(body + skin * _noise(len(t), "skin") * np.exp(-60 * t), 0.002, 0.02)

    return strike


def _hiss(decay: float, level: float, attack: float = 0.001) -> Callable[[float, float], Sound]:
    """Bright noise that dies away."""

    def strike(_: float, __: float) -> Sound:
        t = _time(5 / decay)
        bright = np.diff(_noise(len(t) + 1, "hiss"))
        return _shaped(level * bright * np.exp(-decay * t), attack, 0.01)

    return strike


def _noise(length: int, name: str) -> Sound:
    return array_stream(0, "synth", name).standard_normal(length, np.float32)


def _in_room(dry: Sound, seed: int) -> Sound:
    """The sound with a room around it: convolved with decaying noise."""
    length = dry.shape[1]
    t = _time(ROOM_SECONDS)
    response = array_stream(seed, "room").standard_normal((2, len(t)), np.float32)
    response *= np.exp(-4.2 * t) * np.minimum(1, t / 0.02)
    size = 1 << (length + len(t) - 1).bit_length()
    echo = np.fft.irfft(np.fft.rfft(dry, size) * np.fft.rfft(_softened(response), size), size)
    echo = echo[:, :length]
    loudness = np.sqrt(np.mean(dry**2)) / max(1e-9, float(np.sqrt(np.mean(echo**2))))
    return (dry + echo * (ROOM_PART * 2 * loudness)).astype(np.float32)


def _softened(noise: Sound) -> Sound:
    """Walls swallow the highest tones: a moving average over eight samples."""
    sums = np.cumsum(noise, axis=1)
    return np.asarray((sums[:, 8:] - sums[:, :-8]) / 8, np.float32)


VOICES: dict[str, Callable[[float, float], Sound]] = {
    "pad": lambda f, s: _sustained(f, s, tilt=1.9, attack=0.5, release=0.9, detune=5),
    "strings": lambda f, s: _sustained(f, s, tilt=1.35, attack=0.3, release=0.6, detune=7),
    "horn": lambda f, s: _sustained(f / 2, s, tilt=1.6, attack=0.09, release=0.3, detune=3),
    "bass": lambda f, s: _sustained(f, s, tilt=2.6, attack=0.03, release=0.3, detune=0),
    "flute": _flute,
    "zither": _zither,
    "low": lambda f, s: _struck(f, 0.6, ((1, 0.6, 5), (2, 0.3, 7), (3, 0.16, 9), (4, 0.1, 12))),
    "harp": lambda f, s: _struck(f, 1.8, ((1, 0.6, 2.4), (2, 0.25, 4), (3, 0.1, 6), (4, 0.05, 8))),
    "bell": lambda f, s: _struck(
        f, 2.4, ((1, 0.6, 1.9), (2, 0.3, 3), (3.01, 0.14, 5), (4.2, 0.07, 8))
    ),
    "box": lambda f, s: _struck(f, 1.6, ((1, 0.55, 3), (3, 0.12, 7), (5.4, 0.08, 14))),
    "marimba": lambda f, s: _struck(f, 0.9, ((1, 0.7, 6), (4, 0.2, 16), (9.2, 0.05, 30))),
    "kick": _drum(48, 60, 13, 0.12),
    "taiko": _drum(58, 45, 6, 0.6),
    "wood": lambda f, s: _struck(820, 0.2, ((1, 0.4, 40), (2.4, 0.2, 60))),
    "shaker": _hiss(45, 0.3, 0.012),
    "tick": _hiss(120, 0.35),
    "clap": _hiss(30, 0.28),
    "cymbal": _hiss(6, 0.2),
    "gong": lambda f, s: _struck(
        98, 3.2, ((1, 0.5, 1.2), (2.03, 0.3, 1.6), (2.9, 0.25, 2), (4.4, 0.15, 3), (6.1, 0.1, 4))
    ),
}
