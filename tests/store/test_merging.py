"""Merging loses nothing, permits nothing that was forbidden, and can be taken back to the last column."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, text

from dialer import erase, followup, merging
from dialer.bootstrap import Services
from dialer.core.compliance import (
    CallRules,
    Channel,
    Contact,
    Scope,
    TextPurpose,
    Verdict,
    Why,
    may_call,
    may_email,
    may_mail,
    may_text,
)
from dialer.core.sequences import StopReason
from dialer.house_rules import rules_for
from dialer.merging import Done
from dialer.refusals import Refused, conflict
from dialer.setup import ensure_defaults
from dialer.store import accounts, schema
from dialer.store.accounts import Account
from dialer.store.campaigns_run import campaign_settings
from dialer.store.contacts import load_contacts
from dialer.store.kept_rows import rows
from dialer.store.lead_merges import UNDONE, root
from dialer.store.suppressions import Wish, suppress
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

NUMBERS = [f"+1217555010{n}" for n in range(5)]
EARLIER = NOW - timedelta(days=2)
UNTOUCHED = ("audit_log", "live_mark", "lead_merge")

households = st.fixed_dictionaries(
    {
        "numbers": st.lists(st.sampled_from(NUMBERS), unique=True, max_size=3),
        "calls": st.integers(0, 3),
        "campaigns": st.sets(st.integers(0, 1)),
        "place": st.sampled_from(
            [{}, {"position": 2}, {"state": "stopped", "stop_reason": "not_interested"}, {"paused_at": EARLIER}]
        ),
        "wishes": st.sets(st.sampled_from(list(Scope))),
        "consent": st.booleans(),
        "vendor_dnc": st.booleans(),
        "notes": st.integers(0, 2),
        "street": st.sampled_from(["12 Elm St", "12 Elm Street", ""]),
        "do_not_mail": st.booleans(),
        "email": st.sampled_from(["", "pat@example.com", "sam@example.com"]),
    }
)


class Household:
    """A lead with history in every table that can hold some."""

    def __init__(self, conn: Connection, campaigns: list[int], session: int, agent: int, asked: dict[str, Any]) -> None:
        self.conn, self.session, self.agent = conn, session, agent
        self.id = a_lead(
            conn, numbers=asked["numbers"], street=asked["street"] or " ", do_not_mail=asked["do_not_mail"]
        )
        phones = phones_of(conn, self.id)
        for campaign in sorted(asked["campaigns"]):
            place = an_enrollment(conn, campaigns[campaign], self.id, **{"state": "waiting"} | asked["place"])
            a_touch(conn, place, channel="letter")
            if phones:
                self._call(place, asked["calls"])
        if phones:
            a_message(conn, self.id, phones[0][1], at=EARLIER)
            conn.execute(
                text("UPDATE phone SET attempts = :calls, vendor_dnc = :dnc WHERE id = :id"),
                {"calls": asked["calls"], "dnc": asked["vendor_dnc"], "id": phones[0][0]},
            )
        for wish in sorted(asked["wishes"]):
            if wish is not Scope.NUMBER or phones:
                e164 = phones[0][1] if wish is Scope.NUMBER else None
                told = Wish(Why.ASKED, "manual", e164=e164, lead_id=None if e164 else self.id)
                suppress(conn, told, wish, EARLIER)
        self._kept(asked)

    def _call(self, place: int, count: int) -> None:
        for nth in range(count):
            at = EARLIER + timedelta(hours=nth)
            before = {"place": {"id": place}, "others": [], "lead": {}, "phones": []}
            attempt = an_attempt(self.conn, place, self.session, at=at, open=False, ended_at=at, before=before)
            call = a_call(self.conn, attempt, state="ended", at=at)
            record = {"call_id": call, "lead_id": self.id, "kind": "conversation", "carrier": "practice", "at": at}
            self.conn.execute(insert(schema.recording).values(**record, delete_at=NOW + timedelta(days=90)))

    def _kept(self, asked: dict[str, Any]) -> None:
        add = self.conn.execute
        for nth in range(asked["notes"]):
            add(
                insert(schema.note).values(
                    lead_id=self.id, body=f"note {nth} of {self.id}", created_at=EARLIER, updated_at=EARLIER
                )
            )
        add(insert(schema.listing_event).values(lead_id=self.id, kind="listed", on_date=EARLIER.date()))
        if asked["email"]:
            add(insert(schema.email).values(lead_id=self.id, address=asked["email"]))
        if asked["consent"]:
            add(insert(schema.consent).values(kind="written", lead_id=self.id, proof="form", since=EARLIER))


@contextmanager
def taken_back(services: Services) -> Iterator[tuple[Services, Connection]]:
    """Services of which nothing stays: each example starts with the same empty tables."""
    with services.db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        try:
            yield services, conn
        finally:
            emptied = "; ".join(f'DELETE FROM "{table}"' for table in schema.metadata.tables)
            conn.exec_driver_sql(f"SET session_replication_role = replica; {emptied}; RESET session_replication_role")


def everything(conn: Connection) -> dict[str, Any]:
    """Every row of every table but the logs, without what is counted up or worked out anew each time."""
    found = {}
    for name, table in schema.metadata.tables.items():
        if name not in UNTOUCHED:
            order = next(iter(table.primary_key.columns)).name
            query = text(f"SELECT to_jsonb(t) - 'version' - 'hours_key' FROM {name} t ORDER BY {order}")
            found[name] = list(conn.execute(query).scalars())
    return found


HISTORY: dict[str, Callable[[dict[str, Any]], Any]] = {
    "attempt": lambda row: (row["id"], row["e164"], row["opened_at"], row["outcome"]),
    "message": lambda row: row["id"],
    "recording": lambda row: row["id"],
    "note": lambda row: row["body"],
    "touch": lambda row: row["id"],
    "phone": lambda row: row["e164"],
    "email": lambda row: row["address"],
    "person": lambda row: row["full_name"],
    "listing_event": lambda row: (row["kind"], row["on_date"]),
    "enrollment": lambda row: row["campaign_id"],
}
"""What is recognised of a row, whichever lead it is with."""


def history(conn: Connection, *lead_ids: int) -> dict[str, set[Any]]:
    found = {}
    for name, told in HISTORY.items():
        of = rows(conn, schema.metadata.tables[name], "t.lead_id = ANY(:ids)", ids=list(lead_ids))
        found[name] = {told(row) for row in of}
    return found


def tries(conn: Connection, *lead_ids: int) -> Counter[str]:
    counted: Counter[str] = Counter()
    for row in rows(conn, schema.phone, "t.lead_id = ANY(:ids)", ids=list(lead_ids)):
        counted[row["e164"]] += row["attempts"]
    return counted


def text_by_hand(contact: Contact, rules: CallRules, now: datetime) -> Verdict:
    return may_text(contact, TextPurpose.BY_HAND, rules, now)


def forbidden(services: Services, conn: Connection, campaign: int, *lead_ids: int) -> set[tuple[str, Channel, str]]:
    """(number, channel, why) of everything that stands against a number of these leads."""
    rules = rules_for(conn, services.settings, campaign_settings(conn, campaign), NOW)
    judges = {Channel.VOICE: may_call, Channel.TEXT: text_by_hand, Channel.EMAIL: may_email, Channel.MAIL: may_mail}
    pairs = [(lead, phone) for lead in lead_ids for phone, _ in phones_of(conn, lead)]
    found: set[tuple[str, Channel, str]] = set()
    for contact in load_contacts(conn, pairs, NOW).values():
        for channel, judge in judges.items():
            found |= {(contact.phone, channel, reason.code) for reason in judge(contact, rules, NOW).reasons}
    return found


def an_owner(conn: Connection) -> Account:
    found = accounts.by_id(conn, a_user(conn, role="owner").id)
    assert found is not None
    return found


@settings(
    max_examples=20,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(households, households)
def test_nothing_is_lost_nothing_more_is_allowed_and_it_can_be_taken_back(
    services: Services, one: dict[str, Any], other: dict[str, Any]
) -> None:
    with taken_back(services) as (services, conn):
        owner = an_owner(conn)
        campaigns = [a_campaign(conn), a_campaign(conn)]
        session = a_session(conn, owner.id, campaigns[0])
        kept = Household(conn, campaigns, session, owner.id, one).id
        gone = Household(conn, campaigns, session, owner.id, other).id
        known, tried = history(conn, kept, gone), tries(conn, kept, gone)
        stopped = forbidden(services, conn, campaigns[0], kept, gone)
        before = everything(conn)

        done = merging.merge(services, owner, kept, gone)
        assert isinstance(done, Done), done

        assert history(conn, kept) == known
        assert tries(conn, kept) == tried
        assert rows(conn, schema.lead, "t.id = :id", id=kept)[0]["tried"] is bool(rows(conn, schema.attempt, "TRUE"))
        assert not any(history(conn, gone).values())
        assert forbidden(services, conn, campaigns[0], kept) >= stopped
        places = rows(conn, schema.enrollment, "TRUE")
        assert {row["lead_id"] for row in places} <= {kept}
        assert {row["phone_id"] for row in places} - {None} <= {phone for phone, _ in phones_of(conn, kept)}

        undone = merging.undo(services, owner, done.merge_id)
        assert isinstance(undone, Done), undone
        after = everything(conn)
        lifted = [row for row in after["suppression"] if row["removed_because"] == UNDONE]
        after["suppression"] = [row for row in after["suppression"] if row not in lifted]
        assert after == before


def merged(services: Services, conn: Connection, **more: Any) -> tuple[Account, int, int, int]:
    """(owner, merge, kept lead, gone lead) of two leads that share a number."""
    owner = an_owner(conn)
    kept = a_lead(conn, numbers=NUMBERS[:1])
    gone = a_lead(conn, numbers=NUMBERS[:2], **more)
    done = merging.merge(services, owner, kept, gone)
    assert isinstance(done, Done), done
    return owner, done.merge_id, kept, gone


def test_a_lead_that_was_called_since_stays_one(services: Services, conn: Connection) -> None:
    owner, merge, kept, _ = merged(services, conn)
    campaign = a_campaign(conn)
    place = an_enrollment(conn, campaign, kept)
    session = a_session(conn, owner.id, campaign)
    an_attempt(conn, place, session, at=NOW + timedelta(minutes=5), open=False)
    assert merging.undo(services, owner, merge) == _conflict(merging.WORKED_SINCE)


def test_what_somebody_said_since_outlives_the_undo(services: Services, conn: Connection) -> None:
    owner, merge, kept, gone = merged(services, conn, status="held", hold_reason="Storm")
    conn.execute(text("UPDATE lead SET hold_reason = 'Asked us to wait' WHERE id = :id"), {"id": kept})
    suppress(conn, Wish(Why.ASKED, "manual", lead_id=kept), Scope.LEAD, NOW + timedelta(minutes=1))
    assert isinstance(merging.undo(services, owner, merge), Done)
    found = {row["id"]: (row["status"], row["hold_reason"]) for row in rows(conn, schema.lead, "TRUE")}
    assert found == {kept: ("open", "Asked us to wait"), gone: ("held", "Storm")}
    wishes = rows(conn, schema.suppression, "t.removed_at IS NULL AND t.lead_id IS NOT NULL")
    assert {row["lead_id"] for row in wishes} == {kept, gone}


def test_a_lead_on_a_line_is_not_merged(services: Services, conn: Connection) -> None:
    owner, campaign = an_owner(conn), a_campaign(conn)
    kept, gone = a_lead(conn), a_lead(conn)
    place = an_enrollment(conn, campaign, gone, state="claimed")
    an_attempt(conn, place, a_session(conn, owner.id, campaign))
    assert merging.merge(services, owner, kept, gone) == _conflict(merging.BUSY)
    assert merging.merge(services, owner, kept, kept) == _conflict(merging.SAME)


def test_a_chain_ends_at_the_lead_that_is_left(services: Services, conn: Connection) -> None:
    owner, merge, kept, gone = merged(services, conn)
    last = a_lead(conn)
    assert isinstance(merging.merge(services, owner, last, kept), Done)
    assert [root(conn, lead) for lead in (gone, kept, last)] == [last, last, last]
    assert isinstance(merging.undo(services, owner, merge), Refused)
    assert merging.merge(services, owner, a_lead(conn), gone) == _conflict(merging.MERGED)


def test_a_corrected_result_does_not_undo_the_merge_by_halves(services: Services, conn: Connection) -> None:
    """An old call of the merged lead is corrected: its wish holds for the one lead, in the one place."""
    owner, campaign = an_owner(conn), a_campaign(conn)
    ensure_defaults(conn, EARLIER)
    kept, gone = a_lead(conn, numbers=NUMBERS[:1]), a_lead(conn, numbers=NUMBERS[:1])
    session = a_session(conn, owner.id, campaign)
    stays = an_enrollment(conn, campaign, kept)
    place = an_enrollment(conn, campaign, gone)
    attempt = an_attempt(conn, place, session, at=EARLIER, open=True, ended_at=EARLIER, answered_at=EARLIER)
    a_call(conn, attempt, state="ended", agent_session_id=session, record={})
    said: dict[str, Any] = {"attempt_id": attempt, "answer": {}, "user_id": owner.id, "now": NOW}
    assert not isinstance(followup.dispose(services, disposition="no_contact_next_number", **said), Refused)
    assert isinstance(merging.merge(services, owner, kept, gone), Done)
    corrected = followup.correct(services, disposition="dnc_lead", **said)
    assert not isinstance(corrected, Refused), corrected
    (row,) = rows(conn, schema.enrollment, "TRUE")
    assert (row["id"], row["lead_id"], row["stop_reason"]) == (stays, kept, StopReason.do_not_contact)
    assert {s["lead_id"] for s in rows(conn, schema.suppression, "t.lead_id IS NOT NULL")} == {kept}


def test_whose_data_is_given_out_or_erased_is_both_leads(services: Services, conn: Connection) -> None:
    owner, merge, kept, gone = merged(services, conn, name="Quincy Nightingale", street="7 Vineyard Lane")
    given = erase.export_lead(services, owner, kept)
    assert "Quincy Nightingale" in str(given)
    assert isinstance(erase.erase_lead(services, owner, gone, "asked"), Refused)
    assert isinstance(erase.erase_lead(services, owner, kept, "asked"), erase.Erased)
    stored = "".join(str(found) for found in everything(conn).values()) + str(rows(conn, schema.lead_merge, "TRUE"))
    assert "Quincy" not in stored
    assert "Vineyard" not in stored
    assert isinstance(merging.undo(services, owner, merge), Refused)


def _conflict(sentence: str) -> Refused:
    return conflict(sentence)
