"""What a person orders with `reelroom make`: the arguments, checked."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from bot import naming
from generation.errors import BadInput
from generation.model import (
    ASPECTS,
    LOOKS,
    MAX_IDEA,
    MOODS,
    Brief,
    Lang,
    Storyboard,
)
from generation.seeds import derive

MAX_BOARD_BYTES = 2_000_000
SEEDS = 1_000_000  # as many as there are short enough to type


@dataclass(frozen=True, slots=True)
class Order:
    """A checked order. `out` None: under its title, in ./films."""

    brief: Brief
    out: Path | None
    save_board: Path | None


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--shots", type=int)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--ar", choices=ASPECTS, dest="aspect")
    parser.add_argument("--style")
    parser.add_argument("--lang", choices=["zh", "en", "ja"])
    parser.add_argument("--seed", type=int)
    parser.add_argument("--voice", action=argparse.BooleanOptionalAction)
    parser.add_argument("--music", choices=("auto", "off", *MOODS))
    parser.add_argument("--subtitles", choices=("burn", "soft", "off"))
    parser.add_argument("--look", choices=LOOKS)
    parser.add_argument("--resolution", type=int, choices=(540, 720, 1080))
    parser.add_argument("--no", dest="negative")


OPTIONS = (
    "shots",
    "seconds",
    "aspect",
    "style",
    "lang",
    "seed",
    "voice",
    "music",
    "subtitles",
    "look",
    "resolution",
    "negative",
)


def order(args: argparse.Namespace) -> Order:
    """Check everything that was typed. Raises `BadInput` or `naming.BadTarget`."""
    idea = typed(args.idea)
    board = read_board(Path(args.board)) if args.board else None
    if not idea.strip() and not board:
        raise BadInput("cli.no_idea")
    if len(idea) > MAX_IDEA:
        raise BadInput("cli.idea_too_long", characters=len(idea), limit=MAX_IDEA)
    values = {k: v for k in OPTIONS if (v := getattr(args, k)) is not None}
    values.setdefault("lang", idea_language(idea))
    values.setdefault("seed", derive(0, idea) % SEEDS)
    brief = Brief(idea=idea, board=board, **values)
    return Order(
        brief=brief,
        out=naming.given(args.out) if args.out else None,
        save_board=Path(args.save_board) if args.save_board else None,
    )


def idea_language(idea: str) -> Lang:
    if any("\u3040" <= c <= "\u30ff" for c in idea):
        return "ja"
    return "zh" if any("\u4e00" <= c <= "\u9fff" for c in idea) else "en"


def typed(words: list[str]) -> str:
    """The idea: the words of the command line, or what comes in where they are a single `-`."""
    if words != ["-"]:
        return " ".join(words)
    data = sys.stdin.buffer.read(4 * MAX_IDEA + 1)  # a longer one is refused all the same
    return data.decode("utf-8", "replace").strip()


def read_board(path: Path) -> Storyboard:
    """A storyboard that was exported and perhaps edited. Raises `BadInput`, which says where."""
    try:
        if path.stat().st_size > MAX_BOARD_BYTES:
            raise BadInput("cli.board_unreadable", path=str(path), reason="too large")
        return Storyboard.model_validate_json(path.read_bytes())
    except (OSError, ValueError) as error:
        reason = _first(error) if isinstance(error, ValidationError) else str(error)
        raise BadInput("cli.board_unreadable", path=str(path), reason=reason) from error


def _first(error: ValidationError) -> str:
    problem = error.errors()[0]
    return f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
