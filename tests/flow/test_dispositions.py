"""What an agent says has its stated effects, once, and can be corrected with a trail."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from dialer.followup import Disposed, dispose, settle_due, undo
from dialer.refusals import Refused, Why
from dialer.store import schema
from telephony.endings import EndingKind
from tests.support.builders import a_campaign, an_enrollment


def test_a_result_frees_the_agent_and_settles_the_attempt(story):
    attempt = story.talk()

    done = story.say(attempt, "contact")

    assert isinstance(done, Disposed)
    assert done.outcome == "contact"
    assert story.session_state() == "ready"
    assert not story.attempt(attempt).open
    place = story.place()
    assert (place.state, place.position) == ("waiting", 8)


def test_a_contact_reserves_the_lead_for_whoever_reached_it(story):
    story.say(story.talk(), "contact")

    lead = story.conn.execute(select(schema.lead).where(schema.lead.c.id == story.lead)).one()
    assert (lead.last_agent_id, lead.last_reached_at) == (story.agent, story.now)
    assert story.phone(0).reached_at == story.now


def test_the_same_result_sent_twice_acts_once(story):
    attempt = story.talk()
    first = story.say(attempt, "not_interested")

    assert story.say(attempt, "not_interested") == first
    assert story.attempt(attempt).outcome_version == 1
    assert story.audit() == ["attempt.disposed"]


def test_another_result_is_not_taken_without_correcting_the_first(story):
    attempt = story.talk()
    story.say(attempt, "contact")

    refused = story.say(attempt, "not_interested")

    assert isinstance(refused, Refused)
    assert refused.why is Why.CONFLICT


def test_a_result_given_while_the_call_goes_on_waits_for_its_end(story):
    attempt = story.talk()
    story.conn.execute(schema.attempt.update().where(schema.attempt.c.id == attempt).values(ended_at=None))

    done = story.say(attempt, "contact")

    assert isinstance(done, Disposed)
    assert done.outcome == ""
    assert story.attempt(attempt).open
    story.conn.execute(schema.attempt.update().where(schema.attempt.c.id == attempt).values(ended_at=story.now))
    story.settle()
    assert story.attempt(attempt).outcome == "contact"


def test_a_wish_not_to_be_contacted_is_in_force_while_the_call_still_runs_and_stays_with_another_word(story):
    attempt = story.talk()
    story.conn.execute(schema.attempt.update().where(schema.attempt.c.id == attempt).values(ended_at=None))
    in_force = select(schema.suppression.c.e164).where(schema.suppression.c.removed_at.is_(None))

    story.say(attempt, "dnc_number")
    assert story.conn.execute(in_force).scalars().all() == [story.attempt(attempt).e164]

    refused = story.say(attempt, "contact")
    assert isinstance(refused, Refused)
    assert refused.why is Why.FORBIDDEN
    assert story.conn.execute(in_force).scalars().all() == [story.attempt(attempt).e164]

    story.say(attempt, "dnc_lead")
    assert set(story.conn.execute(in_force).scalars()) == {None, *story.numbers}, "a wider wish needs nobody else"


@pytest.mark.parametrize(
    ("disposition", "answer", "field"),
    [
        ("callback", {}, "callback_at"),
        ("callback", {"callback_at": "tomorrow"}, "callback_at"),
        ("callback", {"callback_at": "2026-03-13T10:00:00"}, "callback_at"),
        ("callback", {"callback_at": "2026-03-12T15:59:59+00:00"}, "callback_at"),
        ("appointment", {}, "appointment_at"),
        ("no_such_result", {}, "disposition"),
    ],
)
def test_a_result_without_what_it_asks_for_is_refused(story, disposition, answer, field):
    attempt = story.talk()

    refused = story.say(attempt, disposition, **answer)

    assert isinstance(refused, Refused)
    assert [name for name, _ in refused.problems] == [field]
    assert story.attempt(attempt).disposition == ""


def test_a_result_may_ask_for_a_note(story):
    flags = {"outcome": "contact", "counts_as_contact": True, "note_required": True}
    table = schema.disposition
    story.conn.execute(table.update().where(table.c.name == "contact").values(flags=flags))
    attempt = story.talk()

    assert isinstance(story.say(attempt, "contact", note="  "), Refused)
    assert isinstance(story.say(attempt, "contact", note="Wants to sell in May."), Disposed)
    assert story.attempt(attempt).answer == {"note": "Wants to sell in May."}


def test_an_attempt_that_does_not_exist_is_missing(story):
    refused = dispose(
        story.services, attempt_id=0, disposition="contact", answer={}, user_id=story.agent, now=story.now
    )

    assert isinstance(refused, Refused)
    assert refused.why is Why.MISSING


def test_a_promised_call_back_keeps_minute_number_and_agent(story):
    when = story.now + timedelta(days=1, minutes=7)
    story.say(story.talk(), "callback", callback_at=when)

    place = story.place()
    assert (place.state, place.next_call_at, place.promised_at) == ("waiting", when, when)
    assert (place.promised_agent_id, place.phone_id, place.priority) == (story.agent, story.phone(0).id, 0)


def test_a_call_before_the_promised_time_does_not_break_the_promise(story):
    when = story.now + timedelta(days=1)
    story.say(story.talk(), "callback", callback_at=when)
    story.clock.advance(timedelta(hours=3))

    story.missed()

    place = story.place()
    assert (place.promised_at, place.promised_agent_id, place.next_call_at) == (when, story.agent, when)
    assert story.touches() == []


def test_an_appointment_stops_the_lead_in_every_campaign_and_stands_in_the_list(story):
    other = an_enrollment(story.conn, a_campaign(story.conn), story.lead)
    when = story.now + timedelta(days=2)

    story.say(story.talk(), "appointment", appointment_at=when)

    places = schema.enrollment
    states = story.conn.execute(select(places.c.id, places.c.state, places.c.stop_reason).order_by(places.c.id)).all()
    assert [tuple(row) for row in states] == [
        (story.enrollment, "stopped", "appointment"),
        (other, "stopped", "appointment"),
    ]
    (task,) = story.touches()
    assert (task.channel, task.label, task.due_at, task.agent_id) == ("task", "Appointment", when, story.agent)


def test_do_not_call_this_number_leaves_the_lead_its_other_numbers(story):
    story.say(story.talk(), "dnc_number")

    assert story.suppressed() == [("number", story.numbers[0], None)]
    place = story.place()
    assert (place.state, place.phone_id) == ("ready", story.phone(1).id)


def test_do_not_contact_at_all_covers_the_lead_and_each_of_its_numbers(story):
    story.say(story.talk(), "dnc_lead")

    assert set(story.suppressed()) == {
        ("lead", None, story.lead),
        ("number", story.numbers[0], None),
        ("number", story.numbers[1], None),
    }
    assert story.place().stop_reason == "do_not_contact"


def test_a_wrong_number_is_removed_for_this_lead_only(story):
    twin = story.another_lead(story.numbers[0], "+14155550113")
    story.say(story.talk(), "wrong_number")

    assert story.phone(0).status == "bad"
    assert twin.phone(0).status == "ok"


def test_a_contact_clears_what_was_planned_for_somebody_out_of_reach(story):
    story.missed()
    assert [touch.channel for touch in story.touches()] == ["text"]

    story.say(story.talk(), "contact")

    assert story.touches() == []
    assert [touch.state for touch in story.touches(state=None)] == ["cancelled"]


# Results that were never given


def test_a_call_whose_agent_has_gone_on_is_settled_as_incomplete_and_asked_about(story):
    attempt = story.talk()
    story.settle()
    assert story.attempt(attempt).open, "the agent is still in wrap-up"

    story._set_session(state="ready", current_call_id=None)
    settle_due(story.services, story.now)

    assert story.attempt(attempt).outcome == "incomplete"
    assert [task.label for task in story.touches()] == ["Give the result of the call"]
    assert story.touches(channel="text") == []


def test_a_late_result_repairs_an_incomplete_call(story):
    attempt = story.talk()
    story._set_session(state="ended", current_call_id=None, ended_at=story.now)
    story.settle()

    story.say(attempt, "not_interested")

    assert story.attempt(attempt).outcome == "not_interested"
    assert story.place().stop_reason == "not_interested"
    assert story.touches() == []


# Corrections


def test_a_correction_undoes_and_redoes_every_effect(story):
    attempt = story.talk()
    story.say(attempt, "dnc_lead")

    done = story.correct(attempt, "contact", by=story.owner(), because="It was the neighbour.")

    assert isinstance(done, Disposed)
    assert done.outcome == "contact"
    assert story.suppressed() == []
    place = story.place()
    assert (place.state, place.stop_reason, place.position) == ("waiting", "", 8)
    assert story.attempt(attempt).outcome_version == 2


def test_a_correction_leaves_a_trail(story):
    attempt = story.talk()
    story.say(attempt, "contact")
    story.correct(attempt, "not_interested")

    table = schema.audit_log
    detail = story.conn.execute(select(table.c.detail).where(table.c.action == "attempt.corrected")).scalar_one()
    assert detail["was"]["disposition"] == "contact"
    assert detail["is"] == {"disposition": "not_interested", "outcome": "not_interested", "answer": {}}


def test_a_corrected_wrong_number_comes_back_into_use(story):
    attempt = story.talk()
    story.say(attempt, "wrong_number")
    assert story.phone(0).status == "bad"

    story.correct(attempt, "voicemail")

    assert story.phone(0).status == "ok"
    assert [touch.channel for touch in story.touches()] == ["text"]


def test_a_correction_restores_what_the_mistake_had_cancelled(story):
    story.missed()
    attempt = story.talk()
    story.say(attempt, "not_interested")
    assert story.touches() == []

    story.correct(attempt, "no_contact_next_lead")

    assert "text" in [touch.channel for touch in story.touches()]


def test_a_correction_brings_the_other_campaigns_back(story):
    other = an_enrollment(story.conn, a_campaign(story.conn), story.lead)
    attempt = story.talk()
    story.say(attempt, "dnc_lead")

    story.correct(attempt, "contact", by=story.owner(), because="It was the neighbour.")

    table = schema.enrollment
    place = story.conn.execute(select(table).where(table.c.id == other)).one()
    assert (place.state, place.stop_reason) == ("waiting", "")
    assert place.next_call_at is not None


def test_a_correction_after_newer_calls_does_not_move_the_lead_back(story):
    first = story.talk()
    story.say(first, "voicemail")
    story.ripen()
    story.missed()
    place = story.place()

    story.correct(first, "contact")

    assert (story.place().position, story.place().next_call_at) == (place.position, place.next_call_at)
    assert story.attempt(first).outcome == "contact"


def test_a_late_do_not_contact_stops_the_lead_wherever_it_stands(story):
    first = story.talk()
    story.say(first, "voicemail")
    story.ripen()
    story.missed()

    story.correct(first, "dnc_lead")

    assert (story.place().state, story.place().stop_reason) == ("stopped", "do_not_contact")
    assert story.touches() == []


def test_a_result_is_taken_back_within_seconds_and_given_anew(story):
    attempt = story.talk()
    story.say(attempt, "not_interested")

    undone = undo(story.services, attempt_id=attempt, user_id=story.agent, now=story.now)

    assert undone == Disposed(attempt, "", "")
    assert story.place().state == "claimed"
    assert story.attempt(attempt).open
    story.say(attempt, "contact")
    assert story.attempt(attempt).outcome == "contact"
    assert story.place().position == 8


def test_a_result_is_not_taken_back_once_the_lead_was_called_again(story):
    attempt = story.talk()
    story.say(attempt, "voicemail")
    story.ripen()
    story.call(EndingKind.no_answer)

    assert isinstance(undo(story.services, attempt_id=attempt, user_id=story.agent, now=story.now), Refused)


def test_without_a_result_there_is_nothing_to_take_back_or_correct(story):
    attempt = story.talk()

    assert isinstance(undo(story.services, attempt_id=attempt, user_id=story.agent, now=story.now), Refused)
    assert isinstance(story.correct(attempt, "contact"), Refused)
