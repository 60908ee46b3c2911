"""What DashScope's models accept, as its documentation says it, and what is wrong with a request.

Each check answers the vendor's `(code, message)`, or None where the request is in order.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

JSON = dict[str, Any]
Wrong = tuple[str, str] | None
MOST_SEED = 2**31 - 1

SIZES = {
    "480P": ("832*480", "480*832", "624*624"),
    "720P": ("1280*720", "720*1280", "960*960", "1088*832", "832*1088"),
    "1080P": ("1920*1080", "1080*1920", "1440*1440", "1632*1248", "1248*1632"),
}
RATIOS = ("16:9", "9:16", "1:1", "4:3", "3:4")
PIXELS = {"480P": 832 * 480, "720P": 1280 * 720, "1080P": 1920 * 1080}


@dataclass(frozen=True, slots=True)
class Video:
    """A video model. `begins`: how the first picture is given, if at all; `sized`: the size is in
    pixels; `plain`: it knows neither negative prompts nor the extension of prompts."""

    begins: Literal["img_url", "media", "never", "may"]
    tiers: tuple[str, ...]
    seconds: tuple[int, ...]
    sized: bool = False
    audio: bool = False
    plain: bool = False


ALL, UPPER = ("480P", "720P", "1080P"), ("720P", "1080P")
FIVE, FIVE_TEN, FIFTEEN = (5,), (5, 10), tuple(range(2, 16))
VIDEO = {
    "wan2.2-i2v-plus": Video("img_url", ("480P", "1080P"), FIVE),
    "wan2.2-i2v-flash": Video("img_url", ALL, FIVE),
    "wan2.5-i2v-preview": Video("img_url", ALL, FIVE_TEN, audio=True),
    "wan2.6-i2v": Video("img_url", UPPER, FIFTEEN, audio=True),
    "wan2.6-i2v-flash": Video("img_url", UPPER, FIFTEEN, audio=True),
    "wan2.7-i2v": Video("media", UPPER, FIFTEEN, audio=True),
    "wan2.2-t2v-plus": Video("never", ("480P", "1080P"), FIVE, sized=True),
    "wan2.5-t2v-preview": Video("never", ALL, FIVE_TEN, sized=True, audio=True),
    "wan2.6-t2v": Video("never", UPPER, FIFTEEN, sized=True, audio=True),
    "wan2.7-t2v": Video("never", UPPER, FIFTEEN, audio=True),
    "wan3.0-video": Video("may", ALL, tuple(range(2, 31)), audio=True, plain=True),
    "wan3.0-video-prime": Video("may", ALL, tuple(range(2, 31)), audio=True, plain=True),
}
MEDIA = ("first_frame", "last_frame", "driving_audio", "first_clip")
FIXED_IMAGE_SIZES = (  # 4:3 was written in two ways over time
    *("1664*928", "928*1664", "1328*1328"),
    *("1472*1104", "1104*1472", "1472*1140", "1140*1472"),
)
MOST_REFERENCES = {"qwen-image-2": 3, "qwen-image-3": 3}  # by the beginning of a model's name
VOICES = (
    *("Cherry", "Serena", "Ethan", "Chelsie", "Momo", "Vivian", "Moon", "Maia", "Kai", "Nofish"),
    *("Bella", "Jennifer", "Ryan", "Katerina", "Aiden", "Bodega", "Alek", "Dolce", "Sohee"),
    *("Ono Anna", "Lenn", "Emilien", "Andre", "Radio Gol", "Jada", "Dylan", "Li", "Marcus"),
    *("Roy", "Peter", "Sunny", "Eric", "Rocky", "Kiki"),
)


def parts(body: JSON) -> tuple[JSON, JSON]:
    """The input and the parameters of a request."""
    return cast(JSON, body.get("input") or {}), cast(JSON, body.get("parameters") or {})


def invalid(message: str) -> tuple[str, str]:
    """The vendor's code for a wrong parameter."""
    return "InvalidParameter", message


def wrong_video(body: JSON) -> Wrong:
    """What is wrong with an order for a video."""
    rule = VIDEO.get(body.get("model", ""))
    if rule is None:
        return "Model.NotExist", "Model not exist."
    given, parameters = parts(body)
    if not isinstance(given.get("prompt") or "", str):
        return invalid("prompt must be a string")
    if "negative_prompt" in parameters:
        return invalid("negative_prompt belongs to input")
    if rule.plain and ("negative_prompt" in given or "prompt_extend" in parameters):
        return invalid("negative_prompt and prompt_extend are not supported by this model")
    return _wrong_beginning(rule, given) or _wrong_frame(rule, parameters)


def _wrong_beginning(rule: Video, given: JSON) -> Wrong:
    media = cast(list[JSON], given.get("media") or [])
    if rule.begins == "never":
        return None if given.get("prompt") else invalid("input.prompt is required")
    if rule.begins == "img_url":
        return _wrong_picture(given.get("img_url"))
    if "img_url" in given:
        return invalid("img_url is not supported, please use media")
    if rule.begins == "may" and not media:
        return None if given.get("prompt") else invalid("input.prompt is required")
    kinds = [item.get("type") for item in media]
    if not media or len(set(kinds)) < len(kinds) or any(kind not in MEDIA for kind in kinds):
        return invalid(f"input.media is not valid: {kinds}")
    if "first_frame" not in kinds and "first_clip" not in kinds:
        return invalid("input.media must contain first_frame or first_clip")
    pictures = [item.get("url") for item in media if str(item["type"]).endswith("_frame")]
    return next((w for w in map(_wrong_picture, pictures) if w), None)


def _wrong_picture(url: Any) -> Wrong:
    if not isinstance(url, str) or not url:
        return invalid("url error, please check url!")
    if url.startswith(("http://", "https://", "oss://")):
        return None
    head, _, data = url.partition(",")
    if not head.startswith("data:image/") or not head.endswith(";base64"):
        return invalid("url error, please check url!")
    try:
        base64.b64decode(data, validate=True)
    except binascii.Error:
        return invalid("the picture is not valid base64")
    return None


def _wrong_frame(rule: Video, parameters: Mapping[str, Any]) -> Wrong:
    sizes = [size for tier in rule.tiers for size in SIZES[tier]]
    if rule.sized and parameters.get("size", sizes[0]) not in sizes:
        return invalid(f"size must be one of {sizes}")
    if not rule.sized and "size" in parameters:
        return invalid("size is not supported, please use resolution")
    if parameters.get("resolution", rule.tiers[-1]) not in rule.tiers:
        return invalid(f"resolution must be one of {list(rule.tiers)}")
    if parameters.get("ratio", "16:9") not in (*RATIOS, "adaptive"):
        return invalid(f"ratio must be one of {list(RATIOS)}")
    if parameters.get("duration", 5) not in rule.seconds:
        return invalid(f"duration must be one of {list(rule.seconds)}")
    if "audio" in parameters and not rule.audio:
        return invalid("audio is not supported by this model")
    return wrong_seed(parameters)


def wrong_seed(parameters: Mapping[str, Any]) -> Wrong:
    """Seeds are whole numbers of 31 bits."""
    seed = parameters.get("seed", 0)
    if not isinstance(seed, int) or not 0 <= seed <= MOST_SEED:
        return invalid(f"seed must be in [0, {MOST_SEED}]")
    return None


def pixels(text: str) -> tuple[int, int] | None:
    """`1280*720` as numbers."""
    across, star, down = text.partition("*")
    return (int(across), int(down)) if star and across.isdigit() and down.isdigit() else None


def wrong_image(body: JSON) -> Wrong:
    """What is wrong with an order for pictures, by either endpoint."""
    model, (given, parameters) = str(body.get("model", "")), parts(body)
    if not model.startswith(("qwen-image", "wan", "z-image")):
        return "Model.NotExist", "Model not exist."
    text = image_prompt(given)
    if not text:
        return invalid("prompt is required")
    if len(text) > 20_000:
        return invalid("prompt is too long")
    most = next((n for name, n in MOST_REFERENCES.items() if model.startswith(name)), 0)
    pictures = image_inputs(given)
    if len(pictures) > most:
        return invalid(f"num_images must be in [0, {most}]")
    if unread := next((wrong for picture in pictures if (wrong := _wrong_picture(picture))), None):
        return unread
    many = 6 if model.startswith(("qwen-image-2", "qwen-image-3")) else 4
    if model.startswith("qwen-image") and many == 4:
        many = 1
    if not 1 <= parameters.get("n", 1) <= many:
        return invalid(f"n must be in [1, {many}]")
    size = str(parameters.get("size", "1328*1328"))
    if many == 1 and size not in FIXED_IMAGE_SIZES:
        return invalid(f"size must be one of {FIXED_IMAGE_SIZES}")
    frame = pixels(size)
    if frame is None or not 512 * 512 <= frame[0] * frame[1] <= 2048 * 2048:
        return invalid("size must be between 512*512 and 2048*2048 pixels")
    return wrong_seed(parameters)


def image_prompt(given: JSON) -> str:
    """The text of an order for pictures: in messages, or by itself."""
    if messages := given.get("messages"):
        content = cast(list[JSON], messages[0].get("content") or [])
        return "".join(str(part.get("text", "")) for part in content)
    return str(given.get("prompt") or "")


def image_inputs(given: JSON) -> list[str]:
    """The pictures of an order, in their order."""
    messages = cast(list[JSON], given.get("messages") or [{}])
    content = cast(list[JSON], messages[0].get("content") or [])
    return [str(part["image"]) for part in content if "image" in part]


def wrong_speech(body: JSON) -> Wrong:
    """What is wrong with a text to be read aloud."""
    given, _ = parts(body)
    text = given.get("text")
    if not isinstance(text, str) or not text.strip():
        return invalid("input.text is required")
    if len(text) > 600:
        return invalid("Range of input length should be [0, 600]")
    if given.get("voice") not in VOICES:
        return invalid(f"voice {given.get('voice')!r} is not supported")
    return None
