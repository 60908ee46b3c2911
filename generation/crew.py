"""One line's crew: the methods that `pipeline.py` calls, each handed to the first able provider."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from generation import kit
from generation.casting import at_hand, needed, woven
from generation.edit.footage import Begins, footage
from generation.edit.motion import Canvas
from generation.edit.timeline import Timeline
from generation.marking.film import MarkingShelf
from generation.model import (
    BUSY,
    PERSON,
    Brief,
    Clip,
    Film,
    Keyframe,
    Lang,
    Likeness,
    MediaFile,
    Piece,
    Progress,
    Provenance,
    Role,
    Score,
    Sound,
    Speech,
    Stage,
    Storyboard,
    Take,
    Wording,
)
from generation.providers.contract import (
    AnimateRequest,
    Bench,
    Capabilities,
    Composer,
    Editor,
    Member,
    Narrator,
    Painter,
    PaintRequest,
    Shelf,
    Writer,
    frame_size,
)
from generation.providers.router import Roster
from generation.providers.routing.commission import Commission
from generation.providers.routing.fitting import able_first, unfollowed
from generation.providers.routing.orders import Book, MemoryBook
from generation.providers.wire.enlarging import alike, enlarged_size, resampled
from generation.providers.wire.media import frame_at
from generation.requests import animate_request, continuous, fitted, noted, paint_request
from generation.wording import untranslated


@dataclass(frozen=True)
class Crew:
    """One line's crew: the roster at its bench, reporting through `tell`. What it orders from
    vendors for its `job` stands in `book`."""

    roster: Roster
    shelf: Shelf
    scratch: Path
    tell: Callable[[Progress], None] = field(default=lambda _: None)
    job: str = "job"
    book: Book = field(default_factory=MemoryBook)

    def bench(self, stage: Stage, shot: int | None = None) -> Bench:
        """A bench whose reports count within `stage` of `shot`."""

        def report(done: float, of: float) -> None:
            self.tell(Progress(stage=stage, shot=shot, done=done, of=of))

        def busy() -> None:
            self.tell(Progress(stage=stage, shot=shot, note=BUSY))

        self.scratch.mkdir(parents=True, exist_ok=True)
        return Bench(self.shelf, self.scratch, report, busy=busy)

    async def write(self, brief: Brief) -> Storyboard:
        """The storyboard, or the one the person brought."""
        if brief.board:
            return woven(brief.board, brief.cast)

        async def work(member: Member, _: int) -> Storyboard:
            return await cast(Writer, member.provider).write(brief, self.bench("write"))

        board = woven(await self.roster.ask("writer", work, brief.models), brief.cast)
        return continuous(board) if brief.continuous and self._films_on(brief) else board

    async def translate(self, brief: Brief, board: Storyboard, lang: Lang) -> Wording:
        """What the storyboard says, in another language."""

        async def work(member: Member, _: int) -> Wording:
            writer = cast(Writer, member.provider)
            return await writer.translate(board, lang, self.bench("translate"))

        return await self.roster.ask("writer", work, brief.models)

    def _films_on(self, brief: Brief) -> bool:
        """Whether clips are files with an end to begin at; the local camera's are recipes."""
        animators = self.roster.of("animator", brief.models)
        return bool(animators) and animators[0].provider.name != "local"

    async def paint(
        self, brief: Brief, board: Storyboard, index: int, before: Clip | None = None
    ) -> Keyframe:
        """The keyframe of one shot; a picture the person brought is used as it is, and a shot that
        follows begins where the film leaves the clip `before`."""
        if own := board.shots[index].keyframe:
            return own
        if before and before.file:
            end = await self._left(brief, board, index - 1, before.file)
            easel, made = self._easel(index, before.provenance), before.provenance
            return await self._signed(await frame_at(before.file, end, easel, made), board, index)
        wanted = paint_request(at_hand(brief, self.shelf), board, index)

        def request(member: Member, take: int) -> PaintRequest:
            return fitted(wanted, member.can, take)

        sent = needed(at_hand(brief, self.shelf), board.shots[index])
        painters = self.roster.of("painter", brief.models)
        painted = await Commission[PaintRequest, Keyframe](
            roster=self.roster,
            book=self.book,
            role="painter",
            work=f"{self.job}.s{index}.painter",
            members=able_first(painters, brief.aspect, references=sent, named=brief.models),
            request=request,
            units=lambda _: (1, None),
            bench=self._easel(index),
        ).fulfil()
        painted = noted(painted, *kit.notes(brief, board.shots[index]))
        frame = await self._signed(painted, board, index)
        can = self._can("painter", frame)
        if not unfollowed(sent, can):
            return frame
        return noted(frame, "note.fewer_references" if can.references else "note.no_references")

    async def _left(self, brief: Brief, board: Storyboard, index: int, clip: MediaFile) -> float:
        """The second at which the film leaves the clip of a shot."""
        canvas = Canvas(*frame_size(brief.aspect, brief.resolution))
        frames, source = Timeline.of(brief, board).length(index), self.shelf.path(clip)
        begins = Begins() if board.shots[index].follows else None
        used = await asyncio.to_thread(footage, source, canvas, frames, brief.reframe, begins)
        return used.left(frames)

    async def enlarge(self, brief: Brief, board: Storyboard, index: int) -> Keyframe:
        """The given keyframe of one shot, `brief.enlarge` times as large within limits: what was
        drawn here is drawn again, finer; all else is resampled, and says so."""
        own = board.shots[index].keyframe
        assert own
        bench = self._easel(index, own.provenance)
        size = enlarged_size(own, brief.enlarge)
        if size == (own.width, own.height):
            return noted(own, "note.largest")
        if own.provenance.provider == "local":
            drawn = await self._redrawn(brief, board, index, own, size)
            # Another style or look in the brief since then, and it would be another picture.
            if await alike(own, drawn, bench):
                same = drawn.model_copy(update={"provenance": own.provenance})
                return await self._signed(same, board, index)
        larger = await resampled(own, size, bench)
        return noted(await self._signed(larger, board, index), "note.resampled")

    async def _redrawn(
        self, brief: Brief, board: Storyboard, index: int, own: Keyframe, size: tuple[int, int]
    ) -> Keyframe:
        """What the illustrator draws from the same request in another size."""
        made, member = own.provenance, self.roster.named("painter", "local")
        same = replace(
            fitted(paint_request(at_hand(brief, self.shelf), board, index), member.can, 0),
            prompt=made.prompt,
            negative=made.negative,
            seed=made.seed,
            width=size[0],
            height=size[1],
        )
        painter, bench = cast(Painter, member.provider), self._easel(index)
        with TemporaryDirectory(dir=bench.scratch, prefix="larger-") as folder:  # nobody films it
            bench = replace(bench, scratch=Path(folder))
            return await painter.collect(same, await painter.start(same, bench), bench)

    async def animate(self, brief: Brief, board: Storyboard, index: int, frame: Keyframe) -> Clip:
        """The clip of one shot: ordered once, collected however often it takes."""
        wanted = paint_request(at_hand(brief, self.shelf), board, index)

        def request(member: Member, take: int) -> AnimateRequest:
            paint = fitted(wanted, member.can, take)
            return animate_request(brief, board, index, frame, paint, member.can)

        last = board.shots[index].last is not None
        animators = self.roster.of("animator", brief.models)
        clip = await Commission[AnimateRequest, Clip](
            roster=self.roster,
            book=self.book,
            role="animator",
            work=f"{self.job}.s{index}.animator",
            members=able_first(animators, brief.aspect, last=last, named=brief.models),
            request=request,
            units=lambda request: (request.seconds, request.resolution),
            bench=self.bench("animate", index),
        ).fulfil()
        ends = not last or self._can("animator", clip).last_frame
        return clip if ends else noted(clip, "note.no_last")

    def _easel(self, index: int, of: Provenance | None = None) -> Bench:
        """Where pictures are made that say so, unless they are of what a person brought."""
        bench = self.bench("paint", index)
        if of and of.provider == PERSON:
            return bench
        return replace(bench, shelf=MarkingShelf(bench.shelf, self.roster.marks))

    async def _signed(self, frame: Keyframe, board: Storyboard, index: int) -> Keyframe:
        return await self.roster.marks.signed(frame, board.title, self.bench("paint", index))

    def _can(self, role: Role, made: Keyframe | Clip) -> Capabilities:
        """What the member can do who made something."""
        return self.roster.named(role, made.provenance.provider).can

    async def piece(
        self,
        brief: Brief,
        board: Storyboard,
        index: int,
        frame: Keyframe,
        clip: Clip,
        speech: Sequence[Speech] | None,
        part: tuple[int, int] = (0, 1),
    ) -> Piece:
        """Grade, caption and encode one shot; `speech` where captions follow the voice. `part` says
        which of how many films it is done for."""
        take, bench = Take(keyframe=frame, clip=clip), self.bench("piece", index).part(*part)
        return await self._editor().piece(brief, board, index, take, speech or (), bench)

    async def card(self, brief: Brief, board: Storyboard, index: int) -> Piece:
        """The opener (−1) or the end card (after the last shot)."""
        return await self._editor().card(brief, board, index, self.bench("finish"))

    async def speak(self, brief: Brief, board: Storyboard) -> list[Speech]:
        """Every voice-over line as speech; none where no narrator can read it."""
        narrators = self.narrators(board.lang, brief.models)
        if not brief.voice or brief.speech or not narrators:
            return []
        timeline = Timeline.of(brief, board)
        lines = (
            self._spoken(narrators, shot.line, board.lang, index, timeline.voice_at(index))
            for index, shot in enumerate(board.shots)
            if shot.line
        )
        return await asyncio.gather(*lines)

    async def _spoken(
        self, narrators: Sequence[Member], text: str, lang: Lang, shot: int, starts: float
    ) -> Speech:
        async def work(member: Member, _: int) -> Speech:
            narrator = cast(Narrator, member.provider)
            said = await narrator.speak(text, lang, self.bench("sound"))
            return Speech(
                file=said.file,
                starts=starts,
                seconds=said.seconds,
                provider=narrator.name,
                shot=shot,
                words=said.words,
            )

        return await self.roster.ask_each("narrator", narrators, work)

    def narrators(self, lang: Lang, first: Sequence[str] = ()) -> list[Member]:
        """The narrators that can read `lang` aloud."""
        members = self.roster.of("narrator", first)
        return [m for m in members if lang in cast(Narrator, m.provider).languages]

    async def compose(self, brief: Brief, board: Storyboard) -> Score | None:
        """The score, or somebody's own music, exactly as long as the film; None where music is
        off."""
        seconds = Timeline.of(brief, board).seconds
        if brief.track:
            from generation.providers.local.mixer import own_music

            return await own_music(brief.track, seconds, self.bench("sound"))
        if brief.music == "off":
            return None
        mood = board.mood if brief.music == "auto" else brief.music

        async def work(member: Member, _: int) -> Score:
            composer = cast(Composer, member.provider)
            file = await composer.compose(mood, seconds, brief.seed, self.bench("sound"))
            return Score(file=file, provider=composer.name)

        return await self.roster.ask("composer", work)

    async def mix(
        self, brief: Brief, board: Storyboard, speech: Sequence[Speech], score: Score | None
    ) -> Sound:
        """Voice over ducked music, at broadcast loudness."""
        music = score and score.file
        sound = await self._editor().mix(brief, board, speech, music, self.bench("sound"))
        crew: dict[Role, str] = {"narrator": _names(s.provider for s in speech)}
        crew["composer"] = score.provider if score else ""
        return sound.model_copy(update={"crew": {r: who for r, who in crew.items() if who}})

    async def likeness(
        self, brief: Brief, board: Storyboard, frames: Sequence[Keyframe]
    ) -> list[list[Likeness]]:
        """How much each of the cast looks the same, shot by shot."""
        from generation.providers.local.likeness import likeness

        return await likeness(brief, board, frames, self.shelf)

    async def finish(
        self, brief: Brief, board: Storyboard, pieces: Sequence[Piece], sound: Sound
    ) -> Film:
        """The film, with notes on what differs from what was asked."""
        film = await self._editor().finish(brief, board, pieces, sound, self.bench("finish"))
        notes = dict.fromkeys((*film.notes, *self._notes(brief, board, pieces)))
        writer: dict[Role, str] = {"writer": board.provenance.provider} if board.provenance else {}
        crew = {**writer, **film.crew, **sound.crew}
        near = await self.nearness(brief, [film.file])
        new = {"notes": tuple(notes), "crew": crew, "colours": near}
        return film.model_copy(update=new)

    async def nearness(self, brief: Brief, made: Sequence[MediaFile]) -> float | None:
        """How near a film, or still pictures, come to the brief's palette; None without one."""
        if not brief.palette:
            return None
        from generation.edit.nearness import nearness_of

        paths = [self.shelf.path(file) for file in made]
        return await asyncio.to_thread(nearness_of, paths, brief.palette)

    def _notes(self, brief: Brief, board: Storyboard, pieces: Sequence[Piece]) -> Iterator[str]:
        """Who stood in for the first choice, and words that nobody could translate."""
        if brief.second == brief.lang:
            yield "note.second_same"
        if any(untranslated(board, lang) for lang in (brief.lang, brief.second) if lang):
            yield "note.untranslated"
        if board.provenance and not brief.board:
            yield from self._stood_in("writer", brief, [board.provenance])
        takes = [piece.take for piece in pieces if piece.take]
        painted = [
            t.keyframe.provenance
            for t, s in zip(takes, board.shots, strict=True)
            if s.keyframe is None
        ]
        clips = [take.clip.provenance for take in takes]
        if not brief.takes:  # those were made for another brief
            yield from self._stood_in("painter", brief, painted)
            yield from self._stood_in("animator", brief, clips)
        for made in (*painted, *clips):
            yield from made.notes
        animators = [clip.provider for clip in clips]
        wanted = brief.continuous or any(shot.follows for shot in board.shots[1:])
        if wanted and "local" in animators:
            yield "note.not_continuous"

    def _stood_in(self, role: Role, brief: Brief, made: Sequence[Provenance]) -> Iterator[str]:
        names = [m.provider.name for m in self.roster.of(role, brief.models)]
        if any(m.provider in names and m.provider != names[0] for m in made):
            yield f"note.other_{role}"

    def _editor(self) -> Editor:
        return cast(Editor, self.roster.of("editor")[0].provider)


def _names(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(filter(None, names)))
