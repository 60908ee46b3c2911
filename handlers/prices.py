"""What a job costs, in credits: the sum of what its crew asks.

Vendors ask money; a credit is worth so many US dollars. Every use of a member is rounded up to
whole credits, so that an estimate is never below its parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from math import ceil
from typing import TYPE_CHECKING

from generation.errors import BadInput
from generation.model import Brief, Currency, Film, Provenance, Role, Stills
from generation.providers.contract import Member
from generation.providers.routing.fitting import able_first, fit_resolution, fit_seconds
from generation.wording import missing
from handlers.options import USUAL_SHOT
from handlers.ports import JobKind, Price

if TYPE_CHECKING:
    from generation.providers.router import Roster

USD: dict[Currency, float] = {"USD": 1.0, "CNY": 1 / 7.1}  # mid-market, November 2026, rounded
USD_PER_CREDIT = 0.05
USUAL_LINE = 60  # characters


def prices(roster: Roster, usd_per_credit: float = USD_PER_CREDIT) -> Price:
    """Estimates by a roster, and charges by what was really made. Work that a brief does not need
    costs nothing: a storyboard or a keyframe that was brought along, clips that are only cut
    anew, music nobody wants or somebody brings.

    Raises `BadInput` for a model that nobody here has."""

    def price(kind: JobKind, brief: Brief, made: Film | Stills | None = None) -> int:
        if made is None:  # whoever made it may have left since
            check_models(roster, brief)
        tariff = _Tariff(roster, brief, usd_per_credit)
        total = tariff.flat("writer", brief.board is None)
        if not brief.takes:  # else it is painted and filmed already
            total += tariff.painter(made)
        if kind == "stills":
            return total
        clips = made.clips if isinstance(made, Film) else ()
        lengths = enumerate(() if brief.takes else tariff.lengths)
        total += sum(tariff.animator(seconds, clips[n : n + 1]) for n, seconds in lengths)
        composed = brief.music != "off" and brief.track is None
        total += tariff.flat("writer", len(missing(brief, brief.board)))
        total += tariff.flat("editor", 1 + len(brief.langs)) + tariff.flat("composer", composed)
        return total + tariff.narrator()

    return price


def check_models(roster: Roster, brief: Brief) -> None:
    """Raises `BadInput` for a model that nobody here has."""
    check_names(brief.models, (m.provider.name for m in roster.members if not m.needs))


def check_names(wanted: Sequence[str], known: Iterable[str]) -> None:
    """Raises `BadInput` for a name that nobody here has, with those there are."""
    names = sorted(set(known))
    for name in wanted:
        if name in names:
            continue
        if near := get_close_matches(name, names, 1, 0.6):
            raise BadInput("models.unknown_near", value=name, near=near[0])
        raise BadInput("models.unknown", value=name, names=", ".join(names))


def credits_of(
    member: Member,
    units: float = 1,
    resolution: int | None = None,
    usd_per_credit: float = USD_PER_CREDIT,
) -> int:
    """What one use of a member costs: so many pictures, seconds or whatever its tariff counts."""
    cost = member.cost(units, resolution)
    if cost is None:
        return member.price
    return max(1, ceil(cost.amount * USD[cost.currency] / usd_per_credit - 1e-9))


def spoken(lines: int) -> float:
    """So many usual lines, in the unit of narrators' tariffs: ten thousand characters."""
    return lines * USUAL_LINE / 10_000


class _Tariff:
    """What the members of one brief's crew ask."""

    def __init__(self, roster: Roster, brief: Brief, usd_per_credit: float) -> None:
        self._roster, self._brief, self._worth = roster, brief, usd_per_credit

    @property
    def lengths(self) -> list[float]:
        """The seconds of each shot, as far as they are known before the storyboard is."""
        brief = self._brief
        if brief.board:
            return [shot.seconds for shot in brief.board.shots]
        return [(brief.seconds or USUAL_SHOT * brief.shots) / brief.shots] * brief.shots

    def painter(self, made: Film | Stills | None) -> int:
        """What was painted, by whoever did it; before, what there is to paint."""
        if made:
            frames = zip(made.keyframes, made.board.shots, strict=False)
            painted = [f.provenance for f, s in frames if not (s.keyframe or s.follows)]
            makers = (self._member("painter", [provenance]) for provenance in painted)
            return sum(self._credits(member, 1, None) for member in makers if member)
        brief = self._brief
        brought = sum(s.keyframe is not None for s in brief.board.shots) if brief.board else 0
        missing = len(self.lengths) - brought
        return self.flat("painter", min(missing, 1) if brief.continuous else missing)

    def narrator(self) -> int:
        """All lines of all films together: one costs next to nothing. Of somebody's own voice there
        is one language; the others are read aloud."""
        brief = self._brief
        films = len(brief.langs) if brief.speech else (1 + len(brief.langs)) * brief.voice
        member = self._member("narrator", ()) if films else None
        return self._credits(member, spoken(films * len(self.lengths)), None) if member else 0

    def animator(self, seconds: float, made: Sequence[Provenance]) -> int:
        if not (member := self._member("animator", made)):
            return 0
        resolution = fit_resolution(self._brief.resolution, member.can)
        return self._credits(member, fit_seconds(seconds, member.can), resolution)

    def flat(self, role: Role, times: int) -> int:
        member = self._member(role, ()) if times else None
        return times * self._credits(member, 1, None) if member else 0

    def _member(self, role: Role, made: Sequence[Provenance]) -> Member | None:
        """Who made it, else who will be asked first."""
        for member in self._roster.members if made else ():
            if (member.role, member.provider.name) == (role, made[0].provider):
                return member
        members = able_first(self._roster.of(role, self._brief.models), self._brief.aspect)
        return next(iter(members), None)

    def _credits(self, member: Member, units: float, resolution: int | None) -> int:
        return credits_of(member, units, resolution, self._worth)
