"""What each role of the crew promises. A vendor is one file that fills some of these.

A provider announces itself with `register(add, env)`; `router.py` finds it by walking this folder.
Pictures and clips are made in two calls, `start` and `collect`. Between them stands a ticket that
`routing/orders.py` writes down, so that nothing is ordered, and paid, twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple, Protocol, TypeVar, runtime_checkable

from generation.model import (
    ASPECTS,
    LANGS,
    Aspect,
    Brief,
    Character,
    Clip,
    Cost,
    Currency,
    Film,
    Framing,
    Keyframe,
    Lang,
    Look,
    MediaFile,
    Mood,
    Piece,
    Provenance,
    Reference,
    Resolution,
    Role,
    Shot,
    Sound,
    Speech,
    Storyboard,
    Take,
    Ticket,
    Word,
    Wording,
)


class Shelf(Protocol):
    """The media folder as the crew sees it: content-addressed, append-only."""

    def keep(self, path: Path, mime: str) -> MediaFile:
        """Move a finished file onto the shelf; the same bytes twice are one file."""
        ...

    def path(self, file: MediaFile) -> Path:
        """Where a kept file lies. Raises `FileNotFoundError` when retention took it."""
        ...


@dataclass(frozen=True, slots=True)
class Bench:
    """What one piece of work is done at: the shelf, a scratch folder of the job's own that may be
    emptied at any time between steps, and a way to report `done` of `of`. `order` names the one
    order that is about to be placed: the same after a restart, another for every new try. `busy`
    says that the work waits for a place at a vendor's."""

    shelf: Shelf
    scratch: Path
    tell: Callable[[float, float], None]
    order: str = ""
    busy: Callable[[], None] = field(default=lambda: None)

    def part(self, n: int, of: int) -> Bench:
        """The bench for the `n`th, from 0, of so many equal parts of the work."""

        def tell(done: float, every: float) -> None:
            self.tell(n * every + done, of * every)

        return replace(self, tell=tell) if of > 1 else self


@dataclass(frozen=True, slots=True)
class PaintRequest:
    """One keyframe. `width` × `height` is what the film needs; a painter may paint larger.
    `index` of `total` and `title` are there for looks that write them on the picture. `references`
    are pictures to follow, at most as many as the member said it can take. `palette` are colours to
    keep to, `#rrggbb`; for members who only know colours from words it stands in the prompt.
    `cast` are the person's own characters who are seen, without their pictures."""

    prompt: str
    negative: str
    seed: int
    width: int
    height: int
    aspect: Aspect
    lang: Lang
    style: str
    look: Look
    framing: Framing
    characters: tuple[Character, ...]
    index: int
    total: int
    title: str
    camera: str
    seconds: float
    references: tuple[Reference, ...] = ()
    palette: tuple[str, ...] = ()
    cast: tuple[Character, ...] = ()

    def made_by(self, provider: str, model: str) -> Provenance:
        """Who made something from this request, with what."""
        return Provenance(
            provider=provider,
            model=model,
            seed=self.seed,
            prompt=self.prompt,
            negative=self.negative,
        )


@dataclass(frozen=True, slots=True)
class AnimateRequest:
    """One clip that begins at `keyframe`; `paint` is what the keyframe was painted from.

    `seconds` and `resolution` (the shorter side) are among those that the member said it can do,
    the nearest to what the film needs; the editor trims and scales. `last` is the picture to end
    with, only for those who can."""

    keyframe: Keyframe
    paint: PaintRequest
    shot: Shot
    width: int
    height: int
    seconds: float
    resolution: int
    last: Keyframe | None = None

    @property
    def seed(self) -> int:
        """The seed of the shot."""
        return self.paint.seed

    @property
    def aspect(self) -> Aspect:
        """The film's aspect."""
        return self.paint.aspect

    def made_by(self, provider: str, model: str) -> Provenance:
        """Who made something from this request, with what."""
        return self.paint.made_by(provider, model)


class Writer(Protocol):
    """LLM: an idea becomes a storyboard of `brief.shots` shots in `brief.lang`."""

    @property
    def name(self) -> str: ...

    async def write(self, brief: Brief, bench: Bench) -> Storyboard:
        """`bench.tell(n, of)` says how many shots are written."""
        ...

    async def translate(self, board: Storyboard, lang: Lang, bench: Bench) -> Wording:
        """Its title, lines and subtitles in another language, as many as it has shots; what cannot
        be translated stays as it is."""
        ...

    async def enhance(self, idea: str, lang: Lang, style: str) -> str:
        """One professional text-to-image prompt for the idea, in its language."""
        ...

    async def inspire(self, topic: str, there: Sequence[str], lang: Lang) -> Sequence[str]:
        """Three ideas for short films on a topic, a sentence each, unlike those that are `there`
        already."""
        ...


Request = TypeVar("Request", contravariant=True)
Result = TypeVar("Result", covariant=True)


class Maker(Protocol[Request, Result]):
    """Makes pictures or clips, in two calls so that a crash while waiting does not pay twice."""

    @property
    def name(self) -> str: ...

    async def start(self, request: Request, bench: Bench) -> Ticket:
        """Order it: one submit, never repeated in here. An error's kind says whether the order
        surely was not taken, or that nobody knows (`UNKNOWN_SUBMIT`)."""
        ...

    async def collect(self, request: Request, ticket: Ticket, bench: Bench) -> Result:
        """Wait for the ticket and bring its result home. Safe to call again: `PASSING` says that
        it may go better next time, `FAILED` that the vendor gave up and bills nothing, `LOST`
        that the result is out of reach."""
        ...

    async def cancel(self, ticket: Ticket) -> None:
        """Ask the vendor to stop; no error when it is too late."""
        ...


Painter = Maker[PaintRequest, Keyframe]  # text-to-image
Animator = Maker[AnimateRequest, Clip]  # image-to-video or text-to-video


@dataclass(frozen=True, slots=True)
class Unsure:
    """An order of which nobody knows whether it was taken: its name, when it was sent, and the
    tasks of the provider that are known to belong to other orders."""

    order: str
    since: datetime
    known: frozenset[str]


@runtime_checkable
class Reconciles(Protocol[Request]):
    """A maker whose vendor can be asked about orders of unknown outcome."""

    async def find(self, request: Request, unsure: Unsure) -> Ticket | None:
        """The task that the order made; None when it surely made none. Raises `UNKNOWN_SUBMIT`
        when the vendor's answer leaves it open."""
        ...


@runtime_checkable
class Probes(Protocol):
    """A provider that can be reached without spending anything."""

    async def probe(self) -> str:
        """A few words on what was reached. Raises `ProviderError`."""
        ...


class Said(NamedTuple):
    """Speech: a WAV file, its length, and when each word comes where the narrator knows."""

    file: MediaFile
    seconds: float
    words: tuple[Word, ...] = ()


class Narrator(Protocol):
    """TTS. `languages` are those it can read aloud."""

    @property
    def name(self) -> str: ...

    @property
    def languages(self) -> frozenset[Lang]: ...

    async def speak(self, text: str, lang: Lang, bench: Bench) -> Said:
        """The spoken text."""
        ...


class Composer(Protocol):
    """A score: stereo WAV, 48 kHz, exactly `seconds` long, with an ending."""

    @property
    def name(self) -> str: ...

    async def compose(self, mood: Mood, seconds: float, seed: int, bench: Bench) -> MediaFile: ...


class Editor(Protocol):
    """Post-production. `piece` and `card` may run in any order; `finish` needs them all, an opener
    first, an end card last."""

    @property
    def name(self) -> str: ...

    async def piece(
        self,
        brief: Brief,
        board: Storyboard,
        index: int,
        take: Take,
        speech: Sequence[Speech],
        bench: Bench,
    ) -> Piece: ...

    async def card(self, brief: Brief, board: Storyboard, index: int, bench: Bench) -> Piece: ...

    async def mix(
        self,
        brief: Brief,
        board: Storyboard,
        speech: Sequence[Speech],
        score: MediaFile | None,
        bench: Bench,
    ) -> Sound: ...

    async def finish(
        self, brief: Brief, board: Storyboard, pieces: Sequence[Piece], sound: Sound, bench: Bench
    ) -> Film: ...


Provider = Writer | Painter | Animator | Narrator | Composer | Editor


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a member can do, as data: `seconds` a clip can have and `resolutions` (the shorter side)
    it can be made in, ascending, empty for any; whether a clip begins at the keyframe and can end
    at another, whether it has a sound of its own; the languages it understands; how many pictures
    it can follow as `references`, and whether it keeps to a `palette` by itself."""

    aspects: frozenset[Aspect] = frozenset(ASPECTS)
    seconds: tuple[float, ...] = ()
    resolutions: tuple[int, ...] = ()
    first_frame: bool = True
    last_frame: bool = False
    audio: bool = False
    languages: frozenset[Lang] = frozenset(LANGS)
    references: int = 0
    palette: bool = False


@dataclass(frozen=True, slots=True)
class Price:
    """What a vendor asks: `amount` per `unit`. One with a `resolution` is for that alone.
    `source` is where it was read and `checked` the day (ISO 8601), or "assumed"."""

    amount: float
    currency: Currency
    unit: Literal["picture", "second", "clip", "storyboard", "ten thousand characters"]
    source: str
    checked: str
    resolution: int | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A provider as the router knows it. `price` is in credits per use where no tariff says it in
    money. Orders of a `remote` member are written down, for they are paid; so many of
    them may run `at_once` (0: any number). `needs` says what has to be installed before it can
    work, as the command to type."""

    role: Role
    provider: Provider
    model: str
    price: int = 1
    can: Capabilities = field(default=Capabilities())
    tariff: tuple[Price, ...] = ()
    remote: bool = False
    at_once: int = 0
    needs: str = ""

    def cost(self, units: float = 1, resolution: int | None = None) -> Cost | None:
        """What so many pictures, seconds or whatever the tariff counts will cost; None for free."""
        fitting = [p for p in self.tariff if p.resolution in (None, resolution)]
        if not fitting:
            return None
        price = max(fitting, key=lambda p: p.resolution is not None)
        times = units if price.unit in ("second", "ten thousand characters") else 1
        return Cost(amount=round(price.amount * times, 6), currency=price.currency)


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of the environment that a provider reads. A provider's file lists its own as
    `SETTINGS`, for `.env.example` and the docs."""

    name: str
    description: str
    default: str = ""


Add = Callable[[Member], None]


class Register(Protocol):
    """The one function a provider's file must have."""

    def __call__(self, add: Add, env: Mapping[str, str]) -> None: ...


def frame_size(aspect: Aspect, resolution: Resolution) -> tuple[int, int]:
    """Width and height in pixels, both even; `resolution` is the length of the shorter side.

    720 → 1280×720, 720×1280, 720×720, 960×720, 720×960."""
    across, down = (int(n) for n in aspect.split(":"))
    short = min(across, down)
    return resolution * across // short // 2 * 2, resolution * down // short // 2 * 2
