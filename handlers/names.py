"""Providers as people know them: `qwen` is Qwen-Image."""

from __future__ import annotations

from generation.model import Lang
from handlers.conversation import Say
from handlers.texts import catalog, render


def provider(name: str) -> Say:
    """What the catalogs call a provider, else its own name."""
    key = f"provider.{name}"
    return Say(key) if key in catalog("en") else Say("plain", {"text": name})


def titles(names: str, lang: Lang) -> str:
    """Several in one text, as a film's crew names them: `qwen, local`."""
    return ", ".join(render(provider(name), lang) for name in names.split(", "))
