"""What the Bot API answers when it does not do as asked."""

from __future__ import annotations

from typing import Any

JSON = dict[str, Any]


class Refused(Exception):
    """An answer other than ok. `parameters` are those that a program may act upon."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters

    @property
    def body(self) -> JSON:
        """As it goes over the wire."""
        body: JSON = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad(description: str, **parameters: int) -> Refused:
    """The commonest kind."""
    return Refused(400, f"Bad Request: {description}", **parameters)


def flood(seconds: int) -> Refused:
    """Too much in too short a time."""
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
