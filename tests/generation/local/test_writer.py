"""The storyboards of the local writer: valid, exact, covered, true to the idea, in its language."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.edit.timeline import Timeline
from generation.model import FPS, LANGS, MAX_SHOTS, Brief, Lang, Storyboard
from generation.providers.local.lexicon import table
from generation.providers.local.reading import Reading, read
from generation.providers.local.script.narration import bank
from generation.providers.local.script.phrasebook import phrases, slots
from generation.providers.local.script.quoting import CAPTION, TITLE
from generation.providers.local.writer import LocalWriter, write
from generation.styles import styles
from generation.text import HAN, KANA

IDEAS: list[tuple[Lang, str]] = [
    ("zh", "一位穿汉服的女孩在樱花树下弹古筝，花瓣随风飘落，春天的气息浓郁"),
    ("zh", "机械狐狸在未来城市奔跑"),
    ("zh", "一只猫坐在窗台上"),
    ("zh", "一只熊猫在竹林中的茶馆里品茶，清晨薄雾弥漫"),
    ("zh", "早安"),
    ("zh", "新品上线"),
    ("zh", "周末特惠"),
    ("zh", "两只白马在海边奔跑，夕阳西下"),
    ("zh", "量子跃迁"),
    ("en", "A fairy from a Dunhuang mural dancing in the sky"),
    ("en", "a girl in a red dress with a yellow umbrella walking in the rain at night"),
    ("en", "A robot reading a book in the library"),
    ("en", "quantum blorp"),
    ("ja", "敦煌壁画の天女が空を舞っている"),
    ("ja", "窓辺で猫が眠っている"),
    ("ja", "雪の夜、狐が森を走る"),
]
STORY = (
    "The old keeper climbed the lighthouse. A storm was coming in from the sea. "
    "Far out, a small ship fought the waves. He lit the lamp, and the ship turned home."
)


def board(idea: str, lang: Lang = "zh", **more: object) -> Storyboard:
    return write(Brief.model_validate({"idea": idea, "lang": lang, **more}))


def film_seconds(storyboard: Storyboard) -> float:
    return Timeline.of(Brief(idea="x"), storyboard).seconds


@given(
    idea=st.text(max_size=400),
    lang=st.sampled_from(LANGS),
    shots=st.integers(1, MAX_SHOTS),
    seed=st.integers(0, 2**53 - 1),
    style=st.sampled_from(sorted(styles())),
)
@settings(max_examples=150, deadline=None)
def test_any_text_gives_a_valid_storyboard(
    idea: str, lang: Lang, shots: int, seed: int, style: str
) -> None:
    made = board(idea, lang, shots=shots, seed=seed, style=style)
    assert Storyboard.model_validate_json(made.model_dump_json()) == made
    assert len(made.shots) == shots
    assert made.title and made.lang == lang
    written = made.model_dump_json()
    assert not re.search(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]|\\u0000", written)


@given(shots=st.integers(1, MAX_SHOTS), seconds=st.integers(100, 1200), seed=st.integers(0, 999))
@settings(max_examples=60, deadline=None)
def test_the_film_is_exactly_as_long_as_asked(shots: int, seconds: int, seed: int) -> None:
    wanted = seconds / 10
    shortest = (shots * 25 - (shots - 1) * 12) / FPS
    longest = (shots * 360 - (shots - 1) * 12) / FPS
    made = board("一只猫", shots=shots, seconds=wanted, seed=seed)
    expected = min(max(wanted, shortest), longest)
    assert film_seconds(made) == pytest.approx(expected, abs=0.5 / FPS + 1e-9)


def test_without_a_wish_a_film_of_four_shots_lasts_fourteen_and_a_half_seconds() -> None:
    made = board("一只猫坐在窗台上")
    assert film_seconds(made) == 14.5
    assert len({shot.seconds for shot in made.shots}) > 1


@pytest.mark.parametrize("shots", range(2, MAX_SHOTS + 1))
def test_coverage_opens_wide_comes_close_and_never_repeats_itself(shots: int) -> None:
    for seed in range(8):
        made = board("机械狐狸在未来城市奔跑", shots=shots, seed=seed)
        framings = [shot.framing for shot in made.shots]
        assert framings[0] == "wide"
        assert all(a != b for a, b in pairwise(framings))
        assert all(a.camera != b.camera for a, b in pairwise(made.shots))
        assert shots < 3 or {"close", "detail"} & set(framings)
        assert shots < 4 or framings[-1] == "wide"


@pytest.mark.parametrize(("lang", "idea"), IDEAS)
def test_prompts_read_back_to_the_idea(lang: Lang, idea: str) -> None:
    said = read(idea)
    for seed in range(4):
        made = board(idea, lang, seed=seed, shots=6)
        seen = [read(shot.prompt) for shot in made.shots]
        for found in seen:
            for part in ("place", "time", "season", "weather"):
                assert getattr(found, part) == (getattr(said, part) or getattr(seen[0], part))
            assert [s.kind for s in found.subjects] == [s.kind for s in said.subjects]
            for one, other in zip(found.subjects, said.subjects, strict=True):
                assert one.traits == other.traits
                assert one.colours == other.colours
                assert one.count == other.count
            assert set(found.effects) == set(said.effects)


@pytest.mark.parametrize(("lang", "idea"), IDEAS)
@pytest.mark.parametrize("other", LANGS)
def test_an_idea_in_another_language_keeps_its_subjects(lang: Lang, idea: str, other: Lang) -> None:
    said = read(idea)
    for shot in board(idea, other, shots=3).shots:
        found = read(shot.prompt)
        assert [s.kind for s in found.subjects] == [s.kind for s in said.subjects]
        assert not said.place or found.place == said.place
        assert not said.weather or found.weather == said.weather


@pytest.mark.parametrize("lang", LANGS)
def test_the_phrase_books_name_nothing_to_be_seen(lang: Lang) -> None:
    book = phrases(lang)
    for group in ("framing", "lens", "focus", "composition", "material", "marks", "quality"):
        for entry in book[group].values():
            for phrase in [entry] if isinstance(entry, str) else entry:
                found = read(phrase)
                assert (found.place, found.time, found.weather) == ("", "", ""), phrase
                assert not found.subjects and not found.effects, phrase
                assert found.mood is None and not found.style, phrase
    for phrase in book["camera"].values():
        assert read(phrase) == Reading(), phrase
    for group in ("light", "colour"):
        for time_of_day, entries in book[group].items():
            for phrase in entries:
                found = read(phrase)
                assert found.time in ("", time_of_day), phrase
                assert not found.subjects and not found.place and not found.effects, phrase


@pytest.mark.parametrize("lang", LANGS)
def test_phrase_books_know_every_id(lang: Lang) -> None:
    book = phrases(lang)
    for key in table("subjects"):
        kind, *tags = key.split()
        assert lang == "en" or kind in book["nouns"]
        who = [tag for tag in tags if tag in table("groups")["who"]]
        assert kind != "person" or all(trait in book["nouns"] for trait in who)
    for section, source in (("places", "places"), ("times", "times"), ("weather", "weather")):
        assert {key.split()[0] for key in table(source)} == set(book[section])
    for key in table("traits"):
        name, how = key.split()
        section = {"is": "qualities", "wears": "wears", "holds": "holds", "does": "does"}[how]
        assert name in book[section]
    assert set(table("groups")["in_hand"].values()) <= set(book["holds"])


@pytest.mark.parametrize("lang", LANGS)
def test_narrators_use_only_known_slots_and_fit_on_the_screen(lang: Lang) -> None:
    known = {"who", "they", "them", "their", "place", "time", "hour", "idea", "name", "other"}
    for lines in bank(lang)["lines"].values():
        for line in lines:
            assert set(slots(line)) <= known
            assert len(re.sub(r"\{\w+\}", "xx", line)) <= CAPTION[lang], line
    for titles in bank(lang)["titles"].values():
        for title in titles:
            assert set(slots(title)) <= known
            assert len(re.sub(r"\{\w+\}", "xx", title)) <= TITLE[lang], title


def test_the_three_narrators_tell_of_the_same_things() -> None:
    keys = {lang: set(bank(lang)["lines"]) | set(bank(lang)["titles"]) for lang in LANGS}
    only_some = {"end mural !person"}
    assert keys["zh"] - only_some == keys["en"] - only_some == keys["ja"] - only_some


@pytest.mark.parametrize(("lang", "idea"), IDEAS)
def test_subtitles_are_short_lines_that_do_not_repeat(lang: Lang, idea: str) -> None:
    for seed in range(6):
        made = board(idea, lang, seed=seed)
        subtitles = [shot.subtitle for shot in made.shots]
        assert all(0 < len(line) <= CAPTION[lang] for line in subtitles)
        assert len(set(subtitles)) == len(subtitles)
        assert 0 < len(made.title) <= TITLE[lang]
        assert all(shot.line.startswith(shot.subtitle) for shot in made.shots)


@pytest.mark.parametrize(("lang", "idea"), IDEAS)
def test_prompts_are_in_the_language_of_the_film(lang: Lang, idea: str) -> None:
    for shot in board(idea, lang).shots:
        letters = [char for char in shot.prompt if char.isalpha()]
        han = sum(bool(HAN.match(char)) for char in letters)
        if lang == "en":
            assert not han and not KANA.search(shot.prompt + shot.subtitle)
        if lang == "zh":
            assert han > len(letters) / 3 and not KANA.search(shot.prompt)
            assert re.search("shot|lens|light|bokeh", shot.prompt)
        if lang == "ja":
            assert KANA.search(shot.prompt)


@pytest.mark.parametrize("lang", LANGS)
def test_an_idea_in_another_language_gives_a_film_in_this_one(lang: Lang) -> None:
    made = board("一只熊猫在竹林中的茶馆里品茶，清晨薄雾弥漫", lang)
    text = " ".join([made.title, made.logline, *(s.subtitle + s.prompt for s in made.shots)])
    assert lang != "en" or not HAN.search(text)
    assert lang != "ja" or KANA.search(made.shots[0].subtitle)


def test_characters_are_described_alike_in_every_shot() -> None:
    made = board("穿红色汉服的女孩和一只白猫在庭院里", shots=5)
    assert [person.name for person in made.characters] == ["女孩", "猫"]
    for person in made.characters:
        assert all(person.description in shot.prompt for shot in made.shots)


def test_the_same_seed_writes_the_same_and_another_seed_something_else() -> None:
    idea = IDEAS[0][1]
    assert board(idea, seed=7) == board(idea, seed=7)
    many = [board(idea, seed=seed) for seed in range(12)]
    assert len({made.title for made in many}) > 2
    assert len({tuple(s.subtitle for s in made.shots) for made in many}) > 8
    assert len({tuple(s.framing for s in made.shots) for made in many}) > 2


def test_the_sentences_of_a_story_become_the_shots_in_order() -> None:
    made = board(STORY, "en")
    assert [shot.subtitle for shot in made.shots] == STORY.replace(". ", ".|").split("|")
    assert [read(shot.prompt).place for shot in made.shots] == ["sea"] * 4
    assert all("Storm" in s.prompt or "storm" in s.prompt for s in made.shots[1:2])


def test_a_long_story_is_shared_out_over_the_shots() -> None:
    story = "".join(f"第{i}天，小狐狸走过了第{i}座山。" for i in range(1, 90))
    made = board(story[:2000], shots=6)
    days = [
        int(found[0]) for shot in made.shots if (found := re.findall(r"第(\d+)天", shot.subtitle))
    ]
    assert len(days) == 6 and days == sorted(days) and days[-1] > 50


def test_a_short_story_in_many_shots_is_told_once_and_filled_with_lines_of_ours() -> None:
    made = board("小镇下着雪。一个男孩捡到一只小狐狸。", shots=6)
    subtitles = [shot.subtitle for shot in made.shots]
    assert subtitles[0] == "小镇下着雪" and "一个男孩捡到一只小狐狸" in subtitles
    assert len(set(subtitles)) == 6


def test_directions_to_the_crew_are_not_narrated() -> None:
    made = board("A fox runs through the snow. A storm rises. Cinematic, 4K, 85mm lens.", "en")
    assert not any("4K" in shot.subtitle for shot in made.shots)


@pytest.mark.parametrize(
    ("idea", "lang"), [("量子跃迁", "zh"), ("quantum blorp", "en"), ("量子の跳躍", "ja")]
)
def test_what_we_do_not_know_is_quoted(idea: str, lang: Lang) -> None:
    made = board(idea, lang)
    assert made.title.casefold() == idea.casefold()
    assert idea.casefold() in made.shots[0].subtitle.casefold()
    assert all(idea.casefold() in shot.prompt.casefold() for shot in made.shots)


def test_an_idea_that_names_a_style_gets_it_unless_another_was_chosen() -> None:
    assert board("赛博朋克风格的猫").style == "cyberpunk"
    assert board("赛博朋克风格的猫", style="watercolour").style == "watercolour"
    assert board("水墨画里的小船").style == "ink-wash"


@pytest.mark.parametrize(
    "idea",
    [
        "",
        "🎉🎉🎉",
        "\u202eevil\u202c \x00\x07 text",
        "{x} {0} {__class__} %s %(a)s $HOME",
        "'; drop table jobs; --",
        '"quotes" \\ and \\n \n\n newlines : , [v] = movie=/etc/passwd',
        "a" * 2000,
        "字" * 2000,
        "مرحبا بالعالم",
        "-i /etc/passwd --option",
    ],
)
@pytest.mark.parametrize("lang", LANGS)
def test_hostile_text_is_only_text(idea: str, lang: Lang) -> None:
    made = board(idea, lang)
    assert made.title and all(shot.prompt for shot in made.shots)
    assert all("\u202e" not in shot.prompt and "\x00" not in shot.prompt for shot in made.shots)
    assert "{place}" not in made.model_dump_json() and "{who}" not in made.model_dump_json()


def test_braces_of_the_person_are_left_as_they_are() -> None:
    made = board("{who} {place} {idea}", "en")
    assert all(shot.prompt.startswith("{who} {place} {idea}") for shot in made.shots)


async def test_an_enhanced_prompt_is_one_paragraph_in_the_language_of_the_idea() -> None:
    writer = LocalWriter()
    text = await writer.enhance("一只猫坐在窗台上", "zh", "ink-wash")
    assert text.startswith("一只猫坐在窗台上") and "\n" not in text
    assert styles()["ink-wash"].phrases["zh"] in text
    assert "lens" in await writer.enhance("a cat on a windowsill", "en", "cinematic")


def test_the_writer_is_quick_once_it_knows_the_vocabulary() -> None:
    brief = Brief(idea=IDEAS[0][1], lang="zh", seed=1)
    write(brief)
    begun = time.perf_counter()
    for seed in range(10):
        write(brief.model_copy(update={"seed": seed}))
    assert (time.perf_counter() - begun) / 10 < 0.03


@pytest.mark.parametrize("style", sorted(styles()))
@pytest.mark.parametrize("lang", LANGS)
def test_no_style_puts_anything_else_into_the_picture(style: str, lang: Lang) -> None:
    for idea in ("一只猫", "A dragon", "少女"):
        made = board(idea, lang, style=style)
        said, seen = read(idea), [read(shot.prompt) for shot in made.shots]
        assert all([s.kind for s in r.subjects] == [s.kind for s in said.subjects] for r in seen)
        assert len({(r.place, r.time, r.weather, r.effects) for r in seen}) == 1
        assert not seen[0].weather and not seen[0].effects
