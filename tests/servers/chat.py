"""A stand-in for OpenAI-compatible chat: DeepSeek's paths, those under `/v1` and Google's.

It reads the film that the system message describes and the idea between the tags of the last
message, lets the local writer write it, and streams that as JSON, or whatever tests plant.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal, cast

from aiohttp import web

from generation.model import Brief, Lang
from generation.providers.local.writer import LocalWriter, write
from generation.text import written_in
from tests.servers.media import Media
from tests.servers.stand import JSON, Stand

ROOTS = ("", "/v1", "/v1beta/openai")
MODELS = ("deepseek-v4-flash", "deepseek-v4-pro", "gemini-3.8-flash", "qwen-plus", "any-model")
IDEA = re.compile(r"<(idea-[0-9a-f]+)>\n(.*)\n</\1>", re.DOTALL)
WORDS = re.compile(r"<(words-[0-9a-f]+)>\n(.*)\n</\1>", re.DOTALL)
SHOTS = re.compile(r"Shots: exactly (\d+)")
LANGUAGE = re.compile(r"Language: [^\n(]*\((zh|en|ja)\)")
STYLE = re.compile(r"Style: `([\w-]+)`")
SECONDS = re.compile(r"Length: ([\d.]+) seconds")
PIECE = 24  # characters of one event
LONG = 400_000

Manner = Literal[
    "good",
    "nonsense",  # prose
    "broken",  # JSON with a fault in it
    "few",  # a shot too few
    "many",  # two too many
    "long",  # it never ends
    "around",  # prose and a fence around the JSON
    "empty",
    "cut",  # the connection closes in the middle
    "short",  # max_tokens: it ends in the middle
    "filtered",  # held back by the vendor
    "foreign",  # in another language
    "odd",  # more fields, other spellings, strange numbers
    "hang",  # begins, and says no more
    "trickle",  # a word now and then
    "failing",  # an error event in the middle
]
# What is written about where the idea is in another language than the film.
SUBJECT: dict[Lang, str] = {
    "zh": "一只猫在雨夜的窗边",
    "en": "A cat by a window on a rainy night",
    "ja": "雨の夜の窓辺の猫",
}
# What is written where a film's words are to be translated.
SAID: dict[Lang, str] = {
    "zh": "第{n}句，轻声说。",
    "en": "Line {n}, said softly.",
    "ja": "{n}行目を、そっと。",
}
OTHER: dict[Lang, Lang] = {"zh": "en", "en": "zh", "ja": "en"}


def refusal(status: int, message: str, kind: str = "invalid_request_error") -> web.Response:
    """An error as DeepSeek writes it."""
    return web.json_response(told(message, kind), status=status)


def told(message: str, kind: str = "invalid_request_error", code: str = "") -> JSON:
    """The body of an error."""
    code = code or "invalid_request_error"
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


@dataclass(slots=True)
class Answer:
    """What the model says: in a manner, or these very words."""

    manner: Manner = "good"
    text: str | None = None
    seconds: float = 0.0  # of silence before the first word


@dataclass(frozen=True, slots=True)
class Asked:
    """A conversation as the model reads it."""

    system: str
    idea: str
    turns: int
    lang: Lang
    shots: int  # 0: one prompt, no storyboard
    style: str
    seconds: float
    words: str = ""  # of a film, to be translated

    @classmethod
    def of(cls, messages: list[JSON]) -> Asked:
        system = str(messages[0].get("content"))
        found = [m for each in messages for m in [IDEA.search(str(each.get("content")))] if m]
        lang, shots = LANGUAGE.search(system), SHOTS.search(system)
        style, seconds = STYLE.search(system), SECONDS.search(system)
        return cls(
            system=system,
            idea=found[-1][2] if found else "",
            turns=sum(m.get("role") == "assistant" for m in messages),
            lang=cast(Lang, lang[1]) if lang else "en",
            shots=int(shots[1]) if shots else 0,
            style=style[1] if style else "cinematic",
            seconds=float(seconds[1]) if seconds else 16.0,
            words=next(
                (m[2] for each in messages if (m := WORDS.search(str(each["content"])))), ""
            ),
        )

    async def written(self, lang: Lang, shots: int) -> JSON:
        """What a good writer makes of it."""
        if self.words:
            return self.translated(lang, shots - self.shots)
        idea = self.idea if written_in(self.idea, lang) else SUBJECT[lang]
        if not self.shots:
            return {"prompt": await LocalWriter().enhance(idea, lang, self.style)}
        wanted = Brief(idea=idea, lang=lang, style=self.style, shots=shots, seconds=self.seconds)
        board = write(wanted).model_dump(exclude={"provenance", "variants", "lang"})
        for shot in board["shots"]:
            del shot["keyframe"], shot["seed"]
            shot["characters"] = [c["name"] for c in board["characters"]]
        return board

    def translated(self, lang: Lang, more: int) -> JSON:
        """The words in another language; so many shots `more` than there are."""
        film = json.loads(self.words)
        told = [SAID[lang].format(n=n) for n in range(1, len(film["shots"]) + more + 1)]
        shots = [{"line": line, "subtitle": line} for line in told]
        for shot, original in zip(shots, film["shots"], strict=False):
            shot |= {name: "" for name in shot if not original[name]}
        return {"title": SAID[lang].format(n=0)[:-1], "shots": shots}


class Chat(Stand):
    """Keys begin with `sk-` or say that they are invented. `say` plants what comes next."""

    name = "chat"

    def __init__(self, media: Media, *, seconds: float = 0.0, port: int = 0) -> None:
        self.answers: list[Answer] = []
        self.refuses: set[str] = set()  # parameters that this server does not know
        self._ids = count(1)
        super().__init__(media, seconds=seconds, port=port)

    def settings(self) -> dict[str, str]:
        key = "sk-invented-key-of-chat"
        deepseek = {"DEEPSEEK_API_KEY": key, "DEEPSEEK_BASE_URL": self.url}
        other = {"LLM_API_KEY": key, "LLM_BASE_URL": f"{self.url}/v1", "LLM_MODEL": "any-model"}
        return {**deepseek, **other}

    def routes(self) -> None:
        for root in ROOTS:
            self.app.router.add_post(f"{root}/chat/completions", self.at("submit", self._complete))
            self.app.router.add_get(f"{root}/models", self.at("probe", self._models))

    def say(self, *answers: Manner | Answer) -> None:
        """Let the next answers be these; afterwards they are good again."""
        self.answers += [a if isinstance(a, Answer) else Answer(a) for a in answers]

    @property
    def conversations(self) -> list[list[JSON]]:
        """The messages of every request."""
        return [a.body["messages"] for a in self.asked if a.path.endswith("/chat/completions")]

    # The protocol

    def _refused(self, request: web.Request) -> web.Response | None:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme == "Bearer" and (key.startswith("sk-") or "invented" in key):
            return None
        message = f"Authentication Fails, Your api key: {key} is invalid"
        return refusal(401, message, "authentication_error")

    async def _models(self, request: web.Request) -> web.StreamResponse:
        if (no := self._refused(request)) is not None:
            return no
        models = [{"id": m, "object": "model", "owned_by": "invented"} for m in MODELS]
        return web.json_response({"object": "list", "data": models})

    async def _complete(self, request: web.Request) -> web.StreamResponse:
        body = await self.body(request)
        if (no := self._refused(request) or self._wrong(body)) is not None:
            return no
        answer = self.answers.pop(0) if self.answers else Answer()
        await asyncio.sleep(answer.seconds)
        says = await _said(answer, Asked.of(body["messages"]))
        id = f"chatcmpl-{next(self._ids)}"
        if body.get("stream"):
            return await _Streaming(request, body, id, self.seconds).send(answer.manner, says)
        await asyncio.sleep(self.seconds)
        message = {"role": "assistant", "content": says}
        choice = {"index": 0, "message": message, "finish_reason": _finish(answer.manner)}
        whole = {"id": id, "object": "chat.completion", "created": int(time.time())}
        whole |= {"model": body["model"], "choices": [choice], "usage": _usage(body, says)}
        return web.json_response(whole)

    def _wrong(self, body: JSON) -> web.Response | None:
        for name in self.refuses & body.keys():
            return refusal(400, f"Unsupported parameter: '{name}' is not supported")
        messages = body.get("messages")
        if not isinstance(messages, list) or not messages:
            return refusal(400, "Empty input messages")
        if body.get("model") not in MODELS:
            return refusal(400, "Model Not Exist")
        wants_json = (body.get("response_format") or {}).get("type") == "json_object"
        if wants_json and "json" not in json.dumps(messages).lower():
            return refusal(400, "Prompt must contain the word 'json'")
        return None


@dataclass(slots=True)
class _Streaming:
    """One answer as server-sent events."""

    request: web.Request
    asked: JSON
    id: str
    seconds: float
    out: web.StreamResponse = field(default_factory=web.StreamResponse)

    async def send(self, manner: Manner, says: str) -> web.StreamResponse:
        self.out.content_type = "text/event-stream"
        await self.out.prepare(self.request)
        await self.out.write(b": keep-alive\n\n")
        pieces = [says[i : i + PIECE] for i in range(0, len(says), PIECE)]
        with suppress(ConnectionError):  # who asked may have heard enough
            await self._pieces(manner, pieces)
        return self.out

    async def _pieces(self, manner: Manner, pieces: list[str]) -> None:
        await self._event(choices=[self._choice({"role": "assistant", "content": ""})])
        began = time.monotonic()
        for index, piece in enumerate(pieces):
            if index and index * 2 >= len(pieces) and manner in ("cut", "hang", "failing"):
                return await self._stop(manner)
            await self._event(choices=[self._choice({"content": piece})])
            due = began + self.seconds * (index + 1) / len(pieces) - time.monotonic()
            await asyncio.sleep(0.3 if manner == "trickle" else max(0.0, due))
        await self._event(choices=[self._choice({}, _finish(manner))])
        if (self.asked.get("stream_options") or {}).get("include_usage"):
            await self._event(choices=[], usage=_usage(self.asked, "".join(pieces)))
        await self.out.write(b"data: [DONE]\n\n")

    async def _stop(self, manner: Manner) -> None:
        if manner == "hang":
            await asyncio.sleep(30)
        elif manner == "failing":
            error = json.dumps(told("the engine is overloaded", "server_error", "overloaded"))
            await self.out.write(f"data: {error}\n\n".encode())
        assert self.request.transport
        self.request.transport.close()

    async def _event(self, **told: Any) -> None:
        event = {"id": self.id, "object": "chat.completion.chunk", "created": int(time.time())}
        text = json.dumps({**event, "model": self.asked["model"], **told}, ensure_ascii=False)
        await self.out.write(f"data: {text}\n\n".encode())

    @staticmethod
    def _choice(delta: JSON, finish: str | None = None) -> JSON:
        return {"index": 0, "delta": delta, "finish_reason": finish}


def _finish(manner: Manner) -> str:
    return {"short": "length", "filtered": "content_filter"}.get(manner, "stop")


def _usage(asked: JSON, says: str) -> JSON:
    """Tokens, roughly: four letters or one sign each. Half of what was asked was cached."""
    prompt = sum(len(str(m.get("content")).encode()) for m in asked["messages"]) // 4
    completion = len(says.encode()) // 4
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "prompt_cache_hit_tokens": prompt // 2,
        "prompt_cache_miss_tokens": prompt - prompt // 2,
    }


async def _said(answer: Answer, asked: Asked) -> str:
    """The words of an answer."""
    if answer.text is not None:
        return answer.text
    lang = OTHER[asked.lang] if answer.manner == "foreign" else asked.lang
    more = {"few": -1, "many": 2}.get(answer.manner, 0)
    board = await asked.written(lang, asked.shots + more)
    if answer.manner == "odd":
        board = _odd(board)
    text = json.dumps(board, ensure_ascii=False, indent=1)
    match answer.manner:
        case "nonsense":
            return "I am sorry, but as a language model I would rather talk about fish."
        case "broken":
            return text.replace('",', '"', 1)
        case "around":
            return f"Sure! Here is {{the}} storyboard:\n```json\n{text}\n```\nEnjoy."
        case "empty":
            return ""
        case "short" | "filtered":
            return text[: len(text) // 2]
        case "long":
            return '{"title": "' + "la " * (LONG // 3)
        case _:
            return text


def _odd(board: JSON) -> JSON:
    """As models write that do not read the rules closely."""
    shots: list[JSON] = board["shots"]
    for index, shot in enumerate(shots):
        shot |= {"id": index + 1, "seconds": [0.2, "3s", 99, None][index % 4]}
        shot |= {"camera": ["Dolly In", "ORBIT_SHOT", "缓慢拉远", "drone swirl"][index % 4]}
        shot |= {"framing": ["Extreme Close-Up", "establishing shot", "中景", "??"][index % 4]}
        shot |= {"negative": ["blurry", "text"], "notes": None}
    return {"storyboard": {**board, "mood": "mysterious", "version": 2, "shots": shots}}
