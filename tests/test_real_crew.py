"""The straight line with vendors: the real command line against stand-ins that speak their wire
protocols, killed, throttled and refused."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.bot.shell import REAL, Said, environment, shell
from tests.servers.chat import Chat
from tests.servers.dashscope import DashScope
from tests.servers.media import Quick
from tests.servers.stand import Fault

KEY = "sk-invented-key-of-the-line"
IDEA = "机械狐狸在未来城市奔跑"
SMALL = ("--shots", "2", "--seconds", "3.5", "--resolution", "540", "--music", "off")


@dataclass(frozen=True, slots=True)
class Studio:
    """DeepSeek's and DashScope's stand-ins, and a home."""

    chat: Chat
    dashscope: DashScope
    home: Path

    @property
    def env(self) -> dict[str, str]:
        return {
            "DEEPSEEK_API_KEY": KEY,
            "DEEPSEEK_BASE_URL": self.chat.url,
            "DASHSCOPE_API_KEY": KEY,
            "DASHSCOPE_BASE_URL": self.dashscope.url,
            "REELROOM_ALLOW_LOOPBACK": "1",
            "REELROOM_POLL_SECONDS": "0.1",
        }

    async def make(self, *args: str) -> Said:
        """`reelroom make`, to its end."""
        line = ("make", IDEA, *SMALL, "--json", *args)
        return await shell(*line, home=self.home, program=REAL, env=self.env)

    async def begin(self, *args: str) -> Process:
        """`reelroom make`, going on."""
        line = (*REAL, "make", IDEA, *SMALL, "--json", *args)
        return await asyncio.create_subprocess_exec(
            sys.executable, *line, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL,
            env=environment(self.home, **self.env), cwd=self.home.parent,
        )  # fmt: skip

    def orders(self, kind: str) -> int:
        """How many pictures or clips the vendor took orders for."""
        return sum(task.kind == kind for task in self.dashscope.tasks.values())

    async def until(self, wanted: Callable[[], bool]) -> None:
        async with asyncio.timeout(30):
            while not wanted():  # noqa: ASYNC110 (the vendor's side of another process)
                await asyncio.sleep(0.02)


@pytest.fixture
async def studio(tmp_path: Path) -> AsyncIterator[Studio]:
    async with Chat(Quick()) as chat, DashScope(Quick(), seconds=0.2) as dashscope:
        yield Studio(chat, dashscope, tmp_path / "home")


def result(said: Said) -> dict[str, Any]:
    return said.lines[-1]


async def test_with_keys_the_same_line_uses_the_real_models_and_says_so(studio: Studio) -> None:
    said = await studio.make("--style", "cyberpunk")
    assert said.code == 0, said
    made = result(said)
    assert made["crew"] == {
        "writer": "deepseek",
        "painter": "qwen",
        "animator": "wan",
        "editor": "local",
    }
    assert [part["role"] for part in made["made"]] == [
        "writer",
        "painter",
        "painter",
        "animator",
        "animator",
    ]
    for part in made["made"]:
        assert part["provider"] in ("deepseek", "qwen", "wan")
        assert part["model"] and part["prompt"] and part["took"] is not None
        assert part["cost"]["currency"] == "CNY" and part["cost"]["amount"] > 0
    assert made["bill"]["CNY"] == pytest.approx(
        sum(part["cost"]["amount"] for part in made["made"]), abs=0.001
    )
    assert made["notes"] == []
    assert (studio.orders("picture"), studio.orders("clip")) == (2, 2)
    assert KEY not in said.out + said.err


async def test_killed_while_clips_are_made_it_goes_on_without_ordering_again(
    studio: Studio,
) -> None:
    studio.dashscope.durations = {"clip": 3.0}
    process = await studio.begin()
    await studio.until(lambda: studio.orders("clip") == 2)
    await asyncio.sleep(0.3)  # the answers arrive, and are written down
    process.send_signal(signal.SIGKILL)
    await process.wait()
    said = await studio.make()
    assert said.code == 0, said
    assert (studio.orders("picture"), studio.orders("clip")) == (2, 2)
    assert result(said)["crew"]["animator"] == "wan"


async def test_killed_while_an_order_is_on_its_way_it_finds_the_order_again(
    studio: Studio,
) -> None:
    studio.dashscope.plant(Fault("submit", hang=0), Fault("submit", hang=0))  # the pictures
    studio.dashscope.plant(Fault("submit", hang=5, taken=True, cut=True, times=2))
    process = await studio.begin()
    await studio.until(lambda: studio.dashscope.count("POST", VIDEO) == 2)
    process.send_signal(signal.SIGKILL)
    await process.wait()
    studio.dashscope.faults.clear()
    await asyncio.sleep(0.1)
    taken = studio.orders("clip")
    said = await studio.make()
    assert said.code == 0, said
    assert studio.orders("clip") == max(2, taken)


VIDEO = "/api/v1/services/aigc/video-generation"


async def test_a_writer_that_cannot_write_never_stops_a_film(studio: Studio) -> None:
    studio.chat.plant(Fault("submit", times=9, status=402, body={"error": {"message": "no"}}))
    said = await studio.make()
    assert said.code == 0, said
    assert result(said)["crew"]["writer"] == "local"
    assert "note.other_writer" in result(said)["notes"]


async def test_a_storm_of_throttling_is_waited_out(studio: Studio) -> None:
    slow = {"code": "Throttling.RateQuota", "message": "Requests rate limit exceeded"}
    studio.dashscope.plant(
        Fault("submit", times=4, status=429, body=slow, headers={"Retry-After": "0"})
    )
    said = await studio.make()
    assert said.code == 0, said
    assert result(said)["crew"]["painter"] == "qwen"
    assert any(line.get("note") == "busy" for line in said.lines), "and it is told why one waits"


async def test_an_account_without_money_leaves_the_film_to_the_local_crew_with_a_note(
    studio: Studio,
) -> None:
    studio.dashscope.plant(
        Fault("submit", times=99, status=400, body={"code": "Arrearage", "message": "overdue"})
    )
    said = await studio.make()
    assert said.code == 0, said
    assert result(said)["crew"]["painter"] == result(said)["crew"]["animator"] == "local"
    assert {"note.other_painter", "note.other_animator"} <= set(result(said)["notes"])


async def test_refused_words_are_told_and_cost_nothing(studio: Studio) -> None:
    refused = {"code": "DataInspectionFailed", "message": "Input data may contain inappropriate"}
    studio.dashscope.plant(Fault("submit", times=2, status=400, body=refused))
    said = await studio.make()
    assert said.code == 3
    assert result(said)["error"]["reason"] == "moderated_input"
    assert "Qwen-Image declined" in result(said)["error"]["message"]
    assert studio.orders("picture") == 0


async def test_one_take_runs_from_clip_to_clip(studio: Studio) -> None:
    said = await studio.make("--continuous")
    assert said.code == 0, said
    assert (studio.orders("picture"), studio.orders("clip")) == (1, 2)
    first, second = (part for part in result(said)["made"] if part["role"] == "painter")
    assert (first["provider"], second["provider"]) == ("qwen", "wan")
    assert result(said)["notes"] == []
    said = await studio.make("--continuous", "--model", "local", "--seed", "3")
    assert "note.not_continuous" in result(said)["notes"]


async def test_an_unknown_model_is_named_with_those_there_are(studio: Studio) -> None:
    said = await studio.make("--model", "wann")
    assert said.code == 2
    assert "wan" in result(said)["error"]["message"]
    said = await studio.make("--model", "local")
    assert said.code == 0, said
    assert result(said)["crew"]["animator"] == "local"


async def test_asked_to_stop_while_a_picture_is_painted_it_waits_for_the_answer(
    studio: Studio,
) -> None:
    studio.dashscope.durations = {"picture": 3.0}
    process = await studio.begin("--shots", "1")
    await studio.until(lambda: studio.orders("picture") == 1)
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    await process.wait()
    assert process.returncode == 130
    assert 2 < time.monotonic() - began < 8
    studio.dashscope.durations = {}
    said = await studio.make("--shots", "1")
    assert said.code == 0, said
    assert (studio.orders("picture"), studio.orders("clip")) == (1, 1)


async def test_asked_to_stop_while_no_order_is_on_its_way_it_stops_at_once(studio: Studio) -> None:
    studio.dashscope.durations = {"clip": 60.0}
    process = await studio.begin()
    await studio.until(lambda: studio.orders("clip") == 2)
    await asyncio.sleep(0.3)  # the answers arrive, and are written down
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    await process.wait()
    assert process.returncode == 130
    assert time.monotonic() - began < 4
