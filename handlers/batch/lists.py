"""Lists of ideas that people send as files: CSV with or without a header, or a line each."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from generation.errors import BadInput
from generation.text import clean
from handlers.batch.idea import Idea
from handlers.conversation import Attachment
from handlers.option import Option, named, names
from handlers.options import MAX_MESSAGE
from handlers.values import fold

KILOBYTES = 512  # of a list; nine ideas are far smaller
MIMES = ("text/csv", "text/plain")
IDEAS = frozenset(
    {"idea", "ideas", "prompt", "prompts", "想法", "创意", "点子", "提示词", "内容"}
    | {"アイデア", "アイディア", "案", "プロンプト"}
)
DELIMITERS = "\t;,"
UTF8, UTF16 = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
LETTER = frozenset("\t\n\r\ufeff")  # control characters that text may have
STRANGE = frozenset({"Cc", "Cn", "Co", "Cs"})
USUAL = {"gb18030": range(0xB0, 0xD8), "cp932": range(0x88, 0x98)}  # lead bytes of usual Han
CELL = 60  # characters of a cell that are repeated


def among(attachments: Sequence[Attachment]) -> list[Attachment]:
    """The lists among what somebody sent."""
    return [sent for sent in attachments if sent.mime in MIMES]


def read(sent: Attachment) -> list[Idea]:
    """The rows of a list; blocks. Raises `BadInput` for one that is too large, or no text."""
    size = sent.path.stat().st_size
    if size > KILOBYTES * 1024:
        raise BadInput("batch.list_large", name=sent.name, kilobytes=KILOBYTES)
    text = decoded(sent.path.read_bytes())
    if text is None:
        raise BadInput("batch.list_unreadable", name=sent.name)
    table = sent.mime == "text/csv" or Path(sent.name).suffix.casefold() in (".csv", ".tsv")
    try:
        cells = _cells(text, table)
    except csv.Error as error:
        raise BadInput("batch.list_unreadable", name=sent.name) from error
    return list(_rows(cells))


def decoded(data: bytes) -> str | None:
    """A text in the encodings that spreadsheets and editors write: UTF-8 and UTF-16 with or
    without a mark, GB 18030, Shift-JIS. None for what is no text."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if all(char in LETTER or unicodedata.category(char) not in STRANGE for char in text):
            return text.lstrip("\ufeff")
    return None


def _encodings(data: bytes) -> Iterator[str]:
    if data.startswith(UTF16):
        yield "utf-16"
    elif 0 in data:  # no other text has it: half of each character that is plain
        yield "utf-16-le" if data[1::2].count(0) >= data[0::2].count(0) else "utf-16-be"
    yield "utf-8-sig"
    yield from sorted(USUAL, key=lambda encoding: -_likely(data, encoding))


def _likely(data: bytes, encoding: str) -> float:
    """How much a text looks like one of its language, from 0 to 1: by kana, and by the Han that a
    language's standard puts first. The other's text is full of rare ones and half-width kana."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return -1.0
    told = [char for char in text if char > "\x7f"]
    usual = sum(_usual(char, encoding) for char in told)
    return usual / max(1, len(told))


def _usual(char: str, encoding: str) -> bool:
    if "\uff61" <= char <= "\uff9f" or "\ue000" <= char <= "\uf8ff":
        return False
    if "\u3000" <= char <= "\u30ff" or "\uff00" <= char <= "\uff5e":
        return encoding == "cp932" or not "\u3041" <= char <= "\u30ff"
    return char.encode(encoding)[0] in USUAL[encoding]


def _cells(text: str, table: bool) -> list[list[str]]:
    """The filled rows; of a plain list without a header, one cell each."""
    tables = [_table(text, delimiter) for delimiter in DELIMITERS]
    for cells in tables:
        if cells and len(cells[0]) > 1 and _is_header(cells[0]):
            return cells
    if not table:
        return [[line.strip()] for line in text.splitlines() if line.strip()]
    even = [cells for cells in tables if len({len(row) for row in cells}) == 1 < len(cells[0])]
    return even[0] if even else tables[-1]


def _table(text: str, delimiter: str) -> list[list[str]]:
    """Every cell is text, whatever a spreadsheet would make of it."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    found = ([clean(cell, MAX_MESSAGE) for cell in row] for row in reader)
    return [row for row in found if any(row)]


def _is_header(row: Sequence[str]) -> bool:
    return any(fold(cell) in IDEAS for cell in row)


def _rows(cells: Sequence[Sequence[str]]) -> Iterator[Idea]:
    if not cells:
        return
    if not _is_header(cells[0]):
        yield from (Idea(n, row[0]) for n, row in enumerate(cells, 1))
        return
    columns = [_column(cell) for cell in cells[0]]
    for n, row in enumerate(cells[1:], 1):
        yield _row(n, row, columns)


def _column(title: str) -> Option | str | None:
    """The option that a column is for; "idea"; None for one without a title. Raises `BadInput`."""
    if fold(title) in IDEAS:
        return "idea"
    if not title:
        return None
    if option := named(title.lstrip("-")):
        return option
    near = get_close_matches(fold(title), names(), 1, 0.6)
    if near:
        raise BadInput("batch.column_near", name=title[:CELL], near=near[0])
    raise BadInput("batch.column", name=title[:CELL])


def _row(n: int, row: Sequence[str], columns: Sequence[Option | str | None]) -> Idea:
    text, values = "", dict[str, Any]()
    try:
        if any(row[len(columns) :]):
            raise BadInput("batch.row_long", n=len(columns))
        for cell, column in zip(row, columns, strict=False):
            if isinstance(column, Option) and cell:
                values[column.field] = column.value(cell)
            elif column == "idea":
                text = cell
            elif column is None and cell:
                raise BadInput("batch.column_untitled", text=cell[:CELL])
    except BadInput as error:
        return Idea(n, text, wrong=error)
    return Idea(n, text, values)
