"""Everything the judgement asks, read for many leads at once."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, text

from dialer.core.campaign_rules import call_rules
from dialer.core.campaigns import CampaignSettings
from dialer.core.compliance import Channel, LineKind, ReasonCode, Scope, Why, may_call
from dialer.store import schema
from dialer.store.contacts import load_contacts
from dialer.store.suppressions import Wish, add, allow_texts, lift
from tests.support.builders import (
    NOW,
    a_campaign,
    a_lead,
    a_message,
    a_session,
    a_user,
    an_attempt,
    an_enrollment,
    phones_of,
)

RULES = call_rules(CampaignSettings(), brokerage="Practice Realty", practice=True)
HOUR = timedelta(hours=1)


def the_contact(conn: Connection, lead_id: int, rank: int = 0, **more):
    phone_id = phones_of(conn, lead_id)[rank][0]
    return load_contacts(conn, [(lead_id, phone_id)], NOW, **more)[lead_id, phone_id]


def test_a_plain_lead_may_be_called(conn):
    lead = a_lead(conn, zip="62701", state="IL", mailing_state="IN", mailing_zip="46204", kind="mobile")

    contact = the_contact(conn, lead)

    assert contact.kind is LineKind.MOBILE
    assert (contact.property_zip, contact.property_state) == ("62701", "IL")
    assert (contact.mailing_zip, contact.mailing_state) == ("46204", "IN")
    assert contact.suppressions == ()
    assert contact.held_reason is None
    assert may_call(contact, RULES, NOW).allowed


def test_a_number_of_another_lead_is_left_out(conn):
    mine, other = a_lead(conn), a_lead(conn)
    foreign = phones_of(conn, other)[0][0]

    assert load_contacts(conn, [(mine, foreign)], NOW) == {}
    assert load_contacts(conn, [], NOW) == {}


@pytest.mark.parametrize(
    ("more", "why", "channel"),
    [
        ({"litigator": True}, Why.LITIGATOR, Channel.VOICE),
        ({"do_not_mail": True}, Why.DO_NOT_MAIL, Channel.MAIL),
    ],
)
def test_what_the_vendor_says_of_the_owner_suppresses(conn, more, why, channel):
    (found,) = the_contact(conn, a_lead(conn, **more)).suppressions

    assert found.reason is why
    assert found.scope is Scope.LEAD
    assert channel in found.channels


def test_a_held_or_closed_lead_is_held_with_its_reason(conn):
    assert the_contact(conn, a_lead(conn, status="held", hold_reason="withdrawn")).held_reason == "withdrawn"
    assert the_contact(conn, a_lead(conn, status="closed")).held_reason == "closed"


def test_a_bad_number_is_out_of_service(conn):
    lead = a_lead(conn)
    conn.execute(text("UPDATE phone SET status = 'bad' WHERE lead_id = :id"), {"id": lead})

    assert [entry.reason for entry in the_contact(conn, lead).suppressions] == [Why.DEAD]


def test_wishes_for_the_number_and_for_the_lead_are_found_and_lifted_ones_are_not(conn):
    lead = a_lead(conn)
    e164 = phones_of(conn, lead)[0][1]
    add(conn, Wish(Why.ASKED, "agent", e164=e164), NOW)
    add(conn, Wish(Why.OPERATOR, "manual", lead_id=lead, channels=("text",)), NOW)
    gone = add(conn, Wish(Why.LITIGATOR, "import", e164=e164), NOW)
    assert gone is not None
    lift(conn, [gone], "mistake", None, NOW)

    found = {(entry.scope, entry.reason, len(entry.channels)) for entry in the_contact(conn, lead).suppressions}

    assert found == {(Scope.NUMBER, Why.ASKED, 5), (Scope.LEAD, Why.OPERATOR, 1)}


def test_a_wish_in_an_operators_own_words_blocks(conn):
    lead = a_lead(conn)
    values = {"scope": "number", "e164": phones_of(conn, lead)[0][1], "reason": "friend of the boss"}
    conn.execute(insert(schema.suppression).values(**values, source="manual", created_at=NOW))

    assert ReasonCode.SUPPRESSED in may_call(the_contact(conn, lead), RULES, NOW).codes


def test_the_same_wish_is_written_once(conn):
    wish = Wish(Why.ASKED, "agent", e164="+12175550142")

    assert add(conn, wish, NOW) is not None
    assert add(conn, wish, NOW) is None


def test_start_lifts_texts_only(conn):
    add(conn, Wish(Why.STOP, "text", e164="+12175550142"), NOW)
    add(conn, Wish(Why.ASKED, "agent", e164="+12175550142"), NOW)

    assert allow_texts(conn, "+12175550142", NOW) == 1
    assert allow_texts(conn, "+12175550142", NOW) == 0


def test_calls_are_counted_for_the_number_and_for_the_lead_in_every_campaign(conn):
    first, second = "+12175550150", "+12175550151"
    lead = a_lead(conn, numbers=[first, second])
    twin = a_lead(conn, numbers=[first])
    agent = a_user(conn).id
    for owner, hours, counts in ((lead, 1, True), (twin, 3, True), (lead, 5, False), (lead, 16 * 24, True)):
        campaign = a_campaign(conn)
        session = a_session(conn, agent, campaign, ended_at=NOW)
        place = an_enrollment(conn, campaign, owner)
        an_attempt(conn, place, session, at=NOW - hours * HOUR, open=False, counts=counts)

    of_first, of_second = the_contact(conn, lead, 0), the_contact(conn, lead, 1)

    assert set(of_first.number_attempts) == {NOW - HOUR, NOW - 3 * HOUR}
    assert of_first.lead_attempts == (NOW - HOUR,)
    assert of_second.number_attempts == ()
    assert of_second.lead_attempts == (NOW - HOUR,)


def test_what_was_missed_in_two_weeks_is_known_by_the_lead_and_what_somebody_answered_is_not(conn):
    lead = a_lead(conn, numbers=["+12175550156", "+12175550157"])
    session = a_session(conn, a_user(conn).id, a_campaign(conn), ended_at=NOW)
    place = an_enrollment(conn, a_campaign(conn), lead)
    for days, answered in ((1, False), (2, True), (14, False), (16, False)):
        at = NOW - timedelta(days=days)
        an_attempt(conn, place, session, at=at, open=False, ended_at=at, human=answered, counts=True)
    going_on = a_lead(conn, numbers=["+12175550158"])
    an_attempt(conn, an_enrollment(conn, a_campaign(conn), going_on), session, at=NOW, counts=True)

    assert set(the_contact(conn, lead, 1).missed) == {NOW - timedelta(days=1), NOW - timedelta(days=14)}
    assert the_contact(conn, going_on).missed == ()


def test_totals_count_the_number_wherever_it_is_stored(conn):
    lead, twin = a_lead(conn, numbers=["+12175550152", "+12175550153"]), a_lead(conn, numbers=["+12175550152"])
    conn.execute(text("UPDATE phone SET attempts = 2 WHERE lead_id = :id"), {"id": lead})
    conn.execute(text("UPDATE phone SET attempts = 5 WHERE lead_id = :id"), {"id": twin})

    contact = the_contact(conn, lead)

    assert (contact.number_total, contact.lead_total) == (7, 4)


def test_texts_and_replies_of_the_last_days_are_known(conn):
    lead = a_lead(conn)
    e164 = phones_of(conn, lead)[0][1]
    a_message(conn, lead, e164, at=NOW - HOUR)
    a_message(conn, lead, e164, at=NOW - 2 * HOUR, state="failed")
    a_message(conn, lead, e164, direction="in", at=NOW - 4 * HOUR)
    a_message(conn, lead, e164, direction="in", at=NOW - 3 * HOUR)

    contact = the_contact(conn, lead)

    assert contact.texts == (NOW - HOUR,)
    assert contact.wrote_at == NOW - 3 * HOUR


def test_texts_to_the_leads_other_numbers_are_known_as_the_leads(conn):
    lead = a_lead(conn, numbers=["+12175550160", "+12175550161"])
    a_message(conn, lead, "+12175550161", at=NOW - HOUR)
    first, second = the_contact(conn, lead, 0), the_contact(conn, lead, 1)
    assert (first.texts, first.lead_texts) == ((), (NOW - HOUR,))
    assert (second.texts, second.lead_texts) == ((NOW - HOUR,), (NOW - HOUR,))


def test_the_latest_refusal_is_known_by_the_lead_and_by_the_number_however_long_ago(conn):
    lead = a_lead(conn, numbers=["+12175550162", "+12175550163"])
    twin, other = a_lead(conn, numbers=["+12175550162"]), a_lead(conn)
    session = a_session(conn, a_user(conn).id, a_campaign(conn), ended_at=NOW)
    place = an_enrollment(conn, a_campaign(conn), lead)
    for days, outcome in ((300, "not_interested"), (200, "not_interested"), (100, "contact")):
        at = NOW - timedelta(days=days)
        an_attempt(conn, place, session, at=at, open=False, ended_at=at, disposed_at=at + HOUR, outcome=outcome)
    said = NOW - timedelta(days=200) + HOUR
    assert [the_contact(conn, lead, rank).refused_at for rank in (0, 1)] == [said, said]
    assert the_contact(conn, twin).refused_at == said
    assert the_contact(conn, other).refused_at is None


def test_consents_in_force_are_found(conn):
    lead = a_lead(conn)
    values = {"kind": "written", "lead_id": lead, "brokerage": "Practice Realty", "since": NOW - HOUR}
    conn.execute(insert(schema.consent).values(**values))
    conn.execute(insert(schema.consent).values(**{**values, "kind": "oral"}, revoked_at=NOW))
    conn.execute(insert(schema.consent).values(**{**values, "kind": "ebr", "since": NOW + HOUR}))

    assert [consent.kind.value for consent in the_contact(conn, lead).consents] == ["written"]


def test_a_promise_and_a_reservation_are_known(conn):
    agent = a_user(conn).id
    lead = a_lead(conn, last_agent_id=agent, last_reached_at=NOW - HOUR)
    an_enrollment(conn, a_campaign(conn), lead, promised_at=NOW)

    contact = the_contact(conn, lead, reservation=24 * HOUR)

    assert (contact.reserved_by, contact.reserved_until) == (str(agent), NOW + 23 * HOUR)
    assert contact.callback_at == NOW
    assert the_contact(conn, lead).reserved_by is None


def test_twenty_leads_cost_as_many_queries_as_one(db, conn):
    leads = [a_lead(conn) for _ in range(20)]
    pairs = [(lead, phones_of(conn, lead)[0][0]) for lead in leads]
    asked: list[str] = []

    def note(*args: Any) -> None:
        asked.append(args[2])

    event.listen(db.engine, "before_cursor_execute", note)

    with db.transaction() as own:
        load_contacts(own, pairs[:1], NOW)
        for_one = len(asked)
        assert set(load_contacts(own, pairs, NOW)) == set(pairs)
    event.remove(db.engine, "before_cursor_execute", note)

    assert len(asked) == 2 * for_one
