"""The command line with a crew that makes nearly nothing: `python -m tests.bot.cheap make …`.

What it does is steered by words in the idea: `slow` shots take long, `broken` ones fail, an
`unable` crew has no painter. Each finished step leaves a line in `steps.log` of REELROOM_HOME.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generation.errors import Kind, ProviderError
from generation.model import (
    Brief,
    Clip,
    Film,
    Keyframe,
    Lang,
    MediaFile,
    Mood,
    Piece,
    Provenance,
    Shot,
    Sound,
    Speech,
    Storyboard,
    Take,
    Ticket,
    Wording,
)
from generation.providers.contract import (
    AnimateRequest,
    Bench,
    Member,
    PaintRequest,
    Provider,
    Said,
)
from generation.providers.router import ROLES, Roster

PROVENANCE = Provenance(provider="cheap", model="none", seed=1)
LOG = Path(os.environ["REELROOM_HOME"]) / "steps.log"


class Cheap:
    """All roles at once."""

    name = "cheap"
    languages: frozenset[Lang] = frozenset()

    async def write(self, brief: Brief, bench: Bench) -> Storyboard:
        note("write")
        shots = tuple(Shot(prompt=f"{brief.idea} {i}", seconds=1) for i in range(brief.shots))
        return Storyboard(title=brief.idea[:400], lang=brief.lang, style=brief.style, shots=shots)

    async def inspire(self, topic: str, there: Sequence[str], lang: Lang) -> Sequence[str]:
        return [f"{topic}, take {len(there) + n}" for n in range(1, 4)]

    async def translate(self, board: Storyboard, lang: Lang, bench: Bench) -> Wording:
        shots = board.shots
        return Wording(
            title=f"{board.title} [{lang}]",
            lines=tuple(shot.line and f"{shot.line} [{lang}]" for shot in shots),
            subtitles=tuple(shot.subtitle and f"{shot.subtitle} [{lang}]" for shot in shots),
        )

    async def enhance(self, idea: str, lang: Lang, style: str) -> str:
        return f"{idea}, {style}"

    async def _paint(self, request: PaintRequest, bench: Bench) -> Keyframe:
        from PIL import Image

        if "broken" in request.prompt and request.index == 1:
            await asyncio.sleep(0.5)
            raise ProviderError("cheap", Kind.BAD_REQUEST, "the brush broke")
        path = bench.scratch / f"{request.index}.png"
        Image.new("RGB", (64, 36), (40 * request.index, 90, 120)).save(path)
        note(f"paint {request.index}")
        file = bench.shelf.keep(path, "image/png")
        return Keyframe(file=file, width=64, height=36, provenance=PROVENANCE)

    async def start(self, request: PaintRequest | AnimateRequest, bench: Bench) -> Ticket:
        return Ticket(provider="cheap", task="")

    async def collect(
        self, request: PaintRequest | AnimateRequest, ticket: Ticket, bench: Bench
    ) -> Any:
        if isinstance(request, PaintRequest):
            return await self._paint(request, bench)
        return Clip(seconds=1, provenance=PROVENANCE, recipe={"prompt": request.paint.prompt})

    async def cancel(self, ticket: Ticket) -> None: ...

    async def speak(self, text: str, lang: Lang, bench: Bench) -> Said:
        raise NotImplementedError

    async def compose(self, mood: Mood, seconds: float, seed: int, bench: Bench) -> MediaFile:
        return kept(bench, "score.wav", "audio/wav")

    async def piece(
        self,
        brief: Brief,
        board: Storyboard,
        index: int,
        take: Take,
        speech: Sequence[Speech],
        bench: Bench,
    ) -> Piece:
        for done in range(20 if "slow" in brief.idea and index else 2):
            bench.tell(done, 20)
            await asyncio.sleep(0.3 if "slow" in brief.idea else 0)
        note(f"piece {index}")
        body = kept(bench, f"{index}.mp4", "video/mp4")
        return Piece(take=take, body=body)

    async def card(self, brief: Brief, board: Storyboard, index: int, bench: Bench) -> Piece:
        return Piece(body=kept(bench, f"card{index}.mp4", "video/mp4"))

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
        note("finish")
        return Film(
            file=kept(bench, "film.mp4", "video/mp4"),
            title=board.title,
            seconds=float(len(pieces)),
            width=64,
            height=36,
            keyframes=tuple(piece.take.keyframe for piece in pieces if piece.take),
            takes=tuple(piece.take for piece in pieces if piece.take),
            board=board,
            seed=brief.seed,
            crew=dict.fromkeys(ROLES, "cheap"),
        )


def note(line: str) -> None:
    """One finished step."""
    with LOG.open("a") as log:
        log.write(f"{line}\n")


def kept(bench: Bench, name: str, mime: str) -> MediaFile:
    """A file with its own name in it."""
    (bench.scratch / name).write_text(name)
    return bench.shelf.keep(bench.scratch / name, mime)


def roster(env: Mapping[str, str]) -> Roster:
    """The cheap crew, or what the environment leaves of it."""
    provider: Provider = Cheap()
    return Roster([Member(role, provider, "none") for role in ROLES], env)


if __name__ == "__main__":
    from bot.__main__ import main

    Roster.find = roster  # pyright: ignore[reportAttributeAccessIssue]
    sys.exit(main())
