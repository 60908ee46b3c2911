"""What the cut is measured on: clips as vendors bring them, a board, and the media folder."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from shutil import copyfile

from bot.shelf import MediaShelf
from generation.edit.binary import environment
from generation.edit.graph import compiled, ff, open_file
from generation.edit.run import run
from generation.edit.scene import Scene
from generation.edit.timeline import Timeline
from generation.model import (
    Brief,
    Clip,
    Keyframe,
    MediaFile,
    Mood,
    Piece,
    Provenance,
    Shot,
    Sound,
    Speech,
    Storyboard,
    Take,
)
from generation.providers.contract import Bench
from generation.providers.local.composer import LocalComposer
from generation.providers.local.editor import LocalEditor
from generation.providers.local.recipe import scene_recipe
from generation.providers.local.render import render_into
from generation.requests import paint_request
from storage.files import Files

SECONDS = 5.0
FILMED = (("A lighthouse in a storm", 24), ("A fox in a snowy forest", 16), ("Tokyo, rain", 24))
SUBTITLES = ("The light goes round and round.", "Nobody has seen the fox yet.", "雨の東京。")
GIGABYTES = 1 << 33
MADE = Provenance(provider="bench", model="clips", seed=0)
EDITOR = LocalEditor()
_copies = count(1)


def board(shots: int) -> Storyboard:
    """So many shots of five seconds, each with a caption."""
    return Storyboard(
        title="The cut",
        lang="en",
        shots=tuple(
            Shot(prompt=FILMED[n % 3][0], seconds=SECONDS, subtitle=SUBTITLES[n % 3])
            for n in range(shots)
        ),
    )


@dataclass(frozen=True, slots=True)
class Room:
    """A media folder with clips of 5 s at 1280×720, two in three at 24 frames a second and one at
    16, and a brief as most are; what was cut before is found in the `media` folder."""

    home: Path
    media: str = "media"
    brief: Brief = Brief(idea="The cut", voice=True)

    def bench(self, job: str) -> Bench:
        """The bench of a job."""
        files = Files(self.home / self.media, GIGABYTES, 30)
        return Bench(MediaShelf(files), files.scratch(job), lambda done, of: None)

    @property
    def clips(self) -> list[Path]:
        """Where the clips lie before anybody takes them."""
        return [self.home / f"clip-{n}.mp4" for n in range(len(FILMED))]

    def lent(self, shots: int) -> list[Path]:
        """A clip for each shot, under a name of its own: one graph takes no file twice."""
        found = [self.home / f"shot-{n}.mp4" for n in range(shots)]
        for number, path in enumerate(found):
            if not path.exists():
                path.hardlink_to(self.clips[number % 3])
        return found

    async def film(self) -> None:
        """Film the clips with the local camera."""
        (self.home / "set").mkdir(parents=True)
        await asyncio.gather(*(asyncio.to_thread(self._filmed, n) for n in range(len(FILMED))))

    def _filmed(self, number: int) -> None:
        whole, fps = board(3), FILMED[number][1]
        asked = paint_request(self.brief, whole, number)
        size = f"{asked.width}x{asked.height}"
        raw = ff.input("pipe:0", f="rawvideo", pix_fmt="rgb24", s=size, r=fps).video
        options = {"crf": 18, "preset": "veryfast", "pix_fmt": "yuv420p", "g": 4 * fps}
        argv = compiled(ff.output(raw, str(self.clips[number]), **options))
        recipe, frames = scene_recipe(asked).dump(), int(SECONDS * fps) + 4
        env, folder = environment(), str(self.home / "set")
        render_into(recipe, folder, {}, argv, env, frames, lambda done, of: None)

    async def take(self, number: int, bench: Bench, *, new: bool = False) -> Take:
        """A clip as if a vendor had brought it just now; a `new` one was never seen before."""
        mark, out = next(_copies) if new else 0, bench.scratch / "clip.mp4"
        source = open_file(self.clips[number % 3])["v:0"]
        copied = ff.output(
            source, str(out), vcodec="copy", metadata=f"comment={mark}", fflags="+bitexact"
        )
        await run(compiled(copied))
        file = bench.shelf.keep(out, "video/mp4")
        painted = Keyframe(file=file, width=1280, height=720, provenance=MADE)
        clip = Clip(seconds=SECONDS, provenance=MADE, file=file)
        return Take(keyframe=painted, clip=clip)

    async def sound(self, shots: int, bench: Bench) -> Sound:
        """Voice over music, mixed."""
        whole = board(shots)
        speech, score = await self.stems(shots, bench)
        return await EDITOR.mix(self.brief, whole, speech, score, bench)

    async def stems(self, shots: int, bench: Bench) -> tuple[list[Speech], MediaFile]:
        """The voice, which is a tune of two seconds for each shot, and the music."""
        timeline = Timeline.of(self.brief, board(shots))
        line = await self._composed("tender", 2.0, bench)
        lines = (timeline.voice_at(n) for n in range(shots))
        speech = [Speech(file=line, starts=at, seconds=2.0, shot=n) for n, at in enumerate(lines)]
        return speech, await self._composed("calm", timeline.seconds, bench)

    async def _composed(self, mood: Mood, seconds: float, bench: Bench) -> MediaFile:
        """A tune, played once for all who ask for it: composers are no part of the cut."""
        tune, out = self.home / f"{mood}-{seconds:.2f}.wav", bench.scratch / "tune.wav"
        if not tune.exists():
            made = await LocalComposer().compose(mood, seconds, 1, bench)
            copyfile(bench.shelf.path(made), tune)
        copyfile(tune, out)
        return bench.shelf.keep(out, "audio/wav")

    async def pieces(self, shots: int, takes: list[Take], bench: Bench) -> list[Piece]:
        """The first shots of a film, as many at once as there are."""
        made = (
            EDITOR.piece(self.brief, board(shots), n, take, (), bench)
            for n, take in enumerate(takes)
        )
        return await asyncio.gather(*made)

    def scene(self, shots: int, bench: Bench) -> Scene:
        """The scene of the film."""
        return Scene.of(self.brief, board(shots), (), bench.shelf)
