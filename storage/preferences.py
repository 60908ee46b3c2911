"""Small JSON values by name, for whoever owns them."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from storage.database import Database, rows


class Preferences:
    """What `owner` chose, by name. A person and a chat of the same key do not share values."""

    scope: ClassVar[str]

    def __init__(self, db: Database) -> None:
        self._db = db

    async def setting(self, owner: str, name: str, default: Any = None) -> Any:
        """The value kept under `name`, or `default`."""
        return (await self.settings(owner)).get(name, default)

    async def settings(self, owner: str) -> dict[str, Any]:
        """All values of `owner`."""
        sql = "SELECT name, value FROM preferences WHERE scope = ? AND owner = ? ORDER BY name"
        found = await self._db.read(lambda db: rows(db, sql, [self.scope, owner]))
        return {row["name"]: json.loads(row["value"]) for row in found}

    async def set(self, owner: str, name: str, value: Any) -> None:
        """Keep a JSON-shaped `value`; None forgets it."""
        key = (self.scope, owner, name)
        if value is None:
            await self._db.write(
                lambda db: db.table("preferences").delete_where(
                    "scope = ? AND owner = ? AND name = ?", key
                )
            )
            return
        text = json.dumps(value, ensure_ascii=False)
        await self._db.write(
            lambda db: db.table("preferences").upsert(
                {"scope": self.scope, "owner": owner, "name": name, "value": text},
                pk=("scope", "owner", "name"),
            )
        )
