"""Consents and relationships: recorded with their proof, for one brokerage, asked by the judgement, taken back."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from dialer import consents
from dialer.core.compliance import CallRules, DialMode, may_call
from dialer.refusals import Refused
from dialer.store.accounts import by_id
from dialer.store.consents import ConsentLine
from dialer.store.contacts import load_contacts
from tests.support.builders import a_campaign, a_lead, a_user, an_enrollment, phones_of

OURS = "Practice Realty"
RULES = CallRules(brokerage=OURS, require_scrub=False)
DAY = timedelta(days=1)


@pytest.fixture
def florida(conn):
    """A lead in a state that wants written consent before a machine dials."""
    return a_lead(conn, numbers=["+13055550101"], state="FL", zip="33101")


def may_dial(conn, lead, now) -> bool:
    pair = (lead, phones_of(conn, lead)[0][0])
    return may_call(load_contacts(conn, [pair], now)[pair], RULES, now, mode=DialMode.POWER).allowed


@pytest.mark.parametrize("by_number", [True, False])
def test_a_written_consent_opens_what_needs_one_until_it_is_taken_back(services, conn, clock, florida, by_number):
    whose = {"number": "(305) 555-0101"} if by_number else {"lead_id": florida}
    assert not may_dial(conn, florida, clock.now())
    made = consents.add(services, None, kind="written", since=clock.now() - DAY, proof="agreement 12", **whose)
    assert isinstance(made, ConsentLine)
    assert may_dial(conn, florida, clock.now())
    assert isinstance(consents.revoke(services, None, made.id, "told us on the phone"), ConsentLine)
    assert not may_dial(conn, florida, clock.now())


def test_a_consent_given_to_another_brokerage_is_not_ours(services, conn, clock, florida):
    consents.add(
        services, None, kind="written", lead_id=florida, since=clock.now() - DAY, proof="agreement", brokerage="Others"
    )
    assert not may_dial(conn, florida, clock.now())


def test_what_was_recorded_stays_on_record_with_who_did_it(services, conn, clock, florida):
    user = a_user(conn, role="manager")
    by = by_id(conn, user.id)
    made = consents.add(services, by, kind="ebr", lead_id=florida, since=clock.now() - DAY, proof="listing of 2025")
    assert isinstance(made, ConsentLine)
    consents.revoke(services, by, made.id, "asked us to stop")
    (line,) = consents.listing(services, lead_id=florida)
    assert (line.kind, line.brokerage, line.proof, line.recorded_by) == ("ebr", OURS, "listing of 2025", user.name)
    assert line.revoked_at == clock.now()
    actions = conn.execute(text("SELECT action FROM audit_log WHERE user_id = :id ORDER BY id"), {"id": user.id})
    assert list(actions.scalars()) == ["consent.added", "consent.revoked"]


def test_the_list_of_a_lead_has_the_consents_of_its_numbers(services, conn, clock, florida):
    consents.add(services, None, kind="oral", number="305-555-0101", since=clock.now(), proof="call of today")
    consents.add(services, None, kind="oral", number="305-555-0102", since=clock.now(), proof="call of today")
    assert [line.e164 for line in consents.listing(services, lead_id=florida)] == ["+13055550101"]
    assert [line.e164 for line in consents.listing(services, number="3055550102")] == ["+13055550102"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "implied"}, "kind"),
        ({"number": "5550101"}, "number"),
        ({"number": ""}, "number"),
        ({"number": "(305) 555-0101", "lead_id": 1}, "number"),
        ({"proof": "  "}, "proof"),
        ({"since": DAY}, "since"),
        ({"until": -2 * DAY}, "until"),
    ],
)
def test_a_consent_that_proves_nothing_is_refused(services, conn, clock, change, field):
    now = clock.now()
    plain = {"kind": "written", "number": "(305) 555-0101", "since": now - DAY, "proof": "agreement"}
    moved = {name: now + value if isinstance(value, timedelta) else value for name, value in change.items()}
    refused = consents.add(services, None, **{**plain, **moved})
    assert isinstance(refused, Refused)
    assert refused.problems[0][0] == field
    assert conn.execute(text("SELECT count(*) FROM consent")).scalar() == 0


def test_a_consent_is_taken_back_once_and_with_a_word(services, clock):
    made = consents.add(services, None, kind="oral", number="3055550101", since=clock.now(), proof="call")
    assert isinstance(made, ConsentLine)
    assert isinstance(consents.revoke(services, None, made.id, " "), Refused)
    assert isinstance(consents.revoke(services, None, made.id, "told us"), ConsentLine)
    assert isinstance(consents.revoke(services, None, made.id, "told us"), Refused)
    assert isinstance(consents.revoke(services, None, 404, "told us"), Refused)


def test_a_lead_that_waited_for_consent_is_judged_again(services, conn, clock, florida):
    place = an_enrollment(conn, a_campaign(conn), florida, state="held")
    consents.add(services, None, kind="written", lead_id=florida, since=clock.now(), proof="agreement")
    due = conn.execute(text("SELECT next_call_at FROM enrollment WHERE id = :id"), {"id": place}).scalar()
    assert due == clock.now()
