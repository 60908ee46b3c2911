"""How far a film is: what was told so far, folded into one picture of the whole. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generation.model import BUSY, Keyframe, Progress, Stage, Storyboard

# Where in a shot's own line a stage begins, and how much of the line it takes.
SHOT: dict[Stage, tuple[float, float]] = {
    "queued": (0.0, 0.0),
    "paint": (0.0, 0.2),
    "animate": (0.2, 0.1),
    "piece": (0.3, 0.7),
}
# The same where the clip is made elsewhere and waited for: that takes longer than all the rest.
AFAR: dict[Stage, tuple[float, float]] = {
    "queued": (0.0, 0.0),
    "paint": (0.0, 0.15),
    "animate": (0.15, 0.7),
    "piece": (0.85, 0.15),
}
# What each part weighs in the whole film.
WRITE, SHOTS, SOUND, FINISH = 0.03, 0.85, 0.05, 0.07


@dataclass(frozen=True, slots=True)
class ShotTrack:
    """One shot: its newest stage, how far its own line is (0 to 1), its picture once painted."""

    stage: Stage = "queued"
    done: float = 0.0
    keyframe: Keyframe | None = None
    afar: bool = False
    busy: bool = False  # it waits for a place at a vendor's

    @property
    def label(self) -> str:
        """What is going on, as a word of the catalogs' `stage`."""
        if self.busy:
            return "busy"
        return (
            f"{self.stage}_afar" if self.afar and self.stage in ("animate", "piece") else self.stage
        )

    def heard(self, progress: Progress) -> ShotTrack:
        """With one more report. A line never goes back, not even when a step runs again."""
        afar = self.afar or (progress.stage == "animate" and 0 < progress.done < progress.of)
        parts = AFAR if afar else SHOT
        start, length = parts.get(progress.stage, (0.0, 0.0))
        done = max(self.done, start + length * _part(progress))
        ahead = start >= parts.get(self.stage, (0.0, 0.0))[0]
        stage = progress.stage if ahead else self.stage
        busy = progress.note == BUSY
        return ShotTrack(stage, done, progress.keyframe or self.keyframe, afar, busy)


@dataclass(frozen=True, slots=True)
class Track:
    """The film as a whole. `shots` is empty until the storyboard is written."""

    stage: Stage = "queued"
    board: Storyboard | None = None
    shots: tuple[ShotTrack, ...] = ()
    write: float = 0.0
    sound: float = 0.0
    finish: float = 0.0

    @property
    def done(self) -> float:
        """How much of the film is made, from 0 to 1."""
        if self.stage == "done":
            return 1.0
        shots = sum(shot.done for shot in self.shots) / max(1, len(self.shots))
        written = 1.0 if self.board else self.write
        return WRITE * written + SHOTS * shots + SOUND * self.sound + FINISH * self.finish

    def heard(self, progress: Progress) -> Track:
        """With one more report."""
        if progress.board:
            shots = tuple(ShotTrack() for _ in progress.board.shots)
            return replace(
                self, stage=progress.stage, board=progress.board, shots=self.shots or shots
            )
        if progress.shot is not None:
            return self._with_shot(progress.shot, progress)
        if progress.stage == "write":
            return replace(self, stage="write", write=max(self.write, _part(progress)))
        if progress.stage == "sound":
            return replace(self, sound=max(self.sound, _part(progress)))
        if progress.stage == "finish":
            return replace(self, stage="finish", finish=max(self.finish, _part(progress)))
        return replace(self, stage=progress.stage)

    def _with_shot(self, index: int, progress: Progress) -> Track:
        shots = list(self.shots) + [ShotTrack()] * (index + 1 - len(self.shots))
        shots[index] = shots[index].heard(progress)
        return replace(self, stage="piece", shots=tuple(shots))


def _part(progress: Progress) -> float:
    return min(1.0, max(0.0, progress.done / progress.of)) if progress.of > 0 else 0.0
