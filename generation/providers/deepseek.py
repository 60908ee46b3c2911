"""DeepSeek writes storyboards and prompts, by its OpenAI-compatible API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generation.providers.contract import Add, Member, Price, Variable
from generation.providers.llm.chat import Endpoint
from generation.providers.llm.rates import Rate
from generation.providers.llm.writer import ChatWriter

NAME = "deepseek"
BASE_URL = "https://api.deepseek.com"
DEFAULT = "deepseek-v4-flash"

SETTINGS = (
    Variable("DEEPSEEK_API_KEY", "Key for DeepSeek: https://platform.deepseek.com/api_keys"),
    Variable("DEEPSEEK_MODEL", "Which model writes; deepseek-v4-pro is slower and dearer", DEFAULT),
    Variable("DEEPSEEK_BASE_URL", "Another endpoint for DeepSeek", BASE_URL),
)

# Its models think before they answer unless they are told not to, which would double the wait.
# https://api-docs.deepseek.com/guides/thinking_mode
NO_THINKING: Mapping[str, Any] = {"thinking": {"type": "disabled"}}

# Peak prices, on working days in China; off-peak is half. The old name `deepseek-v4-flash` is
# served, and billed, as `deepseek-flash`.
LIST_PRICES = "https://api-docs.deepseek.com/zh-cn/quick_start/pricing/"
FLASH = Rate(read=2.0, cached=0.04, written=8.0, currency="CNY")
RATES = {
    "deepseek-v4-flash": FLASH,
    "deepseek-flash": FLASH,
    "deepseek-v4-pro": Rate(read=9.0, cached=0.30, written=27.0, currency="CNY"),
}
TOKENS_READ, TOKENS_WRITTEN = 4000, 2000  # of a usual storyboard


def _price(rate: Rate) -> Price:
    amount = (TOKENS_READ * rate.read + TOKENS_WRITTEN * rate.written) / 1_000_000
    return Price(round(amount, 4), rate.currency, "storyboard", LIST_PRICES, "2026-11-21")


PRICES = {model: (_price(rate),) for model, rate in RATES.items()}


def register(add: Add, env: Mapping[str, str]) -> None:
    """DeepSeek writes where there is a key."""
    if key := env.get("DEEPSEEK_API_KEY"):
        model = env.get("DEEPSEEK_MODEL") or DEFAULT
        base_url = env.get("DEEPSEEK_BASE_URL") or BASE_URL
        endpoint = Endpoint(NAME, base_url, key, model, NO_THINKING)
        writer = ChatWriter(endpoint, rate=RATES.get(model))
        add(Member("writer", writer, model, tariff=PRICES.get(model, ()), remote=True))
