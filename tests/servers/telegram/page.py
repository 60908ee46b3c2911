"""A page to talk to the bot by hand: people, their chats, pictures, buttons."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aiohttp import web

from tests.servers.telegram.files import Stored
from tests.servers.telegram.message import Message
from tests.servers.telegram.people import User
from tests.servers.telegram.refusal import JSON, Refused
from tests.servers.telegram.rooms import Room
from tests.servers.telegram.server import Telegram

PAGE = Path(__file__).with_name("page.html")
PEOPLE = {"美": "zh-hans", "Alex": "en", "健": "ja"}
PATIENCE = 15.0
FRESH_SECONDS = 5.0  # after which a page is told the state although nothing happened
KEPT = 200  # messages that a room shows


class Page:
    """The page of a stand-in, with three people, a group, and a forum with two topics."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._rooms = self._furnish()
        routes = telegram.app.router
        routes.add_get("/", self._page)
        routes.add_get("/stand/state", self._state)
        routes.add_get("/stand/file/{id}", self._file)
        for name in ("say", "upload", "press", "pay", "inline", "choose"):
            routes.add_post(f"/stand/{name}", getattr(self, f"_{name}"))

    def _furnish(self) -> dict[str, Room]:
        people = [self._telegram.person(name, lang=lang) for name, lang in PEOPLE.items()]
        group = self._telegram.group("Studio", members=people)
        forum = self._telegram.group("Stories", forum=True, admin=True, members=people)
        topics = [self._telegram.topic(forum, name) for name in ("Ideas", "Drafts")]
        rooms: list[Room] = [*map(self._telegram.private, people), group, *topics]
        return {f"{room.chat.id}.{room.thread or ''}": room for room in rooms}

    async def _page(self, request: web.Request) -> web.Response:
        return web.Response(text=PAGE.read_text("utf-8"), content_type="text/html")

    async def _state(self, request: web.Request) -> web.Response:
        """Everything, as soon as it is newer than what the page has."""
        telegram, has = self._telegram, int(request.query.get("version", -1))
        await telegram.wait(lambda: True if telegram.version != has else None, FRESH_SECONDS)
        state = {
            "version": telegram.version,
            "bot": telegram.me,
            "people": [{"id": p.id, "name": p.name} for p in telegram.people.values()],
            "commands": {p.id: self._commands(p) for p in telegram.people.values()},
            "rooms": [self._room(key, room) for key, room in self._rooms.items()],
            "broken": telegram.unread,
        }
        return web.json_response(state)

    def _room(self, key: str, room: Room) -> JSON:
        chat, topic = room.chat, room.chat.topics.get(room.thread or 0)
        return {
            "key": key,
            "title": f"{chat.title} · {topic.name}" if topic else chat.title,
            "kind": chat.kind,
            "members": [member.id for member in chat.members],
            "doing": self._telegram.doing_in(chat.id),
            "messages": [_shown(m) for m in room.messages[-KEPT:] if _visible(m)],
        }

    def _commands(self, person: User) -> dict[str, str]:
        """The menu of somebody's private chat: the nearest scope in their language."""
        for scope in (f"chat:{person.id}", "all_private_chats", "default"):
            for lang in (person.lang[:2], ""):
                if found := self._telegram.commands.get((scope, lang)):
                    return found
        return {}

    async def _say(self, request: web.Request) -> web.Response:
        asked, room, person = await self._asked(request)
        answered = room.chat.book.get(asked.get("reply_to") or 0)
        await room.say(asked["text"], by=person, reply_to=answered)
        return web.json_response({})

    async def _upload(self, request: web.Request) -> web.Response:
        form = await request.post()
        room, person = self._where({k: v for k, v in form.items() if isinstance(v, str)})
        file = form["file"]
        assert isinstance(file, web.FileField)
        try:
            await room.upload(
                file.file.read(),
                name=file.filename,
                caption=str(form.get("caption", "")),
                as_photo=file.content_type in ("image/jpeg", "image/png", "image/webp"),
                by=person,
            )
        except Refused as refused:
            return web.json_response({"error": refused.description})
        return web.json_response({})

    async def _press(self, request: web.Request) -> web.Response:
        asked, room, person = await self._asked(request)
        message = room.chat.book[asked["message"]]
        answer = await room.press(message, asked["data"], by=person, timeout=PATIENCE)
        if answer is None:
            return web.json_response({"error": "the bot did not answer the press"})
        return web.json_response({"text": answer.text, "alert": answer.alert, "url": answer.url})

    async def _pay(self, request: web.Request) -> web.Response:
        asked, room, person = await self._asked(request)
        reason = await self._telegram.pay(room.chat.book[asked["message"]], person)
        return web.json_response({"text": "paid"} if reason == "" else {"error": reason or "late"})

    async def _inline(self, request: web.Request) -> web.Response:
        asked, _, person = await self._asked(request)
        answer = await self._telegram.inline(person, asked["query"])
        if answer is None:
            return web.json_response({"error": "the bot did not answer the query"})
        results = [result | {"file": _file_of(result)} for result in answer.results]
        return web.json_response({"results": results, "button": answer.button})

    async def _choose(self, request: web.Request) -> web.Response:
        asked, room, person = await self._asked(request)
        await room.choose(asked["result"], by=person)
        return web.json_response({})

    async def _file(self, request: web.Request) -> web.Response:
        try:
            file = self._telegram.files.get(request.match_info["id"])
        except Refused:
            raise web.HTTPNotFound from None
        kept = {"Cache-Control": "max-age=86400", "Accept-Ranges": "bytes"}
        start, end = _range(request.headers.get("Range", ""), len(file.bytes))
        if "Range" in request.headers:
            kept["Content-Range"] = f"bytes {start}-{end - 1}/{len(file.bytes)}"
        status = 206 if "Range" in request.headers else 200
        body = file.bytes[start:end]
        return web.Response(body=body, content_type=file.mime, headers=kept, status=status)

    async def _asked(self, request: web.Request) -> tuple[JSON, Room, User]:
        asked = await request.json()
        return asked, *self._where(asked)

    def _where(self, asked: JSON) -> tuple[Room, User]:
        return self._rooms[asked["room"]], self._telegram.people[int(asked["person"])]


def _visible(message: Message) -> bool:
    return "forum_topic_created" not in message.raw


def _shown(message: Message) -> JSON:
    shown: JSON = {
        "id": message.id,
        "who": message.raw["from"]["first_name"],
        "from": message.raw["from"]["id"],
        "bot": message.by_bot,
        "text": message.text,
        "entities": message.entities,
        "rows": message.raw.get("reply_markup", {}).get("inline_keyboard", []),
        "album": message.album,
        "date": message.raw["date"],
        "edits": message.edits,
        "invoice": message.raw.get("invoice"),
        "poll": message.raw.get("poll"),
    }
    answered: Any = message.chat.book.get(message.reply_to or 0)
    if answered and _visible(answered):
        gist = answered.text.partition("\n")[0] or (answered.file.kind if answered.file else "…")
        shown["answers"] = f"{answered.raw['from']['first_name']}: {gist}"
    return shown | ({"file": _file(message.file)} if message.file else {})


def _file(file: Stored) -> JSON:
    return {
        "id": file.id,
        "kind": file.kind,
        "name": file.name,
        "size": len(file.bytes),
        "width": file.width,
        "height": file.height,
    }


def _file_of(result: JSON) -> str:
    return next((v for k, v in result.items() if k.endswith("_file_id")), "")


def _range(wanted: str, size: int) -> tuple[int, int]:
    first, _, last = wanted.removeprefix("bytes=").partition("-")
    return int(first or 0), min(int(last) + 1, size) if last else size
