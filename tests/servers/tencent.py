"""A stand-in for Tencent Cloud's VCLM: HunyuanVideo, one task at a time, signatures checked.

The service answers everything with HTTP 200 and a type that is exactly `application/json`: the SDK
looks for errors in nothing else.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import io
import json
import re
import time
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from aiohttp import web
from PIL import Image

from tests.servers.stand import JSON, Stand, Task

ALGORITHM, VERSION = "TC3-HMAC-SHA256", "2024-05-23"
SUBMIT, DESCRIBE = "SubmitHunyuanToVideoJob", "DescribeHunyuanToVideoJob"
SIGNED = re.compile(
    rf"{ALGORITHM} Credential=(\S+)/(\d{{4}}-\d\d-\d\d)/(\w+)/tc3_request, "
    r"SignedHeaders=(\S+), Signature=([0-9a-f]{64})"
)
SKEW = 300  # seconds that a clock may be wrong
REGIONS = ("ap-guangzhou", "ap-beijing", "ap-shanghai")
MOST_PROMPT, MOST_BASE64 = 200, 8_000_000
SECONDS, SHORT_SIDE = 5.0, 720


def reply(**fields: Any) -> web.Response:
    """An answer in its envelope."""
    body = json.dumps({"Response": {**fields, "RequestId": str(uuid4())}}, ensure_ascii=False)
    return web.Response(body=body.encode(), headers={"Content-Type": "application/json"})


def refusal(code: str, message: str) -> web.Response:
    """An error as the vendor writes it."""
    return reply(Error={"Code": code, "Message": message})


class Tencent(Stand):
    """Knows one key."""

    name = "tencent"
    secret_id, secret_key = "AKIDinventedinventedinvented", "invented-secret-key-of-tencent"

    def settings(self) -> dict[str, str]:
        return {
            "TENCENTCLOUD_SECRET_ID": self.secret_id,
            "TENCENTCLOUD_SECRET_KEY": self.secret_key,
            "TENCENT_VCLM_ENDPOINT": self.url,
        }

    def routes(self) -> None:
        self._actions = {
            SUBMIT: self.at("submit", self._submit),
            DESCRIBE: self.at("poll", self._describe),
        }
        self.app.router.add_post("/", self._act)

    async def _act(self, request: web.Request) -> web.StreamResponse:
        action = request.headers.get("X-TC-Action", "")
        if act := self._actions.get(action):
            return await act(request)
        return refusal("InvalidAction", f"The action `{action}` does not exist.")

    async def _stranger(self, request: web.Request) -> web.Response | None:
        """Why a request is not answered, as far as its headers go."""
        found = SIGNED.fullmatch(request.headers.get("Authorization", ""))
        if not found:
            return refusal("AuthFailure.SignatureFailure", "The Authorization header is wrong.")
        secret_id, date, service, names, signature = found.groups()
        if secret_id != self.secret_id:
            return refusal("AuthFailure.SecretIdNotFound", f"The SecretId {secret_id} is unknown.")
        stamp = request.headers.get("X-TC-Timestamp", "0")
        moment = int(stamp) if stamp.isdecimal() else 0
        if abs(time.time() - moment) > SKEW:
            return refusal("AuthFailure.SignatureExpire", f"Signature expired: {stamp}.")
        if date != datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%d") or service != "vclm":
            return refusal("AuthFailure.SignatureFailure", "The credential scope is wrong.")
        if not {"content-type", "host"} <= set(names.split(";")):
            return refusal("AuthFailure.SignatureFailure", "content-type and host are not signed.")
        ours = signed(self.secret_key, request, await request.read(), names, stamp, date, service)
        if not hmac.compare_digest(ours, signature):
            return refusal("AuthFailure.SignatureFailure", "The provided credentials are wrong.")
        if request.headers.get("X-TC-Version") != VERSION:
            return refusal("NoSuchVersion", "The version does not exist.")
        if request.headers.get("X-TC-Region") not in REGIONS:
            return refusal("UnsupportedRegion", "The region is not supported.")
        return None

    async def _submit(self, request: web.Request) -> web.Response:
        if no := await self._stranger(request):
            return no
        body = await self.body(request)
        if wrong := wrong_order(body):
            return refusal(*wrong)
        if any(not task.ended for task in self.tasks.values()):
            return refusal("RequestLimitExceeded.JobNumExceed", "Too many jobs at a time.")
        return reply(JobId=self.task("clip", body).id)

    async def _describe(self, request: web.Request) -> web.Response:
        if no := await self._stranger(request):
            return no
        task = self.tasks.get(str((await self.body(request)).get("JobId")))
        if task is None or (task.ended and task.outcome == "lost"):
            return refusal("FailedOperation.JobNotExist", "The job does not exist.")
        about = {"Status": "RUN", "ErrorCode": "", "ErrorMessage": "", "ResultVideoUrl": ""}
        if not task.ended:
            return reply(**{**about, "Status": "WAIT" if task.pending else "RUN"})
        if task.outcome != "made":
            code = task.code or "FailedOperation.InnerError"
            failed = {"Status": "FAIL", "ErrorCode": code, "ErrorMessage": task.message or "No."}
            return reply(**{**about, **failed})
        return reply(**{**about, "Status": "DONE", "ResultVideoUrl": await self._made(task)})

    async def _made(self, task: Task) -> str:
        if not task.file:
            prompt, picture = str(task.request["Prompt"]), drawn(task.request)
            clip = await self.media.clip(prompt, picture, SECONDS, *size(picture))
            self.put(task, clip, "video/mp4")
        return self.put(task, task.file, task.mime)


def signed(
    key: str, request: web.Request, body: bytes, names: str, stamp: str, date: str, service: str
) -> str:
    """The signature that a request should have.

    https://cloud.tencent.com/document/api/1616/107790"""
    headers = "".join(
        f"{n}:{request.headers.get(n, '').strip().lower()}\n" for n in names.split(";")
    )
    wanted = (request.method, request.path, request.query_string, headers, names)
    canonical = "\n".join((*wanted, hashlib.sha256(body).hexdigest()))
    scope = f"{date}/{service}/tc3_request"
    text = f"{ALGORITHM}\n{stamp}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    secret = b"TC3" + key.encode()
    for part in (date, service, "tc3_request"):
        secret = hmac.digest(secret, part.encode(), "sha256")
    return hmac.digest(secret, text.encode(), "sha256").hex()


def drawn(body: JSON) -> bytes:
    """The picture of an order; empty without one. Raises `binascii.Error`."""
    return base64.b64decode((body.get("Image") or {}).get("Base64", ""), validate=True)


def size(picture: bytes) -> tuple[int, int]:
    """Width and height of the clip: the picture's aspect, with a short side of 720."""
    if not picture:
        return 1280, SHORT_SIDE
    with Image.open(io.BytesIO(picture)) as image:
        scale = SHORT_SIDE / min(image.size)
        return round(image.width * scale / 2) * 2, round(image.height * scale / 2) * 2


def wrong_order(body: JSON) -> tuple[str, str] | None:
    """What the vendor would not take about an order."""
    prompt = str(body.get("Prompt") or "").strip()
    if not prompt:
        return "MissingParameter", "The request is missing a required parameter `Prompt`."
    if unknown := set(body) - {"Prompt", "Image", "Resolution", "LogoAdd", "LogoParam"}:
        return "UnknownParameter", f"The parameter `{min(unknown)}` is not recognised."
    if len(prompt) > MOST_PROMPT:
        return "InvalidParameterValue", "Prompt is longer than 200 characters."
    if body.get("Resolution", "720p") != "720p":
        return "InvalidParameterValue", "Resolution has to be 720p."
    if len((body.get("Image") or {}).get("Base64", "")) > MOST_BASE64:
        return "FailedOperation.ImageSizeExceed", "The picture is too large."
    try:
        picture = drawn(body)
        width, height = size(picture)
    except (binascii.Error, OSError):
        return "FailedOperation.ImageDecodeFailed", "The picture cannot be decoded."
    if not 0.25 <= width / height <= 4:
        return "InvalidParameterValue.InvalidImageAspectRatio", "1:4 to 4:1."
    return None
