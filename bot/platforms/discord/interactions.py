"""Interactions that can still be answered, and where they happen."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import discord

from bot.platforms.discord.turn import Turn
from handlers.conversation import Place

LIFE = 14.5 * 60  # seconds; Discord forgets them after a quarter of an hour
MOST = 20_000  # at a time
PLATFORM = "discord"
DIRECT = "dm:"  # before the id of whom to write to, where the bot is not at home

Interaction = discord.Interaction[Any]


class Interactions:
    """Keeps them as long as Discord does, by their ids and by the messages that answer them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._turns: OrderedDict[str, tuple[float, Turn]] = OrderedDict()
        self._behind: OrderedDict[str, tuple[float, Turn]] = OrderedDict()

    def keep(self, interaction: Interaction) -> str:
        """Its handle."""
        handle = str(interaction.id)
        self._put(self._turns, handle, self.turn(handle) or Turn(interaction))
        return handle

    def get(self, handle: str) -> Interaction | None:
        """The interaction of a handle, while it lives."""
        turn = self.turn(handle)
        return turn.interaction if turn else None

    def turn(self, handle: str) -> Turn | None:
        """How far the answer to an interaction is, while it lives."""
        return self._got(self._turns, handle)

    def answered_by(self, turn: Turn, message: str) -> None:
        """This message of ours answers it, and can be changed through it."""
        self._put(self._behind, message, turn)

    def behind(self, message: str) -> Turn | None:
        """What a message answers, while that lives."""
        return self._got(self._behind, message)

    def _put(self, kept: OrderedDict[str, tuple[float, Turn]], key: str, turn: Turn) -> None:
        now = self._clock()
        kept.setdefault(key, (now, turn))
        while len(kept) > MOST or next(iter(kept.values()))[0] + LIFE <= now:
            kept.popitem(last=False)

    def _got(self, kept: OrderedDict[str, tuple[float, Turn]], key: str) -> Turn | None:
        since, turn = kept.get(key, (0.0, None))
        return turn if turn and self._clock() < since + LIFE else None


def place_of(interaction: Interaction) -> Place:
    """Where somebody asked. A thread is a channel of its own; where the bot cannot write by itself,
    the thread of the place says whom to write to instead."""
    home = f"{PLATFORM}:{interaction.guild_id}" if interaction.guild_id else ""
    private = interaction.guild_id is None and not interaction.context.private_channel
    thread = "" if _at_home(interaction) else f"{DIRECT}{interaction.user.id}"
    return Place(PLATFORM, str(interaction.channel_id or ""), thread, private, home)


def person_of(place: Place) -> str:
    """Whom to write to about what happens at a place where the bot is not at home; else empty."""
    return place.thread.removeprefix(DIRECT) if place.thread.startswith(DIRECT) else ""


def direct(person: str) -> Place:
    """Where one person alone is written to, wherever that is."""
    return Place(PLATFORM, "", f"{DIRECT}{person}")


def _at_home(interaction: Interaction) -> bool:
    """Whether the bot itself may write there, and not only answer."""
    if interaction.guild_id is None:
        return not interaction.context.private_channel
    may = interaction.app_permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    writes = may.send_messages_in_threads if in_thread else may.send_messages
    return interaction.is_guild_integration() and may.view_channel and writes
