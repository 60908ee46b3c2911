"""What people do in Telegram, as the handlers understand it."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import telegram
from PIL import Image

from bot.platforms.telegram import downloads
from bot.platforms.telegram.reading import Reader, Unread
from handlers.conversation import Incoming, Person, Place, Say
from handlers.texts import render
from tests.bot.telegram.hearing import TOKEN, bot_of
from tests.servers.telegram import Chat, Message, Telegram, User

JSON = dict[str, Any]
NUMBERS = count(1)


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("inbox")


@pytest.fixture
async def server() -> AsyncIterator[Telegram]:
    async with Telegram(token=TOKEN, privacy=False) as server:
        yield server


@pytest.fixture
def reader(bot: telegram.Bot, inbox: Path) -> Reader:
    return Reader(bot, inbox, {"telegram:1"})


@pytest.fixture
def mei(server: Telegram) -> User:
    return server.person("Mei", lang="zh-hans")


@pytest.fixture
def chat(server: Telegram, mei: User) -> Chat:
    return server.private(mei)


@pytest.fixture
def group(server: Telegram, mei: User) -> Chat:
    return server.group("studio", members=[mei, server.person("Ken", lang="ja")])


async def read(reader: Reader, bot: telegram.Bot, *messages: Message | JSON) -> Incoming | None:
    raws = [each if isinstance(each, dict) else each.raw for each in messages]
    return await read_update(reader, bot, *({"message": raw} for raw in raws))


async def read_update(reader: Reader, bot: telegram.Bot, *updates: JSON) -> Incoming | None:
    told = [telegram.Update.de_json({"update_id": next(NUMBERS), **each}, bot) for each in updates]
    return await reader.incoming(told)


async def refused(reader: Reader, bot: telegram.Bot, *messages: Message | JSON) -> Unread:
    with pytest.raises(Unread) as unread:
        await read(reader, bot, *messages)
    return unread.value


async def ours(server: Telegram, bot: telegram.Bot, chat: Chat, to: Message) -> Message:
    """A message of the bot that answers another."""
    sent = await bot.send_message(chat.id, "here you are", reply_to_message_id=to.id)
    return chat.book[sent.message_id]


def picture(size: tuple[int, int] = (64, 48), kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return out.getvalue()


def from_(user: User, chat: Chat, **content: Any) -> JSON:
    """A message by hand, for what the stand-in's people cannot do."""
    base = {"message_id": next(NUMBERS), "date": 1, "chat": chat.raw, "from": user.raw}
    return base | content


# Who and where


async def test_words_in_private_are_for_us(
    reader: Reader, bot: telegram.Bot, chat: Chat, mei: User
) -> None:
    said = await chat.say("一只猫 🐈 在窗台上")
    assert await read(reader, bot, said) == Incoming(
        person=Person("telegram", str(mei.id), "Mei", "zh"),
        place=Place("telegram", str(mei.id)),
        text="一只猫 🐈 在窗台上",
        message=str(said.id),
    )


@pytest.mark.parametrize(
    ("code", "lang"),
    [("zh-hant", "zh"), ("zh", "zh"), ("ja", "ja"), ("JA-JP", "ja"), ("de", "en"), (None, "en")],
)
async def test_the_language_is_what_their_app_speaks(
    reader: Reader, bot: telegram.Bot, chat: Chat, mei: User, code: str | None, lang: str
) -> None:
    user = {"id": mei.id, "is_bot": False, "first_name": "Mei", "last_name": "Lin"}
    if code:
        user["language_code"] = code
    heard = await read(reader, bot, from_(mei, chat, text="hi") | {"from": user})
    assert heard and (heard.person.lang, heard.person.name) == (lang, "Mei Lin")


async def test_operators_are_known_by_their_number(bot: telegram.Bot, chat: Chat) -> None:
    reader = Reader(bot, Path(), {f"telegram:{chat.id}"})
    heard = await read(reader, bot, await chat.say("/stats"))
    assert heard and heard.person.operator


async def test_only_a_real_topic_is_a_thread(
    server: Telegram, reader: Reader, bot: telegram.Bot, mei: User
) -> None:
    forum = server.group("studio", forum=True, members=[mei])
    topic = server.topic(forum, "ideas")
    inside = await read(reader, bot, await topic.say("/video a cat"))
    assert inside and inside.place == Place("telegram", str(forum.id), str(topic.id), False)
    assert (inside.replied, inside.about) == ("", None)
    plain = server.group("plain", members=[mei])
    first = await plain.say("hello")
    answer = await read(reader, bot, await plain.say("/video a cat", reply_to=first))
    assert answer and answer.place == Place("telegram", str(plain.id), "", False)


async def test_anonymous_administrators_speak_as_their_group(
    reader: Reader, bot: telegram.Bot, group: Chat, mei: User
) -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    raw = from_(mei, group, text="/video a cat") | {"from": anonymous, "sender_chat": group.raw}
    heard = await read(reader, bot, raw)
    assert heard and heard.person == Person("telegram", str(group.id), "studio")


async def test_channels_other_bots_and_what_was_sent_through_us_are_not_for_us(
    reader: Reader, bot: telegram.Bot, chat: Chat, group: Chat, mei: User
) -> None:
    channel = {"id": -1002, "type": "channel", "title": "news"}
    robot = {"id": 99, "is_bot": True, "first_name": "Other"}
    me = bot.bot.to_dict()
    for raw in (
        from_(mei, group, text="/video x") | {"sender_chat": channel},
        from_(mei, group, text="/video x") | {"chat": channel},
        from_(mei, group, text="/video x") | {"from": robot},
        from_(mei, chat, text="a film of mine", via_bot=me),
    ):
        assert await read(reader, bot, raw) is None


# What is meant for us in a group


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("/video a cat", "/video a cat"),
        ("/VIDEO@{us} a cat", "/VIDEO a cat"),
        ("/batch@{us}\na cat\na fox", "/batch\na cat\na fox"),
        ("/视频 一只猫", "/视频 一只猫"),
        ("@{us} a cat", "a cat"),
        ("@{US}, a cat", "a cat"),
        ("🐈🐈 let @{us} film\nthat", "🐈🐈 let film\nthat"),
        ("a cat @{us}", "a cat"),
        ("@{us} /video a cat", "/video a cat"),
        ("@{us}", ""),
        ("/video@another_bot a cat", None),
        ("/vote for a cat", None),
        ("/天气 东京", None),
        ("@{us}2_bot a cat", None),
        ("mail me@{us} about it", None),
        ("a cat", None),
    ],
)
async def test_in_groups_commands_and_mentions_are_for_us(
    reader: Reader, bot: telegram.Bot, group: Chat, said: str, heard: str | None
) -> None:
    text = said.format(us=bot.username, US=bot.username.upper())
    incoming = await read(reader, bot, await group.say(text))
    assert (incoming.text if incoming else None) == heard
    assert incoming is None or incoming.addressed


async def test_a_mention_by_our_name_without_username_is_for_us(
    reader: Reader, bot: telegram.Bot, group: Chat, mei: User
) -> None:
    entity = {"type": "text_mention", "offset": 3, "length": 8, "user": bot.bot.to_dict()}
    raw = from_(mei, group, text="🎬 Reelroom, a cat", entities=[entity])
    heard = await read(reader, bot, raw)
    assert heard and heard.text == "🎬 , a cat"


async def test_replies_to_us_are_for_us_and_others_are_about_somebody(
    server: Telegram, reader: Reader, bot: telegram.Bot, group: Chat
) -> None:
    ken = group.members[1]
    first = await group.say("look at this", by=ken)
    answer = await ours(server, bot, group, first)
    heard = await read(reader, bot, await group.say("with more rain", reply_to=answer))
    assert heard and (heard.text, heard.replied) == ("with more rain", str(answer.id))
    assert (heard.about, heard.addressed) == (None, True)
    assert await read(reader, bot, await group.say("nice", reply_to=first)) is None
    meant = await read(reader, bot, await group.say("/me", reply_to=first))
    assert meant and meant.about == Person("telegram", str(ken.id), "Ken", "ja")
    assert meant.replied == ""


@pytest.mark.parametrize("text", ["/foo", "/视频 一只猫", "／video a cat", "/video@another_bot x"])
async def test_in_private_nothing_is_overheard(
    reader: Reader, bot: telegram.Bot, chat: Chat, text: str
) -> None:
    heard = await read(reader, bot, await chat.say(text))
    assert heard and heard.text == text.replace("@another_bot", "")


async def test_service_messages_and_edits_are_not_answered(
    reader: Reader, bot: telegram.Bot, chat: Chat, group: Chat, mei: User
) -> None:
    joined = from_(mei, group, new_chat_members=[mei.raw])
    allowed = from_(mei, chat, write_access_allowed={})
    assert await read(reader, bot, joined) is None
    assert await read(reader, bot, allowed) is None
    edited = from_(mei, chat, text="no, a dog", edit_date=2)
    assert await read_update(reader, bot, {"edited_message": edited}) is None


# Files


async def test_a_photo_comes_in_its_largest_size_with_its_caption(
    reader: Reader, bot: telegram.Bot, chat: Chat, inbox: Path
) -> None:
    content = picture((800, 600), "JPEG")
    heard = await read(reader, bot, await chat.upload(content, caption="let it rain"))
    assert heard and heard.text == "let it rain"
    (file,) = heard.attachments
    assert (file.mime, file.name, file.path.parent) == ("image/jpeg", "photo.jpg", inbox)
    assert file.path.read_bytes() == content
    assert file.path.suffix == ".jpg" and len(file.path.stem) == 16


@pytest.mark.parametrize(
    ("name", "content", "mime"),
    [
        ("cat.png", picture(), "image/png"),
        ("../../猫.WEBP", picture(kind="WEBP"), "image/webp"),
        ("board.json", b"{}", "application/json"),
    ],
)
async def test_documents_come_under_names_of_ours(
    reader: Reader, bot: telegram.Bot, chat: Chat, inbox: Path,
    name: str, content: bytes, mime: str,
) -> None:  # fmt: skip
    sent = await chat.upload(content, name=name, as_photo=False)
    heard = await read(reader, bot, sent)
    assert heard and heard.text == ""
    (file,) = heard.attachments
    assert (file.mime, file.name, file.path.parent) == (mime, name, inbox)
    assert file.path.read_bytes() == content


async def test_an_album_is_one_message_with_all_its_pictures(
    reader: Reader, bot: telegram.Bot, group: Chat
) -> None:
    caption = f"@{bot.username} with lanterns"
    parts = [
        await group.upload(picture(), group_id="a"),
        await group.upload(picture(), group_id="a", caption=caption),
        await group.upload(picture(), group_id="a"),
    ]
    heard = await read(reader, bot, *parts)
    assert heard and (heard.text, len(heard.attachments)) == ("with lanterns", 3)
    assert heard.message == str(parts[1].id)


async def test_pictures_in_a_group_that_are_not_for_us_are_left_alone(
    server: Telegram, reader: Reader, bot: telegram.Bot, group: Chat
) -> None:
    assert await read(reader, bot, await group.upload(picture(), caption="my cat")) is None
    assert await read(reader, bot, from_(group.person, group, voice=media("voice"))) is None
    assert server.count("getFile") == 0


async def test_animate_takes_the_picture_that_it_replies_to(
    reader: Reader, bot: telegram.Bot, group: Chat
) -> None:
    photo = await group.upload(picture(), by=group.members[1])
    heard = await read(reader, bot, await group.say("/animate slowly", reply_to=photo))
    assert heard and (heard.text, len(heard.attachments)) == ("/animate slowly", 1)
    for command in ("/jobs", "/cut 9:16"):
        other = await read(reader, bot, await group.say(command, reply_to=photo))
        assert other and other.attachments == ()


async def test_cut_takes_the_video_that_it_replies_to(
    reader: Reader, bot: telegram.Bot, group: Chat
) -> None:
    film = await group.upload(b"film", name="trip.mp4", as_photo=False, by=group.members[1])
    heard = await read(reader, bot, await group.say("/cut Our trip", reply_to=film))
    assert heard and [sent.name for sent in heard.attachments] == ["trip.mp4"]


async def test_a_still_sticker_is_a_picture_and_a_moving_one_is_not(
    server: Telegram, reader: Reader, bot: telegram.Bot, chat: Chat, mei: User
) -> None:
    stored = server.files.receive("document", "s.webp", picture(kind="WEBP"))
    sticker = media("sticker", file_id=stored.id, type="regular", is_animated=False, is_video=False)
    heard = await read(reader, bot, from_(mei, chat, sticker=sticker))
    assert heard and heard.attachments[0].mime == "image/webp"
    moving = from_(mei, chat, sticker=sticker | {"is_video": True})
    assert (await refused(reader, bot, moving)).error.key == "file.sticker"


@pytest.mark.parametrize(
    ("kind", "values", "mime", "spoken"),
    [
        ("voice", {"mime_type": "audio/ogg"}, "audio/ogg", True),
        ("audio", {"mime_type": "audio/mpeg", "file_name": "song.mp3"}, "audio/mpeg", False),
        ("audio", {"mime_type": "audio/x-m4a", "file_name": "song.m4a"}, "audio/mp4", False),
        ("document", {"mime_type": "audio/flac", "file_name": "a.flac"}, "audio/flac", False),
        ("document", {"mime_type": "video/mp4", "file_name": "memo.m4a"}, "audio/mp4", False),
    ],
)
async def test_music_and_voice_messages_are_taken(
    server: Telegram,
    reader: Reader,
    bot: telegram.Bot,
    chat: Chat,
    mei: User,
    kind: str,
    values: JSON,
    mime: str,
    spoken: bool,
) -> None:
    stored = server.files.receive("document", "sound", b"not looked at here")
    sent = {kind: media(kind, file_id=stored.id, **values)}
    heard = await read(reader, bot, from_(mei, chat, caption="a cat", **sent))
    assert heard and heard.text == "a cat"
    [attachment] = heard.attachments
    assert (attachment.mime, attachment.spoken) == (mime, spoken)
    assert attachment.path.read_bytes() == b"not looked at here"


async def test_a_video_comes_along_however_it_was_sent(
    server: Telegram, reader: Reader, bot: telegram.Bot, chat: Chat, mei: User
) -> None:
    stored = server.files.receive("document", "film", b"not looked at here")
    gif = media("animation", file_id=stored.id, mime_type="video/mp4", file_name="cat.gif")
    named = {"file_id": stored.id, "mime_type": "video/quicktime", "file_name": "a.MOV"}
    for content, mime, name in (
        ({"video": media("video", file_id=stored.id)}, "video/mp4", "video.mp4"),
        ({"video": media("video", **named)}, "video/quicktime", "a.MOV"),
        ({"video_note": media("video_note", file_id=stored.id)}, "video/mp4", "video.mp4"),
        ({"animation": gif, "document": gif}, "video/mp4", "cat.gif"),
        ({"document": media("document", **named)}, "video/quicktime", "a.MOV"),
    ):
        heard = await read(reader, bot, from_(mei, chat, caption="/cut", **content))
        assert heard and heard.text == "/cut"
        [sent] = heard.attachments
        assert (sent.mime, sent.name) == (mime, name)
        assert sent.path.read_bytes() == b"not looked at here"


async def test_what_we_cannot_use_is_answered_with_what_we_take(
    reader: Reader, bot: telegram.Bot, chat: Chat, mei: User
) -> None:
    for content, key in (
        ({"audio": media("audio", mime_type="audio/midi")}, "file.sound"),
        ({"document": media("document", mime_type="audio/midi")}, "file.sound"),
        ({"document": media("document", file_name="a.zip")}, "file.unknown"),
        ({"document": media("document", mime_type="application/pdf")}, "file.unknown"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "file.nothing"),
        ({"contact": {"phone_number": "1", "first_name": "Ken"}}, "file.nothing"),
    ):
        unread = await refused(reader, bot, from_(mei, chat, **content))
        assert (unread.error.key, unread.incoming.person.id) == (key, str(mei.id))
        for lang in ("zh", "en", "ja"):
            assert "{" not in render(Say(unread.error.key, dict(unread.error.values)), lang)


async def test_a_file_announced_as_too_large_is_not_fetched(
    server: Telegram, reader: Reader, bot: telegram.Bot, chat: Chat, mei: User
) -> None:
    large = media("document", mime_type="image/png", file_name="wall.png", file_size=20_000_001)
    unread = await refused(reader, bot, from_(mei, chat, document=large))
    assert unread.error.key == "file.too_large"
    assert unread.error.values == {"name": "wall.png", "megabytes": 20}
    film = media("video", mime_type="video/mp4", file_name="trip.mp4", file_size=20_000_001)
    unread = await refused(reader, bot, from_(mei, chat, video=film))
    assert unread.error.values == {"name": "trip.mp4", "megabytes": 20}
    assert server.count("getFile") == 0


async def test_a_download_that_grows_beyond_the_limit_is_given_up(
    reader: Reader, bot: telegram.Bot, chat: Chat, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = names(inbox)
    monkeypatch.setattr(downloads, "MAX_BYTES", 100)
    sent = await chat.upload(picture((512, 512)), as_photo=False, name="a.png")
    assert (await refused(reader, bot, sent)).error.key == "file.too_large"
    assert names(inbox) == before


async def test_files_of_an_own_server_on_this_machine_are_copied(inbox: Path) -> None:
    async with Telegram(token=TOKEN, local=True) as server, bot_of(server) as bot:
        content = picture()
        chat = server.private(server.person("Mei"))
        sent = await chat.upload(content, as_photo=False, name="a.png")
        heard = await read(Reader(bot, inbox, ()), bot, sent)
        assert heard and heard.attachments[0].path.read_bytes() == content
        assert heard.attachments[0].path.parent == inbox


async def test_what_was_fetched_of_an_album_is_cleared_away_when_the_rest_is_lost(
    reader: Reader, bot: telegram.Bot, chat: Chat, inbox: Path
) -> None:
    before = names(inbox)
    parts = [await chat.upload(picture(), group_id="a") for _ in range(2)]
    raw = parts[1].raw | {"photo": [media("photo", file_id="gone")]}
    assert (await refused(reader, bot, parts[0], raw)).error.key == "file.lost"
    assert names(inbox) == before


# Buttons


async def test_a_press_belongs_to_whom_the_message_answers(
    server: Telegram, reader: Reader, bot: telegram.Bot, group: Chat
) -> None:
    mei, ken = group.members
    answer = await ours(server, bot, group, await group.say("/styles"))
    query = {"id": "q1", "from": ken.raw, "message": answer.raw, "chat_instance": "1"}
    heard = await read_update(reader, bot, {"callback_query": query | {"data": "v1:styles"}})
    assert heard == Incoming(
        person=Person("telegram", str(ken.id), "Ken", "ja"),
        place=Place("telegram", str(group.id), "", False),
        press="v1:styles",
        message=str(answer.id),
        owner=f"telegram:{mei.id}",
        handle="q1",
    )


async def test_a_button_on_a_message_too_old_to_be_shown_still_works(
    reader: Reader, bot: telegram.Bot, chat: Chat, mei: User
) -> None:
    old = {"message_id": 5, "chat": chat.raw, "date": 0}
    query = {"id": "q", "from": mei.raw, "message": old, "chat_instance": "1", "data": "v1:again:x"}
    told = telegram.Update.de_json({"update_id": 1, "callback_query": query}, bot)
    heard = await read_update(reader, bot, told.to_dict())  # as it comes out of the inbox
    assert heard and (heard.place, heard.message) == (Place("telegram", str(mei.id)), "5")
    assert (heard.press, heard.owner) == ("v1:again:x", "")


async def test_a_press_on_an_inline_message_is_let_go(
    server: Telegram, reader: Reader, bot: telegram.Bot, mei: User
) -> None:
    query = {"id": "q", "from": mei.raw, "inline_message_id": "i", "chat_instance": "1"}
    assert await read_update(reader, bot, {"callback_query": query | {"data": "v1:x"}}) is None
    assert server.count("answerCallbackQuery") == 1


# Coming and going


def membership(
    mei: User, chat: JSON, before: str, after: str, bot: telegram.Bot, **more: Any
) -> JSON:
    def member(status: str) -> JSON:
        return {"status": status, "user": bot.bot.to_dict(), "until_date": 0} | more

    change = {"chat": chat, "from": mei.raw, "date": 1}
    states = {"old_chat_member": member(before), "new_chat_member": member(after)}
    return {"my_chat_member": change | states}


async def test_who_brings_us_into_a_group_is_greeted_there(
    reader: Reader, bot: telegram.Bot, group: Chat, mei: User
) -> None:
    heard = await read_update(reader, bot, membership(mei, group.raw, "left", "member", bot))
    assert heard == Incoming(
        person=Person("telegram", str(mei.id), "Mei", "zh"),
        place=Place("telegram", str(group.id), private=False),
        text="/start",
        addressed=True,
    )


@pytest.mark.parametrize(("before", "after"), [("member", "left"), ("member", "kicked")])
async def test_leaving_a_group_is_not_answered(
    reader: Reader, bot: telegram.Bot, group: Chat, mei: User, before: str, after: str
) -> None:
    assert await read_update(reader, bot, membership(mei, group.raw, before, after, bot)) is None


async def test_being_unblocked_or_put_into_a_channel_is_not_answered(
    reader: Reader, bot: telegram.Bot, chat: Chat, mei: User
) -> None:
    channel = {"id": -1002, "type": "channel", "title": "news"}
    for place in (chat.raw, channel):
        assert (
            await read_update(reader, bot, membership(mei, place, "kicked", "member", bot)) is None
        )


def media(kind: str, **values: Any) -> JSON:
    """A file as a message describes it."""
    sides = {"width": 64, "height": 48, "length": 64, "duration": 1}
    return {"file_id": "f", "file_unique_id": kind, **sides, **values}


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}
