"""Tiny models of random weights, saved as ModelScope keeps real ones: the same classes, the same
files, a few megabytes. They paint noise, but everything around the weights is real.

`python -m tests.local.tiny FOLDER` writes them all.
"""
# pyright: reportMissingImports=false

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers
from transformers.convert_slow_tokenizer import bytes_to_unicode

LETTERS = "▁abcdefghijklmnopqrstuvwxyz,."
CHAT = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
STEPS_OF_NOISE = 1000


def qwen_image(folder: Path) -> None:
    """Qwen-Image: its 20 billion parameters in some 40 thousand."""
    save(
        folder,
        diffusers.QwenImagePipeline,
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        tokenizer=chat_tokenizer(),
        text_encoder=chat_model(),
        vae=diffusers.AutoencoderKLQwenImage(
            base_dim=24,
            z_dim=4,
            dim_mult=[1, 2, 4],
            num_res_blocks=1,
            temperal_downsample=[False, True],
            latents_mean=[0.0] * 4,
            latents_std=[1.0] * 4,
        ),
        transformer=diffusers.QwenImageTransformer2DModel(
            patch_size=2,
            in_channels=16,
            out_channels=4,
            num_layers=2,
            attention_head_dim=16,
            num_attention_heads=3,
            joint_attention_dim=16,
            axes_dims_rope=(8, 4, 4),
        ),
    )


def wan_i2v(folder: Path) -> None:
    """Wan 2.2 image-to-video: two experts, the second for the last tenth of the noise."""
    save(
        folder,
        diffusers.WanImageToVideoPipeline,
        **wan_parts(),
        image_encoder=None,
        image_processor=None,
        transformer=wan_expert(36),
        transformer_2=wan_expert(36),
        boundary_ratio=0.9,
    )


def wan_t2v(folder: Path) -> None:
    """Wan 2.2 text-to-video, with two experts."""
    save(
        folder,
        diffusers.WanPipeline,
        **wan_parts(),
        transformer=wan_expert(16),
        transformer_2=wan_expert(16),
        boundary_ratio=0.875,
    )


def wan_ti2v(folder: Path) -> None:
    """Wan 2.2 TI2V: one expert for both, with a time for each patch, and an index that names the
    text-to-video pipeline."""
    save(
        folder,
        diffusers.WanPipeline,
        **wan_parts(),
        transformer=wan_expert(16),
        transformer_2=None,
        expand_timesteps=True,
    )


def ltx(folder: Path) -> None:
    """LTX-Video, whose index names the text-to-video pipeline."""
    vae = diffusers.AutoencoderKLLTXVideo(
        latent_channels=8,
        block_out_channels=(8, 8, 8, 8),
        decoder_block_out_channels=(8, 8, 8, 8),
        layers_per_block=(1, 1, 1, 1, 1),
        decoder_layers_per_block=(1, 1, 1, 1, 1),
        spatio_temporal_scaling=(True, True, False, False),
        decoder_spatio_temporal_scaling=(True, True, False, False),
        decoder_inject_noise=(False,) * 5,
        upsample_residual=(False,) * 4,
        upsample_factor=(1,) * 4,
        patch_size=1,
        patch_size_t=1,
    )
    save(
        folder,
        diffusers.LTXPipeline,
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        tokenizer=letter_tokenizer(),
        text_encoder=transformers.T5EncoderModel(
            transformers.T5Config(vocab_size=64, d_model=32, d_kv=8, d_ff=37, num_layers=2)
        ),
        vae=vae,
        transformer=diffusers.LTXVideoTransformer3DModel(
            in_channels=8,
            out_channels=8,
            num_attention_heads=4,
            attention_head_dim=8,
            cross_attention_dim=32,
            num_layers=1,
            caption_channels=32,
        ),
    )


MODELS: dict[str, Callable[[Path], None]] = {
    "qwen-image": qwen_image,
    "wan-i2v": wan_i2v,
    "wan-t2v": wan_t2v,
    "wan-ti2v": wan_ti2v,
    "ltx": ltx,
}


def save(folder: Path, pipeline: Any, **parts: Any) -> None:
    """Put a pipeline together and write it as the hub keeps it."""
    pipeline(**parts).save_pretrained(str(folder), safe_serialization=True)


def chat_tokenizer() -> Any:
    """Every byte is a word."""
    words = (*bytes_to_unicode().values(), *CHAT)
    return transformers.Qwen2Tokenizer(
        vocab={word: number for number, word in enumerate(words)},
        merges=[],
        unk_token=CHAT[0],
        pad_token=CHAT[0],
        eos_token=CHAT[2],
        additional_special_tokens=list(CHAT[1:]),
    )


def chat_model() -> Any:
    """A language model that also sees, of two layers."""
    small = {"hidden_size": 16, "intermediate_size": 16}
    config = transformers.Qwen2_5_VLConfig(
        text_config={
            **small,
            "num_hidden_layers": 2,
            "num_attention_heads": 2,
            "num_key_value_heads": 2,
            "vocab_size": 280,
            "rope_parameters": {
                "mrope_section": [1, 1, 2],
                "rope_type": "default",
                "rope_theta": 1e6,
            },
        },
        vision_config={**small, "depth": 2, "num_heads": 2, "out_hidden_size": 16},
    )
    return transformers.Qwen2_5_VLForConditionalGeneration(config)


def letter_tokenizer() -> Any:
    """Every letter is a word."""
    special = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", -10.0)]
    return transformers.T5Tokenizer(
        vocab=[*special, *((letter, -3.0) for letter in LETTERS)], extra_ids=0
    )


def wan_parts() -> dict[str, Any]:
    """What all Wan models have."""
    return {
        "tokenizer": letter_tokenizer(),
        "text_encoder": transformers.UMT5EncoderModel(
            transformers.UMT5Config(
                vocab_size=64, d_model=32, d_kv=8, d_ff=37, num_layers=2, num_heads=4
            )
        ),
        "vae": diffusers.AutoencoderKLWan(
            base_dim=3,
            z_dim=16,
            dim_mult=[1, 1, 1, 1],
            num_res_blocks=1,
            temperal_downsample=[False, True, True],
        ),
        "scheduler": diffusers.UniPCMultistepScheduler(
            prediction_type="flow_prediction",
            use_flow_sigmas=True,
            num_train_timesteps=STEPS_OF_NOISE,
            flow_shift=3.0,
        ),
    }


def wan_expert(channels: int) -> Any:
    """A transformer of two layers."""
    return diffusers.WanTransformer3DModel(
        patch_size=(1, 2, 2),
        num_attention_heads=2,
        attention_head_dim=12,
        in_channels=channels,
        out_channels=16,
        text_dim=32,
        freq_dim=256,
        ffn_dim=32,
        num_layers=2,
        rope_max_seq_len=32,
    )


def build(folder: Path) -> dict[str, Path]:
    """Write all of them; the same weights every time."""
    torch.manual_seed(0)
    for name, made in MODELS.items():
        made(folder / name)
    return {name: folder / name for name in MODELS}


if __name__ == "__main__":
    build(Path(sys.argv[1]))
