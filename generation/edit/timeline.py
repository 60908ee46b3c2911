"""Where everything stands in the film, in whole frames: arithmetic over brief and storyboard."""

from __future__ import annotations

from dataclasses import dataclass

from generation.model import CROSSFADE, FPS, Brief, Storyboard

VOICE_LEAD = 0.4  # seconds of picture before the first word of a shot


@dataclass(frozen=True, slots=True)
class Timeline:
    """Frames of each shot; neighbours share `crossfade` frames."""

    frames: tuple[int, ...]
    crossfade: int = CROSSFADE
    fps: int = FPS

    @classmethod
    def of(cls, brief: Brief, board: Storyboard) -> Timeline:
        """The timeline of a storyboard."""
        return cls(tuple(max(2 * CROSSFADE + 1, round(shot.seconds * FPS)) for shot in board.shots))

    def starts(self, index: int) -> int:
        """The film's frame at which shot `index` begins to fade in."""
        return sum(self.frames[:index]) - index * self.crossfade

    def head(self, index: int) -> int:
        """Frames that shot `index` shares with the shot before."""
        return self.crossfade if index > 0 else 0

    def tail(self, index: int) -> int:
        """Frames that shot `index` shares with the shot after."""
        return self.crossfade if index < len(self.frames) - 1 else 0

    def turn(self, index: int) -> int:
        """The film's frame at which shot `index` takes over from the one before: the middle of
        their crossfade. One past the last shot is the end of the film."""
        if index == len(self.frames):
            return self.total
        return self.starts(index) + self.head(index) // 2

    @property
    def total(self) -> int:
        """Frames of the whole film."""
        return sum(self.frames) - (len(self.frames) - 1) * self.crossfade

    @property
    def seconds(self) -> float:
        """Length of the whole film."""
        return self.total / self.fps

    def voice_at(self, index: int) -> float:
        """The film's second at which the voice of shot `index` starts."""
        return self.starts(index) / self.fps + VOICE_LEAD
