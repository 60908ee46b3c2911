"""An error carries a decision: its `kind` says whether to retry, to try another or to stop."""

from __future__ import annotations

from enum import StrEnum
from functools import partial

from generation.secrets import hide


class Kind(StrEnum):
    """What an error means for the job; the same names for every vendor."""

    MODERATED_INPUT = "moderated_input"  # the person has to change something
    MODERATED_OUTPUT = "moderated_output"  # one retry with another seed is fair
    BUSY = "busy"  # back off, keep the place
    ACCOUNT = "account"  # the operator's key or balance; not the person's fault
    BAD_REQUEST = "bad_request"  # this request can never work
    PASSING = "passing"  # the network or the vendor, probably over soon
    UNKNOWN_SUBMIT = "unknown_submit"  # paid or not? never submit again
    FAILED = "failed"  # the vendor's task ended without a result, and was not billed
    LOST = "lost"  # the task or its result is gone; it may have been billed
    BROKEN = "broken"  # our own fault


FALLBACK_ALLOWED = frozenset(
    {
        Kind.BUSY,
        Kind.ACCOUNT,
        Kind.BAD_REQUEST,
        Kind.PASSING,
        Kind.FAILED,
        Kind.MODERATED_OUTPUT,
    }
)


class ProviderError(Exception):
    """`provider` could not do its part. `detail` is for the operator, never shown to people raw;
    it begins with the vendor's own code. `retry_after`: seconds the vendor asked us to wait."""

    def __init__(
        self, provider: str, kind: Kind, detail: str, retry_after: float | None = None
    ) -> None:
        detail = hide(detail)
        super().__init__(provider, kind, detail, retry_after)
        self.provider, self.kind, self.detail = provider, Kind(kind), detail
        self.retry_after = retry_after

    def __str__(self) -> str:
        return f"{self.provider}: {self.kind}: {self.detail}"


class BadInput(Exception):
    """What the person gave cannot be used; `key` names the catalogs' sentence that says so."""

    def __init__(self, key: str, **values: str | int | float) -> None:
        super().__init__(key, values)
        self.key, self.values = key, values

    def __reduce__(self) -> tuple[partial[BadInput], tuple[str]]:
        return partial(BadInput, **self.values), (self.key,)  # it travels between processes

    def __str__(self) -> str:
        return f"{self.key} {self.values}"
