"""Real media for the stand-ins: pictures by the local painter, clips by the local camera."""

from __future__ import annotations

import asyncio
import io
import math
import wave
from fractions import Fraction
from tempfile import NamedTemporaryFile
from typing import Any, Protocol

import av
import numpy as np
from PIL import Image

from generation.model import FPS


class Media(Protocol):
    """Where stand-ins get what they answer with."""

    async def picture(self, prompt: str, width: int, height: int, seed: int) -> bytes:
        """A PNG of this size."""
        ...

    async def clip(
        self, prompt: str, picture: bytes, seconds: float, width: int, height: int
    ) -> bytes:
        """An MP4 that begins at the picture, or, without one, at one painted from the prompt."""
        ...

    async def speech(self, text: str) -> bytes:
        """A WAV file."""
        ...


class Quick:
    """Plain but real files, small and made at once: for tests that look at the wire."""

    async def picture(self, prompt: str, width: int, height: int, seed: int) -> bytes:
        tones = np.linspace(0, 255, 64, dtype=np.uint8)
        square = np.stack([*np.meshgrid(tones, tones), np.full((64, 64), seed % 256)], axis=-1)
        image = Image.fromarray(square.astype(np.uint8)).resize((width, height))
        out = io.BytesIO()
        image.save(out, "PNG")
        return out.getvalue()

    async def clip(
        self, prompt: str, picture: bytes, seconds: float, width: int, height: int
    ) -> bytes:
        if not picture:
            picture = await self.picture(prompt, width, height, 0)
        return await asyncio.to_thread(panned, picture, seconds, min(width, 320), min(height, 320))

    async def speech(self, text: str) -> bytes:
        return tone(max(0.3, 0.08 * len(text)))


def panned(picture: bytes, seconds: float, width: int, height: int) -> bytes:
    """A slow pan over a picture, as an MP4 whose index comes first."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    wide = np.asarray(image.resize((width + 32, height)))
    frames = max(2, round(seconds * FPS))
    with NamedTemporaryFile(suffix=".mp4") as out:  # the index is moved in a file that is reopened
        with av.open(out.name, "w", format="mp4", options={"movflags": "+faststart"}) as box:
            stream: Any = box.add_stream("libx264", rate=FPS)
            stream.width, stream.height, stream.pix_fmt = width // 2 * 2, height // 2 * 2, "yuv420p"
            stream.options, stream.time_base = {"preset": "ultrafast"}, Fraction(1, FPS)
            for n in range(frames):
                left = 32 * n // frames
                view = np.ascontiguousarray(wide[: stream.height, left : left + stream.width])
                box.mux(stream.encode(av.VideoFrame.from_ndarray(view, format="rgb24")))
            box.mux(stream.encode())
        return out.read()


def tone(seconds: float, rate: int = 24000) -> bytes:
    """A soft 220 Hz tone as 16-bit mono WAV."""
    samples = (np.sin(np.arange(round(seconds * rate)) * (2 * math.pi * 220 / rate)) * 8000).astype(
        "<i2"
    )
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return out.getvalue()
