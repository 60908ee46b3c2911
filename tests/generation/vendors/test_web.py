"""Plain HTTP to vendors, and what goes wrong with it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from generation import secrets
from generation.errors import Kind, ProviderError
from generation.providers.wire import web as wire
from generation.providers.wire.failures import (
    jittered,
    kind_of_status,
    of_aiohttp,
    retry_after,
    words,
)
from generation.providers.wire.web import JSON, Web

KEY = "sk-invented-key-of-the-web-tests"
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Vendor:
    """Answers what a test says, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[web.Request, bytes]] = []
        self.answer: Answer = self.ok
        self.url = ""

    async def ok(self, request: web.Request) -> web.StreamResponse:
        return web.json_response({"id": "7"})

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request, await request.read()))
        return await self.answer(request)

    def says(self, text: str | bytes, status: int = 200, **headers: str) -> None:
        """Let it answer this."""
        body = text.encode() if isinstance(text, str) else text
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def answer(request: web.Request) -> web.StreamResponse:
            return web.Response(body=body, status=status, headers=named)

        self.answer = answer

    def cuts(self) -> None:
        """Let it hang up without an answer."""

        async def answer(request: web.Request) -> web.StreamResponse:
            assert request.transport
            request.transport.abort()
            return web.Response()

        self.answer = answer


@pytest.fixture
async def vendor() -> AsyncIterator[Vendor]:
    vendor, app = Vendor(), web.Application(client_max_size=10_000_000)
    app.router.add_route("*", "/{path:.*}", vendor.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    vendor.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield vendor
    await runner.cleanup()


def client(vendor: Vendor, **more: Any) -> Web:
    return Web("v", vendor.url, lambda: {"Authorization": f"Bearer {KEY}"}, **more)


async def refused(work: Awaitable[Any]) -> ProviderError:
    with pytest.raises(ProviderError) as caught:
        await work
    assert caught.value.provider == "v"
    return caught.value


# What is sent


async def test_each_request_carries_its_headers_and_body(vendor: Vendor) -> None:
    api = client(vendor)
    assert await api.submit("/tasks", {"prompt": "狐"}, {"X-Async": "1"}) == {"id": "7"}
    assert await api.get("/tasks/7", params={"page": "2"}) == {"id": "7"}
    await api.delete("/tasks/7")
    (submit, body), (look, _), (delete, _) = vendor.asked
    assert json.loads(body) == {"prompt": "狐"}
    assert submit.headers["Authorization"] == f"Bearer {KEY}" and submit.headers["X-Async"] == "1"
    assert (look.method, look.raw_path) == ("GET", "/tasks/7?page=2")
    assert delete.method == "DELETE"


async def test_a_form_is_sent_as_one(vendor: Vendor) -> None:
    form = aiohttp.FormData({"prompt": "fox"})
    form.add_field("picture", b"\xff\xd8", filename="f.jpg", content_type="image/jpeg")
    await client(vendor).submit("/videos", form)
    [(request, body)] = vendor.asked
    assert request.content_type == "multipart/form-data"
    assert b"fox" in body and b"\xff\xd8" in body


async def test_headers_are_made_anew_for_each_request(vendor: Vendor) -> None:
    numbers = iter(range(9))
    api = Web("v", vendor.url, lambda: {"Authorization": str(next(numbers))})
    await api.get("/a")
    await api.get("/a")
    assert [r.headers["Authorization"] for r, _ in vendor.asked] == ["0", "1"]


async def test_a_key_follows_no_redirect(vendor: Vendor) -> None:
    vendor.says("", 307, Location=f"{vendor.url}/elsewhere")
    assert (await refused(client(vendor).submit("/tasks", {}))).kind == Kind.BAD_REQUEST
    assert len(vendor.asked) == 1


# What comes back


@pytest.mark.parametrize("text", ["<html>", "", "null", "[1]", '"a"', "{", "\xff", "[" * 100_000])
async def test_answers_that_are_no_object_never_break_us(vendor: Vendor, text: str) -> None:
    vendor.says(text.encode("latin-1"))
    api = client(vendor)
    try:
        assert isinstance(await api.get("/tasks"), dict)
    except ProviderError as error:
        assert error.kind == Kind.PASSING
        assert (await refused(api.submit("/tasks", {}))).kind == Kind.UNKNOWN_SUBMIT


async def test_a_page_instead_of_json_keeps_its_status_and_words(vendor: Vendor) -> None:
    vendor.says("<html>Too many, sorry</html>", 429, Retry_After="30")
    error = await refused(client(vendor).submit("/tasks", {}))
    assert (error.kind, error.retry_after) == (Kind.BUSY, 30)
    assert error.detail.startswith("429") and "sorry" in error.detail


async def test_an_answer_without_end_is_given_up(vendor: Vendor) -> None:
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        while sent < 3 * wire.MOST_BYTES:
            await response.write(bytes(1 << 20))
            sent += 1 << 20
        return response

    vendor.answer = endless
    assert (await refused(client(vendor).get("/tasks"))).kind == Kind.PASSING
    assert sent < 2 * wire.MOST_BYTES


async def test_a_hang_up_is_unknown_of_an_order_and_passing_of_a_question(vendor: Vendor) -> None:
    vendor.cuts()
    api = client(vendor)
    assert (await refused(api.submit("/tasks", {}))).kind == Kind.UNKNOWN_SUBMIT
    assert (await refused(api.get("/tasks"))).kind == Kind.PASSING
    assert (await refused(api.post("/tasks", {}))).kind == Kind.PASSING


async def test_silence_ends_at_the_deadline(vendor: Vendor) -> None:
    async def silent(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(30)
        return web.Response()

    vendor.answer = silent
    api = client(vendor, timeout=aiohttp.ClientTimeout(total=0.2))
    assert (await refused(api.submit("/tasks", {}))).kind == Kind.UNKNOWN_SUBMIT
    assert (await refused(api.get("/tasks"))).kind == Kind.PASSING


async def test_a_connection_that_never_stood_took_no_order(unused_tcp_port: int) -> None:
    for address in (f"http://127.0.0.1:{unused_tcp_port}", "http://", "nonsense"):
        assert (await refused(Web("v", address).submit("/t", {}))).kind == Kind.PASSING


async def test_a_vendors_own_words_come_before_the_status(vendor: Vendor) -> None:
    def kind_of(status: int, body: JSON) -> Kind | None:
        return Kind.ACCOUNT if body.get("code") == 1102 else None

    api = client(vendor, kind_of=kind_of)
    for status in (200, 429, 504):
        vendor.says('{"code": 1102}', status)
        assert (await refused(api.submit("/tasks", {}))).kind == Kind.ACCOUNT
    vendor.says('{"code": 0}', 504)
    assert (await refused(api.submit("/tasks", {}))).kind == Kind.UNKNOWN_SUBMIT


async def test_keys_stay_out_of_errors_even_where_words_are_cut(vendor: Vendor) -> None:
    secrets.remember({"V_API_KEY": KEY})
    for before in (0, 470, 480, 490, 3980):
        for page in ("{}", '{{"message": "{}"}}'):
            text = "x" * before + f" bad key {KEY} " + "y" * 50
            vendor.says(page.replace("{}", text).replace("{{", "{").replace("}}", "}"), 400)
            error = await refused(client(vendor).get("/tasks"))
            shown = str(error) + repr(error)
            assert not any(KEY[:n] in shown for n in range(8, len(KEY)))


# What failures mean


@pytest.mark.parametrize(
    ("status", "order", "question"),
    [
        (302, Kind.BAD_REQUEST, Kind.BAD_REQUEST),
        (400, Kind.BAD_REQUEST, Kind.BAD_REQUEST),
        (401, Kind.ACCOUNT, Kind.ACCOUNT),
        (402, Kind.ACCOUNT, Kind.ACCOUNT),
        (403, Kind.ACCOUNT, Kind.ACCOUNT),
        (404, Kind.BAD_REQUEST, Kind.LOST),
        (408, Kind.UNKNOWN_SUBMIT, Kind.PASSING),
        (410, Kind.BAD_REQUEST, Kind.LOST),
        (413, Kind.BAD_REQUEST, Kind.BAD_REQUEST),
        (422, Kind.BAD_REQUEST, Kind.BAD_REQUEST),
        (429, Kind.BUSY, Kind.BUSY),
        (500, Kind.PASSING, Kind.PASSING),
        (502, Kind.UNKNOWN_SUBMIT, Kind.PASSING),
        (503, Kind.PASSING, Kind.PASSING),
        (504, Kind.UNKNOWN_SUBMIT, Kind.PASSING),
    ],
)
def test_a_status_means_one_thing_for_an_order_and_one_for_a_question(
    status: int, order: Kind, question: Kind
) -> None:
    assert kind_of_status(status, submit=True) == order
    assert kind_of_status(status, submit=False) == question


def test_what_was_never_sent_is_no_unknown_order() -> None:
    for error, kind in (
        (aiohttp.ConnectionTimeoutError(), Kind.PASSING),
        (aiohttp.InvalidURL("nonsense"), Kind.PASSING),
        (aiohttp.ServerDisconnectedError(), Kind.UNKNOWN_SUBMIT),
        (aiohttp.SocketTimeoutError(), Kind.UNKNOWN_SUBMIT),
        (TimeoutError(), Kind.UNKNOWN_SUBMIT),
        (ConnectionResetError(), Kind.UNKNOWN_SUBMIT),
    ):
        assert of_aiohttp("v", error, submit=True).kind == kind
        assert of_aiohttp("v", error, submit=False).kind == Kind.PASSING


def test_errors_are_told_by_their_class_and_words() -> None:
    assert words(TimeoutError()) == "TimeoutError"
    assert words(OSError("x" * 9999)) == "OSError: " + "x" * 500


NOW = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7", 7),
        (" 1.5 ", 1.5),
        ("0", 0),
        ("Sat, 21 Nov 2026 12:00:30 GMT", 30),
        ("Sat, 21 Nov 2026 13:00:30 +0100", 30),
        ("Sat, 21 Nov 2026 12:00:30 -0000", 30),
        ("Saturday, 21-Nov-26 12:00:30 GMT", 30),
        ("Sat, 21 Nov 2026 11:00:00 GMT", 0),
        ("-5", None),
        ("nan", None),
        ("inf", None),
        ("1e9", None),
        ("9" * 400, None),
        ("soon", None),
        ("", None),
        ("Sat, 99 Nov 2026 12:00:30 GMT", None),
        ("Sat, 21 Nov 99999 12:00:30 GMT", None),
        ("Sat, 21 Nov 2026 12:00:30 +9999999", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(text: str, seconds: float | None) -> None:
    assert retry_after({"Retry-After": text}, NOW) == seconds


def test_without_the_header_nothing_was_asked() -> None:
    assert retry_after({}) is None


def test_waits_are_spread_by_a_third() -> None:
    waits = [jittered(3.0) for _ in range(200)]
    assert 2 <= min(waits) < 2.5 and 3.5 < max(waits) <= 4
