"""Bringing a result home from an address that a vendor gave: carefully, and to the last byte.

https only, unless `REELROOM_ALLOW_LOOPBACK` is set; never from a private address, also not by a
redirect or by a name that resolves to one; with limits on size and time; a download that breaks off
is continued where it was. The one exception is a `Home`: the endpoint that the operator configured.
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from yarl import URL

from generation.errors import Kind, ProviderError
from generation.providers.wire.addresses import (
    Careful,
    Forbidden,
    check,
    parsed,
)
from generation.providers.wire.failures import jittered, words

REDIRECTS = 3
TRIES = 5
BACKOFF = 0.25  # seconds before the second try; twice as many before each one after
STALL_SECONDS = 20.0
CHUNK = 1 << 18
MOVED = frozenset({301, 302, 303, 307, 308})
AGAIN = frozenset({408, 425, 429})  # of the 4xx; 403 is an object store's word for "expired"
Origin = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Limits:
    """At most so many bytes, and so many seconds for all of it."""

    most_bytes: int
    seconds: float = 600.0
    stall: float = STALL_SECONDS


PICTURE = Limits(40_000_000, 180.0)
VIDEO = Limits(600_000_000)
AUDIO = Limits(60_000_000, 180.0)


@dataclass(frozen=True, slots=True)
class Home:
    """The endpoint that the operator configured: it may be private and speak plain http, and only
    it is sent `headers`, such as a key. Nothing of that holds for where it redirects to."""

    base_url: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    def __contains__(self, url: str | URL) -> bool:
        """Whether an address is of the same scheme, host and port."""
        return _origin(parsed(url) if isinstance(url, str) else url) == self.origin

    @property
    def origin(self) -> Origin:
        """Where it is."""
        return _origin(parsed(self.base_url))


async def fetch(
    provider: str, url: str, path: Path, limits: Limits, home: Home | None = None
) -> None:
    """Download `url` into `path`. Raises `ProviderError`: `LOST` when it is gone, too large or
    somewhere we do not go, `PASSING` when it would not come."""
    if url.startswith("data:"):
        await asyncio.to_thread(_write_data_url, provider, url, path, limits)
        return
    part, last = Part(path), "nothing was tried"
    await asyncio.to_thread(part.clear)
    try:
        async with asyncio.timeout(limits.seconds), _session(limits, home) as session:
            for attempt in range(TRIES):
                if attempt:
                    await asyncio.sleep(jittered(BACKOFF * 2 ** (attempt - 1)))
                try:
                    if await _download(provider, session, url, part, limits, home):
                        return
                    last = "the connection ended before the file did"
                except Forbidden:
                    raise
                except (aiohttp.ClientError, TimeoutError, OSError) as error:
                    if isinstance(error.__cause__, Forbidden):
                        raise _lost(provider, str(error.__cause__)) from error
                    last = words(error)
    except Forbidden as error:
        raise _lost(provider, str(error)) from error
    except TimeoutError:
        last = f"not within {limits.seconds:g} s"
    raise ProviderError(provider, Kind.PASSING, f"the download failed: {last}")


@dataclass(slots=True)
class Part:
    """What has come of a file so far, and the version that the server said it is."""

    path: Path
    have: int = 0
    version: str = ""

    def clear(self) -> None:
        """Begin anew."""
        self.path.unlink(missing_ok=True)
        self.have, self.version = 0, ""

    def add(self, chunk: bytes) -> None:
        """Append some bytes."""
        with self.path.open("ab") as file:
            file.write(chunk)
        self.have += len(chunk)

    @property
    def headers(self) -> dict[str, str]:
        """What asks for the rest of it."""
        wanted = {"Range": f"bytes={self.have}-"} if self.have else {}
        return {**wanted, "If-Range": self.version} if wanted and self.version else wanted


async def _download(
    provider: str,
    session: aiohttp.ClientSession,
    address: str,
    part: Part,
    limits: Limits,
    home: Home | None,
) -> bool:
    """One try, continuing what has come. True when the file is whole."""
    url = parsed(address)
    for _ in range(REDIRECTS + 1):
        at_home = home if home and url in home else None
        if at_home is None:
            check(url)
        headers = {**part.headers, **(at_home.headers if at_home else {})}
        async with session.get(url, headers=headers, allow_redirects=False) as response:
            if response.status in MOVED:
                url = url.join(parsed(response.headers.get("Location", "")))
                continue
            return await _receive(provider, response, part, limits)
    raise _lost(provider, f"more than {REDIRECTS} redirects")


async def _receive(
    provider: str, response: aiohttp.ClientResponse, part: Part, limits: Limits
) -> bool:
    status = response.status
    if status == 416 or (status == 206 and not _continues(response, part)):
        await asyncio.to_thread(part.clear)  # what we have is not a part of it
        return False
    if 400 <= status < 500 and status not in AGAIN:
        raise _lost(provider, f"the result is gone: HTTP {status}")
    if status not in (200, 206):
        raise aiohttp.ClientPayloadError(f"HTTP {status}")
    if status == 200:
        await asyncio.to_thread(part.clear)
    etag = response.headers.get("ETag", "")
    part.version = "" if etag.startswith("W/") else etag  # RFC 9110, section 13.1.5
    length = response.content_length
    if part.have + (length or 0) > limits.most_bytes:
        raise _lost(provider, f"larger than {limits.most_bytes} bytes")
    expected = None if length is None else part.have + length
    async for chunk in response.content.iter_chunked(CHUNK):
        if part.have + len(chunk) > limits.most_bytes:
            raise _lost(provider, f"larger than {limits.most_bytes} bytes")
        await asyncio.to_thread(part.add, chunk)
    return expected is None or part.have >= expected


def _continues(response: aiohttp.ClientResponse, part: Part) -> bool:
    """Whether a partial answer begins where we are."""
    return response.headers.get("Content-Range", "").startswith(f"bytes {part.have}-")


def _session(limits: Limits, home: Home | None) -> aiohttp.ClientSession:
    trusted = home.origin[1:] if home else None
    # Bodies are files: they are taken as they come, or a range would count other bytes.
    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=None, connect=15, sock_read=limits.stall),
        connector=aiohttp.TCPConnector(resolver=Careful(trusted)),
        headers={"Accept-Encoding": "identity"},
        auto_decompress=False,
    )


def _origin(url: URL) -> Origin:
    return url.scheme, (url.host or "").lower(), url.port or 0


def _write_data_url(provider: str, url: str, path: Path, limits: Limits) -> None:
    head, _, body = url.partition(",")
    if not head.endswith(";base64") or len(body) > limits.most_bytes * 4 // 3 + 4:
        raise _lost(provider, "a data URL that we do not read")
    try:
        path.write_bytes(base64.b64decode(body, validate=True))
    except ValueError as error:
        raise _lost(provider, "a data URL that is no base64") from error


def _lost(provider: str, why: str) -> ProviderError:
    return ProviderError(provider, Kind.LOST, why)
