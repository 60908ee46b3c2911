"""Who and what a sentence shows: subjects with the traits, colours and numbers that belong to them.

Plain rules of nearness over the words that `lexicon.scan` found; no grammar is parsed.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from generation.providers.local.grammar import BREAK, NEARBY, count_of, held_by_cue
from generation.providers.local.illustrator.subjects.drawing import Sighting
from generation.providers.local.lexicon import Hit, Meaning, table
from generation.text import HAN

GROUPS = table("groups")
ANIMATE = frozenset((*GROUPS["animals"], "person", "robot"))
WHO = frozenset(GROUPS["who"])
MOST = 6
LINK = re.compile(r"[\s,、的之な色い中着]*")
RELATIVE = re.compile(r"(?:て|で|んで)?いる|た|だ|る|う|く|ぐ|む|")
OWNED_DEED = re.compile(r"\s*(?:着)?的\s*")
IS = re.compile(r"\s*(?:is|was|are|looks|很|非常|好|是|真|が|は)\s*")
TOGETHER = re.compile(r"\s*(?:と|和|与|跟|同|and|&)\s*[^\s,，。、]{0,3}\s*")
OF_ITSELF = re.compile(r"\s*(?:が|は|在|正|are|is|were|gently|softly|纷纷|轻轻|缓缓)?\s*")
DRESSED_IN = re.compile(r"(?:\bin|wearing|dressed in|穿|穿着|一身|身着)\s*$")


@dataclass(slots=True)
class Figure:
    """A subject in the making; `spans` are all its mentions."""

    kind: str
    spans: list[tuple[int, int]]
    traits: set[str] = field(default_factory=set[str])
    colours: dict[str, str] = field(default_factory=dict[str, str])
    count: int = 1

    @property
    def start(self) -> int:
        return self.spans[0][0]


def sightings(folded: str, hits: Sequence[Hit]) -> tuple[Sighting, ...]:
    """The subjects of a folded text, the one it is about first, at most `MOST`."""
    scene = _Scene(folded, hits)
    for hit in hits:
        if meaning := hit.of("traits"):
            _ATTACH[meaning.tags[0]](scene, hit, meaning)
    for figure in list(scene.figures):
        scene.take_in_hand(figure)
    for hit in hits:
        if colour := hit.of("colours"):
            scene.paint(hit, colour.id)
    ranked = sorted(scene.figures, key=_importance)[:MOST]
    return tuple(Sighting(f.kind, frozenset(f.traits), f.colours, f.count) for f in ranked)


def suggested(key: str) -> Sighting:
    """A subject as the vocabulary writes it, e.g. `lantern x3` or `cat small #e0903c`."""
    kind, *tags = key.split()
    figure = _figure(Meaning("subjects", kind, tuple(tags)), 0, 0)
    return Sighting(kind, frozenset(figure.traits), figure.colours, figure.count)


class _Scene:
    """The figures found so far, and who of them is near a word."""

    def __init__(self, folded: str, hits: Sequence[Hit]) -> None:
        self.folded, self.hits = folded, hits
        self.breaks = [match.start() for match in BREAK.finditer(folded)]
        self.effects = [hit for hit in hits if hit.of("effects") or hit.of("weather")]
        self.worn: dict[int, tuple[Figure, str]] = {}  # where a worn or held thing is named
        self.figures: list[Figure] = []
        named = [(hit, meaning) for hit in hits if (meaning := hit.of("subjects"))]
        for hit, meaning in named:
            if not meaning.weak:
                self._see(hit, meaning)
        if not self.alive():
            for hit, meaning in named:
                if meaning.weak:
                    self._see(hit, meaning)

    def _see(self, hit: Hit, meaning: Meaning) -> None:
        figure = _figure(meaning, hit.start, hit.end)
        figure.count = max(figure.count, count_of(self.folded, hit, figure.kind))
        for other in self.figures:
            if _same(figure, other):
                other.spans.append((hit.start, hit.end))
                other.traits |= figure.traits
                other.colours = {**figure.colours, **other.colours}
                other.count = max(other.count, figure.count)
                return
        self.figures.append(figure)

    def clause(self, at: int) -> int:
        return bisect(self.breaks, at)

    def alive(self) -> list[Figure]:
        return [figure for figure in self.figures if figure.kind in ANIMATE]

    def someone(self, hit: Hit) -> Figure:
        """A person the sentence implies."""
        figure = Figure("person", [(hit.start, hit.end)])
        self.figures.append(figure)
        return figure

    def between(self, start: int, end: int) -> str:
        """The text between two places, without the adjectives in it."""
        kept = list(self.folded[start:end])
        for hit in self.hits:
            if start <= hit.start and hit.end <= end and _describes(hit):
                kept[hit.start - start : hit.end - start] = [""] * (hit.end - hit.start)
        return "".join(kept)

    def following(self, hit: Hit, gap: re.Pattern[str], alive: bool = True) -> Figure | None:
        """The figure named right after `hit`, with only `gap` between them."""
        for figure, start, _ in self.mentions(self.alive() if alive else self.figures):
            near = 0 <= start - hit.end <= NEARBY
            if near and gap.fullmatch(self.between(hit.end, start)):
                return figure
        return None

    def preceding(self, hit: Hit) -> Figure | None:
        """The nearest living figure before `hit`, in its own clause first."""
        before = [(e, f) for f, _, e in self.mentions(self.alive()) if e <= hit.start]
        return max(before, key=lambda pair: pair[0])[1] if before else None

    def with_companions(self, figure: Figure) -> list[Figure]:
        """The figure, and who is named together with it: an old man and his dog."""
        together = [figure]
        for other, _, end in self.mentions(self.alive()):
            near = 0 < figure.start - end <= NEARBY
            if near and TOGETHER.fullmatch(self.between(end, figure.start)):
                together.append(other)
        return together

    def nearest(self, hit: Hit) -> Figure | None:
        """The nearest living figure on either side, the same clause first."""
        found = [
            ((self.clause(s) != self.clause(hit.start), max(hit.start - e, s - hit.end)), f)
            for f, s, e in self.mentions(self.alive())
        ]
        return min(found, key=lambda pair: pair[0])[1] if found else None

    @staticmethod
    def mentions(figures: Sequence[Figure]) -> Iterator[tuple[Figure, int, int]]:
        for figure in figures:
            for start, end in figure.spans:
                yield figure, start, end

    def airy(self, hit: Hit) -> bool:
        """True where the deed is that of petals, leaves or snow right before it."""
        return any(
            effect.end <= hit.start and OF_ITSELF.fullmatch(self.folded[effect.end : hit.start])
            for effect in self.effects
        )

    def take_in_hand(self, prop: Figure) -> None:
        """Let somebody hold `prop` where the sentence says so; it is no subject any more."""
        held, (start, end) = GROUPS["in_hand"].get(prop.kind), prop.spans[0]
        word = Hit(start, end, ())
        holder = self.nearest(word)
        if not held or not holder or holder.kind not in GROUPS["holders"] or prop.count > 1:
            return
        if GROUPS["deed"].get(held) in holder.traits or held_by_cue(self.folded, word):
            holder.traits.add(held)
            self.worn[start] = (holder, held)
            if colour := prop.colours.get(""):
                holder.colours[held] = colour
            self.figures.remove(prop)

    def paint(self, hit: Hit, colour: str) -> None:
        """Give a colour to what is named right after it, or to the clothes of whom it follows."""
        if owner := self._coloured(hit):
            figure, part = owner
            figure.colours.setdefault(part, colour)
        elif DRESSED_IN.search(self.folded[: hit.start]) and (figure := self.preceding(hit)):
            figure.colours.setdefault("outfit", colour)

    def _coloured(self, hit: Hit) -> tuple[Figure, str] | None:
        thing = next((h for h in self.hits if h.start >= hit.end and not _describes(h)), None)
        if not thing or not _near(self.between(hit.end, thing.start), hit):
            return None
        if worn := self.worn.get(thing.start):
            return worn
        if thing.of("parts"):
            figure = self.nearest(thing)
            return (figure, "hair") if figure else None
        for figure, start, _ in self.mentions(self.figures):
            if start == thing.start:
                return figure, "outfit" if figure.kind == "person" else ""
        return None


def _wear(scene: _Scene, hit: Hit, meaning: Meaning) -> None:
    relative = scene.following(hit, _owned())
    figure = relative or scene.nearest(hit) or scene.someone(hit)
    figure.traits.add(meaning.id)
    scene.worn[hit.start] = (figure, "outfit")


def _hold(scene: _Scene, hit: Hit, meaning: Meaning) -> None:
    if figure := scene.nearest(hit):
        figure.traits.add(meaning.id)
        scene.worn[hit.start] = (figure, meaning.id)


def _do(scene: _Scene, hit: Hit, meaning: Meaning) -> None:
    follower = scene.following(hit, _relative(scene, hit)) or _attributive(scene, hit)
    if not follower and meaning.id in GROUPS["airy_deeds"] and scene.airy(hit):
        return
    figure = follower or scene.preceding(hit) or scene.nearest(hit)
    if not figure and meaning.id in GROUPS["human_deeds"] and not scene.figures:
        figure = scene.someone(hit)
    if not figure and scene.figures:
        figure = scene.figures[0]
    for doer in scene.with_companions(figure) if figure else ():
        if meaning.id != "flying" or doer.kind not in GROUPS["earthbound"]:
            doer.traits.add(meaning.id)
        if meaning.id == "drinking" and doer.kind in GROUPS["holders"]:
            doer.traits.add("cup")


def _be(scene: _Scene, hit: Hit, meaning: Meaning) -> None:
    figure = scene.following(hit, LINK, alive=False)
    last = scene.preceding(hit)
    if not figure and last and IS.fullmatch(scene.folded[last.spans[-1][1] : hit.start]):
        figure = last
    if figure:
        person = figure.kind == "person"
        figure.traits.add("elder" if person and meaning.id == "old" else meaning.id)


_ATTACH = {"wears": _wear, "holds": _hold, "does": _do, "is": _be}


def _relative(scene: _Scene, hit: Hit) -> re.Pattern[str]:
    """What stands between a deed and its doer: 奔跑的狐狸, 踊る少女."""
    return OWNED_DEED if HAN.match(scene.folded[hit.end - 1]) else RELATIVE


def _attributive(scene: _Scene, hit: Hit) -> Figure | None:
    """`a running fox`: an -ing form right before its noun, and no figure right before that."""
    if not scene.folded[hit.start : hit.end].endswith("ing"):
        return None
    if any(hit.start - end <= 4 for _, _, end in scene.mentions(scene.figures) if end <= hit.start):
        return None
    return scene.following(hit, re.compile(r" "))


def _figure(meaning: Meaning, start: int, end: int) -> Figure:
    figure = Figure(meaning.id, [(start, end)])
    for tag in meaning.tags:
        if tag.startswith("#"):
            figure.colours[""] = tag
        elif re.fullmatch(r"x\d+", tag):
            figure.count = int(tag[1:])
        elif tag != "hint":
            figure.traits.add(tag)
    return figure


def _same(one: Figure, other: Figure) -> bool:
    mine, theirs = one.traits & WHO, other.traits & WHO
    alike = mine <= theirs or theirs <= mine
    return one.kind == other.kind and alike and (one.count == other.count or bool(mine & theirs))


def _importance(figure: Figure) -> tuple[int, int]:
    crowd = figure.kind == "person" and figure.count > 2 and not figure.traits
    if figure.kind in ANIMATE and not crowd:
        return 0, figure.start
    return (2 if figure.kind in GROUPS["scenery"] else 1), figure.start


def _describes(hit: Hit) -> bool:
    trait = hit.of("traits")
    return bool(hit.of("colours") or (trait and trait.tags[0] == "is"))


def _near(gap: str, colour: Hit) -> bool:
    """True where a colour with `gap` after it still belongs to the next word."""
    if BREAK.search(gap):
        return False
    if gap.isascii():
        words = gap.split()
        return len(words) <= 2 and not {"in", "on", "at", "by", "of", "under", "with"} & set(words)
    short = colour.end - colour.start == 1
    return gap in ("的", "い", "の") or (not short and len(gap) <= 3)


@cache
def _owned() -> re.Pattern[str]:
    return re.compile(r"\s*(?:的|の|を着た|を着て|姿の|をまとった|を着ている)\s*(?:一位|一个)?")
