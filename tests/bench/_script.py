"""The script that people write today: three calls in a row, each waited for."""

from __future__ import annotations

import json
import time
import urllib.request
from pathlib import Path
from typing import Any

from tests.bench._stands import SCALE

LOOK_SECONDS = 5 / SCALE  # what the vendors' examples sleep between two looks


def post(idea: str, urls: dict[str, str], key: str, out: Path) -> None:
    """Prompt, picture, clip."""
    import openai

    chat = openai.OpenAI(base_url=urls["chat"], api_key=key)
    said = chat.chat.completions.create(
        model="deepseek-v4-flash",
        messages=[{"role": "user", "content": f"Write a text-to-image prompt: {idea}"}],
    )
    prompt = said.choices[0].message.content or idea
    api = f"{urls['dashscope']}/api/v1"
    picture = _ask(
        f"{api}/services/aigc/multimodal-generation/generation",
        key,
        {
            "model": "qwen-image-2.0-pro",
            "input": {"messages": [{"role": "user", "content": [{"text": prompt[:500]}]}]},
            "parameters": {"size": "1664*928", "n": 1},
        },
    )
    image = picture["output"]["choices"][0]["message"]["content"][0]["image"]
    order = _ask(
        f"{api}/services/aigc/video-generation/video-synthesis",
        key,
        {
            "model": "wan2.2-i2v-plus",
            "input": {"prompt": prompt[:500], "img_url": image},
            "parameters": {"resolution": "480P"},
        },
        {"X-DashScope-Async": "enable"},
    )
    while True:
        task = _ask(f"{api}/tasks/{order['output']['task_id']}", key)
        if task["output"]["task_status"] == "SUCCEEDED":
            break
        time.sleep(LOOK_SECONDS)
    with urllib.request.urlopen(task["output"]["video_url"]) as response:
        out.write_bytes(response.read())


def _ask(url: str, key: str, body: Any = None, headers: dict[str, str] | None = None) -> Any:
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(url, data, {"Authorization": f"Bearer {key}"})
    request.add_header("Content-Type", "application/json")
    for name, value in (headers or {}).items():
        request.add_header(name, value)
    with urllib.request.urlopen(request) as response:
        return json.loads(response.read())
