"""What a person types, held to the commands that the bot has registered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.servers.discord.interactions import local
from tests.servers.discord.people import BITS, User
from tests.servers.discord.refusal import JSON

if TYPE_CHECKING:
    from tests.servers.discord.channels import Channel
    from tests.servers.discord.world import World

SLASH, USER, MESSAGE = 1, 2, 3
SUB, GROUP, STRING, INTEGER, BOOLEAN = 1, 2, 3, 4, 5
PERSON, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = 6, 7, 8, 9, 10, 11
TYPES: Mapping[int, tuple[type, ...]] = {
    STRING: (str,),
    INTEGER: (int,),
    BOOLEAN: (bool,),
    NUMBER: (int, float),
}
LONGEST = 6000


class Typed:
    """What somebody types in one place."""

    def __init__(self, discord: World, channel: Channel, person: User) -> None:
        self._discord, self._channel, self._person = discord, channel, person
        self._resolved: dict[str, JSON] = {}

    def command(
        self, words: str, options: Mapping[str, Any], *, focus: tuple[str, str] | None = None
    ) -> JSON:
        """The data of a slash command, or of one that is still being typed."""
        name, *subs = words.split()
        found = self.find(SLASH, name)
        inner, shell = found, list[JSON]()
        for sub in subs:
            inner = self._named(inner.get("options", []), sub)
            assert inner["type"] in (SUB, GROUP), f"{sub!r} is no subcommand"
            shell.append({"type": inner["type"], "name": inner["name"]})
        known: list[JSON] = inner.get("options", [])
        assert all(o["type"] > GROUP for o in known), f"/{words} needs a subcommand"
        given = self._options(known, options, focus)
        for part in reversed(shell):
            given = [part | {"options": given}]
        data: JSON = {"id": found["id"], "name": found["name"], "type": SLASH, "options": given}
        if "guild_id" in found:
            data["guild_id"] = found["guild_id"]
        return data | ({"resolved": self._resolved} if self._resolved else {})

    def menu(self, kind: int, name: str, target: int) -> JSON:
        """The data of a command of a message or a person."""
        found = self.find(kind, name)
        return {
            "id": found["id"],
            "name": found["name"],
            "type": kind,
            "target_id": str(target),
            "resolved": {},
        }

    def offered(self, kind: int) -> list[JSON]:
        """The commands that this person sees here."""
        guild = self._channel.guild
        here = self._discord.commands.of(guild.id) if guild else []
        names = {(c["type"], c["name"]) for c in here}
        everywhere = [
            c
            for c in self._discord.commands.of(0)
            if (c["type"], c["name"]) not in names and self._sees(c) and self._fits(c)
        ]
        own = [c for c in here if self._sees(c)]
        return [c for c in (*own, *everywhere) if c["type"] == kind]

    def find(self, kind: int, name: str) -> JSON:
        """A command by its name, in English or in the person's language."""
        return self._named(self.offered(kind), name)

    def _sees(self, command: JSON) -> bool:
        wanted = command.get("default_member_permissions")
        guild = self._channel.guild
        if wanted is None or guild is None:
            return True
        has = guild.permissions(self._person)
        admin = bool(has >> BITS["administrator"] & 1)
        return admin or (int(wanted) > 0 and has & int(wanted) == int(wanted))

    def _fits(self, command: JSON) -> bool:
        contexts = command.get("contexts")
        installs = command.get("integration_types") or [0]
        return (contexts is None or self._channel.context in contexts) and (
            1 in installs or not self._channel.foreign
        )

    def _named(self, things: list[JSON], name: str) -> JSON:
        locale = self._person.locale
        for thing in things:
            if name in (thing["name"], local(thing, locale)):
                return thing
        raise AssertionError(
            f"no {name!r} among {[t['name'] for t in things]} for {self._person}"
            f" in {self._channel.title}\n{self._discord.transcript()}"
        )

    def _options(
        self, known: list[JSON], options: Mapping[str, Any], focus: tuple[str, str] | None
    ) -> list[JSON]:
        given = {self._named(known, n)["name"]: v for n, v in options.items() if v is not None}
        typed: list[JSON] = []
        for option in known:
            name, kind = option["name"], option["type"]
            if focus and focus[0] == name:
                assert option.get("autocomplete"), f"nothing is offered at {name!r}"
                typed.append({"name": name, "type": kind, "value": focus[1], "focused": True})
            elif name in given:
                value = self._value(option, given[name])
                typed.append({"name": name, "type": kind, "value": value})
            else:
                assert focus or not option.get("required"), f"{name!r} is required"
        return typed

    def _value(self, option: JSON, value: Any) -> Any:
        name, kind = option["name"], option["type"]
        if kind == ATTACHMENT:
            return self._file(value)
        if kind == PERSON:
            self._resolved |= self._discord.resolved_user(self._channel, value)
            return str(value.id)
        if kind in (CHANNEL, ROLE, MENTIONABLE):
            key = "channels" if kind == CHANNEL else "roles"
            self._resolved.setdefault(key, {})[str(value.id)] = value.raw | {"permissions": "0"}
            return str(value.id)
        if option.get("choices"):
            return self._chosen(option, value)
        right = isinstance(value, TYPES[kind]) and isinstance(value, bool) == (kind == BOOLEAN)
        assert right, f"{name!r} does not take {value!r}"
        size = len(value) if kind == STRING else value
        suffix = "length" if kind == STRING else "value"
        least = option.get(f"min_{suffix}", 1 if kind == STRING else size)
        most = option.get(f"max_{suffix}", LONGEST if kind == STRING else size)
        assert least <= size <= most, f"{name!r} takes {least}-{most}"
        return value

    def _chosen(self, option: JSON, value: Any) -> Any:
        locale = self._person.locale
        for choice in option["choices"]:
            if value in (choice["value"], choice["name"], local(choice, locale)):
                return choice["value"]
        offered = [c["value"] for c in option["choices"]]
        raise AssertionError(f"{option['name']!r} offers {offered}, not {value!r}")

    def _file(self, value: tuple[str, bytes]) -> str:
        kept = self._discord.files.put(self._channel.id, *value, ephemeral=True)
        files = self._resolved.setdefault("attachments", {})
        files[str(kept.id)] = self._discord.files.raw(kept)
        return str(kept.id)
