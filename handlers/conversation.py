"""What crosses the border between a chat platform and the product, in both directions."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generation.model import Lang, Progress


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a platform. `id` is the platform's own, as text; `operator` by settings.
    `account` is the key of the person they are elsewhere, where they linked the two."""

    platform: str
    id: str
    name: str
    lang: Lang = "en"  # what the platform says; a choice made with /lang goes before it
    operator: bool = False
    account: str = ""

    @property
    def key(self) -> str:
        """The name of this person everywhere in storage, e.g. `telegram:1234`."""
        return self.account or self.own

    @property
    def own(self) -> str:
        """The name of this very account, linked to another or not."""
        return f"{self.platform}:{self.id}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation happens: a chat, and a thread or topic in it. `home` is the key of the
    server or group that it belongs to, such as `discord:81384788765712384`."""

    platform: str
    chat: str
    thread: str = ""
    private: bool = True
    home: str = field(default="", compare=False)

    @property
    def key(self) -> str:
        """The name of this place everywhere in storage."""
        return "/".join(filter(None, (f"{self.platform}:{self.chat}", self.thread)))

    @property
    def purse(self) -> str:
        """Under which name those who are here together may have credits; empty in private."""
        return "" if self.private else self.home or f"{self.platform}:{self.chat}"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file a person sent, already on our disk under a name of ours."""

    path: Path
    mime: str
    name: str  # the person's name for it: for display only, never a path
    spoken: bool = False  # recorded for this very message


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message (`text`) or a pressed button (`press`, the button's `action`); both where a button
    asked for words (`Reply.ask`), and these are the words."""

    person: Person
    place: Place
    text: str = ""
    press: str = ""
    attachments: tuple[Attachment, ...] = ()
    message: str = ""  # the platform's id of the message, or of the one the button is on
    replied: str = ""  # the message that this one replies to
    about: Person | None = None  # who wrote that one, where it was a person
    addressed: bool = False  # in a group: it names us, or replies to us
    owner: str = ""  # of a press: the key of the person whom the message with the button answers
    handle: str = ""  # the platform's own: how it can be answered at once


@dataclass(frozen=True, slots=True)
class Say:
    """A sentence of the catalogs: `key` in `handlers/texts/*.toml`, with its values.
    A value may be another `Say`; a list is one sentence per line."""

    key: str
    values: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Button:
    """`action` is at most 64 bytes: a short verb, a job's id, perhaps a number: `v1:cancel:…`.
    A button with a `link` opens an address instead."""

    label: Say
    action: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to show; several make an album. `place` is its number among those that are still
    being painted, counted from 0; without one it comes after the last."""

    path: Path
    caption: Say | None = None
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Video:
    """A film to show in place of the progress, or one of several; `poster` is a still of it."""

    path: Path
    width: int
    height: int
    seconds: float
    poster: Path | None = None
    caption: Say | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A document to hand over, e.g. a storyboard as JSON. `name` is ours, safe to use as a name."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of live progress; `shot` None is the film as a whole. `done` runs from 0 to 1;
    `left` says how long it still takes, where that is known."""

    label: Say
    done: float
    shot: int | None = None
    left: Say | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """One message of ours. Editing a message replaces all of it."""

    text: tuple[Say, ...] = ()
    bars: tuple[Bar, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()  # rows
    pictures: tuple[Picture, ...] = ()
    video: Video | None = None
    videos: tuple[Video, ...] = ()  # an album of them, where a message is one
    sheet: bool = False  # its pictures stand on one numbered sheet, also where each could alone
    single: bool = False  # its picture is to be seen in full size
    files: tuple[File, ...] = ()
    private: bool = False  # only for the person who asked, where the platform can
    live: bool = False  # it will change again: while it waits for its turn, a newer one takes it
    ask: str = ""  # an action that waits for words: what is replied to this message goes there
    after: tuple[Reply, ...] = ()  # messages that come right after it, such as further films


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A message of ours that can be edited after a restart."""

    place: Place
    id: str


@dataclass(frozen=True, slots=True)
class JobEvent:
    """What the queue tells about a job: progress, or how it ended."""

    job: str
    progress: Progress | None = None
    ended: str = ""  # "", "finished", "failed" or "cancelled"
