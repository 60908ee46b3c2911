"""A writer that is a language model: asked once, once more to mend what is wrong, then given up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar

from generation.errors import Kind, ProviderError
from generation.model import Brief, Cost, Lang, Provenance, Storyboard, Wording
from generation.providers.contract import Bench
from generation.providers.llm import asking, inspiring, judging, translating
from generation.providers.llm.asking import Message
from generation.providers.llm.chat import Endpoint
from generation.providers.llm.finishing import finished
from generation.providers.llm.judging import Unusable
from generation.providers.llm.rates import Rate, Usage
from generation.providers.llm.tally import Tally

T = TypeVar("T")
Mend = Callable[[list[Message], str, list[str]], list[Message]]

BASE_TOKENS, SHOT_TOKENS = 3000, 900  # of an answer; models that think count their thoughts
BASE_SECONDS, SHOT_SECONDS = 45.0, 5.0  # that writing may take, mending included
CUT_OFF = "the answer was too long and ended before the object was complete: write less"


class ChatWriter:
    """Writes by a model behind an OpenAI-compatible endpoint. `patience` stretches its deadline.

    What comes out holds to the brief whatever the model says: so many shots, in the brief's
    language, as long as asked; else `BAD_REQUEST`, and somebody else has to write."""

    def __init__(
        self, endpoint: Endpoint, *, rate: Rate | None = None, patience: float = 1.0
    ) -> None:
        self._endpoint, self._rate, self._patience = endpoint, rate, patience

    @property
    def name(self) -> str:
        return self._endpoint.provider

    @property
    def model(self) -> str:
        """The vendor's name of it."""
        return self._endpoint.model

    async def write(self, brief: Brief, bench: Bench) -> Storyboard:
        """A storyboard; `bench.tell` counts shots while they are being written."""
        began, told = time.time(), 0

        def listener() -> Callable[[str], None]:
            tally = Tally()

            def hear(piece: str) -> None:
                nonlocal told
                if (count := min(tally.feed(piece), brief.shots)) > told:
                    told = count
                    bench.tell(told, brief.shots)

            return hear

        async with self._deadline(brief.shots):
            draft, cost = await self._usable(
                asking.board_messages(brief),
                read=judging.board_reader(brief),
                mend=lambda said, answer, why: asking.mended(said, answer, why, brief),
                listener=listener,
                shots=brief.shots,
            )
        if told < brief.shots:
            bench.tell(brief.shots, brief.shots)
        made = Provenance(
            provider=self.name,
            model=self.model,
            seed=brief.seed,
            prompt=brief.idea,
            cost=cost,
            started=began,
            took=round(time.time() - began, 3),
        )
        return finished(draft, brief, made)

    async def translate(self, board: Storyboard, lang: Lang, bench: Bench) -> Wording:
        """Its words in another language, as many shots of them as it has."""
        began, count = time.time(), len(board.shots)
        wanted = f"the title and {count} shots"
        async with self._deadline(count):
            words, cost = await self._usable(
                translating.messages(board, lang),
                read=translating.reader(board, lang),
                mend=lambda said, answer, why: asking.again(said, answer, why, wanted, lang),
                listener=lambda: lambda piece: None,
                shots=count,
            )
        made = Provenance(
            provider=self.name,
            model=self.model,
            seed=0,
            cost=cost,
            started=began,
            took=round(time.time() - began, 3),
        )
        return words.model_copy(update={"provenance": made})

    async def enhance(self, idea: str, lang: Lang, style: str) -> str:
        """One professional text-to-image prompt for the idea, in its language."""
        return await self._brief_answer(
            asking.prompt_messages(idea, lang, style),
            read=lambda said: judging.read_prompt(said, lang),
            mend=lambda said, answer, why: asking.mended_prompt(said, answer, why, lang),
        )

    async def inspire(self, topic: str, there: Sequence[str], lang: Lang) -> Sequence[str]:
        """Three ideas on a topic, a sentence each, unlike those that are `there`."""
        return await self._brief_answer(
            inspiring.messages(topic, there, lang),
            read=lambda said: inspiring.read(said, lang),
            mend=lambda said, answer, why: inspiring.mended(said, answer, why, lang),
        )

    async def probe(self) -> str:
        """Ask which models there are: that costs nothing."""
        models = await self._endpoint.models()
        if models and not any(each.endswith(self.model) for each in models):
            return f"reached, but it does not list {self.model}"
        return f"{self.model} is there"

    async def _brief_answer(
        self, messages: list[Message], *, read: Callable[[str], T], mend: Mend
    ) -> T:
        """One that nobody watches, as long as what is said of a single shot."""
        async with self._deadline(1):
            answer, _ = await self._usable(
                messages, read=read, mend=mend, listener=lambda: lambda piece: None, shots=1
            )
        return answer

    async def _usable(
        self,
        messages: list[Message],
        *,
        read: Callable[[str], T],
        mend: Mend,
        listener: Callable[[], Callable[[str], None]],
        shots: int,
    ) -> tuple[T, Cost | None]:
        """What the model says, read; and what it cost. One bad answer is sent back to be mended."""
        tokens, usage, problems = BASE_TOKENS + SHOT_TOKENS * shots, Usage(), list[str]()
        for _ in range(2):
            answer = await self._endpoint.ask(messages, tokens, listener())
            usage += answer.usage
            try:
                return read(answer.text), usage.cost(self._rate)
            except Unusable as error:
                problems = error.problems if answer.whole else [CUT_OFF, *error.problems]
                messages = mend(messages, answer.text, problems)
        raise ProviderError(self.name, Kind.BAD_REQUEST, f"unusable twice: {'; '.join(problems)}")

    @asynccontextmanager
    async def _deadline(self, shots: int) -> AsyncGenerator[None]:
        seconds = self._patience * (BASE_SECONDS + SHOT_SECONDS * shots)
        try:
            async with asyncio.timeout(seconds):
                yield
        except TimeoutError:
            late = f"not written within {seconds:g} s"
            raise ProviderError(self.name, Kind.PASSING, late) from None
