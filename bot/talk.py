"""A conversation in a terminal: lines come in, commands go out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from bot.intake import attached
from bot.platforms.terminal import Screen, Terminal
from generation.errors import BadInput
from handlers.conversation import Incoming, Reply, Say


class Talkative(Screen, Protocol):
    """A screen at which somebody types."""

    patient: bool  # at the end of what is typed, the answers are still waited for

    def lines(self) -> AsyncGenerator[str]:
        """What they type, until they leave."""
        ...


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation at a terminal: lines are answered side by side, so that a slow answer holds up
    no other."""

    terminal: Terminal
    lang: str
    answer: Callable[[Incoming], Awaitable[None]]
    inbox: Path
    idle: Callable[[], Awaitable[None]]  # waits until nothing is in the making
    answering: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    async def listen(self, screen: Talkative) -> None:
        """Answer everything that is typed."""
        async with aclosing(screen.lines()) as lines:
            async for line in lines:
                task = asyncio.create_task(self.heed(line))
                self.answering.add(task)
                task.add_done_callback(self.answering.discard)
                if screen.patient:
                    await task
            if screen.patient:
                await self.idle()

    async def heed(self, line: str) -> None:
        """Do what a line says, with the files it names."""
        incoming = self.terminal.incoming(line)
        try:
            text, files = attached(incoming.text, self.inbox)
        except BadInput as error:
            await self.say(error.key, **error.values)
            return
        try:
            await self.answer(replace(incoming, text=text, attachments=files))
        finally:
            for file in files:
                file.path.unlink(missing_ok=True)

    async def say(self, key: str, **values: str | int | float) -> None:
        """A sentence of ours."""
        reply = Reply(text=(Say(key, dict(values)),))
        await self.terminal.send(self.terminal.place, reply, self.lang)
