"""Puts messages into channels and changes them there: through the interaction that they answer
while it lives, then as the bot, and where that is not at home as a direct message."""

from __future__ import annotations

import json
import logging
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.platforms.discord import faults
from bot.platforms.discord.interactions import PLATFORM, Interactions, direct, person_of
from bot.platforms.discord.parcel import Kept, Parcel, kept_in
from bot.platforms.discord.turn import NOBODY, Turn
from handlers.conversation import MessageRef, Place
from handlers.ports import Unreachable

LOG = logging.getLogger(__name__)
REMEMBERED = 5000  # messages of which we know what they show
USUAL_LIMIT = 10 * 2**20  # bytes of a file

Files = Sequence[Kept]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a message looks like, the files in it, and how large they may be."""

    look: str
    files: Files
    limit: int


class Sender:
    """One bot's hand. Raises `Unreachable` where nobody is there any more, else what the library
    raises."""

    def __init__(self, client: discord.Client, interactions: Interactions) -> None:
        self._client, self._interactions = client, interactions
        self._shown: OrderedDict[str, Shown] = OrderedDict()

    def limit(self, place: Place, turn: Turn | None = None, message: str = "") -> int:
        """How many bytes a file may have: as the interaction says, else as the server's tier."""
        if turn:
            return turn.interaction.filesize_limit
        if shown := self._shown.get(message):
            return shown.limit
        channel = self._client.get_channel(int(place.chat)) if place.chat else None
        guild = getattr(channel, "guild", None)
        return guild.filesize_limit if isinstance(guild, discord.Guild) else USUAL_LIMIT

    def there(self, message: str, turn: Turn | None = None) -> Files:
        """The files that a message is known to have."""
        if shown := self._shown.get(message):
            return shown.files
        original = turn.interaction.message if turn else None
        return kept_in(original) if original and str(original.id) == message else ()

    async def answer(
        self, turn: Turn, place: Place, parcel: Parcel, *, private: bool = False
    ) -> MessageRef | None:
        """A new message that answers an interaction; None where that is dead."""
        try:
            message = await turn.say(parcel, private=private)
        except discord.HTTPException as error:
            if not faults.too_late(error):
                raise
            return None
        ref = MessageRef(place, str(message.id))
        self._interactions.answered_by(turn, ref.id)
        self._remember(ref, parcel, message, turn.interaction.filesize_limit)
        return ref

    async def post(self, place: Place, parcel: Parcel, to: str = "") -> MessageRef:
        """A new message by the bot itself; `to` is the message that it replies to."""
        if person := person_of(place):
            return await self._direct(person, parcel)
        channel = self._client.get_partial_messageable(int(place.chat))
        return await self._send(channel, place, parcel, to)

    async def change(
        self,
        ref: MessageRef,
        parcel: Parcel,
        there: Files,
        turn: Turn | None = None,
        *,
        progress: bool = False,
    ) -> Place | None:
        """Make the message say and show something else; `turn` is a press on it, and what is
        `there` of its files is not sent again. Where it cannot be changed any more: the place for
        a new one. Raises that there is none, and for mere `progress` always."""
        if turn and await self._changed(turn, ref, parcel, there):
            return None
        shown = self._shown.get(ref.id)
        if shown and shown.look == _look(parcel):
            return None
        refusal = await self._edit(ref, parcel, there)
        if refusal is None:
            return None
        behind = self._interactions.behind(ref.id)
        if behind and await self._edited_behind(behind, ref, parcel, there):
            return None
        if progress:
            raise refusal
        if isinstance(refusal, discord.HTTPException):
            return ref.place
        person = person_of(ref.place) or (str(behind.interaction.user.id) if behind else "")
        if not person:
            raise refusal
        return direct(person)

    async def delete(self, ref: MessageRef) -> bool:
        """Take a message away; False where Discord does not let us."""
        self._shown.pop(ref.id, None)
        try:
            await self._partial(ref).delete()
        except discord.HTTPException as error:
            if error.code == faults.UNKNOWN_MESSAGE and not self._interactions.behind(ref.id):
                return True
            if not (faults.gone(error) or faults.lost(error)):
                raise
            return await self._deleted_behind(ref)
        return True

    async def call(self, ref: MessageRef, text: str, person: str) -> None:
        """Words alone below a message, which ring for one person. Where the bot is not at home they
        can be said through the interaction only; a direct message rings by itself."""
        if not person_of(ref.place):
            channel = self._client.get_partial_messageable(int(ref.place.chat))
            try:
                await channel.send(
                    text, reference=_answering(channel, ref.id), allowed_mentions=_only(person)
                )
            except discord.HTTPException as error:
                raise _unreachable(error) from error
        elif behind := self._interactions.behind(ref.id):
            try:
                await behind.call(text, _only(person))
            except discord.HTTPException as error:
                if not faults.too_late(error):
                    raise
                LOG.info("nobody was called: %s", error)

    async def typing(self, place: Place) -> None:
        """Be seen at work. Where that cannot be shown it is not missed."""
        try:
            await self._client.get_partial_messageable(int(place.chat)).typing()
        except discord.HTTPException as error:
            LOG.info("typing was not shown: %s", error)

    # Through an interaction

    async def _changed(self, turn: Turn, ref: MessageRef, parcel: Parcel, there: Files) -> bool:
        """Whether a press on the message could change it."""
        original = turn.interaction.message
        if not turn.pressed or original is None or str(original.id) != ref.id:
            return False
        try:
            message = await turn.change(parcel, there)
        except discord.HTTPException as error:
            if not (faults.too_late(error) or faults.gone(error)):
                raise
            return False
        if message is None:
            return False
        self._remember(ref, parcel, message, turn.interaction.filesize_limit)
        return True

    async def _edited_behind(
        self, turn: Turn, ref: MessageRef, parcel: Parcel, there: Files
    ) -> bool:
        """Whether the interaction that the message answers could still change it."""
        try:
            message = await turn.edit(ref.id, parcel, there)
        except discord.HTTPException as error:
            if not (faults.too_late(error) or faults.gone(error) or faults.lost(error)):
                raise
            return False
        self._remember(ref, parcel, message, turn.interaction.filesize_limit)
        return True

    async def _deleted_behind(self, ref: MessageRef) -> bool:
        behind = self._interactions.behind(ref.id)
        if behind is None:
            return False
        try:
            await behind.delete(ref.id)
        except discord.HTTPException as error:
            return error.code == faults.UNKNOWN_MESSAGE
        return True

    # As the bot

    async def _edit(self, ref: MessageRef, parcel: Parcel, there: Files) -> Exception | None:
        """None where the message was edited; what Discord said where it is gone; `Unreachable`
        where we are shut out."""
        if person_of(ref.place):
            return Unreachable("the bot is not at home there")
        try:
            message = await self._partial(ref).edit(
                view=parcel.view(),
                attachments=parcel.attachments(there),
                allowed_mentions=NOBODY,
            )
        except discord.HTTPException as error:
            if faults.gone(error):
                return error
            if faults.lost(error):
                return _unreachable(error)
            raise
        self._remember(ref, parcel, message, self.limit(ref.place, message=ref.id))
        return None

    async def _direct(self, person: str, parcel: Parcel) -> MessageRef:
        try:
            channel = await self._client.create_dm(discord.Object(int(person)))
        except discord.HTTPException as error:
            raise _unreachable(error) from error
        return await self._send(channel, Place(PLATFORM, str(channel.id)), parcel)

    async def _send(
        self,
        channel: discord.DMChannel | discord.PartialMessageable,
        place: Place,
        parcel: Parcel,
        to: str = "",
    ) -> MessageRef:
        try:
            if to:
                message = await channel.send(
                    view=parcel.view(),
                    files=parcel.files(),
                    reference=_answering(channel, to),
                    allowed_mentions=NOBODY,
                )
            else:
                message = await channel.send(
                    view=parcel.view(), files=parcel.files(), allowed_mentions=NOBODY
                )
        except discord.HTTPException as error:
            raise _unreachable(error) from error
        ref = MessageRef(place, str(message.id))
        self._remember(ref, parcel, message, self.limit(place))
        return ref

    def _partial(self, ref: MessageRef) -> discord.PartialMessage:
        channel = self._client.get_partial_messageable(int(ref.place.chat))
        return channel.get_partial_message(int(ref.id))

    def _remember(
        self, ref: MessageRef, parcel: Parcel, message: discord.Message, limit: int
    ) -> None:
        self._shown[ref.id] = Shown(_look(parcel), kept_in(message), limit)
        self._shown.move_to_end(ref.id)
        while len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)


def _look(parcel: Parcel) -> str:
    """What a message looks like, to tell whether anything would change."""
    return json.dumps(parcel.view().to_components())


def _answering(
    channel: discord.DMChannel | discord.PartialMessageable, to: str
) -> discord.MessageReference:
    return discord.MessageReference(
        message_id=int(to), channel_id=channel.id, fail_if_not_exists=False
    )


def _only(person: str) -> discord.AllowedMentions:
    users = [discord.Object(int(person))] if person.isdecimal() else []
    return discord.AllowedMentions(everyone=False, roles=False, replied_user=False, users=users)


def _unreachable(error: discord.HTTPException) -> Exception:
    return Unreachable(error.text) if faults.lost(error) else error
