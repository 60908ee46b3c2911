"""How well characters are told apart: `python -m tests.bench.likeness`, two minutes of one core.

Paints six characters in four scenes and styles, measures each film, and again with its third shot
swapped for every other character's."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from generation.casting import woven
from generation.model import Brief, Character, Lang
from generation.providers.local.camera import snap
from generation.providers.local.likeness import DRIFTS, measure
from generation.providers.local.portrayal import sketch
from generation.providers.local.recipe import scene_recipe
from generation.providers.local.writer import write
from generation.requests import paint_request

PEOPLE = {
    "小红": "十岁女孩，齐肩黑发，红色雨衣",
    "Tom": "an old man with a white beard, blue coat",
    "Rita": "a woman with red hair in a green dress",
    "ハル": "短髪の少年、黄色いレインコート",
    "Foxy": "a small orange fox",
    "Bolt": "a silver robot",
}
SCENES: tuple[tuple[str, Lang, str], ...] = (
    ("{} in a garden by day", "en", "cinematic"),
    ("{}在雨夜的街头奔跑", "zh", "cyberpunk"),
    ("{} walks by the sea at sunset", "en", "watercolour"),
    ("{} walks in the mountains", "en", "ink-wash"),
)
SHOTS, SWAPPED = 4, 2
Films = dict[tuple[int, str], list[str]]


def painted(folder: Path, scene: int, name: str, seed: int) -> list[str]:
    """The keyframes of a small film."""
    idea, lang, style = SCENES[scene]
    cast = (Character(name=name, description=PEOPLE[name]),)
    said = {"idea": idea.format(name), "lang": lang, "style": style, "shots": SHOTS}
    brief = Brief.model_validate({**said, "seed": seed, "cast": cast, "resolution": 540})
    board, paths = woven(write(brief), cast), list[str]()
    for index in range(SHOTS):
        request = replace(paint_request(brief, board, index), width=640, height=360)
        path = folder / f"{scene}-{name}-{index}.png"
        with TemporaryDirectory() as scratch:
            snap(scene_recipe(request).dump(), scratch, str(path), quiet)
        paths.append(str(path))
    return paths


def told(frames: list[str], name: str, looks: tuple[str, ...] = ()) -> list[float]:
    """How alike somebody is in each picture; nothing where that cannot be told."""
    base = sketch(PEOPLE[name])
    assert base
    colours = {part: c for part, c in base.colours.items() if part in ("", "hair", "outfit")}
    wanted: dict[str, Any] = {"name": name, "shots": range(len(frames)), "colours": colours}
    wanted |= {"face": base.kind == "person", "looks": looks}
    return [one["alike"] for shot in measure(frames, [wanted], (), quiet) for one in shot]


def swapped(films: Films, scene: int, name: str) -> list[float]:
    """How alike others are, in its place."""
    found = list[float]()
    for other in (other for other in PEOPLE if other != name):
        frames = list(films[scene, name])
        frames[SWAPPED] = films[scene, other][SWAPPED]
        found += told(frames, name)[SWAPPED : SWAPPED + 1]
    return found


def quiet(done: float, of: float) -> None:
    """Tell nobody."""


def line(what: str, found: list[float], limit: float) -> None:
    """What was found, in a line."""
    low, middle, high = np.percentile(found, (5, 50, 95))
    below = float(np.mean(np.array(found) < limit))
    print(f"{what}: {len(found)}, 5 % {low:.2f}, median {middle:.2f}, 95 % {high:.2f},", end=" ")
    print(f"least {min(found):.2f}, below {limit}: {below:.0%}")


def main() -> None:
    """Paint, measure, print."""
    keys = list(product(range(len(SCENES)), PEOPLE))
    with TemporaryDirectory() as folder:
        films = {key: painted(Path(folder), *key, 100 + n) for n, key in enumerate(keys)}
        same = {key: told(films[key], key[1]) for key in keys}
        known = [key for key in keys if same[key]]
        looks = [
            told(films[scene, name], name, (films[other, name][1],))
            for (scene, name), other in product(keys, range(len(SCENES)))
            if other != scene
        ]
        print(f"films: {len(keys)}, of which nothing can be told of {len(keys) - len(known)}")
        line("the same", [part for key in known for part in same[key]], DRIFTS["film"])
        others = [part for key in known for part in swapped(films, *key)]
        line("another", others, DRIFTS["film"])
        line("by pictures", [part for film in looks for part in film], DRIFTS["pictures"])


if __name__ == "__main__":
    main()
