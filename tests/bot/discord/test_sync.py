"""When Discord is told which commands there are."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.platforms.discord.client import point_at
from bot.platforms.discord.sync import sync
from storage.chats import Chats
from storage.database import Database
from tests.servers.discord import Discord

OWNER = "discord:1"


@dataclass(frozen=True, slots=True)
class Scene:
    """A bot that is logged in, with two commands."""

    discord: Discord
    tree: app_commands.CommandTree[Any]
    chats: Chats
    guild: int

    async def sync(self, guild: int = 0) -> bool:
        return await sync(self.tree, self.chats, OWNER, guild)

    def names(self, guild: int = 0) -> list[str]:
        return self.discord.commands.names(guild)


def command(name: str) -> app_commands.Command[Any, ..., None]:
    async def callback(interaction: discord.Interaction[Any]) -> None:
        raise AssertionError("nobody calls")

    return app_commands.Command(name=name, description=name, callback=callback)


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with AsyncExitStack() as stack:
        db = await stack.enter_async_context(await Database.open(tmp_path / "r.db"))
        server = await stack.enter_async_context(Discord())
        guild = server.guild("studio", members=[server.person("Mei")])
        point_at(server.url)
        client = discord.Client(intents=discord.Intents(guilds=True))
        await stack.enter_async_context(client)
        await client.login(server.token)
        tree = app_commands.CommandTree(client)
        for name in ("video", "jobs"):
            tree.add_command(command(name))
        yield Scene(server, tree, Chats(db), guild.id)


async def test_commands_are_sent_once_and_again_only_when_they_changed(scene: Scene) -> None:
    assert await scene.sync() and not await scene.sync()
    assert scene.discord.syncs == 1
    scene.tree.remove_command("jobs")
    assert await scene.sync()
    assert scene.discord.syncs == 2 and scene.names() == ["video"]


async def test_words_in_another_language_are_a_change_too(scene: Scene) -> None:
    class Shouting(app_commands.Translator):
        async def translate(
            self,
            string: app_commands.locale_str,
            locale: discord.Locale,
            context: app_commands.TranslationContextTypes,
        ) -> str | None:
            return "动画" if locale is discord.Locale.chinese and str(string) == "video" else None

    await scene.sync()
    await scene.tree.set_translator(Shouting())
    assert await scene.sync()
    assert scene.discord.commands.named("video")["name_localizations"] == {"zh-CN": "动画"}


async def test_one_server_has_the_commands_instead_of_all_and_gives_them_back(
    scene: Scene,
) -> None:
    await scene.sync()
    assert await scene.sync(scene.guild) and not await scene.sync(scene.guild)
    assert scene.names(scene.guild) == ["video", "jobs"] and not scene.names()
    assert await scene.sync() and not await scene.sync()
    assert scene.names() == ["video", "jobs"] and not scene.names(scene.guild)


async def test_what_is_refused_is_sent_at_the_next_start_and_nothing_is_taken_back_before(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    await scene.sync()
    scene.discord.fail("/commands$", status=403, code=50001)
    assert not await scene.sync(scene.guild)
    assert scene.names() == ["video", "jobs"] and "could not be sent" in caplog.text
    assert await scene.sync(scene.guild)
    assert scene.names(scene.guild) == ["video", "jobs"]
