"""Any model with open weights, by a ComfyUI server: a workflow as a file makes pictures or clips.

`POST /prompt` takes the workflow, and an id that we choose; its progress comes over a websocket,
its end from `/history/{id}`, its files from `/view`. The server is the operator's own: it may be
on a private network, and costs nothing per use.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID, uuid4, uuid5

import aiohttp

from generation.errors import Kind, ProviderError
from generation.model import Clip, Keyframe, Role, Ticket
from generation.providers.contract import (
    Add,
    AnimateRequest,
    Bench,
    Capabilities,
    Member,
    PaintRequest,
    Unsure,
    Variable,
    frame_size,
)
from generation.providers.wire.fetch import Home
from generation.providers.wire.graph import BadGraph, Graph, Values
from generation.providers.wire.media import bring_clip, bring_picture, jpeg
from generation.providers.wire.progress import listening
from generation.providers.wire.waiting import Pace, until_done
from generation.providers.wire.web import JSON, Web

NAME = "comfyui"
ORDERS = UUID("8e9a3e7c-5c56-4b0a-9d0e-0a1c3d7f4b21")  # the namespace of our orders' ids
MARK = "reelroom"  # where older servers, which choose the ids themselves, keep an order's name
RECENT = "200"  # entries of the history that are looked through for an order
LONGEST_SIDE = 2048
PATIENCE = 4 * 3600.0  # one graphics card, and a whole film's shots in its queue
CLIPS, PICTURES = (
    frozenset({".mp4", ".mov", ".webm"}),
    frozenset({".png", ".jpg", ".jpeg", ".webp"}),
)
SECONDS, RESOLUTIONS = "2,3,4,5", "480,720"
# Errors of a workflow that the operator has to mend: a model or a node is not there.
OPERATORS = frozenset(
    {"value_not_in_list", "missing_node_type", "invalid_prompt", "prompt_no_outputs", "no_prompt"}
)

SETTINGS = (
    Variable("COMFYUI_URL", "Address of a ComfyUI server, such as http://127.0.0.1:8188"),
    Variable("COMFYUI_IMAGE_GRAPH", "Workflow for pictures: flux, qwen-image, or a file"),
    Variable(
        "COMFYUI_VIDEO_GRAPH", "Workflow for clips: wan22-i2v, hunyuan-i2v, ltx-i2v, or a file"
    ),
    Variable("COMFYUI_SECONDS", "Lengths of clips that the workflow is good for", SECONDS),
    Variable("COMFYUI_RESOLUTIONS", "Shorter sides that the workflow is good for", RESOLUTIONS),
    Variable("COMFYUI_TOKEN", "Bearer token, for a server behind a gateway"),
)


def register(add: Add, env: Mapping[str, str]) -> None:
    """A server with a workflow for pictures paints, with one for clips animates."""
    url = env.get("COMFYUI_URL")
    if not url:
        return
    roles: tuple[tuple[Role, str], ...] = (
        ("painter", "COMFYUI_IMAGE_GRAPH"),
        ("animator", "COMFYUI_VIDEO_GRAPH"),
    )
    for role, variable in roles:
        if name := env.get(variable):
            add(member(role, variable, name, url, env))


def member(role: Role, variable: str, name: str, url: str, env: Mapping[str, str]) -> Member:
    """One of the two; it says what is wrong with its workflow."""
    graph, needs = Graph(name, {}), ""
    try:
        graph = Graph.read(name)
    except BadGraph as error:
        needs = f"{variable}: {error}"
    kind = Painter if role == "painter" else Animator
    pace = Pace.read(env, PATIENCE)
    provider = kind(url, graph=graph, token=env.get("COMFYUI_TOKEN", ""), pace=pace)
    can = Capabilities()
    if role == "animator":
        can = Capabilities(
            seconds=tuple(float(s) for s in numbers(env.get("COMFYUI_SECONDS") or SECONDS)),
            resolutions=tuple(
                round(r) for r in numbers(env.get("COMFYUI_RESOLUTIONS") or RESOLUTIONS)
            ),
            first_frame="image" in graph.places,
        )
    return Member(role, provider, graph.name, price=0, can=can, remote=True, needs=needs)


def numbers(text: str) -> list[float]:
    """`5, 2` → 2, 5."""
    return sorted(float(n) for n in text.split(",") if n.strip())


class Server:
    """What pictures and clips have in common."""

    def __init__(
        self, url: str, *, graph: Graph, token: str = "", pace: Pace | None = None
    ) -> None:
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._web = Web(NAME, url.rstrip("/"), lambda: self._headers, kind_of)
        self._home = Home(self._web.base_url, self._headers)
        self._graph, self._pace = graph, pace or Pace()
        self.model = graph.name

    @property
    def name(self) -> str:
        return NAME

    async def cancel(self, ticket: Ticket) -> None:
        try:
            await self._web.post("/queue", {"delete": [ticket.task]})
            queue = await self._web.get("/queue")
            # Older servers stop whatever runs, so we look first whether that is ours.
            if ticket.task in ids(queue, "queue_running"):
                await self._web.post("/interrupt", {"prompt_id": ticket.task})
        except ProviderError as error:
            if error.kind not in (Kind.BAD_REQUEST, Kind.LOST):
                raise

    async def probe(self) -> str:
        answer = await self._web.get("/system_stats")
        system = cast(JSON, answer.get("system") or {})
        devices = [str(d.get("name")) for d in cast(list[JSON], answer.get("devices") or [])]
        version = system.get("comfyui_version", "of unknown version")
        return f"ComfyUI {version} on {', '.join(devices) or 'no device'}, {self.model}"

    async def _find(self, unsure: Unsure) -> Ticket | None:
        """The task of an order, by our id or, on older servers, by the name that we left there."""
        ours = order_id(unsure.order)
        queue = await self._web.get("/queue")  # first, for tasks go from here to the history
        waiting = [*entries(queue, "queue_running"), *entries(queue, "queue_pending")]
        history = await self._web.get("/history", params={"max_items": RECENT})
        for entry in [*waiting, *(cast(JSON, e).get("prompt") for e in history.values())]:
            if isinstance(entry, list) and len(cast(list[Any], entry)) > 3:
                _, task, _, extra = cast(list[Any], entry)[:4]
                named = isinstance(extra, dict) and cast(JSON, extra).get(MARK) == unsure.order
                if task == ours or (named and task not in unsure.known):
                    return Ticket(provider=NAME, task=str(task))
        return None

    async def _start(self, values: Values, bench: Bench) -> Ticket:
        """Order the workflow with these values."""
        ours = order_id(bench.order)
        body: JSON = {
            "prompt": self._graph.filled(values),
            "prompt_id": ours,
            "client_id": ours,
            "extra_data": {MARK: bench.order},
        }
        answer = await self._web.submit("/prompt", body)
        if not answer.get("prompt_id"):
            raise self._web.error(Kind.UNKNOWN_SUBMIT, answer)
        return Ticket(provider=NAME, task=str(answer["prompt_id"]))

    async def _collect(self, ticket: Ticket, bench: Bench, endings: frozenset[str]) -> str:
        """Wait for a task, telling its progress; the address of its result."""
        client, task = order_id(bench.order), ticket.task
        weights = self._graph.weights
        first = True
        async with listening(
            self._web.base_url, self._headers, client, task, weights, bench.tell
        ) as news:

            async def look() -> JSON | None:
                nonlocal first
                if not first:
                    await news.over(self._pace.longest if news.open else self._pace.first)
                first = False
                return await self._ended(task)

            def tell(done: float, of: float) -> None:
                if not news.heard:
                    bench.tell(done, of)

            # The news are waited for, not the pace.
            brisk = replace(self._pace, first=0.01, longest=0.01)
            entry = await until_done(NAME, look, brisk, tell)
        file = result(entry, endings)
        wanted = {key: str(file.get(key, "")) for key in ("filename", "subfolder", "type")}
        return f"{self._web.base_url}/view?{urlencode(wanted)}"

    async def _ended(self, task: str) -> JSON | None:
        """The history of a task that ended; None while it waits or runs. `LOST` when the server
        knows nothing of it, such as after its restart."""
        if entry := (await self._web.get(f"/history/{task}")).get(task):
            return cast(JSON, entry)
        queue = await self._web.get("/queue")
        if task in ids(queue, "queue_running") | ids(queue, "queue_pending"):
            return None
        # It may have ended between the two questions.
        if entry := (await self._web.get(f"/history/{task}")).get(task):
            return cast(JSON, entry)
        raise ProviderError(
            NAME, Kind.LOST, f"unknown: {task} is neither queued nor in the history"
        )

    async def _upload(self, keyframe: Keyframe, bench: Bench) -> str:
        """Lay a keyframe where workflows find it; its name there."""
        name = f"{MARK}-{PurePosixPath(keyframe.file.ref).stem}.jpg"
        picture = await asyncio.to_thread(jpeg, keyframe, bench, LONGEST_SIDE)
        form = aiohttp.FormData()
        form.add_field("image", picture, filename=name, content_type="image/jpeg")
        form.add_field("overwrite", "true")
        answer = await self._web.post("/upload/image", form)
        folder = str(answer.get("subfolder") or "")
        return f"{folder}/{answer['name']}" if folder else str(answer["name"])


class Painter(Server):
    """Pictures by a workflow."""

    async def start(self, request: PaintRequest, bench: Bench) -> Ticket:
        values = Values(
            prompt=request.prompt,
            negative=request.negative,
            seed=request.seed,
            width=request.width,
            height=request.height,
        )
        return await self._start(values, bench)

    async def collect(self, request: PaintRequest, ticket: Ticket, bench: Bench) -> Keyframe:
        url = await self._collect(ticket, bench, PICTURES)
        return await bring_picture(url, bench, request.made_by(NAME, self.model), self._home)

    async def find(self, request: PaintRequest, unsure: Unsure) -> Ticket | None:
        return await self._find(unsure)


class Animator(Server):
    """Clips by a workflow."""

    async def start(self, request: AnimateRequest, bench: Bench) -> Ticket:
        width, height = size(request)
        image = ""
        if "image" in self._graph.places:
            image = await self._upload(request.keyframe, bench)
        values = Values(
            prompt=request.paint.prompt,
            negative=request.paint.negative,
            seed=request.seed,
            width=width,
            height=height,
            seconds=request.seconds,
            image=image,
        )
        return await self._start(values, bench)

    async def collect(self, request: AnimateRequest, ticket: Ticket, bench: Bench) -> Clip:
        url = await self._collect(ticket, bench, CLIPS)
        moving = await bring_clip(NAME, url, bench, self._home)
        made = request.made_by(NAME, self.model)
        return Clip(seconds=moving.seconds, provenance=made, file=moving.file)

    async def find(self, request: AnimateRequest, unsure: Unsure) -> Ticket | None:
        return await self._find(unsure)


def size(request: AnimateRequest) -> tuple[int, int]:
    """Width and height of a clip, in the film's aspect."""
    return frame_size(request.aspect, cast(Any, request.resolution))


def order_id(order: str) -> str:
    """The id that an order gets; another each time for one without a name."""
    return str(uuid5(ORDERS, order) if order else uuid4())


def entries(queue: JSON, which: str) -> list[list[Any]]:
    """What is queued, each `[number, id, workflow, extra data, outputs]`."""
    return cast(list[list[Any]], queue.get(which) or [])


def ids(queue: JSON, which: str) -> set[str]:
    """The ids of what is queued."""
    return {str(entry[1]) for entry in entries(queue, which)}


def kind_of(status: int, body: JSON) -> Kind | None:
    """What the refusal of a workflow means."""
    error: Any = body.get("error")
    if status != 400 or not isinstance(error, dict):
        return None
    errors = [cast(JSON, error)]
    for node in cast(dict[str, JSON], body.get("node_errors") or {}).values():
        errors += cast(list[JSON], node.get("errors") or [])
    known = any(e.get("type") in OPERATORS for e in errors)
    return Kind.ACCOUNT if known else Kind.BAD_REQUEST


def result(entry: JSON, endings: frozenset[str]) -> JSON:
    """The file that a workflow ended with: a kept one before a preview. Raises `ProviderError`
    when it failed, or made nothing of this kind."""
    status = cast(JSON, entry.get("status") or {})
    if status.get("status_str") == "error":
        raise ProviderError(NAME, Kind.FAILED, why(status))
    files = [
        cast(JSON, file)
        for output in cast(dict[str, JSON], entry.get("outputs") or {}).values()
        for made in output.values()
        if isinstance(made, list)
        for file in cast(list[Any], made)
        if isinstance(file, dict)
    ]
    fitting = [f for f in files if PurePosixPath(str(f.get("filename"))).suffix.lower() in endings]
    if not fitting:
        names = [f.get("filename") for f in files]
        raise ProviderError(NAME, Kind.FAILED, f"no_output: the workflow made {names}")
    return min(fitting, key=lambda f: f.get("type") != "output")


def why(status: JSON) -> str:
    """Why a workflow failed, in the server's words."""
    for kind, data in reversed(cast(list[tuple[str, JSON]], status.get("messages") or [])):
        if kind == "execution_error":
            where = f"{data.get('node_type')} {data.get('node_id')}"
            return f"{data.get('exception_type')} in {where}: {data.get('exception_message')}"
        if kind == "execution_interrupted":
            return f"{kind} at {data.get('node_type')} {data.get('node_id')}"
    return "error"
