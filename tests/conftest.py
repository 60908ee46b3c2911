"""The switch that keeps every test on this machine: connections other than loopback are refused."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generation.secrets import Discreet

LOOPBACK = ("127.", "::1", "localhost")


def refuse_outside(address: Any) -> None:
    """Raise for an internet address that is not loopback; local sockets pass."""
    if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
        raise RuntimeError(f"a test tried to reach {address!r}; only loopback is allowed")


MARK = b"invented-key"  # every key that tests invent for a vendor holds it
TALKATIVE = ("openai", "httpx", "httpcore", "dashscope", "aiohttp", "tencentcloud", "volcenginesdk")


@pytest.fixture(scope="session", autouse=True)
def nothing_written_holds_a_key(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """After the whole run, everything it wrote is searched for keys: databases, files, the log."""
    folder = tmp_path_factory.getbasetemp()
    handler = logging.FileHandler(folder / "everything.log")
    handler.addFilter(Discreet())
    logging.getLogger().addHandler(handler)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield
    logging.getLogger().removeHandler(handler)
    handler.close()
    found = [p for p in folder.rglob("*") if p.is_file() and not p.is_symlink() and holds(p)]
    assert not found, f"keys were written into {found}"


def holds(path: Path) -> bool:
    """Whether there is a key in a file; what tests lay out for programs to read does not count."""
    return path.suffix != ".env" and MARK in path.read_bytes()


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test reaches the network."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded(self: socket.socket, address: Any) -> None:
        refuse_outside(address)
        connect(self, address)

    def guarded_ex(self: socket.socket, address: Any) -> int:
        refuse_outside(address)
        return connect_ex(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_ex)
    yield


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test sees the person's own settings or films."""
    monkeypatch.setenv("REELROOM_HOME", str(tmp_path_factory.mktemp("home")))
