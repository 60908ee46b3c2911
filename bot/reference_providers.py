"""The crew as a Markdown table for the docs, asked of the providers' own files."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from types import ModuleType

from bot.reference import table
from generation.model import ASPECTS
from generation.providers.contract import Capabilities, Member, Price, Variable
from generation.providers.router import ROLES, Roster, modules

ASSUMED = "assumed"
EXTRA = re.compile(r"reelroom\[([\w-]+)\]")
INVENTED = "12345678901234567890"  # a key, a name and a number, whatever is wanted
EXAMPLES = {
    "COMFYUI_URL": "http://127.0.0.1:8188",
    "COMFYUI_IMAGE_GRAPH": "flux",
    "COMFYUI_VIDEO_GRAPH": "wan22-i2v",
    "KOKORO_MODEL": "kokoro-v1.0.onnx",
    "LLM_MODEL": "any",
    "LOCAL_IMAGE_MODEL": "Qwen/Qwen-Image",
    "LOCAL_VIDEO_MODEL": "Wan-AI/Wan2.2-I2V-A14B-Diffusers",
}
HEAD = ("role", "name", "default model", "can", "price", "set", "extra")
Needed = Mapping[tuple[str, str], tuple[str, str]]
"""What to set and which extra to install, by a member's role and name."""


def providers_table() -> str:
    """Everybody but the local crew, by role in the order they are asked without a setting."""
    members: list[Member] = []
    needed: dict[tuple[str, str], tuple[str, str]] = {}
    for module in modules():
        variables: Sequence[Variable] = getattr(module, "SETTINGS", ())
        for member in _announced(module, example_environment(variables)):
            if member.provider.name == "local":
                continue
            env = _least(module, member, example_environment(variables))
            usual = _same(member, _announced(module, env))
            members += [replace(m, needs="") for m in usual]  # whatever is installed here
            needed[member.role, member.provider.name] = _code(env), _code(_extras(module))
    roster = Roster(members, {})
    return table(HEAD, (_row(m, needed) for role in ROLES for m in roster.of(role)))


def example_environment(variables: Sequence[Variable]) -> dict[str, str]:
    """Every one of `variables` set to something: its default, an example, or a number."""
    return {v.name: v.default or EXAMPLES.get(v.name, INVENTED) for v in variables}


def _announced(module: ModuleType, env: Mapping[str, str]) -> list[Member]:
    found: list[Member] = []
    module.register(found.append, env)
    return found


def _same(member: Member, members: Sequence[Member]) -> list[Member]:
    who = member.role, member.provider.name
    return [m for m in members if (m.role, m.provider.name) == who]


def _least(module: ModuleType, member: Member, env: dict[str, str]) -> dict[str, str]:
    """As little of `env` as the member is announced with; the first of several that would do."""
    for name in reversed(list(env)):
        less = {n: value for n, value in env.items() if n != name}
        if _same(member, _announced(module, less)):
            env = less
    return env


def _extras(module: ModuleType) -> list[str]:
    """The extras named by a provider's file, or by a file of ours that it takes them from."""
    near = [module, *(thing for thing in vars(module).values() if inspect.ismodule(thing))]
    ours = [m for m in near if m.__name__.startswith("generation.providers")]
    found = (name for m in ours for name in EXTRA.findall(inspect.getsource(m)))
    return sorted({f"[{name}]" for name in found})


def _row(member: Member, needed: Needed) -> list[str]:
    name = member.provider.name
    can = "; ".join(_can(member))
    first = [member.role, f"`{name}`", f"`{member.model}`", can, _price(member)]
    return [*first, *needed[member.role, name]]


def _can(member: Member) -> Iterator[str]:
    if member.role == "animator":
        yield from _clips(member.can)
    elif member.can.references:
        yield f"follows {member.can.references}"
    if member.can.aspects != frozenset(ASPECTS):
        yield ", ".join(a for a in ASPECTS if a in member.can.aspects)
    if member.at_once:
        yield f"{member.at_once} at once"


def _clips(can: Capabilities) -> Iterator[str]:
    yield f"{_lengths(can.seconds)} s"
    yield "/".join(map(str, can.resolutions))
    yield "first and last frame" if can.last_frame else "first frame" if can.first_frame else "text"
    yield "sound" if can.audio else "silent"


def _lengths(seconds: Sequence[float]) -> str:
    """2, 3, 4, 5 → "2–5"; 5, 10 → "5, 10"."""
    steps = {b - a for a, b in zip(seconds, seconds[1:], strict=False)}
    if len(seconds) > 2 and steps == {1}:
        return f"{seconds[0]:g}–{seconds[-1]:g}"
    return ", ".join(f"{s:g}" for s in seconds)


def _price(member: Member) -> str:
    if not member.tariff:
        return f"{member.price} credit{'' if member.price == 1 else 's'}"
    offered = (None, *(member.can.resolutions or (p.resolution for p in member.tariff)))
    prices = [p for p in member.tariff if p.resolution in offered]
    groups = groupby(prices, key=lambda p: (p.currency, p.unit, _read(p)))
    return "; ".join(
        f"{', '.join(map(_amount, group))} {currency} per {unit}, {read}"
        for (currency, unit, read), group in groups
    )


def _amount(price: Price) -> str:
    amount = f"{price.amount:.4g}"
    return f"{amount} ({price.resolution})" if price.resolution else amount


def _read(price: Price) -> str:
    """When a price was read, and where; "assumed" where nobody's list was."""
    said = ASSUMED if ASSUMED in (price.source, price.checked) else price.checked
    return f"[{said}]({price.source})" if "://" in price.source else said


def _code(names: Sequence[str] | Mapping[str, str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
