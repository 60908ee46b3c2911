"""What a person at a terminal sees and types, with a parrot in place of the product."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import pexpect
import pytest
from PIL import Image

from tests.bot.shell import environment, shell

SHOWN_CURSOR = r"\x1b\[\?25h"
PARROT = ("-m", "tests.bot.parrot")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def sit_down(home: Path) -> Any:
    """A person at a terminal of their own."""
    env = environment(home, TERM="xterm-256color", COLORTERM="truecolor", PROMPT_TOOLKIT_NO_CPR="1")
    screen: Any = pexpect.spawn(
        sys.executable, list(PARROT), env=env, cwd=str(home.parent), encoding="utf-8",
        dimensions=(30, 90), timeout=15,
    )  # fmt: skip
    screen.expect("›")
    screen.expect(SHOWN_CURSOR)
    time.sleep(0.2)  # until it listens
    return screen


async def test_piped_lines_are_answered_in_order_and_jobs_are_waited_for(home: Path) -> None:
    said = await shell(home=home, program=PARROT, stdin=b"one\n\nwork\ntwo\n")
    lines = said.out.splitlines()
    lines.remove("you said: two ")  # somewhere in between
    assert lines == [
        "you said: one ",
        "waiting",
        "[1] Stop",
        "SKETCH",
        "FILM",
        "the work is done",
    ]
    assert (said.code, said.err) == (0, "")


async def test_a_number_in_a_pipe_presses_the_button(home: Path) -> None:
    said = await shell(home=home, program=PARROT, stdin=b"work\n1\n")
    assert said.out.endswith("stopped\n")
    assert "FILM" not in said.out


async def test_a_picture_named_by_its_path_is_attached(home: Path) -> None:
    Image.new("RGB", (8, 8)).save(home.parent / "my cat.jpg")
    line = f'/animate "{home.parent}/my cat.jpg" slowly\n'
    said = await shell(home=home, program=PARROT, stdin=line.encode())
    assert said.out == "you said: /animate slowly <my cat.jpg image/jpeg>\n"


def test_a_live_message_moves_above_the_prompt_and_ends_as_text(home: Path) -> None:
    screen = sit_down(home)
    screen.send("work\r")
    screen.expect(r"\[1\] Stop")
    screen.expect("━")
    screen.send("hel")
    screen.expect("FILM")
    screen.expect("the work is done")
    screen.send("lo\r")
    screen.expect("you said: hello")
    screen.sendeof()
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == 0


def test_a_number_at_the_prompt_presses_the_button(home: Path) -> None:
    screen = sit_down(home)
    screen.send("work\r")
    screen.expect("SKETCH")
    screen.send("1\r")
    screen.expect("stopped")
    screen.sendintr()
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == 0


def test_tab_completes_commands_options_and_their_values(home: Path) -> None:
    screen = sit_down(home)
    for typed in ("/vi", "\t", " cat --st", "\t", " n", "\t", "\r"):
        screen.send(typed)
        time.sleep(0.3)
    screen.expect("you said: /video cat --style noir")
    screen.sendeof()
    screen.expect(pexpect.EOF)
