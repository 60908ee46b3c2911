"""Wan by DashScope: a picture becomes a clip, or, with a `-t2v-` model, a text.

Orders, looks and cancellations go through `dashscope`'s `AsyncClient`, its repeats switched off.
Two of its doors stay closed. `videos.jobs.create` looks whether texts beside the prompt are paths,
and uploads the files; so an order's body goes to its transport as it stands, where no text is ever
looked into. `videos.jobs.list` looks for `tasks` where the vendor answers `data`.
"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

from generation.errors import Kind, ProviderError
from generation.model import Clip, Cost, Ticket
from generation.providers.contract import (
    Add,
    AnimateRequest,
    Bench,
    Capabilities,
    Member,
    Price,
    Unsure,
    Variable,
)
from generation.providers.wire import dashscope as wire
from generation.providers.wire import tls
from generation.providers.wire import wan as table
from generation.providers.wire.failures import kind_of_status, retry_after, words
from generation.providers.wire.media import bring_clip, data_uri
from generation.providers.wire.waiting import Pace, until_done
from generation.providers.wire.web import JSON, Web

if TYPE_CHECKING:
    from dashscope import AsyncClient
    from dashscope.v2.errors import DashScopeError
    from dashscope.v2.resources._jobs import Job

NAME = "wan"
DEFAULT = "wan2.2-i2v-plus"
SUBMIT = "/services/aigc/video-generation/video-synthesis"
ASYNC = {"X-DashScope-Async": "enable"}
RUNNING = frozenset({"PENDING", "RUNNING", "SUSPENDED"})
TIMEOUT = 120.0  # seconds without a word; an order carries megabytes of pictures
OFF = frozenset({"", "0", "off", "no", "false"})

SETTINGS = (
    *wire.SETTINGS,
    Variable("WAN_MODEL", f"Which Wan makes clips: {', '.join(table.models())}", DEFAULT),
    Variable("WAN_AUDIO", "`on`: clips with a sound, from models that leave the choice", "off"),
)
PRICES = {name: model.tariff(True) for name, model in table.models().items()}


def register(add: Add, env: Mapping[str, str]) -> None:
    """Wan animates where there is a key."""
    web = wire.dashscope(NAME, env)
    if web is None:
        return
    name = env.get("WAN_MODEL") or DEFAULT
    sound = env.get("WAN_AUDIO", "").lower() not in OFF
    wan = Wan(env[wire.KEY], web=web, model=name, sound=sound, pace=Pace.read(env))
    unknown = "" if table.model(name) else f"WAN_MODEL={DEFAULT}"
    tariff = () if unknown else wan.tariff
    add(Member("animator", wan, name, can=wan.can, tariff=tariff, remote=True, needs=unknown))


class Wan:
    """Clips by one of Wan's models."""

    def __init__(
        self,
        key: str,
        *,
        web: Web,
        model: str = DEFAULT,
        sound: bool = False,
        pace: Pace | None = None,
        timeout: float = TIMEOUT,
    ) -> None:
        self._key, self._web, self._sound, self._pace = key, web, sound, pace or Pace()
        self._timeout = timeout
        self._prompts: dict[str, str] = {}  # of tasks that are done, by their ids
        self.model, self._known = model, table.model(model) or table.models()[DEFAULT]

    @property
    def name(self) -> str:
        return NAME

    @property
    def can(self) -> Capabilities:
        """What the model can do."""
        return self._known.can(self._sound)

    @property
    def tariff(self) -> tuple[Price, ...]:
        """What the model costs."""
        return self._known.tariff(self._sound)

    async def start(self, request: AnimateRequest, bench: Bench) -> Ticket:
        body = await asyncio.to_thread(self._order, request, bench)
        async with self._client() as client:
            return Ticket(provider=NAME, task=await _submit(client, body))

    async def collect(self, request: AnimateRequest, ticket: Ticket, bench: Bench) -> Clip:
        async with self._client() as client:

            async def look() -> Job | None:
                return await _look(client, ticket.task)

            job = await until_done(NAME, look, self._pace, bench.tell)
        moving = await bring_clip(NAME, wire.secure(job.video_url), bench)
        made = request.made_by(NAME, self.model)
        told = {"seed": table.seed(request), "cost": self._cost(job)}
        provenance = made.model_copy(update=told)
        return Clip(seconds=moving.seconds, provenance=provenance, file=moving.file)

    async def cancel(self, ticket: Ticket) -> None:
        """Stop a task that is still waiting; one that has begun cannot be stopped."""
        async with self._client() as client:
            from dashscope.v2.errors import DashScopeError

            try:
                await client.videos.jobs.cancel(ticket.task)
            except (DashScopeError, ValueError) as error:
                failed = failure(error, submit=False)
                if failed.kind not in (Kind.BAD_REQUEST, Kind.LOST):
                    raise failed from None

    async def find(self, request: AnimateRequest, unsure: Unsure) -> Ticket | None:
        """The task that an order of unknown outcome made: one of this model, begun since, that
        belongs to no other order. The list does not say what was ordered, but a task that is done
        does; so this waits for those in question. Raises `UNKNOWN_SUBMIT` where several remain."""
        sent = table.prompt(self._known, request)
        async with self._client() as client:
            tasks = await wire.candidates(self._web, self.model, unsure)
            ours = [task for task in tasks if await self._is_ours(client, task, sent)]
        if len(ours) > 1:
            raise ProviderError(NAME, Kind.UNKNOWN_SUBMIT, f"{len(ours)} tasks may be it")
        return Ticket(provider=NAME, task=ours[0]) if ours else None

    async def probe(self) -> str:
        return await wire.probe(self._web)

    def _order(self, request: AnimateRequest, bench: Bench) -> JSON:
        """The body of an order, with its pictures."""
        frames = (request.keyframe, request.last if self._known.ends else None)
        wanted = frames if self._known.begins else (None, None)
        first, last = (data_uri(f, bench, table.LONGEST_SIDE) if f else "" for f in wanted)
        return table.order(self._known, self.model, request, first, last, self._sound)

    @asynccontextmanager
    async def _client(self) -> AsyncGenerator[AsyncClient]:
        import httpx

        sdk = await asyncio.to_thread(importlib.import_module, "dashscope")  # half a second
        base_url = self._web.base_url.rstrip("/") + wire.API
        # A client of ours has to know the endpoint and the key itself, and is ours to close.
        async with httpx.AsyncClient(
            base_url=base_url,
            headers={"Authorization": f"Bearer {self._key}"},
            verify=tls.context(),
            timeout=httpx.Timeout(self._timeout, connect=15),
        ) as http:
            yield sdk.AsyncClient(
                api_key=self._key, base_url=base_url, max_retries=0, http_client=http
            )

    async def _is_ours(self, client: AsyncClient, task: str, sent: str) -> bool:
        """Whether a task was made from what we sent, as far as the vendor says."""

        async def look() -> Job | None:
            return await _look(client, task)

        if task not in self._prompts:
            try:
                job = await until_done(NAME, look, self._pace, lambda done, of: None)
                self._prompts[task] = str((job.output or {}).get("orig_prompt") or "")
            except ProviderError as error:
                if error.kind in (Kind.PASSING, Kind.BUSY, Kind.ACCOUNT):
                    raise
                self._prompts[task] = ""  # it ended badly; nobody says from what it was made
        said = _squeezed(self._prompts[task])
        return _squeezed(sent).startswith(said)  # the vendor cuts what is too long

    def _cost(self, job: Job) -> Cost | None:
        """What was really made, at the list's price; None where the vendor does not say."""
        usage: Mapping[str, Any] = (job.usage.model_extra if job.usage else None) or {}
        seconds = usage.get("output_video_duration") or usage.get("duration")
        price = next((p for p in self.tariff if p.resolution == usage.get("SR")), None)
        if price is None or not isinstance(seconds, int | float):
            return None
        amount = round(price.amount * seconds, 6)
        guessed = price.checked == table.ASSUMED
        return Cost(amount=amount, currency=price.currency, estimated=guessed)


async def _submit(client: AsyncClient, body: JSON) -> str:
    """Send an order, once; its task."""
    from dashscope.v2.errors import DashScopeError, check_response

    try:
        response = await client.transport.request(
            "POST", SUBMIT, json=body, headers=ASYNC, sdk_module="aigc"
        )
        check_response(response)
        answer = response.json()
        return str(answer["output"]["task_id"])
    except (DashScopeError, ValueError, KeyError, TypeError) as error:
        raise failure(error, submit=True) from None  # the SDK's errors repeat what was sent


async def _look(client: AsyncClient, task: str) -> Job | None:
    """A task that succeeded; None for one that is not done."""
    from dashscope.v2.errors import DashScopeError

    try:
        job = await client.videos.jobs.fetch(task)
    except (DashScopeError, ValueError, AttributeError) as error:
        raise failure(error, submit=False) from None
    if job.status in RUNNING:
        return None
    if job.status == "SUCCEEDED" and job.video_url:
        return job
    ends = {"CANCELED": Kind.FAILED, "SUCCEEDED": Kind.LOST, "UNKNOWN": Kind.LOST}
    kind = ends.get(job.status, Kind.PASSING)
    raise ProviderError(NAME, kind, f"{job.status or 'no status'} {task}")


def failure(error: Exception, *, submit: bool) -> ProviderError:
    """What an error of the SDK means."""
    from dashscope.v2.errors import APIConnectionError, DashScopeError

    if isinstance(error, APIConnectionError):
        lost = submit and not _never_sent(error.__cause__)
        return ProviderError(NAME, Kind.UNKNOWN_SUBMIT if lost else Kind.PASSING, words(error))
    if not isinstance(error, DashScopeError):  # an answer that cannot be read
        return ProviderError(NAME, Kind.UNKNOWN_SUBMIT if submit else Kind.PASSING, words(error))
    detail = f"{error.code or error.status_code} {error.message}"
    if ended := _ended(error):
        return ProviderError(NAME, ended, detail)
    code, status = error.code or "", error.status_code or 500
    kind = wire.kind_of_code(code, error.message) or kind_of_status(status, submit=submit)
    if submit and "timeout" in code.lower():
        kind = Kind.UNKNOWN_SUBMIT
    return ProviderError(NAME, kind, detail, retry_after(error.headers))


def _ended(error: DashScopeError) -> Kind | None:
    """What the end of a task means, where the error is one: the SDK raises for those that failed.
    Never `BUSY` or `PASSING`, for it stays as it is."""
    body = cast("dict[str, Any]", error.body) if isinstance(error.body, dict) else {}
    output = cast("dict[str, Any]", body.get("output") or {})
    if output.get("task_status") != "FAILED":
        return None
    kind = wire.kind_of_code(error.code or "", error.message, Kind.MODERATED_OUTPUT)
    return Kind.FAILED if kind is None or kind in wire.NOT_BILLED else kind


def _never_sent(cause: BaseException | None) -> bool:
    """Whether the connection never stood."""
    import httpx

    never = (
        httpx.ConnectError,
        httpx.ConnectTimeout,
        httpx.PoolTimeout,
        httpx.ProxyError,
        httpx.UnsupportedProtocol,
        httpx.LocalProtocolError,
    )
    return isinstance(cause, never)


def _squeezed(text: str) -> str:
    return "".join(text.split())
