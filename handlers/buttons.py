"""The buttons under what was made, page by page. Pure: a page is a function of the job, so that a
button works after a restart and after a week."""

from __future__ import annotations

from collections.abc import Sequence

from generation.model import Brief, Film, Stills
from handlers.actions import action
from handlers.conversation import Button, Say
from handlers.likenesses import drifting
from handlers.remake import mark, wide

Rows = tuple[tuple[Button, ...], ...]
PER_ROW = 4  # that still can be read on a phone
SHORT_PER_ROW = 6  # of those that are a sign and a number
EXPORTS = ("gif", "webp", "poster", "sheet", "srt", "vtt", "ass")


def button(verb: str, job: str, arg: str | int = "", label: str = "", n: int = 0) -> Button:
    """A button about a job; it is called like its verb unless there is a `label`."""
    return Button(Say(f"button.{label or verb}", {"n": n}), action(verb, job, arg))


def film(job: str, brief: Brief, made: Film) -> Rows:
    """What can be made of a film. One of a given storyboard is painted anew by `again` already."""
    turn = "turn_tall" if wide(brief.aspect) else "turn_wide"
    several = len(made.board.shots) > 1
    written_here = brief.board is None
    wanted = [
        button("again", job),
        *([button("repaint", job)] if written_here else []),
        button("turn", job, label=turn),
        *([button("longer", job)] if written_here else []),
        *([button("page", job, "shots", "shots"), button("board", job)] if several else []),
    ]
    changed = [button("page", job, "cut", "cuts"), button("page", job, "export", "exports")]
    return *rows(wanted, 2), tuple(changed), (button("share", job), _delete(job))


def images(job: str, made: Stills) -> Rows:
    """What can be made of each candidate, and of all of them."""
    count = len(made.keyframes)
    each = (numbered(verb, job, count) for verb in ("animate", "vary", "upscale"))
    return *(row for verb in each for row in verb), (button("again", job), _delete(job))


def enlarged(job: str) -> Rows:
    """What can be made of one picture in its full size."""
    return (button("animate", job, 0, "move"), button("again", job)), (_delete(job),)


def storyboard(job: str, made: Stills) -> Rows:
    """Approve, change shot by shot, take along."""
    count = len(made.board.shots)
    order = [button("page", job, "order", "order")] if count > 1 else []
    return (
        (button("render", job), button("again", job)),
        (button("page", job, "reword", "reword"), *order, button("board", job, label="file")),
        *rows(_redos(job, made), PER_ROW),
        (button("share", job), _delete(job)),
    )


def page(name: str, job: str, made: Film | Stills | None, brief: Brief) -> Rows | None:
    """A page behind a button; None for the first one, and for one that this job does not have."""
    match name, made:
        case "cut", Film():
            return *cuts(job, brief), _back(job)
        case "export", Film():
            return *exports(job), _back(job)
        case "shots", Film():
            return *numbered("animate", job, len(made.board.shots)), _back(job)
        case "reword", Stills():
            count = len(made.board.shots)
            return *numbered("reword", job, count, "reword_shot", SHORT_PER_ROW), _back(job)
        case "order", Stills():
            return *_moves(job, made), _back(job)
        case "delete", _:
            return ((button("delete", job, label="delete_yes"), button("page", job, label="keep")),)
        case _:
            return None


def cuts(job: str, brief: Brief) -> Rows:
    """What is most wanted of the same clips: another shape; words and sound on or off."""
    shapes = {"16:9": "cut_wide", "9:16": "cut_tall", "1:1": "cut_square"}
    shaped = [
        button("cut", job, f"ar={aspect.replace(':', 'x')}", label)
        for aspect, label in shapes.items()
        if aspect != brief.aspect
    ]
    words = ("burn", "words_on") if brief.subtitles == "off" else ("off", "words_off")
    music = ("auto", "music_on") if brief.music == "off" else ("off", "music_off")
    titled = ("off", "title_off") if brief.titled else ("on", "title_on")
    changed = [
        button("cut", job, f"{name}={value}", f"cut_{label}")
        for name, (value, label) in {"subtitles": words, "music": music, "title": titled}.items()
    ]
    return *rows(shaped, 2), *rows(changed, 2)


def exports(job: str) -> Rows:
    """What can be taken along of a film, each as a file."""
    return rows([button("export", job, kind, f"export_{kind}") for kind in EXPORTS], 2)


def numbered(verb: str, job: str, count: int, label: str = "", per_row: int = PER_ROW) -> Rows:
    """A button for each picture or shot."""
    return rows([button(verb, job, n, label, n + 1) for n in range(count)], per_row)


def _redos(job: str, made: Stills) -> list[Button]:
    """A button for each shot; one in which somebody drifts is marked."""
    marked = drifting(made.likeness)
    labels = ["redo_drift" if n in marked else "" for n in range(len(made.board.shots))]
    return [button("redo", job, n, label, n + 1) for n, label in enumerate(labels)]


def rows(buttons: Sequence[Button], per_row: int) -> Rows:
    """Buttons in rows."""
    return tuple(tuple(buttons[n : n + per_row]) for n in range(0, len(buttons), per_row))


def _moves(job: str, made: Stills) -> Rows:
    """Each shot one place up, each one place down. They hold the order they were made for: pressed
    twice, the second press finds another order and moves nothing."""
    count, now = len(made.board.shots), mark(made)
    up = [button("move", job, f"{n}u.{now}", "up", n + 1) for n in range(1, count)]
    down = [button("move", job, f"{n}d.{now}", "down", n + 1) for n in range(count - 1)]
    return *rows(up, SHORT_PER_ROW), *rows(down, SHORT_PER_ROW)


def _back(job: str) -> tuple[Button, ...]:
    return (button("page", job, label="back"),)


def _delete(job: str) -> Button:
    return button("page", job, "delete", "delete")
