"""HunyuanVideo by Tencent Cloud (VCLM): a picture becomes five seconds at 720p, one at a time.

The SDK signs the requests and knows their names; it is imported where it is used. Errors come with
HTTP 200. https://cloud.tencent.com/document/api/1616/126160
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any, cast

from generation.errors import Kind, ProviderError
from generation.model import Clip, Ticket
from generation.providers.contract import (
    Add,
    AnimateRequest,
    Bench,
    Capabilities,
    Member,
    Price,
    Variable,
)
from generation.providers.wire.failures import brief, kind_of_status, retry_after, words
from generation.providers.wire.media import bring_clip, jpeg_base64
from generation.providers.wire.waiting import Pace, until_done
from generation.providers.wire.web import JSON

NAME = "hunyuan"
MODEL = "hy-video-1.5"  # the one that the interface serves
REGION = "ap-guangzhou"
ENDPOINT = "https://vclm.tencentcloudapi.com"
SUBMIT, DESCRIBE = "SubmitHunyuanToVideoJob", "DescribeHunyuanToVideoJob"
SETTINGS = (
    Variable(
        "TENCENTCLOUD_SECRET_ID",
        "Tencent Cloud's SecretId, for HunyuanVideo: https://console.cloud.tencent.com/cam/capi",
    ),
    Variable("TENCENTCLOUD_SECRET_KEY", "Tencent Cloud's SecretKey"),
    Variable("TENCENTCLOUD_REGION", "Tencent Cloud's region", REGION),
    Variable("TENCENT_VCLM_ENDPOINT", "Another endpoint for HunyuanVideo", ENDPOINT),
)
PRICES = {MODEL: (Price(1.0, "CNY", "clip", "assumed", "2026-11-21"),)}
CAN = Capabilities(seconds=(5.0,), resolutions=(720,))

MOST_PROMPT = 200  # characters
LONGEST_SIDE = 1280  # a base64 picture may have 8 MB
ANSWER_SECONDS = 60
SENTENCES, CLAUSES = "。！？；", "，、："
LATIN = {SENTENCES: ".!?;", CLAUSES: ",:"}
PROBED = "0"  # no task has this number
RUNNING = frozenset({"WAIT", "RUN"})

# https://cloud.tencent.com/document/api/1616/107795; the beginning of a code decides.
MEANINGS = (
    # unverified: that it is the prompt or the picture, also where a task fails with it
    (r"FailedOperation\.Moderation(Audio)?Failed", Kind.MODERATED_INPUT),
    (r"FailedOperation\.Job(NotExist|NotFound)", Kind.LOST),
    (r"FailedOperation\.(InnerError|ServerError|RequestTimeout|Moderation)", Kind.PASSING),
    (r"FailedOperation\.Image", Kind.BAD_REQUEST),
    (r"AuthFailure|UnauthorizedOperation|InvalidCredential", Kind.ACCOUNT),
    (r"ResourcesSoldOut|ResourceUnavailable", Kind.ACCOUNT),  # in arrears, not opened
    (r"RequestLimitExceeded|LimitExceeded|ResourceInsufficient", Kind.BUSY),
    (r"InvalidParameter|MissingParameter|UnknownParameter|Unsupported", Kind.BAD_REQUEST),
    (r"Invalid(Action|Request)|NoSuch|ActionOffline|RequestSizeLimit", Kind.BAD_REQUEST),
    (r"InternalError|ServiceUnavailable", Kind.PASSING),
)


def register(add: Add, env: Mapping[str, str]) -> None:
    """HunyuanVideo animates where there are both halves of a key."""
    secret_id, secret_key = env.get("TENCENTCLOUD_SECRET_ID"), env.get("TENCENTCLOUD_SECRET_KEY")
    if not (secret_id and secret_key):
        return
    hunyuan = Hunyuan(
        secret_id,
        secret_key,
        region=env.get("TENCENTCLOUD_REGION") or REGION,
        endpoint=env.get("TENCENT_VCLM_ENDPOINT") or ENDPOINT,
        pace=Pace.read(env),
    )
    tariff = PRICES[MODEL]
    add(
        Member(
            "animator",
            hunyuan,
            MODEL,
            can=CAN,
            tariff=tariff,
            remote=True,
            at_once=1,
            needs="" if find_spec("tencentcloud") else "pip install 'reelroom[tencent]'",
        )
    )


class Hunyuan:
    """Clips by HunyuanVideo."""

    model = MODEL

    def __init__(
        self,
        secret_id: str,
        secret_key: str,
        *,
        region: str = REGION,
        endpoint: str = ENDPOINT,
        pace: Pace | None = None,
    ) -> None:
        self._secrets, self._region, self._endpoint = (secret_id, secret_key), region, endpoint
        self._pace = pace or Pace()

    @property
    def name(self) -> str:
        return NAME

    async def start(self, request: AnimateRequest, bench: Bench) -> Ticket:
        body = order(request, jpeg_base64(request.keyframe, bench, LONGEST_SIDE))
        answer = await self._ask(SUBMIT, body, submit=True)
        if not answer.get("JobId"):
            raise ProviderError(NAME, Kind.UNKNOWN_SUBMIT, brief(str(answer)))
        return Ticket(provider=NAME, task=str(answer["JobId"]))

    async def collect(self, request: AnimateRequest, ticket: Ticket, bench: Bench) -> Clip:
        async def look() -> str | None:
            return await self._look(ticket.task)

        url = await until_done(NAME, look, self._pace, bench.tell)
        moving = await bring_clip(NAME, url, bench)
        made = request.made_by(NAME, MODEL).model_copy(
            update={"prompt": shortened(request.paint.prompt), "negative": ""}
        )
        return Clip(seconds=moving.seconds, provenance=made, file=moving.file)

    async def cancel(self, ticket: Ticket) -> None:
        """The vendor cannot be asked to stop."""

    async def probe(self) -> str:
        """Asks for a task that does not exist, which costs nothing."""
        try:
            await self._ask(DESCRIBE, {"JobId": PROBED})
        except ProviderError as error:
            # It was signed well: what is wrong is the number.
            if error.kind not in (Kind.LOST, Kind.BAD_REQUEST):
                raise
        return f"the signature is accepted in {self._region}"

    async def _look(self, task: str) -> str | None:
        """Where the clip is; None while it is being made."""
        answer = await self._ask(DESCRIBE, {"JobId": task})
        status = str(answer.get("Status"))
        if status in RUNNING:
            return None
        if status == "FAIL":
            raise bad_end(str(answer.get("ErrorCode")), str(answer.get("ErrorMessage")))
        if status != "DONE" or not answer.get("ResultVideoUrl"):
            kind = Kind.LOST if status == "DONE" else Kind.PASSING
            raise ProviderError(NAME, kind, brief(str(answer)))
        return str(answer["ResultVideoUrl"])

    async def _ask(self, action: str, body: JSON, *, submit: bool = False) -> JSON:
        """One signed request, sent once; the inside of its answer."""
        import httpx
        from tencentcloud.common.exception.tencent_cloud_sdk_exception import (
            TencentCloudSDKException,
        )

        wait: list[float | None] = [None]

        async def heard(response: httpx.Response) -> None:
            wait[0] = retry_after(response.headers)
            if response.status_code != 200:  # not by the service: it says everything with 200
                said = (await response.aread()).decode("utf-8", "replace")
                kind = kind_of_status(response.status_code, submit=submit)
                detail = f"{response.status_code} {brief(said)}"
                raise ProviderError(NAME, kind, detail, wait[0])

        nobody_knows = Kind.UNKNOWN_SUBMIT if submit else Kind.PASSING
        try:
            async with asyncio.timeout(ANSWER_SECONDS), await asyncio.to_thread(self._line) as line:
                line.http_client.event_hooks = {"response": [heard]}
                return inside(await line.call_and_deserialize(action, body), wait[0])
        except TencentCloudSDKException as error:
            raise refused(str(error.code), str(error.message), wait[0]) from error
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
            raise ProviderError(NAME, Kind.PASSING, words(error)) from error
        except (httpx.HTTPError, TimeoutError, ValueError, KeyError, TypeError) as error:
            # Cut off, too late, or no JSON of theirs.
            raise ProviderError(NAME, nobody_knows, words(error)) from error

    def _line(self) -> Any:
        """A client of the SDK, without retries."""
        from tencentcloud.common.credential import Credential
        from tencentcloud.common.profile.client_profile import ClientProfile
        from tencentcloud.common.profile.http_profile import HttpProfile
        from tencentcloud.vclm.v20240523.vclm_client_async import VclmClient

        scheme, _, host = self._endpoint.rstrip("/").rpartition("://")
        http = HttpProfile(protocol=scheme or "https", endpoint=host, reqTimeout=ANSWER_SECONDS)
        profile = ClientProfile(httpProfile=http, language="en-US")
        return VclmClient(Credential(*self._secrets), self._region, profile)


def order(request: AnimateRequest, picture: str) -> JSON:
    """The body of an order: the clip has the picture's aspect."""
    return {
        "Prompt": shortened(request.paint.prompt) or request.shot.camera,
        "Image": {"Base64": picture},
        "Resolution": f"{request.resolution}p",
        "LogoAdd": 0,  # the film is marked as AI's work by its editor; needs the console's consent
    }


def shortened(prompt: str, most: int = MOST_PROMPT) -> str:
    """As much of a prompt as fits, to the end of a sentence, else of a clause, else of a word."""
    text = prompt.strip()
    if len(text) <= most:
        return text
    begun = text[: most + 1]
    for marks in (SENTENCES, CLAUSES):
        # A mark between Latin words counts only before a space: not that of f/1.8.
        found = list(re.finditer(rf"[{re.escape(marks)}]|[{LATIN[marks]}](?=\s)", begun))
        ends = [match.start() for match in found if most // 2 <= match.start() < most]
        if ends:
            return begun[: ends[-1]].rstrip()
    space = begun.rfind(" ", most // 2)
    return begun[: space if space > 0 else most].rstrip()


def inside(answer: JSON, wait: float | None = None) -> JSON:
    """What is in an envelope. The SDK overlooks errors of which the type is not exactly its own."""
    response = cast(JSON, answer["Response"])
    error = cast(JSON, response.get("Error") or {})
    if error:
        raise refused(str(error.get("Code")), str(error.get("Message")), wait)
    return response


def refused(code: str, message: str, wait: float | None = None) -> ProviderError:
    """A refusal in Tencent's words."""
    kind = kind_of(code) or Kind.BAD_REQUEST
    return ProviderError(NAME, kind, f"{code} {brief(message)}", wait)


def bad_end(code: str, message: str) -> ProviderError:
    """Why there will be no clip. Failed tasks are not billed."""
    kind = kind_of(code)
    kind = Kind.FAILED if kind in (None, Kind.PASSING, Kind.BUSY) else kind
    return ProviderError(NAME, kind, f"{code} {brief(message)}")


def kind_of(code: str) -> Kind | None:
    """What Tencent's code means."""
    return next((kind for begins, kind in MEANINGS if re.match(begins, code)), None)
