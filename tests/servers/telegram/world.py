"""What a stand-in of Telegram knows: people, chats and what was said, questions to the bot, and the
story of it all."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from itertools import count
from typing import Any

from tests.servers.platforms.chronicle import Chronicle
from tests.servers.platforms.clock import Clock
from tests.servers.telegram.call import Call
from tests.servers.telegram.files import Files
from tests.servers.telegram.message import Message
from tests.servers.telegram.people import Answer, InlineAnswer, User
from tests.servers.telegram.refusal import JSON, Refused, bad
from tests.servers.telegram.rooms import Chat, Topic, addressed
from tests.servers.telegram.spec import Spec
from tests.servers.telegram.updates import Updates

QUERY_SECONDS = {"callback_query": 60.0, "inline_query": 30.0, "pre_checkout_query": 10.0}
FIRST_PERSON, FIRST_GROUP, FIRST_SUPERGROUP = 1001, -4001, -1_000_000_001_001
ACTION_SECONDS = 5.0


@dataclass(slots=True)
class Pending:
    """A question to the bot that is open until a time."""

    until: float
    answer: Any = None
    done: bool = False


class World(Chronicle):
    """Telegram without its server."""

    spec_of = "the Bot API"

    def __init__(self, bot: JSON, clock: Clock, spec: Spec, *, local: bool) -> None:
        super().__init__(clock)
        self.me, self.spec = bot, spec
        self.files = Files(bot["id"], local=local)
        self.people: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.commands: dict[tuple[str, str], dict[str, str]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.queries: dict[str, Pending] = {}
        self.payloads: dict[tuple[int, int], str] = {}
        self.blocked: set[int] = set()
        self._doing: dict[int, tuple[str, float]] = {}
        self.updates = Updates(lambda: self.date, self.tell)
        self._private_numbers = count(1)
        self._query_numbers = count(1)
        self._person_ids = count(FIRST_PERSON)
        self._group_ids = count(FIRST_GROUP, -1)
        self._supergroup_ids = count(FIRST_SUPERGROUP, -1)

    # For people who try it, and for tests

    @property
    def date(self) -> int:
        """The time as messages give it."""
        return int(self.clock.now())

    def person(self, name: str, *, lang: str = "en") -> User:
        """Somebody new."""
        user = User(next(self._person_ids), name, lang)
        self.people[user.id] = user
        return user

    def private(self, user: User) -> Chat:
        """The private chat with somebody, who has started the bot."""
        if user.id not in self.chats:
            chat = Chat(self, user.id, "private", user.name, self._private_numbers, [user])
            self.chats[user.id] = chat
        return self.chats[user.id]

    def group(
        self,
        title: str,
        *,
        forum: bool = False,
        basic: bool = False,
        admin: bool = False,
        members: list[User] | None = None,
    ) -> Chat:
        """A group with the bot in it: a supergroup, or a `basic` one, which can migrate; its first
        member owns it. `admin`: the bot may manage it."""
        number = next(self._group_ids if basic else self._supergroup_ids)
        numbers = self._private_numbers if basic else count(1)
        kind = "group" if basic else "supergroup"
        chat = Chat(self, number, kind, title, numbers, list(members or []), forum)
        chat.admins = {m.id for m in chat.members[:1]} | ({self.me["id"]} if admin else set())
        self.chats[chat.id] = chat
        return chat

    def topic(self, group: Chat, name: str) -> Topic:
        """A topic that a person opened in a forum."""
        assert group.forum, "only a forum has topics: group(…, forum=True)"
        return group.open_topic(name, group.person.raw)

    def close_topic(self, topic: Topic) -> None:
        """Nobody may write there any more."""
        topic.closed = True

    def delete_topic(self, topic: Topic) -> None:
        """It is gone with all that stood in it."""
        del topic.chat.topics[topic.id]
        for message in topic.messages:
            message.gone = True

    async def inline(
        self,
        person: User,
        query: str,
        *,
        offset: str = "",
        timeout: float = 10.0,  # noqa: ASYNC109
    ) -> InlineAnswer | None:
        """Somebody writes @bot and a query somewhere; what they are offered, None for nothing."""
        asked = {"from": person.raw, "query": query, "offset": offset, "chat_type": "sender"}
        return await self._ask("inline_query", asked, timeout)

    async def press(self, message: Message, data: str, by: User, patience: float) -> Answer | None:
        """A press on a button; `Room.press` finds the data."""
        assert not message.gone, f"the message is gone\n{self.transcript()}"
        self.tell(f"{message.chat.title} #{message.id} {by.name} presses {data}")
        asked = {
            "from": by.raw,
            "message": message.raw,
            "chat_instance": str(message.chat.id),
            "data": data,
        }
        return await self._ask("callback_query", asked, patience)

    async def pay(self, message: Message, by: User, *, patience: float = 10.0) -> str | None:
        """Somebody pays an invoice. "" when it went well, else the bot's reason; None when the bot
        did not answer in time."""
        invoice = message.raw["invoice"]
        paid = {
            "currency": invoice["currency"],
            "total_amount": invoice["total_amount"],
            "invoice_payload": self.payloads[message.chat.id, message.id],
        }
        reason = await self._ask("pre_checkout_query", {"from": by.raw} | paid, patience)
        if reason == "":
            charges = {
                "telegram_payment_charge_id": f"charge-{secrets.token_hex(8)}",
                "provider_payment_charge_id": "",
            }
            raw = {"from": by.raw, "successful_payment": paid | charges}
            await self.push("message", message.chat.write(raw, {}).raw)
        return reason

    async def push(self, kind: str, content: JSON) -> int:
        """Tell the bot of something; the update's number, 0 when it does not want such."""
        number = self.updates.add(kind, content)
        if number:
            self.note(self.spec.object("Update", self.updates.all[number]), "pushed: ")
        self.changed()
        return number

    def redeliver(self, update_id: int) -> None:
        """Give the bot an update a second time."""
        self.updates.again(update_id)

    @property
    def delivered(self) -> list[int]:
        """The numbers of all updates so far."""
        return list(self.updates.all)

    # For the methods

    @property
    def sender(self) -> JSON:
        """The bot as messages name it."""
        return {k: self.me[k] for k in ("id", "is_bot", "first_name", "username")}

    def room(self, call: Call) -> Chat:
        """The chat that a call is about; raises where the bot may not speak there."""
        number = call.number("chat_id")
        chat = self.chats.get(number)
        if chat is None:
            if number in self.people:
                raise Refused(403, "Forbidden: bot can't initiate conversation with a user")
            raise bad("chat not found")
        if number in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if chat.moved_to:
            raise bad(
                "group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to
            )
        if chat.left:
            raise Refused(403, f"Forbidden: bot is not a member of the {chat.kind} chat")
        if thread := call.number("message_thread_id", 0):
            if thread not in chat.topics:
                raise bad("message thread not found")
            if chat.topics[thread].closed:
                raise bad("TOPIC_CLOSED")
        return chat

    def sees(self, message: Message) -> bool:
        """Whether the bot is shown what a person wrote."""
        chat = message.chat
        if chat.silent:
            return False
        open_to_all = self.me["can_read_all_group_messages"] or self.me["id"] in chat.admins
        return chat.kind == "private" or open_to_all or addressed(message, self.me["username"])

    def remove(self, message: Message, who: str) -> None:
        """Take a message away."""
        message.gone = True
        self.tell(f"{message.chat.title} #{message.id} is deleted by {who}")
        self.changed()

    def does(self, chat: Chat, action: str) -> None:
        """The bot is seen doing something, for five seconds."""
        self._doing[chat.id] = (action, self.clock.now() + ACTION_SECONDS)
        self.tell(f"{chat.title} {action} …")
        self.changed()

    def doing_in(self, chat: int) -> str:
        """What the bot is seen doing, if anything."""
        action, until = self._doing.get(chat, ("", 0.0))
        return action if self.clock.now() < until else ""

    async def _ask(self, kind: str, content: JSON, patience: float) -> Any:
        number = str(next(self._query_numbers))
        pending = self.queries[number] = Pending(self.clock.now() + QUERY_SECONDS[kind])
        await self.push(kind, {"id": number} | content)
        await self.wait(lambda: pending if pending.done else None, patience)
        return pending.answer
