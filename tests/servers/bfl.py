"""A stand-in for Black Forest Labs: FLUX. Every key that says it is invented is right."""

from __future__ import annotations

import math
import re
from typing import Any

from aiohttp import web

from tests.servers.stand import JSON, Stand, Task, sent_picture

FLUX_2 = ("flux-2-pro", "flux-2-max", "flux-2-flex", "flux-2-klein-9b", "flux-2-klein-4b")
FLUX_1 = ("flux-pro-1.1", "flux-dev")
BY_ASPECT = ("flux-pro-1.1-ultra", "flux-kontext-pro", "flux-kontext-max")
INPUTS = re.compile(r"input_image(_\d+)?")
CREDITS = 3.0
MEGAPIXEL = 1024 * 1024
ENDS = {"failed": "Error", "lost": "Task not found"}


def refusal(status: int, detail: Any) -> web.Response:
    """An error as FastAPI writes it."""
    return web.json_response({"detail": detail}, status=status)


class BFL(Stand):
    """`elsewhere`: another address that tasks are said to be polled at."""

    name = "bfl"
    elsewhere = ""

    def settings(self) -> dict[str, str]:
        return {"BFL_API_KEY": "bfl-invented-key", "BFL_BASE_URL": self.url}

    def routes(self) -> None:
        add = self.app.router
        add.add_get("/v1/credits", self.at("probe", self._credits))
        add.add_get("/v1/get_result", self.at("poll", self._result))
        add.add_post("/v1/{model}", self.at("submit", self._paint))

    def _stranger(self, request: web.Request) -> web.Response | None:
        if "invented" in request.headers.get("x-key", ""):
            return None
        return refusal(403, "Not authenticated")

    async def _credits(self, request: web.Request) -> web.Response:
        return self._stranger(request) or web.json_response({"credits": 1234.5})

    async def _paint(self, request: web.Request) -> web.Response:
        if no := self._stranger(request):
            return no
        model, body = request.match_info["model"], await self.body(request)
        if model not in (*FLUX_2, *FLUX_1, *BY_ASPECT):
            return refusal(404, "Not Found")
        if wrong := wrong_order(model, body):
            return refusal(422, [wrong])
        task = self.task("picture", {**body, "model": model})
        width, height = size(task)
        polling = f"{self.elsewhere or self.url}/v1/get_result?id={task.id}"
        megapixels = math.ceil(width * height / MEGAPIXEL)
        sent = [sent_picture(body[name]) or (0, 0) for name in inputs(body)]
        read = sum(math.ceil(across * down / MEGAPIXEL) for across, down in sent)
        credits = CREDITS * megapixels + CREDITS / 2 * read
        cost: JSON = {"cost": credits, "input_mp": read, "output_mp": megapixels}
        return web.json_response({"id": task.id, "polling_url": polling, **cost})

    async def _result(self, request: web.Request) -> web.Response:
        if no := self._stranger(request):
            return no
        number = request.query.get("id", "")
        task = self.tasks.get(number)
        if task is None or (task.ended and task.outcome == "lost"):
            return web.json_response(about(number, "Task not found"), status=404)
        if not task.ended:
            return web.json_response(about(number, "Pending", progress=task.age / task.seconds))
        if task.outcome == "refused":
            reasons = {"Moderation Reasons": [task.message or "Safety Filter"]}
            return web.json_response(about(number, task.code, details=reasons))
        if task.outcome != "made":
            return web.json_response(about(number, ENDS[task.outcome]))
        return web.json_response(about(number, "Ready", result=await self._ready(task)))

    async def _ready(self, task: Task) -> JSON:
        seed, prompt = task.request.get("seed") or 4711, str(task.request["prompt"])
        if not task.file:
            self.put(task, await self.media.picture(prompt, *size(task), seed), "image/png")
        sample = self.put(task, task.file, task.mime)
        times = {"start_time": task.created, "end_time": task.created + task.seconds}
        return {"sample": sample, "prompt": prompt, "seed": seed, **times, "duration": task.seconds}


def about(number: str, status: str, **more: Any) -> JSON:
    """A task as the vendor tells of it."""
    empty: JSON = {"result": None, "progress": None, "details": None, "preview": None}
    return {"id": number, "status": status, **empty, **more}


def size(task: Task) -> tuple[int, int]:
    """Width and height of what is painted."""
    if aspect := task.request.get("aspect_ratio"):
        across, down = (int(n) for n in str(aspect).split(":"))
        return round(1024 * math.sqrt(across / down)), round(1024 * math.sqrt(down / across))
    return task.request.get("width") or 1024, task.request.get("height") or 768


def inputs(body: JSON) -> list[str]:
    """The fields with pictures to follow: input_image, input_image_2, …"""
    return sorted(name for name in body if INPUTS.fullmatch(name))


def most_inputs(model: str) -> int:
    """How many pictures a model follows."""
    if model in FLUX_2:
        return 4 if "klein" in model else 8
    return 1 if "kontext" in model else 0


def wrong_order(model: str, body: JSON) -> JSON | None:
    """What the vendor would not take about an order, as pydantic says it."""
    if not isinstance(body.get("prompt"), str):
        return wrong("missing", "prompt", "Field required")
    if not 0 <= body.get("safety_tolerance", 2) <= (5 if model in FLUX_2 else 6):
        return wrong("less_than_equal", "safety_tolerance", "Input should be less than or equal")
    if body.get("output_format", "jpeg") not in ("jpeg", "png"):
        return wrong("enum", "output_format", "Input should be 'jpeg' or 'png'")
    names = inputs(body)
    known = ["input_image", *(f"input_image_{n}" for n in range(2, most_inputs(model) + 1))]
    if names != sorted(known[: len(names)]):
        return wrong("extra_forbidden", names[-1], "Extra inputs are not permitted")
    if unread := next((name for name in names if not sent_picture(body[name])), None):
        return wrong("value_error", unread, "Invalid image")
    step, least, most = (16, 64, 2048) if model in FLUX_2 else (32, 256, 1440)
    for side in ("width", "height"):
        if not least <= body.get(side, 1024) <= most:
            return wrong("greater_than_equal", side, f"Input should be {least} to {most}")
        if body.get(side, 1024) % step:
            return wrong("multiple_of", side, f"Input should be a multiple of {step}")
    return None


def wrong(kind: str, field: str, message: str) -> JSON:
    """One complaint."""
    return {"type": kind, "loc": ["body", field], "msg": message}
