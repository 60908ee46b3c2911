"""A whole crew that makes small, real files at once: for tests of what people see. Tests hold it
back at a stage, or let it fail there. `python -m tests.crew run` serves with it; each step takes
`CREW_SECONDS` then.
"""

from __future__ import annotations

import asyncio
import os
import struct
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import count
from typing import Any, Literal
from zlib import crc32

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
    Capabilities,
    Member,
    PaintRequest,
    Provider,
    Said,
)
from generation.providers.router import ROLES, Roster

Stage = Literal["write", "translate", "paint", "animate", "piece", "finish"]
WIDTH, HEIGHT, SECONDS = 320, 180, 1.0
STEP = 0.02  # how often a held step looks whether it may go on


class SmallCrew:
    """All roles at once. Films differ in a few bytes that players skip; `weight` pads them. `cut`
    are the storyboards of finished films. A `film` that a test brings is made each time.
    In shots that are `strangers` no character is seen."""

    name = "local"
    languages: frozenset[Lang] = frozenset()

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds, self.weight = seconds, 0
        self.film: bytes | None = None
        self.done: Counter[str] = Counter()
        self.cut = list[Storyboard]()
        self.strangers = set[int]()
        self._held: set[Stage] = set()
        self._failures: list[tuple[Stage, Kind]] = []
        self._numbers = count()

    # For tests

    def hold(self, *stages: Stage) -> None:
        """Let nothing get beyond these stages."""
        self._held |= set(stages)

    def let_go(self) -> None:
        """Go on everywhere."""
        self._held.clear()

    def fail(self, stage: Stage, kind: Kind = Kind.BAD_REQUEST, times: int = 1) -> None:
        """Let the next work at a stage fail."""
        self._failures.extend((stage, kind) for _ in range(times))

    # The roles

    async def write(self, brief: Brief, bench: Bench) -> Storyboard:
        await self._work("write")
        shots = tuple(
            Shot(prompt=f"{brief.idea}, shot {n}", seconds=1.5, subtitle=f"line {n}")
            for n in range(1, brief.shots + 1)
        )
        return Storyboard(title=brief.idea[:60], lang=brief.lang, style=brief.style, shots=shots)

    async def inspire(self, topic: str, there: Sequence[str], lang: Lang) -> Sequence[str]:
        return [f"{topic}, take {len(there) + n}" for n in range(1, 4)]

    async def translate(self, board: Storyboard, lang: Lang, bench: Bench) -> Wording:
        await self._work("translate")
        shots = board.shots
        return Wording(
            title=f"{board.title} [{lang}]",
            lines=tuple(shot.line and f"{shot.line} [{lang}]" for shot in shots),
            subtitles=tuple(shot.subtitle and f"{shot.subtitle} [{lang}]" for shot in shots),
        )

    async def enhance(self, idea: str, lang: Lang, style: str) -> str:
        await self._work("write")
        return f"{idea}, golden hour"

    async def start(self, request: PaintRequest | AnimateRequest, bench: Bench) -> Ticket:
        return Ticket(provider=self.name, task="")

    async def collect(
        self, request: PaintRequest | AnimateRequest, ticket: Ticket, bench: Bench
    ) -> Any:
        made = Provenance(provider=self.name, model="none", seed=request.seed)
        if isinstance(request, AnimateRequest):
            await self._work("animate")
            return Clip(seconds=1, provenance=made, recipe={"shot": request.shot.prompt})
        await self._work("paint")
        return await asyncio.to_thread(self._painted, request, bench, made)

    async def cancel(self, ticket: Ticket) -> None: ...

    async def speak(self, text: str, lang: Lang, bench: Bench) -> Said:
        raise NotImplementedError

    async def compose(self, mood: Mood, seconds: float, seed: int, bench: Bench) -> MediaFile:
        return await self._kept(bench, "audio/wav", b"score")

    async def piece(
        self,
        brief: Brief,
        board: Storyboard,
        index: int,
        take: Take,
        speech: Sequence[Speech],
        bench: Bench,
    ) -> Piece:
        bench.tell(1, 2)
        await self._work("piece")
        body = await self._kept(bench, "video/mp4", f"piece {index}".encode())
        return Piece(take=take, body=body)

    async def card(self, brief: Brief, board: Storyboard, index: int, bench: Bench) -> Piece:
        return Piece(body=await self._kept(bench, "video/mp4", f"card {index}".encode()))

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
        await self._work("finish")
        self.cut.append(board)
        number = f"{next(self._numbers)} {brief.seed}".encode()
        film = self.film or small_film() + _free(number, self.weight)
        return Film(
            file=await self._kept(bench, "video/mp4", film),
            title=board.title,
            seconds=SECONDS,
            width=WIDTH,
            height=HEIGHT,
            keyframes=tuple(piece.take.keyframe for piece in pieces if piece.take),
            takes=tuple(piece.take for piece in pieces if piece.take),
            board=board,
            seed=brief.seed,
            crew=dict.fromkeys(ROLES, "local"),
        )

    # Inside

    async def _work(self, stage: Stage) -> None:
        await asyncio.sleep(self.seconds)
        while stage in self._held:  # noqa: ASYNC110 (the test is in another thread or loop)
            await asyncio.sleep(STEP)
        for failure in self._failures:
            if failure[0] == stage:
                self._failures.remove(failure)
                raise ProviderError(self.name, failure[1], "as the test wishes")
        self.done[stage] += 1

    def _painted(self, request: PaintRequest, bench: Bench, made: Provenance) -> Keyframe:
        from PIL import Image

        upright = request.height > request.width
        size = (HEIGHT, WIDTH) if upright else (WIDTH, HEIGHT)
        colour = tuple(crc32(f"{request.prompt} {request.seed}".encode()).to_bytes(4)[:3])
        path = bench.scratch / f"{next(self._numbers)}.png"
        image = Image.new("RGB", size, colour)
        if request.cast and request.index not in self.strangers:  # black hair over a red coat
            image.paste("#23242b", (100, 30, 130, 60))
            image.paste("#c8342f", (90, 65, 140, 140))
        image.save(path)
        file = bench.shelf.keep(path, "image/png")
        return Keyframe(file=file, width=size[0], height=size[1], provenance=made)

    async def _kept(self, bench: Bench, mime: str, data: bytes) -> MediaFile:
        path = bench.scratch / f"{next(self._numbers)}"

        def keep() -> MediaFile:
            path.write_bytes(data)
            return bench.shelf.keep(path, mime)

        return await asyncio.to_thread(keep)

    def roster(self, env: Mapping[str, str]) -> Roster:
        """This crew alone, in every role."""
        provider: Provider = self
        return Roster([Member(role, provider, "none", can=Capabilities()) for role in ROLES], env)


@cache
def small_film() -> bytes:
    """A second of a real MP4."""
    import io

    from PIL import Image

    from tests.servers.media import panned

    picture = io.BytesIO()
    Image.new("RGB", (WIDTH, HEIGHT), "teal").save(picture, "PNG")
    return panned(picture.getvalue(), SECONDS, WIDTH, HEIGHT)


def _free(text: bytes, weight: int) -> bytes:
    """A box that players skip."""
    body = text.ljust(weight, b"\0")
    return struct.pack(">I4s", 8 + len(body), b"free") + body


if __name__ == "__main__":
    from bot.__main__ import main

    crew = SmallCrew(float(os.environ.get("CREW_SECONDS", "0")))
    Roster.find = crew.roster  # pyright: ignore[reportAttributeAccessIssue]
    sys.exit(main())
