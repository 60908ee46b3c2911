"""What is set about Discord, typed and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from bot import env as settings
from generation import secrets
from generation.marking.film import Marks

TOKEN = re.compile(r"[A-Za-z0-9._-]{20,}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Config:
    """`allowed` are ids of servers, channels and people, empty for everybody; members of a role in
    `roles` are operators. `guild` is the one server that gets the commands, 0 for all of them.
    `shards` is 0 where Discord says how many. `api` is another server than Discord's."""

    token: str
    allowed: frozenset[int]
    roles: frozenset[int]
    guild: int
    shards: int
    proxy: str
    api: str
    marks: Marks = Marks()

    def allows(self, *ids: int) -> bool:
        """Whether any of these servers, channels and people is served."""
        return not self.allowed or bool(self.allowed & set(ids))

    @classmethod
    def read(cls, env: Mapping[str, str]) -> Self | None:
        """What the environment says; None without a token. Raises `SettingError`."""
        if not env.get("DISCORD_TOKEN"):
            return None
        secrets.remember(env)
        return cls(
            token=settings.secret(env, "DISCORD_TOKEN", TOKEN, "as Discord gave it"),
            allowed=settings.numbers(env, "DISCORD_ALLOWED"),
            roles=settings.numbers(env, "DISCORD_OPERATORS"),
            guild=settings.number(env, "DISCORD_GUILD"),
            shards=settings.number(env, "DISCORD_SHARDS", 1),
            proxy=settings.address(env, "DISCORD_PROXY", "http", "https"),
            api=settings.address(env, "DISCORD_API", "http", "https"),
            marks=Marks.read(env),
        )
