"""Text as the Bot API counts and marks it: in UTF-16 units, with entities."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from tests.servers.telegram.refusal import JSON, bad

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/@])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)"
    r"|(?P<mention>(?<!\w)@\w{3,32})"
    r"|(?P<url>https?://[^\s<>]+)"
)


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def entities_in(text: str) -> list[JSON]:
    """Commands, mentions and addresses, found as Telegram finds them."""
    return [
        {"type": m.lastgroup, "offset": units(text[: m.start()]), "length": units(m[0])}
        for m in FOUND.finditer(text)
    ]


def cut(text: str, entity: JSON) -> str:
    """The piece of a text that an entity marks."""
    raw = text.encode("utf-16-le")
    start = entity["offset"] * 2
    return raw[start : start + entity["length"] * 2].decode("utf-16-le", "replace")


def formatted(text: str, mode: str, given: list[JSON]) -> tuple[str, list[JSON]]:
    """The plain text and its entities, from a parse mode or from the entities that were sent.

    Raises for marks that do not close and for entities outside the text."""
    if mode and mode.lower() != "html":
        raise bad(f"the stand-in reads no {mode}: send HTML or entities")
    text, entities = _from_html(text) if mode else (text, given)
    _check(text, entities)
    whole = text.rstrip()
    end = units(whole)
    kept = [e | {"length": min(e["length"], end - e["offset"])} for e in entities]
    kept = [e for e in kept if e["length"] > 0]
    taken = {(e["offset"], e["length"]) for e in kept}
    found = [e for e in entities_in(whole) if (e["offset"], e["length"]) not in taken]
    return whole, sorted(kept + found, key=lambda e: (e["offset"], -e["length"]))


def _check(text: str, entities: list[JSON]) -> None:
    end, raw = units(text), text.encode("utf-16-le")
    for entity in entities:
        start, stop = entity["offset"], entity["offset"] + entity["length"]
        if start < 0 or entity["length"] <= 0 or stop > end:
            raise bad(
                f"entity beginning at UTF-16 offset {start} ends after the end of the text"
                f" at UTF-16 offset {end}"
            )
        for place in (start, stop):
            if place < end and 0xDC <= raw[place * 2 + 1] <= 0xDF:
                raise bad(f"entity begins in a middle of a UTF-16 symbol at offset {place}")


class _Reader(HTMLParser):
    """Reads the HTML that the Bot API takes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.text = ""
        self.entities: list[JSON] = []
        self._open: list[tuple[str, JSON]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            raise bad(f'can\'t parse entities: Unsupported start tag "{tag}"')
        given = dict(attrs)
        entity: JSON = {"type": TAGS[tag], "offset": units(self.text)}
        if tag == "a":
            entity["url"] = given.get("href") or ""
        if tag == "blockquote" and "expandable" in given:
            entity["type"] = "expandable_blockquote"
        self._open.append((tag, entity))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            raise bad(f'can\'t parse entities: Unmatched end tag, found "</{tag}>"')
        entity = self._open.pop()[1]
        if length := units(self.text) - entity["offset"]:
            self.entities.append(entity | {"length": length})

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_entityref(self, name: str) -> None:
        self.text += unescape(f"&{name};") if name in ("lt", "gt", "amp", "quot") else f"&{name};"

    def handle_charref(self, name: str) -> None:
        self.text += unescape(f"&#{name};")

    def end(self) -> tuple[str, list[Any]]:
        self.close()
        if self._open:
            raise bad(f"can't parse entities: Can't find end tag for \"{self._open[-1][0]}\"")
        return self.text, sorted(self.entities, key=lambda e: (e["offset"], -e["length"]))


def _from_html(text: str) -> tuple[str, list[JSON]]:
    if re.search(r"<(?![a-zA-Z/])", text):
        raise bad('can\'t parse entities: Unsupported start tag "" at byte offset')
    reader = _Reader()
    reader.feed(text)
    return reader.end()
