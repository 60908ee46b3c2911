"""The page by which people use the bot by hand, as a browser asks it."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
from discord import ui

from tests.bot.discord.meeting import FILM, Bot, file, picture, pointed
from tests.bot.launched import launched
from tests.servers.discord import Discord
from tests.servers.discord.page import Page


class Browser:
    """Somebody at the page, in one room."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self.person = self.room = ""

    async def state(self, **where: str) -> Any:
        async with self._session.get("/stand/state", params=where) as answer:
            state = await answer.json()
        self.person, self.room = state["person"], state["room"]
        return state

    async def send(self, what: str, files: dict[str, tuple[str, bytes]] | None = None, **how: Any):
        asked = {"room": self.room, "person": self.person} | how
        form = aiohttp.FormData({"asked": json.dumps(asked)})
        for name, (filename, content) in (files or {}).items():
            form.add_field(name, content, filename=filename)
        async with self._session.post(f"/stand/{what}", data=form) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()


class Form(ui.Modal, title="Story"):
    idea = ui.TextInput[Any](label="Idea", custom_id="idea", default="a dog")

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"{self.idea.value}!", ephemeral=True)


def answering() -> Bot:
    bot = Bot()

    @bot.tree.command(description="A film")
    async def video(
        interaction: discord.Interaction,
        idea: str,
        shots: int = 3,
        first: discord.Attachment | None = None,
    ) -> None:
        view = ui.View(timeout=None).add_item(ui.Button(label="Again", custom_id="again"))
        size = first.size if first else 0
        words = f"{idea} {shots} {size}"
        await interaction.response.send_message(words, file=file("a.mp4"), view=view)

    @video.autocomplete("idea")
    async def offer(
        interaction: discord.Interaction, typed: str
    ) -> list[discord.app_commands.Choice[str]]:
        return [discord.app_commands.Choice(name=f"{typed}!", value=typed)]

    @bot.event
    async def on_interaction(interaction: discord.Interaction) -> None:
        if interaction.type is discord.InteractionType.component:
            await interaction.response.send_modal(Form())

    @bot.tree.context_menu(name="Animate")
    async def animate(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"animating {message.content}")

    return bot


@asynccontextmanager
async def browsing(bot: Bot) -> AsyncGenerator[tuple[Discord, Browser]]:
    discord_ = Discord()
    Page(discord_)
    async with discord_, aiohttp.ClientSession(discord_.url) as session:
        with pointed(discord_):
            async with bot:
                await bot.login(discord_.token)
                await bot.tree.sync()
                listening = asyncio.create_task(bot.connect())
                await discord_.ready()
                yield discord_, Browser(session)
                await bot.close()
                await listening


async def test_the_page_needs_nothing_from_elsewhere() -> None:
    stand_in = Discord()
    Page(stand_in)
    async with (
        stand_in,
        aiohttp.ClientSession(stand_in.url) as session,
        session.get("/") as page,
    ):
        assert page.content_type == "text/html"
        assert not re.search(r"(src|href|url)\s*[=(]\s*[\"']?https?:", await page.text())


async def test_a_command_a_press_and_a_form_go_by_hand() -> None:
    async with browsing(answering()) as (server, browser):
        state = await browser.state()
        assert [c["name"] for c in state["commands"]] == ["video"] and state["connected"]
        assert [c["name"] for c in state["menu"]] == ["Animate"]
        wrong = await browser.send("slash", command="video", options={"idea": "a", "shots": "x"})
        assert wrong == {"error": "'x' is no number"}
        options = {"idea": "a cat", "shots": "5"}
        files = {"first": picture()}
        assert await browser.send("slash", files, command="video", options=options) == {}
        (shown,) = (await browser.state())["messages"]
        assert shown["content"] == f"a cat 5 {len(picture()[1])}"
        assert shown["answers"] == "美 used /video"
        offered = await browser.send("autocomplete", command="video", option="idea", text="a d")
        assert offered == {"choices": [{"name": "a d!", "value": "a d"}]}
        opened = (await browser.send("press", message=shown["id"], custom_id="again"))["modal"]
        assert opened["title"] == "Story" and opened["fields"][0]["value"] == "a dog"
        await browser.send("submit", modal=opened["id"], values={"idea": "a fox"})
        other = next(p["id"] for p in state["people"] if p["id"] != state["person"])
        assert (await browser.state())["messages"][-1]["only"]
        assert len((await browser.state(person=other))["messages"]) == 1
        assert not server.unread


async def test_words_files_menus_and_films_go_by_hand() -> None:
    async with browsing(answering()) as (_, browser):
        await browser.state()
        await browser.send("say", {"files": picture()}, text="look")
        (said,) = (await browser.state())["messages"]
        assert said["attachments"][0]["width"] == 40
        await browser.send("use", command="Animate", message=said["id"])
        assert (await browser.state())["messages"][-1]["content"] == "animating look"
        await browser.send("slash", command="video", options={"idea": "a"})
        url = (await browser.state())["messages"][-1]["attachments"][0]["url"]
        async with (
            aiohttp.ClientSession() as session,
            session.get(url, headers={"Range": "bytes=4-7"}) as part,
        ):
            assert part.status == 206 and await part.read() == FILM[4:8]


async def test_it_runs_by_itself_and_says_how_to_come_to_it() -> None:
    running = await launched("discord")
    headers = {"Authorization": f"Bot {running.token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.get(f"{running.url}/api/v10/users/@me") as answer,
    ):
        assert (await answer.json())["username"] == "reelroom"
    assert "1 requests, 0 not as Discord has them, 0 invalid, 0 too many" in await running.end()
