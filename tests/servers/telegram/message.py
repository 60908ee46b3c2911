"""A message as the people of a chat see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.servers.telegram.files import KINDS, Stored
from tests.servers.telegram.refusal import JSON
from tests.servers.telegram.text import cut

if TYPE_CHECKING:
    from tests.servers.telegram.rooms import Chat

OTHER = ("poll", "invoice", "forum_topic_created", "successful_payment")


class Message:
    """A message as it looks at present; `raw` is the object of the Bot API."""

    def __init__(self, chat: Chat, raw: JSON, files: Mapping[str, Stored]) -> None:
        self.chat, self.raw = chat, raw
        self.files = dict(files)
        self.history: list[JSON] = []
        self.gone = False
        self.reactions: list[JSON] = []

    @property
    def id(self) -> int:
        return self.raw["message_id"]

    @property
    def text(self) -> str:
        """The text, or the caption."""
        return self.raw.get("text") or self.raw.get("caption") or ""

    @property
    def entities(self) -> list[JSON]:
        """Marks of the text or the caption."""
        return self.raw.get("entities") or self.raw.get("caption_entities") or []

    @property
    def marked(self) -> list[tuple[str, str]]:
        """Each mark's type and the piece it marks."""
        return [(e["type"], cut(self.text, e)) for e in self.entities]

    @property
    def keys(self) -> list[JSON]:
        """The buttons in one row, as objects of the Bot API."""
        rows = self.raw.get("reply_markup", {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]

    @property
    def buttons(self) -> list[list[str]]:
        """Labels, in rows."""
        rows = self.raw.get("reply_markup", {}).get("inline_keyboard", [])
        return [[button["text"] for button in row] for row in rows]

    @property
    def labels(self) -> list[str]:
        """Labels in one row."""
        return [button["text"] for button in self.keys]

    @property
    def video(self) -> Stored | None:
        return self.files.get("video")

    @property
    def photo(self) -> Stored | None:
        return self.files.get("photo")

    @property
    def document(self) -> Stored | None:
        return self.files.get("document")

    @property
    def animation(self) -> Stored | None:
        return self.files.get("animation")

    @property
    def file(self) -> Stored | None:
        """The one file of a message, whatever it is."""
        return next((self.files[kind] for kind in KINDS if kind in self.files), None)

    @property
    def album(self) -> str:
        """Of which album it is a part."""
        return self.raw.get("media_group_id", "")

    @property
    def by_bot(self) -> bool:
        return self.raw.get("from", {}).get("is_bot", False)

    @property
    def edits(self) -> int:
        """How often it was changed."""
        return len(self.history)

    @property
    def reply_to(self) -> int | None:
        """The number of the message that it answers."""
        answered = self.raw.get("reply_to_message")
        return answered["message_id"] if answered else None

    @property
    def thread(self) -> int | None:
        """The topic it stands in."""
        return self.raw.get("message_thread_id") if self.raw.get("is_topic_message") else None

    @property
    def bare(self) -> JSON:
        """As another message quotes it."""
        return {k: v for k, v in self.raw.items() if k != "reply_to_message"}

    def rewrite(self, raw: JSON, files: Mapping[str, Stored]) -> None:
        """Put something else in its place, and keep what was."""
        self.history.append(self.raw)
        self.raw, self.files = raw, dict(files)

    def __str__(self) -> str:
        shown = [f"[{kind} {f.name}, {len(f.bytes)} bytes]" for kind, f in self.files.items()]
        shown += [self.text] if self.text else []
        shown += ["".join(f"[{label}]" for label in row) for row in self.buttons]
        shown += [f"({kind})" for kind in OTHER if kind in self.raw]
        return " ".join(shown)
