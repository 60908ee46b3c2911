"""Bringing a result home from an address that a vendor gave: carefully, and to the last byte.

https only, unless `REELROOM_ALLOW_LOOPBACK` is set; never from a private address, also not by a
redirect or by a name that resolves to one; with limits on size and time; a download that breaks off
is continued where it was. The one exception is a `Home`: the endpoint that the operator configured.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import ipaddress
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from generation.errors import Kind, ProviderError
from generation.providers.wire.failures import DETAIL, jittered, words

ALLOW_LOOPBACK = "REELROOM_ALLOW_LOOPBACK"
REDIRECTS = 3
TRIES = 5
GONE = frozenset({403, 404, 410})  # object stores answer 403 when a signature has expired
STALL_SECONDS = 20.0
CHUNK = 1 << 18
MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Limits:
    """At most so many bytes, and so many seconds for all of it."""

    most_bytes: int
    seconds: float = 600.0
    stall: float = STALL_SECONDS


PICTURE = Limits(40_000_000, 180.0)
VIDEO = Limits(600_000_000)
AUDIO = Limits(60_000_000, 180.0)


class Forbidden(OSError):
    """An address that we do not fetch from."""


@dataclass(frozen=True, slots=True)
class Home:
    """The endpoint that the operator configured: it may be private and speak plain http, and only
    it is sent `headers`, such as a key. Nothing of that holds for where it redirects to."""

    base_url: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    def __contains__(self, url: str) -> bool:
        """Whether an address is of the same scheme, host and port."""
        return _origin(url) == _origin(self.base_url)


Origin = tuple[str, str, int]


def _origin(url: str) -> Origin:
    """Scheme, host and port. Raises `Forbidden` for a port that is none."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError as error:
        raise Forbidden(f"not a port: {url[:DETAIL]}") from error
    usual = 443 if parts.scheme == "https" else 80
    return parts.scheme, (parts.hostname or "").lower(), port or usual


def loopback_allowed() -> bool:
    """Whether an operator, or a test, allows vendors on this machine."""
    return os.environ.get(ALLOW_LOOPBACK, "") not in ("", "0")


async def fetch(
    provider: str, url: str, path: Path, limits: Limits, home: Home | None = None
) -> None:
    """Download `url` into `path`. Raises `ProviderError`: `LOST` when it is gone, too large or
    somewhere we do not go, `PASSING` when it would not come."""
    if url.startswith("data:"):
        await asyncio.to_thread(_write_data_url, provider, url, path, limits)
        return
    path.unlink(missing_ok=True)
    last = "nothing was tried"
    try:
        async with asyncio.timeout(limits.seconds), _session(limits, home) as session:
            for attempt in range(TRIES):
                if attempt:
                    await asyncio.sleep(jittered(min(8.0, 0.25 * 2**attempt)))
                try:
                    if await _download(provider, session, url, path, limits, home):
                        return
                    last = "the connection ended before the file did"
                except Forbidden as error:
                    raise _lost(provider, str(error)) from error
                except (aiohttp.ClientError, TimeoutError, OSError) as error:
                    if isinstance(error.__cause__, Forbidden):
                        raise _lost(provider, str(error.__cause__)) from error
                    last = words(error)
    except TimeoutError:
        last = f"not within {limits.seconds:g} s"
    raise ProviderError(provider, Kind.PASSING, f"the download failed: {last}")


async def _download(
    provider: str,
    session: aiohttp.ClientSession,
    url: str,
    path: Path,
    limits: Limits,
    home: Home | None,
) -> bool:
    """One try, continuing what lies in `path`. True when the file is whole."""
    have = path.stat().st_size if path.exists() else 0
    ranged = {"Range": f"bytes={have}-"} if have else {}
    for _ in range(REDIRECTS + 1):
        at_home = home if home and url in home else None
        if at_home is None:
            _check(url)
        headers = {**ranged, **(at_home.headers if at_home else {})}
        async with session.get(url, headers=headers, allow_redirects=False) as response:
            if response.status in MOVED:
                url = urljoin(url, response.headers.get("Location", ""))
                continue
            return await _receive(provider, response, path, have, limits)
    raise _lost(provider, f"more than {REDIRECTS} redirects")


async def _receive(
    provider: str, response: aiohttp.ClientResponse, path: Path, have: int, limits: Limits
) -> bool:
    if response.status in GONE:
        raise _lost(provider, f"the result is gone: HTTP {response.status}")
    if response.status == 416:  # what we have is not a part of it
        path.unlink(missing_ok=True)
        return False
    if response.status not in (200, 206):
        raise aiohttp.ClientPayloadError(f"HTTP {response.status}")
    if response.status == 200:
        have = 0
    if have + (response.content_length or 0) > limits.most_bytes:
        raise _lost(provider, f"larger than {limits.most_bytes} bytes")
    expected = have + response.content_length if response.content_length is not None else None
    with path.open("ab" if have else "wb") as file:
        async for chunk in response.content.iter_chunked(CHUNK):
            have += len(chunk)
            if have > limits.most_bytes:
                raise _lost(provider, f"larger than {limits.most_bytes} bytes")
            file.write(chunk)
    return expected is None or have >= expected


def _session(limits: Limits, home: Home | None) -> aiohttp.ClientSession:
    timeout = aiohttp.ClientTimeout(total=None, connect=15, sock_read=limits.stall)
    connector = aiohttp.TCPConnector(resolver=Careful(home))
    # Bodies are files: they are taken as they come, or a range would count other bytes.
    return aiohttp.ClientSession(
        timeout=timeout, connector=connector, headers={"Accept-Encoding": "identity"}
    )


class Careful(AbstractResolver):
    """Resolves names, and refuses those that lead into a private network."""

    def __init__(self, home: Home | None = None) -> None:
        self._resolver = ThreadedResolver()
        self._home = _origin(home.base_url)[1:] if home else None

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The public addresses of a host. Raises `Forbidden` when there is any other."""
        found = await self._resolver.resolve(host, port, family)
        if (host.lower(), port) == self._home:
            return found
        for address in found:
            if not public(address["host"]):
                raise Forbidden(f"{host} leads to {address['host']}")
        return found

    async def close(self) -> None:
        await self._resolver.close()


def public(address: str) -> bool:
    """Whether an IP address is one of the open internet, or loopback where that is allowed."""
    ip: Any = ipaddress.ip_address(address)
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return bool(ip.is_global and not ip.is_multicast) or (ip.is_loopback and loopback_allowed())


def _check(url: str) -> None:
    """Raises `Forbidden` for anything but https to a public host."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        numeric = public(host)
    except ValueError:
        numeric = None  # a name: the resolver looks where it leads
    if numeric is False:
        raise Forbidden(f"{host} is not a public address")
    here = loopback_allowed() and (host == "localhost" or (numeric and _is_loopback(host)))
    if parts.scheme != "https" and not (parts.scheme == "http" and here):
        raise Forbidden(f"not https: {parts.scheme}://{host}")


def _is_loopback(host: str) -> bool:
    return ipaddress.ip_address(host).is_loopback


def _write_data_url(provider: str, url: str, path: Path, limits: Limits) -> None:
    head, _, body = url.partition(",")
    if not head.endswith(";base64") or len(body) > limits.most_bytes * 4 // 3 + 4:
        raise _lost(provider, "a data URL that we do not read")
    try:
        path.write_bytes(base64.b64decode(body, validate=True))
    except binascii.Error as error:
        raise _lost(provider, "a data URL that is no base64") from error


def _lost(provider: str, why: str) -> ProviderError:
    return ProviderError(provider, Kind.LOST, why)
