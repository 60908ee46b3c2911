"""/brainstorm: a room in which a group finds a film together. Also what the room's buttons do."""

from __future__ import annotations

import json
import re
from datetime import timedelta

from generation.errors import BadInput
from generation.text import clean
from handlers.actions import Press, action
from handlers.commands import Add, Answer, Argument, Ask, Command
from handlers.conversation import Reply, Say
from handlers.options import checked, order, split
from handlers.rooms import making, talk
from handlers.rooms.keeper import majority
from handlers.views import shortened
from storage.jobs import Job
from storage.rooms import NewRoom, Pays, Room, RoomTaken

LONGEST_TOPIC = 300  # characters
DASHES = r"(?:--|——|—|－－)"
LASTS = re.compile(
    rf"{DASHES}(?:for|within|限时|时限|期限|締切|締め切り)\s*[=:：]?\s*(\d{{1,4}})\s*"
    r"(m|min|mins|minutes?|分钟|分|h|hours?|小时|時間|d|days?|天|日)(?![a-z])",
    re.IGNORECASE,
)
PAYS = re.compile(rf"{DASHES}(?:pays|付款|支払い)\s*[=:：]?\s*(share|host|分摊|主持|割り勘|主催者)")
PAYERS: dict[str, Pays] = {"分摊": "share", "割り勘": "share", "主持": "host", "主催者": "host"}
LONGEST = timedelta(days=14)


def register(add: Add) -> None:
    verbs = {
        "vote": vote,
        "idea": idea,
        "inspire": inspire,
        "blend": blend,
        "close": close,
        "claim": claim,
        "approve": approve,
    }
    add(
        Command(
            "brainstorm",
            brainstorm,
            aliases=("room", "storm", "头脑风暴", "脑暴", "ブレスト", "アイデア会議"),
            presses=verbs,
            open=frozenset(verbs),
            arguments=(Argument("topic", "words"),),
        )
    )


async def brainstorm(ask: Ask) -> Answer:
    """Open a room, or show the one that is here."""
    here = await ask.house.rooms.at(ask.incoming.place.key)
    if here and not ask.text.strip():
        await ask.desk.rooms.show(here, ask.incoming.place, ask.incoming)
        return None
    if here:
        raise BadInput("room.taken", topic=shortened(here.topic, 60))
    await _open(ask)
    return None


async def _open(ask: Ask) -> None:
    text, lasts = _taken(LASTS, ask.text)
    text, pays = _taken(PAYS, text)
    topic, values = split(text)
    topic = checked(topic)
    if len(topic) > LONGEST_TOPIC:
        raise BadInput("room.topic_too_long", characters=len(topic), limit=LONGEST_TOPIC)
    order(
        topic, values, await ask.wish(values.get("brand"))
    )  # raises for what does not go together
    place, now = ask.incoming.place, ask.house.clock()
    new = NewRoom(
        place=place.key,
        platform=place.platform,
        chat=place.chat,
        thread=place.thread,
        private=place.private,
        home=place.purse,
        host=ask.incoming.person.own,
        name=ask.incoming.person.name,
        topic=topic,
        lang=ask.lang,
        pays=PAYERS.get(pays[0], "host" if pays[0] == "host" else "share") if pays else "share",
        options=json.dumps(values),
        deadline=now + _lasting(*lasts) if lasts else None,
    )
    try:
        room = await ask.house.rooms.open(new)
    except RoomTaken as taken:
        raise BadInput("room.taken", topic="") from taken
    await ask.desk.rooms.show(room, place, ask.incoming)


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, tuple[str, ...]]:
    """The text without what the pattern finds, and what that was."""
    found = pattern.search(text)
    if not found:
        return text, ()
    return text[: found.start()] + text[found.end() :], found.groups()


def _lasting(number: str, unit: str) -> timedelta:
    first = unit[0].casefold()
    minutes = int(number) * (1 if first in "m分" else 60 if first in "h小時" else 1440)
    lasts = timedelta(minutes=minutes)
    if not timedelta(minutes=1) <= lasts <= LONGEST:
        raise BadInput("room.lasting", days=LONGEST.days)
    return lasts


# Buttons


async def vote(ask: Ask, press: Press, job: Job | None) -> Answer:
    """Somebody's one vote."""
    room, number = await _pressed(ask, press)
    before = await ask.house.rooms.vote_of(room.id, ask.me)
    if not await ask.house.rooms.vote(room.id, ask.me, ask.incoming.person.name, number):
        raise BadInput("room.no_votes")
    ask.desk.rooms.touch(room.id)
    same = before == number
    return talk.quietly(Say("room.voted_again" if same else "room.voted", {"number": number}))


async def idea(ask: Ask, press: Press, job: Job | None) -> Answer:
    """Ask for an idea, or take it."""
    room, _ = await _pressed(ask, press)
    if not ask.incoming.text:
        return Reply(text=(Say("room.ask_idea"),), ask=action("idea", arg=room.id))
    return await talk.idea(ask, room, ask.incoming.text)


async def inspire(ask: Ask, press: Press, job: Job | None) -> Answer:
    """Some ideas of our own."""
    room, _ = await _pressed(ask, press)
    return await talk.inspire(ask, room)


async def blend(ask: Ask, press: Press, job: Job | None) -> Answer:
    """The storyboard of what there is."""
    room, _ = await _pressed(ask, press)
    return await talk.blend(ask, room)


async def close(ask: Ask, press: Press, job: Job | None) -> Answer:
    """The end of the room."""
    room, _ = await _pressed(ask, press)
    return await talk.close(ask, room)


async def claim(ask: Ask, press: Press, job: Job | None) -> Answer:
    """A shot becomes somebody's, who puts it into words."""
    room, shot = await _pressed(ask, press)
    person = ask.incoming.person
    claimed = await ask.house.rooms.claim(room.id, shot, ask.me, person.name)
    if claimed is None:
        raise BadInput("room.no_claims")
    if claimed.person != ask.me:
        raise BadInput("room.taken_by", name=claimed.name)
    ask.desk.rooms.touch(room.id)
    if not ask.incoming.text:
        asked = Say("room.ask_shot", {"n": shot + 1})
        return Reply(text=(asked,), ask=action("claim", arg=f"{room.id}.{shot}"))
    words = clean(ask.incoming.text, 1000)
    if not words:
        raise BadInput("idea.empty")
    await ask.house.rooms.word(room.id, shot, ask.me, words)
    ask.desk.rooms.touch(room.id)
    return talk.quietly(Say("room.wording", {"n": shot + 1}))


async def approve(ask: Ask, press: Press, job: Job | None) -> Answer:
    """One more who wants the film; it is made once they are more than half of the room, or its
    host wants it."""
    room, _ = await _pressed(ask, press)
    if room.state == "film":
        return talk.quietly(Say("room.rendering"))
    if room.state != "board":
        raise BadInput("room.no_claims")
    number = await ask.house.rooms.approve(room.id, ask.me, ask.incoming.person.name)
    wanted = majority(len(await ask.house.rooms.guests(room.id)))
    ask.desk.rooms.touch(room.id)
    if number < wanted and not await talk.may_end(ask, room):
        return talk.quietly(Say("room.approved", {"n": number, "of": wanted}))
    await making.render(ask.desk, room)
    return talk.quietly(Say("room.rendering"))


async def _pressed(ask: Ask, press: Press) -> tuple[Room, int]:
    """The room of a button, and the number on it. Raises `BadInput`."""
    id, _, number = press.arg.partition(".")
    room = await ask.house.rooms.get(id)
    if room is None or (number and not number.isdecimal()):
        raise BadInput("press.unknown")
    if room.state == "closed":
        raise BadInput("room.closed")
    return room, int(number or 0)
