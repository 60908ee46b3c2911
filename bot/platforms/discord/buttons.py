"""Buttons that work after a restart, and after a year: what they do stands in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord

if TYPE_CHECKING:
    from bot.platforms.discord.client import Client


class Action(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]],
    template=r"(?P<action>v1:[a-z_]{1,16}:.*)",
):
    """Every button of ours, by the action in its id."""

    def __init__(self, action: str) -> None:
        super().__init__(discord.ui.Button(custom_id=action, label="·"))
        self.action = action

    @classmethod
    async def from_custom_id(
        cls,
        interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        match: re.Match[str],
        /,
    ) -> Self:
        """The button that was pressed."""
        return cls(match["action"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand it to whoever answers."""
        client: Client = interaction.client
        await client.front.heed(interaction, press=self.action)
