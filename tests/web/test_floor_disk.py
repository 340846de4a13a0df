"""What managers are told of the disk that all data is on."""

import shutil
from collections import namedtuple

import pytest
from sqlalchemy import Connection

from dialer.health import LEAST_FREE_BYTES
from tests.support.browser import Browser
from tests.support.builders import a_lead
from tests.support.shapes import shaped
from webui.shapes.setup import DiskCard

Usage = namedtuple("Usage", ("total", "used", "free"))


@pytest.mark.parametrize(("free", "is_short"), [(LEAST_FREE_BYTES, False), (LEAST_FREE_BYTES - 1, True), (0, True)])
def test_managers_are_told_before_the_disk_is_full(
    manager: Browser, agent: Browser, monkeypatch: pytest.MonkeyPatch, free: int, is_short: bool
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(2 * LEAST_FREE_BYTES, 0, free))
    told = shaped(DiskCard, manager.get("/api/floor/disk").json)
    assert told == {"free_mb": free // 1_000_000, "is_short": is_short}
    assert agent.get("/api/floor/disk").status_code == 403


def test_a_full_disk_of_the_database_is_told_as_that_and_no_more_is_refused_once_there_is_room(
    manager: Browser, conn: Connection
) -> None:
    notes = f"/api/leads/{a_lead(conn)}/notes"
    # What PostgreSQL says when it finds no room: class 53, disk_full (its manual, appendix A).
    conn.exec_driver_sql("""
        CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
        CREATE TRIGGER no_room BEFORE INSERT ON note FOR EACH ROW EXECUTE FUNCTION no_room()
    """)
    try:
        told = manager.put(notes, {"body": "Wants to move."})
    finally:
        conn.exec_driver_sql("DROP FUNCTION no_room CASCADE")
    assert told.status_code == 507
    assert told.json is not None
    assert "Make room on the disk of the data folder" in told.json["detail"]
    assert manager.put(notes, {"body": "Wants to move."}).status_code == 200
