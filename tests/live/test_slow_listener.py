"""Many pages on the floor, and one that has stopped reading: catalogue case 88."""

import json
import threading

from flask import Flask
from websocket import WebSocket
from werkzeug.serving import BaseWSGIServer

from tests.live.test_real_socket import open_socket, server, told
from tests.support.browser import Browser
from tests.support.running import wait_for
from webui import live
from webui.rooms import FLOOR, Rooms

__all__ = ["server"]

PAGES = 20
EVENTS = 120
TEXT = "x" * 50_000
"""So long that what was not read fills every buffer on the way after some events."""


def on_the_floor(server: BaseWSGIServer, manager: Browser) -> WebSocket:
    socket = open_socket(server, manager)
    told(socket, "0")
    socket.send("40" + json.dumps({"token": manager.socket_token}))
    told(socket, "40")
    socket.send('420["join", {"room": "floor"}]')
    assert told(socket, "430")[0]["ok"]
    return socket


def test_case_088_of_many_pages_one_that_stops_reading_is_let_go_and_costs_nothing_more(
    app: Flask, server: BaseWSGIServer, manager: Browser
) -> None:
    engine = live.of(app).socketio.server.eio
    engine.ping_interval, engine.ping_timeout = 0.5, 1.0
    rooms = live.of(app).rooms
    stalled = on_the_floor(server, manager)
    (stuck,) = engine.sockets.values()
    others = [on_the_floor(server, manager) for _ in range(PAGES - 1)]
    last = [0] * len(others)

    def read(n: int) -> None:
        while last[n] < EVENTS:
            last[n] = told(others[n], "42")[1]["seq"]

    readers = [threading.Thread(target=read, args=(n,), daemon=True) for n in range(len(others))]
    for reader in readers:
        reader.start()
    for n in range(EVENTS):
        rooms.emit(FLOOR, {"entity": "note", "id": str(n), "version": n, "data": TEXT if n % 10 == 0 else ""})
    wait_for("the page that does not read is let go", lambda: stuck.closed, 15)
    waiting = stuck.queue.qsize()
    rooms.emit(FLOOR, {"entity": "note", "id": "more", "version": EVENTS, "data": TEXT})
    assert stuck.queue.qsize() <= waiting, "nothing is kept for a page that is gone"
    for reader in readers:
        reader.join(timeout=10)
    assert min(last) >= EVENTS, "the others heard everything"
    for socket in [stalled, *others]:
        socket.close()


def test_a_page_that_is_found_gone_in_the_middle_of_sending_holds_up_nobody() -> None:
    rooms = Rooms(send=lambda room, event: rooms.disconnected("gone"))
    rooms.join("gone", FLOOR)
    sending = threading.Thread(target=rooms.emit, args=(FLOOR, {}), daemon=True)
    sending.start()
    sending.join(timeout=5)
    assert not sending.is_alive()
    assert rooms.heard() == frozenset()
