"""Campaigns over HTTP: made, found, changed with a preview, paused."""

from sqlalchemy import Connection

from dialer.core.campaigns import CampaignSettings
from dialer.core.sequences import Step, StepKind, steps_to_json
from dialer.store import audit
from tests.support.browser import Browser
from tests.support.builders import a_caller_id, a_campaign, a_lead, a_sequence, an_enrollment, phones_of
from tests.support.shapes import shaped
from webui.shapes.setup import CampaignPage, ChangePreview


def actions(conn: Connection) -> list[str]:
    return [entry.action for entry in audit.page(conn, None) if entry.action != "user.logged_in"]


def test_a_campaign_takes_in_the_leads_its_filter_finds(manager: Browser, conn: Connection) -> None:
    here = a_lead(conn, state="IL", zip="62701")
    a_lead(conn, state="TX", zip="78701")
    a_lead(conn, state="IL", listing_status="active")
    a_lead(conn, state="IL", status="held", hold_reason="withdrawn")
    number = a_caller_id(conn)
    answer = manager.post(
        "/api/campaigns",
        {
            "name": "Illinois",
            "settings": {"lines_per_agent": 2},
            "lead_filter": {"states": ["IL"]},
            "caller_ids": [number],
        },
    )
    made = shaped(CampaignPage, answer.json)
    assert answer.status_code == 201
    assert (made["settings"]["lines_per_agent"], made["caller_ids"], made["counts"]["ready"]) == (2, [number], 1)
    rows = (manager.get("/api/leads", campaign=made["id"]).json or {})["rows"]
    assert [row["id"] for row in rows] == [here]
    assert actions(conn) == ["campaign.created"]


def test_a_lead_enters_at_its_best_number_with_the_hours_of_its_places(manager: Browser, conn: Connection) -> None:
    lead = a_lead(conn, numbers=["+12125550100", "+12175550101"], state="IL", zip="62701")
    (_, _), (second, _) = phones_of(conn, lead)
    conn.exec_driver_sql("UPDATE phone SET vendor_dnc = true WHERE e164 = '+12125550100'")
    manager.post("/api/campaigns", {"name": "Best number", "lead_filter": {}})
    place = conn.exec_driver_sql("SELECT phone_id, hours_key, state FROM enrollment").one()
    assert (place.phone_id, place.hours_key, place.state) == (second, "EC|IL", "ready")


def test_all_that_is_wrong_with_a_campaign_is_said_at_once(manager: Browser) -> None:
    answer = manager.post(
        "/api/campaigns",
        {
            "name": " ",
            "settings": {"ring_seconds": 5, "lines_per_agent": 40},
            "lead_filter": {"states": ["Illinois"]},
            "sequence_id": 99,
        },
    )
    fields = [error["field"] for error in (answer.json or {})["errors"]]
    assert answer.status_code == 422
    assert set(fields) == {
        "name",
        "settings.ring_seconds",
        "settings.lines_per_agent",
        "lead_filter.states",
        "sequence_id",
    }


def test_unknown_settings_and_values_of_the_wrong_kind_are_refused(manager: Browser) -> None:
    for settings, field in (
        ({"speed": 3}, "settings.speed"),
        ({"lines_per_agent": "many"}, "settings.lines_per_agent"),
        ({"ring_policy": "loud"}, "settings.ring_policy"),
    ):
        answer = manager.post("/api/campaigns", {"name": "Wrong", "settings": settings})
        assert (answer.status_code, (answer.json or {})["errors"][0]["field"]) == (422, field)


def test_agents_see_the_campaigns_they_may_work(agent: Browser, conn: Connection) -> None:
    everybody = a_campaign(conn, name="Everybody's")
    mine = a_campaign(conn, name="Mine", settings=CampaignSettings(agents=(agent.id,)))
    others = a_campaign(conn, name="Another's", settings=CampaignSettings(agents=(agent.id + 1,)))
    assert {page["id"] for page in agent.get("/api/campaigns").json or []} == {everybody, mine}
    assert agent.get(f"/api/campaigns/{others}").status_code == 404
    assert agent.get("/api/sessions/preview", campaign=others).status_code == 404


def test_of_two_changes_on_the_same_version_the_second_is_refused(manager: Browser, conn: Connection) -> None:
    id_ = a_campaign(conn, name="Shared")
    version = (manager.get(f"/api/campaigns/{id_}").json or {})["version"]
    first = manager.patch(f"/api/campaigns/{id_}", {"version": version, "settings": {"ring_seconds": 30}})
    second = manager.patch(f"/api/campaigns/{id_}", {"version": version, "name": "Renamed"})
    assert (first.status_code, second.status_code) == (200, 409)
    entry = audit.page(conn, None)[0]
    assert (entry.action, entry.detail) == ("campaign.changed", {"ring_seconds": [22, 30]})


def test_a_name_is_given_once(manager: Browser, conn: Connection) -> None:
    a_campaign(conn, name="Spring")
    assert manager.post("/api/campaigns", {"name": "spring"}).status_code == 422


def test_the_filter_is_counted_before_it_is_saved(manager: Browser, conn: Connection) -> None:
    id_ = a_campaign(conn)
    an_enrollment(conn, id_, a_lead(conn, list_price_cents=30_000_000))
    a_lead(conn, list_price_cents=50_000_000)
    a_lead(conn, list_price_cents=90_000_000)
    asked = '{"max_price_cents": 60000000}'
    found = manager.get(f"/api/campaigns/{id_}/filter-count", lead_filter=asked).json
    assert found == {"leads": 2, "fresh": 1}
    wrong = manager.get(f"/api/campaigns/{id_}/filter-count", lead_filter='{"states": ["Nowhere"]}')
    assert wrong.status_code == 422


def test_a_preview_says_what_a_change_does_and_saves_nothing(manager: Browser, conn: Connection) -> None:
    old = a_sequence(conn, steps=steps_to_json([Step(StepKind.call, "First"), Step(StepKind.call, "Second", 1)]))
    new = a_sequence(conn, steps=steps_to_json([Step(StepKind.call, "Second"), Step(StepKind.call, "First", 1)]))
    id_ = a_campaign(conn, sequence_id=old)
    lead = a_lead(conn, name="Pat Moved")
    an_enrollment(conn, id_, lead, position=1)
    an_enrollment(conn, id_, a_lead(conn), position=0)
    before = manager.get(f"/api/campaigns/{id_}").json
    answer = manager.post(
        f"/api/campaigns/{id_}/preview-change", {"settings": {"lines_per_agent": 2}, "sequence_id": new}
    )
    preview = shaped(ChangePreview, answer.json)
    assert "Running sessions go from 3 to 2 lines per agent at once." in preview["sentences"]
    assert manager.get(f"/api/campaigns/{id_}").json == before
    swapped = manager.post(
        f"/api/sequences/{old}/preview-change", {"steps": steps_to_json([Step(StepKind.call, "Second")])}
    )
    moved = shaped(ChangePreview, swapped.json)
    assert (moved["leads_affected"], moved["sentences"]) == (1, ["1 lead at “First” go to “Second”."])


def test_pausing_and_starting_again_lifts_what_the_machine_had_stopped(manager: Browser, conn: Connection) -> None:
    id_ = a_campaign(conn, halted_because="The carrier refuses our number.")
    paused = manager.post(f"/api/campaigns/{id_}/status", {"status": "paused"}).json or {}
    running = manager.post(f"/api/campaigns/{id_}/status", {"status": "running"}).json or {}
    assert (paused["status"], running["status"]) == ("paused", "running")
    assert conn.exec_driver_sql("SELECT halted_because FROM campaign").scalar_one() == ""
    assert manager.post(f"/api/campaigns/{id_}/status", {"status": "gone"}).status_code == 422
    assert manager.post("/api/campaigns/999/status", {"status": "paused"}).status_code == 404
