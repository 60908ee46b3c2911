"""The commands that a bot has registered, everywhere and in single servers."""

from __future__ import annotations

from collections.abc import Callable

from tests.servers.discord.refusal import JSON

EVERYWHERE = 0


class Commands:
    """What was registered; `syncs` counts the bulk writes, `names` is for reading."""

    def __init__(self, ids: Callable[[], int], application: int) -> None:
        self.syncs = 0
        self._ids, self._application = ids, application
        self._all: dict[int, list[JSON]] = {}

    def of(self, guild: int) -> list[JSON]:
        """Those of one server, or of `EVERYWHERE`."""
        return self._all.get(guild, [])

    def names(self, guild: int = EVERYWHERE) -> list[str]:
        """Their names."""
        return [c["name"] for c in self.of(guild)]

    def named(self, name: str, guild: int = EVERYWHERE) -> JSON:
        """One of them."""
        return next(c for c in self.of(guild) if c["name"] == name)

    def replace(self, guild: int, commands: list[JSON]) -> list[JSON]:
        """Put others in the place of all; who keeps its name keeps its id."""
        self.syncs += 1
        kept = {(c["type"], c["name"]): c["id"] for c in self.of(guild)}
        self._all[guild] = [self._made(guild, c, kept) for c in commands]
        return self._all[guild]

    def _made(self, guild: int, command: JSON, kept: dict[tuple[int, str], str]) -> JSON:
        kind = command.get("type") or 1
        given = {k: v for k, v in command.items() if v is not None}
        if (needed := given.get("default_member_permissions")) is not None:
            given["default_member_permissions"] = str(needed)  # a number is taken, and told as text
        base: JSON = {
            "description": "",
            "default_member_permissions": None,
            "integration_types": [0],
            "nsfw": False,
        }
        return (
            base
            | given
            | {
                "id": kept.get((kind, command["name"])) or str(self._ids()),
                "application_id": str(self._application),
                "version": str(self._ids()),
                "type": kind,
            }
            | ({"guild_id": str(guild)} if guild else {})
        )
