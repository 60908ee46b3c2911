"""Clips as people really have them, and as nobody should: small, made by the packaged ffmpeg."""

from __future__ import annotations

import struct
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

from generation.edit.binary import exe

MOVING = "testsrc2=s=320x180:r=24:d=1"
TONE = "sine=d=1"

Make = Callable[[Path], None]


def made(*options: str) -> Make:
    """A file that ffmpeg makes."""

    def make(path: Path) -> None:
        subprocess.check_call([exe(), "-v", "error", "-nostdin", "-y", *options, str(path)])

    return make


def lavfi(graph: str, *options: str) -> Make:
    """Out of a source that ffmpeg draws itself."""
    return made("-f", "lavfi", "-i", graph, "-preset", "ultrafast", *options)


def written(content: bytes) -> Make:
    """A file of these bytes."""
    return lambda path: void(path.write_bytes(content))


def changed(make: Make, change: Callable[[bytes], bytes]) -> Make:
    """A file that something happened to."""

    def damaged(path: Path) -> None:
        make(path)
        path.write_bytes(change(path.read_bytes()))

    return damaged


def hdr(transfer: str) -> Make:
    """White paper of 203 nits over the left half, black over the right, in BT.2020."""
    tags = f"colorspace=bt2020nc:color_primaries=bt2020:color_trc={transfer}:range=tv"
    level = 573 if transfer == "smpte2084" else 721  # ITU-R BT.2408: 58 % of PQ, 75 % of HLG
    graph = (
        "color=black:s=320x180:r=24:d=0.5,format=yuv420p10le,"
        f"geq=lum='if(lt(X,160),{level},64)':cb=512:cr=512,setparams={tags}"
    )
    return lavfi(graph, "-c:v", "libx265", "-x265-params", "log-level=none")


def rotated(path: Path) -> None:
    """A phone held upright: lying pictures, and a matrix that says so."""
    flat = path.with_suffix(".flat.mp4")
    lavfi(MOVING)(flat)
    made("-display_rotation", "90", "-i", str(flat), "-c", "copy")(path)


def with_cover(path: Path) -> None:
    """A song with a picture of its record."""
    cover = path.with_suffix(".png")
    lavfi(MOVING, "-frames:v", "1")(cover)
    made(
        *("-f", "lavfi", "-i", TONE, "-i", str(cover), "-map", "0", "-map", "1"),
        *("-c:v", "png", "-disposition:v", "attached_pic", "-f", "mp4"),
    )(path)


def cover_first(path: Path) -> None:
    """A film whose first stream is its poster."""
    cover, film = path.with_suffix(".png"), path.with_suffix(".film.mp4")
    lavfi("color=red:s=64x64", "-frames:v", "1")(cover)
    lavfi(MOVING)(film)
    made(
        *("-i", str(cover), "-i", str(film), "-map", "0", "-map", "1", "-c", "copy"),
        *("-disposition:v:0", "attached_pic", "-disposition:v:1", "default", "-f", "mp4"),
    )(path)


def polyglot(path: Path) -> None:
    """A film that is an archive as well."""
    lavfi(MOVING)(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("index.html", "<script src=https://example.com/></script>")


def protected(path: Path) -> None:
    """Encrypted, and the key is somebody else's."""
    key = "00112233445566778899aabbccddeeff"
    lavfi(
        MOVING,
        *("-encryption_scheme", "cenc-aes-ctr", "-encryption_key", key, "-encryption_kid", key),
    )(path)


def many_streams(path: Path) -> None:
    """Thirty films in one."""
    lavfi("color=red:s=16x16:r=4:d=0.5", *("-map", "0") * 30)(path)


def vast(path: Path) -> None:
    """One picture of 30,000 × 30,000 in a few bytes: a GIF that only says so."""
    path.write_bytes(
        b"GIF89a" + struct.pack("<HHBBB", 30000, 30000, 0x80, 0, 0) + bytes(6)
        + b"\x2c" + struct.pack("<HHHHB", 0, 0, 30000, 30000, 0) + b"\x02\x02\x4c\x01\x00\x3b"
    )  # fmt: skip


def vast_film(path: Path) -> None:
    """45 million dots of one colour."""
    lavfi("color=red:s=9000x5000:r=1:d=1", "-c:v", "mjpeg", "-threads", "1")(path)


def referring(target: str) -> Make:
    """A QuickTime film whose pictures lie in another file."""

    def make(path: Path) -> None:
        lavfi(MOVING)(path)
        own = b"\x00\x00\x00\x0curl \x00\x00\x00\x01"  # "in this very file"
        there = target.encode() + b"\x00"
        other = struct.pack(">I4sI", 12 + len(there), b"url ", 0) + there
        path.write_bytes(_grown(path.read_bytes(), own, other))

    return make


def _grown(film: bytes, old: bytes, new: bytes) -> bytes:
    """With one box exchanged, and every box around it as much larger."""
    place, more = film.index(old), len(new) - len(old)
    content = bytearray(film.replace(old, new, 1))
    for name in (b"moov", b"trak", b"mdia", b"minf", b"dinf", b"dref"):
        at = film.rindex(name, 0, place) - 4
        size = struct.unpack(">I", film[at : at + 4])[0]
        content[at : at + 4] = struct.pack(">I", size + more)
    return bytes(content)


def uneven(path: Path) -> None:
    """A screen recording: pictures come when something happens."""
    lavfi(
        "testsrc2=s=320x180:r=60:d=1,select='not(mod(n,7))+lt(n,9)'",
        *("-fps_mode", "vfr", "-video_track_timescale", "60000"),
    )(path)


def void(_: object) -> None:
    """Nothing comes of it."""
