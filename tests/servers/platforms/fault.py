"""What goes wrong because a test wants it to."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, Generic, TypedDict, TypeVar

C = TypeVar("C")  # a call
R = TypeVar("R")  # how it is refused
F = TypeVar("F", bound="Fault[Any, Any]")


class How(TypedDict, total=False):
    """What may be said of every `Fault`."""

    times: int
    cut: bool
    taken: bool
    hang: float


@dataclass(slots=True, kw_only=True)
class Fault(ABC, Generic[C, R]):
    """What goes wrong, `times` times.

    `cut`: the connection is closed without an answer. `taken`: it is done, and then the answer is
    the fault's, or lost. `hang`: so many seconds pass first; without anything else it is done."""

    times: int = 1
    cut: bool = False
    taken: bool = False
    hang: float = 0.0

    @abstractmethod
    def meets(self, call: C) -> bool:
        """Whether it is this call's."""

    @property
    @abstractmethod
    def refusal(self) -> R | None:
        """The answer, where it has one."""

    @property
    def cuts(self) -> bool:
        """Whether nothing is answered."""
        return self.cut or (self.taken and self.refusal is None)


def due(faults: list[F], call: Any) -> F | None:
    """The fault of this call, which is used up by it."""
    fault = next((f for f in faults if f.meets(call)), None)
    if fault:
        fault.times -= 1
        if fault.times <= 0:
            faults.remove(fault)
    return fault
