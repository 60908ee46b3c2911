"""Music and voices that people bring."""

from __future__ import annotations

import io
import math
import wave

from tests.journeys.driver import Driver, film, says
from tests.journeys.steps import IDEA, SHORT, films, reads

RATE = 8000


def song(seconds: float = 2.0) -> bytes:
    """A tone as a WAV file."""
    wave_ = (math.sin(n / 3) * 9000 for n in range(round(seconds * RATE)))
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(b"".join(round(v).to_bytes(2, "little", signed=True) for v in wave_))
    return out.getvalue()


async def a_song_that_is_sent_is_the_films_music(driver: Driver) -> None:
    chat = driver.private()
    await chat.upload(("song.wav", song()), caption=f"/video {IDEA} {SHORT}")
    await chat.until(reads(says("note.your_music", name="song.wav")))
    await chat.until(film)
    await chat.upload(("broken.mp3", b"no song at all"), caption=f"/video {IDEA} {SHORT}")
    await chat.until(reads(says("recording.unreadable", name="broken.mp3")))
    assert len(films(chat)) == 1


async def a_recording_is_a_voice_where_that_is_said(driver: Driver) -> None:
    chat = driver.private()
    await chat.upload(("me.wav", song(3)), caption=f"/video {IDEA} --as voice")
    await chat.until(reads(says("note.your_voice", name="me.wav")))
    await chat.until(film)
