"""Telegram's stand-in, driven by the real python-telegram-bot."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import av
import numpy as np
import pytest
from aiohttp import web
from PIL import Image
from telegram import (
    Bot,
    InlineQueryResultCachedVideo,
    InlineQueryResultsButton,
    InputMediaPhoto,
    InputMediaVideo,
    LabeledPrice,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    NetworkError,
    TelegramError,
)
from telegram.ext import Application, CallbackQueryHandler, MessageHandler, filters

from tests.bot.telegram.acquaintance import CANCEL, FTYP, SIZES, bot_of, met, picture, refused
from tests.servers.telegram import Telegram


def film() -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=4)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(8):
            frame = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return out.getvalue()


@asynccontextmanager
async def polling(telegram: Telegram) -> AsyncGenerator[Application[Any, Any, Any, Any, Any, Any]]:
    """An application that says every message back, and answers every press."""

    async def back(update: Update, context: Any) -> None:
        assert update.effective_message
        await update.effective_message.reply_text(update.effective_message.text or "a file")

    async def pressed(update: Update, context: Any) -> None:
        assert update.callback_query
        await update.callback_query.answer(f"did {update.callback_query.data}", show_alert=True)

    application = (
        Application.builder()
        .token(telegram.token)
        .base_url(f"{telegram.url}/bot")
        .base_file_url(f"{telegram.url}/file/bot")
        .build()
    )
    application.add_handlers([MessageHandler(filters.ALL, back), CallbackQueryHandler(pressed)])
    async with application:
        assert application.updater
        await application.start()
        await application.updater.start_polling(poll_interval=0, timeout=1)
        yield application
        await application.updater.stop()
        await application.stop()


async def test_a_progress_message_becomes_the_film() -> None:
    async with met() as (telegram, bot, chat):
        sent = await bot.send_message(chat.id, "<b>10%</b> 猫 &lt;", "HTML", reply_markup=CANCEL)
        assert chat.last.text == "10% 猫 <" and chat.last.marked == [("bold", "10%")]
        assert chat.last.buttons == [["Cancel"]]
        await sent.edit_text("50%", reply_markup=CANCEL)
        await sent.edit_media(InputMediaVideo(FTYP, caption="done", **SIZES))
        message = chat.last
        assert message.id == sent.message_id and message.edits == 2 and not message.buttons
        assert message.video and message.video.bytes == FTYP and message.text == "done"
        assert [raw["text"] for raw in message.history] == ["10% 猫 <", "50%"]
        with pytest.raises(BadRequest, match="no text in the message to edit"):
            await sent.edit_text("never")
        assert "becomes: [video" in telegram.transcript()


async def test_an_album_is_shown_together_and_answers_a_message() -> None:
    async with met() as (_, bot, chat):
        idea = await chat.say("一只猫")
        await bot.send_media_group(
            chat.id,
            [InputMediaPhoto(picture(), caption="1"), InputMediaPhoto(picture(400, 300))],
            reply_parameters=ReplyParameters(idea.id),
        )
        one, two = chat.bots
        assert one.album == two.album != "" and one.reply_to == idea.id
        assert len(one.raw["photo"]) == 1 and len(two.raw["photo"]) == 2
        small = await bot.get_file(two.raw["photo"][0]["file_id"])
        with Image.open(io.BytesIO(await small.download_as_bytearray())) as image:
            assert image.size == (320, 240)


async def test_a_file_comes_back_as_it_was_sent_and_its_id_is_used_again() -> None:
    async with met() as (_, bot, chat):
        got = await chat.upload(picture(), name="cat.png", caption="/animate")
        assert got.photo
        assert await (await bot.get_file(got.photo.id)).download_as_bytearray() == picture()
        sent = await bot.send_video(chat.id, film(), filename="a.mp4")
        shown = chat.last.video
        assert shown and (shown.width, shown.height, shown.duration) == (64, 48, 2)
        assert sent.video
        again = await bot.send_video(chat.id, sent.video.file_id)
        assert again.video and again.video.file_unique_id == sent.video.file_unique_id
        with pytest.raises(BadRequest, match="type video as photo"):
            await bot.send_photo(chat.id, sent.video.file_id)
        async with met(token="124:invented") as (_, other, elsewhere):
            with pytest.raises(BadRequest, match="Wrong file identifier"):
                await other.send_video(elsewhere.id, sent.video.file_id)


async def test_polling_brings_messages_and_presses() -> None:
    async with Telegram() as telegram, polling(telegram) as application:
        chat = telegram.private(telegram.person("Mei"))
        await chat.say("一只猫")
        assert (await chat.until(lambda m: m.text == "一只猫")).by_bot
        sent = await application.bot.send_message(chat.id, "?", reply_markup=CANCEL)
        message = chat.book[sent.message_id]
        answer = await chat.press(message, "Cancel")
        assert answer and (answer.text, answer.alert) == ("did x:deadbeef", True)
        await sent.edit_text("!")
        assert await chat.press(message, "x:deadbeef"), "a button that stood there before"
        with pytest.raises(AssertionError, match="no button 'Retry'"):
            await chat.press(message, "Retry")
        with pytest.raises(AssertionError, match="一只猫"):
            await chat.until(lambda m: m.video, timeout=0.05)


async def test_an_update_is_given_twice() -> None:
    async with Telegram() as telegram, polling(telegram):
        chat = telegram.private(telegram.person("Mei"))
        await chat.say("cat")
        await chat.until(lambda m: m.text == "cat")
        telegram.redeliver(telegram.delivered[-1])
        await chat.say("dog")
        await chat.until(lambda m: m.text == "dog")
        assert [m.text for m in chat.bots] == ["cat", "cat", "dog"]


async def test_a_server_that_was_away_is_found_again() -> None:
    async with Telegram() as telegram:
        chat = telegram.private(telegram.person("Mei"))
        async with bot_of(telegram) as bot:
            await bot.send_message(chat.id, "before")
            address = telegram.url
            await telegram.down()
            with pytest.raises(NetworkError):
                await bot.send_message(chat.id, "lost")
            await telegram.up()
            await bot.send_message(chat.id, "after")
            assert telegram.url == address and [m.text for m in chat.bots] == ["before", "after"]


async def test_two_who_poll_and_one_beside_a_webhook_are_refused() -> None:
    async with met() as (telegram, bot, _):
        async with bot_of(telegram) as other, asyncio.TaskGroup() as group:
            first = group.create_task(refused(bot.get_updates(timeout=5), Conflict))
            await asyncio.sleep(0.05)
            await other.get_updates(timeout=0)
        assert "terminated by other getUpdates" in first.result()
        await bot.set_webhook("http://127.0.0.1:9/nowhere")
        assert "webhook is active" in await refused(bot.get_updates(), Conflict)
        assert (await bot.get_webhook_info()).url == "http://127.0.0.1:9/nowhere"


async def test_a_webhook_is_called_with_its_secret_until_it_takes_the_update() -> None:
    heard: list[tuple[str, str]] = []
    twice = asyncio.Event()

    async def hear(request: web.Request) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        heard.append((secret, (await request.json())["message"]["text"]))
        if len(heard) < 2:
            return web.Response(status=502)
        twice.set()
        return web.Response()

    runner = await listening(hear)
    port = runner.addresses[0][1]
    async with met() as (_, bot, chat):
        await bot.set_webhook(f"http://127.0.0.1:{port}/hook", secret_token="s3cret")
        await chat.say("cat")
        async with asyncio.timeout(3):
            await twice.wait()
        info = await bot.get_webhook_info()
    await runner.cleanup()
    assert heard == [("s3cret", "cat")] * 2
    assert info.last_error_message == "Wrong response from the webhook: 502"


async def listening(hear: Any) -> web.AppRunner:
    app = web.Application()
    app.router.add_post("/hook", hear)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner


async def test_inline_queries_are_answered_with_films_and_a_button() -> None:
    async with met() as (telegram, bot, chat):
        sent = await bot.send_video(chat.id, FTYP, **SIZES)
        assert sent.video
        asked = asyncio.create_task(telegram.inline(chat.person, "cat"))
        (update,) = await bot.get_updates(timeout=1)
        assert update.inline_query
        film = InlineQueryResultCachedVideo("1", sent.video.file_id, "A cat")
        wrong = InlineQueryResultsButton("New", start_parameter="with spaces")
        answering = update.inline_query.answer([film], button=wrong)
        assert "start_param" in (await refused(answering)).lower()
        await update.inline_query.answer(
            [film], button=InlineQueryResultsButton("New", start_parameter="idea_1")
        )
        offered = await asked
        assert offered and offered.results[0]["title"] == "A cat"
        assert offered.button == {"text": "New", "start_parameter": "idea_1"}
        await chat.choose(offered.results[0])
        (update,) = await bot.get_updates(offset=update.update_id + 1)
        assert update.message and update.message.via_bot and update.message.video


async def test_stars_are_paid_after_the_bot_agreed() -> None:
    async with met() as (telegram, bot, chat):
        await bot.send_invoice(
            chat.id, "10 films", "Ten", "pack:10", "XTR", [LabeledPrice("10", 100)], ""
        )
        paying = asyncio.create_task(telegram.pay(chat.last, chat.person))
        (update,) = await bot.get_updates(timeout=1)
        assert update.pre_checkout_query
        assert update.pre_checkout_query.invoice_payload == "pack:10"
        await update.pre_checkout_query.answer(ok=True)
        assert await paying == ""
        paid = (await bot.get_updates(offset=update.update_id + 1))[0].message
        assert paid and paid.successful_payment and paid.successful_payment.total_amount == 100


async def test_what_else_the_library_asks_is_served() -> None:
    async with met() as (telegram, bot, chat):
        await bot.set_my_commands([("video", "做视频")], language_code="zh")
        assert (await bot.get_my_commands(language_code="zh"))[0].description == "做视频"
        assert telegram.commands["default", "zh"] == {"video": "做视频"}
        await bot.delete_my_commands(language_code="zh")
        assert not telegram.commands
        await bot.set_my_description("films")
        await bot.set_my_short_description("films")
        await bot.set_my_name("Reelroom")
        poll = await bot.send_poll(chat.id, "Which?", ["a", "b"], is_anonymous=False)
        assert (await bot.stop_poll(chat.id, poll.message_id)).is_closed
        await bot.send_animation(chat.id, FTYP, **SIZES)
        await bot.send_document(chat.id, b"{}", filename="board.json")
        copy = await bot.copy_message(chat.id, chat.id, chat.last.id, caption="copied")
        assert chat.last.id == copy.message_id and chat.last.text == "copied"
        await bot.set_message_reaction(chat.id, copy.message_id, "👍")
        await bot.pin_chat_message(chat.id, copy.message_id)
        await bot.send_message_draft(chat.id, 1, "10%")
        assert (await bot.get_chat(chat.id)).first_name == "Mei"
        group = telegram.group("studio", members=chat.members)
        assert (await bot.get_chat_member(group.id, chat.person.id)).status == "creator"
        await bot.leave_chat(group.id)
        assert "not a member" in await refused(bot.send_message(group.id, "a"), Forbidden)


async def test_an_own_server_takes_files_from_the_disk_and_names_them_there(tmp_path: Any) -> None:
    async with Telegram(local=True) as telegram:
        chat = telegram.private(telegram.person("Mei"))
        path = tmp_path / "film.mp4"
        path.write_bytes(FTYP)
        local = Bot(telegram.token, f"{telegram.url}/bot", local_mode=True)
        async with local as bot:
            sent = await bot.send_video(chat.id, path, **SIZES)
            assert chat.last.video and chat.last.video.bytes == FTYP and sent.video
            place = (await bot.get_file(sent.video.file_id)).file_path
            assert place and place.startswith("/") and telegram.calls[1].files == {}


async def test_another_token_is_not_served() -> None:
    async with Telegram() as telegram:
        other = Bot("123:other", f"{telegram.url}/bot")
        with pytest.raises(TelegramError, match="Unauthorized|rejected"):
            await other.initialize()
        await other.shutdown()
