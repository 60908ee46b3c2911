"""Films that are larger than a platform takes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from generation.edit.fit import fit
from handlers.conversation import Reply, Say, Video

MEGABYTE = 1_000_000


async def fitted(
    reply: Reply, limit: int, platform: str, folder: Path
) -> tuple[Reply, Path | None]:
    """The reply with its film cut to at most `limit` bytes, and a sentence that says so; and the
    smaller film, a file in `folder` that belongs to the caller. The reply as it is, and None, where
    its film is small enough. Raises `EditError` where not even a second of it is."""
    video = reply.video
    if video is None or video.path.stat().st_size <= limit:
        return reply, None
    made = await fit(video.path, limit, folder / f"fit-{limit}-{video.path.name}")
    values = {
        "platform": platform,
        "limit": limit / MEGABYTE,
        "megabytes": made.bytes / MEGABYTE,
        "height": min(made.width, made.height),
        "seconds": made.seconds,
    }
    note = Say("film.fitted" if made.whole else "film.preview", values)
    smaller = Video(made.path, made.width, made.height, made.seconds, video.poster)
    return replace(reply, text=(*reply.text, note), video=smaller), made.path
