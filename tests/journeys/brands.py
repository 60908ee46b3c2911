"""Kits that keep everything made for a brand to one look."""

from __future__ import annotations

from tests.journeys.driver import Chat, Driver, Seen, film, says
from tests.journeys.steps import IDEA, SHORT, another, answered, choice, made, picture, reads

KIT = "/brand new Acme --palette navy,coral --ending “Made to last” --no rain --style noir"
NEAR = "Acme · "


async def a_brand_holds_for_everything_until_it_is_put_off(driver: Driver) -> None:
    chat = driver.private()
    await chat.upload(("logo.png", picture(200, 200)), caption=KIT)
    kept = await chat.until(reads(says("brand.kept", name="Acme")))
    await chat.press(kept, choice(kept, "🎨"))
    ended = await made(chat, f"{IDEA} {SHORT}")
    assert NEAR in ended.text and "%" in ended.text and "Noir" in ended.text
    await chat.say("/image a dog")
    await chat.until(lambda seen: NEAR in seen.text and not film(seen))
    shown = await answered(chat, "/brand show")
    assert says("brand.measured") in shown.text and "[logo]" in shown.text
    assert says("brand.off") in (await answered(chat, "/brand off")).text
    await chat.say(f"a bird {SHORT}")
    assert NEAR not in (await another(chat, 2)).text


async def a_message_can_name_its_brand_or_go_before_it(driver: Driver) -> None:
    chat = driver.private()
    await answered(chat, "/brand new Acme --style noir --ending “Made to last”")
    await answered(chat, "/brand new Bloom --style watercolour")
    await answered(chat, "/brand use Acme")
    assert "Noir" in (await made(chat, f"{IDEA} {SHORT}")).text
    await chat.say(f"a bird --brand bloom {SHORT}")
    assert "Watercolour" in (await another(chat, 2)).text
    await chat.say(f"a dog --style pixel {SHORT}")
    third = await another(chat, 3)
    assert "Pixel" in third.text and "Acme" in third.text


async def odd_wishes_about_brands_are_explained(driver: Driver) -> None:
    chat = driver.private()
    assert "/brand new Acme" in (await answered(chat, "/brand nwe Acme")).text
    assert says("brand.unnamed") in (await answered(chat, "/brand new")).text
    assert "--palette" in (await answered(chat, "/brand new X --palette sunny")).text
    assert "--shots" in (await answered(chat, "/brand new X --shots 3")).text
    await chat.upload(("bad.png", b"no picture"), caption="/brand new X --as palette")
    await chat.until(reads("bad.png"))
    assert "“X”" in (await answered(chat, "/brand use X")).text
    assert (
        says("brand.kept", name="🦊") in (await answered(chat, "/brand new 🦊 --style noir")).text
    )
    await answered(chat, "/brand use 🦊")
    assert says("brand.deleted", name="🦊") in (await answered(chat, "/brand delete 🦊")).text
    assert "🦊" not in (await made(chat, f"{IDEA} {SHORT}")).text


async def a_brand_is_shared_as_a_copy(driver: Driver) -> None:
    one, other = driver.private(), driver.private()
    await answered(one, KIT)
    shared = (await answered(one, "/brand share Acme")).text
    token = shared.split("/brand take ")[1].split()[0]
    assert says("brand.kept", name="Acme") in (await answered(other, f"/brand take {token}")).text
    await answered(other, "/brand edit Acme --style pixel")
    assert "--style noir" in (await seen_now(one)).text


async def seen_now(chat: Chat) -> Seen:
    return await answered(chat, "/brand show Acme")
