"""What people call, type and choose in Discord, as it reaches whoever answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import discord
import pytest
import pytest_asyncio
from discord import app_commands

from bot.platforms.discord.client import point_at
from bot.platforms.discord.tree import plant
from generation.model import Brief
from handlers.house import House
from storage.jobs import NewJob, new_id
from tests.handlers.fakes import Studio
from tests.servers.discord import Channel, Discord, User

PNG = ("frame.png", b"\x89PNG\r\n\x1a\n")
pytestmark = pytest.mark.asyncio(loop_scope="module")


class Bot(discord.Client):
    """Answers every call with the line that it amounts to, and the names of its files."""

    def __init__(self, house: House) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)
        self._house = house

    async def setup_hook(self) -> None:
        await plant(self.tree, self._house, self.heed)
        await self.tree.sync()

    async def heed(
        self,
        interaction: discord.Interaction[Any],
        text: str,
        files: Sequence[discord.Attachment],
    ) -> None:
        told = " ".join([text, *(f"[{file.filename}]" for file in files)])
        await interaction.response.send_message(told)


@dataclass(frozen=True, slots=True)
class Stage:
    """A bot that is connected."""

    discord: Discord
    studio: Studio
    bot: Bot


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    async with AsyncExitStack() as stack:
        studio = await Studio(tmp_path_factory.mktemp("studio")).open(stack)
        server = await stack.enter_async_context(Discord())
        point_at(server.url)
        bot = await stack.enter_async_context(Bot(studio.house))
        running = asyncio.create_task(bot.start(server.token))
        await server.ready()
        yield Stage(server, studio, bot)
        await bot.close()
        await running


@dataclass(frozen=True, slots=True)
class Scene:
    """A server of its own for each test, with Mei, Ken and Lin in it."""

    stage: Stage
    room: Channel
    mei: User
    ken: User
    lin: User

    async def job(self, person: User, idea: str = "", brief: str = "") -> str:
        """A job of somebody's; its id."""
        key, house = f"discord:{person.id}", self.stage.studio.house
        await house.people.greet(key, "discord", person.name, "en")
        new = NewJob(
            id=new_id(),
            person=key,
            platform="discord",
            chat="1",
            lang="en",
            kind="film",
            brief=brief or Brief(idea=idea).model_dump_json(),
            estimate=1,
        )
        return (await house.jobs.add(new)).id


@pytest.fixture
def scene(stage: Stage) -> Scene:
    server = stage.discord
    mei, ken = server.person("Mei"), server.person("Ken", locale="ja")
    lin = server.person("Lin", locale="zh-CN")
    return Scene(stage, server.guild("studio", members=[mei, ken, lin]).channel, mei, ken, lin)


async def test_a_command_reaches_whoever_answers_as_if_it_had_been_typed(scene: Scene) -> None:
    asked = await scene.room.slash("video", idea="a cat", aspect="9:16", shots=3, voice="off")
    assert asked.text == "/video a cat --ar 9:16 --shots 3 --voice off"


async def test_a_person_finds_commands_options_and_choices_in_their_language(scene: Scene) -> None:
    asked = await scene.room.slash("映像", by=scene.ken, アイデア="猫", 縦横比="9:16 · 縦長")
    assert asked.text == "/video 猫 --ar 9:16"


async def test_pictures_come_along_and_stand_in_for_an_idea(scene: Scene) -> None:
    last: dict[str, Any] = {"last-picture": ("last.png", PNG[1])}
    asked = await scene.room.slash("video", picture=PNG, **last)
    assert asked.text == "/video [frame.png] [last.png]"


async def test_without_an_idea_a_window_asks_for_it_and_keeps_the_options(scene: Scene) -> None:
    asked = await scene.room.slash("video", look="draft", without="rain --seed 5")
    assert asked.modal.title == "a film of one sentence"
    answered = await scene.room.submit(
        asked.modal, {asked.modal.fields[0].label: "a cat\nat night"}
    )
    assert answered.text == "/video a cat\nat night --look draft --no “rain --seed 5”"


async def test_a_window_that_is_open_is_not_opened_again(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "bot")
    asked = await scene.room.slash("video")
    scene.stage.discord.redeliver(asked)
    answered = await scene.room.submit(asked.modal, {asked.modal.fields[0].label: "a cat"})
    assert answered.text == "/video a cat"
    assert (await scene.room.slash("me")).text == "/me"
    assert "came twice" in caplog.text
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_picture_that_is_to_be_followed_waits_for_the_idea(scene: Scene) -> None:
    asked = await scene.room.slash("image", picture=PNG, by=scene.ken)
    assert asked.modal.title == "絵を四枚描いて選ぶ"
    label = asked.modal.fields[0].label
    answered = await scene.room.submit(asked.modal, {label: "月の上"}, by=scene.ken)
    assert answered.text == "/image 月の上 [frame.png]"


async def test_several_ideas_are_always_written_in_a_window(scene: Scene) -> None:
    asked = await scene.room.slash("batch", style="noir")
    assert asked.modal.fields[0].label == "One idea per line"
    answered = await scene.room.submit(asked.modal, {"One idea per line": "a cat\na fox"})
    assert answered.text == "/batch --style noir\na cat\na fox"


async def test_styles_are_found_by_a_name_in_any_language(scene: Scene) -> None:
    (found,) = await scene.room.autocomplete("video", "style", "水墨")
    assert found.value == "ink-wash"
    everything = await scene.room.autocomplete("video", "style", "")
    assert 10 < len(everything) <= 25


async def test_models_are_suggested_one_after_another(scene: Scene) -> None:
    (found,) = await scene.room.autocomplete("video", "model", "wan,loc")
    assert found.value == "wan,local"


async def test_brands_are_suggested_with_what_can_be_done(scene: Scene) -> None:
    brands = scene.stage.studio.house.brands
    await brands.save(f"discord:{scene.mei.id}", "Acme", {}, "")
    await brands.save(f"discord:{scene.ken.id}", "Bloom", {}, "")
    found = [c.value for c in await scene.room.autocomplete("brand", "brand", "acm")]
    assert found == ["use Acme", "show Acme", "edit Acme", "share Acme", "delete Acme"]
    typed = "new Nova --palette navy"
    assert [c.value for c in await scene.room.autocomplete("brand", "brand", typed)] == [typed]


async def test_only_ones_own_jobs_are_suggested_by_number_and_by_idea(scene: Scene) -> None:
    mine = await scene.job(scene.mei, "a quiet cat")
    await scene.job(scene.ken, "a loud cat")
    (found,) = await scene.room.autocomplete("show", "job", "CAT")
    assert found.value == mine and "a quiet cat" in found.name
    assert [c.value for c in await scene.room.autocomplete("show", "job", f"#{mine[-5:]}")] == [
        mine
    ]
    assert await scene.room.autocomplete("show", "job", "dog") == []


async def test_jobs_of_a_linked_account_are_ones_own(scene: Scene) -> None:
    mine = await scene.job(scene.mei, "a cat in Telegram")
    accounts = scene.stage.studio.house.accounts
    await scene.job(scene.lin, "a dog")
    code = await accounts.give_code(f"discord:{scene.mei.id}")
    await accounts.join(code, f"discord:{scene.lin.id}")
    (found,) = await scene.room.autocomplete("show", "job", "telegram", by=scene.lin)
    assert found.value == mine


async def test_commands_of_operators_are_suggested_to_nobody_else(scene: Scene) -> None:
    found = await scene.room.autocomplete("help", "command", "")
    assert "video" in [choice.value for choice in found]
    assert await scene.room.autocomplete("help", "command", "grant") == []
    (found,) = await scene.room.autocomplete("help", "command", "取消")
    assert found.value == "cancel"


async def test_settings_are_suggested_in_words_and_sent_as_they_are_typed(scene: Scene) -> None:
    (found,) = await scene.room.autocomplete("settings", "setting", "縦長", by=scene.ken)
    assert (found.name, found.value) == ("縦横比：9:16 · 縦長", "ar 9:16")
    asked = await scene.room.slash("settings", setting=found.value)
    assert asked.text == "/settings ar 9:16"


async def test_what_cannot_be_suggested_is_not_and_breaks_nothing(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    await scene.job(scene.mei, brief="of a version to come")
    assert await scene.room.autocomplete("show", "job", "") == []
    assert "nothing can be suggested for job" in caplog.text


async def test_the_pictures_of_a_message_are_animated(scene: Scene) -> None:
    said = await scene.room.say("look", files=[("notes.txt", b"x"), PNG], by=scene.ken)
    assert (await scene.room.use("Animate this picture", said)).text == "/animate [frame.png]"


async def test_a_film_is_made_of_what_a_message_says_and_shows(scene: Scene) -> None:
    said = await scene.room.say("a <:cat:77> at night", files=[PNG], by=scene.ken)
    used = await scene.room.use("拍成短片", said, by=scene.lin)
    assert used.text == "/video a :cat: at night [frame.png]"


async def test_a_film_of_a_message_without_words_asks_for_them(scene: Scene) -> None:
    said = await scene.room.say("", files=[("notes.txt", b"x")], by=scene.ken)
    asked = await scene.room.use("Make a film of this", said)
    answered = await scene.room.submit(asked.modal, {asked.modal.fields[0].label: "a cat"})
    assert answered.text == "/video a cat"


async def test_who_uses_a_command_that_has_changed_is_told(scene: Scene) -> None:
    tree = scene.stage.bot.tree
    jobs = tree.remove_command("jobs")
    assert jobs
    asked = await scene.room.slash("jobs", by=scene.ken)
    tree.add_command(jobs)
    assert asked.ephemeral == "このコマンドは更新されたばかりです。もう一度入力してください。"
