"""Settings of platforms, read with care. All raise `SettingError` for what cannot be used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from bot.settings import SettingError

YES = ("1", "true", "yes", "on")


def secret(env: Mapping[str, str], name: str, pattern: re.Pattern[str], wanted: str) -> str:
    """A text of this shape, or empty where nothing is set; it is not repeated in an error."""
    text = env.get(name, "")
    if text and not pattern.fullmatch(text):
        raise SettingError(name, "…", wanted)
    return text


def numbers(env: Mapping[str, str], name: str) -> frozenset[int]:
    """Numbers with commas."""
    text = env.get(name, "")
    try:
        return frozenset(int(part) for part in text.split(",") if part.strip())
    except ValueError:
        raise SettingError(name, text, "numbers with commas, e.g. 1234,-100567") from None


def number(env: Mapping[str, str], name: str, least: int = 0) -> int:
    """One number; 0 where nothing is set."""
    text = env.get(name, "")
    if text and not (text.isascii() and text.isdecimal() and int(text) >= least):
        raise SettingError(name, text, f"a number, at least {least}")
    return int(text or 0)


def address(env: Mapping[str, str], name: str, *schemes: str) -> str:
    """An address with one of these schemes, without a slash at its end; empty where nothing is
    set."""
    text = env.get(name, "").rstrip("/")
    parts = urlsplit(text)
    if text and (parts.scheme not in schemes or not parts.hostname):
        raise SettingError(name, text, f"an address that begins with {schemes[0]}://")
    return text


def switch(env: Mapping[str, str], name: str) -> bool:
    """Whether it is on."""
    return env.get(name, "").casefold() in YES
