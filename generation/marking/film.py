"""What this house says of what it makes."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from generation.edit.ass import label
from generation.generated import Generated
from generation.marking.aigc import aigc
from generation.marking.carriers import marked
from generation.marking.credentials import Signer, SigningError
from generation.marking.source import SourceType, painted_by
from generation.model import PERSON, Keyframe, MediaFile, Storyboard

if TYPE_CHECKING:
    from generation.providers.contract import Bench, Shelf

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Marks:
    """How this house marks what it makes. `producer` is who answers for the content by GB
    45438-2025: the operator's name or code, never invented. The visible label stands at the
    beginning of a film and, where it is `throughout`, small in the rest of it."""

    producer: str = ""
    throughout: bool = True
    signer: Signer | None = None

    @classmethod
    def read(cls, env: Mapping[str, str]) -> Marks:
        """What is set."""
        throughout = env.get("REELROOM_LABEL", "always").casefold() != "start"
        return cls(env.get("REELROOM_PRODUCER", ""), throughout, Signer.read(env))

    def tags(self, board: Storyboard, identity: str, what: Generated = "all") -> dict[str, str]:
        """The metadata of an MP4: its title, and what of it was made by AI."""
        title = {"title": "".join(char for char in board.title if char.isprintable())}
        if what == "nothing":
            return title
        said = {"comment": label(board.lang, what), "AIGC": aigc(self.producer, identity)}
        return title | said

    def mark(self, file: Path) -> None:
        """Let a picture or sound say in its metadata that it was made by AI; the same for the same
        bytes. One that cannot say so stays as it is."""
        data = file.read_bytes()
        try:
            file.write_bytes(marked(data, aigc(self.producer, fingerprint(data))))
        except ValueError as error:
            LOG.warning("%s does not say that it was made by AI: %s", file.name, error)

    async def sign(self, file: Path, title: str, source: SourceType) -> None:
        """Add Content Credentials, last of all: whatever is written later would break them. What
        cannot be signed is delivered all the same, and operators are told."""
        if self.signer:
            try:
                await asyncio.to_thread(self.signer.sign, file, title, source)
            except SigningError as error:
                LOG.error("%s has no Content Credentials: %s", file.name, error)

    async def signed(self, frame: Keyframe, title: str, bench: Bench) -> Keyframe:
        """The keyframe with Content Credentials, unless somebody brought it: what is made of it
        later, a copy with a label for one, refers to them."""
        maker = frame.provenance.provider
        if not self.signer or maker == PERSON:
            return frame
        with TemporaryDirectory(dir=bench.scratch, prefix="signed-") as folder:
            copy = Path(folder) / "keyframe"
            await asyncio.to_thread(shutil.copyfile, bench.shelf.path(frame.file), copy)
            await self.sign(copy, title, painted_by(maker))
            file = bench.shelf.keep(copy, frame.file.mime)
        return frame.model_copy(update={"file": file})

    async def sign_again(self, film: Path, original: Path) -> None:
        """Add Content Credentials to what was encoded from `original`, where that has some."""
        if self.signer:
            try:
                await asyncio.to_thread(self.signer.sign_again, film, original)
            except SigningError as error:
                LOG.error("%s has no Content Credentials: %s", film.name, error)


@dataclass(frozen=True, slots=True)
class MarkingShelf:
    """A shelf on which every picture says that it was made by AI."""

    shelf: Shelf
    marks: Marks

    def keep(self, path: Path, mime: str) -> MediaFile:
        """Move a finished file onto the shelf, marked where it is a picture."""
        if mime.startswith("image/"):
            self.marks.mark(path)
        return self.shelf.keep(path, mime)

    def path(self, file: MediaFile) -> Path:
        """Where a kept file lies. Raises `FileNotFoundError` when retention took it."""
        return self.shelf.path(file)


def fingerprint(data: bytes) -> str:
    """An identity for `AIGC`: the same for the same bytes."""
    return blake2b(data, digest_size=16).hexdigest()
