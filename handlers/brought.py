"""Pictures that people bring, and what they are for."""

from __future__ import annotations

from collections.abc import Sequence

from generation.errors import BadInput
from generation.model import Brief, Keyframe, Reference
from handlers.conversation import Attachment
from handlers.options import Request
from handlers.ports import KeepPicture

FRAMES = 2  # a picture to begin with, and one to end with
REFERENCES = 4


def among(attachments: Sequence[Attachment]) -> list[Attachment]:
    """The pictures among what somebody sent."""
    return [sent for sent in attachments if sent.mime.startswith("image/")]


async def followed(request: Request, attachments: Sequence[Attachment], keep: KeepPicture) -> Brief:
    """What was asked for, with the pictures that came along as what it follows. Raises `BadInput`
    for words that are missing, and for pictures that it was not said of what they are."""
    pictures = among(attachments)
    if not pictures:
        return request.brief
    if request.use == "first":
        raise BadInput("picture.as_what")
    if not request.brief.idea:
        raise BadInput("idea.empty")
    kept = await taken(pictures, REFERENCES, keep)
    references = tuple(Reference(kind=request.use, picture=picture) for picture in kept)
    return request.brief.model_copy(update={"references": references})


async def taken(pictures: Sequence[Attachment], most: int, keep: KeepPicture) -> list[Keyframe]:
    """Pictures taken in, one after another. Raises `BadInput` for more than there is use for."""
    if len(pictures) > most:
        raise BadInput("picture.too_many", n=len(pictures), limit=most)
    return [await keep(picture) for picture in pictures]
