"""Each figure leads to exactly the calls that it counts."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text

from dialer import cards
from dialer.store import audit, call_lists, snapshot
from dialer.store.call_lists import Asked
from tests.support.browser import Browser
from tests.support.builders import NOW, a_call, a_campaign, a_lead, a_session, a_user, an_attempt, an_enrollment
from tests.support.shapes import shaped
from webui.shapes.figures import CallList, LineResults


@pytest.fixture
def floor(conn: Connection) -> dict[str, int]:
    """Two sessions in one campaign: six calls today, one of them inbound, and one in the week before."""
    conn.execute(
        text("""
            INSERT INTO disposition (name, label, flags)
            VALUES ('appointment', 'Appointment', '{"counts_as_contact": true, "appointment": true}'),
                   ('contact', '=Contact', '{"counts_as_contact": true}')
        """)
    )
    campaign, agent = a_campaign(conn), a_user(conn, name="Ann")
    mine, other = (a_session(conn, person.id, campaign) for person in (agent, a_user(conn)))

    def call(session: int = mine, minutes: float = 30, **more: Any) -> None:
        at = NOW - timedelta(minutes=minutes)
        place = an_enrollment(conn, campaign, a_lead(conn))
        over = {"open": False, "ended_at": at, "agent_id": agent.id, "talk_seconds": 90, **more}
        attempt = an_attempt(conn, place, session, at=at, **over)
        talked = mine if more.get("disposition") else None
        a_call(conn, attempt, state="ended", at=at, carrier_call_id=f"c{attempt}", ended_at=at, agent_session_id=talked)

    heard: dict[str, Any] = {"answered_at": NOW - timedelta(minutes=30), "human": True}
    call(disposition="appointment", **heard)
    call(disposition="contact", session=other, **heard)
    call(disposition="contact", inbound=True, **heard)
    call(abandoned=True, **heard)
    call(ending="busy", minutes=3)
    call(ending="no_answer", minutes=70)
    call(ending="no_answer", minutes=60 * 24 * 3)
    return {"campaign": campaign, "session": mine, "agent": agent.id}


def rows(manager: Browser, **asked: Any) -> int:
    return len(shaped(CallList, manager.get("/api/calls", **asked).json)["rows"])


def test_every_count_of_the_floor_is_the_number_of_its_calls(
    manager: Browser, conn: Connection, floor: dict[str, int]
) -> None:
    (card,) = cards.campaign_cards(conn, snapshot.floor_campaigns(conn), NOW)
    there = {"campaign": floor["campaign"]}
    assert (card.dials_today, card.contacts_today, card.abandoned_30_days) == (5, 3, 1)
    assert rows(manager, **there, days=1) == card.dials_today
    assert rows(manager, **there, minutes=60) == card.dials_last_hour == 4
    assert rows(manager, **there, days=1, what="contact") == card.contacts_today
    assert rows(manager, **there, days=1, what="appointment") == card.appointments_today == 1
    assert rows(manager, **there, ledger=1, what="abandoned") == card.abandoned_30_days
    assert rows(manager, **there, ledger=1, what="human") == card.answered_by_person_30_days == 3
    assert rows(manager, days=7) == 6


def test_every_count_of_a_session_is_the_number_of_its_calls(
    manager: Browser, conn: Connection, floor: dict[str, int]
) -> None:
    history = manager.get("/api/sessions", agent=floor["agent"]).json
    assert history is not None
    (session,) = history["rows"]
    told = {"dial": "dials", "human": "humans", "contact": "contacts", "appointment": "appointments"}
    found = {name: rows(manager, session=floor["session"], what=what) for what, name in told.items()}
    assert found == {name: session[name] for name in told.values()}
    assert (session["dials"], session["contacts"]) == (5, 3)


def test_every_count_of_the_lines_is_the_number_of_its_calls(manager: Browser, floor: dict[str, int]) -> None:
    told = manager.get(f"/api/campaigns/{floor['campaign']}/line-results").json or []
    names = {"dials": "opened", "answered": "picked_up"}
    for row in (shaped(LineResults, each) for each in told):
        for name, counted in row.items():
            if name != "minutes":
                asked = {"campaign": floor["campaign"], "minutes": row["minutes"], "what": names.get(name, name)}
                assert rows(manager, **asked) == counted, (row["minutes"], name)
    assert told[-1]["busy"] == told[1]["busy"] == 1


def test_a_list_goes_on_where_it_ended(conn: Connection, floor: dict[str, int]) -> None:
    seen: list[int] = []
    before: int | None = None
    for last in (*[False] * 5, True):
        (call,), before = call_lists.page(conn, Asked(before=before), count=1)
        seen.append(call.id)
        assert (before is None) == last
    assert len(set(seen)) == 6


def test_the_file_runs_no_formula_and_is_on_record(manager: Browser, conn: Connection, floor: dict[str, int]) -> None:
    answer = manager.get("/api/calls.csv", what="contact", session=floor["session"])
    lines = answer.text.lstrip("\ufeff").splitlines()
    assert len(lines) == 4
    assert sum(",'=Contact," in line for line in lines) == 2
    detail = {"rows": 3, "asked": {"what": "contact", "session": floor["session"]}}
    assert [each.detail for each in audit.page(conn, None) if each.action == "calls.exported"] == [detail]


def test_the_lists_are_the_managers(agent: Browser) -> None:
    closed = ("calls", "calls.csv", "sessions.csv", "suppressions.csv", "leads.csv", "tasks.csv")
    assert [agent.get(f"/api/{path}").status_code for path in closed] == [403] * len(closed)


def test_a_stage_of_a_campaign_leads_to_its_leads(manager: Browser, conn: Connection) -> None:
    first, second = a_campaign(conn), a_campaign(conn)
    lead = a_lead(conn)
    refusal = [{"code": "daily_cap", "rule_id": "", "sentence": "Enough."}]
    an_enrollment(conn, first, lead, state="waiting")
    an_enrollment(conn, second, lead, state="held", refusals=refusal)
    found = {
        (campaign, more): len((manager.get("/api/leads", campaign=campaign, **{key: more}).json or {})["rows"])
        for campaign in (first, second)
        for key, more in (("stage", "waiting"), ("stage", "held"), ("held", "any"), ("held", "daily_cap"))
    }
    there = {"waiting": (1, 0), "held": (0, 1), "any": (0, 1), "daily_cap": (0, 1)}
    assert found == {
        (campaign, word): count
        for word, pair in there.items()
        for campaign, count in zip((first, second), pair, strict=True)
    }
