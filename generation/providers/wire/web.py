"""Plain HTTP to a vendor: JSON in, JSON out, and errors that carry a decision."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import aiohttp

from generation.errors import Kind, ProviderError
from generation.providers.wire.failures import brief, kind_of_status, of_aiohttp, retry_after

JSON = dict[str, Any]
MOST_BYTES = 64_000_000  # of an answer: pictures may come inside it as base64
WORDS = 4000  # bytes of a page that is no JSON, before secrets are taken out and it is cut
TIMEOUT = aiohttp.ClientTimeout(total=300, connect=15, sock_read=180)

KindOf = Callable[[int, JSON], Kind | None]
"""What a vendor's answer means: its HTTP status and body; None where the status says it all."""


def no_opinion(status: int, body: JSON) -> Kind | None:
    """For vendors whose errors the HTTP status tells well enough."""
    return None


Heard = Callable[[int, JSON, Mapping[str, str]], None]
"""Hears an answer's status, body and headers before it is judged; it may raise."""


def deaf(status: int, body: JSON, headers: Mapping[str, str]) -> None:
    """For vendors whose headers say nothing that matters."""


@dataclass(frozen=True)
class Web:
    """A vendor's endpoint. `headers` are made anew for each request, for tokens that expire.

    `kind_of` reads the vendor's own error codes, also in answers with status 200."""

    provider: str
    base_url: str
    headers: Callable[[], Mapping[str, str]] = field(default=dict)
    kind_of: KindOf = no_opinion
    heard: Heard = deaf
    timeout: aiohttp.ClientTimeout = TIMEOUT

    async def submit(
        self, path: str, body: JSON | aiohttp.FormData, headers: Mapping[str, str] | None = None
    ) -> JSON:
        """POST an order, once. When nobody can know whether it was taken: `UNKNOWN_SUBMIT`."""
        return await self._ask("POST", path, body, headers, submit=True)

    async def post(
        self, path: str, body: JSON | aiohttp.FormData, headers: Mapping[str, str] | None = None
    ) -> JSON:
        """POST something that costs nothing, or so little that it may be asked again."""
        return await self._ask("POST", path, body, headers)

    async def get(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> JSON:
        """GET, as often as one likes."""
        return await self._ask("GET", path, None, headers, params=params)

    async def delete(self, path: str) -> JSON:
        """DELETE."""
        return await self._ask("DELETE", path, None, None)

    async def _ask(
        self,
        method: str,
        path: str,
        body: JSON | aiohttp.FormData | None,
        headers: Mapping[str, str] | None,
        *,
        params: Mapping[str, str] | None = None,
        submit: bool = False,
    ) -> JSON:
        form = body if isinstance(body, aiohttp.FormData) else None
        url = path if "://" in path else self.base_url.rstrip("/") + path
        try:
            async with (
                aiohttp.ClientSession(timeout=self.timeout, trust_env=True) as session,
                session.request(
                    method,
                    url,
                    json=None if form else body,
                    data=form,
                    params=params,
                    headers={**self.headers(), **(headers or {})},
                    allow_redirects=False,  # a key goes nowhere but where it was meant to
                ) as response,
            ):
                raw = bytearray()
                async for chunk in response.content.iter_any():
                    raw += chunk
                    if len(raw) > MOST_BYTES:
                        raise aiohttp.ClientPayloadError(f"an answer of over {MOST_BYTES} bytes")
                return self._read(response, bytes(raw), submit=submit)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise of_aiohttp(self.provider, error, submit=submit) from error

    def _read(self, response: aiohttp.ClientResponse, raw: bytes, *, submit: bool) -> JSON:
        status = response.status
        try:
            loaded = json.loads(raw or b"{}")
            body: JSON = cast(JSON, loaded) if isinstance(loaded, dict) else {"data": loaded}
        except (ValueError, RecursionError):
            ours = {"text": raw[:WORDS].decode("utf-8", "replace")}
            if status < 300:  # taken, perhaps; but what it said cannot be read
                kind = Kind.UNKNOWN_SUBMIT if submit else Kind.PASSING
            else:
                kind = self.kind_of(status, {}) or kind_of_status(status, submit=submit)
            raise self.error(kind, ours, status, retry_after(response.headers)) from None
        self.heard(status, body, response.headers)
        kind = self.kind_of(status, body)
        if kind is None and status >= 300:
            kind = kind_of_status(status, submit=submit)
        if kind:
            raise self.error(kind, body, status, retry_after(response.headers))
        return body

    def error(
        self, kind: Kind, body: JSON, status: int | None = None, wait: float | None = None
    ) -> ProviderError:
        """A vendor's words as an error."""
        text = brief(json.dumps(body, ensure_ascii=False))
        return ProviderError(self.provider, kind, f"{status or ''} {text}".strip(), wait)
