"""A campaign's figures over the API, before and after its past days were summed."""

import csv
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text

from dialer import reports
from dialer.bootstrap import Services
from dialer.followup import correct, settle_due
from dialer.store import audit
from tests.support.browser import Browser
from tests.support.builders import (
    NOW,
    a_call,
    a_campaign,
    a_lead,
    a_session,
    a_user,
    an_attempt,
    an_enrollment,
)
from tests.support.shapes import shaped
from webui.shapes.figures import CallBehind, CampaignReport, LineResults

YESTERDAY = NOW - timedelta(days=1)


@pytest.fixture(autouse=True)
def outcomes(conn: Connection) -> None:
    for name, flags in (("contact", '{"counts_as_contact": true}'), ("not_home", "{}")):
        conn.execute(
            text("INSERT INTO disposition (name, label, flags) VALUES (:name, :name, CAST(:flags AS jsonb))"),
            {"name": name, "flags": flags},
        )


class Floor:
    """A campaign with one agent, and calls in it."""

    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.agent = a_user(conn, name="=Ann")
        self.campaign = a_campaign(conn)
        self.session = a_session(conn, self.agent.id, self.campaign)

    def call(self, *, at: Any = NOW, source: str = "redx", **more: Any) -> tuple[int, int]:
        """(lead, attempt) of a call that is over and settled."""
        lead = a_lead(self.conn, source=source)
        place = an_enrollment(self.conn, self.campaign, lead)
        call = {"open": False, "ended_at": at, "agent_id": self.agent.id, "outcome": "no_answer", **more}
        attempt = an_attempt(self.conn, place, self.session, at=at, **call)
        a_call(self.conn, attempt, state="ended", at=at, carrier_call_id=f"c{attempt}", ended_at=at)
        return lead, attempt

    def again(self, lead: int, at: Any) -> None:
        """Another call to a lead that was called before."""
        place = self.conn.execute(text("SELECT id FROM enrollment WHERE lead_id = :lead"), {"lead": lead}).scalar_one()
        attempt = an_attempt(self.conn, place, self.session, at=at, open=False, ended_at=at, outcome="no_answer")
        a_call(self.conn, attempt, state="ended", at=at, carrier_call_id=f"c{attempt}", ended_at=at)


def report(browser: Browser, campaign: int, days: int = 7) -> CampaignReport:
    return shaped(CampaignReport, browser.get(f"/api/campaigns/{campaign}/figures", days=days).json)


def test_past_days_count_the_same_summed_or_call_by_call_and_a_correction_reaches_their_sum(
    services: Services, manager: Browser, conn: Connection
) -> None:
    floor = Floor(conn)
    floor.call()
    said: dict[str, Any] = {"answered_at": YESTERDAY, "human": True, "disposition": "not_home", "talk_seconds": 30}
    _, attempt = floor.call(at=YESTERDAY, open=True, outcome="", **said)
    assert settle_due(services, NOW) == 1
    before = report(manager, floor.campaign)
    assert (before["total"]["dials"], before["total"]["humans"], before["total"]["contacts"]) == (2, 1, 0)
    assert reports.sum_up(services, NOW) == 1
    assert report(manager, floor.campaign) == before
    assert reports.sum_up(services, NOW) == 0
    correct(services, attempt_id=attempt, disposition="contact", answer={}, user_id=manager.id, now=NOW)
    after = report(manager, floor.campaign)
    assert (after["total"]["contacts"], after["total"]["contact_seconds"]) == (1, 30.0)
    assert [step["leads"] for step in after["funnel"]] == [2, 1, 1, 1, 0]
    assert reports.sum_up(services, NOW) == 1
    assert report(manager, floor.campaign) == after


def test_a_period_leaves_out_what_was_before_it(manager: Browser, conn: Connection) -> None:
    floor = Floor(conn)
    floor.call(at=NOW - timedelta(days=8))
    assert report(manager, floor.campaign, days=7)["total"]["dials"] == 0
    assert report(manager, floor.campaign, days=30)["total"]["dials"] == 1


def test_a_figure_leads_to_its_calls_and_a_step_of_the_funnel_to_its_leads(manager: Browser, conn: Connection) -> None:
    floor = Floor(conn)
    lead, attempt = floor.call(source="vulcan7")
    floor.call(source="redx")
    conn.execute(text("UPDATE enrollment SET reached = 2 WHERE lead_id = :id"), {"id": lead})
    path = f"/api/campaigns/{floor.campaign}/figures/calls"
    behind = manager.get(path, heading="source", group="vulcan7").json
    assert behind is not None
    assert [shaped(CallBehind, row)["id"] for row in behind] == [attempt]
    found = manager.get("/api/leads", campaign=floor.campaign, reached=2).json
    assert found is not None
    assert [row["id"] for row in found["rows"]] == [lead]


def test_the_file_runs_no_formula_and_is_on_record(manager: Browser, conn: Connection) -> None:
    floor = Floor(conn)
    floor.call()
    answer = manager.get(f"/api/campaigns/{floor.campaign}/figures.csv", days=7)
    lines = answer.text.lstrip("\ufeff").splitlines()
    assert lines[0].startswith("by,group,dials,")
    assert "agent,'=Ann,1,0,0,0,0,0,0,0.0," in lines
    assert lines[-5:-3] == ["funnel,Loaded,,,,,,,,,1", "funnel,Dialed,,,,,,,,,0"]
    assert [entry.detail for entry in audit.page(conn, None) if entry.action == "figures.exported"] == [{"days": 7}]


def test_figures_are_the_managers(agent: Browser, conn: Connection) -> None:
    path = f"/api/campaigns/{a_campaign(conn)}/figures"
    assert [agent.get(path + more).status_code for more in ("", "/calls", ".csv")] == [403] * 3


@pytest.mark.parametrize("heading", ["hour", "touch", "age", "source", "agent", "speed"])
def test_every_group_of_every_heading_leads_to_its_calls(
    heading: Any, manager: Browser, services: Services, conn: Connection
) -> None:
    """Over days that are summed and today, and a group that there is not leads to none."""
    floor = Floor(conn)
    for days in range(3):
        floor.call(at=NOW - timedelta(days=days, hours=days), source=("redx", "")[days % 2])
    assert [reports.sum_up(services, NOW) for _ in range(3)] == [1, 1, 0]
    rows = dict(report(manager, floor.campaign))[heading]
    assert isinstance(rows, list)
    assert sum(row["dials"] for row in rows) == 3
    path = f"/api/campaigns/{floor.campaign}/figures/calls"
    for row in rows:
        calls = manager.get(path, days=7, heading=heading, group=row["key"]).json
        assert calls is not None
        assert len(calls) == row["dials"], row["key"]
    assert manager.get(path, days=7, heading=heading, group="never").json == []


def test_how_the_lines_fare_is_told_for_the_last_1_5_15_and_60_minutes(manager: Browser, conn: Connection) -> None:
    floor = Floor(conn)
    for minutes, ending in ((0.5, "busy"), (3, "congestion"), (10, "no_answer"), (40, "media_failed"), (90, "busy")):
        floor.call(at=NOW - timedelta(minutes=minutes), ending=ending)
    floor.call(at=NOW - timedelta(minutes=2), ending="completed", answered_at=NOW - timedelta(minutes=2))
    floor.call(at=NOW - timedelta(seconds=5), open=True, ended_at=None)
    path = f"/api/campaigns/{floor.campaign}/line-results"
    found = [shaped(LineResults, row) for row in manager.get(path).json or []]
    assert [row["minutes"] for row in found] == [1, 5, 15, 60]
    assert [row["dials"] for row in found] == [2, 4, 5, 6]
    last = {name: count for name, count in found[-1].items() if count and name not in ("minutes", "dials")}
    assert last == {"answered": 1, "busy": 1, "congestion": 1, "no_answer": 1, "failed": 1}
    file = manager.get(f"{path}.csv")
    assert (file.status_code, file.mimetype) == (200, "text/csv")
    rows = list(csv.DictReader(file.text.lstrip("\ufeff").splitlines()))
    assert rows == [{name: str(count) for name, count in row.items()} for row in found]
    [told] = [each for each in audit.page(conn, None) if each.action == "lines.exported"]
    assert (told.entity, told.entity_id) == ("campaign", str(floor.campaign))


def test_first_calls_are_told_by_how_long_their_leads_had_waited(
    manager: Browser, services: Services, conn: Connection
) -> None:
    floor = Floor(conn)
    soon, _ = floor.call(at=NOW)
    late, _ = floor.call(at=NOW)
    floor.again(soon, NOW + timedelta(hours=1))
    for lead, minutes in ((soon, 3), (late, 180)):
        came_in = {"at": NOW - timedelta(minutes=minutes), "lead": lead}
        conn.execute(text("UPDATE lead SET created_at = :at WHERE id = :lead"), came_in)
    found = {row["key"]: row["dials"] for row in report(manager, floor.campaign)["speed"]}
    assert found == {"within 5 min/us": 1, "1 to 4 h/us": 1}
    path = f"/api/campaigns/{floor.campaign}/figures/calls"
    calls = manager.get(path, days=7, heading="speed", group="within 5 min/us").json
    assert calls is not None
    assert [call["lead_id"] for call in calls] == [soon]


def test_days_that_were_summed_before_there_was_a_heading_are_summed_again(
    manager: Browser, services: Services, conn: Connection
) -> None:
    floor = Floor(conn)
    floor.call(at=YESTERDAY)
    assert reports.sum_up(services, NOW) == 1
    assert reports.sum_up(services, NOW) == 0
    conn.execute(text("UPDATE figures_day SET figures = figures - 'speed'"))
    assert sum(row["dials"] for row in report(manager, floor.campaign)["speed"]) == 1
    assert reports.sum_up(services, NOW) == 1
    assert conn.execute(text("SELECT figures ? 'speed' FROM figures_day")).scalar_one()
