"""What the writer makes of an idea, and how it is shared out over the shots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generation.casting import describe, mention
from generation.model import Character, Lang
from generation.providers.local.portrayal import portrayed
from generation.providers.local.reading import Reading, occasions, read, understood
from generation.providers.local.script import narration
from generation.providers.local.script.quoting import TITLE, sentences, share_out, whole
from generation.providers.local.script.setting import OPEN, Leaning, settle, silent
from generation.seeds import stream
from generation.text import language_of, written_in

USUAL_STYLE = "cinematic"  # what a brief says where the person did not choose
ENOUGH = 0.4  # the part of an idea that must have been understood to speak in the person's place


@dataclass(frozen=True, slots=True)
class Story:
    """What the writer makes of an idea. `beats` are its sentences where the person told more than
    one thing; `native` when the person's words are in the film's language and may be quoted;
    `clear` when enough of them was understood to tell the story in other words."""

    text: str
    lang: Lang
    style: str
    read: Reading
    setting: Reading
    beats: tuple[str, ...]
    native: bool
    clear: bool
    occasions: tuple[str, ...]
    cast: tuple[Character, ...] = ()  # of the person's own characters

    @property
    def own(self) -> str:
        """The person's words, where they are short enough for a title or inside a line."""
        return whole(self.text, TITLE[self.lang]) if self.native else ""


@dataclass(frozen=True, slots=True)
class Beat:
    """What one shot tells: the person's `text` and what is set up by then; `fresh` in the first
    shot that tells it."""

    text: str
    setting: Reading
    fresh: bool


def study(
    text: str,
    lang: Lang,
    style: str,
    seed: int,
    cast: tuple[Character, ...] = (),
    towards: Leaning = OPEN,
) -> Story:
    """What an idea says, and what it leaves to us."""
    found, told = reading(text, cast), tuple(sentences(text))
    chosen = found.style if style == USUAL_STYLE and found.style else style
    return Story(
        text=text,
        lang=lang,
        style=chosen,
        read=found,
        setting=settle(found, chosen, stream(seed, "setting", text), towards),
        beats=told if len(told) > 1 else (),
        native=written_in(text, lang) or silent(found),
        clear=understood(_nameless(text, cast)) >= ENOUGH,
        occasions=occasions(text),
        cast=cast,
    )


def reading(text: str, cast: Sequence[Character]) -> Reading:
    """What a sentence says, where its names stand for the cast."""
    named = [who for who in cast if mention(who.name).search(text)]
    told = describe(text, named, (), language_of(text))
    found = read(told)
    return replace(found, subjects=portrayed(found.subjects, named))


def _nameless(text: str, cast: Sequence[Character]) -> str:
    for who in cast:
        text = mention(who.name).sub(" ", text)
    return text


def beats_of(story: Story, shots: int) -> list[Beat]:
    """The story shared out over the shots; place, time and people hold until the text changes
    them."""
    texts = share_out(story.beats, shots) or [story.text]
    beats, setting = list[Beat](), story.setting
    for index in range(shots):
        at = index * len(texts) // shots
        fresh = index == 0 or at != (index - 1) * len(texts) // shots
        setting = _carried(reading(texts[at], story.cast), setting)
        beats.append(Beat(texts[at], setting, fresh))
    return beats


def _carried(found: Reading, setting: Reading) -> Reading:
    return replace(
        setting,
        place=found.place or setting.place,
        time=found.time or setting.time,
        season=found.season or setting.season,
        weather=found.weather or setting.weather,
        subjects=found.subjects or setting.subjects,
        effects=found.effects or setting.effects,
    )


def facts_of(story: Story, beat: Beat, lang: Lang, own: str = "") -> narration.Facts:
    """What a narrator may speak of in a shot, in `lang`; `own` are words that may be quoted."""
    return narration.gather(
        beat.setting,
        story.occasions,
        own=own,
        lang=lang,
        clear=story.clear,
        unknown=silent(story.read),
    )
