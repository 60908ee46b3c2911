"""People's own videos: kept without what they tell besides, and cut into a film that says of itself
what is true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from bot.clips import clip_keeper, table_keeper
from bot.shelf import MediaShelf
from generation.crew import Crew
from generation.edit.probe import probe
from generation.errors import BadInput
from generation.marking.aigc import aigc
from generation.marking.reading import findings
from generation.model import PERSON, Brief, Film, Take
from generation.providers.local.studio import studio
from generation.providers.router import Roster
from handlers import clips
from handlers.conversation import Attachment
from handlers.options import Request
from storage.files import Files
from tests import plain
from tests.generation.edit.clips import MOVING, TONE, Make, lavfi, made, rotated, written

SOUNDING = ("-f", "lavfi", "-i", MOVING, "-f", "lavfi", "-i", TONE, "-preset", "ultrafast")
TELLING = made(
    *SOUNDING,
    *("-metadata", "location=+48.1+011.5/", "-metadata", "comment=my secret garden"),
    *("-metadata:s:v", "handler_name=secret camera", "-movflags", "use_metadata_tags"),
    *("-bsf:v", "h264_metadata=sei_user_data=086f3693-b7b3-4f2c-9653-21492feee5b8+secret place"),
)
BLACK_FIRST = lavfi(
    "color=black:s=320x180:r=24:d=0.4[a];testsrc2=s=320x180:r=24:d=1[b];[a][b]concat"
)

KINDS: dict[str, tuple[str, Make, tuple[int, int]]] = {
    "a plain one": ("a.mp4", TELLING, (320, 180)),
    "a phone held upright": ("b.mp4", rotated, (180, 320)),
    "VP9 in WebM": (
        "c.webm",
        lavfi(MOVING, "-c:v", "libvpx-vp9", "-deadline", "realtime", "-metadata", "title=secret"),
        (320, 180),
    ),
    "a GIF": ("d.gif", lavfi(MOVING), (320, 180)),
    "an AVI": ("e.avi", made(*SOUNDING, "-c:v", "mpeg4", "-c:a", "mp3"), (320, 180)),
    "one that begins in the dark": ("f.mov", BLACK_FIRST, (320, 180)),
}


@pytest.fixture(scope="module", autouse=True)
def closed_studio() -> Iterator[None]:
    """The workers go home when these tests are done."""
    yield
    studio().close()


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "media", 10**9, 30)


@pytest.fixture
def shelf(files: Files) -> MediaShelf:
    return MediaShelf(files)


def sent(folder: Path, name: str, make: Make) -> Attachment:
    make(folder / name)
    return Attachment(folder / name, "video/mp4", name)


def red(folder: Path) -> Attachment:
    Image.new("RGB", (320, 180), "red").save(folder / "red.png")
    return Attachment(folder / "red.png", "image/png", "red.png")


def all_of(folder: Path) -> list[Path]:
    return [path for path in (folder / "media").rglob("*") if path.is_file()]


@pytest.mark.parametrize("kind", KINDS)
async def test_every_usual_kind_of_video_is_kept_with_a_picture_of_it(
    kind: str, tmp_path: Path, shelf: MediaShelf
) -> None:
    name, make, size = KINDS[kind]
    attachment = sent(tmp_path, name, make)
    [take] = await clip_keeper(shelf)([attachment])
    assert take.clip.file and take.clip.provenance.provider == PERSON
    kept, facts = shelf.path(take.clip.file), probe(attachment.path)
    found = probe(kept)
    assert (found.width, found.height) == size and found.readable
    assert found.frames >= facts.frames - 1 and found.audio == facts.audio
    assert (take.keyframe.width, take.keyframe.height) == size
    with Image.open(shelf.path(take.keyframe.file)) as picture:
        assert picture.size == size
        assert np.asarray(picture).mean() > 60, "not the dark it began in"


async def test_a_video_does_not_tell_where_it_was_filmed_or_with_what(
    tmp_path: Path, shelf: MediaShelf
) -> None:
    attachment = sent(tmp_path, "a.mp4", TELLING)
    told = attachment.path.read_bytes()
    assert b"+48.1" in told and b"secret garden" in told
    assert b"secret camera" in told and b"secret place" in told
    [take] = await clip_keeper(shelf)([attachment])
    assert take.clip.file
    kept = shelf.path(take.clip.file).read_bytes()
    assert b"+48.1" not in kept and b"secret" not in kept
    with av.open(str(shelf.path(take.clip.file))) as box:
        assert [stream.type for stream in box.streams] == ["video", "audio"]


async def test_of_several_all_are_kept_or_none(tmp_path: Path, shelf: MediaShelf) -> None:
    good = sent(tmp_path, "good.mp4", lavfi(MOVING))
    for name, make in (
        ("page.mp4", written(b"<html>")),
        ("song.mp4", made("-f", "lavfi", "-i", TONE)),
    ):
        with pytest.raises(BadInput) as refused:
            await clip_keeper(shelf)([good, red(tmp_path), sent(tmp_path, name, make)])
        assert refused.value.values["name"] == name
    assert all_of(tmp_path) == []


async def test_a_table_of_colours_is_kept_where_it_is_one(
    tmp_path: Path, shelf: MediaShelf
) -> None:
    rows = "\n".join(f"{r} {g} {b}" for b in (0, 1) for g in (0, 1) for r in (0, 1))
    (tmp_path / "a.cube").write_text(f"LUT_3D_SIZE 2\n{rows}\n")
    (tmp_path / "b.cube").write_text("LUT_3D_SIZE 2\n0 0 0\n")
    file = await table_keeper(shelf)(Attachment(tmp_path / "a.cube", "text/x-cube", "a.cube"))
    assert shelf.path(file).suffix == ".cube"
    with pytest.raises(BadInput, match="cube.numbers"):
        await table_keeper(shelf)(Attachment(tmp_path / "b.cube", "text/x-cube", "b.cube"))
    assert len(all_of(tmp_path)) == 1


async def cut(folder: Path, shelf: MediaShelf, takes: Sequence[Take], **values: Any) -> Film:
    """A film of takes."""
    brief = Brief(idea="Us", resolution=540, seed=3, grade="none", **values)
    wanted = clips.film(Request(brief), takes, {}).brief
    crew = Crew(Roster.find({}), shelf, folder / "scratch", lambda _: None)
    return await plain.film(wanted, crew)


async def test_clips_and_a_picture_become_a_film_that_says_what_is_true_of_it(
    tmp_path: Path, shelf: MediaShelf
) -> None:
    filmed = [sent(tmp_path, "a.mp4", TELLING), red(tmp_path), sent(tmp_path, "b.mp4", rotated)]
    takes = await clip_keeper(shelf)(filmed)
    film = await cut(tmp_path, shelf, takes, seconds=3.0, clip_sound="low")
    facts = probe(shelf.path(film.file))
    assert facts.frames == 3 * 24 and facts.audio
    assert (film.title, len(film.takes), film.made) == ("Us", 3, [])
    with av.open(str(shelf.path(film.file))) as box:
        frames = [frame.to_ndarray(format="rgb24") for frame in box.decode(video=0)]
    red_part = frames[36][200:400, 200:700].reshape(-1, 3).mean(axis=0)
    assert red_part[0] > 200 and red_part[1:].max() < 60, "the picture stands in the middle"
    found = findings(shelf.path(film.file))
    assert found.label and found.label.text == "AI-generated sound"
    assert found.aigc and found.aigc["Label"] == "1"


async def test_where_nothing_is_generated_nothing_is_said_to_be(
    tmp_path: Path, shelf: MediaShelf
) -> None:
    takes = await clip_keeper(shelf)([sent(tmp_path, "a.mp4", TELLING)])
    film = await cut(tmp_path, shelf, takes, music="off", clip_sound="keep")
    found = findings(shelf.path(film.file))
    assert not found.speaks and found.label is None and found.values == ()
    assert probe(shelf.path(film.file)).audio


async def test_a_clip_that_says_it_was_made_by_ai_is_not_passed_off_as_filmed(
    tmp_path: Path, shelf: MediaShelf
) -> None:
    saying = ("-metadata", f"AIGC={aigc('Somebody', '1')}", "-movflags", "use_metadata_tags")
    takes = await clip_keeper(shelf)([sent(tmp_path, "a.mp4", made(*SOUNDING, *saying))])
    film = await cut(tmp_path, shelf, takes, music="off", clip_sound="keep")
    found = findings(shelf.path(film.file))
    assert found.label and found.label.text == "AI-generated"
    assert found.aigc and found.aigc["Label"] == "1"
