"""How a make ended: for scripts as an exit code and one JSON object, for people as a few lines."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.words import Translate
from generation.errors import Kind
from generation.model import PERSON, Film
from generation.seeds import stream
from handlers.ports import Failure
from handlers.track import Track
from handlers.views import by

DONE, BAD_INPUT, PROVIDER_FAILED, NOTHING_ABLE, CANCELLED = 0, 2, 3, 4, 130
SHORT_ENOUGH = 80  # characters of an idea that are repeated in a suggestion


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A film, and where it was put."""

    film: Film
    path: Path
    idea: str
    took: float  # seconds
    first_keyframe: float | None  # seconds after the start
    board: Path | None = None
    further: Mapping[str, Path] = field(default_factory=dict[str, Path])  # in other languages

    code = DONE

    def result(self) -> dict[str, Any]:
        """The last JSON line."""
        film = self.film
        return {
            "event": "result",
            "ok": True,
            "exit": DONE,
            "path": str(self.path),
            "title": film.title,
            "seconds": round(film.seconds, 3),
            "width": film.width,
            "height": film.height,
            "bytes": film.file.size,
            "shots": len(film.board.shots),
            "seed": film.seed,
            "crew": film.crew,
            "bill": film.bill,
            "made": [
                {"role": role, **provenance.model_dump(mode="json", exclude={"notes"})}
                for role, provenance in film.made
            ],
            "notes": list(film.notes),
            "took": round(self.took, 3),
            "first_keyframe": self.first_keyframe and round(self.first_keyframe, 3),
            "board": self.board and str(self.board),
            "editions": [
                {
                    "lang": edition.lang,
                    "path": str(self.further[edition.lang]),
                    "title": edition.title,
                    "seconds": round(edition.seconds, 3),
                    "bytes": edition.file.size,
                    "notes": list(edition.notes),
                }
                for edition in film.editions
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class NotMade:
    """No film. `kept` shots are finished and wait for the same command."""

    code: int
    reason: str  # a word for scripts: an error's kind, or such as `idea.empty` and `cancelled`
    message: str  # a sentence for people
    detail: str = ""  # for whoever runs this, e.g. a vendor's own words
    kept: int = 0
    shots: int = 0

    def result(self) -> dict[str, Any]:
        """The last JSON line."""
        error = {"reason": self.reason, "message": self.message, "detail": self.detail}
        return {"event": "result", "ok": False, "exit": self.code, "error": error} | {
            "kept": self.kept,
            "shots": self.shots,
        }


def exit_code(failure: Failure) -> int:
    """What a failed job means for a script."""
    if failure.key:
        return BAD_INPUT
    return NOTHING_ABLE if failure.kind == Kind.ACCOUNT else PROVIDER_FAILED


def kept(track: Track) -> int:
    """How many shots are finished."""
    return sum(shot.done >= 1 for shot in track.shots)


def closing(made: Made, translate: Translate) -> Iterator[str]:
    """What a person reads when the film is there: where it lies, what it is, what to try next."""
    film = made.film
    yield translate("cli.made", path=str(made.path))
    yield "  " + translate(
        "cli.facts",
        seconds=film.seconds,
        width=film.width,
        height=film.height,
        megabytes=film.file.size / 1e6,
        took=made.took,
    )
    yield from (f"  {line}" for line in _by(film, translate))
    yield from (f"  {translate(note)}" for note in film.notes)
    for edition in film.editions:
        lang, path = translate(f"lang.{edition.lang}"), str(made.further[edition.lang])
        yield translate("cli.made_in", lang=lang, path=path)
        yield from (f"  {translate(note)}" for note in edition.notes)
    yield ""
    yield translate("cli.next")
    yield from (f"  {line}" for line in suggestions(film, made.idea or film.title, translate))


def _by(film: Film, translate: Translate) -> Iterator[str]:
    """Who made it and what vendors take for it, where it was not all made here."""
    if set(film.crew.values()) <= {"local"}:
        return
    yield translate.say(by(film.crew, translate.lang))
    for currency, amount in film.bill.items():
        yield translate("cli.bill", amount=money(amount), currency=currency)


def money(amount: float) -> str:
    """An amount with its cents; a smaller one with what there is of them."""
    return f"{amount:.2f}" if amount >= 0.01 or not amount else f"{amount:.4f}"


def suggestions(film: Film, idea: str, translate: Translate) -> list[str]:
    """Three commands to try next, as they can be typed here."""
    from generation.styles import styles

    command, words = invoked(), shlex.quote(idea) if len(idea) <= SHORT_ENOUGH else '"…"'
    others = sorted(set(styles()) - {film.board.style})
    style = stream(film.seed, "next", film.title).choice(others or [film.board.style])
    shape = "16:9" if film.height > film.width else "9:16"
    if film.crew.get("animator") == PERSON:
        return [
            f"{command} cut … --ar {shape}",
            f"{command} cut … --transition wipe --music hopeful",
            f"{command} chat    # {translate('cli.next_chat')}",
        ]
    return [
        f"{command} make {words} --style {style}",
        f"{command} make {words} --ar {shape}",
        f"{command} chat    # {translate('cli.next_chat')}",
    ]


def invoked() -> str:
    """How this program was called, so that it can be called again from the same place."""
    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        return "python -m bot"
    if shutil.which(called.name):
        return called.name
    here = Path.cwd()
    return str(called.relative_to(here)) if called.is_relative_to(here) else str(called)
