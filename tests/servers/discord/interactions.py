"""An interaction: what a person asked of the bot, and how it was answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.servers.discord.components import LABEL, ROW, TEXT_INPUT, walk
from tests.servers.discord.message import Message, label
from tests.servers.discord.people import User
from tests.servers.discord.refusal import JSON

if TYPE_CHECKING:
    from tests.servers.discord.channels import Channel

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
PONG, SAY, THINK, NOTHING, CHANGE, CHOICES, MODAL = 1, 4, 5, 6, 7, 8, 9
FIRST_SECONDS, TOKEN_SECONDS = 3.0, 900.0


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form; `raw` is its component."""

    label: str
    custom_id: str
    kind: int
    value: str
    required: bool
    raw: JSON = field(repr=False)


@dataclass(frozen=True, slots=True)
class Modal:
    """A form as a person sees it; `asked` is the interaction that it answered."""

    asked: Interaction
    custom_id: str
    title: str
    fields: list[Field]
    components: list[JSON] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is offered to somebody who types."""

    name: str
    value: Any


@dataclass(slots=True, eq=False)
class Interaction:
    """`type` is Discord's number for the question, `kind` that for the answer, 0 while there is
    none; `acked_after` the seconds until it came. `late`: the answer was too late."""

    id: int
    token: str
    type: int
    person: User
    channel: Channel
    data: JSON
    time: float
    owners: dict[str, str]
    message: Message | None = None
    asked: Interaction | None = None
    kind: int = 0
    said: JSON = field(default_factory=dict[str, Any])
    acked_after: float | None = None
    late: bool = False
    original: Message | None = None
    followups: list[Message] = field(default_factory=list[Message])
    event: JSON = field(default_factory=dict[str, Any], repr=False)

    @property
    def text(self) -> str:
        """What the answer says at present, "" where there is none."""
        own = self.original if self.kind in (SAY, THINK, CHANGE) else None
        return own.text if own and not own.gone else ""

    @property
    def ephemeral(self) -> str:
        """What it says to this person alone."""
        mine = [m for m in (self.original, *self.followups) if m and m.ephemeral and not m.gone]
        return "\n".join(m.text for m in mine if m.text)

    @property
    def modal(self) -> Modal:
        """The form that was opened."""
        assert self.kind == MODAL, f"no form was opened\n{self.channel.discord.transcript()}"
        parts: list[JSON] = self.said["components"]
        return Modal(self, self.said["custom_id"], self.said["title"], _fields(parts), parts)

    @property
    def choices(self) -> list[Choice]:
        """What was offered, in the person's language."""
        return [
            Choice(local(c, self.person.locale), c["value"]) for c in self.said.get("choices") or []
        ]

    @property
    def metadata(self) -> JSON:
        """As the messages that answer it show it."""
        shown: JSON = {
            "id": str(self.id),
            "type": self.type,
            "user": self.person.raw,
            "authorizing_integration_owners": self.owners,
        }
        if self.type == COMPONENT and self.message:
            shown["interacted_message_id"] = str(self.message.id)
        if self.type == SUBMIT and self.asked:
            shown["triggering_interaction_metadata"] = self.asked.metadata
        return shown


def local(thing: JSON, locale: str) -> str:
    """Its name in a language."""
    return (thing.get("name_localizations") or {}).get(locale, thing["name"])


def _fields(components: list[JSON]) -> list[Field]:
    fields: list[Field] = []
    for _, component in walk(components):
        if component["type"] == LABEL:
            fields.append(_field(component["label"], component["component"]))
        elif component["type"] == ROW:
            fields += [_field(label(c), c) for c in component["components"]]
    return fields


def _field(words: str, component: JSON) -> Field:
    chosen = [o["value"] for o in component.get("options") or [] if o.get("default")]
    value = component.get("value") or ",".join(chosen)
    required = component.get("required")
    kind = component["type"]
    return Field(words, component["custom_id"], kind, value, required is not False, component)


def filled(modal: Modal, values: dict[str, Any]) -> dict[str, Any]:
    """What is submitted, by custom_id; raises `AssertionError` where the form would not take it."""
    given: dict[str, Any] = {}
    for name, value in values.items():
        found = [f for f in modal.fields if name in (f.custom_id, f.label)]
        assert found, f"no field {name!r} among {[f.label for f in modal.fields]}"
        given[found[0].custom_id] = value
    for one in modal.fields:
        value = given.setdefault(one.custom_id, one.value)
        assert value or not one.required, f"{one.label!r} must be filled in"
        if one.kind == TEXT_INPUT:
            least, most = one.raw.get("min_length") or 0, one.raw.get("max_length") or 4000
            assert not value or least <= len(value) <= most, f"{one.label!r}: {least}-{most}"
    return given
