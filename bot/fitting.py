"""Films that are larger than a platform takes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from generation.edit.fit import fit
from generation.marking.film import Marks
from handlers.conversation import Reply, Say, Video

MEGABYTE = 1_000_000
SIGNATURE = 40_000  # bytes that signing anew adds at most

REMEMBERED = 1000  # films of which is known how they were fitted

_NOTES: dict[tuple[str, int], Say] = {}


def told(reply: Reply, limit: int, platform: str) -> Reply:
    """The reply with the sentence again that its film was cut to fit, where it is there already and
    only what is around it changes; after a restart without the figures."""
    video = reply.video
    if video is None or not video.path.exists() or video.path.stat().st_size <= limit:
        return reply
    usual = Say("film.smaller", {"platform": platform, "limit": limit / MEGABYTE})
    return replace(reply, text=(*reply.text, _NOTES.get((video.path.name, limit), usual)))


async def fitted(
    reply: Reply, limit: int, platform: str, folder: Path, marks: Marks
) -> tuple[Reply, Path | None]:
    """The reply with its film cut to at most `limit` bytes, and a sentence that says so; and the
    smaller film, a file in `folder` that belongs to the caller; what it says of its making it says
    still, signed anew where it was signed. The reply as it is, and None, where
    its film is small enough. Raises `EditError` where not even a second of it is."""
    video = reply.video
    if video is None or video.path.stat().st_size <= limit:
        return reply, None
    room = limit - (SIGNATURE if marks.signer else 0)
    made = await fit(video.path, room, folder / f"fit-{limit}-{video.path.name}")
    await marks.sign_again(made.path, video.path)
    values = {
        "platform": platform,
        "limit": limit / MEGABYTE,
        "megabytes": made.path.stat().st_size / MEGABYTE,
        "height": min(made.width, made.height),
        "seconds": made.seconds,
    }
    note = Say("film.fitted" if made.whole else "film.preview", values)
    _NOTES[video.path.name, limit] = note
    for old in list(_NOTES)[:-REMEMBERED]:
        del _NOTES[old]
    smaller = Video(made.path, made.width, made.height, made.seconds, video.poster)
    return replace(reply, text=(*reply.text, note), video=smaller), made.path
