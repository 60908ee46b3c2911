"""@bot words, in any chat."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from telegram import Bot, Update

from bot.platforms.telegram import inline
from bot.platforms.telegram.inline import Inline, Offer, ranked
from generation.model import Film
from handlers.commands.start import WELCOME
from handlers.conversation import Person
from handlers.payloads import idea_in
from handlers.records import result_of
from storage.database import Database
from storage.uploads import Uploads
from tests.handlers.fakes import Studio
from tests.servers.telegram import InlineAnswer, Telegram, User


@dataclass(frozen=True, slots=True)
class Scene:
    telegram: Telegram
    bot: Bot
    studio: Studio
    inline: Inline
    uploads: Uploads
    mei: User

    async def film(self, idea: str, *, sent: bool = True) -> str:
        """Mei has a film of it; Telegram has it too, where it was `sent`. The job's id."""
        await self.studio.say(f"{idea} --shots 1", Person("telegram", str(self.mei.id), "Mei"))
        await self.studio.settled()
        id = self.studio.queue.submissions[-1]
        job = await self.studio.house.jobs.get(id)
        assert job
        film = result_of(job)
        assert isinstance(film, Film)
        if sent:
            message = await self.bot.send_video(self.mei.id, WELCOME.path)
            assert message.video
            await self.uploads.remember(film.file.ref, "video", message.video.file_id)
        return id

    async def ask(self, text: str, by: User | None = None, offset: str = "") -> InlineAnswer:
        """What somebody is offered."""
        asked = asyncio.create_task(self.telegram.inline(by or self.mei, text, offset=offset))
        [update] = await self.updates()
        assert update.inline_query
        await self.inline.answer(update.inline_query)
        offered = await asked
        assert offered is not None
        return offered

    async def updates(self) -> tuple[Update, ...]:
        found = await self.bot.get_updates(timeout=5)
        await self.bot.get_updates(offset=found[-1].update_id + 1)
        return found


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with AsyncExitStack() as stack:
        studio = await Studio(tmp_path).open(stack)
        telegram = await stack.enter_async_context(Telegram(token="123:invented"))
        bot = await stack.enter_async_context(Bot("123:invented", base_url=f"{telegram.url}/bot"))
        mei = telegram.person("Mei", lang="en")
        telegram.private(mei)
        db = await stack.enter_async_context(await Database.open(tmp_path / "uploads.db"))
        uploads = Uploads(db, "telegram:123")
        yield Scene(telegram, bot, studio, Inline(studio.house, uploads), uploads, mei)


def test_films_that_match_come_first_and_otherwise_stay_in_order() -> None:
    offers = [
        Offer(n, title, "", "f") for n, title in (("1", "A dog"), ("2", "Foxes"), ("3", "A fox"))
    ]
    assert [offer.job for offer in ranked(offers, "FOX")] == ["2", "3", "1"]
    assert [offer.job for offer in ranked(offers, "fox a")] == ["3", "1", "2"]
    assert [offer.job for offer in ranked(offers, " ")] == ["1", "2", "3"]


async def test_an_empty_query_offers_the_newest_films_and_a_new_one(scene: Scene) -> None:
    first, second = [await scene.film(idea) for idea in ("A cat", "A fox")]
    offered = await scene.ask("")
    assert [result["id"] for result in offered.results] == [second, first]
    assert offered.results[0]["title"] == offered.results[0]["caption"] == "A fox"
    assert offered.results[0]["type"] == "video" and offered.results[0]["video_file_id"]
    assert offered.button == {"text": "Make a new film", "start_parameter": "new"}
    assert offered.next_offset == ""


async def test_words_bring_the_films_with_them_to_the_front(scene: Scene) -> None:
    first, second = [await scene.film(idea) for idea in ("A cat", "A fox")]
    offered = await scene.ask("cat")
    assert [result["id"] for result in offered.results] == [first, second]


@pytest.mark.parametrize(
    "words", ["A fox in the snow --ar 9:16", "雪の森を歩く狐と、遠くの山に沈む夕日"]
)
async def test_the_button_begins_a_film_of_what_was_typed(scene: Scene, words: str) -> None:
    button = (await scene.ask(words)).button
    assert button and button["text"].startswith("Make it: ")
    assert await idea_in(button["start_parameter"], scene.studio.house.links) == words


async def test_films_that_telegram_does_not_have_are_left_out(scene: Scene) -> None:
    await scene.film("A cat", sent=False)
    assert (await scene.ask("")).results == []


async def test_deleted_films_are_offered_no_more(scene: Scene) -> None:
    await scene.studio.house.jobs.forget(await scene.film("A cat"))
    assert (await scene.ask("")).results == []


async def test_nobody_is_offered_the_films_of_others(scene: Scene) -> None:
    await scene.film("A cat")
    ken = scene.telegram.person("Ken", lang="ja")
    offered = await scene.ask("", ken)
    assert offered.results == [] and offered.button
    assert offered.button["text"] == "新しい映像を作る"


async def test_who_is_banned_is_offered_nothing(scene: Scene) -> None:
    await scene.film("A cat")
    await scene.studio.house.people.ban(f"telegram:{scene.mei.id}")
    offered = await scene.ask("cat")
    assert offered.results == [] and offered.button is None


async def test_many_films_come_page_by_page(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inline, "PER_PAGE", 2)
    jobs = [await scene.film(idea) for idea in ("A cat", "A fox", "A dog")]
    first = await scene.ask("")
    second = await scene.ask("", offset=first.next_offset)
    shown = [result["id"] for page in (first, second) for result in page.results]
    assert shown == jobs[::-1] and second.next_offset == ""


async def test_answers_are_personal_and_soon_asked_again(scene: Scene) -> None:
    await scene.ask("")
    [call] = [call for call in scene.telegram.calls if call.method == "answerInlineQuery"]
    assert call.flag("is_personal") and int(call.params["cache_time"]) <= 10


async def test_a_query_that_waited_too_long_does_no_harm(scene: Scene) -> None:
    expired = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    scene.telegram.fail("answerInlineQuery", code=400, description=expired)
    asked = asyncio.create_task(scene.telegram.inline(scene.mei, "", timeout=0.5))
    [update] = await scene.updates()
    assert update.inline_query
    await scene.inline.answer(update.inline_query)
    assert await asked is None
