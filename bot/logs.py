"""Where the log goes, and what never does."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from generation.secrets import Discreet


def begin(level: str, file: Path | None = None) -> None:
    """Log from here on, to stderr or into a file, without any key."""
    if file:
        logging.basicConfig(level=level, filename=file)
    else:
        logging.basicConfig(level=level, stream=sys.stderr)
    for handler in logging.getLogger().handlers:
        handler.addFilter(Discreet())
