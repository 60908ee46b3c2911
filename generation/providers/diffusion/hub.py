"""Where a model lies: in a folder of the operator's, or in ModelScope's cache."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from generation.providers.diffusion.family import INDEX, is_folder, of_index, read_index
from generation.providers.diffusion.orders import Unreachable, Unusable

Beat = Callable[[], None]
WANTED = ("*.json", "*.safetensors", "*.txt", "*.model", "*.jinja")


def bring(model: str, beat: Beat) -> Path:
    """The folder of a model; downloaded from ModelScope, once, if it is not a folder. `beat` is
    called for each piece that comes.

    Raises `Unusable` where there is no such model, `Unreachable` when it would not come."""
    if is_folder(model):
        return Path(model).expanduser()
    if folder := _kept(model):
        return folder
    index = read_index(_snapshot(model, [INDEX], beat))
    of_index(index)  # before gigabytes come for nothing
    # Only what the index names: some repositories hold a dozen models, or the same one twice.
    parts = [f"{part}/{files}" for part in parts_of(index) for files in WANTED]
    return _snapshot(model, [INDEX, *parts], beat)


def is_here(model: str) -> bool:
    """Whether a model need not be downloaded any more. Raises `Unusable` for one that is here and
    cannot be used."""
    folder = Path(model).expanduser() if is_folder(model) else _kept(model)
    if folder:
        of_index(read_index(folder))
    return folder is not None


def parts_of(index: Mapping[str, Any]) -> list[str]:
    """The folders that an index names, without those of parts that the model does not have."""
    return sorted(name for name, of in index.items() if isinstance(of, list) and of and of[0])


def whole(folder: Path) -> bool:
    """Whether all of a model is there, as far as its own files tell."""
    try:
        return all(_whole_part(folder / part) for part in parts_of(read_index(folder)))
    except (OSError, ValueError, KeyError, TypeError, Unusable):
        return False


def _whole_part(folder: Path) -> bool:
    files = {path.name for path in folder.iterdir()}
    for listing in folder.glob("*.safetensors.index.json"):
        if not files.issuperset(json.loads(listing.read_text("utf-8"))["weight_map"].values()):
            return False
    weights = any(name.endswith(".safetensors") for name in files)
    return bool(files) and (weights or "config.json" not in files)


def _kept(model: str) -> Path | None:
    """What lies in ModelScope's cache, if it is whole; without asking anybody."""
    from modelscope.hub.snapshot_download import snapshot_download

    try:
        folder = Path(snapshot_download(model, local_files_only=True, **_where()))
    except Exception:  # the hub's, of many kinds: there is nothing
        return None
    return folder if whole(folder) else None


def _snapshot(model: str, patterns: list[str], beat: Beat) -> Path:
    from modelscope.hub.callback import ProgressCallback
    from modelscope.hub.snapshot_download import snapshot_download
    from modelscope_hub.errors import HubError
    from requests.exceptions import HTTPError

    class Beating(ProgressCallback):
        """A sign of life for each piece of a download."""

        def update(self, size: int) -> None:
            beat()

    try:
        return Path(
            snapshot_download(
                model, allow_patterns=patterns, progress_callbacks=[Beating], **_where()
            )
        )
    except (HTTPError, ValueError) as error:
        raise Unusable(f"no_model: ModelScope has no {model}: {_first_line(error)}") from error
    except (HubError, OSError) as error:
        raise Unreachable(f"no_download: {model}: {_first_line(error)}") from error


def _where() -> dict[str, Any]:
    """ModelScope's own settings, read anew; the library reads them once."""
    read = {"cache_dir": "MODELSCOPE_CACHE", "endpoint": "MODELSCOPE_ENDPOINT"}
    return {name: os.environ[v] for name, v in read.items() if os.environ.get(v)}


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
