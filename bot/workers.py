"""The processes that the local crew starts."""

from __future__ import annotations

import sys


def send_home() -> None:
    """End them, if there are any. Safe to call at any time."""
    if "generation.providers.local.studio" in sys.modules:
        from generation.providers.local.studio import studio

        studio().close()
