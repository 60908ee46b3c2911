"""Qwen TTS, hosted at DashScope: lines read aloud in Chinese, English and Japanese."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import cast

from generation.errors import Kind, ProviderError
from generation.model import LANGS, Lang
from generation.providers.contract import Add, Bench, Capabilities, Member, Price, Said, Variable
from generation.providers.wire import dashscope
from generation.providers.wire.sound import bring_parts, keep_silence, portions, sayable
from generation.providers.wire.web import JSON, Web

NAME = "qwen-tts"
DEFAULT = "qwen3-tts-flash"
SPEAK = f"{dashscope.API}/services/aigc/multimodal-generation/generation"
MOST = 600  # characters at once, those of Chinese counted as two as the vendor bills them
NAMES: Mapping[Lang, str] = {"zh": "Chinese", "en": "English", "ja": "Japanese"}
VOICES: Mapping[Lang, str] = {"zh": "Cherry", "en": "Jennifer", "ja": "Cherry"}
SETTING: Mapping[Lang, str] = {lang: f"QWEN_TTS_VOICE_{lang.upper()}" for lang in LANGS}

SETTINGS = (
    *dashscope.SETTINGS,
    Variable("QWEN_TTS_MODEL", "Which Qwen TTS model of DashScope reads aloud", DEFAULT),
    *(
        Variable(SETTING[lang], f"Its voice for {NAMES[lang]}, as Ethan or Ono Anna", VOICES[lang])
        for lang in LANGS
    ),
)
PRICES: Mapping[str, tuple[Price, ...]] = {
    # unverified: the price in China; abroad it is 0.10 USD.
    DEFAULT: (
        Price(
            0.8,
            "CNY",
            "ten thousand characters",
            "https://www.alibabacloud.com/help/en/model-studio/qwen-tts",
            "assumed",
        ),
    ),
}


def register(add: Add, env: Mapping[str, str]) -> None:
    """One narrator, where there is a key for DashScope."""
    if web := dashscope.dashscope(NAME, env):
        model = env.get("QWEN_TTS_MODEL") or DEFAULT
        voices: dict[Lang, str] = {lang: env.get(SETTING[lang]) or VOICES[lang] for lang in LANGS}
        narrator = QwenTTS(web, model=model, voices=voices)
        can, tariff = Capabilities(languages=narrator.languages), PRICES.get(model, ())
        add(Member("narrator", narrator, model, can=can, tariff=tariff))


class QwenTTS:
    """Reads lines aloud, each language in its own voice."""

    name = NAME
    languages: frozenset[Lang] = frozenset(LANGS)

    def __init__(
        self, web: Web, *, model: str = DEFAULT, voices: Mapping[Lang, str] = VOICES
    ) -> None:
        self._web, self.model, self._voices = web, model, voices

    async def speak(self, text: str, lang: Lang, bench: Bench) -> Said:
        """A WAV file of the spoken text and its seconds; what is too long for the vendor is spoken
        in parts, and a text without a word is a short silence."""
        if not sayable(text):
            return await keep_silence(NAME, bench)
        asked = [part for part in portions(text, MOST, weight) if sayable(part)]
        addresses = [await self._spoken(part, lang) for part in asked]
        return await bring_parts(NAME, addresses, bench)

    async def probe(self) -> str:
        """How many tasks DashScope remembers."""
        return await dashscope.probe(self._web)

    async def _spoken(self, text: str, lang: Lang) -> str:
        """The address of the speech, which lives for a day."""
        answer = await self._web.post(SPEAK, order(text, lang, self.model, self._voices[lang]))
        audio = cast(JSON, cast(JSON, answer.get("output") or {}).get("audio") or {})
        if url := dashscope.secure(audio.get("url")):
            return url
        raise ProviderError(NAME, Kind.LOST, f"no speech: {answer.get('request_id', '')}")


def order(text: str, lang: Lang, model: str, voice: str) -> JSON:
    """What is asked to be read."""
    given = {"text": text, "voice": voice, "language_type": NAMES[lang]}
    return {"model": model, "input": given}


def weight(text: str) -> int:
    """The length of a text as the vendor counts it: ideographs are two."""
    return sum(1 + unicodedata.name(c, "").startswith("CJK UNIFIED") for c in text)
