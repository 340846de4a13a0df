"""Nobody answers: within seconds the text is due, and the next touch has its date."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from dialer.followup import SETTLES_AFTER, settle_due
from dialer.store import schema
from telephony.endings import EndingKind
from telephony.events import HangUpReason


def test_an_unanswered_lead_is_settled_two_seconds_after_the_end_and_not_before(story):
    attempt = story.call(EndingKind.no_answer)

    assert settle_due(story.services, story.now) == 0
    story.clock.advance(SETTLES_AFTER)
    assert settle_due(story.services, story.now) == 1

    settled = story.attempt(attempt)
    assert (settled.outcome, settled.open, settled.outcome_version) == ("no_answer", False, 1)


def test_the_automatic_text_is_due_at_once_and_the_next_call_has_its_date(story):
    story.missed()

    (text,) = story.touches()
    assert (text.channel, text.label, text.due_at) == ("text", "Text after the missed call", story.now)
    place = story.place()
    assert (place.state, place.position) == ("waiting", 2)
    assert timedelta(hours=12) < place.next_call_at - story.now < timedelta(hours=48)


def test_the_next_call_goes_to_the_number_that_was_not_tried(story):
    story.missed()

    assert story.place().phone_id == story.phone(1).id


def test_settling_twice_changes_nothing(story):
    story.missed()
    before = story.touches(state=None), story.place()

    assert story.settle() == 0
    assert (story.touches(state=None), story.place()) == before


def test_a_line_taken_back_for_a_sibling_is_due_again_at_once_and_counts_for_nothing(story):
    attempt = story.call(EndingKind.cancelled, hang_up=HangUpReason.sibling_answered, counts=False)
    story.settle()

    place = story.place()
    assert (place.state, place.position, place.tries) == ("ready", 0, 0)
    assert place.phone_id == story.phone(0).id
    assert story.touches() == []
    assert story.attempt(attempt).counts is False


def test_a_busy_line_is_tried_again_soon_without_using_up_an_attempt(story):
    attempt = story.call(EndingKind.busy)
    story.settle()

    place = story.place()
    assert (place.state, place.position, place.quick) == ("waiting", 0, 1)
    assert place.next_call_at == story.now + timedelta(minutes=15)
    assert story.attempt(attempt).counts is False
    assert story.phone(0).attempts == 0


def test_a_dead_number_is_taken_out_of_use_and_the_next_one_is_called_at_once(story):
    story.call(EndingKind.invalid_number)
    story.settle()

    assert story.phone(0).status == "bad"
    place = story.place()
    assert (place.state, place.phone_id, place.position) == ("ready", story.phone(1).id, 0)


def test_a_lead_without_a_usable_number_stops_and_stands_in_a_list(begin):
    story = begin(numbers=("+12175550111",))
    story.call(EndingKind.invalid_number)
    story.settle()

    place = story.place()
    assert (place.state, place.stop_reason, place.next_call_at) == ("stopped", "no_number", None)
    assert [(task.channel, task.label) for task in story.touches()] == [("task", "Find another number")]


def test_a_number_that_cannot_be_reached_on_three_days_rests_for_thirty(begin):
    story = begin(numbers=("+12175550111",))
    for _ in range(3):
        assert story.phone().rest_until is None
        story.call(EndingKind.unreachable)
        story.settle()
        if story.phone().rest_until is None:
            story.ripen()

    assert story.phone().rest_until == story.now + timedelta(days=30)
    assert story.place().next_call_at == story.phone().rest_until


def test_an_abandoned_person_gets_an_apology_and_is_called_back_first(story):
    story.call(EndingKind.abandoned, answered=True)
    story.settle()

    (text,) = story.touches()
    assert (text.channel, text.purpose, text.due_at) == ("text", "apology", story.now)
    place = story.place()
    assert (place.priority, place.position, place.phone_id) == (1, 0, story.phone(0).id)
    assert place.next_call_at == place.promised_at == story.now + timedelta(minutes=5)
    assert place.promised_agent_id is None


def test_the_whole_default_sequence_ends_by_itself_with_every_touch_on_record(story):
    for _ in range(7):
        story.missed()
        if story.place().state != "stopped":
            story.ripen()

    place = story.place()
    assert (place.state, place.stop_reason) == ("stopped", "exhausted")
    planned = [touch.channel for touch in story.touches(state=None)]
    assert planned == ["text", "letter", "door_hanger", "email"]


def test_a_call_marked_as_unwanted_is_never_repeated_on_that_number(story):
    story.call(EndingKind.unwanted)
    story.settle()

    assert story.suppressed() == [("number", story.numbers[0], None)]
    assert story.place().phone_id == story.phone(1).id


def test_case_115_a_number_that_the_carrier_blocks_is_not_called_again_until_somebody_lifts_that(story):
    story.call(EndingKind.blocked_by_carrier)
    story.settle()

    assert story.suppressed() == [("number", story.numbers[0], None)]
    assert story.place().phone_id == story.phone(1).id
    (kept,) = story.conn.execute(select(schema.suppression))
    assert (kept.reason, kept.source, kept.channels) == ("blocked", "carrier", ["call"])


def test_one_attempt_that_cannot_be_settled_does_not_hold_up_the_others(story):
    bad = story.call(EndingKind.no_answer)
    story.spoil_ending(bad)
    other = story.another_lead()
    good = other.call(EndingKind.no_answer)

    with pytest.raises(ExceptionGroup):
        other.settle()

    assert other.attempt(good).outcome == "no_answer"
    assert story.attempt(bad).open
