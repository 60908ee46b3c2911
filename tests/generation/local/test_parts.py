"""What of a film is encoded anew when something changes, and what it weighs at most."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from generation.edit import mixing
from generation.edit.budget import Budget, affordable
from generation.edit.probe import probe
from generation.edit.run import run
from generation.edit.timeline import Timeline
from generation.model import (
    MAX_BOARD,
    TRANSITIONS,
    Brief,
    Film,
    Piece,
    Shot,
    Sound,
    Storyboard,
    Take,
    Transition,
)
from generation.providers.contract import Bench
from generation.providers.local.composer import LocalComposer
from tests.generation.local.cutting import (
    COLOURS,
    EDITOR,
    bench_in,
    frames,
    leftovers,
    notes,
    recipe_clip,
    take,
)

SMALL = Brief(idea="x", resolution=540, aspect="1:1", ending="The end")
SIDE = 540
BOARD = Storyboard(
    title="Parts",
    lang="en",
    shots=tuple(Shot(prompt="x", seconds=1.2, subtitle=text) for text in ("One.", "Two.", "Three")),
)
Change = Callable[[Brief, Storyboard], tuple[Brief, Storyboard]]


def takes(number: int) -> list[Take]:
    return [take(recipe_clip(COLOURS[n % 3], SIDE, SIDE)) for n in range(number)]


async def cut(
    brief: Brief, board: Storyboard, bench: Bench, shots: list[Take], sound: Sound | None = None
) -> tuple[Film, list[Piece]]:
    """A film of recipes, all of whose shots arrive at once, the cards first."""
    cards = [EDITOR.card(brief, board, len(board.shots), bench)] if brief.ending else []
    made = [EDITOR.piece(brief, board, n, shot, (), bench) for n, shot in enumerate(shots)]
    ends, pieces = await asyncio.gather(asyncio.gather(*cards), asyncio.gather(*made))
    whole = [*pieces, *ends]
    film = await EDITOR.finish(brief, board, whole, sound or Sound(file=None), bench)
    assert not leftovers(bench)
    return film, whole


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    bench = bench_in(tmp_path_factory.mktemp("parts"))
    asyncio.run(cut(SMALL, BOARD, bench, takes(3)))
    return bench


def another_caption(brief: Brief, board: Storyboard) -> tuple[Brief, Storyboard]:
    shots = [*board.shots]
    shots[1] = shots[1].model_copy(update={"subtitle": "Two and a half."})
    return brief, board.model_copy(update={"shots": tuple(shots)})


def another_end(brief: Brief, board: Storyboard) -> tuple[Brief, Storyboard]:
    return brief.model_copy(update={"ending": "Good night"}), board


def another_title(brief: Brief, board: Storyboard) -> tuple[Brief, Storyboard]:
    return brief, board.model_copy(update={"title": "Other parts"})


def another_transition(brief: Brief, board: Storyboard) -> tuple[Brief, Storyboard]:
    shots = [*board.shots]
    shots[1] = shots[1].model_copy(update={"transition": "wipe"})
    return brief, board.model_copy(update={"shots": tuple(shots)})


async def new_parts(change: Change, bench: Bench) -> int:
    """How many parts another job encodes after a change."""
    before = {note.name for note in notes(bench)}
    scratch = bench.scratch.with_name(f"job-{change.__name__}")
    scratch.mkdir(exist_ok=True)
    other = Bench(bench.shelf, scratch, bench.tell)
    await cut(*change(SMALL, BOARD), other, takes(3))
    return len({note.name for note in notes(other)} - before)


async def test_nothing_is_encoded_twice(made: Bench) -> None:
    assert await new_parts(lambda brief, board: (brief, board), made) == 0


async def test_another_caption_encodes_one_body(made: Bench) -> None:
    assert await new_parts(another_caption, made) <= 3, "and what of it is seen in transitions"


async def test_another_end_card_encodes_the_card_and_at_most_what_leads_to_it(made: Bench) -> None:
    assert 1 <= await new_parts(another_end, made) <= 3


async def test_another_title_encodes_the_end_card_that_says_it(made: Bench) -> None:
    assert await new_parts(another_title, made) == 1


async def test_another_transition_encodes_that_alone(made: Bench) -> None:
    assert await new_parts(another_transition, made) == 1


async def test_other_music_encodes_no_picture(made: Bench) -> None:
    seconds = Timeline.of(SMALL, BOARD).seconds
    score = await LocalComposer().compose("calm", seconds, 1, made)
    sound = await EDITOR.mix(SMALL, BOARD, [], score, made)
    before = len(notes(made))
    film, _ = await cut(SMALL, BOARD, made, takes(3), sound)
    assert probe(made.shelf.path(film.file)).audio
    assert len(notes(made)) == before


async def test_the_same_sound_is_mixed_once_and_other_music_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench, runs = bench_in(tmp_path), list[str]()

    async def counted(argv: Sequence[str], *more: Any) -> str:
        runs.append(argv[-1])
        return await run(argv, *more)

    monkeypatch.setattr(mixing, "run", counted)
    seconds, composer = Timeline.of(SMALL, BOARD).seconds, LocalComposer()
    one, other = [await composer.compose("calm", seconds, seed, bench) for seed in (1, 2)]
    loud = SMALL.model_copy(update={"clip_sound": "keep"})
    first = await EDITOR.mix(SMALL, BOARD, [], one, bench)
    mixed = len(runs)
    assert mixed and await EDITOR.mix(SMALL, BOARD, [], one, bench) == first
    assert len(runs) == mixed
    assert (await EDITOR.mix(loud, BOARD, [], one, bench)).stems and len(runs) > mixed
    assert (await EDITOR.mix(SMALL, BOARD, [], other, bench)).file != first.file
    assert first.file
    bench.shelf.path(first.file).unlink()
    assert await EDITOR.mix(SMALL, BOARD, [], one, bench) == first
    assert bench.shelf.path(first.file).exists()


async def test_a_part_that_retention_took_is_made_again(made: Bench) -> None:
    _, pieces = await cut(SMALL, BOARD, made, takes(3))
    made.shelf.path(pieces[0].body).unlink()
    film, again = await cut(SMALL, BOARD, made, takes(3))
    assert again[0].body == pieces[0].body
    assert probe(made.shelf.path(film.file)).frames == Timeline.of(SMALL, BOARD).total


def noise(seed: int) -> Take:
    """A shot that no encoder can make small."""
    clip = recipe_clip(COLOURS[0], SIDE, SIDE)
    return take(clip.model_copy(update={"recipe": {**(clip.recipe or {}), "noise": seed}}))


async def test_a_film_stays_under_the_limit_of_its_place(tmp_path: Path) -> None:
    board = BOARD.model_copy(
        update={"shots": tuple(s.model_copy(update={"seconds": 2}) for s in BOARD.shots)}
    )
    cap = 1_500_000
    capped = SMALL.model_copy(update={"cap": cap, "ending": ""})
    bench = bench_in(tmp_path)
    film, _ = await cut(capped, board, bench, [noise(n) for n in range(3)])
    assert 0.6 * cap < film.file.size <= cap
    assert len(frames(bench.shelf.path(film.file))) == Timeline.of(capped, board).total


def test_pictures_are_smaller_where_there_are_too_few_bits_for_them() -> None:
    minute = BOARD.model_copy(
        update={"shots": tuple(Shot(prompt="x", seconds=10) for _ in range(6))}
    )
    brief = Brief(idea="x", resolution=720)
    sizes = {
        megabytes: affordable(
            brief.model_copy(update={"cap": megabytes * 1_000_000}), minute
        ).resolution
        for megabytes in (50, 8, 4, 1)
    }
    assert sizes == {50: 720, 8: 720, 4: 540, 1: 540}
    assert affordable(brief, minute) == brief
    assert Budget.of(brief, minute) is None


async def test_a_board_of_the_largest_size_is_cut(tmp_path: Path) -> None:
    board = Storyboard(
        title="Many",
        lang="en",
        shots=tuple(Shot(prompt="x", seconds=1) for _ in range(MAX_BOARD)),
    )
    brief, bench = SMALL.model_copy(update={"ending": ""}), bench_in(tmp_path)
    for n, shot in enumerate(takes(9)):  # of the same three clips: the others are found
        await EDITOR.piece(brief, board, n, shot, (), bench)
    film, pieces = await cut(brief, board, bench, takes(MAX_BOARD))
    assert len(notes(bench)) < MAX_BOARD
    timeline = Timeline.of(brief, board)
    assert len(pieces) == MAX_BOARD and len(timeline.joins) == MAX_BOARD - 1
    assert probe(bench.shelf.path(film.file)).frames == timeline.total


@pytest.mark.parametrize("kind", TRANSITIONS)
async def test_whatever_leads_from_shot_to_shot_fits_between_them(
    made: Bench, kind: Transition
) -> None:
    brief = SMALL.model_copy(update={"transition": kind})
    film, _ = await cut(brief, BOARD, made, takes(3))
    assert probe(made.shelf.path(film.file)).frames == Timeline.of(brief, BOARD).total
