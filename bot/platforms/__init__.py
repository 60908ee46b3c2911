"""Chat platforms: one file each, found by walking this folder."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, cast

from bot.settings import SettingError

if TYPE_CHECKING:
    from bot.app import Opened


class Refused(Exception):
    """A platform will not have us, and trying again does not help; `key` is a sentence of the
    catalogs for whoever runs this."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class Serve(Protocol):
    """Speaks on one platform until `stop` is set, and then ends within seconds. Raises `Refused`,
    e.g. for a token that is none."""

    async def __call__(self, house: Opened, stop: asyncio.Event) -> None: ...


class Register(Protocol):
    """The one function a platform's file must have: how to serve it with what the environment
    gives, or None where its token is missing. Raises `SettingError`."""

    def __call__(self, env: Mapping[str, str]) -> Serve | None: ...


def lazily(package: str, config: object) -> Serve:
    """Serves by the `serve(config, house, stop)` of a platform's package, whose framework is loaded
    when it is wanted."""

    async def serve(house: Opened, stop: asyncio.Event) -> None:
        await importlib.import_module(f"{package}.serve").serve(config, house, stop)

    return serve


def found(env: Mapping[str, str]) -> dict[str, Serve | SettingError]:
    """The platforms that have a token, by name; with a `SettingError` those whose settings are
    wrong, for they keep no other from being served."""
    able: dict[str, Serve | SettingError] = {}
    for module in pkgutil.iter_modules(__path__):
        register = cast(Register, importlib.import_module(f"{__name__}.{module.name}").register)
        try:
            serve = register(env)
        except SettingError as error:
            able[module.name] = error
        else:
            if serve:
                able[module.name] = serve
    return able
