"""What tests of vendors share."""

from __future__ import annotations

from pathlib import Path

import pytest

from generation.providers.contract import Bench
from tests.generation.vendors.suite import a_bench


@pytest.fixture
def loopback_vendors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Results may come from this machine."""
    monkeypatch.setattr("generation.providers.wire.addresses._loopback", True)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A bench with a shelf of its own."""
    return a_bench(tmp_path)
