"""Work that the studio's tests have done in workers."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from generation.errors import Kind, ProviderError
from generation.providers.local.render import pour

Tell = Callable[[float, float], None]


def add(a: int, b: int, tell: Tell) -> int:
    return a + b


def who(tell: Tell) -> int:
    return os.getpid()


def environment(name: str, tell: Tell) -> str | None:
    return os.environ.get(name)


def count(steps: int, seconds: float, tell: Tell) -> int:
    """Report each step, `seconds` apart."""
    for step in range(1, steps + 1):
        time.sleep(seconds)
        tell(step, steps)
    return steps


def sleep_as(note: str, seconds: float, tell: Tell) -> None:
    """Leave our process id in the file `note`, then sleep."""
    Path(note).write_text(str(os.getpid()))
    time.sleep(seconds)


def append(path: str, word: str, tell: Tell) -> None:
    with Path(path).open("a") as file:
        file.write(word)


def refuse(tell: Tell) -> None:
    raise ProviderError("local", Kind.BUSY, "come back later")


class Unspeakable(Exception):
    """An error that cannot be sent to another process."""

    def __init__(self) -> None:
        super().__init__("unspeakable")
        self.hook = lambda: None


def misbehave(tell: Tell) -> None:
    raise Unspeakable


def die(tell: Tell) -> None:
    os._exit(3)


def print_a_lot(tell: Tell) -> str:
    sys.stdout.write("not an answer\n" * 5000)
    sys.stdout.flush()
    subprocess.call(["echo", "nor this"])
    return "still fine"


def slow_parts(note: str, tell: Tell) -> None:
    """Pour into a program that leaves its process id in `note` and never ends by itself."""

    def parts():
        while True:
            time.sleep(0.05)
            yield b"x" * 1000

    script = f"import os, sys, time; open({note!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    pour(parts(), [sys.executable, "-c", script], None, lambda done: None)
