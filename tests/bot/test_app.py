"""`reelroom run`, and which language a person at the terminal is answered in."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from bot import platforms
from bot.settings import SettingError, Settings
from bot.words import Translate, language
from generation.model import Lang
from tests.bot.shell import REAL, environment, shell

RADIO = ("-m", "tests.bot.radio")


async def on_air(home: Path) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable, *RADIO, "run", stdout=PIPE, stderr=PIPE,
        env=environment(home), cwd=home.parent,
    )  # fmt: skip
    assert process.stdout
    assert await process.stdout.readline() == b"on air, inbox True\n"
    return process


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_run_stops_cleanly_within_seconds(tmp_path: Path, number: signal.Signals) -> None:
    process = await on_air(tmp_path / "home")
    process.send_signal(number)
    began = time.monotonic()
    out, err = await process.communicate()
    assert time.monotonic() - began < 10
    assert (process.returncode, out) == (0, b"off air\n")
    assert err.startswith(b"Serving radio.")
    assert b"Traceback" not in err


async def test_one_home_is_served_once(tmp_path: Path) -> None:
    process = await on_air(tmp_path / "home")
    said = await shell("run", home=tmp_path / "home", program=RADIO)
    assert (said.code, said.out) == (2, "")
    assert "already running" in said.err
    process.terminate()
    await process.communicate()


def test_the_terminal_is_not_served_by_run() -> None:
    assert platforms.found({}) == {}


def test_a_platform_whose_settings_are_wrong_keeps_no_other_from_being_served() -> None:
    tokens = {"TELEGRAM_TOKEN": "123456:invented-key", "DISCORD_TOKEN": "no token"}
    found = platforms.found(tokens)
    assert isinstance(found["discord"], SettingError) and "DISCORD_TOKEN" in str(found["discord"])
    assert "no token" not in str(found["discord"])
    assert not isinstance(found["telegram"], SettingError)


async def test_run_says_what_is_wrong_with_the_only_platform(tmp_path: Path) -> None:
    said = await shell("run", home=tmp_path / "home", program=REAL, env={"DISCORD_TOKEN": "short"})
    assert said.code == 2
    assert "DISCORD_TOKEN" in said.err and "Traceback" not in said.err


@pytest.mark.parametrize(
    ("env", "idea", "lang"),
    [
        ({"REELROOM_LANG": "ja", "LANG": "zh_CN.UTF-8"}, "a cat", "ja"),
        ({"LANG": "zh_CN.UTF-8"}, "a cat", "zh"),
        ({"LANG": "de_DE.UTF-8"}, "一只猫", "en"),
        ({"LC_ALL": "C", "LANG": "ja_JP"}, "", "ja"),
        ({"LC_ALL": "ja_JP", "LANG": "zh_CN"}, "", "ja"),
        ({"LANG": "C.UTF-8"}, "一只猫", "zh"),
        ({}, "窓辺の猫", "ja"),
        ({}, "", "en"),
    ],
)
def test_settings_then_locale_then_idea_choose_the_language(
    env: dict[str, str], idea: str, lang: Lang
) -> None:
    assert language(Settings.read(env), idea) == lang


def test_a_sentence_never_reads_its_values_as_sentences() -> None:
    said = Translate("en")("cli.made", path="{seconds} {0} %s")
    assert said == "Your film: {seconds} {0} %s"
