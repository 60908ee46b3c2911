"""The local painter: the illustrator's scene, seen by the camera at its first frame."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from generation.model import Keyframe, Provenance
from generation.providers.contract import Bench, PaintRequest
from generation.providers.local.recipe import scene_recipe


class LocalPainter:
    """Paints in layers, which stay in the bench's scratch folder for the animator."""

    name = "local"
    model = "illustrator-1"

    async def paint(self, request: PaintRequest, bench: Bench) -> Keyframe:
        """A PNG of exactly the asked size; the same request, the same bytes."""
        from generation.providers.local.camera import snap
        from generation.providers.local.studio import studio

        recipe = scene_recipe(request)
        with TemporaryDirectory(dir=bench.scratch, prefix="keyframe-") as folder:
            out = Path(folder) / "keyframe.png"
            await studio().run(snap, recipe.dump(), str(bench.scratch), str(out), tell=bench.tell)
            file = bench.shelf.keep(out, "image/png")
        return Keyframe(
            file=file,
            width=request.width,
            height=request.height,
            provenance=provenance(self.model, request),
        )


def provenance(model: str, request: PaintRequest) -> Provenance:
    """Who made it here, from what."""
    return Provenance(
        provider="local",
        model=model,
        seed=request.seed,
        prompt=request.prompt,
        negative=request.negative,
    )
