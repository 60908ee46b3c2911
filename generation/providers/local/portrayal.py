"""A person's own characters as the local crew sees them: the same sighting in every shot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from generation.model import Character, Lang
from generation.providers.local.illustrator.subjects.drawing import Sighting
from generation.providers.local.lexicon import table
from generation.providers.local.reading import read, understood

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
    doing = next((s.traits for s in subjects if s.kind == "person"), frozenset[str]())
    for who in cast:
        base = sketch(who.description)
        found = _match(base, left)
        if found:
            left.remove(found)
        known.append(_portrait(who.name, base, found, doing, (colours or {}).get(who.name, {})))
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


def _portrait(
    name: str,
    base: Sighting | None,
    found: Sighting | None,
    doing: frozenset[str],
    colours: Mapping[str, str],
) -> Sighting:
    own = base or found or Sighting("person")
    said = found or own
    held = {part: colour for part, colour in said.colours.items() if part not in PARTS}
    words = own.colours if base else {}
    seen = {part: colour for part, colour in colours.items() if _fits(part, own)}
    acts = said.traits if found else doing if own.kind == "person" else frozenset[str]()
    return Sighting(
        kind=own.kind,
        traits=own.traits | (acts - WHO if base else acts),
        colours={**held, **(said.colours if not base else {}), **seen, **words},
        own=name,
    )


def _fits(part: str, who: Sighting) -> bool:
    """Whether a colour of a picture can be that of a drawing: animals have one, people have hair,
    skin and clothes."""
    return (part != "") == (who.kind == "person") or part == ""
