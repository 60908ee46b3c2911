"""A film's name and place: safe from any title, whole or not there at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from bot import naming
from generation.text import LONGEST_NAME, slug
from tests.hostile import HOSTILE


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("一只猫坐在窗台上", "一只猫坐在窗台上"),
        ("窓辺の猫、外は雨", "窓辺の猫-外は雨"),
        ("Ein Café: 100 %", "Ein-Café-100"),
        ("../../etc/passwd", "etc-passwd"),
        ("-rf", "rf"),
        (".hidden", "hidden"),
        ("CON", "CON-film"),
        ("lpt1", "lpt1-film"),
        ("🐱🌸", "film"),
        ("", "film"),
    ],
)
def test_a_title_becomes_a_name(title: str, name: str) -> None:
    assert slug(title) == name


@drawn(st.text(max_size=300))
def test_no_title_makes_a_dangerous_name(title: str) -> None:
    name = slug(title)
    assert 0 < len(name.encode()) <= LONGEST_NAME + 5
    assert not set(name) & set("/\\:*?\"<>|\0.~$%'`")
    assert name.isprintable()
    assert name[0] != "-"


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_title_stays_in_its_folder(tmp_path: Path, title: str) -> None:
    (tmp_path / "film").write_bytes(b"film")
    placed = naming.place_beside(tmp_path / "film", tmp_path / "out", title)
    assert placed.parent == tmp_path / "out"
    assert placed.read_bytes() == b"film"


def test_a_taken_name_gets_a_number(tmp_path: Path) -> None:
    (tmp_path / "film").write_bytes(b"film")
    names = [naming.place_beside(tmp_path / "film", tmp_path, "猫").name for _ in range(3)]
    assert names == ["猫.mp4", "猫-2.mp4", "猫-3.mp4"]


def test_a_given_name_is_written_over_and_nothing_else_is_left(tmp_path: Path) -> None:
    (tmp_path / "film").write_bytes(b"new")
    target = tmp_path / "mine.mp4"
    target.write_bytes(b"old")
    naming.place(tmp_path / "film", naming.given(str(target)))
    assert target.read_bytes() == b"new"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["film", "mine.mp4"]


def test_a_film_is_as_readable_as_any_other_file(tmp_path: Path) -> None:
    (tmp_path / "film").write_bytes(b"film")
    (tmp_path / "other").touch()
    placed = naming.place(tmp_path / "film", tmp_path / "out.mp4")
    assert placed.stat().st_mode == (tmp_path / "other").stat().st_mode


def test_missing_folders_are_made(tmp_path: Path) -> None:
    assert naming.given(f"{tmp_path}/a/b/film").parent.is_dir()


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "cli.target_not_a_name"),
        ("/", "cli.target_not_a_name"),
        ("a\0b.mp4", "cli.target_not_a_name"),
        (".", "cli.target_not_a_name"),
        ("here", "cli.target_is_folder"),
        ("new/", "cli.target_is_folder"),
        ("film.avi", "cli.target_not_mp4"),
        ("n" * 300, "cli.target_not_a_name"),
        ("file/film.mp4", "cli.target_not_writable"),
        ("n" * 300 + "/film.mp4", "cli.target_not_writable"),
    ],
)
def test_where_no_film_can_be_put_is_said_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, key: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(naming.BadTarget) as error:
        naming.given(typed)
    assert error.value.key == key


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_to_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(naming.BadTarget):
        naming.given(str(tmp_path / "film.mp4"))
