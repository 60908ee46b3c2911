"""`reelroom make`: one film, from this shell, on an engine file of its own."""

from __future__ import annotations

import argparse
import asyncio
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from bot import logs, naming
from bot.ending import BAD_INPUT, CANCELLED, Made, NotMade, closing, exit_code, invoked, kept
from bot.order import Order, order
from bot.order import fill as fill_options
from bot.preview import way
from bot.settings import Settings
from bot.shelf import MediaShelf, crews
from bot.show import Both, Lines, Live, Locate, Plain, Quiet, Show, write_json
from bot.words import Translate, language
from bot.workers import call_in, send_home
from bot.workshop import Busy, Workshop
from generation.errors import BadInput, Kind, ProviderError
from generation.model import Brief, Film, Lang, Progress
from generation.providers.router import Roster
from handlers import option
from handlers.ports import Failure, JobState
from handlers.prices import check_models
from handlers.track import Track
from handlers.views import explained
from storage.files import Files

EXIT_CODES = """\
exit codes: 0 made · 2 usage or bad input · 3 a provider failed · 4 no provider is able ·
130 stopped by Ctrl-C; the same command goes on from there
"""
Read = Callable[[argparse.Namespace, Lang, Path], Order]
"""What was typed, as an order. Raises `BadInput` and `naming.BadTarget`."""
NO_CEILING, FOR_EVER = 2**63, 1e9  # a workshop's media folder goes as a whole
LOST = Failure(kind=Kind.LOST, provider="engine", detail="the job was cancelled from outside")


def fill(parser: argparse.ArgumentParser) -> None:
    """The arguments of `make`."""
    parser.add_argument("idea", nargs="*", help="what the film is about; - reads it from stdin")
    parser.add_argument("-o", dest="out", metavar="FILM.mp4", help="where to put the film")
    fill_options(parser)
    parser.add_argument("--board", metavar="FILE", help="render this storyboard as it stands")
    parser.add_argument("--music-file", metavar="FILE", help="play this music, fitted to the film")
    parser.add_argument("--voice-file", metavar="FILE", help="and this voice")
    parser.add_argument("--save-board", metavar="FILE", help="write the storyboard there as JSON")
    parser.add_argument("--json", action="store_true", help="JSON lines on stdout")
    parser.add_argument("--quiet", action="store_true", help="only the path of the film")
    parser.epilog = EXIT_CODES


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Make a film; the exit code says how it went."""
    logs.begin(settings.log)
    translate = Translate(
        option.lang((args.lang or "").partition(",")[0]) or language(settings, " ".join(args.idea))
    )
    shell = Shell(settings, translate, args.json, args.quiet, time.perf_counter())
    return shell.close(shell.make(args))


@dataclass(slots=True)
class Making:
    """A film as far as this process has watched it being made."""

    show: Show
    began: float  # by `time.perf_counter`
    track: Track = field(default_factory=Track)
    first_keyframe: float | None = None  # seconds after the start

    @property
    def seconds(self) -> float:
        """How long it takes so far."""
        return time.perf_counter() - self.began

    def hear(self, news: Progress) -> None:
        """Remember and show one more report."""
        self.track = self.track.heard(news)
        if news.keyframe and self.first_keyframe is None:
            self.first_keyframe = self.seconds
        self.show.tell(self.track, news, self.seconds)


async def make(
    brief: Brief, workshop: Workshop, roster: Roster, files: Files, making: Making
) -> JobState:
    """Make the film, or go on with it. What is finished, and what was ordered, stays in the
    workshop, also when this is cancelled."""
    from bot.engine import Engine
    from bot.engine.orders import Orders

    job = workshop.job
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, _current().cancel)
    async with AsyncExitStack() as stack:
        stack.callback(send_home)
        book = await stack.enter_async_context(Orders.open(workshop.orders))
        crew_for = crews(roster, files, book)
        engine = await stack.enter_async_context(
            Engine.open(workshop.database, crew_for, settle=roster.outbox.settled)
        )
        await engine.retry(job)  # of an earlier try that failed, only the failed step
        begun = await engine.state(job)
        async for event in engine.watch(job) if begun else engine.run_here(job, "film", brief):
            if event.progress:
                making.hear(event.progress)
        state = await engine.state(job)
    assert state is not None
    return state


@dataclass(frozen=True, slots=True)
class Shell:
    """Whoever typed the command, and how they want to be answered."""

    settings: Settings
    translate: Translate
    json: bool
    quiet: bool
    began: float

    @property
    def human(self) -> TextIO:
        """Where people read."""
        return sys.stderr if self.json else sys.stdout

    def make(self, args: argparse.Namespace, read: Read = order) -> Made | NotMade:
        """Check the order, as it is `read`, make the film, deliver it."""
        try:
            wanted = read(args, self.translate.lang, self.settings.home)
            if wanted.out is None:
                naming.prepare(naming.FILMS)
            naming.prepare(self.settings.home)
            roster = Roster.find(self.settings.env)
            check_models(roster, wanted.brief)
            call_in(roster)  # they get ready while the engine is loaded
            with Workshop.open(self.settings.home, wanted.brief) as workshop:
                return self._make_in(workshop, wanted, roster)
        except BadInput as error:
            return _refused(error.key, self.translate(error.key, **error.values))
        except naming.BadTarget as error:
            message = self.translate(error.key, path=str(error.path), reason=error.reason)
            return _refused(error.key, message)
        except ProviderError as error:
            failure = Failure(kind=error.kind, provider=error.provider, detail=error.detail)
            return self._failed(failure, Track())
        except Busy:
            return _refused("cli.busy", self.translate("cli.busy"))

    def close(self, ending: Made | NotMade) -> int:
        """Say how it ended; the exit code."""
        if self.json:
            write_json(sys.stdout, ending.result())
        if isinstance(ending, NotMade):
            _say(sys.stderr, self._excuse(ending))
        elif not self.quiet:
            _say(self.human, closing(ending, self.translate))
        elif not self.json:
            _say(sys.stdout, map(str, (ending.path, *ending.further.values())))
        return ending.code

    def _make_in(self, workshop: Workshop, wanted: Order, roster: Roster) -> Made | NotMade:
        files = Files(workshop.media, NO_CEILING, FOR_EVER)
        _bring(wanted.brief, self.settings.home / "media", files)
        locate = MediaShelf(files).path
        making = Making(self._show(locate), self.began)
        try:
            with making.show:
                state = asyncio.run(make(wanted.brief, workshop, roster, files, making))
        except (KeyboardInterrupt, asyncio.CancelledError):
            return self._interrupted(making.track)
        finally:
            if wanted.save_board and making.track.board:
                naming.write_text(wanted.save_board, making.track.board.model_dump_json(indent=2))
        if not isinstance(film := state.result, Film):
            return self._failed(state.failure or LOST, making.track)
        path = _deliver(locate(film.file), film.title, wanted.out)
        further = {
            edition.lang: naming.place(locate(edition.file), naming.in_language(path, edition.lang))
            for edition in film.editions
        }
        workshop.remove()
        return Made(
            film=film,
            path=path,
            further=further,
            idea=wanted.brief.idea,
            took=making.seconds,
            first_keyframe=making.first_keyframe,
            board=wanted.save_board,
        )

    def _show(self, locate: Locate) -> Show:
        """Bars where they can be edited in place, else lines; JSON lines beside them on demand."""
        shown = Quiet() if self.quiet else self._human_show(locate)
        return Both(Lines(sys.stdout, locate), shown) if self.json else shown

    def _human_show(self, locate: Locate) -> Show:
        env = self.settings.env
        if not self.human.isatty() or env.get("TERM") == "dumb":
            return Plain(self.human, self.translate)
        from rich.console import Console

        return Live(Console(file=self.human), self.translate, locate, way(env, tty=True))

    def _interrupted(self, track: Track) -> NotMade:
        done, shots = kept(track), len(track.shots)
        message = self.translate(
            "cli.cancelled_kept" if done else "cli.cancelled", kept=done, shots=shots
        )
        return NotMade(code=CANCELLED, reason="cancelled", message=message, kept=done, shots=shots)

    def _failed(self, failure: Failure, track: Track) -> NotMade:
        return NotMade(
            code=exit_code(failure),
            reason=str(failure.kind),
            message=self.translate.say(explained(failure)[0]),
            detail=f"{failure.provider}: {failure.detail}",
            kept=kept(track),
            shots=len(track.shots),
        )

    def _excuse(self, ending: NotMade) -> Iterator[str]:
        """Why there is no film, and what to do about it."""
        yield ending.message
        if ending.detail:
            yield f"  {ending.detail}"
        if ending.kept and ending.code != CANCELLED:
            yield f"  {self.translate('cli.kept', kept=ending.kept, shots=ending.shots)}"
        if ending.reason == "idea.empty":
            yield f"  {self.translate('cli.example', command=f'{invoked()} make')}"


def _bring(brief: Brief, media: Path, workshop: Files) -> None:
    """Copy the pictures of a storyboard that came out of a chat, and what somebody brought, to
    where the work is done."""
    shots = brief.board.shots if brief.board else ()
    pictures = [shot.keyframe.file for shot in shots if shot.keyframe]
    filmed = [take.clip.file for take in brief.takes if take.clip.file]
    sounds = [sound.file for sound in (brief.track, brief.speech) if sound]
    tables = [brief.lut] if brief.lut else []
    for file in dict.fromkeys((*pictures, *filmed, *sounds, *tables)):
        with tempfile.TemporaryDirectory() as folder:
            copy = shutil.copy(media / file.ref, folder)
            workshop.keep(Path(copy), file.mime)


def _deliver(film: Path, title: str, out: Path | None) -> Path:
    return naming.place(film, out) if out else naming.place_beside(film, naming.FILMS, title)


def _refused(key: str, message: str) -> NotMade:
    return NotMade(code=BAD_INPUT, reason=key.removeprefix("cli."), message=message)


def _say(out: TextIO, lines: Iterable[str]) -> None:
    out.write("".join(f"{line}\n" for line in lines))
    out.flush()


def _current() -> asyncio.Task[Any]:
    task = asyncio.current_task()
    assert task is not None
    return task
