"""Files that people bring: found by their path, looked at with care, taken in clean."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from bot.intake import attached
from bot.pictures import LONGEST, keeper
from bot.shelf import MediaShelf
from generation.errors import BadInput
from generation.model import Keyframe
from handlers.conversation import Attachment
from storage.files import Files
from tests.hostile import HOSTILE

ORIENTATION, SOFTWARE = 0x0112, 0x0131


@pytest.fixture
def shelf(tmp_path: Path) -> MediaShelf:
    return MediaShelf(Files(tmp_path / "media", 10**9, 30))


async def keep(shelf: MediaShelf, path: Path) -> Keyframe:
    return await keeper(shelf)(Attachment(path, "image/png", "mine.png"))


def huge_png(path: Path, side: int) -> Path:
    """A PNG that says it is enormous, in a few bytes."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b""))
    data = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + data)
    return path


async def test_a_photo_is_kept_upright_without_what_it_tells(
    tmp_path: Path, shelf: MediaShelf
) -> None:
    exif = Image.Exif()
    exif[ORIENTATION], exif[SOFTWARE] = 6, "my secret camera"
    Image.new("RGB", (400, 300), "teal").save(tmp_path / "p.jpg", exif=exif)
    frame = await keep(shelf, tmp_path / "p.jpg")
    assert (frame.width, frame.height) == (300, 400)
    assert frame.provenance.provider == "person"
    kept = shelf.path(frame.file)
    assert b"secret" not in kept.read_bytes()
    with Image.open(kept) as image:
        assert (image.format, image.size) == ("PNG", (300, 400))


async def test_a_large_picture_is_made_smaller_and_a_clear_one_white(
    tmp_path: Path, shelf: MediaShelf
) -> None:
    Image.new("RGBA", (4000, 1000)).save(tmp_path / "p.webp")
    frame = await keep(shelf, tmp_path / "p.webp")
    assert (frame.width, frame.height) == (LONGEST, LONGEST // 4)
    with Image.open(shelf.path(frame.file)) as image:
        assert image.getpixel((9, 9)) == (255, 255, 255)


@pytest.mark.parametrize("side", [8_000, 60_000])
async def test_a_picture_bomb_is_refused_unopened(
    tmp_path: Path, shelf: MediaShelf, side: int
) -> None:
    with pytest.raises(BadInput) as error:
        await keep(shelf, huge_png(tmp_path / "p.png", side))
    assert error.value.key == "cli.file_too_large"


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"<svg/>", b"\x89PNG\r\n\x1a\n\0\0\0", b"%!PS-Adobe-3.0 EPSF-3.0\n"]
)
async def test_what_is_no_picture_is_refused(
    tmp_path: Path, shelf: MediaShelf, content: bytes
) -> None:
    (tmp_path / "p.png").write_bytes(content)
    with pytest.raises(BadInput) as error:
        await keep(shelf, tmp_path / "p.png")
    assert error.value.key == "cli.file_unreadable"


async def test_a_truncated_picture_and_a_tiny_one_are_refused(
    tmp_path: Path, shelf: MediaShelf
) -> None:
    Image.effect_noise((300, 300), 90).save(tmp_path / "p.png")
    whole = (tmp_path / "p.png").read_bytes()
    (tmp_path / "p.png").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadInput):
        await keep(shelf, tmp_path / "p.png")
    Image.new("RGB", (4, 4)).save(tmp_path / "p.png")
    with pytest.raises(BadInput) as error:
        await keep(shelf, tmp_path / "p.png")
    assert error.value.key == "cli.picture_too_small"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "inbox").mkdir()
    for name in ("cat.PNG", "my cat.jpg", "board.json", "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path / "inbox"


@pytest.mark.parametrize(
    ("line", "text", "names"),
    [
        ("/animate cat.PNG", "/animate", ["cat.PNG"]),
        ("/animate './my cat.jpg' slowly --ar 9:16", "/animate slowly --ar 9:16", ["my cat.jpg"]),
        ("/animate my\\ cat.jpg", "/animate", ["my cat.jpg"]),
        ("/animate ~/cat.PNG", "/animate", ["cat.PNG"]),
        ("/video board.json", "/video", ["board.json"]),
        ("/video cat.PNG cat.PNG", "/video", ["cat.PNG"]),
        ("/video the cat's notes.txt", "/video the cat's notes.txt", []),
        ("/animate nowhere.png", "/animate nowhere.png", []),
        ("/animate ~nobody/cat.png", "/animate ~nobody/cat.png", []),
        ("cat.PNG", "cat.PNG", []),
        ("look at cat.PNG", "look at cat.PNG", []),
        ("/help", "/help", []),
    ],
)
def test_a_command_takes_the_files_it_names(
    folder: Path, line: str, text: str, names: list[str]
) -> None:
    said, files = attached(line, folder)
    assert (said, [file.name for file in files]) == (text, names)
    assert all(file.path.parent == folder for file in files)


def test_a_file_url_is_a_path(folder: Path) -> None:
    url = (folder.parent / "my cat.jpg").as_uri()
    _, files = attached(f"/animate {url}", folder)
    assert [file.mime for file in files] == ["image/jpeg"]


@pytest.mark.parametrize("idea", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_names_no_file(folder: Path, idea: str) -> None:
    assert attached(f"/video {idea}", folder) == (f"/video {idea}", ())
