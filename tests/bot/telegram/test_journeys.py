"""What people do, in Telegram."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from tests.bot.telegram.conftest import OnTelegram
from tests.journeys.driver import Driver
from tests.journeys.journeys import JOURNEYS

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
async def test_journey(journey: Callable[[Driver], Awaitable[None]], driver: OnTelegram) -> None:
    await journey(driver)
