"""`AIGC` in pictures and sounds: one copy, read back by others, pixels untouched."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import wave
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image, PngImagePlugin

from generation.marking.aigc import aigc, fields
from generation.marking.carriers import marked, sayings

VALUE, OTHER = aigc("Example & 'Sons'", "first"), aigc("Example", "second")
Made = Callable[[], bytes]


def picture(form: str, mode: str = "RGB", **how: Any) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((48, 32)).convert(mode).save(out, form, **how)
    return out.getvalue()


def moving(form: str) -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (40, 30), (n * 60, 90, 30)) for n in range(3)]
    frames[0].save(out, form, save_all=True, append_images=frames[1:], duration=80)
    return out.getvalue()


def sound() -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(bytes(range(101)))  # an odd number, which RIFF pads
    return out.getvalue()


PICTURES: dict[str, Made] = {
    "png": lambda: picture("PNG"),
    "jpeg": lambda: picture("JPEG"),
    "jpeg with exif": lambda: picture("JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"),
    "webp": lambda: picture("WEBP"),
    "webp with alpha": lambda: picture("WEBP", "LA", lossless=True),
    "webp that moves": lambda: moving("WEBP"),
    "gif": lambda: picture("GIF"),
    "gif that moves": lambda: moving("GIF"),
}


def pixels(data: bytes) -> list[bytes]:
    with Image.open(io.BytesIO(data)) as opened:
        shown: list[bytes] = []
        for n in range(getattr(opened, "n_frames", 1)):
            opened.seek(n)
            shown.append(opened.convert("RGBA").tobytes())
        return shown


def info(data: bytes) -> dict[Any, Any]:
    with Image.open(io.BytesIO(data)) as opened:
        opened.load()
        return dict(opened.info)


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_says_it_once_and_looks_the_same(kind: str) -> None:
    plain = PICTURES[kind]()
    assert sayings(plain) == []
    twice = marked(marked(plain, VALUE), OTHER)
    assert [fields(value)["ProduceID"] for value in sayings(twice)] == ["second"]
    assert pixels(twice) == pixels(plain)


@pytest.mark.parametrize("kind", PICTURES)
def test_pillow_reads_it(kind: str) -> None:
    data = marked(PICTURES[kind](), VALUE)
    said = info(data)
    if kind == "png":
        assert json.loads(said["AIGC"])["AIGC"] == json.loads(VALUE)
    elif kind.startswith("gif"):
        name, at = said["extension"]  # the first that it has
        assert name == b"XMP DataXMP" and b"TC260:AIGC" in data[at : at + 600]
    else:
        assert b"TC260:AIGC" in said["xmp"] and b"tc260.org.cn/ns/AIGC/1.0/" in said["xmp"]


def test_a_sound_says_it_once_and_sounds_the_same() -> None:
    plain = sound()
    twice = marked(marked(plain, VALUE), OTHER)
    assert sayings(twice) == [OTHER]
    with wave.open(io.BytesIO(plain)) as before, wave.open(io.BytesIO(twice)) as after:
        assert after.readframes(200) == before.readframes(200)
        assert after.getparams() == before.getparams()


def test_what_else_the_xmp_says_is_kept() -> None:
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmp = (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{rdf}">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:title="cat"/>'
        '<rdf:Description xmlns:TC260="x"><TC260:AIGC>{"Label":"2"}</TC260:AIGC></rdf:Description>'
        "</rdf:RDF></x:xmpmeta>"
    ).encode()
    data = marked(picture("JPEG", xmp=xmp), VALUE)
    assert sayings(data) == [VALUE]
    described = list(ElementTree.fromstring(info(data)["xmp"].decode())[0])
    assert described[0].attrib["{http://purl.org/dc/elements/1.1/}title"] == "cat"
    assert described[-1].attrib["{http://www.tc260.org.cn/ns/AIGC/1.0/}AIGC"] == VALUE


def test_other_texts_of_a_png_are_kept() -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Title", "cat")
    assert info(marked(picture("PNG", pnginfo=texts), VALUE))["Title"] == "cat"


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "gif"])
@pytest.mark.parametrize("length", [12, 20, 33, 60])
def test_a_truncated_file_is_refused_or_read_but_nothing_else(kind: str, length: int) -> None:
    data = PICTURES[kind]()[:length]
    with suppress(ValueError, OSError):
        sayings(data)
    with suppress(ValueError, OSError):
        marked(data, VALUE)


def test_what_is_no_picture_cannot_say_it() -> None:
    assert sayings(b"#!/bin/sh") == []
    with pytest.raises(ValueError, match="no picture"):
        marked(b"#!/bin/sh", VALUE)


@pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not installed")
def test_exiftool_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(marked(picture("JPEG"), VALUE))
    out = subprocess.check_output(["exiftool", "-j", "-XMP:all", path])
    assert json.loads(out)[0]["AIGC"] == VALUE
