"""The media folder: same bytes once, nothing served from outside, room made fairly."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.files import Files, Kept

NOW = datetime.now(UTC)
GENEROUS = 1 << 30


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "media", ceiling_bytes=GENEROUS, keep_days=30)


def keep(files: Files, tmp_path: Path, content: bytes, *, days_old: float = 0) -> Kept:
    source = tmp_path / "made.png"
    source.write_bytes(content)
    kept = files.keep(source, "image/png")
    age(files, kept, days_old)
    return kept


def age(files: Files, kept: Kept, days: float) -> None:
    then = (NOW - timedelta(days=days)).timestamp()
    os.utime(files.path(kept.ref), (then, then))


def is_there(files: Files, kept: Kept) -> bool:
    try:
        return files.path(kept.ref).is_file()
    except FileNotFoundError:
        return False


def test_the_same_bytes_are_one_file(files: Files, tmp_path: Path) -> None:
    one, two = keep(files, tmp_path, b"cat"), keep(files, tmp_path, b"cat")
    assert one == two
    assert files.path(one.ref).read_bytes() == b"cat"
    assert one.ref.endswith(".png") and one.size == 3
    assert len([f for f in (tmp_path / "media").rglob("*") if f.is_file()]) == 1
    assert not (tmp_path / "made.png").exists()


def test_a_half_written_file_under_the_right_name_is_mended(files: Files, tmp_path: Path) -> None:
    kept = keep(files, tmp_path, b"a whole cat")
    files.path(kept.ref).write_bytes(b"a wh")
    keep(files, tmp_path, b"a whole cat")
    assert files.path(kept.ref).read_bytes() == b"a whole cat"


def test_unknown_types_are_not_kept(files: Files, tmp_path: Path) -> None:
    source = tmp_path / "x.sh"
    source.write_text("echo")
    with pytest.raises(ValueError, match="application/x-sh"):
        files.keep(source, "application/x-sh")
    assert source.exists()


@pytest.mark.parametrize(
    "ref",
    [
        "",
        "../secret.png",
        "/etc/passwd",
        "ab/../../secret.png",
        "ab/" + "cd" * 20 + ".png",
        "ab/ab" + "0" * 38 + ".png\n",
        "ab/ab" + "0" * 38 + ".png/../x.png",
        "AB/AB" + "0" * 38 + ".png",
        "scratch/job/x.png",
        "ab\\ab" + "0" * 38 + ".png",
    ],
)
def test_what_is_not_a_ref_is_refused(files: Files, ref: str) -> None:
    with pytest.raises(ValueError, match="not the name of a kept file"):
        files.path(ref)


@settings(deadline=None)
@given(st.text())
def test_no_text_leads_outside_the_folder(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    files = Files(tmp_path_factory.getbasetemp() / "any", GENEROUS, 30)
    with pytest.raises((ValueError, FileNotFoundError)):
        files.path(text)


def test_a_link_out_of_the_folder_is_not_followed(files: Files, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_text("secret")
    kept = keep(files, tmp_path, b"cat")
    path = files.path(kept.ref)
    path.unlink()
    path.symlink_to(secret)
    with pytest.raises(FileNotFoundError):
        files.path(kept.ref)


@pytest.mark.parametrize("job", ["", "..", "a/b", "/tmp", ".hidden", "a" * 65, "工作"])
def test_a_scratch_folder_has_the_name_of_a_job_only(files: Files, job: str) -> None:
    with pytest.raises(ValueError, match="not the id of a job"):
        files.scratch(job)


def test_scratch_lasts_as_long_as_its_job(files: Files) -> None:
    for job in ("running", "ended"):
        (files.scratch(job) / "frames").mkdir()
        (files.scratch(job) / "frames" / "1.raw").write_bytes(b"12345")
    swept = files.sweep(NOW, unfinished={"running": NOW}, wanted=())
    assert swept.bytes == 5
    assert (files.scratch("running") / "frames" / "1.raw").exists()
    assert list(files.scratch("ended").iterdir()) == []


def test_notes_that_jobs_share_outlive_the_jobs_but_not_what_they_tell_of(files: Files) -> None:
    notes = files.scratch("ended").parent / ".cut"
    notes.mkdir()
    old, young = notes / "old", notes / "young"
    old.write_text("{}")
    young.write_text("{}")
    then = (NOW - timedelta(days=31)).timestamp()
    os.utime(old, (then, then))
    files.sweep(NOW, unfinished={}, wanted=())
    assert [note.name for note in notes.iterdir()] == ["young"]


def test_files_past_retention_go_even_when_wanted(files: Files, tmp_path: Path) -> None:
    old = keep(files, tmp_path, b"old", days_old=31)
    new = keep(files, tmp_path, b"new", days_old=29)
    files.sweep(NOW, unfinished={}, wanted={old.ref})
    assert (is_there(files, old), is_there(files, new)) == (False, True)


def test_a_file_used_again_is_young_again(files: Files, tmp_path: Path) -> None:
    old = keep(files, tmp_path, b"old", days_old=31)
    source = tmp_path / "again.png"
    source.write_bytes(b"old")
    files.keep(source, "image/png")
    files.sweep(NOW, unfinished={}, wanted=())
    assert is_there(files, old)


def test_over_the_ceiling_the_oldest_unwanted_go_first(tmp_path: Path) -> None:
    files = Files(tmp_path / "media", ceiling_bytes=20, keep_days=30)
    kept = [keep(files, tmp_path, bytes([n]) * 10, days_old=10 - n) for n in range(4)]
    files.sweep(NOW, unfinished={}, wanted={kept[0].ref})
    assert [is_there(files, k) for k in kept] == [True, False, False, True]


def test_nothing_of_an_unfinished_job_is_taken(tmp_path: Path) -> None:
    files = Files(tmp_path / "media", ceiling_bytes=0, keep_days=1)
    before = keep(files, tmp_path, b"before", days_old=3)
    during = keep(files, tmp_path, b"during", days_old=2)
    files.sweep(NOW, unfinished={"slow": NOW - timedelta(days=2.5)}, wanted=())
    assert (is_there(files, before), is_there(files, during)) == (False, True)


def test_only_old_half_copies_are_cleared_away(files: Files, tmp_path: Path) -> None:
    kept = keep(files, tmp_path, b"cat")
    fresh, stale = (files.path(kept.ref).with_suffix(f".{n}.part") for n in (1, 2))
    for part in (fresh, stale):
        part.write_bytes(b"c")
    hours_ago = (NOW - timedelta(hours=2)).timestamp()
    os.utime(stale, (hours_ago, hours_ago))
    files.sweep(NOW, unfinished={}, wanted=())
    assert (fresh.exists(), stale.exists()) == (True, False)


def test_a_file_is_removed_once(files: Files, tmp_path: Path) -> None:
    kept = keep(files, tmp_path, b"a", days_old=1)
    assert files.remove(kept.ref, NOW)
    assert not is_there(files, kept)
    assert not files.remove(kept.ref, NOW)


def test_a_file_that_was_kept_again_since_is_not_removed(files: Files, tmp_path: Path) -> None:
    kept = keep(files, tmp_path, b"a")
    assert not files.remove(kept.ref, NOW - timedelta(days=1))
    assert is_there(files, kept)


def test_nothing_outside_the_folder_is_removed(files: Files, tmp_path: Path) -> None:
    (tmp_path / "outside.png").write_bytes(b"a")
    with pytest.raises(ValueError, match="not the name of a kept file"):
        files.remove("../outside.png", NOW + timedelta(days=1))
    assert (tmp_path / "outside.png").exists()
