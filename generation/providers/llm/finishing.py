"""From a model's draft to a storyboard: what must hold is made so here, not asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generation.casting import MOST, describe, full_stop, mention
from generation.model import Brief, Character, Lang, Provenance, Shot, Storyboard
from generation.providers.llm.asking import USUAL_STYLE, room
from generation.providers.llm.draft import Draft, DraftShot
from generation.providers.local.script.phrasebook import clauses, phrases
from generation.providers.local.script.quoting import CAPTION, quote
from generation.providers.local.script.shotlist import timed
from generation.styles import Style, styles
from generation.text import clean, written_in

STOPS = "。.！!？?… "
SLACK = 1.25  # how much longer than asked for a line may be


def finished(draft: Draft, brief: Brief, made: Provenance) -> Storyboard:
    """A storyboard of `brief.shots` shots as long as the brief asks. Every prompt holds the fixed
    description of those in it, the look of the film and the phrases of its style."""
    chosen = _style(draft, brief)
    cast = _cast(draft, brief)
    told = _told(draft, brief)
    takes = cut(draft.shots, brief.shots)
    lengths = timed([take.seconds for take in takes], brief)
    lasting = [draft.look, chosen.phrases[brief.lang] if chosen else ""]
    shots = [
        Shot(
            prompt=_prompt(take, cast, lasting, brief.lang),
            negative=_negative(take.negative, chosen, brief.lang),
            framing=take.framing,
            camera=take.camera,
            seconds=seconds,
            line=(line := _line(take, brief.lang, seconds)),
            subtitle=_subtitle(take, line, brief.lang),
            cast=_seen(take, told) if told else None,
        )
        for take, seconds in zip(takes, lengths, strict=True)
    ]
    return Storyboard(
        title=draft.title,
        logline=draft.logline,
        lang=brief.lang,
        style=chosen.name if chosen else brief.style,
        look=draft.look,
        mood=draft.mood or (chosen and chosen.mood) or "calm",
        characters=tuple(cast),
        shots=tuple(shots),
        provenance=made,
    )


def _cast(draft: Draft, brief: Brief) -> list[Character]:
    """Those who must stay the same: the person's own first, in their words where these are in the
    film's language, then whom the model invented."""
    written = {c.name.casefold(): _bare(c.description) for c in draft.characters}
    own = [
        Character(
            name=who.name,
            description=who.description
            if written_in(who.description, brief.lang)
            else written.pop(who.name.casefold(), who.description),
        )
        for who in brief.cast
    ]
    names = {who.name.casefold() for who in own}
    invented = (c for c in draft.characters if c.name.casefold() not in names)
    return [*own, *(Character(name=c.name, description=_bare(c.description)) for c in invented)]


def _told(draft: Draft, brief: Brief) -> tuple[str, ...]:
    """The names of the person's own characters, where the model kept to them at all."""
    names = tuple(who.name for who in brief.cast)
    return names if any(_seen(take, names) for take in draft.shots) else ()


def _seen(take: DraftShot, names: Sequence[str]) -> tuple[str, ...]:
    """Who of them is in a shot: as the model lists them, or names them."""
    listed = {name.casefold() for name in take.characters}
    return tuple(n for n in names if n.casefold() in listed or mention(n).search(take.prompt))


def cut(shots: Sequence[DraftShot], count: int) -> list[DraftShot]:
    """So many shots; of too many, those before the end are left out."""
    if len(shots) <= count or count == 1:
        return list(shots[:count])
    return [*shots[: count - 1], shots[-1]]


def joined(parts: Sequence[str], lang: Lang) -> str:
    """Sentences in a row, each with a full stop, those left out that the others contain."""
    told = list[str]()
    for part in (p.strip(STOPS) for p in parts):
        if part and not any(part.casefold() in before.casefold() for before in told):
            told.append(part[:1].upper() + part[1:] if lang == "en" else part)
    return "".join(part + full_stop(lang) for part in told).strip()


def _prompt(take: DraftShot, cast: Sequence[Character], lasting: list[str], lang: Lang) -> str:
    described = describe(take.prompt, cast, take.characters, lang)
    return clean(joined([described, *lasting], lang), MOST)


def _negative(own: str, chosen: Style | None, lang: Lang) -> str:
    """What the model fears, what every picture must not be, and what the style is not."""
    parts = [own, phrases(lang)["negative"]["any"], chosen.negative if chosen else ""]
    terms = [t.strip(STOPS) for part in parts for t in re.split(r"[,，、;；\n]", part)]
    unlike = dict[str, str]()
    for term in filter(None, terms):
        unlike.setdefault(term.casefold(), term)
    return clauses(lang, list(unlike.values()))


def _line(take: DraftShot, lang: Lang, seconds: float) -> str:
    """What is said; what cannot be spoken in time ends with an earlier clause."""
    return quote(take.line, round(room(lang, seconds) * SLACK))


def _subtitle(take: DraftShot, line: str, lang: Lang) -> str:
    """What is shown: the model's, where it fits and the line was not cut, else the line."""
    own = quote(take.subtitle, CAPTION[lang])
    kept = own if own == take.subtitle and line == take.line else ""
    return (kept or line).removesuffix("。")


def _style(draft: Draft, brief: Brief) -> Style | None:
    """The brief's; where that is only the usual one, the one that the idea asked for."""
    if brief.style == USUAL_STYLE and draft.style in styles():
        return styles()[draft.style]
    return styles().get(brief.style)


def _bare(description: str) -> str:
    return description.strip(STOPS)
