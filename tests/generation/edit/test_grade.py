"""Grades, tables and palettes, in the pictures that come out of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from generation.edit.cube import checked_cube
from generation.edit.grade import Look, graded, wanted
from generation.errors import BadInput
from generation.model import Brief
from generation.styles import Grade, styles
from tests.generation.edit.looking import Pictures, pictures, source, written

PALETTES = [("#0b3d91", "#8ecae6"), ("#1b4332", "#95d5b2", "#f8f9fa"), ("#e63946",)]
SKIN = ("e9bea5", "c68666", "8d5538", "5e3c2c")  # light to dark


def seen(scene: str, look: Look, folder: Path) -> Pictures:
    return pictures(written(graded(source(scene), look), folder / "g.mp4"))[0]


def table(size: int, folder: Path, row: str = "{r} {g} {b}") -> Path:
    """A `.cube` file."""
    path, steps = folder / "t.cube", [n / (size - 1) for n in range(size)]
    rows = [row.format(r=r, g=g, b=b) for b in steps for g in steps for r in steps]
    path.write_text("\n".join(['TITLE "a"', f"LUT_3D_SIZE {size}", "# rows", *rows]))
    return path


@pytest.mark.parametrize("style", sorted(styles()))
def test_one_table_a_plane_does_what_eq_does(style: str, tmp_path: Path) -> None:
    grade, scene = styles()[style].grade, "testsrc2=s=160x90:d=0.04"
    by_eq = source(scene).filter(
        "eq",
        contrast=grade.contrast,
        brightness=grade.brightness,
        saturation=grade.saturation,
        gamma=grade.gamma,
    )
    by_eq = by_eq.filter("lutyuv", u=f"val+({grade.u})", v=f"val+({grade.v})")
    expected = pictures(written(by_eq, tmp_path / "e.mp4"))[0].clip(16, 240)
    assert np.abs(seen(scene, Look(grade), tmp_path).clip(16, 240) - expected).mean() < 1.5


def test_the_grade_is_the_films_own_or_anothers_or_none() -> None:
    noir, anime = styles()["noir"].grade, styles()["anime"].grade
    assert wanted(Brief(idea="x"), "anime") == anime
    assert wanted(Brief(idea="x", grade="noir"), "anime") == noir
    assert wanted(Brief(idea="x", grade="none"), "anime") == Grade()


@pytest.mark.parametrize("palette", PALETTES)
def test_pictures_are_led_towards_a_palette(palette: tuple[str, ...], tmp_path: Path) -> None:
    scene = "testsrc2=s=160x90:d=0.04,hue=s=0.4"
    before, after = (seen(scene, Look(palette=p), tmp_path) for p in ((), palette))
    swatches = [seen(f"color=0x{c[1:]}:s=16x16:d=0.04", Look(), tmp_path)[8, 8] for c in palette]
    assert off(after, swatches) < 0.97 * off(before, swatches)
    assert np.abs(after[..., 0] - before[..., 0]).max() <= 2


def off(picture: Pictures, swatches: list[Pictures]) -> float:
    """How far a picture's colours are from the nearest of some."""
    away = [np.hypot(*(picture[..., n] - s[n] for n in (1, 2))) for s in swatches]
    return float(np.min(away, axis=0).mean())


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("tone", SKIN)
def test_skin_stays_skin_under_any_palette(
    tone: str, palette: tuple[str, ...], tmp_path: Path
) -> None:
    before, after = (
        seen(f"color=0x{tone}:s=16x16:d=0.04", Look(palette=p), tmp_path)[8, 8, 1:] - 128
        for p in ((), palette)
    )
    hues = np.degrees([np.arctan2(v, u) for u, v in (before, after)])
    assert abs(hues[1] - hues[0]) < 25
    assert np.hypot(*after) > 0.5 * np.hypot(*before)


def test_a_table_that_changes_nothing_changes_nothing(tmp_path: Path) -> None:
    path, scene = table(5, tmp_path), "testsrc2=s=160x90:d=0.04"
    checked_cube(path)
    before, after = (seen(scene, Look(lut=lut), tmp_path) for lut in (None, path))
    assert np.abs(after - before).mean() < 1.5


def test_a_table_is_followed(tmp_path: Path) -> None:
    path = table(5, tmp_path, "{b} {b} {b}")
    checked_cube(path)
    blue = seen("color=blue:s=16x16:d=0.04", Look(lut=path), tmp_path)[8, 8]
    assert blue.tolist() == pytest.approx([235, 128, 128], abs=3)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "cube.unreadable"),
        ("LUT_1D_SIZE 2\n0 0 0\n1 1 1\n", "cube.unreadable"),
        ("LUT_3D_SIZE x\n", "cube.unreadable"),
        ("LUT_3D_SIZE 2\n" + "0 " * 600, "cube.unreadable"),
        ("#EXTM3U\nfile:///etc/passwd\n", "cube.unreadable"),
        ("LUT_3D_SIZE 256\n", "cube.size"),
        ("LUT_3D_SIZE 1\n0 0 0\n", "cube.size"),
        ("LUT_3D_SIZE 2\n" + "0 0 0\n" * 7, "cube.numbers"),
        ("LUT_3D_SIZE 2\n" + "0 0 0\n" * 9, "cube.numbers"),
        ("LUT_3D_SIZE 2\n" + "0 0\n" * 8, "cube.numbers"),
        ("LUT_3D_SIZE 2\n" + "0 0 nan\n" * 8, "cube.numbers"),
        ("LUT_3D_SIZE 2\n" + "inf 0 0\n" * 8, "cube.numbers"),
        ("LUT_3D_SIZE 2\n" + "0 0 1e99\n" * 8, "cube.numbers"),
    ],
)
def test_what_is_no_table_is_refused(text: str, key: str, tmp_path: Path) -> None:
    (tmp_path / "t.cube").write_text(text)
    with pytest.raises(BadInput) as refused:
        checked_cube(tmp_path / "t.cube")
    assert refused.value.key == key


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "t.cube").write_bytes(b"\xff\xfe\x00LUT_3D_SIZE 2")
    with pytest.raises(BadInput):
        checked_cube(tmp_path / "t.cube")
