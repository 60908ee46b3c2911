"""Qwen TTS at DashScope, and speech on its way in."""

from __future__ import annotations

import io
import wave
from collections.abc import AsyncIterator
from pathlib import Path

import av
import pytest

from generation.errors import Kind, ProviderError
from generation.model import MediaFile
from generation.providers import qwen_tts
from generation.providers.contract import Bench, Member
from generation.providers.wire import sound
from tests.generation.vendors.suite import KEY
from tests.servers.dashscope import DashScope
from tests.servers.media import Quick, tone
from tests.servers.stand import Fault

LINE = "机械狐狸跑过霓虹灯下的街道，雨还没有停。"


pytestmark = pytest.mark.usefixtures("loopback_vendors")


@pytest.fixture
async def stand() -> AsyncIterator[DashScope]:
    async with DashScope(Quick()) as stand:
        yield stand


def registered(url: str, **env: str) -> Member:
    """The narrator of an environment."""
    found: list[Member] = []
    given = {"DASHSCOPE_API_KEY": KEY, "DASHSCOPE_BASE_URL": url, **env}
    qwen_tts.register(found.append, given)
    (member,) = found
    return member


def narrator(url: str, **env: str) -> qwen_tts.QwenTTS:
    provider = registered(url, **env).provider
    assert isinstance(provider, qwen_tts.QwenTTS)
    return provider


def heard(file: MediaFile, bench: Bench) -> wave.Wave_read:
    """The WAV file on the shelf."""
    assert file.mime == "audio/wav"
    return wave.open(str(bench.shelf.path(file)))


def encoded(raw: bytes, container: str, codec: str, rate: int) -> bytes:
    """A WAV in another container."""
    out = io.BytesIO()
    with av.open(io.BytesIO(raw), "r") as source, av.open(out, "w", format=container) as box:
        stream = box.add_stream(codec, rate=rate)
        assert isinstance(stream, av.AudioStream)
        shape = av.AudioResampler(
            stream.format, stream.layout, rate, frame_size=stream.frame_size or None
        )
        for frame in (*source.decode(audio=0), None):
            for ready in shape.resample(frame):
                box.mux(stream.encode(ready))
        box.mux(stream.encode())
    return out.getvalue()


def test_without_a_key_there_is_no_narrator() -> None:
    found: list[Member] = []
    qwen_tts.register(found.append, {})
    assert not found


def test_it_reads_three_languages_for_money() -> None:
    member = registered("http://nowhere")
    assert member.can.languages == {"zh", "en", "ja"}
    assert member.model == "qwen3-tts-flash"
    cost = member.cost(0.5)
    assert cost and cost.amount == 0.4 and cost.currency == "CNY"


async def test_a_line_becomes_a_wav_file_with_its_length(stand: DashScope, bench: Bench) -> None:
    file, seconds, _ = await narrator(stand.url).speak(LINE, "zh", bench)
    with heard(file, bench) as wav:
        assert wav.getnchannels() == 1
        assert wav.getsampwidth() == 2
        assert wav.getnframes() / wav.getframerate() == pytest.approx(seconds)
    assert seconds == pytest.approx(0.08 * len(LINE), abs=0.01)
    assert not list(bench.scratch.iterdir()), "nothing is left lying about"


async def test_the_order_is_the_documented_one(stand: DashScope, bench: Bench) -> None:
    await narrator(stand.url).speak(LINE, "zh", bench)
    asked = stand.asked[0]
    assert asked.path == "/api/v1/services/aigc/multimodal-generation/generation"
    assert "X-DashScope-Async" not in asked.headers
    assert asked.body == {
        "model": "qwen3-tts-flash",
        "input": {"text": LINE, "voice": "Cherry", "language_type": "Chinese"},
    }


async def test_each_language_has_its_voice_and_settings_change_it(
    stand: DashScope, bench: Bench
) -> None:
    speaker = narrator(stand.url, QWEN_TTS_VOICE_JA="Ono Anna")
    await speaker.speak("狐が走る。", "ja", bench)
    await speaker.speak("A fox runs.", "en", bench)
    voices = [
        (a.body["input"]["voice"], a.body["input"]["language_type"]) for a in stand.asked[::2]
    ]
    assert voices == [("Ono Anna", "Japanese"), ("Jennifer", "English")]


async def test_what_is_too_long_is_spoken_in_parts_and_kept_as_one(
    stand: DashScope, bench: Bench
) -> None:
    text = LINE * 20
    file, seconds, _ = await narrator(stand.url).speak(text, "zh", bench)
    spoken = [a.body["input"]["text"] for a in stand.asked if a.method == "POST"]
    assert len(spoken) == 2
    assert "".join(spoken) == text
    assert all(part.endswith("。") and qwen_tts.weight(part) <= 600 for part in spoken)
    assert seconds == pytest.approx(0.08 * len(text), abs=0.1)
    with heard(file, bench) as wav:
        assert wav.getnframes() / wav.getframerate() == pytest.approx(seconds)


async def test_a_text_without_a_word_is_a_short_silence_that_costs_nothing(
    stand: DashScope, bench: Bench
) -> None:
    file, seconds, _ = await narrator(stand.url).speak(" …… 🦊 ", "zh", bench)
    assert not stand.asked
    assert 0.1 < seconds < 0.5
    with heard(file, bench) as wav:
        assert not any(wav.readframes(wav.getnframes()))


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, "DataInspectionFailed", Kind.MODERATED_INPUT),
        (400, "Arrearage", Kind.ACCOUNT),
        (401, "InvalidApiKey", Kind.ACCOUNT),
        (403, "AccessDenied.Unpurchased", Kind.ACCOUNT),
        (400, "InvalidParameter", Kind.BAD_REQUEST),
        (400, "Model.NotExist", Kind.BAD_REQUEST),
        (429, "Throttling.RateQuota", Kind.BUSY),
        (500, "InternalError", Kind.PASSING),
        (503, "ServiceUnavailable", Kind.PASSING),
        (504, "", Kind.PASSING),
    ],
)
async def test_every_refusal_has_its_meaning(
    stand: DashScope, bench: Bench, status: int, code: str, kind: Kind
) -> None:
    stand.plant(Fault("submit", status=status, body={"code": code, "message": "words"}))
    with pytest.raises(ProviderError) as caught:
        await narrator(stand.url).speak(LINE, "zh", bench)
    assert caught.value.kind == kind
    assert caught.value.provider == "qwen-tts"


async def test_speech_that_is_refused_after_all_is_moderated_output(
    stand: DashScope, bench: Bench
) -> None:
    stand.bad("refused")
    with pytest.raises(ProviderError) as caught:
        await narrator(stand.url).speak(LINE, "zh", bench)
    assert caught.value.kind == Kind.MODERATED_OUTPUT


async def test_an_answer_without_an_address_is_lost(stand: DashScope, bench: Bench) -> None:
    stand.plant(Fault("submit", status=200, body={"output": {"audio": None}}))
    with pytest.raises(ProviderError) as caught:
        await narrator(stand.url).speak(LINE, "zh", bench)
    assert caught.value.kind == Kind.LOST


async def test_a_download_that_breaks_off_is_continued(stand: DashScope, bench: Bench) -> None:
    stand.plant(Fault("result", truncate=True))
    _, seconds, _ = await narrator(stand.url).speak(LINE, "zh", bench)
    assert seconds == pytest.approx(0.08 * len(LINE), abs=0.01)


async def test_a_page_instead_of_speech_is_lost_and_not_kept(
    stand: DashScope, bench: Bench
) -> None:
    stand.plant(Fault("result", bytes=b"<html>" * 90, mime="text/html"))
    with pytest.raises(ProviderError) as caught:
        await narrator(stand.url).speak(LINE, "zh", bench)
    assert caught.value.kind == Kind.LOST
    assert str(bench.scratch) not in str(caught.value)
    assert not list(bench.scratch.iterdir())


async def test_speech_in_another_container_becomes_wav(bench: Bench) -> None:
    for container, codec, rate in (
        ("mp3", "libmp3lame", 44100),
        ("ogg", "libopus", 48000),
        ("flac", "flac", 24000),
        ("ipod", "aac", 48000),
    ):
        raw = encoded(tone(1.5), container, codec, rate)
        file, seconds, _ = await sound.keep_speech("x", raw, bench)
        with heard(file, bench) as wav:
            assert wav.getframerate() == rate
        assert seconds == pytest.approx(1.5, abs=0.1), container


async def test_a_playlist_does_not_lead_the_decoder_to_other_files(
    bench: Bench, tmp_path: Path
) -> None:
    private = tmp_path / "private.wav"
    private.write_bytes(tone(1.0))
    playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://{private}\n#EXT-X-ENDLIST\n"
    for raw in (playlist, f"ffconcat version 1.0\nfile '{private}'\n"):
        with pytest.raises(ProviderError) as caught:
            await sound.keep_speech("x", raw.encode(), bench)
        assert caught.value.kind == Kind.LOST


async def test_speech_of_minutes_on_end_is_not_kept(bench: Bench) -> None:
    with pytest.raises(ProviderError) as caught:
        await sound.keep_speech("x", tone(sound.MOST_SECONDS + 1, 8000), bench)
    assert caught.value.kind == Kind.LOST


@pytest.mark.parametrize(
    ("text", "most", "parts"),
    [
        ("一句。两句！三句？", 6, ["一句。两句！", "三句？"]),
        ("One two. Three 3.5 four.", 10, ["One two.", "Three 3.5", "four."]),
        ("He said: “Go!” Then he went.", 20, ["He said: “Go!”", "Then he went."]),
        ("没有句号，只有逗号，还有", 6, ["没有句号，", "只有逗号，", "还有"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("short", 600, ["short"]),
        ("   ", 2, []),
    ],
)
def test_long_texts_are_cut_where_one_would_breathe(text: str, most: int, parts: list[str]) -> None:
    assert sound.portions(text, most) == parts


def test_ideographs_weigh_two_as_they_are_billed() -> None:
    assert qwen_tts.weight("狐a。か") == 5
