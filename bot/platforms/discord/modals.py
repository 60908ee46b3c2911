"""Windows that ask for words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord import ui

from generation.model import MAX_IDEA

LONGEST_TITLE, LONGEST_PLACEHOLDER, LONGEST_TEXT = 45, 100, 4000  # characters
PATIENCE = 3600.0  # seconds that a window may stay open; what is closed is never told to us

Worded = Callable[[discord.Interaction[Any], str], Awaitable[None]]


class Words(ui.Modal):
    """Asks for one text of at most `most` characters, and hands it to `worded` with the interaction
    that brought it. `text` stands there already, to be changed."""

    def __init__(
        self,
        title: str,
        label: str,
        placeholder: str,
        worded: Worded,
        *,
        text: str = "",
        most: int = MAX_IDEA,
    ) -> None:
        super().__init__(title=cut(title, LONGEST_TITLE), timeout=PATIENCE)
        most = min(most, LONGEST_TEXT)
        self._worded = worded
        self._input = ui.TextInput[Words](
            style=discord.TextStyle.paragraph,
            placeholder=cut(placeholder, LONGEST_PLACEHOLDER) or None,
            default=text[:most] or None,
            max_length=most,
        )
        label = cut(label, LONGEST_TITLE)
        self.add_item(ui.Label[Words](text=label, component=self._input))

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """The words are there."""
        await self._worded(interaction, self._input.value)


def cut(text: str, limit: int) -> str:
    """The beginning of a text, up to the end of a word where there are spaces between them."""
    if len(text) <= limit:
        return text
    space = text.rfind(" ", 0, limit)
    head = text[: space if space > limit // 2 else limit - 1]
    return head.rstrip(" ,.:;，。、：；") + "…"
