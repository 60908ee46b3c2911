"""Saying to machines that something was made by AI: the field `AIGC` of GB 45438-2025."""

from __future__ import annotations

import json
import re

UNALLOWED = re.compile(r"[^!#-\[\]-~]")  # GB 45438-2025 allows printable ASCII without " and \
FIELDS = (
    "Label",
    "ContentProducer",
    "ProduceID",
    "ReservedCode1",
    "ContentPropagator",
    "PropagateID",
    "ReservedCode2",
)


def aigc(producer: str, identity: str) -> str:
    """The value of the metadata field `AIGC` of GB 45438-2025. At first writing, who spreads the
    content is who produced it. An empty `producer` stays empty: a name is never invented."""
    who, what = (UNALLOWED.sub("", text) for text in (producer, identity))
    return json.dumps(
        {
            "Label": "1",  # it is generated
            "ContentProducer": who,
            "ProduceID": what,
            "ReservedCode1": "",
            "ContentPropagator": who,
            "PropagateID": what,
            "ReservedCode2": "",
        },
        separators=(",", ":"),
    )


def fields(value: str) -> dict[str, str]:
    """What a value of `AIGC` says, bare or as `{"AIGC":{…}}`. Raises `ValueError` for what is no
    such value."""
    said = json.loads(value)
    if isinstance(said, dict) and isinstance(said.get("AIGC"), dict):
        said = said["AIGC"]
    if not isinstance(said, dict) or "Label" not in said:
        raise ValueError(f"no value of AIGC: {value[:80]!r}")
    return {name: str(said.get(name, "")) for name in FIELDS}
