"""The local writer: from one sentence, or a whole story, a storyboard. No network, no model."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from generation.casting import rendered, seen
from generation.model import Brief, Character, Lang, Provenance, Shot, Storyboard, Wording
from generation.providers.contract import Bench
from generation.providers.local import inspiration
from generation.providers.local.lexicon import table
from generation.providers.local.reading import Reading, read
from generation.providers.local.script import narration, phrasing
from generation.providers.local.script.naming import name_of, portrait
from generation.providers.local.script.phrasebook import capital, phrases
from generation.providers.local.script.quoting import (
    CAPTION,
    TITLE,
    legible,
    quote,
    sentences,
)
from generation.providers.local.script.setting import leaning, silent
from generation.providers.local.script.shotlist import Cover, cover, lengths
from generation.providers.local.script.story import Beat, Story, beats_of, facts_of, study
from generation.providers.local.script.translating import translated
from generation.seeds import stream
from generation.text import clean

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

    async def translate(self, board: Storyboard, lang: Lang, bench: Bench) -> Wording:
        """The same lines from the other language's phrase book; words that are not ours in a few
        words of ours where they are understood, else as they are."""
        return translated(board, lang)

    async def inspire(self, topic: str, there: Sequence[str], lang: Lang) -> Sequence[str]:
        """Ideas on a topic, a sentence each, unlike those that are `there`."""
        return inspiration.ideas(topic, there, lang)

    async def enhance(self, idea: str, lang: Lang, style: str) -> str:
        """One professional text-to-image prompt for the idea, in its language."""
        story = study(clean(idea), lang, style, seed=0)
        rng = stream(0, "picture", story.text)
        wording = phrasing.word(story.setting, lang, story.style, rng)
        return phrasing.picture(wording, _scene(story, story.text, story.setting), rng)


def write(brief: Brief) -> Storyboard:
    """The storyboard of a brief."""
    own = tuple(rendered(who, brief.lang) for who in brief.cast)
    text, towards = clean(brief.idea), leaning(brief)
    story = study(text, brief.lang, brief.style, brief.seed, own, towards)

    def rng(*names: str | int) -> Random:
        return stream(brief.seed, "writer", story.text, *names)

    covers = cover(brief.shots, rng("cover"))
    beats = beats_of(story, len(covers))
    wording = phrasing.word(story.setting, story.lang, story.style, rng("words"))
    cast = _cast(story, rng("cast"))
    lines = _lines(story, beats, covers, rng("lines"))
    seconds = lengths([each.framing for each in covers], brief, rng("lengths"))
    unwanted = phrasing.negative(wording)
    shots = [
        Shot(
            prompt=phrasing.prompt(
                wording,
                _scene(story, beat.text, beat.setting),
                _present(cast, beat, lines[i], own),
                covers[i],
                rng("shot", i),
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
        facts = facts_of(story, beat, story.lang, story.own)
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
    found = tuple(
        Character(
            name=capital(name_of(subject, story.lang)),
            description=portrait(subject, story.lang, rng),
        )
        for subject in story.setting.subjects
        if subject.kind in lasting and not subject.own
    )
    return (*story.cast, *found)[: max(CAST, len(story.cast))]


def _present(
    cast: Sequence[Character], beat: Beat, line: str, own: Sequence[Character]
) -> list[Character]:
    """Who is described in a shot: of the person's own characters those who are seen there."""
    there = seen(Shot(prompt=beat.text, line=line), own)
    return [who for who in cast if who.description and (who in there or who not in own)]
