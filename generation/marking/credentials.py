"""Content Credentials (C2PA): a signed statement of how a film or a picture was made, inside the
file. Needs the extra `c2pa`. Nothing here uses the network: no timestamp is asked for, no manifest
is fetched."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from generation.marking.source import SourceType

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
SETTINGS = {
    "verify": {"remote_manifest_fetch": False, "ocsp_fetch": False},  # offline
    "builder": {"thumbnail": {"enabled": False}},  # it would be 0.2 to 1.4 MB a picture
}
PACKAGES = ("c2pa", "cryptography")
CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}
State = Literal["valid", "untrusted", "invalid"]
UNTRUSTED = "signingCredential.untrusted"
OPENED = {"action": "c2pa.opened", "parameters": {"ingredientIds": ["original"]}}
TRANSCODED, EDITED = {"action": "c2pa.transcoded"}, {"action": "c2pa.edited"}


class SigningError(Exception):
    """A file could not be signed, and why."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs with a chain of certificates (PEM, the leaf first) and its private key (PEM)."""

    chain: Path
    key: Path

    @classmethod
    def read(cls, env: Mapping[str, str]) -> Signer | None:
        """What is set; None unless both are."""
        chain, key = env.get("REELROOM_C2PA_CERT", ""), env.get("REELROOM_C2PA_KEY", "")
        return cls(Path(chain).expanduser(), Path(key).expanduser()) if chain and key else None

    def sign(self, file: Path, title: str, source: SourceType) -> None:
        """Say in a film or picture how it was made; it is replaced when that is done. Blocks for
        hundredths of a second. Raises `SigningError`, and leaves the file as it was."""
        made = {"action": "c2pa.created", "digitalSourceType": IPTC + source}
        self._embed(file, _manifest(title, made), None)

    def sign_again(self, film: Path, original: Path) -> None:
        """Say in `film`, encoded from `original`, what that says of itself. Where `original` is not
        signed, neither is `film`. Raises `SigningError`."""
        if credential := credential_of(original):
            self._embed(film, _manifest(credential.title, OPENED, TRANSCODED), original)

    def sign_copy(self, picture: bytes, original: Path) -> bytes:
        """The picture, which is `original` with a label, saying so; as it is where `original` is
        not signed. Raises `SigningError`."""
        if not (credential := credential_of(original)):
            return picture
        signed, manifest = io.BytesIO(), _manifest(credential.title, OPENED, EDITED)
        self._write(manifest, _mime(picture), io.BytesIO(picture), signed, original)
        return signed.getvalue()

    def problem(self) -> str:
        """Why nothing can be signed; empty where it can. The certificate is tried."""
        from PIL import Image

        try:
            picture, signed = io.BytesIO(), io.BytesIO()
            Image.new("RGB", (8, 8)).save(picture, "PNG")
            picture.seek(0)
            made = {"action": "c2pa.created", "digitalSourceType": IPTC + "algorithmicMedia"}
            self._write(_manifest("", made), "image/png", picture, signed, None)
        except SigningError as error:
            return str(error)
        return ""

    def _embed(self, file: Path, manifest: dict[str, Any], original: Path | None) -> None:
        signed = file.with_name(f".{file.name}.signed")
        try:
            with file.open("rb") as source, signed.open("w+b") as target:
                self._write(manifest, _mime_of(file), source, target, original)
            os.replace(signed, file)
        finally:
            signed.unlink(missing_ok=True)

    def _write(
        self, manifest: dict[str, Any], kind: str, source: Any, target: Any, original: Path | None
    ) -> None:
        if not installed():
            raise SigningError("the extra c2pa is not installed")
        import c2pa

        try:
            key = self.key.read_bytes()
            chain = self.chain.read_bytes()
            about = c2pa.C2paSignerInfo(_algorithm(key), chain, key, ta_url=None)
            with (
                _context() as context,
                c2pa.Builder(manifest, context) as builder,
                c2pa.Signer.from_info(about) as signer,
            ):
                if original:
                    with original.open("rb") as parent:
                        ingredient = {"relationship": "parentOf", "label": "original"}
                        builder.add_ingredient(ingredient, _mime_of(original), parent)
                builder.sign(signer, kind, source, target)
        except (c2pa.C2paError, OSError, ValueError, TypeError) as error:
            raise SigningError(str(error)) from error


@dataclass(frozen=True, slots=True)
class Credential:
    """What a file's Content Credentials say. `state` is `untrusted` where all is in order but the
    certificate is on no list of trust; `faults` are C2PA's own codes. `sources` are IPTC's digital
    source types, of this file and of what it was made from."""

    state: State
    signer: str
    generator: str
    title: str
    actions: tuple[str, ...]
    sources: tuple[str, ...]
    faults: tuple[str, ...] = ()


def installed() -> bool:
    """Whether the extra `c2pa` is there."""
    return all(find_spec(package) for package in PACKAGES)


def credential_of(path: Path) -> Credential | None:
    """What the file says; None where it says nothing, or the extra is not installed."""
    if not installed():
        return None
    import c2pa

    try:
        with (
            path.open("rb") as file,
            _context() as context,
            c2pa.Reader(None, file, context=context) as reader,
        ):
            return _credential(json.loads(reader.json()))
    except c2pa.C2paError:
        return None


def _credential(store: dict[str, Any]) -> Credential:
    manifests: dict[str, Any] = store["manifests"]
    active = manifests[store["active_manifest"]]
    actions = [action for manifest in manifests.values() for action in _actions(manifest)]
    faults = [str(fault.get("code")) for fault in store.get("validation_status", ())]
    wrong = tuple(dict.fromkeys(fault for fault in faults if fault != UNTRUSTED))
    signature = active.get("signature_info", {})
    about = active.get("claim_generator_info") or [{}]
    sources = (str(a.get("digitalSourceType", "")).removeprefix(IPTC) for a in actions)
    return Credential(
        state="invalid" if wrong else "untrusted" if faults else "valid",
        signer=str(signature.get("common_name") or signature.get("issuer") or ""),
        generator=str(about[0].get("name", "")),
        title=str(active.get("title") or ""),
        actions=tuple(str(action.get("action")) for action in _actions(active)),
        sources=tuple(dict.fromkeys(filter(None, sources))),
        faults=wrong,
    )


def _actions(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    assertions = manifest.get("assertions", ())
    found = (a["data"] for a in assertions if str(a.get("label")).startswith("c2pa.actions"))
    return [action for data in found for action in data.get("actions", ())]


def _manifest(title: str, *actions: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "claim_generator_info": [{"name": "Reelroom", "version": version("reelroom")}],
        "title": title,
        "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": list(actions)}}],
    }


def _algorithm(key: bytes) -> str:
    """C2PA's name for how this key signs. Raises `ValueError` for a key that C2PA does not take."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        private = load_pem_private_key(key, None)
    except UnsupportedAlgorithm as error:
        raise ValueError(str(error)) from error
    match private:
        case EllipticCurvePrivateKey(curve=curve) if curve.name in CURVES:
            return CURVES[curve.name]
        case Ed25519PrivateKey():
            return "ed25519"
        case RSAPrivateKey():
            return "ps256"
        case _:
            raise ValueError("C2PA signs with keys on P-256, P-384, P-521, Ed25519 or RSA")


def _mime_of(path: Path) -> str:
    with path.open("rb") as file:
        return _mime(file.read(12))


def _mime(head: bytes) -> str:
    """What begins like this; nothing that can be signed where that is unknown."""
    beginnings = {b"\x89PNG": "png", b"\xff\xd8": "jpeg", b"GIF8": "gif", b"RIFF": "webp"}
    kinds = (f"image/{kind}" for begins, kind in beginnings.items() if head.startswith(begins))
    return next(kinds, "video/mp4" if head[4:8] == b"ftyp" else "")


def _context() -> Any:
    import c2pa

    return c2pa.Context(c2pa.Settings.from_dict(SETTINGS))
