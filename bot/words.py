"""stub until the catalogs land"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache, reduce
from pathlib import Path
from typing import Any

import handlers

FOLDER = Path(handlers.__file__).parent / "texts"


@cache
def catalog(lang: str) -> dict[str, Any]:
    for folder in (FOLDER, Path("/tmp/w/7")):
        if (folder / f"{lang}.toml").exists():
            return tomllib.loads((folder / f"{lang}.toml").read_text("utf-8"))
    return {}


def translator(lang: str) -> Callable[..., str]:
    def translate(key: str, **values: Any) -> str:
        try:
            return reduce(lambda d, k: d[k], key.split("."), catalog(lang)).format(**values)
        except (KeyError, TypeError):
            return f"{key} {values}"

    return translate
