"""Rooms in which people find a film together: topic, ideas, votes, then a storyboard and its shots.

Everything that several people do at once is one transaction, so that nobody's vote is lost and
nobody's counts twice.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from storage.clock import Clock, utc_now
from storage.database import Database, Row, rows

if TYPE_CHECKING:
    import sqlite_utils

Pays = Literal["share", "host"]
Stage = Literal["open", "board", "film", "closed"]
"""Ideas and votes; a storyboard, with its shots to be claimed; the film is made; it is over."""
ID_BYTES = 5
TIMES = ("opened", "seen", "deadline", "reminded", "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRoom:
    """A room as it is opened, in the place whose key is `place`, by `host`, who is called `name`.
    `options` is what was asked for beside the topic, JSON of whoever reads it."""

    place: str
    platform: str
    chat: str
    thread: str
    private: bool
    home: str
    host: str
    name: str
    topic: str
    lang: str
    pays: Pays
    options: str = "{}"
    deadline: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Room(NewRoom):
    """A room as it is kept. `message` is where it is shown, JSON; `board` and `film` are ids of
    jobs; `seen` is when somebody last did something in it."""

    id: str
    state: Stage
    message: str | None
    board: str | None
    film: str | None
    opened: datetime
    seen: datetime
    reminded: datetime | None
    closed: datetime | None


@dataclass(frozen=True, slots=True)
class Idea:
    """Number `n` of its room, counted from 1; by nobody where it is ours. `votes` are those for
    it; `like` is the idea it was joined to."""

    n: int
    person: str
    name: str
    text: str
    like: int | None = None
    votes: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """Shot number `shot`, counted from 0, is somebody's; `words` are theirs for it, or empty."""

    shot: int
    person: str
    name: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who took part: so many ideas of theirs, and whether they voted."""

    person: str
    name: str
    ideas: int
    voted: bool


class RoomTaken(Exception):
    """There is a room already; `room` is its id."""

    def __init__(self, room: str) -> None:
        super().__init__(room)
        self.room = room


class Rooms:
    """All rooms there ever were."""

    def __init__(self, db: Database, clock: Clock = utc_now) -> None:
        self._db, self._clock = db, clock

    # The room

    async def open(self, room: NewRoom) -> Room:
        """A new room. Raises `RoomTaken` where the place has one."""
        id, now = secrets.token_hex(ID_BYTES), self._now()
        row = asdict(room) | {"id": id, "state": "open", "opened": now, "seen": now}
        row["private"] = int(room.private)
        row["deadline"] = room.deadline and room.deadline.isoformat()

        def work(db: sqlite_utils.Database) -> Room:
            if there := _rooms(db, "place = ? AND state <> 'closed'", [room.place]):
                raise RoomTaken(there[0].id)
            db.table("rooms").insert(row)
            return _rooms(db, "id = ?", [id])[0]

        return await self._db.write(work)

    async def get(self, id: str) -> Room | None:
        """The room, or None."""
        return await self._one("id = ?", [id])

    async def at(self, place: str) -> Room | None:
        """The room of a place that is not closed, or None."""
        return await self._one("place = ? AND state <> 'closed'", [place])

    async def shown_in(self, place: str, message: str) -> Room | None:
        """The room that a message of the place shows, or None."""
        sql = "place = ? AND json_extract(message, '$.id') = ? ORDER BY opened DESC"
        return await self._one(sql, [place, message])

    async def of_job(self, job: str) -> Room | None:
        """The room that ordered a job, or None."""
        return await self._one("board = ? OR film = ?", [job, job])

    async def live(self) -> list[Room]:
        """All that are not closed, the oldest first."""
        return await self._db.read(lambda db: _rooms(db, "state <> 'closed' ORDER BY opened", []))

    async def set_message(self, id: str, message: str) -> None:
        """Where it is shown."""
        await self._update(id, {"message": message})

    async def set_deadline(self, id: str, deadline: datetime | None) -> None:
        """Until when there are ideas and votes; a reminder is to come again."""
        when = deadline and deadline.isoformat()
        await self._update(id, {"deadline": when, "reminded": None})

    async def remind(self, id: str) -> bool:
        """The reminder is due now: True for the one who is to give it."""
        now, where = self._now(), "id = ? AND reminded IS NULL AND state = 'open'"
        sql = f"UPDATE rooms SET reminded = ? WHERE {where}"
        return await self._changed(sql, [now, id])

    async def advance(self, id: str, old: Stage, new: Stage, **jobs: str) -> bool:
        """From one stage to another, with the id of its `board` or `film`: True for the one who
        did it, False where it was in another stage."""
        values: dict[str, Any] = {"state": new, "seen": self._now(), **jobs}
        if new == "closed":
            values["closed"] = self._now()
        names = ", ".join(f"{name} = ?" for name in values)
        sql = f"UPDATE rooms SET {names} WHERE id = ? AND state = ?"
        return await self._changed(sql, [*values.values(), id, old])

    # Ideas

    async def add_idea(
        self,
        room: str,
        person: str,
        name: str,
        text: str,
        origin: str,
        like: Callable[[Sequence[Idea]], int | None],
        most: int,
    ) -> Idea | None:
        """Somebody's idea, at the end; the same `origin` (a message) again is the same idea again.
        `like` is asked which of those there are it is joined to; it counts with that one. None
        where they have `most` ideas of their own already, or the room takes no more."""
        now = self._now()

        def work(db: sqlite_utils.Database) -> Idea | None:
            there = _ideas(db, room)
            if known := rows(
                db, "SELECT n FROM ideas WHERE room = ? AND origin = ?", [room, origin]
            ):
                return next(idea for idea in there if idea.n == known[0]["n"])
            if not _rooms(db, "id = ? AND state = 'open'", [room]):
                return None
            if sum(idea.person == person for idea in there) >= most:
                return None
            idea = Idea(len(there) + 1, person, name, text, like([i for i in there if not i.like]))
            row = asdict(idea) | {"room": room, "origin": origin, "at": now}
            del row["votes"]
            db.table("ideas").insert(row)
            _touch(db, room, now)
            return idea

        return await self._db.write(work)

    async def ideas(self, room: str) -> list[Idea]:
        """All of them in the order they came, each with its votes."""
        return await self._db.read(lambda db: _ideas(db, room))

    # Votes

    async def vote(self, room: str, person: str, name: str, n: int) -> bool:
        """Somebody's one vote, given or changed. False where there is no such idea to vote for, or
        the room takes no more."""
        now = self._now()

        def work(db: sqlite_utils.Database) -> bool:
            where = "room = ? AND n = ? AND like IS NULL"
            there = rows(db, f"SELECT 1 FROM ideas WHERE {where}", [room, n])
            if not there or not _rooms(db, "id = ? AND state = 'open'", [room]):
                return False
            row = {"room": room, "person": person, "name": name, "idea": n, "at": now}
            db.table("votes").upsert(row, pk=("room", "person"))
            _touch(db, room, now)
            return True

        return await self._db.write(work)

    async def vote_of(self, room: str, person: str) -> int | None:
        """The idea somebody has voted for."""
        sql = "SELECT idea FROM votes WHERE room = ? AND person = ?"
        found = await self._db.read(lambda db: rows(db, sql, [room, person]))
        return found[0]["idea"] if found else None

    async def guests(self, room: str) -> list[Guest]:
        """Everybody who took part, by what they did: who has ideas first, in the order they came;
        we ourselves are none."""
        sql = """
            SELECT person, max(name) AS name, sum(idea) AS ideas, max(vote) AS voted FROM (
                SELECT person, name, 1 AS idea, 0 AS vote, at FROM ideas WHERE room = :room
                UNION ALL SELECT person, name, 0, 1, at FROM votes WHERE room = :room
                UNION ALL SELECT person, name, 0, 0, at FROM claims WHERE room = :room
                UNION ALL SELECT person, name, 0, 0, at FROM approvals WHERE room = :room
            ) WHERE person <> '' GROUP BY person ORDER BY sum(idea) = 0, min(at)
        """
        found = await self._db.read(lambda db: rows(db, sql, {"room": room}))
        return [
            Guest(row["person"], row["name"], row["ideas"], bool(row["voted"])) for row in found
        ]

    # Shots

    async def claim(self, room: str, shot: int, person: str, name: str) -> Claim | None:
        """A shot becomes somebody's, unless it is another's: whose it is now. None where there is
        no storyboard to claim from."""
        now = self._now()

        def work(db: sqlite_utils.Database) -> Claim | None:
            if not _rooms(db, "id = ? AND state = 'board'", [room]):
                return None
            row = {"room": room, "shot": shot, "person": person, "name": name, "words": ""}
            db.table("claims").insert(row | {"at": now}, ignore=True)
            _touch(db, room, now)
            return next(claim for claim in _claims(db, room) if claim.shot == shot)

        return await self._db.write(work)

    async def word(self, room: str, shot: int, person: str, words: str) -> bool:
        """What somebody wants to see in the shot that is theirs. False where it is not."""
        sql = "UPDATE claims SET words = ? WHERE room = ? AND shot = ? AND person = ?"
        return await self._changed(sql, [words, room, shot, person])

    async def claims(self, room: str) -> list[Claim]:
        """Whose each claimed shot is."""
        return await self._db.read(lambda db: _claims(db, room))

    async def approve(self, room: str, person: str, name: str) -> int:
        """Somebody wants the film of this storyboard: how many do."""
        row = {"room": room, "person": person, "name": name, "at": self._now()}

        def work(db: sqlite_utils.Database) -> int:
            if _rooms(db, "id = ? AND state = 'board'", [room]):
                db.table("approvals").upsert(row, pk=("room", "person"))
            return _count(db, room)

        return await self._db.write(work)

    async def approvals(self, room: str) -> int:
        """How many want the film."""
        return await self._db.read(lambda db: _count(db, room))

    # Inside

    async def _one(self, where: str, values: Sequence[Any]) -> Room | None:
        found = await self._db.read(lambda db: _rooms(db, where, values))
        return found[0] if found else None

    async def _update(self, id: str, values: Row) -> None:
        await self._db.write(lambda db: db.table("rooms").update(id, values))

    async def _changed(self, sql: str, values: Sequence[Any]) -> bool:
        return await self._db.write(lambda db: db.execute(sql, values).rowcount == 1)

    def _now(self) -> str:
        return self._clock().isoformat()


def _rooms(db: sqlite_utils.Database, where: str, values: Sequence[Any]) -> list[Room]:
    return [_room(row) for row in rows(db, f"SELECT * FROM rooms WHERE {where}", values)]


def _room(row: Row) -> Room:
    values: dict[str, Any] = {**row, "private": bool(row["private"])}
    for name in TIMES:
        values[name] = datetime.fromisoformat(row[name]) if row[name] else None
    return Room(**values)


def _ideas(db: sqlite_utils.Database, room: str) -> list[Idea]:
    sql = """
        SELECT n, person, name, text, like,
               (SELECT count(*) FROM votes WHERE room = :room AND idea = n) AS votes
        FROM ideas WHERE room = :room ORDER BY n
    """
    return [Idea(**row) for row in rows(db, sql, {"room": room})]


def _claims(db: sqlite_utils.Database, room: str) -> list[Claim]:
    sql = "SELECT shot, person, name, words FROM claims WHERE room = ? ORDER BY shot"
    return [Claim(**row) for row in rows(db, sql, [room])]


def _count(db: sqlite_utils.Database, room: str) -> int:
    return rows(db, "SELECT count(*) AS n FROM approvals WHERE room = ?", [room])[0]["n"]


def _touch(db: sqlite_utils.Database, room: str, now: str) -> None:
    db.table("rooms").update(room, {"seen": now})
