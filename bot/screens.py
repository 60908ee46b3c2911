"""Where the chat in a terminal appears: around a prompt, or as plain lines in a pipe."""

from __future__ import annotations

import asyncio
import shutil
import sys
import threading
from collections.abc import AsyncGenerator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bot.preview import Way, way

if TYPE_CHECKING:
    from prompt_toolkit.completion import Completer
    from prompt_toolkit.formatted_text import ANSI

PROMPT = "› "
MENU_ROWS = 6


class PipeScreen:
    """Lines in, lines out: each line of progress is written once."""

    width = 100
    way: Way = "none"
    colours = False
    patient = True

    def __init__(self, source: TextIO, out: TextIO) -> None:
        self._source, self._out, self._seen = source, out, set[str]()

    def write(self, ansi: str) -> None:
        self._out.write(ansi)
        self._out.flush()

    def pin(self, ansi: str) -> None:
        for line in ansi.splitlines(keepends=True):
            if line not in self._seen:
                self._seen.add(line)
                self.write(line)
        if not ansi:
            self._seen.clear()

    async def lines(self) -> AsyncGenerator[str]:
        """What comes in, until its end. A thread reads, which nobody has to wait for."""
        loop, queue = asyncio.get_running_loop(), asyncio.Queue[str]()

        def read() -> None:
            for line in self._source:
                loop.call_soon_threadsafe(queue.put_nowait, line)
            loop.call_soon_threadsafe(queue.put_nowait, "")

        threading.Thread(target=read, daemon=True).start()
        while line := await queue.get():
            if line.strip():
                yield line.strip()


class PromptScreen:
    """A prompt at the bottom, what is in the making above it, everything else above that."""

    colours = True
    patient = False

    def __init__(self, env: Mapping[str, str], history: Path, completer: Completer) -> None:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.history import FileHistory

        self.way: Way = way(env, tty=True)
        self._pinned = ""
        self._session: PromptSession[str] = PromptSession(
            self._message,
            history=FileHistory(history),
            completer=completer,
            reserve_space_for_menu=MENU_ROWS,
        )

    @property
    def width(self) -> int:
        return shutil.get_terminal_size().columns

    def write(self, ansi: str) -> None:
        sys.stdout.write(ansi)  # while `lines` runs it appears above the prompt
        sys.stdout.flush()

    def pin(self, ansi: str) -> None:
        self._pinned = ansi
        self._session.app.invalidate()

    async def lines(self) -> AsyncGenerator[str]:
        """What the person types, until Ctrl-D, or Ctrl-C on an empty line."""
        from prompt_toolkit.patch_stdout import patch_stdout

        with patch_stdout(raw=True):
            while True:
                try:
                    line = await self._session.prompt_async()
                except KeyboardInterrupt:
                    if not self._session.default_buffer.text:
                        return
                    continue
                except EOFError:
                    return
                if line.strip():
                    yield line.strip()

    def _message(self) -> ANSI:
        from prompt_toolkit.formatted_text import ANSI

        return ANSI(self._pinned + PROMPT)
