"""/export as people meet it: what is handed out, in which language, and what there is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from generation.marking.carriers import sayings
from generation.marking.credentials import credential_of
from generation.marking.film import Marks
from generation.model import Film, Keyframe
from handlers import exporting
from handlers.conversation import Attachment
from handlers.ports import PERSON
from handlers.records import result_of
from tests.crew import small_film
from tests.generation.marking.signing import VALUE, a_second, signer_in
from tests.handlers.fakes import KEN, Studio


async def filmed(studio: Studio, sent: tuple[Attachment, ...] = ()) -> Film:
    await studio.say("a cat --shots 2", attachments=sent)
    await studio.paper.until(lambda shown: shown.reply.video is not None)
    await studio.settled()
    film = result_of((await studio.house.jobs.recent("paper:mei", 1))[0])
    assert isinstance(film, Film)
    _real(studio, film.keyframes[0])
    studio.house.files.path(film.file.ref).write_bytes(small_film())
    return film


def _real(studio: Studio, frame: Keyframe) -> None:
    Image.new("RGB", (64, 36), "teal").save(studio.house.files.path(frame.file.ref), "PNG")


@pytest.mark.parametrize(
    ("typed", "begins", "suffix"),
    [
        ("gif", b"GIF8", ".gif"),
        ("动图", b"GIF8", ".gif"),
        (".webp", b"RIFF", ".webp"),
        ("poster", b"\x89PNG", ".png"),
    ],
)
async def test_pictures_of_a_film_come_as_a_file(
    typed: str, begins: bytes, suffix: str, studio: Studio
) -> None:
    await filmed(studio)
    [file] = (await studio.say(f"/export {typed}")).reply.files
    assert file.path.read_bytes().startswith(begins)
    assert file.name.endswith(suffix)


@pytest.mark.parametrize("form", ["gif", "webp"])
async def test_a_preview_says_what_the_film_says_and_is_signed_where_that_is(
    studio: Studio, tmp_path: Path, form: str
) -> None:
    film, marks = await a_second(tmp_path), Marks(signer=signer_in(tmp_path))
    await marks.sign(film, "猫", "compositeSynthetic")
    kept = await exporting.picture(film, film, form, studio.house.files, marks)
    path = studio.house.files.path(kept.ref)
    assert sayings(path.read_bytes()) == [VALUE]
    signed = credential_of(path)
    assert signed and signed.state == "untrusted" and signed.sources == ("compositeSynthetic",)


@pytest.mark.parametrize("brought", [False, True])
async def test_a_poster_says_so_unless_somebody_brought_the_picture(
    studio: Studio, tmp_path: Path, brought: bool
) -> None:
    (own := tmp_path / "own").write_bytes(b"\x89PNG a picture")
    sent = (Attachment(own, "image/png", "own.png"),) if brought else ()
    film = await filmed(studio, sent)
    assert (film.keyframes[0].provenance.provider == PERSON) == brought
    said = (await a_second(tmp_path)).read_bytes()
    studio.house.files.path(film.file.ref).write_bytes(said)
    [file] = (await studio.say("/export poster")).reply.files
    assert len(sayings(file.path.read_bytes())) == (0 if brought else 1)


async def test_a_sheet_shows_every_shot(studio: Studio) -> None:
    await filmed(studio)
    assert len((await studio.say("/export sheet")).reply.pictures) == 2


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("/export mp3", "export.unknown"),
        ("/export gif zzzzz", "job.unknown"),
        ("/export srt", "export.no_words"),
    ],
)
async def test_what_there_is_not_is_said(typed: str, key: str, studio: Studio) -> None:
    await filmed(studio)
    assert [say.key for say in (await studio.say(typed)).reply.text] == [key]


async def test_without_a_form_there_is_a_choice_and_each_button_works(studio: Studio) -> None:
    await filmed(studio)
    asked = await studio.say("/export")
    assert asked.labels == ["GIF", "WebP", "Poster", "All shots", "SRT", "VTT", "ASS"]
    [file] = (await studio.press(asked.action("Poster"))).reply.files
    assert file.name.startswith("poster-")


async def test_of_others_nothing_is_taken_along(studio: Studio) -> None:
    await filmed(studio)
    told = await studio.say("/export gif", KEN)
    assert [say.key for say in told.reply.text] == ["cut.no_film"]


async def test_what_was_taken_along_goes_with_its_film(studio: Studio) -> None:
    await filmed(studio)
    [file] = (await studio.say("/export gif")).reply.files
    job = (await studio.house.jobs.recent("paper:mei", 1))[0]
    await studio.say(f"/delete {job.id}")
    assert not file.path.exists()


async def test_a_film_whose_files_are_gone_is_not_taken_along(studio: Studio) -> None:
    film = await filmed(studio)
    studio.house.files.path(film.file.ref).unlink()
    told = await studio.say("/export gif")
    assert [say.key for say in told.reply.text] == ["export.gone"]
