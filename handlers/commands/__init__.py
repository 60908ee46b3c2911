"""What people can do: one file per command, found by walking this folder.

A file has `register(add)`. The command's sentences are `help.{name}.…` in the catalogs.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Literal, Protocol, cast

from generation.errors import BadInput
from generation.model import Brief, Lang
from handlers import brands, brought, characters
from handlers.actions import Press
from handlers.batch import lists
from handlers.conversation import Incoming, Person, Reply, Say
from handlers.desk import Desk, Order
from handlers.house import House
from handlers.option import OPTIONS, Option
from handlers.options import Request, Wish, order, split, trusted
from handlers.ports import JobKind
from handlers.prices import check_names
from storage.jobs import Job


@dataclass(frozen=True, slots=True)
class Edit:
    """An answer that replaces the message whose button was pressed."""

    reply: Reply


Answer = Reply | Edit | None  # None: the job's own message says it all


@dataclass(frozen=True, slots=True)
class Ask:
    """One person asking for one thing. `text` is what stands after the command's name."""

    desk: Desk
    incoming: Incoming
    lang: Lang
    text: str = ""

    @property
    def house(self) -> House:
        """Everything that is open."""
        return self.desk.house

    @property
    def me(self) -> str:
        """The key of whoever asks."""
        return self.incoming.person.key

    async def wish(self, brand: str | None = None) -> Wish:
        """What holds where the message says nothing: the brand in force, or the one named, over
        their settings, over those of the chat. Raises `BadInput` for a brand nobody knows."""
        chat = await self.house.chats.settings(self.incoming.place.key)
        own = await self.house.people.settings(self.me)
        kept = {**trusted(chat), **trusted(own)}
        if under := await brands.in_force(self.house, self.me, self.incoming.place.key, brand):
            kept |= brands.values(under, self.house)
        if kept.get("models"):
            kept["models"] = self._still_here(kept["models"])
        return Wish(self.lang, self.house.seed(), kept)

    async def request(self, text: str, *, idea_needed: bool = True) -> Request:
        """The message as a brief. Raises `BadInput`, also for what `check` finds."""
        if brought.videos(self.incoming.attachments):
            raise BadInput("clip.what")
        if lists.among(self.incoming.attachments):
            raise BadInput("batch.list_elsewhere")
        idea, said = split(text)
        return await self.understood(idea, said, idea_needed=idea_needed)

    async def understood(
        self, idea: str, said: Mapping[str, Any], *, idea_needed: bool = True
    ) -> Request:
        """An idea and values by field as a brief, with what came along to be heard and a table of
        colours. Raises `BadInput`, also for what `check` finds."""
        wish = await self.wish(said.get("brand"))
        called = await characters.called(self.house, self.me, idea)
        values = brands.together(wish.settings, said)
        request = called.on(order(called.idea, values, wish, idea_needed=idea_needed))
        self.check(request)
        sent, house = self.incoming.attachments, self.house
        request = await brought.with_sound(request, sent, house.keep_recording)
        return await brought.with_table(request, sent, house.keep_table)

    async def plain(self, idea: str) -> Brief:
        """A text in which nothing is an option, as a brief. Raises `BadInput`."""
        called = await characters.called(self.house, self.me, idea)
        return called.on(order(called.idea, {}, await self.wish())).brief

    def check(self, request: Request) -> None:
        """Raises `BadInput` for a model that nobody here has, and for the use of a file that is not
        there."""
        if "use" in request.said:
            sound, sent = request.use in ("music", "voice"), self.incoming.attachments
            if not (brought.recordings(sent) if sound else brought.among(sent)):
                raise BadInput("recording.not_there" if sound else "picture.not_there")
        self.check_models(request.brief.models)

    def check_models(self, names: Sequence[str]) -> None:
        """Raises `BadInput` for a model that nobody here has."""
        if names:
            check_names(names, (model.name for model in self.house.models()))

    def _still_here(self, names: Sequence[str]) -> tuple[str, ...]:
        """Of models chosen earlier, those that there still are."""
        known = {model.name for model in self.house.models()}
        return tuple(name for name in names if name in known)

    async def make(self, kind: JobKind, brief: Brief, notes: tuple[Say, ...] = ()) -> None:
        """Order a job; the job's own message is the answer."""
        await self.desk.accept(self.order(kind, brief, notes))

    def order(
        self,
        kind: JobKind,
        brief: Brief,
        notes: tuple[Say, ...] = (),
        nth: str = "",
        batch: str = "",
    ) -> Order:
        """The order that this message or press is; `nth` tells several of one apart, which together
        are the `batch`."""
        incoming = self.incoming
        pressed = "" if incoming.text else incoming.press  # words for a button are said
        said = f"{incoming.place.key}#{incoming.message}" if incoming.message else ""
        return Order(
            kind=kind,
            brief=brief,
            person=incoming.person,
            place=incoming.place,
            lang=self.lang,
            origin=(pressed or said) + nth,
            notes=notes,
            to=incoming,
            batch=batch,
        )

    async def job(self, typed: str = "", *states: str, kind: str = "") -> Job:
        """The job of theirs that was named by its id, else the newest in one of `states`.

        Raises `BadInput` when there is none."""
        if typed:
            found = await self.house.jobs.find(self.me, typed.lstrip("#"))
            if not found:
                raise BadInput("job.unknown", id=typed[:24])
            return found
        for job in await self.house.jobs.recent(self.me, 50):
            if (not states or job.state in states) and kind in ("", job.kind):
                return job
        raise BadInput("job.none")


Handler = Callable[[Ask], Awaitable[Answer]]
Pressed = Callable[[Ask, Press, Job | None], Awaitable[Answer]]


ArgumentKind = Literal[
    "idea",
    "ideas",
    "words",
    "job",
    "picture",
    "person",
    "number",
    "lang",
    "command",
    "setting",
    "kit",
]


@dataclass(frozen=True, slots=True)
class Argument:
    """What may stand behind a command, for platforms that ask for it piece by piece: in the order
    in which it is typed. Its sentences are `argument.{name}.…`. A picture is attached."""

    name: str
    kind: ArgumentKind
    required: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A command as people type it. `presses` are the verbs of buttons that belong to it; where one
    names a job, the job is handed in, and only its owner gets that far; other buttons belong to the
    person whom the message answers, unless the verb is `open` to all. `options`: it takes those of
    `handlers/option.py`, all or some by name. `operators`: nobody else knows that it exists."""

    name: str
    say: Handler
    aliases: tuple[str, ...] = ()
    presses: Mapping[str, Pressed] = field(default_factory=dict[str, Pressed])
    options: bool | frozenset[str] = False
    arguments: tuple[Argument, ...] = ()
    open: frozenset[str] = frozenset()
    operators: bool = False

    @property
    def summary(self) -> Say:
        """What it is for, in a few words: also for the menus of platforms."""
        return Say(f"help.{self.name}.summary")

    @property
    def its_options(self) -> tuple[Option, ...]:
        """The options that it takes."""
        some = self.options
        return tuple(o for o in OPTIONS if some is True or (some and o.name in some))

    @property
    def usage(self) -> Say:
        """How it is typed, with examples."""
        return Say(f"help.{self.name}.usage")


Add = Callable[[Command], None]


class Register(Protocol):
    """The one function a command's file must have."""

    def __call__(self, add: Add) -> None: ...


@cache
def commands() -> dict[str, Command]:
    """All commands by name, in the order people meet them."""
    found: list[Command] = []
    for module in pkgutil.iter_modules(__path__):
        if not module.name.startswith("_"):
            register = cast(Register, importlib.import_module(f"{__name__}.{module.name}").register)
            register(found.append)
    rank = {name: place for place, name in enumerate(ORDER)}
    return {c.name: c for c in sorted(found, key=lambda c: (rank.get(c.name, len(rank)), c.name))}


def commands_for(person: Person) -> dict[str, Command]:
    """The commands that somebody may know of."""
    return {n: c for n, c in commands().items() if person.operator or not c.operators}


@cache
def spoken_names(*, operator: bool = False) -> dict[str, Command]:
    """Every word that calls a command, those of operators only for them."""
    known = [c for c in commands().values() if operator or not c.operators]
    return {word: c for c in known for word in (c.name, *c.aliases)}


@cache
def verbs() -> dict[str, Pressed]:
    """What each button does."""
    return {verb: pressed for c in commands().values() for verb, pressed in c.presses.items()}


@cache
def verbs_of(kind: Literal["open", "operators"]) -> frozenset[str]:
    """The verbs that anybody may press; those that only operators may."""
    known = commands().values()
    if kind == "open":
        return frozenset(verb for c in known for verb in c.open)
    return frozenset(verb for c in known if c.operators for verb in c.presses)


ORDER = (
    *("video", "image", "storyboard", "animate", "enhance", "batch"),
    *("cut", "export"),
    *("brainstorm", "idea", "blend", "close", "brand", "character"),
    *("jobs", "show", "share", "cancel", "retry", "delete"),
    *("me", "styles", "models", "settings", "lang", "link", "help", "start"),
    *("stats", "grant", "limit", "ban", "pause", "drain"),
)


def with_text(ask: Ask, text: str) -> Ask:
    """The same person, saying something else."""
    return replace(ask, text=text)
