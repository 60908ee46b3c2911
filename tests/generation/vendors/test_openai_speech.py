"""Speech from endpoints that speak like OpenAI's."""

from __future__ import annotations

import wave
from collections.abc import AsyncIterator
from typing import Any

import pytest

from generation import secrets
from generation.errors import Kind, ProviderError
from generation.model import LANGS
from generation.providers import openai_speech
from generation.providers.contract import Bench, Member
from tests.generation.vendors.suite import KEY
from tests.servers.media import Quick, tone
from tests.servers.openai import OpenAI
from tests.servers.stand import Fault


@pytest.fixture
async def stand() -> AsyncIterator[OpenAI]:
    async with OpenAI(Quick()) as stand:
        yield stand


def registered(**env: str) -> list[Member]:
    found: list[Member] = []
    secrets.remember(env)
    openai_speech.register(found.append, env)
    return found


def narrator(stand: OpenAI, **env: str) -> Any:
    [member] = registered(OPENAI_API_KEY=KEY, OPENAI_BASE_URL=stand.api, **env)
    return member.provider


def said(code: str | None, message: str = "no") -> dict[str, Any]:
    return {"error": {"message": message, "type": "t", "param": None, "code": code}}


async def test_a_line_becomes_a_wav_file_whose_length_is_known(stand: OpenAI, bench: Bench) -> None:
    text = "机械狐狸在未来城市奔跑"
    file, seconds, _ = await narrator(stand).speak(text, "zh", bench)
    with wave.open(str(bench.shelf.path(file))) as spoken:
        length = spoken.getnframes() / spoken.getframerate()
    assert length == pytest.approx(seconds) == pytest.approx(0.08 * len(text), abs=0.02)
    assert stand.asked[0].body == {
        "model": "gpt-4o-mini-tts",
        "voice": "coral",
        "input": text,
        "response_format": "wav",
    }


async def test_another_container_than_promised_is_read_all_the_same(
    stand: OpenAI, bench: Bench
) -> None:
    whole = tone(0.5)
    stand.plant(Fault("submit", bytes=whole, mime="audio/mpeg"))
    assert (await narrator(stand).speak("hi", "en", bench))[1] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault("submit", status=401, body=said("invalid_api_key")), Kind.ACCOUNT),
        (Fault("submit", status=429, body=said("insufficient_quota")), Kind.ACCOUNT),
        (Fault("submit", status=429, body=said("rate_limit_exceeded")), Kind.BUSY),
        (Fault("submit", status=404, body=said("model_not_found")), Kind.BAD_REQUEST),
        (Fault("submit", status=404, body="<html>"), Kind.BAD_REQUEST),
        (Fault("submit", status=400, body=said("invalid_value")), Kind.BAD_REQUEST),
        (Fault("submit", status=400, body=said("content_policy_violation")), Kind.MODERATED_INPUT),
        (Fault("submit", status=500, body=said("server_error")), Kind.PASSING),
        (Fault("submit", status=504, body="<html>"), Kind.PASSING),
        (Fault("submit", cut=True), Kind.PASSING),
        (Fault("submit", status=200, body="<html>sorry</html>"), Kind.LOST),
        (Fault("submit", bytes=b"", mime="audio/wav"), Kind.LOST),
    ],
)
async def test_every_refusal_has_its_meaning(
    stand: OpenAI, bench: Bench, fault: Fault, kind: Kind
) -> None:
    stand.plant(fault)
    with pytest.raises(ProviderError) as caught:
        await narrator(stand).speak("hello", "en", bench)
    assert caught.value.kind == kind, caught.value
    assert KEY not in str(caught.value)
    assert len(stand.asked) == 1, "asked once, not again behind our back"


async def test_an_endpoint_that_is_silent_is_given_up(stand: OpenAI, bench: Bench) -> None:
    endpoint = openai_speech.Endpoint("openai-tts", KEY, stand.api, seconds=0.3)
    stand.plant(Fault("submit", hang=5))
    with pytest.raises(ProviderError) as caught:
        await openai_speech.OpenAISpeech(endpoint).speak("hello", "en", bench)
    assert caught.value.kind == Kind.PASSING


async def test_a_probe_says_nothing_aloud(stand: OpenAI) -> None:
    assert "gpt-4o-mini-tts among them" in await narrator(stand).probe()
    assert not stand.tasks


async def test_the_key_of_openai_goes_to_no_other_endpoint(stand: OpenAI, bench: Bench) -> None:
    [member] = registered(OPENAI_API_KEY=KEY, SPEECH_BASE_URL=stand.api)
    provider: Any = member.provider
    await provider.speak("hello", "en", bench)
    assert stand.asked[0].headers["Authorization"] == "Bearer none"


def test_without_a_key_or_an_endpoint_there_is_no_narrator() -> None:
    assert not registered()


def test_it_reads_every_language_and_the_price_goes_by_length() -> None:
    [member] = registered(OPENAI_API_KEY=KEY, SPEECH_MODEL="tts-1", SPEECH_VOICE="nova")
    assert member.can.languages == frozenset(LANGS)
    cost = member.cost(0.02)
    assert cost and cost.amount == pytest.approx(0.003)
