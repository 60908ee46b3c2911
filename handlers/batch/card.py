"""How a batch looks at each moment: one message with a sheet of all its pictures and a line for
each of them. Pure but for asking where files lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generation.model import Brief, Film, Keyframe, Stills
from handlers import views
from handlers.actions import action
from handlers.buttons import PER_ROW, SHORT_PER_ROW, button, rows
from handlers.conversation import Bar, Button, Picture, Reply, Say
from handlers.ports import Failure
from handlers.timing import Outlook
from storage.jobs import Job

LONGEST = 40  # characters of an idea in its line


@dataclass(frozen=True, slots=True)
class Item:
    """One job of a batch: what is asked, what came of it, or how far it is. `frame` is what its
    place on the sheet shows."""

    n: int
    job: Job
    brief: Brief
    stage: Say
    outlook: Outlook
    made: Film | Stills | None = None
    frame: Keyframe | None = None

    @property
    def idea(self) -> str:
        """The beginning of what was asked for."""
        board = self.brief.board
        return views.shortened(self.brief.idea or (board.title if board else ""), LONGEST)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a batch's message is made of. `left` are the credits that the person has now; where it
    is `pooled`, those of the place in which it was ordered."""

    id: str
    items: Sequence[Item]
    left: int
    find: views.Find
    pooled: bool = False

    @property
    def films(self) -> bool:
        """Whether it is of films, not of pictures."""
        return any(item.job.kind == "film" for item in self.items)

    @property
    def over(self) -> bool:
        """Whether nothing of it is still to come."""
        return all(item.job.ended for item in self.items)


def card(seen: Seen) -> Reply:
    """The batch as it is now."""
    return _over(seen) if seen.over else _making(seen)


def _making(seen: Seen) -> Reply:
    ended = sum(bool(item.job.ended) for item in seen.items)
    done = sum(_share(item) for item in seen.items) / len(seen.items)
    estimate = sum(item.job.estimate for item in seen.items)
    price = Say("job.cost_nothing", {"left": seen.left})
    if estimate:
        key = "job.cost_pool" if seen.pooled else "job.cost"
        price = Say(key, {"credits": views.credits(estimate), "left": seen.left})
    label = Say("batch.so_far", {"done": ended, "of": len(seen.items)})
    waiting = [item for item in seen.items if not item.job.ended]
    each = [button("cancel", item.job.id, "", "cancel_one", item.n) for item in waiting]
    return Reply(
        text=(_title(seen), price),
        bars=(Bar(label, done), *map(_bar, seen.items)),
        pictures=_sheet(seen),
        sheet=True,
        buttons=(*rows(each, SHORT_PER_ROW), (_own(seen, "cancelbatch", "cancel_all"),)),
    )


def _over(seen: Seen) -> Reply:
    spent = sum(item.job.spent for item in seen.items)
    free = [item for item in seen.items if item.job.state in ("failed", "cancelled")]
    return Reply(
        text=(
            _title(seen),
            *map(_line, seen.items),
            *([Say("batch.free", {"n": len(free)})] if free else []),
            Say(
                "job.spent_pool" if seen.pooled else "job.spent",
                {"credits": views.credits(spent), "left": seen.left},
            ),
        ),
        pictures=_sheet(seen),
        sheet=True,
        buttons=tuple(_buttons(seen)),
    )


def _buttons(seen: Seen) -> Iterator[tuple[Button, ...]]:
    """Each item's own message, the failed ones again, and all of it to take along."""
    made = [item for item in seen.items if item.made and not item.job.forgotten]
    failed = [item for item in seen.items if item.job.state == "failed" and not item.job.forgotten]
    one = (button("show", item.job.id, "", "show_one", item.n) for item in made)
    yield from rows(list(one), SHORT_PER_ROW)
    again = (button("retry", item.job.id, "", "retry_one", item.n) for item in failed)
    yield from rows(list(again), PER_ROW)
    if made:
        filmed = () if seen.films else (_own(seen, "filmbatch", "film_all"),)
        yield (*filmed, _own(seen, "zip", "zip"))


def _own(seen: Seen, verb: str, label: str) -> Button:
    """A button about all of it."""
    return Button(Say(f"button.{label}"), action(verb, arg=seen.id))


def _title(seen: Seen) -> Say:
    key = "batch.films" if seen.films else "batch.pictures"
    return Say(key, {"n": len(seen.items)})


def _share(item: Item) -> float:
    return 1.0 if item.job.ended else item.outlook.done


def _bar(item: Item) -> Bar:
    ended = item.job.state if item.job.ended else ""
    stage = Say(f"state.{ended}") if ended else item.stage
    told = Say("batch.item", {"stage": stage, "idea": item.idea})
    return Bar(Say("batch.bar", {"n": item.n, "told": told}), _share(item), item.n - 1)


def _line(item: Item) -> Say:
    """How one of them ended."""
    values = {"n": item.n, "idea": item.idea, "credits": views.credits(item.job.spent)}
    job = item.job
    if job.forgotten:
        return Say("batch.deleted", values)
    if job.failure and job.state == "failed":
        why, *_ = views.explained(Failure.model_validate_json(job.failure))
        return Say("batch.failed", {**values, "why": why})
    return Say(f"batch.{job.state}", values)


def _sheet(seen: Seen) -> tuple[Picture, ...]:
    """What is painted of each, at its place."""
    found = [
        (item, seen.find(item.frame.file))
        for item in seen.items
        if item.frame and not item.job.forgotten
    ]
    return tuple(
        Picture(path, Say("batch.caption", {"n": item.n, "idea": item.idea}), item.n - 1)
        for item, path in found
        if path
    )
