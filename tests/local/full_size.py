"""The architectures at their full size, with random weights: for measuring, on a machine with a
large GPU, without downloading hundreds of gigabytes. The numbers are those that the models' own
configurations have."""
# pyright: reportMissingImports=false

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

import diffusers
import torch
import transformers

from tests.local.tiny import STEPS_OF_NOISE, chat_tokenizer, letter_tokenizer

XXL = {"d_model": 4096, "d_ff": 10240, "d_kv": 64, "num_heads": 64}


def qwen_image(layers: int) -> Any:
    """Qwen-Image: 20 billion parameters, and Qwen2.5-VL-7B to read the prompt."""
    return diffusers.QwenImagePipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        tokenizer=chat_tokenizer(),
        text_encoder=half(qwen_vl, layers=min(28, layers)),
        vae=half(diffusers.AutoencoderKLQwenImage),
        transformer=half(diffusers.QwenImageTransformer2DModel, num_layers=min(60, layers)),
    )


def wan_a14b(layers: int) -> Any:
    """Wan 2.2 I2V A14B: two experts of 14 billion parameters each."""

    def expert() -> Any:
        return diffusers.WanTransformer3DModel(in_channels=36, num_layers=min(40, layers))

    return diffusers.WanImageToVideoPipeline(
        tokenizer=letter_tokenizer(),
        text_encoder=half(umt5, layers=min(24, layers)),
        vae=diffusers.AutoencoderKLWan(),
        scheduler=wan_scheduler(),
        transformer=half(expert),
        transformer_2=half(expert),
        boundary_ratio=0.9,
    )


def wan_5b(layers: int) -> Any:
    """Wan 2.2 TI2V 5B, whose VAE packs sixteen times sixteen pixels."""

    def expert() -> Any:
        return diffusers.WanTransformer3DModel(
            in_channels=48,
            out_channels=48,
            num_attention_heads=24,
            ffn_dim=14336,
            num_layers=min(30, layers),
        )

    vae = diffusers.AutoencoderKLWan(
        base_dim=160,
        decoder_base_dim=256,
        z_dim=48,
        is_residual=True,
        in_channels=12,
        out_channels=12,
        patch_size=2,
        scale_factor_spatial=16,
        latents_mean=[0.0] * 48,
        latents_std=[1.0] * 48,
    )
    return diffusers.WanImageToVideoPipeline(
        tokenizer=letter_tokenizer(),
        text_encoder=half(umt5, layers=min(24, layers)),
        vae=vae,
        scheduler=wan_scheduler(),
        transformer=half(expert),
        expand_timesteps=True,
    )


def ltx_2b(layers: int) -> Any:
    """LTX-Video 2B, and T5-XXL to read the prompt."""

    def t5() -> Any:
        config = transformers.T5Config(
            vocab_size=32128,
            num_layers=min(24, layers),
            feed_forward_proj="gated-gelu",
            **XXL,
        )
        return transformers.T5EncoderModel(config)

    return diffusers.LTXImageToVideoPipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        tokenizer=letter_tokenizer(),
        text_encoder=half(t5),
        vae=half(diffusers.AutoencoderKLLTXVideo),
        transformer=half(diffusers.LTXVideoTransformer3DModel, num_layers=min(28, layers)),
    )


MODELS: Mapping[str, Callable[[int], Any]] = {
    "qwen-image": qwen_image,
    "wan-a14b": wan_a14b,
    "wan-5b": wan_5b,
    "ltx-2b": ltx_2b,
}


def half(make: Callable[..., Any], **config: Any) -> Any:
    """A part in bfloat16 from the beginning: in single precision first, it would not fit."""
    usual = torch.get_default_dtype()
    torch.set_default_dtype(torch.bfloat16)
    try:
        return make(**config).to(torch.bfloat16)
    finally:
        torch.set_default_dtype(usual)


def billions(pipe: Any) -> dict[str, float]:
    """The parameters of each part."""
    parts = {name: part for name, part in pipe.components.items() if hasattr(part, "parameters")}
    return {n: sum(p.numel() for p in part.parameters()) / 1e9 for n, part in parts.items()}


def qwen_vl(layers: int) -> Any:
    """Qwen2.5-VL-7B."""
    config = transformers.Qwen2_5_VLConfig(
        text_config={
            "hidden_size": 3584,
            "intermediate_size": 18944,
            "num_hidden_layers": layers,
            "num_attention_heads": 28,
            "num_key_value_heads": 4,
            "vocab_size": 152064,
            "rope_parameters": {
                "mrope_section": [16, 24, 24],
                "rope_type": "default",
                "rope_theta": 1e6,
            },
        },
        vision_config={
            "depth": min(32, layers),
            "hidden_size": 1280,
            "intermediate_size": 3420,
            "num_heads": 16,
            "out_hidden_size": 3584,
        },
    )
    return transformers.Qwen2_5_VLForConditionalGeneration(config)


def umt5(layers: int) -> Any:
    """UMT5-XXL."""
    config = transformers.UMT5Config(
        vocab_size=256384, num_layers=layers, feed_forward_proj="gated-gelu", **XXL
    )
    return transformers.UMT5EncoderModel(config)


def wan_scheduler() -> Any:
    """As all Wan models have it."""
    with torch.device("cpu"):  # where its numbers live, whatever is built around it
        return diffusers.UniPCMultistepScheduler(
            prediction_type="flow_prediction",
            use_flow_sigmas=True,
            num_train_timesteps=STEPS_OF_NOISE,
            flow_shift=5.0,
        )


def counted() -> dict[str, dict[str, float]]:
    """How large they would be, without building any."""
    with torch.device("meta"):
        return {name: billions(make(1000)) for name, make in MODELS.items()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(counted()))
