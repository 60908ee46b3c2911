"""Writers by language models against a stand-in: what is asked, what is made of the answer, and
what happens when either goes wrong."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import openai
import pytest

from generation import secrets
from generation.errors import Kind, ProviderError
from generation.model import Brief, Lang, Storyboard
from generation.providers import chat, deepseek
from generation.providers.contract import Bench, Member, Writer
from generation.providers.llm.chat import Endpoint
from generation.providers.llm.writer import ChatWriter
from generation.providers.router import Roster
from generation.styles import styles
from tests.generation.vendors.suite import a_bench
from tests.servers.chat import Answer, Chat, Manner, told
from tests.servers.media import Quick
from tests.servers.stand import Fault

KEY = "sk-invented-key-of-a-writer"
FOX = "机械狐狸在未来城市奔跑"
IDEAS: dict[Lang, str] = {"zh": FOX, "en": "A red fox crosses a frozen lake", "ja": "雪の中の狐"}
RISK = told("Content Exists Risk")
REFUSALS = {
    "content at risk": (400, RISK, Kind.MODERATED_INPUT),
    "content at risk, as a detail": (400, {"detail": "Content Exists Risk"}, Kind.MODERATED_INPUT),
    "a malformed request": (400, told("Failed to deserialize the JSON body"), Kind.BAD_REQUEST),
    "a model that is gone": (404, told("Model Not Exist"), Kind.BAD_REQUEST),
    "wrong parameters": (422, told("Invalid parameters"), Kind.BAD_REQUEST),
    "no balance": (402, told("Insufficient Balance", "unknown_error"), Kind.ACCOUNT),
    "a wrong key": (401, told("Authentication Fails", "authentication_error"), Kind.ACCOUNT),
    "no quota": (429, told("You exceeded your quota", code="insufficient_quota"), Kind.ACCOUNT),
    "too many requests": (429, told("Rate limit reached", "rate_limit_error"), Kind.BUSY),
    "an overloaded server": (503, told("Server overloaded", "server_error"), Kind.BUSY),
    "a broken server": (500, told("Internal error", "server_error"), Kind.PASSING),
    "a gateway without patience": (504, "<html>504</html>", Kind.PASSING),
    "a redirect elsewhere": (307, "moved", Kind.BAD_REQUEST),
    "DashScope's inspection": (
        400,
        told("Input data may contain inappropriate content.", code="data_inspection_failed"),
        Kind.MODERATED_INPUT,
    ),
    "DashScope's arrears": (400, told("Access denied", code="Arrearage"), Kind.ACCOUNT),
    "Google's wrong key": (
        400,
        [{"error": {"code": 400, "message": "API key not valid.", "status": "INVALID_ARGUMENT"}}],
        Kind.ACCOUNT,
    ),
    "Google's quota": (
        429,
        [{"error": {"code": 429, "message": "Quota", "status": "RESOURCE_EXHAUSTED"}}],
        Kind.BUSY,
    ),
}


@pytest.fixture
async def stand() -> AsyncIterator[Chat]:
    async with Chat(Quick()) as stand:
        yield stand


@pytest.fixture
def heard() -> list[tuple[float, float]]:
    return []


@pytest.fixture
def bench(tmp_path: Path, heard: list[tuple[float, float]]) -> Bench:
    def tell(done: float, of: float) -> None:
        heard.append((done, of))

    return replace(a_bench(tmp_path), tell=tell)


def members(env: dict[str, str]) -> dict[str, Member]:
    found: list[Member] = []
    secrets.remember(env)
    deepseek.register(found.append, env)
    chat.register(found.append, env)
    return {member.provider.name: member for member in found}


def a_writer(stand: Chat, **env: str) -> ChatWriter:
    base = {"DEEPSEEK_API_KEY": KEY, "DEEPSEEK_BASE_URL": stand.url}
    return cast(ChatWriter, members({**base, **env})["deepseek"].provider)


def an_impatient_writer(stand: Chat, silence: float, patience: float) -> ChatWriter:
    endpoint = Endpoint("deepseek", stand.url, KEY, deepseek.DEFAULT, silence=silence)
    return ChatWriter(endpoint, patience=patience)


def a_brief(lang: Lang = "zh", **changes: Any) -> Brief:
    told = {"idea": IDEAS[lang], "lang": lang, "shots": 3, "seconds": 15.0, **changes}
    return Brief.model_validate(told)


def film_seconds(board: Storyboard) -> float:
    """The length of a film with its crossfades of half a second."""
    return sum(s.seconds for s in board.shots) - 0.5 * (len(board.shots) - 1)


# What is registered


def test_nobody_writes_without_a_key() -> None:
    assert members({}) == {}
    assert members({"LLM_BASE_URL": "http://127.0.0.1:1/v1"}) == {}, "no model is named"


def test_three_kinds_of_writers_register() -> None:
    env = {"DEEPSEEK_API_KEY": KEY, "GEMINI_API_KEY": KEY}
    env |= {"LLM_BASE_URL": "http://127.0.0.1:1/v1", "LLM_MODEL": "qwen-plus"}
    found = members(env)
    models = {name: member.model for name, member in found.items()}
    wanted = {"deepseek": "deepseek-v4-flash", "llm": "qwen-plus", "gemini": "gemini-3.8-flash"}
    assert models == wanted
    assert {m.role for m in found.values()} == {"writer"}
    assert [p.unit for p in found["deepseek"].tariff] == ["storyboard"]


async def test_gemini_writes_by_googles_openai_endpoint(stand: Chat, bench: Bench) -> None:
    found = members({"GEMINI_API_KEY": KEY, "GEMINI_BASE_URL": f"{stand.url}/v1beta/openai/"})
    writer = cast(ChatWriter, found["gemini"].provider)
    board = await writer.write(a_brief(), bench)
    assert board.provenance and board.provenance.provider == "gemini"
    assert stand.asked[-1].path == "/v1beta/openai/chat/completions"
    assert stand.asked[-1].body["reasoning_effort"] == "low"


async def test_a_local_server_without_a_key_writes(stand: Chat, bench: Bench) -> None:
    env = {"LLM_BASE_URL": f"{stand.url}/v1", "LLM_MODEL": "any-model", "LLM_API_KEY": "invented"}
    writer = cast(ChatWriter, members(env)["llm"].provider)
    board = await writer.write(a_brief(), bench)
    assert board.provenance and board.provenance.cost is None, "no price is known"
    assert "thinking" not in stand.asked[-1].body


async def test_what_a_server_does_not_know_is_left_out(stand: Chat, bench: Bench) -> None:
    stand.refuses = {"stream_options", "response_format"}
    writer = a_writer(stand)
    for _ in range(2):
        assert len((await writer.write(a_brief(), bench)).shots) == 3
    assert len(stand.conversations) <= 4, "it is learnt once"
    assert not stand.refuses & stand.asked[-1].body.keys()


async def test_probing_names_the_model_and_writes_nothing(stand: Chat) -> None:
    assert await a_writer(stand).probe() == "deepseek-v4-flash is there"
    gone = a_writer(stand, DEEPSEEK_MODEL="deepseek-chat")
    assert await gone.probe() == "reached, but it does not list deepseek-chat"
    assert stand.conversations == []


async def test_probing_tells_a_wrong_key(stand: Chat) -> None:
    with pytest.raises(ProviderError) as caught:
        await a_writer(stand, DEEPSEEK_API_KEY="wrong-key").probe()
    assert caught.value.kind == Kind.ACCOUNT


async def test_the_official_package_is_understood_by_the_stand_in(stand: Chat) -> None:
    async with openai.AsyncOpenAI(api_key=KEY, base_url=stand.url) as client:
        answer = await client.chat.completions.create(
            model="deepseek-v4-flash", messages=[{"role": "user", "content": "hello"}]
        )
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage and answer.usage.total_tokens > 0


# What is asked and what comes back


async def test_the_request_is_what_deepseek_documents(stand: Chat, bench: Bench) -> None:
    await a_writer(stand).write(a_brief(), bench)
    body = {**stand.asked[-1].body}
    roles = [m["role"] for m in body.pop("messages")]
    assert roles == ["system", "user"]
    assert body == {
        "model": "deepseek-v4-flash",
        "stream": True,
        "stream_options": {"include_usage": True},
        "response_format": {"type": "json_object"},
        "max_tokens": 5700,
        "thinking": {"type": "disabled"},
    }
    assert stand.asked[-1].headers["Authorization"] == f"Bearer {KEY}"


async def test_other_vendors_do_not_learn_our_organisation(
    stand: Chat, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-private")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-private")
    await a_writer(stand).write(a_brief(), bench)
    assert "private" not in str(stand.asked[-1].headers)


@pytest.mark.parametrize("lang", IDEAS)
async def test_a_storyboard_holds_to_its_brief(stand: Chat, bench: Bench, lang: Lang) -> None:
    brief = a_brief(lang, shots=4, seconds=20.0, style="cyberpunk", seed=7)
    board = await a_writer(stand).write(brief, bench)
    assert (len(board.shots), board.lang, board.style) == (4, lang, "cyberpunk")
    assert film_seconds(board) == pytest.approx(20.0)
    for shot in board.shots:
        assert styles()["cyberpunk"].phrases[lang] in shot.prompt.lower()
        assert all(c.description.rstrip("。") in shot.prompt for c in board.characters)
        assert "washed out" in shot.negative, "the style's own"
    made = board.provenance
    assert made and (made.provider, made.model, made.seed) == ("deepseek", "deepseek-v4-flash", 7)
    assert made.cost and 0 < made.cost.amount < 0.1 and made.cost.currency == "CNY"
    assert made.took is not None and made.started is not None


async def test_the_style_and_the_frame_are_named_to_the_model(stand: Chat, bench: Bench) -> None:
    await a_writer(stand).write(a_brief(style="ink-wash", aspect="9:16"), bench)
    system = stand.conversations[0][0]["content"]
    assert f"Style: `ink-wash`, that is: {styles()['ink-wash'].phrases['zh']}" in system
    assert "Frame: 9:16" in system


async def test_shots_are_reported_while_they_are_written(
    bench: Bench, heard: list[tuple[float, float]]
) -> None:
    async with Chat(Quick(), seconds=0.4) as slow:
        first = asyncio.Event()

        def tell(done: float, of: float) -> None:
            heard.append((done, of))
            first.set()

        writing = asyncio.create_task(a_writer(slow).write(a_brief(), replace(bench, tell=tell)))
        async with asyncio.timeout(5):
            await first.wait()
        assert not writing.done(), "the first shot is told before the last is written"
        await writing
    assert heard == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize("manner", ["around", "odd", "many"])
async def test_what_can_be_mended_is_not_asked_again(
    stand: Chat, bench: Bench, manner: Manner
) -> None:
    stand.say(manner)
    board = await a_writer(stand).write(a_brief(), bench)
    assert len(board.shots) == 3
    assert film_seconds(board) == pytest.approx(15.0)
    assert len(stand.conversations) == 1


MEND: dict[Manner, str] = {
    "nonsense": "no complete JSON object",
    "broken": "no complete JSON object",
    "empty": "no complete JSON object",
    "long": "too long",
    "short": "too long",
    "few": "`shots` has 2 shots and must have exactly 3",
    "foreign": "is not written in Chinese",
}


@pytest.mark.parametrize("manner", MEND)
async def test_a_bad_answer_is_sent_back_once_with_its_faults(
    stand: Chat, bench: Bench, manner: Manner, heard: list[tuple[float, float]]
) -> None:
    stand.say(manner)
    board = await a_writer(stand).write(a_brief(), bench)
    assert len(board.shots) == 3
    first, second = stand.conversations
    assert second[: len(first)] == first
    assert MEND[manner] in second[-1]["content"]
    assert all(m["content"] for m in second)
    assert heard == sorted(heard), "progress does not go back"
    assert board.provenance and board.provenance.cost


@pytest.mark.parametrize("manner", MEND)
async def test_a_writer_that_stays_bad_is_given_up(
    stand: Chat, bench: Bench, manner: Manner
) -> None:
    stand.say(manner, manner)
    with pytest.raises(ProviderError) as caught:
        await a_writer(stand).write(a_brief(), bench)
    assert caught.value.kind == Kind.BAD_REQUEST
    assert len(stand.conversations) == 2


@pytest.mark.parametrize("case", REFUSALS)
async def test_what_an_error_means(stand: Chat, bench: Bench, case: str) -> None:
    status, body, kind = REFUSALS[case]
    stand.plant(Fault("submit", status=status, body=cast(Any, body), headers={"Retry-After": "7"}))
    with pytest.raises(ProviderError) as caught:
        await a_writer(stand).write(a_brief(), bench)
    assert caught.value.kind == kind
    assert caught.value.detail.startswith(str(status))
    assert len(stand.conversations) == 1, "only the router repeats"
    assert caught.value.retry_after == 7


CUTS: dict[Manner, Kind] = {
    "cut": Kind.PASSING,
    "failing": Kind.PASSING,
    "filtered": Kind.MODERATED_OUTPUT,
}


@pytest.mark.parametrize("manner", CUTS)
async def test_an_answer_that_breaks_off(stand: Chat, bench: Bench, manner: Manner) -> None:
    stand.say(manner)
    with pytest.raises(ProviderError) as caught:
        await a_writer(stand).write(a_brief(), bench)
    assert caught.value.kind == CUTS[manner]


async def test_a_connection_that_closes_without_a_word(stand: Chat, bench: Bench) -> None:
    stand.plant(Fault("submit", cut=True))
    with pytest.raises(ProviderError) as caught:
        await a_writer(stand).write(a_brief(), bench)
    assert caught.value.kind == Kind.PASSING


async def test_nobody_listens_there(bench: Bench) -> None:
    endpoint = Endpoint("llm", "http://127.0.0.1:9/v1", "", "any-model")
    with pytest.raises(ProviderError) as caught:
        await ChatWriter(endpoint).write(a_brief(), bench)
    assert caught.value.kind == Kind.PASSING


@pytest.mark.parametrize("manner", ["hang", "trickle"])
async def test_an_answer_that_never_ends_is_given_up(
    stand: Chat, bench: Bench, manner: Manner
) -> None:
    stand.say(manner)
    silence, patience = (0.3, 1.0) if manner == "hang" else (5.0, 0.01)
    began = time.monotonic()
    with pytest.raises(ProviderError) as caught:
        await an_impatient_writer(stand, silence, patience).write(a_brief(), bench)
    assert caught.value.kind == Kind.PASSING
    assert time.monotonic() - began < 2


async def test_a_writer_that_says_nothing_is_given_up(stand: Chat, bench: Bench) -> None:
    stand.say(Answer(seconds=30))
    with pytest.raises(ProviderError) as caught:
        await an_impatient_writer(stand, 0.3, 1.0).write(a_brief(), bench)
    assert caught.value.kind == Kind.PASSING


async def test_a_key_that_a_vendor_repeats_is_not_in_the_error(stand: Chat, bench: Bench) -> None:
    key = "wrong-and-very-secret"
    with pytest.raises(ProviderError) as caught:
        await a_writer(stand, DEEPSEEK_API_KEY=key).write(a_brief(), bench)
    assert caught.value.kind == Kind.ACCOUNT
    assert "Authentication Fails" in caught.value.detail
    assert key not in f"{caught.value!r} {caught.value} {caught.value.args}"


# One prompt


@pytest.mark.parametrize("lang", IDEAS)
async def test_a_prompt_is_enhanced_in_its_language(stand: Chat, lang: Lang) -> None:
    prompt = await a_writer(stand).enhance(IDEAS[lang], lang, "noir")
    assert "\n" not in prompt and len(prompt) > 60
    system = stand.conversations[0][0]["content"]
    assert styles()["noir"].phrases[lang] in system


@pytest.mark.parametrize("manner", ["nonsense", "empty", "foreign", "broken"])
async def test_a_bad_prompt_is_mended_or_given_up(stand: Chat, manner: Manner) -> None:
    stand.say(manner)
    prompt = await a_writer(stand).enhance(FOX, "zh", "noir")
    assert "狐" in prompt
    stand.say("nonsense", manner if manner != "broken" else "empty")
    with pytest.raises(ProviderError) as caught:
        await a_writer(stand).enhance(FOX, "zh", "noir")
    assert caught.value.kind == Kind.BAD_REQUEST


# In the crew


@pytest.mark.parametrize(
    ("trouble", "writer"),
    [("nonsense", "local"), ("account", "local"), ("none", "deepseek")],
)
async def test_a_failing_writer_never_stops_a_film(
    stand: Chat, bench: Bench, trouble: str, writer: str
) -> None:
    if trouble == "nonsense":
        stand.say("nonsense", "few")
    elif trouble == "account":
        stand.plant(Fault("submit", status=402, body=told("Insufficient Balance")))
    board = await written_by_the_crew(stand, bench)
    assert board.provenance and board.provenance.provider == writer
    assert len(board.shots) == 3


async def test_refused_ideas_are_not_taken_elsewhere(stand: Chat, bench: Bench) -> None:
    stand.plant(Fault("submit", status=400, body=RISK))
    with pytest.raises(ProviderError) as caught:
        await written_by_the_crew(stand, bench)
    assert caught.value.kind == Kind.MODERATED_INPUT


async def written_by_the_crew(stand: Chat, bench: Bench) -> Storyboard:
    roster = Roster.find({"DEEPSEEK_API_KEY": KEY, "DEEPSEEK_BASE_URL": stand.url})

    async def work(member: Member, _: int) -> Storyboard:
        return await cast(Writer, member.provider).write(a_brief(), bench)

    return await roster.ask("writer", work)
