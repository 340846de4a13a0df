"""Practice agents: what they do in each situation, and that asking them twice changes nothing."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from dialer.core.agents import State, Then
from dialer.core.dispositions import READY_MADE
from dialer.core.robots import (
    RESULTS,
    SHORT_RESULTS,
    Dispose,
    Habits,
    HangUp,
    Pause,
    Resume,
    Start,
    Talk,
    View,
    decide,
)

NOW = datetime(2026, 3, 12, 16, tzinfo=UTC)
SEEDS = range(300)


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def a_talk(**values) -> Talk:
    plain = Talk(
        attempt_id=7,
        is_open=True,
        joined_at=ago(30),
        machine_at=None,
        ended_at=None,
        zone="America/Chicago",
    )
    return replace(plain, **values)


def a_view(state: State | None, since: datetime | None = NOW, **values) -> View:
    return View(state=state, since=since, situation="here", **values)


def acts(view: View, habits: Habits | None = None, *, speed: float = 1.0) -> list[object]:
    """What robots of many characters do here."""
    return [decide(view, habits or Habits(), NOW, Random(seed), speed=speed) for seed in SEEDS]


def talking(**values) -> View:
    return a_view(State.TALKING, ago(30), talk=a_talk(**values))


def over(seconds_ago: float = 25, *, talked: float = 90, **values) -> View:
    ended = ago(seconds_ago)
    talk = a_talk(is_open=False, joined_at=ended - timedelta(seconds=talked), ended_at=ended, **values)
    return a_view(State.WRAP_UP, ended, talk=talk)


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (a_view(None, None), Start(60, 3.0)),  # has never worked
        (a_view(None, ago(60)), Start(60, 3.0)),
        (a_view(None, ago(19)), None),
        (a_view(State.STARTING, ago(500)), None),
        (a_view(State.PAUSED, ago(29)), None),
        (a_view(State.PAUSED, ago(120)), Resume()),
        (talking(machine_at=ago(2)), None),
        (talking(machine_at=ago(6)), HangUp()),
        (talking(machine_at=ago(20), is_open=False), None),  # it is ending already
        (talking(joined_at=None), None),
        (talking(joined_at=ago(59)), None),
        (talking(joined_at=ago(240)), HangUp()),
        (over(3), None),
        (over(20, machine_at=ago(40)), Dispose(7, "voicemail")),
        (over(20, attempt_id=None), None),
    ],
)
def test_in_each_situation_every_robot_acts_within_its_habits(view, expected):
    assert set(map(str, acts(view))) == {str(expected)}


def test_each_draws_its_own_moment_between_the_bounds():
    hung_up = acts(talking(machine_at=ago(4.5)))
    assert 100 < hung_up.count(HangUp()) < 200


def test_the_same_situation_gives_the_same_intention_however_often_it_is_asked():
    for seed in SEEDS:
        first = next(s for s in range(60) if decide(over(s), Habits(), NOW, Random(seed)) is not None)
        later = [decide(over(s), Habits(), NOW, Random(seed)) for s in range(first, 60)]
        assert len({(act.disposition, str(act.answer)) for act in later if isinstance(act, Dispose)}) == 1
        assert all(isinstance(act, Dispose) for act in later)


def test_at_ten_times_the_speed_everything_takes_a_tenth():
    assert set(acts(a_view(State.PAUSED, ago(2.9)), speed=10)) == {None}
    assert set(acts(a_view(State.PAUSED, ago(12)), speed=10)) == {Resume()}
    assert set(acts(talking(machine_at=ago(0.6)), speed=10)) == {HangUp()}


def test_now_and_then_one_takes_a_pause_but_asks_for_it_once():
    ready = acts(a_view(State.READY), Habits(pause_share=0.2))
    assert 30 < sum(isinstance(act, Pause) for act in ready) < 90
    assert set(acts(a_view(State.READY, then=Then.PAUSE), Habits(pause_share=1.0))) == {None}


def test_talks_end_in_every_result_about_as_often_as_said():
    given = Counter(act.disposition for act in acts(over()) if isinstance(act, Dispose))
    assert sum(given.values()) == len(SEEDS)
    assert set(given) <= set(RESULTS)
    for result, share in RESULTS.items():
        assert abs(given[result] / len(SEEDS) - share) < 0.08


def test_nobody_makes_an_appointment_in_three_seconds():
    given = {act.disposition for act in acts(over(talked=3)) if isinstance(act, Dispose)}
    assert given == set(SHORT_RESULTS)


def test_call_backs_and_appointments_lie_in_the_leads_day():
    wanted = Habits(results={"callback": 1.0, "appointment": 1.0})
    for act in acts(over(zone="Pacific/Honolulu"), wanted):
        assert isinstance(act, Dispose)
        at = act.answer[f"{act.disposition}_at"]
        assert at > NOW + timedelta(hours=10)
        assert 10 <= at.hour < 18
        assert at.utcoffset() == timedelta(hours=-10)


@pytest.mark.parametrize("result", [*RESULTS])
def test_every_result_exists_and_gets_the_answer_it_asks_for(result):
    flags = {each.name: each.flags for each in READY_MADE}[result]
    for act in acts(over(), Habits(results={result: 1.0})):
        assert isinstance(act, Dispose)
        assert ("callback_at" in act.answer) == flags.callback_needed
        assert ("appointment_at" in act.answer) == flags.appointment


def test_short_results_exist_too():
    assert {*SHORT_RESULTS, "voicemail"} <= {each.name for each in READY_MADE}


def test_habits_are_read_from_what_is_stored_with_the_seat():
    read = Habits.from_json({"lines": 2, "thinks": [1, 2], "colour": "blue"})
    assert (read.lines, read.thinks, read.minutes) == (2, (1, 2), 60)
