"""Models on the operator's own machine, from ModelScope: Qwen-Image paints, Wan and LTX animate."""

from __future__ import annotations

from collections.abc import Mapping

from generation.providers.contract import Add, Variable

SETTINGS = (
    Variable(
        "LOCAL_IMAGE_MODEL",
        "Painter on this machine: a folder or a ModelScope id, e.g. Qwen/Qwen-Image",
    ),
    Variable(
        "LOCAL_VIDEO_MODEL",
        "Animator on this machine: a folder or a ModelScope id, e.g. "
        "Wan-AI/Wan2.2-I2V-A14B-Diffusers, Wan-AI/Wan2.2-TI2V-5B-Diffusers, Lightricks/LTX-Video",
    ),
    Variable("LOCAL_IMAGE_DEVICE", "Where it runs: auto, cpu, cuda:1, mps", "auto"),
    Variable("LOCAL_VIDEO_DEVICE", "The same for clips", "auto"),
    Variable("LOCAL_IMAGE_STEPS", "Steps for a keyframe; the model's usual number without it"),
    Variable("LOCAL_VIDEO_STEPS", "Steps for a clip"),
    Variable(
        "LOCAL_IMAGE_GUIDANCE", "How closely keyframes follow the prompt; 1 for fast variants"
    ),
    Variable("LOCAL_VIDEO_GUIDANCE", "The same for clips"),
    Variable("LOCAL_IMAGE_RESOLUTION", "Shorter side of keyframes, in pixels; the model's best"),
    Variable("LOCAL_VIDEO_RESOLUTION", "Shorter side of clips, in pixels; as the film needs"),
    Variable("LOCAL_IDLE_MINUTES", "Minutes without work until models leave memory", "15"),
)


def register(add: Add, env: Mapping[str, str]) -> None:
    """Announce the models that are set, each under its family's name."""
    from generation.providers.diffusion.members import members

    for member in members(env):
        add(member)
