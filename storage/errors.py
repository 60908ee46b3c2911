"""What storage refuses to do."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path


class NewerDatabase(Exception):
    """A later version of the program has changed this file; `steps` are those unknown here."""

    def __init__(self, path: Path, steps: list[str]) -> None:
        super().__init__(path, steps)
        self.path, self.steps = path, steps

    def __str__(self) -> str:
        return (
            f"{self.path} was written by a newer version of reelroom "
            f"(it knows {', '.join(self.steps)}); upgrade reelroom, or restore an older copy"
        )


class NotEnough(Exception):
    """`balance` credits are available, `needed` were asked for; today's allowance is renewed at
    `resets_at`."""

    def __init__(self, balance: int, needed: int, resets_at: datetime) -> None:
        super().__init__(balance, needed, resets_at)
        self.balance, self.needed, self.resets_at = balance, needed, resets_at

    def __str__(self) -> str:
        until = f"{self.resets_at:%H:%M %Z}"
        return f"{self.needed} credits needed, {self.balance} available until {until}"


class HouseFull(NotEnough):
    """The person could pay, but everybody together may use only `balance` credits more today."""


class PlaceFull(NotEnough):
    """The person could pay, but everybody in this place may use only `balance` credits more
    today."""


class WrongCode(Exception):
    """Nobody gave this code, or it has been used, or its time is over."""


class TooManyGuesses(Exception):
    """This account has typed too many wrong codes, and has to wait."""


class SameAccount(Exception):
    """The accounts to be linked belong to the same person already, or are the same."""


class Banned(Exception):
    """One of the accounts to be linked is not served any more."""
