"""A stand-in for DashScope (Alibaba Cloud Model Studio): Wan, Qwen-Image, Qwen TTS.

Tasks, their list and their end, uploads and the list of models speak the vendor's native protocol
under `/api/v1`. Uploads are there so that tests can see that nobody uploads.
"""

from __future__ import annotations

import asyncio
import base64
import io
import math
import time
from datetime import datetime, timedelta, timezone
from typing import Any, Literal, cast
from uuid import uuid4

from aiohttp import web
from PIL import Image

from tests.servers.dashscope_models import (
    PIXELS,
    SIZES,
    VIDEO,
    Wrong,
    image_prompt,
    parts,
    pixels,
    wrong_image,
    wrong_speech,
    wrong_video,
)
from tests.servers.media import Media
from tests.servers.stand import JSON, Stand, Task

API = "/api/v1"
AIGC = f"{API}/services/aigc"
CHINA = timezone(timedelta(hours=8))
KEPT_SECONDS = 24 * 3600
BAD_INPUT = "Input data may contain inappropriate content."
BAD_OUTPUT = "Output data may contain inappropriate content."
AT_ONCE_ONLY = ("qwen-image-2", "qwen-image-3", "qwen-image-max", "wan2.6", "z-image")
SPEECH = ("qwen3-tts-flash", "qwen-tts", "qwen3-tts-instruct-flash")


def refusal(status: int, code: str, message: str) -> web.Response:
    """An error as the vendor writes it."""
    body = {"code": code, "message": message, "request_id": str(uuid4())}
    return web.json_response(body, status=status)


def moment(seconds: float) -> str:
    """A time as tasks tell it: China's, without saying so."""
    return datetime.fromtimestamp(seconds, CHINA).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]


def compact(seconds: float) -> str:
    """A time as the list's filters take it."""
    return datetime.fromtimestamp(seconds, CHINA).strftime("%Y%m%d%H%M%S")


class DashScope(Stand):
    """Keys begin with `sk-`; task ids look like the vendor's. `uploads`: names of files that
    somebody sent to the object store."""

    name = "dashscope"

    def __init__(self, media: Media, *, seconds: float = 0.05, port: int = 0) -> None:
        self.uploads: list[str] = []
        self._making: dict[str, asyncio.Task[None]] = {}
        super().__init__(media, seconds=seconds, port=port)

    def settings(self) -> dict[str, str]:
        key = "sk-invented-key-of-dashscope"
        return {"DASHSCOPE_API_KEY": key, "DASHSCOPE_BASE_URL": self.url}

    def routes(self) -> None:
        add = self.app.router.add_route
        add("POST", f"{AIGC}/video-generation/video-synthesis", self.at("submit", self._video))
        add("POST", f"{AIGC}/multimodal-generation/generation", self.at("submit", self._now))
        add("POST", f"{AIGC}/text2image/image-synthesis", self.at("submit", self._picture_task))
        add("GET", f"{API}/tasks", self.at("list", self._list))
        add("GET", f"{API}/tasks/", self.at("list", self._list))
        add("GET", f"{API}/tasks/{{id}}", self.at("poll", self._poll))
        add("POST", f"{API}/tasks/{{id}}/cancel", self.at("cancel", self._cancel))
        add("GET", f"{API}/models", self.at("probe", self._models))
        add("GET", f"{API}/uploads", self.at("submit", self._policy))
        add("POST", "/object-store", self.at("submit", self._store))

    async def __aexit__(self, *of: object) -> None:
        for making in self._making.values():
            making.cancel()
        await asyncio.gather(*self._making.values(), return_exceptions=True)
        await super().__aexit__(*of)

    def task(self, kind: Literal["picture", "clip", "speech"], request: JSON) -> Task:
        task = super().task(kind, request)
        del self.tasks[task.id]
        task.id = str(uuid4())
        self.tasks[task.id] = task
        return task

    def put(self, task: Task, file: bytes, mime: str) -> str:
        until = int(time.time()) + KEPT_SECONDS
        address = super().put(task, file, mime)
        return f"{address}?Expires={until}&OSSAccessKeyId=LTAIinvented&Signature=invented%3D"

    async def body(self, request: web.Request) -> JSON:
        try:
            return await super().body(request)
        except ValueError:
            return {}

    # Orders

    def _refused(self, request: web.Request, wrong: Wrong = None) -> web.Response | None:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or not key.startswith("sk-"):
            return refusal(401, "InvalidApiKey", "Invalid API-key provided.")
        return refusal(400, *wrong) if wrong else None

    async def _task(
        self, request: web.Request, kind: Literal["picture", "clip"], wrong: Wrong
    ) -> web.StreamResponse:
        if (no := self._refused(request, wrong)) is not None:
            return no
        if request.headers.get("X-DashScope-Async") != "enable":
            does_not = "current user api does not support synchronous calls."
            return refusal(403, "AccessDenied", does_not)
        task = self.task(kind, await self.body(request))
        output = {"task_status": "PENDING", "task_id": task.id}
        return web.json_response({"output": output, "request_id": str(uuid4())})

    async def _video(self, request: web.Request) -> web.StreamResponse:
        return await self._task(request, "clip", wrong_video(await self.body(request)))

    async def _picture_task(self, request: web.Request) -> web.StreamResponse:
        body = await self.body(request)
        newer = str(body.get("model")).startswith(AT_ONCE_ONLY)
        wrong = ("InvalidParameter", "url error, please check url!") if newer else wrong_image(body)
        return await self._task(request, "picture", wrong)

    async def _now(self, request: web.Request) -> web.StreamResponse:
        """The endpoint that answers with the result: pictures and speech."""
        body = await self.body(request)
        spoken = body.get("model") in SPEECH
        wrong = wrong_speech(body) if spoken else wrong_image(body)
        if (no := self._refused(request, wrong)) is not None:
            return no
        if request.headers.get("X-DashScope-Async") == "enable":
            does_not = "current user api does not support asynchronous calls."
            return refusal(403, "AccessDenied", does_not)
        task = self.task("speech" if spoken else "picture", body)
        await self._wait(task)
        if task.outcome == "refused":
            code = task.code or "DataInspectionFailed"
            return refusal(400, code, task.message or BAD_OUTPUT)
        if task.outcome == "failed":
            message = task.message or "An internal error has occured, please try again later."
            return refusal(500, task.code or "InternalError", message)
        answer = await (self._spoken(task) if spoken else self._painted(task))
        if task.outcome == "lost":
            task.file = b""
        return web.json_response({**answer, "request_id": str(uuid4())})

    async def _wait(self, task: Task) -> None:
        await asyncio.sleep(max(0.0, task.seconds - task.age))

    async def _spoken(self, task: Task) -> JSON:
        given, _ = parts(task.request)
        url = self.put(task, await self.media.speech(given["text"]), "audio/wav")
        until = int(time.time()) + KEPT_SECONDS
        audio = {"data": "", "expires_at": until, "id": f"audio_{task.id}", "url": url}
        usage = {"characters": len(given["text"])}
        return {"output": {"finish_reason": "stop", "audio": audio}, "usage": usage}

    async def _painted(self, task: Task) -> JSON:
        width, height = await self._paint(task)
        _, parameters = parts(task.request)
        many = parameters.get("n", 1)
        content = [{"image": url} for url in self._addresses(task, many)]
        message = {"role": "assistant", "content": content}
        output = {"choices": [{"finish_reason": "stop", "message": message}]}
        usage = {"width": width, "height": height, "image_count": many}
        return {"output": output, "usage": usage}

    async def _paint(self, task: Task) -> tuple[int, int]:
        given, parameters = parts(task.request)
        width, height = pixels(str(parameters.get("size", ""))) or (1328, 1328)
        seed = parameters.get("seed", 0)
        picture = await self.media.picture(image_prompt(given), width, height, seed)
        self.put(task, picture, "image/png")
        return width, height

    def _addresses(self, task: Task, many: int) -> list[str]:
        address = self.put(task, task.file, task.mime)
        return [f"{address}&index={n}" for n in range(many)]

    # Tasks

    def status(self, task: Task) -> str:
        """A task's state in the vendor's words."""
        if task.cancelled:
            return "CANCELED"
        if not task.ended:
            return "PENDING" if task.pending else "RUNNING"
        ends = {"made": "SUCCEEDED", "refused": "FAILED", "failed": "FAILED", "lost": "UNKNOWN"}
        return ends[task.outcome]

    async def _poll(self, request: web.Request) -> web.StreamResponse:
        if (no := self._refused(request)) is not None:
            return no
        task = self.tasks.get(request.match_info["id"])
        if task is None or self.status(task) == "UNKNOWN":
            output: JSON = {"task_id": request.match_info["id"], "task_status": "UNKNOWN"}
            return web.json_response({"request_id": str(uuid4()), "output": output})
        status = self.status(task)
        output = {"task_id": task.id, "task_status": status, "submit_time": moment(task.created)}
        answer: JSON = {"request_id": str(uuid4()), "output": output}
        if status != "PENDING":
            output["scheduled_time"] = moment(task.created + task.seconds / 10)
        if status in ("SUCCEEDED", "FAILED", "CANCELED"):
            output["end_time"] = moment(task.created + task.seconds)
        if status == "FAILED":
            refused = task.outcome == "refused"
            output["code"] = task.code or ("DataInspectionFailed" if refused else "InternalError")
            output["message"] = task.message or (BAD_OUTPUT if refused else "Internal error!")
        if status in ("RUNNING", "SUCCEEDED") and task.outcome == "made":
            if task.id not in self._making:
                self._making[task.id] = asyncio.create_task(self._make(task))
            if status == "SUCCEEDED":
                await self._making[task.id]
                answer["usage"] = self._finish(task, output)
        return web.json_response(answer)

    async def _make(self, task: Task) -> None:
        """Make the result while the task runs: real films take their time."""
        if task.kind == "picture":
            await self._paint(task)
            return
        given, parameters = parts(task.request)
        _, width, height, picture = _frame(task.request)
        prompt, seconds = str(given.get("prompt") or ""), parameters.get("duration", 5)
        clip = await self.media.clip(prompt, picture, seconds, width, height)
        self.put(task, clip, "video/mp4")

    def _finish(self, task: Task, output: JSON) -> JSON:
        """Say where the result lies and what it cost."""
        given, parameters = parts(task.request)
        if task.kind == "picture":
            many = parameters.get("n", 1)
            prompts = {"orig_prompt": given.get("prompt"), "actual_prompt": given.get("prompt")}
            output["results"] = [{**prompts, "url": u} for u in self._addresses(task, many)]
            output["task_metrics"] = {"TOTAL": many, "SUCCEEDED": many, "FAILED": 0}
            return {"image_count": many}
        output["video_url"] = self.put(task, task.file, task.mime)
        output["orig_prompt"] = given.get("prompt", "")
        tier, *_ = _frame(task.request)
        return {
            "duration": parameters.get("duration", 5),
            "video_count": 1,
            "SR": int(tier[:-1]),
        }

    async def _cancel(self, request: web.Request) -> web.StreamResponse:
        if (no := self._refused(request)) is not None:
            return no
        task = self.tasks.get(request.match_info["id"])
        if task is None or not task.pending:
            failed = "Failed to cancel the task, please confirm if the task is in PENDING status."
            return refusal(400, "UnsupportedOperation", failed)
        task.cancelled = True
        return web.json_response({"request_id": str(uuid4())})

    async def _list(self, request: web.Request) -> web.StreamResponse:
        if (no := self._refused(request)) is not None:
            return no
        query = request.query
        number, size = int(query.get("page_no", 1)), int(query.get("page_size", 10))
        found = [task for task in self.tasks.values() if self._listed(task, query)]
        found.sort(key=lambda task: task.created, reverse=True)
        page = found[(number - 1) * size : number * size]
        body = {
            "total": len(found),
            "data": [self._entry(task) for task in page],
            "total_page": math.ceil(len(found) / size),
            "page_no": number,
            "request_id": str(uuid4()),
            "page_size": size,
        }
        return web.json_response(body)

    def _listed(self, task: Task, query: Any) -> bool:
        made = compact(task.created)
        return (
            query.get("start_time", "") <= made <= query.get("end_time", "9")
            and task.created > time.time() - KEPT_SECONDS
            and query.get("model_name") in (None, task.request.get("model"))
            and query.get("status") in (None, self.status(task))
            and query.get("task_id") in (None, task.id)
        )

    def _entry(self, task: Task) -> JSON:
        model, began = task.request.get("model"), int(task.created * 1000)
        where = "video-generation:video-synthesis" if task.kind == "clip" else "text2image"
        entry: JSON = {
            "api_key_id": "1500000",
            "caller_parent_id": "1000000000000001",
            "caller_uid": "1000000000000001",
            "gmt_create": began,
            "model_name": model,
            "region": "cn-beijing",
            "request_id": str(uuid4()),
            "start_time": began + 20,
            "status": self.status(task),
            "task_id": task.id,
            "user_api_unique_key": f"apikey:v1:aigc:{where}:{model}",
        }
        if task.ended:
            entry["end_time"] = began + int(task.seconds * 1000)
        return entry

    # Models, uploads

    async def _models(self, request: web.Request) -> web.StreamResponse:
        if (no := self._refused(request)) is not None:
            return no
        names = [*VIDEO, "qwen-image", "qwen-image-plus", "qwen-image-2.0-pro", *SPEECH]
        number = int(request.query.get("page_no", 1))
        size = int(request.query.get("page_size", 10))
        page = [{"model": name} for name in names[(number - 1) * size : number * size]]
        output = {"total": len(names), "page_no": number, "page_size": size, "models": page}
        return web.json_response({"request_id": str(uuid4()), "output": output})

    async def _policy(self, request: web.Request) -> web.StreamResponse:
        if (no := self._refused(request)) is not None:
            return no
        data = {
            "policy": "aW52ZW50ZWQ=",
            "signature": "invented",
            "upload_dir": f"dashscope-instant/{uuid4().hex}/2026-11-21/{uuid4()}",
            "upload_host": f"{self.url}/object-store",
            "expire_in_seconds": 300,
            "max_file_size_mb": 100,
            "capacity_limit_mb": 999999999,
            "oss_access_key_id": "LTAIinvented",
            "x_oss_object_acl": "private",
            "x_oss_forbid_overwrite": "true",
        }
        return web.json_response({"request_id": str(uuid4()), "data": data})

    async def _store(self, request: web.Request) -> web.StreamResponse:
        form = await request.post()
        self.uploads.append(str(form["key"]))
        return web.Response()


def _frame(request: JSON) -> tuple[str, int, int, bytes]:
    """The tier, size and first picture of a video: the picture's shape at the tier's area, or the
    size that was asked for."""
    given, parameters = parts(request)
    rule = VIDEO[request["model"]]
    tier = str(parameters.get("resolution", rule.tiers[-1]))
    media = cast(list[JSON], given.get("media") or [])
    first = next((m["url"] for m in media if m["type"] == "first_frame"), given.get("img_url"))
    if size := parameters.get("size"):
        tier = next(name for name, sizes in SIZES.items() if size in sizes)
        width, height = pixels(size) or (0, 0)
        return tier, width, height, b""
    picture = _decoded(str(first)) if first else b""
    across, down = (int(n) for n in str(parameters.get("ratio", "16:9")).split(":"))
    if picture:
        with Image.open(io.BytesIO(picture)) as image:
            across, down = image.size
    scale = math.sqrt(PIXELS[tier] / (across * down))
    return tier, round(across * scale) // 2 * 2, round(down * scale) // 2 * 2, picture


def _decoded(url: str) -> bytes:
    """A picture out of a data URI; pictures elsewhere are not fetched."""
    return base64.b64decode(url.partition(",")[2]) if url.startswith("data:") else b""
