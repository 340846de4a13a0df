"""What holds for every order and every string of events."""

from itertools import permutations
from random import Random

import pytest

from telephony.call import TABLE, CallState, OnMachine, Recordings, advance
from telephony.call.machine import FACTS
from telephony.call.table import Choice
from telephony.call.values import MILESTONES
from telephony.endings import EndingKind
from telephony.events import (
    AgentAssigned,
    AgentJoined,
    Answered,
    DeadlinePassed,
    Ended,
    Human,
    Machine,
    Played,
    Rang,
    Sent,
)
from telephony.orders import BridgeToAgent, CallRole, LeaveVoicemail, PlayMessage, Screening
from tests.telephony.builders import EVENT_KINDS, call, carrier_end, deadline_of, told

HUMAN_CALL = (Sent, Rang, Answered, Human, AgentAssigned, AgentJoined, Ended)
MACHINE_CALL = (Sent, Rang, Answered, AgentAssigned, Machine, Played, Ended)
DROPPING = {"on_machine": OnMachine.drop, "recordings": Recordings(voicemail="vm")}


def record(events, **policy):
    """Everything that is reported about a call once these events are in: the evidence, and each fact's count."""
    moved, facts = call(**policy), []
    for event in events:
        step = advance(moved, event)
        moved = step.call
        facts += step.facts
    reported = (moved.milestones, moved.carrier_call_id, moved.agent_leg_id, moved.conclusion, moved.state)
    return reported, sorted(facts)


@pytest.mark.parametrize("kinds", [HUMAN_CALL, MACHINE_CALL], ids=["human", "machine"])
@pytest.mark.parametrize("policy", [{}, DROPPING], ids=["label", "drop"])
def test_the_record_does_not_depend_on_the_order_or_number_of_reports(kinds, policy):
    events = [told(kind, seconds) for seconds, kind in enumerate(kinds)]
    expected = record(events, **policy)
    assert expected[0][-1] is CallState.ended
    rng = Random(7)
    for shuffled in permutations(events):
        repeated = list(shuffled)
        for _ in range(2):
            repeated.insert(rng.randrange(len(repeated) + 1), rng.choice(events))
        assert record(repeated, **policy) == expected


@pytest.mark.parametrize("seed", range(4))
def test_different_reports_of_the_same_thing_leave_the_same_record_in_any_order(seed):
    rng = Random(seed)
    events = [told(kind, seconds) for seconds, kind in enumerate(HUMAN_CALL)]
    events += [told(Answered, 1.5), told(Rang, 0.5), carrier_end(EndingKind.failed_unclassified, 5.5)]
    expected = record(events)
    for _ in range(500):
        rng.shuffle(events)
        assert record(events) == expected


def random_events(rng):
    """A string of events of any kind at any time."""
    for _ in range(rng.randint(1, 14)):
        yield told(rng.choice(EVENT_KINDS), rng.uniform(0, 90))


def some_call(rng):
    policy = DROPPING if rng.random() < 0.3 else {"on_machine": rng.choice((OnMachine.label, OnMachine.hang_up))}
    role = CallRole.agent_leg if rng.random() < 0.1 else CallRole.lead
    return call(role=role, screening=rng.choice(tuple(Screening)), **policy)


def check_step(before, step):
    """What must hold for each single step."""
    known, now_known = before.milestones, step.call.milestones
    for name in MILESTONES:
        was, now = getattr(known, name), getattr(now_known, name)
        assert was is None or (now is not None and now <= was), f"{name} was lost or moved later"
    if before.state in (CallState.closing, CallState.ended):
        assert step.call.state in (before.state, CallState.ended), "a call that was closing came back"
        bridged = [o for o in step.orders if isinstance(o, BridgeToAgent | PlayMessage | LeaveVoicemail)]
        assert not bridged, "something was played or bridged after the hang-up"
    assert (step.call.ending is not None) == (step.call.state is CallState.ended), "an end without a reason"
    assert (step.call.deadline is None) == (step.call.state is CallState.ended), "a call waits for nothing"


def next_event(moved, events, rng):
    """The next of the string with deadlines in between; after it, deadlines until the call is over."""
    if moved.is_open and (not events or rng.random() < 0.15):
        return deadline_of(moved)
    return events.pop()


def check_cell(moved, event):
    """A choice makes no move that its place in the table, and so the diagram, does not name."""
    cell = TABLE[moved.state].get(type(event))
    if isinstance(cell, Choice) and not isinstance(event, DeadlinePassed):
        assert cell.pick(moved, event) in (None, *cell.among)


def check_string(rng):
    moved, facts = some_call(rng), []
    events = list(random_events(rng))
    while events or moved.is_open:
        event = next_event(moved, events, rng)
        check_cell(moved, event)
        step = advance(moved, event)
        check_step(moved, step)
        moved = step.call
        facts += step.facts
    assert len(facts) == len(set(facts)), "a fact was concluded twice"
    assert {FACTS[fact] for fact in facts} == {
        name for name in FACTS.values() if getattr(moved.milestones, name) is not None
    }


@pytest.mark.parametrize("part", range(5))
def test_random_strings_of_events_never_break_a_promise_and_always_end(part):
    rng = Random(part)
    for _ in range(4_000):
        check_string(rng)


def test_a_random_string_does_contain_every_kind_of_event_that_can_be_applied():
    rng = Random(1)
    seen = {type(event) for _ in range(200) for event in random_events(rng)}
    assert seen == set(EVENT_KINDS)
    assert DeadlinePassed in seen
