"""What is set about Telegram, typed and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from bot import env as settings
from bot.settings import DEFAULTS, SettingError
from generation import secrets
from generation.marking.film import Marks

OFFICIAL = "https://api.telegram.org"
TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{6,}", re.ASCII)
SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}", re.ASCII)
MEGABYTE = 1_000_000
UPLOAD_BYTES = 50 * MEGABYTE
LOCAL_UPLOAD_BYTES = 2000 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Config:
    """`allowed` are numbers of people and chats, empty for everybody. Without a `webhook` updates
    are asked for. `local`: the Bot API server at `api` sees our files."""

    token: str
    allowed: frozenset[int]
    webhook: str
    listen: str
    secret: str
    api: str
    local: bool
    proxy: str
    marks: Marks = Marks()

    @property
    def upload_bytes(self) -> int:
        """The largest file that can be sent."""
        return LOCAL_UPLOAD_BYTES if self.local else UPLOAD_BYTES

    def allows(self, *ids: str) -> bool:
        """Whether any of these people and chats is served."""
        return not self.allowed or any(int(id) in self.allowed for id in ids)

    @classmethod
    def read(cls, env: Mapping[str, str]) -> Self | None:
        """What the environment says; None without a token. Raises `SettingError`."""
        if not env.get("TELEGRAM_TOKEN"):
            return None
        secrets.remember(env)
        return cls(
            token=settings.secret(env, "TELEGRAM_TOKEN", TOKEN, "as @BotFather gave it: 1234:AbC…"),
            allowed=settings.numbers(env, "TELEGRAM_ALLOWED"),
            webhook=settings.address(env, "TELEGRAM_WEBHOOK", *_webhooks(env)),
            listen=_listen(env),
            secret=settings.secret(
                env, "TELEGRAM_SECRET", SECRET, "16 to 256 of A-Z, a-z, 0-9, _, -"
            ),
            api=settings.address(env, "TELEGRAM_API", "http", "https") or OFFICIAL,
            local=settings.switch(env, "TELEGRAM_API_LOCAL"),
            proxy=settings.address(env, "TELEGRAM_PROXY", "http", "https", "socks5", "socks5h"),
            marks=Marks.read(env),
        )


def _webhooks(env: Mapping[str, str]) -> tuple[str, ...]:
    """Telegram comes by https only; a Bot API server of one's own comes by http as well."""
    return ("https", "http") if env.get("TELEGRAM_API") else ("https",)


def _listen(env: Mapping[str, str]) -> str:
    text = env.get("TELEGRAM_LISTEN", DEFAULTS["TELEGRAM_LISTEN"])
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 <= int(port) < 65536:
        raise SettingError("TELEGRAM_LISTEN", text, "an address and a port: 127.0.0.1:8443")
    return text
