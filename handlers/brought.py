"""Files that people bring, and what they are for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from generation.edit.timeline import VOICE_LEAD
from generation.errors import BadInput
from generation.model import (
    CARD_SECONDS,
    CROSSFADE,
    FPS,
    MAX_SHOT_SECONDS,
    Brief,
    Keyframe,
    Recording,
    Reference,
)
from handlers.conversation import Attachment, Say
from handlers.option import MAX_SECONDS
from handlers.options import SHORTEST_SHOT, Request, shots_for
from handlers.ports import KeepPicture, KeepRecording, KeepTable

TABLE = "text/x-cube"  # a table of colours
FRAMES = 2  # a picture to begin with, and one to end with
REFERENCES = 4
LEAST_SECONDS = 2.0  # of a film
AFTER_VOICE = 0.6  # seconds of film after the last word


def among(attachments: Sequence[Attachment]) -> list[Attachment]:
    """The pictures among what somebody sent."""
    return [sent for sent in attachments if sent.mime.startswith("image/")]


async def followed(request: Request, attachments: Sequence[Attachment], keep: KeepPicture) -> Brief:
    """What was asked for, with the pictures that came along as what it follows. Raises `BadInput`
    for words that are missing, and for pictures that it was not said of what they are."""
    pictures = among(attachments)
    if not pictures:
        return request.brief
    if request.use not in ("character", "style"):
        raise BadInput("picture.as_what")
    if not request.brief.idea:
        raise BadInput("idea.empty")
    kept = await taken(pictures, REFERENCES, keep)
    references = tuple(Reference(kind=request.use, picture=picture) for picture in kept)
    return request.brief.model_copy(update={"references": references})


async def taken(
    pictures: Sequence[Attachment], most: int, keep: KeepPicture, *, see_through: bool = False
) -> list[Keyframe]:
    """Pictures taken in, one after another. Raises `BadInput` for more than there is use for."""
    if len(pictures) > most:
        raise BadInput("picture.too_many", n=len(pictures), limit=most)
    return [await keep(picture, see_through=see_through) for picture in pictures]


def videos(attachments: Sequence[Attachment]) -> list[Attachment]:
    """The videos among what somebody sent."""
    return [sent for sent in attachments if sent.mime.startswith("video/")]


def recordings(attachments: Sequence[Attachment]) -> list[Attachment]:
    """The music and the voices among what somebody sent."""
    return [sent for sent in attachments if sent.mime.startswith("audio/")]


async def with_sound(
    request: Request, attachments: Sequence[Attachment], keep: KeepRecording
) -> Request:
    """What was asked for, with the music or the voice that came along: as what it is said to be,
    else a voice that was recorded for the message, and music. A film of no given length becomes as
    long as the voice. Raises `BadInput`."""
    sent = recordings(attachments)
    kinds = [_is_voice(request, recording) for recording in sent]
    if len(set(kinds)) < len(kinds):
        raise BadInput("recording.too_many")
    for recording, speech in zip(sent, kinds, strict=True):
        kept = await keep(recording, speech=speech)
        values: dict[str, Any] = {"speech": kept} if speech else {"track": kept}
        if speech and request.brief.seconds is None:
            values |= _as_long_as(kept, request)
        heard = Say("note.your_voice" if speech else "note.your_music", {"name": kept.name})
        notes = (*request.notes, heard, *(Say(note) for note in kept.notes))
        request = replace(request, brief=request.brief.model_copy(update=values), notes=notes)
    return request


async def with_table(
    request: Request, attachments: Sequence[Attachment], keep: KeepTable
) -> Request:
    """What was asked for, in the colours of a `.cube` file that came along. Raises `BadInput`."""
    tables = [sent for sent in attachments if sent.mime == TABLE]
    if len(tables) > 1:
        raise BadInput("cube.too_many")
    for table in tables:
        brief = request.brief.model_copy(update={"lut": await keep(table)})
        notes = (*request.notes, Say("note.your_table", {"name": table.name}))
        request = replace(request, brief=brief, notes=notes)
    return request


def _is_voice(request: Request, recording: Attachment) -> bool:
    if request.use in ("music", "voice"):
        return request.use == "voice"
    return recording.spoken


def _as_long_as(voice: Recording, request: Request) -> dict[str, Any]:
    brief = request.brief
    cards = (bool(brief.opener) + bool(brief.ending)) * (CARD_SECONDS - CROSSFADE / FPS)
    wanted = VOICE_LEAD + voice.seconds + AFTER_VOICE + cards
    seconds = round(min(MAX_SECONDS, max(LEAST_SECONDS, wanted)), 2)
    each = seconds / brief.shots
    wished = "shots" in request.said and SHORTEST_SHOT <= each <= MAX_SHOT_SECONDS
    return {"seconds": seconds, "shots": brief.shots if wished else shots_for(seconds - cards)}
