"""One seed, many independent random streams: drawing one more star moves no mountain."""

from __future__ import annotations

import random
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


def derive(seed: int, *names: str | int) -> int:
    """A 53-bit seed for the stream called `names`; the same on every machine and every run."""
    digest = blake2b(repr((seed, *names)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 11


def stream(seed: int, *names: str | int) -> random.Random:
    """A stream for few numbers."""
    return random.Random(derive(seed, *names))


def array_stream(seed: int, *names: str | int) -> np.random.Generator:
    """A stream for whole arrays."""
    import numpy as np

    return np.random.Generator(np.random.PCG64(derive(seed, *names)))
