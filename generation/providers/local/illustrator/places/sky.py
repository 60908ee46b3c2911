"""Above the clouds: banks of cloud in the light, nothing under us."""

from __future__ import annotations

from generation.providers.local.illustrator import air
from generation.providers.local.illustrator.stage import Site, Slot, Stage

HORIZON = 0.66


def lay(stage: Stage) -> Site:
    """Sky, heaped clouds far off, three seas of cloud."""
    u = stage.unit
    heaps = "".join(
        air.cumulus(stage, stage.x(x), stage.y(y), u * s, f"{k}")
        for k, (x, y, s) in enumerate(
            ((0.12, 0.60, 0.62), (0.40, 0.645, 0.5), (0.86, 0.58, 0.78), (0.66, 0.655, 0.42))
        )
    )
    return Site(
        [
            air.sky(stage, HORIZON),
            air.clouds(stage, HORIZON, cover=0.55),
            stage.layer(
                stage.vector(heaps, 0.15, 0.70), air.cloud_sea(stage, 0.63, "far", 0.1), depth=0.25
            ),
            stage.layer(air.cloud_sea(stage, 0.73, "middle", 0.45), depth=0.55),
            stage.layer(air.cloud_sea(stage, 0.90, "near", 0.9), depth=1.0),
        ],
        [
            Slot(stage.across(0.58), 0.40, 0.42, 0.7, "air"),
            Slot(stage.across(0.34), 0.30, 0.28, 0.5, "air"),
            Slot(stage.across(0.78), 0.24, 0.22, 0.4, "air"),
            Slot(stage.across(0.58), 0.755, 0.34, 0.6),
            Slot(stage.across(0.38), 0.75, 0.32, 0.6),
            Slot(stage.across(0.76), 0.70, 0.14, 0.4, "far"),
        ],
        HORIZON,
    )
