"""Where everything stands in the film, in whole frames: arithmetic over brief and storyboard.

Shots are numbered as in the storyboard. An opener is shot −1 and an end card the shot after the
last, where there are such.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from generation.edit.tailoring import tailored
from generation.model import (
    CARD_SECONDS,
    CROSSFADE,
    FPS,
    MIN_SHOT_SECONDS,
    Brief,
    Shot,
    Storyboard,
    Transition,
)
from generation.styles import Cut, styles
from generation.tempo import beats_of

SHORTEST = round(MIN_SHOT_SECONDS * FPS)  # frames that a turn on a beat leaves of a shot
FARTHEST = FPS  # frames by which a turn may move, and a shot grow
CARD = round(CARD_SECONDS * FPS)  # frames
VOICE_LEAD = 0.4  # seconds of picture before the first word of a shot


@dataclass(frozen=True, slots=True)
class Join:
    """How two neighbours meet: what is seen for `frames` frames that both of them have."""

    kind: Transition = "crossfade"
    frames: int = CROSSFADE


@dataclass(frozen=True, slots=True)
class Timeline:
    """`lengths` in frames of an opener where there is one, of each shot, of an end card where there
    is one; `joins` between each two of them."""

    lengths: tuple[int, ...]
    joins: tuple[Join, ...]
    opener: bool = False
    ending: bool = False
    fps: int = FPS

    @classmethod
    def of(cls, brief: Brief, board: Storyboard) -> Timeline:
        """The timeline of a storyboard."""
        joins = tuple(
            _join(brief, board, before, after) for before, after in pairwise(_parts(brief, board))
        )
        shots = [round(shot.seconds * FPS) for shot in board.shots]
        wanted = [*([CARD] if brief.opener else []), *shots, *([CARD] if brief.ending else [])]
        shared = [0, *(join.frames for join in joins), 0]
        if brief.seconds and sum(shots) == board_frames(brief, len(shots)):
            wanted = _shared_out(wanted, shared)
        lengths = tuple(
            max(before + after + 1, length)
            for length, (before, after) in zip(wanted, pairwise(shared), strict=True)
        )
        plain = cls(lengths, joins, bool(brief.opener), bool(brief.ending))
        return plain.turning_on(beats_in(brief, board, plain.seconds)) if brief.beats else plain

    @property
    def shots(self) -> range:
        """The numbers of the shots and cards: from −1 where there is an opener."""
        return range(-self.opener, len(self.lengths) - self.opener)

    def length(self, index: int) -> int:
        """Frames of shot `index`, with those it shares."""
        return self.lengths[index + self.opener]

    def starts(self, index: int) -> int:
        """The film's frame at which shot `index` begins to be seen."""
        place = index + self.opener
        return sum(self.lengths[:place]) - sum(join.frames for join in self.joins[:place])

    def join(self, index: int) -> Join:
        """How shot `index` comes out of the one before; there must be one."""
        return self.joins[index + self.opener - 1]

    def head(self, index: int) -> int:
        """Frames that shot `index` shares with the shot before."""
        return self.join(index).frames if index > self.shots[0] else 0

    def tail(self, index: int) -> int:
        """Frames that shot `index` shares with the shot after."""
        return self.join(index + 1).frames if index < self.shots[-1] else 0

    def turn(self, index: int) -> int:
        """The film's frame at which shot `index` takes over from the one before: the middle of
        what they share. One past the last is the end of the film."""
        if index > self.shots[-1]:
            return self.total
        return self.starts(index) + self.head(index) // 2

    @property
    def total(self) -> int:
        """Frames of the whole film."""
        return sum(self.lengths) - sum(join.frames for join in self.joins)

    @property
    def seconds(self) -> float:
        """Length of the whole film."""
        return self.total / self.fps

    def turning_on(self, beats: Sequence[float]) -> Timeline:
        """The same film, as long as before, with every turn on the beat (in seconds) nearest to it
        that leaves both shots about as long as they were; where none does, the turn stays."""
        lengths = list(self.lengths)
        shared = [0, *(join.frames for join in self.joins), 0]
        least = [
            max(before + after + 1, min(length, SHORTEST))
            for length, (before, after) in zip(lengths, pairwise(shared), strict=True)
        ]
        for place in range(1, len(lengths)):
            turn = self.turn(place - self.opener)
            moves = (round(beat * self.fps) - turn for beat in beats)
            for move in sorted((m for m in moves if abs(m) <= FARTHEST), key=abs):
                before, after = lengths[place - 1] + move, lengths[place] - move
                grown = max(before - self.lengths[place - 1], after - self.lengths[place])
                if before >= least[place - 1] and after >= least[place] and grown <= FARTHEST:
                    lengths[place - 1], lengths[place] = before, after
                    break
        return replace(self, lengths=tuple(lengths))

    def voice_at(self, index: int) -> float:
        """The film's second at which the voice of shot `index` starts."""
        return self.starts(index) / self.fps + VOICE_LEAD


def beats_in(brief: Brief, board: Storyboard, seconds: float) -> list[float]:
    """The seconds on which beats fall of the music that a film of `seconds` will have."""
    if track := brief.track:
        return tailored(track, seconds).beats(track.beats)
    if brief.music == "off":
        return []
    return beats_of(board.mood if brief.music == "auto" else brief.music, seconds)


def board_frames(brief: Brief, shots: int) -> int:
    """Frames of all shots of a board that is written for a film of `brief.seconds`, cards and
    all; neighbours share `CROSSFADE` of them, whatever will be seen there."""
    assert brief.seconds
    cards = bool(brief.opener) + bool(brief.ending)
    return round(brief.seconds * FPS) - cards * (CARD - CROSSFADE) + (shots - 1) * CROSSFADE


def _shared_out(written: Sequence[int], shared: Sequence[int]) -> list[int]:
    """Lengths with which a film is as long as it is written, although its joins are not as long as
    a crossfade: every one of them has its middle where the crossfade would have it."""
    more = [0, *(frames - CROSSFADE for frames in shared[1:-1]), 0]
    return [
        length + before // 2 + (after - after // 2)
        for length, (before, after) in zip(written, pairwise(more), strict=True)
    ]


def _parts(brief: Brief, board: Storyboard) -> Sequence[Shot | None]:
    """The shots, and None for a card."""
    opener, ending = ([None] if card else [] for card in (brief.opener, brief.ending))
    return [*opener, *board.shots, *ending]


def _join(brief: Brief, board: Storyboard, before: Shot | None, after: Shot | None) -> Join:
    """A card comes and goes by a crossfade; a shot as it says, or the brief, or, unless it goes on
    where the one before ends, the style. Less than half of a short shot is shared."""
    if before is None or after is None:
        return Join()
    style = styles().get(board.style)
    usual = style.cut if style else Cut()
    wanted = None if brief.transition == "auto" else brief.transition
    kind = after.transition or wanted or ("cut" if after.follows else usual.transition)
    room = (round(min(before.seconds, after.seconds) * FPS) - 1) // 2
    return Join(kind, 0 if kind == "cut" else min(usual.frames, room))
