"""How the stand-in of a platform is started by hand."""

from __future__ import annotations

import argparse
import asyncio
import errno
import sys
from collections.abc import Coroutine
from typing import Any, Protocol


class Serve(Protocol):
    """Serves until somebody interrupts; `limits`: refuse a bot that says too much."""

    def __call__(self, port: int, *, limits: bool) -> Coroutine[Any, Any, None]: ...


def run(module: str, about: str | None, serve: Serve, *, port: int) -> None:
    """Parse the command line of `python -m module` and serve; `port` unless it names another."""
    parser = argparse.ArgumentParser(prog=f"python -m {module}", description=about)
    parser.add_argument("--port", type=int, default=port)
    parser.add_argument("--limits", action="store_true", help="refuse a bot that says too much")
    options = parser.parse_args()
    try:
        asyncio.run(serve(options.port, limits=options.limits))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        sys.exit(f"Port {options.port} is taken: --port chooses another one.")
