"""`python -m tests.bench._lively run`: the bot with a crew that makes small films in seconds, and
tells much about it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from zlib import crc32

from generation.model import Brief, Piece, Speech, Storyboard, Take
from generation.providers.contract import Bench
from generation.providers.router import Roster
from tests.crew import SmallCrew

FAR = ("painter", "animator")  # as if vendors did the work, so that many films are made at once
SECONDS = (1.0, 6.0)  # that a shot takes
TOLD = 4  # times a second


class Lively(SmallCrew):
    """Takes its time over each shot."""

    async def piece(
        self,
        brief: Brief,
        board: Storyboard,
        index: int,
        take: Take,
        speech: Sequence[Speech],
        bench: Bench,
    ) -> Piece:
        seconds = Random(crc32(f"{brief.idea} {index}".encode())).uniform(*SECONDS)
        times = round(seconds * TOLD)
        for done in range(times):
            bench.tell(done, times)
            await asyncio.sleep(1 / TOLD)
        return await super().piece(brief, board, index, take, speech, bench)

    def roster(self, env: Mapping[str, str]) -> Roster:
        members = super().roster(env).members
        return Roster([replace(m, remote=m.role in FAR) for m in members], env)


if __name__ == "__main__":
    from bot.__main__ import main

    Roster.find = Lively(0.3).roster  # pyright: ignore[reportAttributeAccessIssue]
    sys.exit(main())
