"""Endpoints that speak like OpenAI's: their errors, and the official client used once per call."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from generation.errors import Kind, ProviderError
from generation.providers.wire import tls
from generation.providers.wire.failures import brief, kind_of_status, retry_after, words
from generation.providers.wire.web import JSON

if TYPE_CHECKING:
    import httpx2
    from openai import APIConnectionError, APIStatusError, AsyncOpenAI

BASE_URL = "https://api.openai.com/v1"
CONNECT_SECONDS = 15.0

CODES: Mapping[str, Kind] = {
    "moderation_blocked": Kind.MODERATED_INPUT,
    "content_policy_violation": Kind.MODERATED_INPUT,
    "content_filter": Kind.MODERATED_INPUT,  # Azure
    "content_safety_violation": Kind.MODERATED_INPUT,  # Azure
    "sentinel_block": Kind.MODERATED_INPUT,  # unverified: seen of videos
    "input_moderation": Kind.MODERATED_INPUT,
    "output_moderation": Kind.MODERATED_OUTPUT,
    "insufficient_quota": Kind.ACCOUNT,  # it comes as 429
    "billing_hard_limit_reached": Kind.ACCOUNT,  # it comes as 400
    "billing_not_active": Kind.ACCOUNT,
    "invalid_api_key": Kind.ACCOUNT,
    "account_deactivated": Kind.ACCOUNT,
    "unsupported_country_region_territory": Kind.ACCOUNT,
    "rate_limit_exceeded": Kind.BUSY,
    "slow_down": Kind.BUSY,
    "server_is_overloaded": Kind.BUSY,
    "model_not_found": Kind.BAD_REQUEST,
}
REFUSALS = frozenset({400, 403, 422, 451})  # the statuses under which gateways pass refusals on
SAFETY = re.compile(r"safety system|safety_violations|content policy|moderation", re.IGNORECASE)


def kind_of(status: int, body: JSON) -> Kind | None:
    """What an answer means by its own words; None where the status says it all."""
    return kind_of_error(status, body.get("error") if status >= 400 else None)


def kind_of_error(status: int, error: object) -> Kind | None:
    """What an `error` object means: of a refused request, or, with status 200, of a failed task."""
    if not isinstance(error, Mapping):
        error = {"message": str(error or "")}
    said = cast(Mapping[str, Any], error)
    kind = CODES.get(str(said.get("code"))) or CODES.get(str(said.get("type")))
    if kind is None and status in REFUSALS and SAFETY.search(str(said.get("message"))):
        kind = Kind.MODERATED_INPUT
    if kind == Kind.MODERATED_INPUT and _stage(said) == "output":
        return Kind.MODERATED_OUTPUT
    return kind


def _stage(error: Mapping[str, Any]) -> str:
    """Whether moderation stopped the "input" or the "output", where it says so."""
    details = error.get("moderation_details")
    named = cast(Mapping[str, Any], details) if isinstance(details, Mapping) else {}
    return str(named.get("moderation_stage", ""))


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a provider reaches a model; `seconds` is all the time that one call may take."""

    provider: str
    key: str
    base_url: str = BASE_URL
    seconds: float = 600.0

    @asynccontextmanager
    async def client(self, *, order: bool = False) -> AsyncGenerator[AsyncOpenAI]:
        """The official client, for one call and without retries. What goes wrong becomes a
        `ProviderError`; `UNKNOWN_SUBMIT` only of an `order`, which may have been taken."""
        sdk = await asyncio.to_thread(_sdk, self)
        from openai import APIConnectionError, APIStatusError, OpenAIError

        try:
            async with asyncio.timeout(self.seconds), sdk:
                yield sdk
        except APIStatusError as error:
            raise self._refused(error, order=order) from error
        except APIConnectionError as error:
            raise self._unheard(words(error), taken=order and _sent(error)) from error
        except TimeoutError as error:
            raise self._unheard(f"not within {self.seconds:g} s", taken=order) from error
        except (OpenAIError, ValueError) as error:
            raise self._unheard(f"unreadable: {words(error)}", taken=order) from error

    async def reached(self, model: str) -> str:
        """How many models there are, and whether this one is."""
        async with self.client() as client:
            names = [found.id async for found in client.models.list()]
        there = "among them" if model in names else "not among them"
        return f"{len(names)} models, {model} {there}"

    def unreadable(self, *, order: bool) -> ProviderError:
        """For an answer that is not what it should be."""
        return self._unheard("unreadable: not the JSON that was promised", taken=order)

    def _unheard(self, why: str, *, taken: bool) -> ProviderError:
        kind = Kind.UNKNOWN_SUBMIT if taken else Kind.PASSING
        return ProviderError(self.provider, kind, why)

    def _refused(self, error: APIStatusError, *, order: bool) -> ProviderError:
        status, said = error.status_code, error.body
        kind = kind_of_error(status, said) or kind_of_status(status, submit=True)
        if kind == Kind.UNKNOWN_SUBMIT and not order:
            kind = Kind.PASSING
        detail = brief(f"{error.code or status} {said or error.message}")
        return ProviderError(self.provider, kind, detail, retry_after(error.response.headers))


def _sdk(endpoint: Endpoint) -> AsyncOpenAI:
    """In a thread: importing it takes half a second."""
    import httpx2
    from openai import AsyncOpenAI, DefaultAsyncHttpxClient

    timeout = httpx2.Timeout(endpoint.seconds, connect=CONNECT_SECONDS)
    return AsyncOpenAI(
        api_key=endpoint.key,
        base_url=endpoint.base_url,
        max_retries=0,
        http_client=DefaultAsyncHttpxClient(
            timeout=timeout, follow_redirects=False, verify=tls.context()
        ),
    )


def _sent(error: APIConnectionError) -> bool:
    """Whether a request may have left us before the connection failed."""
    import httpx2

    never: tuple[type[httpx2.HTTPError], ...] = (
        httpx2.ConnectError,
        httpx2.ConnectTimeout,
        httpx2.PoolTimeout,
        httpx2.ProxyError,
        httpx2.LocalProtocolError,
    )
    return not isinstance(error.__cause__, never)
