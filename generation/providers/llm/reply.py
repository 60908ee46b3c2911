"""Finding the JSON object in what a model said, whatever stands around it."""

from __future__ import annotations

import json
from typing import Any, cast

JSON = dict[str, Any]
STARTS = 50  # braces at which an object may begin, before we give up
DECODER = json.JSONDecoder(strict=False)  # models put raw line ends into strings


def object_with(key: str, said: str) -> JSON | None:
    """The first JSON object that has `key`, itself or one level down; None without one."""
    start = -1
    for _ in range(STARTS):
        start = said.find("{", start + 1)
        if start < 0:
            return None
        try:
            found, _ = DECODER.raw_decode(said, start)
        except (ValueError, RecursionError):
            continue
        for each in (found, *cast(JSON, found).values()):
            if isinstance(each, dict) and key in each:
                return cast(JSON, each)
    return None
