"""A film in several languages: what it costs, and how it comes."""

from __future__ import annotations

from generation.model import Brief, MediaFile, Recording, Shot, Storyboard, Wording
from generation.wording import worded
from handlers.conversation import MessageRef, Reply
from handlers.records import artefacts, beside, brief_of, result_of
from tests.handlers.fakes import MEI, Paper, Studio
from tests.handlers.test_prices import price

CAT = "A cat on a windowsill --style noir --seed 7"
WRITTEN, READ = 1, 1  # credits of a storyboard or a translation, and of a few lines read aloud


class InThree(Paper):
    """Breaks down once before the second of the further films."""

    def __init__(self) -> None:
        super().__init__()
        self.added = 0

    async def add(self, ref: MessageRef, reply: Reply, lang: str) -> MessageRef:
        self.added += 1
        if self.added == 2:
            raise ConnectionError
        return await super().add(ref, reply, lang)


async def test_films_in_further_languages_come_once_each_although_the_platform_breaks_down(
    studio: Studio,
) -> None:
    paper = InThree()
    studio.house.platforms["paper"] = studio.paper = paper  # pyright: ignore[reportIndexIssue]
    await studio.say(f"{CAT} --lang en,zh,ja")
    await studio.settled()
    await studio.desk.resume()
    await studio.settled()
    films = [shown.reply for shown in paper.messages.values() if shown.reply.video]
    assert [film.text[0].key for film in films] == ["film.title", "film.edition", "film.edition"]
    assert paper.added == 3
    [job] = await studio.house.jobs.recent(MEI.key)
    assert len(beside(job)) == 2, "they are known, to be deleted with the job"


async def test_every_film_is_an_artefact_of_the_job(studio: Studio) -> None:
    await studio.say(f"{CAT} --lang en,zh,ja")
    await studio.settled()
    [job] = await studio.house.jobs.recent(MEI.key)
    made = result_of(job)
    assert made
    assert [file.kind for file in artefacts(job.id, made)].count("film") == 3


def test_pictures_and_clips_are_paid_once_words_and_voices_in_each_language() -> None:
    one = Brief(idea="a cat", shots=2, voice=True)
    three = one.model_copy(update={"langs": ("zh", "ja")})
    assert price("film", three) - price("film", one) == 2 * WRITTEN
    assert price("stills", three) == price("stills", one), "a storyboard is translated for a film"
    silent = three.model_copy(update={"voice": False})
    assert price("film", three) - price("film", silent) == READ


def test_the_second_language_of_captions_is_paid_unless_its_words_are_there() -> None:
    board = Storyboard(title="t", lang="en", shots=(Shot(prompt="p", line="l", subtitle="l"),))
    plain = Brief(idea="a cat", board=board)
    both = plain.model_copy(update={"second": "zh"})
    assert price("film", both) - price("film", plain) == WRITTEN
    words = Wording(title="t", lines=("一",), subtitles=("一",))
    known = both.model_copy(update={"board": worded(board, [("zh", words)])})
    assert price("film", known) == price("film", plain)


def test_with_somebodys_own_voice_the_other_languages_are_read_aloud() -> None:
    wav = MediaFile(ref="00/00.wav", mime="audio/wav", size=1)
    own = Brief(idea="a cat", speech=Recording(file=wav, seconds=2))
    both = own.model_copy(update={"langs": ("zh",)})
    assert price("film", both) - price("film", own) == WRITTEN + READ


async def test_a_film_is_cut_anew_in_several_languages_and_in_fewer(studio: Studio) -> None:
    await studio.say(CAT)
    await studio.settled()
    await studio.say("/cut --lang zh,ja")
    await studio.settled()
    await studio.say("/cut --lang ja")
    await studio.settled()
    ja, both, _ = map(brief_of, await studio.house.jobs.recent(MEI.key))
    assert (both.lang, both.langs) == ("zh", ("ja",))
    assert (ja.lang, ja.langs) == ("ja", ()) and ja.takes == both.takes
