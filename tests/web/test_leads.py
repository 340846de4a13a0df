"""The list of leads, a lead's page, and what may be done there."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import Connection

from dialer.core.campaigns import CampaignSettings
from dialer.store import audit, lead_query
from tests.support.browser import Browser
from tests.support.builders import (
    NOW,
    a_campaign,
    a_lead,
    a_message,
    a_sequence,
    a_session,
    a_touch,
    a_user,
    an_attempt,
    an_enrollment,
    phones_of,
)
from tests.support.shapes import shaped
from webui.shapes.leads import LeadList, LeadPage


def ids(browser: Browser, **asked: object) -> list[int]:
    answer = browser.get("/api/leads", **asked)
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in shaped(LeadList, answer.json)["rows"]]


def test_the_newest_expiry_comes_first_and_unknown_ones_last(manager: Browser, conn: Connection) -> None:
    unknown = a_lead(conn, expired_on=None)
    older = a_lead(conn, expired_on=date(2026, 3, 1))
    newer = a_lead(conn, expired_on=date(2026, 3, 10))
    assert ids(manager) == [newer, older, unknown]


@pytest.mark.parametrize("sort", ["expired", "name", "newest", "attempted"])
def test_pages_follow_on_without_repeating_or_skipping_a_lead(manager: Browser, conn: Connection, sort: str) -> None:
    campaign, agent = a_campaign(conn), a_user(conn)
    session = a_session(conn, agent.id, campaign)
    for n in range(120):
        lead = a_lead(conn, name=f"Name {n % 7}", expired_on=date(2026, 1, 1) + timedelta(days=n % 5))
        place = an_enrollment(conn, campaign, lead)
        an_attempt(conn, place, session, at=NOW + timedelta(seconds=n % 11), open=False)
    seen: list[int] = []
    cursor, pages = "", 0
    while True:
        found = shaped(LeadList, manager.get("/api/leads", sort=sort, cursor=cursor).json)
        assert (found["total"] == 120) is (pages == 0)
        seen += [row["id"] for row in found["rows"]]
        pages += 1
        if found["next_cursor"] is None:
            break
        cursor = found["next_cursor"]
    assert (len(seen), len(set(seen)), pages) == (120, 120, 3)


def test_a_lead_tried_twice_is_listed_once_by_its_latest_attempt(manager: Browser, conn: Connection) -> None:
    campaign, agent = a_campaign(conn), a_user(conn)
    session = a_session(conn, agent.id, campaign)
    twice, once = a_lead(conn), a_lead(conn)
    a_lead(conn, name="Never tried")
    for lead, minutes in ((twice, 0), (once, 5), (twice, 9)):
        found = conn.exec_driver_sql("SELECT id FROM enrollment WHERE lead_id = %s", (lead,)).scalar()
        place = found or an_enrollment(conn, campaign, lead)
        an_attempt(conn, place, session, at=NOW + timedelta(minutes=minutes), open=False)
    assert ids(manager, sort="attempted") == [twice, once]


def test_the_order_of_tries_takes_every_filter_and_counts_only_who_was_tried(
    manager: Browser, conn: Connection
) -> None:
    campaign, agent = a_campaign(conn), a_user(conn)
    session = a_session(conn, agent.id, campaign)
    tried = []
    capped = [{"code": "attempt_cap", "rule_id": "x", "sentence": "Enough."}]
    for minutes, state in enumerate(("TX", "IL", "TX", "TX")):
        tried.append(a_lead(conn, name="Rosa Quill", state=state))
        place = an_enrollment(conn, campaign, tried[-1], refusals=capped if minutes != 2 else [], reached=minutes)
        an_attempt(conn, place, session, at=NOW + timedelta(minutes=minutes), open=False)
    an_enrollment(conn, campaign, a_lead(conn, name="Rosa Quill", state="TX"), refusals=capped, reached=3)
    asked = {"sort": "attempted", "held": "attempt_cap", "state": "TX"}
    assert ids(manager, **asked) == [tried[3], tried[0]]
    assert shaped(LeadList, manager.get("/api/leads", **asked).json)["total"] == 2
    assert ids(manager, sort="attempted", reached=1, campaign=campaign, q="quill") == [tried[3], tried[2], tried[1]]
    assert ids(manager, sort="attempted", reached=1, campaign=campaign + 1) == []


def test_filters_and_words_find_what_they_say(manager: Browser, conn: Connection) -> None:
    campaign = a_campaign(conn)
    oak = a_lead(conn, name="Rosa Quill", street="12 Oak Lane", city="Peoria", numbers=["+12125550142"])
    held = a_lead(conn, status="held", hold_reason="withdrawn", listing_status="withdrawn", state="TX")
    refused = a_lead(conn)
    reasons = [{"code": "outside_hours", "rule_id": "x", "sentence": "Too early."}]
    an_enrollment(conn, campaign, refused, state="waiting", refusals=reasons)
    assert ids(manager, q="ros qui") == [oak]
    assert ids(manager, q="oak peoria") == [oak]
    assert ids(manager, q="(212) 555-0142") == [oak]
    assert ids(manager, q="2125550") == [oak]
    assert ids(manager, q="'; DROP TABLE lead; --") == []
    assert ids(manager, q="!!!") == []
    assert ids(manager, status="held") == [held]
    assert ids(manager, listing_status="withdrawn") == [held]
    assert ids(manager, state="TX") == [held]
    assert ids(manager, campaign=campaign) == [refused]
    assert ids(manager, held="outside_hours") == ids(manager, held="any") == [refused]
    assert ids(manager, held="spacing") == []


def test_a_search_counts_each_lead_once_and_none_that_was_merged(manager: Browser, conn: Connection) -> None:
    first, second = a_campaign(conn), a_campaign(conn)
    capped = [{"code": "attempt_cap", "rule_id": "x", "sentence": "Enough."}]
    numbers = ["+12125550142", "+12125550143"]
    twice, once, gone = [a_lead(conn, name="Rosa Quill", numbers=numbers) for _ in range(3)]
    for lead, campaign in ((twice, first), (twice, second), (once, first), (gone, first)):
        an_enrollment(conn, campaign, lead, state="held", refusals=capped, reached=3)
    conn.exec_driver_sql("UPDATE lead SET merged_into = %s WHERE id = %s", (once, gone))
    searches: list[dict[str, object]] = [
        {"held": "any"},
        {"held": "attempt_cap"},
        {"held": "attempt_cap", "campaign": first, "reached": 2},
        {"reached": 3},
        {"q": "quill"},
        {"q": "2125550"},
        {"stage": "held", "campaign": first},
    ]
    for asked in searches:
        for sort in ("expired", "attempted"):
            found = shaped(LeadList, manager.get("/api/leads", sort=sort, **asked).json)
            listed = {"expired": [once, twice], "attempted": []}[sort]
            assert (sorted(row["id"] for row in found["rows"]), found["total"]) == (
                sorted(listed),
                len(listed),
            ), (asked, sort)


def test_prices_days_and_tries_narrow_the_list_bounds_included(manager: Browser, conn: Connection) -> None:
    campaign = a_campaign(conn)
    dear = a_lead(conn, list_price_cents=40_000_000, days_on_market=200, expired_on=date(2026, 3, 12))
    cheap = a_lead(conn, list_price_cents=30_000_000, days_on_market=90, expired_on=date(2026, 3, 2))
    unknown = a_lead(conn, list_price_cents=None, days_on_market=None, expired_on=None)
    place = an_enrollment(conn, campaign, dear)
    an_attempt(conn, place, a_session(conn, a_user(conn).id, campaign), open=False)
    asked: list[tuple[dict[str, object], list[int]]] = [
        ({"price_from": 300_000}, [dear, cheap]),
        ({"price_from": 300_001}, [dear]),
        ({"price_to": 399_999}, [cheap]),
        ({"price_from": 300_000, "price_to": 300_000}, [cheap]),
        ({"market_from": 91}, [dear]),
        ({"market_to": 90}, [cheap]),
        # The twelfth of March, noon in the business zone.
        ({"lapsed_to": 0}, [dear]),
        ({"lapsed_from": 1}, [cheap]),
        ({"lapsed_from": 10, "lapsed_to": 10}, [cheap]),
        ({"lapsed_from": 11}, []),
        ({"tries": "some"}, [dear]),
        ({"tries": "none"}, [cheap, unknown]),
        ({"tries": "none", "market_from": 1, "price_to": 300_000, "state": "IL"}, [cheap]),
        ({"price_from": 1, "campaign": campaign}, [dear]),
        ({"price_from": 1, "q": "Pat"}, [dear, cheap]),
    ]
    for filters, found in asked:
        answer = shaped(LeadList, manager.get("/api/leads", **filters).json)
        assert ([row["id"] for row in answer["rows"]], answer["total"]) == (found, len(found)), filters


@pytest.mark.parametrize("name", ["price", "market", "lapsed"])
def test_an_end_below_its_start_is_refused_in_words(manager: Browser, name: str) -> None:
    answer = manager.get("/api/leads", **{f"{name}_from": 5000, f"{name}_to": 4999})
    assert answer.status_code == 422
    assert answer.json is not None
    [wrong] = answer.json["errors"]
    assert wrong == {"field": f"{name}_to", "sentence": "The end, 4,999, must not be below the start, 5,000."}
    assert manager.get("/api/leads", **{f"{name}_to": -1}).status_code == 422


def test_many_leads_within_bounds_are_walked_through_and_a_campaign_s_few_are_counted(
    manager: Browser, conn: Connection
) -> None:
    campaign = a_campaign(conn)
    leads = [a_lead(conn, list_price_cents=100, expired_on=date(2026, 3, n)) for n in range(1, 4)]
    an_enrollment(conn, campaign, leads[1])
    conn.exec_driver_sql(
        "INSERT INTO lead (created_at, list_price_cents) SELECT %s, 100 FROM generate_series(1, %s)",
        (NOW, lead_query.FEW),
    )
    everywhere = shaped(LeadList, manager.get("/api/leads", price_to=1).json)
    assert ([row["id"] for row in everywhere["rows"]][:3], everywhere["total"]) == (leads[::-1], None)
    there = shaped(LeadList, manager.get("/api/leads", price_to=1, campaign=campaign).json)
    assert ([row["id"] for row in there["rows"]], there["total"]) == ([leads[1]], 1)


def test_an_altered_cursor_is_refused(manager: Browser) -> None:
    assert manager.get("/api/leads", cursor="abc").status_code == 422
    assert manager.get("/api/leads", sort="password").status_code == 422


def test_agents_see_only_leads_of_campaigns_they_may_work(agent: Browser, conn: Connection) -> None:
    mine = a_campaign(conn, settings=CampaignSettings(agents=(agent.id,)))
    others = a_campaign(conn, settings=CampaignSettings(agents=(agent.id + 1,)))
    seen, hidden, nowhere = a_lead(conn), a_lead(conn), a_lead(conn)
    an_enrollment(conn, mine, seen)
    an_enrollment(conn, others, hidden)
    assert ids(agent) == [seen]
    assert agent.get(f"/api/leads/{seen}").status_code == 200
    for lead in (hidden, nowhere):
        assert agent.get(f"/api/leads/{lead}").status_code == 404
        assert agent.put(f"/api/leads/{lead}/notes", {"body": "mine now"}).status_code == 404
        assert agent.patch(f"/api/leads/{lead}", {"name": "Mine"}).status_code == 404
        assert agent.post("/api/suppressions", {"lead_id": lead, "reason": "asked"}).status_code == 404


def test_the_page_of_a_lead_has_everything_on_one_timeline(manager: Browser, conn: Connection) -> None:
    sequence = a_sequence(conn, steps=[{"kind": "call", "label": "First"}, {"kind": "call", "label": "Second"}])
    campaign, agent = a_campaign(conn, sequence_id=sequence), a_user(conn, name="Ann Agent")
    lead = a_lead(conn, name="Pat Page", numbers=["+12175550123", "+12175550124"], facts={"beds": 3})
    place = an_enrollment(conn, campaign, lead, state="waiting", position=1, next_call_at=NOW + timedelta(days=1))
    session = a_session(conn, agent.id, campaign)
    an_attempt(conn, place, session, agent_id=agent.id, ending="no_answer", ended_at=NOW, open=False)
    a_message(conn, lead, "+12175550123", direction="in", body="Who is this?", state="received")
    a_touch(conn, place, channel="letter", label="Letter", due_at=NOW + timedelta(days=3))
    manager.put(f"/api/leads/{lead}/notes", {"body": "Wants to move south."})
    page = shaped(LeadPage, manager.get(f"/api/leads/{lead}").json)
    items = [(item["channel"], item["planned"]) for item in page["timeline"]]
    assert items[:2] == [("letter", True), ("call", True)]
    assert sorted(items[2:]) == [("call", False), ("note", False), ("system", False), ("text", False)]
    assert page["notes"] == "Wants to move south."
    assert [phone["number"] for phone in page["phones"]] == ["(217) 555-0123", "(217) 555-0124"]
    assert [[reason["code"] for reason in phone["reasons"]] for phone in page["phones"]] == [["spacing"], []]
    assert (page["zone"], page["recording_rule"]) == ("America/Chicago", "all-party")
    assert (page["enrollments"][0]["step_label"], page["enrollments"][0]["steps"]) == ("Second", 2)


def test_a_number_that_may_not_be_called_says_why(manager: Browser, conn: Connection) -> None:
    lead = a_lead(conn, numbers=["+12175550177"])
    manager.post("/api/suppressions", {"e164": "(217) 555-0177", "reason": "Asked by letter"})
    (phone,) = shaped(LeadPage, manager.get(f"/api/leads/{lead}").json)["phones"]
    assert not phone["may_call"]
    assert [reason["code"] for reason in phone["reasons"]] == ["suppressed"]


def test_holding_a_lead_back_needs_a_reason_and_a_manager(app: Flask, manager: Browser, conn: Connection) -> None:
    lead = a_lead(conn)
    an_enrollment(conn, a_campaign(conn), lead)
    agent = Browser(app).log_in(a_user(conn))
    assert manager.patch(f"/api/leads/{lead}", {"status": "held"}).status_code == 422
    assert agent.patch(f"/api/leads/{lead}", {"status": "held", "hold_reason": "no"}).status_code == 403
    held = manager.patch(f"/api/leads/{lead}", {"version": 1, "status": "held", "hold_reason": "In probate"}).json or {}
    assert (held["status"], held["hold_reason"]) == ("held", "In probate")
    released = manager.patch(f"/api/leads/{lead}", {"status": "open"}).json or {}
    assert (released["status"], released["hold_reason"]) == ("open", "")
    assert [entry.action for entry in audit.page(conn, None, 2)] == ["lead.released", "lead.held"]


def test_a_lead_is_enrolled_once(manager: Browser, conn: Connection) -> None:
    lead, campaign = a_lead(conn), a_campaign(conn)
    page = manager.post(f"/api/leads/{lead}/enroll", {"campaign_id": campaign}).json or {}
    assert [place["campaign_id"] for place in page["enrollments"]] == [campaign]
    assert manager.post(f"/api/leads/{lead}/enroll", {"campaign_id": campaign}).status_code == 409
    assert manager.post(f"/api/leads/{lead}/enroll", {"campaign_id": 999}).status_code == 404


def test_a_sequence_is_paused_resumed_and_stopped_by_hand(manager: Browser, conn: Connection) -> None:
    sequence = a_sequence(conn, steps=[{"kind": "call", "label": "First"}])
    lead = a_lead(conn)
    place = an_enrollment(conn, a_campaign(conn, sequence_id=sequence), lead)
    for what, field, value in (("pause", "paused", True), ("resume", "paused", False), ("stop", "state", "stopped")):
        page = manager.post(f"/api/enrollments/{place}/{what}").json or {}
        assert page["enrollments"][0][field] == value, what
    assert manager.post("/api/enrollments/999/pause").status_code == 404
    assert manager.post(f"/api/enrollments/{place}/explode").status_code == 405


def test_texts_to_a_number_of_another_lead_or_with_nothing_in_them_are_refused(
    manager: Browser, conn: Connection
) -> None:
    lead, other = a_lead(conn), a_lead(conn)
    (phone, _), (others_phone, _) = phones_of(conn, lead)[0], phones_of(conn, other)[0]
    assert manager.post(f"/api/leads/{lead}/texts", {"phone_id": others_phone, "body": "Hi"}).status_code == 404
    assert manager.post(f"/api/leads/{lead}/texts", {"phone_id": phone, "body": " "}).status_code == 422


def test_an_export_cannot_smuggle_in_a_formula_and_is_in_the_log(manager: Browser, conn: Connection) -> None:
    a_lead(conn, name='=HYPERLINK("http://evil.example")', street="-1 Minus St")
    answer = manager.get("/api/leads.csv")
    assert answer.mimetype == "text/csv"
    line = answer.text.splitlines()[1]
    assert line.startswith('"\'=HYPERLINK(""http://evil.example"")",\'-1 Minus St,')
    assert audit.page(conn, None)[0].action == "leads.exported"
