"""Fits a recording of music to a film's length: where to jump, and where it ends.

It keeps its beginning and its own ending; between them it jumps from one beat to another that
sounds like it. One that is too short goes round some bars first. Pure, from what is known of the
recording, so that the film's cuts know its beats before anything is played.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generation.model import Recording

BAR = 4  # beats, of most music
JOINT = 0.03  # seconds of crossfade, before the beat that is jumped to
LOOSE_JOINT = 1.5  # and where there are no beats
FADE = 2.5  # seconds, where the ending is not the recording's own
LONGEST_END = 24.0  # seconds of the recording's own ending
SHORTEST_END = 3.0
ALIKE = 2  # beats before and after a jump that should sound alike
OUT_OF_BAR = 40  # in units of unlikeness: a jump that breaks the bar
EARLY_END = 60  # the same, for each beat by which it ends before the film
RATE = 48000


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is played from the recording's second `starts` to `ends`, `at` the film's second."""

    starts: float
    ends: float
    at: float

    @property
    def until(self) -> float:
        """The film's second at which it ends."""
        return self.at + self.ends - self.starts


@dataclass(frozen=True, slots=True)
class Tailored:
    """A recording as the film plays it: stretch after stretch, each over the last `joint` seconds
    of the one before; `fades` where it does not end by itself."""

    stretches: tuple[Stretch, ...]
    joint: float = JOINT
    fades: bool = False

    def beats(self, beats: Sequence[float]) -> list[float]:
        """The film's seconds on which the recording's beats fall."""
        return [
            part.at + beat - part.starts
            for part in self.stretches
            for beat in beats
            if part.starts <= beat < part.ends
        ]


def tailored(recording: Recording, seconds: float) -> Tailored:
    """How a film of so many seconds plays a recording."""
    if abs(recording.seconds - seconds) < JOINT:
        return Tailored((Stretch(0, min(recording.seconds, seconds), 0),))
    played = _Played.of(recording, seconds)
    if played and (jump := played.best()):
        return Tailored(tuple(played.stretches(*jump)))
    return _without_beats(recording.seconds, seconds)


def play(path: Path, plan: Tailored, seconds: float, out: Path) -> None:
    """Write the recording (48 kHz, 16 bit stereo WAV) as the film plays it, as long as the film."""
    import wave

    import numpy as np

    with wave.open(str(path)) as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2)
    whole = np.zeros((round(seconds * RATE), 2), np.float32)
    for number, part in enumerate(plan.stretches):
        over = round(plan.joint * RATE) if number else 0
        starts = round(part.starts * RATE)
        over = min(over, starts) if starts else 0
        piece = sound[starts - over : round(part.ends * RATE)].astype(np.float32)
        at = round(part.at * RATE) - over
        if over and len(piece) > over:
            rise = np.sin(np.linspace(0, np.pi / 2, over, dtype=np.float32))[:, None]
            piece[:over] *= rise
            whole[at : at + over] *= rise[::-1]
        room = whole[at : at + len(piece)]
        room += piece[: len(room)]
    end = round(min(FADE if plan.fades else JOINT, seconds / 4) * RATE)
    whole[-end:] *= np.cos(np.linspace(0, np.pi / 2, end, dtype=np.float32))[:, None]
    with wave.open(str(out), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.clip(whole.round(), -32768, 32767).astype("<i2").tobytes())


@dataclass(frozen=True, slots=True)
class _Played:
    """The beats of a recording as they are played one after another: `order` has their numbers,
    `times` the film's seconds. Where it is too short, bars are played again."""

    recording: Recording
    seconds: float
    order: tuple[int, ...]
    times: tuple[float, ...]

    @classmethod
    def of(cls, recording: Recording, seconds: float) -> _Played | None:
        """None where the recording has too few beats for that."""
        beats = recording.beats
        if len(beats) < 2 * BAR + 1:
            return None
        order = list(range(len(beats)))
        if recording.seconds < seconds:
            last = bisect_left(beats, recording.seconds - SHORTEST_END) - 1
            round_of = (last - 1) // BAR * BAR
            if round_of < BAR:
                return None
            again = range(last - round_of, last)
            rounds = int((seconds - recording.seconds) / (beats[last] - beats[last - round_of])) + 1
            order = [*range(last), *(n for _ in range(rounds) for n in again), *order[last:]]
        return cls(recording, seconds, tuple(order), tuple(_times(beats, order)))

    def best(self) -> tuple[int, int] | None:
        """The place in `order` before which to jump, and the beat of the recording to jump to."""
        beats, total = self.recording.beats, self.recording.seconds
        choices: list[tuple[float, int, int]] = []
        for place, time in enumerate(self.times):
            left = self.seconds - time
            if place < ALIKE or left < min(SHORTEST_END, self.seconds / 3):
                continue
            if left > min(total, max(LONGEST_END, self.seconds / 3)):
                continue
            first = bisect_left(beats, total - left - 0.01)
            for early, beat in enumerate(range(first, min(first + BAR, len(beats)))):
                cost = self._unlike(place, beat) + early * EARLY_END
                choices.append((cost, place, beat))
        return min(choices)[1:] if choices else None

    def stretches(self, place: int, beat: int) -> Iterator[Stretch]:
        """What is played, with the jump there."""
        beats, total = self.recording.beats, self.recording.seconds
        began, at = 0.0, 0.0
        for n in range(1, place + 1):
            before, after = self.order[n - 1], self.order[n] if n < place else beat
            if after == before + 1:
                continue
            stops = beats[before + 1]
            yield Stretch(began, stops, at)
            at, began = at + stops - began, beats[after]
        yield Stretch(began, min(total, began + self.seconds - at), at)

    def _unlike(self, place: int, beat: int) -> float:
        """How much what would be heard differs from what is expected, around a jump."""
        tones, known = self.recording.tones, len(self.recording.beats)
        here = self.order[place - 1] + 1
        unlike = 0 if (here - beat) % BAR == 0 else OUT_OF_BAR
        for near in range(-ALIKE, ALIKE):
            one, other = here + near, beat + near
            if 0 <= one < known and 0 <= other < known and tones:
                unlike += _distance(tones[12 * one :][:12], tones[12 * other :][:12])
        return unlike


def _times(beats: Sequence[float], order: Sequence[int]) -> Iterator[float]:
    """When each beat is heard; what comes before the first beat is played as well."""
    now = beats[order[0]]
    yield now
    for before in order[:-1]:
        following = beats[before + 1] if before + 1 < len(beats) else beats[before]
        now += following - beats[before]
        yield now


def _distance(one: str, other: str) -> int:
    return sum(abs(int(a, 16) - int(b, 16)) for a, b in zip(one, other, strict=True))


def _without_beats(length: float, seconds: float) -> Tailored:
    """Its beginning, faded out; gone through again where it is too short."""
    if length >= seconds:
        return Tailored((Stretch(0, seconds, 0),), LOOSE_JOINT, fades=True)
    joint = min(LOOSE_JOINT, length / 4)
    parts, at = [Stretch(0, length, 0)], length
    while at < seconds:
        parts.append(Stretch(joint, min(length, joint + seconds - at), at))
        at = parts[-1].until
    return Tailored(tuple(parts), joint, fades=True)
