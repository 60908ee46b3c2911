"""Pictures on their way out: what one says of its making goes along with whatever is made of it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from generation.marking.aigc import aigc, fields
from generation.marking.carriers import carries, marked, sayings
from generation.marking.credentials import Signer, SigningError
from generation.marking.label import labelled

LOG = logging.getLogger(__name__)
LOSSY = frozenset({"JPEG", "WEBP"})
QUALITY = 95


@dataclass(frozen=True, slots=True)
class Said:
    """A value of `AIGC`; empty, and false, where nothing is said."""

    value: str = ""

    def __bool__(self) -> bool:
        return bool(self.value)

    @classmethod
    def together(cls, parts: Iterable[Said]) -> Said:
        """What a sheet says of itself that has pictures which say so: who produced the first, and
        an identity of its own, the same for the same pictures."""
        found = [fields(said.value) for said in parts if said]
        if not found:
            return cls()
        identities = "\n".join(one["ProduceID"] for one in found)
        identity = blake2b(identities.encode(), digest_size=16).hexdigest()
        return cls(aigc(found[0]["ContentProducer"], identity))

    def into(self, data: bytes) -> bytes:
        """The same picture, saying so."""
        return marked(data, self.value) if self else data


def said_of(path: Path) -> Said:
    """What a picture says of its making; nothing where it is no picture. Pictures lie under the
    name of what is in them, so each is read once."""
    return _said_of(path, path.stat().st_size)


@lru_cache(256)
def _said_of(path: Path, _: int) -> Said:
    with path.open("rb") as file:
        if not carries(file.read(16)):
            return Said()
    try:
        said = sayings(path.read_bytes())
        found = fields(said[0]) if said else None
    except ValueError:
        return Said()
    return Said(json.dumps(found, separators=(",", ":"))) if found else Said()


def signed(picture: bytes, original: Path, signer: Signer | None) -> bytes:
    """The picture, `original` with a label, with its Content Credentials. One that cannot be signed
    is delivered all the same, and operators are told."""
    try:
        return signer.sign_copy(picture, original) if signer else picture
    except SigningError as error:
        LOG.error("%s has no Content Credentials any more: %s", original.name, error)
        return picture


def document(path: Path, lang: str, signer: Signer | None = None) -> bytes | None:
    """A picture that says that a machine made it, as a file of the same kind and size, with a label
    that people read, signed anew where it was signed; None for any other file, and for one that
    moves."""
    from PIL import Image

    if not path.is_file() or not (said := said_of(path)):
        return None
    out = io.BytesIO()
    with Image.open(path) as opened:
        if getattr(opened, "n_frames", 1) > 1:
            return None  # it moves: what it was made of has a label already
        kind = opened.format or "PNG"
        picture = labelled(opened.convert("RGB"), lang)
        kept = {"icc_profile": opened.info.get("icc_profile")}
        if kind in LOSSY:
            kept["quality"] = QUALITY
        picture.save(out, kind, **kept)
    return signed(said.into(out.getvalue()), path, signer)
