"""Characters as they are kept."""

from __future__ import annotations

from pathlib import Path

from storage.accounts import Accounts
from storage.characters import Characters
from storage.database import Database
from storage.people import People


async def test_a_name_is_somebodys_own_once_and_others_may_have_it_too(tmp_path: Path) -> None:
    async with await Database.open(tmp_path / "r.db") as db:
        characters = Characters(db)
        first = await characters.save("t:1", "Mei", "mei", "a girl", "[]")
        again = await characters.save("t:1", "MEI", "mei", "a tall girl", '["look"]')
        await characters.save("t:2", "Mei", "mei", "a cat", "[]")
        assert again.id == first.id
        assert [one.description for one in await characters.of("t:1")] == ["a tall girl"]
        assert [one.description for one in await characters.of("t:2")] == ["a cat"]
        assert await characters.looks() == ['["look"]']
        assert await characters.get(first.id) == again
        await characters.delete(first.id)
        assert not await characters.of("t:1") and await characters.get(first.id) is None


async def test_linked_accounts_share_their_characters(tmp_path: Path) -> None:
    async with await Database.open(tmp_path / "r.db") as db:
        people, characters, accounts = People(db), Characters(db), Accounts(db)
        for key in ("t:1", "d:1"):
            await people.greet(key, key[0], "Mei", "en")
        await characters.save("d:1", "Tom", "tom", "a boy", "[]")
        await accounts.join(await accounts.give_code("t:1"), "d:1")
        assert [one.name for one in await characters.of("t:1")] == ["Tom"]
        changed = await characters.save("t:1", "Tom", "tom", "a man", "[]")
        assert changed.owner == "d:1"
