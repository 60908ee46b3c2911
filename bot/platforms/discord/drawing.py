"""How a message looks in Discord: text, pictures and buttons as components. Nothing that a person
typed is ever read as markup.

Every message is made of components: one that once was cannot become plain text again, and so a
job's message can say anything from its first moment to its last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

import discord
from discord import ui

from bot.drawing import ABOUT_JOBS, Line, call_of, fitted, gaps, label_of, lines_of
from handlers.conversation import Button, Reply
from handlers.ports import Call
from handlers.texts import render

TEXT = 4000  # characters of a message
COMPONENTS, PER_ROW, LABEL = 40, 5, 80
STYLES = {
    "button.render": discord.ButtonStyle.primary,
    "button.make_films": discord.ButtonStyle.primary,
    "button.delete_yes": discord.ButtonStyle.danger,
}
ACTIVE = re.compile(
    r"(?P<link>https?://[\w./?=&%#:~+,;@!$'()-]+)|@(?=everyone|here)|[\\*_~|`<\[\]]|^\s*[>#-]",
    re.MULTILINE,
)
UNSEEN = "\u200b"  # makes a word of what would call everybody

Rows = list[list[Button]]
Item = ui.Item[ui.LayoutView]


def draw(
    reply: Reply, lang: str, gallery: Sequence[str] = (), documents: Sequence[str] = ()
) -> ui.LayoutView:
    """The message. `gallery` and `documents` are names of files that come with it."""
    words = ui.TextDisplay[ui.LayoutView](_marked(lines_of(reply, lang), TEXT))
    items = [words, *_files(gallery, documents, _captions(reply, len(gallery), lang))]
    framed = _framed(reply)
    rows = _rows(reply.buttons, COMPONENTS - len(items) - framed)
    items += (ui.ActionRow(*(_button(button, lang) for button in row)) for row in rows)
    return _view([ui.Container(*items)] if framed else items)


def attached(gallery: Sequence[str], documents: Sequence[str] = ()) -> ui.LayoutView:
    """Pictures and documents without words."""
    return _view(_files(gallery, documents))


def call(call: Call, lang: str) -> str:
    """The word that rings."""
    return _written(call_of(call, lang))


def escaped(text: str) -> str:
    """Text that is shown as it is; addresses can still be opened."""
    return ACTIVE.sub(_harmless, text)


# Words


def _marked(lines: Sequence[Line], limit: int) -> str:
    """The lines with their marks, in at most `limit` characters."""
    room = limit
    while True:
        kept = fitted(lines, room)
        parts = zip(("", *gaps(kept)), map(_written, kept), strict=True)
        text = "".join(gap + line for gap, line in parts)
        if len(text) <= limit:
            return text
        room = room * limit // len(text)  # what is escaped takes more


def _written(line: Line) -> str:
    text, at = "", 0
    for mark in sorted(line.marks, key=lambda mark: mark.start):
        inside = line.text[mark.start : mark.end]
        if mark.kind == "bold" or (mark.kind == "code" and "`" in inside):
            continue
        text += escaped(line.text[at : mark.start])
        text += f"`{inside}`" if mark.kind == "code" else f"<@{mark.person}>"
        at = mark.end
    text += escaped(line.text[at:])
    return f"**{text}**" if any(mark.kind == "bold" for mark in line.marks) else text


def _harmless(found: re.Match[str]) -> str:
    text = found[0]
    if found["link"]:
        return text
    return text + UNSEEN if text == "@" else f"{text[:-1]}\\{text[-1]}"


# What is around them


def _framed(reply: Reply) -> bool:
    """Whether it is about something that is made, which stands in a frame of its own."""
    first = reply.text[0].key.removesuffix("_untitled") if reply.text else ""
    shown = reply.bars or reply.pictures or reply.video or reply.videos
    return bool(shown) or first in ABOUT_JOBS


def _files(
    gallery: Sequence[str], documents: Sequence[str], captions: Sequence[str] = ()
) -> list[Item]:
    """`captions` are read to those who do not see the pictures, and shown on demand."""
    items = [
        discord.MediaGalleryItem(_address(name), description=caption or None)
        for name, caption in zip_longest(gallery, captions)
    ]
    galleries = [ui.MediaGallery[ui.LayoutView](*items)] if items else []
    return [*galleries, *(ui.File[ui.LayoutView](_address(name)) for name in documents)]


def _captions(reply: Reply, shown: int, lang: str) -> list[str]:
    """Of each picture, where as many are shown: a sheet of them says its numbers itself."""
    things = (*reply.pictures, *reply.videos)
    captions = [render(thing.caption, lang) if thing.caption else "" for thing in things]
    return captions if len(captions) == shown else [""] * shown


def _address(name: str) -> str:
    return f"attachment://{name}"


def _view(items: Sequence[Item]) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    for item in items:
        view.add_item(item)
    return view


# Buttons


def _rows(rows: Sequence[Sequence[Button]], room: int) -> Rows:
    """Rows as given where there is room, else as few as can be. Of too many buttons, the last row
    is kept: it leads back."""
    given = [list(row[n : n + PER_ROW]) for row in rows for n in range(0, len(row), PER_ROW)]
    if _size(given) <= room:
        return given
    dense = _dense([button for row in given for button in row])
    if _size(dense) <= room:
        return dense
    *others, last = given
    flat = [button for row in others for button in row]
    while flat and _size([*_dense(flat), last]) > room:
        flat.pop()
    return [*_dense(flat), last]


def _dense(buttons: Sequence[Button]) -> Rows:
    return [list(buttons[n : n + PER_ROW]) for n in range(0, len(buttons), PER_ROW)]


def _size(rows: Rows) -> int:
    return len(rows) + sum(map(len, rows))


def _button(button: Button, lang: str) -> ui.Button[ui.LayoutView]:
    label = label_of(button, lang, LABEL)
    if button.link:
        return ui.Button(label=label, url=button.link)
    style = STYLES.get(button.label.key, discord.ButtonStyle.secondary)
    return ui.Button(label=label, custom_id=button.action, style=style)
