"""What comes back is looked into before it is kept, and nothing else is opened on the way."""

from __future__ import annotations

import asyncio
import base64
import io
import struct
import zlib
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from generation.errors import Kind, ProviderError
from generation.model import Provenance
from generation.providers.contract import Bench
from generation.providers.wire import media
from tests.generation.vendors.suite import a_keyframe
from tests.servers.media import panned, tone

MADE = Provenance(provider="v", model="m", seed=7)


@pytest.fixture(scope="module")
def clip() -> bytes:
    """A second of MP4, its index first."""
    return panned(picture("PNG"), 1.0, 320, 180)


def picture(kind: str, size: tuple[int, int] = (320, 180), **options: Any) -> bytes:
    out = io.BytesIO()
    noise = np.random.default_rng(7).integers(0, 255, (size[1], size[0], 3), np.uint8)
    Image.fromarray(noise).save(out, kind, **options)
    return out.getvalue()


def png(width: int, height: int, data: bytes) -> bytes:
    """A PNG file that says it has this size."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(data)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def url(file: bytes) -> str:
    return "data:application/octet-stream;base64," + base64.b64encode(file).decode()


async def refused(work: Any, bench: Bench) -> str:
    """The detail of a refusal that kept nothing and left nothing lying about."""
    with pytest.raises(ProviderError) as caught:
        await work
    assert caught.value.kind == Kind.LOST
    assert left(bench) == []
    return caught.value.detail


def left(bench: Bench) -> list[Path]:
    """What lies in scratch and on the shelf."""
    media_folder = bench.scratch.parent / "media"
    return [*bench.scratch.iterdir(), *(p for p in media_folder.rglob("*") if p.is_file())]


@pytest.mark.parametrize(
    ("kind", "mime"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("WEBP", "image/webp")]
)
async def test_pictures_are_known_by_their_content(kind: str, mime: str, bench: Bench) -> None:
    keyframe = await media.bring_picture(url(picture(kind)), bench, MADE)
    assert (keyframe.width, keyframe.height, keyframe.file.mime) == (320, 180, mime)
    assert keyframe.provenance == MADE


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"<html><body>sorry</body></html>" * 100,
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        picture("GIF"),
        picture("TIFF"),
        picture("BMP"),
        picture("PNG")[:2000],
        picture("JPEG")[:2000],
        picture("WEBP")[:2000],
        picture("PNG").replace(b"IDAT", b"IDAX"),
        png(60_000, 60_000, bytes(1000)),
        png(2**31 - 1, 2**31 - 1, b""),
        png(9_000, 9_000, bytes(1000)),
        png(0, 0, b""),
    ],
)
async def test_other_pictures_are_not_kept(file: bytes, bench: Bench) -> None:
    await refused(media.bring_picture(url(file), bench, MADE), bench)


async def test_a_clip_is_known_by_its_content(clip: bytes, bench: Bench) -> None:
    moving = await media.bring_clip("v", url(clip), bench)
    assert (moving.width, moving.height, moving.file.mime) == (320, 180, "video/mp4")
    assert moving.seconds == pytest.approx(1.0, abs=0.05)


async def test_a_clip_that_was_cut_off_is_not_kept(clip: bytes, bench: Bench) -> None:
    for part in (0.02, 0.3, 0.7, 0.95):
        cut = clip[: round(len(clip) * part)]
        await refused(media.bring_clip("v", url(cut), bench), bench)


def hls(target: Path) -> bytes:
    return (
        "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXT-X-PLAYLIST-TYPE:VOD\n"
        f"#EXTINF:1.0,\n{target}\n#EXT-X-ENDLIST\n"
    ).encode()


def concat(target: Path) -> bytes:
    return f"ffconcat version 1.0\nfile {target.name}\n".encode()


def dash(target: Path) -> bytes:
    return (
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"'
        ' mediaPresentationDuration="PT1S"><Period><AdaptationSet mimeType="video/mp4">'
        f'<Representation id="1" bandwidth="1"><BaseURL>{target}</BaseURL></Representation>'
        "</AdaptationSet></Period></MPD>"
    ).encode()


def sdp(target: Path) -> bytes:
    return b"v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n"


@pytest.mark.parametrize("playlist", [hls, concat, dash, sdp])
@pytest.mark.parametrize("name", ["clip", "clip.mp4", "clip.m3u8"])
async def test_playlists_that_lead_to_local_files_are_not_opened(
    playlist: Any, name: str, clip: bytes, tmp_path: Path, bench: Bench
) -> None:
    secret, path = tmp_path / "secret.mp4", tmp_path / name
    await asyncio.to_thread(secret.write_bytes, clip)
    await asyncio.to_thread(path.write_bytes, playlist(secret))
    await refused(media.keep_clip("v", path, bench), bench)


def long_clip() -> bytes:
    """Three minutes in four frames."""
    out = io.BytesIO()
    with av.open(out, "w", format="matroska") as box:
        stream: Any = box.add_stream("libx264", rate=1)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for n in range(4):
            frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
            frame.pts = n * 60
            box.mux(stream.encode(frame))
        box.mux(stream.encode())
    return out.getvalue()


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"<html>sorry</html>" * 100,
        tone(1.0),
        picture("PNG"),
        picture("JPEG"),
        picture("GIF"),
        b"\x00\x00\x00\x20ftypisom" + bytes(500),
        b"GIF89a" + bytes(500),
        long_clip(),
    ],
    ids=["nothing", "a page", "a sound", "PNG", "JPEG", "GIF", "a bare MP4", "a bare GIF", "long"],
)
async def test_other_files_are_no_clips(file: bytes, bench: Bench) -> None:
    await refused(media.bring_clip("v", url(file), bench), bench)


def test_what_goes_to_a_vendor_is_small_and_says_nothing_of_its_origin(bench: Bench) -> None:
    sent = media.jpeg(a_keyframe(bench, 3000, 1000), bench, longest=1500)
    with Image.open(io.BytesIO(sent)) as image:
        assert image.format == "JPEG" and image.size == (1500, 500)
        assert not image.getexif() and "comment" not in image.info
    assert media.data_uri(a_keyframe(bench), bench).startswith("data:image/jpeg;base64,")
