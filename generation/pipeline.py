"""The straight line: a brief becomes a film, a shot becomes a piece.

Nothing here knows the engine, a chat or a database. Each function is handed

- `crew`, who do the work (`generation/crew.py`);
- `step(name, work, *args)`, which runs one piece of work and, in the engine, remembers its result:
  after a crash, finished steps are not done again;
- `spawn(lines)`, which runs several lines side by side, durable children in the engine, plain
  tasks in tests, and returns their results in order;
- `tell(progress)`, which reports what just happened. It is called outside the steps, so a
  resumed job tells again where it stands.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from generation.crew import Crew
from generation.model import (
    Brief,
    Edition,
    Film,
    Keyframe,
    Lang,
    Likeness,
    Piece,
    Progress,
    Sound,
    Speech,
    Stills,
    Storyboard,
    Wording,
)
from generation.wording import missing, versions, worded

T = TypeVar("T")
Tell = Callable[[Progress], None]
Told = tuple[Brief, Storyboard]
"""A film in one language: what is asked for, and what is told."""
Heard = Sequence[Speech]


class Step(Protocol):
    """Runs one piece of work once. The name is unique within a line and never changes."""

    async def __call__(self, name: str, work: Callable[..., Awaitable[T]], *args: Any) -> T: ...


@dataclass(frozen=True, slots=True)
class Errand:
    """A line to run beside others; `name` is unique among them and the same on each replay."""

    name: str
    line: Callable[..., Coroutine[Any, Any, Any]]
    args: tuple[Any, ...]


class Spawn(Protocol):
    """Runs errands side by side; the first failure cancels the others and is raised."""

    async def __call__(self, errands: Sequence[Errand]) -> list[Any]: ...


async def make_film(brief: Brief, crew: Crew, *, step: Step, spawn: Spawn, tell: Tell) -> Film:
    """Write the storyboard, make its shots and its sound side by side, cut them together; in each
    language that is asked for, out of the same clips."""
    tell(Progress(stage="write"))
    board = await step("write", crew.write, brief)
    tell(Progress(stage="write", done=1, board=board))
    if unsaid := missing(brief, board):
        tell(Progress(stage="translate"))
        words = await spawn(
            [Errand(f"words.{lang}", make_words, (brief, board, lang)) for lang in unsaid]
        )
        board = worded(board, zip(unsaid, words, strict=True))
        tell(Progress(stage="translate", done=1, board=board))
    told = versions(brief, board)
    # Words light up as they are spoken: then the pictures have to know when that is.
    heard = [
        await step(_in("speak", n, b.lang), crew.speak, b, s)
        for n, (b, s) in enumerate(told)
        if brief.subtitles == "karaoke"
    ]
    shots = [
        Errand(f"s{run[0]}", make_shots, (brief, board, run, told, heard)) for run in runs(board)
    ]
    ends = [Errand(f"card{n}", make_card, (told, n)) for n in cards(brief, board)]
    made = await spawn([*shots, *ends, Errand("sound", make_sound, (told, heard))])
    tell(Progress(stage="finish"))
    pieces = in_order(made[: len(shots)], made[len(shots) : -1], brief)
    sound = made[-1]
    films = [
        await step(_in("finish", n, b.lang), crew.finish, b, s, *_for(b.lang, n, pieces, sound))
        for n, (b, s) in enumerate(told)
    ]
    film = with_editions(brief, board, told, films)
    alike = await likeness(brief, board, film.keyframes, crew, step)
    tell(Progress(stage="done", done=1))
    return film.model_copy(update={"likeness": alike})


async def make_words(
    brief: Brief, board: Storyboard, lang: Lang, crew: Crew, *, step: Step, tell: Tell
) -> Wording:
    """What the storyboard says, in another language."""
    return await step("translate", crew.translate, brief, board, lang)


async def make_shots(
    brief: Brief,
    board: Storyboard,
    run: Sequence[int],
    told: Sequence[Told],
    heard: Sequence[Heard],
    crew: Crew,
    *,
    step: Step,
    tell: Tell,
) -> list[Piece]:
    """A run of shots, mostly just one: paint the keyframe, animate it, encode, in each language;
    what is filmed already is only encoded. In a longer run each begins where the one before
    ends. `heard` is what is spoken in each language, where the pictures have to know."""
    pieces, clip = list[Piece](), None
    for index in run:
        if brief.takes:
            frame, clip = brief.takes[index].keyframe, brief.takes[index].clip
        else:
            tell(Progress(stage="paint", shot=index))
            frame = await step("paint", crew.paint, brief, board, index, clip)
            tell(Progress(stage="animate", shot=index, keyframe=frame))
            clip = await step("animate", crew.animate, brief, board, index, frame)
        tell(Progress(stage="piece", shot=index, keyframe=frame))
        cut = [
            await step(
                _in("piece", n, b.lang),
                *(crew.piece, b, s, index, frame, clip, heard[n] if heard else None),
                (n, len(told)),
            )
            for n, (b, s) in enumerate(told)
        ]
        pieces.append(_together(told, cut))
        tell(Progress(stage="piece", shot=index, done=1))
    return pieces


async def make_card(
    told: Sequence[Told], index: int, crew: Crew, *, step: Step, tell: Tell
) -> Piece:
    """The opener (−1) or the end card (after the last shot), in each language."""
    made = [
        await step(_in("card", n, b.lang), crew.card, b, s, index) for n, (b, s) in enumerate(told)
    ]
    return _together(told, made)


def cards(brief: Brief, board: Storyboard) -> list[int]:
    """The cards a film has, numbered like shots."""
    return [*([-1] if brief.opener else []), *([len(board.shots)] if brief.ending else [])]


def in_order(shots: Sequence[Sequence[Piece]], ends: Sequence[Piece], brief: Brief) -> list[Piece]:
    """All pieces as they are seen: an opener, the shots, an end card."""
    first = list(ends[:1]) if brief.opener else []
    return [*first, *(piece for run in shots for piece in run), *ends[len(first) :]]


def runs(board: Storyboard) -> list[list[int]]:
    """The numbers of the shots, those together that follow each other without a cut in the picture:
    they have to wait for one another, all others do not."""
    found: list[list[int]] = []
    for index, shot in enumerate(board.shots):
        if index and shot.follows:
            found[-1].append(index)
        else:
            found.append([index])
    return found


async def make_sound(
    told: Sequence[Told],
    heard: Sequence[Heard],
    crew: Crew,
    *,
    step: Step,
    tell: Tell,
) -> Sound:
    """Compose the score to the film's length, speak the lines unless they are spoken, and mix them,
    in each language."""
    tell(Progress(stage="sound"))
    score, sounds = None, list[Sound]()
    for n, (brief, board) in enumerate(told):
        lang = brief.lang
        speech = heard[n] if heard else await step(_in("speak", n, lang), crew.speak, brief, board)
        score = score if n else await step("compose", crew.compose, brief, board)
        sounds.append(await step(_in("mix", n, lang), crew.mix, brief, board, speech, score))
        tell(Progress(stage="sound", done=n + 1, of=len(told)))
    return _together(told, sounds)


async def make_stills(brief: Brief, crew: Crew, *, step: Step, spawn: Spawn, tell: Tell) -> Stills:
    """Write the storyboard and paint it, without a film: for /image and /storyboard."""
    tell(Progress(stage="write"))
    board = await step("write", crew.write, brief)
    tell(Progress(stage="write", done=1, board=board))
    frames = await spawn(
        [Errand(f"p{i}", make_still, (brief, board, i)) for i in range(len(board.shots))]
    )
    near = None
    if brief.palette:
        near = await step("nearness", crew.nearness, brief, [frame.file for frame in frames])
    alike = await likeness(brief, board, frames, crew, step)
    tell(Progress(stage="done", done=1))
    made = Stills(board=board, keyframes=tuple(frames), seed=brief.seed, colours=near)
    return made.model_copy(update={"likeness": alike})


async def make_still(
    brief: Brief, board: Storyboard, index: int, crew: Crew, *, step: Step, tell: Tell
) -> Keyframe:
    """Paint one keyframe, or enlarge a given one."""
    tell(Progress(stage="paint", shot=index))
    larger = brief.enlarge > 1 and board.shots[index].keyframe
    frame = await step("paint", crew.enlarge if larger else crew.paint, brief, board, index)
    tell(Progress(stage="paint", shot=index, done=1, keyframe=frame))
    return frame


async def likeness(
    brief: Brief, board: Storyboard, frames: Sequence[Keyframe], crew: Crew, step: Step
) -> tuple[tuple[Likeness, ...], ...]:
    """How much each of the cast looks the same, shot by shot; nothing of candidates, which are to
    differ."""
    if not brief.cast or board.variants:
        return ()
    return tuple(map(tuple, await step("likeness", crew.likeness, brief, board, frames)))


def with_editions(
    brief: Brief, board: Storyboard, told: Sequence[Told], films: Sequence[Film]
) -> Film:
    """The first film, with what there is of it in further languages. Its storyboard stays as it was
    written, with all its words."""
    first, *others = films
    editions = [
        Edition(
            lang=asked.lang,
            file=film.file,
            title=film.title,
            seconds=film.seconds,
            width=film.width,
            height=film.height,
            notes=tuple(_differing(first, film, brief)),
        )
        for (asked, _), film in zip(told[1:], others, strict=True)
    ]
    readers = ", ".join(dict.fromkeys(n for f in films if (n := f.crew.get("narrator"))))
    crew = {**first.crew, "narrator": readers} if readers else first.crew
    new = {"board": board, "editions": tuple(editions), "crew": crew}
    return first.model_copy(update=new)


def _differing(first: Film, film: Film, brief: Brief) -> Iterator[str]:
    """What is to be said of an edition and not of the first film."""
    yield from (note for note in film.notes if note not in first.notes)
    if brief.speech:
        yield "note.own_voice_elsewhere"


def _in(name: str, n: int, lang: Lang) -> str:
    """The name of a step for the film of that number; a film alone has the plain one."""
    return f"{name} {lang}" if n else name


Cut = TypeVar("Cut", Piece, Sound)


def _together(told: Sequence[Told], made: Sequence[Cut]) -> Cut:
    """What was made for the first film, with the same for the others."""
    others = {brief.lang: one for (brief, _), one in zip(told[1:], made[1:], strict=True)}
    return made[0].model_copy(update={"others": others}) if others else made[0]


def _for(
    lang: Lang, n: int, pieces: Sequence[Piece], sound: Sound
) -> tuple[Sequence[Piece], Sound]:
    """The pieces and the sound of the film of that number."""
    if n == 0:
        return pieces, sound
    return [piece.others[lang] for piece in pieces], sound.others[lang]
