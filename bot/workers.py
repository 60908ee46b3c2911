"""The processes in which the local crew works."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generation.providers.router import Roster

STUDIO = "generation.providers.local.studio"


def call_in(roster: Roster) -> None:
    """Start them ahead of their work, where the local crew is the first to be asked."""
    if any(member.provider.name == "local" for member in roster.of("painter")[:1]):
        from generation.providers.local.studio import studio

        studio().warm()


def send_home() -> None:
    """End them, if there are any. Safe to call at any time."""
    if STUDIO in sys.modules:
        from generation.providers.local.studio import studio

        studio().close()
