"""ffmpeg is run, followed, and never outlives its work."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from generation.edit import leash
from generation.edit.binary import environment, exe
from generation.edit.graph import compiled, ff, open_file
from generation.edit.leash import Limits, leashed
from generation.edit.run import EditError, run
from generation.errors import Kind

ENDLESS = [exe(), "-v", "error", "-nostdin", "-re", "-f", "lavfi", "-i", "testsrc=s=64x64"]


def colour(seconds: float, out: Path) -> list[str]:
    """A small film made of nothing."""
    return compiled(ff.output(ff.input(f"color=red:s=64x64:r=24:d={seconds}", f="lavfi"), str(out)))


async def test_a_run_tells_the_frames_it_has_made(tmp_path: Path) -> None:
    told: list[float] = []
    await run(colour(1, tmp_path / "a.mp4"), told.append)
    assert told == sorted(told) and told[-1] == 24


async def test_sound_without_pictures_is_told_in_seconds(tmp_path: Path) -> None:
    told: list[float] = []
    tone = ff.input("sine=duration=2", f="lavfi")
    await run(compiled(ff.output(tone, str(tmp_path / "a.wav"))), told.append)
    assert told[-1] == pytest.approx(2, abs=0.1)


async def test_an_error_carries_what_ffmpeg_said(tmp_path: Path) -> None:
    argv = compiled(ff.output(open_file(tmp_path / "missing.mp4"), str(tmp_path / "a.mp4")))
    with pytest.raises(EditError, match="No such file") as error:
        await run(argv)
    assert error.value.kind is Kind.BROKEN


async def test_a_cancelled_run_ends_ffmpeg(tmp_path: Path) -> None:
    started = asyncio.Event()
    argv = [*ENDLESS, str(tmp_path / "a.mp4")]
    task = asyncio.create_task(run(argv, lambda _: started.set()))
    await started.wait()
    assert running(tmp_path)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not running(tmp_path)


async def test_a_run_without_end_is_given_up(tmp_path: Path) -> None:
    with pytest.raises(EditError, match="not ended"):
        await run([*ENDLESS, str(tmp_path / "a.mp4")], patience=0.5)
    assert not running(tmp_path)


GREEDY = [exe(), "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=s=4096x2160"]

ENDED = {
    "memory": (Limits(memory=1 << 28), "ended with|Cannot allocate"),
    "processor time": (Limits(cpu=1), "ended with"),
    "room for one file": (Limits(file=50_000), "ended with"),
}


@pytest.mark.parametrize("scarce", ENDED)
async def test_a_run_that_takes_too_much_is_ended(scarce: str, tmp_path: Path) -> None:
    limits, said = ENDED[scarce]
    argv = [*GREEDY, "-preset", "ultrafast", "-threads", "1", str(tmp_path / "a.mkv")]
    with pytest.raises(EditError, match=said):
        await run(argv, patience=30, limits=limits)
    assert not running(tmp_path)


async def test_a_full_disk_is_said() -> None:
    with pytest.raises(EditError, match="No space left on device"):
        await run(
            [exe(), "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", "testsrc=d=9"]
            + ["-f", "matroska", "/dev/full"]
        )


ORPHAN = """
import asyncio, sys
from generation.edit.run import run
asyncio.run(run(sys.argv[1:], lambda _: print("running", flush=True)))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere `-timelimit` ends it at last")
async def test_ffmpeg_dies_with_whoever_started_it(tmp_path: Path) -> None:
    argv = [*ENDLESS, str(tmp_path / "a.mp4")]
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", ORPHAN, *argv, stdout=PIPE, env={**os.environ, "PYTHONPATH": "."}
    )
    assert parent.stdout
    await parent.stdout.readline()
    assert running(tmp_path)
    parent.kill()
    await parent.wait()
    for _ in range(100):
        if not running(tmp_path):
            return
        await asyncio.sleep(0.02)
    pytest.fail(f"still there: {running(tmp_path)}")


def test_where_there_is_nothing_to_hold_it_ffmpeg_runs_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("generation.edit.leash.shutil.which", {}.get)
    leash._works.cache_clear()  # pyright: ignore[reportPrivateUsage]
    assert leashed(ENDLESS) == ENDLESS
    leash._works.cache_clear()  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize(
    "playlist",
    [
        "#EXTM3U\n#EXTINF:1,\n/etc/passwd\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile /etc/passwd\n",
    ],
)
async def test_a_playlist_dressed_as_a_clip_is_refused(playlist: str, tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_text(playlist)
    with pytest.raises(EditError, match="whitelist|Invalid data"):
        await run(compiled(ff.output(open_file(clip), str(tmp_path / "out.mp4"))))


def test_ffmpeg_sees_none_of_the_bots_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHSCOPE_API_KEY", "secret")
    monkeypatch.setenv("FFREPORT", "file=/tmp/report")
    assert set(environment()) <= {"FONTCONFIG_FILE", "TEMP", "TMP", "TMPDIR", "SYSTEMROOT"}


def running(folder: Path) -> list[str]:
    """Processes that still write into `folder`."""
    found: list[str] = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            command = Path(f"/proc/{pid}/cmdline").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if str(folder) in command:
            found.append(command)
    return found
