"""/styles: how a film can look."""

from __future__ import annotations

from generation.model import LOOKS
from generation.styles import styles as presets
from handlers.commands import Add, Answer, Ask, Command
from handlers.conversation import Reply, Say


def register(add: Add) -> None:
    add(Command("styles", styles, aliases=("style", "风格", "スタイル")))


async def styles(ask: Ask) -> Answer:
    """All presets and looks, by the names that can be typed."""
    named = [
        Say("styles.line", {"name": style.name, "title": style.names[ask.lang]})
        for style in presets().values()
    ]
    looks = [Say("styles.line", {"name": look, "title": Say(f"look.{look}")}) for look in LOOKS]
    return Reply(text=(Say("styles.heading"), *named, Say("styles.looks"), *looks))
