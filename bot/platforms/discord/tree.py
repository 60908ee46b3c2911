"""The tree of everything that can be called in Discord."""

from __future__ import annotations

import logging
from typing import Any

import discord
from discord import app_commands

from bot.platforms.discord import faults
from bot.platforms.discord.autocomplete import Suggestions
from bot.platforms.discord.menus import menus
from bot.platforms.discord.names import Translator
from bot.platforms.discord.reading import lang_of
from bot.platforms.discord.slash import Heed, commands
from handlers.conversation import Say
from handlers.house import House
from handlers.texts import render

LOG = logging.getLogger(__name__)
OUTDATED = (
    app_commands.CommandNotFound,
    app_commands.CommandSignatureMismatch,
    app_commands.TransformerError,
)


async def plant(tree: app_commands.CommandTree[Any], house: House, heed: Heed) -> None:
    """Give the tree all commands, the menus of messages and their words in every language."""
    for command in (*commands(heed, Suggestions(house)), *menus(heed)):
        tree.add_command(command)
    await tree.set_translator(Translator())
    tree.error(_failed)


async def _failed(
    interaction: discord.Interaction[Any], error: app_commands.AppCommandError
) -> None:
    """Discord shows a command for a while after it has changed: whoever uses it is told."""
    asked = interaction.type is discord.InteractionType.application_command
    if asked and isinstance(error, OUTDATED) and not interaction.response.is_done():
        sentence = render(Say("command.changed"), lang_of(interaction.locale))
        await interaction.response.send_message(sentence, ephemeral=True)
        return
    cause = error.__cause__
    if isinstance(cause, discord.HTTPException) and (
        faults.too_late(cause) or faults.answered(cause)
    ):
        LOG.info("a command came twice or too late: %s", cause)
        return
    LOG.error("a command failed", exc_info=error)
