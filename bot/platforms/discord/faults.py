"""What Discord's refusals mean for us, by their codes."""

from __future__ import annotations

import discord

UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, UNKNOWN_USER = 10003, 10008, 10013
UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION, INVALID_TOKEN = 10015, 10062, 50027
TOO_LARGE, ACKNOWLEDGED, ARCHIVED = 40005, 40060, 50083
MALFORMED = 50035
FOLLOWED_UP = 40094  # more often than an app may that is not in the server


def gone(error: discord.HTTPException) -> bool:
    """The message is not there any more, or its thread is closed: a new one can be sent."""
    return error.code in (UNKNOWN_MESSAGE, ARCHIVED)


def lost(error: discord.HTTPException) -> bool:
    """Nobody can be reached there by us: not allowed, not there, or not wanted."""
    return isinstance(error, discord.Forbidden) or error.code in (UNKNOWN_CHANNEL, UNKNOWN_USER)


def too_late(error: discord.HTTPException) -> bool:
    """Nothing more can be said through the interaction."""
    dead = (UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK, INVALID_TOKEN, FOLLOWED_UP)
    return error.code in dead or error.status in (401, 403)


def answered(error: discord.HTTPException) -> bool:
    """An interaction was acknowledged before."""
    return error.code == ACKNOWLEDGED


def too_large(error: discord.HTTPException) -> bool:
    """A file is larger than Discord takes there."""
    return error.status == 413 or error.code == TOO_LARGE


def malformed(error: discord.HTTPException) -> bool:
    """Something in what we sent is not as Discord wants it."""
    return error.code == MALFORMED
