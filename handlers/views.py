"""How a job looks at each moment: messages from what is known about it. Pure but for asking where
files lie."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from generation.errors import Kind
from generation.model import Brief, Film, Keyframe, Lang, MediaFile, Role, Stills, Storyboard
from generation.styles import styles
from handlers.actions import action
from handlers.conversation import Bar, Button, Picture, Reply, Say, Video
from handlers.names import provider, titles
from handlers.ports import Failure
from handlers.remake import wide
from handlers.texts import render
from handlers.track import Track
from storage.jobs import Job, short_id

LONGEST_IDEA = 120  # characters of an idea that are repeated
ROLES: tuple[Role, ...] = get_args(Role)
ALWAYS_NAMED: frozenset[Role] = frozenset({"writer", "painter", "animator"})
Find = Callable[[MediaFile], Path | None]  # where a file lies, or None when it is gone


@dataclass(frozen=True, slots=True)
class Known:
    """What a message about a job is made of. `left` are the credits the person has now."""

    job: Job
    brief: Brief
    left: int
    find: Find
    notes: tuple[Say, ...] = ()

    @property
    def lang(self) -> Lang:
        """The language of the conversation."""
        return self.job.lang if self.job.lang in ("zh", "ja") else "en"

    @property
    def shape(self) -> str:
        """What kind of thing is made: `film`, `images` or `storyboard`."""
        if self.job.kind == "film":
            return "film"
        return "images" if self.brief.board and self.brief.board.variants else "storyboard"


def making(known: Known, track: Track, ahead: int = 0) -> Reply:
    """A job that has not ended: what was understood, what it costs, how far it is; how many are
    `ahead` of it in the queue."""
    shots = [
        Bar(Say("job.shot", {"n": n, "stage": Say(f"stage.{shot.label}")}), shot.done, n - 1)
        for n, shot in enumerate(track.shots, 1)
    ]
    stage = track.stage if known.shape == "film" or track.stage in ("queued", "done") else "paint"
    label = Say("stage.ahead", {"n": ahead}) if ahead else Say(f"stage.{stage}")
    return Reply(
        text=(_heard(known), facts(known), cost(known), *known.notes),
        bars=(Bar(label, track.done), *shots),
        pictures=_pictures(known, [shot.keyframe for shot in track.shots if shot.keyframe]),
        buttons=((_button("cancel", known),),),
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
            _title(made.board),
            Say("film.facts", values),
            by(made.crew, known.lang),
            Say("film.origin", origin),
            spent(known),
            *(Say(note) for note in made.notes),
        ),
        video=Video(path, made.width, made.height, made.seconds),
        buttons=_film_buttons(known, made),
    )


def by(crew: Mapping[Role, str], lang: Lang) -> Say:
    """Who made it: what vendors did, beside what was done here."""
    if set(crew.values()) <= {"local"}:
        return Say("film.by.us")
    parts = [
        render(Say(f"film.by.{role}", {"names": titles(crew[role], lang)}), lang)
        for role in ROLES
        if role in crew and (role in ALWAYS_NAMED or crew[role] != "local")
    ]
    return Say("plain", {"text": " · ".join(parts)})


def images(known: Known, made: Stills) -> Reply:
    """The candidates of one picture."""
    numbers = range(1, len(made.keyframes) + 1)
    return Reply(
        text=(_heard(known), _seed(known, made), spent(known)),
        pictures=_numbered(known, made),
        buttons=(
            tuple(_button("animate", known, n - 1, n=n) for n in numbers),
            tuple(_button("vary", known, n - 1, n=n) for n in numbers),
            (_button("again", known),),
        ),
    )


def storyboard(known: Known, made: Stills) -> Reply:
    """The shots on paper, to be approved, redone or reworded."""
    numbers = range(1, len(made.board.shots) + 1)
    lines = tuple(_shot_line(made.board, n) for n in numbers)
    hint = Say("board.hint", {"id": short_id(known.job.id)})
    logline = (Say("plain", {"text": made.board.logline}),) if made.board.logline else ()
    redo = [_button("redo", known, n - 1, n=n) for n in numbers]
    return Reply(
        text=(_title(made.board), *logline, *lines, hint, spent(known)),
        pictures=_numbered(known, made),
        buttons=(
            (_button("render", known), _button("again", known), _button("board", known)),
            *(tuple(redo[row : row + 4]) for row in range(0, len(redo), 4)),
        ),
    )


def failed(known: Known, failure: Failure, frames: Iterable[Keyframe] = ()) -> Reply:
    """What happened, that it cost nothing, and what to do."""
    return Reply(
        text=(_heard(known), *explained(failure)),
        pictures=_pictures(known, frames),
        buttons=((_button("retry", known), _button("again", known)),),
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
        buttons=((_button("again", known),),),
    )


def forgotten(known: Known) -> Reply:
    """Deleted by the person."""
    return Reply(text=(Say("job.forgotten", {"id": short_id(known.job.id)}),))


def gone(known: Known) -> Reply:
    """Its files were cleared away; the same seed makes them again."""
    return Reply(text=(_heard(known), Say("job.gone")), buttons=((_button("again", known),),))


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
    values = {
        "style": style_name(board.style if board else brief.style, known.lang),
        "look": Say(f"look.{brief.look}"),
        "aspect": brief.aspect,
        "shots": Say("pictures" if known.shape == "images" else "shots", {"n": shots}),
    }
    if brief.seconds:
        return Say("job.facts_seconds", {**values, "seconds": brief.seconds})
    return Say("job.facts", values)


def cost(known: Known) -> Say:
    """The estimate, before."""
    return Say("job.cost", {"credits": credits(known.job.estimate), "left": known.left})


def spent(known: Known) -> Say:
    """What was charged, after."""
    return Say("job.spent", {"credits": credits(known.job.spent), "left": known.left})


def credits(number: int) -> Say:
    """An amount."""
    return Say("credits", {"n": number})


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


def _title(board: Storyboard) -> Say:
    return Say("film.title", {"title": board.title}) if board.title else Say("film.untitled")


def _seed(known: Known, made: Stills) -> Say:
    return Say("images.origin", {"seed": made.seed, "id": short_id(known.job.id)})


def _shot_line(board: Storyboard, n: int) -> Say:
    shot = board.shots[n - 1]
    values = {
        "n": n,
        "framing": Say(f"framing.{shot.framing}"),
        "camera": Say(f"camera.{shot.camera}"),
        "seconds": shot.seconds,
        "text": shortened(shot.subtitle or shot.line or shot.prompt, 80),
    }
    return Say("board.shot", values)


def _film_buttons(known: Known, made: Film) -> tuple[tuple[Button, ...], ...]:
    turn = "turn_tall" if wide(known.brief.aspect) else "turn_wide"
    first = (_button("again", known), _button("turn", known, label=turn))
    if len(made.board.shots) == 1:
        return (first,)
    more = (_button("longer", known),) if known.brief.idea and not known.brief.board else ()
    return first, (*more, _button("board", known))


def _button(verb: str, known: Known, arg: int | str = "", label: str = "", n: int = 0) -> Button:
    return Button(Say(f"button.{label or verb}", {"n": n}), action(verb, known.job.id, arg))


def _pictures(known: Known, frames: Iterable[Keyframe]) -> tuple[Picture, ...]:
    paths = [known.find(frame.file) for frame in frames]
    return tuple(Picture(path) for path in paths if path)


def _numbered(known: Known, made: Stills) -> tuple[Picture, ...]:
    found = [(n, known.find(frame.file)) for n, frame in enumerate(made.keyframes, 1)]
    return tuple(Picture(path, Say("images.number", {"n": n})) for n, path in found if path)
