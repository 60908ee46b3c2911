"""How long we go on with one provider before the next is asked. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from generation.errors import Kind, ProviderError
from generation.providers.wire.failures import jittered

LONGEST_WAIT = 60.0  # between two tries, whatever the vendor asks for


@dataclass(frozen=True, slots=True)
class Patience:
    """`passing`: seconds before each new try of what failed in passing. `busy`: the first wait for
    a vendor that is too busy, doubled each time, for `busy_seconds` in all. A task that failed, or
    whose result was held back, is ordered once more. `reconcile`: seconds before each look for an
    order of unknown outcome. All waits are jittered. `silence`: seconds without a sign of life
    after which whoever sends an order counts as dead."""

    passing: tuple[float, ...] = (1, 4)
    busy: float = 1.0
    busy_seconds: float = 300.0
    again: int = 1
    reconcile: tuple[float, ...] = (0.5, 2, 5)
    silence: float = 3.0


class Tries:
    """What went wrong so far with one provider for one piece of work."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._counts = dict.fromkeys(Kind, 0)
        self._busy_for = 0.0

    def wait_after(self, error: ProviderError) -> float | None:
        """Seconds until the next try; None when there should be none."""
        kind, patience = error.kind, self._patience
        count = self._counts[kind]
        self._counts[kind] += 1
        if kind == Kind.PASSING and count < len(patience.passing):
            return jittered(max(patience.passing[count], self._asked(error)))
        if kind == Kind.BUSY and self._busy_for < patience.busy_seconds:
            wait = jittered(max(min(30.0, patience.busy * 2**count), self._asked(error)))
            self._busy_for += wait
            return wait
        if kind in (Kind.FAILED, Kind.MODERATED_OUTPUT) and count < patience.again:
            return 0.0
        return None

    @staticmethod
    def _asked(error: ProviderError) -> float:
        return min(LONGEST_WAIT, error.retry_after or 0.0)
