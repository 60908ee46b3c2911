"""One question to an OpenAI-compatible endpoint, the answer streamed in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from generation.errors import Kind, ProviderError
from generation.providers.llm.asking import Message
from generation.providers.llm.failures import of_openai
from generation.providers.llm.rates import Usage
from generation.providers.wire import tls

if TYPE_CHECKING:
    import openai

MOST = 100_000  # characters of an answer that are read
SILENCE = 30.0  # seconds without a byte; those who make us wait send comments meanwhile
CONNECT = 10.0
# Not every server knows these; one that complains is asked again without.
OPTIONAL = ("response_format", "stream_options", "max_tokens")
KEYLESS = "none"  # what servers without keys are told; the header cannot be empty


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model said, and whether it came to its end."""

    text: str
    whole: bool
    usage: Usage


@dataclass
class Endpoint:
    """A model behind an OpenAI-compatible base URL. `extra` goes into every request's body."""

    provider: str
    base_url: str
    key: str
    model: str
    extra: Mapping[str, Any] = field(default_factory=dict[str, Any])
    silence: float = SILENCE
    without: set[str] = field(default_factory=set[str])  # what this server does not know

    async def ask(
        self,
        messages: Sequence[Message],
        tokens: int,
        hear: Callable[[str], object] = lambda piece: None,
    ) -> Answer:
        """The answer to a conversation, a JSON object of at most so many tokens; `hear` is given
        each piece of it as it comes. An answer that is cut off is a `PASSING` failure."""
        import openai

        asked: dict[str, Any] = {
            "model": self.model,
            "messages": [{"role": m.role, "content": m.content} for m in messages],
            "stream": True,
            "stream_options": {"include_usage": True},
            "response_format": {"type": "json_object"},
            "max_tokens": tokens,
            "extra_body": dict(self.extra),
        }
        try:
            async with self._client() as client:
                return await self._heard(await self._opened(client, asked), hear)
        except openai.APIError as error:
            raise of_openai(self.provider, error) from error
        except ValueError as error:  # an event that is no JSON
            raise ProviderError(self.provider, Kind.PASSING, f"no event: {error}") from error

    async def models(self) -> list[str]:
        """The names of the models that the key may use."""
        import openai

        try:
            async with asyncio.timeout(self.silence), self._client() as client:
                return [model.id async for model in client.models.list()]
        except TimeoutError:
            silent = f"no answer within {self.silence:g} s"
            raise ProviderError(self.provider, Kind.PASSING, silent) from None
        except openai.APIError as error:
            raise of_openai(self.provider, error) from error

    async def _opened(self, client: openai.AsyncOpenAI, asked: dict[str, Any]) -> Any:
        """The stream, without what the server says it does not know."""
        import openai

        while True:
            fitting = {name: value for name, value in asked.items() if name not in self.without}
            try:
                return await cast(Any, client.chat.completions).create(**fitting)
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                told = error.response.text
                unknown = [name for name in OPTIONAL if name in fitting and name in told]
                if not unknown:
                    raise
                self.without.update(unknown)

    async def _heard(self, stream: Any, hear: Callable[[str], object]) -> Answer:
        pieces, usage, end, length = list[str](), Usage(), "", 0
        async with stream:
            async for event in stream:
                usage = Usage.of(event.usage) if getattr(event, "usage", None) else usage
                for choice in (event.choices or ())[:1]:
                    end = choice.finish_reason or end
                    if piece := choice.delta and choice.delta.content:
                        pieces.append(piece)
                        length += len(piece)
                        hear(piece)
                if length > MOST:
                    return Answer("".join(pieces)[:MOST], False, usage)
        return self._ended(end, "".join(pieces), usage)

    def _ended(self, end: str, text: str, usage: Usage) -> Answer:
        if end == "content_filter":
            raise ProviderError(self.provider, Kind.MODERATED_OUTPUT, "content_filter: held back")
        if end == "insufficient_system_resource":
            raise ProviderError(self.provider, Kind.PASSING, end)
        return Answer(text, end != "length", usage)

    @asynccontextmanager
    async def _client(self) -> AsyncGenerator[openai.AsyncOpenAI]:
        """A client for one question: steps may run in event loops of their own.

        It tries once, for the router repeats; it follows no redirects, for the key goes nowhere
        else; and it does not tell other vendors which organisation we are at OpenAI."""
        import openai

        nobody = {"OpenAI-Organization": openai.omit, "OpenAI-Project": openai.omit}
        async with openai.AsyncOpenAI(
            api_key=self.key or KEYLESS,
            base_url=self.base_url,
            max_retries=0,
            timeout=openai.Timeout(self.silence, connect=CONNECT),
            http_client=openai.DefaultAsyncHttpxClient(
                follow_redirects=False, verify=tls.context()
            ),
            default_headers=cast("dict[str, str]", nobody),
        ) as client:
            yield client
