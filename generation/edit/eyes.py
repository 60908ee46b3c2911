"""The eyes: pictures are looked at in this process, in threads that do nothing else.

A look takes 30 MB, which the thread keeps for its next one: so there are few of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from generation.edit.run import AT_ONCE

T = TypeVar("T")
P = ParamSpec("P")

_eyes = ThreadPoolExecutor(AT_ONCE, "look")


async def looking(see: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `see` returns, as many at a time as are encoded."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_eyes, partial(see, *args, **kwargs))
