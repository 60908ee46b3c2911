"""Who can make things here, as far as people are told: data only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast, get_args

from generation.model import Role
from generation.providers.contract import Capabilities, Member, Narrator
from generation.providers.routing.fitting import fit_resolution, fit_seconds
from handlers.prices import USD_PER_CREDIT, credits_of, spoken

if TYPE_CHECKING:
    from generation.providers.router import Roster

CLIP_SECONDS, CLIP_RESOLUTION = 5.0, 720  # the clip whose price is told
LINES = 4  # of the film whose voice-over is
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True)
class Model:
    """Somebody who fills a role, asked for by `name`. `credits` are for one storyboard, picture,
    line or score; for an animator, for a clip of so many `seconds` at that `resolution`."""

    role: Role
    name: str
    model: str
    can: Capabilities
    credits: int
    seconds: float = 0.0
    resolution: int = 0


def models(roster: Roster, usd_per_credit: float = USD_PER_CREDIT) -> Sequence[Model]:
    """Everybody able, role by role, first choice first.

    Raises `ProviderError` for a name in the settings that cannot be used."""
    return [_model(m, usd_per_credit) for role in ROLES for m in roster.of(role)]


def _model(member: Member, usd_per_credit: float) -> Model:
    can, seconds, resolution = member.can, 0.0, 0
    if member.role == "animator":
        seconds = fit_seconds(CLIP_SECONDS, can)
        resolution = fit_resolution(CLIP_RESOLUTION, can)
    if member.role == "narrator":
        can = replace(can, languages=cast(Narrator, member.provider).languages)
    units = spoken(LINES) if member.role == "narrator" else seconds or 1
    credits = credits_of(member, units, resolution or None, usd_per_credit)
    name = member.provider.name
    return Model(member.role, name, member.model, can, credits, seconds, resolution)
