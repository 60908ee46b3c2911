"""Serves one bot: opens it, hears what people say, and leaves within seconds."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from bot.app import Opened
from bot.platforms.telegram.config import Config
from bot.platforms.telegram.downloads import CarefulRequest
from bot.platforms.telegram.inline import Inline
from bot.platforms.telegram.limiter import Limiter, Urgency
from bot.platforms.telegram.menus import register_menus
from bot.platforms.telegram.pace import Pace
from bot.platforms.telegram.patience import Patience
from bot.platforms.telegram.platform import Telegram
from bot.platforms.telegram.polling import poll
from bot.platforms.telegram.post import JSON, Post
from bot.platforms.telegram.reading import ALLOWED, Reader, Unread
from bot.platforms.telegram.sender import MEDIA_SECONDS
from bot.platforms.telegram.webhook import hook, secret_of
from handlers.conversation import Incoming, Reply, Say
from handlers.dispatch import lang_for
from storage.inbox import Inbox
from storage.uploads import Uploads

LOG = logging.getLogger(__name__)
ANSWER_SECONDS = 20.0
DRAIN_SECONDS = 6.0  # for what is being answered when we are told to stop
PATIENCE = 0.8  # seconds after which a press is acknowledged
TYPING_SECONDS = 3.0  # after which we are seen typing: it keeps the answer back for one

App = Application[Any, Any, Any, Any, Any, Any]
Context = ContextTypes.DEFAULT_TYPE


async def serve(
    config: Config, house: Opened, stop: asyncio.Event, pace: Pace | None = None
) -> None:
    """Speak on Telegram until `stop`. Raises `Refused` for a token that Telegram does not know."""
    limiter = Limiter(pace or Pace())
    app = application(config, limiter)
    async with _opened(app, stop):
        if stop.is_set():
            return
        bot: ExtBot[Urgency] = app.bot
        account = f"{Telegram.name}:{bot.id}"
        uploads = Uploads(house.database, account)
        platform = Telegram(bot, limiter, uploads, house.inbox, config.upload_bytes, config.marks)
        desk = Counter(config, house, platform, Reader(bot, house.inbox, house.settings.operators))
        desk.attach(app, Inline(house.desk.house, uploads))
        post = Post(Inbox(house.database, account), desk.open)
        house.platforms[platform.name] = platform
        menus = asyncio.create_task(
            register_menus(bot, house.settings.operators, house.desk.house.chats)
        )
        try:
            await house.desk.resume()
            await post.replay()
            await _listen(config, bot, post, stop)
        finally:
            menus.cancel()
            await post.drain(DRAIN_SECONDS)
            del house.platforms[platform.name]
            await platform.close()


def application(config: Config, limiter: Limiter) -> App:
    """The library's application, without an updater: `post.py` hands it what comes in."""
    request = CarefulRequest(
        connection_pool_size=64,
        media_write_timeout=MEDIA_SECONDS,
        read_timeout=ANSWER_SECONDS,
        pool_timeout=MEDIA_SECONDS,
        proxy=config.proxy or None,
    )
    return (
        ApplicationBuilder()
        .token(config.token)
        .base_url(f"{config.api}/bot")
        .base_file_url(f"{config.api}/file/bot")
        .local_mode(config.local)
        .rate_limiter(limiter)
        .updater(None)
        .concurrent_updates(True)
        .request(request)
        .get_updates_request(HTTPXRequest(proxy=config.proxy or None))
        .build()
    )


class Counter:
    """Where updates are read and handed to whoever answers them."""

    def __init__(self, config: Config, house: Opened, platform: Telegram, reader: Reader) -> None:
        self._config, self._house, self._platform = config, house, platform
        self._reader = reader

    def attach(self, app: App, inline: Inline) -> None:
        """Say to the application who answers what."""
        self._app = app

        async def asked(update: Update, context: Context) -> None:
            if (query := update.inline_query) and self._serves(str(query.from_user.id)):
                await inline.answer(query)

        app.add_handler(InlineQueryHandler(asked))
        app.add_handler(CallbackQueryHandler(self._one))
        app.add_handler(ChatMemberHandler(self._one, ChatMemberHandler.MY_CHAT_MEMBER))
        app.add_handler(MessageHandler(filters.UpdateType.MESSAGE, self._one))
        app.add_error_handler(_failed)

    async def open(self, raw: Sequence[JSON]) -> None:
        """One update, or the messages of one album."""
        updates = [Update.de_json(dict(each), self._app.bot) for each in raw]
        if len(updates) == 1:
            await self._app.process_update(updates[0])
        else:
            await self._heed(updates)

    async def _one(self, update: Update, context: Context) -> None:
        await self._heed([update])

    async def _heed(self, updates: Sequence[Update]) -> None:
        """Answer what somebody said or pressed."""
        try:
            incoming = await self._reader.incoming(updates)
        except Unread as unread:
            await self._say(unread.incoming, Say(unread.error.key, dict(unread.error.values)))
            return
        if incoming is None:
            return
        if not self._serves(incoming.person.id, incoming.place.chat) and not (
            incoming.person.operator
        ):
            await self._turn_away(incoming)
            return
        self._platform.heard(incoming.place)
        answering = asyncio.create_task(self._house.dispatcher.answer(incoming))
        try:
            async with self._patience(incoming, answering):
                await answering
        finally:
            for attachment in incoming.attachments:
                attachment.path.unlink(missing_ok=True)

    @asynccontextmanager
    async def _patience(
        self, incoming: Incoming, answering: asyncio.Task[None]
    ) -> AsyncGenerator[None]:
        """Nobody looks at a button that keeps turning, or waits without a sign."""
        sign = asyncio.create_task(self._sign(incoming, answering))
        try:
            yield
        finally:
            sign.cancel()
            if incoming.handle:
                await self._platform.acknowledge(incoming.handle)

    async def _sign(self, incoming: Incoming, answering: asyncio.Task[None]) -> None:
        await asyncio.wait({answering}, timeout=PATIENCE if incoming.handle else TYPING_SECONDS)
        if answering.done():
            return
        if incoming.handle:
            await self._platform.acknowledge(incoming.handle)
        else:
            await self._platform.typing(incoming.place)

    def _serves(self, *ids: str) -> bool:
        return self._config.allows(*ids)

    async def _turn_away(self, incoming: Incoming) -> None:
        """Strangers are told whom to ask, where nobody else is disturbed."""
        if incoming.place.private or incoming.press:
            await self._say(incoming, Say("not_allowed", {"id": incoming.person.id}))

    async def _say(self, incoming: Incoming, say: Say) -> None:
        reply = Reply(text=(say,), private=True)
        lang = await lang_for(self._house.desk.house, incoming.person)
        await self._platform.answer(incoming, reply, lang)


@asynccontextmanager
async def _opened(app: App, stop: asyncio.Event) -> AsyncGenerator[None]:
    """The application, running; a server that is down is waited for."""
    try:
        await Patience(stop).insist(app.initialize)
        if not stop.is_set():
            await app.start()
        yield
    finally:
        if app.running:
            await app.stop()
        await app.shutdown()
        await app.bot.shutdown()  # also where the application never came to be


async def _listen(config: Config, bot: ExtBot[Urgency], post: Post, stop: asyncio.Event) -> None:
    if not config.webhook:
        await poll(bot, post, stop, allowed=ALLOWED)
        return
    await hook(
        bot,
        post,
        stop,
        address=config.webhook,
        listen=config.listen,
        secret=config.secret or secret_of(config.token),
        allowed=ALLOWED,
    )


async def _failed(update: object, context: Context) -> None:
    """What nobody expected: written down with its trace, without what was said."""
    LOG.error("an update could not be answered", exc_info=context.error)
