"""Finds the providers and asks the first one able to do a piece of work.

`Roster.find(env)` walks this folder and lets every provider announce itself. Order per role:
`REELROOM_PAINTER=qwen,local`; without one, vendors in the order of `PREFERRED`, then of their
names, then those of this machine.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import pkgutil
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from types import ModuleType
from typing import TypeVar, get_args

import generation.providers as folder
from generation import secrets
from generation.errors import FALLBACK_ALLOWED, Kind, ProviderError
from generation.marking.film import Marks
from generation.model import Role
from generation.providers.contract import Member, Variable
from generation.providers.routing.breaker import Breaker
from generation.providers.routing.orders import Limit
from generation.providers.routing.outbox import Outbox
from generation.providers.routing.patience import Patience, Tries
from generation.providers.wire import addresses
from generation.providers.wire.failures import jittered

T = TypeVar("T")
Work = Callable[[Member, int], Awaitable[T]]
"""A piece of work done by a member; the number says how many seeds were tried before."""

LOG = logging.getLogger(__name__)
ROLES: tuple[Role, ...] = get_args(Role)
NOT_PROVIDERS = frozenset({"contract", "router", "routing", "wire", "llm", "graphs"})
PREFERRED = ("deepseek", "qwen", "wan", "qwen-tts")
AT_ONCE, RATE = "REELROOM_AT_ONCE", "REELROOM_RATE"


class Roster:
    """Who can do what here, in the order they are asked."""

    def __init__(
        self,
        members: Sequence[Member],
        env: Mapping[str, str],
        patience: Patience | None = None,
        faults: Mapping[str, str] | None = None,
    ) -> None:
        self.members = tuple(members)
        self.patience = patience or Patience()
        self.faults = dict(faults or {})  # providers that are left out, and why
        self.outbox = Outbox(self.patience.silence / 5)
        self.looking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.marks = Marks.read(env)
        self._env = env
        self._breakers: defaultdict[str, Breaker] = defaultdict(Breaker)

    @classmethod
    def find(cls, env: Mapping[str, str]) -> Roster:
        """Let every file of this folder announce what the environment allows it to do. One whose
        settings are wrong is left out, and stands in `faults`."""
        secrets.remember(env)
        addresses.remember(env)
        found: list[Member] = []
        faults: dict[str, str] = {}
        for module in modules():
            try:
                module.register(found.append, env)
            except (ValueError, OSError) as error:  # a setting, or a file that it names
                name = module.__name__.rpartition(".")[2]
                faults[name] = secrets.hide(str(error))
                LOG.warning("%s is left out: %s", name, faults[name])
        return cls(found, env, faults=faults)

    def of(self, role: Role, first: Sequence[str] = ()) -> list[Member]:
        """The members for a role, first choice first; those whose name is in `first` before all.

        Raises `ProviderError` for a name in the settings that cannot be used."""
        able = {m.provider.name: m for m in self.members if m.role == role and not m.needs}
        order = self._ordered(role, able)
        chosen = [able[name] for name in first if name in able]
        return [*chosen, *(member for member in order if member not in chosen)]

    def named(self, role: Role, name: str) -> Member:
        """The member that took a ticket; `LOST` when it is no longer configured."""
        for member in self.members:
            if member.role == role and member.provider.name == name:
                return member
        raise ProviderError(name, Kind.LOST, f"{name} is no longer configured as {role}")

    def limit(self, member: Member) -> Limit:
        """How many orders of a member may run and begin, by the settings or as it says itself."""
        name = member.provider.name
        at_once = int(_of(self._env, AT_ONCE, name) or member.at_once)
        return Limit(at_once, _of(self._env, RATE, name) or 0.0)

    async def ask(self, role: Role, work: Work[T], first: Sequence[str] = ()) -> T:
        """Let the first able member do `work`; the next one where the error's kind allows it."""
        return await self.ask_each(role, self.of(role, first), work)

    async def ask_each(
        self,
        role: Role,
        members: Sequence[Member],
        work: Work[T],
        busy: Callable[[], None] = lambda: None,
    ) -> T:
        """Let the first of `members` do `work`, patiently; then the next, where it is allowed.
        `busy` is called whenever a member has too much to do and is waited for."""
        last: ProviderError | None = None
        for member in members:
            try:
                return await self._patiently(member, work, busy)
            except ProviderError as error:
                if error.kind not in FALLBACK_ALLOWED:
                    raise
                LOG.warning("%s cannot do it: %s", role, error)
                last = error
        raise last or ProviderError(role, Kind.ACCOUNT, f"no {role} is configured")

    async def _patiently(self, member: Member, work: Work[T], busy: Callable[[], None]) -> T:
        breaker, tries, takes = self._breakers[member.provider.name], Tries(self.patience), 0
        while True:
            if shut := breaker.open():
                error, seconds = shut
                if error.kind == Kind.ACCOUNT:
                    raise error
                await asyncio.sleep(jittered(seconds))
            try:
                result = await work(member, takes)
                breaker.worked()
                return result
            except ProviderError as error:
                breaker.failed(error)
                wait = tries.wait_after(error)
                if wait is None:
                    raise
                LOG.info("once more in %.1f s: %s", wait, error)
                takes += error.kind == Kind.MODERATED_OUTPUT
                if error.kind == Kind.BUSY:
                    busy()
            await asyncio.sleep(wait)

    def _ordered(self, role: Role, able: Mapping[str, Member]) -> list[Member]:
        variable = f"REELROOM_{role.upper()}"
        wanted = [name.strip() for name in self._env.get(variable, "").split(",") if name.strip()]
        for name in wanted:
            if name not in able:
                raise ProviderError(name, Kind.ACCOUNT, self._why_not(variable, role, name, able))
        if wanted:
            return [able[name] for name in dict.fromkeys(wanted)]
        return sorted(able.values(), key=_usual)

    def _why_not(self, variable: str, role: Role, name: str, able: Mapping[str, Member]) -> str:
        for member in self.members:
            if member.role == role and member.provider.name == name:
                return f"{variable} names {name!r}, which needs: {member.needs}"
        return f"{variable} names {name!r}; only {sorted(able)} can be used"


def modules() -> Iterator[ModuleType]:
    """The files of this folder that are providers."""
    for found in pkgutil.iter_modules(folder.__path__):
        if found.name not in NOT_PROVIDERS:
            yield importlib.import_module(f"{folder.__name__}.{found.name}")


def variables() -> list[tuple[str, list[Variable]]]:
    """The variables that each provider's file reads, under its first line: the usual vendors first,
    a variable that several read only once."""
    seen: set[str] = set()
    found: list[tuple[str, list[Variable]]] = []
    for module in sorted(modules(), key=lambda m: _rank(m.__name__.rpartition(".")[2])):
        own = [v for v in getattr(module, "SETTINGS", ()) if v.name not in seen]
        seen.update(v.name for v in own)
        if own:
            found.append(((module.__doc__ or "").partition("\n")[0], own))
    return found


def _usual(member: Member) -> tuple[bool, bool, int, str]:
    name = member.provider.name
    return name == "local", not (member.remote or member.tariff), *_rank(name)


def _rank(name: str) -> tuple[int, str]:
    return (PREFERRED.index(name) if name in PREFERRED else len(PREFERRED)), name


def _of(env: Mapping[str, str], variable: str, name: str) -> float | None:
    """The number that `variable` (`wan:2,kling:0.5`) gives to a name."""
    for part in env.get(variable, "").split(","):
        who, _, number = part.partition(":")
        if who.strip() == name:
            try:
                return float(number)
            except ValueError:
                raise ProviderError(name, Kind.ACCOUNT, f"{variable}={part!r}: no number") from None
    return None
