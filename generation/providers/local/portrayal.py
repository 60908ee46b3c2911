"""A person's own characters as the local crew sees them: the same sighting in every shot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from generation.model import Character, Lang
from generation.providers.local.illustrator.subjects.drawing import Sighting
from generation.providers.local.lexicon import table
from generation.providers.local.reading import read, understood
from generation.providers.local.script.phrasebook import phrases

ENOUGH = 0.4  # the part of a description that must be understood to say it in another language
GROUPS = table("groups")
PARTS = frozenset(("", "hair", "skin", "outfit"))  # whose colours stay
WHO = frozenset(GROUPS["who"])


def portrayed(
    subjects: Sequence[Sighting],
    cast: Sequence[Character],
    colours: Mapping[str, Mapping[str, str]] | None = None,
) -> tuple[Sighting, ...]:
    """The subjects of a shot with the cast in front: each with the kind, the traits and the colours
    of its description, then of its pictures (`colours` by name), and doing what the shot says. Whom
    the shot only implies they replace."""
    if not cast:
        return tuple(subjects)
    left, known = list(subjects), list[Sighting]()
    acting = next((s for s in subjects if s.kind == "person"), None)
    for who in cast:
        base = sketch(who.description)
        found = _match(base, left)
        if found:
            left.remove(found)
        alone = found if len(cast) == 1 else None
        own = _sketched(who.name, base or found, alone, (colours or {}).get(who.name, {}))
        known.append(_acting(own, found or acting))
    kinds = {who.kind for who in known}
    rest = (s for s in left if s.kind not in kinds or s.count > 1 or s.traits & WHO)
    return (*known, *rest)


@lru_cache(maxsize=256)
def sketch(description: str) -> Sighting | None:
    """Whom a description is about; None where it does not say."""
    found = read(description).subjects
    return replace(found[0], count=1) if found else None


def portrait_in(description: str, lang: Lang) -> str:
    """A description said in another language, or as it is where it is not understood."""
    from generation.providers.local.script.naming import describe

    subject = sketch(description)
    if subject is None or understood(description) < ENOUGH:
        return description
    return describe(subject, lang)


def _match(base: Sighting | None, left: Sequence[Sighting]) -> Sighting | None:
    """The subject of a shot that is most likely this character: of its kind, and not somebody of
    whom the words say something else."""
    if base is None:
        return next((s for s in left if s.count == 1), None)
    mine = base.traits & WHO
    alike = [s for s in left if s.kind == base.kind]
    return next((s for s in alike if not mine or not s.traits & WHO or s.traits & mine), None)


def _sketched(
    name: str, base: Sighting | None, said: Sighting | None, seen: Mapping[str, str]
) -> Sighting:
    """Who somebody is, in the colours of words, then of pictures, then of what the shot has `said`
    of the only one it is about."""
    own = base or Sighting("person")
    whole = own.kind != "person" or set(seen) == {""}  # people have hair, skin and clothes
    colours = {part: colour for part, colour in seen.items() if (part == "") == whole}
    dressed = said.traits & worn() if said and not own.traits & worn() else frozenset[str]()
    before = said.colours if said else {}
    return Sighting(own.kind, own.traits | dressed, {**before, **colours, **own.colours}, own=name)


def _acting(who: Sighting, found: Sighting | None) -> Sighting:
    """Somebody doing, and holding, what a shot says."""
    if found is None or found.kind != who.kind:
        return who
    held = {part: colour for part, colour in found.colours.items() if part not in PARTS}
    traits = who.traits | (found.traits & deeds())
    return replace(who, traits=traits, colours={**held, **who.colours})


@cache
def deeds() -> frozenset[str]:
    """What people can do and hold."""
    book = phrases("en")
    return frozenset((*book["does"], *book["holds"]))


@cache
def worn() -> frozenset[str]:
    """What people can wear."""
    return frozenset(phrases("en")["wears"])
