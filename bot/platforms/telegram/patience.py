"""What Telegram's errors mean for whoever waits for it."""

from __future__ import annotations

from datetime import timedelta

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot import patience


class Patience(patience.Patience):
    """Waits for Telegram."""

    name = "Telegram"

    def refusal(self, error: Exception) -> str:
        return "telegram.refused" if isinstance(error, InvalidToken) else ""

    def least(self, error: Exception) -> float:
        match error:
            case RetryAfter(retry_after=timedelta() as asked):
                return asked.total_seconds()
            case RetryAfter(retry_after=int() as asked):
                return asked
            case Conflict():
                return self._pauses[-1]
            case _:
                return 0.0

    def trouble(self, error: Exception) -> str:
        match error:
            case Conflict():
                return "Another process asks Telegram with this token, or a webhook was set"
            case TelegramError():
                return super().trouble(error)
            case _:
                return "What Telegram told could not be taken"
