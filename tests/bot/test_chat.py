"""`reelroom chat`: the whole product in a terminal, with a crew that makes nearly nothing."""

from __future__ import annotations

import asyncio
import re
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path
from typing import Any

import pexpect
import pytest
from PIL import Image

from tests.bot.shell import CHEAP, environment, shell


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


async def chat(home: Path, *lines: str, **env: str) -> str:
    """What is answered to lines that come in by a pipe."""
    said = await shell("chat", home=home, stdin="\n".join(lines).encode(), env=env)
    assert (said.code, said.err) == (0, ""), said
    return said.out


def films(out: str) -> list[Path]:
    """The paths of the films that were shown."""
    return [Path(found) for found in re.findall(r"^(/.*\.mp4)  ", out, re.M)]


def steps(home: Path) -> list[str]:
    """The steps that were finished."""
    log = home / "steps.log"
    return log.read_text().splitlines() if log.exists() else []


async def test_plain_text_is_an_idea_and_its_film_is_waited_for(home: Path) -> None:
    out = await chat(home, "a cat on a windowsill")
    assert [path.read_text() for path in films(out)] == ["film.mp4"]
    assert "[1] 🎲 Another seed" in out


async def test_commands_and_choices_are_those_of_every_platform(home: Path) -> None:
    out = await chat(home, "/help", "/video slow cat --shots 2", "1", "/jobs", "/me", "/vdieo cat")
    assert "/storyboard" in out
    assert "Stopped, as you asked." in out
    assert "slow cat" in out.partition("Your latest jobs:")[2]
    assert "You have 100 credits." in out
    assert "/vdieo. Did you mean /video?" in out
    assert films(out) == []


async def test_answers_come_in_the_language_of_the_person(home: Path) -> None:
    assert "说说你的想法" in await chat(home, "/me", LANG="zh_CN.UTF-8")
    assert "アイデアをどうぞ" in await chat(home, "/me", LANG="C.UTF-8", REELROOM_LANG="ja")


async def test_a_picture_on_disk_comes_to_life(home: Path) -> None:
    Image.new("RGB", (900, 1600), "teal").save(home.parent / "my photo.jpg", exif=Image.Exif())
    out = await chat(home, '/animate "my photo.jpg"')
    assert len(films(out)) == 1
    assert "9:16" in out
    assert "paint 0" not in steps(home)
    assert list((home / "media" / "scratch" / "inbox").iterdir()) == []


@pytest.mark.parametrize(
    ("content", "answer"),
    [(b"no picture at all", "PNG, JPEG, WebP or GIF"), (b"\0" * 20_000_001, "too large")],
)
async def test_a_bad_picture_gets_a_clear_answer(home: Path, content: bytes, answer: str) -> None:
    (home.parent / "bad.png").write_bytes(content)
    out = await chat(home, "/animate ./bad.png")
    assert answer in out
    assert films(out) == []


async def test_what_was_left_unfinished_goes_on_at_the_next_start(home: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, *CHEAP, "chat", stdin=PIPE, stdout=DEVNULL, stderr=PIPE,
        env=environment(home), cwd=home.parent,
    )  # fmt: skip
    assert process.stdin
    process.stdin.write(b"slow cat\n")
    async with asyncio.timeout(20):
        while "piece 0" not in steps(home):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    await asyncio.sleep(0.5)  # until it is written down
    process.terminate()
    began = time.monotonic()
    _, err = await process.communicate()
    assert time.monotonic() - began < 10
    assert (process.returncode, err) == (0, b"")
    out = await chat(home)
    assert len(films(out)) == 1
    assert sorted(steps(home)) == sorted(set(steps(home)))


async def test_a_second_chat_at_the_same_home_is_refused(home: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, *CHEAP, "chat", stdin=PIPE, stdout=PIPE, stderr=DEVNULL,
        env=environment(home), cwd=home.parent,
    )  # fmt: skip
    assert process.stdin and process.stdout
    await process.stdout.readline()
    said = await shell("chat", home=home)
    assert said.code == 2
    assert "already running" in said.err
    process.stdin.close()
    assert await process.wait() == 0


def test_at_a_terminal_progress_moves_and_a_number_stops_it(home: Path) -> None:
    env = environment(home, TERM="xterm-256color", COLORTERM="truecolor", PROMPT_TOOLKIT_NO_CPR="1")
    screen: Any = pexpect.spawn(
        sys.executable, [*CHEAP, "chat"], env=env, cwd=str(home.parent), encoding="utf-8",
        dimensions=(40, 100), timeout=20,
    )  # fmt: skip
    screen.expect("Ctrl-D leaves")
    screen.expect("›")
    time.sleep(0.3)
    screen.send("slow cat\r")
    screen.expect("━")
    screen.expect("▀")
    screen.send("1\r")
    screen.expect("Stopped, as you asked")
    screen.send("slow dog\r")
    screen.expect("━")
    screen.sendeof()
    screen.expect("1 unfinished: they go on when you come back")
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == 0
