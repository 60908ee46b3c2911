"""How a film being made is shown: live bars, plain lines, JSON lines, or not at all."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Protocol

from bot.preview import Way, inline, strip
from bot.words import Translate
from generation.model import MediaFile, Progress
from handlers.timing import Course
from handlers.track import Track

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text


Locate = Callable[[MediaFile], Path]
FRAMES_PER_SECOND = 8


class Show(AbstractContextManager["Show"], Protocol):
    """Is told everything that happens; a context, so that it can tidy the terminal up."""

    def tell(self, track: Track, news: Progress, at: float) -> None:
        """`news` happened `at` seconds after the start and made the whole `track`."""
        ...


class Quiet:
    """Shows nothing."""

    def __enter__(self) -> Quiet:
        return self

    def __exit__(self, *_: object) -> None: ...

    def tell(self, track: Track, news: Progress, at: float) -> None: ...


class Plain(Quiet):
    """One line for each thing worth knowing, where nothing can be edited in place."""

    def __init__(self, out: IO[str], translate: Translate) -> None:
        self._out, self._translate = out, translate
        self._said: set[str] = set()

    def tell(self, track: Track, news: Progress, at: float) -> None:
        """A storyboard, a picture, an encoded shot, the sound, the finish: each once."""
        sentence = self._sentence(track, news)
        if sentence not in self._said | {""}:
            self._said.add(sentence)
            self._out.write(f"{at:5.1f} s  {sentence}\n")
            self._out.flush()

    def _sentence(self, track: Track, news: Progress) -> str:
        t, ended = self._translate, news.done >= news.of
        if news.board:
            return t("cli.written", title=news.board.title, shots=len(news.board.shots))
        match news.stage:
            case "animate" if news.keyframe:
                return t("cli.painted", shot=_number(news), shots=len(track.shots))
            case "piece" if ended:
                return t("cli.encoded", shot=_number(news), shots=len(track.shots))
            case "sound" if ended:
                return t("cli.sound_ready")
            case "finish" if not news.done:
                return t("cli.joining")
            case _:
                return ""


class Lines(Quiet):
    """JSON lines for machines, one for each report."""

    def __init__(self, out: IO[str], locate: Locate) -> None:
        self._out, self._locate = out, locate

    def tell(self, track: Track, news: Progress, at: float) -> None:
        """`at` in seconds since the start, `overall` from 0 to 1, what happened, files as paths."""
        line: dict[str, Any] = {"event": "progress", "at": round(at, 3)}
        line |= {"overall": round(track.done, 4), "stage": news.stage, "shot": news.shot}
        line |= {"done": news.done, "of": news.of}
        if news.note:
            line["note"] = news.note
        if news.board:
            line["storyboard"] = news.board.model_dump(mode="json")
        if news.keyframe:
            line["keyframe"] = str(self._locate(news.keyframe.file))
        write_json(self._out, line)


class Both(Quiet):
    """Two shows at once."""

    def __init__(self, first: Show, second: Show) -> None:
        self._shows = (first, second)

    def __enter__(self) -> Both:
        for show in self._shows:
            show.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        for show in reversed(self._shows):
            show.__exit__(*error)

    def tell(self, track: Track, news: Progress, at: float) -> None:
        for show in self._shows:
            show.tell(track, news, at)


class Live:
    """Bars edited in place: the film, each shot with its stage, the sound, and the pictures."""

    def __init__(self, console: Console, translate: Translate, locate: Locate, way: Way) -> None:
        from rich.live import Live as Region

        self._console, self._translate, self._way = console, translate, way
        self._locate = locate
        self._track, self._first, self._course = Track(), 0.0, Course()
        self._region = Region(
            console=console,
            get_renderable=self._picture,
            refresh_per_second=FRAMES_PER_SECOND,
            transient=True,
        )

    def __enter__(self) -> Live:
        self._region.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._region.stop()
        if error is None and self._track.stage == "done":
            self._show_pictures()

    def tell(self, track: Track, news: Progress, at: float) -> None:
        self._track = track
        self._course.heard(news, time.monotonic())
        if news.keyframe and not self._first:
            self._first = at

    def _picture(self) -> RenderableType:
        from rich.console import Group
        from rich.progress_bar import ProgressBar
        from rich.table import Table
        from rich.text import Text

        table = Table.grid(padding=(0, 2))
        for label, stage, done in self._rows():
            bar = ProgressBar(total=1, completed=done, width=32)
            table.add_row(
                label, bar, f"{done:4.0%}", Text(stage, no_wrap=True, overflow="ellipsis")
            )
        return Group(table, *self._below())

    def _rows(self) -> list[tuple[str, str, float]]:
        t, track = self._translate, self._track
        title = track.board.title if track.board and track.stage != "finish" else ""
        outlook = self._course.outlook(time.monotonic())
        left = [t.say(outlook.left)] if outlook.left else []
        said = " · ".join([*left, title or t(f"stage.{track.stage}")])
        rows = [(t("cli.film"), said, outlook.done)]
        for number, shot in enumerate(track.shots, 1):
            stage = "done" if shot.done >= 1 else shot.label
            rows.append((t("cli.shot", shot=number), t(f"stage.{stage}"), shot.done))
        if track.shots:
            rows.append((t("cli.sound"), "", track.sound))
        return rows

    def _below(self) -> list[RenderableType]:
        from rich.text import Text

        below: list[RenderableType] = []
        if self._first:
            first = self._translate("cli.first_keyframe", seconds=self._first)
            below.append(Text(first, style="dim"))
        if self._way == "blocks":
            below += self._strip()
        return below

    def _show_pictures(self) -> None:
        if self._way == "blocks":
            self._console.print(*self._strip(), sep="\n")
        elif self._way in ("kitty", "iterm"):
            for path in self._paths()[:1]:
                columns, lang = self._console.width // 2, self._translate.lang
                self._console.file.write(inline(path, self._way, columns, lang))

    def _strip(self) -> list[Text]:
        return strip(self._paths(), self._console.width, len(self._track.shots))

    def _paths(self) -> list[Path]:
        return [self._locate(s.keyframe.file) for s in self._track.shots if s.keyframe]


def write_json(out: IO[str], line: Mapping[str, Any]) -> None:
    """One JSON object on one line, at once."""
    out.write(json.dumps(line, ensure_ascii=False) + "\n")
    out.flush()


def _number(news: Progress) -> int:
    return (news.shot or 0) + 1
