"""The least that a webhook could be: the same server and database, one row and one commit, and nothing of ours."""

import sys

from flask import Flask, Response, request
from gunicorn.app.base import BaseApplication
from sqlalchemy import text

from dialer.cli.server import THREADS, Worker
from dialer.config import environment
from dialer.store.session import Database


def make() -> Flask:
    app = Flask(__name__)
    db = Database(environment()["DATABASE_URL"])
    with db.transaction() as conn:
        conn.execute(text("CREATE TABLE IF NOT EXISTS bare_hook (sid text PRIMARY KEY, form jsonb)"))

    @app.get("/healthz")
    def healthz() -> Response:
        return Response("ok")

    @app.post("/hook")
    def hook() -> Response:
        with db.transaction() as conn:
            statement = text("INSERT INTO bare_hook VALUES (:sid, '{}') ON CONFLICT DO NOTHING")
            conn.execute(statement, {"sid": request.form["CallSid"]})
        return Response(status=204)

    return app


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def load_config(self) -> None:
        options = {"bind": f"127.0.0.1:{sys.argv[1]}", "worker_class": Worker, "threads": THREADS}
        for name, value in {**options, "loglevel": "warning", "keepalive": 15, "control_socket_disable": True}.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return make()


if __name__ == "__main__":
    Server().run()
