"""Painter and animator whose models run on the operator's own machine: nothing is paid."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from generation.model import Clip, Keyframe, Ticket
from generation.providers.contract import AnimateRequest, Bench, PaintRequest
from generation.providers.diffusion.engine import Engine
from generation.providers.diffusion.family import shown
from generation.providers.diffusion.orders import Order
from generation.providers.wire.media import keep_clip, keep_picture


@dataclass(frozen=True, slots=True)
class Wish:
    """What the operator set: a model, and how it is used; 0 and None leave it to the model."""

    model: str
    device: str = "auto"
    steps: int = 0
    guidance: float | None = None
    resolution: int = 0


class _Maker:
    def __init__(self, name: str, wish: Wish, engine: Engine) -> None:
        self.name, self.model = name, shown(wish.model)
        self._wish, self._engine = wish, engine

    async def cancel(self, ticket: Ticket) -> None:
        """Stop after the step that is being done."""
        self._engine.cancel(ticket.task)

    async def probe(self) -> str:
        """The device, its memory, and whether the model is here."""
        wish = self._wish
        words = await self._engine.make(Order(self.name, wish.model, "probe", wish.device))
        return str(words)

    def _ticket(self, bench: Bench) -> Ticket:
        return Ticket(provider=self.name, task=bench.order or uuid4().hex)


class ModelPainter(_Maker):
    """Text-to-image. An order costs nothing until it is collected, which does the work."""

    async def start(self, request: PaintRequest, bench: Bench) -> Ticket:
        """Give the work a name."""
        return self._ticket(bench)

    async def collect(self, request: PaintRequest, ticket: Ticket, bench: Bench) -> Keyframe:
        """Paint it: a PNG of the size that the model does best for the aspect. `bench.tell` hears
        the steps."""
        with TemporaryDirectory(
            dir=bench.scratch, prefix="model-", ignore_cleanup_errors=True
        ) as folder:
            out = Path(folder) / "keyframe.png"
            await self._engine.make(self.order(request, out), ticket.task, bench.tell)
            return await keep_picture(out, bench, request.made_by(self.name, self.model))

    def order(self, request: PaintRequest, out: Path) -> Order:
        """What the engine is asked for."""
        wish = self._wish
        return Order(
            provider=self.name,
            model=wish.model,
            work="picture",
            device=wish.device,
            prompt=request.prompt,
            negative=request.negative,
            seed=request.seed,
            aspect=request.aspect,
            resolution=wish.resolution,
            out=str(out),
            steps=wish.steps,
            guidance=wish.guidance,
        )


class ModelAnimator(_Maker):
    """Image-to-video, or text-to-video where the model takes no picture."""

    async def start(self, request: AnimateRequest, bench: Bench) -> Ticket:
        """Give the work a name."""
        return self._ticket(bench)

    async def collect(self, request: AnimateRequest, ticket: Ticket, bench: Bench) -> Clip:
        """Make it: an MP4 of at least the asked length, as far as the model goes. `bench.tell`
        hears the steps."""
        with TemporaryDirectory(
            dir=bench.scratch, prefix="model-", ignore_cleanup_errors=True
        ) as folder:
            out = Path(folder) / "clip.mp4"
            order = self.order(request, bench, out)
            await self._engine.make(order, ticket.task, bench.tell)
            moving = await keep_clip(self.name, out, bench)
        made = request.made_by(self.name, self.model)
        return Clip(seconds=moving.seconds, provenance=made, file=moving.file)

    def order(self, request: AnimateRequest, bench: Bench, out: Path) -> Order:
        """What the engine is asked for."""
        wish, last = self._wish, request.last
        return Order(
            provider=self.name,
            model=wish.model,
            work="clip",
            device=wish.device,
            prompt=request.paint.prompt,
            negative=request.paint.negative,
            seed=request.seed,
            aspect=request.aspect,
            resolution=request.resolution,
            seconds=request.seconds,
            first=str(bench.shelf.path(request.keyframe.file)),
            last=str(bench.shelf.path(last.file)) if last else "",
            out=str(out),
            steps=wish.steps,
            guidance=wish.guidance,
        )
