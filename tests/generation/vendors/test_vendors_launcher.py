"""`python -m tests.servers.vendors`: every vendor on loopback, and what to set to go there."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from bot.settings import dotenv
from generation.model import Role
from generation.providers.contract import Maker, Member, Probes, Writer
from generation.providers.router import Roster, variables
from tests.generation.vendors.suite import a_bench, a_paint_request
from tests.servers.media import Quick
from tests.servers.stand import Asked, Stand
from tests.servers.vendors import exports, found, gist, line, settings

pytestmark = [
    pytest.mark.usefixtures("loopback"),
    pytest.mark.filterwarnings("ignore:datetime.datetime.utcfromtimestamp:DeprecationWarning"),
]
HERE = ["REELROOM_ALLOW_LOOPBACK", "REELROOM_POLL_SECONDS"]
ROOT = Path(__file__).parents[3]


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generation.providers.wire.addresses._loopback", True)


@dataclass
class Running:
    """The launcher, and what it wrote into its file."""

    process: Process
    env: dict[str, str]
    hello: str

    async def end(self) -> str:
        """Ctrl-C; what it has said since."""
        self.process.send_signal(signal.SIGINT)
        said, _ = await asyncio.wait_for(self.process.communicate(), 20)
        return said.decode()

    def member(self, role: Role, name: str) -> Member:
        members = Roster.find(self.env).members
        return next(m for m in members if (m.role, m.provider.name) == (role, name))


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    file = tmp_path / "vendors.env"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.servers.vendors", "--seconds", "0.1", "--port", "0"),
        *("--env", str(file)),
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=PIPE,
    )
    try:
        assert process.stdout
        said = await asyncio.wait_for(process.stdout.readuntil(b"Ctrl-C ends it.\n"), 30)
        yield Running(process, dotenv(file), said.decode())
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def test_the_whole_crew_can_be_reached_and_an_order_is_told(
    running: Running, tmp_path: Path
) -> None:
    assert f"export BFL_BASE_URL={running.env['BFL_BASE_URL']}\n" in running.hello
    members = Roster.find(running.env).members
    asked = [m.provider for m in members if m.remote and isinstance(m.provider, Probes)]
    assert len(asked) >= 5
    answers = await asyncio.gather(*(p.probe() for p in asked), return_exceptions=True)
    assert not [answer for answer in answers if isinstance(answer, BaseException)]

    flux = cast(Maker[Any, Any], running.member("painter", "flux").provider)
    bench, request = a_bench(tmp_path), a_paint_request(width=320, height=180)
    made = await flux.collect(request, await flux.start(request, bench), bench)
    assert (made.width, made.height) == (320, 192)

    gemini = cast(Writer, running.member("writer", "gemini").provider)
    assert await gemini.enhance("机械狐狸在未来城市奔跑", "zh", "cyberpunk")

    told = await running.end()
    assert running.process.returncode == 0
    first, second = told.strip().splitlines()
    assert first.split()[1:4] == ["bfl", "flux-2-pro", "一只机械狐狸在未来城市奔跑,"]
    assert "chat" in second and "机械狐狸在未来城市奔跑" in second
    assert not os.path.exists(running.env["GOOGLE_APPLICATION_CREDENTIALS"])  # noqa: ASYNC240


async def test_a_port_that_is_taken_is_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.servers.vendors", "--port", port), cwd=ROOT, stderr=PIPE
        )
        _, said = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 1
    assert "another --port may be free" in said.decode()
    assert "Traceback" not in said.decode()


def stands() -> list[Stand]:
    return [stand(Quick()) for stand in found()]


def test_every_variable_is_one_that_a_provider_reads(tmp_path: Path) -> None:
    known = {variable.name for _, own in variables() for variable in own} | set(HERE)
    told = settings(stands(), tmp_path)
    (tmp_path / "google_application_credentials.json").unlink()
    assert set(told) <= known
    assert all(stand.settings() for stand in stands())


def test_lines_can_be_read_by_a_shell() -> None:
    assert exports({"A": "1", "B": "it's $HOME"}) == "export A=1\nexport B='it'\"'\"'s $HOME'\n"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"model": "m", "input": {"prompt": "a fox", "img_url": "data:…"}}, "a fox"),
        ({"content": [{"type": "text", "text": "a fox"}, {"image_url": {"url": "x"}}]}, "a fox"),
        ({"messages": [{"content": "rules"}, {"content": "a fox"}]}, "a fox"),
        ({"instances": [{"prompt": "a fox"}], "parameters": {}}, "a fox"),
        ({"input": [{"content": [{"text": "a fox"}, {"data": "…"}]}]}, "a fox"),
        ({"Prompt": "a fox", "Image": {"Base64": "…"}}, "a fox"),
        ({"messages": [{"content": "x\n<idea-0a>\na fox\n</idea-0a>\ny"}]}, "a fox"),
        ({"data": 7}, ""),
        ({}, ""),
    ],
)
def test_an_order_is_told_by_its_text(body: dict[str, Any], text: str) -> None:
    assert gist(body) == text


def test_a_refused_order_says_so() -> None:
    asked = Asked("POST", "/v1/flux-2-pro", {}, {}, {"prompt": "a\nfox " * 40})
    told = line("bfl", asked, 422)
    assert told.split()[1:5] == ["bfl", "flux-2-pro", "a", "fox"]
    assert told.endswith("refused: 422")
    assert len(told) < 140
