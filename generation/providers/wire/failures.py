"""What a failure on the wire means, before anybody has read the vendor's own words.

The one question that costs money: after a submit that went wrong, was the order taken?

- The connection never stood: surely not.
- The vendor answered with a status and a body of its own: it says so itself.
- Silence or a cut after the request was sent, or a gateway in between that gave up waiting (408,
  502, 504): nobody knows.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp

from generation.errors import Kind, ProviderError
from generation.secrets import hide

GATEWAY_GAVE_UP = frozenset({408, 502, 504})
NEVER_SENT = (
    aiohttp.ClientConnectorError,  # refused, no such host, TLS
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)
SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]*)?")
DETAIL = 500  # characters of a vendor's words that are kept


def kind_of_status(status: int, *, submit: bool) -> Kind:
    """What an HTTP status means where the vendor's own code says nothing better."""
    if submit and status in GATEWAY_GAVE_UP:
        return Kind.UNKNOWN_SUBMIT
    if status == 429:
        return Kind.BUSY
    if status in (401, 402, 403):
        return Kind.ACCOUNT
    if status in (404, 410) and not submit:
        return Kind.LOST
    if status >= 500 or status == 408:
        return Kind.PASSING
    return Kind.BAD_REQUEST


def of_aiohttp(provider: str, error: Exception, *, submit: bool) -> ProviderError:
    """An `aiohttp` error or a timeout as one that carries a decision."""
    unknown = submit and not isinstance(error, NEVER_SENT)
    kind = Kind.UNKNOWN_SUBMIT if unknown else Kind.PASSING
    return ProviderError(provider, kind, words(error))


def words(error: BaseException) -> str:
    """An error for the operator: its class and what it says, never its request."""
    return f"{type(error).__name__}: {brief(str(error))}".rstrip(": ")


def brief(text: str) -> str:
    """The beginning of a vendor's words. Secrets are taken out first: half a key is one too."""
    return hide(text)[:DETAIL]


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Seconds that a vendor asks us to wait (RFC 9110, section 10.2.3): a number or a date."""
    text = (headers.get("Retry-After") or headers.get("retry-after") or "").strip()
    if SECONDS.fullmatch(text):
        return float(text)
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - (now or datetime.now(UTC))).total_seconds())


def jittered(seconds: float) -> float:
    """Give or take a third, so that many who wait do not come back together."""
    return seconds * random.uniform(2 / 3, 4 / 3)
