"""A stand-in for Volcengine Ark: Seedance's tasks and Seedream's pictures.

It is as strict as the vendor: a parameter that a model does not take is refused."""

from __future__ import annotations

import asyncio
import base64
import io
import math
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import av
from aiohttp import web
from PIL import Image

from tests.servers.media import Media
from tests.servers.stand import JSON, Stand, Task, sent_picture

API = "/api/v3"
TASKS = f"{API}/contents/generations/tasks"
IMAGES = f"{API}/images/generations"
SHORTEST_KEY = 8
FPS = 24
RATIOS = ("16:9", "4:3", "1:1", "3:4", "9:16", "21:9", "adaptive")
ROLES = ("first_frame", "last_frame", "reference_image")
ENDS = {
    "refused": "OutputVideoSensitiveContentDetected",
    "failed": "InternalServiceError",
}
ITS_OWN_SEED = 7  # of a model that takes none


@dataclass(frozen=True)
class Video:
    """What a model takes."""

    longest: int
    shortest: int = 4
    resolutions: tuple[str, ...] = ("480p", "720p", "1080p")
    takes: tuple[str, ...] = ("generate_audio",)
    adaptive: bool = False


OLD = ("seed", "camera_fixed", "service_tier")
VIDEOS: Mapping[str, Video] = {
    "doubao-seedance-2-5-260628": Video(30, adaptive=True),
    "doubao-seedance-2-0-260128": Video(15),
    "doubao-seedance-2-0-fast-260128": Video(15, resolutions=("480p", "720p")),
    "doubao-seedance-2-0-mini-260615": Video(15, resolutions=("480p", "720p")),
    "doubao-seedance-1-5-pro-251215": Video(12, takes=(*OLD, "generate_audio")),
    "doubao-seedance-1-0-pro-250528": Video(12, 2, takes=OLD),
    "ep-20261121-film": Video(15, resolutions=("480p", "720p")),
}
PICTURES: Mapping[str, tuple[int, int]] = {
    "doubao-seedream-5-0-260128": (3_686_400, 10_404_496),
    "doubao-seedream-5-0-pro-260628": (921_600, 4_194_304),
    "doubao-seedream-4-5-251128": (3_686_400, 16_777_216),
    "doubao-seedream-4-0-250828": (921_600, 16_777_216),
}
MOST_REFERENCES = 10
SOMETIMES = ("seed", "camera_fixed", "generate_audio", "service_tier")


class Refused(Exception):
    """An order that cannot be."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(code, message, status)
        self.code, self.message, self.status = code, message, status


def invalid(name: str, why: str = "") -> Refused:
    """How Ark says that a parameter is wrong."""
    text = f"The parameter `{name}` specified in the request is not valid: {why}"
    return Refused("InvalidParameter", text)


def refusal(status: int, code: str, message: str) -> web.Response:
    """An error in the vendor's words."""
    kinds = {400: "BadRequest", 401: "Unauthorized", 403: "Forbidden", 404: "NotFound"}
    kind = kinds.get(status, "TooManyRequests" if status == 429 else "InternalServerError")
    error = {"code": code, "message": f"{message} Request id: 0217", "param": "", "type": kind}
    return web.json_response({"error": error}, status=status)


def frames(order: JSON) -> dict[str, bytes]:
    """The pictures of an order by their roles."""
    found: dict[str, bytes] = {}
    for part in cast(list[JSON], order.get("content") or []):
        if part.get("type") != "image_url":
            continue
        if part.get("role") not in ROLES:
            raise invalid("content", "role must be specified for image contents.")
        head, _, text = str(part["image_url"]["url"]).partition(",")
        if not re.fullmatch(r"data:image/\w+;base64", head):
            raise invalid("image_url", "cannot be downloaded")
        found[str(part["role"])] = base64.b64decode(text)
    return found


def checked(order: JSON) -> JSON:
    """The order, or why it cannot be."""
    model = str(order.get("model"))
    video = VIDEOS.get(model)
    if video is None:
        text = f"The model or endpoint {model} does not exist or you do not have access to it."
        raise Refused("InvalidEndpointOrModel.NotFound", text, 404)
    for name in SOMETIMES:
        if name in order and name not in video.takes:
            raise invalid(name, f"not supported by {model}")
    texts = [p for p in cast(list[JSON], order.get("content") or []) if p.get("type") == "text"]
    pictures = frames(order)
    if not texts and not pictures:
        raise Refused("MissingParameter", "The request is missing `content`.")
    if "last_frame" in pictures and "first_frame" not in pictures:
        raise invalid("content", "a last frame needs a first one")
    if order.get("resolution", "720p") not in video.resolutions:
        raise invalid("resolution")
    if order.get("ratio", "adaptive") not in RATIOS:
        raise invalid("ratio")
    if video.adaptive and pictures and order.get("ratio", "adaptive") != "adaptive":
        raise invalid("ratio", "only adaptive for first/last frame tasks")
    if order.get("duration", 5) not in range(video.shortest, video.longest + 1):
        raise invalid("duration")
    return order


def dimensions(order: JSON) -> tuple[int, int]:
    """Width and height of an order's clip."""
    short = int(str(order.get("resolution") or "720p").rstrip("p"))
    ratio = str(order.get("ratio") or "adaptive")
    if ratio == "adaptive":
        first = frames(order).get("first_frame")
        across, down = Image.open(io.BytesIO(first)).size if first else (16, 9)
    else:
        across, down = (int(n) for n in ratio.split(":"))
    scale = short / min(across, down)
    return round(across * scale) // 2 * 2, round(down * scale) // 2 * 2


def last_frame(clip: bytes) -> bytes:
    """The last picture of a clip, as PNG."""
    out = io.BytesIO()
    with av.open(io.BytesIO(clip), "r") as box:
        *_, frame = box.decode(video=0)
        frame.to_image().save(out, "PNG")
    return out.getvalue()


class Ark(Stand):
    """`/api/v3`: tasks that make clips, and pictures that are made at once."""

    name = "ark"

    def __init__(self, media: Media, *, seconds: float = 0.05, port: int = 0) -> None:
        super().__init__(media, seconds=seconds, port=port)
        self.endings: dict[str, bytes] = {}

    def settings(self) -> dict[str, str]:
        return {"ARK_API_KEY": "invented-key-of-ark", "ARK_BASE_URL": f"{self.url}{API}"}

    def routes(self) -> None:
        router = self.app.router
        router.add_post(TASKS, self.at("submit", self._create))
        router.add_get(TASKS, self.at("list", self._list))
        router.add_get(TASKS + "/{id}", self.at("poll", self._get))
        router.add_delete(TASKS + "/{id}", self.at("cancel", self._delete))
        router.add_post(IMAGES, self.at("submit", self._paint))
        router.add_get("/endings/{id}", self.at("result", self._ending))

    async def _create(self, request: web.Request) -> web.StreamResponse:
        if stranger := self._stranger(request):
            return stranger
        try:
            task = self.task("clip", checked(await self._order(request)))
        except Refused as error:
            return refusal(error.status, error.code, error.message)
        return web.json_response({"id": task.id})

    async def _get(self, request: web.Request) -> web.StreamResponse:
        if stranger := self._stranger(request):
            return stranger
        task = self.tasks.get(request.match_info["id"])
        if task is None:
            return refusal(404, "NotFound", "The specified resource is not found.")
        if self._status(task) == "succeeded" and not task.file:
            await self._film(task)
        return web.json_response(self._told(task))

    async def _list(self, request: web.Request) -> web.StreamResponse:
        if stranger := self._stranger(request):
            return stranger
        query = request.query
        clips = [task for task in self.tasks.values() if task.kind == "clip"]
        kept = [
            task
            for task in sorted(clips, key=lambda task: -task.created)
            if query.get("filter.status", self._status(task)) == self._status(task)
            and query.get("filter.model", task.request["model"]) == task.request["model"]
            and task.id in query.getall("filter.task_ids", [task.id])
        ]
        number, count = int(query.get("page_num", 1)), int(query.get("page_size", 10))
        if not (1 <= number <= 500 and 1 <= count <= 500):
            return refusal(400, "InvalidParameter", "page_num and page_size are 1 to 500.")
        page = kept[(number - 1) * count : number * count]
        return web.json_response({"total": len(kept), "items": [self._told(t) for t in page]})

    async def _delete(self, request: web.Request) -> web.StreamResponse:
        if stranger := self._stranger(request):
            return stranger
        task = self.tasks.get(request.match_info["id"])
        if task is None:
            return refusal(404, "NotFound", "The specified resource is not found.")
        status = self._status(task)
        if status in ("running", "cancelled"):
            return refusal(400, "InvalidAction", f"A task that is {status} cannot be deleted.")
        if status == "queued":
            task.cancelled = True
        else:
            del self.tasks[task.id]
        return web.json_response({})

    async def _paint(self, request: web.Request) -> web.StreamResponse:
        if stranger := self._stranger(request):
            return stranger
        order = await self._order(request)
        try:
            width, height = self._painted(order)
        except Refused as error:
            return refusal(error.status, error.code, error.message)
        task = self.task("picture", order)
        await asyncio.sleep(self.seconds)
        if task.outcome != "made":
            default = "OutputImageSensitiveContentDetected"
            code = task.code or (default if task.outcome == "refused" else "InternalServiceError")
            return refusal(500 if "Internal" in code else 400, code, task.message)
        picture = await self.media.picture(str(order["prompt"]), width, height, 7)
        url = self.put(task, picture, "image/png")
        tokens = width * height // 256
        answer: JSON = {
            "model": order["model"],
            "created": int(task.created),
            "data": [{"url": url, "size": f"{width}x{height}"}],
            "usage": {"generated_images": 1, "output_tokens": tokens, "total_tokens": tokens},
        }
        return web.json_response(answer)

    async def _ending(self, request: web.Request) -> web.StreamResponse:
        picture = self.endings.get(request.match_info["id"])
        if picture is None:
            raise web.HTTPNotFound
        return web.Response(body=picture, content_type="image/png")

    def _stranger(self, request: web.Request) -> web.Response | None:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme == "Bearer" and len(key) >= SHORTEST_KEY:
            return None
        text = "The API key format is incorrect."
        return refusal(401, "AuthenticationError", text)

    async def _order(self, request: web.Request) -> JSON:
        """What is ordered; the SDK writes out what is not given, as null."""
        told = await self.body(request)
        return {name: value for name, value in told.items() if value is not None}

    def _painted(self, order: JSON) -> tuple[int, int]:
        limits = PICTURES.get(str(order.get("model")))
        if limits is None:
            text = "The model or endpoint does not exist or you do not have access to it."
            raise Refused("InvalidEndpointOrModel.NotFound", text, 404)
        if not order.get("prompt"):
            raise Refused("MissingParameter", "The request is missing `prompt`.")
        if "seed" in order:
            raise invalid("seed", "not supported")
        if "pro" in str(order["model"]) and order.get("sequential_image_generation"):
            raise invalid("sequential_image_generation", "not supported")
        pictures = cast(list[str], order.get("image") or [])
        if len(pictures) > MOST_REFERENCES:
            raise invalid("image", f"at most {MOST_REFERENCES} images")
        if not all(map(sent_picture, pictures)):
            raise invalid("image", "cannot be decoded")
        match = re.fullmatch(r"(\d+)x(\d+)", str(order.get("size")))
        width, height = (int(n) for n in match.groups()) if match else (2048, 2048)
        if not limits[0] <= width * height <= limits[1]:
            raise invalid("size", f"image size must be {limits[0]} to {limits[1]} pixels")
        return width, height

    def _status(self, task: Task) -> str:
        if task.cancelled:
            return "cancelled"
        if not task.ended:
            return "queued" if task.pending else "running"
        ends = {"made": "succeeded", "lost": "expired"}
        return ends.get(task.outcome, "failed")

    def _told(self, task: Task) -> JSON:
        """A task as Ark tells it."""
        order, status = task.request, self._status(task)
        told: JSON = {
            "id": task.id,
            "model": order["model"],
            "status": status,
            "created_at": int(task.created),
            "updated_at": int(time.time()),
            "service_tier": "default",
            "execution_expires_after": 172800,
        }
        if status == "failed":
            told["error"] = {"code": task.code or ENDS[task.outcome], "message": task.message}
        if status != "succeeded":
            return told
        width, height = dimensions(order)
        duration = int(order.get("duration") or 5)
        tokens = math.floor(width * height * (FPS * duration + 1) / 1024)
        told["content"] = {"video_url": f"{self.url}/files/{task.id}"}
        if order.get("return_last_frame"):
            told["content"]["last_frame_url"] = f"{self.url}/endings/{task.id}"
        told |= {
            "seed": order.get("seed", ITS_OWN_SEED),
            "resolution": order.get("resolution") or "720p",
            "ratio": order.get("ratio") or "16:9",
            "duration": duration,
            "framespersecond": FPS,
            "generate_audio": bool(order.get("generate_audio")),
            "usage": {"completion_tokens": tokens, "total_tokens": tokens},
        }
        return told

    async def _film(self, task: Task) -> None:
        order = task.request
        width, height = dimensions(order)
        prompt = " ".join(str(p["text"]) for p in order["content"] if p.get("type") == "text")
        first = frames(order).get("first_frame", b"")
        seconds = float(order.get("duration") or 5)
        clip = await self.media.clip(prompt, first, seconds, width, height)
        self.endings[task.id] = await asyncio.to_thread(last_frame, clip)
        self.put(task, clip, "video/mp4")
