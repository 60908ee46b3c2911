"""`make bench [ONLY=line]`: one JSON line per figure: name, value, unit, reference, target.

A bench is a file of this folder without a leading underscore that has
`async def figures() -> AsyncIterator[Figure]`.
`reference` is what the same run measured beside it, so that figures compare across machines.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import pkgutil
import sys
from collections.abc import Sequence
from dataclasses import asdict

import tests.bench as folder


async def run(only: Sequence[str]) -> None:
    """Run the benches named, or all."""
    for module in pkgutil.iter_modules(folder.__path__):
        if module.name.startswith("_") or (only and module.name not in only):
            continue
        bench = importlib.import_module(f"{folder.__name__}.{module.name}")
        async for figure in bench.figures():
            print(json.dumps(asdict(figure)), flush=True)


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1:]))
