"""One idea of several, as it was typed or stands in a list."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from generation.errors import BadInput


@dataclass(frozen=True, slots=True)
class Idea:
    """Its line or row is the `n`th, counted from 1; `values` by field is what other columns of its
    row ask for; `wrong` is why it cannot be read."""

    n: int
    text: str
    values: dict[str, Any] = field(default_factory=dict[str, Any])
    wrong: BadInput | None = None
