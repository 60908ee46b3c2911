"""Hands for the engine's worker that need no torch: what they do is written in the prompt."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from generation.providers.diffusion import film
from generation.providers.diffusion.calls import arguments
from generation.providers.diffusion.family import QWEN, expected
from generation.providers.diffusion.orders import (
    Crowded,
    DeviceLost,
    Order,
    OutOfMemory,
    Step,
    Unreachable,
    Unusable,
)


class Quick:
    """A model that paints one colour, and notes in `loads` each time it is loaded."""

    def __init__(self, name: str, thrifty: bool) -> None:
        self.name, self.thrifty = name, thrifty

    def make(self, order: Order, step: Step) -> None:
        """Do as the prompt says: `crash`, `lose the device`, `hang`, `fail`, `fill the memory`,
        `fill it twice`, `slowly`; leave in `made` what was made, and whether thriftily."""
        prompt = order.prompt
        if "fill it twice" in prompt or ("fill the memory" in prompt and not self.thrifty):
            raise OutOfMemory("CUDA out of memory")
        if "lose the device" in prompt:
            raise DeviceLost("CUDA error: an illegal memory access was encountered")
        if "fail" in prompt:
            raise RuntimeError("shapes do not match")
        steps = order.steps or 5
        step(0, steps)
        for done in range(1, steps + 1):
            if "crash" in prompt and done == 2:
                sys.stderr.write("the GPU has fallen off the bus\n")
                sys.stderr.flush()
                os.kill(os.getpid(), signal.SIGSEGV)
            time.sleep(600 if "hang" in prompt else 0.06 if "slowly" in prompt else 0)
            note(order, "steps", f"{order.seed}:{done}")
            step(done, steps)
        note(order, "made", f"{order.seed}{' thriftily' if self.thrifty else ''}")
        self._write(order)

    def close(self) -> None:
        """Nothing is held."""

    def _write(self, order: Order) -> None:
        call = arguments(expected(order.model, QWEN), order)
        picture = np.full((call["height"], call["width"], 3), order.seed % 256, np.uint8)
        if order.work == "picture":
            Image.fromarray(picture).save(order.out, "PNG")
        else:
            film.write((picture for _ in range(call["num_frames"])), 16, order.out)


def note(order: Order, name: str, line: str) -> None:
    """Write a line into a file beside the bench, for the test to read."""
    with (Path(order.out).parent.parent.parent / name).open("a") as file:
        file.write(line + "\n")


def open_model(
    order: Order, others: Sequence[Quick], thrifty: bool, beat: Callable[[], None]
) -> Quick:
    """Load it; a model whose name has `huge` in it has no room beside others."""
    if "missing" in order.model:
        raise Unusable("no_model: it is not there")
    if "away" in order.model:
        raise Unreachable("no_download: the hub does not answer")
    if others and "huge" in order.model:
        raise Crowded
    note(order, "loads", f"{order.model} beside {len(others)}")
    beat()
    return Quick(order.model, thrifty)


def words(order: Order) -> str:
    """Which process this is, and what it sees."""
    return f"process {os.getpid()} sees {sorted(os.environ)}"
