"""The web server: gunicorn with one process, as Socket.IO's rooms live in its memory, and many threads."""

import select
import socket
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.util import import_app
from gunicorn.workers.gthread import ThreadWorker

from dialer.config import Settings, settled

# An open websocket holds a thread for as long as its page is open; pages and webhooks need some besides.
THREADS = 128
# The supervisor gives every process two and a half seconds to end.
GOODBYE_SECONDS = 1
FACTORY = "webui.wsgi:make()"

# A caller who sends one request after the other does so within this; a quiet connection must not hold a thread longer.
MOMENT_MS = 20
# Then others in the queue for a thread get their turn.
IN_A_ROW = 100


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Stays with a connection for a moment after each answer.

    Carriers, proxies and pages send several requests in a row over one connection. Between two of them gunicorn hands
    the connection back to its first thread and from there to a third, which at hundreds of webhooks a second costs as
    much as the webhooks themselves.
    """

    def handle(self, conn: Any) -> Any:
        """Called in a thread of the pool when a connection has something to say; True keeps the connection open."""
        kept = super().handle(conn)
        for _ in range(IN_A_ROW):
            if kept is not True or not self.alive or not _speaks(conn.sock):
                break
            kept = super().handle(conn)
        return kept


def _speaks(connection: socket.socket) -> bool:
    """Whether a request, or the end, comes within a moment."""
    door = select.poll()
    door.register(connection, select.POLLIN)
    return bool(door.poll(MOMENT_MS))


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn, configured by our settings alone."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Called by gunicorn before it starts."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Called by gunicorn in its worker, after the fork, so that no connection is shared across it."""
        return import_app(FACTORY)


def serve(settings: Settings) -> None:
    """Serve until SIGTERM."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    Server(
        {
            "bind": f"{host}:{settings.port}",
            "worker_class": Worker,
            "workers": 1,
            "threads": THREADS,
            "graceful_timeout": GOODBYE_SECONDS,
            "timeout": 60,
            "keepalive": 15,
            "loglevel": "warning",
            # The factory reads the environment again, in the worker.
            "raw_env": [f"{name}={value}" for name, value in settled(settings).items()],
            # Its place would be shared by every Relist of this user, and nobody here talks to it.
            "control_socket_disable": True,
        }
    ).run()
