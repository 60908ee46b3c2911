"""The models themselves, by diffusers as ModelScope brings it. Only the worker imports this.

torch is never imported where this file is only read: it is an extra, and takes seconds.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from generation.providers.diffusion import film
from generation.providers.diffusion.calls import arguments, denoised_late
from generation.providers.diffusion.family import (
    GB,
    Family,
    of_index,
    read_index,
    shown,
)
from generation.providers.diffusion.hub import Beat, bring, is_here, parts_of
from generation.providers.diffusion.orders import (
    Crowded,
    DeviceLost,
    Order,
    OutOfMemory,
    Step,
    Unusable,
)
from generation.providers.diffusion.plan import BYTES, Machine, Plan, crowded, plan, thriftier
from generation.providers.diffusion.weights import parameters

NO_MEMORY = ("out of memory", "can't allocate memory", "not enough memory", "ALLOC_FAILED")
LOST = ("CUDA error", "HIP error", "XPU error", "cuDNN error")


class Model:
    """A pipeline in memory and the way it is held."""

    def __init__(self, pipe: Any, family: Family, plan: Plan, size: int) -> None:
        self.family, self.plan, self.size = family, plan, size
        self._pipe: Any = pipe

    def make(self, order: Order, step: Step) -> None:
        """Carry out an order. Raises `OutOfMemory`, `Unusable`, and what `step` raises."""
        if order.work != self.family.work:
            raise Unusable(f"wrong_kind: {self.family.pipeline} makes no {order.work}")
        call = self._call(order)
        width, height = call["width"], call["height"]
        if order.work == "clip" and self.family.first_frame:
            call["image"] = _fitted(order.first, width, height)
            if order.last:
                call["last_image"] = _fitted(order.last, width, height)
        with _watched(), self._hooks_freed():
            step(0, call["num_inference_steps"])
            made = self._pipe(**call, callback_on_step_end=_after_each(step))
            if order.work == "picture":
                made.images[0].save(order.out, "PNG")
            else:
                film.write(_in_bytes(made.frames[0]), self.family.fps, order.out)

    def close(self) -> None:
        """Give the memory back."""
        self._pipe = None
        _sweep()

    def _call(self, order: Order) -> dict[str, Any]:
        call = arguments(self.family, order, self._multiple())
        vae = self._pipe.vae.config
        if self.family.name == "ltx" and getattr(vae, "timestep_conditioning", False):
            call = denoised_late(call)
        # Random numbers of the processor are the same on every device.
        call["generator"] = _torch().Generator("cpu").manual_seed(order.seed)
        call["output_type"] = "pil" if order.work == "picture" else "np"
        return call

    def _multiple(self) -> int:
        """What the sides of a picture have to be multiples of: a patch of latents, in pixels."""
        pipe = self._pipe
        scale = getattr(pipe, "vae_scale_factor_spatial", 0) or getattr(
            pipe, "vae_spatial_compression_ratio", 0
        )
        patch = getattr(pipe.transformer.config, "patch_size", 1)
        return int(scale) * int(patch[-1] if isinstance(patch, list | tuple) else patch)

    @contextmanager
    def _hooks_freed(self) -> Generator[None]:
        """What was moved onto the device leaves it, also when the work was cut short."""
        try:
            yield
        finally:
            if self.plan.offload == "model":
                self._pipe.maybe_free_model_hooks()


def open_model(order: Order, others: Sequence[Model], thrifty: bool, beat: Beat) -> Model:
    """Load the model of an order, beside `others`; when `thrifty`, with less memory than usual.

    Raises `Unusable`, `Crowded` and `OutOfMemory`."""
    folder = bring(order.model, beat)
    index = read_index(folder)
    family = of_index(index)
    parts = parameters(folder, parts_of(index))
    if not parts:
        raise Unusable(f"no_model: {folder.name} holds no safetensors files")
    here = machine(order.device)
    held = sum(other.size for other in others)
    if others and crowded(parts, family.working, here, held):
        raise Crowded
    way = plan(parts, family.working, here)
    if thrifty:
        way = thriftier(way, here)
    with _watched():
        pipe = _hold(_load(folder, family, way), way)
    return Model(pipe, family, way, sum(parts.values()) * BYTES[way.precision])


def machine(device: str) -> Machine:
    """What the device has; `auto` is the best there is."""
    torch, memory = _torch(), import_module("psutil").virtual_memory()
    if device == "auto":
        device = _best()
    kind = device.partition(":")[0]
    if kind in ("cuda", "xpu"):
        part = getattr(torch, kind)
        free, total = part.mem_get_info(device)
        # What torch holds for nothing at the moment can be used, too.
        free += part.memory_reserved(device) - part.memory_allocated(device)
        return Machine(device, total, free, memory.available, part.is_bf16_supported())
    return Machine(device, memory.total, memory.available, memory.available)


def words(order: Order) -> str:
    """What this machine is, and whether the model lies here, for the operator."""
    here = machine(order.device)
    name = _torch().cuda.get_device_name(here.device) if here.kind == "cuda" else here.kind
    try:
        place = "is here" if is_here(order.model) else "will be downloaded when it is first used"
    except Unusable as error:
        place = f"cannot be used: {error}"
    return f"{name}, {here.free / GB:.0f} of {here.total / GB:.0f} GB free; the model {place}"


def _torch() -> Any:
    return import_module("torch")


def _best() -> str:
    torch = _torch()
    for kind in ("cuda", "xpu"):
        if getattr(torch, kind).is_available():
            return f"{kind}:0"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _load(folder: Path, family: Family, way: Plan) -> Any:
    import modelscope

    # ModelScope hands out every class of diffusers, made to load from where it keeps models.
    pipeline: Any = getattr(modelscope, family.pipeline)
    torch = _torch()
    precision = getattr(torch, way.precision)
    kinds: Any = {"vae": torch.float32, "default": precision} if family.exact_vae else precision
    try:
        return pipeline.from_pretrained(str(folder), torch_dtype=kinds, use_safetensors=True)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, ImportError) as error:
        raise Unusable(f"damaged_model: {shown(str(folder))} does not load: {error}") from error


def _hold(pipe: Any, way: Plan) -> Any:
    pipe.set_progress_bar_config(disable=True)
    if way.tiling:
        pipe.vae.enable_tiling()
        pipe.vae.enable_slicing()
    if way.offload == "model":
        pipe.enable_model_cpu_offload(device=way.device)
    elif way.offload == "sequential":
        pipe.enable_sequential_cpu_offload(device=way.device)
    else:
        pipe.to(way.device)
    return pipe


def _after_each(step: Step) -> Callable[..., dict[str, Any]]:
    def stepped(pipe: Any, index: int, time: Any, kept: dict[str, Any]) -> dict[str, Any]:
        step(index + 1, pipe.num_timesteps)
        return kept

    return stepped


def _fitted(path: str, width: int, height: int) -> Image.Image:
    """A picture cut to a size."""
    with Image.open(path) as image:
        return ImageOps.fit(image.convert("RGB"), (width, height), Image.Resampling.LANCZOS)


def _in_bytes(frames: Any) -> Iterator[Any]:
    for frame in frames:
        yield (frame * 255).round().clip(0, 255).astype("uint8")


@contextmanager
def _watched() -> Generator[None]:
    """Every library's way of saying that the memory is full becomes `OutOfMemory`, and that nothing
    works any more `DeviceLost`."""
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        if isinstance(error, MemoryError) or any(said in str(error) for said in NO_MEMORY):
            raise OutOfMemory(_first_line(error)) from None
        if any(said in str(error) for said in LOST):
            raise DeviceLost(_first_line(error)) from None
        raise


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _sweep() -> None:
    gc.collect()
    torch = _torch()
    for kind in ("cuda", "xpu", "mps"):
        part = getattr(torch, kind, None)
        if part is not None and hasattr(part, "is_available") and part.is_available():
            part.empty_cache()
