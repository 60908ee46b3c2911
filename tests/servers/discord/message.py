"""A message as the people of a place see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.servers.discord.components import (
    BUTTON,
    FILE,
    GALLERY,
    ROW,
    SELECTS,
    TEXT,
    THUMBNAIL,
    V2,
    every,
    shown,
)
from tests.servers.discord.files import Attachment
from tests.servers.discord.people import User
from tests.servers.discord.refusal import JSON
from tests.servers.discord.snowflake import stamp

if TYPE_CHECKING:
    from tests.servers.discord.channels import Channel
    from tests.servers.discord.interactions import Interaction

EPHEMERAL, LOADING = 1 << 6, 1 << 7


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says at one time."""

    text: str = ""
    components: list[JSON] = field(default_factory=list[JSON])
    embeds: list[JSON] = field(default_factory=list[JSON])
    attachments: tuple[Attachment, ...] = ()
    flags: int = 0
    mentions: tuple[User, ...] = ()


@dataclass(slots=True, eq=False)
class Message:
    """A message as it looks at present; `raw` is Discord's object."""

    channel: Channel
    id: int
    author: User
    content: Content
    time: float
    kind: int = 0
    answers: Message | None = None
    interaction: Interaction | None = None
    poll: JSON | None = None
    over: bool = False
    edited: float = 0.0
    gone: bool = False
    thread: Channel | None = None
    history: list[Content] = field(default_factory=list[Content])
    reactions: dict[str, set[int]] = field(default_factory=dict[str, set[int]])
    votes: dict[int, set[int]] = field(default_factory=dict[int, set[int]])

    @property
    def text(self) -> str:
        """The words: the content, or those of its components, and of embeds."""
        said = [self.content.text, *(c["content"] for c in every(self.content.components, TEXT))]
        said += [e.get(key) or "" for e in self.content.embeds for key in ("title", "description")]
        return "\n".join(words for words in said if words)

    @property
    def components(self) -> list[JSON]:
        """Buttons and selects."""
        return every(self.content.components, BUTTON, *SELECTS)

    @property
    def buttons(self) -> list[list[str]]:
        """Labels, in rows; a button beside words is a row of its own."""
        rows = every(self.content.components, ROW, BUTTON)
        inside = [id(b) for row in rows for b in row.get("components", [])]
        shown = [
            [label(b) for b in (r["components"] if r["type"] == ROW else [r])]
            for r in rows
            if id(r) not in inside
        ]
        return [row for row in shown if row]

    @property
    def labels(self) -> list[str]:
        """Labels in one row."""
        return [label(b) for b in every(self.content.components, BUTTON)]

    @property
    def v2(self) -> bool:
        """Whether it is laid out by components alone."""
        return bool(self.content.flags & V2)

    @property
    def files(self) -> list[Attachment]:
        """What is shown: all attachments, or those that its components show."""
        if not self.v2:
            return list(self.content.attachments)
        named = {a.name: a for a in self.content.attachments}
        urls = [url.removeprefix("attachment://") for url in media_urls(self.content.components)]
        return [named[name] for name in dict.fromkeys(urls) if name in named]

    @property
    def video(self) -> Attachment | None:
        return next((f for f in self.files if f.kind == "video"), None)

    @property
    def pictures(self) -> list[Attachment]:
        return [f for f in self.files if f.kind == "picture"]

    @property
    def by_bot(self) -> bool:
        return self.author.bot

    @property
    def edits(self) -> int:
        """How often it was changed."""
        return len(self.history)

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return bool(self.content.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Whether it says only that the bot is thinking."""
        return bool(self.content.flags & LOADING)

    @property
    def person(self) -> User | None:
        """Whose question it answers."""
        return self.interaction.person if self.interaction else None

    @property
    def reply_to(self) -> int | None:
        """The id of the message that it answers."""
        return self.answers.id if self.answers else None

    def rewrite(self, content: Content, time: float) -> None:
        """Put something else in its place, and keep what was."""
        self.history.append(self.content)
        self.content, self.edited = content, time

    @property
    def raw(self) -> JSON:
        """Discord's object, at addresses that are good now."""
        files, said = self.channel.discord.files, self.content
        hidden = self.files if self.v2 else []  # components show them, and they are not listed
        raw: JSON = {
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "type": self.kind,
            "author": self.author.raw,
            "content": said.text,
            "timestamp": stamp(self.time),
            "edited_timestamp": stamp(self.edited) if self.edited else None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [user.raw for user in said.mentions],
            "mention_roles": [],
            "attachments": [files.raw(a) for a in said.attachments if a not in hidden],
            "embeds": [{"type": "rich", **embed} for embed in said.embeds],
            "pinned": False,
            "flags": said.flags,
            "components": shown(said.components, self._media),
        }
        return raw | self._beside()

    def _beside(self) -> JSON:
        beside: JSON = {}
        if self.answers:
            beside["message_reference"] = {
                "type": 0,
                "channel_id": str(self.answers.channel.id),
                "message_id": str(self.answers.id),
            }
            answered = self.answers
            beside["referenced_message"] = (
                None if answered.gone else answered.channel.discord.as_bot(answered, bare=True)
            )
        if self.interaction:
            application = str(self.channel.discord.bot.id)
            beside |= {"application_id": application, "webhook_id": application}
            beside["interaction_metadata"] = self.interaction.metadata
        if self.poll:
            beside["poll"] = self.poll | {"results": self._results()}
        if self.reactions:
            beside["reactions"] = [self._reaction(e, who) for e, who in self.reactions.items()]
        if self.thread:
            beside["thread"] = self.thread.raw
        return beside

    def _reaction(self, emoji: str, who: set[int]) -> JSON:
        return {
            "emoji": {"id": None, "name": emoji},
            "count": len(who),
            "count_details": {"burst": 0, "normal": len(who)},
            "burst_colors": [],
            "me_burst": False,
            "burst_me": False,
            "me": self.channel.discord.bot.id in who,
            "burst_count": 0,
        }

    def _results(self) -> JSON:
        counts = [
            {"id": n, "count": len(who), "me_voted": False} for n, who in self.votes.items() if who
        ]
        return {"answer_counts": counts, "is_finalized": self.over}

    def _media(self, url: str) -> JSON:
        name, files = url.removeprefix("attachment://"), self.channel.discord.files
        file = next((a for a in self.content.attachments if a.name == name), None)
        if name == url or file is None:
            return {"id": str(self.id), "url": url, "proxy_url": url}
        address = files.address(file)
        sides = {"width": file.width, "height": file.height} if file.width else {}
        return sides | {
            "id": str(file.id),
            "url": address,
            "proxy_url": address,
            "content_type": file.mime,
            "attachment_id": str(file.id),
            "name": file.name,
            "size": len(file.bytes),
        }

    def __str__(self) -> str:
        shown = ["(only for them)"] if self.ephemeral else []
        shown += ["…"] if self.loading else []
        shown += [f"[{f.kind} {f.name}, {len(f.bytes)} bytes]" for f in self.files]
        shown += [self.text] if self.text else []
        shown += ["".join(f"[{words}]" for words in row) for row in self.buttons]
        shown += [f"(poll: {self.poll['question']['text']})"] if self.poll else []
        return " ".join(shown)


def label(component: JSON) -> str:
    """What stands on a button, or over a select."""
    emoji = (component.get("emoji") or {}).get("name") or ""
    words = component.get("label") or component.get("placeholder") or ""
    return f"{emoji} {words}".strip()


def media_urls(components: list[JSON]) -> list[str]:
    """What components show, in order."""
    urls: list[str] = []
    for component in every(components, GALLERY, THUMBNAIL, FILE):
        if component["type"] == GALLERY:
            urls += [item["media"]["url"] for item in component["items"]]
        else:
            urls.append(component["file" if component["type"] == FILE else "media"]["url"])
    return urls
