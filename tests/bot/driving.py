"""What drivers of journeys have in common where a stand-in is driven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from tests.bot.stage import Stage
from tests.crew import SmallCrew


class Message(Protocol):
    """What the messages of all stand-ins tell."""

    @property
    def labels(self) -> Sequence[str]: ...

    @property
    def video(self) -> object | None: ...


M = TypeVar("M", bound=Message)
S = TypeVar("S", bound=Stage)


@dataclass(frozen=True, slots=True)
class Look(Generic[M]):
    """A message of a stand-in, as people see it."""

    message: M

    @property
    def labels(self) -> Sequence[str]:
        return self.message.labels

    @property
    def has_video(self) -> bool:
        return self.message.video is not None


@dataclass(frozen=True, slots=True)
class OnStage(Generic[S]):
    """A driver with a bot on stage."""

    stage: S

    @property
    def crew(self) -> SmallCrew:
        return self.stage.crew

    async def restart(self) -> None:
        await self.stage.stop()
        await self.stage.start()
