"""Volcengine Ark through its own SDK: a line to it, and what its errors mean.

The SDK is imported where it is used: it takes half a second. Its retries are off, for it would
repeat an order whose answer was lost."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any, cast

from generation.errors import Kind, ProviderError
from generation.providers.contract import Variable
from generation.providers.wire import tls
from generation.providers.wire.failures import DETAIL, kind_of_status, retry_after, words
from generation.providers.wire.web import JSON

BEIJING = "https://ark.cn-beijing.volces.com/api/v3"
KEY = Variable(
    "ARK_API_KEY",
    "Key for Seedance and Seedream: https://console.volcengine.com/ark/region:ark+cn-beijing/apiKey",
)
BASE_URL = Variable(
    "ARK_BASE_URL",
    "Volcengine Ark's address; BytePlus: https://ark.ap-southeast.bytepluses.com/api/v3",
    BEIJING,
)
SDK = "volcenginesdkarkruntime"
ANSWER_SECONDS, CONNECT_SECONDS = 300.0, 15.0  # a picture is painted while we wait for the answer

# https://www.volcengine.com/docs/82379/1299023; the beginning of a code decides.
MEANINGS = (
    (r"Output\w*(Sensitive|Risk)", Kind.MODERATED_OUTPUT),
    (r"(Input\w*)?(Sensitive|Risk)", Kind.MODERATED_INPUT),
    (r"ContentSecurityDetectionError", Kind.PASSING),  # their moderation failed, not the content
    (r"Authentication|InvalidAccount|AccountOverdue|AccessDenied|OperationDenied", Kind.ACCOUNT),
    (r"ModelNotOpen|InvalidEndpoint\.Closed|InvalidSubscription", Kind.ACCOUNT),
    (r"SetLimitExceeded", Kind.ACCOUNT),  # arrives as 429: the limit that the operator has set
    (r"ServerOverloaded|RequestBurstTooFast|\w*RateLimit|Inflight", Kind.BUSY),
    (r"Missing|Invalid|Unsupported|OutofContext", Kind.BAD_REQUEST),
)
USED_UP = re.compile(r"free|trial|免费", re.I)  # unverified: words of a QuotaExceeded for good


def needs(sdk: str = SDK) -> str:
    """The command that installs the SDK; empty when it is there."""
    return "" if find_spec(sdk) else "pip install 'reelroom[ark]'"


def kind_of(code: str, message: str) -> Kind | None:
    """What Ark's own code means; None where only the HTTP status tells."""
    if code == "QuotaExceeded":
        return Kind.ACCOUNT if USED_UP.search(message) else Kind.BUSY
    return next((kind for begins, kind in MEANINGS if re.match(begins, code)), None)


def kind_of_end(code: str, message: str) -> Kind:
    """What a failed task means. Ark bills no failures."""
    kind = kind_of(code, message)
    return Kind.FAILED if kind in (None, Kind.PASSING, Kind.BUSY) else kind


@dataclass(frozen=True)
class Line:
    """An open line to Ark: `await line.ask(line.tasks.create(…), submit=True)`."""

    provider: str
    api: Any

    @property
    def tasks(self) -> Any:
        """The SDK's tasks that make clips."""
        return self.api.content_generation.tasks

    async def ask(self, answer: Awaitable[Any], *, submit: bool = False) -> JSON:
        """What Ark answers, as JSON. Raises `ProviderError` in the SDK's stead."""
        try:
            told = await answer
            if told is None:  # what a DELETE answers with
                return {}
            return cast(JSON, told.model_dump(warnings=False))
        except Exception as error:
            if failure := self._failure(error, submit=submit):
                raise failure from error
            raise

    def _failure(self, error: Exception, *, submit: bool) -> ProviderError | None:
        """An error of the SDK as one that carries a decision; None for one of our own."""
        from volcenginesdkarkruntime import (  # pyright: ignore[reportMissingTypeStubs]
            _exceptions as sdk,  # pyright: ignore[reportPrivateUsage]
        )

        if isinstance(error, sdk.ArkAPIStatusError):
            return self._refusal(error, submit=submit)
        if isinstance(error, sdk.ArkAPIConnectionError):
            cause = error.__cause__ or error
            kind = Kind.UNKNOWN_SUBMIT if submit and not _never_sent(cause) else Kind.PASSING
            return ProviderError(self.provider, kind, words(cause))
        if isinstance(error, (sdk.ArkError, ValueError, AttributeError)):
            # An answer came that the SDK cannot read: something other than Ark gave it.
            kind = Kind.UNKNOWN_SUBMIT if submit else Kind.PASSING
            return ProviderError(self.provider, kind, words(error))
        return None

    def _refusal(self, error: Any, *, submit: bool) -> ProviderError:
        status, body = int(error.status_code), error.body
        told = cast(JSON, body) if isinstance(body, dict) else {}
        code, message = str(told.get("code") or ""), str(told.get("message") or error.message)
        kind = kind_of(code, message) or kind_of_status(status, submit=submit)
        return ProviderError(
            self.provider,
            kind,
            f"{code or status} {message}"[:DETAIL],
            retry_after(error.response.headers),
        )


@dataclass(frozen=True)
class Ark:
    """Volcengine Ark for one provider."""

    provider: str
    key: str = field(repr=False)
    base_url: str = BEIJING

    @asynccontextmanager
    async def line(self) -> AsyncGenerator[Line]:
        """A line for one piece of work."""
        api = await asyncio.to_thread(self._client)
        try:
            yield Line(self.provider, api)
        finally:
            await api.close()

    async def probe(self) -> str:
        """Asks for the list of tasks, which costs nothing."""
        async with self.line() as line:
            page = await line.ask(line.tasks.list(page_size=1))
        return f"{page.get('total') or 0} tasks within seven days"

    def _client(self) -> Any:
        import httpx
        from volcenginesdkarkruntime import AsyncArk  # pyright: ignore[reportMissingTypeStubs]

        timeout = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)
        return AsyncArk(
            api_key=self.key,
            base_url=self.base_url.rstrip("/"),
            timeout=timeout,
            max_retries=0,
            http_client=httpx.AsyncClient(verify=tls.context(), timeout=timeout),
        )


def _never_sent(error: BaseException) -> bool:
    import httpx

    return isinstance(
        error, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.InvalidURL)
    )
