"""`reelroom doctor` on vendors: who is there, who answers, what was spent, what nobody knows."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.engine.orders import Orders
from bot.settings import Settings
from bot.vendors import orders, vendors
from bot.words import Translate
from generation.model import LANGS, Cost, Lang
from generation.providers.contract import Member
from generation.providers.router import Roster
from generation.providers.routing.orders import Limit, Order, State
from tests.bot.shell import REAL, Said, shell
from tests.servers.chat import Chat
from tests.servers.dashscope import DashScope
from tests.servers.media import Quick
from tests.servers.stand import Fault, Stand

KEY, OTHER_KEY = "sk-invented-key-of-dashscope", "sk-invented-key-of-deepseek"
WRONG = "a-wrong-invented-key"
OLD = "a-key-that-was-written-down-before-it-was-known"
ENGLISH = Translate("en")
NOW = time.time()
Stands = tuple[Chat, DashScope]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home of a bot, before anything is in it."""
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
async def stands() -> AsyncIterator[Stands]:
    async with Chat(Quick()) as chat, DashScope(Quick()) as dashscope:
        yield chat, dashscope


def env_of(stands: Stands, **more: str) -> dict[str, str]:
    """What sends DeepSeek and DashScope to their stand-ins."""
    chat, dashscope = stands
    return {
        "DEEPSEEK_API_KEY": OTHER_KEY,
        "DEEPSEEK_BASE_URL": chat.url,
        "DASHSCOPE_API_KEY": KEY,
        "DASHSCOPE_BASE_URL": dashscope.url,
        **more,
    }


def nothing_ordered(*stands: Stand) -> bool:
    """Whether vendors were only looked at."""
    looked = all(asked.method == "GET" for stand in stands for asked in stand.asked)
    return looked and not any(stand.tasks for stand in stands)


async def examined(env: dict[str, str], lang: Lang = "en", patience: float = 5) -> dict[str, str]:
    """What each vendor's line says, when they are asked."""
    checks = await vendors(Roster.find(env), Translate(lang), probe=True, patience=patience)
    return {check.name: f"{check.verdict}: {check.text}" for check in checks}


async def doctor(home: Path, *args: str, env: dict[str, str]) -> Said:
    said = await shell("doctor", *args, home=home, program=REAL, env=env)
    assert KEY not in said.out + said.err and OTHER_KEY not in said.out + said.err
    return said


# As people run it


async def test_vendors_are_listed_and_not_asked(home: Path, stands: Stands) -> None:
    said = await doctor(home, env=env_of(stands))
    assert said.code == 0 and said.err == "", said
    assert "deepseek (deepseek-v4-flash) → local (phrasebook-1)" in said.out
    assert "animator: wan2.2-i2v-plus (not asked; --probe asks, and costs nothing)" in said.out
    assert [stand.asked for stand in stands] == [[], []]


async def test_on_demand_vendors_are_reached_and_nothing_is_ordered(
    home: Path, stands: Stands
) -> None:
    said = await doctor(home, "--probe", "--json", env=env_of(stands))
    report = json.loads(said.out)
    assert said.code == 0 and report["ready"] and said.err == "", said
    found = [check for check in report["checks"] if check["section"] == "vendors"]
    assert {check["name"]: check["verdict"] for check in found} == dict.fromkeys(
        ("deepseek", "qwen", "qwen-tts", "wan"), "ok"
    )
    assert all("can be reached: " in check["text"] for check in found)
    assert all(stand.asked for stand in stands) and nothing_ordered(*stands)


async def test_the_running_bots_orders_are_told(home: Path) -> None:
    await written(home, order(1, State.DONE, Cost(amount=0.7, currency="CNY")))
    await written(home, order(2, State.UNKNOWN, detail=f"cut, with {OLD} in it"))
    said = await doctor(home, "--json", env={"ARK_API_KEY": OLD})
    report = json.loads(said.out)
    found = [check for check in report["checks"] if check["section"] == "orders"]
    assert [(check["name"], check["verdict"]) for check in found] == [
        ("wan", "ok"),
        ("wan", "hint"),
    ]
    assert "cut, with [key] in it" in found[1]["text"]
    assert OLD not in said.out and report["ready"] and said.code == 0


# One vendor each


@pytest.mark.parametrize("lang", LANGS)
async def test_a_wrong_key_is_told_from_a_vendor_that_is_down(stands: Stands, lang: Lang) -> None:
    nobody = {"DEEPSEEK_BASE_URL": "http://127.0.0.1:1"}
    found = await examined(env_of(stands, DASHSCOPE_API_KEY=WRONG, **nobody), lang)
    refused, silent = {
        "en": ("key was refused", "cannot be reached"),
        "zh": ("密钥不被接受", "连不上"),
        "ja": ("キーが拒否された", "つながりません"),
    }[lang]
    for name in ("wan", "qwen", "qwen-tts"):
        assert found[name].startswith("hint: ") and refused in found[name]
        assert "InvalidApiKey" in found[name] and WRONG not in found[name]
    assert found["deepseek"].startswith("hint: ") and silent in found["deepseek"]
    assert nothing_ordered(*stands)


async def test_a_vendor_that_says_nothing_does_not_keep_the_others_waiting(stands: Stands) -> None:
    stands[0].plant(Fault("probe", hang=20))
    began = time.monotonic()
    found = await examined(env_of(stands), patience=0.5)
    assert time.monotonic() - began < 3
    assert found["deepseek"].endswith("cannot be used now: no answer within 0.5 s")
    assert found["wan"].startswith("ok: ")


async def test_vendors_are_asked_side_by_side(stands: Stands) -> None:
    stands[0].plant(Fault("probe", hang=0.4))
    stands[1].plant(Fault("list", hang=0.4, times=3))
    began = time.monotonic()
    await examined(env_of(stands))
    assert time.monotonic() - began < 1.2  # four in a row would take 1.6


async def test_vendors_in_trouble_are_hints_with_their_own_words(stands: Stands) -> None:
    slow = {"code": "Throttling.RateQuota", "message": "Requests rate limit exceeded"}
    stands[1].plant(Fault("list", times=3, status=429, body=slow))
    found = await examined(env_of(stands))
    assert "it has too much to do (429" in found["wan"] and "Throttling" in found["wan"]


async def test_what_is_missing_is_a_command_to_type(stands: Stands) -> None:
    found = await examined(env_of(stands, WAN_MODEL="wan-of-tomorrow"))
    assert found["wan"] == (
        "hint: animator: wan-of-tomorrow is set up, but something is missing:"
        " WAN_MODEL=wan2.2-i2v-plus"
    )
    needy = Member("animator", Odd(), "odd-1", needs="pip install 'reelroom[odd]'")
    [check] = await vendors(Roster([needy], {}), ENGLISH, probe=False)
    assert check.verdict == "hint" and "pip install 'reelroom[odd]'" in check.text


async def test_a_probe_that_breaks_is_a_hint_and_holds_no_key(stands: Stands) -> None:
    Roster.find(env_of(stands))  # the key is known from here on
    roster = Roster([Member("animator", Odd(), "odd-1"), Member("painter", Mute(), "mute-1")], {})
    odd, mute = await vendors(roster, ENGLISH, probe=True)
    assert odd.text == "animator: odd-1 cannot be used now: ValueError: no port in [key]"
    assert mute.text == "painter: mute-1 (there is no free way to ask it)"


class Odd:
    """A provider that breaks when it is asked."""

    name: Any = "odd"
    start: Any = None
    collect: Any = None
    cancel: Any = None

    async def probe(self) -> str:
        raise ValueError(f"no port in {KEY}")


class Mute:
    """A provider that cannot be asked."""

    name: Any = "mute"
    start: Any = None
    collect: Any = None
    cancel: Any = None


# Orders


def order(number: int, state: State, cost: Cost | None = None, **more: Any) -> Order:
    """One order for a clip of Wan's, an hour ago."""
    given = Order("job.s0.animator", number, "animator", "wan", "wan2.2-i2v-plus", since=NOW - 3600)
    return replace(given, state=state, cost=cost, **more)


async def written(home: Path, *given: Order) -> None:
    """Let orders stand in the book of the bot that lives there."""
    async with Orders.open(home / "orders.sqlite") as book:
        for each in given:
            assert await book.intend(each, Limit())
            await book.note(each, each.state, detail=each.detail)


def list_of(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def spoil(database: Path) -> None:
    database.write_bytes(b"no database at all" * 100)


def settings(home: Path, **more: str) -> Settings:
    return Settings.read({"REELROOM_HOME": str(home), **more})


async def test_what_was_spent_is_summed_by_vendor_and_currency(home: Path) -> None:
    def cny(amount: float) -> Cost:
        return Cost(amount=amount, currency="CNY")

    await written(
        home,
        order(0, State.DONE, cny(0.7)),
        order(1, State.DONE, cny(0.75)),
        order(2, State.ORDERED, cny(0.05)),
        order(3, State.REFUSED, cny(9)),
        order(4, State.FAILED, cny(9)),
        order(5, State.DONE, cny(9), since=NOW - 31 * 86400),
        order(6, State.DONE, Cost(amount=0.0042, currency="USD"), provider="veo"),
    )
    checks = await orders(settings(home), ENGLISH)
    assert [(check.name, check.verdict, check.text) for check in checks] == [
        ("veo", "ok", "1 order in 30 days, 0.0042 USD"),
        ("wan", "ok", "3 orders in 30 days, 1.50 CNY"),
    ]


@pytest.mark.parametrize("lang", LANGS)
async def test_orders_of_unknown_outcome_are_told_with_what_to_do(home: Path, lang: Lang) -> None:
    detail = "TimeoutError: \x1b[31mno answer"
    await written(home, order(3, State.UNKNOWN, detail=detail, since=1_790_000_000.0))
    [check] = await orders(settings(home), Translate(lang))
    assert (check.name, check.verdict) == ("wan", "hint")
    for told in ("job.s0.animator.3", "2026-09-21 14:13:20 UTC", "wan2.2-i2v-plus", "no answer"):
        assert told in check.text
    assert "\x1b" not in check.text


async def test_without_a_bot_there_are_no_orders_and_none_are_begun(home: Path) -> None:
    assert await orders(settings(home), ENGLISH) == []
    assert list_of(home) == []


async def test_a_book_that_cannot_be_opened_is_a_failure_without_a_password(home: Path) -> None:
    spoil(home / "orders.sqlite")
    [check] = await orders(settings(home), ENGLISH)
    assert check.verdict == "fail" and "file is not a database" in check.text
    address = "postgresql://bot:an-invented-key@127.0.0.1:1/reelroom"
    [check] = await orders(settings(home, REELROOM_DATABASE_URL=address), ENGLISH)
    assert check.verdict == "fail" and "an-invented-key" not in check.text
