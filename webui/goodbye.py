"""After our close frame nothing more is said on a WebSocket (RFC 6455, 5.5.1).

The library answers a page's goodbye in one thread while another may just be about to send: browsers take what comes
then for a broken connection.
"""

import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import socket
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

CLOSE = 0x88
"""The first byte of a close frame."""
SOCKETS = ("gunicorn.socket", "werkzeug.socket")
"""Where servers put a request's socket."""


class LastWord:
    """A socket that drops what is sent after a close frame. Everything else is the socket's own."""

    def __init__(self, wire: "socket.socket") -> None:
        self._wire = wire
        self._lock = threading.Lock()
        self._closed = False

    def send(self, data: bytes) -> int:
        """Takes all of it, also what is dropped."""
        with self._lock:
            if not self._closed:
                self._wire.sendall(data)
            self._closed = self._closed or data[:1] == bytes([CLOSE])
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._wire, name)


def one_goodbye(application: "WSGIApplication") -> Callable[..., Iterable[bytes]]:
    """The same application; the sockets of its WebSockets keep to their last word."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ.get("HTTP_UPGRADE", "").lower() == "websocket":
            for name in SOCKETS:
                if name in environ:
                    environ[name] = LastWord(environ[name])
        return application(environ, start_response)

    return answer
