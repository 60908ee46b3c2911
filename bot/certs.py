"""`reelroom certs`: a chain of certificates of one's own, to try signing with."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.settings import Settings
from bot.words import Translate, language

if TYPE_CHECKING:
    from cryptography.x509 import Certificate, CertificateBuilder

CERTIFICATES, KEY = "c2pa-test-chain.pem", "c2pa-test-key.pem"
DAYS = 365
BAD_TARGET, NOT_INSTALLED = 2, 1


def fill(parser: argparse.ArgumentParser) -> None:
    """The arguments of `certs`."""
    parser.add_argument(
        "folder", nargs="?", metavar="FOLDER", help="where to put them; else REELROOM_HOME/certs"
    )
    parser.epilog = "exit codes: 0 made · 1 the extra c2pa is not installed · 2 cannot be put there"


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Make a root and a leaf, and say what to set. What is there already stays as it is."""
    translate = Translate(language(settings))
    folder = Path(args.folder).expanduser() if args.folder else settings.home / "certs"
    certificates, key = (folder.absolute() / name for name in (CERTIFICATES, KEY))
    if not find_spec("cryptography"):
        sys.stderr.write(translate("certs.not_installed") + "\n")
        return NOT_INSTALLED
    if there := [path for path in (certificates, key) if path.exists()]:
        sys.stderr.write(translate("certs.there", path=str(there[0])) + "\n")
        return BAD_TARGET
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder, *chain())
    except OSError as error:
        text = translate("cli.target_not_writable", path=str(folder), reason=error.strerror or "")
        sys.stderr.write(text + "\n")
        return BAD_TARGET
    sys.stdout.write(translate("certs.made", days=DAYS) + "\n\n")
    sys.stdout.write(f"REELROOM_C2PA_CERT={certificates}\nREELROOM_C2PA_KEY={key}\n")
    return 0


def chain(days: float = DAYS) -> tuple[bytes, bytes]:
    """A leaf and its root as PEM, valid for so many days from an hour ago, and the leaf's key. The
    root's key is forgotten, so nothing else is ever signed with it."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )
    from cryptography.x509.oid import ExtendedKeyUsageOID

    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ours, root_name = _name("Reelroom test signer"), _name("Reelroom test root")
    known = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    root = (
        _certificate(root_name, root_name, root_key, days)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_others=True), critical=True)
        .sign(root_key, SHA256())
    )
    leaf = (
        _certificate(ours, root_name, key, days)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_others=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=True)
        .add_extension(known, critical=False)
        .sign(root_key, SHA256())
    )
    both: tuple[Certificate, ...] = (leaf, root)
    certificates = b"".join(one.public_bytes(Encoding.PEM) for one in both)
    return certificates, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _certificate(subject: Any, issuer: Any, key: Any, days: float) -> CertificateBuilder:
    from cryptography import x509

    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1) - max(timedelta(0), timedelta(days=-days)))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(common: str) -> Any:
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    names = (NameOID.ORGANIZATION_NAME, "Reelroom (test)"), (NameOID.COMMON_NAME, common)
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in names])


def _usage(*, signs_others: bool) -> Any:
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=not signs_others,
        key_cert_sign=signs_others,
        crl_sign=signs_others,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _write(folder: Path, certificates: bytes, key: bytes) -> None:
    """Never over what is there; the key for nobody else to read. Raises `OSError`."""
    for name, data, mode in ((KEY, key, 0o600), (CERTIFICATES, certificates, 0o644)):
        handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
