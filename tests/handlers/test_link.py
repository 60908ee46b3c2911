"""Two accounts, one person: a code, a yes, one quota, one gallery; and apart again."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from handlers.conversation import Incoming, Person, Place
from handlers.house import Limits
from storage.accounts import Accounts
from storage.jobs import Job
from storage.ledger import Ledger
from tests.handlers.fakes import ALLOWANCE, KEN, MEI, Paper, Shown, Studio, failure

MAI = Person("slate", "77", "小梅", "zh")
DM = Place("slate", "dm-77")
BOSS = Person("paper", "boss", "Boss", "en", operator=True)
FILM = 12


class Slate(Paper):
    """Another platform."""

    name = "slate"


class Pair:
    """A studio on two platforms, and somebody who is on both."""

    def __init__(self, studio: Studio) -> None:
        self.studio, self.slate = studio, Slate()
        cast(dict[str, Any], studio.house.platforms)["slate"] = self.slate

    async def here(self, text: str, who: Person = MEI) -> Shown:
        return await self.studio.say(text, who)

    async def there(self, text: str, place: Place = DM, replied: str = "") -> Shown:
        await self.studio.door.answer(Incoming(MAI, place, text=text, replied=replied))
        return self.slate.last

    async def press(self, label: str) -> Shown:
        shown = self.slate.last
        pressed = Incoming(MAI, DM, press=shown.action(label), message=shown.ref.id, owner=MAI.own)
        await self.studio.door.answer(pressed)
        return self.slate.last

    async def code(self, who: Person = MEI) -> str:
        return (await self.here("/link", who)).text.split("/link ")[1].split()[0]

    async def link(self, who: Person = MEI) -> Shown:
        """Mai joins."""
        await self.there(f"/link {await self.code(who)}")
        return await self.press("是我，关联")

    async def jobs(self, who: Person) -> list[Job]:
        return await self.studio.house.jobs.recent(who.own)

    async def left(self, who: Person = MEI) -> int:
        return (await self.studio.house.ledger.balance(who.own)).available

    def move_clock(self, **by: float) -> None:
        def clock() -> datetime:
            return datetime.now(UTC) + timedelta(**by)

        house, db = self.studio.house, self.studio.house.statistics.db
        ledger, accounts = Ledger(db, ALLOWANCE, clock), Accounts(db, clock)
        self.studio.house = replace(house, ledger=ledger, accounts=accounts, clock=clock)
        self.studio.desk.house = self.studio.desk.notices.house = self.studio.house


@pytest.fixture
def pair(studio: Studio) -> Pair:
    return Pair(studio)


# Linking


async def test_a_code_a_look_and_a_yes_make_two_accounts_one_person(pair: Pair) -> None:
    await pair.here("A cat")
    await pair.there("一只狐狸")
    await pair.studio.settled()
    assert await pair.left(MEI) == await pair.left(MAI) == ALLOWANCE - FILM

    shown = await pair.there(f"/link {await pair.code()}")
    assert "Mei (Paper)" in shown.text and shown.labels == ["是我，关联", "不是"]
    assert await pair.left(MAI) == ALLOWANCE - FILM and shown.reply.private
    done = await pair.press("是我，关联")
    assert "Mei (Paper)" in done.text and not done.buttons

    assert await pair.left(MEI) == await pair.left(MAI) == ALLOWANCE - 2 * FILM
    assert [job.platform for job in await pair.jobs(MEI)] == ["slate", "paper"]
    assert "A cat" in (await pair.there("/jobs")).text
    assert "一只狐狸" in (await pair.here("/jobs")).text
    told = next(m for m in pair.studio.paper.history if "is linked to this account" in m.text)
    assert "小梅 (Slate)" in told.text


async def test_a_code_is_read_however_it_is_typed(pair: Pair) -> None:
    code = await pair.code()
    for typed in (code.lower(), code.replace("-", " "), code.replace("-", "")):
        assert "Mei (Paper)" in (await pair.there(f"/link {typed}")).text


async def test_a_no_links_nothing(pair: Pair) -> None:
    shown = await pair.there(f"/link {await pair.code()}")
    assert shown.labels == ["是我，关联", "不是"]
    assert (await pair.press("不是")).text == "没有关联任何账号。"
    assert await pair.left(MAI) == ALLOWANCE
    assert await pair.studio.house.people.main(MAI.own) == MAI.own


async def test_each_account_keeps_its_language(pair: Pair) -> None:
    await pair.link()
    await pair.there("/lang ja")
    assert "残り" in (await pair.there("/me")).text
    assert "You have" in (await pair.here("/me")).text


async def test_settings_of_the_one_who_gave_the_code_win_and_others_come_along(
    pair: Pair,
) -> None:
    await pair.here("/settings style noir")
    await pair.there("/settings style pixel")
    await pair.there("/settings shots 2")
    await pair.link()
    await pair.there("一只狐狸")
    brief = pair.studio.queue.runs[pair.studio.queue.submissions[-1]].brief
    assert (brief.style, brief.shots) == ("noir", 2)


async def test_a_job_that_runs_goes_on_where_it_was_and_is_paid_from_the_shared_purse(
    pair: Pair,
) -> None:
    pair.studio.queue.gate.clear()
    await pair.there("一只狐狸")
    await pair.link()
    balance = await pair.studio.house.ledger.balance(MEI.own)
    assert (balance.available, balance.held) == (ALLOWANCE - FILM, FILM)
    pair.studio.queue.gate.set()
    await pair.studio.settled()
    [job] = await pair.jobs(MEI)
    assert (job.state, job.platform, job.spent) == ("finished", "slate", FILM)
    assert any(shown.reply.video for shown in pair.slate.messages.values())
    after = await pair.studio.house.ledger.balance(MEI.own)
    assert (after.available, after.held) == (ALLOWANCE - FILM, 0)


async def test_a_job_that_fails_after_linking_gives_back_to_the_shared_purse(pair: Pair) -> None:
    pair.studio.queue.gate.clear()
    pair.studio.queue.failures.append(failure())
    await pair.there("一只狐狸")
    await pair.link()
    pair.studio.queue.gate.set()
    await pair.studio.settled()
    assert await pair.left(MEI) == await pair.left(MAI) == ALLOWANCE


async def test_whoever_waited_long_is_called_by_the_id_of_the_jobs_own_platform(
    pair: Pair,
) -> None:
    calling = replace(pair.studio.house, limits=Limits(again=(), call_after=-1))
    pair.studio.house = pair.studio.desk.house = pair.studio.desk.notices.house = calling
    await pair.link()
    await pair.there("一只狐狸")
    await pair.studio.settled()
    [(_, _, call)] = pair.slate.followed
    assert call and (call.person, call.name) == ("77", "小梅")
    assert (await pair.jobs(MEI))[0].person == MEI.own


async def test_buttons_of_either_account_work_on_both(pair: Pair) -> None:
    await pair.here("A cat")
    await pair.studio.settled()
    again = pair.studio.paper.last.action("Another seed")
    await pair.link()
    await pair.studio.door.answer(Incoming(MAI, DM, press=again, message="1"))
    await pair.studio.settled()
    assert len(await pair.jobs(MAI)) == 2
    refused = await pair.studio.press(again, replace(KEN, lang="en"))
    assert "belongs to somebody else" in refused.text
    assert len(await pair.jobs(MEI)) == 2


async def test_a_question_asked_before_linking_takes_its_answer_after_it(pair: Pair) -> None:
    questions = pair.studio.house.questions
    await pair.there("/me")
    await questions.ask(DM.key, "9", "v1:lang::ja", MAI.own)
    await pair.link()
    await pair.there("好", replied="9")
    account = await pair.studio.house.people.get(MAI.own)
    assert account and account.lang == "ja"


# What does not work


async def test_a_code_works_once_and_a_new_one_takes_its_place(pair: Pair) -> None:
    first = await pair.code()
    second = await pair.code()
    assert "代码不对" in (await pair.there(f"/link {first}")).text
    await pair.there(f"/link {second}")
    await pair.press("是我，关联")
    ken = await pair.here(f"/link {second}", replace(KEN, lang="en"))
    assert "has been used" in ken.text


async def test_a_code_lasts_ten_minutes_for_the_words_and_for_the_yes(pair: Pair) -> None:
    code = await pair.code()
    await pair.there(f"/link {code}")
    pair.move_clock(minutes=10)
    assert "过期" in (await pair.press("是我，关联")).text
    assert "过期" in (await pair.there(f"/link {code}")).text
    assert await pair.studio.house.people.main(MAI.own) == MAI.own


async def test_after_five_wrong_codes_even_the_right_one_has_to_wait(pair: Pair) -> None:
    code = await pair.code()
    for n in range(5):
        assert "代码不对" in (await pair.there(f"/link ABCDEFG{n}")).text
    assert "太多" in (await pair.there(f"/link {code}")).text
    forged = Incoming(MAI, DM, press=f"v1:link::{code.replace('-', '').lower()}")
    await pair.studio.door.answer(forged)
    assert "太多" in pair.slate.last.text
    assert await pair.studio.house.people.main(MAI.own) == MAI.own


async def test_guesses_at_once_are_counted_one_by_one(pair: Pair) -> None:
    await pair.there("/me")
    accounts = pair.studio.house.accounts
    tried = await asyncio.gather(
        *(accounts.whose(f"ABCDEFG{n}", MAI.own) for n in range(9)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in tried) == ["TooManyGuesses"] * 4 + ["WrongCode"] * 5


async def test_what_is_no_code_is_told_so_and_is_no_guess(pair: Pair) -> None:
    for _ in range(6):
        assert "不是代码" in (await pair.there("/link 你好")).text


async def test_an_account_is_not_linked_to_itself_nor_twice(pair: Pair) -> None:
    code = await pair.code()
    assert "this very account" in (await pair.here(f"/link {code}")).text
    await pair.link()
    code = await pair.code()
    assert "已经关联" in (await pair.there(f"/link {code}")).text
    back = (await pair.there("/link")).text.split("/link ")[1].split()[0]
    assert "linked already" in (await pair.here(f"/link {back}")).text


async def test_codes_are_for_private_chats(pair: Pair) -> None:
    group = Place("slate", "group", private=False)
    for text in ("/link", f"/link {await pair.code()}"):
        refused = await pair.there(text, group)
        assert "请私聊我" in refused.text and not refused.buttons


async def test_three_accounts_are_one_person_whichever_joins_whom(pair: Pair) -> None:
    english = replace(KEN, lang="en")
    await pair.link()
    code = (await pair.here("/link", english)).text.split("/link ")[1].split()[0]
    shown = await pair.here(f"/link {code}")
    await pair.studio.press(shown.action("Yes, link us"), message=shown.ref.id)
    mains = [await pair.studio.house.people.main(who.own) for who in (MEI, MAI, KEN)]
    assert mains == [KEN.own] * 3
    back = (await pair.there("/link")).text.split("/link ")[1].split()[0]
    assert "linked already" in (await pair.here(f"/link {back}", english)).text
    linked = (await pair.there("/link")).text
    assert "Ken (Paper)" in linked and "Mei (Paper)" in linked


async def test_two_confirmations_at_once_link_once(pair: Pair) -> None:
    shown = await pair.there(f"/link {await pair.code()}")
    yes = Incoming(MAI, DM, press=shown.action("是我，关联"), message=shown.ref.id)
    await asyncio.gather(pair.studio.door.answer(yes), pair.studio.door.answer(yes))
    assert await pair.studio.house.people.main(MAI.own) == MEI.own
    assert await pair.left(MAI) == ALLOWANCE


# Those who may not, and those who may more


async def test_a_ban_holds_for_all_accounts_whichever_was_named(pair: Pair) -> None:
    await pair.link()
    for named in (MAI.own, MEI.own):
        said = await pair.here(f"/ban {named}", BOSS)
        assert f"({MEI.own})" in said.text
        assert "can't take orders" in (await pair.here("/me")).text
        await pair.there("/link 关")
        assert await pair.studio.house.people.main(MAI.own) == MEI.own
        await pair.here(f"/ban {named} off", BOSS)
        assert "You have" in (await pair.here("/me")).text


@pytest.mark.parametrize(("banned", "told"), [(MEI, "不能关联"), (MAI, "不能再为你制作")])
async def test_nobody_escapes_a_ban_by_linking(pair: Pair, banned: Person, told: str) -> None:
    await pair.there(f"/link {await pair.code()}")
    await pair.studio.house.people.ban(banned.own)
    assert told in (await pair.press("是我，关联")).text
    assert await pair.studio.house.people.main(MAI.own) == MAI.own


async def test_an_operator_is_not_banned_by_another_account_of_theirs(pair: Pair) -> None:
    pair.studio.house = replace(pair.studio.house, operators=frozenset({MAI.own}))
    pair.studio.desk.house = pair.studio.house
    await pair.link()
    for named in (MAI.own, MEI.own):
        assert "runs this bot" in (await pair.here(f"/ban {named}", BOSS)).text


async def test_operators_grant_to_the_person_by_any_account(pair: Pair) -> None:
    await pair.link()
    await pair.here(f"/grant {MAI.own} 50", BOSS)
    await pair.here("/grant 小梅 7", BOSS)
    assert await pair.left(MEI) == await pair.left(MAI) == ALLOWANCE + 57


# Apart again


async def test_taken_apart_each_has_what_it_ordered_and_the_credits_stay(pair: Pair) -> None:
    await pair.here("A cat")
    await pair.there("一只狐狸")
    await pair.studio.house.ledger.grant(MAI.own, 30, "gift")
    await pair.link()
    await pair.there("第二只狐狸")
    await pair.studio.settled()
    text = (await pair.there("/link 关")).text
    assert "小梅 (Slate)" in text and "Mei (Paper)" in text
    assert [job.platform for job in await pair.jobs(MEI)] == ["paper"]
    assert [job.platform for job in await pair.jobs(MAI)] == ["slate"] * 2
    assert await pair.left(MEI) == ALLOWANCE + 30 - 3 * FILM
    assert await pair.left(MAI) == 0
    pair.move_clock(days=1)
    assert await pair.left(MAI) == ALLOWANCE and await pair.left(MEI) == ALLOWANCE + 30


async def test_the_main_account_can_send_the_others_away(pair: Pair) -> None:
    await pair.link()
    assert "小梅 (Slate)" in (await pair.here("/link off")).text
    assert "isn't linked" in (await pair.here("/link off")).text
    assert "没有关联" in (await pair.there("/link 关")).text


async def test_a_job_that_runs_while_accounts_part_gives_back_where_it_was_paid(
    pair: Pair,
) -> None:
    await pair.link()
    pair.studio.queue.gate.clear()
    pair.studio.queue.failures.append(failure())
    await pair.there("一只狐狸")
    await pair.there("/link 关")
    pair.studio.queue.gate.set()
    await pair.studio.settled()
    assert [job.state for job in await pair.jobs(MAI)] == ["failed"]
    assert (await pair.left(MEI), await pair.left(MAI)) == (ALLOWANCE, 0)


async def test_linking_and_parting_all_day_gives_nobody_a_second_allowance(pair: Pair) -> None:
    used = 0
    for _ in range(4):
        await pair.link()
        for who in (MEI, MAI):
            credits = min(70, await pair.left(who))
            if credits:
                await pair.studio.house.ledger.hold(who.own, f"job{used}", credits)
                used += credits
        await pair.there("/link 关")
        assert await pair.left(MAI) == 0
    assert used == ALLOWANCE


async def test_brands_of_both_accounts_are_those_of_one_person_and_part_with_them(
    pair: Pair,
) -> None:
    await pair.here("/brand new Acme --style noir")
    await pair.there("/brand new Bloom --style pixel")
    await pair.link()
    for listed in (await pair.here("/brand"), await pair.there("/brand")):
        assert "Acme" in listed.text and "Bloom" in listed.text
    await pair.here("/brand edit Bloom --style anime")
    [bloom] = [b for b in await pair.studio.house.brands.of(MEI.key) if b.name == "Bloom"]
    assert bloom.values["style"] == "anime" and bloom.owner != MEI.key
