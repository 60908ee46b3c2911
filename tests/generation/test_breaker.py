"""A provider that cannot work is left alone for a while."""

from __future__ import annotations

import pytest

from generation.errors import Kind, ProviderError
from generation.providers.routing.breaker import (
    ACCOUNT_SECONDS,
    FAILURES,
    PASSING_SECONDS,
    Breaker,
)


class Clock:
    """Time that passes when told."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def failed(kind: Kind) -> ProviderError:
    return ProviderError("wan", kind, "as told")


def test_an_account_at_fault_opens_it_at_once(clock: Clock) -> None:
    breaker = Breaker(clock)
    assert breaker.open() is None
    breaker.failed(failed(Kind.ACCOUNT))
    shut = breaker.open()
    assert shut and shut[0].kind == Kind.ACCOUNT and shut[1] == ACCOUNT_SECONDS
    clock.now += ACCOUNT_SECONDS
    assert breaker.open() is None


def test_hiccups_in_a_row_open_it_and_one_success_forgets_them(clock: Clock) -> None:
    breaker = Breaker(clock)
    for _ in range(FAILURES - 1):
        breaker.failed(failed(Kind.PASSING))
    breaker.worked()
    for _ in range(FAILURES - 1):
        breaker.failed(failed(Kind.PASSING))
    assert breaker.open() is None
    breaker.failed(failed(Kind.PASSING))
    assert breaker.open()


def test_after_its_time_one_failure_opens_it_again(clock: Clock) -> None:
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        breaker.failed(failed(Kind.PASSING))
    clock.now += PASSING_SECONDS
    assert breaker.open() is None
    breaker.failed(failed(Kind.PASSING))
    assert breaker.open()


@pytest.mark.parametrize("kind", [Kind.MODERATED_INPUT, Kind.BAD_REQUEST, Kind.BUSY, Kind.LOST])
def test_what_says_nothing_about_the_provider_does_not_count(clock: Clock, kind: Kind) -> None:
    breaker = Breaker(clock)
    for _ in range(3 * FAILURES):
        breaker.failed(failed(kind))
    assert breaker.open() is None
