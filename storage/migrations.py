"""The tables, as numbered steps. A step that was released is never changed: add the next one."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database, Migrations

from storage.errors import NewerDatabase

steps = Migrations("reelroom")


def migrate(db: Database, path: Path) -> None:
    """Apply the steps this file has not seen yet, all or none; two processes may try at once."""
    db.execute("BEGIN IMMEDIATE")
    try:
        if strange := {step.name for step in steps.applied(db)} - _all_steps():
            raise NewerDatabase(path, sorted(strange))
        steps.apply(db)
    except BaseException:
        db.rollback()
        raise
    db.commit()


def _all_steps() -> set[str]:
    with Database(memory=True) as empty:  # where nothing is applied, everything is pending
        return {step.name for step in steps.pending(empty)}


@steps()
def m001_people(db: Database) -> None:
    """Who has spoken to us. `said` is their platform's language, `chosen` their own choice."""
    db.table("people").create(
        {
            "key": str,
            "platform": str,
            "name": str,
            "said": str,
            "chosen": str,
            "banned": int,
            "met": str,
            "seen": str,
        },
        pk="key",
        not_null=("key", "platform", "name", "said", "banned", "met", "seen"),
        defaults={"banned": 0},
        strict=True,
    )


@steps()
def m002_preferences(db: Database) -> None:
    """Small JSON values by name; `scope` is `person` or `chat`, `owner` the key of one."""
    db.table("preferences").create(
        {"scope": str, "owner": str, "name": str, "value": str},
        pk=("scope", "owner", "name"),
        not_null=("scope", "owner", "name", "value"),
        strict=True,
    )


@steps()
def m003_ledger(db: Database) -> None:
    """Append-only; `storage/ledger.py` says what the columns mean."""
    entries = db.table("entries").create(
        {
            "id": int,
            "key": str,
            "person": str,
            "job": str,
            "kind": str,
            "credits": int,
            "daily": int,
            "granted": int,
            "day": str,
            "at": str,
        },
        pk="id",
        not_null=("key", "person", "job", "kind", "credits", "daily", "granted", "day", "at"),
        strict=True,
    )
    entries.create_index(["key"], unique=True)
    entries.create_index(["person", "day"])
    entries.create_index(["job"])


@steps()
def m004_jobs(db: Database) -> None:
    """One request by one person. `brief`, `message`, `result` and `failure` are JSON of others."""
    jobs = db.table("jobs").create(
        {
            "id": str,
            "person": str,
            "platform": str,
            "chat": str,
            "thread": str,
            "private": int,
            "lang": str,
            "kind": str,
            "brief": str,
            "message": str,
            "state": str,
            "estimate": int,
            "spent": int,
            "created": str,
            "ended": str,
            "delivered": str,
            "result": str,
            "failure": str,
            "note": str,
        },
        pk="id",
        foreign_keys=[("person", "people", "key")],
        not_null={"id", "person", "platform", "chat", "thread", "private", "lang", "kind"}
        | {"brief", "state", "estimate", "spent", "created", "note"},
        strict=True,
    )
    jobs.create_index(["person", "id"])
    jobs.create_index(["ended", "delivered"])


@steps()
def m005_artefacts(db: Database) -> None:
    """Which files of the media folder a job made or used."""
    artefacts = db.table("artefacts").create(
        {"job": str, "ref": str, "kind": str, "mime": str, "size": int, "at": str},
        pk=("job", "ref", "kind"),
        foreign_keys=[("job", "jobs", "id")],
        not_null=("job", "ref", "kind", "mime", "size", "at"),
        strict=True,
    )
    artefacts.create_index(["ref"])


@steps()
def m006_allowance(db: Database) -> None:
    """A daily allowance of somebody's own, set by an operator; NULL for the usual one."""
    db.table("people").add_column("allowance", int)


@steps()
def m007_forgotten(db: Database) -> None:
    """When a person deleted a job: it is kept for the books, and shown nowhere."""
    db.table("jobs").add_column("forgotten", str)


@steps()
def m008_inbox(db: Database) -> None:
    """What a platform told us (`body`, its JSON), written down before it is answered. `done` is
    when it was: the row stays a while, so that the same thing told twice is heard once."""
    inbox = db.table("inbox").create(
        {"source": str, "id": int, "body": str, "at": str, "done": str},
        pk=("source", "id"),
        not_null=("source", "id", "body", "at"),
        strict=True,
    )
    inbox.create_index(["source", "done"])


@steps()
def m009_uploads(db: Database) -> None:
    """The names under which a platform keeps files we gave it. `owner` is our account there, `use`
    what it was sent as."""
    db.table("uploads").create(
        {"owner": str, "ref": str, "use": str, "name": str, "at": str},
        pk=("owner", "ref", "use"),
        not_null=("owner", "ref", "use", "name", "at"),
        strict=True,
    )


@steps()
def m010_links(db: Database) -> None:
    """What a short token in an address stands for: an idea, or a storyboard that was shared."""
    links = db.table("links").create(
        {"token": str, "kind": str, "value": str, "person": str, "at": str},
        pk="token",
        not_null=("token", "kind", "value", "person", "at"),
        strict=True,
    )
    links.create_index(["person", "kind"])


@steps()
def m011_questions(db: Database) -> None:
    """Messages of ours that wait for words, and the action that these words belong to."""
    db.table("questions").create(
        {"place": str, "message": str, "action": str, "person": str, "at": str},
        pk=("place", "message"),
        not_null=("place", "message", "action", "person", "at"),
        strict=True,
    )


@steps()
def m012_figures(db: Database) -> None:
    """What is asked for the whole house at once: found in an index, without reading the jobs.
    How much a job made, its `pictures` and the `seconds` of its film, outlives its result."""
    jobs = db.table("jobs")
    jobs.add_column("pictures", int, not_null_default=0)
    jobs.add_column("seconds", float, not_null_default=0.0)
    db.execute("""
        UPDATE jobs SET pictures = coalesce(json_array_length(result, '$.keyframes'), 0),
                        seconds = coalesce(json_extract(result, '$.seconds'), 0.0)
        WHERE result IS NOT NULL
    """)
    jobs.create_index(["state", "kind", "ended", "pictures", "seconds"])
    db.table("entries").create_index(["kind", "day", "credits", "daily", "granted"])
    db.table("people").create_index(["seen"])


@steps()
def m013_linked(db: Database) -> None:
    """Accounts of one person on several platforms. `main` is the key of the account that this one
    belongs to, `parted` the day on which it was taken away from another. Of a job, `person` is
    whose it is, `orderer` the account that ordered it. Codes and wrong guesses last minutes."""
    db.execute("ALTER TABLE people ADD COLUMN main TEXT REFERENCES people(key)")
    db.table("people").add_column("parted", str)
    db.table("people").create_index(["main"])
    db.table("jobs").add_column("orderer", str, not_null_default="")
    db.execute("UPDATE jobs SET orderer = person")
    columns = {"code": str, "person": str, "at": str}
    codes = db.table("codes").create(columns, pk="code", not_null=tuple(columns), strict=True)
    codes.create_index(["person"])
    guesses = db.table("guesses").create(
        {"person": str, "at": str}, not_null=("person", "at"), strict=True
    )
    guesses.create_index(["person", "at"])


@steps()
def m014_pools(db: Database) -> None:
    """`home` is the server or group in which a job was ordered, or credits were used; empty for a
    private chat."""
    db.table("jobs").add_column("home", str, not_null_default="")
    entries = db.table("entries")
    entries.add_column("home", str, not_null_default="")
    entries.create_index(["home", "day"])


@steps()
def m015_tries(db: Database) -> None:
    """How often something that was told us was taken up again after a restart."""
    db.table("inbox").add_column("tries", int, not_null_default=0)


@steps()
def m016_rooms(db: Database) -> None:
    """Rooms in which people find a film together. `place` has one that is not closed at most.
    `message` is where it is shown, JSON; `board` and `film` are jobs. An idea is somebody's, or
    ours where `person` is empty; `like` is the number of the idea it was joined to. A vote is one
    person's only one in the room. A claim is somebody's word on a shot, counted from 0."""
    rooms = db.table("rooms").create(
        {
            "id": str,
            "place": str,
            "platform": str,
            "chat": str,
            "thread": str,
            "private": int,
            "home": str,
            "host": str,
            "name": str,
            "topic": str,
            "lang": str,
            "options": str,
            "pays": str,
            "state": str,
            "message": str,
            "board": str,
            "film": str,
            "opened": str,
            "seen": str,
            "deadline": str,
            "reminded": str,
            "closed": str,
        },
        pk="id",
        not_null=("id", "place", "host", "topic", "lang", "pays", "state", "opened", "seen"),
        strict=True,
    )
    rooms.create_index(["state"])
    db.execute("CREATE UNIQUE INDEX one_room ON rooms (place) WHERE state <> 'closed'")
    ideas = db.table("ideas").create(
        {
            "room": str,
            "n": int,
            "person": str,
            "name": str,
            "text": str,
            "origin": str,
            "like": int,
            "at": str,
        },
        pk=("room", "n"),
        not_null=("room", "n", "person", "name", "text", "origin", "at"),
        foreign_keys=[("room", "rooms", "id")],
        strict=True,
    )
    ideas.create_index(["room", "person"])
    votes = {"room": str, "person": str, "name": str, "idea": int, "at": str}
    db.table("votes").create(
        votes,
        pk=("room", "person"),
        not_null=tuple(votes),
        foreign_keys=[("room", "rooms", "id")],
        strict=True,
    )
    claims = {"room": str, "shot": int, "person": str, "name": str, "words": str, "at": str}
    db.table("claims").create(
        claims,
        pk=("room", "shot"),
        not_null=tuple(claims),
        foreign_keys=[("room", "rooms", "id")],
        strict=True,
    )
    yes = {"room": str, "person": str, "name": str, "at": str}
    db.table("approvals").create(
        yes,
        pk=("room", "person"),
        not_null=tuple(yes),
        foreign_keys=[("room", "rooms", "id")],
        strict=True,
    )


@steps()
def m017_payers(db: Database) -> None:
    """What each of several people pays for a job, as JSON; empty where one person does."""
    db.table("jobs").add_column("payers", str, not_null_default="")


@steps()
def m018_paces(db: Database) -> None:
    """How many `seconds` some `work` took lately, by the `crew` that did it."""
    columns = {"crew": str, "work": str, "seconds": float, "at": str}
    paces = db.table("paces").create(columns, not_null=tuple(columns), strict=True)
    paces.create_index(["crew", "work"])


@steps()
def m019_brands(db: Database) -> None:
    """What holds for all that is made for a brand. `kit` is JSON, values by the name of an option;
    `folded` is its name as names are compared."""
    columns = {
        "id": str,
        "owner": str,
        "name": str,
        "folded": str,
        "kit": str,
        "logo": str,
        "changed": str,
    }
    brands = db.table("brands").create(columns, pk="id", not_null=tuple(columns), strict=True)
    brands.create_index(["owner", "folded"], unique=True)


@steps()
def m020_batches(db: Database) -> None:
    """Jobs that were ordered together: of `size`, shown in `message`, JSON; `admitted` when all of
    them were paid for. `jobs.batch` is empty where a job was ordered alone."""
    db.table("batches").create(
        {"id": str, "size": int, "message": str, "opened": str, "admitted": str},
        pk="id",
        not_null=("id", "size", "opened"),
        strict=True,
    )
    jobs = db.table("jobs")
    jobs.add_column("batch", str, not_null_default="")
    jobs.create_index(["batch"])


@steps()
def m021_characters(db: Database) -> None:
    """Somebody's own characters. `looks` is JSON, pictures in the media folder; `folded` is the
    name as names are compared."""
    columns = ("id", "owner", "name", "folded", "description", "looks", "changed")
    characters = db.table("characters")
    characters.create(dict.fromkeys(columns, str), pk="id", not_null=columns, strict=True)
    characters.create_index(["owner", "folded"], unique=True)


@steps()
def m022_takes(db: Database) -> None:
    """Films used to say who animated each shot beside their files; they say it with their takes
    now, out of which those from before cannot be cut anew."""
    db.execute("""
        UPDATE jobs SET result = json_remove(result, '$.clips')
        WHERE json_extract(result, '$.clips') IS NOT NULL
    """)
