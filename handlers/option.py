"""What people can ask for in a message: `OPTIONS` is the table from which messages, the command
line, /help and the README are made. How a message is read is in `options.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, Literal, cast, get_args

from generation.errors import BadInput
from generation.model import (
    ASPECTS,
    CLIP_SOUNDS,
    LANGS,
    LOOKS,
    MAX_SHOTS,
    MOODS,
    REFRAMES,
    TRANSITIONS,
    Brief,
    Lang,
    Subtitles,
)
from generation.styles import styles
from generation.text import clean
from handlers.values import (
    WORDS,
    Read,
    aspect,
    choice,
    choices,
    fold,
    grade,
    languages,
    number,
    palette,
    providers,
    style,
    switch,
)

Use = Literal[
    "first", "character", "style", "palette", "logo", "music", "voice"
]  # of a file that somebody sends

USES: tuple[Use, ...] = get_args(Use)
MAX_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to ask for. `--name` alone means `on`, `--no-name` means `off`, where there are
    such. Its help is the catalogs' `option.help.{name}`."""

    name: str
    field: str  # of the brief, or else of the request
    read: Read
    list_choices: Callable[[], tuple[str, ...]] = tuple
    low: float | None = None
    high: float | None = None
    example: str = ""
    on: Any = None
    off: Any = None
    rare: bool = False  # Discord has room for 25 fields: this is typed behind the idea
    verbatim: bool = False  # it is shown as it was typed
    longest: int = 0  # characters of a text; 0 where there is another limit

    @property
    def choices(self) -> tuple[str, ...]:
        """The values there are; empty where any text or number will do."""
        return self.list_choices()

    @property
    def of_brief(self) -> bool:
        """False for what concerns the message only, not what is made."""
        return self.field in Brief.model_fields

    @property
    def default(self) -> Any:
        """What holds where nobody says anything."""
        return Brief.model_fields[self.field].default if self.of_brief else USES[0]

    @property
    def help_key(self) -> str:
        """The sentence that says what it is for."""
        return f"option.help.{self.name}"

    def value(self, text: str) -> Any:
        """What `text` means for the brief. Raises `BadInput` with a suggestion."""
        value = self.read(text if self.verbatim else fold(text))
        if self.longest and value and len(value) > self.longest:
            raise BadInput("option.long", option=self.name, limit=self.longest)
        if value is None:
            raise self._misread(text)
        if self.low is not None and not self.low <= value <= (self.high or value):
            raise BadInput(
                "option.range", option=self.name, value=value, low=self.low, high=self.high or 0
            )
        return value

    def _misread(self, text: str) -> BadInput:
        said = {"option": self.name, "value": clean(text, 60)}
        if not self.choices:
            return BadInput("option.value_like", **said, example=self.example)
        if near := get_close_matches(fold(text), self.choices, 1, 0.6):
            return BadInput("option.value_near", **said, near=near[0])
        return BadInput("option.value", **said, choices=", ".join(self.choices))


MUSIC = ("auto", "off", *MOODS)
SUBTITLES = get_args(Subtitles)
JOINS = ("auto", *TRANSITIONS)
SHAPES = ("auto", *REFRAMES)
RESOLUTIONS = (540, 720, 1080)
SHOT_UNITS = "个|shots?|镜头|カット"

LONGEST_PHRASE = 120  # characters on a card
LONGEST_MANNER = 400


def phrase(text: str) -> str | None:
    """A few words as somebody typed them."""
    return clean(text) or None


OPTIONS = (
    Option("ar", "aspect", aspect, choices(*ASPECTS), example="9:16"),
    Option("style", "style", style, lambda: tuple(styles()), example="cyberpunk"),
    Option("shots", "shots", number(int, SHOT_UNITS), low=1, high=MAX_SHOTS, example="3"),
    Option("seconds", "seconds", number(float, "s|sec|秒"), low=2, high=MAX_SECONDS, example="20"),
    Option("lang", "lang", languages, choices(*LANGS), example="zh,en"),
    Option("seed", "seed", number(int), low=0, high=2**53 - 1, example="7"),
    Option("voice", "voice", switch, example="on", on=True, off=False),
    Option("music", "music", choice("music", MUSIC), choices(*MUSIC), example="calm", off="off"),
    Option(
        "subtitles",
        "subtitles",
        choice("subtitles", SUBTITLES),
        choices(*SUBTITLES),
        example="off",
        off="off",
    ),
    Option("look", "look", choice("look", LOOKS), choices(*LOOKS), example="draft"),
    Option("no", "negative", lambda text: clean(text, 1000) or None, example="rain"),
    Option(
        "resolution",
        "resolution",
        choice("resolution", RESOLUTIONS),
        choices(*RESOLUTIONS),
        example="1080",
    ),
    Option("continuous", "continuous", switch, example="on", on=True, off=False),
    Option("model", "models", providers, example="kling", off=()),
    Option(
        "transition",
        "transition",
        choice("transition", JOINS),
        choices(*JOINS),
        example="wipe",
        rare=True,
    ),
    Option("grade", "grade", grade, example="noir", off="none", rare=True),
    Option("beats", "beats", switch, example="on", on=True, off=False, rare=True),
    Option(
        "clip-sound",
        "clip_sound",
        choice("clip-sound", CLIP_SOUNDS),
        choices(*CLIP_SOUNDS),
        example="low",
        on="keep",
        off="off",
        rare=True,
    ),
    Option("second", "second", choice("lang", LANGS), example="en", off=None, rare=True),
    Option("title", "titled", switch, example="on", on=True, off=False, rare=True),
    Option(
        "opener",
        "opener",
        phrase,
        example="“A film by us”",
        off="",
        rare=True,
        verbatim=True,
        longest=LONGEST_PHRASE,
    ),
    Option(
        "ending",
        "ending",
        phrase,
        example="“See you soon”",
        off="",
        rare=True,
        verbatim=True,
        longest=LONGEST_PHRASE,
    ),
    Option("palette", "palette", palette, example="#0a4d68,coral", off=(), rare=True),
    Option(
        "manner",
        "manner",
        phrase,
        example="“soft morning light”",
        off="",
        rare=True,
        verbatim=True,
        longest=LONGEST_MANNER,
    ),
    Option(
        "brand",
        "brand",
        phrase,
        example="Acme",
        off="",
        rare=True,
        verbatim=True,
        longest=LONGEST_PHRASE,
    ),
    Option(
        "reframe",
        "reframe",
        choice("reframe", SHAPES),
        choices(*SHAPES),
        example="blur",
        rare=True,
    ),
    Option("as", "use", choice("as", USES), choices(*USES), example="character"),
)


@cache
def names() -> dict[str, tuple[Option, bool]]:
    """Every name that can be typed, folded: which option it means, and whether it takes it away."""
    known: dict[str, tuple[Option, bool]] = {}
    for option in OPTIONS:
        for word in (option.name, *WORDS[option.name]["words"]):
            known[fold(word)] = (option, False)
            if option.off is not None:
                known |= {f"{no}{fold(word)}": (option, True) for no in ("no-", "无", "無")}
    return known


def named(name: str) -> Option | None:
    """The option a person means by a name."""
    option, negated = names().get(fold(name), (None, False))
    return None if negated else option


def lang(text: str) -> Lang | None:
    """The language a person means by a word."""
    return cast("Lang | None", choice("lang", LANGS)(fold(text)))
