"""One finding of `reelroom doctor`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["ok", "hint", "fail"]


@dataclass(frozen=True, slots=True)
class Check:
    """One finding. Only a `fail` keeps films from being made."""

    section: str
    name: str
    verdict: Verdict
    text: str
