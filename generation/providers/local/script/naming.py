"""What a subject is called: as a noun phrase of a prompt, by a narrator, and as a pronoun."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from generation.model import Lang
from generation.providers.local.illustrator.subjects.drawing import Sighting
from generation.providers.local.lexicon import table
from generation.providers.local.script.phrasebook import clauses, fill, phrases

GROUPS = table("groups")
NUMBERS = {
    "zh": ("零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十"),
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    "ja": ("〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"),
}
PLAYED = ("guqin", "guitar")


def describe(subject: Sighting, lang: Lang) -> str:
    """A noun phrase with number, traits, clothes, colours and what is in the hands."""
    return _DESCRIBE[lang](subject)


def portrait(subject: Sighting, lang: Lang, rng: Random) -> str:
    """The description of a character that every shot repeats."""
    marks = phrases(lang)["marks"]
    kind = "animal" if subject.kind in GROUPS["animals"] else subject.kind
    mark = rng.choice(marks[kind]) if kind in marks and subject.count == 1 else ""
    return clauses(lang, (describe(subject, lang), mark))


def name_of(subject: Sighting, lang: Lang) -> str:
    """What a narrator calls the subject: 女孩, the girl, 少女; a person's own character by name."""
    if subject.own:
        return subject.own
    if not named(subject):
        number = "all" if subject.count > 2 else "two" if subject.count == 2 else "someone"
        return phrases(lang)["they"][number]
    noun = _noun(subject, lang)
    if "mechanical" in subject.traits:
        noun = phrases(lang)["qualities"]["mechanical"] + (" " if lang == "en" else "") + noun
    if lang == "en":
        return f"the {noun}"
    if subject.count == 1:
        return noun
    if lang == "ja":
        return f"{noun}たち"
    return f"{noun}们" if subject.kind == "person" else _number(subject, lang) + noun


def named(subject: Sighting) -> bool:
    """False for a person of whom nothing is known."""
    return subject.kind != "person" or bool(subject.traits & set(GROUPS["who"]))


def pronouns(subject: Sighting | None, lang: Lang) -> tuple[str, str, str]:
    """Who, them and their for the subject; Japanese repeats its name."""
    book = phrases(lang)["they"]
    if subject and lang == "ja":
        name = name_of(subject, lang)
        return name, name, f"{name}の"
    they, them, their = book[_person(subject, lang)] if subject else book["it"]
    return they, them, their


def deed(subject: Sighting, lang: Lang) -> str:
    """What the subject does, where what it holds does not say so already."""
    does = phrases(lang)["does"]
    shown = {GROUPS["deed"][t] for t in subject.traits if t in PLAYED or t == "book"}
    if lang == "en":
        shown -= {"reading"}
    said = [does[trait] for trait in sorted(subject.traits) if trait in does and trait not in shown]
    if not said:
        return ""
    return f"在{said[0]}" if lang == "zh" else said[0]


def _person(subject: Sighting, lang: Lang) -> str:
    if subject.count > 1:
        return "them" if lang == "zh" and subject.kind != "person" else "they"
    if subject.kind != "person":
        return "it"
    if subject.traits & {"girl", "woman", "fairy"}:
        return "she"
    return "he" if subject.traits & {"boy", "man", "monk", "knight"} or lang == "zh" else "they"


def _english(subject: Sighting) -> str:
    qualities, clothes, held = _details(subject, "en")
    plain = " ".join(filter(None, (_colour(subject, "", "en"), *qualities, _noun(subject, "en"))))
    parts = [plain if subject.count == 1 else f"{_number(subject, 'en')} {plain}"]
    if subject.count == 1:
        parts = [_article(plain)]
    if clothes:
        parts.append(f"in {_article(_with_colour(subject, 'outfit', clothes))}")
    if hair := _colour(subject, "hair", "en"):
        parts.append(f"with {hair} hair")
    for trait, thing in held:
        verb = "playing" if trait in PLAYED else "holding"
        parts.append(f"{verb} {_article(_with_colour(subject, trait, thing))}")
    return " ".join(parts)


def _chinese(subject: Sighting) -> str:
    qualities, clothes, held = _details(subject, "zh")
    hair = _colour(subject, "hair", "zh")
    marks = [f"{hair}头发"] if hair else []
    marks += [f"穿{_colour(subject, 'outfit', 'zh')}{clothes}"] if clothes else []
    marks += [fill(thing, {"colour": _colour(subject, trait, "zh")}) for trait, thing in held]
    whole = _colour(subject, "", "zh") + "".join(qualities) + _noun(subject, "zh")
    return _number(subject, "zh") + "、".join(marks) + ("的" if marks else "") + whole


def _japanese(subject: Sighting) -> str:
    qualities, clothes, held = _details(subject, "ja")
    holding = "".join(fill(t, {"colour": _colour(subject, h, "ja")}) for h, t in held)
    dressed = f"{_colour(subject, 'outfit', 'ja')}{clothes}の" if clothes else ""
    hair = _colour(subject, "hair", "ja")
    number = f"{_number(subject, 'ja')}の" if subject.count > 1 else ""
    whole = _colour(subject, "", "ja") + "".join(qualities) + _noun(subject, "ja")
    return f"{number}{holding}{dressed}{f'{hair}髪の' if hair else ''}{whole}"


_DESCRIBE: dict[Lang, Callable[[Sighting], str]] = {
    "zh": _chinese,
    "en": _english,
    "ja": _japanese,
}


def _details(subject: Sighting, lang: Lang) -> tuple[list[str], str, list[tuple[str, str]]]:
    """Qualities, clothes, and what is held, by trait."""
    book, traits = phrases(lang), sorted(subject.traits)
    qualities = [book["qualities"][t] for t in traits if t in book["qualities"]]
    clothes = next((book["wears"][t] for t in traits if t in book["wears"]), "")
    return qualities, clothes, [(t, book["holds"][t]) for t in traits if t in book["holds"]]


def _entry(subject: Sighting, lang: Lang) -> str:
    nouns = phrases(lang)["nouns"]
    if subject.kind != "person":
        return nouns.get(subject.kind, subject.kind.replace("_", " "))
    who = [trait for trait in GROUPS["who"] if trait in subject.traits]
    return nouns.get(" ".join(who)) or nouns[who[-1] if who else "person"]


def _noun(subject: Sighting, lang: Lang) -> str:
    entry = _entry(subject, lang)
    if lang != "en":
        return entry.partition(" ")[2]
    one, _, many = entry.partition("|")
    return one if subject.count == 1 else many or f"{one}s"


def _number(subject: Sighting, lang: Lang) -> str:
    """The number with its counter."""
    number = NUMBERS[lang][min(subject.count, 10)]
    return number if lang == "en" else number + _entry(subject, lang).partition(" ")[0]


def _colour(subject: Sighting, part: str, lang: Lang) -> str:
    """The colour's name as it stands before a noun; nothing for one without a name."""
    words = table("colours").get(subject.colours.get(part, ""), {}).get(lang, ())
    name = words[0] if words else ""
    return f"{name}の" if lang == "ja" and name and name[-1] not in "いの" else name


def _with_colour(subject: Sighting, part: str, noun: str) -> str:
    return " ".join(filter(None, (_colour(subject, part, "en"), noun)))


def _article(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"
