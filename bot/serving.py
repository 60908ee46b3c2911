"""Every platform at once: one that dies is tried again or left, and takes no other along."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Mapping

from bot.app import Opened
from bot.patience import unless
from bot.platforms import Refused, Serve
from bot.words import Translate
from handlers.conversation import Reply, Say
from handlers.dispatch import spoken_by
from handlers.who import private_place

LOG = logging.getLogger(__name__)
AGAIN_SECONDS = 30.0
PATIENCE = 20  # seconds in which another platform may still come to speak


async def serve_all(
    house: Opened, able: Mapping[str, Serve], stop: asyncio.Event, translate: Translate
) -> bool:
    """Serve until `stop`. False where not one platform would have us."""
    served = await asyncio.gather(
        *(
            _serve(house, name, serve, stop, translate, alone=len(able) == 1)
            for name, serve in able.items()
        )
    )
    return any(served)


async def _serve(
    house: Opened,
    name: str,
    serve: Serve,
    stop: asyncio.Event,
    translate: Translate,
    *,
    alone: bool,
) -> bool:
    while not stop.is_set():
        try:
            await serve(house, stop)
            return True
        except Refused as error:
            sys.stderr.write(translate(error.key) + "\n")
            if not alone:
                await _insist(house, Say(error.key), stop)
            return False
        except Exception:
            LOG.exception("%s is not served; trying again in %s s", name, AGAIN_SECONDS)
            await _tell_operators(house, Say("serving.fell", {"platform": name.capitalize()}))
        await unless(stop, asyncio.sleep(AGAIN_SECONDS))
    return True


async def _insist(house: Opened, say: Say, stop: asyncio.Event) -> None:
    """Tell operators as soon as another platform speaks, if one does."""
    for _ in range(PATIENCE):
        if stop.is_set() or await _tell_operators(house, say):
            return
        await unless(stop, asyncio.sleep(1.0))


async def _tell_operators(house: Opened, say: Say) -> bool:
    """Tell those whom another platform still reaches; whether that was anybody."""
    inside, told = house.desk.house, False
    for key in sorted(house.settings.operators):
        place = await private_place(inside, key)
        platform = house.platforms.get(place.platform) if place else None
        if place and platform:
            known = await inside.people.get(key)
            lang = spoken_by(known) if known else "en"
            try:
                await platform.send(place, Reply(text=(say,)), lang)
                told = True
            except Exception:
                LOG.exception("the operator %s could not be told", key)
    return told
