"""Models on this machine: who is there, what they are asked for, how they are held."""

from __future__ import annotations

import json
import struct
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from generation.errors import ProviderError
from generation.model import ASPECTS
from generation.providers import diffusion
from generation.providers.contract import Member
from generation.providers.diffusion import family as families
from generation.providers.diffusion import members
from generation.providers.diffusion.calls import arguments
from generation.providers.diffusion.family import GB, LTX, QWEN, WAN_I2V, WAN_T2V, WAN_TI2V
from generation.providers.diffusion.orders import Order, Unusable
from generation.providers.diffusion.plan import Machine, Plan, crowded, plan, thriftier
from generation.providers.diffusion.weights import parameters

BILLION = 10**9


def found(env: dict[str, str]) -> list[Member]:
    there: list[Member] = []
    diffusion.register(there.append, env)
    return there


class TestWhoIsThere:
    def test_nothing_is_registered_without_a_model(self) -> None:
        assert found({}) == []
        assert found({"LOCAL_IMAGE_MODEL": " ", "LOCAL_VIDEO_STEPS": "4"}) == []

    def test_each_model_registers_under_the_name_of_its_family(self) -> None:
        for model, name, role in (
            ("Qwen/Qwen-Image", "qwen-local", "painter"),
            ("Wan-AI/Wan2.2-I2V-A14B-Diffusers", "wan-local", "animator"),
            ("Wan-AI/Wan2.2-T2V-A14B-Diffusers", "wan-local", "animator"),
            ("Lightricks/LTX-Video", "ltx-local", "animator"),
        ):
            variable = "LOCAL_IMAGE_MODEL" if role == "painter" else "LOCAL_VIDEO_MODEL"
            (member,) = found({variable: model})
            assert (member.role, member.provider.name, member.model) == (role, name, model)
            assert not member.remote, "nothing is paid"
            assert member.price == (1 if role == "painter" else 2)
            assert member.cost(5) is None

    def test_both_models_share_the_engine_of_their_device(self) -> None:
        env = {"LOCAL_IMAGE_MODEL": "Qwen/Qwen-Image", "LOCAL_VIDEO_MODEL": "Lightricks/LTX-Video"}
        makers: list[Any] = [member.provider for member in found(env)]
        assert makers[0]._engine is makers[1]._engine
        makers = [m.provider for m in found({**env, "LOCAL_VIDEO_DEVICE": "cuda:1"})]
        assert makers[0]._engine is not makers[1]._engine

    def test_what_is_not_installed_is_said_as_the_command_to_type(self) -> None:
        assert members.needed(("json", "asyncio")) == ""
        assert members.needed(("json", "no_such_package")) == "pip install 'reelroom[local]'"
        (member,) = found({"LOCAL_IMAGE_MODEL": "Qwen/Qwen-Image"})
        assert member.needs == members.needed(members.PACKAGES)

    def test_announcing_models_imports_none_of_the_heavy_libraries(self) -> None:
        found({"LOCAL_IMAGE_MODEL": "Qwen/Qwen-Image", "LOCAL_VIDEO_MODEL": "Lightricks/LTX-Video"})
        assert not {"torch", "diffusers", "transformers"} & set(sys.modules)

    def test_a_folder_says_itself_of_which_family_it_is(self, tmp_path: Path) -> None:
        folder = tmp_path / "my-model"
        index(folder, _class_name="LTXPipeline")
        (member,) = found({"LOCAL_VIDEO_MODEL": str(folder)})
        assert member.provider.name == "ltx-local"
        assert member.model == "my-model", "nobody learns where it lies"
        index(folder, _class_name="WanPipeline", expand_timesteps=True)
        (member,) = found({"LOCAL_VIDEO_MODEL": str(folder)})
        assert member.provider.name == "wan-local"
        assert member.can.first_frame

    def test_a_model_of_text_alone_says_that_it_takes_no_picture(self) -> None:
        (member,) = found({"LOCAL_VIDEO_MODEL": "Wan-AI/Wan2.2-T2V-A14B-Diffusers"})
        assert not member.can.first_frame
        (member,) = found({"LOCAL_VIDEO_MODEL": "Wan-AI/Wan2.1-FLF2V-14B-720P-diffusers"})
        assert member.can.first_frame
        assert member.can.last_frame

    def test_a_number_that_is_none_is_named(self) -> None:
        with pytest.raises(ProviderError, match="LOCAL_IMAGE_STEPS='many' is not a number"):
            found({"LOCAL_IMAGE_MODEL": "Qwen/Qwen-Image", "LOCAL_IMAGE_STEPS": "many"})

    def test_every_variable_that_is_read_is_listed(self) -> None:
        listed = {variable.name for variable in diffusion.SETTINGS}
        parts = ("MODEL", "DEVICE", "STEPS", "GUIDANCE", "RESOLUTION")
        assert listed == {
            "LOCAL_IDLE_MINUTES",
            *(f"LOCAL_IMAGE_{part}" for part in parts),
            *(f"LOCAL_VIDEO_{part}" for part in parts),
        }


class TestWhatIsAskedOfAModel:
    def test_keyframes_have_the_sizes_that_qwen_image_was_trained_on(self) -> None:
        assert {aspect: QWEN.size(aspect) for aspect in ASPECTS} == {
            "16:9": (1664, 928),
            "9:16": (928, 1664),
            "1:1": (1328, 1328),
            "4:3": (1472, 1104),
            "3:4": (1104, 1472),
        }
        assert QWEN.size("16:9", 540) == (960, 544)

    def test_clips_have_the_sizes_of_their_family(self) -> None:
        assert WAN_I2V.size("16:9", 720) == (1280, 720)
        assert WAN_I2V.size("16:9", 480) == (848, 480)
        assert WAN_I2V.size("9:16", 480) == (480, 848)
        assert WAN_TI2V.size("16:9", 720) == (1280, 704)
        assert LTX.size("16:9", 480) == (864, 480)
        assert LTX.size("1:1", 720) == (704, 704)

    def test_every_size_is_a_multiple_of_what_the_model_needs(self) -> None:
        for family in (QWEN, WAN_I2V, WAN_T2V, WAN_TI2V, LTX):
            for aspect in ASPECTS:
                for resolution in (0, 64, 480, 540, 720, 1080):
                    for multiple in (0, 16, 64):
                        sides = family.size(aspect, resolution, multiple)
                        if resolution or not family.sizes:
                            assert not any(s % max(family.multiple, multiple) for s in sides)
                        assert all(sides)

    def test_wan_makes_four_frames_more_each_time_and_ltx_eight(self) -> None:
        seconds = (0.2, 1, 2, 3, 5, 20)
        assert [WAN_I2V.frames(s) for s in seconds] == [5, 17, 33, 49, 81, 81]
        assert [WAN_TI2V.frames(s) for s in seconds] == [5, 25, 49, 73, 121, 121]
        assert [LTX.frames(s) for s in seconds] == [9, 25, 49, 73, 121, 257]

    def test_a_clip_is_never_shorter_than_what_is_promised(self) -> None:
        for family in (WAN_I2V, WAN_TI2V, LTX):
            for seconds in family.seconds:
                assert family.frames(seconds) / family.fps >= seconds - 0.05

    def test_qwen_image_is_guided_by_its_own_scale(self) -> None:
        assert arguments(QWEN, an_order(seed=3)) == {
            "prompt": "a fox",
            "negative_prompt": "blurry",
            "width": 1664,
            "height": 928,
            "num_inference_steps": 40,
            "true_cfg_scale": 4.0,
        }

    def test_wan_and_ltx_are_asked_for_frames(self) -> None:
        order = an_order(work="clip", seconds=2.0, resolution=480, steps=8, guidance=1.0)
        assert arguments(WAN_I2V, order) == {
            "prompt": "a fox",
            "negative_prompt": "blurry",
            "width": 848,
            "height": 480,
            "num_inference_steps": 8,
            "guidance_scale": 1.0,
            "num_frames": 33,
        }
        call = arguments(LTX, order)
        assert (call["num_frames"], call["frame_rate"]) == (49, 24)

    def test_without_a_negative_prompt_there_is_still_guidance(self) -> None:
        assert arguments(QWEN, an_order(negative=""))["negative_prompt"] == " "

    def test_the_index_decides_the_family(self) -> None:
        assert families.of_index({"_class_name": "QwenImagePipeline"}) is QWEN
        assert families.of_index({"_class_name": "WanPipeline"}) is WAN_T2V
        assert families.of_index({"_class_name": "WanPipeline", "expand_timesteps": True}) is (
            WAN_TI2V
        )
        assert families.of_index({"_class_name": "LTXConditionPipeline"}) is LTX

    @pytest.mark.parametrize("name", ["FluxPipeline", None, ["mine", "Pipeline"], 3])
    def test_a_pipeline_that_we_do_not_know_is_not_run(self, name: Any) -> None:
        with pytest.raises(Unusable, match="unknown_pipeline"):
            families.of_index({"_class_name": name})


class TestHowAModelIsHeld:
    """Qwen-Image: 20.4 billion parameters and a text encoder of 8.3."""

    QWEN_PARTS = {"transformer": 204 * BILLION // 10, "text_encoder": 83 * BILLION // 10}
    WORKING = 8 * GB

    @pytest.mark.parametrize(
        ("gigabytes", "offload", "tiling"),
        [(141, "none", False), (72, "none", True), (64, "model", True), (24, "sequential", True)],
    )
    def test_the_memory_of_the_device_decides_how_much_lies_on_it(
        self, gigabytes: int, offload: str, tiling: bool
    ) -> None:
        way = plan(self.QWEN_PARTS, self.WORKING, a_gpu(gigabytes))
        assert way == Plan("cuda:0", "bfloat16", cast(Any, offload), tiling)

    def test_devices_without_bfloat16_get_float16(self) -> None:
        way = plan(self.QWEN_PARTS, self.WORKING, replace(a_gpu(80), bfloat16=False))
        assert way.precision == "float16"

    def test_what_is_offloaded_has_to_lie_somewhere(self) -> None:
        with pytest.raises(Unusable, match="needs 57 GB of memory, 32 GB are free"):
            plan(self.QWEN_PARTS, self.WORKING, a_gpu(24, ram=32))

    def test_a_processor_computes_in_single_precision_if_that_fits(self) -> None:
        assert plan(self.QWEN_PARTS, self.WORKING, a_cpu(256)).precision == "float32"
        assert plan(self.QWEN_PARTS, self.WORKING, a_cpu(96)).precision == "bfloat16"
        with pytest.raises(Unusable, match="too_large"):
            plan(self.QWEN_PARTS, self.WORKING, a_cpu(32))

    def test_a_device_that_shares_the_memory_offloads_nothing(self) -> None:
        apple = replace(a_cpu(128), device="mps")
        assert plan(self.QWEN_PARTS, self.WORKING, apple) == Plan("mps", "bfloat16", "none", False)

    def test_more_memory_never_makes_it_slower(self) -> None:
        rank = {"sequential": 0, "model": 1, "none": 2}
        ways = [plan(self.QWEN_PARTS, self.WORKING, a_gpu(n)) for n in range(8, 200, 4)]
        ranks = [(rank[way.offload], not way.tiling) for way in ways]
        assert ranks == sorted(ranks)

    def test_after_running_out_of_memory_less_is_taken(self) -> None:
        way, here = Plan("cuda:0", "bfloat16", "none", False), a_gpu(80)
        assert (way := thriftier(way, here)).offload == "model"
        assert way.tiling
        assert (way := thriftier(way, here)).offload == "sequential"
        assert thriftier(way, here) == way
        single = Plan("cpu", "float32", "none", False)
        assert thriftier(single, a_cpu(64)) == Plan("cpu", "bfloat16", "none", True)

    def test_a_second_model_makes_room_if_that_lets_it_run_better(self) -> None:
        small = {"transformer": 2 * BILLION}
        left = a_gpu(80, free=18)
        assert crowded(self.QWEN_PARTS, self.WORKING, left, held=60 * GB)
        assert not crowded(small, self.WORKING, left, held=60 * GB)

    def test_parameters_are_counted_without_loading_them(self, tmp_path: Path) -> None:
        weights(tmp_path / "vae" / "model.safetensors", {"a": [3, 4], "b": [5], "c": []})
        weights(tmp_path / "vae" / "model.fp16.safetensors", {"a": [3, 4]})
        weights(tmp_path / "unet" / "model-00001-of-00002.safetensors", {"a": [10, 10]})
        weights(tmp_path / "unet" / "model-00002-of-00002.safetensors", {"b": [10]})
        (tmp_path / "scheduler").mkdir()
        counted = parameters(tmp_path, ["scheduler", "unet", "vae", "nowhere"])
        assert counted == {"unet": 110, "vae": 18}

    @pytest.mark.parametrize("damage", [b"", b"\xff" * 8, b"\x02" + bytes(7) + b"{", b"x" * 99])
    def test_a_damaged_file_is_named(self, tmp_path: Path, damage: bytes) -> None:
        (tmp_path / "vae").mkdir()
        (tmp_path / "vae" / "model.safetensors").write_bytes(damage)
        with pytest.raises(Unusable, match=r"model\.safetensors is no safetensors file"):
            parameters(tmp_path, ["vae"])


def an_order(**changes: Any) -> Order:
    order = Order("p", "m", "picture", prompt="a fox", negative="blurry")
    return replace(order, **changes)


def a_gpu(gigabytes: int, *, free: int | None = None, ram: int = 256) -> Machine:
    room = gigabytes if free is None else free
    return Machine("cuda:0", gigabytes * GB, room * GB, ram * GB)


def a_cpu(gigabytes: int) -> Machine:
    return Machine("cpu", gigabytes * GB, gigabytes * GB, gigabytes * GB)


def index(folder: Path, **entries: Any) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "model_index.json").write_text(json.dumps(entries))


def weights(path: Path, shapes: dict[str, list[int]]) -> None:
    """A safetensors file's header, as `parameters` reads it."""
    header: dict[str, Any] = {name: {"dtype": "BF16", "shape": s} for name, s in shapes.items()}
    text = json.dumps({**header, "__metadata__": {"format": "pt"}}).encode()
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(struct.pack("<Q", len(text)) + text)
