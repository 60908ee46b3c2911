"""An airliner in flight."""

from __future__ import annotations

from random import Random

from generation.providers.local.illustrator.subjects._shapes import (
    Brush,
    chosen,
    moved,
    oval,
    steady,
    still,
    wave,
)
from generation.providers.local.illustrator.subjects.drawing import Light, Pose, Sighting

KIND = "plane"
HEIGHT = 1.6
WIDTH = 288.0
FLOATS = True
PHASES, PERIOD = 24, 4.0

cycle = steady(PHASES, PERIOD)
extent = still(WIDTH, -110.0, 11.0)


def draw(sighting: Sighting, pose: Pose, light: Light, rng: Random) -> str:
    b = Brush.of(KIND, pose, light)
    paint = chosen(sighting, ("#e0573f", "#3f78b8", "#4f9f8f")[int(rng.random() * 3)])
    tube = (
        "M-118,-58 C-96,-70 -40,-72 60,-72 C104,-72 128,-60 130,-50 C128,-42 104,-34 60,-34 "
        "C-20,-34 -90,-40 -118,-58Z"
    )
    fin = b.form("M-112,-60 L-132,-108 H-112 L-76,-70Z", paint, lit=0.3)
    far = b.form("M20,-66 L-14,-102 H-2 L52,-68Z", "#cdd3da") + b.form(
        "M-96,-62 L-122,-76 H-110 L-80,-64Z", "#cdd3da"
    )
    belly = b.within(
        tube,
        b.form("M-130,-44 C-60,-46 60,-50 140,-48 V-20 H-130Z", paint, rim=0),
        b.line("M-130,-47 C-60,-49 60,-53 140,-51", "#ffffff", 2),
    )
    ports = b.flat(
        "".join(oval(-70 + 11 * i, -59, 2.6, 3.2) for i in range(14)), "#4a6a8a"
    ) + b.flat("M98,-64 H112 Q119,-60 121,-56 H98Z", "#4a6a8a")
    wing = b.form("M40,-46 L-34,2 H-18 L66,-44 Q54,-50 40,-46Z", "#e4e8ec", lit=0.35) + b.line(
        "M-34,2 L-38,-8 L-20,0", paint, 3
    )
    engine = b.form(
        "M20,-26 C20,-33 44,-33 48,-26 C48,-18 22,-17 20,-26Z", "#b8bfc8", lit=0.4
    ) + b.flat(oval(47, -25.6, 2.6, 5.4), "#34384a")
    tail = b.form("M-92,-56 L-128,-40 H-114 L-74,-54Z", "#dfe4ea")
    return b.sheet(
        moved(
            far
            + fin
            + b.form(tube, "#f7f8f8", lit=0.2, shade=0.26)
            + belly
            + ports
            + tail
            + engine
            + wing,
            0,
            1.6 * wave(b.phase),
            -3 + 0.8 * wave(b.phase, 0.25),
        )
    )
