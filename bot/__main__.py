"""The command line: `reelroom make · cut · chat · run · verify · certs · doctor`; a command is
loaded when it is used."""

from __future__ import annotations

import argparse
import importlib
import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol, cast

from bot.settings import SettingError, Settings

BAD_INPUT, CANCELLED = 2, 130
OPTION = re.compile(r"--([a-z-]+)")
DESCRIPTION = "One sentence in, a short film out: in a chat, or right here."
EPILOG = """\
to begin:
  reelroom make "a cat on a windowsill"     a film, now
  reelroom chat                             talk to it in this terminal

exit codes: 0 done · 1 not ready (doctor) · 2 usage or bad input · 3 a provider failed ·
4 no provider is able · 130 cancelled by Ctrl-C
"""


class Command(NamedTuple):
    """A command: the module that does it, and what it is for."""

    module: str
    help: str


COMMANDS = {
    "make": Command("bot.make", "make a film from a sentence"),
    "cut": Command("bot.cut", "make a film of your own videos"),
    "chat": Command("bot.chat", "talk in this terminal, with the commands of every platform"),
    "run": Command("bot.app", "start every chat platform that has a token"),
    "verify": Command("bot.verify", "say what films and pictures say of having been made by AI"),
    "certs": Command("bot.certs", "make certificates to try signing films with"),
    "doctor": Command("bot.doctor", "say what is configured, what is missing and who does what"),
}


class Module(Protocol):
    """What a command's module has: its arguments, and its work, which returns the exit code."""

    def fill(self, parser: argparse.ArgumentParser) -> None: ...
    def run(self, args: argparse.Namespace, settings: Settings) -> int: ...


class LazyParser(argparse.ArgumentParser):
    """Gets its arguments from the command's module only when it is asked to parse, and says which
    option was perhaps meant by one that does not exist."""

    load: Callable[[argparse.ArgumentParser], None] | None = None

    def parse_known_args(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, args: Any = None, namespace: Any = None
    ) -> Any:
        if self.load:
            load, self.load = self.load, None
            load(self)
        namespace, unknown = super().parse_known_args(args, namespace)
        for name in OPTION.findall(" ".join(unknown)):
            from generation.text import nearest  # only now: it takes a while to load

            if near := nearest(name, OPTION.findall(self.format_usage())):
                self.error(f"unrecognized arguments: --{name}; did you mean --{near}?")
        return namespace, unknown


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = LazyParser(
        prog="reelroom",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(title="commands", dest="command", metavar="COMMAND")
    for name, command in COMMANDS.items():
        sub = commands.add_parser(
            name,
            help=command.help,
            description=command.help[0].upper() + command.help[1:] + ".",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        sub.load = _filler(command.module)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments say; returns the exit code."""
    args = parser().parse_args(argv)
    if not args.command:
        parser().print_help()
        return 0
    try:
        return _module(COMMANDS[args.command].module).run(args, Settings.read())
    except SettingError as error:
        sys.stderr.write(f"reelroom: {error}\n")
        return BAD_INPUT
    except KeyboardInterrupt:
        return CANCELLED
    except BrokenPipeError:  # whoever read what we write has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CANCELLED


def _filler(module: str) -> Callable[[argparse.ArgumentParser], None]:
    return lambda parser: _module(module).fill(parser)


def _module(name: str) -> Module:
    return cast(Module, importlib.import_module(name))


if __name__ == "__main__":
    sys.exit(main())
