"""Real websockets over a real port, with the publisher's own thread."""

import json
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import pytest
from flask import Flask
from websocket import WebSocket, WebSocketBadStatusException, create_connection
from werkzeug.serving import BaseWSGIServer, make_server

from tests.support.browser import Browser
from tests.support.world import World
from webui import live


@pytest.fixture
def server(app: Flask) -> Iterator[BaseWSGIServer]:
    """The application on a free port, published to by its own thread."""
    served = make_server("127.0.0.1", 0, app, threaded=True)
    stop = threading.Event()
    threads = [
        threading.Thread(target=served.serve_forever),
        threading.Thread(target=live.of(app).publisher.run, args=(stop,)),
    ]
    for thread in threads:
        thread.start()
    yield served
    stop.set()
    served.shutdown()
    for thread in threads:
        thread.join(timeout=10)
    served.server_close()


def open_socket(server: BaseWSGIServer, browser: Browser, origin: str | None = None) -> WebSocket:
    cookie = browser.http.get_cookie("relist")
    assert cookie is not None
    here = f"127.0.0.1:{server.port}"
    return create_connection(
        f"ws://{here}/socket.io/?EIO=4&transport=websocket",
        cookie=f"relist={cookie.value}",
        origin=origin or f"http://{here}",
        timeout=10,
    )


def told(socket: WebSocket, wanted: str) -> Any:
    """The next packet of a kind; pings are answered on the way."""
    while True:
        packet = str(socket.recv())
        if packet == "2":
            socket.send("3")
        elif packet.startswith(wanted):
            return json.loads(packet[len(wanted) :] or "null")


def test_a_change_reaches_a_browser_by_itself(server: BaseWSGIServer, manager: Browser, world: World) -> None:
    socket = open_socket(server, manager)
    told(socket, "0")
    socket.send("40" + json.dumps({"token": manager.socket_token}))
    told(socket, "40")
    socket.send('420["join", {"room": "floor"}]')
    (ack,) = told(socket, "430")
    assert ack["ok"]
    agent = world.agent("Ann", ready=False)
    name, event = told(socket, "42")
    assert (name, event["entity"], event["seq"]) == ("live", "session", ack["seq"] + 1)
    assert event["data"]["id"] == agent.session_id
    socket.close()


def test_case_158_another_sites_page_cannot_open_a_socket_with_our_cookie(
    server: BaseWSGIServer, manager: Browser
) -> None:
    with pytest.raises(WebSocketBadStatusException):
        open_socket(server, manager, origin="https://evil.example")


def test_case_160_a_log_out_closes_the_socket_within_a_second(server: BaseWSGIServer, manager: Browser) -> None:
    # A busy machine may be late once, not every time.
    assert any(_seconds_to_close(server, manager) < 1.0 for _ in range(3))


def _seconds_to_close(server: BaseWSGIServer, person: Browser) -> float:
    """From the log-out to the end of the socket; they are logged in again afterwards."""
    socket = open_socket(server, person)
    told(socket, "0")
    socket.send("40" + json.dumps({"token": person.socket_token}))
    told(socket, "40")
    began = time.monotonic()
    person.http.post("/logout", headers={"X-CSRF-Token": person.csrf})
    assert told(socket, "41") is None
    took = time.monotonic() - began
    socket.close()
    assert person.user is not None
    person.log_in(person.user)
    return took


def test_there_is_no_other_transport(server: BaseWSGIServer) -> None:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", "/socket.io/?EIO=4&transport=polling")
    assert connection.getresponse().status == 400
    connection.close()
