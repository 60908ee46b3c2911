"""What Discord answers when it does not do as asked."""

from __future__ import annotations

from typing import Any

JSON = dict[str, Any]

UNKNOWN = {
    "Channel": 10003,
    "Guild": 10004,
    "Member": 10007,
    "Message": 10008,
    "User": 10013,
    "Emoji": 10014,
    "Webhook": 10015,
    "interaction": 10062,
}


class Refused(Exception):
    """An answer other than 2xx; `errors` says which fields of the request are to blame."""

    def __init__(
        self,
        status: int,
        code: int,
        message: str,
        *,
        errors: JSON | None = None,
        more: JSON | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.headers = headers or {}
        self._more: JSON = (more or {}) | ({"errors": errors} if errors else {})

    @property
    def body(self) -> JSON:
        """As it goes over the wire."""
        return {"message": self.message, "code": self.code, **self._more}

    def __str__(self) -> str:
        return f"{self.status}/{self.code} {self.message} {self._more or ''}".rstrip()


def unknown(what: str) -> Refused:
    """There is no such thing."""
    return Refused(404, UNKNOWN[what], f"Unknown {what}")


def invalid(where: str, code: str, message: str) -> Refused:
    """A field, given by its dotted path, is not as it must be."""
    errors: JSON = {"_errors": [{"code": code, "message": message}]}
    for key in reversed(where.split(".")):
        errors = {key: errors}
    return Refused(400, 50035, "Invalid Form Body", errors=errors)


def too_long(where: str, least: int, most: int) -> Refused:
    """A text or a list of the wrong length."""
    words = f"Must be between {least} and {most} in length."
    return invalid(where, "BASE_TYPE_BAD_LENGTH", words)


def no_access() -> Refused:
    """The bot does not see the place."""
    return Refused(403, 50001, "Missing Access")


def no_permission() -> Refused:
    """The bot is there and may not do it."""
    return Refused(403, 50013, "Missing Permissions")


def flood(seconds: float, *, everywhere: bool = False, bucket: str = "planted") -> Refused:
    """Too much in too short a time. Without `Via`, discord.py takes it for a ban."""
    headers = {
        "Via": "1.1 google",
        "Retry-After": str(seconds),
        "X-RateLimit-Limit": "5",
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset-After": str(seconds),
        "X-RateLimit-Bucket": bucket,
        "X-RateLimit-Scope": "global" if everywhere else "user",
    }
    if everywhere:
        headers["X-RateLimit-Global"] = "true"
    more: JSON = {"retry_after": seconds, "global": everywhere}
    return Refused(429, 0, "You are being rate limited.", more=more, headers=headers)
