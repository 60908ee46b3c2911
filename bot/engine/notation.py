"""How the engine's database writes things down: plain JSON, a noun marked by its name under `$`.

    {"$": "Keyframe", "file": {"ref": "3f/3fa9….png", …}, "width": 1280, …}

Nothing in it can run code, and a person can read it with any SQLite browser.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

import generation.model as model
from generation.errors import BadInput, Kind, ProviderError
from generation.model import Noun
from handlers.ports import Failure

MARK = "$"
HOUSE = "reelroom"  # the provider of errors that are our own fault
NOUNS: dict[str, type[Noun]] = {
    name: noun
    for name, noun in {**vars(model), "Failure": Failure}.items()
    if isinstance(noun, type) and issubclass(noun, Noun)
}


def write(value: Any) -> str:
    """JSON for nouns, errors, and the plain values and lists that hold them.

    Raises `TypeError` for anything else."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> Any:
    """What `write` was given; tuples come back as lists, unknown errors as our own fault."""
    return _noun(json.loads(text))


def own_fault(error: BaseException) -> ProviderError:
    """An error nobody foresaw, as one that carries a decision."""
    return ProviderError(HOUSE, Kind.BROKEN, repr(error))


def failure(error: BaseException) -> Failure:
    """Why a job failed."""
    match error:
        case ProviderError():
            return Failure(kind=error.kind, provider=error.provider, detail=error.detail)
        case BadInput():
            detail = json.dumps(error.values, ensure_ascii=False)
            return Failure(kind=Kind.BAD_REQUEST, provider=HOUSE, detail=detail, key=error.key)
        case _:
            return failure(own_fault(error))


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Noun():
            return {MARK: type(value).__name__, **value.model_dump(mode="json")}
        case ProviderError(provider=provider, kind=kind, detail=detail):
            return {MARK: "ProviderError", "provider": provider, "kind": kind, "detail": detail}
        case BadInput(key=key, values=values):
            return {MARK: "BadInput", "key": key, "values": values}
        case BaseException():
            return _plain(own_fault(value))
        case list() | tuple():
            return [_plain(item) for item in cast(list[Any], value)]
        case Mapping() if MARK not in value:
            return {str(key): _plain(item) for key, item in cast(dict[Any, Any], value).items()}
        case _:
            raise TypeError(f"{value!r} cannot be written down")


def _noun(value: Any) -> Any:
    match value:
        case {"$": "ProviderError", **fields}:
            return ProviderError(**cast(dict[str, Any], fields))
        case {"$": "BadInput", "key": key, "values": values}:
            return BadInput(key, **values)
        case {"$": name, **fields}:
            return NOUNS[name].model_validate(fields)
        case dict():
            return {key: _noun(item) for key, item in cast(dict[str, Any], value).items()}
        case list():
            return [_noun(item) for item in cast(list[Any], value)]
        case _:
            return value
