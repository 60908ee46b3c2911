"""Google's stand-in: the Interactions API of Gemini with its files, and Veo on Vertex behind the
sign-in of service accounts."""

from __future__ import annotations

import base64
import json
import time
import uuid
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

import jwt
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.servers.stand import JSON, Stand, Task

INVENTED = "invented"  # every key that says so is right
OMNI = ("gemini-omni-1.2-flash", "gemini-omni-1.1-flash", "gemini-omni-flash-preview")
VEO = ("veo-3.1-lite-generate-001", "veo-3.1-fast-generate-001", "veo-3.1-generate-001")
SHAPES = {"16:9": (1280, 720), "9:16": (720, 1280)}
EMAIL = "reelroom@invented-project.iam.gserviceaccount.com"
SCOPE = "https://www.googleapis.com/auth/cloud-platform"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
AUDIENCE = "https://oauth2.googleapis.com/token"  # whatever `token_uri` says
TOKEN_SECONDS = 3600
SKEW = 300  # seconds that Google forgives a clock
RPC = {"INVALID_ARGUMENT": 3, "RESOURCE_EXHAUSTED": 8, "INTERNAL": 13, "UNAVAILABLE": 14}
VERTEX = "/v1/projects/{project}/locations/{location}/publishers/google/models"


@cache
def key_pair() -> rsa.RSAPrivateKey:
    """The service account's; made once, for that takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def credentials(url: str) -> JSON:
    """The file that a service account gets; it signs in where the stand-in is."""
    private = key_pair().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return {
        "type": "service_account",
        "project_id": "invented-project",
        "private_key_id": "0123456789abcdef",
        "private_key": private.decode(),
        "client_email": EMAIL,
        "client_id": "100000000000000000000",
        "token_uri": f"{url}/token",
    }


def refusal(status: int, name: str, message: str, reason: str = "") -> web.Response:
    """An error as Google writes it."""
    error: JSON = {"code": status, "message": message, "status": name}
    if reason:
        kind = "type.googleapis.com/google.rpc.ErrorInfo"
        error["details"] = [{"@type": kind, "reason": reason, "domain": "googleapis.com"}]
    return web.json_response({"error": error}, status=status)


class Gemini(Stand):
    """`inline`: clips of Gemini come inside the answer though an address was asked for, as with
    Google today. `processing`: how long a file is still being written after its task is done."""

    name = "gemini"
    inline = False
    processing = 0.0

    def settings(self) -> dict[str, str]:
        return {
            "GEMINI_API_KEY": "invented-key-of-gemini",
            "GEMINI_BASE_URL": self.url,
            "GOOGLE_CLOUD_PROJECT": "invented-project",
            "VEO_BASE_URL": self.url,
        }

    def files(self) -> dict[str, str]:
        return {"GOOGLE_APPLICATION_CREDENTIALS": json.dumps(credentials(self.url))}

    def routes(self) -> None:
        add = self.app.router
        add.add_get("/v1/models", self.at("probe", self._models))
        add.add_post("/v1/interactions", self.at("submit", self._interact))
        add.add_get("/v1/interactions/{id}", self.at("poll", self._interaction))
        add.add_post("/v1/interactions/{id}/cancel", self.at("cancel", self._cancel))
        add.add_get(
            r"/{version:v1(?:beta)?}/files/{id:[a-z0-9]+}:download",
            self.at("result", self._download),
        )
        add.add_get(
            r"/{version:v1(?:beta)?}/files/{id:[a-z0-9]+}", self.at("poll", self._about_file)
        )
        add.add_post("/token", self.at("probe", self._token))
        add.add_get("/v1/publishers/google/models/{model}", self.at("probe", self._model))
        models = VERTEX + r"/{model:[\w.-]+}"
        add.add_post(models + ":predictLongRunning", self.at("submit", self._predict))
        add.add_post(models + ":fetchPredictOperation", self.at("poll", self._operation))
        self.tokens: dict[str, float] = {}

    # Gemini

    def _keyless(self, request: web.Request) -> web.Response | None:
        key = request.headers.get("x-goog-api-key", "")
        if not key:
            text = (
                "Method doesn't allow unregistered callers (callers without established identity)."
            )
            return refusal(403, "PERMISSION_DENIED", text)
        if INVENTED not in key:
            text = "API key not valid. Please pass a valid API key."
            return refusal(400, "INVALID_ARGUMENT", text, "API_KEY_INVALID")
        return None

    async def _models(self, request: web.Request) -> web.Response:
        if no := self._keyless(request):
            return no
        methods = ["createInteraction"]
        models = [{"name": f"models/{m}", "supportedGenerationMethods": methods} for m in OMNI]
        return web.json_response({"models": models})

    async def _interact(self, request: web.Request) -> web.Response:
        if no := self._keyless(request):
            return no
        body = await self.body(request)
        if body.get("model") not in OMNI:
            text = f"Model {body.get('model')} is not found for API version v1."
            return refusal(404, "NOT_FOUND", text)
        if wrong := wrong_interaction(body):
            return refusal(400, "INVALID_ARGUMENT", wrong)
        task = self.task("clip", body)
        return web.json_response(self._about(task, "in_progress"))

    async def _interaction(self, request: web.Request) -> web.Response:
        if no := self._keyless(request):
            return no
        task = self.tasks.get(request.match_info["id"])
        if task is None or (task.ended and task.outcome == "lost"):
            return refusal(404, "NOT_FOUND", "Requested entity was not found.")
        if task.cancelled:
            return web.json_response(self._about(task, "cancelled"))
        if not task.ended:
            return web.json_response(self._about(task, "in_progress"))
        if task.outcome == "failed" or task.code:
            errors = [{"code": task.code, "message": task.message}]
            return web.json_response({**self._about(task, "failed"), "errors": errors})
        steps: list[JSON] = [{"type": "user_input", "content": contents(task.request)}]
        steps.append({"type": "model_output", "content": [await self._made(task)]})
        return web.json_response({**self._about(task, "completed"), "steps": steps})

    async def _made(self, task: Task) -> JSON:
        if task.outcome == "refused":
            return {"type": "text", "text": task.message or "I cannot make this video."}
        if not task.file:
            wanted: JSON = task.request["response_format"]
            pictures = [c for c in contents(task.request) if c["type"] == "image"]
            picture = base64.b64decode(pictures[0]["data"]) if pictures else b""
            shape = SHAPES[wanted.get("aspect_ratio", "16:9")]
            seconds = float(str(wanted["duration"]).removesuffix("s"))
            self.put(task, await self.media.clip("", picture, seconds, *shape), "video/mp4")
        if self.inline or task.request["response_format"].get("delivery") != "uri":
            data = base64.b64encode(task.file).decode()
            return {"type": "video", "mime_type": "video/mp4", "data": data}
        uri = f"{self.url}/v1beta/{file_name(task)}:download?alt=media"
        return {"type": "video", "mime_type": "video/mp4", "uri": uri}

    def _task_of_file(self, request: web.Request) -> Task | None:
        name = f"files/{request.match_info['id']}"
        return next((t for t in self.tasks.values() if t.file and file_name(t) == name), None)

    async def _about_file(self, request: web.Request) -> web.Response:
        if no := self._keyless(request):
            return no
        task = self._task_of_file(request)
        if task is None:
            return refusal(403, "PERMISSION_DENIED", "You have no permission to access the file.")
        state = "ACTIVE" if task.age >= task.seconds + self.processing else "PROCESSING"
        return web.json_response({"name": file_name(task), "state": state, "source": "GENERATED"})

    async def _download(self, request: web.Request) -> web.StreamResponse:
        if no := self._keyless(request):
            return no
        task = self._task_of_file(request)
        if task is None:
            return refusal(403, "PERMISSION_DENIED", "You have no permission to access the file.")
        request.match_info["name"] = task.id
        return await self._file(request)

    async def _cancel(self, request: web.Request) -> web.Response:
        if no := self._keyless(request):
            return no
        task = self.tasks.get(request.match_info["id"])
        if task is None:
            return refusal(404, "NOT_FOUND", "Requested entity was not found.")
        if task.ended:
            text = "The interaction is not in progress and cannot be cancelled."
            return refusal(400, "FAILED_PRECONDITION", text)
        task.cancelled = True
        return web.json_response(self._about(task, "cancelled"))

    def _about(self, task: Task, status: str) -> JSON:
        created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(task.created))
        about: JSON = {"id": task.id, "object": "interaction", "status": status}
        return {**about, "model": task.request["model"], "created": created, "updated": created}

    # Vertex

    async def _token(self, request: web.Request) -> web.Response:
        form: Mapping[str, Any] = await request.post()
        try:
            assert form.get("grant_type") == GRANT, "unsupported_grant_type"
            claims = jwt.decode(
                str(form.get("assertion")),
                key_pair().public_key(),
                ["RS256"],
                audience=AUDIENCE,
                leeway=SKEW,
                options={"require": ["iss", "exp", "iat"]},
            )
            assert claims["iss"] == EMAIL, "invalid_client"
            assert SCOPE in str(claims.get("scope")).split(), "invalid_scope"
        except (jwt.PyJWTError, AssertionError) as error:
            body = {"error": "invalid_grant", "error_description": f"Invalid JWT: {error}"}
            return web.json_response(body, status=400)
        token = f"ya29.invented-key-{uuid.uuid4().hex}"
        self.tokens[token] = time.monotonic() + TOKEN_SECONDS
        body = {"access_token": token, "expires_in": TOKEN_SECONDS, "token_type": "Bearer"}
        return web.json_response(body)

    def _tokenless(self, request: web.Request) -> web.Response | None:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind == "Bearer" and self.tokens.get(token, 0) > time.monotonic():
            return None
        text = "Request had invalid authentication credentials. Expected OAuth 2 access token."
        return refusal(401, "UNAUTHENTICATED", text, "ACCESS_TOKEN_TYPE_UNSUPPORTED")

    async def _model(self, request: web.Request) -> web.Response:
        if no := self._tokenless(request):
            return no
        model = request.match_info["model"]
        if model not in VEO:
            return refusal(404, "NOT_FOUND", f"Publisher Model `{model}` not found.")
        return web.json_response({"name": f"publishers/google/models/{model}"})

    async def _predict(self, request: web.Request) -> web.Response:
        if no := self._tokenless(request):
            return no
        where, body = request.match_info, await self.body(request)
        if where["model"] not in VEO:
            return refusal(404, "NOT_FOUND", f"Publisher Model `{where['model']}` was not found.")
        if wrong := wrong_prediction(body):
            return refusal(400, "INVALID_ARGUMENT", wrong)
        task = self.task("clip", body)
        name = VERTEX.format(**where).removeprefix("/v1/")
        return web.json_response({"name": f"{name}/{where['model']}/operations/{task.id}"})

    async def _operation(self, request: web.Request) -> web.Response:
        if no := self._tokenless(request):
            return no
        name = str((await self.body(request)).get("operationName"))
        model = f"/models/{request.match_info['model']}/operations/"
        task = self.tasks.get(name.rpartition("/")[2]) if model in name else None
        if task is None or (task.ended and task.outcome == "lost"):
            return refusal(404, "NOT_FOUND", f"Operation {name} is not found.")
        if not task.ended:
            return web.json_response({"name": name})
        if task.outcome == "failed" or task.code in RPC:
            error = {"code": RPC.get(task.code, 13), "message": task.message}
            return web.json_response({"name": name, "done": True, "error": error})
        return web.json_response({"name": name, "done": True, "response": await self._clip(task)})

    async def _clip(self, task: Task) -> JSON:
        kind = "type.googleapis.com/cloud.ai.large_models.vision.GenerateVideoResponse"
        if task.outcome == "refused":
            reasons = [task.message] if task.message else []
            return {"@type": kind, "raiMediaFilteredCount": 1, "raiMediaFilteredReasons": reasons}
        if not task.file:
            instance, parameters = task.request["instances"][0], task.request["parameters"]
            picture = base64.b64decode(instance.get("image", {}).get("bytesBase64Encoded", ""))
            shape = SHAPES[parameters.get("aspectRatio", "16:9")]
            seconds = float(parameters.get("durationSeconds", 8))
            prompt = str(instance["prompt"])
            self.put(task, await self.media.clip(prompt, picture, seconds, *shape), "video/mp4")
        video = {"bytesBase64Encoded": base64.b64encode(task.file).decode(), "mimeType": task.mime}
        return {"@type": kind, "raiMediaFilteredCount": 0, "videos": [video]}


def file_name(task: Task) -> str:
    """A file's name, of lower-case letters and digits as Google's."""
    return "files/" + "".join(c for c in task.id if c.isalnum())


def contents(body: JSON) -> list[JSON]:
    """What an interaction was asked with."""
    asked = body["input"]
    if isinstance(asked, str):
        return [{"type": "text", "text": asked}]
    pieces = cast(list[JSON], asked)
    return [inner for p in pieces for inner in cast(list[JSON], p.get("content", [p]))]


def wrong_interaction(body: JSON) -> str:
    """What Google would not take about an interaction."""
    wanted: JSON = body.get("response_format") or {}
    if not body.get("input") or wanted.get("type") != "video" or not body.get("background"):
        return "Invalid value at 'response_format'"
    if wanted.get("aspect_ratio", "16:9") not in SHAPES:
        return f"Unsupported aspect ratio: {wanted['aspect_ratio']}"
    if wanted.get("resolution", "720p") not in ("360p", "720p", "1080p", "4k"):
        return f"Unsupported resolution: {wanted['resolution']}"
    duration = str(wanted.get("duration", "5s"))
    if not duration.endswith("s") or not 3 <= float(duration[:-1]) <= 10:
        return f"Unsupported duration: {duration}"
    return ""


def wrong_prediction(body: JSON) -> str:
    """What Vertex would not take about an order for Veo."""
    instance, parameters = body["instances"][0], body.get("parameters", {})
    if not instance.get("prompt"):
        return "Prompt is empty."
    if "lastFrame" in instance and "image" not in instance:
        return "lastFrame needs image."
    if parameters.get("durationSeconds") not in (4, 6, 8):
        return "Unsupported output video duration. Supported durations are [4, 6, 8]."
    if parameters.get("aspectRatio", "16:9") not in SHAPES:
        return "Unsupported aspect ratio."
    if parameters.get("resolution", "720p") not in ("720p", "1080p"):
        return "Unsupported resolution."
    if not 0 <= parameters.get("seed", 0) < 2**32:
        return "Seed is not an unsigned 32-bit integer."
    return ""
