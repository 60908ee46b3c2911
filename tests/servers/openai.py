"""A stand-in for OpenAI's pictures, speech and videos, and for gateways that speak like it."""

from __future__ import annotations

import base64
import re
from typing import Any

from aiohttp import web

from tests.servers.stand import JSON, Stand, Task, seen_picture

PICTURE_MODELS = ("gpt-image-1.5", "gpt-image-2", "gpt-image-2.5-flare")
FIXED_SIZES = ("1024x1024", "1536x1024", "1024x1536")  # of gpt-image-1.5
SPEECH_MODELS = ("gpt-4o-mini-tts", "tts-1", "tts-1-hd")
VOICES = ("alloy", "ash", "ballad", "coral", "echo", "fable", "marin", "nova", "onyx", "sage")
VIDEO_SECONDS = ("4", "8", "12")
VIDEO_SIZES = {
    "sora-2": ("1280x720", "720x1280"),
    "sora-2-pro": ("1280x720", "720x1280", "1792x1024", "1024x1792", "1920x1080", "1080x1920"),
}
SIZE = re.compile(r"(\d+)x(\d+)")
WRONG_KEY = "sk-wrong-key-of-the-suite"
MOST_REFERENCES = 16
TOKENS = {"input_tokens": 50, "output_tokens": 1372, "total_tokens": 1422}


class OpenAI(Stand):
    """Under `/v1`: `images/generations`, `images/edits`, `audio/speech`, `videos`, `models`."""

    name = "openai"

    def settings(self) -> dict[str, str]:
        key = "sk-invented-key-of-openai"
        pictures = {"OPENAI_API_KEY": key, "OPENAI_BASE_URL": self.api}
        return {**pictures, "VIDEOS_API_KEY": key, "VIDEOS_BASE_URL": self.api}

    def routes(self) -> None:
        add = self.app.router
        add.add_get("/v1/models", self.at("probe", self._models))
        add.add_post("/v1/images/generations", self.at("submit", self._paint))
        add.add_post("/v1/images/edits", self.at("submit", self._edit))
        add.add_post("/v1/audio/speech", self.at("submit", self._speak))
        add.add_post("/v1/videos", self.at("submit", self._film))
        add.add_get("/v1/videos", self.at("list", self._list))
        add.add_get("/v1/videos/{name}", self.at("poll", self._look))
        add.add_get("/v1/videos/{name}/content", self.at("result", self._content))
        add.add_delete("/v1/videos/{name}", self.at("cancel", self._delete))

    @property
    def api(self) -> str:
        """The base URL that clients are given."""
        return f"{self.url}/v1"

    # Models

    async def _models(self, request: web.Request) -> web.Response:
        if refusal := _stranger(request):
            return refusal
        names = (*PICTURE_MODELS, *SPEECH_MODELS, *VIDEO_SIZES)
        return web.json_response(
            {"object": "list", "data": [{"id": n, "object": "model"} for n in names]}
        )

    # Pictures

    async def _paint(self, request: web.Request) -> web.Response:
        if refusal := _stranger(request):
            return refusal
        return await self._painted(await self.body(request))

    async def _edit(self, request: web.Request) -> web.Response:
        """A picture that follows others: a form with `image[]` once for each."""
        if refusal := _stranger(request):
            return refusal
        form = await request.post()
        files = [f for name in ("image", "image[]") for f in form.getall(name, [])]
        sizes = [
            seen_picture(f.file.read()) if isinstance(f, web.FileField) else None for f in files
        ]
        if not sizes or len(sizes) > MOST_REFERENCES or not all(sizes):
            return failure(400, "invalid_image_file", "Invalid image file", param="image")
        body: JSON = {k: v for k, v in form.items() if isinstance(v, str)}
        self.asked[-1].body["sizes"] = sizes
        return await self._painted({**body, "n": int(body.get("n", 1))}, pictures=len(sizes))

    async def _painted(self, body: JSON, pictures: int = 0) -> web.Response:
        if refusal := _wrong_picture(body):
            return refusal
        task = self.task("picture", body)
        if task.outcome == "refused":
            return refused(task.code, task.message, stage="output")
        width, height = _size(body.get("size", "1024x1024"))
        picture = await self.media.picture(body["prompt"], width, height, len(self.tasks))
        return web.json_response(
            {
                "created": int(task.created),
                "background": "opaque",
                "data": [{"b64_json": base64.b64encode(picture).decode()}],
                "output_format": "png",
                "quality": "medium",
                "size": f"{width}x{height}",
                "usage": {
                    **TOKENS,
                    "input_tokens_details": {"image_tokens": 500 * pictures, "text_tokens": 50},
                    "output_tokens_details": {"image_tokens": 1372, "text_tokens": 0},
                },
            }
        )

    # Speech

    async def _speak(self, request: web.Request) -> web.Response:
        if refusal := _stranger(request):
            return refusal
        body = await self.body(request)
        if body.get("model") not in SPEECH_MODELS:
            return no_model(str(body.get("model")))
        if not body.get("input") or len(body["input"]) > 4096:
            return failure(400, "string_too_long", "Invalid 'input'", param="input")
        if body.get("voice") not in VOICES:
            return failure(400, "invalid_value", "Invalid value for 'voice'", param="voice")
        if body.get("response_format") != "wav":
            return failure(400, "unsupported", "this stand-in speaks WAV", param="response_format")
        task = self.task("speech", body)
        if task.outcome == "refused":
            return refused(task.code, task.message)
        wav = await self.media.speech(body["input"])
        # As it is streamed: the length of the sound is not known when the header is sent.
        endless = wav[:4] + b"\xff\xff\xff\xff" + wav[8:40] + b"\xff\xff\xff\xff" + wav[44:]
        return web.Response(body=endless, content_type="audio/wav")

    # Videos

    async def _film(self, request: web.Request) -> web.Response:
        if refusal := _stranger(request):
            return refusal
        form = await request.post() if "multipart" in request.content_type else None
        body: JSON = dict(form) if form is not None else await self.body(request)
        if refusal := _wrong_video(body):
            return refusal
        reference = body.pop("input_reference", None)
        picture = reference.file.read() if isinstance(reference, web.FileField) else b""
        task = self.task("clip", {**body, "picture": picture})
        return web.json_response(_video(task))

    async def _look(self, request: web.Request) -> web.Response:
        if refusal := _stranger(request):
            return refusal
        task = self._task(request)
        return web.json_response(_video(task)) if task else _no_video(request)

    async def _content(self, request: web.Request) -> web.StreamResponse:
        if refusal := _stranger(request):
            return refusal
        task = self._task(request)
        if task is None or not task.ended or task.outcome != "made":
            return _no_video(request)
        if not task.file:
            width, height = _size(task.request["size"])
            film, seconds = task.request, float(task.request["seconds"])
            clip = await self.media.clip(film["prompt"], film["picture"], seconds, width, height)
            self.put(task, clip, "video/mp4")
        return await self._file(request)

    async def _delete(self, request: web.Request) -> web.Response:
        if refusal := _stranger(request):
            return refusal
        task = self._task(request)
        if task is None:
            return _no_video(request)
        task.cancelled = True
        return web.json_response({"id": task.id, "object": "video.deleted", "deleted": True})

    async def _list(self, request: web.Request) -> web.Response:
        if refusal := _stranger(request):
            return refusal
        tasks = [t for t in self.tasks.values() if t.kind == "clip" and not t.cancelled]
        if request.query.get("order", "desc") == "desc":
            tasks.reverse()
        after, limit = request.query.get("after"), int(request.query.get("limit", 20))
        start = next((n + 1 for n, t in enumerate(tasks) if t.id == after), 0)
        page = tasks[start : start + limit]
        return web.json_response(
            {
                "object": "list",
                "data": [_video(t) for t in page],
                "first_id": page[0].id if page else None,
                "last_id": page[-1].id if page else None,
                "has_more": start + limit < len(tasks),
            }
        )

    def _task(self, request: web.Request) -> Task | None:
        task = self.tasks.get(request.match_info["name"])
        gone = task is None or task.cancelled or task.outcome == "lost"
        return None if gone else task


def failure(
    status: int, code: str | None, message: str, kind: str = "invalid_request_error", **more: Any
) -> web.Response:
    """An error as OpenAI words it."""
    error = {"message": message, "type": kind, "param": None, "code": code, **more}
    return web.json_response({"error": error}, status=status)


def refused(code: str, message: str, stage: str = "input") -> web.Response:
    """A refusal by moderation."""
    return failure(
        400,
        code or "moderation_blocked",
        message or "Your request was rejected by the safety system. safety_violations=[violence].",
        "image_generation_user_error",
        moderation_details={"moderation_stage": stage, "categories": ["violence"]},
    )


def no_model(name: str) -> web.Response:
    """A model that is not there, or not any more."""
    return failure(404, "model_not_found", f"The model '{name}' does not exist")


def _stranger(request: web.Request) -> web.Response | None:
    key = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not key:
        return failure(401, None, "You didn't provide an API key.")
    if key == WRONG_KEY:
        return failure(401, "invalid_api_key", f"Incorrect API key provided: {key}.")
    return None


def _wrong_picture(body: JSON) -> web.Response | None:
    model, size = str(body.get("model")), str(body.get("size", "1024x1024"))
    known = {"model", "prompt", "n", "size", "quality", "output_format", "moderation"}
    if model not in PICTURE_MODELS:
        return no_model(model)
    if unknown := set(body) - known:
        return failure(400, "unknown_parameter", f"Unknown parameter: '{min(unknown)}'.")
    if not body.get("prompt") or len(body["prompt"]) > 32000:
        return failure(400, "string_above_max_length", "Invalid 'prompt'", param="prompt")
    width, height = _size(size)
    odd = width % 16 or height % 16 or not 1 / 3 <= width / max(height, 1) <= 3
    small = width * height < 655_360
    if (model == "gpt-image-1.5" and size not in FIXED_SIZES) or odd or small:
        return failure(400, "invalid_value", f"Invalid value: '{size}'.", param="size")
    return None


def _wrong_video(body: JSON) -> web.Response | None:
    model = str(body.get("model"))
    if model not in VIDEO_SIZES:
        return no_model(model)
    if body.get("seconds") not in VIDEO_SECONDS:
        return failure(400, "invalid_value", "Invalid value: 'seconds'.", param="seconds")
    if body.get("size") not in VIDEO_SIZES[model]:
        return failure(400, "invalid_value", "Invalid value: 'size'.", param="size")
    if not body.get("prompt"):
        return failure(400, "missing_required_parameter", "Missing 'prompt'.", param="prompt")
    return None


def _size(text: str) -> tuple[int, int]:
    found = SIZE.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _no_video(request: web.Request) -> web.Response:
    name = request.match_info["name"]
    return failure(404, None, f"Video with id '{name}' not found.")


def _video(task: Task) -> JSON:
    asked = task.request
    ended = task.ended  # asked once, for time goes on
    failed = ended and task.outcome != "made"
    done = "failed" if failed else "completed"
    status = done if ended else "queued" if task.pending else "in_progress"
    return {
        "id": task.id,
        "object": "video",
        "model": asked["model"],
        "status": status,
        "progress": min(100, round(100 * task.age / max(task.seconds, 0.001))),
        "created_at": int(task.created),
        "completed_at": int(task.created + task.seconds) if ended else None,
        "expires_at": int(task.created) + 3600,
        "prompt": asked["prompt"],
        "seconds": asked["seconds"],
        "size": asked["size"],
        "remixed_from_video_id": None,
        "error": {"code": task.code, "message": task.message} if failed else None,
    }
