"""Saying to machines that something was made by AI."""

from __future__ import annotations

import json
import re

UNALLOWED = re.compile(r"[^!#-\[\]-~]")  # GB 45438-2025 allows printable ASCII without " and \


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
