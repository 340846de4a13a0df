"""Tables as files: with what stands on the page, without formulas, and on record."""

import csv
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from dialer.store import audit, imports, schema
from tests.support.browser import Browser
from tests.support.builders import (
    NOW,
    a_campaign,
    a_lead,
    a_session,
    a_touch,
    a_user,
    an_enrollment,
)

FORMULA = "=HYPERLINK(1)"
CALLER = "+12175550171"


@pytest.fixture
def house(conn: Connection, manager: Browser) -> None:
    """A formula wherever a person may write one: as a name, a campaign, a task, and a reason."""
    campaign = a_campaign(conn, name=FORMULA)
    lead = a_lead(conn, name=FORMULA)
    place = an_enrollment(conn, campaign, lead)
    a_touch(conn, place, channel="letter", label=FORMULA, due_at=NOW - timedelta(hours=1))
    a_session(conn, a_user(conn, name=FORMULA).id, campaign)
    manager.post("/api/suppressions", {"e164": "217-555-0144", "reason": FORMULA})
    manager.post("/api/caller-ids", {"e164": "217-555-0145", "label": FORMULA})
    imports.add(conn, filename=FORMULA, path="", file_sha256="", created_at=NOW)
    call = {"id": "stranger", "role": "lead", "carrier": "practice", "e164": CALLER, "caller_id": "", "planned_at": NOW}
    conn.execute(schema.call.insert().values(state="ended", **call))
    conn.execute(schema.inbound_call.insert().values(call_id="stranger", at=NOW, state="over", closed_at=NOW))


@pytest.mark.parametrize(
    "noun", ["lead", "task", "session", "suppression", "campaign", "caller_id", "import", "caller"]
)
def test_a_table_is_a_file_without_formulas_and_on_record(
    noun: str, house: None, manager: Browser, conn: Connection
) -> None:
    answer = manager.get(f"/api/{noun.replace('_', '-')}s.csv")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    (row,) = csv.DictReader(answer.text.lstrip("\ufeff").splitlines())
    assert {f"'{FORMULA}", f"'{CALLER}"} & set(row.values())
    assert [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@"))] == []
    assert [each.entity for each in audit.page(conn, None) if each.action == f"{noun}s.exported"] == [noun]
