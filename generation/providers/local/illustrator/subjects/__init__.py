"""Drawings of subjects, one small file each, found by walking this folder."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import cast

from generation.providers.local.illustrator.subjects.drawing import Drawing


@cache
def kinds() -> frozenset[str]:
    """The names of everything that can be drawn, as files spell them (`_` for `-`)."""
    return frozenset(
        m.name for m in pkgutil.iter_modules(__path__) if not m.ispkg and m.name[0] != "_"
    ) - {"drawing"}


@cache
def find(kind: str) -> Drawing | None:
    """The drawing of `kind`, or None where nobody has drawn it yet."""
    name = kind.replace("-", "_")
    if name not in kinds():
        return None
    module = importlib.import_module(f"{__name__}.{name}")
    return cast(Drawing, module) if hasattr(module, "draw") else None
