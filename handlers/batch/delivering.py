"""What a batch hands over: albums of its films or pictures, each with its number. Pure but for
asking where files lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generation.model import Film, Stills
from handlers.batch.card import Item
from handlers.conversation import Picture, Reply, Say, Video
from handlers.views import Find

MOST = 10  # in one album: on Telegram and in a message on Discord


@dataclass(frozen=True, slots=True)
class Album:
    """One message, or as many as its platform makes of it; `jobs` are whose film or picture stands
    in each place of it. With it, those in `whole` are handed over."""

    reply: Reply
    jobs: tuple[str, ...]
    whole: frozenset[str]


def albums(items: Sequence[Item], find: Find) -> Iterator[Album]:
    """Everything that was made, in albums as equal as can be, in the order of the numbers."""
    things = [(item.job.id, thing) for item in items for thing in _things(item, find)]
    count = -(-len(things) // MOST)
    size = -(-len(things) // count) if count else 1
    for start in range(0, len(things), size):
        part, rest = things[start : start + size], things[start + size :]
        jobs = tuple(job for job, _ in part)
        later = {job for job, _ in rest}
        yield Album(reply_of([thing for _, thing in part]), jobs, frozenset(jobs) - later)


def reply_of(things: Sequence[Picture | Video]) -> Reply:
    """The album as a message."""
    return Reply(
        text=tuple(thing.caption for thing in things if thing.caption),
        pictures=tuple(thing for thing in things if isinstance(thing, Picture)),
        videos=tuple(thing for thing in things if isinstance(thing, Video)),
    )


def _things(item: Item, find: Find) -> Iterator[Picture | Video]:
    match item.made:
        case Film() as film:
            yield from films(item, film, find)
        case Stills() as stills:
            for frame in stills.keyframes:
                if path := find(frame.file):
                    yield Picture(path, Say("batch.caption", {"n": item.n, "idea": item.idea}))
        case None:
            return


def films(item: Item, film: Film, find: Find) -> Iterator[Video]:
    """A film, and the same in further languages."""
    poster = find(film.keyframes[0].file) if film.keyframes else None
    for made in (film, *film.editions):
        if path := find(made.file):
            values = {"n": item.n, "idea": made.title or item.idea}
            caption = Say("batch.caption", values)
            if not isinstance(made, Film):
                caption = Say("batch.caption_in", {**values, "lang": Say(f"lang.{made.lang}")})
            yield Video(path, made.width, made.height, made.seconds, poster, caption)
