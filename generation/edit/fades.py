"""The transitions of a film, each encoded once, as soon as both its neighbours are there.

Shots arrive in any order. Each leaves a note of its ends in the job's scratch folder; whoever comes
second encodes what lies between. What is missing when the film is finished is made then, so that
an emptied folder costs time and nothing else.
"""

from __future__ import annotations

import asyncio
import json
import os
from asyncio import TaskGroup
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

from generation.edit.piece import Frame, transition
from generation.edit.probe import probe
from generation.edit.run import EditError, run
from generation.edit.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Ends:
    """A shot's lossless frames towards its neighbours, in files named by what is in them."""

    head: Path | None
    tail: Path | None


@dataclass(frozen=True, slots=True)
class Fades:
    """The transitions of one film; notes and results lie in `folder`."""

    folder: Path
    frame: Frame
    timeline: Timeline

    async def arrived(self, index: int, ends: Ends) -> None:
        """Shot `index` is there: encode the transitions that waited for it. Raises `EditError`."""
        self._leave_note(index, ends)
        for later in (index, index + 1):
            before, after = self._noted(later - 1), self._noted(later)
            if before and after:
                await self._made(later, before, after)

    async def between(self, ends: Sequence[Ends], tell: Callable[[int], None]) -> list[Path | None]:
        """All transitions, in order, as many at a time as there are processors, None where two
        shots are cut; `tell` hears how many are there. Raises `EditError`."""
        slots, done = asyncio.Semaphore(os.cpu_count() or 1), 0

        async def made(nth: int) -> Path | None:
            nonlocal done
            async with slots:
                later = self.timeline.shots[nth]
                path = await self._made(later, ends[nth - 1], ends[nth])
            tell(done := done + 1)
            return path

        try:
            async with TaskGroup() as group:
                tasks = [group.create_task(made(nth)) for nth in range(1, len(ends))]
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from failures
        return [task.result() for task in tasks]

    async def _made(self, later: int, before: Ends, after: Ends) -> Path | None:
        """The transition into shot `later`, encoded unless it lies here already."""
        starts, join = self.timeline.starts(later), self.timeline.join(later)
        if not (before.tail and after.head):
            return None
        path = self._path(before.tail.name, after.head.name, starts, join.kind, join.frames)
        if not path.exists():
            with TemporaryDirectory(dir=self.folder, prefix="cut-") as temporary:
                out = Path(temporary) / "fade.mp4"
                await run(transition(before.tail, after.head, starts, join, self.frame, out))
                if (found := probe(out).frames) != join.frames:
                    raise EditError(f"a transition has {found} frames, not {join.frames}")
                out.replace(path)
        return path

    def _path(self, *made_of: str | int) -> Path:
        """Named by everything that the pictures depend on."""
        look = self.frame.canvas, self.frame.stamp.captions.read_text("utf-8")
        return self.folder / f"fade-{blake2b(repr((made_of, look)).encode()).hexdigest()[:32]}.mp4"

    def _leave_note(self, index: int, ends: Ends) -> None:
        with TemporaryDirectory(dir=self.folder, prefix="cut-") as temporary:
            note = Path(temporary) / "note.json"
            note.write_text(json.dumps([path and str(path) for path in (ends.head, ends.tail)]))
            note.replace(self._note(index))

    def _noted(self, index: int) -> Ends | None:
        try:
            paths = json.loads(self._note(index).read_text())
        except FileNotFoundError:
            return None
        return Ends(*(Path(path) if path else None for path in paths))

    def _note(self, index: int) -> Path:
        return self.folder / f"ends-{index}.json"
