"""Every platform at once: one that dies is tried again or left, and takes no other along."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Mapping

from bot.app import Opened
from bot.platforms import Refused, Serve
from bot.words import Translate
from handlers.conversation import Reply, Say
from handlers.who import private_place

LOG = logging.getLogger(__name__)
AGAIN_SECONDS = 30.0


async def serve_all(
    house: Opened, able: Mapping[str, Serve], stop: asyncio.Event, translate: Translate
) -> bool:
    """Serve until `stop`. False where not one platform would have us."""
    served = await asyncio.gather(
        *(_serve(house, name, serve, stop, translate) for name, serve in able.items())
    )
    return any(served)


async def _serve(
    house: Opened, name: str, serve: Serve, stop: asyncio.Event, translate: Translate
) -> bool:
    while not stop.is_set():
        try:
            await serve(house, stop)
            return True
        except Refused as error:
            sys.stderr.write(translate(error.key) + "\n")
            await _tell_operators(house, Say(error.key))
            return False
        except Exception:
            LOG.exception("%s is not served; trying again in %s s", name, AGAIN_SECONDS)
            await _tell_operators(house, Say("serving.fell", {"platform": name.capitalize()}))
        await _wait(stop, AGAIN_SECONDS)
    return True


async def _tell_operators(house: Opened, say: Say) -> None:
    """Those whom another platform still reaches."""
    inside = house.desk.house
    for key in sorted(house.settings.operators):
        place = await private_place(inside, key)
        platform = house.platforms.get(place.platform) if place else None
        if place and platform:
            known = await inside.people.get(key)
            lang = known.lang.split("-")[0] if known else "en"
            try:
                await platform.send(place, Reply(text=(say,)), lang)
            except Exception:
                LOG.exception("the operator %s could not be told", key)


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
