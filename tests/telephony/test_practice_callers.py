"""People on the practice network who call us back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from telephony.events import CallArrived, Ended
from telephony.numbers import PhoneNumber
from telephony.orders import BridgeToAgent, PlaceCall
from telephony.practice import MemoryExchange, PracticeNetwork, Profile
from telephony.practice.profile import Behaviour

START = datetime(2026, 3, 12, 16, tzinfo=UTC)
NUMBER, OURS = PhoneNumber.parse("+12175550101"), PhoneNumber.parse("+13045550199")
NOBODY = Profile(shares={Behaviour.no_answer: 1.0}, calls_back=1.0)


def told(profile, *, seconds=300, then=None):
    """What the network tells in so many seconds after a call; `then` is done as soon as somebody calls us."""
    network = PracticeNetwork(profile, MemoryExchange())
    order = PlaceCall(call_id="c", to=NUMBER, from_=OURS, ring_seconds=22, max_seconds=900)
    network.place(order, START)
    events = []
    for second in range(seconds):
        now = START + timedelta(seconds=second)
        heard = network.deliver_due(now)
        events += heard
        if then is not None and any(isinstance(each, CallArrived) for each in heard):
            then(network, now)
    return events


def arrivals(events):
    return [each for each in events if isinstance(each, CallArrived)]


def test_whoever_missed_us_calls_the_number_that_rang_them_and_gives_up_after_a_while():
    events = told(NOBODY)
    (caller,) = arrivals(events)
    assert (caller.from_, caller.to) == (NUMBER, OURS)
    ended = [each.at for each in events if isinstance(each, Ended) and each.call_id == caller.call_id]
    assert [at - caller.at for at in ended] == [timedelta(seconds=45)]


def test_a_caller_who_is_put_through_talks_for_longer():
    def bridge(network, now):
        network.obey(BridgeToAgent(call_id="c-back", agent_leg_id="leg"), now)

    events = told(NOBODY, seconds=400, then=bridge)
    (caller,) = arrivals(events)
    (ended,) = [each.at for each in events if isinstance(each, Ended) and each.call_id == caller.call_id]
    assert ended - caller.at > timedelta(seconds=60)


def test_who_talked_to_us_or_is_not_inclined_to_does_not_call():
    assert arrivals(told(replace(NOBODY, calls_back=0.0))) == []
    assert arrivals(told(replace(NOBODY, shares={Behaviour.dead: 1.0}))) == []
