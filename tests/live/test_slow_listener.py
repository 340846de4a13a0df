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

PAGES = 10
EVENTS = 50
IMPORT = "import:1"
TOO_MUCH = 24_000_000
"""Bytes; more than fits into the buffers between us and a page that does not read."""


def page_in(room: str, server: BaseWSGIServer, manager: Browser) -> WebSocket:
    socket = open_socket(server, manager)
    told(socket, "0")
    socket.send("40" + json.dumps({"token": manager.socket_token}))
    told(socket, "40")
    socket.send("420" + json.dumps(["join", {"room": room}]))
    assert told(socket, "430")[0]["ok"]
    return socket


def rest_of(socket: WebSocket) -> int:
    """How many bytes still come before the other side's end of the connection."""
    count = 0
    try:
        while found := socket.sock.recv(1_000_000):
            count += len(found)
    except ConnectionResetError:
        pass  # as good an end as any
    return count


def test_case_088_of_many_pages_one_that_stops_reading_is_let_go_and_holds_up_nobody(
    app: Flask, server: BaseWSGIServer, manager: Browser
) -> None:
    engine = live.of(app).socketio.server.eio
    engine.ping_interval, engine.ping_timeout = 1.0, 3.0
    rooms = live.of(app).rooms
    stalled = page_in(IMPORT, server, manager)
    (stuck,) = engine.sockets.values()
    others = [page_in(FLOOR, server, manager) for _ in range(PAGES)]
    last = [0] * PAGES

    def read(n: int) -> None:
        while last[n] < EVENTS:
            last[n] = told(others[n], "42")[1]["seq"]

    readers = [threading.Thread(target=read, args=(n,), daemon=True) for n in range(PAGES)]
    for reader in readers:
        reader.start()
    rooms.emit(IMPORT, {"entity": "note", "id": "long", "version": 1, "data": "x" * TOO_MUCH})
    for n in range(EVENTS):
        rooms.emit(FLOOR, {"entity": "note", "id": str(n), "version": n, "data": ""})
    for reader in readers:
        reader.join(timeout=10)
    assert last == [EVENTS] * PAGES, "the others heard everything"
    wait_for("the page that does not read is let go", lambda: stuck.closed, 15)
    kept = stuck.queue.qsize()
    rooms.emit(IMPORT, {"entity": "note", "id": "more", "version": 2, "data": ""})
    assert stuck.queue.qsize() <= kept, "nothing more is kept for a page that is gone"
    assert rest_of(stalled) < TOO_MUCH, "the connection was ended, not left to the network"
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
