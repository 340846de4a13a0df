"""Leads that look alike: found with the reason, merged and taken apart by managers, gone from the lists."""

from typing import Any

from sqlalchemy import Connection, text

from dialer.store import lead_writing, leads_read
from dialer.store.lead_query import LeadQuery
from tests.support.browser import Browser
from tests.support.builders import NOW, a_campaign, a_lead, a_phone, an_enrollment
from tests.support.shapes import shaped
from webui.shapes.leads import DuplicatePage, LeadPage, LeadsAlike, MergeDone, MergePreview

NUMBER = "+12125550101"
HOME: dict[str, Any] = {"street": "12 Elm St", "address_key": "12 ELM ST||62701"}


def pairs(browser: Browser) -> list[tuple[int, int, list[str]]]:
    found = shaped(DuplicatePage, browser.get("/api/leads/duplicates").json)
    assert found["next"] is None
    return [(one["first"]["id"], one["second"]["id"], list(one["because"])) for one in found["pairs"]]


def test_what_two_leads_share_is_named(manager: Browser, conn: Connection) -> None:
    house = a_lead(conn, name="Ann Miller", **HOME)
    unit = a_lead(conn, name="Bo Miller", street="12 Elm St", unit="4", address_key="12 ELM ST|4|62701")
    a_lead(conn, name="Di Miller", street="12 Elm St", address_key="12 ELM ST||61602", zip="61602", city="Peoria")
    name = a_lead(conn, name="ann miller", street="12 Elm Terrace North")
    number = a_lead(conn, name="Cy Other", numbers=[NUMBER])
    a_phone(conn, house, e164=NUMBER, rank=9)
    assert pairs(manager) == [
        (house, number, ["number"]),
        (house, name, ["name"]),
        (house, unit, ["address"]),
    ]
    of_one = [shaped(LeadsAlike, one) for one in listed(manager, f"/api/leads/{number}/duplicates")]
    assert [(one["first"]["id"], one["second"]["id"]) for one in of_one] == [(house, number)]


def test_homes_with_other_units_are_not_alike(manager: Browser, conn: Connection) -> None:
    for unit in ("4", "5"):
        a_lead(conn, name="Ann Miller", street="12 Elm St", unit=unit, address_key=f"12 ELM ST|{unit}|62701")
    assert pairs(manager) == []


def test_two_that_were_set_apart_are_not_offered_again(manager: Browser, conn: Connection) -> None:
    one, other = a_lead(conn, numbers=[NUMBER]), a_lead(conn, numbers=[NUMBER])
    assert len(pairs(manager)) == 1
    assert manager.post(f"/api/leads/{other}/apart", {"lead_id": one}).status_code == 200
    assert pairs(manager) == []
    assert manager.post(f"/api/leads/{other}/apart", {"lead_id": other}).status_code == 409
    assert manager.post(f"/api/leads/{other}/apart", {"lead_id": 10**6}).status_code == 404


def test_merging_is_previewed_done_shown_and_undone(manager: Browser, conn: Connection) -> None:
    campaign = a_campaign(conn)
    kept = a_lead(conn, name="Ann Miller", numbers=[NUMBER], street="1 Elm St")
    gone = a_lead(conn, name="A. Miller", numbers=[NUMBER, "+12125550102"], street="1 Elm St", list_price_cents=5)
    an_enrollment(conn, campaign, gone)
    seen = shaped(MergePreview, manager.post(f"/api/leads/{kept}/merge/preview", {"lead_id": gone}).json)
    assert (seen["numbers"], seen["shared_numbers"], seen["places"], seen["changes"]) == (
        2,
        1,
        1,
        ["list_price_cents"],
    )
    assert in_list(conn) == {kept, gone}
    done = shaped(MergeDone, manager.post(f"/api/leads/{kept}/merge", {"lead_id": gone}).json)
    assert in_list(conn) == {kept}
    page = shaped(LeadPage, manager.get(f"/api/leads/{kept}").json)
    assert [phone["e164"] for phone in page["phones"]] == [NUMBER, "+12125550102"]
    assert [(one["lead_id"], one["name"], one["undoable"]) for one in page["merged"]] == [(gone, "A. Miller", True)]
    assert shaped(LeadPage, manager.get(f"/api/leads/{gone}").json)["merged_into"] == kept
    assert manager.patch(f"/api/leads/{gone}", {"status": "open"}).status_code == 404
    assert manager.post(f"/api/merges/{done['merge_id']}/undo").status_code == 200
    assert in_list(conn) == {kept, gone}
    assert manager.post(f"/api/merges/{done['merge_id']}/undo").status_code == 409
    logged = conn.execute(text("SELECT action FROM audit_log WHERE action LIKE 'lead.merge%' ORDER BY id")).scalars()
    assert list(logged) == ["lead.merged", "lead.merge_undone"]


def test_a_file_that_brings_a_merged_lead_again_refreshes_the_one_that_is_left(
    manager: Browser, conn: Connection
) -> None:
    kept = a_lead(conn, mls_key="src|1", listing_status="expired")
    gone = a_lead(conn, mls_key="src|2", listing_status="expired")
    manager.post(f"/api/leads/{kept}/merge", {"lead_id": gone})
    file = conn.execute(
        text("INSERT INTO lead_import (created_at, filename, file_sha256) VALUES (:now, 'x.csv', '') RETURNING id"),
        {"now": NOW},
    ).scalar_one()
    written = lead_writing.write(conn, file, [Row(mls_key="src|2", listing_status="cancelled")], NOW)
    assert (written.created, written.updated, written.open_lead_ids) == (0, 1, [kept])
    status = text("SELECT id, listing_status FROM lead ORDER BY id")
    assert [tuple(row) for row in conn.execute(status)] == [(kept, "cancelled"), (gone, "expired")]


def test_merging_is_the_managers(agent: Browser, manager: Browser, conn: Connection) -> None:
    one, other = a_lead(conn, numbers=[NUMBER]), a_lead(conn, numbers=[NUMBER], state="NY", zip="10001")
    assert agent.get("/api/leads/duplicates").status_code == 403
    assert agent.post(f"/api/leads/{one}/merge", {"lead_id": other}).status_code == 403
    refused = manager.post(f"/api/leads/{one}/merge", {"lead_id": other})
    assert (refused.status_code, "different laws" in refused.text) == (409, True)
    assert manager.post(f"/api/leads/{one}/merge/preview", {"lead_id": 10**6}).status_code == 404
    assert manager.post("/api/merges/999/undo").status_code == 404


class Row:
    """One lead of a file as the import writes it."""

    people: tuple[dict[str, Any], ...] = ()
    phones: tuple[dict[str, Any], ...] = ()
    emails: tuple[dict[str, Any], ...] = ()
    listing: tuple[dict[str, Any], ...] = ()
    note = ""

    def __init__(self, **values: Any) -> None:
        blank = dict.fromkeys((*lead_writing.KEYS, *lead_writing.REFRESHED))
        self.lead: dict[str, Any] = {**blank, "status": "open", **values}


def listed(browser: Browser, path: str) -> list[Any]:
    found = browser.get(path).json
    assert isinstance(found, list)
    return found


def in_list(conn: Connection) -> set[int]:
    return {line.id for line in leads_read.page(conn, LeadQuery()).rows}
