"""Everything that commands need, gathered once by the shell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import SystemRandom

from generation.marking.film import Marks
from handlers.models import Model
from handlers.options import SEEDS
from handlers.ports import (
    Colours,
    Enhance,
    Inspire,
    JobQueue,
    KeepClips,
    KeepPicture,
    KeepRecording,
    KeepTable,
    Outgoing,
    Platform,
    Price,
    Spent,
)
from storage.accounts import Accounts
from storage.artefacts import Artefacts
from storage.batches import Batches
from storage.brands import Brands
from storage.characters import Characters
from storage.chats import Chats
from storage.clock import Clock, utc_now
from storage.doors import Doors
from storage.files import Files
from storage.jobs import Jobs
from storage.ledger import Ledger
from storage.links import Links
from storage.paces import Paces
from storage.people import People
from storage.questions import Questions
from storage.rooms import Rooms
from storage.statistics import Statistics


@dataclass(frozen=True, slots=True)
class Limits:
    """`unfinished` jobs that one person may have at a time. What cannot be followed or delivered is
    tried `again` after so many seconds each; the last of them stands for all that come after. Who
    has waited longer than `call_after` seconds is called when it is ready. Deadlines of rooms are
    looked after every `tick` seconds."""

    unfinished: int = 20
    again: tuple[float, ...] = (1, 5, 30, 60)
    call_after: float = 60.0
    tick: float = 2.0


def new_seed() -> int:
    """A seed nobody chose."""
    return SystemRandom().randrange(SEEDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What is open, `since` when, and the keys of the `operators`. `pace` is the least time between
    two edits of one message, in seconds. `platforms` may be filled after this is made, before the
    first message comes in."""

    people: People
    accounts: Accounts
    chats: Chats
    ledger: Ledger
    jobs: Jobs
    artefacts: Artefacts
    batches: Batches
    files: Files
    links: Links
    questions: Questions
    rooms: Rooms
    brands: Brands
    characters: Characters
    doors: Doors
    paces: Paces
    statistics: Statistics
    queue: JobQueue
    platforms: Mapping[str, Platform]
    enhance: Enhance
    inspire: Inspire
    keep_picture: KeepPicture
    colours: Colours
    keep_recording: KeepRecording
    outgoing: Outgoing
    keep_clips: KeepClips
    keep_table: KeepTable
    price: Price
    spent: Spent
    models: Callable[[], Sequence[Model]]
    limits: Limits = field(default_factory=Limits)
    marks: Marks = field(default_factory=Marks)
    pace: float = 1.0
    operators: frozenset[str] = frozenset()
    clock: Clock = utc_now
    since: datetime = field(default_factory=utc_now)
    seed: Callable[[], int] = new_seed
