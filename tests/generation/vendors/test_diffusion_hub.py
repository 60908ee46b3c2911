"""Models that come from ModelScope, by its own library, from a stand-in."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from generation.providers.diffusion.hub import bring, is_here, whole
from generation.providers.diffusion.orders import Unusable
from tests.servers.modelscope_hub import Hub

MODEL = "Lightricks/LTX-Video"
INDEX = {
    "_class_name": "LTXPipeline",
    "scheduler": ["diffusers", "FlowMatchEulerDiscreteScheduler"],
    "transformer": ["diffusers", "LTXVideoTransformer3DModel"],
    "image_encoder": [None, None],
}
PARTS = ["model-1.safetensors", "model-2.safetensors"]
FILES = {
    "model_index.json": json.dumps(INDEX).encode(),
    "scheduler/scheduler_config.json": b"{}",
    "transformer/config.json": b"{}",
    "transformer/model.safetensors.index.json": json.dumps(
        {"weight_map": dict(zip("ab", PARTS, strict=True))}
    ).encode(),
    **{f"transformer/{part}": bytes(70_000) for part in PARTS},
    "transformer/pytorch_model.bin": b"pickled",
    "ltxv-13b-0.9.7-dev.safetensors": b"another model",
    "README.md": b"read me",
}


@pytest.fixture(name="hub")
async def a_hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AsyncIterator[Hub]:
    async with Hub(MODEL, FILES) as hub:
        monkeypatch.setenv("MODELSCOPE_ENDPOINT", hub.url)
        monkeypatch.setenv("MODELSCOPE_CACHE", str(tmp_path / "cache"))
        monkeypatch.setenv("MODELSCOPE_HOME", str(tmp_path / "home"))
        yield hub


@pytest.fixture(name="beats")
def counted() -> Iterator[list[int]]:
    yield []


async def brought(beats: list[int], model: str = MODEL) -> Path:
    return await asyncio.to_thread(bring, model, lambda: beats.append(1))


async def test_only_what_the_index_names_is_downloaded(hub: Hub, beats: list[int]) -> None:
    assert not await asyncio.to_thread(is_here, MODEL)
    folder = await brought(beats)
    assert sorted(hub.asked) == sorted(
        name for name in FILES if name.endswith(".json") or name.startswith("transformer/model-")
    )
    assert whole(folder)
    assert beats, "each piece is a sign of life"


async def test_it_is_downloaded_once_and_then_needs_no_network(hub: Hub, beats: list[int]) -> None:
    first = await brought(beats)
    hub.asked.clear()
    hub.broken = True
    assert await brought(beats) == first
    assert await asyncio.to_thread(is_here, MODEL)
    assert hub.asked == []


async def test_what_was_broken_off_is_completed(hub: Hub, beats: list[int]) -> None:
    folder = await brought(beats)
    (folder / "transformer" / PARTS[1]).unlink()
    assert not whole(folder)
    hub.asked.clear()
    assert whole(await brought(beats))
    assert f"transformer/{PARTS[1]}" in hub.asked


async def test_a_model_that_does_not_exist_is_named(hub: Hub, beats: list[int]) -> None:
    with pytest.raises(Unusable, match="no_model: ModelScope has no Qwen/Qwen-Imagge"):
        await brought(beats, "Qwen/Qwen-Imagge")


async def test_a_model_of_an_unknown_kind_is_refused_before_it_comes(
    hub: Hub, beats: list[int]
) -> None:
    hub.files["model_index.json"] = json.dumps({**INDEX, "_class_name": "MinePipeline"}).encode()
    with pytest.raises(Unusable, match="unknown_pipeline"):
        await brought(beats)
    assert hub.asked == ["model_index.json"]


def test_a_folder_is_taken_as_it_is(tmp_path: Path, beats: list[int]) -> None:
    assert bring(str(tmp_path), lambda: beats.append(1)) == tmp_path
    with pytest.raises(Unusable, match=r"no readable model_index\.json"):
        is_here(str(tmp_path))
    (tmp_path / "model_index.json").write_text('{"_class_name": "WanPipeline"}')
    assert is_here(str(tmp_path))
    assert not beats
