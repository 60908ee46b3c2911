"""How large a model is, read from the headers of its files without loading them."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import Any

from generation.providers.diffusion.orders import Unusable

MOST_HEADER = 100_000_000  # bytes, as the format says


def parameters(folder: Path, parts: list[str]) -> Mapping[str, int]:
    """The parameters of each part of a model that has any."""
    counts = {part: _in_part(folder / part) for part in parts}
    return {part: count for part, count in counts.items() if count}


def _in_part(folder: Path) -> int:
    # A variant, `model.fp16.safetensors`, lies beside the one that is loaded.
    files = [path for path in folder.glob("*.safetensors") if path.name.count(".") == 1]
    return sum(in_file(path) for path in files)


def in_file(path: Path) -> int:
    """The parameters in one safetensors file. Raises `Unusable` when it is none."""
    try:
        with path.open("rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            if length > MOST_HEADER:
                raise ValueError("a header of unlikely length")
            header: dict[str, Any] = json.loads(file.read(length))
        return sum(prod(what["shape"]) for name, what in header.items() if name != "__metadata__")
    except (OSError, ValueError, struct.error, KeyError, TypeError) as error:
        raise Unusable(f"damaged_model: {path.name} is no safetensors file: {error}") from error
