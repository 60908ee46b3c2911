"""What a model is asked: rules in the system message, the person's words fenced in the user's.

The system message depends on what was chosen, never on what was typed. The fence has a random name,
and no text that a person gives can hold a tag."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from generation import kit
from generation.edit.timeline import VOICE_LEAD
from generation.model import CROSSFADE, FPS, MAX_IDEA, Brief, Character, Lang
from generation.prompts import prompt
from generation.providers.llm.judging import NAMES
from generation.providers.local.script.quoting import CAPTION
from generation.styles import styles
from generation.text import clean

USUAL_STYLE = "cinematic"  # what a brief says where the person did not choose
USUAL_SECONDS = 4.0
KEPT_ANSWER = 20_000  # characters of a bad answer that are shown again
TAGS = str.maketrans(dict.fromkeys("<＜﹤", "‹") | dict.fromkeys(">＞﹥", "›"))
WORDS: dict[Lang, str] = {
    "zh": "120 to 240 Chinese characters",
    "en": "80 to 130 words",
    "ja": "150 to 280 Japanese characters",
}
TITLE_ROOM: dict[Lang, str] = {
    "zh": "2 to 12 Chinese characters",
    "en": "1 to 6 words",
    "ja": "2 to 14 Japanese characters",
}
SPOKEN: dict[Lang, float] = {"zh": 4.2, "en": 14.0, "ja": 6.5}  # characters a second, unhurried

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Role
    content: str


def board_messages(brief: Brief) -> list[Message]:
    """A conversation that asks for the storyboard of a brief."""
    each = brief.seconds / brief.shots if brief.seconds else USUAL_SECONDS
    most = room(brief.lang, each)
    rules = prompt(
        "storyboard",
        words=WORDS[brief.lang],
        line_room=f"at most {most} characters, to be read aloud within the shot",
        title_room=TITLE_ROOM[brief.lang],
        styles="\n".join(f"- `{s.name}`: {s.phrases['en']}" for s in styles().values()),
        usual=USUAL_STYLE,
        shots=brief.shots,
        language=NAMES[brief.lang],
        lang=brief.lang,
        seconds=f"{each * brief.shots:g}",
        each=f"{each:.1f}",
        aspect=brief.aspect,
        style=_known(brief.style),
        phrases=_phrases(brief.style, brief.lang),
    )
    listed = [*_people(brief.cast), *_wishes(brief)]
    return [Message("system", rules), fenced(brief.idea, _shots(brief), brief.lang, listed)]


def prompt_messages(idea: str, lang: Lang, style: str) -> list[Message]:
    """A conversation that asks for one prompt."""
    rules = prompt(
        "enhance",
        words=WORDS[lang],
        language=NAMES[lang],
        lang=lang,
        style=_known(style),
        phrases=_phrases(style, lang),
    )
    return [Message("system", rules), fenced(idea, "one prompt", lang)]


def fenced(idea: str, wanted: str, lang: Lang, listed: Sequence[str] = ()) -> Message:
    """The person's words between tags that nobody can guess, and harmless lines of theirs with
    them."""
    fence = f"idea-{secrets.token_hex(8)}"
    material = "\n".join([harmless(idea), *listed])
    told = prompt("idea", fence=fence, idea=material, wanted=wanted, language=NAMES[lang])
    return Message("user", told)


def harmless(idea: str) -> str:
    """The words on one line, without hidden signs and without anything that looks like a tag."""
    return clean(idea, MAX_IDEA).translate(TAGS)


def mended(messages: list[Message], said: str, problems: list[str], brief: Brief) -> list[Message]:
    """The conversation with a bad answer and what is wrong with it."""
    return again(messages, said, problems, _shots(brief), brief.lang)


def mended_prompt(
    messages: list[Message], said: str, problems: list[str], lang: Lang
) -> list[Message]:
    """The same for one prompt."""
    return again(messages, said, problems, "one prompt", lang)


def room(lang: Lang, seconds: float) -> int:
    """Characters that can be spoken, and read, in a shot of so many seconds."""
    spoken = (seconds - VOICE_LEAD - CROSSFADE / FPS) * SPOKEN[lang]
    return min(CAPTION[lang], max(CAPTION[lang] // 3, round(spoken)))


def again(
    messages: list[Message], said: str, problems: list[str], wanted: str, lang: Lang
) -> list[Message]:
    """The conversation with a bad answer, and what is to be mended for what is `wanted`."""
    told = prompt(
        "repair",
        problems="\n".join(f"- {p}" for p in problems),
        wanted=wanted,
        language=NAMES[lang],
    )
    # Servers refuse a turn without content.
    answer = [Message("assistant", said[:KEPT_ANSWER])] if said.strip() else []
    return [*messages, *answer, Message("user", told)]


def _people(cast: Sequence[Character]) -> list[str]:
    people = [f"- {harmless(who.name)}: {harmless(who.description) or '…'}" for who in cast]
    return ["", "Characters:", *people] if people else []


def _wishes(brief: Brief) -> list[str]:
    """What is wanted of everything that is made for somebody's brand."""
    told = {
        "Manner": harmless(brief.manner),
        "Colours": kit.palette_words(brief.palette, "en"),
        "Ruled out": harmless(", ".join(kit.forbidden(brief))),
    }
    wishes = [f"- {what}: {said}" for what, said in told.items() if said]
    return ["", "Wishes:", *wishes] if wishes else []


def _shots(brief: Brief) -> str:
    return "one shot" if brief.shots == 1 else f"{brief.shots} shots"


def _known(style: str) -> str:
    return style if style in styles() else USUAL_STYLE


def _phrases(style: str, lang: Lang) -> str:
    return styles()[_known(style)].phrases[lang]
