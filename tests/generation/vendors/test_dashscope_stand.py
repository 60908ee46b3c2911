"""The stand-in for DashScope, driven by what others wrote: dashscope's 1.x classes, its 2.x client,
and plain HTTP. So it is not shaped by our own clients alone."""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import av
import dashscope
import pytest
from dashscope.utils.oss_utils import OssUtils
from dashscope.v2.errors import AuthenticationError, BadRequestError, ContentFilterError
from PIL import Image

from tests.servers.dashscope import AIGC, API, CHINA, DashScope
from tests.servers.media import Quick
from tests.servers.stand import Fault

KEY = "sk-invented-key-of-the-suite"
PIXEL = (
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)
VIDEO = f"{AIGC}/video-generation/video-synthesis"


@pytest.fixture
async def stand() -> AsyncIterator[DashScope]:
    async with DashScope(Quick()) as stand:
        yield stand


@pytest.fixture
async def client(stand: DashScope) -> AsyncIterator[dashscope.AsyncClient]:
    """dashscope's 2.x client."""
    base_url = stand.url + API
    async with dashscope.AsyncClient(api_key=KEY, base_url=base_url, max_retries=0) as client:
        yield client


@pytest.fixture(autouse=True)
def endpoint_of_1_x(stand: DashScope, monkeypatch: pytest.MonkeyPatch) -> None:
    """The 1.x classes know one endpoint for all; this is how they are told another."""
    monkeypatch.setattr(dashscope, "base_http_api_url", stand.url + API)


async def old(call: Any, *args: Any, **kwargs: Any) -> Any:
    """A call of dashscope's 1.x classes, which block."""
    return await asyncio.to_thread(call, *args, **{"api_key": KEY, **kwargs})


async def fetched(url: str) -> bytes:
    """What lies at an address of the stand-in."""
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert response.status == 200
        return await response.read()


def length(clip: bytes) -> float:
    """Seconds of a clip."""
    with av.open(io.BytesIO(clip), "r") as box:
        return (box.duration or 0) / av.time_base


# 1.x


async def test_1_x_makes_a_video(stand: DashScope) -> None:
    made = await old(
        dashscope.VideoSynthesis.async_call,
        "wan2.5-i2v-preview",
        "a fox",
        img_url=PIXEL,
        resolution="720P",
        duration=10,
    )
    assert made.status_code == 200
    assert made.output.task_status == "PENDING"
    await asyncio.sleep(0.1)
    done = await old(dashscope.VideoSynthesis.wait, made)
    assert done.output.task_status == "SUCCEEDED"
    assert done.usage.duration == 10
    assert length(await fetched(done.output.video_url)) == pytest.approx(10, abs=0.1)


async def test_1_x_lists_and_cancels(stand: DashScope) -> None:
    stand.seconds = 30
    videos: Any = dashscope.VideoSynthesis
    made = await old(videos.async_call, "wan2.6-t2v", "a fox", size="1280*720")
    page = await old(videos.list, model_name="wan2.6-t2v", status="PENDING")
    assert [entry["task_id"] for entry in page.output["data"]] == [made.output.task_id]
    assert (await old(videos.cancel, made)).status_code == 200
    assert (await old(videos.fetch, made)).output.task_status == "CANCELED"
    again = await old(videos.cancel, made)
    assert (again.status_code, again.code) == (400, "UnsupportedOperation")


async def test_1_x_hears_what_is_wrong(stand: DashScope) -> None:
    wrong = await old(dashscope.VideoSynthesis.async_call, "wan2.6-t2v", "x", duration=99)
    assert (wrong.status_code, wrong.code) == (400, "InvalidParameter")
    wrong = await old(dashscope.VideoSynthesis.async_call, "wanx-video-v1", "a fox")
    assert wrong.code == "Model.NotExist"
    wrong = await old(dashscope.VideoSynthesis.async_call, "wan2.6-t2v", "a fox", api_key="no")
    assert (wrong.status_code, wrong.code) == (401, "InvalidApiKey")


async def test_1_x_paints(stand: DashScope) -> None:
    message = {"role": "user", "content": [{"text": "a fox"}]}
    painted = await old(
        dashscope.MultiModalConversation.call,
        model="qwen-image-2.0-pro",
        messages=[message],
        size="1536*1024",
        n=2,
    )
    content = painted.output.choices[0].message.content
    assert len(content) == 2
    picture = Image.open(io.BytesIO(await fetched(content[0]["image"])))
    assert picture.size == (1536, 1024)


async def test_1_x_paints_by_task(stand: DashScope) -> None:
    images = dashscope.ImageSynthesis
    made = await old(images.async_call, "qwen-image", "a fox", n=1, size="1664*928")
    await asyncio.sleep(0.1)
    done = await old(images.wait, made)
    assert done.output.results[0].orig_prompt == "a fox"
    assert Image.open(io.BytesIO(await fetched(done.output.results[0].url))).size == (1664, 928)


async def test_1_x_speaks(stand: DashScope) -> None:
    spoken = await old(
        dashscope.MultiModalConversation.call,
        model="qwen3-tts-flash",
        text="你好",
        voice="Cherry",
    )
    with wave.open(io.BytesIO(await fetched(spoken.output.audio["url"]))) as sound:
        assert sound.getnframes() > 0


async def test_1_x_uploads(stand: DashScope, tmp_path: Path) -> None:
    (tmp_path / "fox.png").write_bytes(b"a picture")
    url, _ = await old(OssUtils.upload, "wan2.2-i2v-plus", str(tmp_path / "fox.png"))
    assert url.startswith("oss://dashscope-instant/")
    assert stand.uploads == [url.removeprefix("oss://")]


# 2.x


async def test_2_x_makes_a_video(stand: DashScope, client: dashscope.AsyncClient) -> None:
    job = await client.videos.jobs.create(
        model="wan2.7-i2v",
        prompt="a fox",
        media=[{"type": kind, "url": PIXEL} for kind in ("first_frame", "last_frame")],
        duration=3,
        resolution="720P",
    )
    assert job.status == "PENDING"
    done = await client.videos.jobs.wait(job, poll_interval=0.1)
    assert done.video_url
    assert done.submitted_at
    assert length(await fetched(done.video_url)) == pytest.approx(3, abs=0.1)


async def test_2_x_cancels(stand: DashScope, client: dashscope.AsyncClient) -> None:
    stand.seconds = 30
    job = await client.videos.jobs.create(model="wan3.0-video", prompt="a fox")
    assert not (await client.videos.jobs.cancel(job.task_id)).code
    assert (await client.videos.jobs.fetch(job.task_id)).status == "CANCELED"
    with pytest.raises(BadRequestError, match="PENDING"):
        await client.videos.jobs.cancel(job.task_id)


async def test_2_x_finds_how_many_tasks_there_are_and_none_of_them(
    stand: DashScope, client: dashscope.AsyncClient
) -> None:
    await client.videos.jobs.create(model="wan3.0-video", prompt="a fox")
    page = await client.videos.jobs.list()
    assert page.total == 1
    assert page.tasks == [], "why we ask for the list ourselves"


async def test_2_x_uploads_a_file_that_a_negative_prompt_names(
    stand: DashScope, client: dashscope.AsyncClient, tmp_path: Path
) -> None:
    (tmp_path / "private.txt").write_text("private")
    negative = f"file://{tmp_path}/private.txt"
    await client.videos.jobs.create(
        model="wan2.6-t2v", prompt="a fox", extra_input={"negative_prompt": negative}
    )
    assert [Path(name).name for name in stand.uploads] == ["private.txt"], "why we do not"


async def test_2_x_raises(stand: DashScope, client: dashscope.AsyncClient) -> None:
    stand.bad("refused")
    job = await client.videos.jobs.create(model="wan2.6-t2v", prompt="a fox")
    await asyncio.sleep(0.1)
    with pytest.raises(ContentFilterError, match="Output data"):
        await client.videos.jobs.fetch(job.task_id)
    with pytest.raises(AuthenticationError):
        await client.videos.jobs.fetch(job.task_id, api_key="no")
    assert (await client.videos.jobs.fetch("no-such-task")).status == "UNKNOWN"


async def test_2_x_lists_models(client: dashscope.AsyncClient) -> None:
    found = await client.models.list(page_size=3)
    assert [model.model for model in found.models][0] == "wan2.2-i2v-plus"
    assert found.total_count > 3


# Plain HTTP


async def test_plain_http_has_to_ask_for_a_task(stand: DashScope) -> None:
    body = {"model": "wan2.6-t2v", "input": {"prompt": "a fox"}}
    headers = {"Authorization": f"Bearer {KEY}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        answer = await session.post(stand.url + VIDEO, json=body)
        assert answer.status == 403
        assert "synchronous" in (await answer.json())["message"]
        task = {"X-DashScope-Async": "enable"}
        answer = await session.post(stand.url + VIDEO, json=body, headers=task)
        assert (await answer.json())["output"]["task_status"] == "PENDING"
        answer = await session.post(f"{stand.url}{AIGC}/multimodal-generation/generation")
        assert answer.status == 400


@pytest.mark.parametrize(
    ("model", "given", "parameters"),
    [
        ("wan2.2-i2v-plus", {"prompt": "x"}, {}),
        ("wan2.2-i2v-plus", {"img_url": "data:text/plain,x"}, {}),
        ("wan2.2-i2v-plus", {"img_url": PIXEL}, {"resolution": "720P"}),
        ("wan2.2-i2v-plus", {"img_url": PIXEL}, {"size": "1280*720"}),
        ("wan2.2-i2v-plus", {"img_url": PIXEL}, {"duration": 10}),
        ("wan2.2-i2v-plus", {"img_url": PIXEL}, {"seed": 2**31}),
        ("wan2.2-i2v-plus", {"img_url": PIXEL}, {"audio": True}),
        ("wan2.7-i2v", {"img_url": PIXEL}, {}),
        ("wan2.7-i2v", {"media": [{"type": "last_frame", "url": PIXEL}]}, {}),
        ("wan2.7-i2v", {"media": [{"type": "first", "url": PIXEL}]}, {}),
        ("wan3.0-video", {"prompt": "x", "negative_prompt": "y"}, {}),
        ("wan3.0-video", {"prompt": "x"}, {"ratio": "2:1"}),
        ("wan2.2-t2v-plus", {}, {}),
        ("wan2.2-t2v-plus", {"prompt": "x"}, {"size": "1280*720"}),
    ],
)
async def test_wrong_parameters_are_refused(
    stand: DashScope, model: str, given: dict[str, Any], parameters: dict[str, Any]
) -> None:
    headers = {"Authorization": f"Bearer {KEY}", "X-DashScope-Async": "enable"}
    body = {"model": model, "input": given, "parameters": parameters}
    async with aiohttp.ClientSession(headers=headers) as session:
        answer = await session.post(stand.url + VIDEO, json=body)
        assert answer.status == 400
        assert (await answer.json())["code"] == "InvalidParameter"
    assert not stand.tasks


@pytest.mark.parametrize(("hours", "total"), [(-1, 1), (1, 0)])
async def test_the_list_is_filtered_by_china_s_time(
    hours: float, total: int, stand: DashScope, client: dashscope.AsyncClient
) -> None:
    await client.videos.jobs.create(model="wan2.6-t2v", prompt="a fox")
    since = datetime.now(CHINA) + timedelta(hours=hours)
    page = await client.videos.jobs.list(start_time=since.strftime("%Y%m%d%H%M%S"))
    assert page.total == total


async def test_newer_painters_take_no_tasks(client: dashscope.AsyncClient) -> None:
    with pytest.raises(BadRequestError, match="url error"):
        await client.images.jobs.create(model="qwen-image-2.0-pro", prompt="a fox")


async def test_faults_are_answered_as_planted(stand: DashScope) -> None:
    stand.plant(Fault("poll", status=503, body={"code": "ServiceUnavailable", "message": "later"}))
    async with aiohttp.ClientSession() as session:
        answer = await session.get(f"{stand.url}{API}/tasks/x")
        assert answer.status == 503
