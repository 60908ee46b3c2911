"""What people ask for with `/batch`: lines, lists in files, and choices in braces. Pure, but for
the files."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from generation.errors import BadInput
from handlers import options
from handlers.batch import lists, permutations
from handlers.batch.idea import Idea
from handlers.conversation import Attachment

LIMIT = 9
BETWEEN = re.compile(r"[|｜](?![^{}｛｝\n]*[}｝])|\r?\n")  # some places take a single line only
BULLET = re.compile(r"^\s*(?:[-*•·]\s+|\d{1,2}[.)]\s+|\d{1,2}[、．）]\s*)")
Made = Literal["film", "image"]
AS: dict[Made, tuple[str, ...]] = {
    "film": ("films", "film", "videos", "video", "影片", "视频", "短片", "映像", "動画", "映画"),
    "image": (
        *("images", "image", "pictures", "picture", "photos", "photo"),
        *("图片", "图像", "图", "画像", "写真", "絵"),
    ),
}
WORDS: dict[str, Made] = {word: made for made, words in AS.items() for word in words}
FIRST = re.compile(
    rf"\s*({'|'.join(sorted(WORDS, key=len, reverse=True))})(?=[\s|｜:：]|$)[\s:：]*[|｜]?",
    re.IGNORECASE,
)


def made_as(text: str) -> tuple[Made | None, str]:
    """Whether films or pictures were asked for, and the rest of the text."""
    if found := FIRST.match(text):
        return WORDS[found[1].casefold()], text[found.end() :]
    return None, text


def lines(text: str) -> tuple[str, list[str]]:
    """The options that count for all, as they were typed, and the ideas, without bullets."""
    parts = BETWEEN.split(text)
    filled = [BULLET.sub("", part, 1).strip() for part in parts if part.strip()]
    if filled and _only_options(filled[0]):
        return filled[0], filled[1:]
    return "", filled


async def ideas(typed: Sequence[str], attachments: Sequence[Attachment]) -> list[Idea]:
    """All ideas that were typed or sent in lists, those with choices once for each. Raises
    `BadInput` for more than there may be."""
    found = [Idea(n, text) for n, text in enumerate(typed, 1)]
    for sent in lists.among(attachments):
        rows = await asyncio.to_thread(lists.read, sent)
        before = len(found)
        found += (replace(row, n=before + row.n) for row in rows)
    if len(found) > LIMIT:
        key = "batch.too_many_rows" if lists.among(attachments) else "batch.too_many"
        raise BadInput(key, n=len(found), limit=LIMIT, parts=-(-len(found) // LIMIT))
    return _expanded(found)


def _expanded(found: Sequence[Idea]) -> list[Idea]:
    pieces = [_pieces(idea) for idea in found]
    total = sum(1 if isinstance(parts, BadInput) else permutations.count(parts) for parts in pieces)
    if total > LIMIT:
        raise BadInput("batch.too_many_choices", n=total, limit=LIMIT)
    every: list[Idea] = []
    for idea, parts in zip(found, pieces, strict=True):
        if isinstance(parts, BadInput):
            every.append(replace(idea, wrong=parts))
        else:
            every += (replace(idea, text=text) for text in permutations.every(parts))
    return every


def _pieces(idea: Idea) -> permutations.Parts | BadInput:
    """What the idea is made of, or why it cannot be read."""
    if idea.wrong:
        return idea.wrong
    try:
        return permutations.parts(idea.text)
    except BadInput as error:
        return error


def _only_options(line: str) -> bool:
    try:
        idea, values = options.split(line)
    except BadInput:
        return False  # it is told as that line's mistake
    return bool(values) and not idea
