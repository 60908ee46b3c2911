"""A page to talk to the bot by hand: people, channels, slash commands, buttons, forms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.servers.discord.channels import Channel
from tests.servers.discord.interactions import MODAL, Field, Interaction, Modal
from tests.servers.discord.message import Message
from tests.servers.discord.people import User
from tests.servers.discord.refusal import JSON
from tests.servers.discord.server import Discord
from tests.servers.discord.slash import ATTACHMENT, BOOLEAN, INTEGER, NUMBER, PERSON, SLASH, Typed
from tests.servers.discord.slash import MESSAGE as OF_MESSAGE

PAGE = Path(__file__).with_name("page.html")
PEOPLE = {"美": "zh-CN", "Alex": "en-US", "健": "ja"}
FRESH_SECONDS = 5.0  # after which a page is told the state although nothing happened
KEPT = 100  # messages that a room shows


class Page:
    """The page of a stand-in, with three people, a server, direct messages, and a server where the
    bot is not."""

    def __init__(self, discord: Discord) -> None:
        self._discord = discord
        people = [discord.person(name, locale=locale) for name, locale in PEOPLE.items()]
        discord.guild("Studio", members=people)
        discord.abroad(people[1], people[0])
        for person in people:
            discord.dm(person)
        discord.front = self._page
        routes = discord.app.router
        routes.add_get("/stand/state", self._state)
        for name in ("say", "slash", "use", "press", "choose", "submit", "autocomplete", "vote"):
            routes.add_post(f"/stand/{name}", self._doing(name))

    async def _page(self, request: web.Request) -> web.StreamResponse:
        return web.Response(text=PAGE.read_text("utf-8"), content_type="text/html")

    async def _state(self, request: web.Request) -> web.Response:
        """Everything, as soon as it is newer than what the page has."""
        discord, has = self._discord, int(request.query.get("version", -1))
        await discord.wait(lambda: True if discord.version != has else None, FRESH_SECONDS)
        number = int(request.query.get("person") or next(iter(discord.people)))
        person = discord.people[number]
        rooms = [c for c in discord.channels.values() if person in c.members]
        here = discord.channels.get(int(request.query.get("room") or 0), rooms[0])
        here = here if here in rooms else rooms[0]
        state = {
            "version": discord.version,
            "bot": discord.bot.raw,
            "connected": bool(discord.gateway.connected),
            "people": [{"id": str(p.id), "name": p.name} for p in discord.people.values()],
            "person": str(person.id),
            "rooms": [self._room(room, person) for room in rooms],
            "room": str(here.id),
            "typing": discord.typing_in(here),
            "messages": [_shown(m) for m in here.seen(person)[-KEPT:]],
            "commands": Typed(discord, here, person).offered(SLASH),
            "menu": Typed(discord, here, person).offered(OF_MESSAGE),
            "locale": person.locale,
            "broken": discord.unread,
        }
        return web.json_response(state)

    def _room(self, room: Channel, person: User) -> JSON:
        last = next(reversed(room.seen(person)), None)
        return {
            "id": str(room.id),
            "name": self._discord.bot.name if room.private else room.name,
            "kind": "direct" if room.private else "thread" if room.parent else "channel",
            "guild": room.guild.name if room.guild else "",
            "foreign": room.foreign,
            "gist": f"{last.author}: {last.text.partition(chr(10))[0] or '…'}" if last else "",
        }

    def _doing(self, name: str) -> Any:
        async def handle(request: web.Request) -> web.Response:
            """What goes wrong is what the person would be told."""
            asked, files = await _asked(request)
            room = self._discord.channels[int(asked["room"])]
            person = self._discord.people[int(asked["person"])]
            try:
                done = await getattr(self, f"_{name}")(room, person, asked, files)
            except AssertionError as error:
                return web.json_response({"error": str(error).partition("\n")[0]})
            return web.json_response(done)

        return handle

    async def _say(self, room: Channel, person: User, asked: JSON, files: Files) -> JSON:
        answered = room.book.get(int(asked.get("reply_to") or 0))
        given = [file for named in files.values() for file in named]
        await room.say(asked["text"], by=person, reply_to=answered, files=given)
        return {}

    async def _slash(self, room: Channel, person: User, asked: JSON, files: Files) -> JSON:
        words = asked["command"].split()
        options = self._options(Typed(self._discord, room, person).find(SLASH, words[0]), words[1:])
        given = {
            name: self._value(options[name]["type"], value)
            for name, value in asked["options"].items()
            if value != ""
        }
        given |= {name: named[0] for name, named in files.items()}
        return _answer(await room.slash(asked["command"], by=person, **given))

    async def _autocomplete(self, room: Channel, person: User, asked: JSON, files: Files) -> JSON:
        offered = await room.autocomplete(
            asked["command"], asked["option"], asked["text"], by=person
        )
        return {"choices": [{"name": c.name, "value": c.value} for c in offered]}

    async def _use(self, room: Channel, person: User, asked: JSON, files: Files) -> JSON:
        return _answer(await room.use(asked["command"], _message(room, asked), by=person))

    async def _press(self, room: Channel, person: User, asked: JSON, files: Files) -> JSON:
        return _answer(await room.press(_message(room, asked), asked["custom_id"], by=person))

    async def _choose(self, room: Channel, person: User, asked: JSON, files: Files) -> JSON:
        message = _message(room, asked)
        done = await room.choose(message, asked["custom_id"], *asked["values"], by=person)
        return _answer(done)

    async def _submit(self, room: Channel, person: User, asked: JSON, files: Files) -> JSON:
        number = int(asked["modal"])
        opened = next(i for i in self._discord.interactions if i.id == number)
        return _answer(await room.submit(opened.modal, asked["values"] | files, by=person))

    async def _vote(self, room: Channel, person: User, asked: JSON, files: Files) -> JSON:
        room.vote(_message(room, asked), asked["answer"], by=person)
        return {}

    def _options(self, command: JSON, subs: list[str]) -> dict[str, JSON]:
        for sub in subs:
            command = next(o for o in command["options"] if o["name"] == sub)
        return {o["name"]: o for o in command.get("options", [])}

    def _value(self, kind: int, value: str) -> Any:
        """What was typed into a field of a form, as its option wants it."""
        assert kind != ATTACHMENT, "a file is sent as a file"
        if kind == PERSON:
            return self._discord.people[int(value)]
        if kind == BOOLEAN:
            return value == "true"
        made = {INTEGER: int, NUMBER: float}.get(kind, str)
        try:
            return made(value)
        except ValueError:
            raise AssertionError(f"{value!r} is no number") from None


Files = dict[str, list[tuple[str, bytes]]]


async def _asked(request: web.Request) -> tuple[JSON, Files]:
    """What the page sends: `asked` is JSON, and beside it files."""
    form, files = await request.post(), Files()
    for name, value in form.items():
        if isinstance(value, web.FileField):
            files.setdefault(name, []).append((value.filename, value.file.read()))
    return json.loads(str(form["asked"])), files


def _message(room: Channel, asked: JSON) -> Message:
    return room.book[int(asked["message"])]


def _answer(done: Interaction) -> JSON:
    if not done.kind:
        return {"error": "The application did not respond"}
    return {"modal": _form(done.modal)} if done.kind == MODAL else {}


def _form(modal: Modal) -> JSON:
    texts = [c["content"] for c in modal.components if c["type"] == 10]
    fields = [_field(f) for f in modal.fields]
    return {"id": str(modal.asked.id), "title": modal.title, "texts": texts, "fields": fields}


def _field(one: Field) -> JSON:
    shown = {"label": one.label, "id": one.custom_id, "kind": one.kind, "value": one.value}
    return shown | {"required": one.required, "raw": one.raw}


def _shown(message: Message) -> JSON:
    answered = message.answers
    shown: JSON = {"edits": message.edits, "only": message.ephemeral, "loading": message.loading}
    if answered:
        shown["answers"] = f"{answered.author}: {answered.text.partition(chr(10))[0] or '…'}"
    if message.kind in (20, 23) and message.interaction:
        slash = "/" if message.kind == 20 else ""
        named = f"{slash}{message.interaction.data['name']}"
        shown["answers"] = f"{message.interaction.person} used {named}"
    return message.raw | shown
