"""Storyboards as files: handed out, edited by people, taken in again."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from generation.errors import BadInput
from generation.model import Keyframe, Shot, Storyboard
from generation.styles import find
from generation.text import clean
from handlers.conversation import Attachment, File
from handlers.remake import unpainted
from storage.files import Files
from storage.jobs import short_id

JSON = "application/json"
MAX_BYTES = 500_000
PICTURES = frozenset({".png", ".jpg", ".webp"})


def export(board: Storyboard, job: str, files: Files) -> File:
    """The storyboard as a document, without our pictures: what is edited is painted again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "board.json"
        path.write_text(unpainted(board).model_dump_json(indent=2, exclude_defaults=True), "utf-8")
        kept = files.keep(path, JSON)
    return File(files.path(kept.ref), f"storyboard-{short_id(job)}.json")


def attached(attachments: tuple[Attachment, ...], files: Files) -> Storyboard | None:
    """The storyboard among what somebody sent, if there is one. Raises `BadInput`, saying where
    it is wrong."""
    for attachment in attachments:
        if attachment.mime == JSON:
            return read(attachment.path, files)
    return None


def read(path: Path, files: Files) -> Storyboard:
    """A storyboard that somebody edited. Its texts are cleaned; pictures that are not in our
    folder are painted again. Raises `BadInput`."""
    if path.stat().st_size > MAX_BYTES:
        raise BadInput("board.too_large", kilobytes=MAX_BYTES // 1000)
    try:
        board = Storyboard.model_validate(_cleaned(json.loads(path.read_bytes())))
    except ValidationError as error:
        first = error.errors()[0]
        where = " → ".join(str(part) for part in first["loc"])
        raise BadInput("board.wrong", where=where, reason=first["msg"]) from error
    except (ValueError, RecursionError) as error:
        raise BadInput("board.not_json") from error
    style = find(board.style)
    if style is None:
        raise BadInput("board.style", style=board.style[:60])
    return _with_kept_pictures(board.model_copy(update={"style": style.name}), files)


def _with_kept_pictures(board: Storyboard, files: Files) -> Storyboard:
    def there(picture: Keyframe | None) -> Keyframe | None:
        try:
            found = picture and files.path(picture.file.ref).suffix in PICTURES
        except (ValueError, FileNotFoundError):
            return None
        return picture if found else None

    def kept(shot: Shot) -> Shot:
        pictures = {"keyframe": there(shot.keyframe), "last": there(shot.last)}
        return shot.model_copy(update=pictures)

    return board.model_copy(update={"shots": tuple(map(kept, board.shots))})


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return clean(value)
        case list():
            return [_cleaned(item) for item in cast("list[Any]", value)]
        case dict():
            return {key: _cleaned(item) for key, item in cast("dict[str, Any]", value).items()}
        case _:
            return value
