"""Files of leads over HTTP: upload, correct, start, report, undo."""

import io

from sqlalchemy import Connection

from dialer.bootstrap import Services
from dialer.imports import run_import
from dialer.store import audit
from tests.live.screen import connect
from tests.support.browser import Browser
from tests.support.builders import a_campaign
from tests.support.shapes import shaped
from webui import live
from webui.shapes.leads import ImportCard, RejectLine

FILE = (
    b"First Name,Last Name,Property Address,Property City,Property State,Property Zip,Phone 1,Status\n"
    b"Pat,Example,12 Elm St,Springfield,IL,62701,(217) 555-0123,Expired\n"
    b"Sam,Sample,14 Elm St,Springfield,IL,62701,(217) 555-01,Expired\n"
)


def upload(browser: Browser, data: bytes = FILE, name: str = "expireds.csv") -> ImportCard:
    answer = browser.post("/api/imports", data={"file": (io.BytesIO(data), name)}, content_type="multipart/form-data")
    assert answer.status_code == 201, answer.text
    return shaped(ImportCard, answer.json)


def test_a_file_goes_from_preview_to_report_and_back(manager: Browser, services: Services, conn: Connection) -> None:
    card = upload(manager)
    assert (card["state"], card["rows_total"], len(card["columns"])) == ("preview", 2, 8)
    campaign = a_campaign(conn)
    path = f"/api/imports/{card['id']}"
    chosen = shaped(ImportCard, manager.patch(path, {"campaign_id": campaign}).json)
    assert chosen["campaign_id"] == campaign
    assert shaped(ImportCard, manager.post(f"{path}/start").json)["state"] == "queued"
    assert manager.post(f"{path}/start").status_code == 409
    assert manager.patch(path, {"campaign_id": 0}).status_code == 409
    run_import(services)
    done = shaped(ImportCard, manager.get(path).json)
    assert (done["state"], done["rows_done"]) == ("done", 2)
    (reject,) = done["rejects"]
    assert (reject["code"], reject["rows"], reject["whole_row"]) == ("phone_invalid", 1, False)
    assert "row" in manager.get(f"{path}/rejects.csv").text.splitlines()[0].lower()
    assert [each["id"] for each in manager.get("/api/imports").json or []] == [card["id"]]
    assert shaped(ImportCard, manager.post(f"{path}/undo").json)["state"] == "undone"
    assert (manager.get("/api/leads").json or {})["rows"] == []


MESSY = (
    b"Owner Name;Property Address;City;ST;Zip Code;Phone;Asking Price;Status\n"
    b"Pat Example;12 Elm St;Springfield;IL;62701;2175550123;250000;Expired\n"
    b"Sam Sample;14 Elm St;Springfield;IL;62701;217-555-01;250000;Expired\n"
    b";;Springfield;IL;62701;2175550125;250000;Expired\n"
)


def test_rows_that_were_refused_are_corrected_in_their_own_file_and_imported_again(
    manager: Browser, services: Services, conn: Connection
) -> None:
    first = upload(manager, MESSY, "messy.csv")
    path = f"/api/imports/{first['id']}"
    place = next(column["index"] for column in first["columns"] if column["header"] == "ST")
    manager.patch(path, {"columns": {place: "property_state"}})
    manager.post(f"{path}/start")
    run_import(services)
    lines = [shaped(RejectLine, line) for line in manager.get(f"{path}/rejects").json or []]
    assert [(line["row"], line["column"], line["whole_row"]) for line in lines] == [(3, "Phone", False), (4, "", True)]
    rest = manager.get(f"{path}/to-correct.csv")
    assert rest.text.splitlines()[1:] == [
        "Sam Sample,14 Elm St,Springfield,IL,62701,217-555-01,250000,Expired,Phone: This is not a number that can "
        "exist in the United States or Canada.",
        ",,Springfield,IL,62701,2175550125,250000,Expired,The row has neither a name nor a street address.",
    ]
    corrected = rest.text.replace("217-555-01,", "217-555-0124,").replace("\n,,", "\nKim Example,16 Elm St,")
    again = upload(manager, corrected.encode(), "messy-corrected.csv")
    assert [column["header"] for column in again["columns"]] == [column["header"] for column in first["columns"]]
    assert again["columns"][place]["field"] == "property_state"
    manager.post(f"/api/imports/{again['id']}/start")
    run_import(services)
    done = shaped(ImportCard, manager.get(f"/api/imports/{again['id']}").json)
    assert (done["rejects"], done["counts"]["created"], done["counts"]["updated"]) == ([], 1, 1)
    names = [lead["name"] for lead in (manager.get("/api/leads", file=again["id"]).json or {})["rows"]]
    assert names == ["Kim Example"]
    assert (manager.get("/api/leads", file=first["id"]).json or {})["total"] == 2
    assert [each.entity_id for each in audit.page(conn, None) if each.action == "rejects.exported"] == [
        str(first["id"])
    ]


def test_its_progress_comes_live(manager: Browser, services: Services) -> None:
    card = upload(manager)
    socket = connect(manager)
    socket.emit("join", {"room": f"import:{card['id']}"}, callback=True)
    manager.post(f"/api/imports/{card['id']}/start")
    run_import(services)
    live.of(manager.app).publisher.step()
    events = [each["args"][0] for each in socket.get_received()]
    assert events
    assert shaped(ImportCard, events[-1]["data"])["state"] == "done"


def test_what_is_no_table_of_leads_is_refused_with_words(manager: Browser) -> None:
    form = {"file": (io.BytesIO(b"\x00\x01\x02"), "photo.csv")}
    answer = manager.post("/api/imports", data=form, content_type="multipart/form-data")
    assert (answer.status_code, (answer.json or {})["errors"][0]["field"]) == (422, "file")
    empty = manager.post("/api/imports", data={}, content_type="multipart/form-data")
    assert empty.status_code == 422


def test_an_import_that_is_not_there_is_missed_politely(manager: Browser) -> None:
    for answer in (
        manager.get("/api/imports/999"),
        manager.patch("/api/imports/999", {"date_order": "mdy"}),
        manager.post("/api/imports/999/start"),
        manager.post("/api/imports/999/undo"),
        manager.get("/api/imports/999/rejects.csv"),
    ):
        assert answer.status_code == 404
