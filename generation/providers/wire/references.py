"""Reference pictures on their way to a vendor: inline, and in words what each of them is for."""

from __future__ import annotations

import asyncio

from generation.model import Keyframe, Lang
from generation.providers.contract import Bench, PaintRequest
from generation.providers.wire.media import data_uri, jpeg

SAID: dict[Lang, dict[str, str]] = {
    "zh": {
        "new": "请画一张新的画面，不要照搬参考图的构图。",
        "character": "图{n}是{who}：面容、发型和服装与图{n}保持一致。",
        "style": "图{n}只作风格参考：沿用它的配色、光线和笔触，不要画出其中的内容。",
        "nobody": "主角",
    },
    "en": {
        "new": "Paint a new picture; do not copy the composition of the references.",
        "character": "Image {n} is {who}: keep the face, the hair and the clothes of image {n}.",
        "style": (
            "Image {n} is for style alone: follow its palette, light and manner, "
            "show nothing of what is in it."
        ),
        "nobody": "the main character",
    },
    "ja": {
        "new": "新しい絵を描いてください。参照画像の構図はそのまま使わないこと。",
        "character": "画像{n}は{who}です。顔立ち、髪型、服装を画像{n}に合わせてください。",
        "style": (
            "画像{n}は画風の見本です。配色、光、筆づかいだけを取り入れ、"
            "写っているものは描かないでください。"
        ),
        "nobody": "主人公",
    },
}


def guided(request: PaintRequest) -> str:
    """The prompt, and behind it what each reference picture is for: the first is image 1."""
    if not request.references:
        return request.prompt
    words = SAID[request.lang]
    faces = sum(reference.kind == "character" for reference in request.references)
    # Who is who is known of a person's own characters, or where there is one picture for each.
    known = [c.name for c in request.characters] if len(request.characters) == faces else []
    names = iter(known or [words["nobody"]] * faces)
    lines = [words["new"]]
    for n, reference in enumerate(request.references, 1):
        who = next(names) if reference.kind == "character" else ""
        who = reference.name or who
        lines.append(words[reference.kind].format(n=n, who=who))
    return f"{request.prompt}\n\n{(' ' if request.lang == 'en' else '').join(lines)}"


async def as_data_uris(request: PaintRequest, bench: Bench, longest: int = 2048) -> list[str]:
    """The reference pictures as JPEG data URIs of at most `longest` pixels a side."""
    return [await asyncio.to_thread(data_uri, p, bench, longest) for p in pictures(request)]


async def as_jpegs(request: PaintRequest, bench: Bench, longest: int = 2048) -> list[bytes]:
    """The reference pictures as JPEGs of at most `longest` pixels a side."""
    return [await asyncio.to_thread(jpeg, p, bench, longest) for p in pictures(request)]


def pictures(request: PaintRequest) -> list[Keyframe]:
    """The reference pictures in the order in which the prompt counts them."""
    return [reference.picture for reference in request.references]
