"""Two accounts that belong to one person."""

from __future__ import annotations

from tests.journeys.driver import Driver, label, says
from tests.journeys.steps import IDEA, SHORT, answered, made, reads


async def two_accounts_become_one_person_and_part_again(driver: Driver) -> None:
    chat, other = driver.private(), driver.private()
    code = (await answered(chat, "/link")).text.split("/link ")[1].split()[0]
    asked = await answered(other, f"/link {code}")
    assert "Is that you, too?" in asked.text
    await other.press(asked, label("link"))
    await other.until(reads("one person here"))

    await made(other, f"{IDEA} {SHORT}")
    assert IDEA in (await answered(chat, "/jobs")).text
    assert "Taken apart" in (await answered(other, "/link off")).text
    assert says("jobs.none") in (await answered(chat, "/jobs")).text
    assert IDEA in (await answered(other, "/jobs")).text


async def a_wrong_code_links_nobody(driver: Driver) -> None:
    chat = driver.private()
    assert says("link.wrong") in (await answered(chat, "/link ABCD-EFGH")).text
    assert says("link.none") in (await answered(chat, "/link off")).text
