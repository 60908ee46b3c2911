"""Holds requests and answers to Discord's OpenAPI description, which we did not write."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.servers.discord.refusal import JSON

PATH = Path(__file__).parents[4] / "shared/specs/discord-openapi.json"
ADDRESS = "urn:discord"
WORDS = 300


class Spec:
    """What is wrong with a request or an answer, in words; nothing where there is no spec."""

    def __init__(self, described: JSON) -> None:
        self._paths: JSON = described.get("paths", {})
        self.described = described
        self._validators: dict[str, Draft202012Validator] = {}
        self._known: dict[int, list[tuple[JSON, list[Any] | None]]] = {}
        self._found: dict[tuple[str, str], str | None] = {}

    @property
    def there(self) -> bool:
        """Whether it can check at all."""
        return bool(self._paths)

    def request(self, method: str, path: str, route: str, body: Any) -> list[str]:
        """What is wrong with the body of a request."""
        if not self.there or body is None:
            return []
        at = self._path(method, path, route)
        if at is None:
            return [f"{method} {path}: no such path"]
        content = self._paths[at][method.lower()].get("requestBody", {}).get("content", {})
        if "application/json" not in content:
            return []
        pointer = f"{_pointer(at, method)}/requestBody/content/application~1json/schema"
        return self._wrong(f"{method} {at}", pointer, _forgiven(body))

    def answer(self, method: str, path: str, route: str, status: int, body: Any) -> list[str]:
        """What is wrong with what we answer."""
        at = self._path(method, path, route) if self.there else None
        if at is None:
            return []
        answers = self._paths[at][method.lower()]["responses"]
        if str(status) not in answers:
            return [f"{method} {at} answers {status}, which it never does"]
        if body is None or "content" not in answers[str(status)]:
            return []
        content = f"responses/{status}/content/application~1json/schema"
        where = f"{method} {at} answers"
        return self._wrong(where, f"{_pointer(at, method)}/{content}", body)

    def _path(self, method: str, path: str, route: str) -> str | None:
        """The description's path with the fewest unknowns that fits."""
        last = path.rpartition("/")[2]
        key = (method, f"{route} {last}" if last.startswith("@") else route)
        if key not in self._found:
            fitting = [
                at
                for at, methods in self._paths.items()
                if method.lower() in methods and re.fullmatch(_pattern(at), path)
            ]
            self._found[key] = min(fitting, key=lambda at: at.count("{"), default=None)
        return self._found[key]

    def _wrong(self, where: str, pointer: str, value: Any) -> list[str]:
        if pointer not in self._validators:
            schema = {"$ref": f"{ADDRESS}#{pointer}"}
            self._validators[pointer] = self._validator(schema, registry=self._registry)
        if self._validators[pointer].is_valid(value):
            return []
        errors: Iterable[ValidationError] = self._validators[pointer].iter_errors(value)
        return [f"{where}: {_told(error)}" for error in errors]

    @cached_property
    def _validator(self) -> Any:
        """Draft 2020-12, but of many kinds of things only those are tried that have the right
        `type`: otherwise a message with many components takes a tenth of a second."""

        def narrowed(keyword: str) -> Any:
            usual = Draft202012Validator.VALIDATORS[keyword]

            def check(validator: Any, kinds: list[JSON], value: Any, schema: JSON) -> Any:
                return usual(validator, self._narrowed(kinds, value), value, schema)

            return check

        keywords = {keyword: narrowed(keyword) for keyword in ("oneOf", "anyOf")}
        return extend(Draft202012Validator, keywords)

    def _narrowed(self, kinds: list[JSON], value: Any) -> list[JSON]:
        if not isinstance(value, dict | int):
            return kinds
        known = self._known.get(id(kinds))
        if known is None:
            known = self._known[id(kinds)] = [(kind, self._types(kind)) for kind in kinds]
        wanted = value if isinstance(value, int) else value.get("type")
        return [kind for kind, types in known if types is None or wanted in types] or kinds

    def _types(self, kind: JSON) -> list[Any] | None:
        """The constants that a schema is for, itself or its `type`; None for any."""
        if "const" in kind:
            return [kind["const"]]
        if "$ref" in kind:
            kind = self.described["components"]["schemas"][kind["$ref"].rpartition("/")[2]]
        return kind.get("properties", {}).get("type", {}).get("enum")

    @cached_property
    def _registry(self) -> Registry[Any]:
        resource = Resource[Any](contents=self.described, specification=DRAFT202012)
        return Registry[Any]().with_resource(ADDRESS, resource)


def _told(error: ValidationError) -> str:
    """The deepest reason of those that come nearest."""
    while error.context:
        error = max(error.context, key=lambda e: (len(e.absolute_path), -len(e.message)))
    return f"{error.json_path} {error.message[:WORDS]}"


def _forgiven(body: Any) -> Any:
    """discord.py gives some ids as integers where strings are described."""
    if not isinstance(body, dict):
        return body
    body = dict(body)
    for key in ("data", "message"):
        if isinstance(body.get(key), dict):
            body[key] = _forgiven(body[key])
    if isinstance(body.get("recipient_id"), int):
        body["recipient_id"] = str(body["recipient_id"])
    if body.get("attachments"):
        body["attachments"] = [a | {"id": str(a["id"])} for a in body["attachments"]]
    if reference := body.get("message_reference"):
        ids = {k: str(v) for k, v in reference.items() if k.endswith("_id")}
        body["message_reference"] = reference | ids
    if (allowed := body.get("allowed_mentions")) and "users" in allowed:
        body["allowed_mentions"] = allowed | {"users": [str(user) for user in allowed["users"]]}
    return body


def _pattern(path: str) -> str:
    return re.sub(r"\{[^}]+\}", "[^/]+", path)


def _pointer(path: str, method: str) -> str:
    escaped = path.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
    return f"/paths/{escaped}/{method.lower()}"


@cache
def load() -> Spec:
    """Discord's description; an empty one where it is not at hand."""
    return Spec(json.loads(PATH.read_text("utf-8")) if PATH.exists() else {})
