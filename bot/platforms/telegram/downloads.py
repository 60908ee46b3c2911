"""How the bot's requests go out: as the library sends them, with an eye on what comes back."""

from __future__ import annotations

from typing import Any

from telegram.error import NetworkError
from telegram.request import HTTPXRequest

from bot.pictures import MAX_BYTES


class Overlong(NetworkError):
    """A download was larger than it had been announced, and was given up."""


class CarefulRequest(HTTPXRequest):
    """Gives a download up as soon as it grows beyond `MAX_BYTES`, whatever Telegram announced."""

    async def do_request(self, url: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """The status and the body. Only files are asked for with GET. Raises `Overlong`."""
        if method != "GET":
            return await super().do_request(url, method, *args, **kwargs)
        body = bytearray()
        async with self._client.stream("GET", url) as response:
            async for part in response.aiter_bytes():
                body += part
                if len(body) > MAX_BYTES:
                    raise Overlong("a file is larger than announced")
            return response.status_code, bytes(body)
