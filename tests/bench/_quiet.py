"""An editor and composer who do nothing, so that only the vendors and the engine are measured."""

from __future__ import annotations

from collections.abc import Sequence

from generation.model import (
    Brief,
    Film,
    MediaFile,
    Mood,
    Piece,
    Sound,
    Speech,
    Storyboard,
    Take,
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
        take: Take,
        speech: Sequence[Speech],
        bench: Bench,
    ) -> Piece:
        assert take.clip.file
        return Piece(take=take, body=take.clip.file)

    async def card(self, brief: Brief, board: Storyboard, index: int, bench: Bench) -> Piece:
        raise NotImplementedError

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
            keyframes=tuple(piece.take.keyframe for piece in pieces if piece.take),
            takes=tuple(piece.take for piece in pieces if piece.take),
            board=board,
            seed=brief.seed,
            crew={"editor": self.name},
        )
