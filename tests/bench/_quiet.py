"""An editor and composer who do nothing, so that only the vendors and the engine are measured."""

from __future__ import annotations

from collections.abc import Sequence

from generation.model import (
    Brief,
    Clip,
    Film,
    Keyframe,
    MediaFile,
    Mood,
    Piece,
    Sound,
    Speech,
    Storyboard,
)
from generation.providers.contract import Bench

NOTHING = MediaFile(ref="00/00.wav", mime="audio/wav", size=1)


class Quiet:
    """Editor and composer."""

    name = "quiet"

    async def compose(self, mood: Mood, seconds: float, seed: int, bench: Bench) -> MediaFile:
        return NOTHING

    async def piece(
        self,
        brief: Brief,
        board: Storyboard,
        index: int,
        keyframe: Keyframe,
        clip: Clip,
        bench: Bench,
    ) -> Piece:
        assert clip.file
        return Piece(keyframe=keyframe, body=clip.file, provenance=clip.provenance)

    async def mix(
        self,
        brief: Brief,
        board: Storyboard,
        speech: Sequence[Speech],
        score: MediaFile | None,
        bench: Bench,
    ) -> Sound:
        return Sound(file=score)

    async def finish(
        self, brief: Brief, board: Storyboard, pieces: Sequence[Piece], sound: Sound, bench: Bench
    ) -> Film:
        return Film(
            file=pieces[0].body,
            title=board.title,
            seconds=1,
            width=1,
            height=1,
            keyframes=tuple(piece.keyframe for piece in pieces),
            board=board,
            seed=brief.seed,
            crew={"editor": self.name},
        )
