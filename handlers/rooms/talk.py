"""What people do in a room, by whichever way they say it: a command, a button, a reply."""

from __future__ import annotations

import secrets
from datetime import timedelta

from generation.errors import BadInput
from handlers.commands import Answer, Ask
from handlers.conversation import Reply, Say
from handlers.options import checked
from handlers.rooms import making
from handlers.rooms.keeper import host_of
from handlers.rooms.likeness import same_as
from handlers.views import shortened
from storage.rooms import Idea, Room

MOST_OURS = 6
MOST_OF_ONE = 10  # ideas
LONGEST_IDEA = 500  # characters
SILENT = timedelta(hours=12)  # after which a room is anybody's


async def here(ask: Ask) -> Room:
    """The room of this place. Raises `BadInput` where there is none."""
    room = await ask.house.rooms.at(ask.incoming.place.key)
    if room is None:
        raise BadInput("room.none")
    return room


async def idea(ask: Ask, room: Room, text: str) -> Answer:
    """Somebody's idea for a room."""
    text = checked(text)
    if len(text) > LONGEST_IDEA:
        raise BadInput("room.idea_too_long", characters=len(text), limit=LONGEST_IDEA)
    if room.state != "open":
        raise BadInput("room.no_ideas_now")
    message = ask.incoming.message or secrets.token_hex(8)  # a terminal's have no ids
    said = f"{ask.incoming.place.key}#{message}"
    kept = await ask.house.rooms.add_idea(
        *(room.id, ask.me, ask.incoming.person.name, text, said),
        lambda there: same_as(text, there),
        MOST_OF_ONE,
    )
    if kept is None:
        raise BadInput("room.enough_ideas", n=MOST_OF_ONE)
    ask.desk.rooms.touch(room.id)
    return quietly(_heard(kept))


async def inspire(ask: Ask, room: Room) -> Answer:
    """Some ideas of our own, labelled as ours."""
    if room.state != "open":
        raise BadInput("room.no_ideas_now")
    there = await ask.house.rooms.ideas(room.id)
    if sum(not idea.person for idea in there) >= MOST_OURS:
        raise BadInput("room.enough_of_ours")
    texts = await ask.house.inspire(room.topic, [idea.text for idea in there], host_of(room).lang)
    added = 0
    for text in texts:
        origin = f"ours:{text}"
        kept = await ask.house.rooms.add_idea(
            *(room.id, "", "", shortened(text, LONGEST_IDEA), origin),
            lambda known, text=text: same_as(text, known),
            MOST_OURS,
        )
        added += bool(kept and not kept.like)
    ask.desk.rooms.touch(room.id)
    return quietly(Say("room.inspired", {"n": added}))


async def blend(ask: Ask, room: Room) -> Answer:
    """The storyboard of what there is, at the word of who may end it."""
    if room.state != "open":
        raise BadInput("room.blended")
    await _check_may_end(ask, room)
    if await making.blend(ask.desk, room, ask.incoming) is None:
        raise BadInput("room.blended")
    ask.desk.rooms.touch(room.id)
    return None


async def close(ask: Ask, room: Room) -> Answer:
    """The end of the room; a film that is being made goes on."""
    await _check_may_end(ask, room)
    if room.state == "closed" or not await ask.house.rooms.advance(room.id, room.state, "closed"):
        raise BadInput("room.closed")
    ask.desk.rooms.touch(room.id)
    return quietly(Say("room.is_closed"))


async def may_end(ask: Ask, room: Room) -> bool:
    """Its host and operators may; everybody, once nobody has done anything in it for long."""
    host = await ask.house.people.main(room.host)
    silent = ask.house.clock() - room.seen > SILENT
    return ask.incoming.person.operator or silent or host == ask.me


def quietly(*text: Say) -> Reply:
    """An answer for one person, where the room's own message shows it to all."""
    return Reply(text=text, private=True)


async def _check_may_end(ask: Ask, room: Room) -> None:
    if not await may_end(ask, room):
        raise BadInput("room.not_yours", name=room.name)


def _heard(idea: Idea) -> Say:
    if idea.like:
        return Say("room.joined", {"number": idea.n, "like": idea.like})
    return Say("room.heard", {"number": idea.n})
