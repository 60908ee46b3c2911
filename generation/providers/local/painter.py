"""The local painter: the illustrator's scene, seen by the camera at its first frame."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from generation.model import Keyframe, Ticket
from generation.providers.contract import Bench, PaintRequest
from generation.providers.local.recipe import scene_recipe


class LocalPainter:
    """Paints in layers, which stay in the bench's scratch folder for the animator."""

    name = "local"
    model = "illustrator-1"

    async def start(self, request: PaintRequest, bench: Bench) -> Ticket:
        """Nothing is ordered anywhere."""
        return Ticket(provider=self.name, task=str(request.seed))

    async def collect(self, request: PaintRequest, ticket: Ticket, bench: Bench) -> Keyframe:
        """The keyframe, painted now."""
        return await self.paint(request, bench)

    async def cancel(self, ticket: Ticket) -> None:
        """Whoever paints is told by the cancellation itself."""

    async def paint(self, request: PaintRequest, bench: Bench) -> Keyframe:
        """A PNG of exactly the asked size; the same request, the same bytes."""
        from generation.providers.local.camera import snap
        from generation.providers.local.studio import studio
        from generation.providers.local.swatches import swatches

        recipe = scene_recipe(request, await swatches(request, bench))
        with TemporaryDirectory(dir=bench.scratch, prefix="keyframe-") as folder:
            out = Path(folder) / "keyframe.png"
            await studio().run(snap, recipe.dump(), str(bench.scratch), str(out), tell=bench.tell)
            file = bench.shelf.keep(out, "image/png")
        likeness = any(reference.kind == "character" for reference in request.references)
        return Keyframe(
            file=file,
            width=request.width,
            height=request.height,
            provenance=request.made_by(self.name, self.model).model_copy(
                update={"notes": ("note.only_colours",) if likeness else ()}
            ),
        )
