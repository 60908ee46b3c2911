"""Finished films, as people name them: by id, by replying to them, or not at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generation.errors import BadInput
from generation.model import Film
from handlers.house import House
from handlers.records import beside, finder, message_of, result_of
from storage.jobs import Job

if TYPE_CHECKING:
    from handlers.commands import Ask

ID = re.compile(r"#?[0-9a-hjkmnp-tv-z]{4,18}", re.I | re.ASCII)  # as storage writes them
RECENT = 50  # of somebody's jobs, among which a message is looked for


async def chosen(ask: Ask, name: str) -> tuple[Job, Film]:
    """The film of that id, else the one that the message replies to, else their newest. Raises
    `BadInput` where it is none, or not ready."""
    if name:
        return made(await ask.job(name))
    if ask.incoming.replied:
        return made(await _replied_to(ask))
    jobs = [job for job in await ask.house.jobs.recent(ask.me, RECENT) if job.kind == "film"]
    for job in jobs:
        if job.state == "finished":
            return made(job)
    raise BadInput("cut.no_film" if all(job.ended for job in jobs) else "job.not_ready")


def made(job: Job) -> tuple[Job, Film]:
    """The film that a job has made. Raises `BadInput`."""
    if job.kind != "film":
        raise BadInput("cut.not_film")
    if not job.ended:
        raise BadInput("job.not_ready")
    film = result_of(job)
    if not isinstance(film, Film):
        raise BadInput("cut.not_made")
    return job, film


def check_kept(house: House, film: Film) -> None:
    """Raises `BadInput` where retention took what the film was cut from."""
    find = finder(house)
    frames = [take.keyframe.file for take in film.takes]
    clips = [take.clip.file for take in film.takes if take.clip.file]
    if not film.takes or not all(find(file) for file in (*frames, *clips)):
        raise BadInput("cut.gone")


async def _replied_to(ask: Ask) -> Job:
    place, message = ask.incoming.place.key, ask.incoming.replied
    for job in await ask.house.jobs.recent(ask.me, RECENT):
        for ref in (message_of(job), *beside(job)):
            if ref and (ref.place.key, ref.id) == (place, message):
                return job
    raise BadInput("cut.not_yours")
