"""How a room looks at each stage: one message, a function of what is known about it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from generation.model import Storyboard
from handlers import views
from handlers.actions import action
from handlers.buttons import Rows, rows
from handlers.conversation import Button, Reply, Say
from storage.jobs import short_id
from storage.rooms import Claim, Guest, Idea, Room

SHOWN = 8  # ideas with a button of their own, the favourites first
LONGEST = 90  # characters of an idea in the list
PER_ROW = 4
FULL, MOST_BLOCKS = "▰", 8


@dataclass(frozen=True, slots=True)
class Seen:
    """What a room's message is made of, at the moment `now`."""

    room: Room
    ideas: Sequence[Idea]
    guests: Sequence[Guest]
    now: datetime
    board: Storyboard | None = None
    claims: Sequence[Claim] = ()
    approvals: int = 0
    wanted: int = 1  # approvals

    @property
    def favourites(self) -> list[Idea]:
        """Ideas that can be voted for, with the most votes first, older ones before newer."""
        own = [idea for idea in self.ideas if not idea.like]
        return sorted(own, key=lambda idea: (-idea.votes, idea.n))


def card(seen: Seen) -> Reply:
    """The room as it is now."""
    match seen.room.state:
        case "open":
            reply = _open(seen)
        case "board":
            reply = _board(seen)
        case _:
            reply = _over(seen)
    return replace(reply, live=seen.room.state != "closed")


def _open(seen: Seen) -> Reply:
    room = seen.room
    shown = sorted(seen.favourites[:SHOWN], key=lambda idea: idea.n)
    most = max((idea.votes for idea in shown), default=0)
    more = len(seen.favourites) - len(shown)
    votes = sum(idea.votes for idea in seen.ideas)
    return Reply(
        text=(
            Say("room.title", {"topic": room.topic}),
            _until(seen),
            *(_line(seen, idea, most) for idea in shown),
            *([Say("room.more", {"n": more})] if more > 0 else []),
            *([Say("room.count", {"ideas": len(seen.favourites), "n": votes})] if shown else []),
            Say("room.how" if shown else "room.how_first"),
        ),
        buttons=(*_ballot(room, shown), *_open_buttons(room, bool(shown))),
    )


def _until(seen: Seen) -> Say:
    if not seen.room.deadline:
        return Say("room.host", {"name": seen.room.name})
    left = max(timedelta(), seen.room.deadline - seen.now)
    return Say("room.until", {"name": seen.room.name, "left": lasting(left)})


def lasting(left: timedelta) -> Say:
    """A time that is left, coarsely."""
    minutes = max(1, round(left.total_seconds() / 60))
    if minutes < 120:
        return Say("lasting.minutes", {"n": minutes})
    if minutes < 48 * 60:
        return Say("lasting.hours", {"n": round(minutes / 60)})
    return Say("lasting.days", {"n": round(minutes / 1440)})


def _line(seen: Seen, idea: Idea, most: int) -> Say:
    """An idea, who it is by, and its votes as blocks."""
    authors = list(dict.fromkeys(i.name for i in seen.ideas if idea.n in (i.n, i.like) and i.name))
    blocks = FULL * round(MOST_BLOCKS * idea.votes / max(most, MOST_BLOCKS))
    by = ", ".join(authors[:3]) + ("…" if len(authors) > 3 else "")
    return Say(
        "room.line",
        {
            "number": idea.n,
            "text": views.shortened(idea.text, LONGEST),
            "by": by if idea.person else Say("room.ours"),
            "votes": f"{blocks} {idea.votes}" if idea.votes else "·",
        },
    )


def _ballot(room: Room, shown: Sequence[Idea]) -> Rows:
    """A button for each idea."""
    each = [
        Button(
            Say("button.vote", {"number": idea.n}),
            action("vote", arg=f"{room.id}.{idea.n}"),
        )
        for idea in shown
    ]
    return rows(each, PER_ROW)


def _open_buttons(room: Room, ready: bool) -> Rows:
    def button(verb: str) -> Button:
        return Button(Say(f"button.{verb}"), action(verb, arg=room.id))

    first = (button("idea"), button("inspire"))
    return (first, (button("blend"), button("close"))) if ready else (first, (button("close"),))


def _board(seen: Seen) -> Reply:
    room, board = seen.room, seen.board
    count = len(board.shots) if board else 0
    taken = {claim.shot: claim for claim in seen.claims}
    free = [
        Button(Say("button.claim", {"n": n + 1}), action("claim", arg=f"{room.id}.{n}"))
        for n in range(count)
    ]
    return Reply(
        text=(
            Say("room.title", {"topic": room.topic}),
            *_chosen(seen),
            *(_shot(board, n, taken.get(n)) for n in range(count) if board),
            Say("room.board" if board else "room.writing"),
            *([Say("room.approved", {"n": seen.approvals, "of": seen.wanted})] if board else []),
        ),
        buttons=(
            *rows(free, PER_ROW),
            *([(Button(Say("button.approve"), action("approve", arg=room.id)),)] if board else []),
            (Button(Say("button.close"), action("close", arg=room.id)),),
        ),
    )


def _shot(board: Storyboard, n: int, claim: Claim | None) -> Say:
    shot = board.shots[n]
    text = views.shortened(shot.subtitle or shot.line or shot.prompt, LONGEST)
    values = {"number": n + 1, "text": text}
    if claim is None:
        return Say("room.shot.line", values)
    if not claim.words:
        return Say("room.claimed.line", {**values, "name": claim.name})
    words = views.shortened(claim.words, LONGEST)
    return Say("room.worded.line", {**values, "text": words, "name": claim.name})


def _over(seen: Seen) -> Reply:
    """A summary: what was chosen, who took part, what came of it."""
    room = seen.room
    made = {"id": short_id(room.film or room.board or "")}
    if room.film:
        outcome = Say("room.film", made)
    elif room.board:
        outcome = Say("room.ended_board", made)
    else:
        outcome = Say("room.ended")
    names = ", ".join(guest.name for guest in seen.guests)
    thanks = [Say("room.thanks", {"names": names, "n": len(seen.guests)})] if names else []
    return Reply(
        text=(Say("room.title", {"topic": room.topic}), *_chosen(seen), *thanks, outcome),
    )


def _chosen(seen: Seen) -> Iterator[Say]:
    """The ideas that went into the film."""
    best = max((idea.votes for idea in seen.favourites), default=0)
    for idea in chosen(seen.ideas):
        yield _line(seen, idea, best)


def chosen(ideas: Sequence[Idea], most: int = 3) -> list[Idea]:
    """What is made: the ideas with votes, at most so many, the favourite first; without any vote
    the first ones."""
    own = sorted((i for i in ideas if not i.like), key=lambda i: (-i.votes, i.n))
    voted = [idea for idea in own if idea.votes]
    return (voted or own)[:most]
