"""Pictures and other files that come with texts: fetched by a worker, checked, kept, shown safely, deleted in time."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from dialer import attachments
from dialer.core.attachments import MOST_BYTES
from dialer.engine import nudges
from dialer.erase import erase_lead
from dialer.kept_files import AGAIN_AFTER
from dialer.queues import Job
from dialer.store import schema
from tests.support.browser import Browser
from tests.support.builders import a_user
from tests.support.twilio_double import Fault, Faults
from tests.support.twilio_world import PUBLIC_URL
from tests.support.world import OURS

INBOUND = f"{PUBLIC_URL}/hooks/twilio/inbound/text"

PNG = ("image/png", b"\x89PNG\r\n\x1a\n" + bytes(40))
PDF = ("application/pdf", b"%PDF-1.7\n" + bytes(40))
PAGE = ("text/html", b"<script>alert(1)</script>")


@pytest.fixture
def received(make_twilio):
    """A world in which somebody sent these files with a text; the lead and the form that told of it."""

    def start(*files, body="The roof", **more):
        world = make_twilio(**more)
        lead = world.lead_at()
        form = world.double.texts.receive_files(INBOUND, lead.number, OURS, body, *files)
        return world, lead, form

    return start


def states(world):
    table = schema.attachment
    rows = world.conn.execute(select(table.c.state, table.c.tries).order_by(table.c.position)).all()
    return [tuple(row) for row in rows]


def tend(world, later=timedelta()):
    attachments.tend(world.services, world.clock.now() + later)


def browser_of(world, role="manager"):
    return Browser(world.app).log_in(a_user(world.conn, role=role))


def shown(browser, lead):
    """The files in the lead's timeline."""
    items = browser.get(f"/api/leads/{lead.id}").json["timeline"]
    return [each for item in items if item["text"] for each in item["text"]["attachments"]]


def files_kept(world):
    folder = world.services.settings.data_dir / attachments.FOLDER
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def media_requests(world):
    return [path for _, path, _, _ in world.double.requests if "/Media/" in path]


def test_files_are_fetched_by_the_worker_kept_shown_and_deleted_at_twilio(received):
    world, lead, _ = received(PNG, PDF)
    assert media_requests(world) == []
    assert Job.FOLLOWUP in nudges.due(world.conn, world.clock.now())
    manager = browser_of(world)
    assert [each["state"] for each in shown(manager, lead)] == ["ready", "ready"]
    tend(world)
    picture, paper = shown(manager, lead)
    assert (picture["group"], picture["state"], picture["bytes"]) == ("picture", "kept", len(PNG[1]))
    assert (paper["group"], paper["name"]) == ("file", "file-2.pdf")
    assert world.double.texts.media == {}
    assert len(files_kept(world)) == 2
    assert [row.body for row in world.texts_in()] == ["The roof"]
    assert world.double.problems() == []


def test_a_picture_is_shown_and_everything_else_is_only_saved(received):
    world, lead, _ = received(PNG, PDF)
    tend(world)
    manager = browser_of(world)
    picture, paper = (manager.get(f"/api/attachments/{each['id']}") for each in shown(manager, lead))
    assert (picture.mimetype, picture.data) == PNG
    assert picture.headers["Content-Disposition"] == "inline; filename=picture-1.png"
    assert (paper.mimetype, paper.data) == PDF
    assert paper.headers["Content-Disposition"] == "attachment; filename=file-2.pdf"
    for each in (picture, paper):
        assert each.headers["X-Content-Type-Options"] == "nosniff"
        assert each.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        assert each.headers["Cache-Control"] == "no-store"


def test_every_opening_is_in_the_log_and_nobody_opens_one_who_may_not_see_the_lead(received):
    world, lead, _ = received(PNG)
    tend(world)
    manager = browser_of(world)
    (file,) = shown(manager, lead)
    address = f"/api/attachments/{file['id']}"
    assert Browser(world.app).get(address).status_code == 401
    assert manager.get("/api/attachments/999999").status_code == 404
    manager.get(address)
    query = text("SELECT entity_id, detail FROM audit_log WHERE action = 'attachment.opened'")
    assert [tuple(row) for row in world.conn.execute(query)] == [
        (str(file["id"]), {"lead": lead.id, "kind": "image/png"})
    ]


def test_files_of_writers_whom_we_do_not_know_are_for_managers(received):
    world, _, _ = received(PNG)
    tend(world)
    world.conn.execute(text("UPDATE message SET lead_id = NULL"))
    (file_id,) = world.conn.execute(select(schema.attachment.c.id)).scalars()
    assert browser_of(world, "agent").get(f"/api/attachments/{file_id}").status_code == 404
    assert browser_of(world, "manager").get(f"/api/attachments/{file_id}").status_code == 200


@pytest.mark.parametrize(
    "file", [PAGE, ("image/png", PAGE[1]), ("image/svg+xml", b"<svg/>"), ("image/png", PNG[1] + bytes(MOST_BYTES))]
)
def test_what_is_of_no_known_kind_or_too_large_is_not_kept_and_the_thread_says_so(received, file):
    world, lead, _ = received(file)
    tend(world)
    assert [each["state"] for each in shown(browser_of(world), lead)] == ["refused"]
    assert files_kept(world) == []
    assert world.double.texts.media == {}


def test_the_same_report_again_changes_nothing(received):
    world, _, form = received(PNG, PNG)
    tend(world)
    world.double.hooks.ask(INBOUND, form, lambda reply: None)
    tend(world, timedelta(hours=1))
    assert states(world) == [("kept", 1), ("kept", 1)]


def test_a_file_that_twilio_does_not_give_out_is_tried_again_and_given_up_in_the_end(received):
    world, _, _ = received(PNG)
    away = dict(world.double.texts.media)
    world.double.texts.media.clear()
    tend(world)
    tend(world)
    assert states(world) == [("ready", 1)]
    world.double.texts.media.update(away)
    tend(world, AGAIN_AFTER)
    assert states(world) == [("kept", 2)]


def test_one_that_never_comes_is_lost(received):
    world, lead, _ = received(PNG)
    world.double.texts.media.clear()
    for nth in range(attachments.TRIES + 1):
        tend(world, nth * AGAIN_AFTER)
    assert states(world) == [("lost", attachments.TRIES)]
    assert [each["state"] for each in shown(browser_of(world), lead)] == ["lost"]


def test_what_stays_at_twilio_because_it_did_not_answer_is_kept_here_all_the_same(received):
    faults = Faults(of_request=lambda method, path: Fault.SILENT_BEFORE if method == "DELETE" else None)
    world, _, _ = received(PNG, faults=faults)
    tend(world)
    assert states(world) == [("kept", 1)]


def test_files_are_deleted_when_the_time_of_the_campaigns_recordings_is_over(received):
    world, lead, _ = received(PNG, recording_days=3)
    world.conn.execute(text("UPDATE attachment SET delete_at = at + interval '3 days'"))
    tend(world)
    tend(world, timedelta(days=2, hours=23))
    assert len(files_kept(world)) == 1
    tend(world, timedelta(days=3))
    assert states(world) == [("deleted", 1)]
    assert files_kept(world) == []
    assert [each["state"] for each in shown(browser_of(world), lead)] == ["deleted"]


def test_erasing_the_person_erases_what_they_sent(received):
    world, lead, _ = received(PNG)
    tend(world)
    erased = erase_lead(world.services, None, lead.id, "They asked for it today.")
    assert erased.lead_id == lead.id
    tend(world)
    assert files_kept(world) == []


def test_a_file_of_somebody_elses_address_is_fetched_from_our_own_account_only(received):
    world, _, form = received(PNG)
    sid = form["MediaUrl0"].rpartition("/")[2]
    told = {"MessageSid": "MM" + "9" * 32, "MediaUrl0": f"http://169.254.169.254/latest/{sid}"}
    world.double.hooks.ask(INBOUND, form | told, lambda reply: None)
    told = {"MessageSid": "MM" + "8" * 32, "MediaUrl0": "file:///etc/passwd"}
    world.double.hooks.ask(INBOUND, form | told, lambda reply: None)
    assert [state for state, _ in states(world)] == ["ready", "ready"]
    tend(world)
    assert world.double.problems() == []


def test_stop_with_a_picture_is_stop(received):
    world, _, _ = received(PNG, body="STOP")
    assert world.conn.execute(text("SELECT count(*) FROM suppression")).scalar_one() == 1
