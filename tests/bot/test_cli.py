"""The command line as a whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS
from tests.bot.shell import REAL, Said, shell

HEAVY = (
    "numpy",
    "PIL",
    "av",
    "dbos",
    "sqlalchemy",
    "pydantic",
    "rich",
    "prompt_toolkit",
    "asyncio",
)
LOADED = """
import contextlib, json, sys
from bot.__main__ import main
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(sys.stderr):
    main(["--help"])
print(json.dumps(sorted(sys.modules)))
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


async def help_of(*args: str, home: Path) -> Said:
    return await shell(*args, home=home, program=REAL)


async def test_help_names_every_command_and_the_exit_codes(home: Path) -> None:
    said = await help_of("--help", home=home)
    assert said.code == 0
    for name, command in COMMANDS.items():
        assert name in said.out
        assert command.help in said.out
    assert "130 cancelled" in said.out


async def test_no_command_is_a_question_for_help(home: Path) -> None:
    assert (await help_of(home=home)).out == (await help_of("--help", home=home)).out


async def test_nothing_heavy_is_loaded_for_help(home: Path) -> None:
    said = await shell(home=home, program=("-c", LOADED))
    assert set(json.loads(said.out)) & set(HEAVY) == set()


@pytest.mark.parametrize("command", COMMANDS)
async def test_every_command_explains_itself(home: Path, command: str) -> None:
    said = await help_of(command, "--help", home=home)
    assert said.code == 0
    assert said.out.startswith(f"usage: reelroom {command}")


async def test_an_unknown_command_is_a_usage_error(home: Path) -> None:
    said = await help_of("fly", home=home)
    assert said.code == 2
    assert "invalid choice: 'fly'" in said.err


async def test_a_setting_that_cannot_be_used_is_quoted(home: Path) -> None:
    said = await shell("doctor", home=home, program=REAL, env={"REELROOM_MEDIA_GB": "much"})
    assert said.code == 2
    assert said.err == "reelroom: REELROOM_MEDIA_GB='much': wanted a number above 0\n"


async def test_run_without_a_token_says_how_to_get_one(home: Path) -> None:
    said = await shell("run", home=home, program=REAL)
    assert said.code == 2
    for word in ("TELEGRAM_TOKEN", "@BotFather", "DISCORD_TOKEN", "python -m bot chat"):
        assert word in said.err
