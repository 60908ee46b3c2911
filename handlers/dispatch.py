"""A message comes in, a command answers. Whatever goes wrong becomes a sentence."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable
from dataclasses import replace
from difflib import get_close_matches

from generation.errors import BadInput, ProviderError
from generation.model import LANGS, Lang
from handlers.actions import press
from handlers.commands import Answer, Ask, Edit, spoken_names, verbs, verbs_of, with_text
from handlers.conversation import Incoming, MessageRef, Person, Reply, Say
from handlers.desk import Desk, Repeated
from handlers.house import House
from handlers.ports import Failure
from handlers.rooms import talk
from handlers.views import explained, too_dear
from storage.errors import NotEnough
from storage.jobs import Job, short_id
from storage.people import Account
from storage.rooms import Room

LOG = logging.getLogger(__name__)
COMMAND = re.compile(r"\s*[/／]([^\s/@／]{1,32})(?:@(\S+))?(?:\s+|$)")
OUR_FAULT = Failure.model_validate({"kind": "broken", "provider": "reelroom"})


class Dispatcher:
    """Answers every message on the platform it came from."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def answer(self, incoming: Incoming) -> None:
        """Do what somebody asks and tell them. Raises only what the platform itself raises."""
        house, person = self.desk.house, incoming.person
        account = await house.people.greet(person.own, person.platform, person.name, person.lang)
        incoming = await self._as_one(incoming, account)
        ask = Ask(self.desk, incoming, spoken_by(account))
        answer = await self._safely(self._act(ask, account))
        if answer is None:
            return
        lang = await lang_for(house, person)  # read again: the answer to /lang is in the new one
        platform = house.platforms[incoming.place.platform]
        match answer:
            case Edit(reply):
                ref = MessageRef(incoming.place, incoming.message)
                await platform.edit(ref, reply, lang, incoming)
            case Reply():
                await self._say(incoming, answer, lang)

    async def _say(self, incoming: Incoming, answer: Reply, lang: Lang) -> None:
        platform, person = self.desk.house.platforms[incoming.place.platform], incoming.person
        ref = await platform.answer(incoming, answer, lang)
        if ref and answer.ask:
            questions = self.desk.house.questions
            await questions.ask(ref.place.key, ref.id, answer.ask, person.own)

    async def _as_one(self, incoming: Incoming, account: Account) -> Incoming:
        """The same, where linked accounts are one person: whoever it is from, and whose button
        it is."""
        person = replace(incoming.person, account=account.main or "")
        owner = await self.desk.house.people.main(incoming.owner) if incoming.owner else ""
        return replace(incoming, person=person, owner=owner)

    async def _act(self, ask: Ask, account: Account) -> Answer:
        if account.banned:
            return private(Say("banned"))
        if ask.incoming.press:
            return await self._press(ask)
        if called := COMMAND.match(ask.incoming.text):
            return await self._call(with_text(ask, ask.incoming.text[called.end() :]), called[1])
        if pressed := await self._asked(ask):
            return await self._press(replace(ask, incoming=replace(ask.incoming, press=pressed)))
        if room := await self._in_room(ask):
            return await talk.idea(ask, room, ask.incoming.text)
        if ask.incoming.place.private or ask.incoming.addressed:
            return await spoken_names()["video"].say(with_text(ask, ask.incoming.text))
        return None  # in a group we speak when spoken to

    async def _in_room(self, ask: Ask) -> Room | None:
        """The room whose message these words reply to."""
        said = ask.incoming
        if not (said.replied and said.text.strip()):
            return None
        room = await self.desk.house.rooms.shown_in(said.place.key, said.replied)
        return room if room and room.state == "open" else None

    async def _call(self, ask: Ask, name: str) -> Answer:
        operator = ask.incoming.person.operator
        known, wanted = spoken_names(operator=operator), name.casefold()
        if wanted in known:
            return await known[wanted].say(ask)
        if near := get_close_matches(wanted, known, 1, 0.6):
            return private(Say("command.unknown_near", {"name": name, "near": known[near[0]].name}))
        return private(Say("command.unknown", {"name": name}))

    async def _asked(self, ask: Ask) -> str:
        """The action that these words were asked for, if they were."""
        said = ask.incoming
        if not said.replied:
            return ""
        question = await self.desk.house.questions.find(said.place.key, said.replied)
        if question is None:
            return ""
        if await self.desk.house.people.main(question.person) != ask.me:
            raise BadInput("press.not_yours")
        return question.action

    async def _press(self, ask: Ask) -> Answer:
        pressed = press(ask.incoming.press)
        act = verbs().get(pressed.verb)
        if act is None:
            raise BadInput("press.unknown")
        job = await self.desk.house.jobs.get(pressed.job) if pressed.job else None
        if pressed.job and job is None:
            raise BadInput("press.unknown")
        if not self._may_press(ask, pressed.verb, job):
            raise BadInput("press.not_yours")
        if job and job.forgotten:
            raise BadInput("job.forgotten", id=short_id(job.id))
        return await act(ask, pressed, job)

    def _may_press(self, ask: Ask, verb: str, job: Job | None) -> bool:
        """Buttons belong to somebody: to whoever ordered the job, else to whom they were shown."""
        if ask.incoming.person.operator:
            return True
        if verb in verbs_of("operators"):
            return False
        owner = job.person if job else ask.incoming.owner
        return verb in verbs_of("open") or owner in ("", ask.me)

    async def _safely(self, work: Awaitable[Answer]) -> Answer:
        try:
            return await work
        except BadInput as error:
            return private(Say(error.key, dict(error.values)))
        except Repeated:
            return None
        except NotEnough as error:
            return private(too_dear(error, self.desk.house.clock()))
        except ProviderError as error:
            LOG.warning("%s", error)
            return private(*explained(Failure(kind=error.kind, provider=error.provider)))
        except Exception:
            LOG.exception("a message could not be answered")
            return private(*explained(OUR_FAULT))


async def lang_for(house: House, person: Person) -> Lang:
    """The language to answer a person in whom we may never have met: then what their platform
    says."""
    account = await house.people.get(person.own)
    return spoken_by(account) if account else person.lang


def spoken_by(account: Account) -> Lang:
    """The language to answer somebody in."""
    base = account.lang.split("-")[0].lower()
    return base if base in LANGS else "en"


def private(*text: Say) -> Reply:
    """An answer that concerns nobody else."""
    return Reply(text=text, private=True)
