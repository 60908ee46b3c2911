"""One interaction and its answer: Discord wants a sign within three seconds, and gives a quarter of
an hour for the rest."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

import discord

from bot.platforms.discord import faults
from bot.platforms.discord.parcel import Kept, Parcel

LOG = logging.getLogger(__name__)
NOBODY = discord.AllowedMentions.none()


class Turn:
    """Whatever is said to an interaction goes out one after the other, through here.

    Every method but `acknowledge` and `finish` raises `discord.HTTPException`; `faults.too_late`
    tells where the interaction is dead."""

    def __init__(self, interaction: discord.Interaction[Any]) -> None:
        self.interaction = interaction
        self._lock = asyncio.Lock()
        self._thinking: bool | None = None  # whether "thinking…" is seen: by one person, by all
        self._taken = False  # Discord had our answer although it did not say so
        self._upon = False  # the answer changes the message with the button, or leaves it

    @property
    def pressed(self) -> bool:
        """Whether it came from a message of ours: a press, or the words that a button asked for."""
        kinds = (discord.InteractionType.component, discord.InteractionType.modal_submit)
        return self.interaction.type in kinds and self.interaction.message is not None

    async def acknowledge(self, *, private: bool = False) -> None:
        """Be seen at work, once; `private` where only one person is to see it."""
        async with self._lock:
            try:
                await self._defer(private=private)
            except discord.HTTPException as error:
                LOG.info("an interaction was not acknowledged: %s", error)

    async def finish(self) -> None:
        """There is nothing more to say: nobody sees "thinking…" for ever."""
        async with self._lock:
            try:
                await self._defer(private=True)
                await self._stop_thinking()
            except discord.HTTPException as error:
                LOG.info("an interaction was not ended: %s", error)

    async def ask(self, modal: discord.ui.Modal) -> bool:
        """Open a form; False where it is too late for one."""
        async with self._lock:
            if self._answered or self.interaction.type is discord.InteractionType.modal_submit:
                return False
            await self.interaction.response.send_modal(modal)
            return True

    async def say(self, parcel: Parcel, *, private: bool) -> discord.Message:
        """The answer, or one more message after it."""
        async with self._lock:
            if parcel.pieces and not self._answered:
                await self._defer(private=private)  # files take longer than three seconds
            if not self._answered:
                return await self._respond(parcel, private=private)
            if self._thinking is not None and self._thinking == private:
                self._thinking = None
                return await self.interaction.edit_original_response(
                    view=parcel.view(), attachments=parcel.files(), allowed_mentions=NOBODY
                )
            await self._stop_thinking()
            return await self.interaction.followup.send(
                view=parcel.view(),
                files=parcel.files(),
                ephemeral=private,
                allowed_mentions=NOBODY,
                wait=True,
            )

    async def call(self, text: str, mentions: discord.AllowedMentions) -> None:
        """A word after everything else, which may ring."""
        async with self._lock:
            await self.interaction.followup.send(text, allowed_mentions=mentions)

    async def change(self, parcel: Parcel, there: Sequence[Kept]) -> discord.Message | None:
        """Change the message that the button is on; None where the answer was another message. What
        is `there` of its files stays where it is still wanted."""
        async with self._lock:
            if self._answered:
                return await self._edit(parcel, there) if self._upon else None
            if not parcel.fresh(there) and (message := await self._rewrite(parcel, there)):
                return message
            await self._defer(private=False)
            return await self._edit(parcel, there)

    async def edit(self, message: str, parcel: Parcel, there: Sequence[Kept]) -> discord.Message:
        """Change a message that answered it."""
        return await self.interaction.followup.edit_message(
            int(message),
            view=parcel.view(),
            attachments=parcel.attachments(there),
            allowed_mentions=NOBODY,
        )

    async def delete(self, message: str) -> None:
        """Take a message away that answered it."""
        await self.interaction.followup.delete_message(int(message))

    # Inside

    @property
    def _answered(self) -> bool:
        return self._taken or self.interaction.response.is_done()

    async def _defer(self, *, private: bool) -> None:
        if self._answered:
            return
        response = self.interaction.response
        try:
            if self.pressed:
                await response.defer()
            else:
                await response.defer(thinking=True, ephemeral=private)
        except discord.HTTPException as error:
            if not faults.answered(error):
                raise
            self._taken = True
        if self.pressed:
            self._upon = True
        else:
            self._thinking = private

    async def _respond(self, parcel: Parcel, *, private: bool) -> discord.Message:
        """The first answer."""
        try:
            callback = await self.interaction.response.send_message(
                view=parcel.view(), ephemeral=private, allowed_mentions=NOBODY
            )
        except discord.HTTPException as error:
            if not faults.answered(error):
                raise
            self._taken = True
        else:
            if isinstance(callback.resource, discord.Message):
                return callback.resource
        return await self.interaction.original_response()

    async def _rewrite(self, parcel: Parcel, there: Sequence[Kept]) -> discord.Message | None:
        """Change the message as the first answer; None where Discord had one already."""
        try:
            callback = await self.interaction.response.edit_message(
                view=parcel.view(), attachments=parcel.attachments(there), allowed_mentions=NOBODY
            )
        except discord.HTTPException as error:
            if not faults.answered(error):
                raise
            self._taken = self._upon = True
            return None
        self._upon = True
        resource = callback.resource if callback else None
        if isinstance(resource, discord.Message):
            return resource
        return await self.interaction.original_response()

    async def _edit(self, parcel: Parcel, there: Sequence[Kept]) -> discord.Message:
        return await self.interaction.edit_original_response(
            view=parcel.view(), attachments=parcel.attachments(there), allowed_mentions=NOBODY
        )

    async def _stop_thinking(self) -> None:
        if self._thinking is not None:
            self._thinking = None
            await self.interaction.delete_original_response()
