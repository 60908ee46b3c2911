"""What results are fetched from, and what never."""

from __future__ import annotations

import socket

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from generation.providers.wire.addresses import Careful, Forbidden, check, parsed, public, remember

ALLOW = "REELROOM_ALLOW_LOOPBACK"
OPEN = ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
LOOPBACK = ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"]
PRIVATE = [
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",  # carriers' own
    "169.254.169.254",  # clouds' metadata
    "0.0.0.0",
    "255.255.255.255",
    "224.0.0.1",
    "240.0.0.1",
    "192.0.2.1",
    "::",
    "fe80::1",
    "fe80::1%lo",
    "fd00:ec2::254",
    "ff02::1",
    "2001:db8::1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::10.0.0.1",  # IPv4-compatible
    "64:ff9b::a00:1",  # NAT64 of 10.0.0.1
    "64:ff9b::a9fe:a9fe",
    "2002:a00:1::",  # 6to4 of 10.0.0.1
    "2002:7f00:1::1",
]


def allow(monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    """As the setting would, until the test is over."""
    monkeypatch.setattr("generation.providers.wire.addresses._loopback", False)
    remember({ALLOW: setting})


@pytest.mark.parametrize("address", OPEN)
def test_the_open_internet_is_public(address: str) -> None:
    assert public(address)


@pytest.mark.parametrize("allowed", ["", "0", "1"])
@pytest.mark.parametrize("address", PRIVATE)
def test_nothing_private_is_public_whatever_is_allowed(
    address: str, allowed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    allow(monkeypatch, allowed)
    assert not public(address)


@pytest.mark.parametrize("address", LOOPBACK)
def test_this_machine_is_public_only_where_that_is_allowed(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for setting, result in (("", False), ("0", False), ("1", True)):
        allow(monkeypatch, setting)
        assert public(address) == result


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com/clip.mp4",
        "ftp://example.com/clip.mp4",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "example.com/clip.mp4",
        "//example.com/clip.mp4",
        "/etc/passwd",
        "https://",
        "https:///clip.mp4",
        "",
        "https://10.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:169.254.169.254]/latest/meta-data/",
        "https://[fe80::1%25eth0]/",
        "https://example.com@10.0.0.1/",
        "https://someone@example.com/",
        "https://someone:word@example.com/",
        "https://10.0.0.1:443@example.com/",
        "https://example.com:port/",
        "https://[::1/",
        "http://localhost/",
        "http://127.0.0.1/",
        "gopher://127.0.0.1/",
    ],
)
def test_only_https_to_a_public_host_passes(address: str) -> None:
    with pytest.raises(Forbidden):
        check(parsed(address))


def test_where_loopback_is_allowed_it_may_be_plain_and_nothing_else_may(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    allow(monkeypatch, "1")
    for address in ("http://127.0.0.1:8/", "http://localhost/", "http://[::1]/", "https://a.io/"):
        check(parsed(address))
    for address in ("http://a.io/", "http://10.0.0.1/", "http://localhost.a.io/"):
        with pytest.raises(Forbidden):
            check(parsed(address))


def test_what_is_checked_is_what_is_connected_to() -> None:
    for address in (
        "https://good.example\\@10.0.0.1/",
        "https://10.0.0.1\\@good.example/",
        "https://good.example#@10.0.0.1/",
        "https://good.example?@10.0.0.1/",
    ):
        try:
            url = parsed(address)
            check(url)
        except Forbidden:
            continue
        assert url.host == "good.example"


def test_a_signed_address_stays_as_it_was_signed() -> None:
    signed = "https://oss.example/a%2Fb.mp4?Signature=x%2Fy%2Bz%3D&Expires=17"
    assert str(parsed(signed)) == signed


def test_line_breaks_never_reach_a_request() -> None:
    url = parsed("https://good.example/a\r\nX-Evil: 1")
    assert "\r" not in str(url) and "\n" not in str(url)


class Book(AbstractResolver):
    """A fake of the name service."""

    def __init__(self, **names: list[str]) -> None:
        self.names = names

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=a, port=port, family=family, proto=0, flags=0)
            for a in self.names[host]
        ]

    async def close(self) -> None:
        self.names = {}


async def test_names_that_lead_into_a_private_network_are_refused() -> None:
    book = Book(open=["8.8.8.8"], inside=["10.0.0.7"], both=["8.8.8.8", "169.254.169.254"])
    careful = Careful(resolver=book)
    assert [a["host"] for a in await careful.resolve("open", 443)] == ["8.8.8.8"]
    for name in ("inside", "both"):
        with pytest.raises(Forbidden, match=name):
            await careful.resolve(name, 443)
    await careful.close()


async def test_the_operators_own_host_may_lie_anywhere_but_only_at_its_port() -> None:
    careful = Careful(("inside", 8188), Book(inside=["10.0.0.7"], other=["10.0.0.8"]))
    assert await careful.resolve("inside", 8188)
    for name, port in (("inside", 22), ("other", 8188)):
        with pytest.raises(Forbidden):
            await careful.resolve(name, port)


@pytest.mark.parametrize(
    "host", ["127.1", "2130706433", "0x7f.1", "0177.0.0.1", "10.1", "1.2.3.4."]
)
def test_numbers_that_are_no_proper_address_are_no_names(host: str) -> None:
    with pytest.raises(Forbidden):
        check(URL.build(scheme="https", host=host))


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST"])
async def test_every_spelling_of_this_machine_is_recognised(host: str) -> None:
    check(URL.build(scheme="https", host=host))
    with pytest.raises(Forbidden):
        await Careful().resolve(host, 443)
