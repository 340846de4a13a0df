"""The web server: gunicorn with one process, as Socket.IO's rooms live in its memory, and many threads."""

from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.util import import_app

from dialer.config import Settings, settled

# An open websocket holds a thread for as long as its page is open; pages and webhooks need some besides.
THREADS = 128
# The supervisor gives every process two and a half seconds to end.
GOODBYE_SECONDS = 1
FACTORY = "webui.wsgi:make()"


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
            "worker_class": "gthread",
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
