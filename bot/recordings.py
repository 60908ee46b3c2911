"""Music and voices that people bring: converted, kept without what they did not mean to tell."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.pictures import MAX_BYTES
from generation.errors import BadInput
from generation.model import Recording
from generation.providers.contract import Shelf
from generation.text import clean
from handlers.conversation import Attachment
from handlers.ports import KeepRecording

LONGEST_NAME = 60  # characters


def recorder(shelf: Shelf) -> KeepRecording:
    """Takes recordings onto the shelf."""

    async def keep(attachment: Attachment, *, speech: bool) -> Recording:
        from generation.edit.recording import record

        size = await asyncio.to_thread(lambda: attachment.path.stat().st_size)
        if size > MAX_BYTES:
            megabytes = MAX_BYTES // 1_000_000
            raise BadInput("file.too_large", name=attachment.name, megabytes=megabytes)
        if not size:
            raise BadInput("recording.unreadable", name=attachment.name)
        with TemporaryDirectory() as folder:
            out = Path(folder) / "recording.wav"
            made = await record(attachment.path, attachment.name, out, speech=speech)
            file = await asyncio.to_thread(shelf.keep, made.path, "audio/wav")
        return Recording(
            file=file,
            seconds=made.seconds,
            name=clean(attachment.name, LONGEST_NAME),
            beats=made.pulse.beats,
            tones=made.pulse.tones,
            notes=() if made.whole else ("note.recording_cut",),
        )

    return keep
