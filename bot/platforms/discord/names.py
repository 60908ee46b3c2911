"""What commands, their options and choices are called, in every language and within Discord's
limits."""

from __future__ import annotations

import re
from collections.abc import Callable

import discord
from discord import app_commands
from discord.app_commands import TranslationContextTypes, locale_str

from bot.platforms.discord.reading import lang_of
from handlers.conversation import Say
from handlers.option import Option
from handlers.texts import FALLBACK, catalog, render
from handlers.views import shortened

LONGEST_NAME, LONGEST_TEXT = 32, 100  # characters, of names; of descriptions and choices
NOT_IN_NAMES = re.compile(r"[^\w-]+")
WORDS_OF = {  # options whose values have their words elsewhere in the catalogs
    "look": "look",
    "lang": "lang",
    "voice": "switch",
    "continuous": "switch",
    "subtitles": "switch",
}
SWITCH = ("on", "off")


class Translator(app_commands.Translator):
    """Reads the catalogs. English is what stands there without a translation."""

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: TranslationContextTypes
    ) -> str | None:
        """The words in that language; None where we do not speak it, or where it is no sentence of
        the catalogs."""
        lang = lang_of(locale)
        if lang == FALLBACK or "key" not in string.extras:
            return None
        return string.extras["fit"](render(Say(string.extras["key"]), lang))


def name(key: str) -> locale_str:
    """The sentence `key` as the name of a command or an option."""
    return _localised(key, slug)


def text(key: str) -> locale_str:
    """The sentence `key` as a description, or as what a choice says."""
    return _localised(key, described)


def menu(key: str) -> locale_str:
    """The sentence `key` as an entry in the menu of a message."""
    return _localised(key, titled)


def value(option: Option, typed: str) -> locale_str:
    """How a value of an option is said; by itself where there is no word for it."""
    key = value_key(option, typed)
    return text(key) if key else locale_str(typed)


def value_key(option: Option, typed: str) -> str:
    """The sentence that says a value of an option; empty where there is none."""
    key = f"choice.{option.name}.{typed}"
    if option.name in WORDS_OF:
        key = f"{WORDS_OF[option.name]}.{typed}"
    return key if key in catalog(FALLBACK) else ""


def values(option: Option) -> tuple[str, ...]:
    """The values an option can be given, as they are typed; empty where it is text or a number."""
    return SWITCH if option.on is True else option.choices


def slug(words: str) -> str:
    """A name as Discord wants them: lower case, without spaces."""
    return NOT_IN_NAMES.sub("-", words.lower()).strip("-")[:LONGEST_NAME]


def described(words: str) -> str:
    """A description, cut where it is too long."""
    return shortened(words, LONGEST_TEXT)


def titled(words: str) -> str:
    """An entry in a menu, cut where it is too long."""
    return shortened(words, LONGEST_NAME)


def _localised(key: str, fit: Callable[[str], str]) -> locale_str:
    return locale_str(fit(render(Say(key), FALLBACK)), key=key, fit=fit)
