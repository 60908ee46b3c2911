"""/delete: a job and its film are gone, from the chat and from here."""

from __future__ import annotations

import asyncio
import re

from generation.errors import BadInput
from handlers.actions import Press
from handlers.commands import Add, Answer, Argument, Ask, Command
from handlers.commands.video import named
from handlers.conversation import MessageRef, Reply, Say
from handlers.house import House
from handlers.ports import Unreachable
from handlers.records import beside, message_of
from storage.jobs import Job, short_id

ID = re.compile(r"\s*#?([0-9a-z]{4,18})\s*", re.IGNORECASE)


def register(add: Add) -> None:
    add(
        Command(
            "delete",
            delete,
            aliases=("del", "删除", "削除"),
            presses={"delete": pressed},
            arguments=(Argument("job", "job", required=True),),
        )
    )


async def delete(ask: Ask) -> Answer:
    """The named job; none is taken that was not named."""
    if not (found := ID.fullmatch(ask.text)):
        raise BadInput("delete.which")
    job = await ask.job(found[1])
    await forget(ask, job)
    return Reply(text=(deleted(job),), private=True)


async def pressed(ask: Ask, press: Press, job: Job | None) -> Answer:
    """The job whose message this is; the message goes too."""
    await forget(ask, named(job))
    return None


async def forget(ask: Ask, job: Job) -> None:
    """Stop what has not ended, forget the job, then take away its messages and its film. Of two who
    do this at the same time, one does. Raises `BadInput` while it has not stopped."""
    await ask.desk.cancel(job)
    now = await ask.house.jobs.get(job.id)
    if now is None or not now.ended:
        raise BadInput("delete.stopping")
    if not await ask.house.jobs.forget(now.id):
        return
    await ask.house.jobs.mark_delivered(now.id)
    await drop_film(ask.house, now)
    batches = ask.desk.notices.batches
    for ref in messages(ask, now):
        if not (now.batch and await batches.forgotten(now, ref)):
            await take_away(ask.house, ref, now)
    if now.batch:
        await batches.redraw(now.batch)


def messages(ask: Ask, job: Job) -> list[MessageRef]:
    """Where the job can be seen: its own message, what came with it, and the one whose button was
    pressed."""
    said = ask.incoming
    here = MessageRef(said.place, said.message) if said.press and said.message else None
    seen = (message_of(job), *beside(job), here)
    return list(dict.fromkeys(ref for ref in seen if ref))


async def take_away(house: House, ref: MessageRef, job: Job) -> None:
    """The message is deleted, or says that its job is."""
    platform = house.platforms.get(ref.place.platform)
    if platform is None:  # not served at present
        return
    try:
        await platform.delete(ref, Reply(text=(deleted(job),)), job.lang)
    except Unreachable:
        return  # nobody can see it there any more


async def drop_film(house: House, job: Job) -> None:
    """The film's own files go, and the clips that no other job is cut from. Its keyframes are left
    to the sweep: other jobs may use them."""
    files = await house.artefacts.release(job.id)
    for file in files:
        if file.kind in ("film", "clip", "export") and job.ended:
            since = house.clock() if file.kind == "export" else job.ended  # those come later
            await asyncio.to_thread(house.files.remove, file.ref, since)


def deleted(job: Job) -> Say:
    """That it is gone."""
    return Say("job.forgotten", {"id": short_id(job.id)})
