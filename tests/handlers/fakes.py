"""A queue in memory and a platform on paper, around real storage in a temporary folder."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from unicodedata import category

from generation.errors import BadInput, Kind
from generation.model import (
    Brief,
    Clip,
    Cost,
    Edition,
    Film,
    Keyframe,
    Lang,
    MediaFile,
    Progress,
    Provenance,
    Recording,
    Role,
    Shot,
    Stills,
    Storyboard,
    Take,
)
from generation.providers.contract import Capabilities
from handlers.conversation import (
    Attachment,
    Button,
    Incoming,
    JobEvent,
    MessageRef,
    Person,
    Place,
    Reply,
    Say,
)
from handlers.desk import Desk
from handlers.dispatch import Dispatcher
from handlers.house import House, Limits
from handlers.models import Model
from handlers.ports import PERSON, Call, Failure, JobKind, JobState, Outcome
from handlers.texts import catalog, holes, render
from storage.accounts import Accounts
from storage.artefacts import Artefacts
from storage.batches import Batches
from storage.brands import Brands
from storage.characters import Characters
from storage.chats import Chats
from storage.database import Database
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

MEI = Person("paper", "mei", "Mei", "en")
KEN = Person("paper", "ken", "Ken", "ja")
ALLOWANCE = 100


@dataclass(slots=True)
class Run:
    """One job in the queue."""

    kind: JobKind
    brief: Brief
    person: str
    outcome: Outcome = "queued"
    result: Film | Stills | None = None
    failure: Failure | None = None
    keyframes: tuple[Keyframe, ...] = ()
    news: list[Progress] = field(default_factory=list[Progress])
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class MemoryQueue:
    """Jobs as plain tasks. `gate` shut holds every job after its first picture; `failures` are
    handed out one by one before a job may succeed. It outlives desks, as the engine does."""

    def __init__(self, files: Files, folder: Path) -> None:
        self._files, self._folder, self._names = files, folder, count()
        self.runs: dict[str, Run] = {}
        self.submissions: list[str] = []
        self.failures: list[Failure] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def submit(self, job: str, kind: JobKind, brief: Brief, person: str) -> None:
        if job not in self.runs:
            self.submissions.append(job)
            self.runs[job] = Run(kind, brief, person)
            self._start(job)

    async def cancel(self, job: str) -> bool:
        run = self.runs.get(job)
        if run is None or run.outcome not in ("queued", "running"):
            return False
        self._tasks[job].cancel()
        self._end(run, "cancelled")
        return True

    async def retry(self, job: str) -> bool:
        run = self.runs.get(job)
        if run is None or run.outcome != "failed":
            return False
        run.outcome, run.failure = "queued", None
        run.news.clear()
        self._start(job)
        return True

    async def ahead(self, job: str) -> int:
        waiting = [name for name, run in self.runs.items() if run.outcome == "queued"]
        return waiting.index(job) if job in waiting else 0

    async def state(self, job: str) -> JobState | None:
        if not (run := self.runs.get(job)):
            return None
        return JobState(
            job=job,
            outcome=run.outcome,
            result=run.result,
            failure=run.failure,
            keyframes=run.keyframes,
        )

    async def watch(self, job: str) -> AsyncIterator[JobEvent]:
        if not (run := self.runs.get(job)):
            raise LookupError(job)
        seen = 0
        while True:
            for news in run.news[seen:]:
                seen += 1
                yield JobEvent(job, progress=news)
            if run.outcome not in ("queued", "running"):
                yield JobEvent(job, ended=run.outcome)
                return
            run.changed.clear()
            await run.changed.wait()

    def _start(self, job: str) -> None:
        self._tasks[job] = asyncio.create_task(self._work(self.runs[job]))

    async def _work(self, run: Run) -> None:
        run.outcome = "running"
        board = run.brief.board or self._board(run.brief)
        self._tell(run, Progress(stage="write", done=1, board=board))
        frames: list[Keyframe] = []
        for index, shot in enumerate(board.shots):
            frames.append(shot.keyframe or self._frame(run.brief, shot))
            self._tell(run, Progress(stage="animate", shot=index, keyframe=frames[-1]))
            await asyncio.sleep(0)
            await self.gate.wait()
        run.keyframes = tuple(frames)
        if self.failures:
            run.failure = self.failures.pop(0)
            self._end(run, "failed")
            return
        run.result = self._made(run, board)
        self._end(run, "finished")

    def _tell(self, run: Run, news: Progress) -> None:
        run.news.append(news)
        run.changed.set()

    def _end(self, run: Run, outcome: Outcome) -> None:
        run.outcome = outcome
        run.changed.set()

    def _board(self, brief: Brief) -> Storyboard:
        shots = tuple(Shot(prompt=f"{brief.idea} {n}", line="好") for n in range(brief.shots))
        return Storyboard(
            title=brief.idea[:40], logline="l", lang=brief.lang, style=brief.style, shots=shots
        )

    def _made(self, run: Run, board: Storyboard) -> Film | Stills:
        if run.kind == "stills":
            return Stills(board=board, keyframes=run.keyframes, seed=run.brief.seed)
        return Film(
            file=self.file("film", "video/mp4"),
            title=board.title,
            seconds=14.5,
            width=1280,
            height=720,
            keyframes=run.keyframes,
            takes=run.brief.takes or tuple(map(self._take, run.keyframes)),
            board=board,
            seed=run.brief.seed,
            crew={"writer": "local", "painter": "local"},
            notes=("note.no_voice",),
            editions=tuple(map(self._edition, run.brief.langs)),
        )

    def _edition(self, lang: Lang) -> Edition:
        file = self.file("film", "video/mp4")
        return Edition(lang=lang, file=file, title="t", seconds=14.5, width=1280, height=720)

    def _frame(self, brief: Brief, shot: Shot) -> Keyframe:
        seed = brief.seed if shot.seed is None else shot.seed
        made = Provenance(provider="local", model="test", seed=seed, prompt=shot.prompt)
        return Keyframe(file=self.file("png", "image/png"), width=64, height=36, provenance=made)

    def _take(self, keyframe: Keyframe) -> Take:
        made = Provenance(provider="kling", model="test", seed=1)
        clip = Clip(seconds=4, provenance=made, file=self.file("clip", "video/mp4"))
        return Take(keyframe=keyframe, clip=clip)

    def file(self, text: str, mime: str) -> MediaFile:
        path = self._folder / f"{next(self._names)}"
        path.write_text(f"{text} {path.name}")
        kept = self._files.keep(path, mime)
        return MediaFile(ref=kept.ref, mime=kept.mime, size=kept.size)


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as it stands on the paper."""

    ref: MessageRef
    reply: Reply
    lang: str

    @property
    def text(self) -> str:
        return "\n".join(render(say, self.lang) for say in self.reply.text)

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.reply.buttons for button in row]

    @property
    def labels(self) -> list[str]:
        return [self._label(button) for button in self.buttons]

    def action(self, label: str) -> str:
        return next(b.action for b in self.buttons if self._label(b) == label)

    def _label(self, button: Button) -> str:
        """The words of a button, without a picture in front of them."""
        label = render(button.label, self.lang)
        sign, _, words = label.partition(" ")
        return words if words and category(sign[0]) == "So" else label


class Paper:
    """A platform that writes everything down. While `down`, it raises."""

    name = "paper"

    def __init__(self) -> None:
        self.messages: dict[str, Shown] = {}
        self.history: list[Shown] = []
        self.edits = 0
        self.down = False
        self.albums: list[Reply] = []
        self.grouped = False  # an album is a single message
        self.desk: Path | None = None
        self.most_bytes: int | None = None
        self.deleted: list[MessageRef] = []
        self.followed: list[tuple[MessageRef, Reply, Call | None]] = []
        self._written = asyncio.Event()

    async def send(
        self, place: Place, reply: Reply, lang: str, to: Incoming | None = None
    ) -> MessageRef:
        return self._write(MessageRef(place, str(len(self.messages) + 1)), reply, lang)

    async def answer(self, incoming: Incoming, reply: Reply, lang: str) -> MessageRef:
        return await self.send(incoming.place, reply, lang)

    async def delete(self, ref: MessageRef, reply: Reply, lang: str) -> None:
        self.deleted.append(ref)
        self._write(ref, reply, lang)

    async def add(self, ref: MessageRef, reply: Reply, lang: str) -> MessageRef:
        return await self.send(ref.place, reply, lang)

    async def album(self, ref: MessageRef, reply: Reply, lang: str) -> list[MessageRef]:
        self.albums.append(reply)
        things = (*reply.pictures, *reply.videos)
        assert 0 < len(things) <= 10 and all(thing.caption for thing in things)
        if self.grouped:
            return [await self.send(ref.place, reply, lang)]
        alone = [replace(reply, text=(say,)) for say in reply.text]
        return [await self.send(ref.place, each, lang) for each in alone]

    async def follow(
        self, ref: MessageRef, reply: Reply, lang: str, call: Call | None
    ) -> list[MessageRef]:
        self.followed.append((ref, reply, call))
        if call:
            check_filled(call.say, lang)
        return []

    def limit(self, place: Place) -> int | None:
        return self.most_bytes

    def folder(self) -> Path | None:
        return self.desk

    def link(self, payload: str) -> str:
        return f"https://paper.example/{payload}"

    async def edit(
        self, ref: MessageRef, reply: Reply, lang: str, to: Incoming | None = None
    ) -> MessageRef:
        self.edits += 1
        return self._write(ref, reply, lang)

    @property
    def last(self) -> Shown:
        return list(self.messages.values())[-1]

    def _write(self, ref: MessageRef, reply: Reply, lang: str) -> MessageRef:
        if self.down:
            raise ConnectionError("the platform is down")
        shown = Shown(ref, reply, lang)
        for say in (
            *reply.text,
            *(bar.label for bar in reply.bars),
            *(b.label for b in shown.buttons),
        ):
            check_filled(say, lang)
        assert all(len(button.action.encode()) <= 64 for button in shown.buttons)
        self.messages[ref.id] = shown
        self.history.append(shown)
        self._written.set()
        return ref

    async def until(self, wanted: Callable[[Shown], bool]) -> Shown:
        """Wait until the newest message is as wanted."""
        async with asyncio.timeout(10):
            while not wanted(self.last):
                self._written.clear()
                await self._written.wait()
        return self.last


class Studio:
    """A whole house. `begin` opens a desk, also again after `die`, as a restart would."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.paper = folder, Paper()
        self.bills: list[tuple[str, Cost, int]] = []
        self.enhanced = "a fox, golden hour, 35 mm"
        self.models: list[Model] = [model("painter", "local"), model("animator", "local", 2)]

    async def open(self, stack: AsyncExitStack) -> Studio:
        db = await stack.enter_async_context(await Database.open(self.folder / "r.db"))
        files = Files(self.folder / "media", 10**9, 30)
        (self.folder / "made").mkdir()
        self.queue = MemoryQueue(files, self.folder / "made")
        seeds = count(1000)
        self.house = House(
            people=People(db),
            chats=Chats(db),
            ledger=Ledger(db, ALLOWANCE),
            jobs=Jobs(db),
            artefacts=Artefacts(db),
            batches=Batches(db),
            links=Links(db),
            questions=Questions(db),
            rooms=Rooms(db),
            brands=Brands(db),
            characters=Characters(db),
            accounts=Accounts(db),
            doors=Doors(db),
            paces=Paces(db),
            statistics=Statistics(db),
            files=files,
            queue=self.queue,
            platforms={"paper": self.paper},
            enhance=self._enhance,
            inspire=self._inspire,
            colours=self._colours,
            keep_picture=self._keep,
            keep_recording=self._record,
            outgoing=lambda path, lang: None,
            keep_clips=self._keep_clips,
            keep_table=self._keep_table,
            price=lambda kind, brief, made=None: price(brief) * (3 if kind == "film" else 1),
            spent=self._spent,
            models=lambda: self.models,
            pace=0,
            limits=Limits(again=()),
            seed=lambda: next(seeds),
        )
        await self.begin()
        stack.push_async_callback(self.die)
        return self

    def persist(self) -> None:
        """From now on the desk tries again what fails, every few hundredths of a second."""
        self.house = replace(self.house, limits=Limits(again=(0.05,) * 10))
        self.desk.house = self.house

    async def begin(self) -> None:
        self.desk = Desk(self.house)
        await self.desk.__aenter__()
        self.door = Dispatcher(self.desk)

    async def die(self) -> None:
        await self.desk.__aexit__(None, None, None)

    async def say(self, text: str, who: Person = MEI, **more: object) -> Shown:
        """Somebody writes; the newest message afterwards."""
        place = Place("paper", "room", private=True)
        incoming = replace(Incoming(who, place, text=text), **more)  # pyright: ignore[reportArgumentType]
        await self.door.answer(incoming)
        return self.paper.last

    async def press(
        self, action: str, who: Person = MEI, message: str = "", place: Place | None = None
    ) -> Shown:
        place = place or Place("paper", "room", private=True)
        await self.door.answer(Incoming(who, place, press=action, message=message))
        return self.paper.last

    async def settled(self) -> None:
        """Wait until every job that runs has been concluded and delivered."""
        async with asyncio.timeout(10):
            while tasks := [t for t in asyncio.all_tasks() if t.get_name().startswith("desk ")]:
                await asyncio.wait(tasks)

    async def left(self, who: Person = MEI) -> int:
        return (await self.house.ledger.balance(who.key)).available

    async def _spent(self, since: float) -> list[tuple[str, Cost, int]]:
        return self.bills

    async def _colours(self, picture: Keyframe) -> list[str]:
        return ["#14213d", "#fca311"]

    async def _inspire(self, topic: str, there: Sequence[str], lang: Lang) -> Sequence[str]:
        return [f"{topic}, take {len(there) + n}" for n in range(1, 4)]

    async def _enhance(self, idea: str, lang: Lang, style: str) -> str:
        return self.enhanced

    async def _keep(self, attachment: Attachment, *, see_through: bool = False) -> Keyframe:
        if attachment.path.read_bytes()[:4] != b"\x89PNG":
            raise BadInput("picture.unreadable")
        file = self.queue.file(attachment.path.name, "image/png")
        origin = Provenance(provider=PERSON, model="", seed=0)
        return Keyframe(file=file, width=720, height=1280, provenance=origin)

    async def _keep_clips(self, sent: Sequence[Attachment]) -> list[Take]:
        """Clips of as many seconds as they have bytes, in the shape that their name says."""
        for one in sent:
            if not one.path.stat().st_size:
                raise BadInput("clip.empty", name=one.name)
        return [self._brought(one) for one in sent]

    def _brought(self, sent: Attachment) -> Take:
        origin = Provenance(provider=PERSON, model="", seed=0)
        width, height = (720, 1280) if "tall" in sent.name else (1280, 720)
        picture = self.queue.file("png", "image/png")
        frame = Keyframe(file=picture, width=width, height=height, provenance=origin)
        if sent.mime == "image/png":
            return Take(keyframe=frame, clip=Clip(seconds=4, provenance=origin, file=picture))
        file, seconds = self.queue.file("clip", "video/mp4"), sent.path.stat().st_size
        return Take(keyframe=frame, clip=Clip(seconds=seconds, provenance=origin, file=file))

    async def _keep_table(self, attachment: Attachment) -> MediaFile:
        if not attachment.path.read_bytes().startswith(b"LUT"):
            raise BadInput("cube.unreadable")
        return self.queue.file("table", "text/x-cube")

    async def _record(self, attachment: Attachment, *, speech: bool) -> Recording:
        if not (sound := attachment.path.read_bytes()):
            raise BadInput("recording.unreadable", name=attachment.name)
        file = self.queue.file(attachment.path.name, "audio/wav")
        return Recording(file=file, seconds=len(sound), name=attachment.name)


def check_filled(say: Say, lang: str) -> None:
    """Every hole of a sentence, and of those inside it, has its value."""
    render(say, lang)
    assert holes(catalog("en")[say.key]) <= say.values.keys(), say
    for value in say.values.values():
        if isinstance(value, Say):
            check_filled(value, lang)


def price(brief: Brief) -> int:
    return len(brief.board.shots) if brief.board else brief.shots


def model(role: Role, name: str, credits: int = 1, **can: object) -> Model:
    """Somebody to choose from; an animator's price is for 5 seconds at 720."""
    clip = (5.0, 720) if role == "animator" else (0.0, 0)
    return Model(role, name, f"{name}-1", Capabilities(**can), credits, *clip)  # pyright: ignore[reportArgumentType]


def failure(kind: Kind = Kind.BUSY, key: str = "", detail: str = "") -> Failure:
    return Failure(kind=kind, provider="wan", key=key, detail=detail)
