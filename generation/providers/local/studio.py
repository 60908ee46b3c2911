"""The studio: worker processes in which everything heavy is done.

One studio per process, opened by the first piece of work. Each worker is a fresh interpreter in a
process group of its own, served by one thread of ours: a keyboard interrupt passes it by, killing
it kills the ffmpeg it started, and it ends by itself when we are gone, however we went.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from functools import cache
from queue import SimpleQueue
from tempfile import TemporaryFile
from typing import IO, Any, TypeVar, cast

from generation.errors import Kind, ProviderError

T = TypeVar("T")
Tell = Callable[[float, float], None]

MOST_WORKERS = 8  # each holds 100 to 400 MB
BOOT = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
    "from generation.providers.local.worker import main; main()"
)
ONE_THREAD_EACH = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
NEEDED = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")
LOG_TAIL = 800  # bytes of a dead worker's log that the error quotes


def silent(done: float, of: float) -> None:
    """Tell nobody."""


def cores() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def environment() -> dict[str, str]:
    """What a worker sees: none of the bot's keys, for it opens pictures that strangers send."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in NEEDED or name.startswith("PYTHON")
    }
    return {**kept, **ONE_THREAD_EACH}


class Studio:
    """Workers for functions that can be pickled, one per processor; first come, first served."""

    def __init__(self, workers: int | None = None) -> None:
        self._size = workers or min(cores(), MOST_WORKERS)
        self._opening = threading.Lock()
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._hands: list[Hand] = []

    def warm(self) -> None:
        """Start the workers ahead of their work; doing it twice is the same as once."""
        with self._opening:
            if not self._hands:
                self._jobs = SimpleQueue()
                self._hands = [Hand(self._jobs) for _ in range(self._size)]

    async def run(self, work: Callable[..., T], *args: Any, tell: Tell = silent) -> T:
        """Run `work(*args, tell=…)` in a worker; its reports arrive in this event loop.

        Raises what `work` raises, and `ProviderError` when its worker dies. Cancelling this kills
        the worker first; another one takes its place."""
        job = Job(pickle.dumps((work, args)), into_this_loop(tell))
        self.warm()
        self._jobs.put(job)
        ended = asyncio.wrap_future(job.ended)
        try:
            return await asyncio.shield(ended)
        except asyncio.CancelledError:
            job.stop()
            await asyncio.wait([ended])
            raise

    def close(self) -> None:
        """Kill the workers; whoever waits for them is cancelled. Used again, the studio reopens."""
        with self._opening:
            for hand in self._hands:
                hand.dismiss()
            for _ in self._hands:
                self._jobs.put(None)
            for hand in self._hands:
                hand.thread.join()
            while not self._jobs.empty():
                if job := self._jobs.get():
                    job.stop()
            self._hands = []


@cache
def studio() -> Studio:
    """The studio of this process; it closes when the process ends."""
    one = Studio()
    atexit.register(one.close)
    return one


class Job:
    """A piece of work on its way: waiting, in somebody's hands, or ended."""

    def __init__(self, payload: bytes, tell: Tell) -> None:
        self.payload, self.tell = payload, tell
        self.ended: Future[Any] = Future()
        self._changing = threading.Lock()
        self._hand: Hand | None = None
        self._stopped = False

    def taken_by(self, hand: Hand) -> bool:
        """False when it was stopped before anybody took it."""
        with self._changing:
            self._hand = hand
            return not self._stopped

    def stop(self) -> None:
        """Nobody wants it any more."""
        with self._changing:
            self._stopped = True
            if self._hand:
                self._hand.kill()
            else:
                self.ended.cancel()

    def end(self, value: Any = None, error: BaseException | None = None) -> None:
        """Tell whoever waits, from the hand's thread."""
        with self._changing:
            self._hand = None
            if self._stopped:
                self.ended.cancel()
            elif error:
                self.ended.set_exception(error)
            else:
                self.ended.set_result(value)


class Hand:
    """One worker process and the thread that serves it."""

    def __init__(self, jobs: SimpleQueue[Job | None]) -> None:
        self._jobs, self._open = jobs, True
        self._worker = Worker()
        self.thread = threading.Thread(target=self._serve, name="studio", daemon=True)
        self.thread.start()

    def dismiss(self) -> None:
        """End after killing the worker."""
        self._open = False
        self.kill()

    def kill(self) -> None:
        """Kill the worker; the thread notices."""
        self._worker.kill()

    def _serve(self) -> None:
        while self._open and (job := self._jobs.get()):
            if not job.taken_by(self):
                continue
            if not self._worker.alive:
                self._replace()
            self._do(job)
        self._worker.end()

    def _do(self, job: Job) -> None:
        try:
            value, tired = self._worker.do(job.payload, job.tell)
        except WorkerDied:
            self._lost(job)
        except Exception as error:
            job.end(error=error)
        else:
            job.end(value)
            if tired:
                self._replace()

    def _lost(self, job: Job) -> None:
        """The worker died, or was killed because the job was stopped or the studio closes."""
        if not self._open:
            job.stop()
        job.end(error=ProviderError("local", Kind.BROKEN, self._worker.obituary()))
        self._replace()

    def _replace(self) -> None:
        self._worker.end()
        if self._open:
            self._worker = Worker()


class WorkerDied(Exception):
    """The process ended in the middle of its work."""


class Worker:
    """A worker process; `worker.py` is what it runs."""

    def __init__(self, boot: str = BOOT, env: Mapping[str, str] | None = None) -> None:
        self._log = TemporaryFile()  # noqa: SIM115 - lives as long as the worker
        self._sending = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-c", boot],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=environment() if env is None else env,
            start_new_session=True,
        )
        with suppress(OSError):
            self.send(sys.path)

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def do(self, payload: bytes, tell: Tell) -> tuple[Any, bool]:
        """Do one piece of work: its result, and whether the worker should be replaced.

        Raises what the work raised, or `WorkerDied`."""
        try:
            self.send(payload)
            while (reply := pickle.load(self._replies))[0] == "tell":
                tell(*reply[1:])
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise WorkerDied from error
        kind, answer, tired = reply
        if kind == "failed":
            raise cast(Exception, pickle.loads(answer))
        return pickle.loads(answer), tired

    def send(self, thing: Any) -> None:
        """Put something in front of the worker, from any thread."""
        with self._sending:
            pickle.dump(thing, self._orders)
            self._orders.flush()

    def kill(self) -> None:
        """Kill the process and everything it started."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError, PermissionError):
                if hasattr(os, "killpg"):
                    os.killpg(self._process.pid, signal.SIGKILL)
                else:
                    self._process.kill()

    def end(self) -> None:
        """Kill it and clear up after it."""
        self.kill()
        self._process.wait()
        with suppress(OSError):  # what it could not read any more
            self._orders.close()
        self._replies.close()
        self._log.close()

    def obituary(self) -> str:
        """Why it died, as far as one can tell."""
        self.kill()
        code = self._process.wait()
        self._log.seek(max(0, self._log.seek(0, os.SEEK_END) - LOG_TAIL))
        words = self._log.read().decode(errors="replace").strip()
        return f"the worker process died with {code}" + (f": {words}" if words else "")

    @property
    def _orders(self) -> IO[bytes]:
        return cast(IO[bytes], self._process.stdin)

    @property
    def _replies(self) -> IO[bytes]:
        return cast(IO[bytes], self._process.stdout)


def into_this_loop(tell: Tell) -> Tell:
    """`tell`, to be called from any thread while this event loop is open."""
    loop = asyncio.get_running_loop()

    def passed_on(done: float, of: float) -> None:
        with suppress(RuntimeError):  # the loop closed while a worker was still at it
            loop.call_soon_threadsafe(tell, done, of)

    return passed_on
