"""ComfyUI: workflows as files, filled in, ordered, listened to, fetched."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, cast

import pytest

from generation.errors import Kind, ProviderError
from generation.model import Aspect, Clip, Keyframe
from generation.providers import comfyui
from generation.providers.contract import AnimateRequest, Bench, Member, Unsure
from generation.providers.wire.graph import FOLDER, BadGraph, Graph, Values
from generation.providers.wire.progress import Listening
from tests.generation.vendors.suite import (
    KEY,
    PROMPT,
    End,
    MakerSuite,
    a_bench,
    a_paint_request,
    an_animate_request,
)
from tests.servers.comfy import Comfy
from tests.servers.media import Quick
from tests.servers.stand import Fault, Stand

VIDEO = ("wan22-i2v", "hunyuan-i2v", "ltx-i2v")
IMAGE = ("flux", "qwen-image")
VALUES = Values(
    prompt=PROMPT, negative="blurry", seed=7, width=1280, height=720, seconds=5.0, image="a.jpg"
)


def refused(kind: str, *inner: str) -> Fault:
    """A workflow that ComfyUI does not take."""
    errors = [{"type": t, "message": t, "details": "", "extra_info": {}} for t in inner]
    nodes = {"3": {"errors": errors, "class_type": "UNETLoader"}} if errors else {}
    body = {"error": {"type": kind, "message": kind, "details": ""}, "node_errors": nodes}
    return Fault("submit", status=400, body=body)


FAILED = "prompt_outputs_failed_validation"
REFUSALS = {
    "a gateway throttles": (Fault("submit", status=429, body={"error": "slow down"}), Kind.BUSY),
    "a gateway's door": (Fault("submit", status=401, body={"error": "no"}), Kind.ACCOUNT),
    "a model that is not there": (refused(FAILED, "value_not_in_list"), Kind.ACCOUNT),
    "a node that is not there": (refused("missing_node_type"), Kind.ACCOUNT),
    "no outputs": (refused("prompt_no_outputs"), Kind.ACCOUNT),
    "a value too large": (refused(FAILED, "value_bigger_than_max"), Kind.BAD_REQUEST),
    "a broken server": (
        Fault("submit", status=500, body="500 Internal Server Error"),
        Kind.PASSING,
    ),
}
ENDS: dict[str, tuple[End, Kind]] = {
    "out of memory": (
        ("failed", "torch.OutOfMemoryError", "Allocation on device 0 would exceed allowed memory"),
        Kind.FAILED,
    ),
    "a node that broke": (("failed", "RuntimeError", "shapes do not match"), Kind.FAILED),
    "a server that was restarted": (("lost", "", ""), Kind.LOST),
}


class Suite(MakerSuite):
    """What both roles have in common."""

    vendor, module, name = Comfy, comfyui, "comfyui"
    submits: ClassVar = REFUSALS
    ends: ClassVar = ENDS
    variable: ClassVar[str]
    graph: ClassVar[str]

    def env(self, url: str) -> dict[str, str]:
        return {"COMFYUI_URL": url, "COMFYUI_TOKEN": KEY, self.variable: self.graph}

    async def test_an_older_server_chooses_ids_and_orders_are_found_all_the_same(
        self, stand: Stand, bench: Bench
    ) -> None:
        assert isinstance(stand, Comfy)
        stand.mints = True
        await self.test_an_unknown_order_is_found_again_where_the_vendor_can_say(stand, bench)

    async def test_without_a_websocket_the_history_is_asked(
        self, stand: Stand, bench: Bench
    ) -> None:
        assert isinstance(stand, Comfy)
        stand.silent, stand.seconds = True, 0.2
        assert (await self.made(stand, bench)).file

    async def test_progress_is_told_as_it_comes(self, stand: Stand, tmp_path: Path) -> None:
        told: list[tuple[float, float]] = []
        stand.seconds = 0.4

        def tell(done: float, of: float) -> None:
            told.append((done, of))

        bench = replace(a_bench(tmp_path), tell=tell)
        env = {"REELROOM_POLL_SECONDS": "0.2"}
        member = comfyui.member(self.role, self.variable, self.graph, stand.url, env)
        maker, request = cast(Any, member.provider), self.request(bench)
        ticket = await maker.start(request, bench)
        assert (await maker.collect(request, ticket, bench)).file
        of = sum(Graph.read(self.graph).weights.values())
        steps = [done for done, all_of_it in told if all_of_it == of]
        assert len(steps) > 8
        assert steps == sorted(steps)
        assert steps[-1] <= of

    async def test_the_end_is_heard_before_the_history_would_have_been_asked(
        self, stand: Stand, bench: Bench
    ) -> None:
        stand.seconds = 0.2
        found: list[Member] = []
        comfyui.register(found.append, {**self.env(stand.url), "REELROOM_POLL_SECONDS": "20"})
        (member,) = found
        maker, request = cast(Any, member.provider), self.request(bench)
        async with asyncio.timeout(5):
            ticket = await maker.start(request, bench)
            result: Clip | Keyframe = await maker.collect(request, ticket, bench)
        assert result.file

    async def test_a_waiting_task_is_taken_out_of_the_queue(
        self, stand: Stand, bench: Bench
    ) -> None:
        stand.seconds = 300
        maker, request = self.maker(stand.url), self.request(bench)
        ticket = await maker.start(request, bench)
        await maker.cancel(ticket)
        assert not stand.count("POST", "/interrupt"), "nothing else is stopped"
        with pytest.raises(ProviderError) as caught:
            await maker.collect(request, ticket, bench)
        assert caught.value.kind == Kind.LOST

    async def test_only_our_own_task_is_interrupted(self, stand: Stand, bench: Bench) -> None:
        stand.seconds = 3
        maker, request = self.maker(stand.url), self.request(bench)
        ticket = await maker.start(request, bench)
        task = stand.tasks[ticket.task]
        task.since -= 1
        await maker.cancel(ticket)
        (asked,) = [a for a in stand.asked if a.path == "/interrupt"]
        assert asked.body == {"prompt_id": ticket.task}
        with pytest.raises(ProviderError) as caught:
            await maker.collect(request, ticket, bench)
        assert caught.value.kind == Kind.FAILED
        assert "execution_interrupted" in caught.value.detail

    async def test_an_order_has_the_same_id_after_a_restart(
        self, stand: Stand, bench: Bench
    ) -> None:
        ticket = await self.maker(stand.url).start(self.request(bench), bench)
        assert ticket.task == comfyui.order_id(bench.order)
        sent = stand.asked[-1].body
        assert (sent["client_id"], sent["extra_data"]) == (ticket.task, {"reelroom": bench.order})
        assert comfyui.order_id("") != comfyui.order_id("")

    async def test_a_task_of_another_order_is_not_taken_for_ours(
        self, stand: Stand, bench: Bench
    ) -> None:
        await self.maker(stand.url).start(self.request(bench), bench)
        unsure = Unsure("another order", datetime.now(UTC), frozenset())
        assert await cast(Any, self.maker(stand.url)).find(self.request(bench), unsure) is None

    async def test_the_probe_tells_of_the_server(self, stand: Stand) -> None:
        words = await cast(Any, self.maker(stand.url)).probe()
        assert words == f"ComfyUI 0.3.75 on cuda:0 invented, {self.graph}"

    async def test_a_gateway_in_front_gets_its_token_everywhere(
        self, stand: Stand, bench: Bench
    ) -> None:
        assert isinstance(stand, Comfy)
        stand.token = KEY
        assert (await self.made(stand, bench)).file

    async def test_a_private_server_is_the_operators_own_choice(
        self, stand: Stand, bench: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("generation.providers.wire.addresses._loopback", False)
        assert (await self.made(stand, bench)).file

    async def test_a_server_that_redirects_elsewhere_is_not_followed_into_the_house(
        self, stand: Stand, bench: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("generation.providers.wire.addresses._loopback", False)
        elsewhere = {"Location": "http://localhost:1/secret"}
        stand.plant(Fault("result", status=302, headers=elsewhere))
        with pytest.raises(ProviderError) as caught:
            await self.made(stand, bench)
        assert caught.value.kind == Kind.LOST


class TestComfyAnimator(Suite):
    role, variable, graph = "animator", "COMFYUI_VIDEO_GRAPH", "wan22-i2v"

    def request(self, bench: Bench) -> AnimateRequest:
        return replace(an_animate_request(bench), seconds=2.0, resolution=480)

    @pytest.mark.parametrize("graph", VIDEO)
    async def test_the_example_workflows_are_taken(
        self, stand: Stand, bench: Bench, graph: str
    ) -> None:
        member = comfyui.member("animator", self.variable, graph, stand.url, {})
        assert (member.needs, member.model, member.can.first_frame) == ("", graph, True)
        provider, request = cast(comfyui.Animator, member.provider), self.request(bench)
        clip = await provider.collect(request, await provider.start(request, bench), bench)
        assert clip.provenance.model == graph
        assert abs(clip.seconds - 2) < 0.2

    async def test_the_keyframe_is_uploaded_under_a_name_of_ours(
        self, stand: Stand, bench: Bench
    ) -> None:
        assert isinstance(stand, Comfy)
        request = self.request(bench)
        await self.maker(stand.url).start(request, bench)
        (name,) = stand.uploads
        assert name == f"reelroom-{Path(request.keyframe.file.ref).stem}.jpg"
        assert stand.uploads[name].startswith(b"\xff\xd8")

    async def test_an_upload_that_fails_is_no_order(self, stand: Stand, bench: Bench) -> None:
        stand.plant(Fault("probe", cut=True))
        with pytest.raises(ProviderError) as caught:
            await self.maker(stand.url).start(self.request(bench), bench)
        assert caught.value.kind == Kind.PASSING
        assert not stand.tasks

    async def test_a_model_that_the_server_lacks_is_named(self, stand: Stand, bench: Bench) -> None:
        assert isinstance(stand, Comfy)
        stand.missing = frozenset({"wan_2.1_vae.safetensors"})
        with pytest.raises(ProviderError) as caught:
            await self.maker(stand.url).start(self.request(bench), bench)
        assert caught.value.kind == Kind.ACCOUNT
        assert "wan_2.1_vae.safetensors" in caught.value.detail

    def test_what_it_can_do_is_set_by_the_operator(self) -> None:
        env = {"COMFYUI_SECONDS": "8, 4", "COMFYUI_RESOLUTIONS": "720"}
        member = comfyui.member("animator", self.variable, "ltx-i2v", "http://x", env)
        assert (member.can.seconds, member.can.resolutions) == ((4.0, 8.0), (720,))
        assert member.cost(5) is None

    @pytest.mark.parametrize(
        ("aspect", "expected"), [("16:9", (852, 480)), ("9:16", (480, 852)), ("1:1", (480, 480))]
    )
    def test_the_clip_has_the_films_aspect(
        self, bench: Bench, aspect: Aspect, expected: tuple[int, int]
    ) -> None:
        request = self.request(bench)
        request = replace(request, paint=replace(request.paint, aspect=aspect))
        assert comfyui.size(request) == expected


class TestComfyPainter(Suite):
    role, variable, graph = "painter", "COMFYUI_IMAGE_GRAPH", "flux"

    @pytest.mark.parametrize("graph", IMAGE)
    async def test_the_example_workflows_are_taken(
        self, stand: Stand, bench: Bench, graph: str
    ) -> None:
        member = comfyui.member("painter", self.variable, graph, stand.url, {})
        provider, request = cast(comfyui.Painter, member.provider), a_paint_request()
        picture = await provider.collect(request, await provider.start(request, bench), bench)
        assert (picture.width, picture.height) == (1280, 720)


def test_there_is_a_test_for_every_example() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == {*VIDEO, *IMAGE}


def test_only_the_roles_with_a_workflow_are_registered() -> None:
    found: list[Member] = []
    comfyui.register(found.append, {"COMFYUI_URL": "http://x", "COMFYUI_IMAGE_GRAPH": "flux"})
    assert [m.role for m in found] == ["painter"]


def test_a_workflow_that_cannot_be_used_says_so() -> None:
    member = comfyui.member("animator", "COMFYUI_VIDEO_GRAPH", "no-such-file", "http://x", {})
    assert "COMFYUI_VIDEO_GRAPH: no-such-file is neither one of flux, hunyuan-i2v" in member.needs


class TestGraph:
    def test_a_value_that_is_only_a_place_becomes_a_number(self) -> None:
        filled = Graph.read("wan22-i2v").filled(VALUES)
        inputs: dict[str, Any] = {
            key: node["inputs"][key]
            for node in filled.values()
            for key in ("noise_seed", "width", "height", "length", "fps", "image")
            if key in node["inputs"]
        }
        expected = {"noise_seed": 7, "width": 1280, "height": 720, "length": 81, "fps": 16}
        assert inputs == {**expected, "image": "a.jpg"}
        assert filled["positive"]["inputs"] == {"text": PROMPT, "clip": ["text", 0]}

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("{{seed}}", 7),
            ("{{ seed }}", 7),
            ("seed {{seed}}", "seed 7"),
            ("{{prompt}}", PROMPT),
            ("{{prompt}}, 8k", f"{PROMPT}, 8k"),
            ("{{width:32}}", 1280),
            ("{{height:32}}", 704),
            ("{{frames:8}}", 121),
            ("{{frames}}", 121),
            ("{{fps}}", 24),
            ("plain", "plain"),
        ],
    )
    def test_places_are_filled(self, text: str, value: str | int) -> None:
        graph = Graph("g", {"1": {"class_type": "X", "inputs": {"in": [text, {"deep": text}]}}})
        (filled,) = graph.filled(VALUES).values()
        assert filled["inputs"]["in"] == [value, {"deep": value}]

    def test_what_a_person_writes_is_not_looked_through_for_places(self) -> None:
        values = replace(VALUES, prompt='{{image}} {{seed}}", "evil": "')
        graph = Graph("g", {"1": {"class_type": "X", "inputs": {"text": "{{prompt}}"}}})
        assert graph.filled(values)["1"]["inputs"] == {"text": values.prompt}

    def test_the_template_stays_as_it_was(self) -> None:
        graph = Graph.read("flux")
        before = json.dumps(graph.nodes)
        graph.filled(VALUES)
        assert json.dumps(graph.nodes) == before

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            ("not json", "nor a JSON file"),
            ("[]", "not a workflow"),
            ('{"nodes": [], "links": []}', "Export (API)"),
            ('{"1": {"inputs": {}}}', "node '1' has no class_type"),
            ('{"1": {"class_type": "X", "inputs": {"a": "{{colour}}"}}}', "colour"),
            (
                '{"1": {"class_type": "X", "inputs": {"filename_prefix": "a/{{prompt}}"}}}',
                "would let a person's words become a filename_prefix",
            ),
        ],
    )
    def test_a_bad_file_is_explained(self, tmp_path: Path, content: str, words: str) -> None:
        path = tmp_path / "graph.json"
        path.write_text(content)
        with pytest.raises(BadGraph) as caught:
            Graph.read(str(path))
        assert words in str(caught.value)

    def test_a_file_of_the_operators_is_read_by_its_path(self, tmp_path: Path) -> None:
        path = tmp_path / "mine.json"
        path.write_text('{"1": {"class_type": "X", "inputs": {"a": "{{prompt}}"}}}')
        graph = Graph.read(str(path))
        assert (graph.name, graph.places, graph.fps) == ("mine", {"prompt"}, 24)

    def test_a_name_does_not_lead_out_of_the_folder(self) -> None:
        with pytest.raises(BadGraph):
            Graph.read("../graphs/../graphs/nowhere")


class TestResults:
    def test_a_kept_file_goes_before_a_preview(self) -> None:
        outputs = {
            "1": {"images": [{"filename": "a.png", "type": "temp"}], "text": ["hello"]},
            "2": {"gifs": [{"filename": "b.mp4", "type": "temp"}]},
            "3": {"images": [{"filename": "c.mp4", "type": "output"}], "animated": [True]},
        }
        found = comfyui.result({"outputs": outputs}, comfyui.CLIPS)
        assert found["filename"] == "c.mp4"

    def test_a_workflow_that_made_something_else_has_failed(self) -> None:
        outputs = {"1": {"images": [{"filename": "a.png", "type": "output"}]}}
        with pytest.raises(ProviderError) as caught:
            comfyui.result({"outputs": outputs}, comfyui.CLIPS)
        assert caught.value.kind == Kind.FAILED
        assert "a.png" in caught.value.detail


@pytest.mark.parametrize("message", ["nonsense", "[]", '{"data": []}', '{"data": {}}'])
async def test_odd_news_hurt_nobody(tmp_path: Path, message: str) -> None:
    odd = '{"type": "execution_cached", "data": {"prompt_id": "x", "nodes": [[]]}}'
    async with Comfy(Quick(), seconds=0.1) as stand:
        stand.preface = [message, odd.replace("x", comfyui.order_id("order"))]
        bench, request = a_bench(tmp_path, "order"), a_paint_request()
        member = comfyui.member("painter", "X", "flux", stand.url, {"REELROOM_POLL_SECONDS": ".05"})
        painter = cast(comfyui.Painter, member.provider)
        assert await painter.collect(request, await painter.start(request, bench), bench)


def test_news_of_other_tasks_are_not_ours() -> None:
    told: list[float] = []
    news = Listening("ours", {"1": 1.0, "2": 10.0}, lambda done, of: told.append(done / of))
    news.hear({"type": "status", "data": {"status": {}}})
    news.hear({"type": "progress", "data": {"prompt_id": "theirs", "value": 1, "max": 2}})
    assert (told, news.heard) == ([], False)
    news.hear({"type": "executing", "data": {"prompt_id": "ours", "node": "1"}})
    news.hear({"type": "executing", "data": {"prompt_id": "ours", "node": "2"}})
    news.hear({"type": "progress", "data": {"prompt_id": "ours", "value": 5, "max": 10}})
    assert told == [0.0, 1 / 11, 6 / 11]
