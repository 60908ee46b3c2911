"""What the process that holds the models does: take an order, carry it out step by step, answer;
until its standard input ends, which is when the process that wanted it is gone.

`hands` names the module that does the work: `pipelines`, or a small one in tests.
"""

from __future__ import annotations

import faulthandler
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable
from importlib import import_module
from queue import SimpleQueue
from threading import Thread
from typing import IO, NoReturn, Protocol, cast

from generation.errors import Kind, ProviderError
from generation.providers.diffusion.orders import (
    Crowded,
    DeviceLost,
    Order,
    OutOfMemory,
    Step,
    Stop,
    Stopped,
    Unreachable,
    Unusable,
)
from generation.providers.local.worker import NICE, REPORT_EVERY, die, own_stdout, send

DETAIL = 600  # characters of a library's words that are kept


class Model(Protocol):
    """A model in memory."""

    def make(self, order: Order, step: Step) -> None: ...

    def close(self) -> None: ...


class Hands(Protocol):
    """The module that knows how to load models."""

    def open_model(
        self, order: Order, others: list[Model], thrifty: bool, beat: Callable[[], None]
    ) -> Model: ...

    def words(self, order: Order) -> str: ...


def main(hands: str, stall: float) -> NoReturn:
    """Work until nobody is left to work for. After `stall` seconds without a sign of life, die with
    a trace of where it hangs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICE)
    replies, inbox, keeper = own_stdout(), Inbox(), Keeper(hands)
    Thread(target=inbox.listen, daemon=True).start()
    while True:
        number, order = inbox.orders.get()
        _carry_out(number, order, keeper, inbox, replies, stall)


class Inbox:
    """What comes in, also while something is being made."""

    def __init__(self) -> None:
        self.orders: SimpleQueue[tuple[int, Order]] = SimpleQueue()
        self._stopped: set[int] = set()

    def listen(self) -> NoReturn:
        """Take in what comes, and die when nothing can come any more."""
        while True:
            try:
                came = pickle.load(sys.stdin.buffer)
            except (EOFError, pickle.UnpicklingError):
                die()
            if isinstance(came, Stop):
                self._stopped.add(came.number)
            else:
                self.orders.put(pickle.loads(came))

    def stopped(self, number: int) -> bool:
        """Whether nobody wants an order any more."""
        return number in self._stopped


class Keeper:
    """The models, each loaded once and kept."""

    def __init__(self, hands: str) -> None:
        self._name = hands
        self._models: dict[str, Model] = {}
        self._thrifty: set[str] = set()

    @property
    def hands(self) -> Hands:
        """The module that loads models; it takes seconds to import."""
        return cast(Hands, import_module(self._name))

    def make(self, order: Order, step: Step, beat: Callable[[], None]) -> None:
        """Carry out an order; once more, more thriftily, when the memory did not suffice."""
        try:
            return self._open(order, beat).make(order, step)
        except OutOfMemory as error:
            full = str(error)
        self.close()
        self._thrifty.add(order.model)
        try:
            self._open(order, beat).make(order, step)
        except OutOfMemory as again:
            self.close()
            raise Unusable(f"out_of_memory: {full}; with less of it: {again}") from None

    def close(self) -> None:
        """Forget all models."""
        for model in self._models.values():
            model.close()
        self._models.clear()

    def _open(self, order: Order, beat: Callable[[], None]) -> Model:
        if order.model in self._models:
            return self._models[order.model]
        hands, thrifty = self.hands, order.model in self._thrifty
        try:
            model = hands.open_model(order, list(self._models.values()), thrifty, beat)
        except Crowded:
            self.close()
            model = hands.open_model(order, [], thrifty, beat)
        self._models[order.model] = model
        return model


def _carry_out(
    number: int, order: Order, keeper: Keeper, inbox: Inbox, replies: IO[bytes], stall: float
) -> None:
    told = 0.0

    def beat() -> None:
        faulthandler.dump_traceback_later(stall, exit=True)
        if inbox.stopped(number):
            raise Stopped

    def step(done: int, of: int) -> None:
        nonlocal told
        beat()
        if of and (done >= of or time.monotonic() - told >= REPORT_EVERY):
            told = time.monotonic()
            send(("tell", done, of), replies)

    answer = "done", pickle.dumps(None)
    try:
        beat()
        if order.work == "probe":
            answer = "done", pickle.dumps(keeper.hands.words(order))
        else:
            keeper.make(order, step, beat)
    except DeviceLost as error:
        sys.stderr.write(f"{error}\n")
        sys.stderr.flush()
        die()
    except Exception as error:
        answer = "failed", pickle.dumps(_said(order.provider, error))
    faulthandler.cancel_dump_traceback_later()
    send((*answer, False), replies)


def _said(provider: str, error: Exception) -> ProviderError:
    """An error in words that the other side understands without these libraries."""
    match error:
        case ProviderError():
            return error
        case Stopped():
            return ProviderError(provider, Kind.LOST, "cancelled: it was stopped on request")
        case Unusable():
            return ProviderError(provider, Kind.BAD_REQUEST, str(error))
        case Unreachable():
            return ProviderError(provider, Kind.PASSING, str(error))
        case _:  # the libraries': another provider may do better
            return ProviderError(
                provider, Kind.BAD_REQUEST, f"failed: {type(error).__name__}: {error}"[:DETAIL]
            )
