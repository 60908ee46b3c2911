"""What a button says when it is pressed: `v1:{verb}:{job}:{arg}`, at most 64 bytes.

It holds ids, never places in memory, so that it works after a restart and after a year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generation.errors import BadInput

LONGEST = 64  # bytes, Telegram's limit; Discord allows 100
PRESS = re.compile(r"v1:([a-z_]{1,16}):([a-z0-9]{0,24}):([a-z0-9.=_-]{0,24})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button; `job` and `arg` may be empty."""

    verb: str
    job: str = ""
    arg: str = ""

    @property
    def number(self) -> int:
        """The argument as a number, counted from 0. Raises `BadInput`."""
        if not self.arg.isdecimal():
            raise BadInput("press.unknown")
        return int(self.arg)


def action(verb: str, job: str = "", arg: str | int = "") -> str:
    """The button's action. Raises `ValueError` for what `press` could not read back."""
    text = f"v1:{verb}:{job}:{arg}"
    if not PRESS.fullmatch(text) or len(text) > LONGEST:
        raise ValueError(f"{text!r} is not a button's action")
    return text


def press(text: str) -> Press:
    """What was pressed. Raises `BadInput` for a button of a version that is gone."""
    if not (found := PRESS.fullmatch(text)):
        raise BadInput("press.unknown")
    return Press(*found.groups())
