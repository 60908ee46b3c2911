"""Runs the real command line as people do: in a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
# discord.py imports it up to Python 3.12, for voices that are not used.
OF_OTHERS = "ignore:'audioop' is deprecated:DeprecationWarning"
REAL, CHEAP = ("-m", "bot"), ("-m", "tests.bot.cheap")


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Its JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def environment(home: Path, **more: str) -> dict[str, str]:
    """A clean shell in English whose home is `home`."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return kept | {
        "REELROOM_HOME": str(home),
        "LANG": "en_US.UTF-8",
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": f"error,{OF_OTHERS}",
        **more,
    }


async def shell(
    *args: str,
    home: Path,
    program: tuple[str, ...] = CHEAP,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
) -> Said:
    """Run `reelroom` with these arguments in the folder above `home`."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, *program, *args, stdin=PIPE, stdout=PIPE, stderr=PIPE,
        env=environment(home, **(env or {})), cwd=home.parent,
    )  # fmt: skip
    out, err = await process.communicate(stdin)
    return Said(process.returncode or 0, out.decode(), err.decode())
