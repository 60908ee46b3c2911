"""What a person orders with `reelroom make`: the arguments, checked."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot import naming
from bot.recordings import recorder
from bot.shelf import MediaShelf
from bot.words import Translate
from generation.errors import BadInput
from generation.model import Brief, Lang, Storyboard
from generation.seeds import derive
from handlers import boards, brought, options
from handlers.conversation import Attachment, Say
from handlers.option import OPTIONS, Option, Use
from handlers.options import MAX_MESSAGE, SEEDS, Request, Wish
from handlers.remake import unpainted
from storage.files import Files

# No pictures come along here, and nobody's brands are known: those are kept in conversations.
FILM_OPTIONS = [option for option in OPTIONS if option.of_brief and option.name != "brand"]
FOR_EVER = 2**53  # what somebody names on their own machine stays there
FEW = 5  # choices that stand in the usage line


@dataclass(frozen=True, slots=True)
class Order:
    """A checked order. `out` None: under its title, in ./films. `notes` are for the person."""

    brief: Brief
    out: Path | None
    save_board: Path | None
    notes: tuple[Say, ...]


def fill(parser: argparse.ArgumentParser, wanted: Sequence[Option] = FILM_OPTIONS) -> None:
    """The arguments for options that every platform has."""
    translate, group = Translate("en"), parser.add_argument_group("the film")
    for option in wanted:
        metavar, values = _shown(option)
        text = (translate(option.help_key) + values).replace("%", "%%")
        if option.on is not None:  # a value after it could as well be the idea
            group.add_argument(f"--{option.name}", action="store_const", const="on", help=text)
        else:
            group.add_argument(f"--{option.name}", metavar=metavar, help=text)
        if option.off is not None:
            group.add_argument(
                f"--no-{option.name}", dest=option.name, action="store_const", const="off"
            )


def order(args: argparse.Namespace, lang: Lang, home: Path) -> Order:
    """Check everything that was typed by a person who speaks `lang`; options may stand in the idea
    as they do in a chat. Raises `BadInput` or `naming.BadTarget`."""
    board = _board(Path(args.board), home) if args.board else None
    idea, inside = options.split(typed(args.idea))
    values = inside | chosen(args, FILM_OPTIONS)
    if values.get("brand"):
        raise BadInput("brand.in_chat")
    wish = Wish(lang=lang, seed=derive(0, idea) % SEEDS)
    request = options.order(idea, values, wish, idea_needed=board is None)
    if "use" in request.said:
        raise BadInput("picture.not_there")
    request = with_sound(request, args, home)
    brief = _with_board(request, board, values) if board else request.brief
    return Order(
        brief=brief,
        out=naming.given(args.out) if args.out is not None else None,
        save_board=Path(args.save_board) if args.save_board else None,
        notes=request.notes,
    )


def chosen(args: argparse.Namespace, among: Sequence[Option]) -> dict[str, Any]:
    """What was chosen, by field. Raises `BadInput`."""
    return {
        option.field: option.value(text)
        for option in among
        if (text := getattr(args, option.name)) is not None
    }


def with_sound(request: Request, args: argparse.Namespace, home: Path) -> Request:
    """With the music and the voice that files were named for. Raises `BadInput`."""
    keep = recorder(MediaShelf(Files(home / "media", FOR_EVER, FOR_EVER)))
    files: tuple[tuple[str | None, Use], ...] = (
        (args.music_file, "music"),
        (args.voice_file, "voice"),
    )
    for named, use in files:
        if named:
            sent = Attachment(Path(named), "audio/wav", Path(named).name)
            wanted = replace(request, use=use)
            try:
                request = asyncio.run(brought.with_sound(wanted, [sent], keep))
            except OSError as error:
                raise BadInput("recording.unreadable", name=named) from error
    return request


def typed(words: list[str]) -> str:
    """The idea: the words of the command line, or what comes in where they are a single `-`."""
    if words != ["-"]:
        return " ".join(words)
    data = sys.stdin.buffer.read(4 * MAX_MESSAGE + 4)  # more is refused all the same
    return data.decode("utf-8", "replace").strip()


def _board(path: Path, home: Path) -> Storyboard:
    """A storyboard that was exported and perhaps edited. What we painted for it is painted again;
    pictures that somebody brought stay. Raises `BadInput`."""
    try:
        return unpainted(boards.read(path, Files(home / "media", 0, 0)))
    except OSError as error:
        reason = error.strerror or ""
        raise BadInput("cli.board_unreadable", path=str(path), reason=reason) from error


def _with_board(request: Request, board: Storyboard, values: dict[str, Any]) -> Brief:
    """The storyboard goes before the options, but for a style and a language that were asked for;
    into that it is translated."""
    style = values.get("style", board.style)
    board = board.model_copy(update={"style": style})
    new = {"board": board, "style": style, "lang": request.lang_of(board)}
    return request.brief.model_copy(update=new)


def _shown(option: Option) -> tuple[str, str]:
    """The placeholder for an option's value, and the values where they are too many for it."""
    if len(option.choices) > FEW:
        return option.name.upper(), ": " + ", ".join(option.choices)
    number = option.example.isdecimal()
    return "|".join(option.choices) or ("N" if number else "TEXT"), ""
