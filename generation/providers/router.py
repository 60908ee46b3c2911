"""Finds the providers and asks the first one able to do a piece of work.

`Roster.find(env)` walks this folder and lets every provider announce itself. Order per role:
`REELROOM_PAINTER=qwen,local`; without one, vendors in the order of their names, then local.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar, get_args

import generation.providers as folder
from generation.errors import FALLBACK_ALLOWED, Kind, ProviderError
from generation.model import Role
from generation.providers.contract import Member

T = TypeVar("T")
ROLES: tuple[Role, ...] = get_args(Role)
NOT_PROVIDERS = frozenset({"contract", "router"})


class Roster:
    """Who can do what here, in the order they are asked."""

    def __init__(self, members: Sequence[Member], env: Mapping[str, str]) -> None:
        self.members = tuple(members)
        self._env = env

    @classmethod
    def find(cls, env: Mapping[str, str]) -> Roster:
        """Let every file of this folder announce what the environment allows it to do."""
        found: list[Member] = []
        for module in pkgutil.iter_modules(folder.__path__):
            if module.name not in NOT_PROVIDERS:
                importlib.import_module(f"{folder.__name__}.{module.name}").register(
                    found.append, env
                )
        return cls(found, env)

    def of(self, role: Role) -> list[Member]:
        """The members for a role, first choice first; `ProviderError` for an unknown name."""
        able = {m.provider.name: m for m in self.members if m.role == role}
        wanted = [
            n.strip() for n in self._env.get(f"REELROOM_{role.upper()}", "").split(",") if n.strip()
        ]
        for name in wanted:
            if name not in able:
                raise ProviderError(
                    name,
                    Kind.ACCOUNT,
                    f"REELROOM_{role.upper()} names {name!r}; only {sorted(able)} can be used",
                )
        if wanted:
            return [able[name] for name in wanted]
        return sorted(able.values(), key=lambda m: (m.provider.name == "local", m.provider.name))

    def named(self, role: Role, name: str) -> Member:
        """The member that took a ticket; `LOST` when it is no longer configured."""
        for member in self.members:
            if member.role == role and member.provider.name == name:
                return member
        raise ProviderError(name, Kind.LOST, f"{name} is no longer configured as {role}")

    async def ask(self, role: Role, work: Callable[[Any], Awaitable[T]]) -> T:
        """Let the first able member do `work`; the next one where the error's kind allows it."""
        last: ProviderError | None = None
        for member in self.of(role):
            try:
                return await work(member.provider)
            except ProviderError as error:
                if error.kind not in FALLBACK_ALLOWED:
                    raise
                last = error
        raise last or ProviderError(role, Kind.ACCOUNT, f"no {role} is configured")
