"""What chat endpoints mean by their errors, whoever runs them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, cast

from generation.errors import Kind, ProviderError
from generation.providers.wire.failures import DETAIL, kind_of_status, retry_after, words
from generation.providers.wire.google import error_of
from generation.providers.wire.google import kind_of as google_kind_of
from generation.providers.wire.web import JSON

if TYPE_CHECKING:
    import openai

# The words, for the codes are general: DeepSeek calls refused content an `invalid_request_error`.
REFUSED = re.compile(
    r"content exists risk|data_?inspection_?failed|inappropriate content|content_?policy"
    r"|content_?filter|content management policy|sensitive_?words?|moderation|safety system",
    re.IGNORECASE,
)
ACCOUNT = re.compile(
    r"insufficient[_ ](balance|quota)|arrearage|billing|api_?key|authentication|overdue"
    r"|access_?denied|not_?purchased",
    re.IGNORECASE,
)
CROWDED = re.compile(r"overloaded|too busy|rate.?limit|throttl", re.IGNORECASE)


def of_openai(provider: str, error: openai.APIError) -> ProviderError:
    """An error of the `openai` package as one that carries a decision."""
    import openai

    if isinstance(error, openai.APIStatusError):
        status, body = error.status_code, _body(error)
        kind = kind_of(status, body) or _plain(status)
        detail = f"{status} {_told(body) or error.message}"[:DETAIL]
        return ProviderError(provider, kind, detail, retry_after(error.response.headers))
    if isinstance(error, openai.APIConnectionError):
        return ProviderError(provider, Kind.PASSING, words(error.__cause__ or error))
    told = _told(_mapping(error.body)) or words(error)  # an error in the middle of the answer
    kind = kind_of(400, _mapping(error.body))
    return ProviderError(provider, kind or Kind.PASSING, told[:DETAIL])


def kind_of(status: int, body: JSON) -> Kind | None:
    """What an answer means; None where its HTTP status says it all."""
    if kind := google_kind_of(status, body):
        return kind
    told = _told(body)
    if status in (400, 403) and REFUSED.search(told):
        return Kind.MODERATED_INPUT
    if status in (400, 429) and ACCOUNT.search(told):
        return Kind.ACCOUNT
    return Kind.BUSY if status == 503 and CROWDED.search(told) else None


def _plain(status: int) -> Kind:
    """What an HTTP status means here: an answer is asked for again, so nothing is ever lost."""
    kind = kind_of_status(status, submit=False)
    return Kind.BAD_REQUEST if kind == Kind.LOST else kind


def _body(error: openai.APIStatusError) -> JSON:
    try:
        loaded: Any = json.loads(error.response.text)
    except ValueError:
        return {}
    return _mapping(loaded)


def _mapping(loaded: Any) -> JSON:
    return cast(JSON, loaded) if isinstance(loaded, dict) else {"data": loaded}


def _told(body: JSON) -> str:
    """The vendor's code, then its words."""
    error = error_of(body) or body
    parts = [error.get("code") or error.get("status"), error.get("type"), error.get("message")]
    parts.append(error.get("detail"))
    return " ".join(str(p) for p in dict.fromkeys(parts) if p)
