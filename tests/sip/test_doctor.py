"""`relist doctor --carrier sip` asks the trunks themselves; in a process of its own, since it needs the library."""

import subprocess
import sys
from pathlib import Path

from dialer.config import environment
from tests.support.sipp import free_port, playing


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
    with playing("options", tmp_path / "far") as far:
        file.write_text(
            f'[[trunk]]\nname = "good"\nserver = "127.0.0.1:{far.port}"\nchannels = 2\n'
            f'[[trunk]]\nname = "gone"\nserver = "127.0.0.1:{free_port()}"\nchannels = 2500\n'
        )
        command = [sys.executable, "-m", "dialer.cli", "doctor", "--carrier", "sip"]
        told = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    said = told.stdout
    assert "the trunks have 2502 channels" in said
    assert "run scripts/setup-sip" in said
    assert "RELIST_SIP_MEDIA_PORTS has 4000 ports for 2502 calls" in said
    assert "The trunk gone does not answer" in said
    assert "The PBX of RELIST_SIP_AGENT_URI does not answer at 127.0.0.2:" in said
    assert "The trunk good" not in said
    assert "os_core" not in said
