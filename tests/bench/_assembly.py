"""One assembly in a process of its own, so that what it takes can be measured from outside:
`python -m tests.bench._assembly HOME parts|whole SHOTS`. Prints the path of the film."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from generation.edit.run import run
from tests.bench._cutting import EDITOR, Room, board
from tests.generation.local.one_command import one_command


async def parts(room: Room, shots: int) -> Path:
    """As the house cuts."""
    bench = room.bench("parts")
    takes = [await room.take(n, bench, new=True) for n in range(shots)]
    pieces, sound = await asyncio.gather(room.pieces(shots, takes, bench), room.sound(shots, bench))
    film = await EDITOR.finish(room.brief, board(shots), pieces, sound, bench)
    return bench.shelf.path(film.file)


async def whole(room: Room, shots: int) -> Path:
    """The same by one command."""
    bench = room.bench("whole")
    sound = await room.sound(shots, bench)
    assert sound.file
    clips = room.lent(shots)
    out, scene = room.home / "whole.mp4", room.scene(shots, bench)
    audio = bench.shelf.path(sound.file)
    await run(one_command(scene, clips, bench.scratch, out, sound=audio))
    return out


if __name__ == "__main__":
    _, home, how, shots = sys.argv
    make = {"parts": parts, "whole": whole}[how]
    print(asyncio.run(make(Room(Path(home), how), int(shots))))
