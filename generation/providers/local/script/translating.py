"""A storyboard's words in another language, by the phrase books: a line that came out of one comes
out of the other; what a person wrote is told in a few words of ours, or stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generation.model import Lang, Provenance, Storyboard, Wording
from generation.providers.local.reading import occasions, read, understood
from generation.providers.local.script import narration
from generation.providers.local.script.narration import Facts, Told, bank
from generation.providers.local.script.phrasebook import fill, phrases, slots
from generation.providers.local.script.phrasing import scene_of_reading
from generation.providers.local.script.quoting import CAPTION, TITLE, quote
from generation.providers.local.script.setting import silent
from generation.providers.local.script.story import ENOUGH, Beat, Story, beats_of, facts_of, study
from generation.seeds import stream
from generation.text import clean

CLEAR = 0.6  # the part of somebody's sentence that must be understood to tell it in other words
PROVIDER, MODEL = "local", "phrasebook-1"


def translated(board: Storyboard, lang: Lang) -> Wording:
    """The title, lines and subtitles of a storyboard in `lang`."""
    by = board.provenance
    ours = by is not None and by.provider == PROVIDER
    seed = by.seed if by else 0
    text = by.prompt if by and ours else board.title
    story = study(clean(text), board.lang, board.style, seed)
    beats = beats_of(story, len(board.shots))
    pen = _Pen(story, lang, seed, _pairs(story, beats, lang))
    lines, subtitles = list[str](), list[str]()
    for shot in board.shots:
        line = pen.say(shot.line)
        same = shot.subtitle.rstrip("。") == shot.line.rstrip("。")
        shown = line if same else pen.say(shot.subtitle)
        lines.append(line)
        subtitles.append(shown.removesuffix("。"))
    return Wording(
        title=_title(board.title, story, lang),
        lines=tuple(lines),
        subtitles=tuple(subtitles),
        provenance=Provenance(provider=PROVIDER, model=MODEL, seed=seed),
    )


@dataclass(slots=True)
class _Pen:
    """Writes one line after the other in `lang`, none of ours twice."""

    story: Story
    lang: Lang
    seed: int
    pairs: Sequence[tuple[Facts, Facts]]  # what can be spoken of, in both languages
    told: Told = field(default_factory=Told)

    def say(self, text: str) -> str:
        """The text in `lang`; as it is where it is neither ours nor understood."""
        if not text:
            return ""
        said = in_our_words(text, self.lang, CAPTION[self.lang])
        for ours, theirs in self.pairs:
            if found := _found(text, "lines", ours):
                quoted = ours.values.get("idea") and text.startswith(ours.values["idea"])
                return (said if quoted else "") or self._retold(*found, theirs) or text
        return said or text

    def _retold(self, key: str, place: int, facts: Facts) -> str:
        """The line at the same place of the other phrase book; one for the same moment where that
        book has no such line, or quotes the person."""
        for line in _told(bank(self.lang)["lines"].get(key, ()), place, facts):
            if line not in self.told.lines and len(line) <= CAPTION[self.lang]:
                self.told.lines.add(line)
                return line
        rng = stream(self.seed, "translating", self.lang, self.story.text, key, place)
        return narration.tell(key.split()[0], facts, self.told, rng)


def in_our_words(text: str, lang: Lang, most: int) -> str:
    """What a sentence shows, in at most `most` characters of `lang`; empty where too little of it
    is understood."""
    found = read(text)
    if silent(found) or understood(text) < CLEAR:
        return ""
    return quote(scene_of_reading(found, lang), most)


def _title(text: str, story: Story, lang: Lang) -> str:
    """A title of ours in the other phrase book; somebody's own where it is understood."""
    untitled = phrases(story.lang)["sentence"]["untitled"]
    if not text or text == untitled:
        return phrases(lang)["sentence"]["untitled"] if text else ""
    ours = narration.gather(story.read, story.occasions, own="", lang=story.lang)
    theirs = narration.gather(story.read, story.occasions, own="", lang=lang)
    if found := _found(text, "titles", ours):
        key, place = found
        for title in _told(bank(lang)["titles"].get(key, ()), place, theirs):
            if len(title) <= TITLE[lang]:
                return narration.headline(title) if lang == "en" else title
    if occasions(text) or (understood(text) >= ENOUGH and not silent(read(text))):
        about = narration.gather(read(text), occasions(text), own="", lang=lang)
        rng = stream(0, "translating", lang, text)
        return narration.entitle(about, rng) or text
    return text


def _pairs(story: Story, beats: Sequence[Beat], lang: Lang) -> list[tuple[Facts, Facts]]:
    """The facts of each beat, as the line was written and as it is to be."""
    return [
        (facts_of(story, beat, story.lang, story.own), facts_of(story, beat, lang))
        for beat in beats
    ]


def _found(text: str, part: str, facts: Facts) -> tuple[str, int] | None:
    """Where in the phrase book a line or title stands: its key and its place there."""
    wanted = text.rstrip("。").casefold()
    for key, templates in bank(facts.lang)[part].items():
        for place, template in enumerate(templates):
            if fill(template, facts.values).rstrip("。").casefold() == wanted:
                return key, place
    return None


def _told(templates: Sequence[str], place: int, facts: Facts) -> Iterator[str]:
    """The template at that place, filled, then the others; those only that can be filled."""
    last = len(templates) - 1
    order = dict.fromkeys((min(place, last), *range(len(templates)))) if templates else ()
    for n in order:
        if all(facts.values.get(slot) for slot in slots(templates[n])):
            line = fill(templates[n], facts.values)
            yield narration.SENTENCE_START.sub(lambda letter: letter[0].upper(), line)
