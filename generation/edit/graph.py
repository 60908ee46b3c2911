"""ffmpeg-python, the graph compiler: the one module that imports it.

Everything here is pure: graphs go in, argument lists come out. What people type never enters a
graph; captions reach ffmpeg as files, metadata is written by PyAV.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from generation.edit.binary import exe


def _load() -> Any:
    """Import ffmpeg-python without `future`, of which it needs one name that Python 3 has not."""
    shim = ModuleType("past.builtins")
    shim.basestring = str  # pyright: ignore[reportAttributeAccessIssue]
    sys.modules.setdefault("past", ModuleType("past"))
    sys.modules.setdefault("past.builtins", shim)
    import ffmpeg

    return ffmpeg


ff = _load()

# Nothing but local files and our own pipe, in containers that cannot name further files.
SAFE = {
    "protocol_whitelist": "file,pipe",
    "format_whitelist": "mov,matroska,avi,gif,wav,mp3,aac,flac,ogg",
}
CPU_SECONDS = 1800  # ffmpeg ends itself after this, should nobody be left to stop it


def open_file(path: Path, **options: str | int | float) -> Any:
    """A local media file as input."""
    return ff.input(str(path), **SAFE, **options)


def compiled(*outputs: Any, log: str = "error") -> list[str]:
    """The argument list that makes `outputs` in one process; existing files are replaced."""
    node = outputs[0] if len(outputs) == 1 else ff.merge_outputs(*outputs)
    node = node.overwrite_output().global_args(
        *("-hide_banner", "-nostdin", "-v", log, "-timelimit", str(CPU_SECONDS))
    )
    return ff.compile(node, cmd=exe())


def mixed(streams: Sequence[Any], name: str, **options: str | int | float) -> Any:
    """A filter with several inputs."""
    return ff.filter(list(streams), name, **options)
