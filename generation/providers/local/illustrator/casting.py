"""What to show where the reading is silent: a place, hour and season that suit the subject."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generation.model import Mood
from generation.providers.local.illustrator.subjects.drawing import Sighting
from generation.providers.local.reading import Reading
from generation.seeds import stream
from generation.styles import Style

HOMES = {
    "panda": "bamboo",
    "fish": "underwater",
    "whale": "underwater",
    "product": "stage",
    "plinth": "stage",
    "watch": "stage",
    "shoe": "stage",
    "cosmetics": "stage",
    "phone": "stage",
    "laptop": "room",
    "camera": "stage",
    "gift": "stage",
    "cake": "stage",
    "fruit": "market",
    "noodles": "market",
    "rocket": "space",
    "dragon": "sky",
    "plane": "sky",
    "balloon": "sky",
    "kite": "meadow",
    "bird": "sky",
    "crane": "lake",
    "owl": "forest",
    "butterfly": "garden",
    "car": "street",
    "bicycle": "street",
    "umbrella": "street",
    "train": "mountains",
    "boat": "lake",
    "ship": "sea",
    "lighthouse": "sea",
    "lantern": "market",
    "sky_lantern": "lake",
    "pagoda": "temple",
    "torii": "temple",
    "bridge": "garden",
    "lotus": "garden",
    "teatable": "teahouse",
    "cup": "teahouse",
    "guqin": "garden",
    "piano": "room",
    "guitar": "room",
    "book": "room",
    "flowers": "meadow",
    "bouquet": "room",
    "cherry_tree": "garden",
    "pine_tree": "mountains",
    "maple_tree": "forest",
    "moon": "lake",
    "snowman": "snowfield",
    "house": "village",
    "windmill": "village",
    "cat": "room",
    "fox": "forest",
    "deer": "forest",
    "bear": "forest",
    "rabbit": "meadow",
    "horse": "meadow",
    "robot": "city",
    "heart": "sky",
}
TRAIT_HOMES = {
    "astronaut": "space",
    "spacesuit": "space",
    "fairy": "mural",
    "monk": "temple",
    "knight": "mountains",
    "chef": "market",
    "mechanical": "city",
    "hanfu": "garden",
    "kimono": "temple",
    "reading": "room",
    "guqin": "garden",
}
MOOD_HOMES: dict[Mood, str] = {
    "calm": "lake",
    "hopeful": "meadow",
    "joyful": "meadow",
    "tense": "city",
    "nocturne": "city",
    "epic": "mountains",
    "tender": "garden",
    "festive": "market",
}
HOURS = {
    "city": "night",
    "street": "night",
    "market": "night",
    "space": "night",
    "lake": "dawn",
    "bamboo": "dawn",
    "forest": "dawn",
    "mountains": "sunset",
    "sea": "sunset",
    "desert": "sunset",
    "village": "sunset",
    "temple": "dawn",
    "teahouse": "dawn",
    "sky": "sunset",
}
DRY = frozenset(("mountains", "forest", "meadow", "village", "bamboo", "temple", "snowfield"))
NIGHT_KINDS = frozenset(("moon", "lantern", "sky_lantern", "owl"))
MOOD_HOURS: dict[Mood, str] = {"nocturne": "night", "hopeful": "dawn", "tense": "night"}
SEASON_KINDS = {
    "cherry_tree": "spring",
    "butterfly": "spring",
    "maple_tree": "autumn",
    "snowman": "winter",
    "lotus": "summer",
}
SEASON_EFFECTS = {"petals": "spring", "leaves": "autumn", "snow": "winter", "fireflies": "summer"}


EVERYWHERE = (
    "city",
    "street",
    "market",
    "lake",
    "sea",
    "mountains",
    "desert",
    "sky",
    "forest",
    "bamboo",
    "meadow",
    "temple",
    "garden",
    "village",
    "snowfield",
    "backdrop",
)
NEON_PLACES: dict[str, tuple[str, ...]] = {
    "cyberpunk": EVERYWHERE,
    **dict.fromkeys(("ink-wash", "dunhuang", "ukiyo-e", "noir", "vintage", "watercolour"), ()),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A reading without gaps. `place` is empty when nothing is known: a picture led by type."""

    place: str
    time: str  # dawn · day · sunset · night · neon
    season: str
    weather: str
    subjects: tuple[Sighting, ...]
    effects: tuple[str, ...]


def plan(reading: Reading, style: Style, seed: int) -> Plan:
    """Fill in what the sentence leaves open; the same in every shot of a film."""
    place = reading.place or _home(reading)
    if place in DRY and any(s.kind in ("boat", "ship") for s in reading.subjects):
        place = "lake"
    time = _hour(reading, style, place, seed)
    weather = reading.weather or next(
        (e for e in reading.effects if e in ("rain", "snow")), "clear"
    )
    if time == "night" and place in NEON_PLACES.get(style.name, ("city", "street")):
        time = "neon"
    season = _season(reading, place, weather, seed)
    return Plan(place, time, season, weather, _cast(reading, place, time), reading.effects)


def _cast(reading: Reading, place: str, time: str) -> tuple[Sighting, ...]:
    """The subjects, without a second moon where the sky has one; lanterns rise in flocks."""
    shown = [
        s
        for k, s in enumerate(reading.subjects)
        if not (s.kind == "moon" and (place == "space" or (k > 0 and time in ("night", "neon"))))
    ]
    return tuple(replace(s, count=max(5, s.count)) if s.kind == "sky_lantern" else s for s in shown)


def _home(reading: Reading) -> str:
    for sighting in reading.subjects:
        for trait in sorted(sighting.traits):
            if trait in TRAIT_HOMES:
                return TRAIT_HOMES[trait]
        if home := HOMES.get(sighting.kind.replace("-", "_")):
            return home
    if reading.weather == "rain":
        return "street"
    if reading.weather == "snow" or reading.season == "winter":
        return "snowfield"
    if reading.mood:
        return MOOD_HOMES[reading.mood]
    if reading.subjects or reading.time or reading.season:
        return "meadow"
    return ""


def _hour(reading: Reading, style: Style, place: str, seed: int) -> str:
    kinds = {s.kind.replace("-", "_") for s in reading.subjects}
    if place == "space":
        return "night"
    if reading.time:
        return reading.time
    if kinds & NIGHT_KINDS or "fireflies" in reading.effects or "fireworks" in reading.effects:
        return "night"
    if style.paint.prefers_time:
        return style.paint.prefers_time
    if reading.mood in MOOD_HOURS:
        return MOOD_HOURS[reading.mood]
    return HOURS.get(place, "day" if place else stream(seed, "hour").choice(("sunset", "night")))


def _season(reading: Reading, place: str, weather: str, seed: int) -> str:
    if reading.season:
        return reading.season
    if weather == "snow" or place == "snowfield":
        return "winter"
    for effect in reading.effects:
        if effect in SEASON_EFFECTS:
            return SEASON_EFFECTS[effect]
    for sighting in reading.subjects:
        if season := SEASON_KINDS.get(sighting.kind.replace("-", "_")):
            return season
    return stream(seed, "season").choice(("spring", "summer", "summer", "autumn"))
