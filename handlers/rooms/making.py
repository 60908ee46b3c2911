"""What a room orders: a storyboard of its ideas, then the film."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Literal

from generation.errors import BadInput
from generation.model import Brief, Stills
from handlers import brands, characters, remake
from handlers.conversation import Incoming, Say
from handlers.desk import Desk, Order
from handlers.house import House
from handlers.options import Wish
from handlers.ports import JobKind
from handlers.records import brief_of, result_of
from handlers.rooms import blending
from handlers.rooms.keeper import host_of, place_of
from handlers.rooms.paying import payers
from storage.jobs import Job
from storage.rooms import Room, Stage

BEFORE: dict[Literal["board", "film"], Stage] = {"board": "open", "film": "board"}


async def blend(desk: Desk, room: Room, to: Incoming | None = None) -> Job | None:
    """Order the storyboard of what the room found; None where somebody else just did. Raises
    `BadInput` without ideas, and what ordering raises."""
    house = desk.house
    ideas, guests = await house.rooms.ideas(room.id), await house.rooms.guests(room.id)
    if not ideas:
        raise BadInput("room.no_ideas")
    called = {idea.n: await characters.called(house, idea.person, idea.text) for idea in ideas}
    named = [replace(idea, text=called[idea.n].idea) for idea in ideas]
    topic = await characters.called(house, room.host, room.topic)
    about = replace(room, topic=topic.idea)
    brief = blending.brief(about, named, guests, await _wish(house, room))
    brief = brief.model_copy(update={"cast": blending.cast(topic, ideas, called)})
    return await _order(desk, room, "board", brief, to)


async def render(desk: Desk, room: Room, to: Incoming | None = None) -> Job | None:
    """Order the film of the room's storyboard, with the shots as people put them; None where
    somebody else just did. Raises `BadInput` while there is no storyboard, and what ordering
    raises."""
    house = desk.house
    source = await house.jobs.get(room.board) if room.board else None
    made = result_of(source) if source else None
    if source is None or not isinstance(made, Stills):
        raise BadInput("job.not_ready")
    brief = remake.film_of(brief_of(source), made)
    assert brief.board
    board = blending.reworded(brief.board, await house.rooms.claims(room.id))
    board = board.model_copy(update={"title": room.topic})
    return await _order(desk, room, "film", brief.model_copy(update={"board": board}), to)


async def _wish(house: House, room: Room) -> Wish:
    """What holds in the room's place, and for its host: the brand in force."""
    named = json.loads(room.options).get("brand")
    brand = await brands.in_force(house, room.host, room.place, named)
    under = brands.values(brand, house) if brand else {}
    return Wish(host_of(room).lang, house.seed(), under)


async def _order(
    desk: Desk, room: Room, what: Literal["board", "film"], brief: Brief, to: Incoming | None
) -> Job | None:
    """Take the room to its next stage with the job of that; back again where it cannot be ordered.
    None where it has left its stage already."""
    rooms, before = desk.house.rooms, BEFORE[what]
    with desk.rooms.ordering(room.id):
        if not await rooms.advance(room.id, before, what):
            return None
        try:
            job = await _accepted(desk, room, what, brief, to)
        except BaseException:
            await rooms.advance(room.id, what, before)
            raise
        await rooms.advance(room.id, what, what, **{what: job.id})
        return job


async def _accepted(
    desk: Desk, room: Room, what: Literal["board", "film"], brief: Brief, to: Incoming | None
) -> Job:
    """An order of the whole room, paid as the room pays."""
    kind: JobKind = "film" if what == "film" else "stills"
    shares = await payers(desk.house, room, desk.house.price(kind, brief))
    number = f"{room.board or ''}{room.film or ''}"  # one that failed may be ordered again
    return await desk.accept(
        Order(
            kind=kind,
            brief=brief,
            person=host_of(room),
            place=place_of(room),
            lang=room.lang,
            origin=f"room:{room.id}:{what}:{number}",
            notes=(Say("room.shared", {"n": len(shares)}),) if shares else (),
            payers=shares,
            to=to,
        )
    )
