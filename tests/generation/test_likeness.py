"""A character over six shots: one figure, measured; one that drifts is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from generation.crew import Crew
from generation.model import Brief, Character, Keyframe, Provenance, Stills
from generation.pipeline import make_stills
from generation.providers.contract import Capabilities, Member
from generation.providers.local.likeness import likeness, measure
from generation.providers.local.painter import LocalPainter
from generation.providers.local.writer import LocalWriter
from generation.providers.router import Roster
from tests.generation.local.cutting import FolderShelf
from tests.plain import spawner, step

XIAOHONG = Character(name="小红", description="十岁女孩，齐肩黑发，红色雨衣，圆眼镜")
TOM = Character(name="Tom", description="an old man with a white beard and a blue coat")
STEADY, OTHER = 0.9, 0.5  # what one figure has at least, and another at most


def the_crew(folder: Path) -> Crew:
    can = Capabilities(references=4, palette=True)
    members = (
        Member("writer", LocalWriter(), "w"),
        Member("painter", LocalPainter(), "p", can=can),
    )
    return Crew(Roster(members, {}), FolderShelf(folder / "shelf"), folder / "scratch")


async def stills(brief: Brief, crew: Crew) -> Stills:
    def tell(_: object) -> None: ...

    return await make_stills(brief, crew, step=step, spawn=spawner(crew, tell), tell=tell)


def a_brief(**more: object) -> Brief:
    said = {"idea": "小红在雨夜的街头奔跑", "lang": "zh", "cast": (XIAOHONG,), "resolution": 540}
    return Brief.model_validate({**said, "seed": 5, **more})


def painted(
    shelf: FolderShelf, path: Path, *parts: tuple[str, tuple[int, int, int, int]]
) -> Keyframe:
    """A picture of rectangles on grey."""
    picture = Image.new("RGB", (320, 180), "#8a8f94")
    for colour, box in parts:
        picture.paste(colour, box)
    picture.save(path)
    made = Provenance(provider="person", model="", seed=0)
    return Keyframe(file=shelf.keep(path, "image/png"), width=320, height=180, provenance=made)


async def test_a_character_is_one_figure_in_six_shots_and_a_swapped_shot_is_found(
    tmp_path: Path,
) -> None:
    crew = the_crew(tmp_path)
    made = await stills(a_brief(shots=6), crew)
    assert len({frame.file.ref for frame in made.keyframes}) == 6
    alike = [one.alike for [one] in made.likeness]
    assert min(alike) > STEADY and not any(one.drifts for [one] in made.likeness)

    tom = a_brief(shots=6, cast=(TOM,), idea="Tom在雨夜的街头奔跑")
    swapped = await crew.paint(tom, (await crew.write(tom)), 3)
    frames = [*made.keyframes[:3], swapped, *made.keyframes[4:]]
    again = await crew.likeness(a_brief(shots=6), made.board, frames)
    assert [n for n, [one] in enumerate(again) if one.drifts] == [3]
    assert again[3][0].alike < OTHER


async def test_another_seed_draws_the_same_figure(tmp_path: Path) -> None:
    crew = the_crew(tmp_path)
    brief = a_brief(shots=3)
    board = await crew.write(brief)
    frames = [await crew.paint(brief, board, 0)]
    for seed in (77, 123456):
        frames.append(await crew.paint(brief.model_copy(update={"seed": seed}), board, 1))
    told = await crew.likeness(brief, board, frames)
    assert min(one.alike for [one] in told) > STEADY


async def test_a_drawing_follows_the_pictures_of_who_has_no_description(tmp_path: Path) -> None:
    crew = the_crew(tmp_path)
    look = painted(
        FolderShelf(tmp_path / "shelf"),
        tmp_path / "look.png",
        ("#6b3a1e", (120, 20, 200, 60)),
        ("#f0c8a8", (135, 50, 185, 90)),
        ("#1d8a4e", (110, 100, 210, 180)),
    )
    nina = Character(name="Nina", description="", looks=(look,))
    brief = a_brief(idea="Nina walks in a meadow by day", lang="en", shots=3, cast=(nina,))
    made = await stills(brief, crew)
    [one] = made.likeness[1]
    assert one.to == "pictures" and one.alike > OTHER and not one.drifts
    assert all("Nina" in shot.prompt for shot in made.board.shots)


async def test_pictures_that_are_gone_leave_the_description(tmp_path: Path) -> None:
    shelf = FolderShelf(tmp_path / "shelf")
    look = painted(shelf, tmp_path / "a.png", ("#ff0000", (0, 0, 99, 99)))
    shelf.path(look.file).unlink()
    who = XIAOHONG.model_copy(update={"looks": (look,)})
    crew = the_crew(tmp_path)
    brief = a_brief(shots=2)
    board = await crew.write(brief)
    frames = [await crew.paint(brief, board, n) for n in range(2)]
    told = await likeness(a_brief(shots=2, cast=(who,)), board, frames, shelf)
    assert all(one.to == "film" and not one.drifts for [one] in told)


def test_two_in_one_picture_are_told_apart_by_their_colours(tmp_path: Path) -> None:
    red, blue = {"hair": "#23242b", "outfit": "#c8342f"}, {"hair": "#f4f2ee", "outfit": "#3c6fc4"}
    shelf = FolderShelf(tmp_path)

    def figure(colours: dict[str, str], x: int) -> list[tuple[str, tuple[int, int, int, int]]]:
        return [
            (colours["hair"], (x, 40, x + 30, 70)),
            (colours["outfit"], (x - 10, 75, x + 40, 150)),
        ]

    both = [
        painted(shelf, tmp_path / f"{x}.png", *figure(red, x), *figure(blue, x + 120))
        for x in (40, 70, 100)
    ]
    alone = painted(shelf, tmp_path / "alone.png", *figure(red, 90))
    paths = [str(shelf.path(frame.file)) for frame in (*both, alone)]
    wanted = [
        {"name": "red", "shots": (0, 1, 2, 3), "colours": red},
        {"name": "blue", "shots": (0, 1, 2, 3), "colours": blue},
    ]
    told = measure(paths, wanted, (), lambda done, of: None)
    assert [[one["drifts"] for one in shot] for shot in told] == [[False, False]] * 3 + [
        [False, True]
    ]
    assert [one["name"] for one in measure(paths, wanted, (3,), lambda d, o: None)[3]] == ["red"]


@pytest.mark.parametrize("shots", [(), (0,)])
def test_with_nothing_to_compare_nothing_is_said(tmp_path: Path, shots: tuple[int, ...]) -> None:
    shelf = FolderShelf(tmp_path)
    frame = painted(shelf, tmp_path / "a.png", ("#c8342f", (100, 60, 160, 170)))
    wanted = {"name": "x", "shots": shots, "colours": {"outfit": "#c8342f"}}
    assert measure([str(shelf.path(frame.file))], [wanted], (), lambda d, o: None) == [[]]


def test_the_measure_is_quick_and_the_same_again(tmp_path: Path) -> None:
    from time import process_time

    shelf = FolderShelf(tmp_path)
    frames = [
        painted(shelf, tmp_path / f"{n}.png", ("#c8342f", (n * 30, 60, n * 30 + 50, 170)))
        for n in range(6)
    ]
    paths = [str(shelf.path(frame.file)) for frame in frames]
    wanted = [{"name": "x", "shots": tuple(range(6))}]
    before = process_time()
    first = measure(paths, wanted, (), lambda d, o: None)
    assert (process_time() - before) / 6 < 0.3
    assert first == measure(paths, wanted, (), lambda d, o: None)


def test_where_the_colours_of_somebody_are_all_over_the_place_nothing_is_told(
    tmp_path: Path,
) -> None:
    shelf = FolderShelf(tmp_path)
    walls = [("#c3c8d0", (x, 20, x + 25, 160)) for x in range(0, 320, 60)]
    frames = [painted(shelf, tmp_path / f"{n}.png", *walls[n:]) for n in range(3)]
    paths = [str(shelf.path(frame.file)) for frame in frames]
    wanted = {"name": "Bolt", "shots": (0, 1, 2), "colours": {"": "#c3c8d0"}, "face": False}
    assert measure(paths, [wanted], (), lambda d, o: None) == [[], [], []]
