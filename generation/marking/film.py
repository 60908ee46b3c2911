"""What a film says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from generation.edit.ass import AI_LABEL
from generation.marking.aigc import aigc
from generation.model import Storyboard


@dataclass(frozen=True, slots=True)
class Marks:
    """How this house marks what it makes. `producer` is who answers for the content by GB
    45438-2025: the operator's name or code, never invented."""

    producer: str = ""

    def tags(self, board: Storyboard, identity: str) -> dict[str, str]:
        """The metadata of an MP4: its title, and that it was made by AI."""
        return {
            "title": "".join(char for char in board.title if char.isprintable()),
            "comment": AI_LABEL[board.lang],
            "AIGC": aigc(self.producer, identity),
        }
