"""The machine that a bot runs on, as a process of its own, with the quick crew."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from pathlib import Path

from tests.bot.shell import environment


class Host:
    """`env` says what it serves."""

    def __init__(self, home: Path, env: Mapping[str, str]) -> None:
        self.home, self.env = home, dict(env)
        self.process: Process | None = None

    async def start(self, seconds: float = 0.0) -> None:
        """Serve; each step of the crew takes so long."""
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.crew", "run", stdin=DEVNULL, stdout=PIPE, stderr=PIPE,
            env=environment(self.home, CREW_SECONDS=str(seconds), **self.env),
            cwd=self.home.parent,
        )  # fmt: skip

    async def kill(self) -> None:
        """As a power cut does it."""
        assert self.process
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> tuple[int, str, float]:
        """As an operating system does it: the exit code, what was written, and the seconds."""
        assert self.process
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code, said = await self.ended()
        return code, said, time.monotonic() - began

    async def ended(self) -> tuple[int, str]:
        """The exit code, and what was written to stderr."""
        assert self.process
        _, err = await self.process.communicate()
        return self.process.returncode or 0, err.decode()

    async def clear(self) -> None:
        """Leave nothing running."""
        if self.process and self.process.returncode is None:
            await self.kill()
