"""What people do, in Discord."""

from __future__ import annotations

import pytest

from tests.bot.discord.driving import OnDiscord
from tests.journeys.driver import Journey, travel
from tests.journeys.journeys import JOURNEYS

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
async def test_journey(journey: Journey, driver: OnDiscord) -> None:
    await travel(journey, driver)
