"""The time left that people are told is about what it turns out to be."""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.model import BUSY, Progress, Shot, Storyboard
from handlers.conversation import Say
from handlers.texts import LANGUAGES, render
from handlers.timing import Course, Paces, Work, said

News = tuple[float, Progress]
HERE: dict[Work, float] = {
    "write": 0.3,
    "paint": 1.0,
    "animate": 0.05,
    "piece": 0.5,
    "sound": 2.0,
    "finish": 0.6,
}
AFAR: dict[Work, float] = {**HERE, "write": 6, "paint": 12, "animate": 90, "sound": 20}
SHOT_SECONDS = 4.0


@dataclass(frozen=True)
class Job:
    """What a job tells, and when it ends."""

    news: Sequence[News]
    ends: float


def job(rng: random.Random, shots: int, paces: Mapping[Work, float], spread: float) -> Job:
    """Shots side by side, of which two at a time are cut; every part takes about what it takes."""

    def takes(work: Work) -> float:
        return paces[work] * rng.lognormvariate(0, spread)

    written = takes("write")
    board = Storyboard(
        title="a",
        lang="en",
        shots=tuple(Shot(prompt="a", seconds=SHOT_SECONDS) for _ in range(shots)),
    )
    news: list[News] = [(0, Progress(stage="write"))]
    news.append((written, Progress(stage="write", done=1, board=board)))
    arrived: list[tuple[float, int]] = []
    for shot in range(shots):
        painted = written + takes("paint")
        filmed = painted + takes("animate")
        news.append((written, Progress(stage="paint", shot=shot)))
        news.append((painted, Progress(stage="animate", shot=shot)))
        news.append((filmed, Progress(stage="piece", shot=shot)))
        arrived.append((filmed, shot))
    places = [written, written]
    for filmed, shot in sorted(arrived):
        begins = max(filmed, heapq.heappop(places))
        cut = takes("piece") * SHOT_SECONDS
        heapq.heappush(places, begins + cut)
        for done in range(1, 9):
            news.append(
                (begins + cut * done / 8, Progress(stage="piece", shot=shot, done=done, of=8))
            )
    heard = written + takes("sound")
    news += [(written, Progress(stage="sound")), (heard, Progress(stage="sound", done=1))]
    last = max(heard, *places)
    ends = last + takes("finish")
    news += [(last, Progress(stage="finish")), (ends, Progress(stage="done", done=1))]
    return Job(sorted(news, key=lambda each: each[0]), ends)


def watched(
    course: Course, job: Job, moments: int = 40
) -> Iterator[tuple[float, float, Say | None]]:
    """How much was done and what was said of the time left, at how many seconds before the end."""
    waiting = list(job.news)
    for n in range(moments):
        now = job.ends * n / moments
        while waiting and waiting[0][0] <= now:
            at, news = waiting.pop(0)
            course.heard(news, at)
        outlook = course.outlook(now)
        yield job.ends - now, outlook.done, outlook.left
    for at, news in waiting:
        course.heard(news, at)


def experience(rng: random.Random, shots: int, paces: Mapping[Work, float], spread: float) -> Paces:
    """What a few jobs before have shown."""
    known: dict[Work, list[float]] = {}
    for _ in range(5):
        course = Course()
        for at, news in job(rng, shots, paces, spread).news:
            course.heard(news, at)
        for work, seen in course.learned().items():
            known.setdefault(work, []).extend(seen)
    return {work: seen[-40:] for work, seen in known.items()}


def within(left: Say, truth: float) -> bool:
    """Whether what was said is within a factor of two of the truth, or ten seconds."""
    n = {"left.soon": 5.0, "left.minute": 70.0}
    low = float(left.values.get("low", 0)) * 60 or n.get(left.key) or float(left.values["n"])
    high = float(left.values.get("high", 0)) * 60 or low
    return low / 2 - 10 <= truth <= high * 2 + 10


@pytest.mark.parametrize("shots", [1, 4, 12])
@pytest.mark.parametrize(("name", "spread"), [("here", 0.3), ("afar", 0.2)])
def test_nine_times_in_ten_the_time_left_is_about_right(
    name: str, spread: float, shots: int
) -> None:
    rng, paces = random.Random(7), HERE if name == "here" else AFAR
    known = experience(rng, shots, paces, spread)
    right: list[bool] = []
    hidden = 0
    for _ in range(8):
        made = job(rng, shots, paces, spread)
        for truth, _, left in watched(Course(known), made):
            if truth > made.ends * 0.9:
                continue
            if left is None or left.key == "left.longer":
                hidden += 1
            else:
                right.append(within(left, truth))
    assert sum(right) >= 0.9 * len(right)
    assert hidden <= 0.1 * len(right)


@pytest.mark.parametrize("paces", [HERE, AFAR])
def test_nearly_there_is_not_said_for_long_of_what_is_far_away(paces: dict[Work, float]) -> None:
    rng = random.Random(3)
    known = experience(rng, 4, paces, 0.3)
    for _ in range(8):
        made = job(rng, 4, paces, 0.3)
        lies = [
            t for t, _, left in watched(Course(known), made) if left == Say("left.soon") and t > 25
        ]
        assert not lies


@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 10**6),
    st.integers(1, 12),
    st.sampled_from([HERE, AFAR]),
    st.booleans(),
)
def test_a_film_only_ever_comes_nearer_to_its_end(
    seed: int, shots: int, paces: dict[Work, float], known: bool
) -> None:
    rng = random.Random(seed)
    course = Course(experience(rng, shots, paces, 0.4) if known else None)
    done = [part for _, part, _ in watched(course, job(rng, shots, paces, 0.4), 30)]
    assert done == sorted(done)
    assert done[0] == 0 and max(done) < 0.995
    assert course.outlook(1e6).done == 1


def test_the_share_that_is_done_is_the_share_of_the_time() -> None:
    known = experience(random.Random(1), 6, AFAR, 0.05)
    made = job(random.Random(2), 6, AFAR, 0.05)
    for truth, done, _ in watched(Course(known), made):
        assert done == pytest.approx(1 - truth / made.ends, abs=0.08)


def test_nothing_is_said_of_the_time_before_anything_is_known() -> None:
    told = [left for _, _, left in watched(Course(), job(random.Random(1), 1, AFAR, 0.1), 20)]
    assert set(told[:18]) == {None}


def test_the_first_clip_teaches_how_long_the_others_take() -> None:
    course = Course()
    board = Storyboard(title="a", lang="en", shots=tuple(Shot(prompt="a") for _ in range(3)))
    course.heard(Progress(stage="write", done=1, board=board), 0)
    for shot in range(3):
        course.heard(Progress(stage="paint", shot=shot), 0)
        course.heard(Progress(stage="animate", shot=shot), 10)
    assert course.outlook(60).left is None
    course.heard(Progress(stage="piece", shot=0), 70)
    course.heard(Progress(stage="piece", shot=0, done=1), 72)
    assert course.outlook(72).left is not None


def test_what_takes_longer_than_ever_is_said_to() -> None:
    course = Course({"paint": [1.0], "animate": [30.0] * 9, "piece": [0.5]})
    board = Storyboard(title="a", lang="en", shots=(Shot(prompt="a"),))
    course.heard(Progress(stage="write", done=1, board=board), 0)
    course.heard(Progress(stage="paint", shot=0), 0)
    course.heard(Progress(stage="animate", shot=0), 1)
    assert course.outlook(2).left == Say("left.seconds", {"n": 30})
    assert course.outlook(60).left == Say("left.longer")


def test_waiting_for_a_place_is_not_counted_as_work() -> None:
    course = Course({"paint": [1.0], "animate": [30.0] * 9, "piece": [0.5]})
    board = Storyboard(title="a", lang="en", shots=(Shot(prompt="a"),))
    course.heard(Progress(stage="write", done=1, board=board), 0)
    course.heard(Progress(stage="paint", shot=0), 0)
    course.heard(Progress(stage="animate", shot=0, note=BUSY), 1)
    assert course.outlook(100).left == Say("left.seconds", {"n": 30})
    course.heard(Progress(stage="animate", shot=0, done=1, of=60), 100)
    course.heard(Progress(stage="piece", shot=0), 131)
    assert course.learned()["animate"] == [31]


def test_a_resumed_job_learns_nothing_of_what_is_only_told_again() -> None:
    made = job(random.Random(1), 3, AFAR, 0.1)
    course = Course()
    for _, news in made.news[:-3]:
        course.heard(news, 500.0)
    assert course.learned() == {}
    assert course.outlook(500).done > 0.5


def test_times_are_said_in_every_language_as_people_say_them() -> None:
    spoken = {seconds: render(said(seconds), "en") for seconds in (3, 14, 41, 70, 130, 500, 1300)}
    assert spoken == {
        3: "a few seconds left",
        14: "about 10 s left",
        41: "about 40 s left",
        70: "about a minute left",
        130: "2–3 min left",
        500: "5–10 min left",
        1300: "20–25 min left",
    }
    for lang in LANGUAGES:
        assert len({render(said(seconds), lang) for seconds in spoken}) == len(spoken)
