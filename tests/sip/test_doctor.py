"""`relist doctor --carrier sip` asks the trunks themselves; in a process of its own, since it needs the library."""

import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dialer.config import environment
from tests.sip.pbx import certificate
from tests.support.sipp import free_port, playing

SENTENCES = (
    "the trunks have 2510 channels and this SIP library holds",
    "run scripts/setup-sip, which builds one for more, or set RELIST_SIP_CHANNELS=",
    "RELIST_SIP_MEDIA_PORTS has 4000 ports for 2510 calls: give two per call.",
    "This user may open 4096 files, too few for 2510 calls: raise the limit (ulimit -n).",
    "The trunk gone does not answer at 127.0.0.1:",
    "The PBX of RELIST_SIP_AGENT_URI does not answer at 127.0.0.2:",
    "The trunk elsewhere sees us at 203.0.113.7, and we say that we are at 127.0.0.1: set RELIST_SIP_PUBLIC_ADDRESS="
    "203.0.113.7 and forward the ports of RELIST_SIP_BIND and RELIST_SIP_MEDIA_PORTS to this machine",
    "The trunk elsewhere speaks none of our codecs, only G729: put one of these into RELIST_SIP_CODECS",
    "The trunk closed refuses our registration (SIP 403): check its user and password.",
    "The trunk ill takes no registration (SIP 500): check its server, proxy and transport.",
    "The trunk stranger does not answer at localhost:",
    "and that RELIST_SIP_CA_FILE vouches for its certificate.",
)
NO_OPUS = "This SIP library speaks no opus: take it out of RELIST_SIP_CODECS, or run scripts/setup-sip."
CODECS = """
from telephony.sip.endpoint import Endpoint
from telephony.sip.trunks import SipConfig, Trunk
trunk = Trunk(name="one", server="127.0.0.1:9")
endpoint = Endpoint(SipConfig(trunks=(trunk,), bind_address="127.0.0.1"), 1, None, lambda _: None)
print(*endpoint.codecs())
endpoint.close()
"""


@contextmanager
def stranger(folder: Path) -> Iterator[int]:
    """A TLS server for whose certificate nobody vouches; its port."""
    for name, text in certificate().items():
        (folder / name).write_text(text)
    terms = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    terms.load_cert_chain(folder / "own.pem", folder / "own.key")
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):  # at the end its door is closed
                while True:
                    caller, _ = server.accept()
                    shy = terms.wrap_socket(caller, server_side=True, do_handshake_on_connect=False)
                    with shy, suppress(OSError):  # who does not believe it hangs up
                        shy.do_handshake()
                        shy.read()

        worker = threading.Thread(target=serve, daemon=True)
        worker.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        worker.join()


def test_a_library_says_which_codecs_it_lacks_and_only_those(tmp_path: Path) -> None:
    spoken = subprocess.run([sys.executable, "-c", CODECS], capture_output=True, text=True, check=True).stdout.split()
    assert {"PCMU", "PCMA", "G722"} <= set(spoken)
    variables = environment() | {
        "RELIST_DATA_DIR": str(tmp_path),
        "RELIST_SIP_BIND": "127.0.0.1:0",
        "RELIST_SIP_SERVER": f"127.0.0.1:{free_port()}",
        "RELIST_SIP_CODECS": "G722,PCMU,opus",
    }
    command = [sys.executable, "-m", "dialer.cli", "doctor", "--carrier", "sip"]
    told = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert (NO_OPUS in " ".join(told.stdout.split())) is ("opus" not in spoken), told.stdout


def test_each_trunk_is_asked_and_each_problem_says_what_to_do(
    tmp_path: Path, database_url: str, redis_url: str
) -> None:
    file = tmp_path / "trunks.toml"
    variables = environment() | {
        "RELIST_DATA_DIR": str(tmp_path),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "RELIST_SIP_BIND": "127.0.0.1:0",
        "RELIST_SIP_TRUNKS": str(file),
        "RELIST_SIP_AGENT_URI": f"sip:{{agent}}@127.0.0.2:{free_port()}",
    }
    good = playing("options", tmp_path / "good")
    elsewhere = playing("options_elsewhere", tmp_path / "elsewhere", seen_at="203.0.113.7")
    closed = playing("registrar", tmp_path / "closed", status_line="403 Forbidden")
    ill = playing("registrar", tmp_path / "ill", status_line="500 Server Internal Error")
    with good as one, elsewhere as two, closed as three, ill as four, stranger(tmp_path) as unknown:
        ends = {"good": one.port, "elsewhere": two.port, "closed": three.port, "ill": four.port, "gone": free_port()}
        unknown_trunk = (
            f'[[trunk]]\nname = "stranger"\nserver = "localhost:{unknown}"\ntransport = "tls"\nchannels = 2\n'
        )
        known = 'user = "us"\npassword = "p"\n'
        file.write_text(
            "".join(
                f'[[trunk]]\nname = "{name}"\nserver = "127.0.0.1:{port}"\n'
                f"channels = {2500 if name == 'gone' else 2}\n{known if name in ('closed', 'ill') else ''}"
                for name, port in ends.items()
            )
            + unknown_trunk
        )
        # As on a machine that lets its users open few files.
        command = ["sh", "-c", 'ulimit -n 4096 && exec "$0" "$@"', sys.executable]
        command += ["-m", "dialer.cli", "doctor", "--carrier", "sip"]
        told = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    said = " ".join(told.stdout.split())
    for sentence in SENTENCES:
        assert sentence in said, said
    assert "The trunk good" not in said
    assert "os_core" not in said
