"""Seconds and memory per keyframe and clip, with full-size architectures of random weights.

    python -m tests.local.bench_gpu                      # all models, as an operator would run them
    python -m tests.local.bench_gpu wan-5b --steps 10    # one of them, quicker
    python -m tests.local.bench_gpu --layers 1 --steps 1 --resolution 64 --device cpu  # a try

Each line is JSON. `seconds` is one picture or clip once the model is in memory: reading the prompt,
all steps, decoding, writing the file. `warm_up` is the first one. Loading from the disk is not in
it, for there is nothing to load. Needs `pip install 'reelroom[local]'` and up to 90 GB on the GPU.
"""
# pyright: reportMissingImports=false

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from PIL import Image

from generation.providers.diffusion.family import GB, LTX, QWEN, WAN_I2V, WAN_TI2V
from generation.providers.diffusion.orders import Order
from generation.providers.diffusion.pipelines import Model, machine
from generation.providers.diffusion.plan import Plan
from tests.local.full_size import MODELS, billions

FAMILIES = {"qwen-image": QWEN, "wan-a14b": WAN_I2V, "wan-5b": WAN_TI2V, "ltx-2b": LTX}
PROMPT = "a mechanical fox runs through the city of the future, neon rim light, 35mm, " * 3
ALL = 1000  # more layers than any model has


def main() -> None:
    """Measure what was asked for."""
    options = read_options()
    for name in options.models or MODELS:
        sys.stdout.write(json.dumps(measured(name, options)) + "\n")
        sys.stdout.flush()


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("models", nargs="*", choices=[*MODELS, []], help="all without any")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--steps", type=int, default=0, help="the family's own without")
    parser.add_argument("--resolution", type=int, default=0, help="shorter side in pixels")
    parser.add_argument("--seconds", type=float, default=5.0, help="of a clip")
    parser.add_argument("--layers", type=int, default=ALL, help="fewer than there are, to try it")
    parser.add_argument("--tiling", action="store_true", help="decode in tiles")
    return parser.parse_args()


def measured(name: str, options: argparse.Namespace) -> dict[str, Any]:
    """Make the same thing twice."""
    family, device = FAMILIES[name], machine(options.device).device
    with torch.device(device):
        pipe = MODELS[name](options.layers)
    sizes = billions(pipe)
    if gpu := device.startswith("cuda"):
        torch.cuda.reset_peak_memory_stats(device)
    pipe.set_progress_bar_config(disable=True)
    if options.tiling:
        pipe.vae.enable_tiling()
    way = Plan(device, "bfloat16", "none", options.tiling)
    model = Model(pipe.to(device), family, way, 0)
    with TemporaryDirectory() as folder:
        order = an_order(name, options, Path(folder))
        takes = [take(model, order) for _ in range(2)]
    model.close()
    width, height = family.size("16:9", order.resolution)
    return {
        "model": name,
        "device": torch.cuda.get_device_name(device) if gpu else device,
        "billions": {part: round(count, 2) for part, count in sizes.items()},
        "size": f"{width}×{height}",
        "frames": family.frames(order.seconds) if family.fps else 1,
        "steps": order.steps or family.steps,
        "seconds": round(takes[1], 2),
        "warm_up": round(takes[0], 2),
        "peak_gb": round(torch.cuda.max_memory_allocated() / GB, 1) if gpu else None,
    }


def an_order(name: str, options: argparse.Namespace, folder: Path) -> Order:
    family, first = FAMILIES[name], folder / "first.png"
    Image.linear_gradient("L").resize((1280, 720)).convert("RGB").save(first)
    clip = family.work == "clip"
    return Order(
        provider=family.provider,
        model=name,
        work=family.work,
        prompt=PROMPT,
        negative="blurry, watermark",
        seed=7,
        resolution=options.resolution,
        seconds=options.seconds if clip else 0.0,
        first=str(first) if clip else "",
        out=str(folder / ("clip.mp4" if clip else "keyframe.png")),
        steps=options.steps,
    )


def take(model: Model, order: Order) -> float:
    """Seconds for one."""
    began = time.monotonic()
    model.make(order, lambda done, of: None)
    return time.monotonic() - began


if __name__ == "__main__":
    main()
