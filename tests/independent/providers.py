"""The same tests of providers as with our own stand-ins, on the surfaces that aimock has: Ark's
tasks and pictures, OpenAI's pictures, chat. It has no cancelling, no lists and few error codes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, ClassVar, cast

import pytest

from generation.errors import Kind, ProviderError
from generation.model import Brief
from generation.providers import deepseek, openai_images, seedance, seedream
from generation.providers.contract import Bench, Member, Writer
from tests.generation.vendors.suite import KEY, MakerSuite, a_bench
from tests.independent.aimock import Aimock, running
from tests.servers.chat import Asked
from tests.servers.media import Quick
from tests.servers.stand import Fault, Stand

IDEA = "机械狐狸在未来城市奔跑"
REFUSALS = {
    "throttled": (Fault("submit", status=429, body={"error": {"message": "slow"}}), Kind.BUSY),
}


@pytest.fixture(scope="module", autouse=True)
def upstream(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    asked = Asked("", IDEA, 0, "zh", 3, "cyberpunk", 15.0)
    board = json.dumps(asyncio.run(asked.written("zh", 3)), ensure_ascii=False)
    with running(tmp_path_factory.mktemp("aimock"), board) as url:
        Aimock.upstream = url
        yield


class Independent(MakerSuite):
    """A maker on aimock."""

    vendor = Aimock
    submits: ClassVar = REFUSALS
    cancels = False

    async def test_an_unknown_order_is_found_again_where_the_vendor_can_say(
        self, stand: Stand, bench: Bench
    ) -> None:
        pytest.skip("aimock has no lists")

    @pytest.mark.parametrize(
        ("context", "kind"), [("throttled", Kind.BUSY), ("stranger", Kind.ACCOUNT)]
    )
    async def test_a_refusal_in_the_words_of_aimock_has_its_meaning(
        self, stand: Aimock, bench: Bench, context: str, kind: Kind
    ) -> None:
        stand.context = context
        with pytest.raises(ProviderError) as caught:
            await self.maker(stand.url).start(self.request(bench), bench)
        assert caught.value.kind == kind
        if kind == Kind.BUSY:
            assert caught.value.retry_after == 7


class TestSeedance(Independent):
    module, role, name = seedance, "animator", "seedance"
    ends: ClassVar = {
        "moderated output": (("refused", "", ""), Kind.MODERATED_OUTPUT),
        "an internal error": (("failed", "", ""), Kind.FAILED),
        "expired": (("lost", "", ""), Kind.LOST),
    }

    def env(self, url: str) -> dict[str, str]:
        return {"ARK_API_KEY": KEY, "ARK_BASE_URL": f"{url}/api/v3"}


class TestSeedream(Independent):
    module, role, name = seedream, "painter", "seedream"
    synchronous = True

    def env(self, url: str) -> dict[str, str]:
        return {"ARK_API_KEY": KEY, "ARK_BASE_URL": f"{url}/api/v3"}


class TestGptImage(Independent):
    module, role, name = openai_images, "painter", "openai"
    synchronous = inline = True

    def env(self, url: str) -> dict[str, str]:
        return {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": f"{url}/v1"}


class TestWriter:
    """DeepSeek's writer."""

    @pytest.fixture
    async def stand(self) -> AsyncIterator[Aimock]:
        async with Aimock(Quick()) as stand:
            yield stand

    def writer(self, stand: Aimock) -> Writer:
        found: list[Member] = []
        env = {"DEEPSEEK_API_KEY": KEY, "DEEPSEEK_BASE_URL": f"{stand.url}/v1"}
        deepseek.register(found.append, env)
        return cast(Writer, found[0].provider)

    async def write(self, stand: Aimock, folder: Path) -> Any:
        brief = Brief(idea=IDEA, lang="zh", style="cyberpunk", shots=3, seconds=15.0)
        return await self.writer(stand).write(brief, a_bench(folder))

    async def test_an_idea_becomes_a_storyboard(self, stand: Aimock, tmp_path: Path) -> None:
        board = await self.write(stand, tmp_path)
        assert len(board.shots) == 3
        assert board.provenance.provider == "deepseek"

    @pytest.mark.parametrize(
        ("context", "kind"), [("throttled", Kind.BUSY), ("stranger", Kind.ACCOUNT)]
    )
    async def test_a_refusal_has_its_meaning(
        self, stand: Aimock, tmp_path: Path, context: str, kind: Kind
    ) -> None:
        stand.context = context
        with pytest.raises(ProviderError) as caught:
            await self.write(stand, tmp_path)
        assert caught.value.kind == kind
