"""Qwen-Image by ModelScope's API-Inference: a prompt becomes a picture, ordered as a task.

The daily allowance is free of charge. Tasks can neither be listed nor cancelled.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import quote

from generation.errors import Kind, ProviderError
from generation.model import Aspect, Keyframe, Ticket
from generation.providers.contract import Add, Bench, Member, PaintRequest, Variable
from generation.providers.wire.dashscope import secure
from generation.providers.wire.media import bring_picture
from generation.providers.wire.waiting import Pace, until_done
from generation.providers.wire.web import JSON, Web

NAME = "modelscope"
DEFAULT = "Qwen/Qwen-Image"
BASE_URL = "https://api-inference.modelscope.cn"
SEEDS = 2**31  # they are below this
MOST_PROMPT = 1999  # characters, of the negative prompt too

# The pages of the vendor show a request, `task_id`, the two statuses and `output_images`.
IMAGES, TASKS, MODELS = "/v1/images/generations", "/v1/tasks/", "/v1/models"
ASYNC = {"X-ModelScope-Async-Mode": "true"}
OF_TASK = {"X-ModelScope-Task-Type": "image_generation"}
TASK, STATUS, PICTURES = "task_id", "task_status", "output_images"
SUCCEEDED, FAILED = frozenset({"SUCCEED", "SUCCEEDED"}), frozenset({"FAILED"})
# unverified: where an error's words stand, and which of them mean moderation.
ERRORS = ("errors", "error", "message")
MODERATED = ("datainspection", "inappropriate", "sensitive", "敏感", "违规", "审核")
QUOTA = ("today's quota", "daily quota", "try again tomorrow", "insufficient balance")

SIZES: Mapping[Aspect, str] = {  # those that Qwen-Image was trained on, within 1664×1664
    "16:9": "1664x928",
    "9:16": "928x1664",
    "1:1": "1328x1328",
    "4:3": "1472x1104",
    "3:4": "1104x1472",
}

SETTINGS = (
    Variable("MODELSCOPE_API_KEY", "Key for pictures: https://modelscope.cn/my/myaccesstoken"),
    Variable("MODELSCOPE_API_TOKEN", "The same key by its other name"),
    Variable("MODELSCOPE_IMAGE_MODEL", "Which model of ModelScope paints", DEFAULT),
    Variable("MODELSCOPE_BASE_URL", "Another endpoint for API-Inference", BASE_URL),
)


def register(add: Add, env: Mapping[str, str]) -> None:
    """One painter, where there is a key."""
    if key := env.get("MODELSCOPE_API_KEY") or env.get("MODELSCOPE_API_TOKEN"):
        base = (env.get("MODELSCOPE_BASE_URL") or BASE_URL).rstrip("/").removesuffix("/v1")
        model = env.get("MODELSCOPE_IMAGE_MODEL") or DEFAULT
        painter = ModelScope(key, model=model, base_url=base, pace=Pace.read(env))
        add(Member("painter", painter, model, remote=True))


class ModelScope:
    """Orders a picture as a task."""

    name = NAME

    def __init__(
        self,
        key: str,
        *,
        model: str = DEFAULT,
        base_url: str = BASE_URL,
        pace: Pace | None = None,
    ) -> None:
        headers = {"Authorization": f"Bearer {key}"}
        self._web = Web(NAME, base_url, lambda: headers, kind_of)
        self.model, self._pace = model, pace or Pace()

    async def start(self, request: PaintRequest, bench: Bench) -> Ticket:
        """The ticket is the task."""
        answer = await self._web.submit(IMAGES, order(request, self.model), ASYNC)
        if not (task := answer.get(TASK)):
            raise self._web.error(Kind.UNKNOWN_SUBMIT, answer)
        return Ticket(provider=NAME, task=str(task))

    async def collect(self, request: PaintRequest, ticket: Ticket, bench: Bench) -> Keyframe:
        """Wait for the task and bring its picture home."""
        url = await until_done(NAME, lambda: self._look(ticket.task), self._pace, bench.tell)
        made = request.made_by(NAME, self.model).model_copy(update={"seed": request.seed % SEEDS})
        return await bring_picture(secure(url), bench, made)

    async def cancel(self, ticket: Ticket) -> None:
        """Tasks run to their end."""

    async def probe(self) -> str:
        """How many models there are."""
        answer = await self._web.get(MODELS)
        return f"{len(cast(list[Any], answer.get('data') or []))} models"

    async def _look(self, task: str) -> str | None:
        answer = await self._web.get(TASKS + quote(task, safe=""), OF_TASK)
        status = str(answer.get(STATUS, "")).upper()
        if status in FAILED:
            moderated = moderation(words(answer))
            kind = Kind.MODERATED_OUTPUT if moderated else Kind.FAILED
            raise ProviderError(NAME, kind, f"{status}: {words(answer)}")
        if status not in SUCCEEDED:
            return None
        pictures = cast(list[str], answer.get(PICTURES) or [])
        if not pictures:
            raise ProviderError(NAME, Kind.LOST, f"{status}: without a picture")
        return pictures[0]


def order(request: PaintRequest, model: str) -> JSON:
    """A picture's order."""
    body: JSON = {
        "model": model,
        "prompt": request.prompt[:MOST_PROMPT],
        "size": SIZES[request.aspect],
        "seed": request.seed % SEEDS,
    }
    if request.negative:
        body["negative_prompt"] = request.negative[:MOST_PROMPT]
    return body


def kind_of(status: int, body: JSON) -> Kind | None:
    """What an answer means beyond its status: refusals have no codes, only words."""
    if status < 300:
        return None
    said = words(body).lower()
    if moderation(said):
        return Kind.MODERATED_INPUT
    return Kind.ACCOUNT if any(word in said for word in QUOTA) else None


def moderation(said: str) -> bool:
    """Whether words speak of something that must not be painted."""
    said = said.lower()
    return any(word in said for word in MODERATED)


def words(body: JSON) -> str:
    """What an answer says about its failure."""
    for name in ERRORS:
        if said := body.get(name):
            told = cast(JSON, said).get("message") if isinstance(said, dict) else said
            return str(told or said)
    return ""
