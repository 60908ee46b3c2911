"""What ffmpeg may use, and that it dies with us: set by the kernel before ffmpeg begins, by two
small programs of util-linux.

A function between fork and exec would do it too, but may deadlock in a process with threads."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

GIGABYTE = 1 << 30


@dataclass(frozen=True, slots=True)
class Limits:
    """What one process may use: bytes of address space, seconds of processor time, bytes of one
    file: far more than a film takes, far less than a machine has."""

    memory: int = 6 * GIGABYTE
    cpu: int = 1800
    file: int = 8 * GIGABYTE


LIMITS = Limits()


def leashed(argv: Sequence[str], limits: Limits = LIMITS) -> list[str]:
    """`argv` within limits, and killed as soon as the thread that starts it is gone. Where there
    are no such programs (not on Linux), as it is: `-timelimit` ends it at last."""
    kept = list(argv)
    if prlimit := _works("prlimit", "--core=0"):
        sizes = f"--as={limits.memory}", f"--cpu={limits.cpu}", f"--fsize={limits.file}"
        kept = [prlimit, *sizes, "--core=0", *kept]
    if setpriv := _works("setpriv", "--pdeathsig=KILL"):
        kept = [setpriv, "--pdeathsig=KILL", *kept]
    return kept


@cache
def _works(program: str, option: str) -> str:
    """Where a program lies; empty where there is none that knows the option."""
    found, true = shutil.which(program), shutil.which("true")
    if not found or not true:
        return ""
    # Two milliseconds, once: not worth a coroutine of every caller.
    tried = subprocess.call([found, option, true], stderr=subprocess.DEVNULL, timeout=10)
    return "" if tried else found
