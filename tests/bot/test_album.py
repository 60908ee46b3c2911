"""Albums in groups as platforms take them, and lists as files that are taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.album import parted
from bot.received import taken_as
from handlers.conversation import Picture, Reply, Say, Video


def videos(folder: Path, *sizes: int) -> tuple[Video, ...]:
    """Films of so many bytes."""
    made: list[Video] = []
    for n, size in enumerate(sizes):
        path = folder / f"{n}.mp4"
        path.write_bytes(b"x" * size)
        made.append(Video(path, 320, 180, 1.0, None, Say("plain", {"text": f"{n}"})))
    return tuple(made)


@pytest.mark.parametrize(
    ("sizes", "groups"),
    [
        ((10,) * 9, [9]),
        ((10,) * 12, [10, 2]),
        ((60, 60, 60), [1, 1, 1]),
        ((40, 40, 40, 40), [2, 2]),
        ((10, 150, 10), [1, 1, 1]),
    ],
)
def test_a_group_is_no_larger_together_than_a_file_may_be(
    tmp_path: Path, sizes: tuple[int, ...], groups: list[int]
) -> None:
    found = list(parted(Reply(videos=videos(tmp_path, *sizes)), 100))
    assert [len(group) for group in found] == groups
    said = [say.values["text"] for group in found for reply in group for say in reply.text]
    assert said == [str(n) for n in range(len(sizes))]


def test_a_picture_of_an_album_is_seen_in_full_size(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"x")
    ((one,),) = parted(Reply(pictures=(Picture(path),)), 100)
    assert one.single and one.pictures[0].path == path


@pytest.mark.parametrize(
    ("mime", "name", "kind"),
    [
        ("text/csv", "ideas.csv", "text/csv"),
        ("text/plain; charset=utf-8", "ideas.txt", "text/plain"),
        ("text/plain", "ideas.csv", "text/csv"),
        ("application/vnd.ms-excel", "ideas.CSV", "text/csv"),
        ("text/tab-separated-values", "ideas.tsv", "text/csv"),
        ("text/plain", "warm.cube", "text/x-cube"),
        ("text/plain", "board.json", "application/json"),
    ],
)
def test_a_list_is_known_by_its_name_and_its_type(mime: str, name: str, kind: str) -> None:
    assert taken_as(mime, name) == kind
