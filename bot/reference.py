"""What README and docs repeat from the code, as Markdown tables. Written there by `make docs`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generation.styles import styles
from handlers.commands import commands
from handlers.conversation import Say
from handlers.options import OPTIONS
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


def commands_table() -> str:
    """Every command of the chat."""
    rows = [
        (f"`/{c.name}`", render(c.summary, "en"), " ".join(f"/{alias}" for alias in c.aliases))
        for c in commands().values()
    ]
    return table(("command", "what it does", "also"), rows)


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
