"""The arguments with which each family's pipeline is called. Pure: compared as dicts in tests."""

from __future__ import annotations

from typing import Any

from generation.providers.diffusion.family import Family
from generation.providers.diffusion.orders import Order


def arguments(family: Family, order: Order, multiple: int = 0) -> dict[str, Any]:
    """What goes into the call as plain values; pictures, seed and callback come from the caller."""
    width, height = family.size(order.aspect, order.resolution, multiple)
    call: dict[str, Any] = {
        "prompt": order.prompt,
        "negative_prompt": order.negative or " ",  # without one there would be no guidance
        "width": width,
        "height": height,
        "num_inference_steps": order.steps or family.steps,
    }
    guidance = family.guidance if order.guidance is None else order.guidance
    call["true_cfg_scale" if family.name == "qwen" else "guidance_scale"] = guidance
    if family.work == "clip":
        call["num_frames"] = family.frames(order.seconds)
    if family.name == "ltx":
        call["frame_rate"] = family.fps
    return call


def denoised_late(call: dict[str, Any]) -> dict[str, Any]:
    """The call for an LTX model whose decoder does the last bit of denoising itself."""
    return {**call, "decode_timestep": 0.05, "decode_noise_scale": 0.025}
