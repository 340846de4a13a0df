"""The ledger on a real database: every settled call is in it, nobody rewrites it, and it can be handed over."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from dialer import proof
from dialer.bootstrap import Services
from dialer.core.rules import ConsentKind
from dialer.proof import Period, record_attempts, record_missing, record_texts, verify, write_csv
from dialer.proof.files import export_to
from dialer.store.consents import NewConsent
from dialer.store.consents import add as add_consent
from dialer.store.session import Database
from tests.support.builders import (
    NOW,
    a_call,
    a_campaign,
    a_lead,
    a_message,
    a_session,
    a_user,
    an_attempt,
    an_enrollment,
    phones_of,
)

FIRST_ROW = {
    "proof": "INSERT INTO proof (seq, key, kind, at, previous, hash) VALUES (1, 'a', 'dial', now(), '', '')",
    "audit_log": "INSERT INTO audit_log (at, action) VALUES (now(), 'a')",
    "rule_override": """
        INSERT INTO rule_override (at, jurisdiction, parameter, effect) VALUES (now(), 'US', 'duty', 'tightens')
    """,
}

SECOND = timedelta(seconds=1)
DAY = Period(NOW.date(), NOW.date(), ZoneInfo("UTC"))


def an_ended_attempt(conn: Connection, campaign: int, **more) -> int:
    """An attempt that rang for 18 seconds, was answered by a person and settled."""
    lead = a_lead(conn)
    session = a_session(conn, a_user(conn).id, campaign, state="ended", ended_at=NOW)
    facts = {
        "open": False,
        "answered_at": NOW + 20 * SECOND,
        "ended_at": NOW + 80 * SECOND,
        "human": True,
        "ending": "completed",
        "outcome": "contact",
        "disposition": "contact",
        "outcome_version": 1,
        "connect_ms": 240,
        "talk_seconds": 59.5,
        "rule_ids": ["US-hours"],
    }
    attempt = an_attempt(conn, an_enrollment(conn, campaign, lead), session, **{**facts, **more})
    record = {"milestones": {"sent_at": NOW.isoformat()}}
    a_call(conn, attempt, state="ended", rang_at=NOW + 2 * SECOND, caller_id="+12175550199", record=record)
    return attempt


@pytest.fixture
def campaign(conn: Connection) -> int:
    return a_campaign(conn, name="=SUM(A1)")


def bodies(conn: Connection) -> list[dict]:
    return [body for _, _, body in proof.rows(conn, DAY)]


def test_a_settled_call_is_in_the_ledger_with_all_that_the_law_asks_for(conn, campaign):
    attempt = an_ended_attempt(conn, campaign)
    assert record_attempts(conn, [attempt], NOW) == 1
    (body,) = bodies(conn)
    told = {
        "ring_ms": 18_000,
        "connect_ms": 240,
        "talk_ms": 59_500,
        "human": True,
        "abandoned": False,
        "message_played": False,
        "rule_ids": ["US-hours"],
        "caller_id": "+12175550199",
        "ending": "completed",
        "disposition": "contact",
        "campaign": "=SUM(A1)",
        "scrubs": [],
        "consents": [],
    }
    assert {name: body[name] for name in told} == told


def test_the_lists_and_consents_are_those_of_the_moment_of_dialing(conn, campaign):
    attempt = an_ended_attempt(conn, campaign)
    e164 = conn.execute(text("SELECT e164 FROM attempt")).scalar_one()
    for since, until in ((NOW - SECOND, None), (NOW + SECOND, None), (NOW - 2 * SECOND, NOW - SECOND)):
        add_consent(conn, NewConsent(ConsentKind.EBR, "Us", "letter", since, until, e164=e164), None)
    lists = text("""
        INSERT INTO scrub_version (list, folder, whole, numbers, source_sha256, obtained_on, loaded_at, retired_at)
        VALUES ('national', '', false, 1, 'abc', '2026-03-01', :at, :gone)
    """)
    conn.execute(lists, {"at": NOW - timedelta(days=9), "gone": NOW - timedelta(days=1)})
    conn.execute(lists, {"at": NOW - timedelta(days=1), "gone": NOW + SECOND})
    conn.execute(lists, {"at": NOW + SECOND, "gone": None})
    record_attempts(conn, [attempt], NOW)
    (body,) = bodies(conn)
    consents = list(conn.execute(text("SELECT id FROM consent ORDER BY id")).scalars())
    versions = list(conn.execute(text("SELECT id FROM scrub_version ORDER BY id")).scalars())
    assert body["consents"] == consents[:1]
    assert body["scrubs"] == [f"national:{versions[1]}:2026-03-01:abc"]


def test_the_same_outcome_is_recorded_once_and_a_corrected_one_again(conn, campaign):
    attempt = an_ended_attempt(conn, campaign)
    assert [record_attempts(conn, [attempt, attempt], NOW) for _ in range(2)] == [1, 0]
    conn.execute(text("UPDATE attempt SET outcome_version = 2, disposition = 'not_interested'"))
    assert record_attempts(conn, [attempt], NOW) == 1
    assert [body["disposition"] for body in bodies(conn)] == ["contact", "not_interested"]


def test_a_call_that_goes_on_is_not_recorded(conn, campaign):
    attempt = an_ended_attempt(conn, campaign, open=True, ended_at=None)
    assert record_attempts(conn, [attempt], NOW) == 0


def test_what_was_missed_is_recorded_by_the_sweep(conn, campaign):
    attempts = [an_ended_attempt(conn, campaign) for _ in range(3)]
    record_attempts(conn, attempts[:1], NOW)
    assert record_missing(conn, NOW + timedelta(hours=1)) == 2
    assert record_missing(conn, NOW + timedelta(hours=1)) == 0


def test_a_text_is_recorded_without_what_it_says(conn, campaign):
    lead = a_lead(conn)
    e164 = phones_of(conn, lead)[0][1]
    message = a_message(conn, lead, e164, body="Secret words", state="sent", campaign_id=campaign)
    assert record_texts(conn, [message], NOW) == 1
    conn.execute(text("UPDATE message SET state = 'delivered'"))
    assert record_texts(conn, [message], NOW) == 1
    assert [body["state"] for body in bodies(conn)] == ["sent", "delivered"]
    assert "Secret" not in str(bodies(conn))


def test_the_chain_stays_whole_when_many_write_at_once(db: Database, conn, campaign):
    attempts = [an_ended_attempt(conn, campaign) for _ in range(24)]

    def record(attempt: int) -> int:
        with db.transaction() as own:
            return record_attempts(own, [attempt], NOW)

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(record, attempts)) == 24
    found = verify(conn)
    assert (found.rows, found.broken_at) == (24, None)


def around_the_triggers(conn: Connection, change: str) -> None:
    """What an administrator of the database can do."""
    for statement in ("SET session_replication_role = replica", change, "RESET session_replication_role"):
        conn.exec_driver_sql(statement)


@pytest.mark.parametrize("table", ["proof", "audit_log", "rule_override"])
def test_the_database_refuses_every_change_of_what_was_written(conn: Connection, table: str) -> None:
    conn.exec_driver_sql(FIRST_ROW[table])
    for statement in (f"UPDATE {table} SET at = now()", f"DELETE FROM {table}", f"TRUNCATE {table}"):
        with pytest.raises(DBAPIError, match="append-only"):
            conn.exec_driver_sql(statement)
    assert conn.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE proof SET body = '{}' WHERE seq = 2",
        "UPDATE proof SET campaign_id = -1 WHERE seq = 2",
        "UPDATE proof SET at = at + interval '1 day' WHERE seq = 2",
        "DELETE FROM proof WHERE seq = 2",
        "UPDATE proof SET hash = repeat('0', 64) WHERE seq = 2",
    ],
)
def test_case_167_an_altered_row_is_found_where_somebody_got_around_the_database(conn, campaign, change):
    record_attempts(conn, [an_ended_attempt(conn, campaign) for _ in range(4)], NOW)
    around_the_triggers(conn, change)
    assert verify(conn).broken_at == 2


def test_rows_removed_from_the_end_are_found_by_a_hash_that_was_noted(conn, campaign):
    record_attempts(conn, [an_ended_attempt(conn, campaign) for _ in range(4)], NOW)
    noted = verify(conn).head
    around_the_triggers(conn, "DELETE FROM proof WHERE seq = 4")
    assert verify(conn).broken_at is None
    assert verify(conn, noted).broken_at == 4


def test_the_csv_has_a_line_for_each_row_of_the_period_and_no_formula(conn, campaign):
    other = a_campaign(conn)
    inside = an_ended_attempt(conn, campaign)
    outside = an_ended_attempt(conn, campaign, at=NOW + timedelta(days=1))
    elsewhere = an_ended_attempt(conn, other)
    record_attempts(conn, [inside, outside, elsewhere], NOW)
    out = io.StringIO()
    assert write_csv(conn, Period(NOW.date(), NOW.date(), ZoneInfo("UTC"), campaign), out) == 1
    (row,) = csv.DictReader(io.StringIO(out.getvalue()))
    assert row["Campaign name"] == "'=SUM(A1)"
    assert row["Ring (ms)"] == "18000"
    assert row["Rules that allowed it"] == "US-hours"
    assert len(row["Hash"]) == 64


def test_days_begin_and_end_in_the_zone_that_was_asked_for() -> None:
    period = Period(date(2026, 3, 8), date(2026, 3, 8), ZoneInfo("America/Chicago"))
    assert (period.end - period.start.astimezone(UTC)) == timedelta(hours=23), "the day on which clocks go forward"


def test_an_export_is_a_readable_pdf_and_stands_in_the_audit_log(services: Services, conn, campaign, tmp_path: Path):
    record_attempts(conn, [an_ended_attempt(conn, campaign) for _ in range(60)], NOW)
    path = tmp_path / "ledger.pdf"
    assert export_to(services, None, DAY, path, as_pdf=True) == 60
    data = path.read_bytes()
    assert data.startswith(b"%PDF-")
    assert data.count(b"/Type /Page\n") == 4, "a page with the totals, and the rows"
    assert (
        conn.execute(text("SELECT detail ->> 'rows' FROM audit_log WHERE action = 'proof.exported'")).scalar() == "60"
    )
