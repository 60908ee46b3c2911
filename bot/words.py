"""Which language the person at this terminal is answered in."""

from __future__ import annotations

from typing import Any

from bot.settings import Settings
from generation.model import Lang
from generation.text import language_of
from handlers.conversation import Say
from handlers.texts import render

LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")
NOWHERE = ("", "C", "POSIX")


def language(settings: Settings, idea: str = "") -> Lang:
    """What was set, else what the locale says, else the language of the idea."""
    said = settings.lang or next(
        (code for name in LOCALES if (code := _code(settings.env.get(name, ""))) not in NOWHERE), ""
    )
    if said[:2] in ("zh", "ja"):
        return "zh" if said.startswith("zh") else "ja"
    return "en" if said else language_of(idea)


class Translate:
    """Sentences of the catalogs in one language: `translate("cli.made", path=…)`."""

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang

    def __call__(self, key: str, /, **values: Any) -> str:
        return self.say(Say(key, values))

    def say(self, sentence: Say) -> str:
        """A sentence that handlers made."""
        return render(sentence, self.lang)


def _code(locale: str) -> str:
    return locale.partition(".")[0]
