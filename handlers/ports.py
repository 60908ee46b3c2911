"""What the handlers need from the shell around them: a platform to speak on, a queue that lasts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Literal, Protocol

from generation.errors import Kind
from generation.model import Brief, Film, Keyframe, Lang, Noun, Stills
from handlers.conversation import Attachment, JobEvent, MessageRef, Place, Reply

PERSON = "person"  # the provider of a picture that somebody brought
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

    def watch(self, job: str) -> AsyncIterator[JobEvent]:
        """What happens to the job from now on, ending with its end. Safe to call at any time, also
        for a job that has ended or was resumed after a restart."""
        ...


class Platform(Protocol):
    """A chat platform, as the handlers see it. It renders sentences in the language it is given."""

    name: str

    async def send(self, place: Place, reply: Reply, lang: str) -> MessageRef: ...

    async def edit(self, ref: MessageRef, reply: Reply, lang: str) -> MessageRef:
        """Replace the message; where it cannot be edited any more, send a new one and return it."""
        ...


class Enhance(Protocol):
    """The writer's other craft: a sentence becomes one professional prompt, in its language."""

    async def __call__(self, idea: str, lang: Lang, style: str) -> str: ...


class KeepPicture(Protocol):
    """Takes a person's own picture in."""

    async def __call__(self, attachment: Attachment) -> Keyframe:
        """Decode it safely, without its metadata, and keep it; its provenance names `PERSON`.

        Raises `BadInput` for what is no picture, or too large a one."""
        ...


class Price(Protocol):
    """What a job will cost, or has cost with what was `made`, in credits; the sum of what its crew
    asks. Raises `BadInput` for a model that nobody here has."""

    def __call__(self, kind: JobKind, brief: Brief, made: Film | Stills | None = None) -> int: ...
