"""People: made, changed, switched off, and never the last owner."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Connection

from dialer.bootstrap import Services
from dialer.config import CarrierName
from dialer.store import audit, desk_phones
from telephony.sip.registrar import secret_of
from telephony.sip.trunks import SipConfig, Trunk
from tests.conftest import NOON_IN_NEW_YORK
from tests.support.browser import Browser
from tests.support.builders import User, a_user
from tests.support.shapes import shaped
from webui import create_app
from webui.shapes.setup import AuditList, DeskPhoneAccount, UserCard


@pytest.fixture
def with_phones(services: Services) -> Flask:
    """Where agents' phones may register."""
    config = SipConfig(trunks=(Trunk(name="far", server="192.0.2.7"),), phones=("192.0.2.10", 5080))
    settings = replace(services.settings, carrier=CarrierName.SIP, sip=config)
    return create_app(replace(services, settings=settings))


def test_a_new_person_logs_in_with_the_password_shown_once(app: Flask, manager: Browser, conn: Connection) -> None:
    made = manager.post("/api/users", {"email": "New.Agent@example.com", "name": "New Agent", "role": "agent"})
    card = made.json or {}
    assert made.status_code == 201
    newcomer = User(card["id"], "new.agent@example.com", "New Agent")
    Browser(app).log_in(newcomer, card["password"])
    listed = [shaped(UserCard, each) for each in manager.get("/api/users").json or []]
    assert newcomer.id in {each["id"] for each in listed}
    assert all("password" not in each for each in manager.get("/api/users").json or [])
    added = next(entry for entry in audit.page(conn, None) if entry.action == "user.added")
    assert "password" not in added.detail


def test_an_address_is_taken_in_whatever_case(manager: Browser, conn: Connection) -> None:
    user = a_user(conn)
    again = manager.post("/api/users", {"email": user.email.upper(), "name": "Twin"})
    assert again.status_code == 409
    assert manager.post("/api/users", {"email": "no address", "name": "Odd"}).status_code == 422


def test_only_owners_make_and_change_owners(manager: Browser, owner: Browser, conn: Connection) -> None:
    assert manager.post("/api/users", {"email": "o@example.com", "name": "O", "role": "owner"}).status_code == 403
    assert manager.patch(f"/api/users/{owner.id}", {"active": False}).status_code == 403
    assert manager.patch(f"/api/users/{manager.id}", {"role": "owner"}).status_code == 403
    assert manager.post(f"/api/users/{owner.id}/password").status_code == 403
    assert owner.post("/api/users", {"email": "o@example.com", "name": "O", "role": "owner"}).status_code == 201


def test_the_last_owner_stays(owner: Browser, conn: Connection) -> None:
    assert owner.patch(f"/api/users/{owner.id}", {"role": "agent"}).status_code == 409
    assert owner.patch(f"/api/users/{owner.id}", {"active": False}).status_code == 409
    another = a_user(conn, role="owner")
    assert owner.patch(f"/api/users/{another.id}", {"active": False}).status_code == 200


def test_a_changed_role_ends_the_log_ins_and_a_new_name_does_not(
    manager: Browser, agent: Browser, conn: Connection
) -> None:
    manager.patch(f"/api/users/{agent.id}", {"name": "Renamed"})
    assert (agent.get("/api/me").json or {})["name"] == "Renamed"
    manager.patch(f"/api/users/{agent.id}", {"role": "manager"})
    assert agent.get("/api/me").status_code == 401


def test_somebody_switched_off_is_out_at_once(manager: Browser, agent: Browser) -> None:
    manager.patch(f"/api/users/{agent.id}", {"active": False})
    assert agent.get("/api/me").status_code == 401
    assert manager.patch("/api/users/999", {"active": False}).status_code == 404


def test_a_lost_password_is_replaced(app: Flask, manager: Browser, agent: Browser) -> None:
    fresh = (manager.post(f"/api/users/{agent.id}/password").json or {})["password"]
    assert agent.get("/api/me").status_code == 401
    assert agent.user is not None
    Browser(app).log_in(agent.user, fresh)


def test_preferences_are_kept_with_the_account_and_a_null_takes_one_away(agent: Browser) -> None:
    agent.patch("/api/me/preferences", {"theme": "dark", "sound": False})
    agent.patch("/api/me/preferences", {"sound": None})
    assert (agent.get("/api/me").json or {})["preferences"] == {"theme": "dark"}
    assert agent.patch("/api/me/preferences", {"much": "x" * 30_000}).status_code == 422


def test_the_log_is_read_page_by_page(manager: Browser, conn: Connection) -> None:
    for n in range(120):
        manager.patch(f"/api/users/{manager.id}", {"name": f"Name {n}"})
    first = shaped(AuditList, manager.get("/api/audit").json)
    second = shaped(AuditList, manager.get("/api/audit", cursor=first["next_cursor"]).json)
    assert (len(first["rows"]), second["next_cursor"]) == (100, None)
    assert first["rows"][-1]["id"] > second["rows"][0]["id"]
    assert first["rows"][0]["detail"] == {"name": "Name 119"}


def test_every_statistic_comes_with_its_meaning(agent: Browser) -> None:
    meanings = agent.get("/api/definitions").json or {}
    assert {"dial", "contact", "abandoned_share", "connect_time"} <= meanings.keys()


def test_a_manager_sets_up_a_desk_phone_once_and_takes_it_away(with_phones: Flask, conn: Connection) -> None:
    manager = Browser(with_phones).log_in(a_user(conn, role="manager"))
    agent, owner = a_user(conn), a_user(conn, role="owner")
    made = manager.post(f"/api/users/{agent.id}/desk-phone")
    assert made.status_code == 201
    given = shaped(DeskPhoneAccount, made.json)
    assert given["server"] == "192.0.2.10:5080"
    kept = secret_of(given["username"], given["password"])
    assert desk_phones.secret_of(conn, given["username"]) == kept
    assert state(manager, agent) == "away"
    soon = NOON_IN_NEW_YORK + timedelta(minutes=2)
    desk_phones.note(conn, username=given["username"], contact="sip:a@192.0.2.9", address="192.0.2.9:1", until=soon)
    assert state(manager, agent) == "registered"

    again = manager.post(f"/api/users/{agent.id}/desk-phone").json or {}
    assert again["password"] != given["password"]
    assert state(manager, agent) == "away", "a new password is a new registration"
    assert manager.post(f"/api/users/{owner.id}/desk-phone").status_code == 403
    assert manager.delete(f"/api/users/{agent.id}/desk-phone").status_code == 204
    assert manager.delete(f"/api/users/{agent.id}/desk-phone").status_code == 404
    assert state(manager, agent) == "none"


def test_an_account_that_is_locked_out_takes_its_phone_along(with_phones: Flask, conn: Connection) -> None:
    manager, agent = Browser(with_phones).log_in(a_user(conn, role="manager")), a_user(conn)
    given = manager.post(f"/api/users/{agent.id}/desk-phone").json or {}
    manager.patch(f"/api/users/{agent.id}", {"active": False})
    assert desk_phones.secret_of(conn, given["username"]) is None


def test_where_no_phone_can_register_the_answer_says_what_to_set(manager: Browser, agent: Browser) -> None:
    refused = manager.post(f"/api/users/{agent.id}/desk-phone")
    assert refused.status_code == 409
    assert "RELIST_SIP_PHONES" in (refused.json or {})["detail"]


def state(manager: Browser, agent: User) -> str:
    cards: list[UserCard] = manager.get("/api/users").json or []
    return next(card["desk_phone"] for card in cards if card["id"] == agent.id)
