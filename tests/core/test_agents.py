"""An agent's session moves as its picture says."""

from datetime import UTC, datetime, timedelta

import pytest

from dialer.core import agents
from dialer.core.agents import Session, State, Then

NOON = datetime(2026, 3, 12, 17, tzinfo=UTC)


def a_session(state: State = State.READY, **more: object) -> Session:
    values: dict[str, object] = {
        "id": 1,
        "agent_id": 2,
        "campaign_id": 3,
        "state": state,
        "state_since": NOON,
        "started_at": NOON,
        "ends_at": NOON + timedelta(hours=1),
        "seen_at": NOON,
        "lines": 3.0,
        "leg_call_id": "leg",
        "leg_state": "up",
    }
    return Session(**{**values, **more})  # type: ignore[arg-type]


def later(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_a_session_goes_from_its_leg_through_a_call_and_its_wrap_up_back_to_ready():
    session = agents.leg_changed(a_session(State.STARTING, leg_state="dialing"), "up", later(1))
    assert session.state is State.READY
    session = agents.given_call(session, "call", later(11))
    assert (session.state, session.current_call_id, session.waiting_seconds) == (State.TALKING, "call", 10)
    session = agents.call_over(session, later(70), wrap_up_seconds=30, disposed=False)
    assert (session.state, session.wrap_up_until) == (State.WRAP_UP, later(100))
    session = agents.freed(session, later(80))
    assert (session.state, session.current_call_id, session.rounds) == (State.READY, None, 2)


def test_a_call_whose_result_was_given_needs_no_wrap_up():
    talking = a_session(State.TALKING, current_call_id="call")
    assert agents.call_over(talking, later(9), wrap_up_seconds=30, disposed=True).state is State.READY


@pytest.mark.parametrize(
    ("until", "typing", "now", "over"),
    [(30, None, 29, False), (30, None, 30, True), (30, 40, 39, False), (30, 40, 40, True), (None, None, 999, False)],
)
def test_a_wrap_up_lasts_for_its_time_and_while_the_agent_types(until, typing, now, over):
    session = a_session(
        State.WRAP_UP,
        wrap_up_until=None if until is None else later(until),
        typing_until=None if typing is None else later(typing),
    )
    assert agents.wrap_up_is_over(session, later(now)) is over


@pytest.mark.parametrize(
    ("lines_out", "state", "then"), [(0, State.PAUSED, Then.NOTHING), (2, State.READY, Then.PAUSE)]
)
def test_a_pause_waits_for_the_lines_that_ring(lines_out, state, then):
    asked = agents.pause_asked(a_session(), "Lunch", later(1), lines_out=lines_out)
    assert (asked.state, asked.then) == (state, then)
    assert agents.lines_settled(asked, later(9)).state is State.PAUSED


def test_a_pause_that_waits_can_be_taken_back():
    asked = agents.pause_asked(a_session(), "Lunch", later(1), lines_out=2)
    assert agents.resumed(asked, later(2)).then is Then.NOTHING


def test_the_end_comes_after_the_running_call_and_its_wrap_up():
    asked = agents.end_asked(a_session(State.TALKING, current_call_id="call"), "asked", later(1), lines_out=0)
    assert asked.state is State.TALKING
    wrapping = agents.call_over(asked, later(2), wrap_up_seconds=30, disposed=False)
    over = agents.freed(wrapping, later(3))
    assert (over.state, over.end_reason, over.ended_at) == (State.ENDED, "asked", later(3))


def test_a_session_ends_at_its_time():
    wrapping = a_session(State.WRAP_UP, current_call_id="call")
    assert agents.freed(wrapping, NOON + timedelta(hours=1)).end_reason == "time_over"


def test_an_ended_session_never_moves_again():
    over = agents.ended(a_session(), later(1), "asked")
    assert agents.leg_changed(over, "up", later(2)).state is State.ENDED
    assert agents.end_asked(over, "again", later(2), lines_out=0) == over


@pytest.mark.parametrize(
    ("change", "wants"),
    [
        ({}, True),
        ({"leg_state": "down"}, False),
        ({"then": Then.PAUSE}, False),
        ({"current_call_id": "call"}, False),
        ({"seen_at": NOON - timedelta(seconds=16)}, False),
        ({"ends_at": NOON}, False),
    ],
)
def test_lines_are_opened_only_for_an_agent_who_is_free_connected_seen_and_staying(change, wants):
    assert a_session(**change).wants_lines(NOON) is wants
