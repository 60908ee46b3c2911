"""A ComfyUI workflow as a file, in API format, with places for what differs from shot to shot.

    {"6": {"class_type": "CLIPTextEncode", "inputs": {"text": "{{prompt}}", "clip": ["38", 0]}}}

The places: `{{prompt}}`, `{{negative}}`, `{{image}}`, `{{seed}}`, `{{width}}`, `{{height}}`,
`{{frames}}`, `{{fps}}`. A number after a colon says what the model needs: `{{width:32}}` is a
multiple of 32, `{{frames:8}}` is 8n + 1, and `{{fps:16}}` is the rate it was trained at. A value
that is nothing but a place for a number becomes a number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from generation.model import FPS
from generation.providers.wire.web import JSON

FOLDER = Path(__file__).parent.parent / "graphs"
PLACE = re.compile(r"\{\{\s*(\w+)\s*(?::\s*(\d+)\s*)?\}\}")
TEXTS = frozenset({"prompt", "negative", "image"})
NUMBERS = frozenset({"seed", "width", "height", "frames", "fps"})
ADDRESS = re.compile(r"filename|path|url|folder|directory", re.IGNORECASE)
SIZE_STEP, FRAMES_STEP = 16, 4  # where a place says nothing
SAMPLING = 10.0  # how much longer a sampler takes than another node


class BadGraph(ValueError):
    """A file that is no workflow in API format, or has places that we do not know."""


@dataclass(frozen=True, slots=True)
class Values:
    """What is put into the places."""

    prompt: str
    negative: str
    seed: int
    width: int
    height: int
    seconds: float = 0.0
    image: str = ""


@dataclass(frozen=True)
class Graph:
    """A workflow with places."""

    name: str
    nodes: Mapping[str, JSON]

    @classmethod
    def read(cls, name: str) -> Graph:
        """One of our own by its name, or a file by its path. Raises `BadGraph`."""
        own = FOLDER / f"{name}.json"
        path = own if own.parent == FOLDER and own.is_file() else Path(name)
        try:
            loaded: Any = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            names = ", ".join(sorted(p.stem for p in FOLDER.glob("*.json")))
            raise BadGraph(f"{name} is neither one of {names} nor a JSON file: {error}") from error
        graph = cls(path.stem, checked(loaded))
        if unknown := graph.places - TEXTS - NUMBERS:
            raise BadGraph(f"{name} has places that nobody fills: {sorted(unknown)}")
        if named := [key for key, text in graph.inputs() if ADDRESS.search(key) and said(text)]:
            raise BadGraph(f"{name} would let a person's words become a {named[0]}")
        return graph

    def inputs(self) -> Iterator[tuple[str, str]]:
        """The names of all inputs, and the texts in them."""
        for inner in self.nodes.values():
            for key, value in cast(JSON, inner["inputs"]).items():
                for text in texts(value):
                    yield key, text

    @property
    def places(self) -> frozenset[str]:
        """The names of all its places."""
        return frozenset(name for name, _ in self._found())

    @property
    def fps(self) -> int:
        """The rate that it makes clips at."""
        return next((step for name, step in self._found() if name == "fps" and step), FPS)

    @property
    def weights(self) -> dict[str, float]:
        """How long each node takes, compared with the others."""
        classes = {node: str(inner["class_type"]).lower() for node, inner in self.nodes.items()}
        return {
            node: SAMPLING if "sampler" in kind and "select" not in kind else 1.0
            for node, kind in classes.items()
        }

    def filled(self, values: Values) -> JSON:
        """The workflow to order. What is put in is not looked through for places again."""

        def fill(value: Any) -> Any:
            if isinstance(value, str):
                return self._text(value, values)
            if isinstance(value, list):
                return [fill(v) for v in cast(list[Any], value)]
            if isinstance(value, dict):
                return {k: fill(v) for k, v in cast(JSON, value).items()}
            return value

        return cast(JSON, fill(self.nodes))

    def _text(self, text: str, values: Values) -> str | int:
        if (whole := PLACE.fullmatch(text)) and whole[1] in NUMBERS:
            return cast(int, self._value(whole, values))
        return PLACE.sub(lambda found: str(self._value(found, values)), text)

    def _value(self, place: re.Match[str], values: Values) -> str | int:
        name, step = place[1], int(place[2] or 0)
        if name == "fps":
            return self.fps
        if name == "frames":
            step = step or FRAMES_STEP
            return max(1, round((values.seconds * self.fps - 1) / step)) * step + 1
        if name in ("width", "height"):
            step = step or SIZE_STEP
            return max(1, round(getattr(values, name) / step)) * step
        return getattr(values, name)

    def _found(self) -> Iterator[tuple[str, int]]:
        for text in texts(self.nodes):
            for name, step in PLACE.findall(text):
                yield name, int(step or 0)


def checked(loaded: Any) -> dict[str, JSON]:
    """The nodes of a workflow. Raises `BadGraph` for another format."""
    if not isinstance(loaded, dict) or not loaded:
        raise BadGraph("not a workflow")
    if "nodes" in loaded:
        raise BadGraph('saved for the editor; in ComfyUI choose "Export (API)"')
    for node, inner in cast(JSON, loaded).items():
        if not isinstance(inner, dict) or not {"class_type", "inputs"} <= set(cast(JSON, inner)):
            raise BadGraph(f"node {node!r} has no class_type or no inputs")
    return cast(dict[str, JSON], loaded)


def said(text: str) -> bool:
    """Whether a person's words are put into a text."""
    return bool({"prompt", "negative"} & {name for name, _ in PLACE.findall(text)})


def texts(value: Any) -> Iterator[str]:
    """All texts inside a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for inner in cast(list[Any], value):
            yield from texts(inner)
    elif isinstance(value, Mapping):
        for inner in cast(Mapping[str, Any], value).values():
            yield from texts(inner)
