"""Methods that send, edit and remove messages."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from tests.servers.telegram.call import Call, serves
from tests.servers.telegram.files import Stored
from tests.servers.telegram.message import Message
from tests.servers.telegram.refusal import JSON, bad
from tests.servers.telegram.rooms import Chat
from tests.servers.telegram.text import formatted, units

if TYPE_CHECKING:
    from tests.servers.telegram.world import World

TEXT, CAPTION = 4096, 1024
KEYS, KEYS_IN_ROW = 100, 8
ALBUM = range(2, 11)
DELETABLE_SECONDS = 48 * 3600
WORDS = ("text", "entities", "caption", "caption_entities")
CONTENT = (*WORDS, "poll", "invoice", "photo", "video", "animation", "document")
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
Files = dict[str, Stored]


@serves("sendMessage")
async def send_message(telegram: World, call: Call) -> JSON:
    return post(telegram, call, written(call))


@serves("sendPhoto", "sendVideo", "sendAnimation", "sendDocument")
async def send_file(telegram: World, call: Call) -> JSON:
    telegram.room(call)
    kind = call.method.removeprefix("send").lower()
    content, files = media(
        telegram, call, {"type": kind, "media": call.text(kind, "")} | call.params
    )
    return post(telegram, call, content, files)


@serves("sendMediaGroup")
async def send_album(telegram: World, call: Call) -> list[JSON]:
    telegram.room(call)
    items: list[JSON] = call.json("media")
    if len(items) not in ALBUM:
        raise bad("wrong number of items in the album: 2-10 are allowed")
    kinds = {item["type"] for item in items}
    if kinds - {"photo", "video"} and kinds != {"document"}:
        raise bad("media of these types can't be grouped in an album")
    made = [media(telegram, call, item) for item in items]
    album = secrets.token_hex(8)
    return [post(telegram, call, raw | {"media_group_id": album}, files) for raw, files in made]


@serves("sendChatAction", "sendMessageDraft")
async def send_passing(telegram: World, call: Call) -> bool:
    chat = telegram.room(call)
    if call.method == "sendMessageDraft":
        if chat.kind != "private":
            raise bad("drafts are for private chats only")
        if not call.number("draft_id"):
            raise bad("DRAFT_ID_INVALID")
        if units(call.text("text", "")) > TEXT:
            raise bad("message is too long")
    telegram.does(chat, call.text("action", "") or f"draft: {call.text('text', '')}")
    return True


@serves("sendPoll")
async def send_poll(telegram: World, call: Call) -> JSON:
    options = [o if isinstance(o, str) else o["text"] for o in call.json("options")]
    if not 1 <= len(options) <= 12:
        raise bad("poll must have from 1 to 12 options")
    if not 1 <= units(call.text("question")) <= 300:
        raise bad("poll question length must be 1-300")
    if any(not 1 <= units(option) <= 100 for option in options):
        raise bad("poll options length must be 1-100")
    poll: JSON = {
        "id": secrets.token_hex(8),
        "question": call.text("question"),
        "options": [
            {"persistent_id": str(i), "text": text, "voter_count": 0}
            for i, text in enumerate(options)
        ],
        "total_voter_count": 0,
        "is_closed": call.flag("is_closed"),
        "is_anonymous": call.flag("is_anonymous") or not call.has("is_anonymous"),
        "type": call.text("type", "regular"),
        "allows_multiple_answers": call.flag("allows_multiple_answers"),
        "allows_revoting": call.flag("allows_revoting") or not call.has("allows_revoting"),
        "members_only": call.flag("members_only"),
    }
    return post(telegram, call, {"poll": poll})


@serves("stopPoll")
async def stop_poll(telegram: World, call: Call) -> JSON:
    message = editable(telegram, call)
    if "poll" not in message.raw:
        raise bad("message with poll to stop not found")
    if message.raw["poll"]["is_closed"]:
        raise bad("poll has already been closed")
    poll = message.raw["poll"] | {"is_closed": True}
    change(telegram, call, message, {"poll": poll}, {})
    return poll


@serves("sendInvoice")
async def send_invoice(telegram: World, call: Call) -> JSON:
    prices, stars = call.json("prices"), call.text("currency") == "XTR"
    if stars and (len(prices) != 1 or call.text("provider_token", "")):
        raise bad("STARS_INVOICE_INVALID")
    if not stars and not call.text("provider_token", ""):
        raise bad("PAYMENT_PROVIDER_INVALID")
    if not 1 <= len(call.text("payload").encode()) <= 128:
        raise bad("INVOICE_PAYLOAD_INVALID")
    invoice: JSON = {
        "title": call.text("title"),
        "description": call.text("description"),
        "start_parameter": call.text("start_parameter", ""),
        "currency": call.text("currency"),
        "total_amount": sum(price["amount"] for price in prices),
    }
    sent = post(telegram, call, {"invoice": invoice})
    telegram.payloads[sent["chat"]["id"], sent["message_id"]] = call.text("payload")
    return sent


@serves("editMessageText")
async def edit_text(telegram: World, call: Call) -> JSON:
    message = editable(telegram, call)
    if "text" not in message.raw:
        raise bad("there is no text in the message to edit")
    return change(telegram, call, message, written(call), {})


@serves("editMessageCaption")
async def edit_caption(telegram: World, call: Call) -> JSON:
    message = editable(telegram, call)
    if message.file is None:
        raise bad("there is no caption in the message to edit")
    content = {k: v for k, v in message.raw.items() if k in CONTENT and "caption" not in k}
    return change(telegram, call, message, content | captioned(call.params), message.files)


@serves("editMessageMedia")
async def edit_media(telegram: World, call: Call) -> JSON:
    message = editable(telegram, call)
    item: JSON = call.json("media")
    if "poll" in message.raw or "invoice" in message.raw:
        raise bad("message can't be edited")
    if message.album and item["type"] not in ("photo", "video"):
        raise bad("only photos and videos can be put in this album")
    content, files = media(telegram, call, item)
    if message.album:
        content["media_group_id"] = message.album
    return change(telegram, call, message, content, files)


@serves("editMessageReplyMarkup")
async def edit_markup(telegram: World, call: Call) -> JSON:
    message = editable(telegram, call)
    content = {k: v for k, v in message.raw.items() if k in CONTENT}
    return change(telegram, call, message, content, message.files)


@serves("deleteMessage")
async def delete_message(telegram: World, call: Call) -> bool:
    chat = telegram.room(call)
    message = chat.book.get(call.number("message_id"))
    if message is None or message.gone:
        raise bad("message to delete not found")
    if not message.by_bot and chat.kind != "private" and telegram.me["id"] not in chat.admins:
        raise bad("message can't be deleted")
    if telegram.clock.now() - message.raw["date"] > DELETABLE_SECONDS:
        raise bad("message can't be deleted for everyone")
    telegram.remove(message, telegram.me["first_name"])
    return True


@serves("copyMessage")
async def copy_message(telegram: World, call: Call) -> JSON:
    source = telegram.chats.get(call.number("from_chat_id"))
    message = source.book.get(call.number("message_id")) if source else None
    if message is None or message.gone:
        raise bad("message to copy not found")
    content = {k: v for k, v in message.raw.items() if k in CONTENT}
    if "invoice" in content:
        raise bad("message can't be copied")
    if call.has("caption") and message.file:
        content = {k: v for k, v in content.items() if "caption" not in k} | captioned(call.params)
    return {"message_id": post(telegram, call, content, message.files)["message_id"]}


def written(call: Call) -> JSON:
    """The content of a text message."""
    marks = call.json("entities", [])
    plain, marks = formatted(call.text("text"), call.text("parse_mode", ""), marks)
    if not plain:
        raise bad("message text is empty")
    if units(plain) > TEXT:
        raise bad("message is too long")
    return {"text": plain} | ({"entities": marks} if marks else {})


def captioned(params: JSON) -> JSON:
    """The caption of a file, where there is one."""
    plain, marks = formatted(
        params.get("caption") or "",
        params.get("parse_mode", ""),
        params.get("caption_entities", []),
    )
    if units(plain) > CAPTION:
        raise bad("message caption is too long")
    if not plain:
        return {}
    return {"caption": plain} | ({"caption_entities": marks} if marks else {})


def media(telegram: World, call: Call, item: JSON) -> tuple[JSON, Files]:
    """The content of a message with a file, and the file."""
    kind: str = item["type"]
    if kind not in ("photo", "video", "animation", "document"):
        raise bad(f"the stand-in takes no {kind}")
    caption = captioned(item)
    sizes = {n: int(item[n]) for n in ("width", "height", "duration") if n in item}
    file = telegram.files.take(kind, item.get("media", ""), call.uploads, **sizes)
    content: JSON = {kind: file.described()}
    if kind == "animation":  # programs that know no animations see a document
        known = ("file_id", "file_unique_id", "file_size", "file_name", "mime_type")
        content["document"] = {k: v for k, v in content[kind].items() if k in known}
    return content | caption, {kind: file}


def post(telegram: World, call: Call, content: JSON, files: Files | None = None) -> JSON:
    """Put a message of the bot into its chat."""
    chat = telegram.room(call)
    raw = {"from": telegram.sender, **threaded(chat, call), **content, **keyboard(call)}
    return chat.write(raw, files or {}).raw


def threaded(chat: Chat, call: Call) -> JSON:
    """The topic and the message that is answered."""
    raw: JSON = {}
    if thread := call.number("message_thread_id", 0):
        raw = {"message_thread_id": thread, "is_topic_message": True}
    if not call.has("reply_parameters"):
        return raw
    wanted = call.json("reply_parameters")
    answered = chat.book.get(int(wanted["message_id"]))
    if answered and not answered.gone:
        return raw | {"reply_to_message": answered.bare}
    if wanted.get("allow_sending_without_reply"):
        return raw
    raise bad("message to be replied not found")


def keyboard(call: Call) -> JSON:
    """The buttons, held to their limits."""
    markup: JSON = call.json("reply_markup", {})
    if "inline_keyboard" not in markup:
        return {}
    rows: list[list[JSON]] = [row for row in markup["inline_keyboard"] if row]
    if sum(map(len, rows)) > KEYS or any(len(row) > KEYS_IN_ROW for row in rows):
        raise bad("REPLY_MARKUP_TOO_LONG")
    for key in (key for row in rows for key in row):
        if not str(key.get("text", "")).strip():
            raise bad("can't parse inline keyboard button: Text buttons are unallowed in it")
        if len(key) - len(key.keys() & {"style", "icon_custom_emoji_id"}) != 2:
            raise bad("BUTTON_TYPE_INVALID")
        if "callback_data" in key and not 1 <= len(key["callback_data"].encode()) <= 64:
            raise bad("BUTTON_DATA_INVALID")
        if "url" in key and not key["url"].startswith(("http://", "https://", "tg://")):
            raise bad("BUTTON_URL_INVALID")
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def editable(telegram: World, call: Call) -> Message:
    """The message of the bot that is to change."""
    chat = telegram.room(call)
    message = chat.book.get(call.number("message_id"))
    if message is None or message.gone:
        raise bad("message to edit not found")
    if not message.by_bot or message.raw["from"]["id"] != telegram.me["id"]:
        raise bad("message can't be edited")
    return message


def change(telegram: World, call: Call, message: Message, content: JSON, files: Files) -> JSON:
    """Give a message other content and other buttons."""
    compared = (*CONTENT, "reply_markup")
    kept = {k: v for k, v in message.raw.items() if k not in (*compared, "edit_date")}
    raw = kept | content | keyboard(call)
    if all(raw.get(k) == message.raw.get(k) for k in compared):
        raise bad(NOT_MODIFIED)
    message.rewrite(raw | {"edit_date": telegram.date}, files)
    telegram.tell(f"{message.chat.title} #{message.id} becomes: {message}")
    telegram.changed()
    return message.raw
