"""Films of people's own videos: what is sent along with /cut becomes the shots of one, in the order
in which it was sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generation.edit.timeline import board_frames
from generation.errors import BadInput
from generation.model import (
    CROSSFADE,
    FPS,
    MAX_SHOT_SECONDS,
    MAX_SHOTS,
    MIN_SHOT_SECONDS,
    Brief,
    Shot,
    Storyboard,
    Take,
)
from generation.styles import styles
from handlers.conversation import Attachment, Say
from handlers.option import MAX_SECONDS
from handlers.options import Request
from handlers.remake import nearest_aspect

STILL_SECONDS = 4.0  # for which a picture is seen, where no length is asked for
LEAST, MOST = round(MIN_SHOT_SECONDS * FPS), round(MAX_SHOT_SECONDS * FPS)  # frames of a shot


def still_picture(sent: Attachment) -> bool:
    """Whether it is a picture that stands still."""
    return sent.mime.startswith("image/") and sent.mime != "image/gif"


def shots_among(attachments: Sequence[Attachment], *, logo: bool = False) -> list[Attachment]:
    """What becomes a shot each: videos, and pictures unless one is a `logo`. What is called like
    another is numbered, so that people can be told which is meant. Raises `BadInput` for more than
    a film has shots."""
    kinds = ("video/",) if logo else ("video/", "image/")
    sent = [one for one in attachments if one.mime.startswith(kinds)]
    if len(sent) > MAX_SHOTS:
        raise BadInput("clip.too_many", n=len(sent), limit=MAX_SHOTS)
    often = Counter(one.name for one in sent)
    return [
        replace(one, name=f"{one.name} ({n})") if often[one.name] > 1 else one
        for n, one in enumerate(sent, 1)
    ]


def lasting(request: Request, seconds: float | None, count: int) -> Request:
    """What was asked for, so many `seconds` long, or as long as the voice that tells it. Raises
    `BadInput` where that is too short for so many shots."""
    if seconds is None and request.brief.speech:
        seconds = request.brief.seconds
    brief = request.brief.model_copy(update={"seconds": seconds})
    if brief.seconds and board_frames(brief, count) < count * LEAST:
        low, high = ((count * n - (count - 1) * CROSSFADE) / FPS for n in (LEAST, MOST))
        said = {"n": count, "seconds": brief.seconds, "low": low, "high": high}
        raise BadInput("option.seconds_for_shots", **said)
    return replace(request, brief=brief)


def film(request: Request, takes: Sequence[Take], usual: Mapping[str, Any]) -> Request:
    """The film of these takes, as long as `lasting` says, with what is `usual`, by field."""
    brief = request.brief.model_copy(update=usual)
    lengths, notes = _lengths(brief, takes)
    style = styles()[brief.style]
    shots = tuple(
        Shot(prompt="", keyframe=take.keyframe, seconds=frames / FPS)
        for take, frames in zip(takes, lengths, strict=True)
    )
    board = Storyboard(
        title=brief.idea[:60],
        lang=brief.lang,
        style=brief.style,
        mood=style.mood or "calm",
        shots=shots,
    )
    exact = brief.seconds and sum(lengths) == board_frames(brief, len(shots))
    values: dict[str, Any] = {
        "board": board,
        "takes": tuple(takes),
        "shots": len(shots),
        "seconds": brief.seconds if exact else None,
        "voice": False,  # nobody wrote anything to read aloud
        "continuous": False,
    }
    made = Brief.model_validate(dict(brief) | values)
    return replace(request, brief=made, notes=(*request.notes, *notes))


def as_usual(takes: Sequence[Take], said: Collection[str], kept: Collection[str]) -> dict[str, Any]:
    """What clips want of a film, by field, where nobody has `said` or `kept` anything about it:
    their own colours and shape, and their sound below the music."""
    wanted: dict[str, Any] = {}
    if "aspect" not in said:
        wanted["aspect"] = _aspect(takes)
    if "clip_sound" not in {*said, *kept}:
        wanted["clip_sound"] = "low"
    if not {"grade", "style"} & {*said} and "grade" not in kept:
        wanted["grade"] = "none"
    return wanted


def _aspect(takes: Sequence[Take]) -> str:
    """The shape that most of them have, the first of several."""
    shapes = (nearest_aspect(take.keyframe.width, take.keyframe.height) for take in takes)
    return Counter(shapes).most_common(1)[0][0]


def _lengths(brief: Brief, takes: Sequence[Take]) -> tuple[list[int], list[Say]]:
    """Frames of each shot, and what differs from what was sent or asked for."""
    stills = [take.clip.file == take.keyframe.file for take in takes]
    whole = [round(take.clip.seconds * FPS) for take in takes]
    most = [min(MOST, max(LEAST, frames)) for frames in whole]
    notes = [Say("note.clips_long", {"seconds": MAX_SHOT_SECONDS})] if max(whole) > MOST else []
    count = len(takes)
    if brief.seconds is None:
        longest = round(MAX_SECONDS * FPS) + (count - 1) * CROSSFADE
        if sum(most) > longest:
            notes = [Say("note.clips_shortened", {"seconds": MAX_SECONDS})]
        return shared_out(most, longest), notes
    wanted = board_frames(brief, count)
    most = [MOST if still else frames for still, frames in zip(stills, most, strict=True)]
    if sum(most) < wanted:
        notes.append(Say("note.clips_short", {"seconds": brief.seconds}))
    return shared_out(most, wanted), notes


def shared_out(most: Sequence[int], total: int) -> list[int]:
    """`total` frames among shots of which each has so many at `most`: as many for each as for the
    others, as far as they go."""
    shares, left = list(most), total
    for place, n in enumerate(sorted(range(len(most)), key=lambda n: most[n])):
        shares[n] = min(most[n], left // (len(most) - place))
        left -= shares[n]
    return shares
