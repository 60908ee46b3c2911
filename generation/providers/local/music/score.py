"""Writes a short score: four chords that go round, a tune over them, and a cadence that ends.

Pure music, no sound. The tempo gives way a little, so that the last chord falls where the film
needs it; what comes after it is left to ring. Pitches are MIDI numbers, times are seconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from random import Random

from generation.model import Mood
from generation.seeds import stream
from generation.tempo import BPM, Form

MAJOR, MINOR = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10)
GONG, YU, IN = (0, 2, 4, 7, 9), (0, 3, 5, 7, 10), (0, 1, 5, 7, 8)  # pentatonic: bright, dark, koto
LEAD, FIGURE, BED, BASS, DRUMS = 0.42, 0.3, 0.12, 0.3, 0.7  # gains
KEYS = (-2, 0, 2, 3)  # semitones by which a seed moves the key

Chord = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """`voice` plays `pitch` at `start` for `seconds`; `gain` 0 to 1, `pan` 0 left to 1 right."""

    voice: str
    pitch: float
    start: float
    seconds: float
    gain: float
    pan: float = 0.5


@dataclass(frozen=True, slots=True)
class Idiom:
    """How a mood sounds. Chords are semitones above `tonic`. A pattern has one mark for each step
    of a bar: `x` plays, `o` plays softly, `.` rests."""

    tonic: int
    scale: tuple[int, ...]
    chords: tuple[Chord, ...]
    cadence: Chord
    home: Chord
    bed: str
    lead: str
    comp: str
    tune: tuple[str, str]
    figure: str
    drums: dict[str, str] = field(default_factory=dict[str, str])
    last: str = ""  # what is struck with the last chord


IDIOMS: dict[Mood, Idiom] = {
    "calm": Idiom(
        50, GONG, ((0, 4, 7, 14), (9, 12, 16, 19), (5, 9, 12, 16), (7, 12, 14, 19)),
        (5, 9, 12, 14), (0, 7, 12, 16), "pad", "flute", "zither",
        ("x.....x.", "x...x..."), "o...x.o.", last="bell",
    ),
    "hopeful": Idiom(
        48, MAJOR, ((0, 7, 12, 16), (7, 11, 14, 19), (9, 12, 16, 21), (5, 9, 12, 19)),
        (7, 12, 14, 17), (0, 7, 12, 16), "pad", "bell", "harp",
        ("x..x..x.", "x...x.x."), "xoxoxoxo", {"kick": "x...o...", "shaker": "..o...o."}, "bell",
    ),
    "joyful": Idiom(
        55, MAJOR, ((0, 4, 7, 12), (5, 9, 12, 16), (9, 12, 16, 19), (7, 11, 14, 19)),
        (7, 11, 14, 17), (0, 4, 7, 12), "pad", "marimba", "harp",
        ("x.xx.x.x", "x..x.xx."), "x.xox.xo",
        {"kick": "x...x...", "clap": "..x...x.", "shaker": "oxoxoxox"}, "bell",
    ),
    "tense": Idiom(
        50, MINOR, ((0, 3, 7, 12), (8, 12, 15, 20), (5, 8, 12, 17), (7, 11, 14, 19)),
        (7, 11, 14, 17), (0, 7, 12, 15), "strings", "bell", "low",
        ("x.......", "....x..."), "xoooxooo", {"taiko": "x.....o.", "tick": "oooooooo"}, "taiko",
    ),
    "nocturne": Idiom(
        53, MINOR, ((0, 3, 7, 10), (8, 12, 15, 19), (3, 7, 10, 14), (10, 14, 17, 20)),
        (10, 14, 17, 20), (0, 7, 10, 15), "pad", "bell", "harp",
        ("x..x....", "..x...x."), "o.x.o.x.", {"kick": "x....o..", "tick": "..o...o."}, "bell",
    ),
    "epic": Idiom(
        50, MINOR, ((0, 7, 12, 15), (8, 12, 15, 20), (3, 7, 10, 15), (10, 14, 17, 22)),
        (7, 11, 14, 19), (0, 4, 7, 12), "strings", "horn", "low",
        ("x...x.x.", "x..x..x."), "xooxooxo", {"taiko": "x..x..xo", "kick": "x...x..."}, "gong",
    ),
    "tender": Idiom(
        51, MAJOR, ((0, 4, 7, 11), (4, 7, 11, 14), (9, 12, 16, 19), (5, 9, 12, 16)),
        (7, 12, 14, 17), (0, 7, 11, 16), "pad", "box", "harp",
        ("x..xx...", "x.x...x."), "o..xo.x.", last="box",
    ),
    "festive": Idiom(
        55, GONG, ((0, 4, 7, 12), (9, 12, 16, 21), (5, 9, 12, 17), (7, 12, 14, 19)),
        (7, 12, 14, 19), (0, 4, 7, 12), "pad", "flute", "zither",
        ("x.xxx.x.", "xx.xx.xx"), "xoxxxoxx",
        {"taiko": "x..xx.x.", "wood": "x.xxx.xx", "cymbal": "....x..."}, "gong",
    ),
}  # fmt: skip


def write(mood: Mood, seconds: float, seed: int) -> list[Note]:
    """The score of a film of `seconds`; the same seed writes the same notes."""
    idiom = IDIOMS[mood]
    form = Form.of(seconds, BPM[mood])
    tonic = idiom.tonic + stream(seed, "score", mood, "key").choice(KEYS)
    chords = [*_round(idiom.chords, form.bars - 1), idiom.cadence]
    return [
        *_bed(idiom, form, tonic, chords),
        *_figure(idiom, form, tonic, chords),
        *_tune(idiom, form, tonic, chords, stream(seed, "score", mood, "tune")),
        *_drums(idiom, form, stream(seed, "score", mood, "drums")),
        *_ending(idiom, form, tonic),
    ]


def _round(chords: Sequence[Chord], bars: int) -> list[Chord]:
    return [chord for chord, _ in zip(cycle(chords), range(bars), strict=False)]


def _bed(idiom: Idiom, form: Form, tonic: int, chords: Sequence[Chord]) -> Iterator[Note]:
    """Long chords, in the closest position, over their bass."""
    for bar, chord in enumerate(chords):
        start = bar * form.bar
        yield Note("bass", _near(tonic + chord[0], tonic - 14), start, form.bar, BASS)
        for n, degree in enumerate(chord):
            pitch = _near(tonic + degree, tonic + 8)
            yield Note(idiom.bed, pitch, start, form.bar, BED, 0.25 + 0.5 * (n % 2))


def _figure(idiom: Idiom, form: Form, tonic: int, chords: Sequence[Chord]) -> Iterator[Note]:
    """A broken chord, going up and down."""
    step = form.bar / len(idiom.figure)
    lift = 0 if idiom.comp == "low" else 12
    for bar, chord in enumerate(chords):
        order = cycle((*chord, *chord[-2:0:-1]))
        for n, mark in enumerate(idiom.figure):
            if mark != ".":
                gain = FIGURE if mark == "x" else FIGURE / 2
                pitch = _near(tonic + next(order), tonic + lift)
                yield Note(idiom.comp, pitch, bar * form.bar + n * step, step, gain, 0.35)


def _tune(
    idiom: Idiom, form: Form, tonic: int, chords: Sequence[Chord], random: Random
) -> Iterator[Note]:
    """Two bars of melody that come back: strong beats on the chord, steps of the scale between,
    and the tonic to end on. The first bar of a longer score is left to the others."""
    motifs = [list(_steps(random, len(pattern))) for pattern in idiom.tune]
    ladder = [tonic + 12 + octave + degree for octave in (0, 12) for degree in idiom.scale]
    place = middle = len(idiom.scale) // 2 + 1
    for bar in range(min(1, form.bars - 1), form.bars):
        pattern, motif = idiom.tune[bar % 2], motifs[bar % 2]
        place = place if bar % 2 else middle
        step = form.bar / len(pattern)
        hits = [n for n, mark in enumerate(pattern) if mark != "."]
        for n, following in zip(hits, (*hits[1:], len(pattern)), strict=True):
            place = min(len(ladder) - 1, max(0, place + motif[n]))
            if n % 4 == 0:
                place = _on_chord(ladder, place, tonic, chords[bar])
            start, seconds = bar * form.bar + n * step, (following - n) * step
            yield Note(idiom.lead, ladder[place], start, seconds, LEAD, 0.6)
    last = ladder[_on_chord(ladder, place, tonic, (0,))]
    yield Note(idiom.lead, last, form.end, form.ring * 0.7, LEAD, 0.6)


def _steps(random: Random, count: int) -> Iterator[int]:
    """Steps of a melody that wanders at most a few rungs from where it began."""
    strayed = 0
    for _ in range(count):
        step = random.choice((1, 1, 2)) * (random.choice((-1, 1)) if abs(strayed) < 2 else -strayed)
        step = max(-2, min(2, step))
        strayed += step
        yield step


def _on_chord(ladder: Sequence[int], place: int, tonic: int, chord: Chord) -> int:
    """The step of the ladder nearest to `place` that belongs to the chord."""
    tones = {(tonic + degree) % 12 for degree in chord}
    fitting = [n for n, pitch in enumerate(ladder) if pitch % 12 in tones]
    return min(fitting or [place], key=lambda n: abs(n - place))


def _drums(idiom: Idiom, form: Form, random: Random) -> Iterator[Note]:
    """Drums come in with the second bar, or at once in a score of one."""
    for bar in range(min(1, form.bars - 1), form.bars):
        for voice, pattern in idiom.drums.items():
            step = form.bar / len(pattern)
            for n, mark in enumerate(pattern):
                if mark != ".":
                    gain = (DRUMS if mark == "x" else DRUMS / 2) * random.uniform(0.85, 1)
                    start = bar * form.bar + n * step
                    yield Note(voice, 0, start, step, gain, 0.5 if n % 2 else 0.45)


def _ending(idiom: Idiom, form: Form, tonic: int) -> Iterator[Note]:
    """Home: the last chord, rolled upwards, and left to ring."""
    yield Note("bass", _near(tonic, tonic - 14), form.end, form.ring, BASS)
    for n, degree in enumerate(idiom.home):
        pan = 0.3 + 0.13 * n
        yield Note(idiom.bed, tonic + degree, form.end, form.ring * 0.6, BED, 1 - pan)
        yield Note(idiom.comp, tonic + degree + 12, form.end + 0.055 * n, form.ring, FIGURE, pan)
    if idiom.last:
        yield Note(idiom.last, tonic + 24, form.end, form.ring, LEAD)


def _near(pitch: int, centre: int) -> int:
    """The same tone in the octave around `centre`."""
    return pitch - round((pitch - centre) / 12) * 12
