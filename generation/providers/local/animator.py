"""The local animator: real camera moves over painted layers, or over one flat picture."""

from __future__ import annotations

from generation.model import Clip, Ticket
from generation.providers.contract import AnimateRequest, Bench
from generation.providers.local.recipe import OWN_COLOURS, Recipe, ours, shot_recipe


class LocalAnimator:
    """Writes recipes; the editor has them filmed straight into its encoder."""

    name = "local"
    model = "camera-1"

    async def start(self, request: AnimateRequest, bench: Bench) -> Ticket:
        """Nothing is ordered anywhere: the ticket names the recipe.

        Raises `BadInput` for a keyframe that is no picture we can read."""
        from generation.providers.local.picture import check
        from generation.providers.local.studio import studio

        recipe = await self._recipe(request, bench)
        if recipe.picture:
            await studio().run(check, str(bench.shelf.path(recipe.picture)))
        return Ticket(provider=self.name, task=recipe.key)

    async def collect(self, request: AnimateRequest, ticket: Ticket, bench: Bench) -> Clip:
        """The recipe of the shot."""
        return Clip(
            seconds=request.shot.seconds,
            provenance=request.made_by(self.name, self.model),
            recipe=(await self._recipe(request, bench)).dump(),
        )

    async def _recipe(self, request: AnimateRequest, bench: Bench) -> Recipe:
        from generation.providers.local.swatches import swatches

        return shot_recipe(
            request, await swatches(request.paint, bench) if ours(request) else OWN_COLOURS
        )

    async def cancel(self, ticket: Ticket) -> None:
        """Nobody is working on it."""
