"""One person's data: all of it can be given out, and erasing leaves what the law keeps and nothing else."""

import json

from sqlalchemy import insert, text

from dialer import consents, erase
from dialer.proof import record_attempts, verify
from dialer.refusals import Refused, Why
from dialer.store import schema
from dialer.store.accounts import by_id
from tests.support.builders import (
    NOW,
    a_call,
    a_campaign,
    a_lead,
    a_message,
    a_session,
    a_touch,
    a_user,
    an_attempt,
    an_enrollment,
    phones_of,
)

CALLED, OTHER = "+12175550101", "+12175550102"
PRIVATE = ("Quincy", "Nightingale", "Vineyard", "quincy@example.com", "moving to Ohio", "Hello Quincy", "shy dog")


def a_known_person(conn, services) -> int:
    """A lead with something private in every place that can hold it."""
    lead = a_lead(
        conn,
        name="Quincy Nightingale",
        numbers=[CALLED, OTHER],
        street="7 Vineyard Lane",
        mailing={"street": "8 Vineyard Lane", "unit": "", "city": "Peoria", "state": "IL", "zip": "61602"},
        facts={"remarks": "shy dog"},
        raw={"Owner": "Quincy Nightingale"},
    )
    campaign = a_campaign(conn)
    place = an_enrollment(conn, campaign, lead)
    session = a_session(conn, a_user(conn).id, campaign)
    attempt = an_attempt(
        conn, place, session, open=False, ended_at=NOW, outcome="contact", answer={"note": "moving to Ohio"}
    )
    call = a_call(conn, attempt, state="ended")
    message = a_message(conn, lead, CALLED, body="Hello Quincy")
    a_touch(conn, place, label="Text Quincy", state="done", message_id=message)
    conn.execute(insert(schema.email).values(lead_id=lead, address="quincy@example.com"))
    conn.execute(insert(schema.note).values(lead_id=lead, body="moving to Ohio", created_at=NOW, updated_at=NOW))
    conn.execute(insert(schema.listing_event).values(lead_id=lead, kind="listed", detail="Vineyard"))
    for about in (call, message):
        event = {
            "carrier": "practice",
            "event_key": about,
            "call_id": about,
            "kind": "x",
            "at": NOW,
            "received_at": NOW,
        }
        conn.execute(insert(schema.call_event).values(**event, body={"body": "Hello Quincy"}))
    order = {"key": message, "kind": "send_text", "carrier": "practice", "message_id": message, "created_at": NOW}
    conn.execute(insert(schema.outbox).values(**order, body={"body": "Hello Quincy"}, state="done"))
    consents.add(services, None, kind="oral", number=CALLED, since=NOW, proof="call 12")
    record_attempts(conn, [attempt], NOW)
    return lead


def everything_stored(conn) -> str:
    found = [row for table in schema.metadata.sorted_tables for row in conn.execute(table.select())]
    return "\n".join(map(str, found))


def test_what_is_given_out_has_everything_that_was_known(services, conn):
    lead = a_known_person(conn, services)
    found = erase.export_lead(services, None, lead)
    assert not isinstance(found, Refused)
    told = json.dumps(found, default=str)
    assert all(word in told for word in (*PRIVATE, CALLED, OTHER, "call 12"))
    assert len(found["ledger"]) == len(found["calls"]) == 1
    assert conn.execute(text("SELECT entity_id FROM audit_log WHERE action = 'lead.exported'")).scalar() == str(lead)


def test_erasing_leaves_nothing_private_anywhere(services, conn):
    lead = a_known_person(conn, services)
    assert all(word in everything_stored(conn) for word in PRIVATE)
    done = erase.erase_lead(services, None, lead, "letter of 3 March")
    assert isinstance(done, erase.Erased)
    assert [word for word in PRIVATE if word in everything_stored(conn)] == []


def test_erasing_keeps_suppressions_consents_and_the_ledger(services, conn):
    lead = a_known_person(conn, services)
    erase.erase_lead(services, None, lead, "letter of 3 March")
    numbers = conn.execute(text("SELECT e164 FROM suppression WHERE e164 IS NOT NULL ORDER BY e164")).scalars().all()
    assert numbers == [CALLED, OTHER]
    assert [number for _, number in phones_of(conn, lead)] == [CALLED], "the number that a call points to"
    assert conn.execute(text("SELECT count(*) FROM consent")).scalar() == 1
    assert (verify(conn).rows, verify(conn).broken_at) == (1, None)
    assert conn.execute(text("SELECT state, stop_reason FROM enrollment")).one() == ("stopped", "do_not_contact")
    assert conn.execute(text("SELECT name, status FROM lead")).one() == ("Erased", "closed")


def test_the_household_is_not_called_when_a_later_file_brings_it_back(services, conn):
    lead = a_known_person(conn, services)
    erase.erase_lead(services, None, lead, "letter of 3 March")
    subjects = conn.execute(text("SELECT count(*) FROM suppression WHERE subject <> ''")).scalar()
    assert subjects == 2, "the property and the mailing address, as hashes"


def test_nobody_but_an_owner_erases_and_never_without_a_reason_or_during_a_call(services, conn):
    lead = a_known_person(conn, services)
    manager = by_id(conn, a_user(conn, role="manager").id)
    answers = [
        erase.erase_lead(services, manager, lead, "letter"),
        erase.erase_lead(services, None, lead, " "),
        erase.erase_lead(services, None, lead + 1, "letter"),
    ]
    conn.execute(text("UPDATE attempt SET open = true"))
    answers.append(erase.erase_lead(services, None, lead, "letter"))
    reasons = [answer.why for answer in answers if isinstance(answer, Refused)]
    assert reasons == [Why.FORBIDDEN, Why.INVALID, Why.MISSING, Why.CONFLICT]
    assert "Nightingale" in everything_stored(conn)
