"""What README and docs repeat from the code, as Markdown tables. Written there by `make docs`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.settings import SETTINGS
from generation.styles import styles
from handlers.commands import commands
from handlers.conversation import Say
from handlers.option import OPTIONS
from handlers.texts import render


def options_table() -> str:
    """Every option of a film, for the command line and for messages alike."""
    rows = [
        (
            f"`--{o.name}`",
            render(Say(o.help_key), "en"),
            ", ".join(map(str, o.choices)) or o.example,
        )
        for o in OPTIONS
    ]
    return table(("option", "what it is for", "values"), rows)


def commands_table(*, operators: bool = False) -> str:
    """Every command of the chat: those for everybody, or those for operators."""
    rows = [
        (f"`/{c.name}`", render(c.summary, "en"), " ".join(f"/{alias}" for alias in c.aliases))
        for c in commands().values()
        if c.operators == operators
    ]
    return table(("command", "what it does", "also"), rows)


def settings_table(prefix: str) -> str:
    """The settings whose names begin so."""
    rows = [
        (f"`{s.name}`", s.description, f"`{s.default}`" if s.default else s.unset)
        for s in SETTINGS
        if s.name.startswith(prefix)
    ]
    return table(("setting", "what it is", "without"), rows)


def styles_table() -> str:
    """Every style by its names."""
    rows = [(f"`{s.name}`", s.names["zh"], s.names["ja"]) for s in styles().values()]
    return table(("style", "中文", "日本語"), rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows of cells in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(c.replace("|", "\\|") for c in line) + " |" for line in lines
    )
