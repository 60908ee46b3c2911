"""Copies of pictures with a label, for who is shown where a picture lies instead of being sent it:
the ones that are kept stay clean, so that films can be made of them."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, replace
from pathlib import Path

from generation.marking.delivery import document
from generation.marking.film import Marks
from handlers.conversation import Reply
from storage.files import COPIES


@dataclass(frozen=True, slots=True)
class Copies:
    """They lie in `folder`, each under the name of the picture and the language of its label."""

    folder: Path
    marks: Marks

    @classmethod
    def beside(cls, media: Path, marks: Marks) -> Copies:
        """Where a copy goes when its picture goes."""
        return cls(media / "scratch" / COPIES, marks)

    async def of(self, reply: Reply, lang: str) -> Reply:
        """The message with what is finished, as people may pass it on."""
        if reply.bars or not (reply.pictures or reply.files):
            return reply
        return await asyncio.to_thread(self._of, reply, lang)

    def _of(self, reply: Reply, lang: str) -> Reply:
        pictures = (replace(p, path=self._copy(p.path, lang)) for p in reply.pictures)
        files = (replace(f, path=self._copy(f.path, lang)) for f in reply.files)
        return replace(reply, pictures=tuple(pictures), files=tuple(files))

    def _copy(self, path: Path, lang: str) -> Path:
        """The labelled copy; the file itself where that says nothing of AI, or moves."""
        copy = self.folder / f"{path.stem}.{lang}{path.suffix}"
        if copy.exists():
            os.utime(copy)
        elif data := document(path, lang, self.marks.signer):
            self.folder.mkdir(parents=True, exist_ok=True)
            part = copy.with_name(f".{copy.name}.{os.getpid()}")
            part.write_bytes(data)
            part.replace(copy)
        else:
            return path
        return copy
