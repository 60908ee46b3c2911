"""What the docs repeat from the code: nobody of the crew is left out."""

from __future__ import annotations

import re
from pathlib import Path

from bot.reference_providers import providers_table
from generation.providers.contract import Member
from generation.providers.router import ROLES, modules, variables

ROWS = [line[2:-2].split(" | ") for line in providers_table().splitlines()[2:]]
QUOTED = re.compile(r"`([^`]+)`")


def test_every_providers_file_has_a_row() -> None:
    names = {row[1].strip("`").removesuffix("-local").partition("-")[0] for row in ROWS}
    files = {module.__name__.rpartition(".")[2].partition("_")[0] for module in modules()}
    # The first is documented apart, the others register under other names than their own.
    assert files - {"local", "chat", "diffusion", "sora"} <= names
    assert {"llm", "wan", "videos"} <= names


def test_rows_are_grouped_by_role() -> None:
    roles: list[str] = [*ROLES]
    found = [roles.index(row[0]) for row in ROWS]
    assert found == sorted(found)


def test_what_a_row_says_to_set_is_known_and_enough() -> None:
    known = {v.name for _, found in variables() for v in found}
    for row in ROWS:
        wanted = QUOTED.findall(row[5])
        assert wanted, row
        assert set(wanted) <= known
        members: list[Member] = []
        for module in modules():
            module.register(members.append, dict.fromkeys(wanted, "12345678"))
        who = {(m.role, m.provider.name) for m in members}
        assert (row[0], row[1].strip("`")) in who


def test_the_extras_are_those_of_the_package() -> None:
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8")
    extras = {extra.strip("[]") for row in ROWS for extra in QUOTED.findall(row[6])}
    assert extras == {"ark", "google", "kokoro", "local", "tencent"}
    assert all(f"\n{extra} = [" in project for extra in extras)
