"""Finds the beats of a recording, and what is heard on each.

Onsets are sudden gains in the spectrum; their autocorrelation says how far apart beats are; the
beats are the path through the onsets that keeps that distance best (D. Ellis, "Beat Tracking by
Dynamic Programming", 2007).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Sound = NDArray[np.float32]

RATE = 12000  # samples per second that are looked at
FRAME, HOP = 512, 128
STEPS = RATE / HOP  # onsets per second
SLOWEST, FASTEST, USUAL = 50.0, 200.0, 110.0  # beats per minute
CLEAR = 0.15  # of the onsets' own energy; below, there is no pulse
TIGHT = 400.0  # how much an uneven beat costs
FEWEST = 8  # beats
EARLY = 0.005  # seconds by which a stroke sounds before the frames show it, by measurement
LOWEST, HIGHEST = 55.0, 2000.0  # Hz, of tones


@dataclass(frozen=True, slots=True)
class Pulse:
    """`beats` in seconds; `tones` has 12 hexadecimal digits for each, of its pitch classes."""

    beats: tuple[float, ...] = ()
    tones: str = ""


def pulse(sound: Sound, rate: int) -> Pulse:
    """The pulse of a mono sound; an empty one where there is none that is clear."""
    small = _resampled(sound, rate)
    if len(small) < 3 * RATE:
        return Pulse()
    spectra = _spectra(small)
    onsets = _onsets(spectra)
    lag = _lag(onsets)
    if lag is None:
        return Pulse()
    beats = _even(_path(onsets, lag) / STEPS - EARLY)
    inside = beats[(beats >= 0) & (beats < len(small) / RATE)]
    if len(inside) < FEWEST:
        return Pulse()
    return Pulse(tuple(round(float(b), 4) for b in inside), _tones(spectra, inside))


def tempo(beats: tuple[float, ...]) -> float:
    """Beats per minute; there must be two."""
    return 60 / float(np.median(np.diff(beats)))


def _resampled(sound: Sound, rate: int) -> Sound:
    """At `RATE`, by means over so many samples; `rate` must be a multiple."""
    step = rate // RATE
    whole = len(sound) // step * step
    return sound[:whole].reshape(-1, step).mean(axis=1)


def _spectra(sound: Sound) -> Sound:
    """Magnitudes, frames × bands."""
    padded = np.concatenate([np.zeros(FRAME, np.float32), sound])
    frames = np.lib.stride_tricks.sliding_window_view(padded, FRAME)[::HOP]
    window = np.hanning(FRAME).astype(np.float32)
    return np.abs(np.fft.rfft(frames * window, axis=1)).astype(np.float32)


def _onsets(spectra: Sound) -> Sound:
    """How much comes in, frame by frame, around 0 with a deviation of 1."""
    loud = np.log1p(100 * spectra / max(1e-9, float(spectra.max())))
    gains = np.maximum(0, np.diff(loud, axis=0)).sum(axis=1)
    around = np.convolve(gains, np.ones(49) / 49, mode="same")
    found = np.maximum(0, gains - around)
    return (found / max(1e-9, float(found.std()))).astype(np.float32)


def _lag(onsets: Sound) -> float | None:
    """Steps between two beats; None where nothing comes back regularly."""
    centred = onsets - onsets.mean()
    size = 2 ** int(np.ceil(np.log2(2 * len(centred))))
    power = np.abs(np.fft.rfft(centred, size)) ** 2
    alike = np.fft.irfft(power)[: len(centred)]
    alike /= max(1e-9, float(alike[0]))
    low, high = STEPS * 60 / FASTEST, STEPS * 60 / SLOWEST
    lags = np.arange(low, min(high, len(alike) / 9), 0.05)
    if not len(lags):
        return None
    # A beat comes back after two, four and eight as well: that tells it from half of one.
    each = [np.interp(lags * n, np.arange(len(alike)), alike) for n in (1, 2, 4, 8)]
    usual = np.exp(-0.5 * (np.log2(60 * STEPS / lags / USUAL) / 0.9) ** 2)
    best = int(np.argmax(np.mean(each, axis=0) * usual))
    return float(lags[best]) if np.mean(each, axis=0)[best] > CLEAR else None


def _path(onsets: Sound, lag: float) -> NDArray[np.float64]:
    """The steps on which beats fall."""
    smooth = np.convolve(onsets, np.hanning(7) / 4, mode="same")
    back = np.arange(round(lag / 2), round(lag * 2))
    cost = -TIGHT * np.log(back / lag) ** 2
    score, before = smooth.astype(np.float64).copy(), np.full(len(smooth), -1)
    for n in range(int(back[0]), len(smooth)):
        steps = back[back <= n]
        choices = score[n - steps] + cost[: len(steps)]
        best = int(np.argmax(choices))
        if choices[best] > 0:
            score[n] += choices[best]
            before[n] = n - steps[best]
    tail = len(smooth) - round(lag)
    step = max(0, tail) + int(np.argmax(score[max(0, tail) :]))
    found: list[int] = []
    while step >= 0:
        found.append(step)
        step = int(before[step])
    return np.array(found[::-1], float)


def _even(beats: NDArray[np.float64]) -> NDArray[np.float64]:
    """Without the frames' own jitter: on a line where the tempo never changes, else each at the
    middle of a line through its neighbours."""
    if len(beats) < FEWEST:
        return beats
    n = np.arange(len(beats))
    slope, start = np.polyfit(n, beats, 1)
    line = slope * n + start
    if np.abs(beats - line).max() < 0.03:
        return line
    wide = np.pad(beats, 2, mode="reflect", reflect_type="odd")
    return np.convolve(wide, np.ones(5) / 5, mode="valid")


def _tones(spectra: Sound, beats: NDArray[np.float64]) -> str:
    """How much of each pitch class is heard from each beat to the next."""
    frequencies = np.arange(spectra.shape[1]) * RATE / FRAME
    heard = (frequencies >= LOWEST) & (frequencies <= HIGHEST)
    classes = np.round(12 * np.log2(frequencies[heard] / 440)).astype(int) % 12
    weights = np.zeros((int(heard.sum()), 12), np.float32)
    weights[np.arange(len(classes)), classes] = 1
    chroma = spectra[:, heard] @ weights
    edges = np.append(beats, 2 * beats[-1] - beats[-2]) * STEPS
    edges = np.clip(edges.round().astype(int), 0, len(chroma) - 1)
    digits: list[str] = []
    for start, end in zip(edges, edges[1:], strict=False):
        part = chroma[start : max(end, start + 1)].mean(axis=0)
        levels = np.round(15 * part / max(1e-9, float(part.max()))).astype(int)
        digits.append("".join(f"{level:x}" for level in levels))
    return "".join(digits)
