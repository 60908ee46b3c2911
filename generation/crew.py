"""One line's crew: the methods that `pipeline.py` calls, each handed to the first able provider."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from generation.edit.timeline import Timeline
from generation.errors import Kind, ProviderError
from generation.model import (
    Brief,
    Clip,
    Film,
    Keyframe,
    Lang,
    MediaFile,
    Piece,
    Progress,
    Sound,
    Speech,
    Stage,
    Storyboard,
    Ticket,
)
from generation.providers.contract import (
    AnimateRequest,
    Animator,
    Bench,
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


@dataclass(frozen=True)
class Crew:
    """One line's crew: the roster at its bench, reporting through `tell`."""

    roster: Roster
    shelf: Shelf
    scratch: Path
    tell: Callable[[Progress], None] = field(default=lambda _: None)

    def bench(self, stage: Stage, shot: int | None = None) -> Bench:
        """A bench whose reports count within `stage` of `shot`."""

        def report(done: float, of: float) -> None:
            self.tell(Progress(stage=stage, shot=shot, done=done, of=of))

        self.scratch.mkdir(parents=True, exist_ok=True)
        return Bench(self.shelf, self.scratch, report)

    async def write(self, brief: Brief) -> Storyboard:
        """The storyboard, or the one the person brought."""
        if brief.board:
            return brief.board

        async def work(writer: Writer) -> Storyboard:
            return await writer.write(brief)

        return await self.roster.ask("writer", work)

    async def paint(self, brief: Brief, board: Storyboard, index: int) -> Keyframe:
        """The keyframe of one shot; a picture the person brought is used as it is."""
        if own := board.shots[index].keyframe:
            return own
        request = paint_request(brief, board, index)

        async def work(painter: Painter) -> Keyframe:
            return await painter.paint(request, self.bench("paint", index))

        return await self.roster.ask("painter", work)

    async def start(self, brief: Brief, board: Storyboard, index: int, frame: Keyframe) -> Ticket:
        """Order the clip."""
        request = animate_request(brief, board, index, frame)

        async def work(animator: Animator) -> Ticket:
            return await animator.start(request, self.bench("animate", index))

        return await self.roster.ask("animator", work)

    async def collect(
        self, brief: Brief, board: Storyboard, index: int, frame: Keyframe, ticket: Ticket
    ) -> Clip:
        """Bring the ordered clip home, from the animator that took the order."""
        animator = cast(Animator, self.roster.named("animator", ticket.provider).provider)
        request = animate_request(brief, board, index, frame)
        return await animator.collect(request, ticket, self.bench("animate", index))

    async def piece(
        self, brief: Brief, board: Storyboard, index: int, frame: Keyframe, clip: Clip
    ) -> Piece:
        """Grade, caption and encode one shot."""
        return await self._editor().piece(
            brief, board, index, frame, clip, self.bench("piece", index)
        )

    async def speak(self, brief: Brief, board: Storyboard) -> list[Speech]:
        """Every voice-over line as speech; none where no narrator can read it."""
        if not brief.voice or not self.narrators(board.lang):
            return []
        bench, timeline, spoken = self.bench("sound"), Timeline.of(brief, board), list[Speech]()
        for index, shot in enumerate(board.shots):
            if shot.line:

                async def work(
                    narrator: Narrator, text: str = shot.line
                ) -> tuple[MediaFile, float]:
                    if board.lang not in narrator.languages:
                        raise ProviderError(
                            narrator.name, Kind.BAD_REQUEST, f"cannot read {board.lang}"
                        )
                    return await narrator.speak(text, board.lang, bench)

                file, seconds = await self.roster.ask("narrator", work)
                spoken.append(Speech(file=file, starts=timeline.voice_at(index), seconds=seconds))
        return spoken

    def narrators(self, lang: Lang) -> list[Member]:
        """The narrators that can read `lang` aloud."""
        return [
            m for m in self.roster.of("narrator") if lang in cast(Narrator, m.provider).languages
        ]

    async def compose(self, brief: Brief, board: Storyboard) -> MediaFile | None:
        """The score, exactly as long as the film; None where music is off."""
        if brief.music == "off":
            return None
        mood = board.mood if brief.music == "auto" else brief.music
        seconds = Timeline.of(brief, board).seconds

        async def work(composer: Composer) -> MediaFile:
            return await composer.compose(mood, seconds, brief.seed, self.bench("sound"))

        return await self.roster.ask("composer", work)

    async def mix(
        self, brief: Brief, board: Storyboard, speech: Sequence[Speech], score: MediaFile | None
    ) -> Sound:
        """Voice over ducked music, at broadcast loudness."""
        return await self._editor().mix(brief, board, speech, score, self.bench("sound"))

    async def finish(
        self, brief: Brief, board: Storyboard, pieces: Sequence[Piece], sound: Sound
    ) -> Film:
        """The film."""
        return await self._editor().finish(brief, board, pieces, sound, self.bench("finish"))

    def _editor(self) -> Editor:
        return cast(Editor, self.roster.of("editor")[0].provider)


def paint_request(brief: Brief, board: Storyboard, index: int) -> PaintRequest:
    """What the painter of one shot needs to know."""
    shot = board.shots[index]
    width, height = frame_size(brief.aspect, brief.resolution)
    number, total = (0, 1) if board.variants else (index, len(board.shots))
    return PaintRequest(
        prompt=shot.prompt,
        negative=", ".join(filter(None, (shot.negative, brief.negative))),
        seed=brief.seed if shot.seed is None else shot.seed,
        width=width,
        height=height,
        aspect=brief.aspect,
        lang=board.lang,
        style=board.style,
        look=brief.look,
        framing=shot.framing,
        characters=board.characters,
        index=number,
        total=total,
        title=board.title,
        camera=shot.camera,
        seconds=shot.seconds,
    )


def animate_request(brief: Brief, board: Storyboard, index: int, frame: Keyframe) -> AnimateRequest:
    """What the animator of one shot needs to know."""
    width, height = frame_size(brief.aspect, brief.resolution)
    return AnimateRequest(
        keyframe=frame,
        paint=paint_request(brief, board, index),
        shot=board.shots[index],
        width=width,
        height=height,
    )
