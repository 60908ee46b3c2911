"""Writers by any OpenAI-compatible endpoint, and Gemini by Google's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generation.providers import gemini
from generation.providers.contract import Add, Member, Price, Variable
from generation.providers.llm.chat import Endpoint
from generation.providers.llm.rates import Rate
from generation.providers.llm.writer import ChatWriter

GEMINI_MODEL = "gemini-3.8-flash"
OPENAI_PATH = "/v1beta/openai"

SETTINGS = (
    Variable(
        "LLM_BASE_URL",
        "Any OpenAI-compatible endpoint as a writer. Qwen: "
        "https://dashscope.aliyuncs.com/compatible-mode/v1, OpenAI: https://api.openai.com/v1, "
        "Ark: https://ark.cn-beijing.volces.com/api/v3, OpenRouter: https://openrouter.ai/api/v1, "
        "Ollama: http://127.0.0.1:11434/v1, vLLM: http://127.0.0.1:8000/v1",
    ),
    Variable("LLM_MODEL", "Which model writes there"),
    Variable("LLM_API_KEY", "Its key, where it wants one"),
    Variable("GEMINI_API_KEY", "Key for Gemini: https://aistudio.google.com/apikey"),
    Variable("GEMINI_TEXT_MODEL", "Which Gemini writes", GEMINI_MODEL),
)

# It cannot be told not to think; `low` is the least that every Gemini 3 takes.
# https://ai.google.dev/gemini-api/docs/openai
LITTLE_THINKING: Mapping[str, Any] = {"reasoning_effort": "low"}

GEMINI_PRICES = "https://ai.google.dev/gemini-api/docs/pricing"
GEMINI_RATES = {"gemini-3.8-flash": Rate(read=0.75, cached=0.075, written=3.75, currency="USD")}
PRICES = {"gemini-3.8-flash": (Price(0.014, "USD", "storyboard", GEMINI_PRICES, "2026-10-07"),)}


def register(add: Add, env: Mapping[str, str]) -> None:
    """One writer where base URL and model are set, and Gemini where there is a key."""
    if (base_url := env.get("LLM_BASE_URL")) and (model := env.get("LLM_MODEL")):
        endpoint = Endpoint("llm", base_url, env.get("LLM_API_KEY", ""), model)
        add(Member("writer", ChatWriter(endpoint), model, remote=True))
    if key := env.get("GEMINI_API_KEY"):
        model = env.get("GEMINI_TEXT_MODEL") or GEMINI_MODEL
        host = gemini.OPENAI_PATH.sub("", env.get("GEMINI_BASE_URL") or gemini.BASE_URL)
        endpoint = Endpoint(gemini.NAME, host + OPENAI_PATH, key, model, LITTLE_THINKING)
        writer = ChatWriter(endpoint, rate=GEMINI_RATES.get(model))
        add(Member("writer", writer, model, tariff=PRICES.get(model, ()), remote=True))
