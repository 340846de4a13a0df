"""What a call does, told as stories."""

from datetime import timedelta

import pytest

from telephony.call import CallState, Fact, OnMachine, Recordings, advance
from telephony.endings import EndingKind, Retry
from telephony.events import (
    Accepted,
    AgentAssigned,
    AgentJoined,
    AgentLost,
    Answered,
    Deadline,
    DeadlinePassed,
    DropAsked,
    Ended,
    HandedOver,
    HangUpAsked,
    HangUpReason,
    Human,
    Machine,
    NoAgent,
    OptedOut,
    Played,
    Rang,
    SendRefused,
    SendUncertain,
    Sent,
    Source,
)
from telephony.orders import (
    BridgeToAgent,
    CallRole,
    HangUp,
    LeaveVoicemail,
    LookUpCall,
    PlayMessage,
    Screening,
)
from tests.telephony.builders import CALL_ID, START, after, at, call, carrier_end, deadline_of, told

S = CallState
DROPPING = {"on_machine": OnMachine.drop, "recordings": Recordings(voicemail="vm")}


def kinds(step):
    return [type(order) for order in step.orders]


def test_a_person_answers_and_gets_the_agent_at_once():
    asked = after(call(), Sent, Rang, Answered)
    assert asked.call.wants_agent
    given = advance(asked.call, told(AgentAssigned, 3))
    assert given.orders == (BridgeToAgent(call_id=CALL_ID, carrier_call_id="carrier-1", agent_leg_id="leg-1"),)
    assert given.call.state is S.connecting
    joined = advance(given.call, told(AgentJoined, 4))
    assert joined.call.state is S.talking
    assert joined.facts == (Fact.connected,)
    assert joined.call.connect_delay == timedelta(seconds=1)
    over = advance(joined.call, carrier_end(EndingKind.completed))
    assert over.call.talk_time == timedelta(seconds=56)
    assert over.call.conclusion.kind is EndingKind.completed


def test_a_second_answer_without_an_agent_hears_who_called_and_counts_as_abandoned():
    alone = after(call(), Sent, Rang, Answered, NoAgent)
    (said,) = alone.orders
    assert isinstance(said, PlayMessage)
    assert said.message_id == "identification"
    assert said.then_hang_up
    assert Fact.abandoned in alone.facts
    over = advance(advance(alone.call, told(Played, 9)).call, carrier_end(EndingKind.completed))
    assert over.call.was_abandoned
    assert over.call.conclusion.kind is EndingKind.abandoned


def test_the_key_against_further_calls_ends_the_message_at_once_and_proves_a_person():
    pressed = after(call(), Sent, Rang, Answered, NoAgent, OptedOut)
    assert (pressed.call.state, kinds(pressed)) == (S.closing, [HangUp])
    assert pressed.facts == (Fact.human_heard, Fact.opted_out)
    assert pressed.call.was_abandoned


def test_a_key_that_is_told_late_is_a_fact_once_and_moves_nothing():
    late = after(call(), Sent, Answered, NoAgent, Ended, OptedOut)
    assert late.call.state is S.ended
    assert not late.orders
    assert Fact.opted_out in late.facts
    assert not advance(late.call, told(OptedOut, 9)).facts


def test_an_abandoned_call_that_turns_out_to_be_a_machine_is_taken_out_of_the_count():
    over = after(call(), Sent, Answered, NoAgent, Machine, Ended).call
    assert not over.was_abandoned
    assert over.conclusion.kind is EndingKind.machine


def test_nobody_assigned_in_time_to_join_within_two_seconds_is_the_same_as_nobody_there():
    waiting = after(call(), Sent, Answered).call
    assert waiting.deadline is Deadline.assignment
    assert waiting.deadline_at == at(2) + timedelta(seconds=1.7)
    late = advance(waiting, deadline_of(waiting))
    assert kinds(late) == [PlayMessage]
    assert late.call.was_abandoned


def test_the_agent_vanishes_before_the_bridge_and_the_person_hears_an_apology():
    lost = after(call(), Sent, Answered, AgentAssigned, AgentLost)
    assert lost.orders[0].message_id == "sorry"
    assert lost.call.was_abandoned


def test_the_agent_vanishes_in_mid_talk_and_the_call_is_not_abandoned():
    lost = after(call(), Sent, Answered, AgentAssigned, AgentJoined, AgentLost)
    assert lost.orders[0].message_id == "sorry"
    assert not lost.call.was_abandoned


def test_a_person_who_is_handed_over_is_bridged_to_the_other_leg_and_still_talks():
    talking = after(call(), Sent, Answered, AgentAssigned, AgentJoined).call
    step = advance(talking, told(HandedOver, 60, agent_leg_id="leg-2"))
    assert kinds(step) == [BridgeToAgent]
    assert step.orders[0].agent_leg_id == step.call.agent_leg_id == "leg-2"
    assert step.call.state is S.talking
    assert step.call.deadline_at == talking.deadline_at


@pytest.mark.parametrize(("outside", "order"), [(True, HangUp), (False, PlayMessage)])
def test_when_whoever_has_the_person_now_is_gone_a_colleague_leaves_words_and_an_outsider_ends_the_call(outside, order):
    talking = after(call(), Sent, Answered, AgentAssigned, AgentJoined).call
    given = advance(talking, told(HandedOver, 60, outside=outside)).call
    assert kinds(advance(given, told(AgentLost, 70))) == [order]


def test_a_joining_that_is_never_reported_ends_in_an_apology():
    connecting = after(call(), Sent, Answered, AgentAssigned).call
    step = advance(connecting, deadline_of(connecting))
    assert step.orders[0].message_id == "sorry"


@pytest.mark.parametrize(
    ("policy", "state", "orders"),
    [
        ({"on_machine": OnMachine.label}, S.talking, []),
        ({"on_machine": OnMachine.hang_up}, S.closing, [HangUp]),
        (DROPPING, S.leaving_message, [LeaveVoicemail]),
    ],
)
def test_a_machine_heard_alongside_is_treated_by_the_campaigns_policy(policy, state, orders):
    step = after(call(**policy), Sent, Answered, AgentAssigned, AgentJoined, Machine)
    assert (step.call.state, kinds(step)) == (state, orders)
    assert step.facts == (Fact.machine_heard,)


def test_on_doubt_it_is_a_person():
    step = after(call(**DROPPING), Sent, Answered, AgentAssigned, AgentJoined, Human, Machine)
    assert step.call.state is S.talking
    assert not step.orders


def test_a_voicemail_waits_for_the_greeting_unless_it_is_over():
    talking = after(call(**DROPPING), Sent, Answered).call
    early = advance(talking, told(Machine, 5))
    late = advance(talking, told(Machine, 5, greeting_ended=True))
    assert early.orders[0].wait_for_greeting
    assert not late.orders[0].wait_for_greeting


def test_a_message_left_on_a_machine_is_concluded_as_such():
    over = after(call(**DROPPING), Sent, Answered, Machine, Played, Ended).call
    assert over.conclusion.kind is EndingKind.message_left


def test_the_agent_may_leave_a_message_of_their_choice():
    step = after(call(), Sent, Answered, AgentAssigned, AgentJoined, DropAsked)
    assert step.orders[0].message_id == "voicemail-1"
    assert step.call.state is S.leaving_message


def test_a_person_taken_for_a_machine_gets_the_agent_after_all():
    assert after(call(**DROPPING), Sent, Answered, Machine, Human).call.wants_agent


def test_a_person_who_hears_the_apology_is_not_offered_an_agent_again():
    step = after(call(), Sent, Answered, NoAgent, Human)
    assert step.call.state is S.leaving_message


@pytest.mark.parametrize("verdict", [Human, Machine])
def test_screened_first_no_agent_is_asked_for_before_the_verdict(verdict):
    first = call(screening=Screening.first)
    assert not after(first, Sent, Answered).call.wants_agent
    assert after(first, Sent, Answered, verdict).call.wants_agent


def test_no_verdict_in_time_is_taken_for_a_person():
    waiting = after(call(screening=Screening.first), Sent, Answered).call
    assert waiting.deadline is Deadline.detection
    assert advance(waiting, deadline_of(waiting)).call.wants_agent


def test_a_verdict_that_overtakes_the_answer_proves_the_answer():
    step = after(call(), Sent, Rang, Human)
    assert step.call.wants_agent
    assert step.facts == (Fact.answered, Fact.human_heard)


def test_an_agents_own_leg_is_up_as_soon_as_it_answers():
    leg = call(role=CallRole.agent_leg, screening=Screening.off)
    up = after(leg, Sent, Answered)
    assert up.call.state is S.talking
    assert not up.call.wants_agent
    closed = advance(up.call, told(HangUpAsked, 9, why=HangUpReason.session_ended))
    assert kinds(closed) == [HangUp]
    assert not closed.call.was_abandoned


@pytest.mark.parametrize("role", CallRole)
def test_an_answer_that_crosses_our_cancel_is_hung_up_again(role):
    crossed = after(call(role=role), Sent, Rang, HangUpAsked, Answered)
    assert crossed.call.state is S.closing
    assert kinds(crossed) == [HangUp]
    assert crossed.call.was_abandoned is (role is CallRole.lead)
    again = advance(crossed.call, told(Answered, 9))
    assert not again.orders


def test_a_line_cut_for_its_sibling_does_not_count_as_a_try():
    cut = advance(after(call(), Sent, Rang).call, told(HangUpAsked, 3, why=HangUpReason.sibling_answered))
    over = advance(cut.call, carrier_end(EndingKind.cancelled)).call
    assert over.conclusion.retry is Retry.soon
    assert over.hang_up_reason is HangUpReason.sibling_answered


def test_a_line_that_rang_to_our_own_limit_was_not_answered():
    ringing = after(call(), Sent, Rang).call
    cut = advance(ringing, deadline_of(ringing))
    assert cut.orders == (HangUp(call_id=CALL_ID, carrier_call_id="carrier-1", why=HangUpReason.ring_limit),)
    over = advance(cut.call, carrier_end(EndingKind.cancelled)).call
    assert over.conclusion.kind is EndingKind.no_answer


def test_a_request_that_may_have_left_is_looked_up_and_never_sent_again():
    uncertain = after(call(), SendUncertain)
    assert kinds(uncertain) == [LookUpCall]
    given_up = advance(uncertain.call, deadline_of(uncertain.call))
    assert kinds(given_up) == [HangUp, LookUpCall]
    assert given_up.call.hang_up_reason is HangUpReason.uncertain


def test_news_of_an_uncertain_request_makes_it_an_ordinary_one():
    found = after(call(), SendUncertain, Accepted).call
    assert found.state is S.requested
    assert found.deadline is Deadline.ringing


def test_a_refused_request_ends_the_call_with_the_carriers_reason():
    over = after(call(), SendRefused)
    assert over.call.state is S.ended
    assert over.facts == (Fact.finished,)
    assert over.call.conclusion.kind is EndingKind.blocked_by_carrier


def test_a_call_taken_back_before_it_left_never_was():
    over = after(call(), HangUpAsked)
    assert over.call.state is S.ended
    assert not over.orders
    assert over.call.conclusion.kind is EndingKind.cancelled


def test_a_call_that_never_left_the_outbox_ends():
    planned = call()
    over = advance(planned, deadline_of(planned)).call
    assert over.conclusion.kind is EndingKind.never_placed


@pytest.mark.parametrize("sign", [Sent, Accepted, Rang, Answered])
def test_a_call_we_took_for_over_that_shows_life_is_hung_up_but_not_reopened(sign):
    alive = after(call(), HangUpAsked, sign)
    assert alive.call.state is S.ended
    assert kinds(alive) == [HangUp]


def test_late_news_of_a_call_that_the_carrier_ended_moves_nothing():
    late = after(call(), Sent, Ended, Rang, Answered)
    assert late.call.state is S.ended
    assert not late.orders
    assert late.facts == (Fact.answered,)


def test_a_deadline_that_is_not_the_calls_own_is_stale():
    talking = after(call(), Sent, Rang, Answered, AgentAssigned, AgentJoined).call
    stale = told(DeadlinePassed, 9999, deadline=Deadline.ringing)
    assert advance(talking, stale).call == talking


def test_a_deadline_that_is_not_over_yet_does_nothing():
    ringing = after(call(), Sent, Rang).call
    early = told(DeadlinePassed, 5, deadline=Deadline.ringing)
    assert advance(ringing, early).call == ringing


def test_the_carriers_last_word_is_asked_for_ever_more_patiently_and_then_given_up():
    step = after(call(), Sent, Rang, HangUpAsked)
    waits, previous = [], at(3)
    while step.call.state is S.closing:
        waits.append((step.call.deadline_at - previous).total_seconds())
        previous = step.call.deadline_at
        step = advance(step.call, deadline_of(step.call))
        if step.call.is_open:
            assert kinds(step) == [HangUp, LookUpCall]
    assert waits == [5, 10, 20, 40, 80]
    assert step.call.conclusion.kind is EndingKind.line_lost


def test_the_carriers_word_replaces_our_own_conclusion():
    lost = after(call(), Sent, Rang, HangUpAsked).call
    while lost.is_open:
        lost = advance(lost, deadline_of(lost)).call
    assert advance(lost, carrier_end(EndingKind.busy)).call.conclusion.kind is EndingKind.busy
    assert lost.ending_source is Source.local


def test_an_event_about_another_call_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="another call"):
        advance(call(), told(Rang, call_id="call-2"))


def test_a_campaign_that_drops_voicemails_must_have_one():
    with pytest.raises(ValueError, match="recording"):
        call(on_machine=OnMachine.drop)


def test_every_orders_call_has_the_time_to_leave():
    assert call().deadline_at == START + timedelta(seconds=60)
