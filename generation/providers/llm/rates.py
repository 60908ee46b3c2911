"""What tokens cost, and what an answer did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generation.model import Cost, Currency

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Rate:
    """Money for a million tokens: read anew, read from the vendor's cache, and written."""

    read: float
    cached: float
    written: float
    currency: Currency


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one or more answers, as the vendor counted them; thoughts count as written."""

    read: int = 0
    cached: int = 0
    written: int = 0

    @classmethod
    def of(cls, told: object) -> Usage:
        """The `usage` of an answer: OpenAI's spelling of what was cached, or DeepSeek's."""
        read = _number(told, "prompt_tokens")
        details = getattr(told, "prompt_tokens_details", None)
        cached = _number(details, "cached_tokens") or _number(told, "prompt_cache_hit_tokens")
        # Gemini's thoughts are in the total alone.
        written = max(_number(told, "completion_tokens"), _number(told, "total_tokens") - read)
        return cls(max(0, read - cached), cached, written)

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.read + other.read, self.cached + other.cached, self.written + other.written
        )

    def cost(self, rate: Rate | None) -> Cost | None:
        """Its price by the list; None where there is no list, or the vendor counted nothing."""
        if rate is None or self == Usage():
            return None
        amount = self.read * rate.read + self.cached * rate.cached + self.written * rate.written
        return Cost(amount=round(amount / MILLION, 6), currency=rate.currency)


def _number(told: object, name: str) -> int:
    value: Any = getattr(told, name, None)
    return value if isinstance(value, int) and value > 0 else 0
