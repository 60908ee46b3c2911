"""The hands: ffmpeg runs, says how far it is, and never outlives the work it is for."""

from __future__ import annotations

import asyncio
import os
from asyncio import AbstractEventLoop, Semaphore
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Sequence
from weakref import WeakKeyDictionary

from generation.edit.binary import environment
from generation.edit.leash import LIMITS, Limits, leashed
from generation.errors import Kind, ProviderError

TAIL = 16384  # bytes of ffmpeg's log that are kept
NOISE = "Failed to load fontconfig fonts!"  # there are none on purpose
GRACE = 3.0  # seconds between asking ffmpeg to stop and making it
PATIENCE = 900.0  # seconds; nothing in this room takes a tenth of it

Tell = Callable[[float], None]

AT_ONCE = max(1, (os.cpu_count() or 1) // 2)  # one keeps nearly two processors busy

_turns: WeakKeyDictionary[AbstractEventLoop, Semaphore] = WeakKeyDictionary()


def turn() -> Semaphore:
    """Wait for it before encoding pictures, `AT_ONCE` at a time: one takes 150 MB, and decodes,
    filters and encodes side by side. So many shots at once take no more memory than a few, and the
    first of them are ready sooner."""
    return _turns.setdefault(asyncio.get_running_loop(), Semaphore(AT_ONCE))


class EditError(ProviderError):
    """ffmpeg failed or could not be trusted with its input; `detail` is the end of its log."""

    def __init__(self, detail: str) -> None:
        super().__init__("local", Kind.BROKEN, detail)

    def __reduce__(self) -> tuple[type[EditError], tuple[str]]:
        return EditError, (self.detail,)


def silent(_: float) -> None:
    """Tell nobody."""


async def run(
    argv: Sequence[str],
    tell: Tell = silent,
    patience: float = PATIENCE,
    limits: Limits = LIMITS,
) -> str:
    """Run ffmpeg to its end and return the end of its log; `tell` hears the frames encoded so far,
    or the seconds where there is no picture.

    Raises `EditError` with that log, after `patience` seconds, or where `limits` are passed.
    Whatever ends this early ends ffmpeg too: cancellation, and the death of this process."""
    process = await asyncio.create_subprocess_exec(
        *leashed((*argv, "-progress", "pipe:1", "-nostats"), limits),
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
        env=environment(),
        start_new_session=True,  # Ctrl-C in a terminal is for us; we pass it on
    )
    try:
        async with asyncio.timeout(patience):
            _, log, code = await asyncio.gather(
                _follow(process, tell), _last_words(process), process.wait()
            )
    except TimeoutError as late:
        raise EditError(f"ffmpeg had not ended after {patience:g} s") from late
    finally:
        await _end(process)
    if code:
        raise EditError(f"ffmpeg ended with {code}: {log[-800:].strip()}")
    return log


async def _follow(process: Process, tell: Tell) -> None:
    """Pass on what `-progress` says: `frame=48`, `out_time_us=2000000`."""
    assert process.stdout
    pictures = False
    async for line in process.stdout:
        key, _, value = line.decode().strip().partition("=")
        pictures = pictures or key == "frame"
        if value.isdigit() and key == ("frame" if pictures else "out_time_us"):
            tell(int(value) if pictures else int(value) / 1e6)


async def _last_words(process: Process) -> str:
    assert process.stderr
    tail = b""
    while part := await process.stderr.read(4096):
        tail = (tail + part)[-TAIL:]
    lines = tail.decode(errors="replace").splitlines()
    return "\n".join(line for line in lines if NOISE not in line)


async def _end(process: Process) -> None:
    """Stop a process that still runs: ask, wait, insist."""
    if process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(GRACE):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
