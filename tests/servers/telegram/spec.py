"""Holds requests and answers to the machine-readable Bot API, which we did not write."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tests.servers.telegram.refusal import JSON
from tests.servers.telegram.text import units

PATH = Path(__file__).parents[4] / "shared/specs/telegram-bot-api.json"
RANGE = re.compile(r"(?<![\d-])(\d+)-(\d+) (?!alpha|language)")
CONSTANT = re.compile(r"(?:always|must be) [“\"']?([a-z_0-9]+)[”\"']?\.?$")
ENUMERATED = ("type", "status", "source")


class Spec:
    """What is wrong with a request or an answer, in words; nothing where there is no spec."""

    def __init__(self, methods: JSON, types: JSON) -> None:
        self._methods, self._types = methods, types
        self._cased = {name.lower(): name for name in methods}

    @property
    def there(self) -> bool:
        """Whether it can check at all."""
        return bool(self._methods)

    def method(self, name: str) -> str:
        """The method's name as it is spelled, or as it came."""
        return self._cased.get(name.lower(), name)

    def request(self, method: str, params: JSON, files: Mapping[str, Any]) -> list[str]:
        """What is wrong with this request."""
        if not self.there:
            return []
        if method not in self._methods:
            return [f"{method}: no such method"]
        fields = {f["name"]: f for f in self._methods[method].get("fields", [])}
        used = set(re.findall(r"attach://([^\"\\]+)", json.dumps(params)))
        wrong = [f"{method}: unknown parameter {name!r}" for name in params if name not in fields]
        wrong += [
            f"{method}: unknown file {n!r}" for n in files if n not in fields and n not in used
        ]
        wrong += [f"{method}: no file for attach://{n}" for n in used if n not in files]
        for name, field in fields.items():
            if name in params:
                wrong += self._field(f"{method}.{name}", field, params[name], params, wire=True)
            elif field["required"] and name not in files:
                wrong.append(f"{method}: {name!r} is missing")
            elif name in files and "InputFile" not in field["types"]:
                wrong.append(f"{method}: {name!r} is no file")
        return wrong

    def answer(self, method: str, result: Any) -> list[str]:
        """What is wrong with what we answer."""
        if method not in self._methods:
            return []
        returns = self._methods[method]["returns"]
        return list(self._either(f"{method} answers", returns, result, wire=False))

    def object(self, kind: str, value: Any) -> list[str]:
        """What is wrong with an object that we push."""
        return list(self._one(kind, kind, value, wire=False)) if self.there else []

    def _field(self, at: str, field: JSON, value: Any, beside: JSON, *, wire: bool) -> list[str]:
        wrong = list(self._either(at, field["types"], value, wire=wire))
        description: str = field["description"]
        if wrong:
            return wrong
        constant = CONSTANT.search(description)
        if constant and field["name"] in ENUMERATED and value != constant[1]:
            return [f"{at}: {value!r} is not {constant[1]!r}"]
        if "after entit" in description and beside.get("parse_mode"):
            return []  # the server itself measures what is left after parsing
        return list(_measure(at, description, value))

    def _either(self, at: str, kinds: list[str], value: Any, *, wire: bool) -> list[str]:
        tries = [list(self._one(at, kind, value, wire=wire)) for kind in kinds]
        return min(tries, key=len) if tries else []

    def _one(self, at: str, kind: str, value: Any, *, wire: bool) -> Iterator[str]:
        if kind.startswith("Array of "):
            if not isinstance(value, list):
                yield f"{at}: {value!r} is no array"
                return
            for number, item in enumerate(value):
                yield from self._one(f"{at}[{number}]", kind[9:], item, wire=wire)
        elif kind in PLAIN:
            if not PLAIN[kind](value, wire):
                yield f"{at}: {value!r} is no {kind}"
        elif subtypes := self._types.get(kind, {}).get("subtypes"):
            yield from self._either(at, subtypes, value, wire=wire)
        elif kind == "InputFile":
            yield f"{at}: {value!r} is no file"
        else:
            yield from self._object(at, kind, value)

    def _object(self, at: str, kind: str, value: Any) -> Iterator[str]:
        if not isinstance(value, dict):
            yield f"{at}: {value!r} is no {kind}"
            return
        fields = {f["name"]: f for f in self._types[kind].get("fields", [])}
        for name in value:
            if name not in fields:
                yield f"{at}: {kind} has no {name!r}"
        for name, field in fields.items():
            if name in value:
                yield from self._field(f"{at}.{name}", field, value[name], value, wire=False)
            elif field["required"]:
                yield f"{at}: {kind} without {name!r}"


def _integer(value: Any, wire: bool) -> bool:
    if isinstance(value, str):
        return wire and re.fullmatch(r"-?\d+", value) is not None
    return isinstance(value, int) and not isinstance(value, bool)


def _float(value: Any, wire: bool) -> bool:
    if isinstance(value, str):
        return wire and re.fullmatch(r"-?\d+(\.\d+)?", value) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)


def _boolean(value: Any, wire: bool) -> bool:
    return isinstance(value, bool) or (wire and value in ("true", "false", "True", "False"))


def _true(value: Any, wire: bool) -> bool:
    return value is True


def _string(value: Any, wire: bool) -> bool:
    return isinstance(value, str)


PLAIN = {
    "Integer": _integer,
    "Float": _float,
    "Boolean": _boolean,
    "True": _true,
    "String": _string,
}


def _measure(at: str, description: str, value: Any) -> Iterator[str]:
    found = RANGE.search(description)
    if not found or not isinstance(value, str | list):
        return
    unit = description[found.end() :]
    if isinstance(value, list):
        size = len(value)
    elif unit.startswith("bytes"):
        size = len(value.encode())
    elif unit.startswith("characters"):
        size = units(value)
    else:
        return
    low, high = int(found[1]), int(found[2])
    if not low <= size <= high:
        yield f"{at}: {size} instead of {low}-{high}"


@cache
def load() -> Spec:
    """The Bot API; an empty one where its description is not at hand."""
    if not PATH.exists():
        return Spec({}, {})
    described = json.loads(PATH.read_text("utf-8"))
    return Spec(described["methods"], described["types"])
