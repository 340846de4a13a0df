"""Asterisk as the carrier: registration with digest, a call over it, and a wrong password that is told once."""

import subprocess
import sys

from tests.support.asterisk import running
from tests.support.sipp import free_port

TRANSPORT = """
[main]
type=transport
protocol=udp
bind=127.0.0.1:{port}

[us]
type=endpoint
context=in
disallow=all
allow=ulaw
auth=us
aors=us
direct_media=no

; The caller ID stands in From, so the account is known by where it calls from, as at most carriers.
[us-by-address]
type=identify
endpoint=us
match=127.0.0.1

[us]
type=auth
auth_type=userpass
username=us
password=right

[us]
type=aor
max_contacts=2
"""

# Picks up and says a tone.
DIALPLAN = """
[in]
exten => _+1217555015X,1,Answer()
 same => n,Playtones(1000)
 same => n,Wait(20)
"""


def test_119_a_registered_trunk_carries_calls_and_a_wrong_password_is_told_once() -> None:
    port = free_port()
    config = {
        "pjsip.conf": TRANSPORT.format(port=port),
        "extensions.conf": DIALPLAN,
    }
    with running(config):
        told = subprocess.run(
            [sys.executable, "-m", "tests.sip.registered", str(port)], capture_output=True, text=True, check=False
        )
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.splitlines()[-3:] == [
        "in rotation: ['right']",
        "ended: completed",
        "complaints: ['trunk wrong takes no registration (SIP 401)'] 1",
    ]
