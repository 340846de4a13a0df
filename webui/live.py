"""The live socket: who may connect, and who may listen to which room.

The socket is as closed as the pages: it takes the log-in's cookie and a token that only our own page was given, each
room is authorised when it is joined, and the sockets of a log-in that is over are closed by the publisher.
"""

import socket
import threading
from contextlib import suppress
from typing import Any, cast

from flask import Flask, request
from flask_socketio import SocketIO, join_room, leave_room

from dialer.accounts import still_logged_in
from dialer.bootstrap import Services
from dialer.core.roles import Role
from dialer.store import snapshot
from dialer.store.accounts import Account
from webui.access import current_account, is_socket_token
from webui.goodbye import SOCKETS, one_goodbye
from webui.plain import plain
from webui.publisher import Publisher
from webui.rooms import FLOOR, Listener, Rooms

EXTENSION = "relist-live"
PING_TIMEOUT = "ping timeout"
"""The reason that python-engineio gives for a page that does not answer its pings."""
_PINGS = {"ping_interval": 5, "ping_timeout": 5}
"""Seconds. An agent whose cable was pulled is told within ten, and pages find out by the same pings."""


class Live:
    """The socket server with its rooms and the publisher that feeds them."""

    def __init__(self, app: Flask, services: Services) -> None:
        self.services = services
        # Only the websocket transport: polling would need a sticky proxy and holds a thread per request.
        self.socketio = SocketIO(app, async_mode="threading", transports=["websocket"], **_PINGS)
        self.rooms = Rooms(send=self._send)
        self.publisher = Publisher(services, self.rooms, self._close)
        self.socketio.on_event("connect", self._connect)
        self.socketio.on_event("disconnect", self._disconnect)
        self.socketio.on_event("join", self._join)
        self.socketio.on_event("leave", self._leave)

    def open_snapshot(self, room: str) -> tuple[str, int]:
        """Epoch and number for a snapshot about to be read: whatever is sent after that number is applied on top."""
        self.publisher.forget(room)
        return self.rooms.epoch, self.rooms.seq(room)

    def _send(self, room: str, event: dict[str, Any]) -> None:
        self.socketio.emit("live", plain(event), to=room)

    def _close(self, sid: str) -> None:
        self.socketio.server.disconnect(sid)

    def _connect(self, auth: object = None) -> bool:
        """Refuses by answering False: closing the socket in here would leave the request hanging."""
        account = current_account()
        token = auth.get("token") if isinstance(auth, dict) else None
        if account is None or not is_socket_token(self.services, token):
            return False
        self.rooms.connected(Listener(_sid(), account.id, account.login_epoch))
        return True

    def _disconnect(self, reason: object = None) -> None:
        self.rooms.disconnected(_sid())
        if reason == PING_TIMEOUT:
            _hang_up()

    def _join(self, asked: object = None) -> dict[str, Any]:
        room = asked.get("room") if isinstance(asked, dict) else None
        listener = self.rooms.listener(_sid())
        account = still_logged_in(self.services, listener.user_id, listener.login_epoch) if listener else None
        if account is None or not isinstance(room, str) or not self._may_hear(account, room):
            return {"ok": False, "epoch": self.rooms.epoch, "seq": 0}
        try:
            join_room(room)
        except (KeyError, ValueError):
            # The page has gone while we looked who it is; nobody waits for this answer.
            return {"ok": False, "epoch": self.rooms.epoch, "seq": 0}
        self.rooms.join(_sid(), room)
        return {"ok": True, "epoch": self.rooms.epoch, "seq": self.rooms.seq(room)}

    def _leave(self, asked: object = None) -> None:
        room = asked.get("room") if isinstance(asked, dict) else None
        if isinstance(room, str):
            leave_room(room)
            self.rooms.leave(_sid(), room)

    def _may_hear(self, account: Account, room: str) -> bool:
        """Managers hear every room; an agent the room of their own session."""
        kind, _, number = room.partition(":")
        manager = account.role.may_act_as(Role.MANAGER)
        if room == FLOOR:
            return manager
        if not number.isdecimal() or kind not in {"session", "import"}:
            return False
        if manager:
            return True
        with self.services.db.transaction() as conn:
            return kind == "session" and snapshot.agent_of(conn, int(number)) == account.id


def attach(app: Flask, services: Services) -> None:
    app.extensions[EXTENSION] = Live(app, services)
    app.wsgi_app = one_goodbye(app.wsgi_app)  # type: ignore[method-assign]  # Flask's way to wrap an application


def of(app: Flask) -> Live:
    return cast(Live, app.extensions[EXTENSION])


def start(app: Flask) -> None:
    """Lets the publisher run for as long as the process lives."""
    run = of(app).publisher.run
    threading.Thread(target=run, args=(threading.Event(),), name="publisher", daemon=True).start()


def _hang_up() -> None:
    """Ends the connection of a page that has stopped reading: whoever writes to it would wait for it for ever."""
    for wire in [request.environ[name] for name in SOCKETS if name in request.environ]:
        with suppress(OSError):  # it has gone by itself
            wire.shutdown(socket.SHUT_RDWR)


def _sid() -> str:
    # Flask-SocketIO puts the socket's id on the request of the event.
    return cast(str, request.sid)  # type: ignore[attr-defined]
