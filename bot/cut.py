"""`reelroom cut`: a film of somebody's own videos, from this shell."""

from __future__ import annotations

import argparse
import asyncio
import time
from pathlib import Path

from bot import logs, naming
from bot.clips import clip_keeper, table_keeper
from bot.intake import MIMES
from bot.make import EXIT_CODES, Shell
from bot.order import FILM_OPTIONS, FOR_EVER, Order, chosen, with_sound
from bot.order import fill as fill_options
from bot.settings import Settings
from bot.shelf import MediaShelf
from bot.words import Translate, language
from generation.errors import BadInput
from generation.model import Lang
from generation.seeds import derive
from handlers import brought, clips, option, options
from handlers.commands.cut import WITH_THEM
from handlers.conversation import Attachment
from handlers.options import SEEDS, Wish
from storage.files import Files

CUT_OPTIONS = [option for option in FILM_OPTIONS if option.name in WITH_THEM - {"brand"}]


def fill(parser: argparse.ArgumentParser) -> None:
    """The arguments of `cut`."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="videos, and pictures among them")
    parser.add_argument("-o", dest="out", metavar="FILM.mp4", help="where to put the film")
    parser.add_argument("--called", metavar="TITLE", default="", help="its title")
    fill_options(parser, CUT_OPTIONS)
    parser.add_argument("--music-file", metavar="FILE", help="play this music, fitted to the film")
    parser.add_argument("--voice-file", metavar="FILE", help="and this voice")
    parser.add_argument("--lut", metavar="FILE.cube", help="in the colours of this table")
    parser.add_argument("--json", action="store_true", help="JSON lines on stdout")
    parser.add_argument("--quiet", action="store_true", help="only the path of the film")
    parser.epilog = EXIT_CODES


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Cut the film; the exit code says how it went."""
    logs.begin(settings.log)
    lang = option.lang((args.lang or "").partition(",")[0]) or language(settings, args.called)
    shell = Shell(settings, Translate(lang), args.json, args.quiet, time.perf_counter())
    return shell.close(shell.make(args, order))


def order(args: argparse.Namespace, lang: Lang, home: Path) -> Order:
    """Look at all files and check everything that was typed. Raises `BadInput` or
    `naming.BadTarget`."""
    out = naming.given(args.out) if args.out is not None else None
    values = chosen(args, CUT_OPTIONS)
    said = {field: value for field, value in values.items() if field != "seconds"}
    wish = Wish(lang=lang, seed=derive(0, args.called) % SEEDS)
    request = options.order(args.called, said, wish, idea_needed=False)
    sent = clips.shots_among([_named(name) for name in args.files])
    shelf = MediaShelf(Files(home / "media", FOR_EVER, FOR_EVER))
    tables = [_named(args.lut, "text/x-cube")] if args.lut else []
    request = asyncio.run(brought.with_table(request, tables, table_keeper(shelf)))
    request = with_sound(request, args, home)
    request = clips.lasting(request, values.get("seconds"), len(sent))
    takes = asyncio.run(clip_keeper(shelf)(sent))
    made = clips.film(request, takes, clips.as_usual(takes, values, ()))
    return Order(brief=made.brief, out=out, save_board=None, notes=made.notes)


def _named(name: str, mime: str = "") -> Attachment:
    """A file on this machine; what is no picture by its name is looked at as a video. Raises
    `BadInput` where there is none."""
    path = Path(name).expanduser()
    if "\0" in name or not path.is_file():
        raise BadInput("cli.no_file", name=name)
    known = MIMES.get(path.suffix.lower(), "")
    shown = known if known.startswith("image/") else "video/mp4"
    return Attachment(path, mime or shown, path.name)
