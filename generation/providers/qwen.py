"""Qwen-Image, hosted at DashScope: a prompt becomes a picture.

Most models answer the order with the picture's address, which is the ticket then. The two that can
also be ordered as tasks are, so that a restart while they paint loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar, cast

from generation.errors import Kind, ProviderError
from generation.model import Aspect, Keyframe, Provenance, Ticket
from generation.providers.contract import (
    Add,
    Bench,
    Capabilities,
    Member,
    PaintRequest,
    Price,
    Unsure,
    Variable,
)
from generation.providers.wire import dashscope
from generation.providers.wire.media import bring_picture
from generation.providers.wire.references import as_data_uris, guided
from generation.providers.wire.waiting import Pace, until_done
from generation.providers.wire.web import JSON, Web

T = TypeVar("T")

NAME = "qwen"
# The best of the documented ones: text in pictures, 2K. For less money and tasks: qwen-image-plus.
DEFAULT = "qwen-image-2.0-pro"
NOW = f"{dashscope.API}/services/aigc/multimodal-generation/generation"
AS_TASK = f"{dashscope.API}/services/aigc/text2image/image-synthesis"
TASK_HEADERS = {"X-DashScope-Async": "enable"}
BY_TASK = frozenset({"qwen-image", "qwen-image-plus"})
SEEDS = 2**31  # they are below this
MOST_NEGATIVE = 500  # characters; the vendor ignores the rest

SETTINGS = (
    *dashscope.SETTINGS,
    Variable(
        "QWEN_IMAGE_MODEL",
        "Which Qwen-Image paints; qwen-image-plus works on through our restarts",
        DEFAULT,
    ),
)

RESELLER = "https://docs.crazyrouter.com/images/qwen"  # "official price per picture"
PRICES = {
    "qwen-image": (Price(0.25, "CNY", "picture", "assumed", "assumed"),),
    "qwen-image-plus": (Price(0.2, "CNY", "picture", RESELLER, "2026-11-21"),),
    "qwen-image-max": (Price(0.5, "CNY", "picture", RESELLER, "2026-11-21"),),
    "qwen-image-2.0": (Price(0.2, "CNY", "picture", RESELLER, "2026-11-21"),),
    "qwen-image-2.0-pro": (Price(0.5, "CNY", "picture", RESELLER, "2026-11-21"),),
    "qwen-image-3.0": (Price(0.2, "CNY", "picture", "assumed", "assumed"),),
    "qwen-image-3.0-pro": (Price(0.5, "CNY", "picture", "assumed", "assumed"),),
}

Size = tuple[int, int]
Sizes = Mapping[Aspect, tuple[Size, ...]]
FIXED: Sizes = {
    "16:9": ((1664, 928),),
    "9:16": ((928, 1664),),
    "1:1": ((1328, 1328),),
    "4:3": ((1472, 1104),),
    "3:4": ((1104, 1472),),
}
# Any of 512² to 2048² pixels: multiples of 16 in exactly the film's shape, a little larger than
# films of 540, 720 and 1080 lines, for the camera to move in.
FREE: Sizes = {
    "16:9": ((1536, 864), (2048, 1152), (2560, 1440)),
    "9:16": ((864, 1536), (1152, 2048), (1440, 2560)),
    "1:1": ((1024, 1024), (1536, 1536), (2048, 2048)),
    "4:3": ((1280, 960), (1600, 1200), (2048, 1536)),
    "3:4": ((960, 1280), (1200, 1600), (1536, 2048)),
}
SIZES: Mapping[str, Sizes] = {
    "qwen-image": FIXED,
    "qwen-image-2": FREE,
    "qwen-image-3": FREE,  # unverified: that 3.0 takes the sizes of 2.0
}
# Pictures to follow; the models before 2.0 paint by words alone.
# https://www.alibabacloud.com/help/en/model-studio/qwen-image-generation-and-editing-api-reference
REFERENCES = {"qwen-image-2": 3, "qwen-image-2.1": 10, "qwen-image-3": 3}


def register(add: Add, env: Mapping[str, str]) -> None:
    """One painter, where there is a key for DashScope."""
    if web := dashscope.dashscope(NAME, env):
        model = env.get("QWEN_IMAGE_MODEL") or DEFAULT
        made = QwenByTask if model in BY_TASK else Qwen
        painter = made(web, model=model, pace=Pace.read(env))
        can = Capabilities(references=of_model(REFERENCES, model, 0))
        tariff = of_model(PRICES, model, ())
        add(Member("painter", painter, model, can=can, tariff=tariff, remote=True))


class Qwen:
    """Orders a picture and waits for its address."""

    name = NAME

    def __init__(self, web: Web, *, model: str = DEFAULT, pace: Pace | None = None) -> None:
        self._web, self.model, self._pace = web, model, pace or Pace()
        self._prompts: dict[str, str] = {}  # of tasks that are done, by their ids

    async def start(self, request: PaintRequest, bench: Bench) -> Ticket:
        """The ticket is the address of the picture, which lives for a day."""
        pictures = await as_data_uris(request, bench)
        answer = await self._web.submit(NOW, order_now(request, self.model, pictures))
        return Ticket(provider=self.name, task=self._address(_content(answer), "image"))

    async def collect(self, request: PaintRequest, ticket: Ticket, bench: Bench) -> Keyframe:
        """Bring the picture home, whichever kind of ticket leads to it."""
        address = ticket.task
        if "://" not in address:
            done = await self._done(ticket.task, bench.tell)
            address = self._address(_results(done), "url")
        return await bring_picture(address, bench, made_by(request, self.model))

    async def cancel(self, ticket: Ticket) -> None:
        """A picture that has an address is painted already."""
        if "://" not in ticket.task:
            await dashscope.cancel(self._web, ticket.task)

    async def probe(self) -> str:
        """How many tasks DashScope remembers."""
        return await dashscope.probe(self._web)

    async def _done(self, task: str, tell: Callable[[float, float], None]) -> JSON:
        """What a task made."""
        look = partial(dashscope.look, self._web, task)
        return await until_done(NAME, look, self._pace, tell)

    def _address(self, pictures: list[JSON], key: str) -> str:
        """The first address; a picture that was refused has a code in its place."""
        for picture in pictures:
            if url := dashscope.secure(picture.get(key)):
                return url
        first = pictures[0] if pictures else {}
        code, message = str(first.get("code", "")), str(first.get("message", ""))
        kind = dashscope.kind_of_code(code, message, Kind.MODERATED_OUTPUT) or Kind.LOST
        raise ProviderError(self.name, kind, f"{code or 'no picture'}: {message}".rstrip(": "))


class QwenByTask(Qwen):
    """Orders a picture as a task, which can be found again."""

    async def start(self, request: PaintRequest, bench: Bench) -> Ticket:
        """The ticket is the task."""
        answer = await self._web.submit(AS_TASK, order_task(request, self.model), TASK_HEADERS)
        task = cast(JSON, answer.get("output") or {}).get("task_id")
        if not task:
            raise ProviderError(self.name, Kind.UNKNOWN_SUBMIT, f"no task: {answer}")
        return Ticket(provider=self.name, task=str(task))

    async def find(self, request: PaintRequest, unsure: Unsure) -> Ticket | None:
        """The task that belongs to no other order and was made from our prompt, as far as the
        vendor says: it does for those that are done, so this waits for them.

        Raises `UNKNOWN_SUBMIT` where several remain."""
        tasks = await dashscope.candidates(self._web, self.model, unsure)
        ours = [task for task in tasks if await self._is_ours(task, request.prompt)]
        if len(ours) > 1:
            raise ProviderError(NAME, Kind.UNKNOWN_SUBMIT, f"{len(ours)} tasks may be it")
        return Ticket(provider=NAME, task=ours[0]) if ours else None

    async def _is_ours(self, task: str, prompt: str) -> bool:
        if task not in self._prompts:
            try:
                results = _results(await self._done(task, lambda waited, usual: None))
                self._prompts[task] = str(results[0].get("orig_prompt") or "") if results else ""
            except ProviderError as error:
                if error.kind in (Kind.PASSING, Kind.BUSY, Kind.ACCOUNT):
                    raise
                self._prompts[task] = ""  # it failed without a word on what it was
        return prompt.startswith(self._prompts[task])  # long ones are cut off


def order_now(request: PaintRequest, model: str, pictures: Sequence[str] = ()) -> JSON:
    """An order that is answered with the picture; `pictures` to follow are data URIs."""
    content = [*({"image": picture} for picture in pictures), {"text": guided(request)}]
    message = {"role": "user", "content": content}
    parameters = {**_parameters(request, model), **_negative(request)}
    return {"model": model, "input": {"messages": [message]}, "parameters": parameters}


def order_task(request: PaintRequest, model: str) -> JSON:
    """An order that is answered with a task."""
    given = {"prompt": request.prompt, **_negative(request)}
    return {"model": model, "input": given, "parameters": _parameters(request, model)}


def size(request: PaintRequest, model: str) -> Size:
    """The smallest of a model's sizes that the film fits in, or else its largest."""
    sizes = of_model(SIZES, model, FREE)[request.aspect]
    return next((s for s in sizes if s[0] >= request.width and s[1] >= request.height), sizes[-1])


def of_model(table: Mapping[str, T], model: str, otherwise: T) -> T:
    """The entry whose name is the longest beginning of a model's: versions have a date behind."""
    names = [name for name in table if model.startswith(name)]
    return table[max(names, key=len)] if names else otherwise


def made_by(request: PaintRequest, model: str) -> Provenance:
    """Who made the picture, with the seed that was sent."""
    return request.made_by(NAME, model).model_copy(update={"seed": request.seed % SEEDS})


def _parameters(request: PaintRequest, model: str) -> dict[str, Any]:
    width, height = size(request, model)
    return {
        "size": f"{width}*{height}",
        "n": 1,
        "seed": request.seed % SEEDS,
        "prompt_extend": False,
        "watermark": False,
    }


def _negative(request: PaintRequest) -> dict[str, str]:
    negative = request.negative[:MOST_NEGATIVE]
    return {"negative_prompt": negative} if negative else {}


def _results(output: JSON) -> list[JSON]:
    """The pictures of a task."""
    return cast(list[JSON], output.get("results") or [])


def _content(answer: JSON) -> list[JSON]:
    """What the vendor says: parts, one of them with a picture."""
    choices = cast(JSON, answer.get("output") or {}).get("choices") or [{}]
    message = cast(JSON, cast(list[JSON], choices)[0].get("message") or {})
    return cast(list[JSON], message.get("content") or [])
