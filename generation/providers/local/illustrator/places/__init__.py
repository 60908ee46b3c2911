"""Places, one small file each, found by walking this folder. Each lays a stage:
`def lay(stage: Stage) -> Site`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Protocol, cast

from generation.providers.local.illustrator.stage import Site, Stage


class Place(Protocol):
    """The module of one place."""

    def lay(self, stage: Stage) -> Site: ...


@cache
def names() -> tuple[str, ...]:
    """All places, in alphabetical order."""
    return tuple(sorted(m.name for m in pkgutil.iter_modules(__path__) if m.name[0] != "_"))


@cache
def find(name: str) -> Place:
    """The place called `name`. Raises `ModuleNotFoundError` when there is none."""
    return cast(Place, importlib.import_module(f"{__name__}.{name}"))
