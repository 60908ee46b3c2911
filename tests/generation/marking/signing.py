"""Certificates to sign with in tests."""

from __future__ import annotations

from pathlib import Path

from bot.certs import chain
from generation.marking.credentials import Signer


def signer_in(folder: Path, days: float = 30) -> Signer:
    """A chain and a key of its own, in files of that folder."""
    certificates, key = chain(days)
    (folder / "chain.pem").write_bytes(certificates)
    (folder / "key.pem").write_bytes(key)
    return Signer(folder / "chain.pem", folder / "key.pem")
