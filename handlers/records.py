"""What a job's row says, in the words of the house."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

from generation.model import Brief, Film, MediaFile, Stills, Take
from handlers.conversation import MessageRef, Place
from handlers.house import House
from handlers.ports import JobState
from storage.artefacts import Artefact
from storage.jobs import Job, Made, State

ENDED = ("finished", "failed", "cancelled")


def brief_of(job: Job) -> Brief:
    """What was asked for."""
    return Brief.model_validate_json(job.brief)


def result_of(job: Job) -> Film | Stills | None:
    """What was made."""
    if not job.result:
        return None
    noun = Film if job.kind == "film" else Stills
    return noun.model_validate_json(job.result)


def finder(house: House) -> Callable[[MediaFile], Path | None]:
    """Where files lie, None for those that retention took."""

    def find(file: MediaFile) -> Path | None:
        try:
            return house.files.path(file.ref)
        except FileNotFoundError:
            return None

    return find


def tries(job: str) -> Iterator[str]:
    """The names of a job's holds: its own, and one for each time it was tried again."""
    yield job
    for number in count(1):
        yield f"{job}.r{number}"


def artefacts(job: str, made: Film | Stills) -> list[Artefact]:
    """The files that were made, to be written down with the job."""
    files = [("keyframe", frame.file) for frame in made.keyframes]
    if isinstance(made, Film):
        films = [made.file, *(edition.file for edition in made.editions)]
        files += [*_filmed(made.takes), *(("film", file) for file in films)]
    return _artefacts(job, files)


def given(job: str, brief: Brief) -> list[Artefact]:
    """The files that a job is made of and that others brought or made, to be written down before it
    begins: they are there for it even if the job they came from is deleted meanwhile."""
    own = [recording.file for recording in (brief.track, brief.speech) if recording]
    own += [brief.lut] if brief.lut else []
    own += [brief.logo.picture.file] if brief.logo else []
    own += [look.file for who in brief.cast for look in who.looks]
    frames = [("keyframe", take.keyframe.file) for take in brief.takes]
    return _artefacts(job, [*frames, *_filmed(brief.takes), *(("given", file) for file in own)])


def _filmed(takes: Iterable[Take]) -> list[tuple[str, MediaFile]]:
    return [("clip", take.clip.file) for take in takes if take.clip.file]


def _artefacts(job: str, files: Iterable[tuple[str, MediaFile]]) -> list[Artefact]:
    return [Artefact(job, file.ref, kind, file.mime, file.size) for kind, file in files]


def measured(made: Film | Stills | None) -> Made:
    """How much was made, for the figures of the house."""
    if made is None:
        return Made()
    return Made(len(made.keyframes), made.seconds if isinstance(made, Film) else 0.0)


def ended(state: JobState) -> State:
    """How a job ended, as storage calls it."""
    assert state.outcome in ENDED
    return state.outcome


def place_of(job: Job) -> Place:
    """Where the job was ordered."""
    return Place(job.platform, job.chat, job.thread, job.private, job.home)


def written(ref: MessageRef, beside: Iterable[MessageRef] = ()) -> str:
    """A message as the job's row keeps it, with others that show the same job."""
    return json.dumps({**_kept(ref), "beside": [_kept(other) for other in beside]})


def message_of(job: Job) -> MessageRef | None:
    """Where the job is shown, or None where it never was."""
    return ref_in(job, job.message)


def ref_in(job: Job, kept: str | None) -> MessageRef | None:
    """A message that was `written` about a job, or about several of which it is one."""
    return _read(job, json.loads(kept)) if kept else None


def beside(job: Job) -> list[MessageRef]:
    """Other messages that show it: an album, a document, what /show brought up again."""
    kept = json.loads(job.message) if job.message else {}
    return [_read(job, other) for other in kept.get("beside", ())]


def _kept(ref: MessageRef) -> dict[str, Any]:
    place = ref.place
    return {"id": ref.id, "chat": place.chat, "thread": place.thread, "private": place.private}


def _read(job: Job, kept: dict[str, Any]) -> MessageRef:
    place = Place(job.platform, kept["chat"], kept["thread"], kept["private"])
    return MessageRef(place, kept["id"])
