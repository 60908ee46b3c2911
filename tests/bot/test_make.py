"""`reelroom make`, with a crew that makes nearly nothing."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE
from collections import Counter
from pathlib import Path
from typing import Any

import pexpect
import pytest

from tests.bot.shell import CHEAP, environment, shell
from tests.hostile import HOSTILE


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def steps(home: Path) -> Counter[str]:
    """How often each step was finished."""
    return Counter((home / "steps.log").read_text().splitlines())


def left(folder: Path) -> set[str]:
    """Everything in a folder, hidden or not."""
    return {path.name for path in folder.iterdir()}


async def start(*args: str, home: Path, out: int = DEVNULL) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, *CHEAP, *args, stdin=DEVNULL, stdout=out, stderr=PIPE,
        env=environment(home), cwd=home.parent,
    )  # fmt: skip


async def until(home: Path, step: str) -> None:
    """Wait for a step to be finished and written down."""
    async with asyncio.timeout(20):
        while not (home / "steps.log").exists() or not steps(home)[step]:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    await asyncio.sleep(0.5)


async def test_a_film_is_put_under_its_title_and_its_facts_are_said(home: Path) -> None:
    said = await shell("make", "一只猫坐在窗台上", home=home)
    assert said.code == 0, said.err
    assert left(home.parent / "films") == {"一只猫坐在窗台上.mp4"}
    for fact in ("films/一只猫坐在窗台上.mp4", "4 s long", "64×36", "MB", "To try next:"):
        assert fact in said.out
    assert len(said.out.partition("To try next:\n")[2].splitlines()) == 3
    assert said.err == ""


async def test_the_same_title_twice_gets_a_number(home: Path) -> None:
    for _ in range(2):
        assert (await shell("make", "cat", home=home)).code == 0
    assert left(home.parent / "films") == {"cat.mp4", "cat-2.mp4"}


async def test_a_given_name_is_used_and_written_over(home: Path) -> None:
    target = home.parent / "new" / "mine.mp4"
    for _ in range(2):
        assert (await shell("make", "cat", "-o", str(target), home=home)).code == 0
    assert left(target.parent) == {"mine.mp4"}
    assert not (home.parent / "films").exists()


async def test_nothing_is_left_in_the_workshop_after_delivery(home: Path) -> None:
    await shell("make", "cat", home=home)
    assert left(home / "make") == {"locks"}
    assert left(home / "make" / "locks") == set()


async def test_json_tells_everything_as_it_happens_and_ends_with_the_result(home: Path) -> None:
    said = await shell("make", "cat", "--json", "--shots", "2", "-o", "c.mp4", home=home)
    *progress, result = said.lines
    assert {line["event"] for line in progress} == {"progress"}
    assert all(0 <= line["overall"] <= 1 for line in progress)
    assert [line["at"] for line in progress] == sorted(line["at"] for line in progress)
    boards = [line["storyboard"] for line in progress if "storyboard" in line]
    assert len(boards[0]["shots"]) == 2
    shown = {line["shot"] for line in progress if line.get("keyframe")}
    assert shown == {0, 1}
    expected: dict[str, Any] = {
        "event": "result",
        "ok": True,
        "exit": 0,
        "path": "c.mp4",
        "title": "cat",
        "seconds": 2.0,
        "width": 64,
        "height": 36,
        "bytes": 8,
        "shots": 2,
        "notes": [],
        "board": None,
    }
    assert expected.items() <= result.items()
    assert 0 < result["first_keyframe"] < result["took"]
    assert set(result["crew"]) == {
        "writer", "painter", "animator", "narrator", "composer", "editor",
    }  # fmt: skip
    assert "Your film: c.mp4" in said.err


async def test_quiet_says_only_where_the_film_is(home: Path) -> None:
    said = await shell("make", "cat", "--quiet", "-o", "c.mp4", home=home)
    assert (said.out, said.err) == ("c.mp4\n", "")


async def test_the_idea_may_come_in_by_a_pipe(home: Path) -> None:
    said = await shell("make", "-", home=home, stdin="窓辺の猫\n".encode())
    assert said.code == 0
    assert left(home.parent / "films") == {"窓辺の猫.mp4"}


async def test_a_storyboard_can_be_saved_edited_and_rendered(home: Path) -> None:
    await shell("make", "cat", "--save-board", "out/board.json", home=home)
    path = home.parent / "out" / "board.json"
    board = json.loads(path.read_text("utf-8"))
    board["title"], board["shots"] = "Dog", board["shots"][:1]
    path.write_text(json.dumps(board), "utf-8")
    said = await shell("make", "--board", "out/board.json", "--json", home=home)
    assert said.code == 0, said.err
    assert (said.lines[-1]["title"], said.lines[-1]["shots"]) == ("Dog", 1)
    assert left(path.parent) == {"board.json"}


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ([], "One sentence is enough"),
        (["  "], "For example: "),
        (["x" * 10_000], "10000 characters"),
        (["cat", "-o", "."], "cannot be the name"),
        (["cat", "-o", "home"], "home is a folder"),
        (["cat", "-o", "film.avi"], "must end in .mp4"),
        (["cat", "-o", "/dev/null/film.mp4"], "Nothing can be written to /dev/null"),
        (["--board", "nowhere.json"], "nowhere.json cannot be used"),
        (["--board", "/dev/null"], "it is no JSON"),
        (["cat", "--shots", "0"], "shots"),
        (["cat", "--shots", "many"], "shots"),
        (["cat", "--seconds", "nan"], "seconds"),
        (["cat", "--ar", "2:1"], "ar"),
        (["cat", "--style", "nosuchstyle"], "nosuchstyle"),
        (["cat", "--stile", "noir"], "did you mean --style?"),
        (["cat --stile noir"], "--style"),
        (["cat --brand Acme"], "reelroom chat"),
    ],
)
async def test_bad_input_gets_a_clear_answer(home: Path, args: list[str], words: str) -> None:
    said = await shell("make", *args, home=home)
    assert said.code == 2, said
    assert words in said.err
    assert "Traceback" not in said.err
    assert not (home / "steps.log").exists()


async def test_bad_input_is_json_for_machines(home: Path) -> None:
    said = await shell("make", "--json", home=home)
    assert said.lines[-1]["error"]["reason"] == "idea.empty"
    assert (said.code, said.lines[-1]["exit"]) == (2, 2)


@pytest.mark.parametrize("idea", HOSTILE.values(), ids=HOSTILE.keys())
async def test_a_hostile_idea_becomes_a_film_in_its_folder(home: Path, idea: str) -> None:
    if "\0" in idea:
        said = await shell("make", "-", "--json", "--shots", "1", home=home, stdin=idea.encode())
    else:
        said = await shell("make", "--json", "--shots", "1", "--", idea, home=home)
    assert said.code == 0, said.err
    assert left(home.parent) == {"home", "films"}
    assert len(left(home.parent / "films")) == 1


async def test_a_failed_provider_is_named_and_the_next_try_repeats_only_the_failure(
    home: Path,
) -> None:
    first = await shell("make", "broken cat", "--json", home=home)
    assert first.code == 3, first.err
    result = first.lines[-1]
    assert (result["ok"], result["error"]["reason"]) == (False, "bad_request")
    assert "the brush broke" in first.err
    await shell("make", "broken cat", home=home)
    assert steps(home)["write"] == 1
    assert steps(home)["paint 0"] == 1
    assert left(home.parent / "films") == set()


async def test_a_crew_that_cannot_do_it_is_another_exit_code(home: Path) -> None:
    said = await shell("make", "cat", home=home, env={"REELROOM_PAINTER": "rembrandt"})
    assert said.code == 4
    assert "rembrandt" in said.err


async def test_a_killed_make_goes_on_with_the_same_words(home: Path) -> None:
    process = await start("make", "slow cat", home=home)
    await until(home, "piece 0")
    process.kill()
    await process.communicate()
    said = await shell("make", "slow cat", "--quiet", home=home)
    assert said.code == 0, said.err
    assert said.err == ""
    assert set(steps(home).values()) == {1}


async def test_two_films_at_once_do_not_disturb_each_other(home: Path) -> None:
    said = await asyncio.gather(*(shell("make", idea, home=home) for idea in ("cat", "dog")))
    assert [s.code for s in said] == [0, 0]
    assert left(home.parent / "films") == {"cat.mp4", "dog.mp4"}


async def test_the_same_film_twice_at_once_is_refused(home: Path) -> None:
    process = await start("make", "slow cat", home=home)
    await until(home, "write")
    said = await shell("make", "slow cat", home=home)
    assert said.code == 2
    assert "being made in another window" in said.err
    process.terminate()
    _, err = await process.communicate()
    assert process.returncode == 130
    assert b"Traceback" not in err


async def test_a_reader_that_goes_away_is_no_crash(home: Path) -> None:
    process = await start("make", "slow cat", "--json", home=home, out=PIPE)
    assert process.stdout
    await process.stdout.readline()
    process.stdout._transport.close()  # pyright: ignore[reportPrivateUsage,reportUnknownMemberType,reportAttributeAccessIssue]
    _, err = await process.communicate()
    assert b"Traceback" not in err


def test_ctrl_c_stops_at_once_and_says_what_was_kept(home: Path) -> None:
    env = environment(home, TERM="xterm-256color", COLORTERM="truecolor")
    terminal: Any = pexpect.spawn(
        sys.executable, [*CHEAP, "make", "slow cat", "-o", "c.mp4"],
        env=env, cwd=str(home.parent), encoding="utf-8", dimensions=(40, 100), timeout=20,
    )  # fmt: skip
    terminal.expect("first picture after")
    terminal.expect("▀")
    while not steps(home)["piece 0"]:
        time.sleep(0.05)
    time.sleep(0.5)  # until it is written down
    terminal.sendintr()
    began = time.monotonic()
    terminal.expect("1 of 4 shots are kept")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 130
    assert time.monotonic() - began < 5
    assert "Traceback" not in terminal.before
    assert left(home.parent) == {"home"}
    with pytest.raises(ProcessLookupError):
        os.killpg(terminal.pid, signal.SIGCONT)


async def test_each_language_is_a_film_of_its_own_beside_the_first(home: Path) -> None:
    said = await shell(
        *("make", "cat", "--shots", "2", "--lang", "en,zh,ja", "--json", "-o", "c.mp4"), home=home
    )
    assert said.code == 0, said.err
    films = {"c.mp4", "c.zh.mp4", "c.ja.mp4"}
    assert films <= left(home.parent)
    result = said.lines[-1]
    assert [(e["lang"], e["path"]) for e in result["editions"]] == [
        ("zh", "c.zh.mp4"),
        ("ja", "c.ja.mp4"),
    ]
    assert {"paint 0": 1, "paint 1": 1}.items() <= steps(home).items(), "painted once"


async def test_quietly_every_film_is_named(home: Path) -> None:
    said = await shell("make", "cat", "--lang", "en,ja", "--quiet", home=home)
    assert said.out.splitlines() == ["films/cat.mp4", "films/cat.ja.mp4"]
