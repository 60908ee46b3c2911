"""The field `AIGC` in files of pictures and sound, written without encoding them anew: PNG in a
`tEXt` chunk, JPEG, GIF and WebP in XMP (`TC260:AIGC`), WAV in a chunk. A film has it from the
muxer (`Marks.tags`). One copy a file: a second writing replaces the first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from zlib import crc32

NAME = b"AIGC"
TC260 = "http://www.tc260.org.cn/ns/AIGC/1.0/"
PNG, GIFS = b"\x89PNG\r\n\x1a\n", (b"GIF87a", b"GIF89a")
JPEG_XMP, GIF_XMP = b"http://ns.adobe.com/xap/1.0/\0", b"\x21\xff\x0bXMP DataXMP"
GIF_TAIL = bytes((1, *range(255, -1, -1), 0))  # leads who knows no XMP to its end
SEGMENT = 65_533  # bytes that a JPEG segment holds
CODED = (b"VP8 ", b"VP8L")  # of a WebP without a header for more
XMP_FLAG, ALPHA_FLAG = 0x04, 0x10  # of a WebP

PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF>'
    '</x:xmpmeta><?xpacket end="w"?>'
).encode()
END = b"</rdf:RDF>"
VALUE = re.compile(
    rb"""TC260:AIGC\s*=\s*(?:"([^"]*)"|'([^']*)')|<TC260:AIGC[^>]*>(.*?)</TC260:AIGC\s*>""",
    re.DOTALL,
)
OURS = re.compile(rb"<rdf:Description[^<>]*TC260:AIGC[^<>]*/>")


def marked(data: bytes, value: str) -> bytes:
    """The same picture or sound, saying `value`. Raises `ValueError` for a file of another kind or
    a broken one."""
    for suits, mark, _ in KINDS:
        if suits(data):
            return mark(data, value)
    raise ValueError("no picture or sound that can say that it was made by AI")


def carries(head: bytes) -> bool:
    """Whether a file that begins so is of a kind that can say it."""
    return any(suits(head) for suits, _, _ in KINDS)


def sayings(data: bytes) -> list[str]:
    """Every value of `AIGC` in a picture or sound; none in a file of another kind. Raises
    `ValueError` for a broken one."""
    return next((list(read(data)) for suits, _, read in KINDS if suits(data)), [])


# PNG


def _png_marked(data: bytes, value: str) -> bytes:
    text = NAME + b"\0" + f'{{"AIGC":{value}}}'.encode("latin-1")
    ours = len(text).to_bytes(4, "big") + (body := b"tEXt" + text) + crc32(body).to_bytes(4, "big")
    first, *others = _png_chunks(data)
    kept = (c for c in others if not c[4:].startswith(b"tEXt" + NAME + b"\0"))
    return b"".join((PNG, first, ours, *kept))


def _png_sayings(data: bytes) -> Iterator[str]:
    head = b"tEXt" + NAME + b"\0"
    for chunk in _png_chunks(data):
        if chunk[4:].startswith(head):
            yield chunk[4 + len(head) : -4].decode("latin-1")


def _png_chunks(data: bytes) -> list[bytes]:
    chunks, at = list[bytes](), len(PNG)
    while at < len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        chunks.append(_part(data, at, end))
        at = end
    return chunks


# JPEG


def _jpeg_marked(data: bytes, value: str) -> bytes:
    *segments, rest = _jpeg_parts(data)
    old = next((s for s in segments if s[4:].startswith(JPEG_XMP)), b"")
    xmp = JPEG_XMP + _packet(old[4 + len(JPEG_XMP) :], value)
    if len(xmp) > SEGMENT:
        xmp = JPEG_XMP + _packet(b"", value)
    ours = b"\xff\xe1" + (len(xmp) + 2).to_bytes(2, "big") + xmp
    kept = [s for s in segments if not s[4:].startswith(JPEG_XMP)]
    first = sum(s[1] == 0xE0 or s[4:].startswith(b"Exif\0") for s in kept[:2])
    return b"".join((b"\xff\xd8", *kept[:first], ours, *kept[first:], rest))


def _jpeg_sayings(data: bytes) -> Iterator[str]:
    for segment in _jpeg_parts(data)[:-1]:
        if segment[4:].startswith(JPEG_XMP):
            yield from _values(segment)


def _jpeg_parts(data: bytes) -> list[bytes]:
    """The segments before the picture, and the rest."""
    parts, at = list[bytes](), 2
    while data[at : at + 1] == b"\xff" and data[at + 1] not in (0xDA, 0xD9):
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        parts.append(_part(data, at, end))
        at = end
    return [*parts, data[at:]]


# GIF


def _gif_marked(data: bytes, value: str) -> bytes:
    begin, end = _gif_xmp(data)
    packet = _packet(data[begin + len(GIF_XMP) : end - len(GIF_TAIL)], value)
    ours = GIF_XMP + packet + GIF_TAIL
    return b"GIF89a" + data[6:begin] + ours + data[end:]  # 87a knows no extensions


def _gif_sayings(data: bytes) -> Iterator[str]:
    begin, end = _gif_xmp(data)
    yield from _values(data[begin:end])


def _gif_xmp(data: bytes) -> tuple[int, int]:
    """From where to where its XMP is, or would stand: behind the table of colours."""
    if (begin := data.find(GIF_XMP)) >= 0:
        if (tail := data.find(GIF_TAIL, begin)) < 0:
            raise ValueError("the XMP of a GIF has no end")
        return begin, tail + len(GIF_TAIL)
    flags = _part(data, 10, 11)[0]
    at = 13 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
    return at, at


# WebP and WAV


def _webp_marked(data: bytes, value: str) -> bytes:
    chunks = _riff_chunks(data)
    old = next((c[8:] for c in chunks if c[:4] == b"XMP "), b"")
    kept = [c for c in chunks if c[:4] != b"XMP "]
    if kept and kept[0][:4] in CODED:
        kept.insert(0, _webp_header(data))
    if not kept or kept[0][:4] != b"VP8X":
        raise ValueError("a WebP without a header")
    head = bytearray(kept[0])
    head[8] |= XMP_FLAG
    return _riff(b"WEBP", [bytes(head), *kept[1:], _chunk(b"XMP ", _packet(old, value))])


def _webp_header(data: bytes) -> bytes:
    import io

    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        sides = ((n - 1).to_bytes(3, "little") for n in picture.size)
        flags = ALPHA_FLAG if picture.has_transparency_data else 0
    return _chunk(b"VP8X", bytes((flags, 0, 0, 0)) + b"".join(sides))


def _webp_sayings(data: bytes) -> Iterator[str]:
    for chunk in _riff_chunks(data):
        if chunk[:4] == b"XMP ":
            yield from _values(chunk)


def _wav_marked(data: bytes, value: str) -> bytes:
    kept = [chunk for chunk in _riff_chunks(data) if chunk[:4] != NAME]
    return _riff(b"WAVE", [*kept, _chunk(NAME, value.encode())])


def _wav_sayings(data: bytes) -> Iterator[str]:
    for chunk in _riff_chunks(data):
        if chunk[:4] == NAME:
            yield chunk[8 : 8 + int.from_bytes(chunk[4:8], "little")].decode("utf-8", "replace")


def _riff(form: bytes, chunks: list[bytes]) -> bytes:
    body = form + b"".join(chunks)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)


def _riff_chunks(data: bytes) -> list[bytes]:
    chunks, at = list[bytes](), 12
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        if end == len(data) + 1:  # written without the last padding
            data += b"\0"
        chunks.append(_part(data, at, end))
        at = end
    return chunks


# XMP


def _packet(old: bytes, value: str) -> bytes:
    """XMP that says `value`, beside what it said before of other things."""
    if END not in old:
        old = PACKET
    others = VALUE.sub(b"", OURS.sub(b"", old)) if VALUE.search(old) else old
    ours = (
        f'<rdf:Description rdf:about="" xmlns:TC260="{TC260}" TC260:AIGC="{escape(value)}"/>'
    ).encode()
    before, end, after = others.rpartition(END)
    return before + ours + end + after


def _values(xmp: bytes) -> Iterator[str]:
    for groups in VALUE.findall(xmp):
        yield unescape(max(groups, key=len).decode("utf-8", "replace"))


def _part(data: bytes, begin: int, end: int) -> bytes:
    if end > len(data):
        raise ValueError("the file ends before it should")
    return data[begin:end]


Kind = tuple[
    Callable[[bytes], bool], Callable[[bytes, str], bytes], Callable[[bytes], Iterator[str]]
]
KINDS: tuple[Kind, ...] = (
    (lambda data: data.startswith(PNG), _png_marked, _png_sayings),
    (lambda data: data.startswith(b"\xff\xd8\xff"), _jpeg_marked, _jpeg_sayings),
    (lambda data: data[:6] in GIFS, _gif_marked, _gif_sayings),
    (lambda data: data[:4] + data[8:12] == b"RIFFWEBP", _webp_marked, _webp_sayings),
    (lambda data: data[:4] + data[8:12] == b"RIFFWAVE", _wav_marked, _wav_sayings),
)
