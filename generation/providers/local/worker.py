"""What a worker process of the studio does: take an order, carry it out, answer; until its
standard input ends, which is when the process that wanted it is gone."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any, NoReturn

from generation.errors import Kind, ProviderError

NICE = 5  # chat and encoders come first
TIRED = 1 << 30  # bytes; a worker that ever held more is replaced
REPORT_EVERY = 0.05  # seconds

Tell = Callable[[float, float], None]


def main() -> NoReturn:
    """Work until nobody is left to work for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICE)
    replies = own_stdout()
    orders: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_listen, args=(orders,), daemon=True).start()
    _import_ahead()
    while True:
        _carry_out(orders.get(), replies)


def own_stdout() -> IO[bytes]:
    """Standard output for answers alone; whatever is printed goes to the log instead."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return replies


def _listen(orders: SimpleQueue[bytes]) -> None:
    while True:
        try:
            orders.put(pickle.load(sys.stdin.buffer))
        except (EOFError, pickle.UnpicklingError):
            die()


def die() -> NoReturn:
    """At once, with everything this process has started."""
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _import_ahead() -> None:
    """What the first keyframe needs, while nobody is waiting for it yet."""


def _carry_out(order: bytes, replies: IO[bytes]) -> None:
    def tell(done: float, of: float) -> None:
        nonlocal told
        if done >= of or time.monotonic() - told >= REPORT_EVERY:
            told = time.monotonic()
            send(("tell", done, of), replies)

    told = 0.0
    try:
        work, args = pickle.loads(order)
        answer = "done", pickle.dumps(work(*args, tell=tell))
    except Exception as error:
        answer = "failed", _packed(error)
    send((*answer, _peak() > TIRED), replies)


def _packed(error: Exception) -> bytes:
    """The error as it is, with where it happened; in words where it cannot travel."""
    error.add_note("".join(traceback.format_exception(error)))
    try:
        pickle.loads(packed := pickle.dumps(error))
        return packed
    except Exception:
        return pickle.dumps(ProviderError("local", Kind.BROKEN, repr(error)))


def send(reply: tuple[Any, ...], replies: IO[bytes]) -> None:
    """Answer whoever gave the order."""
    pickle.dump(reply, replies)
    replies.flush()


def _peak() -> int:
    """The most memory this process ever held, in bytes; 0 where that is not known."""
    # getrusage would count what the parent held when it forked; this count begins with the program.
    with suppress(OSError), open("/proc/self/status") as status:
        held = [int(line.split()[1]) for line in status if line.startswith("VmHWM")]
        return 1024 * sum(held)
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
