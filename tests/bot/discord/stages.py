"""A job's message at each of its stages, as the handlers make it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from generation.errors import Kind
from generation.model import (
    Brief,
    Film,
    Keyframe,
    Lang,
    MediaFile,
    Progress,
    Provenance,
    Shot,
    Stills,
    Storyboard,
)
from handlers import views
from handlers.conversation import Reply, Say
from handlers.ports import Failure
from handlers.track import Track
from storage.jobs import Job

ID = "1k0smcqew9k504mx0r"
IDEAS: dict[Lang, str] = {
    "en": "A *mechanical* fox in a city_of_the_future",
    "zh": "雨夜里，一只*机械狐狸*穿过未来之城",
    "ja": "雨の夜、*機械のキツネ*が未来の街を歩く",
}
NOW = datetime(2026, 7, 1, tzinfo=UTC)


def known(
    lang: Lang, film: Path, kind: str = "film", shots: int = 3, *, variants: bool = False
) -> views.Known:
    """A job with all its files in one."""
    board = storyboard(lang, shots, variants=variants) if variants else None
    brief = Brief(idea=IDEAS[lang], lang=lang, shots=shots, board=board)
    job = Job(
        id=ID,
        person="discord:7",
        platform="discord",
        chat="5",
        lang=lang,
        kind=kind,
        brief=brief.model_dump_json(),
        estimate=12,
        message=None,
        state="running",
        spent=11,
        created=NOW,
        ended=None,
        delivered=None,
        result=None,
        failure=None,
    )
    return views.Known(job, brief, 88, lambda _: film)


def storyboard(lang: Lang, shots: int, *, variants: bool = False) -> Storyboard:
    """Every shot the same."""
    shot = Shot(prompt=f"{IDEAS[lang]}; [neon](http://x.y) `rain`")
    title = IDEAS[lang][:20]
    return Storyboard(title=title, lang=lang, shots=(shot,) * shots, variants=variants)


def frame(n: int = 0) -> Keyframe:
    """A painted one."""
    file = MediaFile(ref=f"ab/{n:064x}.png", mime="image/png", size=1000)
    made = Provenance(provider="local", model="painter", seed=n)
    return Keyframe(file=file, width=1280, height=720, provenance=made)


def making(lang: Lang, film: Path, shots: int = 3, painted: int = 1) -> Reply:
    """While it is made."""
    track = Track().heard(Progress(stage="write", board=storyboard(lang, shots)))
    for n in range(painted):
        track = track.heard(Progress(stage="paint", shot=n, keyframe=frame(n)))
    return views.making(known(lang, film, shots=shots), track)


def queued(lang: Lang, film: Path) -> Reply:
    """Before it begins."""
    return views.making(known(lang, film), Track(), ahead=2)


def made(lang: Lang, film: Path, shots: int = 3) -> Reply:
    """The film."""
    result = Film(
        file=MediaFile(ref=f"ab/{0:064x}.mp4", mime="video/mp4", size=4_200_000),
        title=storyboard(lang, shots).title,
        seconds=12,
        width=1280,
        height=720,
        keyframes=tuple(map(frame, range(shots))),
        board=storyboard(lang, shots),
        seed=42,
        crew={"writer": "local"},
    )
    return views.film(known(lang, film, shots=shots), result)


def drawn(lang: Lang, film: Path, shots: int, *, variants: bool = False) -> Reply:
    """A storyboard, or the candidates of one picture."""
    stills = Stills(
        board=storyboard(lang, shots, variants=variants),
        keyframes=tuple(map(frame, range(shots))),
        seed=42,
    )
    return views.stills(known(lang, film, "stills", shots, variants=variants), stills)


def failed(lang: Lang, film: Path) -> Reply:
    """When it did not work out."""
    failure = Failure(kind=Kind.MODERATED_INPUT, provider="wan")
    return views.failed(known(lang, film), failure, [frame()])


def moved() -> Reply:
    """When it goes on in another message."""
    return Reply(text=(Say("job.moved"),))
