"""What people do, at a terminal."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.bot.terminals import Hall
from tests.journeys.driver import Journey, travel
from tests.journeys.journeys import JOURNEYS

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hall(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Hall]:
    hall = Hall(tmp_path_factory.mktemp("terminal") / "home")
    await hall.start()
    yield hall
    await hall.stop()


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.__name__)
async def test_journey(journey: Journey, hall: Hall) -> None:
    hall.crew.let_go()
    await travel(journey, hall)
