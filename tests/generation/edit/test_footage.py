"""How clips are used: in time, in shape, in colour."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from generation.edit.footage import Begins, Footage, footage, used
from generation.edit.graph import ff
from generation.edit.match import Seen, correction, look_at, window
from generation.edit.motion import Canvas, from_file
from generation.edit.probe import Facts, probe
from generation.model import Reframe
from tests.generation.edit.looking import Pictures, pictures, source, written

CANVAS = Canvas(320, 180)


def filmed(clip: Path, frames: int, how: Footage, canvas: Canvas = CANVAS) -> Pictures:
    """What the film shows of a clip."""
    video = from_file(canvas, clip, frames, how.facts, how.use)
    return pictures(written(video, clip.with_name("seen.mp4")))


def running(rate: int, seconds: float, folder: Path) -> Path:
    """A white bar that runs 96 pixels a second from the left."""
    bar = f"color=black:s=320x180:r={rate}:d={seconds}"
    white = source(f"color=white:s=16x180:r={rate}:d={seconds}")
    moving = source(bar).overlay(white, x="t*96+0.5", y=0, eval="frame")
    return written(moving, folder / f"bar{rate}.mp4")


def places(seen: Pictures) -> list[float]:
    """Where the bar is, by its light."""
    light = (seen[..., 0] - 16).clip(8) - 8
    columns = light.mean(axis=1)
    return ((columns * np.arange(320)).sum(axis=1) / columns.sum(axis=1)).tolist()


@pytest.mark.parametrize("rate", [16, 24, 30, 60, 120])
def test_movement_is_even_at_any_rate(rate: int, tmp_path: Path) -> None:
    clip = running(rate, 1.5, tmp_path)
    steps = [
        b - a for a, b in pairwise(places(filmed(clip, 24, footage(clip, CANVAS, 24, "auto"))))
    ]
    assert len(steps) == 23
    assert max(abs(step - 4) for step in steps) < 1.2


def test_25_pictures_a_second_are_shown_once_each(tmp_path: Path) -> None:
    clip = running(25, 1.5, tmp_path)
    how = footage(clip, CANVAS, 24, "auto")
    shown, own = filmed(clip, 24, how), pictures(clip)
    assert np.abs(shown - own[:24]).max() <= 2
    assert how.left(24) == pytest.approx(24 / 25)


def test_a_clip_that_is_too_short_is_slowed_and_then_stands(tmp_path: Path) -> None:
    clip = running(24, 2, tmp_path)
    slowed = footage(clip, CANVAS, 56, "auto")
    moved = places(filmed(clip, 56, slowed))
    assert slowed.use.pace == pytest.approx(56 / 48, abs=0.001) and not slowed.held
    assert max(abs(b - a - 4 * 48 / 56) for a, b in pairwise(moved[:-2])) < 1.2
    held = footage(clip, CANVAS, 78, "auto")
    assert held.use.pace == 1.25 and held.use.held == pytest.approx(0.75, abs=0.05) and held.held
    assert len(filmed(clip, 78, held)) == 78


def test_a_clip_that_lacks_a_few_pictures_keeps_its_pace(tmp_path: Path) -> None:
    clip = running(24, 1, tmp_path)
    how = footage(clip, CANVAS, 29, "auto")
    assert how.use.even and not how.held


FOUR = Facts(4.0, 320, 180, frames=96, reach=4.0, fps=24.0)


@pytest.mark.parametrize(
    ("moves", "first"),
    [((100,) * 48 + (900,) * 48, 2.0), ((900,) * 48 + (100,) * 48, 0.0), ((500,) * 96, 0.0)],
)
def test_a_clip_that_is_too_long_is_cut_where_less_moves(
    moves: tuple[int, ...], first: float
) -> None:
    assert used(FOUR, Seen(moves=moves), CANVAS, 48, "auto").first == first
    assert used(FOUR, Seen(moves=moves), CANVAS, 48, "auto", follows=True).first == 0


def test_the_calm_end_is_found_in_a_real_clip(tmp_path: Path) -> None:
    calm = source("testsrc2=s=320x180:r=24:d=1")
    wild = source("testsrc2=s=320x180:r=24:d=1.5,hue=H=t*6:s=2,noise=alls=40:allf=t")
    clip = written(ff.concat(calm, wild, n=2), tmp_path / "c.mp4", qp=24, g=100)
    assert footage(clip, CANVAS, 36, "auto").use.first == pytest.approx(1, abs=0.1)


def test_a_shot_that_goes_on_does_not_show_the_last_picture_twice(tmp_path: Path) -> None:
    clip = running(24, 2, tmp_path)
    own = pictures(clip)
    before = tmp_path / "before.png"
    grey = ((own[0, ..., 0] - 16) / 219 * 255).clip(0, 255).astype(np.uint8)
    Image.fromarray(grey).save(before)
    how = footage(clip, CANVAS, 24, "auto", Begins(before))
    assert np.abs(filmed(clip, 24, how)[0] - own[1]).max() <= 2
    other = tmp_path / "other.png"
    Image.new("L", (320, 180), 128).save(other)
    assert footage(clip, CANVAS, 24, "auto", Begins(other)).use.first == 0
    assert footage(clip, CANVAS, 24, "auto", Begins()).use.first == 0


SHAPES = {"16:9": (320, 180), "9:16": (180, 320), "1:1": (240, 240), "4:3": (320, 240)}


@pytest.mark.parametrize("shape", ["blur", "crop", "letterbox"])
@pytest.mark.parametrize("aspect", SHAPES)
def test_a_clip_fills_any_aspect(aspect: str, shape: Reframe, tmp_path: Path) -> None:
    clip = written(source("testsrc2=s=256x192:r=24:d=0.3"), tmp_path / "c.mp4")
    canvas = Canvas(*SHAPES[aspect])
    seen = filmed(clip, 6, footage(clip, canvas, 6, shape), canvas)
    assert seen.shape[:3] == (6, canvas.height, canvas.width)
    corner = seen[2, 2:6, 2:6, 0].mean()
    same = canvas.width * 3 == canvas.height * 4
    assert (corner < 20) == (shape == "letterbox" and not same)


def test_a_crop_keeps_the_subject(tmp_path: Path) -> None:
    for place, name in ((40, "left"), (380, "right")):
        subject = f"drawbox={place}:120:60:90:0xd02020:fill,noise=alls=4"
        scene = source(f"color=0x90a0b0:s=480x270:r=24:d=0.5,{subject}")
        clip = written(scene, tmp_path / f"{name}.mp4")
        tall = Canvas(180, 320)
        seen = filmed(clip, 6, footage(clip, tall, 6, "crop"), tall)
        red = seen[0, ..., 2] > 170
        assert red.any(axis=0).sum() == pytest.approx(60 * 320 / 270, abs=6)


def test_where_nothing_stands_out_the_middle_is_shown() -> None:
    assert window((1.0,) * 96, 0.5) == pytest.approx(0.25, abs=0.02)
    assert window((1.0,) * 96, 1.0) == 0


def exposed(contrast: float, brightness: float, cast: int, folder: Path, name: str) -> Path:
    """The same scene by another provider."""
    scene = source("testsrc2=s=320x180:r=24:d=0.5").filter("hue", s=0.3)
    other = scene.filter("eq", contrast=contrast, brightness=brightness)
    other = other.filter("lutyuv", u=f"val-({cast})", v=f"val+({cast})")
    return written(other, folder / f"{name}.mp4")


def test_shots_of_different_providers_come_closer_and_a_good_one_is_left_alone(
    tmp_path: Path,
) -> None:
    made = {
        "good": exposed(1, 0, 0, tmp_path, "good"),
        "dull": exposed(0.4, -0.05, 9, tmp_path, "dull"),
        "pale": exposed(0.4, 0.15, -9, tmp_path, "pale"),
    }
    raw = {name: pictures(path)[2] for name, path in made.items()}
    seen = {
        name: filmed(path, 6, footage(path, CANVAS, 6, "auto"))[2] for name, path in made.items()
    }
    assert np.abs(seen["good"] - raw["good"]).mean() < 2.5
    for name in ("dull", "pale"):
        assert distance(seen[name], seen["good"]) < 0.96 * distance(raw[name], raw["good"])


def distance(one: Pictures, other: Pictures) -> float:
    """Between the means and the spreads of two pictures."""
    means = np.abs(one.mean(axis=(0, 1)) - other.mean(axis=(0, 1)))
    return float(means.sum() + np.abs(one.std(axis=(0, 1)) - other.std(axis=(0, 1)))[0])


def test_night_stays_night(tmp_path: Path) -> None:
    lamp = "drawbox=140:60:30:30:0xffe9a0:fill,drawbox=20:100:40:50:0x1c2438:fill"
    clip = written(source(f"color=0x0a1020:s=320x180:r=24:d=0.5,{lamp}"), tmp_path / "n.mp4")
    tone = look_at(clip, probe(clip)).tone
    fix = correction(tone)
    assert (fix.gain, fix.gamma, fix.lift) == (1, 1, 0)
    assert tone and tone.middle < 0.1


def test_a_clip_is_looked_at_once_and_always_alike(tmp_path: Path) -> None:
    clip = written(source("testsrc2=s=320x180:r=24:d=1"), tmp_path / "c.mp4")
    assert look_at(clip, probe(clip)) == look_at(clip, probe(clip))
