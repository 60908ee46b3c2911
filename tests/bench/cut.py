"""The cut: how long after the last shot a film is ready, what it takes, and how it looks beside a
film that was cut by one command."""

from __future__ import annotations

import asyncio
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, Popen

from generation.edit.cache import Cache
from generation.edit.run import run
from generation.edit.sound import heard, listen
from generation.providers.contract import Bench
from tests.bench._cutting import EDITOR, Room, board
from tests.bench._figure import Figure
from tests.generation.local.one_command import likeness, one_command

SIZES = (6, 12, 24, 48)
TIMES = 3
LOOKS = 0.02  # seconds between two looks at the memory
SHOTS = 6


async def figures() -> AsyncIterator[Figure]:
    """Finish times, cost, likeness and loudness."""
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder))
        await room.film()
        first: float | None = None
        for shots in SIZES:
            seconds = await finish(room, shots)
            bound = "<= 2" if first is None else f"<= {1.3 * first:.2f}"
            yield Figure(f"cut.finish_seconds.{shots}", seconds, "s", first, bound)
            first = first or seconds
        ours, theirs = await assembly(room, "parts"), await assembly(room, "whole")
        yield Figure("cut.assembly_cpu_seconds", ours.cpu, "s", theirs.cpu, "<= 18")
        yield Figure("cut.assembly_peak_mb", ours.peak, "MB", theirs.peak, "<= 350")
        yield Figure("cut.reference_cpu_seconds", theirs.cpu, "s")
        original = await lossless(room)
        score, reference = [await likeness(made.film, original) for made in (ours, theirs)]
        yield Figure("cut.ssim_delta", abs(score - reference), "", reference, "<= 0.005")
        loudness = heard(await run(listen(ours.film)))
        yield Figure("cut.lufs", loudness.integrated, "LUFS", -14, "-14 ± 1")
        yield Figure("cut.true_peak_db", loudness.peak, "dBTP", None, "<= -1")


async def finish(room: Room, shots: int) -> float:
    """The median time from the last clip to the film, all else being there; nothing of the last
    clip was cut before."""
    bench, times = room.bench(f"finish-{shots}"), list[float]()
    sound = await room.sound(shots, bench)
    takes = [await room.take(n, bench) for n in range(shots - 1)]
    pieces = await room.pieces(shots, takes, bench)
    cut = set(_notes(bench))
    for _ in range(TIMES):
        last = await room.take(shots - 1, bench, new=True)
        began = time.perf_counter()
        piece = await EDITOR.piece(room.brief, board(shots), shots - 1, last, (), bench)
        await EDITOR.finish(room.brief, board(shots), [*pieces, piece], sound, bench)
        times.append(time.perf_counter() - began)
        for note in set(_notes(bench)) - cut:
            note.unlink()
    return sorted(times)[TIMES // 2]


def _notes(bench: Bench) -> list[Path]:
    return list(Cache.of(bench).folder.iterdir())


@dataclass(frozen=True, slots=True)
class Assembly:
    """A film, the processor seconds it took, and the most memory at once, in megabytes, beyond what
    a Python has that does nothing."""

    film: Path
    cpu: float
    peak: float


async def assembly(room: Room, how: str) -> Assembly:
    """Cut six shots in a process of its own, with nothing in its media folder."""
    before = _cpu()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench._assembly", str(room.home), how, str(SHOTS)),
        stdout=asyncio.subprocess.PIPE,
    )
    watch = asyncio.create_task(_peak(process.pid))
    told, _ = await process.communicate()
    watch.cancel()
    if process.returncode:
        raise SystemExit(f"the assembly ended with {process.returncode}")
    return Assembly(Path(told.decode().strip()), _cpu() - before, PEAKS.pop(process.pid))


async def lossless(room: Room) -> Path:
    """The film of the assembly before anything was lost."""
    bench, out = room.bench("lossless"), room.home / "lossless.mp4"
    clips = room.lent(SHOTS)
    scene = room.scene(SHOTS, bench)
    await run(one_command(scene, clips, bench.scratch, out, lossless=True))
    return out


PEAKS: dict[int, float] = {}
"""The most memory that a process and its children had at once."""


async def _peak(pid: int) -> None:
    """Watch a process and what it starts until nobody is interested any more."""
    empty = await asyncio.to_thread(_empty)
    while True:
        PEAKS[pid] = max(PEAKS.get(pid, 0.0), (_together(pid) - empty) / 1e6)
        await asyncio.sleep(LOOKS)


def _empty() -> int:
    """Bytes of a Python that has imported nothing and waits."""
    with Popen((sys.executable, "-c", "print(flush=True); input()"), stdin=PIPE, stdout=PIPE) as it:
        assert it.stdout
        it.stdout.readline()
        held = _together(it.pid)
        it.communicate(b"\n")
        return held


def _together(pid: int, parent: bytes = b"") -> int:
    """Bytes that a process and its descendants have in memory, of what is shared their part; 0 once
    it is gone. A child that has not begun its program yet shares all with its `parent`."""
    try:
        seen = Path(f"/proc/{pid}")
        command = (seen / "cmdline").read_bytes()
        if command == parent:
            return 0
        rollup = (seen / "smaps_rollup").read_text()
        held = int(rollup.partition("\nPss:")[2].split()[0]) * 1024
        children = [
            child for task in (seen / "task").iterdir() for child in _words(task / "children")
        ]
    except (FileNotFoundError, ProcessLookupError, IndexError):
        return 0
    return held + sum(_together(int(child), command) for child in children)


def _words(file: Path) -> list[str]:
    return file.read_text().split()


def _cpu() -> float:
    """Processor seconds of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
