"""The transitions of a film, each encoded once, as soon as both its neighbours are there.

Shots arrive in any order. Each leaves a note of its ends in the job's scratch folder; whoever comes
second encodes what lies between. What is missing when the film is finished is made then, so that
an emptied folder costs time and nothing else.
"""

from __future__ import annotations

import asyncio
import json
from asyncio import Lock, TaskGroup
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from weakref import WeakValueDictionary

from generation.edit import plan
from generation.edit.cache import Cache
from generation.edit.join import counted
from generation.edit.piece import Frame, transition
from generation.edit.run import EditError, run, turn
from generation.edit.timeline import Timeline
from generation.model import MediaFile

MP4 = "video/mp4"
Stamped = Callable[[int, int, Path], tuple[Frame, int]]
"""The frame for so many frames of the film from one on, with what is written on them in a folder,
and which frame of that is the first."""

_making: WeakValueDictionary[str, Lock] = WeakValueDictionary()


@dataclass(frozen=True, slots=True)
class Ends:
    """A shot's lossless frames towards its neighbours."""

    head: MediaFile | None
    tail: MediaFile | None


@dataclass(frozen=True, slots=True)
class Fades:
    """The transitions of one film; notes lie in `folder`, results on the shelf of `cache`."""

    folder: Path
    cache: Cache
    timeline: Timeline
    stamped: Stamped

    async def arrived(self, index: int, ends: Ends) -> None:
        """Shot `index` is there: encode the transitions that waited for it. Raises `EditError`."""
        self._leave_note(index, ends)
        near = {n: self._noted(n) for n in (index - 1, index, index + 1)}
        pairs = ((near[later - 1], near[later], later) for later in (index, index + 1))
        await self._all([(later, one, two) for one, two, later in pairs if one and two])

    async def between(self, ends: Sequence[Ends], tell: Callable[[int], None]) -> list[Path | None]:
        """All transitions, in order, None where two shots are cut; `tell` hears how many are
        there. Raises `EditError`."""
        shots = self.timeline.shots
        pairs = [(shots[n], ends[n - 1], ends[n]) for n in range(1, len(ends))]
        return await self._all(pairs, tell)

    async def _all(
        self, pairs: Sequence[tuple[int, Ends, Ends]], tell: Callable[[int], None] | None = None
    ) -> list[Path | None]:
        done = 0

        async def made(pair: tuple[int, Ends, Ends]) -> Path | None:
            nonlocal done
            path = await self._made(*pair)
            done += 1
            if tell:
                tell(done)
            return path

        try:
            async with TaskGroup() as group:
                tasks = [group.create_task(made(pair)) for pair in pairs]
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from failures
        return [task.result() for task in tasks]

    async def _made(self, later: int, before: Ends, after: Ends) -> Path | None:
        """The transition into shot `later`, encoded unless it was made before."""
        tail, head = before.tail, after.head
        if not (tail and head):
            return None
        join, starts = self.timeline.join(later), self.timeline.starts(later)
        with TemporaryDirectory(dir=self.folder, prefix="cut-") as temporary:
            frame, first = self.stamped(starts, join.frames, Path(temporary))
            key = plan.fade(tail, head, first, join, frame)
            async with _making.setdefault(key, Lock()):
                if kept := self.cache.found(key):
                    return self.cache.shelf.path(kept)
                out = Path(temporary) / "fade.mp4"
                one, two = (self.cache.shelf.path(file) for file in (tail, head))
                async with turn():
                    await run(transition(one, two, first, join, frame, out))
                if (found := counted(out)) != join.frames:
                    raise EditError(f"a transition has {found} frames, not {join.frames}")
                kept = await asyncio.to_thread(self.cache.shelf.keep, out, MP4)
                return self.cache.shelf.path(self.cache.note(key, kept))

    def _leave_note(self, index: int, ends: Ends) -> None:
        with TemporaryDirectory(dir=self.folder, prefix="cut-") as temporary:
            note = Path(temporary) / "note.json"
            note.write_text(
                json.dumps([file and file.model_dump() for file in (ends.head, ends.tail)])
            )
            note.replace(self._note(index))

    def _noted(self, index: int) -> Ends | None:
        try:
            files = json.loads(self._note(index).read_text())
        except FileNotFoundError:
            return None
        return Ends(*(file and MediaFile.model_validate(file) for file in files))

    def _note(self, index: int) -> Path:
        return self.folder / f"ends-{index}.json"
