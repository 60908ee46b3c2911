"""The local writer: from one sentence, or a whole story, a storyboard. No network, no model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from generation.model import Brief, Character, Lang, Provenance, Shot, Storyboard
from generation.providers.contract import Bench
from generation.providers.local.lexicon import table
from generation.providers.local.reading import Reading, occasions, read, understood
from generation.providers.local.script import narration, phrasing
from generation.providers.local.script.naming import name_of, portrait
from generation.providers.local.script.phrasebook import capital, phrases
from generation.providers.local.script.quoting import (
    CAPTION,
    TITLE,
    legible,
    quote,
    sentences,
    share_out,
    whole,
)
from generation.providers.local.script.setting import settle, silent
from generation.providers.local.script.shotlist import Cover, cover, lengths
from generation.seeds import stream
from generation.text import clean, written_in

USUAL_STYLE = "cinematic"  # what a brief says where the person did not choose
ENOUGH = 0.4  # the part of an idea that must have been understood to speak in the person's place
BEAT_LENGTH = 600  # characters of one beat in a prompt
LOGLINE = 200
CAST = 3  # characters that are described in every shot


class LocalWriter:
    """Writes by vocabulary and phrase books; the same idea and seed give the same storyboard."""

    name = "local"
    model = "phrasebook-1"

    async def write(self, brief: Brief, bench: Bench) -> Storyboard:
        """A storyboard of `brief.shots` shots in `brief.lang`, as long as the brief asks."""
        made = Provenance(provider=self.name, model=self.model, seed=brief.seed, prompt=brief.idea)
        return write(brief).model_copy(update={"provenance": made})

    async def enhance(self, idea: str, lang: Lang, style: str) -> str:
        """One professional text-to-image prompt for the idea, in its language."""
        story = study(clean(idea), lang, style, seed=0)
        rng = stream(0, "picture", story.text)
        wording = phrasing.word(story.setting, lang, story.style, rng)
        return phrasing.picture(wording, _scene(story, story.text, story.setting), rng)


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


def study(text: str, lang: Lang, style: str, seed: int) -> Story:
    """What an idea says, and what it leaves to us."""
    found, told = read(text), tuple(sentences(text))
    chosen = found.style if style == USUAL_STYLE and found.style else style
    return Story(
        text=text,
        lang=lang,
        style=chosen,
        read=found,
        setting=settle(found, chosen, stream(seed, "setting", text)),
        beats=told if len(told) > 1 else (),
        native=written_in(text, lang) or silent(found),
        clear=understood(text) >= ENOUGH,
        occasions=occasions(text),
    )


def write(brief: Brief) -> Storyboard:
    """The storyboard of a brief."""
    story = study(clean(brief.idea), brief.lang, brief.style, brief.seed)

    def rng(*names: str | int) -> Random:
        return stream(brief.seed, "writer", story.text, *names)

    covers = cover(brief.shots, rng("cover"))
    beats = _beats(story, len(covers))
    wording = phrasing.word(story.setting, story.lang, story.style, rng("words"))
    cast = _cast(story, rng("cast"))
    lines = _lines(story, beats, covers, rng("lines"))
    seconds = lengths([each.framing for each in covers], brief, rng("lengths"))
    unwanted = phrasing.negative(wording)
    shots = [
        Shot(
            prompt=phrasing.prompt(
                wording, _scene(story, beat.text, beat.setting), cast, covers[i], rng("shot", i)
            ),
            negative=unwanted,
            framing=covers[i].framing,
            camera=covers[i].camera,
            seconds=seconds[i],
            line=lines[i],
            subtitle=lines[i].removesuffix("。"),
        )
        for i, beat in enumerate(beats)
    ]
    return Storyboard(
        title=_title(story, rng("title")),
        logline=_logline(story),
        lang=story.lang,
        style=story.style,
        look=phrasing.look(wording),
        mood=story.setting.mood or "calm",
        characters=cast,
        shots=tuple(shots),
    )


def _beats(story: Story, shots: int) -> list[Beat]:
    """The story shared out over the shots; place, time and people hold until the text changes
    them."""
    texts = share_out(story.beats, shots) or [story.text]
    beats, setting = list[Beat](), story.setting
    for index in range(shots):
        at = index * len(texts) // shots
        fresh = index == 0 or at != (index - 1) * len(texts) // shots
        setting = _carried(read(texts[at]), setting)
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


def _scene(story: Story, text: str, setting: Reading) -> str:
    """What a shot shows, as the first sentence of its prompt."""
    if story.native and legible(text):
        said = quote(text, BEAT_LENGTH)
        return phrasing.scene_of_words(said, setting, read(text), story.lang)
    return phrasing.scene_of_reading(setting, story.lang)


def _lines(story: Story, beats: Sequence[Beat], covers: Sequence[Cover], rng: Random) -> list[str]:
    """What is said in each shot: the person's own sentences where they told a story or something
    we do not understand, else lines of ours on what they gave us."""
    told, most = narration.Told(), CAPTION[story.lang]
    quoted = {i for i, beat in enumerate(beats) if story.native and story.beats and beat.fresh}
    if not story.beats and story.native and not story.clear and not story.own:
        quoted = {0 if silent(story.read) else min(1, len(beats) - 1)}
    lines = list[str]()
    for index, (beat, each) in enumerate(zip(beats, covers, strict=True)):
        own = quote(next(iter(sentences(beat.text)), ""), most) if index in quoted else ""
        facts = narration.gather(
            beat.setting,
            story.occasions,
            own=story.own,
            lang=story.lang,
            clear=story.clear,
            unknown=silent(story.read),
        )
        lines.append(own or narration.tell(each.moment, facts, told, rng))
    return lines


def _title(story: Story, rng: Random) -> str:
    if story.own and (story.occasions or not story.clear):
        return narration.headline(story.own) if story.lang == "en" else story.own
    if silent(story.read) and story.native and (said := quote(story.text, TITLE[story.lang])):
        return said
    facts = narration.gather(story.read, story.occasions, own="", lang=story.lang)
    return narration.entitle(facts, rng) or phrases(story.lang)["sentence"]["untitled"]


def _logline(story: Story) -> str:
    if story.native and (said := quote(story.text, LOGLINE)):
        return said
    return phrasing.scene_of_reading(story.setting, story.lang)


def _cast(story: Story, rng: Random) -> tuple[Character, ...]:
    """Who and what must look the same in every shot."""
    groups = table("groups")
    lasting = {"person", "robot", *groups["animals"], *groups["vehicles"], *groups["goods"]}
    return tuple(
        Character(
            name=capital(name_of(subject, story.lang)),
            description=portrait(subject, story.lang, rng),
        )
        for subject in story.setting.subjects
        if subject.kind in lasting
    )[:CAST]
