"""Which addresses a result may be fetched from: those of the open internet."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

ALLOW_LOOPBACK = "REELROOM_ALLOW_LOOPBACK"
PLAIN = re.compile(r"[!-~]+")  # nothing to encode, no control characters
NUMBER = re.compile(r"(^|\.)(0x[0-9a-f]*|[0-9]+)\.?$", re.IGNORECASE)  # the last label is one
IP = IPv4Address | IPv6Address
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last four bytes


_loopback = False


class Forbidden(OSError):
    """An address that we do not fetch from."""


def remember(env: Mapping[str, str]) -> None:
    """Take note of whether the operator allows vendors on this machine."""
    global _loopback
    _loopback = env.get(ALLOW_LOOPBACK, "") not in ("", "0")


def loopback_allowed() -> bool:
    """Whether vendors on this machine are allowed."""
    return _loopback


def public(address: str) -> bool:
    """Whether an IP address is one of the open internet, or loopback where that is allowed.

    Raises `ValueError` for anything but an IP address."""
    ip = _unmapped(address)
    if ip.is_loopback:
        return loopback_allowed()
    return all(a.is_global and not a.is_multicast and not a.is_reserved for a in _meant(ip))


def parsed(address: str) -> URL:
    """An address, read once, so that what is checked is what is connected to. A signed one stays
    as it was signed. Raises `Forbidden` for what is none."""
    try:
        url = URL(address, encoded=bool(PLAIN.fullmatch(address)))
        _ = url.host, url.explicit_port  # it is read only when it is asked for
    except ValueError as error:
        raise Forbidden(f"no address: {error}") from error
    return url


def check(url: URL) -> None:
    """Raises `Forbidden` for anything but https to a public host; a name may still turn out to
    lead into a private network, which `Careful` finds."""
    host = url.host or ""
    try:
        numeric = public(host)
    except ValueError:
        # `127.1` and `2130706433` are no names either, and never reach a resolver of ours.
        numeric = False if NUMBER.search(host) else None
    if not host or numeric is False:
        raise Forbidden(f"{host or url} is not a public address")
    if url.user is not None or url.password is not None:
        raise Forbidden(f"an address of {host} with a user name")
    here = loopback_allowed() and (host == "localhost" or (numeric and _is_loopback(host)))
    if url.scheme != "https" and not (url.scheme == "http" and here):
        raise Forbidden(f"not https: {url.scheme}://{host}")


class Careful(AbstractResolver):
    """Resolves names, and refuses those that lead into a private network; `trusted` is a host
    and port of the operator's own, which may lie anywhere."""

    def __init__(
        self, trusted: tuple[str, int] | None = None, resolver: AbstractResolver | None = None
    ) -> None:
        self._trusted, self._resolver = trusted, resolver or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The public addresses of a host. Raises `Forbidden` when there is any other."""
        found = await self._resolver.resolve(host, port, family)
        if (host.lower(), port) == self._trusted:
            return found
        for address in found:
            if not public(address["host"]):
                raise Forbidden(f"{host} leads to {address['host']}")
        return found

    async def close(self) -> None:
        await self._resolver.close()


def _unmapped(address: str) -> IP:
    """An IP address; an IPv4 one also where it is written as IPv6."""
    ip = ipaddress.ip_address(address)
    return (isinstance(ip, IPv6Address) and ip.ipv4_mapped) or ip


def _meant(ip: IP) -> list[IP]:
    """Where an address leads to: 6to4 and Teredo hold an IPv4 one, NAT64 stands for one."""
    if isinstance(ip, IPv4Address):
        return [ip]
    if ip in NAT64:
        return [IPv4Address(int(ip) & 0xFFFFFFFF)]
    inner = ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
    return [ip, inner] if inner else [ip]


def _is_loopback(host: str) -> bool:
    return _unmapped(host).is_loopback
