"""Small programs that stand in for web, engine and worker, and a supervisor that runs them with the real stores.

python -m tests.process.standins up       what `relist up` does, with the stand-ins named on the command line
python -m tests.process.standins web      answers /readyz
python -m tests.process.standins deaf     ignores SIGTERM, and has a child that does, in a session of its own
"""

import signal
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from dialer.clock import SystemClock
from dialer.config import Settings, environment, load_settings
from dialer.supervisor.crew import Command
from dialer.supervisor.errors import SupervisorError
from dialer.supervisor.up import Plan, run

BROKEN = Command("broken", ("sh", "-c", "echo the reason is written here; exit 3"))


def standin(name: str) -> Command:
    return BROKEN if name == "broken" else Command(name, (sys.executable, "-m", "tests.process.standins", name))


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Ready(BaseHTTPRequestHandler):
    """Everything is well, whatever is asked."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        say(format % args)


def web() -> None:
    ThreadingHTTPServer(("127.0.0.1", load_settings(environment()).port), Ready).serve_forever()


def deaf() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if "GRANDCHILD" not in environment():
        subprocess.Popen(standin("deaf").words, env=environment() | {"GRANDCHILD": "1"}, start_new_session=True)
    while True:
        signal.pause()


def up(*names: str) -> None:
    def prepare(settings: Settings) -> str:
        assert settings.database_url is not None
        return f"log in somehow; prepared {settings.database_url}"

    plan = Plan(load_settings(environment()), tuple(standin(name) for name in names), prepare)
    try:
        run(plan, SystemClock(), say)
    except SupervisorError as error:
        sys.exit(str(error))
    say("stopped")


if __name__ == "__main__":
    commands = {"web": web, "deaf": deaf, "up": up}
    commands[sys.argv[1]](*sys.argv[2:])
