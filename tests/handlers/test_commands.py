"""Every command, as a person meets it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generation.errors import Kind, ProviderError
from generation.model import Film, Stills
from handlers.commands import commands, spoken_names, verbs
from handlers.conversation import Attachment, Person, Place
from handlers.option import OPTIONS
from handlers.records import result_of
from tests.handlers.fakes import ALLOWANCE, KEN, MEI, Studio
from tests.hostile import HOSTILE

PNG = b"\x89PNG rest"


def picture(folder: Path, data: bytes = PNG) -> Attachment:
    path = folder / "sent"
    path.write_bytes(data)
    return Attachment(path, "image/png", "../../holiday.png")


def json_file(folder: Path, text: str) -> Attachment:
    path = folder / "sent.json"
    path.write_text(text, "utf-8")
    return Attachment(path, "application/json", "board.json")


# Pictures


async def test_image_gives_four_candidates_by_four_seeds(studio: Studio) -> None:
    await studio.say("/image a fox of brass --style ink-wash --seed 5")
    await studio.settled()
    shown = studio.paper.last
    assert [p.caption and p.caption.values["n"] for p in shown.reply.pictures] == [1, 2, 3, 4]
    assert shown.labels == [
        *(f"Animate {n}" for n in range(1, 5)),
        *(f"Vary {n}" for n in range(1, 5)),
        *(f"Upscale {n}" for n in range(1, 5)),
        "Another seed",
        "Delete",
    ]
    assert await studio.left() == ALLOWANCE - 4
    [job] = await studio.house.jobs.recent(MEI.key)
    stills = result_of(job)
    assert isinstance(stills, Stills)
    seeds = {frame.provenance.seed for frame in stills.keyframes}
    assert len(seeds) == 4 and 5 in seeds


async def test_a_candidate_comes_to_life_just_as_it_is(studio: Studio) -> None:
    await studio.say("/image a fox of brass")
    await studio.settled()
    await studio.press(studio.paper.last.action("Animate 3"))
    await studio.settled()
    shown = studio.paper.last
    assert shown.reply.video
    assert shown.labels == ["Another seed", "Upright 9:16", "Cut…", "Export…", "Share", "Delete"]
    stills, film = [studio.queue.runs[job].result for job in studio.queue.submissions]
    assert isinstance(stills, Stills) and isinstance(film, Film)
    assert film.keyframes == (stills.keyframes[2],)
    assert film.board.shots[0].seed == stills.keyframes[2].provenance.seed


async def test_a_candidate_is_varied_and_all_are_drawn_again(studio: Studio) -> None:
    await studio.say("/image a fox of brass")
    await studio.settled()
    first = studio.paper.last
    await studio.press(first.action("Vary 2"))
    await studio.press(first.action("Another seed"))
    await studio.settled()
    one, varied, again = (studio.queue.runs[job].brief.board for job in studio.queue.submissions)
    assert one and varied and again
    assert len({shot.seed for board in (one, varied, again) for shot in board.shots}) == 12
    assert len({shot.framing for shot in varied.shots}) == 3


async def test_the_number_of_a_picture_is_enough_to_animate_it(studio: Studio) -> None:
    await studio.say("/image a fox of brass")
    await studio.settled()
    await studio.say("/animate 4")
    await studio.settled()
    assert studio.paper.last.reply.video
    assert "only 1 to 4" in (await studio.say("/animate 9")).text
    assert "Which picture?" in (await studio.say("/animate")).text


async def test_a_persons_own_picture_comes_to_life_in_its_own_shape(
    studio: Studio, tmp_path: Path
) -> None:
    await studio.say("/animate petals fall", attachments=(picture(tmp_path),))
    await studio.settled()
    brief = studio.queue.runs[studio.queue.submissions[0]].brief
    assert brief.aspect == "9:16" and brief.board and brief.board.shots[0].keyframe
    assert studio.paper.last.reply.video
    await studio.press(studio.paper.last.action("Another seed"))
    await studio.settled()
    again = studio.queue.runs[studio.queue.submissions[1]].brief
    assert again.board and again.board.shots[0].keyframe == brief.board.shots[0].keyframe


async def test_a_picture_needs_no_words_and_a_broken_one_is_refused(
    studio: Studio, tmp_path: Path
) -> None:
    await studio.say("/animate", attachments=(picture(tmp_path),))
    await studio.settled()
    assert studio.paper.last.reply.video
    broken = picture(tmp_path, b"GIF87a<?php")
    assert "can't open" in (await studio.say("/video", attachments=(broken,))).text


# Storyboards


async def test_a_storyboard_is_seen_reworded_and_filmed(studio: Studio) -> None:
    await studio.say("/storyboard two friends drink tea --shots 3")
    await studio.settled()
    shown = studio.paper.last
    assert "1. wide shot, push in, 4 s" in shown.text
    assert shown.labels[:2] == ["Make the film", "Another seed"]
    assert len(shown.reply.pictures) == 3
    first = studio.queue.submissions[0]
    await studio.say(f"/storyboard edit {first[-5:]} 2 the cup from above")
    await studio.settled()
    before, after = (studio.queue.runs[job].keyframes for job in studio.queue.submissions)
    assert before[0] == after[0] and before[2] == after[2]
    assert before[1] != after[1] and after[1].provenance.prompt == "the cup from above"

    left = await studio.left()
    await studio.press(studio.paper.last.action("Make the film"))
    await studio.settled()
    film = studio.queue.runs[studio.queue.submissions[-1]].result
    assert isinstance(film, Film) and film.keyframes == after
    assert studio.paper.last.reply.video and await studio.left() == left - 9


async def test_one_shot_is_redone_with_another_seed(studio: Studio) -> None:
    await studio.say("/storyboard two friends drink tea --shots 3")
    await studio.settled()
    await studio.press(studio.paper.last.action("Redo 1"))
    await studio.settled()
    before, after = (studio.queue.runs[job].keyframes for job in studio.queue.submissions)
    assert before[1:] == after[1:]
    assert before[0].provenance.seed != after[0].provenance.seed


async def test_rewording_takes_the_newest_storyboard_and_says_what_is_wrong(
    studio: Studio,
) -> None:
    assert "nothing here yet" in (await studio.say("/storyboard edit 2 a cup")).text
    await studio.say("/storyboard tea --shots 2")
    await studio.settled()
    assert "only 1 to 2" in (await studio.say("/storyboard 改 3 杯子")).text
    await studio.say("/storyboard 編集 2 茶碗")
    await studio.settled()
    assert len(studio.queue.submissions) == 2


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ('{"title": "x", "lang": "en", "shots": []}', "“shots”"),
        ('{"title": "x", "lang": "en", "shots": [{"prompt": 7}]}', "shots → 0 → prompt"),
        ('{"title": "x", "lang": "en", "style": "../x", "shots": [{"prompt": "a"}]}', "/styles"),
        ("[1]", "can't be used"),
        ('"' + "x" * 600_000 + '"', "too large"),
    ],
)
async def test_a_wrong_storyboard_file_is_explained(
    studio: Studio, tmp_path: Path, text: str, answer: str
) -> None:
    shown = await studio.say("/storyboard", attachments=(json_file(tmp_path, text),))
    assert answer in shown.text and not studio.queue.submissions


async def test_a_picture_that_a_storyboard_file_only_claims_is_painted_anew(
    studio: Studio, tmp_path: Path
) -> None:
    board = (
        '{"title": "a\\u0000b\\u202e", "lang": "en", "shots": [{"prompt": "a", "keyframe": {"file":'
        ' {"ref": "../../../etc/passwd", "mime": "image/png", "size": 1}, "width": 1, "height": 1,'
        ' "provenance": {"provider": "person", "model": "", "seed": 1}}}]}'
    )
    await studio.say("/video", attachments=(json_file(tmp_path, board),))
    brief = studio.queue.runs[studio.queue.submissions[0]].brief
    assert brief.board and brief.board.title == "ab" and brief.board.shots[0].keyframe is None


# Words


async def test_enhance_answers_with_a_prompt_and_two_buttons(studio: Studio) -> None:
    shown = await studio.say("/enhance a fox")
    assert shown.text == studio.enhanced and shown.labels == ["Make a film", "Make pictures"]
    await studio.press(shown.action("Make a film"))
    await studio.press(shown.action("Make pictures"))
    await studio.settled()
    ideas = [studio.queue.runs[job].brief.idea for job in studio.queue.submissions]
    assert ideas == [studio.enhanced, studio.enhanced]


async def test_a_prompt_with_dashes_in_it_holds_no_options(studio: Studio) -> None:
    studio.enhanced = "a fox --style of its own --ar"
    await studio.press((await studio.say("/enhance a fox")).action("Make a film"))
    assert studio.queue.runs[studio.queue.submissions[0]].brief.idea == studio.enhanced


async def test_a_writer_that_fails_is_explained(studio: Studio) -> None:
    async def busy(idea: str, lang: str, style: str) -> str:
        raise ProviderError("deepseek", Kind.BUSY, "429 with a key inside")

    studio.desk.house = replace(studio.house, enhance=busy)
    shown = await studio.say("/enhance a fox")
    assert "DeepSeek has too much to do" in shown.text and "429" not in shown.text


async def test_anything_unforeseen_becomes_a_sentence(studio: Studio) -> None:
    async def breaks(idea: str, lang: str, style: str) -> str:
        raise RuntimeError("trace")

    studio.desk.house = replace(studio.house, enhance=breaks)
    shown = await studio.say("/enhance a fox")
    assert "Something broke here" in shown.text and "trace" not in shown.text


async def test_jobs_lists_the_newest_first_and_shows_them(studio: Studio) -> None:
    assert "haven't ordered" in (await studio.say("/jobs")).text
    await studio.say("a cat")
    await studio.say("a dog")
    await studio.settled()
    shown = await studio.say("/jobs")
    lines = shown.text.splitlines()
    assert lines[1].endswith("done · a dog") and lines[2].endswith("done · a cat")
    again = await studio.press(shown.buttons[1].action)
    assert again.reply.video and again.text.startswith("a cat")


async def test_show_finds_a_job_by_the_end_of_its_id(studio: Studio) -> None:
    await studio.say("a cat")
    await studio.say("a dog")
    await studio.settled()
    first = studio.queue.submissions[0]
    assert (await studio.say(f"/show #{first[-5:]}")).text.startswith("a cat")
    assert "no job #zzzzz" in (await studio.say("/show zzzzz")).text
    assert "no job" in (await studio.say(f"/show {first[-5:]}", KEN)).text.replace(
        "見つかりません", "no job"
    )


async def test_me_says_what_is_left(studio: Studio) -> None:
    await studio.house.people.greet(MEI.key, "paper", "Mei", "en")
    await studio.house.ledger.grant(MEI.key, 40, "gift")
    studio.queue.gate.clear()
    await studio.say("a cat")
    text = (await studio.say("/me")).text
    for line in ("128 credits", "12 of 100", "in progress: 12 credits", "40 credits never run out"):
        assert line in text


async def test_styles_are_listed_in_the_persons_language(studio: Studio) -> None:
    assert "ink-wash · Ink wash" in (await studio.say("/styles")).text
    assert "ink-wash · 水墨画" in (await studio.say("/styles", KEN)).text


# Settings and language


async def test_settings_hold_for_what_comes_after(studio: Studio) -> None:
    await studio.say("/settings style ink-wash")
    await studio.say("/settings --ar 9:16 --no-voice")
    shown = await studio.say("/settings")
    assert "Style: ink-wash (your choice)" in shown.text and "Aspect: 9:16 (your" in shown.text
    await studio.say("a cat --style noir")
    brief = studio.queue.runs[studio.queue.submissions[0]].brief
    assert (brief.style, brief.aspect, brief.voice) == ("noir", "9:16", False)
    await studio.say("/settings style reset")
    assert "Style: cinematic\n" in (await studio.say("/settings")).text
    await studio.say("/settings reset")
    assert "your choice" not in (await studio.say("/settings")).text


async def test_a_settings_button_changes_its_own_message(studio: Studio) -> None:
    shown = await studio.say("/settings")
    await studio.press(shown.action("Aspect: 1:1"), message=shown.ref.id)
    await studio.press(shown.action("Voice: on"), message=shown.ref.id)
    assert len(studio.paper.messages) == 1
    assert "Aspect: 1:1 (your choice)" in studio.paper.last.text
    assert "Voice: on (your choice)" in studio.paper.last.text
    await studio.press(shown.action("Back to defaults"), message=shown.ref.id)
    assert "your choice" not in studio.paper.last.text


async def test_settings_explain_what_they_cannot_do(studio: Studio) -> None:
    assert "can't be set here" in (await studio.say("/settings seed 7")).text
    assert "Did you mean noir?" in (await studio.say("/settings style noirr")).text
    assert "what to do with" in (await studio.say("/settings --style noir and more")).text


async def test_a_chats_settings_are_for_operators_and_below_ones_own(studio: Studio) -> None:
    group = Place("paper", "group", private=False)
    refused = await studio.say("/settings chat style noir", place=group)
    assert "Only those who run this bot" in refused.text
    await studio.say("/settings chat style noir", replace(MEI, operator=True), place=group)
    await studio.say("/video a cat", KEN, place=group)
    await studio.say("/settings style pixel", KEN)
    await studio.say("/video a cat", KEN, place=group)
    styles = [studio.queue.runs[job].brief.style for job in studio.queue.submissions]
    assert styles == ["noir", "pixel"]


async def test_a_setting_that_no_longer_exists_is_passed_over(studio: Studio) -> None:
    await studio.house.people.greet(MEI.key, "paper", "Mei", "en")
    await studio.house.people.set(MEI.key, "style", "of-yesterday")
    await studio.house.people.set(MEI.key, "shots", 99)
    await studio.say("a cat")
    brief = studio.queue.runs[studio.queue.submissions[0]].brief
    assert (brief.style, brief.shots) == ("cinematic", 4)


async def test_lang_changes_how_we_speak(studio: Studio) -> None:
    assert (await studio.say("/lang 日本語")).text.startswith("これから日本語")
    shown = await studio.say("/lang")
    await studio.press(shown.action("中文"), message=shown.ref.id)
    assert studio.paper.last.text.startswith("好，我们说中文")
    assert "还不会说" in (await studio.say("/lang klingon")).text


@pytest.mark.parametrize("lang", ["zh", "en", "ja", "zh-hans", "pt"])
async def test_a_whole_journey_speaks_the_persons_language(studio: Studio, lang: str) -> None:
    who = Person("paper", "ann", "Ann", lang)  # pyright: ignore[reportArgumentType]
    cost = {"zh": "预计 12 点", "ja": "およそ 12 クレジット"}.get(lang[:2], "about 12 credits")
    studio.queue.gate.clear()
    assert cost in (await studio.say("🐱", who)).text
    studio.queue.gate.set()
    await studio.settled()
    spent = {"zh": "用了 12 点", "ja": "12 クレジット を使用"}.get(lang[:2], "12 credits used")
    assert spent in studio.paper.last.text


# Being found


async def test_help_lists_every_command_and_explains_each(studio: Studio) -> None:
    boss = replace(MEI, operator=True)
    listed = (await studio.say("/help", boss)).text
    for name in commands():
        assert f"/{name} · " in listed
        assert f"/{name}" in (await studio.say(f"/help {name}", boss)).text
    explained = (await studio.say("/help video")).text
    assert all(f"--{option.name} {option.example} · " in explained for option in OPTIONS)


async def test_start_greets_and_its_ideas_can_be_tried(studio: Studio) -> None:
    shown = await studio.say("/start idea_1234")
    assert shown.text.startswith("Hello Mei!")
    await studio.press(shown.buttons[2].action)
    assert "Lanterns rise" in studio.paper.last.text


@pytest.mark.parametrize(
    ("text", "name"),
    [("/HELP", "help"), ("/help@reelroom_bot", "help"), ("／帮助", "help"), ("  /Jobs ", "jobs")],
)
async def test_a_command_is_recognised_however_it_is_typed(
    studio: Studio, text: str, name: str
) -> None:
    assert (await studio.say(text)).text == (await studio.say(f"/{name}")).text


async def test_an_unknown_command_gets_a_suggestion(studio: Studio) -> None:
    assert "Did you mean /video?" in (await studio.say("/vidoe a cat")).text
    assert "I don't know /qqqq" in (await studio.say("/qqqq")).text
    assert "Did you mean /video?" in (await studio.say("/help vidoe")).text


async def test_plain_text_is_an_idea_in_private_and_ignored_in_a_group(studio: Studio) -> None:
    group = Place("paper", "group", private=False)
    await studio.say("/me")
    assert "credits" in (await studio.say("a cat", place=group)).text
    assert not studio.queue.submissions
    await studio.say("a cat")
    assert len(studio.queue.submissions) == 1


async def test_a_banned_person_is_told_so(studio: Studio) -> None:
    await studio.say("/me")
    await studio.house.people.ban(MEI.key)
    assert "can't take orders" in (await studio.say("a cat")).text
    assert not studio.queue.submissions


@pytest.mark.parametrize(
    "action", ["", "v0:old:1:2", "v1:nothing::", "v1:cancel:0000000000:", "v1:cancel::", "x" * 99]
)
async def test_an_unknown_button_is_answered(studio: Studio, action: str) -> None:
    if action:
        assert "doesn't work any more" in (await studio.press(action)).text


@pytest.mark.parametrize("verb", sorted(verbs()))
@pytest.mark.parametrize("arg", ["", "99", "x"])
async def test_every_button_survives_a_job_it_does_not_fit(
    studio: Studio, verb: str, arg: str
) -> None:
    studio.queue.gate.clear()
    await studio.say("a cat")
    job = studio.queue.submissions[0]
    shown = await studio.press(f"v1:{verb}:{job}:{arg}")
    assert "Something broke" not in shown.text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("name", sorted(commands()))
async def test_hostile_words_get_a_film_or_a_clear_answer(
    studio: Studio, name: str, text: str
) -> None:
    before = len(studio.paper.history)
    shown = await studio.say(f"/{name} {text}")
    await studio.settled()
    assert len(studio.paper.history) > before
    assert "Something broke" not in shown.text
    assert len(studio.queue.submissions) <= 1


async def test_no_two_commands_share_a_name_or_a_button() -> None:
    names = [word for c in commands().values() for word in (c.name, *c.aliases)]
    assert len(names) == len(set(names)) == len(spoken_names(operator=True))
    buttons = [verb for c in commands().values() for verb in c.presses]
    assert len(buttons) == len(set(buttons))
