"""The local editor's sound: from the shelf to the mixing desk and back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import ValidationError

from generation.edit import plan
from generation.edit.cache import Cache
from generation.edit.mixing import Mixed, mastered, with_clips
from generation.edit.sound import Voice
from generation.edit.tailoring import play, tailored
from generation.edit.timeline import Timeline
from generation.errors import BadInput
from generation.model import (
    Brief,
    MediaFile,
    Piece,
    Recording,
    Score,
    Sound,
    Speech,
    Stems,
    Storyboard,
)
from generation.providers.contract import Bench, Shelf

M4A, WAV, JSON = "audio/mp4", "audio/wav", "application/json"
OVERHANG = 0.1  # seconds by which a voice may be longer than the film without a word about it


async def mix(
    brief: Brief,
    board: Storyboard,
    speech: Sequence[Speech],
    score: MediaFile | None,
    bench: Bench,
    folder: Path,
) -> Sound:
    """Voice over ducked music at −14 LUFS; no file where the film is silent. What it was mixed of
    is kept where clips may bring sound of their own. The same is not mixed twice."""
    timeline = Timeline.of(brief, board)
    notes = tuple(_notes(brief, board, timeline, speech, score))
    voices = _voices(brief, timeline, speech, bench.shelf)
    if not voices and not score:
        return Sound(file=None, notes=notes)
    music, apart = score and bench.shelf.path(score), brief.clip_sound != "off"
    cache, key = Cache.of(bench), plan.mix(voices, music, timeline.seconds, apart)
    if not (sound := _found(cache, key)):
        mixed = await mastered(voices, music, timeline.seconds, folder, apart=apart)
        stems = _kept(mixed, bench.shelf) if apart else None
        sound = Sound(file=bench.shelf.keep(mixed.finished, M4A), stems=stems)
        _note(cache, key, sound, folder)
    return sound.model_copy(update={"notes": notes})


async def own_music(track: Recording, seconds: float, bench: Bench) -> Score:
    """Somebody's own music, as a film of so many seconds plays it. Nobody composed it here."""
    how = tailored(track, seconds)
    with TemporaryDirectory(dir=bench.scratch, prefix="music-") as folder:
        out = Path(folder) / "music.wav"
        await asyncio.to_thread(play, _own(track, bench.shelf), how, seconds, out)
        return Score(file=bench.shelf.keep(out, WAV), provider="")


async def whole(
    brief: Brief,
    timeline: Timeline,
    pieces: Sequence[Piece],
    sound: Sound,
    bench: Bench,
    folder: Path,
) -> MediaFile | None:
    """The sound to go with the film: what was mixed, with that of the clips where it is wanted."""
    if brief.clip_sound == "off":
        return sound.file
    shelf, stems = bench.shelf, sound.stems
    own = [piece.sound and shelf.path(piece.sound) for piece in pieces]
    rest = stems and Mixed(
        Path(), shelf.path(stems.mix), stems.loudness, stems.voice and shelf.path(stems.voice)
    )
    made = await with_clips(own, timeline, brief.clip_sound, rest, folder)
    return shelf.keep(made, M4A) if made else sound.file


def _voices(
    brief: Brief, timeline: Timeline, speech: Sequence[Speech], shelf: Shelf
) -> list[Voice]:
    """Somebody's own voice from the first shot on, else the narrator's lines."""
    if own := brief.speech:
        return [Voice(_own(own, shelf), timeline.voice_at(0), own.seconds, own=True)]
    return [Voice(shelf.path(s.file), s.starts, s.seconds) for s in speech]


def _own(recording: Recording, shelf: Shelf) -> Path:
    """Where somebody's recording lies. Raises `BadInput` where it is not kept any more."""
    try:
        return shelf.path(recording.file)
    except FileNotFoundError as error:
        raise BadInput("recording.gone") from error


def _found(cache: Cache, key: str) -> Sound | None:
    """The same sound as it was mixed before, if all of it still lies on the shelf."""
    if not (kept := cache.found(key)):
        return None
    try:
        sound = Sound.model_validate_json(cache.shelf.path(kept).read_text("utf-8"))
    except ValidationError:  # written by another version
        return None
    stems = [sound.stems.mix, sound.stems.voice] if sound.stems else []
    files = [file for file in (sound.file, *stems) if file]
    return sound if all([cache.there(file) for file in files]) else None


def _note(cache: Cache, key: str, sound: Sound, folder: Path) -> None:
    told = folder / "sound.json"
    told.write_text(sound.model_dump_json(), "utf-8")
    cache.note(key, cache.shelf.keep(told, JSON))


def _kept(mixed: Mixed, shelf: Shelf) -> Stems:
    voice = mixed.voice and shelf.keep(mixed.voice, WAV)
    return Stems(mix=shelf.keep(mixed.mix, WAV), loudness=mixed.loudness, voice=voice)


def _notes(
    brief: Brief,
    board: Storyboard,
    timeline: Timeline,
    speech: Sequence[Speech],
    score: MediaFile | None,
) -> Iterator[str]:
    own = brief.speech
    if own and timeline.voice_at(0) + own.seconds > timeline.seconds + OVERHANG:
        yield "note.voice_cut"
    if brief.voice and not own and not speech and any(shot.line for shot in board.shots):
        yield "note.no_voice"
    if (brief.track or brief.music != "off") and not score:
        yield "note.no_music"
