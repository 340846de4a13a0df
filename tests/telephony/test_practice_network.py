"""The practice network: believable shares, the same again for the same seed, and nobody real is ever rung."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest

from telephony.carrier import Refused
from telephony.endings import EndingKind
from telephony.events import AgentJoined, Answered, Ended, HangUpReason, Human, Machine, Played, Rang
from telephony.numbers import AgentAddress, PhoneNumber
from telephony.orders import (
    BridgeToAgent,
    CallRole,
    HangUp,
    Hold,
    LeaveVoicemail,
    LookUpCall,
    PlayMessage,
    Screening,
)
from telephony.practice import Behaviour, Faults, MemoryExchange, PracticeNetwork, Profile
from telephony.practice.exchange import DueEvent
from telephony.practice.faults import arrivals
from telephony.practice.profile import USUAL_SHARES, Delays, ProfileError, Range, TextShares
from telephony.practice.script import behaviour_of, script_of
from tests.telephony.builders import OURS, START, order, told
from tests.telephony.practice_floor import Floor

NUMBERS = [PhoneNumber(f"+1{area}55501{last:02}") for area in range(201, 251) for last in range(100)]
PLAIN = {"brush_off": 0.0, "mislabelled": 0.0}


def only(behaviour, **changes):
    """A network on which every number does the same."""
    return Profile(shares={behaviour: 1.0}, **{**PLAIN, **changes})


def call_to(number, call_id="c1", **changes):
    return order(call_id=call_id, to=number, **changes)


def kinds(events):
    return [type(event) for event in events]


def test_the_shares_of_five_thousand_numbers_are_the_ones_set():
    seen = Counter(behaviour_of(number, 0, Profile(seed=3)) for number in NUMBERS)
    for behaviour, share in USUAL_SHARES.items():
        assert seen[behaviour] / len(NUMBERS) == pytest.approx(share, abs=0.02)


def test_a_dead_number_stays_dead_and_a_living_one_does_not_always_do_the_same():
    profile = Profile(seed=3)
    for number in NUMBERS[:300]:
        dead = {behaviour_of(number, before, profile) is Behaviour.dead for before in range(5)}
        assert len(dead) == 1
    fates = {behaviour_of(NUMBERS[0], before, profile) for before in range(30)}
    assert len(fates) > 1


def test_people_answer_after_nine_seconds_in_the_mean_and_machines_after_sixteen_to_twenty_two():
    profile = Profile(seed=3)
    scripts = [script_of(call_to(number, ring_seconds=60), 0, profile) for number in NUMBERS]
    people = [s.answer_after for s in scripts if s.behaviour is Behaviour.person]
    machines = [s.answer_after for s in scripts if s.behaviour is Behaviour.voicemail]
    assert sum(people) / len(people) == pytest.approx(9, abs=0.6)
    assert min(machines) >= 16
    assert max(machines) <= 22


def play(seed, **changes):
    floor = Floor(Profile(seed=seed, **changes))
    for place, number in enumerate(NUMBERS[:60]):
        floor.place(call_to(number, f"c{place}"))
    floor.run()
    return floor


def test_the_same_seed_plays_the_same_afternoon_and_another_seed_another():
    first, second, other = play(1), play(1), play(2)
    assert first.heard == second.heard
    assert first.heard != other.heard


def test_every_call_of_an_afternoon_comes_to_its_end():
    floor = play(1)
    assert not any(call.is_open for call in floor.calls.values())
    assert not floor.refused


def test_twenty_times_faster_the_same_afternoon_takes_a_twentieth():
    slow, fast = play(1), play(1, speed=20.0)
    assert kinds(slow.heard) != []
    ends = [(floor.clock.moment - START).total_seconds() for floor in (slow, fast)]
    assert ends[0] / ends[1] == pytest.approx(20, rel=0.2)
    assert [c.conclusion.kind for c in slow.calls.values()] == [c.conclusion.kind for c in fast.calls.values()]


@pytest.mark.parametrize(
    ("behaviour", "ending"),
    [
        (Behaviour.busy, EndingKind.busy),
        (Behaviour.dead, EndingKind.invalid_number),
        (Behaviour.congestion, EndingKind.congestion),
        (Behaviour.no_answer, EndingKind.no_answer),
    ],
)
def test_a_call_that_nobody_answers_ends_for_its_own_reason(behaviour, ending):
    floor = Floor(only(behaviour))
    floor.place(call_to(NUMBERS[0]))
    floor.run()
    assert floor.calls["c1"].conclusion.kind is ending
    assert (Rang in kinds(floor.heard)) is (behaviour is Behaviour.no_answer)


def test_a_person_talks_with_the_agent_and_hangs_up():
    floor = Floor(only(Behaviour.person, delays=Delays(person_answer_mean_seconds=3)))
    floor.place(call_to(NUMBERS[0]))
    floor.run()
    heard = kinds(floor.heard)
    assert [k for k in heard if k is not Human][-3:] == [Answered, AgentJoined, Ended]
    assert floor.calls["c1"].talk_time > timedelta(seconds=5)


def test_a_person_who_hears_nothing_hangs_up_after_some_six_seconds():
    network = PracticeNetwork(only(Behaviour.person), MemoryExchange())
    network.place(call_to(NUMBERS[0], ring_seconds=120), START)
    events = network.deliver_due(START + timedelta(hours=1))
    moment = START
    while (due := network.next_due()) is not None:
        moment = due
        events += network.deliver_due(moment)
    answered = next(event.at for event in events if isinstance(event, Answered))
    assert 4.5 <= (moment - answered).total_seconds() <= 7.5


def test_a_person_answers_only_if_it_rings_long_enough():
    profile = only(Behaviour.person)
    number = next(n for n in NUMBERS if 12 < script_of(call_to(n, ring_seconds=60), 0, profile).answer_after < 20)
    for ring_seconds, ending in [(10, EndingKind.no_answer), (30, EndingKind.completed)]:
        floor = Floor(profile)
        floor.place(call_to(number, ring_seconds=ring_seconds))
        floor.run()
        assert floor.calls["c1"].conclusion.kind is ending


def test_a_second_answer_hears_the_message_to_its_end():
    floor = Floor(only(Behaviour.person), agents=False)
    floor.place(call_to(NUMBERS[0], ring_seconds=120))
    floor.run()
    assert kinds(floor.heard)[-2:] == [Played, Ended]
    assert floor.calls["c1"].was_abandoned


def test_a_voicemail_is_left_after_the_beep():
    profile = only(Behaviour.voicemail)
    floor = Floor(profile)
    sent = call_to(NUMBERS[0], ring_seconds=30, screening=Screening.alongside)
    script = script_of(sent, 0, profile)
    floor.place(sent)
    while Machine not in kinds(floor.heard):
        floor.step()
    floor.carry_out(LeaveVoicemail(call_id="c1", message_id="vm"))
    floor.run()
    answered, played = (next(e.at for e in floor.heard if isinstance(e, kind)) for kind in (Answered, Played))
    assert (played - answered).total_seconds() == pytest.approx(script.greeting + 20, abs=0.01)
    assert kinds(floor.heard)[-1] is Ended


def test_an_unscreened_call_gets_no_verdict():
    floor = Floor(only(Behaviour.person))
    floor.place(call_to(NUMBERS[0], ring_seconds=120, screening=Screening.off))
    floor.run()
    assert not {Human, Machine} & set(kinds(floor.heard))


def test_an_agents_browser_answers_at_once_and_stays_up_until_it_is_hung_up():
    floor = Floor()
    leg = call_to(AgentAddress("7"), role=CallRole.agent_leg, screening=Screening.off, max_seconds=80_000)
    floor.place(leg)
    floor.run(seconds=4 * 3600)
    assert floor.calls["c1"].state == "talking"
    assert floor.calls["c1"].milestones.answered_at == START
    floor.carry_out(HangUp(call_id="c1", why=HangUpReason.session_ended))
    floor.run(seconds=1)
    assert floor.calls["c1"].conclusion.kind is EndingKind.completed


def test_a_ringing_line_that_is_hung_up_is_cancelled_and_never_answers():
    floor = Floor(only(Behaviour.person))
    floor.place(call_to(NUMBERS[0]))
    while Rang not in kinds(floor.heard):
        floor.step()
    floor.carry_out(HangUp(call_id="c1", why=HangUpReason.skipped))
    floor.run()
    assert floor.calls["c1"].conclusion.kind is EndingKind.cancelled
    assert Answered not in kinds(floor.heard)


@pytest.mark.parametrize(
    "unfit",
    [
        BridgeToAgent(call_id="c1", agent_leg_id="leg"),
        PlayMessage(call_id="c1", message_id="sorry"),
        Hold(call_id="c1"),
    ],
)
def test_an_order_for_a_call_that_was_not_answered_is_refused(unfit):
    network = PracticeNetwork(only(Behaviour.no_answer), MemoryExchange())
    with pytest.raises(Refused) as unknown:
        network.obey(unfit, START)
    network.place(call_to(NUMBERS[0]), START)
    with pytest.raises(Refused) as ringing:
        network.obey(unfit, START)
    assert {unknown.value.ending.kind, ringing.value.ending.kind} == {EndingKind.wrong_state}


def test_a_hang_up_is_never_refused():
    network = PracticeNetwork(Profile(), MemoryExchange())
    order_ = HangUp(call_id="c1", why=HangUpReason.agent)
    assert network.obey(order_, START).carrier_call_id is None
    network.place(call_to(NUMBERS[0]), START)
    assert network.obey(order_, START) == network.obey(order_, START)


def test_the_same_call_ordered_twice_rings_once():
    exchange = MemoryExchange()
    network = PracticeNetwork(only(Behaviour.no_answer), exchange)
    first = network.place(call_to(NUMBERS[0]), START)
    assert network.place(call_to(NUMBERS[0]), START) == first
    events = []
    while (due := network.next_due()) is not None:
        events += network.deliver_due(due)
    assert kinds(events).count(Rang) == 1
    with exchange.open() as books:
        assert books.get(first.carrier_call_id)["placements"] == 2


@pytest.mark.parametrize(
    "real",
    [
        {"to": PhoneNumber("+12175550200")},
        {"to": PhoneNumber("+12175550099")},
        {"from_": PhoneNumber("+12175550200")},
        {"to": PhoneNumber("+12175550200"), "role": CallRole.agent_leg},
    ],
)
def test_a_number_that_is_not_fictional_is_refused_and_leaves_no_trace(real):
    network = PracticeNetwork(Profile(), MemoryExchange())
    with pytest.raises(Refused) as refusal:
        network.place(order(**real), START)
    assert refusal.value.ending.kind is EndingKind.wrong_network
    assert "555" in str(refusal.value)
    assert "0200" not in str(refusal.value)
    assert network.next_due() is None


def test_a_look_up_tells_the_whole_truth_although_every_event_was_lost():
    floor = Floor(only(Behaviour.busy, faults=Faults(lost=1.0)))
    floor.place(call_to(NUMBERS[0]))
    floor.run()
    assert floor.heard == []
    floor.carry_out(LookUpCall(call_id="c1"))
    assert floor.calls["c1"].conclusion.kind is EndingKind.busy


def test_a_look_up_of_a_call_that_was_never_placed_says_so():
    floor = Floor()
    (never,) = floor.carrier.look_up("nobody")
    assert never.ending.kind is EndingKind.never_placed


def fares(fault, share):
    """In which share of 5,000 events each thing that can befall an event is seen."""
    profile = Profile(seed=4, faults=Faults(**{fault: share}))
    seen = Counter()
    for number in range(5000):
        copies = arrivals(told(Rang, event_key=f"event-{number}"), profile)
        seen["lost"] += not copies
        seen["repeated"] += len(copies) == 2
        seen["reordered"] += len(copies) > 0 and 0 < copies[0] < 2
        seen["late"] += len(copies) > 0 and copies[0] >= 2
    return {what: count / 5000 for what, count in seen.items() if count}


@pytest.mark.parametrize("share", [0.02, 0.3])
@pytest.mark.parametrize("fault", ["late", "repeated", "lost"])
def test_each_fault_befalls_its_share_of_the_events(fault, share):
    assert fares(fault, share) == {fault: pytest.approx(share, abs=0.02)}


def test_a_reordered_event_is_held_back_just_long_enough_to_be_overtaken():
    seen = fares("reordered", 0.3)
    assert seen["reordered"] + seen["late"] == pytest.approx(0.3, abs=0.02)
    assert set(seen) == {"reordered", "late"}


def test_through_all_faults_together_look_ups_bring_every_call_to_its_end():
    floor = play(5, faults=Faults(late=0.1, repeated=0.2, reordered=0.1, lost=0.2))
    stranded = [call_id for call_id, call in floor.calls.items() if call.is_open]
    assert stranded
    for call_id in stranded:
        floor.carry_out(LookUpCall(call_id=call_id))
    floor.run()
    assert not any(call.is_open for call in floor.calls.values())


def test_a_repeated_event_keeps_its_key():
    floor = Floor(only(Behaviour.no_answer, faults=Faults(repeated=1.0)))
    floor.place(call_to(NUMBERS[0]))
    floor.run()
    assert set(Counter(event.event_key for event in floor.heard).values()) == {2}


def test_reordered_events_do_overtake_each_other():
    floor = Floor(Profile(faults=Faults(reordered=0.5)))
    for place, number in enumerate(NUMBERS[:40]):
        floor.place(call_to(number, f"c{place}"))
    floor.run()
    times = [event.at for event in floor.heard]
    assert times != sorted(times)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Profile(shares={Behaviour.person: 0.5}),
        lambda: Profile(shares={Behaviour.agent: 1.0}),
        lambda: Profile(speed=0.5),
        lambda: Faults(lost=0.6, late=0.6),
        lambda: Faults(repeated=-0.1),
        lambda: Range(3, 2),
        lambda: TextShares(stop=0.7, interested=0.7),
    ],
)
def test_an_impossible_network_cannot_be_set_up(make):
    with pytest.raises(ProfileError):
        make()


def test_what_a_failed_transaction_did_is_forgotten():
    exchange = MemoryExchange()
    with exchange.open() as books:
        books.plan([DueEvent("k", START, {"n": 1})])

    def fail():
        with exchange.open() as books:
            books.put("k", {"n": 2})
            assert len(books.take_due(START, 10)) == 1
            books.cancel_pending("k")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with exchange.open() as books:
        assert books.get("k") is None
        assert [due.body for due in books.take_due(START, 10)] == [{"n": 1}]
        assert books.next_due() is None


def test_due_events_come_earliest_first_and_in_the_order_planned():
    exchange, rng = MemoryExchange(), Random(1)
    planned = [DueEvent("k", START + timedelta(seconds=rng.randrange(5)), {"n": n}) for n in range(50)]
    with exchange.open() as books:
        books.plan(planned)
    with exchange.open() as books:
        assert books.take_due(START + timedelta(seconds=5), 100) == sorted(planned, key=lambda due: due.due_at)


def test_what_was_cancelled_never_falls_due():
    exchange = MemoryExchange()
    with exchange.open() as books:
        books.plan([DueEvent("a", START, {}), DueEvent("b", START, {})])
    with exchange.open() as books:
        books.cancel_pending("a")
        books.plan([DueEvent("a", START + timedelta(seconds=1), {})])
    with exchange.open() as books:
        due = books.take_due(START + timedelta(seconds=9), 9)
    assert [(event.key, event.due_at) for event in due] == [("b", START), ("a", START + timedelta(seconds=1))]


def test_our_own_number_is_fictional_too():
    assert OURS.is_fictional
