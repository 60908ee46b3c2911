"""A stand-in for Kling: image-to-video and text-to-video behind signed tokens.

`ahead` sets its clock that many seconds before ours; its `Date` headers say so."""

from __future__ import annotations

import base64
import binascii
import io
import time
from collections.abc import Mapping
from email.utils import formatdate
from typing import Any, ClassVar, cast
from uuid import uuid4

import jwt
from aiohttp import web
from PIL import Image

from tests.servers.media import Media
from tests.servers.stand import JSON, Stand, Task

ACCESS, SECRET = "invented-access-key-of-kling-000", "invented-secret-key-of-kling-000"
IMAGE, TEXT = "/v1/videos/image2video", "/v1/videos/text2video"
LEEWAY = 2.0  # seconds
LONGEST, SMALLEST_SIDE = 2500, 300
SHORT = {"std": 720, "pro": 1080}
ENDS_AT_PICTURES = {"kling-v3": ("std", "pro")}
SOUND = ("kling-v3", "kling-v2-6")
MODELS = (*SOUND, "kling-v2-5-turbo", "kling-v2-1", "kling-v1-6")
UNITS = {"std": 0.3, "pro": 0.5}  # per second
STATUS = {
    **dict.fromkeys(range(1000, 1005), 401),
    **dict.fromkeys((1100, 1101, 1102, 1302, 1303, 1304), 429),
    1103: 403,
    **dict.fromkeys((1200, 1201, 1300, 1301), 400),
    **dict.fromkeys((1202, 1203), 404),
    5000: 500,
    5001: 503,
    5002: 504,
}
WORDS = {
    1001: "Authorization is empty",
    1002: "Authorization is invalid",
    1003: "Authorization is not active",
    1004: "Authorization is expired",
    1201: "Invalid parameters",
    1203: "The requested resource does not exist",
}
ENDS = {
    "refused": "Failure to pass the risk control system",
    "failed": "Service busy, internal error",
}


class Refused(Exception):
    """A request that Kling does not take."""

    def __init__(self, code: int, message: str = "") -> None:
        super().__init__(code, message)
        self.code, self.message = code, message or WORDS[code]


def enveloped(code: int, message: str, data: Any = None) -> web.Response:
    """An answer as Kling wraps it."""
    body: JSON = {"code": code, "message": message, "request_id": str(uuid4())}
    if data is not None:
        body["data"] = data
    return web.json_response(body, status=STATUS.get(code, 200))


def picture(order: JSON, name: str) -> bytes:
    """One of an order's pictures: base64 alone, and not too small."""
    text = str(order.get(name) or "")
    try:
        raw = base64.b64decode(text, validate=True)
        size = Image.open(io.BytesIO(raw)).size if raw else (SMALLEST_SIDE, SMALLEST_SIDE)
    except (binascii.Error, OSError) as error:
        raise Refused(1201, f"File is not in a valid base64 format: {name}") from error
    if min(size) < SMALLEST_SIDE:
        raise Refused(1201, f"{name}: width and height must be at least 300px")
    return raw


def checked(order: JSON, kind: str) -> JSON:
    """The order, or why it cannot be."""
    model, mode = str(order.get("model_name") or "kling-v1"), str(order.get("mode") or "std")
    if model not in MODELS:
        raise Refused(1203, f"model is not supported: {model}")
    if mode not in SHORT:
        raise Refused(1201, f"mode value '{mode}' is invalid")
    lengths = range(3, 16) if model == "kling-v3" else (5, 10)
    if order.get("duration", "5") not in [str(n) for n in lengths]:
        raise Refused(1201, f"duration value '{order.get('duration')}' is invalid")
    for name in ("prompt", "negative_prompt"):
        if len(str(order.get(name) or "")) > LONGEST:
            raise Refused(1201, f"{name} exceeds {LONGEST} characters")
    if "sound" in order and model not in SOUND:
        raise Refused(1201, f"sound is not supported by {model}")
    if kind == TEXT:
        if not order.get("prompt"):
            raise Refused(1201, "prompt cannot be empty")
        return order
    first, last = picture(order, "image"), picture(order, "image_tail")
    if not first and not last:
        raise Refused(1201, "image and image_tail cannot both be empty")
    if last and mode not in ENDS_AT_PICTURES.get(model, ("pro",)):
        raise Refused(1201, f"image_tail is not supported by {model} in {mode}")
    return order


class Kling(Stand):
    """`/v1/videos/…`, with the envelope and the codes of the vendor. `keys` are the accounts."""

    name = "kling"
    keys: ClassVar[Mapping[str, str]] = {ACCESS: SECRET}

    def __init__(self, media: Media, *, seconds: float = 0.05, port: int = 0) -> None:
        super().__init__(media, seconds=seconds, port=port)
        self.ahead = 0.0
        self.kinds: dict[str, str] = {}

    def settings(self) -> dict[str, str]:
        keys = {"KLING_ACCESS_KEY": ACCESS, "KLING_SECRET_KEY": SECRET}
        return {**keys, "KLING_BASE_URL": self.url}

    def routes(self) -> None:
        router = self.app.router
        for kind in (IMAGE, TEXT):
            router.add_post(kind, self.at("submit", self._create))
            router.add_get(kind, self.at("list", self._list))
            router.add_get(kind + "/{id}", self.at("poll", self._get))
        self.app.on_response_prepare.append(self._dated)

    async def _create(self, request: web.Request) -> web.StreamResponse:
        try:
            self._known(request)
            order = checked(await self.body(request), request.path)
        except Refused as error:
            return enveloped(error.code, error.message)
        task = self.task("clip", order)
        self.kinds[task.id] = request.path
        return enveloped(0, "SUCCEED", self._told(task))

    async def _get(self, request: web.Request) -> web.StreamResponse:
        kind, _, wanted = request.path.rpartition("/")
        try:
            self._known(request)
            task = self._found(kind, wanted)
        except Refused as error:
            return enveloped(error.code, error.message)
        if task.ended and task.outcome == "made" and not task.file:
            await self._film(task)
        return enveloped(0, "SUCCEED", self._told(task))

    async def _list(self, request: web.Request) -> web.StreamResponse:
        query = request.query
        number, size = int(query.get("pageNum", 1)), int(query.get("pageSize", 30))
        try:
            self._known(request)
            if not (1 <= number <= 1000 and 1 <= size <= 500):
                raise Refused(1201)
        except Refused as error:
            return enveloped(error.code, error.message)
        tasks = [t for t in self.tasks.values() if self.kinds.get(t.id) == request.path]
        tasks.sort(key=lambda task: -task.created)
        page = tasks[(number - 1) * size : number * size]
        return enveloped(0, "SUCCEED", [self._told(task) for task in page])

    def _known(self, request: web.Request) -> None:
        """Whether a request's token is one of ours, and of now."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if not token:
            raise Refused(1001)
        options = {"verify_signature": False, "verify_exp": False, "verify_nbf": False}
        try:
            claims: JSON = jwt.decode(token, options=cast(Any, options))
            secret = self.keys.get(str(claims.get("iss")), "")
            if scheme != "Bearer" or not secret:
                raise Refused(1002)
            required = options | {"verify_signature": True, "require": ["exp", "nbf"]}
            jwt.decode(token, secret, algorithms=["HS256"], options=cast(Any, required))
        except jwt.InvalidTokenError as error:
            raise Refused(1002) from error
        now = time.time() + self.ahead
        if float(claims["nbf"]) > now + LEEWAY:
            raise Refused(1003)
        if float(claims["exp"]) < now - LEEWAY:
            raise Refused(1004)

    def _found(self, kind: str, wanted: str) -> Task:
        """A task by its own id or by the one that the order gave it."""
        for task in reversed(self.tasks.values()):
            names = (task.id, task.request.get("external_task_id"))
            lost = task.ended and task.outcome == "lost"
            if wanted in names and self.kinds.get(task.id) == kind and not lost:
                return task
        raise Refused(1203)

    def _status(self, task: Task) -> str:
        if not task.ended:
            return "submitted" if task.pending else "processing"
        return "succeed" if task.outcome == "made" else "failed"

    def _told(self, task: Task) -> JSON:
        """A task as Kling tells it."""
        order, status = task.request, self._status(task)
        told: JSON = {
            "task_id": task.id,
            "task_status": status,
            "task_info": {"external_task_id": order.get("external_task_id")},
            "created_at": int(task.created * 1000),
            "updated_at": int(time.time() * 1000),
        }
        if status == "failed":
            told["task_status_msg"] = task.message or ENDS.get(task.outcome, "")
        if status == "succeed":
            seconds = str(order.get("duration") or "5")
            units = UNITS[str(order.get("mode") or "std")] * float(seconds)
            video = {"id": task.id, "url": f"{self.url}/files/{task.id}", "duration": seconds}
            told |= {"task_result": {"videos": [video]}, "final_unit_deduction": f"{units:g}"}
        return told

    async def _film(self, task: Task) -> None:
        order = task.request
        first = picture(order, "image") or picture(order, "image_tail")
        across, down = Image.open(io.BytesIO(first)).size if first else (16, 9)
        scale = SHORT[str(order.get("mode") or "std")] / min(across, down)
        width, height = (round(side * scale) // 2 * 2 for side in (across, down))
        seconds = float(order.get("duration") or 5)
        prompt = str(order.get("prompt") or "")
        self.put(task, await self.media.clip(prompt, first, seconds, width, height), "video/mp4")

    async def _dated(self, request: web.Request, response: web.StreamResponse) -> None:
        response.headers["Date"] = formatdate(time.time() + self.ahead, usegmt=True)
