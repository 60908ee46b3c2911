"""What the bot wants a message to say, held to Discord's rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.servers.discord.call import Upload
from tests.servers.discord.channels import Channel
from tests.servers.discord.components import V2, check
from tests.servers.discord.files import Attachment
from tests.servers.discord.message import EPHEMERAL, LOADING, Content, Message
from tests.servers.discord.people import User
from tests.servers.discord.refusal import JSON, Refused, invalid, too_long
from tests.servers.discord.snowflake import stamp

if TYPE_CHECKING:
    from tests.servers.discord.world import World

LONGEST, FILES, EMBEDS, EMBED_TEXT = 2000, 10, 10, 6000
LEGACY = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
SETTABLE = V2 | 1 << 2 | 1 << 12


@dataclass(frozen=True, slots=True)
class Writing:
    """A message on its way: where it will stand, what is asked for, and what stands there now. With
    `whisper` it may be for one person alone, which only a new answer to an interaction can be."""

    channel: Channel
    asked: JSON
    files: Sequence[Upload]
    old: Message | None = None
    whisper: bool = False

    def composed(self) -> Content:
        """What it will say; raises with the limits. What an edit does not name stays."""
        asked, was = self.asked, self.old.content if self.old else Content()
        settable = SETTABLE | (EPHEMERAL if self.whisper else 0)
        flags = ((asked.get("flags") or 0) & settable) | (was.flags & ~LOADING)
        text = (asked["content"] or "") if "content" in asked else was.text
        embeds = (asked["embeds"] or []) if "embeds" in asked else was.embeds
        components = (asked["components"] or []) if "components" in asked else was.components
        self._check_text(text, embeds, flags)
        attachments = self._attachments(was.attachments, flags)
        check(components, v2=bool(flags & V2), names=self._names(attachments))
        if not any((text, embeds, components, attachments, asked.get("poll"))):
            raise Refused(400, 50006, "Cannot send an empty message")
        mentions = self._mentions(text)
        return Content(text, components, embeds, attachments, flags, mentions)

    def _check_text(self, text: str, embeds: list[JSON], flags: int) -> None:
        if flags & V2:
            for key, given in (("content", text), ("embeds", embeds), ("poll", self._poll)):
                if given:
                    words = f"The {key!r} field cannot be used when using IS_COMPONENTS_V2"
                    raise invalid(key, LEGACY, words)
        if len(text) > LONGEST:
            words = f"Must be {LONGEST} or fewer in length."
            raise invalid("content", "BASE_TYPE_MAX_LENGTH", words)
        if len(embeds) > EMBEDS:
            raise too_long("embeds", 0, EMBEDS)
        if sum(map(_letters, embeds)) > EMBED_TEXT:
            raise invalid("embeds", "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds {EMBED_TEXT}")

    @property
    def _poll(self) -> Any:
        return self.asked.get("poll")

    def _attachments(self, old: tuple[Attachment, ...], flags: int) -> tuple[Attachment, ...]:
        """Those that stay, and the new ones as they are described. New files in an edit that lists
        none take the place of all, since v10 (discord-api-docs #5170)."""
        described: dict[str, JSON] = {
            str(a["id"]): a for a in self.asked.get("attachments") or [] if "id" in a
        }
        told = "attachments" in self.asked
        stay = not told and not self.files
        kept = [a for a in old if stay or str(a.id) in described]
        strange = set(described) - {str(a.id) for a in old} - {str(f.index) for f in self.files}
        if strange:
            words = f"Attachment data for {sorted(strange)} not found"
            raise invalid("attachments", "ATTACHMENT_NOT_FOUND", words)
        if len(kept) + len(self.files) > FILES:
            raise too_long("attachments", 0, FILES)
        if any(file.size > self.channel.limit for file in self.files):
            raise Refused(413, 40005, "Request entity too large")
        return (*kept, *(self._kept(f, described.get(str(f.index), {}), flags) for f in self.files))

    def _names(self, attachments: tuple[Attachment, ...]) -> set[str]:
        """What components may refer to; in an edit new files only where they are listed
        (discord-api-docs #7529)."""
        names = {a.name for a in attachments}
        if self.old and "attachments" not in self.asked:
            names -= {file.name for file in self.files}
        return names

    def _kept(self, file: Upload, described: JSON, flags: int) -> Attachment:
        return self.channel.discord.files.put(
            self.channel.id,
            described.get("filename") or file.name,
            file.content,
            description=described.get("description") or "",
            ephemeral=bool(flags & EPHEMERAL),
        )

    def _mentions(self, text: str) -> tuple[User, ...]:
        """Whom it calls; `allowed_mentions` says who may be."""
        people = self.channel.discord.people
        named = [int(n) for n in re.findall(r"<@!?(\d+)>", text)]
        allowed = self.asked.get("allowed_mentions")
        if allowed is not None and "users" not in (allowed.get("parse") or []):
            may = {int(n) for n in allowed.get("users") or []}
            named = [n for n in named if n in may]
        return tuple(people[n] for n in dict.fromkeys(named) if n in people)


def answered(world: World, channel: Channel, asked: JSON) -> Message | None:
    """The message that one answers; raises for one that is not there."""
    reference = asked.get("message_reference")
    if not reference:
        return None
    found = channel.book.get(int(reference["message_id"]))
    if found and not found.gone and not found.ephemeral:
        return found
    if reference.get("fail_if_not_exists", True):
        words = "Unknown message"
        raise invalid("message_reference", "REPLIES_UNKNOWN_MESSAGE", words)
    return None


def poll(asked: JSON | None, now: float) -> JSON | None:
    """The poll of a new message, as it is shown; raises with its limits."""
    if not asked:
        return None
    if not 1 <= len(asked["question"].get("text") or "") <= 300:
        raise too_long("poll.question.text", 1, 300)
    answers: list[JSON] = asked["answers"]
    if not 1 <= len(answers) <= 10:
        raise too_long("poll.answers", 1, 10)
    for number, answer in enumerate(answers):
        if not 1 <= len(answer["poll_media"].get("text") or "") <= 55:
            raise too_long(f"poll.answers.{number}.poll_media.text", 1, 55)
    hours = asked.get("duration") or 24
    if not 1 <= hours <= 768:
        raise invalid("poll.duration", "NUMBER_TYPE_MAX", "int value should be 1 to 768.")
    return {
        "question": asked["question"],
        "answers": [
            {"answer_id": n, "poll_media": a["poll_media"]} for n, a in enumerate(answers, 1)
        ],
        "expiry": stamp(now + hours * 3600),
        "allow_multiselect": asked.get("allow_multiselect") or False,
        "layout_type": 1,
    }


def _letters(embed: JSON) -> int:
    fields = [f[key] for f in embed.get("fields") or [] for key in ("name", "value")]
    beside = [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    words = [embed.get("title"), embed.get("description"), *fields, *beside]
    return sum(len(w) for w in words if w)
