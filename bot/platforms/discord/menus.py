"""What can be done with a message that somebody points at."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import discord
from discord import app_commands

from bot.platforms.discord import names
from bot.platforms.discord.parcel import files_of
from bot.platforms.discord.slash import EVERYWHERE, INSTALLS, Heed, form, typed, wanted
from handlers.brought import FRAMES
from handlers.commands import commands

Interaction = discord.Interaction[Any]
EMOJI = re.compile(r"<a?(:\w+:)\d+>")


def menus(heed: Heed) -> list[app_commands.ContextMenu]:
    """The entries in the menu of a message. What stands in it is said by whoever chose the
    entry."""

    async def animate(interaction: Interaction, message: discord.Message) -> None:
        await heed(interaction, "/animate", pictures(message))

    async def film(interaction: Interaction, message: discord.Message) -> None:
        command, shown = commands()["video"], pictures(message)
        filled = {"idea": words(message), "picture": next(iter(shown), None)}
        missing = wanted(command, filled)
        if missing is None:
            await heed(interaction, typed(command, filled), shown)
            return

        async def worded(answer: Interaction, idea: str) -> None:
            await heed(answer, typed(command, {missing.name: idea}), ())

        await interaction.response.send_modal(form(command, missing, interaction, worded))

    return [_menu("animate", animate), _menu("video", film)]


def pictures(message: discord.Message) -> list[discord.Attachment]:
    """The first pictures in a message, as many as a film begins and ends with."""
    sent = [file for file in files_of(message) if (file.content_type or "").startswith("image/")]
    return sent[:FRAMES]


def words(message: discord.Message) -> str:
    """What the message says, with names for those whom it mentions; None of it is markup."""
    return EMOJI.sub(r"\1", message.clean_content).strip()


def _menu(name: str, callback: Callable[..., Any]) -> app_commands.ContextMenu:
    return app_commands.ContextMenu(
        name=names.menu(f"menu.message.{name}"),
        callback=callback,
        type=discord.AppCommandType.message,
        allowed_contexts=EVERYWHERE,
        allowed_installs=INSTALLS,
    )
