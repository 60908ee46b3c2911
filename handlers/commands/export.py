"""/export: a film as something else: a preview that moves, a poster, its shots, its subtitles."""

from __future__ import annotations

import asyncio
from pathlib import Path

from generation.errors import BadInput
from generation.model import Film, Lang
from handlers import buttons, exporting, films
from handlers.actions import Press
from handlers.commands import Add, Answer, Argument, Ask, Command
from handlers.commands.video import named
from handlers.conversation import File, Picture, Reply, Say
from handlers.option import lang as lang_of
from handlers.ports import PERSON
from handlers.records import brief_of, finder
from handlers.values import fold
from storage.artefacts import Artefact
from storage.jobs import Job, short_id

WORDS = {
    "gif": ("gif", "动图", "アニメ"),
    "webp": ("webp",),
    "poster": ("poster", "cover", "thumbnail", "海报", "封面", "ポスター", "表紙"),
    "sheet": ("sheet", "contact", "contact-sheet", "shots", "总览", "一覧", "コンタクトシート"),
    "srt": ("srt", "subtitles", "subs", "字幕"),
    "vtt": ("vtt", "webvtt"),
    "ass": ("ass", "ssa"),
}


def register(add: Add) -> None:
    add(
        Command(
            "export",
            export,
            aliases=("save", "导出", "保存", "書き出し", "エクスポート"),
            presses={"export": pressed},
            arguments=(Argument("form", "words"), Argument("job", "job")),
        )
    )


async def export(ask: Ask) -> Answer:
    """The named film, the one that this replies to, or the newest, in the form that is named; the
    forms there are, where none is."""
    form, lang, name = _understood(ask.text)
    job, made = await films.chosen(ask, name)
    if not form:
        page = buttons.exports(job.id)
        return Reply(text=(Say("export.what", {"id": short_id(job.id)}),), buttons=page)
    return await _exported(ask, job, made, form, lang)


async def pressed(ask: Ask, press: Press, job: Job | None) -> Answer:
    """The form whose button was pressed."""
    if press.arg not in WORDS:
        raise BadInput("press.unknown")
    return await _exported(ask, *films.made(named(job)), press.arg, None)


def _understood(text: str) -> tuple[str, Lang | None, str]:
    """A form, a language for subtitles, and a film's id; each may be missing. Raises `BadInput` for
    anything else."""
    forms = {word: form for form, words in WORDS.items() for word in words}
    form, lang, name = "", None, ""
    for word in text.replace(",", " ").split():
        plain = fold(word).lstrip(".-")
        if plain in forms and not form:
            form = forms[plain]
        elif not lang and lang_of(word):
            lang = lang_of(word)
        elif not name and films.ID.fullmatch(word):
            name = word
        else:
            raise BadInput("export.unknown", form=word[:40], forms=", ".join(WORDS))
    return form, lang, name


async def _exported(ask: Ask, job: Job, made: Film, form: str, lang: Lang | None) -> Answer:
    find, label = finder(ask.house), Say("export.here", {"title": made.title or short_id(job.id)})
    if form == "sheet":
        found = [(n, find(frame.file)) for n, frame in enumerate(made.keyframes, 1)]
        pictures = [Picture(path, Say("images.number", {"n": n})) for n, path in found if path]
        if not pictures:
            raise BadInput("export.gone")
        return Reply(text=(label,), pictures=tuple(pictures))
    if form in exporting.SUBTITLES:
        kept = await exporting.subtitles(brief_of(job), made, lang, form, ask.house.files)
    else:
        first = made.keyframes[0]
        source = find(first.file if form == "poster" else made.file)
        film = find(made.file)
        if source is None or film is None:
            raise BadInput("export.gone")
        brought = form == "poster" and first.provenance.provider == PERSON
        kept = await exporting.picture(
            source, None if brought else film, form, ask.house.files, ask.house.marks
        )
    await ask.house.artefacts.add([Artefact(job.id, kept.ref, "export", kept.mime, kept.size)])
    path = await asyncio.to_thread(ask.house.files.path, kept.ref)
    return Reply(text=(label,), files=(File(path, _name(job, path, form)),))


def _name(job: Job, path: Path, form: str) -> str:
    kind = "poster" if form == "poster" else "film"
    return f"{kind}-{short_id(job.id)}{path.suffix}"
