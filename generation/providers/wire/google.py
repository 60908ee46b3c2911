"""What Google's services mean by their errors, the same for the Gemini API and for Vertex.

They answer `{"error": {"code": 429, "message": …, "status": "RESOURCE_EXHAUSTED", "details": …}}`,
and long-running work ends with the number of a gRPC status instead of that of HTTP.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from generation.errors import Kind, ProviderError
from generation.providers.wire.failures import brief, retry_after
from generation.providers.wire.web import JSON, Heard

# The words by which both services refuse people's texts and pictures; there is no code for it.
# https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/video/responsible-ai-and-usage-guidelines
REFUSED = re.compile(
    r"usage guidelines|usage polic|violat\w* (our|the|google)|safety|responsible ai|prohibited"
    r"|sensitive words|support codes?|blocked|content polic|recitation",
    re.IGNORECASE,
)
OF_OUTPUT = re.compile(r"generated|output|the video (was|is)|response was", re.IGNORECASE)
NO_MONEY = re.compile(r"credits? (are|is) depleted|prepay|billing (account|to be)", re.IGNORECASE)
DELAY = re.compile(r"(\d+(?:\.\d+)?)s")
NO_KEY = re.compile(r"API_KEY_INVALID|API key (not valid|expired)", re.IGNORECASE)

STATUSES = {
    "UNAUTHENTICATED": Kind.ACCOUNT,
    "PERMISSION_DENIED": Kind.ACCOUNT,
    "FAILED_PRECONDITION": Kind.ACCOUNT,  # a region or a plan without the service
    "RESOURCE_EXHAUSTED": Kind.BUSY,
    "INVALID_ARGUMENT": Kind.BAD_REQUEST,
    "OUT_OF_RANGE": Kind.BAD_REQUEST,
    "UNIMPLEMENTED": Kind.BAD_REQUEST,
}
RPC = {
    3: "INVALID_ARGUMENT",
    7: "PERMISSION_DENIED",
    8: "RESOURCE_EXHAUSTED",
    9: "FAILED_PRECONDITION",
}


def kind_of(status: int, body: JSON) -> Kind | None:
    """What an answer means; None where it is fine, or its HTTP status says it all."""
    error = error_of(body)
    if status < 300 or not error:
        return None
    text = str(error)
    if NO_KEY.search(text) or NO_MONEY.search(text):
        return Kind.ACCOUNT
    if status == 400 and REFUSED.search(str(error.get("message"))):
        return Kind.MODERATED_INPUT
    return STATUSES.get(str(error.get("status")))


def patient(provider: str) -> Heard:
    """Hears how long to wait where Google says it in the body alone, as `RetryInfo`."""

    def heard(status: int, body: JSON, headers: Mapping[str, str]) -> None:
        wait = retry_delay(body)
        if kind_of(status, body) == Kind.BUSY and wait is not None:
            detail = brief(f"{status} {told(error_of(body))}")
            raise ProviderError(provider, Kind.BUSY, detail, retry_after(headers) or wait)

    return heard


def retry_delay(body: JSON) -> float | None:
    """The seconds of a `RetryInfo`, such as `{"retryDelay": "33.5s"}`."""
    details: Any = error_of(body).get("details")
    for detail in cast(list[Any], details) if isinstance(details, list) else []:
        delay = cast(JSON, detail).get("retryDelay") if isinstance(detail, dict) else None
        if isinstance(delay, str) and (seconds := DELAY.fullmatch(delay)):
            return float(seconds[1])
    return None


def kind_of_end(error: JSON) -> Kind:
    """What the error means that a task ended with."""
    message = str(error.get("message") or "")
    if REFUSED.search(message):
        return Kind.MODERATED_OUTPUT if OF_OUTPUT.search(message) else Kind.MODERATED_INPUT
    return Kind.BAD_REQUEST if code_of(error) == "INVALID_ARGUMENT" else Kind.FAILED


def error_of(body: JSON) -> JSON:
    """The error inside an answer; streaming services wrap it in a list. Empty without one."""
    inside: Any = body.get("data", body)
    if isinstance(inside, list) and inside:
        inside = inside[0]
    error: Any = cast(JSON, inside).get("error") if isinstance(inside, dict) else None
    return cast(JSON, error) if isinstance(error, dict) else {}


def told(error: JSON) -> str:
    """The vendor's code, then its words."""
    return f"{code_of(error)} {error.get('message') or ''}".strip()


def code_of(error: JSON) -> str:
    """The name of an error, also of one that has a number only."""
    code: Any = error.get("status") or error.get("code") or ""
    return RPC.get(code, str(code)) if isinstance(code, int) else str(code)
