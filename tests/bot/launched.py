"""A stand-in that was started by hand, in a process of its own."""

from __future__ import annotations

import asyncio
import re
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass

from tests.bot.shell import ROOT


@dataclass(frozen=True, slots=True)
class Launched:
    """What runs, and the token and the address that it told to set."""

    process: Process
    token: str
    url: str

    async def end(self) -> str:
        """What it has said since its greeting, when it has ended well."""
        assert self.process.stdout
        self.process.terminate()
        said = (await self.process.stdout.read()).decode()
        assert await self.process.wait() == 0
        return said


async def launched(platform: str) -> Launched:
    """The stand-in of a platform on any free port, with limits."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"tests.servers.{platform}", "--port", "0", "--limits"),
        cwd=ROOT,
        stdout=PIPE,
    )
    assert process.stdout
    hello = (await process.stdout.readuntil(b"Ctrl-C.\n")).decode()
    name = platform.upper()
    found = re.search(rf"{name}_TOKEN=(\S+) {name}_API=(\S+) reelroom run", hello)
    assert found, hello
    return Launched(process, found[1], found[2])
