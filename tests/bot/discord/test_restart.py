"""The bot as a process of its own in Discord: told to stop, killed, refused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bot.host import Host
from tests.journeys.driver import label
from tests.servers.discord import Channel, Discord, Message

TOKEN = "MTIzNDU2.invented-key.of-the-process"
IDEA = "A cat on a windowsill"


@dataclass(frozen=True, slots=True)
class Town:
    """The stand-in, a channel in it, and the machine with the bot."""

    discord: Discord
    room: Channel
    host: Host


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with Discord(token=TOKEN) as discord:
        room = discord.guild("studio", members=[discord.person("Mei")]).channel
        host = Host(tmp_path / "home", {"DISCORD_TOKEN": TOKEN, "DISCORD_API": discord.url})
        yield Town(discord, room, host)
        await host.clear()


def film(message: Message) -> bool:
    return message.video is not None and label("again") in message.labels


async def test_killed_in_the_middle_it_goes_on_in_the_same_message(town: Town) -> None:
    await town.host.start(seconds=0.5)
    await town.discord.ready()
    await town.room.slash("video", idea=IDEA, shots=2)
    begun = await town.room.until(lambda m: label("cancel") in m.labels and m.edits)
    await town.host.kill()
    await town.host.start()
    ended = await town.room.until(film, timeout=20)
    assert ended.id == begun.id
    assert town.room.bots == [ended]


async def test_told_to_stop_it_leaves_within_seconds(town: Town) -> None:
    await town.host.start(seconds=0.5)
    await town.discord.ready()
    await town.room.slash("video", idea=IDEA, shots=2)
    await town.room.until(lambda m: label("cancel") in m.labels)
    code, said, seconds = await town.host.stop()
    assert (code, seconds < 10) == (0, True), said
    assert "Traceback" not in said


async def test_a_token_that_discord_does_not_know_ends_the_process_with_a_sentence(
    town: Town,
) -> None:
    town.host.env["DISCORD_TOKEN"] = "MTIzNDU2.invented-key.that-nobody-knows"
    await town.host.start()
    code, said = await town.host.ended()
    assert code == 2
    assert "DISCORD_TOKEN" in said and "Traceback" not in said
    assert "invented-key" not in said
