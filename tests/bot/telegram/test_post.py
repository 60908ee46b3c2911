"""What Telegram tells is written down, handled once, and neither lost nor held up."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.platforms.telegram.post import JSON, Post
from generation import secrets
from storage.database import Database
from storage.inbox import TRIES, Inbox

BOT = "telegram:123"
TOKEN = "123456:invented-key-of-a-talkative-bot"
QUICK = 0.3  # seconds that an album is waited for here; a busy machine writes it down in less


class Counter:
    """Opens what the post brings. A text with "slow" stays open until `let_go`; one with "poison"
    raises."""

    def __init__(self) -> None:
        self.begun: list[list[int]] = []
        self.done: list[list[int]] = []
        self.at_once = self.most = 0
        self.why = "no reason"
        self.free = asyncio.Event()

    async def open(self, updates: Sequence[JSON]) -> None:
        numbers = [update["update_id"] for update in updates]
        self.begun.append(numbers)
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        try:
            text = updates[0]["message"].get("text", "")
            if "poison" in text:
                raise ValueError(self.why)
            if "slow" in text:
                await self.free.wait()
            await asyncio.sleep(0)
        finally:
            self.at_once -= 1
        self.done.append(numbers)

    def let_go(self) -> None:
        self.free.set()


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    async with await Database.open(tmp_path / "bot.db") as db:
        yield db


def said(number: int, text: str = "", *, by: int = 7, album: str = "") -> JSON:
    message: JSON = {"message_id": number, "chat": {"id": by}, "from": {"id": by}, "text": text}
    if album:
        message["media_group_id"] = album
    return {"update_id": number, "message": message}


def post(db: Database, counter: Counter, at_once: int = 64) -> Post:
    return Post(Inbox(db, BOT), counter.open, at_once, album_seconds=QUICK)


async def until_done(counter: Counter, handled: int) -> None:
    async with asyncio.timeout(2):
        while len(counter.done) < handled:  # noqa: ASYNC110 (looking on is all that is wanted)
            await asyncio.sleep(0.001)


async def test_an_update_is_written_down_when_take_returns(db: Database) -> None:
    counter = Counter()
    office = post(db, counter)
    await office.take([said(1, "slow"), said(2, "slow")])
    assert list(await Inbox(db, BOT).waiting()) == [1, 2]
    counter.let_go()
    await until_done(counter, 2)
    await office.drain(1)
    assert counter.done == [[1], [2]]
    assert await Inbox(db, BOT).waiting() == {}


async def test_what_is_told_twice_is_heard_once(db: Database) -> None:
    counter = Counter()
    office = post(db, counter)
    await office.take([said(1)])
    await office.take([said(1), said(2)])
    await until_done(counter, 2)
    await office.take([said(1), said(2)])
    await office.drain(1)
    assert counter.done == [[1], [2]]


async def test_after_a_death_what_was_not_answered_is_handled_again(db: Database) -> None:
    dead, alive = Counter(), Counter()
    office = post(db, dead)
    await office.take([said(1, "quick"), said(2, "slow"), said(3, "poison")])
    await until_done(dead, 1)
    await office.drain(0)  # as by SIGKILL: 2 was begun and is never answered

    after = post(db, alive)
    await after.replay()
    alive.let_go()
    await until_done(alive, 1)
    await after.drain(1)
    assert dead.begun == [[1], [2], [3]]
    assert alive.done == [[2]]


async def test_a_repetition_after_the_restart_is_not_heard_a_second_time(db: Database) -> None:
    first, second = Counter(), Counter()
    office = post(db, first)
    await office.take([said(1, "slow")])
    await asyncio.sleep(0)
    await office.drain(0)
    after = post(db, second)
    await after.replay()
    await after.take([said(1, "slow"), said(2)])
    second.let_go()
    await until_done(second, 2)
    assert sorted(second.done) == [[1], [2]]


async def test_a_slow_answer_holds_nobody_up(db: Database) -> None:
    counter = Counter()
    office = post(db, counter)
    await office.take([said(1, "slow"), said(2, "same person"), said(3, by=8)])
    await until_done(counter, 2)
    assert counter.done == [[2], [3]]
    counter.let_go()
    await office.drain(1)


async def test_no_more_than_so_many_are_handled_at_once(db: Database) -> None:
    counter = Counter()
    office = post(db, counter, at_once=3)
    await office.take([said(number, "slow", by=number) for number in range(1, 9)])
    await asyncio.sleep(0.01)
    assert counter.begun == [[1], [2], [3]]
    counter.let_go()
    await until_done(counter, 8)
    assert counter.most == 3


async def test_the_parts_of_an_album_are_opened_together(db: Database) -> None:
    counter = Counter()
    office = post(db, counter)
    await office.take([said(1, album="a")])
    await asyncio.sleep(QUICK / 10)
    await office.take([said(2, album="a"), said(3, album="b"), said(4, album="a", by=8)])
    await until_done(counter, 3)
    assert sorted(counter.done) == [[1, 2], [3], [4]]
    await office.drain(1)
    assert await Inbox(db, BOT).waiting() == {}


async def test_a_full_album_is_not_waited_for(db: Database) -> None:
    counter = Counter()
    office = Post(Inbox(db, BOT), counter.open, album_seconds=60)
    await office.take([said(number, album="a") for number in range(1, 11)])
    await until_done(counter, 1)
    assert counter.done == [list(range(1, 11))]


async def test_words_after_an_album_begin_after_it_and_others_do_not_wait(db: Database) -> None:
    counter = Counter()
    office = post(db, counter)
    await office.take([said(1, album="a"), said(2, "/cancel"), said(3, by=8)])
    await office.take([said(4, album="a")])
    await until_done(counter, 3)
    assert counter.begun == [[3], [1, 4], [2]]


async def test_an_album_that_was_not_gathered_is_whole_after_the_restart(db: Database) -> None:
    first, second = Counter(), Counter()
    office = post(db, first)
    await office.take([said(1, album="a")])
    await office.drain(1)
    assert first.begun == []
    after = post(db, second)
    await after.replay()
    await after.take([said(2, album="a")])
    await until_done(second, 1)
    assert second.done == [[1, 2]]


async def test_a_poisoned_update_is_logged_without_the_token_and_left_alone(
    db: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "_known", set[str]())
    secrets.remember({"TELEGRAM_TOKEN": TOKEN})
    counter = Counter()
    counter.why = f"could not reach https://api.telegram.org/bot{TOKEN}/sendMessage"
    office = post(db, counter)
    with caplog.at_level(logging.ERROR):
        await office.take([said(1, "poison"), said(2)])
        await until_done(counter, 1)
        await office.drain(1)
    assert "[1] could not be handled" in caplog.text and "ValueError" in caplog.text
    assert TOKEN not in caplog.text
    assert counter.done == [[2]]
    assert await Inbox(db, BOT).waiting() == {}


async def test_drain_waits_for_what_runs_and_leaves_the_rest_to_the_next_start(
    db: Database,
) -> None:
    counter = Counter()
    office = post(db, counter, at_once=1)
    await office.take([said(1, "slow"), said(2)])
    await asyncio.sleep(0.005)
    asyncio.get_running_loop().call_later(0.02, counter.let_go)
    await office.drain(1)
    await office.take([said(3)])
    await asyncio.sleep(0.005)
    assert counter.done == [[1]]
    assert list(await Inbox(db, BOT).waiting()) == [2, 3]


async def test_of_hundreds_each_is_handled_once_before_or_after_a_restart(db: Database) -> None:
    counter = Counter()
    office = post(db, counter)
    await office.take([said(number, by=number % 20) for number in range(1, 501)])
    await until_done(counter, 250)
    await office.drain(1)
    left = await Inbox(db, BOT).waiting()
    assert len(counter.done) + len(left) == 500
    after = post(db, counter)
    await after.replay()
    await until_done(counter, 500)
    assert sorted(number for (number,) in counter.done) == list(range(1, 501))


async def test_what_takes_the_process_down_each_time_is_given_up(
    db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    inbox = Inbox(db, BOT)
    await inbox.take({1: "{}"})
    for _ in range(TRIES):
        assert list(await inbox.again()) == [1]
    assert await inbox.again() == {}
    assert "given up" in caplog.text
    assert await inbox.take({1: "{}"}) == [], "told again, it is not heard again"
