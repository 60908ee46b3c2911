"""/cut: the clips of a film cut anew, in another shape, with other words, sound or transitions; and
people's own videos cut into a film."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generation.errors import BadInput
from generation.model import Brief, Film, Logo
from handlers import buttons, clips, films, remake
from handlers.actions import Press
from handlers.brought import among, taken, videos, with_sound, with_table
from handlers.commands import Add, Answer, Argument, Ask, Command
from handlers.commands.video import named
from handlers.conversation import Reply, Say
from handlers.option import OPTIONS, USES, Option, Use
from handlers.option import named as option_named
from handlers.options import Request, split
from handlers.records import brief_of
from handlers.values import fold
from storage.jobs import Job, short_id

CUTS = frozenset(
    {
        *("ar", "reframe", "resolution", "transition", "grade", "beats", "clip-sound", "lang"),
        *("subtitles", "second", "title", "opener", "ending", "voice", "music", "seed", "as"),
        "palette",
    }
)
OF_CLIPS = CUTS | {"seconds"}  # of a film of somebody's own videos
WITH_THEM = OF_CLIPS | {"style", "brand"}  # also where they are typed
BARE = ("ar", "transition", "reframe")  # whose values are understood without their name


def register(add: Add) -> None:
    add(
        Command(
            "cut",
            cut,
            aliases=("recut", "edit", "重剪", "剪辑", "编辑", "編集", "カット", "再編集"),
            presses={"cut": pressed},
            options=OF_CLIPS,
            arguments=(
                Argument("job", "job"),
                Argument("clip", "picture"),
                Argument("second_clip", "picture"),
                Argument("third_clip", "picture"),
                Argument("logo", "picture"),
            ),
        )
    )


async def cut(ask: Ask) -> Answer:
    """A film of the videos that came along; else the named film, the one that this replies to, or
    the newest. Without anything to change, what there is to choose from."""
    words, values = split(ask.text)
    if videos(ask.incoming.attachments):
        return await of_clips(ask, words, values)
    name, said = _understood(words)
    values = {**said, **values}
    job, made = await films.chosen(ask, name)
    brief = brief_of(job)
    brought = await _brought(ask, values)
    if not values and not brought:
        page = buttons.page("cut", job.id, made, brief) or ()
        return Reply(text=(Say("cut.what", {"id": short_id(job.id)}),), buttons=page[:-1])
    return await order(ask, job, made, {**_checked(values), **brought})


async def of_clips(ask: Ask, title: str, values: dict[str, Any]) -> Answer:
    """A film of somebody's own videos, and of pictures among them; words are its title. Nothing of
    it is written, painted or filmed. Raises `BadInput`."""
    if title and all(map(_meant, title.split())):
        title, values = "", {**_understood(title)[1], **values}
    others = [o.name for o in OPTIONS if o.field in values and o.name not in WITH_THEM]
    if others:
        raise BadInput("clip.unwanted", options=", ".join(f"--{name}" for name in others))
    logo = values.get("use") == "logo"
    sent = clips.shots_among(ask.incoming.attachments, logo=logo)
    said = {field: value for field, value in values.items() if field != "seconds"}
    request = await ask.understood(title, said, idea_needed=False)
    request = clips.lasting(request, values.get("seconds"), len(sent))
    takes = await ask.house.keep_clips(sent)
    kept = (await ask.wish(values.get("brand"))).settings
    usual = clips.as_usual(takes, values, kept)
    if logo and (picture := await _logo(ask)):
        usual["logo"] = Logo.model_validate(picture)
    made = clips.film(request, takes, usual)
    return await ask.make("film", made.brief, made.notes)


async def pressed(ask: Ask, press: Press, job: Job | None) -> Answer:
    """One thing changed by a button."""
    name, _, value = press.arg.partition("=")
    option = option_named(name)
    if option is None or option.name not in CUTS:
        raise BadInput("press.unknown")
    job, made = films.made(named(job))
    return await order(ask, job, made, {option.field: option.value(value.replace("x", ":"))})


async def order(ask: Ask, job: Job, made: Film, values: Mapping[str, Any]) -> Answer:
    """Have it cut anew out of the clips that there are. Raises `BadInput` where nothing would be
    different, and where the clips are gone."""
    before = brief_of(job)
    films.check_kept(ask.house, made)
    if all(getattr(before, field) == value for field, value in values.items()):
        raise BadInput("cut.same")
    note = Say("cut.of", {"id": short_id(job.id)})
    return await ask.make("film", remake.recut(before, made, **values), (note,))


def _understood(words: str) -> tuple[str, dict[str, Any]]:
    """A film's id, and values that stand there without the name of their option: `9:16`. Raises
    `BadInput` for anything else."""
    name, values, strange = "", dict[str, Any](), list[str]()
    for word in words.split():
        if option := _meant(word):
            values[option.field] = option.value(word)
        elif not name and films.ID.fullmatch(word):
            name = word
        else:
            strange.append(word)
    if strange:
        raise BadInput("cut.unclear", text=" ".join(strange)[:60])
    return name, values


def _meant(word: str) -> Option | None:
    known = (option for option in OPTIONS if option.name in BARE)
    return next((option for option in known if option.read(fold(word)) is not None), None)


def _checked(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Raises `BadInput` for what is not to be had by cutting."""
    others = [o.name for o in OPTIONS if o.field in values and o.name not in CUTS]
    if others:
        raise BadInput("cut.filmed", options=", ".join(f"--{name}" for name in others))
    return values


async def _brought(ask: Ask, values: dict[str, Any]) -> dict[str, Any]:
    """What came along, taken in: a picture, which can only be a logo here, music, a voice, a table
    of colours. Takes `use` away."""
    use, sent = values.pop("use", None), ask.incoming.attachments
    if use and not sent:
        raise BadInput("picture.not_there")
    if use not in (None, "logo", "music", "voice"):
        raise BadInput("cut.filmed", options="--as")
    found = await _files(ask, use)
    if logo := await _logo(ask):
        found |= {"logo": logo}
    if sent and not found:
        raise BadInput("picture.unreadable")
    return found


async def _files(ask: Ask, use: Use | None) -> dict[str, Any]:
    anything = Request(Brief(idea="", seconds=1.0), use=use or USES[0])
    heard = await with_sound(anything, ask.incoming.attachments, ask.house.keep_recording)
    heard = await with_table(heard, ask.incoming.attachments, ask.house.keep_table)
    found = {"track": heard.brief.track, "speech": heard.brief.speech, "lut": heard.brief.lut}
    return {field: file for field, file in found.items() if file}


async def _logo(ask: Ask) -> dict[str, Any] | None:
    pictures = among(ask.incoming.attachments)
    if not pictures:
        return None
    [picture] = await taken(pictures, 1, ask.house.keep_picture, see_through=True)
    return {"picture": picture}
