"""Inline mode: `@bot words` in any chat offers one's own films, and a way to begin a new one."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from telegram import InlineQuery, InlineQueryResultCachedVideo, InlineQueryResultsButton
from telegram.error import BadRequest

from bot.platforms.telegram.reading import lang_of
from generation.model import Film, Lang
from handlers.conversation import Say
from handlers.dispatch import spoken_by
from handlers.house import House
from handlers.payloads import NEW, payload_for_idea
from handlers.records import result_of
from handlers.texts import render
from handlers.views import shortened
from storage.jobs import Job
from storage.people import Account
from storage.uploads import Uploads

LOG = logging.getLogger(__name__)
PER_PAGE = 20
LOOKED_AT = 200  # of a person's jobs, the newest
CACHE_SECONDS = 5  # a new film is offered at once
LABEL = 40  # characters of an idea that fit on the button


@dataclass(frozen=True, slots=True)
class Offer:
    """A film that Telegram has under the name `file`."""

    job: str
    title: str
    logline: str
    file: str

    def matches(self, words: Sequence[str]) -> bool:
        """Whether all of the words stand in its title or its first line."""
        text = f"{self.title}\n{self.logline}".casefold()
        return all(word in text for word in words)


class Inline:
    """Answers inline queries of people whose films this bot has sent."""

    def __init__(self, house: House, uploads: Uploads) -> None:
        self._house, self._uploads = house, uploads

    async def answer(self, query: InlineQuery) -> None:
        """Offer the films that have these words in their titles, then the others, newest first."""
        person = f"telegram:{query.from_user.id}"
        account = await self._house.people.get(person)
        if account and account.banned:
            await self._say(query, results=[])
            return
        lang = _spoken(account, query.from_user.language_code)
        offers = ranked(await self._offers(person, lang), query.query)
        start = int(query.offset) if query.offset.isdecimal() else 0
        end = start + PER_PAGE
        await self._say(
            query,
            results=[_result(offer) for offer in offers[start:end]],
            next_offset=str(end) if end < len(offers) else "",
            button=await self._button(query.query.strip(), person, lang),
        )

    async def _say(self, query: InlineQuery, **answer: Any) -> None:
        try:
            await query.answer(**answer, cache_time=CACHE_SECONDS, is_personal=True)
        except BadRequest as error:
            LOG.info("nobody waits for this any more: %s", error)

    async def _offers(self, person: str, lang: Lang) -> list[Offer]:
        jobs = await self._house.jobs.recent(person, LOOKED_AT)
        films = [(job, film) for job in jobs if isinstance(film := result_of(job), Film)]
        names = await self._uploads.names({film.file.ref for _, film in films}, "video")
        return [
            _offer(job, film, names[film.file.ref], lang)
            for job, film in films
            if film.file.ref in names
        ]

    async def _button(self, idea: str, person: str, lang: Lang) -> InlineQueryResultsButton:
        if not idea:
            return InlineQueryResultsButton(render(Say("inline.make"), lang), start_parameter=NEW)
        label = Say("inline.idea", {"idea": shortened(idea, LABEL)})
        payload = await payload_for_idea(idea, self._house.links, person)
        return InlineQueryResultsButton(render(label, lang), start_parameter=payload)


def ranked(offers: Sequence[Offer], text: str) -> list[Offer]:
    """Those that match what was typed come first; otherwise the order stays."""
    words = text.casefold().split()
    return sorted(offers, key=lambda offer: not offer.matches(words))


def _offer(job: Job, film: Film, file: str, lang: Lang) -> Offer:
    title = film.title or render(Say("film.untitled"), lang)
    return Offer(job.id, title, film.board.logline, file)


def _result(offer: Offer) -> InlineQueryResultCachedVideo:
    return InlineQueryResultCachedVideo(
        offer.job, offer.file, offer.title, description=offer.logline or None, caption=offer.title
    )


def _spoken(account: Account | None, said: str | None) -> Lang:
    return spoken_by(account) if account else lang_of(said or "")
