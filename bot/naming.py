"""Where a film goes: a safe name from its title, a path that the person gave, one whole file."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from generation.text import slug

FILMS = Path("films")  # where they go unless somebody says otherwise
SUFFIX = ".mp4"
MAX_FILE_BYTES = 255  # of a name, on every file system in use


class BadTarget(ValueError):
    """The film cannot be put there. `key` names the catalogs' sentence, `path` what was wanted."""

    def __init__(self, key: str, path: Path, reason: str = "") -> None:
        super().__init__(f"{key}: {path} {reason}")
        self.key, self.path, self.reason = key, path, reason


def given(text: str) -> Path:
    """The path that `-o` names. Raises `BadTarget` where a film cannot be put."""
    path = Path(text).expanduser()
    if "\0" in text or not path.name:
        raise BadTarget("cli.target_not_a_name", path)
    prepare(path.parent)
    if os.path.isdir(path) or text.endswith(("/", os.sep)):
        raise BadTarget("cli.target_is_folder", path)
    if not path.suffix:
        path = path.with_name(path.name + SUFFIX)
    if path.suffix.lower() != SUFFIX:
        raise BadTarget("cli.target_not_mp4", path)
    if len(os.fsencode(path.name)) > MAX_FILE_BYTES:
        raise BadTarget("cli.target_not_a_name", path)
    return path


def prepare(folder: Path) -> None:
    """Make the folder and see that it can be written to. Raises `BadTarget`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise BadTarget("cli.target_not_writable", folder, reason) from error


def in_language(film: Path, lang: str) -> Path:
    """Where the same film in another language goes: `film.en.mp4` beside `film.mp4`."""
    return film.with_name(f"{film.stem}.{lang}{film.suffix}")


def place(film: Path, target: Path) -> Path:
    """Copy a film to `target`: there whole or not at all, over what was there before."""
    part = _copied(film, target.parent)
    try:
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BadTarget("cli.target_not_writable", target, error.strerror or "") from error
    return target


def place_beside(film: Path, folder: Path, title: str) -> Path:
    """Copy a film into `folder` under its title, with a number where that name is taken."""
    prepare(folder)
    for target in _numbered(folder, slug(title)):
        try:
            target.open("xb").close()  # takes the name, also from another process
        except FileExistsError:
            continue
        try:
            return place(film, target)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
    raise AssertionError("numbers do not end")


def write_text(path: Path, text: str) -> None:
    """Write a file whole, over what was there before. Raises `BadTarget`."""
    prepare(path.parent)
    part = path.with_name(f".reelroom-{os.getpid()}.part")
    try:
        part.write_text(text, "utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BadTarget("cli.target_not_writable", path, error.strerror or "") from error


def _numbered(folder: Path, name: str) -> Iterator[Path]:
    yield folder / f"{name}{SUFFIX}"
    for number in count(2):
        yield folder / f"{name}-{number}{SUFFIX}"


def _copied(film: Path, folder: Path) -> Path:
    handle, name = tempfile.mkstemp(prefix=".reelroom-", suffix=".part", dir=folder)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as out, film.open("rb") as source:
            shutil.copyfileobj(source, out, 1 << 20)
            out.flush()
            os.fsync(out.fileno())
        umask = os.umask(0)
        os.umask(umask)
        part.chmod(0o666 & ~umask)  # mkstemp makes files that nobody else may read
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part
