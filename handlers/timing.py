"""How long a film still takes: what was told, when it was told, and how long such work took before.
Pure: moments are handed in, as seconds of one clock.

A shot is worth the seconds that its stages take by themselves; how many of those seconds pass in
one of ours, because shots are made side by side, is seen while they are. What is unknown is not
guessed at: there is no time left then, only how far it is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from statistics import median
from typing import Literal, get_args

from generation.model import BUSY, Progress, Stage
from handlers.conversation import Say
from handlers.track import Track

Work = Literal["write", "paint", "animate", "piece", "sound", "finish"]
WORKS: tuple[Work, ...] = get_args(Work)
Paces = Mapping[Work, Sequence[float]]
"""Seconds that each kind of work took lately, `piece` for a second of a shot."""

SHOT: tuple[Work, ...] = ("paint", "animate", "piece")
ORDER: dict[Stage, int] = {"queued": 0, "paint": 0, "animate": 1, "piece": 2}
# Where nothing is known: enough for a bar, and not enough to speak of minutes.
GUESSES: dict[Work, float] = {
    "write": 3.0,
    "paint": 4.0,
    "animate": 8.0,
    "piece": 0.8,
    "sound": 4.0,
    "finish": 1.5,
}
OPENING = 0.25  # seconds; what is told at once when we begin to look was done before
SHORTEST = 0.02  # seconds; what ends sooner was done before and is only told again
BESIDE = 3.0  # shots that usually get on at once
WATCHED = 4.0  # seconds of work that the usual number of shots at once counts for
ENOUGH = 3  # times that something is seen until what was before does not count
TAIL = 0.25  # of the time that something takes already, where nothing ever took so long
NEARLY = 0.99  # of a film that is not ready
STEADY = (0.7, 1.35)  # of what was said: within, it only counts down
LATE = 1.2  # times as long as ever before, and it takes longer than usual
NEAR, MINUTE = 10, 60.0
ROUND = 10  # seconds


@dataclass(frozen=True, slots=True)
class Outlook:
    """How far a film is, from 0 to 1, and in words how long it still takes, where that is known."""

    done: float
    left: Say | None = None


@dataclass(slots=True)
class _Line:
    """One shot: when its newest stage began, how much of that is done, and whether anybody said
    so. `worked` are the seconds that its ended stages took."""

    seconds: float
    at: int = 0
    since: float | None = None
    part: float = 0.0
    told: bool = False
    busy: bool = False
    ended: bool = False


class Course:
    """A job from its first step to its last; `works` are what is done to each of its shots. `paces`
    are those of such jobs before; what this one shows itself counts for more."""

    def __init__(self, paces: Paces | None = None, works: Sequence[Work] = SHOT) -> None:
        self.track = Track()
        self._works = works
        self._known: Paces = paces or {}
        self._seen: dict[Work, list[float]] = {work: [] for work in WORKS}
        self._lines: list[_Line] = []
        self._since: dict[Work, float] = {}
        self._ended: set[Work] = set()
        self._began: float | None = None
        self._opened = 0.0  # when the shots began
        self._start: tuple[float, float] | None = None  # then, and the work already done in them
        self._done = 0.0
        self._said: tuple[float, float] | None = None  # seconds left, and when that was said

    def heard(self, news: Progress, at: float) -> None:
        """With one more report, at a moment."""
        self.track = self.track.heard(news)
        if news.stage == "queued":
            return
        if self._began is None:
            self._began = at
        if news.board:
            written = (_Line(shot.seconds) for shot in news.board.shots)
            self._lines = self._lines or list(written)
            self._end("write", at)
        if news.shot is not None:
            self._hear_shot(news, at)
        elif news.stage in ("write", "sound", "finish") and not news.board:
            self._hear_whole(news.stage, news, at)

    def outlook(self, now: float) -> Outlook:
        """What can be said at a moment. The part that is done never becomes less."""
        if self.track.stage == "done":
            return Outlook(1.0)
        if self._began is None:
            return Outlook(0.0)
        left = self._left(now)
        passed = now - self._began + self._before()
        share = passed / (passed + left) if passed + left > 0 else 0.0
        self._done = max(self._done, min(NEARLY, share))
        return Outlook(self._done, self._words(left, now))

    def learned(self) -> Paces:
        """What this job showed about such jobs."""
        return {work: seen for work, seen in self._seen.items() if seen}

    # What was told

    def _hear_whole(
        self, work: Literal["write", "sound", "finish"], news: Progress, at: float
    ) -> None:
        self._since.setdefault(work, at)
        if news.done >= news.of:
            self._end(work, at)

    def _end(self, work: Work, at: float) -> None:
        self._ended.add(work)
        if (since := self._since.pop(work, None)) is not None and at - since > SHORTEST:
            self._seen[work].append(at - since)

    def _hear_shot(self, news: Progress, at: float) -> None:
        assert news.shot is not None
        self._opened = self._opened if self._start else at
        while len(self._lines) <= news.shot:
            self._lines.append(_Line(4.0))
        line, stage = self._lines[news.shot], ORDER.get(news.stage, 0)
        if stage > line.at or line.since is None:
            self._next(line, stage, at)
        if stage == line.at:
            self._hear_stage(line, news, at)
        if self._start is None or at - self._opened <= OPENING:
            self._start = at, sum(self._worth(other, at)[0] for other in self._lines)

    def _next(self, line: _Line, stage: int, at: float) -> None:
        """Its next stage begins; one that was skipped or told again teaches nothing."""
        if line.since is not None and stage == line.at + 1 and not line.busy:
            self._learn(line, at)
        line.at, line.since, line.part, line.told, line.busy = stage, at, 0.0, False, False

    def _hear_stage(self, line: _Line, news: Progress, at: float) -> None:
        if line.busy and news.note != BUSY:
            line.since = at  # the waiting is over: the work begins
        line.busy = news.note == BUSY
        part = min(1.0, max(0.0, news.done / news.of)) if news.of > 0 else 0.0
        if part >= 1 and SHOT[line.at] == self._works[-1] and not line.ended:
            self._learn(line, at)
            line.ended = True
        if line.at != ORDER["piece"]:
            return  # what is waited for tells the time, not how far it is
        if 0 < part < 1 and not line.told:
            line.told = True
            line.since = at if part < 0.5 else line.since  # until now it waited for its turn
        line.part = max(line.part, part)

    def _learn(self, line: _Line, at: float) -> None:
        took = at - (line.since or at)
        if took > SHORTEST:
            work = SHOT[line.at]
            self._seen[work].append(took / (line.seconds if work == "piece" else 1.0))

    # What follows from it

    def _pace(self, work: Work) -> float:
        """How long some work takes: as seen in this job, else as before, else guessed."""
        seen, known = self._seen[work], self._known.get(work, ())
        if len(seen) >= ENOUGH:
            return median(seen)
        before = [median(known)] * (ENOUGH - len(seen)) if known else []
        return median([*seen, *before] or [GUESSES[work]])

    def _takes(self, line: _Line, work: Work) -> float:
        if work not in self._works:
            return 0.0
        return self._pace(work) * (line.seconds if work == "piece" else 1.0)

    def _worth(self, line: _Line, now: float) -> tuple[float, float]:
        """Seconds of work done in a shot, and still to do."""
        times = [self._takes(line, work) for work in SHOT]
        if line.ended:
            return sum(times), 0.0
        here = times[line.at]
        part = line.part
        if line.since is not None and not line.told and not line.busy and line.at < ORDER["piece"]:
            part = max(part, min(0.95, (now - line.since) / here if here else 1.0))
        done = sum(times[: line.at]) + part * here
        return done, sum(times) - done

    def _beside(self, now: float) -> float:
        """How many seconds of shots' work pass in a second."""
        usual = min(BESIDE, float(len(self._lines) or BESIDE))
        if self._start is None:
            return usual
        began, before = self._start
        worked = sum(self._worth(line, now)[0] for line in self._lines) - before
        passed = max(0.0, now - began)
        return max(1.0, (usual * WATCHED + max(0.0, worked)) / (WATCHED + passed))

    def _before(self) -> float:
        """Seconds that passed before we began to look: a job goes on after a restart."""
        return self._start[1] / min(BESIDE, float(len(self._lines))) if self._start else 0.0

    def _left(self, now: float) -> float:
        shots = 0.0
        for_shots = [self._worth(line, now)[1] for line in self._lines] or self._unwritten()
        if for_shots:
            shots = max(sum(for_shots) / self._beside(now), self._longest(now), max(for_shots))
        sound = self._rest("sound", now)
        return (
            self._rest("write", now) * (not self._lines)
            + max(shots, sound)
            + self._rest("finish", now)
        )

    def _longest(self, now: float) -> float:
        """How long it probably takes until the last clip is there and cut: of many that are waited
        for, one is slow."""
        if "animate" not in self._works:
            return 0.0
        usual = [*self._known.get("animate", ()), *self._seen["animate"]]
        waits = [list(self._waits(line, usual, now)) for line in self._lines if line.at < 2]
        moments = sorted({wait for each in waits for wait in each})
        if not moments:
            return 0.0

        def likely(moment: float) -> bool:
            """Whether all are there by then, more likely than not."""
            return prod(sum(w <= moment for w in each) / len(each) for each in waits) >= 0.5

        return moments[min(bisect_left(moments, True, key=likely), len(moments) - 1)]

    def _waits(self, line: _Line, usual: Sequence[float], now: float) -> Iterator[float]:
        """How long it may take until a clip is there and cut, as it did with others that took as
        long as this one does already."""
        passed = now - line.since if line.since is not None and not line.busy else 0.0
        rest = self._takes(line, "piece")
        if line.at == ORDER["paint"]:
            rest += max(0.0, self._pace("paint") - passed)
            passed = 0.0
        longer = [took - passed for took in usual if took > passed]
        yield from (wait + rest for wait in longer or [TAIL * passed])

    def _unwritten(self) -> list[float]:
        """Before anybody knows how many there are."""
        return [sum(self._takes(_Line(4.0), work) for work in SHOT)] * 4

    def _rest(self, work: Work, now: float) -> float:
        if work in self._ended or (work != "write" and "piece" not in self._works):
            return 0.0
        passed = now - self._since.get(work, now)
        return max(0.05 * self._pace(work), self._pace(work) - passed)

    def _sure(self) -> bool:
        """Whether how long the rest takes was ever seen."""
        going_on = [line.at for line in self._lines if not line.ended]
        todo: set[Work] = {*SHOT[min(going_on) :]} if going_on else set[Work]()
        known: set[Work] = {work for work in todo if self._known.get(work) or self._seen[work]}
        return bool(self._lines) and todo & {*self._works} <= known

    def _late(self, now: float) -> bool:
        """Whether something takes much longer than it should."""
        return any(now - since > LATE * takes + 2 for since, takes in self._going_on() if takes > 0)

    def _going_on(self) -> Iterator[tuple[float, float]]:
        """What is being done: since when, and how long it takes."""
        for line in self._lines:
            if line.since is not None and not line.ended and not line.busy and not line.told:
                yield line.since, self._at_most(line)
        yield from ((since, self._pace(work)) for work, since in self._since.items())

    def _at_most(self, line: _Line) -> float:
        """How long the stage of a shot took at most so far; pieces wait for one another."""
        work = SHOT[line.at]
        if work == "piece":
            return self._takes(line, work) * len(self._lines)
        return max([*self._known.get(work, ()), *self._seen[work], self._pace(work)])

    def _words(self, left: float, now: float) -> Say | None:
        if not self._sure():
            self._said = None
            return None
        if self._late(now):
            self._said = None
            return Say("left.longer")
        if self._said is not None:
            before, then = self._said
            counted = before - (now - then)
            low, high = STEADY
            if counted > NEAR / 2 and low * counted <= left <= high * counted:
                left = counted
        self._said = left, now
        return said(left)


def said(left: float) -> Say:
    """A time as people say it: in tens of seconds, then in minutes from and to."""
    if left < NEAR:
        return Say("left.soon")
    if left < MINUTE - ROUND / 2:
        return Say("left.seconds", {"n": max(ROUND, round(left / ROUND) * ROUND)})
    if left < 1.5 * MINUTE:
        return Say("left.minute")
    low = int(left // MINUTE)
    step = 1 if low < 5 else 5
    low = low // step * step
    return Say("left.minutes", {"low": low, "high": low + step})
