"""The engine: one process of its own that holds the models of a device, and who waits for it.

Neither a crash of it nor its hours of work touch the bot. It starts with the first order, ends by
itself when we are gone, and when it had nothing to do for a while, which frees its memory.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import pickle
import threading
from collections.abc import Mapping
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from functools import cache
from typing import Any

from generation.errors import Kind, ProviderError
from generation.providers.diffusion.orders import Order, Stop
from generation.providers.local.studio import Tell, Worker, WorkerDied, into_this_loop, silent
from generation.secrets import NAMES

HANDS = "generation.providers.diffusion.pipelines"
IDLE = 900.0  # seconds after which the memory is given back
STALL = 1800.0  # seconds without a sign of life: a large model may take minutes to load
IN_A_ROW = 8  # orders for the loaded model before one for another gets its turn
BOOT = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
    "from generation.providers.diffusion.worker import main; main({hands!r}, {stall!r})"
)
NEEDED = (
    *("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "XDG_CACHE_HOME"),
    *("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR"),
    *("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"),
)
ACCELERATORS = ("CUDA_", "NVIDIA_", "HIP_", "ROCR_", "ZE_", "TORCH_", "OMP_")
TOLD = ("PYTHON", "PYTORCH_", "MODELSCOPE_", *ACCELERATORS)
QUIET = {"HF_HUB_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "TOKENIZERS_PARALLELISM": "false"}


def environment(env: Mapping[str, str]) -> dict[str, str]:
    """What the process sees: where models and accelerators are, and none of the bot's keys."""
    kept = {
        name: value
        for name, value in env.items()
        if (name in NEEDED or name.startswith(TOLD)) and not NAMES.search(name)
    }
    return {**kept, **QUIET}


class Job:
    """An order on its way."""

    def __init__(self, number: int, order: Order, task: str, tell: Tell) -> None:
        self.number, self.order, self.task, self.tell = number, order, task, tell
        self.ended: Future[Any] = Future()

    def end(self, value: Any = None, error: BaseException | None = None) -> None:
        """Tell whoever waits, if anybody still does."""
        with suppress(InvalidStateError):
            if error:
                self.ended.set_exception(error)
            else:
                self.ended.set_result(value)


class Engine:
    """One order at a time; first come, first served, but for orders that need the model which is
    loaded anyway."""

    def __init__(self, hands: str = HANDS, idle: float = IDLE, stall: float = STALL) -> None:
        self._boot, self._idle = BOOT.format(hands=hands, stall=stall), idle
        self._changed = threading.Condition()
        self._waiting: list[Job] = []
        self._running: Job | None = None
        self._worker: Worker | None = None
        self._thread: threading.Thread | None = None
        self._open, self._numbers = True, 0
        self._model, self._in_a_row = "", 0

    async def make(self, order: Order, task: str = "", tell: Tell = silent) -> Any:
        """Carry out an order; reports arrive in this event loop. Cancelling this stops it after the
        step that is being done.

        Raises `ProviderError`: `PASSING` when the process died, `LOST` when the task was cancelled,
        `BAD_REQUEST` when it cannot be done here."""
        job = self._enqueue(order, task, into_this_loop(tell))
        try:
            return await asyncio.wrap_future(job.ended)
        except asyncio.CancelledError:
            self._stop(job)
            raise

    def cancel(self, task: str) -> None:
        """Stop the orders of a task, whether they wait or run."""
        with self._changed:
            jobs = [job for job in (*self._waiting, self._running) if job and job.task == task]
        for job in jobs:
            self._stop(job)

    @property
    def awake(self) -> bool:
        """Whether there is a process."""
        return self._worker is not None

    def close(self) -> None:
        """Kill the process; whoever waits is cancelled. Used again, the engine starts again."""
        with self._changed:
            self._open = False
            waiting, self._waiting = self._waiting, []
            if self._worker:
                self._worker.kill()
            self._changed.notify()
        for job in waiting:
            job.ended.cancel()
        if self._thread:
            self._thread.join()
        self._thread = None

    def _enqueue(self, order: Order, task: str, tell: Tell) -> Job:
        with self._changed:
            self._numbers += 1
            job = Job(self._numbers, order, task, tell)
            self._waiting.append(job)
            if not self._thread:
                self._open = True
                self._thread = threading.Thread(target=self._serve, name="engine", daemon=True)
                self._thread.start()
            self._changed.notify()
            return job

    def _stop(self, job: Job) -> None:
        with self._changed:
            if job in self._waiting:
                self._waiting.remove(job)
                lost = ProviderError(job.order.provider, Kind.LOST, "cancelled: it had not begun")
                job.end(error=lost)
            elif job is self._running and self._worker:
                with suppress(OSError):  # dead already
                    self._worker.send(Stop(job.number))

    # In the engine's thread

    def _serve(self) -> None:
        while job := self._next():
            self._do(job)
        self._rest()

    def _next(self) -> Job | None:
        """The next order; None when the engine closes."""
        with self._changed:
            self._running = None
            while self._open and not self._waiting:
                if not self._changed.wait(self._idle if self._worker else None):
                    self._rest()
            if not self._open:
                return None
            self._running = job = self._chosen()
            self._waiting.remove(job)
            return job

    def _chosen(self) -> Job:
        fitting = [job for job in self._waiting if job.order.model == self._model]
        if fitting and self._in_a_row < IN_A_ROW:
            self._in_a_row += 1
            return fitting[0]
        first = self._waiting[0]
        self._model, self._in_a_row = first.order.model, 1
        return first

    def _do(self, job: Job) -> None:
        worker = self._ready()
        try:
            value, _ = worker.do(pickle.dumps((job.number, job.order)), job.tell)
        except WorkerDied:
            self._lost(job, worker)
        except Exception as error:
            job.end(error=error)
        else:
            job.end(value)

    def _ready(self) -> Worker:
        with self._changed:
            if self._worker and not self._worker.alive:
                self._rest()
            if not self._worker:
                self._worker = Worker(self._boot, environment(os.environ))
            if not self._open:
                self._worker.kill()
            return self._worker

    def _lost(self, job: Job, worker: Worker) -> None:
        if self._open:
            died = ProviderError(job.order.provider, Kind.PASSING, f"crash: {worker.obituary()}")
            job.end(error=died)
        else:
            job.ended.cancel()
        with self._changed:
            self._rest()

    def _rest(self) -> None:
        """End the process, and with it all that it holds."""
        if self._worker:
            self._worker.end()
        self._worker, self._model = None, ""


@cache
def engine(device: str, idle: float) -> Engine:
    """The engine of a device in this process; it closes when the process ends."""
    one = Engine(idle=idle)
    atexit.register(one.close)
    return one
