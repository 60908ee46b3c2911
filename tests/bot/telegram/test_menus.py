"""What Telegram shows of the bot before anybody speaks to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from telegram import Bot

from bot.platforms.telegram.menus import Description, Menu, Short, notices, register_menus
from generation.model import LANGS
from handlers.commands import commands
from handlers.texts import LANGUAGES
from storage.chats import Chats
from storage.database import Database
from tests.servers.telegram import Telegram

PRIVATE, GROUPS = "all_private_chats", "all_group_chats"
PER_LANGUAGE = 4  # two menus, two descriptions
TIMES = len(LANGS) + 1  # each language, and whoever speaks none of them


@dataclass(frozen=True, slots=True)
class Scene:
    telegram: Telegram
    bot: Bot
    chats: Chats

    async def register(self, *operators: str) -> int:
        """How many calls it took."""
        before = len(self.telegram.calls)
        await register_menus(self.bot, operators, self.chats)
        return len(self.telegram.calls) - before


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with AsyncExitStack() as stack:
        db = await stack.enter_async_context(await Database.open(tmp_path / "r.db"))
        telegram = await stack.enter_async_context(Telegram(token="123:invented"))
        bot = await stack.enter_async_context(Bot("123:invented", base_url=f"{telegram.url}/bot"))
        yield Scene(telegram, bot, Chats(db))


def test_everything_shown_is_within_the_limits_of_telegram() -> None:
    for notice in notices(["telegram:7"]).values():
        match notice:
            case Menu(lines=lines):
                assert 0 < len(lines) <= 100
                for name, text in lines:
                    assert name.isascii() and name == name.lower() and len(name) <= 32
                    assert 3 <= len(text) <= 256
            case Description(text=text):
                assert 0 < len(text) <= 512
            case Short(text=text):
                assert 0 < len(text) <= 120


async def test_each_language_sees_the_commands_in_its_words(scene: Scene) -> None:
    await scene.register()
    shown = {lang: scene.telegram.commands[PRIVATE, lang]["video"] for lang in ("", *LANGUAGES)}
    assert shown["zh"] == "一句话拍成短片" and shown[""] == shown["en"] == "a film of one sentence"
    assert len(set(shown.values())) == 3
    assert {lang for _, lang in scene.telegram.profile} == {"", *LANGUAGES}


async def test_groups_see_fewer_commands_and_nobody_those_of_operators(scene: Scene) -> None:
    await scene.register()
    private, groups = (scene.telegram.commands[scope, "en"] for scope in (PRIVATE, GROUPS))
    assert groups.keys() < private.keys()
    assert private.keys() == {n for n, c in commands().items() if not c.operators}


async def test_an_operator_sees_theirs_in_their_own_chat(scene: Scene) -> None:
    ops = scene.telegram.private(scene.telegram.person("Ops"))
    await scene.register(f"telegram:{ops.id}", "discord:99")
    theirs = scene.telegram.commands[f"chat:{ops.id}", "ja"]
    assert theirs.keys() == commands().keys()
    assert not any("99" in scope for scope, _ in scene.telegram.commands)


async def test_a_second_start_sends_nothing(scene: Scene) -> None:
    assert await scene.register() == PER_LANGUAGE * TIMES
    assert await scene.register() == 0


async def test_only_what_changed_is_sent(scene: Scene) -> None:
    ops = scene.telegram.private(scene.telegram.person("Ops"))
    await scene.register()
    assert await scene.register(f"telegram:{ops.id}") == TIMES


async def test_who_is_no_operator_any_more_loses_the_menu(scene: Scene) -> None:
    ops = scene.telegram.private(scene.telegram.person("Ops"))
    await scene.register(f"telegram:{ops.id}")
    assert await scene.register() == TIMES
    assert not any(scope.startswith("chat:") for scope, _ in scene.telegram.commands)
    assert await scene.register() == 0


async def test_an_operator_who_never_wrote_is_asked_again_at_the_next_start(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    ops = scene.telegram.person("Ops")
    await scene.register(f"telegram:{ops.id}")
    assert (PRIVATE, "en") in scene.telegram.commands and "hat not found" in caplog.text
    scene.telegram.private(ops)
    assert await scene.register(f"telegram:{ops.id}") == TIMES
    assert (f"chat:{ops.id}", "en") in scene.telegram.commands


async def test_what_a_busy_server_refused_is_sent_at_the_next_start(scene: Scene) -> None:
    scene.telegram.fail("setMyDescription", code=429, retry_after=30)
    assert await scene.register() == PER_LANGUAGE * TIMES
    assert await scene.register() == 1
