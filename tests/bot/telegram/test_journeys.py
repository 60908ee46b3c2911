"""What people do, in Telegram."""

from __future__ import annotations

import pytest

from tests.bot.telegram.driving import OnTelegram
from tests.journeys.driver import Journey, travel
from tests.journeys.journeys import JOURNEYS

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
async def test_journey(journey: Journey, driver: OnTelegram) -> None:
    await travel(journey, driver)
