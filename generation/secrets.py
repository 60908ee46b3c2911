"""Keys, and keeping them out of everything that is written: errors, job rows, progress, logs.

Vendors repeat keys in what they answer, and libraries in what they log. Whatever the environment
calls a key, a token, a secret or a password is remembered when providers are found, and `hide`
takes it out of a text.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from urllib.parse import quote

NAMES = re.compile(r"(KEY|TOKEN|SECRET|PASSWORD|CREDENTIALS|SK|AK)(_ID)?$")
SHORTEST = 6  # shorter ones are no keys, and would be found in many a word
HIDDEN = "[key]"

_known: set[str] = set()


def remember(env: Mapping[str, str]) -> None:
    """Take note of the secrets of an environment, also as they stand in addresses."""
    found = [v for name, v in env.items() if NAMES.search(name) and len(v) >= SHORTEST]
    _known.update(found, (quote(secret, safe="") for secret in found))


def hide(text: str) -> str:
    """The text without any secret."""
    for secret in sorted(_known, key=len, reverse=True):  # one may begin another
        text = text.replace(secret, HIDDEN)
    return text


class Discreet(logging.Filter):
    """Takes secrets out of what is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true; the record's message and its trace are changed where they hold a secret."""
        message = record.getMessage()
        if (clean := hide(message)) != message:
            record.msg, record.args = clean, ()
        if record.exc_info:  # formatters take the text that is there already
            record.exc_text = hide(logging.Formatter().formatException(record.exc_info))
        return True
