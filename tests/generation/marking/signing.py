"""What is signed in tests, and certificates to sign with."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image

from bot.certs import chain
from generation.edit.encoding import PRIMARIES, Encoding
from generation.edit.graph import compiled, ff
from generation.edit.join import join
from generation.edit.run import run
from generation.marking.aigc import aigc
from generation.marking.credentials import Signer

VALUE = aigc("Example", "a-film")


async def a_second(folder: Path) -> Path:
    """A film that says that it was made by AI."""
    moving = ff.input("testsrc2=s=320x180:r=24:d=1", f="lavfi").filter("noise", alls=24)
    body = moving.filter("setparams", **PRIMARIES)
    await run(compiled(ff.output(body, str(folder / "body.mp4"), **Encoding().final)))
    join([folder / "body.mp4"], None, [], {"title": "猫", "AIGC": VALUE}, folder / "film.mp4", [])
    return folder / "film.mp4"


async def signed_second(folder: Path) -> bytes:
    """The bytes of such a film, signed with a certificate of its own."""
    film = await a_second(folder)
    signer_in(folder).sign(film, "猫", "algorithmicMedia")
    return film.read_bytes()


def plain_but_for_a_label(data: bytes) -> bool:
    """Whether a picture has letters at its bottom right, and else one colour."""
    with Image.open(io.BytesIO(data)) as shown:
        grey = np.asarray(shown.convert("L"))
    high, wide = grey.shape
    corner, other = grey[high // 2 :, wide // 2 :], grey[: high // 2, : wide // 2]
    return bool(np.ptp(corner) > 90 and np.ptp(other) < 20)


def signer_in(folder: Path, days: float = 30) -> Signer:
    """A chain and a key of its own, in files of that folder."""
    certificates, key = chain(days)
    (folder / "chain.pem").write_bytes(certificates)
    (folder / "key.pem").write_bytes(key)
    return Signer(folder / "chain.pem", folder / "key.pem")
