"""Where the beats of our own scores fall: known before a note is written, so that a film can be cut
on them while its music is still being made."""

from __future__ import annotations

from dataclasses import dataclass

from generation.model import Mood

BEATS = 4  # of a bar
RING = 2.8  # seconds that the last chord rings, or a quarter of a short score
BPM: dict[Mood, float] = {
    "calm": 66,
    "hopeful": 92,
    "joyful": 112,
    "tense": 88,
    "nocturne": 72,
    "epic": 84,
    "tender": 70,
    "festive": 120,
}


@dataclass(frozen=True, slots=True)
class Form:
    """Where the bars lie: `bars` of `bar` seconds, then `ring` seconds of the last chord."""

    bars: int
    bar: float
    ring: float

    @classmethod
    def of(cls, seconds: float, bpm: float) -> Form:
        """As many whole bars as fit best at about `bpm`."""
        ring = min(RING, seconds / 4)
        bars = max(1, round((seconds - ring) * bpm / 60 / BEATS))
        return cls(bars, (seconds - ring) / bars, ring)

    @property
    def end(self) -> float:
        """When the last chord falls."""
        return self.bars * self.bar

    @property
    def beats(self) -> list[float]:
        """The seconds on which beats fall, the last chord's among them."""
        return [n * self.bar / BEATS for n in range(self.bars * BEATS + 1)]


def beats_of(mood: Mood, seconds: float) -> list[float]:
    """The beats of the score that is composed for a film of so many seconds."""
    return Form.of(seconds, BPM[mood]).beats
