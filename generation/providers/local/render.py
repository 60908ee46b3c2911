"""Films a recipe straight into the standard input of a command."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from generation.errors import Kind, ProviderError
from generation.providers.contract import Bench
from generation.providers.local.recipe import Recipe, pictures

TAIL = 2000  # bytes of the command's log that an error quotes
TOLD_EVERY = 12  # frames between two reports
PIPE_BYTES = 1 << 20


async def shoot(
    recipe: dict[str, Any],
    bench: Bench,
    argv: Sequence[str],
    env: dict[str, str] | None,
    frames: int,
) -> None:
    """Film `recipe` in a worker of the studio; see `render_into`."""
    from generation.providers.local.studio import studio

    await studio().run(
        render_into,
        recipe,
        str(bench.scratch),
        pictures(recipe, bench.shelf),
        list(argv),
        env,
        frames,
        tell=bench.tell,
    )


def render_into(
    recipe: dict[str, Any],
    scratch: str,
    shelf: dict[str, str],
    argv: list[str],
    env: dict[str, str] | None,
    frames: int,
    tell: Callable[[float, float], None],
) -> None:
    """Start `argv` and write `frames` raw rgb24 frames of the recipe to its standard input.

    `scratch` keeps the painted scene between calls; `shelf` is what `pictures` says. `tell` hears
    how many of the frames are filmed. Raises `ProviderError` with the end of the command's log when
    it fails; the command never outlives this call, nor this process."""
    from generation.providers.local.camera import film

    asked = Recipe.model_validate(recipe)
    pour(film(asked, Path(scratch), shelf, frames), argv, env, lambda done: tell(done, frames))
    tell(frames, frames)


def pour(
    parts: Iterable[bytes],
    argv: Sequence[str],
    env: dict[str, str] | None,
    tell: Callable[[int], None],
) -> None:
    """Write `parts` to the standard input of `argv`, and wait for its end."""
    from tempfile import TemporaryFile

    with TemporaryFile() as log:
        command = subprocess.Popen(
            argv, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=log, env=env
        )
        try:
            _write(parts, command, tell)
            code = command.wait()
        except BrokenPipeError:  # it says why in its log
            code = command.wait()
        finally:
            command.kill()
            command.wait()
        if code:
            raise ProviderError(
                "local", Kind.BROKEN, f"{_name(argv)} ended with {code}: {_end(log)}"
            )


def _write(
    parts: Iterable[bytes], command: subprocess.Popen[bytes], tell: Callable[[int], None]
) -> None:
    assert command.stdin
    _widen(command.stdin)
    with command.stdin as sink:
        for done, part in enumerate(parts, start=1):
            sink.write(part)
            if done % TOLD_EVERY == 0:
                tell(done)


def _widen(pipe: IO[bytes]) -> None:
    """A third of a frame at a time instead of 64 KiB: fewer turns between us and the encoder."""
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError):  # more than this system allows
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)


def _name(argv: Sequence[str]) -> str:
    return Path(argv[0]).name


def _end(log: Any) -> str:
    size = log.seek(0, os.SEEK_END)
    log.seek(max(0, size - TAIL))
    return log.read().decode(errors="replace").strip()
