"""DashScope (Alibaba Cloud Model Studio) by plain HTTP: its endpoint, its errors, its tasks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from urllib.parse import quote, urlsplit

import aiohttp

from generation.errors import Kind, ProviderError
from generation.providers.contract import Unsure, Variable
from generation.providers.wire.web import JSON, Web

BASE_URL = "https://dashscope.aliyuncs.com"
INTL = "https://dashscope-intl.aliyuncs.com"
API = "/api/v1"
KEY, ENDPOINT = "DASHSCOPE_API_KEY", "DASHSCOPE_BASE_URL"
SETTINGS = (
    Variable(KEY, "Key for Wan, Qwen-Image and Qwen TTS: https://bailian.console.aliyun.com"),
    Variable(ENDPOINT, f"DashScope's endpoint, of the key's region; Singapore: {INTL}", BASE_URL),
)
TIMEOUT = aiohttp.ClientTimeout(total=300, connect=15, sock_read=295)  # a 2K picture takes minutes

# The beginnings of the vendor's codes, in lower case; the first that fits counts.
# https://help.aliyun.com/zh/model-studio/error-code
CODES: tuple[tuple[str, Kind], ...] = (
    ("ipinfringement", Kind.MODERATED_INPUT),
    ("throttling", Kind.BUSY),
    ("arrearage", Kind.ACCOUNT),
    ("allocationquota", Kind.ACCOUNT),  # the free allowance is used up
    ("prepaidbilloverdue", Kind.ACCOUNT),
    ("postpaidbilloverdue", Kind.ACCOUNT),
    ("commoditynotpurchased", Kind.ACCOUNT),
    ("accessdenied", Kind.ACCOUNT),
    ("model.accessdenied", Kind.ACCOUNT),
    ("workspace.accessdenied", Kind.ACCOUNT),
    ("invalidapikey", Kind.ACCOUNT),
    ("invalidparameter", Kind.BAD_REQUEST),
    ("badrequest", Kind.BAD_REQUEST),
    ("invalidurl", Kind.BAD_REQUEST),
    ("model.notexist", Kind.BAD_REQUEST),
    ("modelnotfound", Kind.BAD_REQUEST),
    ("unsupportedoperation", Kind.BAD_REQUEST),
    ("internalerror", Kind.PASSING),
    ("serviceunavailable", Kind.PASSING),
    ("systemerror", Kind.PASSING),
    ("modelunavailable", Kind.PASSING),
)
NOT_BILLED = frozenset({Kind.PASSING, Kind.BUSY})  # such a task was given up

SKEW = timedelta(seconds=90)  # how far the vendor's clock may be from ours
KEPT = timedelta(hours=24)  # how long the list knows a task
PAGE, PAGES = 100, 20  # tasks of one page, and pages that are read


def dashscope(provider: str, env: Mapping[str, str]) -> Web | None:
    """The endpoint, where there is a key for it."""
    if not (key := env.get(KEY)):
        return None
    base = (env.get(ENDPOINT) or BASE_URL).rstrip("/").removesuffix(API)
    headers = {"Authorization": f"Bearer {key}"}
    return Web(provider, base, lambda: headers, kind_of, timeout=TIMEOUT)


def kind_of(status: int, body: JSON) -> Kind | None:
    """What an answer means; failed tasks come with status 200 and are read by `look`."""
    if status < 300:
        return None
    return kind_of_code(str(body.get("code", "")), str(body.get("message", "")))


def kind_of_code(code: str, message: str, moderated: Kind = Kind.MODERATED_INPUT) -> Kind | None:
    """What one of the vendor's codes means; `moderated` where it leaves open what was refused."""
    word = code.lower()
    if "datainspection" in word.replace("_", ""):
        if message.startswith("Output data"):
            return Kind.MODERATED_OUTPUT
        return Kind.MODERATED_INPUT if message.startswith("Input data") else moderated
    return next((kind for beginning, kind in CODES if word.startswith(beginning)), None)


async def look(web: Web, task: str) -> JSON | None:
    """The output of a task that succeeded, None for one that is not done.

    Raises `ProviderError`: `FAILED` for one that ended without a result, which is not billed;
    `LOST` for one that the vendor does not know, or no longer."""
    answer = await web.get(f"{API}/tasks/{quote(task, safe='')}")
    output = cast(JSON, answer.get("output") or {})
    status = output.get("task_status")
    if status in ("PENDING", "RUNNING", "SUSPENDED"):
        return None
    if status == "SUCCEEDED":
        return output
    code, message = str(output.get("code", status)), str(output.get("message", ""))
    if status in ("FAILED", "CANCELED"):
        kind = kind_of_code(code, message, Kind.MODERATED_OUTPUT) or Kind.FAILED
        kind = Kind.FAILED if kind in NOT_BILLED else kind
    else:
        kind = Kind.LOST
    raise ProviderError(web.provider, kind, f"{code}: {message}")


async def cancel(web: Web, task: str) -> None:
    """Cancel a task that has not begun; the vendor refuses it for all others."""
    try:
        await web.post(f"{API}/tasks/{quote(task, safe='')}/cancel", {})
    except ProviderError as error:
        if error.kind not in (Kind.BAD_REQUEST, Kind.LOST):
            raise


async def candidates(web: Web, model: str, unsure: Unsure) -> list[str]:
    """The tasks of a model, accepted since then, that belong to no order we know.

    Raises `UNKNOWN_SUBMIT` where the list does not reach that far."""
    # No times are asked for: the list gives the last day by itself, and of which zone the times
    # of its filters are, nobody says. A wrong one would hide a task, and it would be paid twice.
    earliest, found = unsure.since - SKEW, list[str]()
    if datetime.now(UTC) - earliest > KEPT:
        raise ProviderError(web.provider, Kind.UNKNOWN_SUBMIT, "older than the list of tasks")
    for page in range(1, PAGES + 1):
        params = {"model_name": model, "page_size": str(PAGE), "page_no": str(page)}
        answer = await web.get(f"{API}/tasks/", params=params)
        for entry in cast(list[JSON], answer.get("data") or []):
            accepted = int(entry.get("gmt_create") or 0) / 1000
            if not accepted or accepted >= earliest.timestamp():
                found.append(str(entry.get("task_id")))
        if page >= int(answer.get("total_page") or 1):
            return [task for task in dict.fromkeys(found) if task not in unsure.known]
    raise ProviderError(web.provider, Kind.UNKNOWN_SUBMIT, "too many tasks to look through")


async def probe(web: Web) -> str:
    """How many tasks of the last day the vendor knows; costs nothing."""
    answer = await web.get(f"{API}/tasks/", params={"page_size": "1", "page_no": "1"})
    return f"{answer.get('total', 0)} tasks today"


def secure(url: Any) -> str:
    """An address of the vendor's object store by https: speech comes with plain http ones."""
    text = str(url or "")
    host = urlsplit(text).hostname or ""
    if text.startswith("http://") and host.endswith(".aliyuncs.com"):
        return "https://" + text.removeprefix("http://")
    return text
