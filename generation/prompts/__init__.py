"""What language models are told: one Markdown file each, `$name` where something is filled in."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Template

FOLDER = Path(__file__).parent


def prompt(name: str, **values: str | int | float) -> str:
    """The text of `name`, filled in. Raises `KeyError` for a value that is missing."""
    return _template(name).substitute(values)


@cache
def _template(name: str) -> Template:
    return Template((FOLDER / f"{name}.md").read_text("utf-8").strip())
