"""stub until the catalogs land"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache, reduce
from pathlib import Path
from typing import Any

import handlers
from bot.settings import Settings

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


def language(settings: Settings, idea: str = "") -> str:
    """The language to answer the person at this terminal in: what was set, else what their locale
    says, else that of the idea."""
    if settings.lang:
        return settings.lang
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        said = settings.env.get(name, "")
        if said and said.split(".")[0] not in ("C", "POSIX"):
            return next((lang for lang in ("zh", "ja") if said.startswith(lang)), "en")
    return "en"
