"""Media for the stand-ins: quick ones for tests of the wire, and real ones by the local crew."""

from __future__ import annotations

import asyncio
import io
import math
import wave
from collections.abc import Awaitable, Callable
from fractions import Fraction
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import Any, Protocol
from uuid import uuid4

import av
import numpy as np
from PIL import Image

from bot.shelf import MediaShelf
from generation.edit import binary
from generation.model import ASPECTS, FPS, Aspect, Keyframe, MediaFile, Provenance, Shot
from generation.providers.contract import AnimateRequest, Bench, PaintRequest
from generation.providers.local.animator import LocalAnimator
from generation.providers.local.narrator import LocalNarrator
from generation.providers.local.painter import LocalPainter
from generation.providers.local.render import shoot
from generation.text import language_of
from storage.files import Files

LONGEST_SIDE = 1280  # that the local painter paints for a stand-in; more is scaled up
SHORTEST_SIDE = 720  # of a clip, at most
KEPT = 200  # results


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


class Local:
    """Films of the local crew. The same request twice is made once; `close` clears up."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="stand-ins-")
        folder = Path(self._folder.name)
        self._scratch = folder / "scratch"
        self._scratch.mkdir()
        shelf = MediaShelf(Files(folder / "media", 10**9, 1))
        self._bench = Bench(shelf, self._scratch, lambda done, of: None)
        self._narrator = LocalNarrator()
        self._made: dict[tuple[object, ...], asyncio.Task[bytes]] = {}
        self.works = 0  # how often anything was really made

    def close(self) -> None:
        """Throw everything away."""
        self._folder.cleanup()

    async def picture(self, prompt: str, width: int, height: int, seed: int) -> bytes:
        asked = ("picture", prompt, width, height, seed)
        return await self._once(asked, lambda: self._paint(prompt, width, height, seed))

    async def clip(
        self, prompt: str, picture: bytes, seconds: float, width: int, height: int
    ) -> bytes:
        asked = ("clip", prompt, picture, seconds, width, height)
        size = fitting(width, height, SHORTEST_SIDE, min)
        return await self._once(asked, lambda: self._film(prompt, picture, seconds, *size))

    async def speech(self, text: str) -> bytes:
        return await self._once(("speech", text), lambda: self._speak(text))

    async def _once(self, asked: tuple[object, ...], make: Callable[[], Awaitable[bytes]]) -> bytes:
        """What was made for this request, or is being made for somebody else right now."""
        if asked not in self._made:
            self._made[asked] = asyncio.ensure_future(self._make(make))
            for oldest in list(self._made)[:-KEPT]:
                del self._made[oldest]
        try:
            return await asyncio.shield(self._made[asked])
        except Exception:
            self._made.pop(asked, None)
            raise

    async def _make(self, make: Callable[[], Awaitable[bytes]]) -> bytes:
        self.works += 1
        return await make()

    async def _paint(self, prompt: str, width: int, height: int, seed: int) -> bytes:
        paint = described(prompt, *fitting(width, height, LONGEST_SIDE, max), seed)
        keyframe = await LocalPainter().paint(paint, self._bench)
        raw = self._bytes(keyframe.file)
        if (keyframe.width, keyframe.height) == (width, height):
            return raw
        return await asyncio.to_thread(resized, raw, width, height)

    async def _film(
        self, prompt: str, picture: bytes, seconds: float, width: int, height: int
    ) -> bytes:
        paint = described(prompt, width, height, 0)
        keyframe = (
            self._given(picture) if picture else await LocalPainter().paint(paint, self._bench)
        )
        shot = Shot(prompt=paint.prompt, seconds=min(15.0, max(1.0, seconds)))
        request = AnimateRequest(keyframe, paint, shot, width, height, seconds, min(width, height))
        animator = LocalAnimator()
        ticket = await animator.start(request, self._bench)
        clip = await animator.collect(request, ticket, self._bench)
        assert clip.recipe
        out = self._scratch / f"{uuid4().hex}.mp4"
        frames, env = max(2, round(seconds * FPS)), binary.environment()
        await shoot(clip.recipe, self._bench, encoding(width, height, out), env, frames)
        return await asyncio.to_thread(taken, out)

    async def _speak(self, text: str) -> bytes:
        lang = language_of(text)
        if lang not in self._narrator.languages:
            return tone(max(0.3, 0.08 * len(text)))
        file, _, _ = await self._narrator.speak(text, lang, self._bench)
        return self._bytes(file)

    def _given(self, picture: bytes) -> Keyframe:
        """A picture that came with an order, on the shelf."""
        with Image.open(io.BytesIO(picture)) as image:
            size, mime = image.size, Image.MIME[str(image.format)]
        path = self._scratch / uuid4().hex
        path.write_bytes(picture)
        made = Provenance(provider="given", model="given", seed=0)
        file = self._bench.shelf.keep(path, mime)
        return Keyframe(file=file, width=size[0], height=size[1], provenance=made)

    def _bytes(self, file: MediaFile) -> bytes:
        return self._bench.shelf.path(file).read_bytes()


def described(prompt: str, width: int, height: int, seed: int) -> PaintRequest:
    """A prompt as the local painter is asked."""
    return PaintRequest(
        prompt=prompt,
        negative="",
        seed=seed,
        width=width,
        height=height,
        aspect=aspect_of(width, height),
        lang=language_of(prompt),
        style="cinematic",
        look="illustration",
        framing="wide",
        characters=(),
        index=0,
        total=1,
        title="",
        camera="push-in",
        seconds=5.0,
    )


def aspect_of(width: int, height: int) -> Aspect:
    """The aspect that is nearest to a size."""

    def distance(aspect: Aspect) -> float:
        across, down = (int(n) for n in aspect.split(":"))
        return abs(math.log(width * down / (height * across)))

    return min(ASPECTS, key=distance)


def fitting(width: int, height: int, most: int, side: Callable[[int, int], int]) -> tuple[int, int]:
    """A size, scaled down so that its longer or shorter side is at most so long; both even."""
    scale = min(1.0, most / side(width, height))
    return round(width * scale / 2) * 2, round(height * scale / 2) * 2


def resized(picture: bytes, width: int, height: int) -> bytes:
    """A picture as a PNG of another size."""
    out = io.BytesIO()
    Image.open(io.BytesIO(picture)).resize((width, height)).save(out, "PNG", compress_level=1)
    return out.getvalue()


def encoding(width: int, height: int, out: Path) -> list[str]:
    """The command that encodes raw pictures from its standard input."""
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", str(FPS)]
    x264 = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "20", "-pix_fmt", "yuv420p"]
    quiet = ["-hide_banner", "-nostdin", "-v", "error", "-y"]
    return [binary.exe(), *quiet, *raw, "-i", "pipe:0", *x264, "-movflags", "+faststart", str(out)]


def taken(path: Path) -> bytes:
    """A file's bytes; the file goes."""
    found = path.read_bytes()
    path.unlink()
    return found


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
