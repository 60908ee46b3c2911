"""`reelroom doctor` tells the truth about this machine."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from storage.database import Database
from storage.doors import Doors
from tests.bot.shell import REAL, Said, shell

ROLES = ("writer", "painter", "animator", "narrator", "composer", "editor")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


async def doctor(home: Path, *args: str, **env: str) -> Said:
    return await shell("doctor", *args, home=home, program=REAL, env=env)


async def test_a_fresh_machine_is_ready(home: Path) -> None:
    said = await doctor(home)
    assert said.code == 0, said
    assert "Ready: a film can be made." in said.out
    for fact in (f"{sys.version_info.major}.{sys.version_info.minor}", "ffmpeg", str(home)):
        assert fact in said.out
    for role in ROLES:
        assert role in said.out
    assert said.err == ""


async def test_machines_get_one_object(home: Path) -> None:
    said = await doctor(home, "--json", LANG="ja_JP.UTF-8")
    report = json.loads(said.out)
    assert report["ready"] is True
    sections = {"system", "folder", "crew", "marks", "platforms"}
    assert {c["section"] for c in report["checks"]} == sections
    assert all(set(c) == {"section", "name", "verdict", "text"} for c in report["checks"])
    crew = {c["name"]: c["text"] for c in report["checks"] if c["section"] == "crew"}
    assert list(crew) == list(ROLES)
    assert crew["painter"].startswith("local (")


async def test_an_order_that_names_nobody_is_a_failure(home: Path) -> None:
    said = await doctor(home, REELROOM_PAINTER="rembrandt,local")
    assert said.code == 1
    assert "rembrandt cannot be used" in said.out
    assert "Not ready" in said.out


async def test_a_folder_that_cannot_be_made_is_a_failure(home: Path) -> None:
    said = await doctor(home, REELROOM_HOME="/dev/null/home")
    assert said.code == 1
    assert "/dev/null/home cannot be written to" in said.out


async def test_mistyped_settings_are_pointed_out(home: Path) -> None:
    said = await doctor(home, "--json", REELROOM_KEEPDAYS="3", REELROOM_QZX="1")
    texts = [c["text"] for c in json.loads(said.out)["checks"] if c["section"] == "settings"]
    assert texts == [
        "REELROOM_KEEPDAYS is not a setting; did you mean REELROOM_KEEP_DAYS?",
        "REELROOM_QZX is not a setting",
    ]
    assert said.code == 0


async def test_a_pause_is_pointed_out(home: Path) -> None:
    async with await Database.open(home / "reelroom.sqlite") as db:
        await Doors(db).close("Update")
    said = await doctor(home)
    assert "nothing new is taken since 20" in said.out and said.code == 0


async def test_tokens_are_reported_and_never_shown(home: Path) -> None:
    said = await doctor(home, TELEGRAM_TOKEN="123:secret")
    assert "secret" not in said.out
    assert "no token: set DISCORD_TOKEN in .env" in said.out


async def test_it_speaks_the_persons_language(home: Path) -> None:
    assert "一切就绪" in (await doctor(home, LANG="zh_CN.UTF-8")).out
    assert "準備完了" in (await doctor(home, REELROOM_LANG="ja")).out
