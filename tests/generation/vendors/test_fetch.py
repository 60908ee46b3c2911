"""Downloads from hosts that are slow, broken or hostile."""

from __future__ import annotations

import asyncio
import base64
import gzip
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Self

import pytest
from aiohttp import web

from generation.errors import Kind, ProviderError
from generation.providers.wire.fetch import Home, Limits, fetch

FILE = bytes(range(256)) * 400
ENOUGH = Limits(1_000_000, 10.0)
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Host:
    """A server on loopback that answers every request the same, and remembers them."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.asked: list[web.Request] = []

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port: int = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request)
        return await self._answer(request)


@pytest.fixture(autouse=True)
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generation.providers.wire.addresses._loopback", True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "result"


def content(path: Path) -> bytes:
    """What came; nothing where there is no file."""
    return path.read_bytes() if path.exists() else b""


def whole(headers: Mapping[str, str] | None = None) -> Answer:
    """The file, at once."""

    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(body=FILE, headers=headers)

    return answer


def status(*codes: int) -> Answer:
    """These, one after the other, then the file."""
    left = list(codes)

    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(status=left.pop(0)) if left else web.Response(body=FILE)

    return answer


def moved(to: str) -> Answer:
    """Elsewhere."""

    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": to})

    return answer


class Broken:
    """Breaks off after a third of what is asked for, so many times; `changes`: it is another file
    then, with another tag; `deaf`: it does not know ranges; `lies`: partial answers begin anew."""

    def __init__(
        self, times: int = 1, *, changes: bool = False, deaf: bool = False, lies: bool = False
    ) -> None:
        self._times, self._changes, self._deaf, self._lies = times, changes, deaf, lies
        self._file, self._version = FILE, 1

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        tag = f'"v{self._version}"'
        stale = request.headers.get("If-Range", tag) != tag
        ranged = request.http_range.start is not None and not self._deaf and not stale
        start = (request.http_range.start or 0) if ranged else 0
        body = self._file if self._lies else self._file[start:]
        response = web.StreamResponse(status=206 if ranged else 200, headers={"ETag": tag})
        if ranged:
            begin, last = 0 if self._lies else start, len(self._file) - 1
            response.headers["Content-Range"] = f"bytes {begin}-{last}/{len(self._file)}"
        response.content_length = len(body)
        await response.prepare(request)
        if self._times:
            self._times -= 1
            await response.write(body[: len(body) // 3])
            if self._changes:
                self._file, self._version = FILE[::-1], self._version + 1
            await asyncio.sleep(0.02)
            assert request.transport
            request.transport.abort()
        else:
            await response.write(body)
        return response


async def refused(url: str, path: Path, limits: Limits = ENOUGH, home: Home | None = None) -> Kind:
    """What kind of error a download ends with."""
    with pytest.raises(ProviderError) as caught:
        await fetch("v", url, path, limits, home)
    assert caught.value.provider == "v" and caught.value.detail
    return caught.value.kind


# Where it goes


@pytest.mark.parametrize(
    "url",
    [
        "https://10.0.0.1/clip.mp4",
        "https://169.254.169.254/latest/meta-data/",
        "https://0.0.0.0/",
        "https://[fd00::1]/",
        "https://[::ffff:192.168.0.1]/",
        "http://example.com/clip.mp4",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "https://example.com:port/",
        "",
    ],
)
async def test_hostile_addresses_are_refused_unseen(url: str, path: Path) -> None:
    assert await refused(url, path) == Kind.LOST


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "2130706433", "127.1"])
async def test_this_machine_is_refused_unless_it_is_allowed(
    host: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generation.providers.wire.addresses._loopback", False)
    async with Host(whole()) as server:
        for scheme in ("http", "https"):
            assert await refused(f"{scheme}://{host}:{server.port}/", path) == Kind.LOST
        assert not server.asked


@pytest.mark.parametrize(
    "to",
    [
        "https://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "//192.168.0.1/",
        "http://example.com/",
        "file:///etc/passwd",
        "",
        "/around",
    ],
)
async def test_redirects_go_nowhere_that_an_address_may_not(to: str, path: Path) -> None:
    async with Host(moved(to)) as server:
        assert await refused(f"{server.url}/a", path) == Kind.LOST
        assert len(server.asked) <= 4
    assert content(path) == b""


async def test_redirects_to_public_places_are_followed(path: Path) -> None:
    async with Host(whole()) as there, Host(moved(f"{there.url}/b?c=d%2Fe")) as here:
        await fetch("v", f"{here.url}/a", path, ENOUGH)
    assert content(path) == FILE
    assert there.asked[0].raw_path == "/b?c=d%2Fe"


async def test_a_signed_address_is_asked_for_as_it_was_signed(path: Path) -> None:
    async with Host(whole()) as server:
        await fetch("v", f"{server.url}/a%2Fb.mp4?Signature=x%2Fy%2Bz%3D", path, ENOUGH)
        await fetch("v", f"{server.url}/狐\r\nX-Evil: 1", path, ENOUGH)
    assert server.asked[0].raw_path == "/a%2Fb.mp4?Signature=x%2Fy%2Bz%3D"
    assert "X-Evil" not in server.asked[1].headers


async def test_no_key_and_no_encoding_is_offered_to_strangers(path: Path) -> None:
    async with Host(whole()) as server:
        await fetch("v", f"{server.url}/a", path, ENOUGH)
    assert "Authorization" not in server.asked[0].headers
    assert server.asked[0].headers["Accept-Encoding"] == "identity"


KEY = {"Authorization": "Bearer sk-secret-of-the-gateway"}


async def test_the_operators_own_endpoint_may_be_private_and_gets_its_key(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generation.providers.wire.addresses._loopback", False)
    async with Host(whole()) as server:
        for host in ("127.0.0.1", "localhost"):
            base = f"http://{host}:{server.port}/v1"
            await fetch("v", f"{base}/videos/7/content", path, ENOUGH, Home(base, KEY))
    assert [a.headers["Authorization"] for a in server.asked] == [KEY["Authorization"]] * 2


async def test_its_key_is_sent_to_no_other_origin(path: Path) -> None:
    async with Host(whole()) as there, Host(moved(f"{there.url}/cdn")) as here:
        await fetch("v", f"{here.url}/content", path, ENOUGH, Home(here.url, KEY))
        await fetch("v", f"{there.url}/cdn", path, ENOUGH, Home(here.url, KEY))
        await fetch("v", f"http://localhost:{there.port}/", path, ENOUGH, Home(here.url, KEY))
    assert "Authorization" in here.asked[0].headers
    assert len(there.asked) == 3
    assert not any("Authorization" in asked.headers for asked in there.asked)


async def test_its_trust_does_not_extend_to_where_it_redirects_to(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generation.providers.wire.addresses._loopback", False)
    async with Host(whole()) as inside, Host(moved(f"{inside.url}/")) as here:
        kind = await refused(f"{here.url}/", path, ENOUGH, Home(here.url, KEY))
    assert kind == Kind.LOST
    assert here.asked and not inside.asked


@pytest.mark.parametrize("address", ["http://127.0.0.1:port", "http://[", "nonsense"])
async def test_an_endpoint_that_is_no_address_trusts_nothing(address: str, path: Path) -> None:
    assert await refused("https://10.0.0.1/", path, ENOUGH, Home(address, KEY)) == Kind.LOST


# How much, and how long


async def test_a_file_that_says_it_is_too_large_is_not_read(path: Path) -> None:
    async with Host(whole()) as server:
        limits = Limits(len(FILE) - 1, 5.0)
        assert await refused(f"{server.url}/", path, limits) == Kind.LOST
    assert content(path) == b""


async def test_a_file_that_does_not_say_so_is_cut_at_the_limit(path: Path) -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        response.enable_chunked_encoding()
        await response.prepare(request)
        while True:
            await response.write(FILE)

    async with Host(endless) as server:
        assert await refused(f"{server.url}/", path, Limits(300_000, 5.0)) == Kind.LOST
    assert len(content(path)) <= 300_000


async def test_a_compressed_bomb_is_never_unpacked(path: Path) -> None:
    bomb = gzip.compress(bytes(20_000_000))

    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(body=bomb, headers={"Content-Encoding": "gzip"})

    async with Host(answer) as server:
        await fetch("v", f"{server.url}/", path, ENOUGH)
    assert content(path) == bomb


async def test_a_slow_trickle_ends_at_the_deadline(path: Path) -> None:
    async def trickle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        response.content_length = len(FILE)
        await response.prepare(request)
        for byte in FILE:
            await response.write(bytes([byte]))
            await asyncio.sleep(0.05)
        return response

    async with Host(trickle) as server:
        began = time.monotonic()
        assert await refused(f"{server.url}/", path, Limits(1_000_000, 0.4)) == Kind.PASSING
        assert time.monotonic() - began < 2


async def test_a_silent_host_is_asked_again_until_the_deadline(path: Path) -> None:
    async def silent(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(30)
        return web.Response()

    async with Host(silent) as server:
        kind = await refused(f"{server.url}/", path, Limits(1_000_000, 0.8, stall=0.1))
    assert kind == Kind.PASSING
    assert len(server.asked) >= 2


# What breaks


@pytest.mark.parametrize(
    "broken",
    [
        Broken(),
        Broken(3),
        Broken(changes=True),
        Broken(2, deaf=True),
        Broken(lies=True),
    ],
    ids=["once", "three times", "another file meanwhile", "without ranges", "from the start"],
)
async def test_what_breaks_off_arrives_whole_in_the_end(broken: Broken, path: Path) -> None:
    async with Host(broken) as server:
        await fetch("v", f"{server.url}/", path, ENOUGH)
    assert content(path) in (FILE, FILE[::-1])
    assert any("Range" in asked.headers for asked in server.asked)


async def test_a_range_that_is_not_satisfiable_begins_anew(path: Path) -> None:
    broken = Broken()

    async def answer(request: web.Request) -> web.StreamResponse:
        if "Range" in request.headers:
            return web.Response(status=416)
        return await broken(request)

    async with Host(answer) as server:
        await fetch("v", f"{server.url}/", path, ENOUGH)
    assert content(path) == FILE
    assert ["Range" in asked.headers for asked in server.asked] == [False, True, False]


async def test_what_lay_there_before_is_no_part_of_it(path: Path) -> None:
    await fetch("v", "data:;base64,b2xk", path, ENOUGH)
    async with Host(whole()) as server:
        await fetch("v", f"{server.url}/", path, ENOUGH)
    assert content(path) == FILE


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410, 451])
async def test_what_is_gone_is_lost_at_once(code: int, path: Path) -> None:
    async with Host(status(code)) as server:
        assert await refused(f"{server.url}/", path) == Kind.LOST
        assert len(server.asked) == 1


async def test_what_is_troubled_is_asked_again(path: Path) -> None:
    async with Host(status(503, 429)) as server:
        await fetch("v", f"{server.url}/", path, ENOUGH)
        assert len(server.asked) == 3
    assert content(path) == FILE


async def test_trouble_that_lasts_is_passing(path: Path, unused_tcp_port: int) -> None:
    limits = Limits(1000, 0.4)
    async with Host(status(*[500] * 99)) as server:
        assert await refused(f"{server.url}/", path, limits) == Kind.PASSING
    assert await refused(f"http://127.0.0.1:{unused_tcp_port}/", path, limits) == Kind.PASSING


# Inside an answer


async def test_a_data_url_is_written_as_it_is(path: Path) -> None:
    inside = base64.b64encode(FILE).decode()
    await fetch("v", f"data:video/mp4;base64,{inside}", path, ENOUGH)
    assert content(path) == FILE


@pytest.mark.parametrize(
    "url",
    [
        "data:image/png;base64,%%%",
        "data:image/png;base64,QQ",
        "data:image/png,plain",
        "data:",
        "data:image/png;base64," + "A" * 2000,
        "data:image/png;base64,狐狸",
    ],
)
async def test_other_data_urls_are_lost(url: str, path: Path) -> None:
    assert await refused(url, path, Limits(1000)) == Kind.LOST
    assert content(path) == b""
