"""The technical ending and the agent's word make one outcome, and neither is lost in it."""

from datetime import timedelta

import pytest

from dialer.core.dispositions import READY_MADE
from dialer.core.outcome_kinds import OutcomeKind
from dialer.core.outcomes import CallFacts, outcome_of
from telephony.endings import EndingKind
from telephony.events import HangUpReason

FLAGS = {ready.name: ready.flags for ready in READY_MADE}


@pytest.mark.parametrize(
    ("facts", "kind", "counts"),
    [
        (CallFacts(EndingKind.no_answer), "no_answer", True),
        (CallFacts(EndingKind.rejected), "no_answer", True),
        (CallFacts(EndingKind.busy), "busy", False),
        (CallFacts(EndingKind.congestion), "congestion", False),
        (CallFacts(EndingKind.our_limit), "our_side", False),
        (CallFacts(EndingKind.analytics_blocked), "our_side", False),
        (CallFacts(EndingKind.invalid_number), "dead_number", True),
        (CallFacts(EndingKind.unwanted), "unwanted", True),
        (CallFacts(EndingKind.line_lost), "unclassified", True),
        (CallFacts(EndingKind.machine, answered=True), "machine", True),
        (CallFacts(EndingKind.message_left, answered=True, with_agent=True), "message_left", True),
        (CallFacts(EndingKind.completed, answered=True, human=True), "hung_up", True),
        (CallFacts(EndingKind.completed, answered=True, human=True, with_agent=True), "incomplete", True),
        (CallFacts(EndingKind.abandoned, answered=True, human=True), "abandoned", False),
        (CallFacts(EndingKind.cancelled, hang_up=HangUpReason.sibling_answered), "cancelled", False),
        (CallFacts(EndingKind.cancelled, hang_up=HangUpReason.paused), "cancelled", False),
        (CallFacts(EndingKind.cancelled, hang_up=HangUpReason.skipped), "skipped", True),
        (CallFacts(EndingKind.cancelled, hang_up=HangUpReason.ring_limit), "no_answer", True),
        (CallFacts(EndingKind.cancelled, hang_up=HangUpReason.uncertain), "unclassified", True),
    ],
)
def test_without_a_disposition_the_line_speaks_for_itself(facts: CallFacts, kind: str, counts: bool):
    outcome = outcome_of(facts, None)

    assert (outcome.kind.value, outcome.counts) == (kind, counts)
    assert not outcome.contact


@pytest.mark.parametrize("ending", list(EndingKind))
def test_every_ending_has_an_outcome(ending: EndingKind):
    assert outcome_of(CallFacts(ending), None).kind in OutcomeKind


@pytest.mark.parametrize("name", sorted(FLAGS))
def test_the_agents_word_stands_above_the_wire(name: str):
    outcome = outcome_of(CallFacts(EndingKind.machine, answered=True, with_agent=True), FLAGS[name])

    assert outcome.kind.value == name
    assert outcome.counts


@pytest.mark.parametrize(
    ("name", "talk_seconds", "human", "contact", "conversation"),
    [
        ("contact", 59, True, True, False),
        ("contact", 60, True, True, True),
        ("wrong_number", 90, True, False, False),
        ("voicemail", 90, False, False, False),
        ("false_human", 5, False, False, False),
        ("shown_as_spam", 5, True, False, False),
    ],
)
def test_contact_and_conversation_follow_their_definitions(
    name: str, talk_seconds: int, human: bool, contact: bool, conversation: bool
):
    talked = CallFacts(
        EndingKind.completed, answered=True, human=True, with_agent=True, talk=timedelta(seconds=talk_seconds)
    )
    outcome = outcome_of(talked, FLAGS[name])

    assert (outcome.human, outcome.contact, outcome.conversation) == (human, contact, conversation)


def test_an_appointment_is_counted_only_where_one_was_set():
    talked = CallFacts(EndingKind.completed, answered=True, human=True, with_agent=True)

    assert [name for name in FLAGS if outcome_of(talked, FLAGS[name]).appointment] == ["appointment"]


def test_a_campaign_may_set_its_own_length_of_a_conversation():
    talked = CallFacts(EndingKind.completed, answered=True, with_agent=True, talk=timedelta(seconds=100))

    assert not outcome_of(talked, FLAGS["contact"], conversation=timedelta(seconds=120)).conversation
