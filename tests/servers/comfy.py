"""ComfyUI's stand-in: workflows checked node by node, a queue, a history, files, a websocket."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from aiohttp import WSMsgType, web

from tests.servers.stand import JSON, Stand, Task

# Node classes of ComfyUI with the inputs that each must have; those of files with what is there.
# From nodes.py and comfy_extras/*.py of https://github.com/comfyanonymous/ComfyUI
NODES: dict[str, frozenset[str]] = {
    name: frozenset(inputs.split())
    for name, inputs in {
        "BasicGuider": "model conditioning",
        "BasicScheduler": "model scheduler steps denoise",
        "CheckpointLoaderSimple": "ckpt_name",
        "CLIPLoader": "clip_name type",
        "CLIPTextEncode": "text clip",
        "CLIPVisionEncode": "clip_vision image crop",
        "CLIPVisionLoader": "clip_name",
        "ConditioningZeroOut": "conditioning",
        "CreateVideo": "images fps",
        "DualCLIPLoader": "clip_name1 clip_name2 type",
        "EmptySD3LatentImage": "width height batch_size",
        "FluxGuidance": "conditioning guidance",
        "HunyuanImageToVideo": "positive vae width height length batch_size guidance_type",
        "KSampler": "model positive negative latent_image seed steps cfg sampler_name scheduler"
        " denoise",
        "KSamplerAdvanced": "model positive negative latent_image add_noise noise_seed steps cfg"
        " sampler_name scheduler start_at_step end_at_step return_with_leftover_noise",
        "KSamplerSelect": "sampler_name",
        "LoadImage": "image",
        "LTXVConditioning": "positive negative frame_rate",
        "LTXVImgToVideo": "positive negative vae image width height length batch_size strength",
        "LTXVScheduler": "steps max_shift base_shift stretch terminal",
        "ModelSamplingAuraFlow": "model shift",
        "ModelSamplingSD3": "model shift",
        "RandomNoise": "noise_seed",
        "SamplerCustom": "model add_noise noise_seed cfg positive negative sampler sigmas"
        " latent_image",
        "SamplerCustomAdvanced": "noise guider sampler sigmas latent_image",
        "SaveImage": "images filename_prefix",
        "SaveVideo": "video filename_prefix format codec",
        "TextEncodeHunyuanVideo_ImageToVideo": "clip clip_vision_output prompt image_interleave",
        "UNETLoader": "unet_name weight_dtype",
        "VAEDecode": "samples vae",
        "VAEDecodeTiled": "samples vae tile_size overlap temporal_size temporal_overlap",
        "VAELoader": "vae_name",
        "WanImageToVideo": "positive negative vae width height length batch_size",
    }.items()
}
SAVES = {"SaveVideo": ".mp4", "SaveImage": ".png"}
WHOLE = frozenset({"seed", "noise_seed", "width", "height", "length", "steps", "batch_size"})
STEPS = 4  # of a sampler here
TICK = 0.005


class Comfy(Stand):
    """`token`: what a gateway in front of it asks for. `mints`: an older server, which gives tasks
    ids of its own. `silent`: it refuses websockets. `missing`: files that it does not have.
    `preface`: what a websocket hears first."""

    name = "comfy"
    token = ""
    mints = False
    silent = False
    missing: frozenset[str] = frozenset()
    preface: list[str] = []

    def settings(self) -> dict[str, str]:
        graphs = {"COMFYUI_IMAGE_GRAPH": "qwen-image", "COMFYUI_VIDEO_GRAPH": "wan22-i2v"}
        return {"COMFYUI_URL": self.url, **graphs}

    def routes(self) -> None:
        add = self.app.router
        add.add_get("/ws", self._socket)
        add.add_get("/system_stats", self.at("probe", self._stats))
        add.add_post("/upload/image", self.at("probe", self._upload))
        add.add_post("/prompt", self.at("submit", self._prompt))
        add.add_get("/history", self.at("list", self._history))
        add.add_get("/history/{id}", self.at("poll", self._history))
        add.add_get("/queue", self.at("list", self._queue))
        add.add_post("/queue", self.at("cancel", self._delete))
        add.add_post("/interrupt", self.at("cancel", self._interrupt))
        add.add_get("/view", self.at("result", self._view))
        self.app.middlewares.append(self._gateway)
        self.uploads: dict[str, bytes] = {}
        self._deleted: set[str] = set()

    @web.middleware
    async def _gateway(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if self.token and request.headers.get("Authorization") != f"Bearer {self.token}":
            return web.json_response({"error": "unauthorized"}, status=401)
        return cast(web.StreamResponse, await handler(request))

    async def _stats(self, request: web.Request) -> web.Response:
        system = {"os": "posix", "comfyui_version": "0.3.75", "python_version": "3.12"}
        devices = [{"name": "cuda:0 invented", "type": "cuda", "index": 0}]
        return web.json_response({"system": system, "devices": devices})

    async def _upload(self, request: web.Request) -> web.Response:
        form = await request.post()
        image = form.get("image")
        if not isinstance(image, web.FileField):
            return web.Response(status=400)
        self.uploads[image.filename] = image.file.read()
        return web.json_response({"name": image.filename, "subfolder": "", "type": "input"})

    # Orders

    async def _prompt(self, request: web.Request) -> web.Response:
        body = await self.body(request)
        graph = cast(dict[str, JSON], body.get("prompt") or {})
        if wrong := self._wrong(graph):
            return web.json_response(wrong, status=400)
        task = self.task("clip" if "SaveVideo" in classes(graph) else "picture", body)
        del self.tasks[task.id]
        task.id = str(uuid.uuid4()) if self.mints else str(body.get("prompt_id") or uuid.uuid4())
        self.tasks[task.id] = task
        answer = {"prompt_id": task.id, "number": len(self.tasks), "node_errors": {}}
        return web.json_response(answer)

    def _wrong(self, graph: dict[str, JSON]) -> JSON:
        """What `execution.validate_prompt` would say."""
        if not graph:
            return {"error": says("no_prompt", "No prompt provided"), "node_errors": []}
        if not SAVES.keys() & classes(graph):
            return {"error": says("prompt_no_outputs", "Prompt has no outputs"), "node_errors": []}
        for node, inner in graph.items():
            if inner["class_type"] not in NODES:
                text = f"Node '{inner['class_type']}' not found."
                return {"error": says("missing_node_type", text, node), "node_errors": {}}
        wrong = {node: list(self._errors(graph, inner)) for node, inner in graph.items()}
        errors = {
            node: {
                "errors": found,
                "dependent_outputs": [],
                "class_type": graph[node]["class_type"],
            }
            for node, found in wrong.items()
            if found
        }
        if not errors:
            return {}
        kind = "prompt_outputs_failed_validation"
        return {"error": says(kind, "Prompt outputs failed validation"), "node_errors": errors}

    def _errors(self, graph: dict[str, JSON], inner: JSON) -> Iterator[JSON]:
        inputs = cast(JSON, inner["inputs"])
        for name in sorted(NODES[inner["class_type"]] - inputs.keys()):
            yield says("required_input_missing", "Required input is missing", name)
        for name, value in inputs.items():
            if isinstance(value, list) and cast(list[Any], value)[0] not in graph:
                yield says("bad_linked_input", "Bad linked input", name)
            elif name in WHOLE and not isinstance(value, int | list):
                yield says("invalid_input_type", "Failed to convert an input value to INT", name)
            elif isinstance(value, str) and value in self.missing:
                yield says("value_not_in_list", "Value not in list", f"{name}: '{value}' not in []")
        if inner["class_type"] == "LoadImage" and inputs["image"] not in self.uploads:
            yield says("custom_validation_failed", "Custom validation failed for node", "image")

    # What is known

    async def _history(self, request: web.Request) -> web.Response:
        wanted = request.match_info.get("id")
        known = {
            task.id: await self._entry(task)
            for task in [*self.tasks.values()]
            if wanted in (None, task.id)
            and task.ended
            and task.outcome != "lost"
            and task.id not in self._deleted
        }
        return web.json_response(known)

    async def _entry(self, task: Task) -> JSON:
        entry: JSON = {"prompt": self._queued(task), "outputs": {}, "meta": {}}
        if task.cancelled or task.outcome != "made":
            kind, data = self._end(task)
            status = {"status_str": "error", "completed": False, "messages": [[kind, data]]}
            return {**entry, "status": status}
        if not task.file:
            await self._make(task)
        return {
            **entry,
            "outputs": {node: output(task) for node, inner in nodes(task) if saves(inner)},
            "status": {"status_str": "success", "completed": True, "messages": []},
        }

    def _end(self, task: Task) -> tuple[str, JSON]:
        """The message that a task ends with."""
        about: JSON = {"prompt_id": task.id, "node_id": "sampled", "node_type": "KSampler"}
        if task.cancelled:
            return "execution_interrupted", {**about, "executed": []}
        if task.outcome == "made":
            return "execution_success", {"prompt_id": task.id}
        words = {"exception_type": task.code, "exception_message": task.message, "traceback": []}
        return "execution_error", {**about, **words}

    async def _make(self, task: Task) -> None:
        texts = [str(i["inputs"].get("text") or i["inputs"].get("prompt")) for _, i in nodes(task)]
        prompt = next((t for t in texts if t != "None"), "")
        inputs = {k: v for _, inner in nodes(task) for k, v in inner["inputs"].items()}
        width, height = int(inputs["width"]), int(inputs["height"])
        if task.kind == "picture":
            task.file = await self.media.picture(prompt, width, height, int(inputs["seed"]))
            task.mime = "image/png"
            return
        name = next((i["inputs"]["image"] for _, i in nodes(task) if loads(i)), "")
        picture = self.uploads.get(name, b"")
        seconds = inputs["length"] / inputs["fps"]
        task.file = await self.media.clip(prompt, picture, seconds, width, height)
        task.mime = "video/mp4"

    def _queued(self, task: Task) -> list[Any]:
        body = task.request
        extra = {**body.get("extra_data", {}), "client_id": body.get("client_id")}
        return [1.0, task.id, body["prompt"], extra, ["save"]]

    async def _queue(self, request: web.Request) -> web.Response:
        here = [t for t in self.tasks.values() if t.id not in self._deleted]
        return web.json_response(
            {
                "queue_running": [self._queued(t) for t in here if t.running],
                "queue_pending": [self._queued(t) for t in here if t.pending],
            }
        )

    async def _delete(self, request: web.Request) -> web.Response:
        for wanted in (await self.body(request)).get("delete", []):
            task = self.tasks.get(wanted)
            if task and task.pending:
                task.cancelled = True
                self._deleted.add(task.id)
        return web.Response()

    async def _interrupt(self, request: web.Request) -> web.Response:
        wanted = (await self.body(request)).get("prompt_id")
        for task in self.tasks.values():
            if task.running and wanted in (None, task.id):
                task.cancelled = True
        return web.Response()

    async def _view(self, request: web.Request) -> web.StreamResponse:
        wanted = request.query
        if ".." in wanted.get("filename", "") or wanted.get("type") != "output":
            return web.Response(status=400)
        for task in self.tasks.values():
            if task.file and output(task)["images"][0]["filename"] == wanted.get("filename"):
                request.match_info["name"] = task.id
                return await self._file(request)
        return web.Response(status=404)

    # News

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if self.silent:
            return web.Response(status=403)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        client = request.query.get("clientId", "")
        status = {"status": {"exec_info": {"queue_remaining": 0}}, "sid": client}
        await socket.send_json({"type": "status", "data": status})
        for message in self.preface:
            await socket.send_str(message)
        news = asyncio.create_task(self._report(socket, client))
        async for message in socket:
            if message.type == WSMsgType.ERROR:
                break
        news.cancel()
        return socket

    async def _report(self, socket: web.WebSocketResponse, client: str) -> None:
        """Tell a client what its tasks do, in the order in which ComfyUI would."""
        told: dict[str, int] = {}
        while not socket.closed:
            for task in [*self.tasks.values()]:
                if (
                    task.request.get("client_id") != client
                    or task.pending
                    or task.outcome == "lost"
                ):
                    continue
                messages = [*self._messages(task)]
                share = 1.0 if task.ended else task.age / task.seconds
                until = len(messages) if task.ended else int(share * (len(messages) - 2))
                for message in messages[told.get(task.id, 0) : until]:
                    await socket.send_str(json.dumps(message))
                    await socket.send_bytes(b"\0\0\0\1\0\0\0\1 a preview")
                told[task.id] = max(until, told.get(task.id, 0))
            await asyncio.sleep(TICK)

    def _messages(self, task: Task) -> Iterator[JSON]:
        def say(kind: str, **data: Any) -> JSON:
            return {"type": kind, "data": {**data, "prompt_id": task.id}}

        yield say("execution_start", timestamp=0)
        yield say("execution_cached", nodes=[], timestamp=0)
        for node, inner in nodes(task):
            yield say("executing", node=node, display_node=node)
            if "Sampler" in inner["class_type"] and "Select" not in inner["class_type"]:
                for step in range(1, STEPS + 1):
                    yield say("progress", value=step, max=STEPS, node=node)
            if saves(inner):
                yield say("executed", node=node, display_node=node, output=output(task))
        kind, data = self._end(task)
        yield {"type": kind, "data": data}
        yield say("executing", node=None)


def says(kind: str, message: str, details: str = "") -> JSON:
    """An error as ComfyUI writes it."""
    return {"type": kind, "message": message, "details": details, "extra_info": {}}


def nodes(task: Task) -> list[tuple[str, JSON]]:
    """The nodes of a task's workflow."""
    return list(cast(dict[str, JSON], task.request["prompt"]).items())


def classes(graph: dict[str, JSON]) -> set[str]:
    """The classes of a workflow's nodes."""
    return {str(inner.get("class_type")) for inner in graph.values()}


def saves(inner: JSON) -> bool:
    """Whether a node writes a file."""
    return inner["class_type"] in SAVES


def loads(inner: JSON) -> bool:
    """Whether a node reads an uploaded picture."""
    return inner["class_type"] == "LoadImage"


def output(task: Task) -> JSON:
    """What the node that saves tells about its file."""
    kind, inputs = next((i["class_type"], i["inputs"]) for _, i in nodes(task) if saves(i))
    prefix = Path(str(inputs["filename_prefix"]))
    name = f"{prefix.name}_{task.id[:8]}_00001_{SAVES[kind]}"
    images = [{"filename": name, "subfolder": str(prefix.parent), "type": "output"}]
    return {"images": images, **({"animated": [True]} if kind == "SaveVideo" else {})}
