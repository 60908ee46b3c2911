"""Content Credentials: signed last, honest about the source, and never in a film's way."""

from __future__ import annotations

import asyncio
import json
import logging
import shutil
import time
from pathlib import Path

import av
import c2pa
import pytest

from bot.certs import chain
from bot.fitting import fitted
from generation.marking.credentials import Signer, SigningError, credential_of
from generation.marking.film import Marks
from generation.marking.source import SourceType, source_type
from generation.model import Brief, Clip, Keyframe, MediaFile, Provenance, Sound, Take
from handlers.conversation import Reply, Video
from tests.generation.marking.signing import VALUE, a_second, signer_in


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second that says that it was made by AI."""
    return asyncio.run(a_second(tmp_path_factory.mktemp("plain")))


@pytest.fixture
def film(plain: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(plain, tmp_path / "film.mp4"))


def packets(path: Path) -> list[bytes]:
    with av.open(str(path)) as box:
        return [bytes(packet) for packet in box.demux(video=0)]


def size(path: Path) -> int:
    return path.stat().st_size


def content(path: Path) -> bytes:
    return path.read_bytes()


def said(path: Path) -> str:
    with av.open(str(path)) as box:
        return box.metadata["AIGC"]


def test_a_signed_film_is_the_same_film_and_c2pas_own_reader_believes_it(
    film: Path, tmp_path: Path
) -> None:
    signer, before = signer_in(tmp_path), packets(film)
    began = time.process_time()
    signer.sign(film, "猫", "algorithmicMedia")
    assert time.process_time() - began < 0.2
    assert packets(film) == before and said(film) == VALUE
    data = film.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    with c2pa.Reader(film) as reader:
        store = json.loads(reader.json())
    assert store["validation_state"] == "Valid"
    assert [fault["code"] for fault in store["validation_status"]] == [
        "signingCredential.untrusted"
    ]
    active = store["manifests"][store["active_manifest"]]
    assert active["claim_generator_info"][0]["name"] == "Reelroom"
    assert [path.name for path in tmp_path.iterdir() if "signed" in path.name] == []


def test_what_is_read_back_names_the_signer_and_the_source(film: Path, tmp_path: Path) -> None:
    signer_in(tmp_path).sign(film, "猫", "trainedAlgorithmicMedia")
    found = credential_of(film)
    assert found
    assert (found.state, found.signer) == ("untrusted", "Reelroom test signer")
    assert (found.title, found.actions) == ("猫", ("c2pa.created",))
    assert found.sources == ("trainedAlgorithmicMedia",)


def test_a_changed_film_is_found_out(film: Path, tmp_path: Path) -> None:
    signer_in(tmp_path).sign(film, "", "algorithmicMedia")
    data = bytearray(film.read_bytes())
    data[-2000] ^= 255
    film.write_bytes(data)
    found = credential_of(film)
    assert found and found.state == "invalid" and "mismatch" in found.faults[0]


async def test_a_film_that_is_made_to_fit_keeps_what_it_says_and_is_signed_anew(
    film: Path, tmp_path: Path
) -> None:
    marks = Marks(signer=signer_in(tmp_path))
    await marks.sign(film, "猫", "compositeSynthetic")
    limit = size(film) * 2 // 3
    assert limit > 60_000
    reply = Reply(video=Video(film, 320, 180, 1.0))
    smaller, path = await fitted(reply, limit, "Telegram", tmp_path, marks)
    assert path and smaller.video and size(path) <= limit
    found = credential_of(path)
    assert found and found.state == "untrusted" and found.sources == ("compositeSynthetic",)
    assert found.actions == ("c2pa.opened", "c2pa.transcoded")
    assert said(path) == VALUE


@pytest.mark.parametrize("fault", ["expired", "other key", "no file", "no certificate"])
async def test_a_film_that_cannot_be_signed_is_delivered_and_operators_are_told(
    film: Path, tmp_path: Path, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    signer = signer_in(tmp_path, -2 if fault == "expired" else 30)
    if fault == "other key":
        signer.key.write_bytes(chain()[1])
    elif fault == "no file":
        signer.chain.unlink()
    elif fault == "no certificate":
        signer.chain.write_text("none")
    before = content(film)
    with pytest.raises(SigningError):
        signer.sign(film, "", "algorithmicMedia")
    with caplog.at_level(logging.ERROR):
        await Marks(signer=signer).sign(film, "", "algorithmicMedia")
    assert "film.mp4 has no Content Credentials" in caplog.text
    assert content(film) == before and signer.problem()


def test_both_settings_make_a_signer() -> None:
    assert Marks.read({"REELROOM_C2PA_CERT": "a"}).signer is None
    both = {"REELROOM_C2PA_CERT": "a", "REELROOM_C2PA_KEY": "b", "REELROOM_LABEL": "START"}
    assert Marks.read(both) == Marks("", False, Signer(Path("a"), Path("b")))


def taken(painter: str, animator: str) -> Take:
    file = MediaFile(ref="00/00.png", mime="image/png", size=1)
    by = [Provenance(provider=name, model="", seed=0) for name in (painter, animator)]
    frame = Keyframe(file=file, width=2, height=2, provenance=by[0])
    return Take(keyframe=frame, clip=Clip(seconds=1, provenance=by[1]))


@pytest.mark.parametrize(
    ("takes", "voice", "source"),
    [
        ([("local", "local")], "local", "algorithmicMedia"),
        ([("local", "local"), ("local", "wan")], "", "trainedAlgorithmicMedia"),
        ([("qwen", "local")], "local", "trainedAlgorithmicMedia"),
        ([("person", "local")], "", "composite"),
        ([("person", "wan")], "", "compositeSynthetic"),
        ([("local", "local")], "cosyvoice", "compositeSynthetic"),
    ],
)
def test_the_source_is_an_honest_one(
    takes: list[tuple[str, str]], voice: str, source: SourceType
) -> None:
    sound = Sound(file=None, crew={"narrator": voice} if voice else {})
    assert source_type(Brief(idea="x"), [taken(*names) for names in takes], sound) == source
