"""Speech from OpenAI, or from anything that speaks like its `/v1/audio/speech`."""

from __future__ import annotations

from collections.abc import Mapping

from generation.model import LANGS, Lang
from generation.providers.contract import Add, Bench, Capabilities, Member, Price, Said, Variable
from generation.providers.wire.openai import BASE_URL, Endpoint
from generation.providers.wire.sound import keep_speech

DEFAULT, VOICE = "gpt-4o-mini-tts", "coral"
SECONDS = 120.0  # for one line
SETTINGS = (
    Variable("SPEECH_API_KEY", "Key of SPEECH_BASE_URL; without that, OPENAI_API_KEY will do"),
    Variable("SPEECH_BASE_URL", "Its endpoint, where it is not OPENAI_BASE_URL", BASE_URL),
    Variable("SPEECH_MODEL", "The model that reads aloud", DEFAULT),
    Variable("SPEECH_VOICE", "Its voice", VOICE),
)
TTS = "https://developers.openai.com/api/docs/models/tts-1"
MINI = "https://developers.openai.com/api/docs/models/gpt-4o-mini-tts"
PRICES: Mapping[str, tuple[Price, ...]] = {
    "tts-1": (Price(0.15, "USD", "ten thousand characters", TTS, "2026-11-21"),),
    "tts-1-hd": (Price(0.30, "USD", "ten thousand characters", TTS, "2026-11-21"),),
    # unverified: billed are tokens; this is for Chinese, 40 minutes at 0.015 a minute.
    "gpt-4o-mini-tts": (Price(0.60, "USD", "ten thousand characters", MINI, "assumed"),),
}


class OpenAISpeech:
    """A narrator in whatever language its model was taught."""

    name = "openai-tts"
    languages: frozenset[Lang] = frozenset(LANGS)

    def __init__(self, endpoint: Endpoint, *, model: str = DEFAULT, voice: str = VOICE) -> None:
        self._endpoint, self.model, self._voice = endpoint, model, voice

    async def speak(self, text: str, lang: Lang, bench: Bench) -> Said:
        """A WAV file of the spoken text, and its length in seconds. Asked again it costs again,
        but little: what may have been taken is `PASSING`."""
        async with self._endpoint.client() as client:
            answer = await client.audio.speech.create(
                model=self.model, voice=self._voice, input=text, response_format="wav"
            )
        return await keep_speech(self.name, answer.content, bench)

    async def probe(self) -> str:
        """How many models there are, and whether ours is."""
        return await self._endpoint.reached(self.model)


def register(add: Add, env: Mapping[str, str]) -> None:
    """With a key, or with an endpoint of one's own that asks for none."""
    own = env.get("SPEECH_BASE_URL")
    key = env.get("SPEECH_API_KEY") or ("" if own else env.get("OPENAI_API_KEY"))
    if not key and not own:
        return
    base_url = own or env.get("OPENAI_BASE_URL") or BASE_URL
    model = env.get("SPEECH_MODEL") or DEFAULT
    endpoint = Endpoint(OpenAISpeech.name, key or "none", base_url, SECONDS)
    narrator = OpenAISpeech(endpoint, model=model, voice=env.get("SPEECH_VOICE") or VOICE)
    can, tariff = Capabilities(languages=narrator.languages), PRICES.get(model, ())
    add(Member("narrator", narrator, model, can=can, tariff=tariff))
