"""Methods other than those about messages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.servers.telegram.call import Call, serves
from tests.servers.telegram.files import DOWNLOAD_BYTES
from tests.servers.telegram.people import Answer, InlineAnswer
from tests.servers.telegram.refusal import JSON, Refused, bad
from tests.servers.telegram.rooms import PALE_BLUE
from tests.servers.telegram.text import units
from tests.servers.telegram.updates import Hook

if TYPE_CHECKING:
    from tests.servers.telegram.world import World

COMMANDS, COMMAND = 100, re.compile(r"[a-z0-9_]{1,32}")
ANSWER = 200
INLINE = 50
START = re.compile(r"[A-Za-z0-9_-]{1,64}")
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@serves("getMe")
async def get_me(telegram: World, call: Call) -> JSON:
    return telegram.me


@serves("getUpdates")
async def get_updates(telegram: World, call: Call) -> list[JSON]:
    if call.has("allowed_updates"):
        telegram.updates.allowed = call.json("allowed_updates")
    return await telegram.updates.poll(
        call.number("offset", 0), call.number("limit", 100), call.number("timeout", 0)
    )


@serves("setWebhook")
async def set_webhook(telegram: World, call: Call) -> bool:
    secret = call.text("secret_token", "")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise bad("secret token contains illegal characters")
    if call.has("allowed_updates"):
        telegram.updates.allowed = call.json("allowed_updates")
    hook = Hook(call.text("url"), secret, call.number("max_connections", 40))
    telegram.updates.point(hook if hook.url else None, drop=call.flag("drop_pending_updates"))
    return True


@serves("deleteWebhook")
async def delete_webhook(telegram: World, call: Call) -> bool:
    telegram.updates.point(None, drop=call.flag("drop_pending_updates"))
    return True


@serves("getWebhookInfo")
async def get_webhook_info(telegram: World, call: Call) -> JSON:
    return telegram.updates.info()


@serves("setMyCommands")
async def set_commands(telegram: World, call: Call) -> bool:
    commands: list[JSON] = call.json("commands")
    scope: JSON = call.json("scope", {})
    if "chat_id" in scope and int(scope["chat_id"]) not in telegram.chats:
        raise bad("chat not found")
    if len(commands) > COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.fullmatch(command["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= units(command["description"]) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    telegram.commands[_audience(call)] = {c["command"]: c["description"] for c in commands}
    return True


@serves("getMyCommands")
async def get_commands(telegram: World, call: Call) -> list[JSON]:
    known = telegram.commands.get(_audience(call), {})
    return [{"command": name, "description": text} for name, text in known.items()]


@serves("deleteMyCommands")
async def delete_commands(telegram: World, call: Call) -> bool:
    telegram.commands.pop(_audience(call), None)
    return True


@serves("setMyName", "setMyDescription", "setMyShortDescription")
async def describe(telegram: World, call: Call) -> bool:
    name = {"setMyName": "name", "setMyDescription": "description"}.get(call.method)
    name = name or "short_description"
    longest = {"name": 64, "description": 512, "short_description": 120}[name]
    if units(call.text(name, "")) > longest:
        raise bad(f"bot {name.replace('_', ' ')} is too long")
    telegram.profile[name, _language(call)] = call.text(name, "")
    return True


@serves("getChat")
async def get_chat(telegram: World, call: Call) -> JSON:
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts")
    gifts += ("premium_subscription", "gifts_from_channels")
    full: JSON = {"accent_color_id": 0, "max_reaction_count": 11}
    full["accepted_gift_types"] = dict.fromkeys(gifts, False)
    return telegram.room(call).raw | full


@serves("getChatMember")
async def get_chat_member(telegram: World, call: Call) -> JSON:
    chat, wanted = telegram.room(call), call.number("user_id")
    known = {m.id: m.raw for m in chat.members} | {telegram.me["id"]: telegram.sender}
    if wanted not in known:
        if person := telegram.people.get(wanted):
            return {"status": "left", "user": person.raw}
        raise bad("PARTICIPANT_ID_INVALID")
    if wanted not in chat.admins:
        return {"status": "member", "user": known[wanted]}
    return {"status": "creator", "user": known[wanted], "is_anonymous": False}


@serves("createForumTopic")
async def create_topic(telegram: World, call: Call) -> JSON:
    chat = telegram.room(call)
    if not chat.forum:
        raise bad("the chat is not a forum")
    if telegram.me["id"] not in chat.admins:
        raise bad("not enough rights to create a topic")
    if not 1 <= units(call.text("name")) <= 128:
        raise bad("TOPIC_TITLE_INVALID")
    topic = chat.open_topic(call.text("name"), telegram.sender)
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": PALE_BLUE}


@serves("pinChatMessage")
async def pin(telegram: World, call: Call) -> bool:
    chat, number = telegram.room(call), call.number("message_id")
    if number not in chat.book or chat.book[number].gone:
        raise bad("message to pin not found")
    if chat.kind != "private" and telegram.me["id"] not in chat.admins:
        raise bad("not enough rights to manage pinned messages in the chat")
    chat.pinned.append(number)
    return True


@serves("leaveChat")
async def leave(telegram: World, call: Call) -> bool:
    chat = telegram.room(call)
    if chat.kind == "private":
        raise bad("chat member status can't be changed in private chats")
    chat.left = True
    return True


@serves("setMessageReaction")
async def set_reaction(telegram: World, call: Call) -> bool:
    chat, number = telegram.room(call), call.number("message_id")
    if number not in chat.book or chat.book[number].gone:
        raise bad("message to react not found")
    chosen: list[JSON] = call.json("reaction", [])
    if len(chosen) > 1:
        raise bad("REACTIONS_TOO_MANY")
    shown = "".join(r.get("emoji", "?") for r in chosen) or "no emoji"
    telegram.tell(f"{chat.title} #{number} {telegram.me['first_name']} puts {shown}")
    return True


@serves("getFile")
async def get_file(telegram: World, call: Call) -> JSON:
    file = telegram.files.get(call.text("file_id"))
    if len(file.bytes) > DOWNLOAD_BYTES and not telegram.files.local:
        raise bad("file is too big")
    return {
        "file_id": file.id,
        "file_unique_id": file.unique,
        "file_size": len(file.bytes),
        "file_path": telegram.files.path(file),
    }


@serves("answerCallbackQuery")
async def answer_callback(telegram: World, call: Call) -> bool:
    text = call.text("text", "")
    if units(text) > ANSWER:
        raise bad("MESSAGE_TOO_LONG")
    answer = Answer(text, call.flag("show_alert"), call.text("url", ""))
    _settle(telegram, call.text("callback_query_id"), answer)
    kind = "a window" if answer.alert else "a line"
    telegram.tell(f"the press is answered{f' by {kind}: {text}' if text else ''}")
    return True


@serves("answerInlineQuery")
async def answer_inline(telegram: World, call: Call) -> bool:
    results: list[JSON] = call.json("results", [])
    if len(results) > INLINE:
        raise bad("RESULTS_TOO_MUCH")
    if len({r["id"] for r in results}) < len(results):
        raise bad("RESULT_ID_DUPLICATE")
    for result in results:
        if not 1 <= len(str(result["id"]).encode()) <= 64:
            raise bad("RESULT_ID_INVALID")
        for name, value in result.items():
            if name.endswith("_file_id"):
                telegram.files.get(value)
    button: JSON = call.json("button", {})
    if button and "start_parameter" in button and not START.fullmatch(button["start_parameter"]):
        raise bad("START_PARAM_INVALID")
    answer = InlineAnswer(results, button or None, call.text("next_offset", ""))
    _settle(telegram, call.text("inline_query_id"), answer)
    telegram.tell(f"the inline query is answered with {len(results)} results")
    return True


@serves("answerPreCheckoutQuery")
async def answer_pre_checkout(telegram: World, call: Call) -> bool:
    if not call.flag("ok") and not call.text("error_message", ""):
        raise bad("error message is required")
    words = "" if call.flag("ok") else call.text("error_message")
    _settle(telegram, call.text("pre_checkout_query_id"), words)
    return True


def _settle(telegram: World, query: str, answer: Any) -> None:
    pending = telegram.queries.get(query)
    if pending is None or pending.done or telegram.clock.now() > pending.until:
        raise bad(TOO_OLD)
    pending.answer, pending.done = answer, True
    telegram.changed()


def _audience(call: Call) -> tuple[str, str]:
    scope: JSON = call.json("scope", {"type": "default"})
    where = ":".join(str(scope[part]) for part in ("type", "chat_id", "user_id") if part in scope)
    return where, _language(call)


def _language(call: Call) -> str:
    language = call.text("language_code", "")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise Refused(400, "Bad Request: language_code is invalid")
    return language
