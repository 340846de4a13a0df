"""The socket is as closed as the pages."""

from flask import Flask, request
from sqlalchemy import Connection

from tests.live.screen import connect
from tests.support.browser import Browser
from tests.support.builders import a_campaign, a_session, a_user
from webui import live
from webui.rooms import Listener


def joins(browser: Browser, room: object) -> bool:
    answer = connect(browser).emit("join", {"room": room}, callback=True)
    return bool(answer["ok"])


def test_case_158_strangers_are_refused(app: Flask, client: Browser) -> None:
    assert not connect(client).is_connected()


def test_case_158_a_cookie_without_its_own_token_is_refused(agent: Browser, manager: Browser) -> None:
    assert connect(agent).is_connected()
    assert not connect(agent, token="").is_connected()
    assert not connect(agent, token="made up").is_connected()
    # Somebody else's token does not go with this cookie.
    assert not connect(agent, token=manager.socket_token).is_connected()


def test_the_address_of_a_screen_opens_no_socket(client: Browser, manager: Browser) -> None:
    """A screen asks for its counts over HTTP; no message of the floor, which has names, ever reaches it."""
    made = manager.post("/api/screens", {"name": "North wall"}).json
    assert made is not None
    token = made["address"].rpartition("/")[2]
    page = client.get(f"/tv/{token}")
    assert (page.status_code, "socket" in page.text) == (200, False)
    assert not connect(client, token=token).is_connected()
    assert not connect(manager, token=token).is_connected()
    assert client.get("/api/floor").status_code == 401


def test_an_agent_hears_their_own_session_and_nothing_else(agent: Browser, conn: Connection) -> None:
    campaign = a_campaign(conn)
    mine = a_session(conn, agent.id, campaign)
    others = a_session(conn, a_user(conn).id, campaign)
    assert joins(agent, f"session:{mine}")
    for room in (f"session:{others}", "session:999", "floor", "import:1", "session:x", "everything", None, 7):
        assert not joins(agent, room), room


def test_a_manager_hears_every_room_there_is(manager: Browser, conn: Connection) -> None:
    session = a_session(conn, a_user(conn).id, a_campaign(conn))
    assert joins(manager, f"session:{session}")
    assert joins(manager, "floor")
    assert joins(manager, "import:1")
    assert not joins(manager, "kitchen")


def test_case_160_logging_out_closes_the_sockets(app: Flask, agent: Browser) -> None:
    socket = connect(agent)
    agent.http.post("/logout", headers={"X-CSRF-Token": agent.csrf})
    live.of(app).publisher.step()
    assert not socket.is_connected()


def test_a_changed_role_closes_the_sockets_and_a_new_name_does_not(
    app: Flask, agent: Browser, manager: Browser
) -> None:
    socket = connect(agent)
    manager.patch(f"/api/users/{agent.id}", {"name": "New Name"})
    live.of(app).publisher.step()
    assert socket.is_connected()
    manager.patch(f"/api/users/{agent.id}", {"role": "manager"})
    live.of(app).publisher.step()
    assert not socket.is_connected()


def test_a_room_is_authorised_again_at_every_join(agent: Browser, manager: Browser, conn: Connection) -> None:
    socket = connect(agent)
    mine = a_session(conn, agent.id, a_campaign(conn))
    manager.patch(f"/api/users/{agent.id}", {"active": False})
    # The socket is still open, but its log-in is over.
    assert not socket.emit("join", {"room": f"session:{mine}"}, callback=True)["ok"]


def test_leaving_a_room_ends_its_events(app: Flask, manager: Browser) -> None:
    socket = connect(manager)
    socket.emit("join", {"room": "floor"}, callback=True)
    assert live.of(app).rooms.heard() == {"floor"}
    socket.emit("leave", {"room": "floor"})
    assert live.of(app).rooms.heard() == frozenset()
    socket.emit("join", {"room": "floor"}, callback=True)
    socket.disconnect()
    assert live.of(app).rooms.heard() == frozenset()


def test_a_page_that_left_while_it_was_looked_who_it_is_is_let_go(app: Flask, manager: Browser) -> None:
    """Its own thread still answers the page's wish to join when its socket is closed already."""
    here = live.of(app)
    here.rooms.connected(Listener("gone", manager.id, 0))

    def joins_late() -> bool:
        with app.test_request_context():
            request.sid, request.namespace = "gone", "/"  # type: ignore[attr-defined]  # as Flask-SocketIO does
            return bool(here._join({"room": "floor"})["ok"])

    assert not joins_late()
    assert connect(manager).is_connected()
    assert not joins_late(), "with other pages there"
