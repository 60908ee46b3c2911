"""What the handlers need from the shell around them: a platform to speak on, a queue that lasts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from generation.errors import Kind
from generation.model import PERSON as PERSON
from generation.model import (
    Brief,
    Cost,
    Film,
    Keyframe,
    Lang,
    MediaFile,
    Noun,
    Recording,
    Stills,
    Take,
)
from handlers.conversation import (
    Attachment,
    Incoming,
    JobEvent,
    MessageRef,
    Place,
    Reply,
    Say,
)

JobKind = Literal["film", "stills"]
Outcome = Literal["queued", "running", "finished", "failed", "cancelled"]


class Failure(Noun):
    """Why a job failed: the decision and who made it; `detail` is for the operator only."""

    kind: Kind
    provider: str
    detail: str = ""
    key: str = ""  # a sentence of the catalogs, where the person's own input was at fault


class JobState(Noun):
    """How a job stands. `result` when finished, `failure` when failed. `pieces` are the shots that
    were really made, also where the job failed later: they are in the shelf and can be shown."""

    job: str
    outcome: Outcome
    result: Film | Stills | None = None
    failure: Failure | None = None
    keyframes: tuple[Keyframe, ...] = ()


class JobQueue(Protocol):
    """Durable jobs. `bot/engine.py` is the real one; tests may run a plain one in memory."""

    async def submit(self, job: str, kind: JobKind, brief: Brief, person: str) -> None:
        """Accept a job under an id of ours; submitting the same id twice is submitting once.
        From here on it is finished, failed or cancelled, whatever dies in between.
        Jobs of one `person` share a fair part of the machine."""
        ...

    async def cancel(self, job: str) -> bool:
        """Stop a job and its shots. False when it had already ended or is not known."""
        ...

    async def retry(self, job: str) -> bool:
        """Run a failed job again from its first unfinished step. False when it has not failed."""
        ...

    async def state(self, job: str) -> JobState | None:
        """How the job stands now; None when the queue never heard of it."""
        ...

    async def ahead(self, job: str) -> int:
        """How many jobs wait that will begin before this one; 0 for one that does not wait."""
        ...

    def watch(self, job: str) -> AsyncIterator[JobEvent]:
        """What happens to the job from now on, ending with its end. Safe to call at any time, also
        for a job that has ended or was resumed after a restart."""
        ...


class Platform(Protocol):
    """A chat platform, as the handlers see it. It renders sentences in the language it is given.

    Every method raises `Unreachable` where the person or the chat cannot be reached any more, and
    anything else where trying again later may help."""

    name: str

    async def send(
        self, place: Place, reply: Reply, lang: str, to: Incoming | None = None
    ) -> MessageRef:
        """A new message; `to` is what it answers, where somebody said or pressed something."""
        ...

    async def answer(self, incoming: Incoming, reply: Reply, lang: str) -> MessageRef | None:
        """Answer what somebody said or pressed; a private answer is shown to them alone, where the
        platform can. None where that leaves no message."""
        ...

    async def edit(
        self, ref: MessageRef, reply: Reply, lang: str, to: Incoming | None = None
    ) -> MessageRef:
        """Replace the message; where it cannot be edited any more, send a new one and return it.
        One with bars is progress: it may come later, or give way to a newer one."""
        ...

    async def delete(self, ref: MessageRef, reply: Reply, lang: str) -> None:
        """Take the message away; where it cannot be, leave `reply` in its place."""
        ...

    async def add(self, ref: MessageRef, reply: Reply, lang: str) -> MessageRef:
        """A further message right after `ref`, such as the film in another language."""
        ...

    async def album(self, ref: MessageRef, reply: Reply, lang: str) -> Sequence[MessageRef]:
        """One to ten pictures, or films, after `ref`, each with its caption: as an album where the
        platform has such. The message of each, in their order; or the one that shows all."""
        ...

    async def follow(
        self, ref: MessageRef, reply: Reply, lang: str, call: Call | None
    ) -> Sequence[MessageRef]:
        """After a job's end was shown in `ref` as `reply`: what this platform cannot put into one
        message, such as the pictures in full size, and a `call` for whoever waited long. The
        messages with what was made. Asked for once at most."""
        ...

    def limit(self, place: Place) -> int | None:
        """Bytes of the largest file that can be sent there, as far as it is known now; None where
        any can."""
        ...

    def folder(self) -> Path | None:
        """Where files can be put for the person themselves; None where they are sent."""
        ...

    def link(self, payload: str) -> str:
        """An address that opens a private conversation with us and says `/start payload`; empty
        where there are none. `payload` is 1 to 64 of A-Z, a-z, 0-9, _ and -."""
        ...


class Away(Exception):
    """The platform is not served at present: what is to be shown waits until it is."""


class Unreachable(Exception):
    """The person blocked us, or the chat is gone: trying again does not help."""


@dataclass(frozen=True, slots=True)
class Call:
    """A short word that makes somebody's device ring: edits do not."""

    person: str  # the platform's own id
    name: str
    say: Say


class Enhance(Protocol):
    """The writer's other craft: a sentence becomes one professional prompt, in its language."""

    async def __call__(self, idea: str, lang: Lang, style: str) -> str: ...


class Inspire(Protocol):
    """The writer's ideas for films on a topic, a sentence each, none of those that are `there`."""

    async def __call__(self, topic: str, there: Sequence[str], lang: Lang) -> Sequence[str]: ...


class Colours(Protocol):
    """Looks at a picture: the colours it lives by, as `#rrggbb`, from dark to light."""

    async def __call__(self, picture: Keyframe) -> Sequence[str]: ...


class KeepPicture(Protocol):
    """Takes a person's own picture in."""

    async def __call__(self, attachment: Attachment, *, see_through: bool = False) -> Keyframe:
        """Decode it safely, without its metadata, and keep it; its provenance names `PERSON`. What
        is transparent becomes white, unless it is to stay `see_through`, as a logo's ground is.

        Raises `BadInput` for what is no picture, or too large a one."""
        ...


class KeepRecording(Protocol):
    """Takes a person's own music or voice in."""

    async def __call__(self, attachment: Attachment, *, speech: bool) -> Recording:
        """Convert it safely, without its metadata, and keep it; of music the beats are found.

        Raises `BadInput` for what cannot be heard, or is too large."""
        ...


class KeepClips(Protocol):
    """Takes a person's own videos in, and pictures among them."""

    async def __call__(self, sent: Sequence[Attachment]) -> Sequence[Take]:
        """Look at each of them safely, and keep all, in that order, without their metadata, or
        none: a clip, or a picture that stands for one, with a keyframe; their provenance names
        `PERSON` and has notes on what differs from what was sent.

        Raises `BadInput` for the first that cannot be used."""
        ...


class KeepTable(Protocol):
    """Takes a person's own table of colours in."""

    async def __call__(self, attachment: Attachment) -> MediaFile:
        """Read all of a `.cube` file and keep it. Raises `BadInput` for anything else."""
        ...


class Outgoing(Protocol):
    """Blocks. A picture made here as a file that leaves the house: with the label that people read,
    in their language, and signed. None for any other file, which leaves as it is."""

    def __call__(self, path: Path, lang: str) -> bytes | None: ...


class Spent(Protocol):
    """What vendors took since a moment (Unix time): who, how much, and for how many orders."""

    async def __call__(self, since: float) -> Sequence[tuple[str, Cost, int]]: ...


class Price(Protocol):
    """What a job will cost, or has cost with what was `made`, in credits; the sum of what its crew
    asks. Raises `BadInput` for a model that nobody here has."""

    def __call__(self, kind: JobKind, brief: Brief, made: Film | Stills | None = None) -> int: ...
