"""The local editor: ffmpeg. It plans with `generation/edit`, runs the plan and keeps the result."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from generation.edit import ass
from generation.edit.binary import environment
from generation.edit.captions import cues, writable
from generation.edit.fades import Ends, Fades
from generation.edit.join import Subtitle, join
from generation.edit.marking import aigc
from generation.edit.piece import Cut, Files, Frame, covers, from_file, from_raw
from generation.edit.probe import Facts, probe
from generation.edit.run import EditError, run
from generation.edit.sound import (
    CEILING,
    LIMIT,
    LOUDNESS,
    Voice,
    gain_for,
    heard,
    is_right,
    listen,
    master,
    mix_down,
)
from generation.edit.timeline import Timeline
from generation.model import (
    Brief,
    Clip,
    Film,
    Keyframe,
    MediaFile,
    Piece,
    Role,
    Sound,
    Speech,
    Storyboard,
)
from generation.providers.contract import Bench, Shelf, frame_size
from generation.styles import Grade, styles

MIXES = 3  # attempts at the promised loudness
MARGIN = 0.2  # dB
MP4, M4A = "video/mp4", "audio/mp4"

Render = Callable[[dict[str, Any], Bench, Sequence[str], int], Awaitable[None]]
"""Renders so many frames of a recipe into the standard input of a command."""


class LocalEditor:
    """Cuts films with the packaged ffmpeg. `producer` is who answers for the content by
    GB 45438-2025: the operator's name or code, never invented."""

    name = "local"

    def __init__(self, *, producer: str = "", render: Render | None = None) -> None:
        self._producer, self._render = producer, render or render_in_studio

    async def piece(
        self,
        brief: Brief,
        board: Storyboard,
        index: int,
        keyframe: Keyframe,
        clip: Clip,
        bench: Bench,
    ) -> Piece:
        """Grade, caption and encode one shot, at its place in the film."""
        timeline = Timeline.of(brief, board)
        frames = timeline.frames[index]
        cut = Cut(frames, timeline.starts(index), timeline.head(index), timeline.tail(index))
        with _temporary(bench) as folder:
            files = Files(folder)
            frame = await asyncio.to_thread(_frame, brief, board, timeline, folder)
            if clip.recipe is not None:
                await self._render(clip.recipe, bench, from_raw(cut, frame, files), frames)
            elif clip.file:
                source = bench.shelf.path(clip.file)
                seen = await asyncio.to_thread(probe, source)
                cover = covers(seen.width, seen.height, frame)
                argv = from_file(cut, frame, source, files, cover=cover)
                await run(argv, lambda done: bench.tell(done, frames))
            else:
                raise EditError(f"the clip of shot {index} has neither file nor recipe")
            piece = Piece(
                keyframe=keyframe,
                body=_kept(bench, files.body, frames - cut.head - cut.tail),
                head=_kept(bench, files.head, cut.head) if cut.head else None,
                tail=_kept(bench, files.tail, cut.tail) if cut.tail else None,
                provenance=clip.provenance,
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
        notes = tuple(_missing(brief, board, speech, score))
        if not speech and not score:
            return Sound(file=None, notes=notes)
        voices = [Voice(bench.shelf.path(s.file), s.starts, s.seconds) for s in speech]
        music = bench.shelf.path(score) if score else None
        with _temporary(bench) as folder:
            mastered = await _mastered(voices, music, Timeline.of(brief, board).seconds, folder)
            return Sound(file=bench.shelf.keep(mastered, M4A), notes=notes)

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
            frame = await asyncio.to_thread(_frame, brief, board, timeline, folder)
            fades = await Fades(bench.scratch, frame, timeline).between(
                [_ends(piece, bench.shelf) for piece in pieces],
                lambda done: bench.tell(done, len(pieces)),
            )
            film, parts = folder / "film.mp4", _interleaved(pieces, fades, bench.shelf)
            audio = bench.shelf.path(sound.file) if sound.file else None
            tags = _tags(board, pieces, sound, self._producer)
            await asyncio.to_thread(join, parts, audio, _soft(brief, board, timeline), tags, film)
            bench.tell(len(pieces), len(pieces))
            facts = probe(film)
            _check(facts, timeline, frame)
            file = bench.shelf.keep(film, MP4)
        return Film(
            file=file,
            title=board.title,
            seconds=timeline.seconds,
            width=facts.width,
            height=facts.height,
            keyframes=tuple(piece.keyframe for piece in pieces),
            board=board,
            seed=brief.seed,
            crew=_crew(pieces, self.name),
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


def _frame(brief: Brief, board: Storyboard, timeline: Timeline, folder: Path) -> Frame:
    """What all pictures of the film share; writes the captions into `folder`."""
    width, height = frame_size(brief.aspect, brief.resolution)
    layout = ass.Layout(width, height)
    shown = cues(board, timeline, layout.ems) if brief.subtitles == "burn" else []
    captions = folder / "captions.ass"
    captions.write_text(ass.document(shown, board.lang, layout, timeline.seconds), "utf-8")
    style = styles().get(board.style)
    return Frame(width, height, style.grade if style else Grade(), captions)


def _soft(brief: Brief, board: Storyboard, timeline: Timeline) -> Subtitle | None:
    if brief.subtitles != "soft":
        return None
    layout = ass.Layout(*frame_size(brief.aspect, brief.resolution))
    return Subtitle(board.lang, cues(board, timeline, layout.ems))


def _kept(bench: Bench, path: Path, frames: int) -> MediaFile:
    """Put an encoded part on the shelf, once it is known to be whole."""
    found = probe(path).frames
    if found != frames:
        raise EditError(f"{path.name} has {found} frames instead of {frames}")
    return bench.shelf.keep(path, MP4)


def _ends(piece: Piece, shelf: Shelf) -> Ends:
    head, tail = (file and shelf.path(file) for file in (piece.head, piece.tail))
    return Ends(head, tail)


def _interleaved(pieces: Sequence[Piece], fades: Sequence[Path], shelf: Shelf) -> list[Path]:
    """body₀ fade₁ body₁ fade₂ body₂ …"""
    bodies = [shelf.path(piece.body) for piece in pieces]
    return [bodies[0], *(part for pair in zip(fades, bodies[1:], strict=True) for part in pair)]


def _check(facts: Facts, timeline: Timeline, frame: Frame) -> None:
    """Raises `EditError` when the joined film is not the planned one."""
    planned = timeline.total, frame.width, frame.height
    if (found := (facts.frames, facts.width, facts.height)) != planned:
        raise EditError(f"the film has (frames, width, height) {found} instead of {planned}")


async def _mastered(
    voices: Sequence[Voice], music: Path | None, seconds: float, folder: Path
) -> Path:
    """Mix, measure, and encode until what comes out of AAC keeps the promise."""
    mixed, out = folder / "mix.wav", folder / "sound.m4a"
    gain = gain_for(heard(await run(mix_down(voices, music, seconds, mixed))))
    limit = LIMIT
    for _ in range(MIXES):
        await run(master(mixed, gain, limit, seconds, out))
        if is_right(result := heard(await run(listen(out)))):
            break
        gain += LOUDNESS - result.integrated
        limit += min(0.0, CEILING - MARGIN - result.peak)
    return out


def _missing(
    brief: Brief, board: Storyboard, speech: Sequence[Speech], score: MediaFile | None
) -> Iterator[str]:
    if brief.voice and not speech and any(shot.line for shot in board.shots):
        yield "note.no_voice"
    if brief.music != "off" and not score:
        yield "note.no_music"


def _unshown(brief: Brief, board: Storyboard) -> Iterator[str]:
    """Says when a subtitle has no character that the film's font can write."""
    texts = [] if brief.subtitles == "off" else [shot.subtitle for shot in board.shots]
    if any(text and not writable(text) for text in texts):
        yield "note.subtitle_unwritable"


def _tags(
    board: Storyboard, pieces: Sequence[Piece], sound: Sound, producer: str
) -> dict[str, str]:
    """Title, and that it was made by AI, for people and by GB 45438-2025 for machines."""
    parts = [*(piece.body.ref for piece in pieces), sound.file.ref if sound.file else ""]
    identity = blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()
    return {
        "title": "".join(char for char in board.title if char.isprintable()),
        "comment": ass.AI_LABEL[board.lang],
        "AIGC": aigc(producer, identity),
    }


def _crew(pieces: Sequence[Piece], editor: str) -> dict[Role, str]:
    """Who made the pictures; several names where shots differ."""
    painters = dict.fromkeys(piece.keyframe.provenance.provider for piece in pieces)
    animators = dict.fromkeys(piece.provenance.provider for piece in pieces)
    return {"painter": ", ".join(painters), "animator": ", ".join(animators), "editor": editor}
