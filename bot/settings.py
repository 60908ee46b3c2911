"""What can be set from outside, described as data; the only reader of the environment.

`python -m bot.settings` prints `.env.example`. A variable of the environment goes before the same
name in a `.env` file of the current folder.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

if TYPE_CHECKING:
    from generation.providers.contract import Variable

T = TypeVar("T")
Section = Literal["home", "people", "crew", "vendors", "platforms", "engine"]
SECTIONS: dict[Section, str] = {
    "home": "Where things lie, and for how long",
    "people": "People and credits",
    "crew": "Who does the work: names in the order they are asked, e.g. `qwen,local`",
    "vendors": "How vendors are asked; their keys stand at the end of this file",
    "platforms": "Chat platforms: `reelroom run` starts those that have a token",
    "engine": "The engine of durable jobs",
}
PREFIX = "REELROOM_"
LANGUAGES = ("zh", "en", "ja")
LABELS = ("always", "start")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable. An empty `default` means: not set; `unset` says what happens then."""

    name: str
    section: Section
    description: str
    default: str = ""
    unset: str = ""


SETTINGS = (
    Setting(
        "REELROOM_HOME",
        "home",
        "Folder for films, pictures and databases",
        unset="the place your system keeps such things in",
    ),
    Setting("REELROOM_MEDIA_GB", "home", "Ceiling of the media folder, in gigabytes", "20"),
    Setting("REELROOM_KEEP_DAYS", "home", "Days until a film or picture is deleted", "30"),
    Setting("REELROOM_LANG", "people", "Language where nobody chose one: zh, en or ja", unset="en"),
    Setting("REELROOM_DAILY_CREDITS", "people", "Credits that everybody gets each day", "100"),
    Setting(
        "REELROOM_OPERATORS",
        "people",
        "Who may do everything, e.g. `telegram:1234,discord:5678`",
        unset="only the person at the terminal",
    ),
    Setting("REELROOM_WRITER", "crew", "Writers of storyboards (LLM)", unset="vendors, then local"),
    Setting("REELROOM_PAINTER", "crew", "Painters of keyframes (text-to-image)"),
    Setting("REELROOM_ANIMATOR", "crew", "Animators of shots (image-to-video)"),
    Setting("REELROOM_NARRATOR", "crew", "Narrators of lines (TTS)"),
    Setting("REELROOM_COMPOSER", "crew", "Composers of scores (music)"),
    Setting("REELROOM_EDITOR", "crew", "Editors of films (post-production)"),
    Setting(
        "REELROOM_ENCODER",
        "crew",
        "What encodes films: x264, nvenc, vaapi or videotoolbox, the same on all workers; a card "
        "that fails a trial leaves it to x264",
        "x264",
    ),
    Setting(
        "REELROOM_PRODUCER",
        "crew",
        "Who answers for the films: written into their AI label",
        unset="nobody is named",
    ),
    Setting(
        "REELROOM_LABEL",
        "crew",
        "Where films say that they were made by AI: always, or start (the first seconds)",
        "always",
    ),
    Setting(
        "REELROOM_C2PA_CERT",
        "crew",
        "Chain of certificates (PEM) to sign films with; needs the extra c2pa",
        unset="films are not signed",
    ),
    Setting("REELROOM_C2PA_KEY", "crew", "Private key (PEM) of its first certificate"),
    Setting("REELROOM_CREDIT_USD", "people", "What one credit is worth, in US dollars", "0.05"),
    Setting(
        "REELROOM_AT_ONCE",
        "vendors",
        "Orders of one vendor that may run at once, e.g. `wan:5,kling:3`",
        unset="as many as there are, or as the vendor says",
    ),
    Setting("REELROOM_RATE", "vendors", "Orders a second, e.g. `qwen:2,wan:0.5`"),
    Setting("REELROOM_POLL_SECONDS", "vendors", "Seconds between two looks at a task", "1"),
    Setting(
        "REELROOM_ALLOW_LOOPBACK",
        "vendors",
        "1 to let results come from this machine, by http",
        unset="https from public addresses only",
    ),
    Setting("TELEGRAM_TOKEN", "platforms", "From @BotFather in Telegram: /newbot"),
    Setting(
        "TELEGRAM_ALLOWED",
        "platforms",
        "Numbers of the people and chats that are served in Telegram, with commas",
        unset="everybody is",
    ),
    Setting(
        "TELEGRAM_WEBHOOK",
        "platforms",
        "Public https address that Telegram sends updates to, e.g. `https://example.org/reelroom`",
        unset="updates are asked for, which needs no address",
    ),
    Setting(
        "TELEGRAM_LISTEN",
        "platforms",
        "Where the webhook listens, behind your proxy",
        "127.0.0.1:8443",
    ),
    Setting(
        "TELEGRAM_SECRET",
        "platforms",
        "Secret token of the webhook: 16 to 256 of A-Z, a-z, 0-9, _ and -",
        unset="made from the bot's token",
    ),
    Setting(
        "TELEGRAM_API",
        "platforms",
        "Your own Bot API server, e.g. `http://127.0.0.1:8081`",
        unset="Telegram's",
    ),
    Setting(
        "TELEGRAM_API_LOCAL",
        "platforms",
        "1 where your own server runs with --local on this machine: files up to 2000 MB",
    ),
    Setting("TELEGRAM_PROXY", "platforms", "Proxy for Telegram: `http://…` or `socks5://…`"),
    Setting("DISCORD_TOKEN", "platforms", "From https://discord.com/developers: Bot → Reset Token"),
    Setting(
        "DISCORD_ALLOWED",
        "platforms",
        "Ids of the servers, channels and people that are served in Discord, with commas",
        unset="everybody is",
    ),
    Setting(
        "DISCORD_OPERATORS",
        "platforms",
        "Ids of Discord roles whose members are operators, with commas",
        unset="only those of REELROOM_OPERATORS",
    ),
    Setting(
        "DISCORD_GUILD",
        "platforms",
        "Id of one server that alone gets the commands, at once: for development",
        unset="they are there everywhere, within minutes",
    ),
    Setting("DISCORD_SHARDS", "platforms", "Connections to share the servers among, e.g. 4"),
    Setting("DISCORD_PROXY", "platforms", "Proxy for Discord: `http://…`"),
    Setting(
        "DISCORD_API",
        "platforms",
        "Another server that speaks Discord's protocol, e.g. `http://127.0.0.1:8082`",
        unset="Discord's",
    ),
    Setting(
        "REELROOM_DATABASE_URL",
        "engine",
        "PostgreSQL, once one machine is not enough: `postgresql://user:password@host/name`",
        unset="a file in REELROOM_HOME",
    ),
    Setting("REELROOM_LOG", "engine", f"How much is logged: {', '.join(LOG_LEVELS)}", "WARNING"),
)
DEFAULTS = {setting.name: setting.default for setting in SETTINGS}


class SettingError(ValueError):
    """`name` holds `value`, which cannot be used; `wanted` says what can."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(f"{name}={value!r}: {wanted}")
        self.name, self.value, self.wanted = name, value, wanted


@dataclass(frozen=True, slots=True)
class Settings:
    """What was set, typed and checked. `env` is all of it as text, for providers and platforms."""

    home: Path
    media_bytes: int
    keep_days: float
    daily_credits: int
    credit_usd: float
    operators: frozenset[str]
    lang: str  # "" where nobody said
    log: str
    database_url: str  # "" for a file in `home`
    env: Mapping[str, str]

    @classmethod
    def read(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read `env`, by default the process's environment over `.env` in the current folder.

        Raises `SettingError` for a value that cannot be used."""
        if env is None:
            env = {**dotenv(Path(".env")), **os.environ}
        env = {name: value.strip() for name, value in env.items() if value.strip()}

        def get(name: str, kind: Callable[[str], T], wanted: str) -> T:
            text = env.get(name, DEFAULTS[name])
            try:
                return kind(text)
            except ValueError:
                raise SettingError(name, text, wanted) from None

        get("REELROOM_LABEL", _one_of(*LABELS), f"wanted {' or '.join(LABELS)}")
        return cls(
            home=get("REELROOM_HOME", _folder, "wanted the path of a folder"),
            media_bytes=get("REELROOM_MEDIA_GB", _gigabytes, "wanted a number above 0"),
            keep_days=get("REELROOM_KEEP_DAYS", _positive, "wanted a number of days above 0"),
            daily_credits=get("REELROOM_DAILY_CREDITS", _count, "wanted a whole number from 0"),
            credit_usd=get("REELROOM_CREDIT_USD", _positive, "wanted an amount above 0"),
            operators=get("REELROOM_OPERATORS", _people, "wanted names like telegram:1234"),
            lang=get("REELROOM_LANG", _one_of("", *LANGUAGES), "wanted zh, en or ja"),
            log=get("REELROOM_LOG", _one_of(*LOG_LEVELS), f"wanted {', '.join(LOG_LEVELS)}"),
            database_url=get("REELROOM_DATABASE_URL", _database, "wanted postgresql://…"),
            env=env,
        )

    def unknown(self) -> Iterator[tuple[str, str]]:
        """Variables that begin like ours and are not, each with the nearest that is, or ""."""
        for name in sorted(self.env):
            if name.startswith(PREFIX) and name not in DEFAULTS:
                known = [n.removeprefix(PREFIX) for n in DEFAULTS if n.startswith(PREFIX)]
                near = get_close_matches(name.removeprefix(PREFIX), known, 1)
                yield name, PREFIX + near[0] if near else ""


def dotenv(path: Path) -> dict[str, str]:
    """`NAME=value` lines of a file, in quotes or not; comments, blank lines and `export` are fine.
    Empty when there is no such file."""
    try:
        text = path.read_text("utf-8-sig")
    except (FileNotFoundError, IsADirectoryError):
        return {}
    pairs = (line.strip().removeprefix("export ").partition("=") for line in text.splitlines())
    return {
        name.strip(): _unquote(value.strip())
        for name, sign, value in pairs
        if sign and not name.startswith("#")
    }


def env_example() -> str:
    """`.env.example`: every setting, explained and commented out."""
    lines = ["# Copy this to .env and take away the # where you want something else."]
    for section, title in SECTIONS.items():
        lines += ["", f"# {title}"]
        for setting in SETTINGS:
            if setting.section == section:
                otherwise = f" (without: {setting.unset})" if setting.unset else ""
                lines += [f"# {setting.description}{otherwise}"]
                lines += [f"#{setting.name}={setting.default}"]
    for title, variables in vendors():
        lines += ["", f"# {title}"]
        for variable in variables:
            lines += [f"# {variable.description}", f"#{variable.name}={variable.default}"]
    return "\n".join(lines) + "\n"


def vendors() -> list[tuple[str, list[Variable]]]:
    """The variables of each provider's own file, under what the file says it is."""
    from generation.providers.router import variables

    return variables()


def _unquote(text: str) -> str:
    if text[:1] in ("'", '"'):
        end = text.find(text[0], 1)
        return text[1:end] if end > 0 else text
    return text.partition(" #")[0].rstrip()


def _folder(text: str) -> Path:
    if "\0" in text:
        raise ValueError(text)
    if text:
        return Path(text).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("reelroom", appauthor=False)


def _positive(text: str) -> float:
    number = float(text)
    if not 0 < number < 1e6:
        raise ValueError(text)
    return number


def _gigabytes(text: str) -> int:
    return int(_positive(text) * 1e9)


def _count(text: str) -> int:
    if not 0 <= int(text) < 1_000_000_000:
        raise ValueError(text)
    return int(text)


def _people(text: str) -> frozenset[str]:
    people = [person.strip() for person in text.split(",") if person.strip()]
    if not all(all(person.partition(":")) for person in people):
        raise ValueError(text)
    return frozenset(people)


def _database(text: str) -> str:
    if text and not text.startswith(("postgresql://", "postgres://")):
        raise ValueError(text)
    return text


def _one_of(*words: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        folded = {word.casefold(): word for word in words}
        if text.casefold() not in folded:
            raise ValueError(text)
        return folded[text.casefold()]

    return check


if __name__ == "__main__":
    sys.stdout.write(env_example())
