"""What is said in words, in any language and of any kind, and what answers it."""

from __future__ import annotations

from generation.model import LANGS, Lang
from tests.journeys.driver import Driver, film, label, needs, says, working
from tests.journeys.steps import IDEA, SHORT, SHOTS, another, answered, films, offers, reads

LISTS = {
    "styles": "styles.heading",
    "models": "models.heading",
    "me": "me.today",
    "help": "help.heading",
    "settings": "settings.heading",
    "jobs": "jobs.none",
}


async def everybody_is_answered_in_their_own_language(driver: Driver) -> None:
    ideas: dict[Lang, str] = {"zh": "窗台上的猫", "ja": "窓辺の猫"}
    for lang, idea in ideas.items():
        chat = driver.private(lang)
        await chat.say(f"{idea} {SHOTS}")
        ended = await chat.until(lambda seen, lang=lang: label("again", lang) in seen.labels)
        assert ended.has_video and idea in ended.text
        await chat.say("/lang en")
        await chat.until(reads(says("lang.now")))
        await chat.say("/me")
        await chat.until(reads("You have"))


async def what_there_is_to_know_is_told_in_every_language(driver: Driver) -> None:
    for lang in LANGS:
        chat = driver.private(lang)
        for command, heading in LISTS.items():
            told = (await answered(chat, f"/{command}")).text
            assert says(heading, lang, used=0, allowance=100) in told
            assert "{" not in told
        told = (await answered(chat, "/help video")).text
        assert says("help.video.summary", lang) in told and "--style" in told


async def odd_things_get_a_clear_answer(driver: Driver) -> None:
    chat = driver.private()
    for text, part in (
        ("/vidoe a cat", "/video"),
        ("x" * 3000, "2000"),
        ("...", says("idea.wordless")),
        ("/video a cat --ar 7:3", "7:3"),
        ("/video a cat --syle noir", "--style"),
        ("/nosuchthing", "/help"),
        ("/animate", says("picture.missing")),
    ):
        assert part in (await answered(chat, text)).text
    assert not any(working(seen) for seen in chat.seen())


@needs("lines")
async def an_idea_that_is_missing_is_asked_for(driver: Driver) -> None:
    chat = driver.private()
    for command in ("/video", "/image", "/storyboard", "/enhance"):
        assert says("idea.empty") in (await answered(chat, command)).text
    assert "/batch --style noir" in (await answered(chat, "/batch")).text


async def whatever_is_written_is_shown_as_it_was_written(driver: Driver) -> None:
    chat = driver.private()
    ideas = (
        "🐱🎬👨‍👩‍👧‍👦 say 👍🏽",
        "قطة على حافة النافذة می‌خوابد",
        "<b>a</b> &amp; *cat* _in_ `a` [box](x) ~~or~~ ||not|| {idea}",
        "@everyone look, # a cat",
        "y" * 2000,
    )
    for idea in ideas:
        await chat.say(f"/video {idea} {SHORT}")
    await another(chat, len(ideas))
    for idea in ideas:
        assert any(idea[:60] in made.text for made in films(chat)), idea


async def a_few_words_become_a_good_prompt_and_that_a_film(driver: Driver) -> None:
    chat = driver.private()
    await chat.say("/enhance a castle in the clouds")
    prompt = await chat.until(reads("golden hour"))
    await chat.press(prompt, label("film"))
    ended = await chat.until(film)
    assert "a castle in the clouds, golden hour" in ended.text
    await chat.press(await answered(chat, "/enhance a lake"), label("paint"))
    await chat.until(offers("vary", 4))


async def settings_change_by_button_and_by_words_and_the_next_film_obeys(driver: Driver) -> None:
    chat = driver.private()
    page = await answered(chat, "/settings")
    tall = says("settings.button", name=says("option.name.ar"), value="9:16")
    await chat.press(page, tall)
    await chat.until(lambda seen: tall in seen.labels and "9:16 (your choice)" in seen.text)
    assert "3 (your choice)" in (await answered(chat, "/settings shots 3")).text
    assert "nosuch" in (await answered(chat, "/settings nosuch 3")).text
    driver.crew.hold("write")
    await chat.say(IDEA)
    begun = await chat.until(working)
    assert "9:16 · 3 shots" in begun.text
    driver.crew.let_go()
    await chat.until(film)
    page = await answered(chat, "/settings")
    await chat.press(page, label("reset"))
    await chat.until(lambda seen: tall in seen.labels and "(your choice)" not in seen.text)


@needs("groups")
async def what_holds_in_a_group_is_for_operators_to_change(driver: Driver) -> None:
    chat, alone = driver.group(), driver.private()
    refused = await answered(chat, "/settings chat shots 3")
    assert says("settings.operators") in refused.text
    assert "3 (your choice)" in (await answered(alone, "/settings chat shots 3")).text
    await alone.say(IDEA)
    assert "3 shots" in (await another(alone)).text


async def a_hello_shows_what_this_is_and_three_ideas(driver: Driver) -> None:
    chat = driver.private()
    hello = await answered(chat, "/start")
    assert hello.has_video and says("start.free") in hello.text
    await chat.press(hello, says("start.idea.2"))
    ended = await another(chat)
    assert says("start.idea.2")[:40] in ended.text and len(films(chat)) == 1
