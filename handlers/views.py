"""How a job looks at each moment: messages from what is known about it. Pure but for asking where
files lie."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from math import ceil, floor
from pathlib import Path
from typing import Any, get_args

from generation.errors import Kind
from generation.generated import filmed_by_person
from generation.model import Brief, Film, Keyframe, Lang, MediaFile, Role, Shot, Stills, Storyboard
from generation.styles import styles
from handlers import buttons
from handlers.conversation import Bar, Button, File, Picture, Reply, Say, Video
from handlers.likenesses import Told, beside, of_film, to_redo
from handlers.names import provider, titles
from handlers.ports import PERSON, Failure
from handlers.texts import render
from handlers.timing import Outlook
from handlers.track import Track
from storage.errors import HouseFull, NotEnough, PlaceFull
from storage.jobs import Job, short_id

TIGHT = 0.6  # of what a place takes; a film that large was made to fit
NEAR_ENOUGH = 0.6  # of what is seen has the palette's colours: most of it
LONGEST_IDEA = 120  # characters of an idea that are repeated
ROLES: tuple[Role, ...] = get_args(Role)
ALWAYS_NAMED: frozenset[Role] = frozenset({"writer", "painter", "animator"})
STAGES = {"images": "paint", "storyboard": "paint", "enlarged": "enlarge"}  # all there is to do
Find = Callable[[MediaFile], Path | None]  # where a file lies, or None when it is gone


@dataclass(frozen=True, slots=True)
class Known:
    """What a message about a job is made of. `left` are the credits that the person has now; where
    the job is `pooled`, those of the place in which it was ordered."""

    job: Job
    brief: Brief
    left: int
    find: Find
    notes: tuple[Say, ...] = ()
    pooled: bool = False

    @property
    def lang(self) -> Lang:
        """The language of the conversation."""
        return self.job.lang if self.job.lang in ("zh", "ja") else "en"

    @property
    def shape(self) -> str:
        """What kind of thing is made: `film`, `cut`, `clips`, `images`, `enlarged` or
        `storyboard`."""
        if self.job.kind == "film":
            own = "clips" if filmed_by_person(self.brief) else "cut"
            return own if self.brief.takes else "film"
        if self.brief.enlarge > 1:
            return "enlarged"
        return "images" if self.brief.board and self.brief.board.variants else "storyboard"


def making(known: Known, track: Track, ahead: int = 0, outlook: Outlook | None = None) -> Reply:
    """A job that has not ended: what was understood, what it costs, how far it is, and how long it
    still takes where there is an `outlook`; how many are `ahead` of it in the queue."""
    outlook = outlook or Outlook(track.done)
    shots = [
        Bar(Say("job.shot", {"n": n, "stage": Say(f"stage.{shot.label}")}), shot.done, n - 1)
        for n, shot in enumerate(track.shots, 1)
    ]
    stage = STAGES.get(known.shape, track.stage)
    stage = track.stage if track.stage in ("queued", "done") else stage
    label = Say("stage.ahead", {"n": ahead}) if ahead else Say(f"stage.{stage}")
    return Reply(
        text=(
            *(_heard(known), facts(known), *_brand(known.brief), *_languages(known)),
            *(cost(known), *known.notes),
        ),
        bars=(Bar(label, outlook.done, left=outlook.left), *shots),
        pictures=_painted(known, track),
        buttons=((buttons.button("cancel", known.job.id),),),
    )


def film(known: Known, made: Film) -> Reply:
    """The film, in place of its progress."""
    path = known.find(made.file)
    if path is None:
        return gone(known)
    values = {
        "style": style_name(made.board.style, known.lang),
        "shots": Say("shots", {"n": len(made.board.shots)}),
        "seconds": made.seconds,
        "width": made.width,
        "height": made.height,
        "megabytes": made.file.size / 1e6,
    }
    origin = {"seed": made.seed, "id": short_id(known.job.id)}
    return Reply(
        text=(
            _title(made.title),
            Say("film.facts_clips" if known.shape == "clips" else "film.facts", values),
            *_fits(known.brief, made),
            by(made.crew, known.lang),
            Say("film.origin", origin),
            spent(known),
            *held(known.brief, made),
            *of_film(made),
            *(Say(note) for note in made.notes),
        ),
        video=Video(path, made.width, made.height, made.seconds, _poster(known, made)),
        buttons=buttons.film(known.job.id, known.brief, made),
        after=tuple(_editions(known, made)),
    )


def _fits(brief: Brief, made: Film) -> Iterator[Say]:
    """How a film was made to fit where it is sent to, where that made a difference."""
    if brief.cap and made.file.size > TIGHT * brief.cap:
        side = min(made.width, made.height)
        limit, megabytes = brief.cap / 1e6, made.file.size / 1e6
        yield Say("film.fits", {"height": side, "megabytes": megabytes, "limit": limit})


def held(brief: Brief, made: Film | Stills) -> Iterator[Say]:
    """How near it comes to the colours of its brand, and what to do where that is not very."""
    if made.colours is None:
        yield from _brand(brief)
        return
    share = floor(100 * made.colours)
    key = "film.brand_colours" if brief.brand else "film.colours"
    yield Say(key, {"brand": brief.brand, "percent": share})
    if made.colours < NEAR_ENOUGH:
        yield Say("note.colours_far")


def by(crew: Mapping[Role, str], lang: Lang) -> Say:
    """Who made it: what vendors did, beside what was done here."""
    if set(crew.values()) <= {"local"}:
        return Say("film.by.us")
    parts = [render(Say("film.by.people"), lang)] if crew.get("animator") == PERSON else []
    parts += [
        render(Say(f"film.by.{role}", {"names": titles(crew[role], lang)}), lang)
        for role in ROLES
        if role in crew and (role in ALWAYS_NAMED or crew[role] != "local")
        if not (parts and crew[role] == PERSON)
    ]
    return Say("plain", {"text": " · ".join(parts)})


def stills(known: Known, made: Stills) -> Reply:
    """Pictures, as what they were asked for."""
    match known.shape:
        case "images":
            return images(known, made)
        case "enlarged":
            return enlarged(known, made)
        case _:
            return storyboard(known, made)


def images(known: Known, made: Stills) -> Reply:
    """The candidates of one picture."""
    return Reply(
        text=(
            *(_heard(known), _seed(known, made), spent(known)),
            *(*held(known.brief, made), *_notes(made)),
        ),
        pictures=_numbered(known, made),
        buttons=buttons.images(known.job.id, made),
    )


def enlarged(known: Known, made: Stills) -> Reply:
    """One picture in its full size: to look at, and as a file that no platform makes smaller."""
    frame = made.keyframes[0]
    path = known.find(frame.file)
    if path is None:
        return gone(known)
    size = Say("images.size", {"width": frame.width, "height": frame.height})
    return Reply(
        text=(_heard(known), size, _seed(known, made), spent(known), *_notes(made)),
        pictures=(Picture(path),),
        files=(File(path, f"picture-{short_id(known.job.id)}{path.suffix}"),),
        buttons=buttons.enlarged(known.job.id),
    )


def storyboard(known: Known, made: Stills) -> Reply:
    """The shots on paper, to be approved, redone or reworded."""
    logline = (Say("plain", {"text": made.board.logline}),) if made.board.logline else ()
    origin = (_seed(known, made), spent(known))
    return Reply(
        text=(
            *(_title(made.board.title), *logline, *shots(made.board, made.likeness), *origin),
            *(*held(known.brief, made), *to_redo(made), *_notes(made)),
        ),
        pictures=_numbered(known, made),
        buttons=buttons.storyboard(known.job.id, made),
    )


def shots(board: Storyboard, likeness: Told = ()) -> tuple[Say, ...]:
    """The shots in words, a line each, with how alike its characters came out."""
    lines = (_shot_line(shot, n) for n, shot in enumerate(board.shots, 1))
    told = zip_longest(lines, likeness[: len(board.shots)], fillvalue=())
    return tuple(beside(line, one) for line, one in told if isinstance(line, Say))


def failed(known: Known, failure: Failure, frames: Iterable[Keyframe] = ()) -> Reply:
    """What happened, that it cost nothing, and what to do."""
    return Reply(
        text=(_heard(known), *explained(failure)),
        pictures=_pictures(known, frames),
        buttons=((buttons.button("retry", known.job.id), _again(known)),),
    )


def explained(failure: Failure) -> tuple[Say, ...]:
    """Whose fault it was and what to do; and that nothing was charged."""
    if failure.key:
        return Say(failure.key, _values(failure)), Say("failure.free")
    values = {"provider": provider(failure.provider)}
    return Say(f"failure.{Kind(failure.kind)}", values), Say("failure.free")


def cancelled(known: Known) -> Reply:
    """Stopped by the person."""
    return Reply(
        text=(_heard(known), Say("job.cancelled"), Say("failure.free")),
        buttons=((_again(known),),),
    )


def forgotten(known: Known) -> Reply:
    """Deleted by the person."""
    return Reply(text=(Say("job.forgotten", {"id": short_id(known.job.id)}),))


def gone(known: Known) -> Reply:
    """Its files were cleared away; the same seed makes them again."""
    return Reply(text=(_heard(known), Say("job.gone")), buttons=((_again(known),),))


def line(job: Job, brief: Brief) -> Say:
    """One line of a list of jobs."""
    title = shortened(brief.idea or (brief.board.title if brief.board else ""), 40)
    state = Say(f"state.{job.state}")
    return Say("jobs.line", {"id": short_id(job.id), "state": state, "idea": title})


def facts(known: Known) -> Say:
    """What was understood of the options."""
    brief = known.brief
    board = brief.board
    shots = len(board.shots) if board else brief.shots
    things = "pictures" if known.shape in ("images", "enlarged") else "shots"
    values = {
        "style": style_name(board.style if board else brief.style, known.lang),
        "look": Say(f"look.{brief.look}"),
        "aspect": brief.aspect,
        "shots": Say(things, {"n": shots}),
    }
    if known.shape == "clips":
        return Say("job.facts_clips", values)
    if brief.seconds:
        return Say("job.facts_seconds", {**values, "seconds": brief.seconds})
    return Say("job.facts", values)


def _brand(brief: Brief) -> Iterator[Say]:
    """For whose brand it is made."""
    if brief.brand:
        yield Say("film.brand", {"brand": brief.brand})


def _languages(known: Known) -> Iterator[Say]:
    """That there will be several films, and which comes first."""
    brief = known.brief
    if brief.langs and known.job.kind == "film":
        names = [render(Say(f"lang.{lang}"), known.lang) for lang in (brief.lang, *brief.langs)]
        yield Say("job.languages", {"n": len(names), "languages": ", ".join(names)})


def cost(known: Known) -> Say:
    """The estimate, before."""
    if not known.job.estimate:
        return Say("job.cost_nothing", {"left": known.left})
    key = "job.cost_pool" if known.pooled else "job.cost"
    return Say(key, {"credits": credits(known.job.estimate), "left": known.left})


def spent(known: Known) -> Say:
    """What was charged, after."""
    key = "job.spent_pool" if known.pooled else "job.spent"
    return Say(key, {"credits": credits(known.job.spent), "left": known.left})


def credits(number: int) -> Say:
    """An amount."""
    return Say("credits", {"n": number})


def too_dear(error: NotEnough, now: datetime) -> Say:
    """What is there, what it would take, and when there is more."""
    hours = max(1, ceil((error.resets_at - now).total_seconds() / 3600))
    if isinstance(error, PlaceFull):
        return Say("balance.place_full", {"n": hours})
    if isinstance(error, HouseFull):
        return Say("balance.house_full", {"n": hours})
    needed, left = credits(error.needed), credits(error.balance)
    return Say("balance.not_enough", {"needed": needed, "left": left, "n": hours})


def style_name(name: str, lang: Lang) -> str:
    """A style as people call it."""
    style = styles().get(name)
    return style.names[lang] if style else name


def shortened(text: str, limit: int = LONGEST_IDEA) -> str:
    """The beginning of a text."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _values(failure: Failure) -> dict[str, Any]:
    """What the sentence `failure.key` wants: the engine keeps it as JSON in the detail."""
    try:
        return dict(json.loads(failure.detail))
    except (ValueError, TypeError):
        return {}


def _heard(known: Known) -> Say:
    board = known.brief.board
    idea = known.brief.idea or (board.title if board else "")
    key = f"job.{known.shape}" if idea else f"job.{known.shape}_untitled"
    return Say(key, {"idea": shortened(idea)})


def _editions(known: Known, made: Film) -> Iterator[Reply]:
    """The film in its further languages, a message each."""
    for edition in made.editions:
        if path := known.find(edition.file):
            values = {
                "lang": Say(f"lang.{edition.lang}"),
                "title": edition.title,
                "seconds": edition.seconds,
                "megabytes": edition.file.size / 1e6,
            }
            notes = (Say(note) for note in edition.notes)
            shape = edition.width, edition.height, edition.seconds
            yield Reply(
                text=(Say("film.edition", values), *notes),
                video=Video(path, *shape, _poster(known, made)),
            )


def _title(title: str) -> Say:
    return Say("film.title", {"title": title}) if title else Say("film.untitled")


def _seed(known: Known, made: Stills) -> Say:
    return Say("images.origin", {"seed": made.seed, "id": short_id(known.job.id)})


def _shot_line(shot: Shot, n: int) -> Say:
    values = {
        "n": n,
        "framing": Say(f"framing.{shot.framing}"),
        "camera": Say(f"camera.{shot.camera}"),
        "seconds": shot.seconds,
        "text": shortened(shot.subtitle or shot.line or shot.prompt, 80),
    }
    return Say("board.shot", values)


def _again(known: Known) -> Button:
    return buttons.button("again", known.job.id)


def _notes(made: Stills) -> Iterator[Say]:
    """What differs from what was asked."""
    return (Say(note) for note in made.notes)


def _poster(known: Known, made: Film) -> Path | None:
    return known.find(made.keyframes[0].file) if made.keyframes else None


def _painted(known: Known, track: Track) -> tuple[Picture, ...]:
    """What is painted so far, each at the place of its shot."""
    found = [(n, known.find(s.keyframe.file)) for n, s in enumerate(track.shots) if s.keyframe]
    return tuple(Picture(path, place=n) for n, path in found if path)


def _pictures(known: Known, frames: Iterable[Keyframe]) -> tuple[Picture, ...]:
    paths = [known.find(frame.file) for frame in frames]
    return tuple(Picture(path) for path in paths if path)


def _numbered(known: Known, made: Stills) -> tuple[Picture, ...]:
    found = [(n, known.find(frame.file)) for n, frame in enumerate(made.keyframes, 1)]
    return tuple(Picture(path, Say("images.number", {"n": n})) for n, path in found if path)
