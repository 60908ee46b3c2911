"""The gateway of Discord's stand-in, as the real discord.py comes to it."""

from __future__ import annotations

import asyncio
import zlib

import aiohttp
import discord
import pytest

from tests.bot.discord.meeting import Bot, heard, met, pointed, so
from tests.servers.discord import Discord


class Inflating:
    """What the library uses where zstandard is not installed."""

    COMPRESSION_TYPE = "zlib-stream"

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj()

    def decompress(self, data: bytes, /) -> str | None:
        assert data.endswith(b"\0\0\xff\xff")
        return self._inflate.decompress(data).decode()


@pytest.mark.parametrize("kind", ["zlib-stream", "zstd-stream"])
async def test_both_compressions_are_spoken(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if kind == Inflating.COMPRESSION_TYPE:
        monkeypatch.setattr(discord.utils, "_ActiveDecompressionContext", Inflating)
    async with heard(Bot()) as here:
        await here.server.dm(here.mei).say("猫" * 500)
        await so(lambda: bool(here.bot.heard))
        assert here.bot.heard[0].content == "猫" * 500
        assert here.server.gateway.queries[0]["compress"] == kind


async def test_what_was_missed_is_told_when_the_bot_resumes() -> None:
    async with heard(Bot()) as here:
        dm = here.server.dm(here.mei)
        await dm.say("one")
        await so(lambda: len(here.bot.heard) == 1)
        await here.server.drop(4000)
        await dm.say("two")
        await so(lambda: len(here.bot.heard) == 2)
        here.server.reconnect()
        await dm.say("three")
        await so(lambda: len(here.bot.heard) == 3)
        assert [m.content for m in here.bot.heard] == ["one", "two", "three"]
        assert here.server.gateway.resumes == 2 and here.server.gateway.identifies == 1


async def test_an_invalid_session_begins_anew() -> None:
    async with heard(Bot()) as here:
        await so(lambda: here.bot.is_ready())
        here.server.invalid(resumable=True)
        await so(lambda: here.server.gateway.resumes == 1)
        assert here.server.gateway.identifies == 1


async def test_an_event_can_come_twice() -> None:
    async with heard(Bot()) as here:
        await here.server.dm(here.mei).say("one")
        event = next(e for e in here.server.events if e.name == "MESSAGE_CREATE")
        here.server.redeliver(event)
        await so(lambda: len(here.bot.heard) == 2)
        one, two = here.bot.heard
        assert one.id == two.id


async def test_an_interaction_that_comes_twice_is_answered_once() -> None:
    bot, codes = Bot(), list[int]()

    @bot.tree.command(description="Hello")
    async def hello(interaction: discord.Interaction) -> None:
        try:
            await interaction.response.send_message("hello")
        except discord.HTTPException as error:
            codes.append(error.code)

    async with heard(bot) as here:
        asked = await here.room.slash("hello")
        here.server.redeliver(asked)
        await so(lambda: codes == [40060])
        assert [m.text for m in here.room.messages] == ["hello"]


async def test_hearts_beat() -> None:
    async with heard(Bot(), heartbeat=0.05) as here:
        await so(lambda: here.server.gateway.heartbeats >= 2)
        assert here.bot.latency < 1


async def test_a_heart_that_stands_still_ends_the_connection() -> None:
    async with (
        Discord(heartbeat=0.03) as server,
        aiohttp.ClientSession() as session,
        session.ws_connect(server.gateway_url) as socket,
    ):
        hello = await socket.receive_json()
        assert hello["d"]["heartbeat_interval"] == 30
        assert (await socket.receive()).data == 4009 == socket.close_code


async def test_a_wrong_token_or_a_privilege_ends_the_connection() -> None:
    async with Discord() as server:
        with pointed(server):
            async with Bot() as bot:
                await bot.login(server.token)
                bot.http.token = "another"
                with pytest.raises(discord.ConnectionClosed) as closed:
                    await bot.connect()
                assert closed.value.code == 4004
            curious = discord.Client(intents=discord.Intents.all())
            async with curious:
                await curious.login(server.token)
                with pytest.raises(discord.PrivilegedIntentsRequired):
                    await curious.connect()


class Sharded(discord.AutoShardedClient):
    """Does not wait five seconds between its shards."""

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        return None


async def test_shards_hear_of_their_own_servers() -> None:
    async with Discord(shards=2) as server:
        mei = server.person("Mei")
        guilds = [server.guild(f"studio {n}", members=[mei]) for n in range(4)]
        bot = Sharded(intents=discord.Intents.default(), guild_ready_timeout=0.01)
        heard = list[tuple[int, int]]()

        @bot.event
        async def on_message(message: discord.Message) -> None:
            assert message.guild
            heard.append((message.guild.id, message.guild.shard_id))

        with pointed(server):
            async with bot:
                await bot.login(server.token)
                listening = asyncio.create_task(bot.connect())
                await so(lambda: server.gateway.connected == 2 and len(bot.guilds) == 4)
                for guild in guilds:
                    await guild.channel.say("hello")
                await so(lambda: len(heard) == 4)
                assert heard == [(g.id, (g.id >> 22) % 2) for g in guilds]
                await bot.close()
                await listening


async def test_a_bot_that_was_away_hears_of_the_servers_it_is_in() -> None:
    async with met() as here:
        listening = asyncio.create_task(here.bot.connect())
        await here.server.ready()
        await so(lambda: here.bot.get_guild(here.guild.id) is not None)
        guild = here.bot.get_guild(here.guild.id)
        assert guild and not guild.unavailable and guild.name == "studio"
        await here.bot.close()
        await listening
