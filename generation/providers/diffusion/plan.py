"""How a model is held on a machine: in which precision, and how much of it at a time. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from generation.providers.diffusion.family import GB
from generation.providers.diffusion.orders import Unusable

Offload = Literal["none", "model", "sequential"]
Precision = Literal["bfloat16", "float16", "float32"]

BYTES: Mapping[Precision, int] = {"bfloat16": 2, "float16": 2, "float32": 4}
SPARE = 0.92  # of the memory that is free; the rest is lost in fragments
THRIFT: Mapping[Offload, Offload] = {
    "none": "model",
    "model": "sequential",
    "sequential": "sequential",
}


@dataclass(frozen=True, slots=True)
class Machine:
    """What a device and its computer have, in bytes. `device` is torch's name for it: cpu, cuda:0,
    mps, xpu. On a CPU, and where the device shares it, `free` and `ram` are the same memory."""

    device: str
    total: int
    free: int
    ram: int
    bfloat16: bool = True

    @property
    def kind(self) -> str:
        """cpu, cuda, mps or xpu."""
        return self.device.partition(":")[0]

    @property
    def shared(self) -> bool:
        """Whether device and processor have one memory, so that nothing is won by offloading."""
        return self.kind in ("cpu", "mps")


@dataclass(frozen=True, slots=True)
class Plan:
    """All on the device (`none`), one part of the model at a time (`model`), or one layer at a time
    (`sequential`: little memory, many times slower); with `tiling`, pictures are decoded in tiles,
    and one at a time."""

    device: str
    precision: Precision
    offload: Offload
    tiling: bool


def plan(parts: Mapping[str, int], working: int, machine: Machine) -> Plan:
    """The fastest way that fits a model of so many parameters per part into the free memory.

    Raises `Unusable` where none does."""
    total, largest = sum(parts.values()), max(parts.values(), default=0)
    room = int(machine.free * SPARE)
    if machine.shared:
        return _in_one_memory(total, working, room, machine)
    precision: Precision = "bfloat16" if machine.bfloat16 else "float16"
    size = BYTES[precision]
    if total * size + working <= room:
        tight = total * size + 2 * working > room
        return Plan(machine.device, precision, "none", tight)
    if total * size > machine.ram:
        raise _too_large(total * size, machine.ram)
    offload = "model" if largest * size + working <= room else "sequential"
    return Plan(machine.device, precision, offload, True)


def _in_one_memory(total: int, working: int, room: int, machine: Machine) -> Plan:
    half: Precision = "bfloat16" if machine.bfloat16 else "float16"
    # A processor computes in single precision, several times as fast as in half of it.
    choices: tuple[Precision, ...] = ("float32", half) if machine.kind == "cpu" else (half,)
    for precision in choices:
        if total * BYTES[precision] + working // 2 <= room:  # tiles take less than half
            tight = total * BYTES[precision] + 2 * working > room
            return Plan(machine.device, precision, "none", tight)
    raise _too_large(total * BYTES[half] + working // 2, room)


def crowded(parts: Mapping[str, int], working: int, machine: Machine, held: int) -> bool:
    """Whether a model would be held in a better way if the `held` bytes of others were free."""
    alone = replace(
        machine,
        free=min(machine.total, machine.free + held),
        ram=machine.ram + held,
    )
    try:
        return plan(parts, working, machine).offload != plan(parts, working, alone).offload
    except Unusable:
        return True


def thriftier(before: Plan, machine: Machine) -> Plan:
    """What to try after `before` ran out of memory."""
    if not machine.shared:
        return replace(before, offload=THRIFT[before.offload], tiling=True)
    half: Precision = "bfloat16" if machine.bfloat16 else "float16"
    return replace(before, precision=half, tiling=True)


def _too_large(needed: int, there: int) -> Unusable:
    return Unusable(
        f"too_large: the model needs {needed / GB:.0f} GB of memory, {there / GB:.0f} GB are free"
    )
