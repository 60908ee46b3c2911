"""An error carries a decision: its `kind` says whether to retry, to try another or to stop."""

from __future__ import annotations

from enum import StrEnum
from functools import partial


class Kind(StrEnum):
    """What an error means for the job; the same names for every vendor."""

    MODERATED_INPUT = "moderated_input"  # the person has to change something
    MODERATED_OUTPUT = "moderated_output"  # one retry with another seed is fair
    BUSY = "busy"  # back off, keep the place
    ACCOUNT = "account"  # the operator's key or balance; not the person's fault
    BAD_REQUEST = "bad_request"  # this request can never work
    PASSING = "passing"  # the network or the vendor, probably over soon
    UNKNOWN_SUBMIT = "unknown_submit"  # paid or not? never submit again
    LOST = "lost"  # the task or its result is gone
    BROKEN = "broken"  # our own fault


FALLBACK_ALLOWED = frozenset(
    {Kind.BUSY, Kind.ACCOUNT, Kind.BAD_REQUEST, Kind.PASSING, Kind.MODERATED_OUTPUT}
)


class ProviderError(Exception):
    """`provider` could not do its part. `detail` is for the operator, never shown to people raw."""

    def __init__(self, provider: str, kind: Kind, detail: str) -> None:
        super().__init__(provider, kind, detail)
        self.provider, self.kind, self.detail = provider, Kind(kind), detail

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
