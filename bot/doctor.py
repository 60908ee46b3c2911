"""`reelroom doctor`: what is configured, what is missing, and who does what."""

from __future__ import annotations

import argparse
import asyncio
import platform
import shutil
import sqlite3
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bot import naming, platforms
from bot.checks import Check, Verdict
from bot.settings import SettingError, Settings
from bot.show import write_json
from bot.vendors import orders, vendors
from bot.words import Translate, language
from generation.errors import ProviderError
from generation.marking.film import Marks
from generation.model import Role
from generation.providers.router import ROLES, Roster

MARKS: dict[Verdict, tuple[str, str]] = {
    "ok": ("✓", "green"),
    "hint": ("·", "yellow"),
    "fail": ("✗", "red"),
}
NEEDED_BYTES = 500_000_000  # for a film in the making with all its pieces
OPTIONAL: frozenset[Role] = frozenset({"narrator"})
TOKENS = {"telegram": "TELEGRAM_TOKEN", "discord": "DISCORD_TOKEN"}
PACKAGES = ("reelroom", "dbos", "av", "numpy", "pillow")
FFMPEG_SECONDS = 20.0
UNFOLDED = 1000  # columns: what goes into a pipe is not folded


def fill(parser: argparse.ArgumentParser) -> None:
    """The arguments of `doctor`."""
    parser.add_argument(
        "--probe",
        action="store_true",
        help="ask each vendor whether it is there; costs nothing",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    parser.epilog = "exit codes: 0 a film can be made · 1 it cannot"


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Look at everything and say so; 0 if a film can be made, else 1."""
    translate = Translate(language(settings))
    checks = list(examine(settings, translate, probe=args.probe))
    ready = all(check.verdict != "fail" for check in checks)
    if args.json:
        write_json(sys.stdout, report(checks, ready=ready))
    else:
        _print(checks, translate, ready=ready)
    return 0 if ready else 1


def examine(settings: Settings, translate: Translate, *, probe: bool) -> Iterator[Check]:
    """All findings, section by section; with `probe`, vendors are asked whether they are there."""
    yield from _system(translate)
    yield from _folder(settings.home, translate)
    roster = Roster.find(settings.env)
    yield from _crew(roster, translate)
    yield from asyncio.run(vendors(roster, translate, probe=probe))
    yield from asyncio.run(orders(settings, translate))
    yield from _marks(settings, translate)
    yield from _platforms(settings, translate)
    yield from _pause(settings.home / "reelroom.sqlite", translate)
    for name, near in settings.unknown():
        key = "doctor.setting_near" if near else "doctor.setting_unknown"
        yield Check("settings", name, "hint", translate(key, name=name, near=near))


def report(checks: list[Check], *, ready: bool) -> dict[str, Any]:
    """What `--json` prints."""
    return {"ready": ready, "checks": [asdict(check) for check in checks]}


def _system(translate: Translate) -> Iterator[Check]:
    from generation.fonts import FAMILY, font_path

    yield Check("system", "python", "ok", platform.python_version())
    yield Check("system", "sqlite", "ok", sqlite3.sqlite_version)
    for package in PACKAGES:
        yield Check("system", package, "ok", version(package))
    ffmpeg = asyncio.run(_ffmpeg_version())
    text = ffmpeg or translate("doctor.ffmpeg_missing")
    yield Check("system", "ffmpeg", "ok" if ffmpeg else "fail", text)
    there = font_path().is_file() and font_path(bold=True).is_file()
    text = FAMILY if there else translate("doctor.fonts_missing")
    yield Check("system", "fonts", "ok" if there else "fail", text)


async def _ffmpeg_version() -> str:
    """What the packaged ffmpeg calls itself; empty when it does not run."""
    from generation.edit.binary import environment, exe

    try:
        async with asyncio.timeout(FFMPEG_SECONDS):
            process = await asyncio.create_subprocess_exec(
                exe(), "-version", stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL, env=environment()
            )
            out, _ = await process.communicate()
    except (OSError, RuntimeError, TimeoutError):
        return ""
    words = out.decode("utf-8", "replace").split()
    return words[2] if words[:2] == ["ffmpeg", "version"] else ""


def _folder(home: Path, translate: Translate) -> Iterator[Check]:
    try:
        naming.prepare(home)
    except naming.BadTarget as error:
        text = translate("doctor.folder_not_writable", path=str(home), reason=error.reason)
        yield Check("folder", "home", "fail", text)
        return
    free = shutil.disk_usage(home).free
    enough = free > NEEDED_BYTES
    key = "doctor.folder_free" if enough else "doctor.folder_full"
    text = translate(key, path=str(home), gigabytes=free / 1e9)
    yield Check("folder", "home", "ok" if enough else "fail", text)


def _crew(roster: Roster, translate: Translate) -> Iterator[Check]:
    for role in ROLES:
        try:
            members = roster.of(role)
        except ProviderError as error:
            text = translate("doctor.role_wrong", name=error.provider, detail=error.detail)
            yield Check("crew", role, "fail", text)
            continue
        names = " → ".join(f"{m.provider.name} ({m.model})" for m in members)
        if role in OPTIONAL and not names:
            yield Check("crew", role, "hint", translate("doctor.voice_none"))
        else:
            none = translate("doctor.role_none")
            yield Check("crew", role, "ok" if names else "fail", names or none)


def _marks(settings: Settings, translate: Translate) -> Iterator[Check]:
    """Who answers for films, and whether they are signed; the certificate is tried."""
    marks = Marks.read(settings.env)
    named = marks.producer or translate("doctor.producer_none")
    yield Check("marks", "producer", "ok" if marks.producer else "hint", named)
    if signer := marks.signer:
        reason = signer.problem()
        key = "doctor.signing_wrong" if reason else "doctor.signing_on"
        text = translate(key, reason=reason, path=str(signer.chain))
        yield Check("marks", "c2pa", "hint" if reason else "ok", text)
    else:
        half = any(settings.env.get(name) for name in ("REELROOM_C2PA_CERT", "REELROOM_C2PA_KEY"))
        text = translate("doctor.signing_half" if half else "doctor.signing_off")
        yield Check("marks", "c2pa", "hint", text)


def _platforms(settings: Settings, translate: Translate) -> Iterator[Check]:
    found = platforms.found(settings.env)
    for name, token in TOKENS.items():
        if not settings.env.get(token):
            yield Check("platforms", name, "hint", translate("doctor.platform_off", name=token))
        elif isinstance(wrong := found.get(name), SettingError):
            yield Check("platforms", name, "hint", str(wrong))
        else:
            yield Check("platforms", name, "ok", translate("doctor.platform_on"))


def _pause(database: Path, translate: Translate) -> Iterator[Check]:
    from storage.doors import closed_in

    if not database.exists():
        return
    try:
        closed = closed_in(database)
    except sqlite3.Error as error:
        text = translate("doctor.why.unclear", detail=f"{database}: {error}")
        yield Check("platforms", "pause", "hint", text)
        return
    if closed:
        when = f"{closed.since:%Y-%m-%d %H:%M} UTC"
        yield Check("platforms", "pause", "hint", translate("doctor.paused", when=when))


def _print(checks: list[Check], translate: Translate, *, ready: bool) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    width = None if sys.stdout.isatty() else UNFOLDED
    console = Console(highlight=False, width=width)
    table, section = Table.grid(padding=(0, 2)), ""
    for check in checks:
        mark, colour = MARKS[check.verdict]
        title = translate(f"doctor.section.{check.section}") if check.section != section else ""
        section = check.section
        name = translate(f"doctor.role.{check.name}") if section == "crew" else check.name
        table.add_row(Text(title, "bold"), Text(mark, colour), Text(name), Text(check.text))
    console.print(table)
    console.print(Text(translate("doctor.ready" if ready else "doctor.not_ready"), "bold"))
