"""Wiring: open everything, serve, close in reverse order. And `reelroom run`."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from bot import logs, platforms
from bot.ending import BAD_INPUT, DONE, invoked
from bot.settings import SettingError, Settings
from bot.words import Translate, language

if TYPE_CHECKING:
    from bot.engine import Engine, Limits
    from bot.engine.orders import Orders
    from generation.model import Lang, Role
    from generation.providers.contract import Member, Writer
    from generation.providers.router import Roster
    from handlers.desk import Desk
    from handlers.dispatch import Dispatcher
    from handlers.house import House
    from handlers.ports import Enhance, Inspire, Platform
    from storage.database import Database
    from storage.files import Files

LOG = logging.getLogger(__name__)
INBOX = "inbox"
SWEEP_SECONDS = 3600.0
ORDERS_SECONDS = 400 * 86400.0  # a year's bills can be looked up
AFAR: tuple[Role, ...] = ("painter", "animator")
AFAR_JOBS, AFAR_PER_PERSON = 40, 10  # films at once while vendors do the work
IDLE_SECONDS = 0.2  # how often it is looked whether everything has ended


class AlreadyOpen(Exception):
    """Another process works in this home."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The open house, as platforms see it."""

    settings: Settings
    database: Database
    desk: Desk
    dispatcher: Dispatcher
    platforms: dict[str, Platform]  # one that begins to speak enters itself, then resumes the desk

    @property
    def inbox(self) -> Path:
        """Where files that people send lie until they are answered."""
        return self.desk.house.files.scratch(INBOX)

    async def idle(self) -> None:
        """Wait until every job of those who speak here has ended and was shown."""
        jobs = self.desk.house.jobs
        while any(  # noqa: ASYNC110 (the database says when)
            job.platform in self.platforms
            for job in [*await jobs.unfinished(), *await jobs.undelivered()]
        ):
            await asyncio.sleep(IDLE_SECONDS)


def fill(parser: argparse.ArgumentParser) -> None:
    """`run` has no arguments: tokens say what to serve."""


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Serve every platform that has a token, until Ctrl-C or SIGTERM."""
    logs.begin(settings.log)
    translate = Translate(language(settings))
    found = platforms.found(settings.env)
    able = {name: serve for name, serve in found.items() if not isinstance(serve, SettingError)}
    for error in found.values():
        if isinstance(error, SettingError):
            sys.stderr.write(f"reelroom: {error}\n")
    if not found:
        ways = (f"cli.no_platform.{way}" for way in ("chat", "telegram", "discord"))
        lines = [f"  {translate(way, command=invoked())}" for way in ways]
        sys.stderr.write("\n".join([translate("cli.no_platform.none"), *lines, ""]))
    if not able:
        return BAD_INPUT
    sys.stderr.write(translate("cli.serving", platforms=", ".join(able)) + "\n")
    try:
        return asyncio.run(_serve(settings, able))
    except AlreadyOpen:
        sys.stderr.write(translate("cli.already_open", home=str(settings.home)) + "\n")
        return BAD_INPUT


@asynccontextmanager
async def opened(settings: Settings, speaking: Sequence[Platform] = ()) -> AsyncGenerator[Opened]:
    """Everything there is, opened, with the jobs of earlier times going on; what ended unseen is
    told on the platforms that are `speaking` already. On leaving, what runs is cut short and goes
    on at the next opening. Raises `AlreadyOpen`."""
    from bot.engine import Engine
    from bot.engine.liveness import FileLiveness
    from bot.engine.orders import Orders
    from bot.shelf import crews
    from bot.workers import send_home
    from generation.providers.router import Roster
    from generation.providers.routing.commission import dismiss
    from handlers.desk import Desk
    from handlers.dispatch import Dispatcher
    from storage.database import Database
    from storage.files import Files

    home = settings.home
    async with AsyncExitStack() as stack:
        locks = FileLiveness(home / "locks")
        if not locks.take("bot"):
            raise AlreadyOpen
        stack.callback(locks.close)
        database = await stack.enter_async_context(await Database.open(home / "reelroom.sqlite"))
        files = Files(home / "media", settings.media_bytes, settings.keep_days)
        roster = Roster.find(settings.env)
        stack.callback(send_home)
        address = settings.database_url or home / "engine.sqlite"
        limits = replace(_limits(roster), keep_days=settings.keep_days)
        orders = settings.database_url or home / "orders.sqlite"
        book = await stack.enter_async_context(Orders.open(orders))
        engine = await stack.enter_async_context(
            Engine.open(
                address,
                crews(roster, files, book),
                limits,
                partial(dismiss, roster, book),
                roster.outbox.settled,
            )
        )
        heard_on = {platform.name: platform for platform in speaking}
        house = _house(settings, database, files, roster, engine, book, heard_on)
        desk = await stack.enter_async_context(Desk(house))
        tidying = asyncio.create_task(_tidy(house, book))
        stack.callback(tidying.cancel)
        yield Opened(settings, database, desk, Dispatcher(desk), heard_on)


def _limits(roster: Roster) -> Limits:
    """Few films at once where this machine makes them, many where vendors do: those only wait."""
    from bot.engine import Limits
    from generation.errors import ProviderError

    try:
        afar = any(m.remote for role in AFAR for m in roster.of(role)[:1])
    except ProviderError:  # a name in the settings is wrong; whoever asks is told
        afar = False
    return Limits(jobs=AFAR_JOBS, per_person=AFAR_PER_PERSON) if afar else Limits()


def stop_on_signals() -> asyncio.Event:
    """Set by Ctrl-C or SIGTERM; the second time they do what they always do."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def heed(number: int) -> None:
        loop.remove_signal_handler(number)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, heed, number)
    return stop


async def _serve(settings: Settings, able: dict[str, platforms.Serve]) -> int:
    """The exit code."""
    from bot.serving import serve_all

    stop, translate = stop_on_signals(), Translate(language(settings))
    async with opened(settings) as house:
        served = await serve_all(house, able, stop, translate)
    return DONE if served else BAD_INPUT


def _house(
    settings: Settings,
    database: Database,
    files: Files,
    roster: Roster,
    engine: Engine,
    book: Orders,
    speaking: dict[str, Platform],
) -> House:
    from bot.clips import clip_keeper, table_keeper
    from bot.pictures import colours_of, keeper
    from bot.recordings import recorder
    from bot.shelf import MediaShelf
    from generation.marking.delivery import document
    from generation.marking.film import Marks
    from handlers.house import House
    from handlers.models import models
    from handlers.prices import prices
    from storage.accounts import Accounts
    from storage.artefacts import Artefacts
    from storage.batches import Batches
    from storage.brands import Brands
    from storage.characters import Characters
    from storage.chats import Chats
    from storage.doors import Doors
    from storage.jobs import Jobs
    from storage.ledger import Ledger
    from storage.links import Links
    from storage.paces import Paces
    from storage.people import People
    from storage.questions import Questions
    from storage.rooms import Rooms
    from storage.statistics import Statistics

    return House(
        people=People(database),
        chats=Chats(database),
        ledger=Ledger(database, settings.daily_credits),
        jobs=Jobs(database),
        artefacts=Artefacts(database),
        batches=Batches(database),
        files=files,
        links=Links(database),
        questions=Questions(database),
        rooms=Rooms(database),
        brands=Brands(database),
        characters=Characters(database),
        accounts=Accounts(database),
        doors=Doors(database),
        paces=Paces(database),
        statistics=Statistics(database),
        queue=engine,
        platforms=speaking,
        enhance=_enhancer(roster),
        inspire=_inspirer(roster),
        colours=colours_of(MediaShelf(files)),
        keep_picture=keeper(MediaShelf(files)),
        keep_recording=recorder(MediaShelf(files)),
        outgoing=partial(document, signer=Marks.read(settings.env).signer),
        keep_clips=clip_keeper(MediaShelf(files)),
        keep_table=table_keeper(MediaShelf(files)),
        price=prices(roster, settings.credit_usd),
        spent=book.spent,
        models=partial(models, roster, settings.credit_usd),
        operators=settings.operators,
        marks=roster.marks,
    )


def _enhancer(roster: Roster) -> Enhance:
    async def enhance(idea: str, lang: Lang, style: str) -> str:
        async def work(member: Member, _: int) -> str:
            return await cast("Writer", member.provider).enhance(idea, lang, style)

        return await roster.ask("writer", work)

    return enhance


def _inspirer(roster: Roster) -> Inspire:
    async def inspire(topic: str, there: Sequence[str], lang: Lang) -> Sequence[str]:
        async def work(member: Member, _: int) -> Sequence[str]:
            return await cast("Writer", member.provider).inspire(topic, there, lang)

        return await roster.ask("writer", work)

    return inspire


async def _tidy(house: House, book: Orders) -> None:
    """Now and then, make room in the media folder and in the book of orders."""
    from handlers.brands import logos
    from handlers.characters import looks

    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        now = house.clock()
        await book.forget(now.timestamp() - ORDERS_SECONDS)
        unfinished = {job.id: job.created for job in await house.jobs.unfinished()}
        wanted = await house.artefacts.refs()
        lasting = await logos(house) | await looks(house)
        try:
            await asyncio.to_thread(
                house.files.sweep,
                now,
                unfinished=unfinished | {INBOX: now},
                wanted=wanted,
                lasting=lasting,
            )
        except OSError:
            LOG.exception("the media folder could not be tidied; it is tried again in an hour")
