"""Films in other forms, as files that are kept; the handler's way to `generation/edit`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from generation.errors import BadInput
from generation.marking.film import Marks
from generation.model import Brief, Film, Lang
from storage.files import Files, Kept

SUBTITLES = ("srt", "vtt", "ass")
MIMES = {
    "gif": "image/gif",
    "webp": "image/webp",
    "png": "image/png",
    "jpg": "image/jpeg",
    "srt": "application/x-subrip",
    "vtt": "text/vtt",
    "ass": "text/x-ass",
}


async def picture(source: Path, film: Path | None, form: str, files: Files, marks: Marks) -> Kept:
    """A preview of a film that moves, signed where that is; or a `poster` out of a picture. Either
    says of its making what the film says, if any. Raises `EditError`."""
    from generation.edit import preview

    with TemporaryDirectory() as folder:
        made = Path(folder) / f"made{source.suffix if form == 'poster' else f'.{form}'}"
        if form == "poster":
            await asyncio.to_thread(preview.poster, source, film, made)
        else:
            await preview.preview(source, cast(preview.Form, form), made)
            await marks.sign_again(made, source)
        return await asyncio.to_thread(files.keep, made, MIMES[made.suffix[1:]])


async def subtitles(brief: Brief, made: Film, lang: Lang | None, form: str, files: Files) -> Kept:
    """A film's subtitles in a language, its own unless told. Raises `BadInput` without."""
    from generation.edit import subtitles as beside

    known = beside.languages(brief, made.board)
    if not known:
        raise BadInput("export.no_words")
    if lang and lang not in known:
        raise BadInput("export.no_lang", langs=", ".join(known))
    text = beside.export(brief, made.board, lang or known[0], cast(beside.Format, form))
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"film.{form}"
        path.write_text(text, "utf-8")
        return await asyncio.to_thread(files.keep, path, MIMES[form])
