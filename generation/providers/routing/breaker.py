"""A circuit breaker: a provider that cannot work is left alone for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

from generation.errors import Kind, ProviderError

ACCOUNT_SECONDS = 300.0  # a key or a balance: a person has to see to it
PASSING_SECONDS = 20.0
FAILURES = 5  # in a row


class Breaker:
    """One provider's. It opens at once when the account is at fault, after `FAILURES` passing
    errors in a row else; when its time is over one success closes it, one failure opens it again.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures, self._until = 0, 0.0
        self._why: ProviderError | None = None

    def open(self) -> tuple[ProviderError, float] | None:
        """Why the provider is not asked, and for how many seconds yet; None when it may be."""
        left = self._until - self._clock()
        return (self._why, left) if self._why and left > 0 else None

    def worked(self) -> None:
        """The provider did what it was asked."""
        self._failures, self._why = 0, None

    def failed(self, error: ProviderError) -> None:
        """It did not. Only what says something about the provider counts."""
        if error.kind == Kind.ACCOUNT:
            self._shut(error, ACCOUNT_SECONDS)
        elif error.kind == Kind.PASSING:
            self._failures += 1
            if self._failures >= FAILURES:
                self._shut(error, PASSING_SECONDS)

    def _shut(self, error: ProviderError, seconds: float) -> None:
        self._why, self._until = error, self._clock() + seconds
