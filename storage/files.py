"""The media folder: files named by what is in them, and a scratch folder for each job.

    root/3f/3fa9….png      kept files; nobody changes them
    root/scratch/{job}/    work in progress, gone when the job ends
    root/scratch/.*/       notes that all jobs share, each gone after as many days as a kept file
    root/scratch/.labelled/3fa9….*   copies of a kept file for somebody, gone with it

No name here comes from a person: a ref is a digest and an extension from the list below.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

EXTENSIONS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/gif": "gif",
    "video/mp4": "mp4",
    "video/webm": "webm",
    "video/x-matroska": "mkv",
    "video/nut": "nut",
    "audio/wav": "wav",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/aac": "aac",
    "application/json": "json",
    "application/x-subrip": "srt",
    "text/vtt": "vtt",
    "text/x-ass": "ass",
    "text/x-cube": "cube",
}
REF = re.compile(r"([0-9a-f]{2})/\1[0-9a-f]{38}\.[a-z0-9]{2,4}", re.ASCII)
JOB = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", re.ASCII)
COPIES = ".labelled"
DIGEST_BYTES = 20
PART_SECONDS = 3600  # a half-copied file older than this belongs to nobody


@dataclass(frozen=True, slots=True)
class Kept:
    """A file in the folder; `ref` is its content address."""

    ref: str
    mime: str
    size: int


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep took away."""

    files: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes that a folder takes, and bytes free on its disk."""

    used: int
    free: int


class Files:
    """One media folder of at most about `ceiling_bytes`, whose files last `keep_days` days."""

    def __init__(self, root: Path, ceiling_bytes: int, keep_days: float) -> None:
        self._root, self._ceiling, self._keep_days = root, ceiling_bytes, keep_days
        root.mkdir(parents=True, exist_ok=True)

    def keep(self, path: Path, mime: str) -> Kept:
        """Move a finished file into the folder; the same bytes twice are one file.

        It appears there whole or not at all. Raises `ValueError` for a type we do not keep."""
        if mime not in EXTENSIONS:
            raise ValueError(f"{mime!r} is not a type of file that is kept here")
        digest = _digest(path)
        ref = f"{digest[:2]}/{digest}.{EXTENSIONS[mime]}"
        target = self._root / ref
        size = path.stat().st_size
        if target.is_file() and target.stat().st_size == size:
            os.utime(target)
            path.unlink()
        else:
            target.parent.mkdir(exist_ok=True)
            _move(path, target)
        return Kept(ref, mime, size)

    def path(self, ref: str) -> Path:
        """Where a kept file lies, always inside the folder.

        Raises `ValueError` for what is not a ref, `FileNotFoundError` when retention took it."""
        if not REF.fullmatch(ref):
            raise ValueError(f"{ref!r} is not the name of a kept file")
        path = self._root / ref
        if path.is_symlink() or path.parent.is_symlink() or not path.is_file():
            raise FileNotFoundError(errno.ENOENT, "no such kept file", ref)
        return path

    def remove(self, ref: str, since: datetime) -> bool:
        """Remove a kept file, unless the same bytes were kept again after `since`: whoever did so
        may not have written it down yet. False where it stays, or is gone."""
        try:
            path = self.path(ref)
            if path.stat().st_mtime > since.timestamp():
                return False
            path.unlink()
        except FileNotFoundError:
            return False
        self._drop_copies(ref)
        return True

    def scratch(self, job: str) -> Path:
        """The job's own folder for work in progress."""
        if not JOB.fullmatch(job):
            raise ValueError(f"{job!r} is not the id of a job")
        folder = self._scratches / job
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def drop_scratch(self, job: str) -> None:
        """Remove the job's work in progress."""
        shutil.rmtree(self.scratch(job), ignore_errors=True)

    def sweep(
        self,
        now: datetime,
        *,
        unfinished: Mapping[str, datetime],
        wanted: Collection[str],
        lasting: Collection[str] = (),
    ) -> Swept:
        """Make room: scratch of ended jobs, files older than `keep_days`, and above the ceiling
        the oldest ones, those that nobody has `wanted` first. What is `lasting` stays.

        `unfinished` says since when each unfinished job runs: its scratch, and whatever was kept
        since the first of them began, stays."""
        freed = [self._drop_folder(f) for f in self._ended_scratches(unfinished)]
        spared = min((since.timestamp() for since in unfinished.values()), default=float("inf"))
        expiry = now.timestamp() - self._keep_days * 86400
        files = sorted(self._kept(), key=lambda f: (f.used > expiry, f.ref in wanted, f.used))
        excess = sum(file.size for file in files) - self._ceiling
        for file in files:
            if file.ref in lasting:
                continue
            if file.used < spared and (file.used <= expiry or excess > 0):
                (self._root / file.ref).unlink(missing_ok=True)
                self._drop_copies(file.ref)
                excess -= file.size
                freed.append(file.size)
        self._drop_parts(now)
        self._drop_notes(expiry)
        return Swept(len(freed), sum(freed))

    def room(self) -> Room:
        """How full it is, work in progress included."""
        return Room(_size(self._root), shutil.disk_usage(self._root).free)

    @property
    def _scratches(self) -> Path:
        return self._root / "scratch"

    def _ended_scratches(self, unfinished: Collection[str]) -> list[Path]:
        folders = self._scratches.glob("*")
        return [f for f in folders if f.name not in unfinished and not f.name.startswith(".")]

    def _drop_folder(self, folder: Path) -> int:
        size = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
        shutil.rmtree(folder)
        return size

    def _kept(self) -> list[_Found]:
        found: list[_Found] = []
        for path in self._root.glob("??/*"):
            ref = path.relative_to(self._root).as_posix()
            if REF.fullmatch(ref):
                stat = path.lstat()
                found.append(_Found(ref, stat.st_size, stat.st_mtime))
        return found

    def _drop_copies(self, ref: str) -> None:
        for copy in (self._scratches / COPIES).glob(f"{Path(ref).stem}.*"):
            copy.unlink(missing_ok=True)

    def _drop_notes(self, expiry: float) -> None:
        for note in self._scratches.glob(".*/*"):
            if note.lstat().st_mtime <= expiry:
                note.unlink(missing_ok=True)

    def _drop_parts(self, now: datetime) -> None:
        for part in self._root.glob("??/*.part"):
            if now.timestamp() - part.lstat().st_mtime > PART_SECONDS:
                part.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Found:
    ref: str
    size: int
    used: float  # seconds since 1970


def _size(folder: str | Path) -> int:
    total = 0
    with suppress(FileNotFoundError):  # others remove files meanwhile
        for entry in os.scandir(folder):
            if entry.is_dir(follow_symlinks=False):
                total += _size(entry.path)
                continue
            with suppress(FileNotFoundError):
                total += entry.stat(follow_symlinks=False).st_size
    return total


def _digest(path: Path) -> str:
    digest = blake2b(digest_size=DIGEST_BYTES)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _move(source: Path, target: Path) -> None:
    part = target.with_name(f"{target.name}.{os.getpid()}.{os.urandom(4).hex()}.part")
    shutil.move(source, part)  # copies where the folders are on different disks
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
