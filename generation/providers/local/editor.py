"""The local editor: ffmpeg. It plans with `generation/edit`, runs the plan and keeps the result."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Generator, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from generation.edit import cards, lettering, plan
from generation.edit.binary import environment
from generation.edit.budget import affordable
from generation.edit.cache import Cache, digest
from generation.edit.encoding import Encoding
from generation.edit.eyes import looking
from generation.edit.fades import Ends, Fades
from generation.edit.filming import filming
from generation.edit.footage import Begins, Footage, footage
from generation.edit.hardware import Encoder, usable
from generation.edit.join import Subtitle, chapters, counted, join
from generation.edit.piece import (
    Cut,
    Files,
    Frame,
    Name,
    from_file,
    from_picture,
    from_raw,
    own_sound,
)
from generation.edit.plan import Command, Part
from generation.edit.run import EditError, run, turn
from generation.edit.scene import Scene
from generation.edit.subtitles import tracks
from generation.generated import generated
from generation.marking.film import Marks
from generation.marking.source import source_type
from generation.model import (
    FPS,
    Brief,
    Clip,
    Film,
    MediaFile,
    Piece,
    Role,
    Sound,
    Speech,
    Storyboard,
    Take,
)
from generation.providers.contract import Bench, Shelf
from generation.providers.local import mixer
from generation.providers.local.recipe import still_recipe

MP4, WAV = "video/mp4", "audio/wav"
HELD = "note.held"

Render = Callable[[dict[str, Any], Bench, Sequence[str], int], Awaitable[None]]
"""Renders so many frames of a recipe into the standard input of a command."""


class LocalEditor:
    """Cuts films with the packaged ffmpeg, and marks them as the house does."""

    name = "local"

    def __init__(
        self,
        *,
        marks: Marks | None = None,
        render: Render | None = None,
        encoder: Encoder = "x264",
    ) -> None:
        self._marks, self._render = marks or Marks(), render or render_in_studio
        self._encoder: Encoder = encoder
        self._encoding: Encoding | None = None

    async def piece(
        self,
        brief: Brief,
        board: Storyboard,
        index: int,
        take: Take,
        speech: Sequence[Speech],
        bench: Bench,
    ) -> Piece:
        """Grade, caption and encode one shot, at its place in the film; what of it was encoded
        before is found again."""
        brief = affordable(brief, board)
        scene = await self._scene(brief, board, speech, bench)
        clip, cut = take.clip, scene.cut(index)
        with _temporary(bench) as folder:
            frame, cut = scene.framed(cut, folder)
            if recipe := _recipe(brief, board, index, clip):
                painted = partial(bench.shelf.path, take.keyframe.file)
                how = await looking(filming, recipe, painted, frame.canvas, brief.reframe)
                render = partial(self._render, how.recipe, bench)
                plain = partial(from_raw, cut, filming=how)
                made = await self._made(cut, frame, plain, folder, bench, how.recipe, render)
                sound = None
            elif clip.file:
                source = bench.shelf.path(clip.file)
                begins = _begins(board, index, take, scene, bench)
                used = await looking(
                    footage, source, frame.canvas, cut.frames, brief.reframe, begins
                )
                plain, take = partial(from_file, footage=used), _told(take, used)
                made = await self._encoded(cut, frame, plain, source, folder, bench)
                sound = await self._sound(brief, used, clip.file, cut.frames, folder, bench)
            else:
                raise EditError(f"the clip of shot {index} has neither file nor recipe")
        return await self._arrived(Piece(take=take, sound=sound, **made), index, scene, bench)

    async def card(self, brief: Brief, board: Storyboard, index: int, bench: Bench) -> Piece:
        """Paint and encode an opener or an end card."""
        brief = affordable(brief, board)
        scene = await self._scene(brief, board, (), bench)
        with _temporary(bench) as folder:
            frame, cut = scene.framed(scene.cut(index), folder)
            painted = folder / "card.png"
            logo, canvas = scene.logo, frame.canvas
            await asyncio.to_thread(cards.paint, brief, board, index, canvas, painted, logo)
            card = painted.replace(folder / f"{digest(painted.read_bytes())}.png")
            made = await self._encoded(cut, frame, from_picture, card, folder, bench)
        return await self._arrived(Piece(**made), index, scene, bench)

    async def _scene(
        self, brief: Brief, board: Storyboard, speech: Sequence[Speech], bench: Bench
    ) -> Scene:
        if self._encoding is None:
            self._encoding = await usable(self._encoder)
        common = bench.shelf, self._marks.throughout, self._encoding
        return await asyncio.to_thread(Scene.of, brief, board, speech, *common)

    async def _encoded(
        self,
        cut: Cut,
        frame: Frame,
        plain: Callable[..., list[str]],
        source: Path,
        folder: Path,
        bench: Bench,
    ) -> dict[Name, MediaFile]:
        """The parts of a shot out of a file."""

        def command(frame: Frame, files: Files, only: Collection[Name]) -> list[str]:
            named = source if files.folder == folder else Path(source.name)
            return plain(cut, frame, named, files, only=only)

        async def encode(argv: Sequence[str], frames: int) -> None:
            async with turn():
                await run(argv, lambda done: bench.tell(done, frames))

        return await self._made(cut, frame, command, folder, bench, None, encode)

    async def _made(
        self,
        cut: Cut,
        frame: Frame,
        command: Command,
        folder: Path,
        bench: Bench,
        recipe: dict[str, Any] | None,
        make: Callable[[Sequence[str], int], Awaitable[None]],
    ) -> dict[Name, MediaFile]:
        """The parts of a shot, those that are missing made by one command."""
        cache = Cache.of(bench)
        wanted = plan.parts(cut, frame, command, recipe)
        there: dict[Name, MediaFile | None] = {p.name: cache.found(p.key) for p in wanted}
        if missing := [part for part in wanted if not there[part.name]]:
            files = Files(folder)
            argv = command(frame, files, [part.name for part in missing])
            await make(argv, cut.frames)
            kept = await asyncio.to_thread(_kept, missing, files, cache)
            there |= kept
        return {name: file for name, file in there.items() if file}

    async def _sound(
        self,
        brief: Brief,
        used: Footage,
        clip: MediaFile,
        frames: int,
        folder: Path,
        bench: Bench,
    ) -> MediaFile | None:
        """The clip's own sound, as long as its shot, where it is wanted and there is one."""
        if brief.clip_sound == "off" or not used.facts.audio:
            return None
        cache, out = Cache.of(bench), folder / "own.wav"
        seconds = frames / FPS
        key = digest("own sound", *own_sound(Path(clip.ref), seconds, used, Path("own.wav"))[1:])
        if kept := cache.found(key):
            return kept
        await run(own_sound(bench.shelf.path(clip), seconds, used, out))
        return cache.note(key, bench.shelf.keep(out, WAV))

    async def _arrived(self, piece: Piece, index: int, scene: Scene, bench: Bench) -> Piece:
        """Make the transitions that waited for a piece."""
        await _fades(scene, bench).arrived(index, Ends(piece.head, piece.tail))
        return piece

    async def mix(
        self,
        brief: Brief,
        board: Storyboard,
        speech: Sequence[Speech],
        score: MediaFile | None,
        bench: Bench,
    ) -> Sound:
        """Voice over ducked music at −14 LUFS; no file where the film is silent."""
        with _temporary(bench) as folder:
            sound = await mixer.mix(brief, board, speech, score, bench, folder)
        lit = speech if brief.subtitles == "karaoke" else ()
        return sound.model_copy(update={"speech": tuple(lit)})

    async def finish(
        self,
        brief: Brief,
        board: Storyboard,
        pieces: Sequence[Piece],
        sound: Sound,
        bench: Bench,
    ) -> Film:
        """Cross-fade the neighbours, join everything without encoding it again, and check it."""
        brief = affordable(brief, board)
        scene = await self._scene(brief, board, sound.speech, bench)
        timeline = scene.timeline
        with _temporary(bench) as folder:
            between = _fades(scene, bench).between(
                [Ends(piece.head, piece.tail) for piece in pieces],
                lambda done: bench.tell(done, len(pieces)),
            )
            sounding = mixer.whole(brief, timeline, pieces, sound, bench, folder)
            fades, heard = await asyncio.gather(between, sounding)
            film, parts = folder / "film.mp4", _interleaved(pieces, fades, bench.shelf)
            audio = bench.shelf.path(heard) if heard else None
            what = generated(brief, board)
            tags = self._marks.tags(board, _identity(pieces, heard), what)
            soft = [Subtitle(*track) for track in tracks(brief, board, timeline)]
            marks = chapters(board, timeline)
            await asyncio.to_thread(join, parts, audio, soft, tags, film, marks)
            bench.tell(len(pieces), len(pieces))
            _check(film, scene)
            takes = [piece.take for piece in pieces if piece.take]
            await self._marks.sign(film, board.title, source_type(brief, takes, sound))
            file = await asyncio.to_thread(bench.shelf.keep, film, MP4)
        return Film(
            file=file,
            title=board.title,
            seconds=timeline.seconds,
            width=scene.canvas.width,
            height=scene.canvas.height,
            keyframes=tuple(take.keyframe for take in takes),
            takes=tuple(takes),
            board=board,
            seed=brief.seed,
            crew=_crew(takes, self.name),
            notes=(*sound.notes, *lettering.notes(brief, board)),
        )


async def render_in_studio(
    recipe: dict[str, Any], bench: Bench, argv: Sequence[str], frames: int
) -> None:
    """Let the local camera film the recipe in a worker process."""
    from generation.providers.local.render import shoot

    await shoot(recipe, bench, argv, environment(), frames)


def _recipe(brief: Brief, board: Storyboard, index: int, clip: Clip) -> dict[str, Any] | None:
    """What the local camera films: a clip that is a recipe, or no more than a picture."""
    if clip.recipe is None and clip.file and clip.file.mime.startswith("image/"):
        return still_recipe(brief, board, index, clip.file).dump()
    return clip.recipe


def _begins(board: Storyboard, index: int, take: Take, scene: Scene, bench: Bench) -> Begins | None:
    """What a shot begins with that goes on from the one before; the picture where both would show
    it at a cut."""
    if not board.shots[index].follows:
        return None
    cut = index > 0 and not scene.timeline.head(index)
    return Begins(bench.shelf.path(take.keyframe.file) if cut else None)


def _told(take: Take, used: Footage) -> Take:
    """A take with a note where its last picture has to stand for long."""
    made = take.clip.provenance
    notes = (*(note for note in made.notes if note != HELD), *((HELD,) if used.held else ()))
    made = made.model_copy(update={"notes": notes})
    return take.model_copy(update={"clip": take.clip.model_copy(update={"provenance": made})})


@contextmanager
def _temporary(bench: Bench) -> Generator[Path]:
    """A folder that is gone afterwards, whatever happens."""
    with TemporaryDirectory(dir=bench.scratch, prefix="cut-") as folder:
        yield Path(folder)


def _fades(scene: Scene, bench: Bench) -> Fades:
    return Fades(bench.scratch, Cache.of(bench), scene.timeline, scene.stamped)


def _kept(made: Sequence[Part], files: Files, cache: Cache) -> dict[Name, MediaFile]:
    """Put encoded parts on the shelf, once they are known to be whole."""
    for part in made:
        if (found := counted(files.of(part.name))) != part.frames:
            raise EditError(f"the {part.name} has {found} frames instead of {part.frames}")
    return {
        part.name: cache.note(part.key, cache.shelf.keep(files.of(part.name), MP4)) for part in made
    }


def _interleaved(pieces: Sequence[Piece], fades: Sequence[Path | None], shelf: Shelf) -> list[Path]:
    """body₀ fade₁ body₁ fade₂ body₂ …; nothing lies between two shots that are cut."""
    bodies = [shelf.path(piece.body) for piece in pieces]
    pairs = zip(fades, bodies[1:], strict=True)
    return [bodies[0], *(part for pair in pairs for part in pair if part)]


def _check(film: Path, scene: Scene) -> None:
    """Raises `EditError` when the joined film is not the planned one."""
    if (found := counted(film)) != scene.timeline.total:
        raise EditError(f"the film has {found} frames instead of {scene.timeline.total}")


def _identity(pieces: Sequence[Piece], heard: MediaFile | None) -> str:
    """The same for the same pictures and sound."""
    parts = [*(piece.body.ref for piece in pieces), heard.ref if heard else ""]
    return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def _crew(takes: Sequence[Take], editor: str) -> dict[Role, str]:
    """Who made the pictures; several names where shots differ."""
    painters = dict.fromkeys(take.keyframe.provenance.provider for take in takes)
    animators = dict.fromkeys(take.clip.provenance.provider for take in takes)
    return {"painter": ", ".join(painters), "animator": ", ".join(animators), "editor": editor}
