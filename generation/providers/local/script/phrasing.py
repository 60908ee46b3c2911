"""From a reading to a prompt: the idea, framing, light, composition, colour, material, lens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from generation.model import Character, Lang
from generation.providers.local.illustrator.subjects.drawing import Sighting
from generation.providers.local.lexicon import table
from generation.providers.local.reading import Reading
from generation.providers.local.script.naming import deed, describe
from generation.providers.local.script.phrasebook import AND, capital, clauses, fill, phrases
from generation.providers.local.script.shotlist import Cover
from generation.styles import styles

NATURE = frozenset(
    ("forest", "bamboo", "mountains", "meadow", "lake", "garden", "desert", "snowfield", "sea")
)
SMOOTH = frozenset(("fish", "whale", "butterfly", "dragon"))  # animals without fur
SECOND_STOP = re.compile(r"([。.；;])[\s。.，、,；;]*(?=[。.；;])")


@dataclass(frozen=True, slots=True)
class Wording:
    """What every prompt of a film says alike: drawn once, so that light, colour, material and the
    people in it hold from shot to shot."""

    lang: Lang
    setting: Reading
    style: str
    light: str
    colour: str
    material: str
    quality: str


def word(setting: Reading, lang: Lang, style: str, rng: Random) -> Wording:
    """Draw the wording of a film in `setting`, which leaves nothing open."""
    book = phrases(lang)
    return Wording(
        lang=lang,
        setting=setting,
        style=style,
        light=rng.choice(book["light"][setting.time or "any"]),
        colour=rng.choice(book["colour"][setting.time or "any"]),
        material=rng.choice(book["material"][_material(setting)]),
        quality=rng.choice(book["quality"]["any"]),
    )


def prompt(
    wording: Wording, scene: str, cast: Sequence[Character], cover: Cover, rng: Random
) -> str:
    """One shot as a flowing paragraph; `scene` is what it shows and comes first."""
    book = phrases(wording.lang)
    return _paragraph(
        "prompt",
        wording,
        scene=scene,
        framing=rng.choice(book["framing"][cover.framing]),
        lens=rng.choice(book["lens"][cover.framing]),
        focus=rng.choice(book["focus"][cover.moment]),
        composition=rng.choice(book["composition"][cover.framing]),
        camera=book["camera"][cover.camera],
        character=(". " if wording.lang == "en" else "；").join(
            fill(book["sentence"]["character"], {"name": c.name, "description": c.description})
            for c in cast
        ),
    )


def picture(wording: Wording, scene: str, rng: Random) -> str:
    """One picture as a flowing paragraph, without camera moves."""
    book = phrases(wording.lang)
    drawn = {part: rng.choice(book[part]["medium"]) for part in ("framing", "lens", "composition")}
    return _paragraph("enhanced", wording, scene=scene, **drawn)


def look(wording: Wording) -> str:
    """One sentence on light, colour and material."""
    values = {"light": wording.light, "colour": wording.colour, "material": wording.material}
    return fill(phrases(wording.lang)["sentence"]["look"], values)


def negative(wording: Wording) -> str:
    """What no shot may show."""
    book = phrases(wording.lang)["negative"]
    people = any(subject.kind == "person" for subject in wording.setting.subjects)
    preset = styles().get(wording.style)
    return clauses(
        wording.lang,
        (book["any"], book["person"] if people else "", preset.negative if preset else ""),
    )


def scene_of_words(said: str, setting: Reading, read: Reading, lang: Lang) -> str:
    """The person's own words, with the place and the time that they left open."""
    place = "" if read.place else setting.place
    time = "" if read.time else setting.time
    stage = _stage(replace(setting, place=place, time=time), lang)
    words = said.rstrip(" .。,，、;；")
    return clauses(lang, (capital(words), stage["when"], stage["where"]))


def scene_of_reading(setting: Reading, lang: Lang) -> str:
    """A sentence of ours for what a reading found: an idea given in another language."""
    book = phrases(lang)
    effects = [book["effects"][e] for e in setting.effects if e in book["effects"]]
    who = AND[lang].join(describe(_at_it(subject), lang) for subject in setting.subjects)
    parts = {
        "who": who or (effects.pop(0) if effects else book["sentence"]["nothing"]),
        "deed": deed(setting.subjects[0], lang) if setting.subjects else "",
        **_stage(setting, lang),
    }
    season, weather = book["seasons"].get(setting.season), book["weather"].get(setting.weather)
    parts |= {"season": season or "", "weather": weather or ""}
    marks = book["joints"]
    joined = {
        slot: fill(marks.get(slot, "{it}"), {"it": p}) if p else "" for slot, p in parts.items()
    }
    return capital(clauses(lang, (fill(book["sentence"]["scene"], joined).strip(), *effects)))


def _at_it(subject: Sighting) -> Sighting:
    """The subject without the cup that drinking already says."""
    drinks = "drinking" in subject.traits
    return replace(subject, traits=subject.traits - {"cup"}) if drinks else subject


def _stage(setting: Reading, lang: Lang) -> dict[str, str]:
    book = phrases(lang)
    return {
        "where": book["places"][setting.place][1] if setting.place else "",
        "when": book["times"][setting.time][2] if setting.time else "",
    }


def _material(setting: Reading) -> str:
    """The material the film is about, a key of the phrase book."""
    main = setting.subjects[0] if setting.subjects else None
    traits, kind = (main.traits, main.kind) if main else (frozenset[str](), "")
    groups = table("groups")
    wishes = {
        "mechanical": "mechanical" in traits or kind in ("robot", *groups["vehicles"]),
        "mural": setting.place == "mural",
        "hanfu": "hanfu" in traits,
        "kimono": "kimono" in traits,
        "fairy": "fairy" in traits,
        "goods": kind in groups["goods"],
        "animal": kind in groups["animals"] and kind not in SMOOTH,
        "nature": setting.place in NATURE,
    }
    wished = next((material for material, fits in wishes.items() if fits), setting.place)
    return wished if wished in phrases("en")["material"] else "else"


def _paragraph(template: str, wording: Wording, **drawn: str) -> str:
    preset = styles().get(wording.style)
    values = {
        "light": wording.light,
        "colour": wording.colour,
        "material": wording.material,
        "quality": wording.quality,
        "style": preset.phrases[wording.lang] if preset else wording.style,
    }
    sentence = phrases(wording.lang)["sentence"][template]
    if wording.lang == "en":
        drawn = {slot: capital(text) if slot == "camera" else text for slot, text in drawn.items()}
        values = {
            slot: capital(t) if slot in ("light", "colour", "style") else t
            for slot, t in values.items()
        }
    return SECOND_STOP.sub("", fill(sentence, values | drawn))
