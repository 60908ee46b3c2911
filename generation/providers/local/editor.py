"""The local editor: ffmpeg. It plans with `generation/edit`, runs the plan and keeps the result."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from generation.edit import cards, lettering
from generation.edit.binary import environment
from generation.edit.captions import writable
from generation.edit.fades import Ends, Fades
from generation.edit.grade import Look
from generation.edit.join import Subtitle, join
from generation.edit.motion import Canvas, shape_for
from generation.edit.piece import Cut, Files, Frame, from_file, from_raw
from generation.edit.probe import Facts, probe
from generation.edit.run import EditError, run
from generation.edit.stamp import Stamp
from generation.edit.timeline import Timeline
from generation.marking.film import Marks
from generation.model import (
    Brief,
    Film,
    MediaFile,
    Piece,
    Role,
    Sound,
    Speech,
    Storyboard,
    Take,
)
from generation.providers.contract import Bench, Shelf, frame_size
from generation.providers.local import mixer
from generation.styles import Grade, styles

MP4, M4A = "video/mp4", "audio/mp4"

Render = Callable[[dict[str, Any], Bench, Sequence[str], int], Awaitable[None]]
"""Renders so many frames of a recipe into the standard input of a command."""


class LocalEditor:
    """Cuts films with the packaged ffmpeg, and marks them as the house does."""

    name = "local"

    def __init__(self, *, marks: Marks | None = None, render: Render | None = None) -> None:
        self._marks, self._render = marks or Marks(), render or render_in_studio

    async def piece(
        self,
        brief: Brief,
        board: Storyboard,
        index: int,
        take: Take,
        speech: Sequence[Speech],
        bench: Bench,
    ) -> Piece:
        """Grade, caption and encode one shot, at its place in the film."""
        timeline, clip = Timeline.of(brief, board), take.clip
        cut = _cut(timeline, index)
        with _temporary(bench) as folder:
            files = Files(folder)
            frame = await asyncio.to_thread(
                _frame, brief, board, timeline, speech, bench.shelf, folder
            )
            if clip.recipe is not None:
                argv = from_raw(cut, frame, files)
                await self._render(clip.recipe, bench, argv, cut.frames)
            elif clip.file:
                source = bench.shelf.path(clip.file)
                seen = await asyncio.to_thread(probe, source)
                shape = shape_for(seen.width, seen.height, frame.canvas, brief.reframe)
                argv = from_file(cut, frame, source, files, shape)
                await run(argv, lambda done: bench.tell(done, cut.frames))
            else:
                raise EditError(f"the clip of shot {index} has neither file nor recipe")
            return await self._arrived(take, cut, frame, files, index, timeline, bench)

    async def card(self, brief: Brief, board: Storyboard, index: int, bench: Bench) -> Piece:
        """Paint and encode an opener or an end card."""
        timeline = Timeline.of(brief, board)
        cut = _cut(timeline, index)
        with _temporary(bench) as folder:
            files, painted = Files(folder), folder / "card.png"
            frame = await asyncio.to_thread(_frame, brief, board, timeline, (), bench.shelf, folder)
            await asyncio.to_thread(cards.paint, brief, board, index, frame.canvas, painted)
            await run(from_file(cut, frame, painted, files, "crop"))
            return await self._arrived(None, cut, frame, files, index, timeline, bench)

    async def _arrived(
        self,
        take: Take | None,
        cut: Cut,
        frame: Frame,
        files: Files,
        index: int,
        timeline: Timeline,
        bench: Bench,
    ) -> Piece:
        """Keep the parts of a piece, and make the transitions that waited for it."""
        piece = Piece(
            take=take,
            body=_kept(bench, files.body, cut.frames - cut.head - cut.tail),
            head=_kept(bench, files.head, cut.head) if cut.head else None,
            tail=_kept(bench, files.tail, cut.tail) if cut.tail else None,
        )
        fades = Fades(bench.scratch, frame, timeline)
        await fades.arrived(index, _ends(piece, bench.shelf))
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
            return await mixer.mix(brief, board, speech, score, bench, folder)

    async def finish(
        self,
        brief: Brief,
        board: Storyboard,
        pieces: Sequence[Piece],
        sound: Sound,
        bench: Bench,
    ) -> Film:
        """Cross-fade the neighbours, join everything without encoding it again, and check it."""
        timeline = Timeline.of(brief, board)
        with _temporary(bench) as folder:
            frame = await asyncio.to_thread(_frame, brief, board, timeline, (), bench.shelf, folder)
            between = Fades(bench.scratch, frame, timeline).between(
                [_ends(piece, bench.shelf) for piece in pieces],
                lambda done: bench.tell(done, len(pieces)),
            )
            sounding = mixer.whole(brief, timeline, pieces, sound, bench, folder)
            fades, heard = await asyncio.gather(between, sounding)
            film, parts = folder / "film.mp4", _interleaved(pieces, fades, bench.shelf)
            audio = bench.shelf.path(heard) if heard else None
            tags = self._marks.tags(board, _identity(pieces, heard))
            soft = Subtitle(board.lang, lettering.track(brief, board, timeline))
            await asyncio.to_thread(join, parts, audio, soft, tags, film)
            bench.tell(len(pieces), len(pieces))
            facts = probe(film)
            _check(facts, timeline, frame)
            file = bench.shelf.keep(film, MP4)
        takes = [piece.take for piece in pieces if piece.take]
        return Film(
            file=file,
            title=board.title,
            seconds=timeline.seconds,
            width=facts.width,
            height=facts.height,
            keyframes=tuple(take.keyframe for take in takes),
            takes=tuple(takes),
            board=board,
            seed=brief.seed,
            crew=_crew(takes, self.name),
            notes=(*sound.notes, *_unshown(brief, board)),
        )


async def render_in_studio(
    recipe: dict[str, Any], bench: Bench, argv: Sequence[str], frames: int
) -> None:
    """Let the local camera film the recipe in a worker process."""
    from generation.providers.local.render import shoot

    await shoot(recipe, bench, argv, environment(), frames)


@contextmanager
def _temporary(bench: Bench) -> Generator[Path]:
    """A folder that is gone afterwards, whatever happens."""
    with TemporaryDirectory(dir=bench.scratch, prefix="cut-") as folder:
        yield Path(folder)


def _cut(timeline: Timeline, index: int) -> Cut:
    frames, starts = timeline.length(index), timeline.starts(index)
    return Cut(frames, starts, timeline.head(index), timeline.tail(index))


def _frame(
    brief: Brief,
    board: Storyboard,
    timeline: Timeline,
    speech: Sequence[Speech],
    shelf: Shelf,
    folder: Path,
) -> Frame:
    """What all pictures of the film share; writes what is on them into `folder`."""
    captions = folder / "captions.ass"
    captions.write_text(lettering.document(brief, board, timeline, speech), "utf-8")
    style = styles().get(board.style)
    lut = shelf.path(brief.lut) if brief.lut else None
    look = Look(style.grade if style else Grade(), lut, brief.palette)
    return Frame(Canvas(*frame_size(brief.aspect, brief.resolution)), look, Stamp(captions))


def _kept(bench: Bench, path: Path, frames: int) -> MediaFile:
    """Put an encoded part on the shelf, once it is known to be whole."""
    found = probe(path).frames
    if found != frames:
        raise EditError(f"{path.name} has {found} frames instead of {frames}")
    return bench.shelf.keep(path, MP4)


def _ends(piece: Piece, shelf: Shelf) -> Ends:
    head, tail = (file and shelf.path(file) for file in (piece.head, piece.tail))
    return Ends(head, tail)


def _interleaved(pieces: Sequence[Piece], fades: Sequence[Path | None], shelf: Shelf) -> list[Path]:
    """body₀ fade₁ body₁ fade₂ body₂ …; nothing lies between two shots that are cut."""
    bodies = [shelf.path(piece.body) for piece in pieces]
    pairs = zip(fades, bodies[1:], strict=True)
    return [bodies[0], *(part for pair in pairs for part in pair if part)]


def _check(facts: Facts, timeline: Timeline, frame: Frame) -> None:
    """Raises `EditError` when the joined film is not the planned one."""
    planned = timeline.total, frame.canvas.width, frame.canvas.height
    if (found := (facts.frames, facts.width, facts.height)) != planned:
        raise EditError(f"the film has (frames, width, height) {found} instead of {planned}")


def _unshown(brief: Brief, board: Storyboard) -> Iterator[str]:
    """Says when a subtitle has no character that the film's font can write."""
    texts = [] if brief.subtitles == "off" else [shot.subtitle for shot in board.shots]
    if any(text and not writable(text) for text in texts):
        yield "note.subtitle_unwritable"


def _identity(pieces: Sequence[Piece], heard: MediaFile | None) -> str:
    """The same for the same pictures and sound."""
    parts = [*(piece.body.ref for piece in pieces), heard.ref if heard else ""]
    return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def _crew(takes: Sequence[Take], editor: str) -> dict[Role, str]:
    """Who made the pictures; several names where shots differ."""
    painters = dict.fromkeys(take.keyframe.provenance.provider for take in takes)
    animators = dict.fromkeys(take.clip.provenance.provider for take in takes)
    return {"painter": ", ".join(painters), "animator": ", ".join(animators), "editor": editor}
