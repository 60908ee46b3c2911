"""A batch to take along: everything that was made under names that say what it is, with a list of
it; as ZIP files, or in a folder. The files are what is delivered, byte for byte."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from generation.model import Film, Stills
from generation.text import slug
from handlers.batch.card import Item
from handlers.ports import Outgoing
from handlers.views import Find
from storage.jobs import short_id

MANIFEST = "manifest.csv"
HEADER = ("file", "idea", "seed", "id", "credits")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with these a spreadsheet begins to compute
OVERHEAD = 300  # bytes of a ZIP for each file, beside its name twice
OLDEST = 1980  # the first year that a ZIP knows


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: where it lies, or what is in it. `item` is what it came of."""

    name: str
    source: Path | bytes
    item: Item

    @property
    def size(self) -> int:
        """In bytes, with what a ZIP adds."""
        source = self.source
        size = len(source) if isinstance(source, bytes) else source.stat().st_size
        return size + OVERHEAD + 2 * len(self.name.encode())


def entries(items: Sequence[Item], find: Find, outgoing: Outgoing, lang: str) -> list[Entry]:
    """Every film and picture that is still there, as it is delivered: pictures with the label that
    people read. Blocks."""

    def leaving(path: Path) -> Path | bytes:
        return outgoing(path, lang) or path

    return [entry for item in items for entry in _entries(item, find, leaving)]


def packed(
    every: Sequence[Entry], folder: Path, name: str, limit: int | None, at: datetime
) -> tuple[list[Path], list[str]]:
    """ZIP files in `folder` of at most `limit` bytes each, stored and not compressed, each with the
    list of all of them; and the names of what is too large for any. Blocks."""
    listed = manifest(every).encode("utf-8-sig")
    own = 2 * OVERHEAD + len(listed)
    room = limit - own if limit else 0
    large = [entry.name for entry in every if limit and entry.size > room]
    parts = list(_parts([entry for entry in every if entry.name not in large], room))
    made: list[Path] = []
    for n, part in enumerate(parts, 1):
        path = folder / (f"{name}.zip" if len(parts) == 1 else f"{name}-{n}of{len(parts)}.zip")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            for entry in part:
                _put(archive, entry.name, entry.source, at)
            _put(archive, MANIFEST, listed, at)
        made.append(path)
    return made, large


def laid_out(every: Sequence[Entry], folder: Path) -> None:
    """The same as plain files in a folder of their own; twice is once. Blocks."""
    folder.mkdir(parents=True, exist_ok=True)
    for entry in every:
        target, part = folder / entry.name, folder / f".{entry.name}.part"
        if isinstance(entry.source, bytes):
            part.write_bytes(entry.source)
        else:
            shutil.copyfile(entry.source, part)
        part.replace(target)
    (folder / MANIFEST).write_bytes(manifest(every).encode("utf-8-sig"))


def manifest(every: Sequence[Entry]) -> str:
    """What each file is, as CSV: an idea that would be a formula stands behind an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    for entry in every:
        item, made = entry.item, entry.item.made
        idea = item.brief.idea
        plain = f"'{idea}" if idea.startswith(FORMULA) else idea
        seed = made.seed if made else item.brief.seed
        writer.writerow((entry.name, plain, seed, short_id(item.job.id), item.job.spent))
    return out.getvalue()


def _entries(item: Item, find: Find, leaving: Callable[[Path], Path | bytes]) -> Iterator[Entry]:
    stem = f"{item.n:02}-{slug(item.brief.idea or item.idea)}"
    match item.made:
        case Film() as film:
            files = [(stem, film.file), *((f"{stem}.{e.lang}", e.file) for e in film.editions)]
        case Stills() as stills:
            files = [(stem, frame.file) for frame in stills.keyframes]
        case None:
            files = []
    for name, file in files:
        if path := find(file):
            yield Entry(f"{name}{path.suffix}", leaving(path), item)


def _parts(every: Sequence[Entry], room: int) -> Iterator[list[Entry]]:
    """As many together as there is room for; everything where that is 0."""
    part, size = list[Entry](), 0
    for entry in every:
        if part and room and size + entry.size > room:
            yield part
            part, size = [], 0
        part.append(entry)
        size += entry.size
    if part:
        yield part


def _put(archive: zipfile.ZipFile, name: str, source: Path | bytes, at: datetime) -> None:
    moment = (max(OLDEST, at.year), at.month, at.day, at.hour, at.minute, at.second)
    info = zipfile.ZipInfo(name, moment)
    info.external_attr = 0o644 << 16
    with archive.open(info, "w", force_zip64=False) as there:
        if isinstance(source, bytes):
            there.write(source)
        else:
            with source.open("rb") as file:
                shutil.copyfileobj(file, there, 1 << 20)
