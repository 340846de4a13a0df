"""Our web server's worker with a single thread: python -m tests.process.one_thread PORT.

Every answer says which of the server's turns it came in: requests that one thread took one after the other without
letting go of their connection share a turn.
"""

import sys
from collections.abc import Callable, Iterable
from typing import Any

from gunicorn.app.base import BaseApplication

from dialer.cli.server import Worker


class Counting(Worker):
    turn = 0

    def enqueue_req(self, conn: Any) -> None:
        Counting.turn += 1
        super().enqueue_req(conn)


def application(_environ: dict[str, Any], start: Callable[[str, list[tuple[str, str]]], object]) -> Iterable[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    return [str(Counting.turn).encode()]


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def load_config(self) -> None:
        options = {"bind": f"127.0.0.1:{sys.argv[1]}", "worker_class": Counting, "threads": 1, "keepalive": 60}
        for name, value in {**options, "control_socket_disable": True}.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return application


if __name__ == "__main__":
    Server().run()
