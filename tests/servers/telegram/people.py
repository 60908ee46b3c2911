"""People, and what they see."""

from __future__ import annotations

from dataclasses import dataclass

from tests.servers.telegram.refusal import JSON


@dataclass(frozen=True, slots=True)
class User:
    """A person."""

    id: int
    name: str
    lang: str

    @property
    def raw(self) -> JSON:
        """As the Bot API shows them."""
        known: JSON = {"id": self.id, "is_bot": False, "first_name": self.name}
        return known | ({"language_code": self.lang} if self.lang else {})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person sees after a press: a line, or with `alert` a window; `url` opens a page."""

    text: str = ""
    alert: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """What a person is offered for an inline query."""

    results: list[JSON]
    button: JSON | None
    next_offset: str = ""
