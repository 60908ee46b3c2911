"""A stand-in for ModelScope's API-Inference: pictures by tasks, and the list of models."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from aiohttp import web

from tests.servers.stand import JSON, Stand, Task

MODELS = ("Qwen/Qwen-Image", "Qwen/Qwen-Image-2512", "Tongyi-MAI/Z-Image-Turbo")
LONGEST_SIDE, MOST_SEED, MOST_PROMPT = 1664, 2**31 - 1, 2000
BAD = "The content may be inappropriate."


def refusal(status: int, message: str) -> web.Response:
    """An error as the vendor writes it: words, no code."""
    return web.json_response(
        {"errors": {"message": message}, "request_id": str(uuid4())}, status=status
    )


class ModelScope(Stand):
    """Any key will do that there is."""

    name = "modelscope"

    def settings(self) -> dict[str, str]:
        key = "ms-invented-key-of-modelscope"
        return {"MODELSCOPE_API_KEY": key, "MODELSCOPE_BASE_URL": self.url}

    def routes(self) -> None:
        add = self.app.router.add_route
        add("POST", "/v1/images/generations", self.at("submit", self._submit))
        add("GET", "/v1/tasks/{id}", self.at("poll", self._poll))
        add("GET", "/v1/models", self.at("probe", self._models))

    def _stranger(self, request: web.Request) -> web.Response | None:
        if len(request.headers.get("Authorization", "").removeprefix("Bearer ")) > 3:
            return None
        return refusal(401, "Please bind your Alibaba Cloud account before use, invalid token")

    async def _submit(self, request: web.Request) -> web.StreamResponse:
        if (no := self._stranger(request)) is not None:
            return no
        body = await self.body(request)
        if wrong := _wrong(body):
            return refusal(400, wrong)
        if request.headers.get("X-ModelScope-Async-Mode") != "true":
            return refusal(400, "task type only supports asynchronous calls")
        task = self.task("picture", body)
        answer = {"task_status": "SUCCEED", "task_id": task.id, "request_id": str(uuid4())}
        return web.json_response(answer)

    async def _poll(self, request: web.Request) -> web.StreamResponse:
        if (no := self._stranger(request)) is not None:
            return no
        task = self.tasks.get(request.match_info["id"])
        if task is None or request.headers.get("X-ModelScope-Task-Type") != "image_generation":
            return refusal(404, "task not found")
        if task.ended and task.outcome == "lost":
            return refusal(404, "task not found")
        answer: JSON = {"request_id": str(uuid4()), "task_id": task.id, "input": {}}
        if not task.ended:
            return web.json_response(
                {**answer, "task_status": "PENDING" if task.pending else "PROCESSING"}
            )
        if task.outcome != "made":
            message = task.message or (BAD if task.outcome == "refused" else "internal error")
            errors = {"code": task.code, "message": message}
            return web.json_response({**answer, "task_status": "FAILED", "errors": errors})
        pictures = [await self._picture(task)]
        return web.json_response({**answer, "task_status": "SUCCEED", "output_images": pictures})

    async def _picture(self, task: Task) -> str:
        if not task.file:
            asked: dict[str, Any] = task.request
            width, height = (int(n) for n in asked.get("size", "1328x1328").split("x"))
            picture = await self.media.picture(asked["prompt"], width, height, asked.get("seed", 0))
            return self.put(task, picture, "image/png")
        return self.put(task, task.file, task.mime)

    async def _models(self, request: web.Request) -> web.StreamResponse:
        if (no := self._stranger(request)) is not None:
            return no
        listed = [{"id": name, "object": "model", "owned_by": "system"} for name in MODELS]
        return web.json_response({"object": "list", "data": listed})


def _wrong(body: JSON) -> str:
    """What is wrong with an order."""
    if body.get("model") not in MODELS:
        return f"Model id: {body.get('model')} , has no provider supported"
    for name in ("prompt", "negative_prompt"):
        if len(str(body.get(name, ""))) >= MOST_PROMPT:
            return f"{name} must be shorter than {MOST_PROMPT} characters"
    if not body.get("prompt"):
        return "prompt is required"
    sides = str(body.get("size", "1328x1328")).split("x")
    if len(sides) != 2 or not all(s.isdigit() and 64 <= int(s) <= LONGEST_SIDE for s in sides):
        return "size is out of range"
    seed = body.get("seed", 0)
    if not isinstance(seed, int) or not 0 <= seed <= MOST_SEED:
        return "seed is out of range"
    return ""
