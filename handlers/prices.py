"""What a job costs: the sum of what the first members of its crew ask."""

from __future__ import annotations

from generation.model import Brief, Role
from generation.providers.router import Roster
from handlers.ports import JobKind, Price


def prices(roster: Roster) -> Price:
    """Estimates by a roster. Work that a brief does not need costs nothing: a storyboard or a
    keyframe that was brought along, music or a voice that nobody wants."""

    def ask(role: Role, times: int) -> int:
        members = roster.of(role) if times else []
        return times * members[0].price if members else 0

    def price(kind: JobKind, brief: Brief) -> int:
        shots = len(brief.board.shots) if brief.board else brief.shots
        brought = sum(s.keyframe is not None for s in brief.board.shots) if brief.board else 0
        stills = ask("writer", brief.board is None) + ask("painter", shots - brought)
        if kind == "stills":
            return stills
        music = ask("composer", brief.music != "off")
        return (
            stills
            + ask("animator", shots)
            + ask("editor", 1)
            + music
            + ask("narrator", shots * brief.voice)
        )

    return price
