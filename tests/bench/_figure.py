"""One measured figure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`target` is a bound such as `>= 1.0`; `reference` what it was measured beside."""

    name: str
    value: float
    unit: str
    reference: float | None = None
    target: str = ""
