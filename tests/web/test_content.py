"""Sequences, templates, scripts, dispositions and caller IDs over HTTP."""

from sqlalchemy import Connection

from dialer.core.sequences import Step, StepKind, steps_to_json
from dialer.setup import ensure_defaults
from dialer.store import audit
from tests.support.browser import Browser
from tests.support.builders import NOW, a_campaign, a_lead, a_sequence, an_enrollment
from tests.support.shapes import shaped
from webui.shapes.setup import (
    CallerIdCard,
    DispositionCard,
    FilledTemplate,
    ScriptCard,
    SequenceCard,
    TemplateCard,
)

CALLS = steps_to_json([Step(StepKind.call, "First"), Step(StepKind.call, "Second", 1), Step(StepKind.call, "Third", 1)])


def test_a_new_installation_has_content_to_work_with(agent: Browser, conn: Connection) -> None:
    ensure_defaults(conn, NOW)
    ensure_defaults(conn, NOW)
    assert [shaped(SequenceCard, each)["in_use"] for each in agent.get("/api/sequences").json or []] == [0]
    assert {shaped(TemplateCard, each)["kind"] for each in agent.get("/api/templates").json or []} == {
        "text",
        "email",
        "letter",
        "door_hanger",
    }
    (script,) = (shaped(ScriptCard, each) for each in agent.get("/api/scripts").json or [])
    assert len(script["body"]["steps"]) >= 5
    assert len(script["body"]["objections"]) >= 5
    cards = [shaped(DispositionCard, each) for each in agent.get("/api/dispositions").json or []]
    assert [card["key"] for card in cards][:9] == list("123456789")
    assert all(card["consequence"] for card in cards)


def test_a_changed_sequence_moves_its_leads_to_the_step_of_the_same_name(manager: Browser, conn: Connection) -> None:
    id_ = a_sequence(conn, steps=CALLS)
    campaign = a_campaign(conn, sequence_id=id_)
    third, first = (an_enrollment(conn, campaign, a_lead(conn), position=place) for place in (2, 0))
    steps = [CALLS[2], CALLS[1]]
    changed = manager.patch(f"/api/sequences/{id_}", {"version": 1, "name": "Shorter", "steps": steps})
    assert shaped(SequenceCard, changed.json)["version"] == 2
    places: dict[int, int] = dict(conn.exec_driver_sql("SELECT id, position FROM enrollment").all())
    assert places[third] == 0
    assert places[first] == 0
    assert audit.page(conn, None)[0].detail["leads_moved"] == 1
    stale = manager.patch(f"/api/sequences/{id_}", {"version": 1, "name": "Shorter", "steps": steps})
    assert stale.status_code == 409


def test_a_lead_whose_remaining_steps_are_all_gone_is_through(manager: Browser, conn: Connection) -> None:
    id_ = a_sequence(conn, steps=CALLS)
    place = an_enrollment(conn, a_campaign(conn, sequence_id=id_), a_lead(conn), position=2)
    manager.patch(f"/api/sequences/{id_}", {"version": 1, "name": "One call", "steps": CALLS[:1]})
    row = conn.exec_driver_sql("SELECT state, stop_reason FROM enrollment WHERE id = %s", (place,)).one()
    assert tuple(row) == ("stopped", "exhausted")


def test_steps_that_cannot_work_are_refused_with_their_place(manager: Browser, conn: Connection) -> None:
    steps = [{"kind": "call", "label": "Call", "tries": 50}, {"kind": "email", "label": "Call"}]
    answer = manager.post("/api/sequences", {"name": "Wrong", "steps": steps})
    fields = {error["field"] for error in (answer.json or {})["errors"]}
    assert (answer.status_code, fields) == (422, {"0.tries", "1.label", "1.template"})
    assert manager.post("/api/sequences", {"name": "Odd", "steps": [{"kind": "smoke"}]}).status_code == 422


def test_a_template_with_an_unknown_field_is_refused(manager: Browser, conn: Connection) -> None:
    wrong = manager.post("/api/templates", {"name": "Wrong", "body": "Hi {first_nam}"})
    assert (wrong.status_code, (wrong.json or {})["errors"][0]["field"]) == (422, "body")
    unread = manager.post("/api/templates", {"name": "Mail", "kind": "email", "body": "Hi"})
    assert (unread.json or {})["errors"][0]["field"] == "subject"
    made = shaped(TemplateCard, manager.post("/api/templates", {"name": "Right", "body": "Hi {first_name|there}"}).json)
    changed = manager.patch(f"/api/templates/{made['id']}", {"name": "Right", "body": "Hello {first_name|there}"})
    assert shaped(TemplateCard, changed.json)["body"] == "Hello {first_name|there}"
    assert manager.patch("/api/templates/999", {"name": "None", "body": "x"}).status_code == 404
    assert manager.post("/api/templates", {"name": "RIGHT", "body": "x"}).status_code == 422


def test_a_preview_reads_as_the_lead_would_get_it(manager: Browser, conn: Connection) -> None:
    lead = a_lead(conn, name="Pat Example", street="9 Elm St")
    body = "Hi {first_name|there}, about {street}: {list_price|no price}"
    filled = shaped(FilledTemplate, manager.post("/api/templates/preview", {"body": body, "lead_id": lead}).json)
    assert (filled["text"], filled["segments"]) == ("Hi Pat, about 9 Elm St: no price", 1)
    unfilled = shaped(FilledTemplate, manager.post("/api/templates/preview", {"body": body}).json)
    assert (unfilled["text"], unfilled["missing"]) == ("", ["street"])
    unknown = shaped(FilledTemplate, manager.post("/api/templates/preview", {"body": "{nope}"}).json)
    assert unknown["unknown"] == ["nope"]


def test_an_agent_previews_only_with_leads_they_may_see(agent: Browser, conn: Connection) -> None:
    answer = agent.post("/api/templates/preview", {"body": "{full_name}", "lead_id": a_lead(conn)})
    assert answer.status_code == 404


def test_scripts_are_written_and_changed(manager: Browser, conn: Connection) -> None:
    body = {"steps": [{"title": "Hello", "text": "Hi, {first_name|there}."}], "objections": []}
    made = shaped(ScriptCard, manager.post("/api/scripts", {"name": "Short", "body": body}).json)
    body["steps"].append({"title": "Bye", "text": "Thank you."})
    changed = manager.patch(f"/api/scripts/{made['id']}", {"name": "Short", "body": body}).json
    assert [step["title"] for step in shaped(ScriptCard, changed)["body"]["steps"]] == ["Hello", "Bye"]
    assert manager.post("/api/scripts", {"name": "Empty", "body": {"steps": []}}).status_code == 422


def test_answers_of_a_script_lead_to_its_own_steps(manager: Browser) -> None:
    answers = [{"says": "Yes", "to": "Bye"}]
    steps = [{"title": "Hello", "text": "Is it sold?", "answers": answers}, {"title": "Bye", "text": "Thank you."}]
    made = shaped(ScriptCard, manager.post("/api/scripts", {"name": "Branches", "body": {"steps": steps}}).json)
    assert made["body"]["steps"][0]["answers"] == answers
    astray = [steps[0], {"title": "Hello", "text": "Thank you."}]
    refused = manager.post("/api/scripts", {"name": "Astray", "body": {"steps": astray}})
    assert refused.status_code == 422
    assert refused.json is not None
    assert refused.json["errors"] == [
        {"field": "body.steps.1.title", "sentence": "Two steps are called “Hello”; give each its own title."},
        {
            "field": "body.steps.0.answers.0.to",
            "sentence": "The answer “Yes” of “Hello” leads to “Bye”: choose a step of this script.",
        },
    ]


def test_a_result_left_out_goes_out_of_use_and_its_name_stays_readable(manager: Browser, conn: Connection) -> None:
    ensure_defaults(conn, NOW)
    cards = manager.get("/api/dispositions").json or []
    kept = [card for card in cards if card["name"] != "shown_as_spam"]
    kept[0]["label"] = "Talked to the owner"
    saved = manager.put("/api/dispositions", {"dispositions": kept}).json or []
    by_name = {card["name"]: card for card in saved}
    assert by_name["shown_as_spam"]["active"] is False
    assert by_name[kept[0]["name"]]["label"] == "Talked to the owner"
    assert audit.page(conn, None)[0].detail == {"changed": [kept[0]["name"]], "left_out": ["shown_as_spam"]}


def test_results_that_contradict_themselves_are_refused(manager: Browser, conn: Connection) -> None:
    both = [
        {"name": "one", "label": "One", "key": "1", "flags": {"stops_sequence": True, "hold_days": 3}},
        {"name": "two", "label": "", "key": "1"},
    ]
    answer = manager.put("/api/dispositions", {"dispositions": both})
    fields = {error["field"] for error in (answer.json or {})["errors"]}
    assert answer.status_code == 422
    assert fields == {"0.flags.hold_days", "1.key", "1.label"}
    unreadable = [{"name": "one", "label": "One", "flags": {"outcome": "nonsense", "hold_days": "long"}}]
    answer = manager.put("/api/dispositions", {"dispositions": unreadable})
    fields = {error["field"] for error in (answer.json or {})["errors"]}
    assert fields == {"dispositions.0.flags.outcome", "dispositions.0.flags.hold_days"}


def test_caller_ids_are_ours_once_and_on_the_practice_network_fictional(manager: Browser, conn: Connection) -> None:
    made = manager.post("/api/caller-ids", {"e164": "(217) 555-0199", "label": "Main", "daily_limit": 50})
    card = shaped(CallerIdCard, made.json)
    assert (made.status_code, card["e164"], card["answer_rate_7_days"]) == (201, "+12175550199", None)
    assert manager.post("/api/caller-ids", {"e164": "+12175550199"}).status_code == 409
    assert manager.post("/api/caller-ids", {"e164": "+12175550200"}).status_code == 422
    assert manager.post("/api/caller-ids", {"e164": "nonsense"}).status_code == 422
    campaign = a_campaign(conn)
    changed = manager.patch(f"/api/caller-ids/{card['id']}", {"campaign_id": campaign, "active": False}).json
    assert (shaped(CallerIdCard, changed)["campaign_id"], (changed or {})["active"]) == (campaign, False)
    freed = manager.patch(f"/api/caller-ids/{card['id']}", {"campaign_id": None}).json
    assert shaped(CallerIdCard, freed)["campaign_id"] is None
    assert manager.patch("/api/caller-ids/999", {"label": "Gone"}).status_code == 404
