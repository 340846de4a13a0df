"""Calls whose session nobody refreshes: one where the far end was to do it, and one where we were.

No session is shorter than 90 s (RFC 4028, 5), and the library keeps to that, so that its end comes after a minute. A
program of its own waits for it while other tests run.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.sip.library_time import short_waits
from tests.sip.rig import Rig
from tests.support.sipp import FarEnd, free_port, playing

SECONDS = 100
"""A session's end is due after 60 s where the far end refreshes, after 45 s where we do and hear nothing."""

SCENARIOS = {"theirs": "125c", "ours": "125e"}


@dataclass
class Unrefreshed:
    """The program while it runs, and what came of it."""

    process: subprocess.Popen[str]

    @classmethod
    def start(cls, folder: Path) -> "Unrefreshed":
        command = [sys.executable, "-m", "tests.sip.unrefreshed", str(folder)]
        return cls(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))

    def told(self) -> dict[str, dict[str, Any]]:
        """By who was to keep the session up: how the call ended."""
        output, _ = self.process.communicate(timeout=SECONDS)
        assert self.process.returncode == 0, output
        found: dict[str, dict[str, Any]] = json.loads(output.splitlines()[-1])
        return found

    def give_up(self) -> None:
        self.process.kill()
        self.process.communicate()


def main(folder: Path) -> None:
    ports = {who: free_port() for who in SCENARIOS}
    theirs = playing(SCENARIOS["theirs"], folder / "theirs", port=ports["theirs"])
    ours = playing(SCENARIOS["ours"], folder / "ours", port=ports["ours"])
    rig = Rig()
    with theirs as at_theirs, ours as at_ours:
        # Agents' phones, since a lead's call would end for its silence before.
        calls = {who: rig.call(at=f"sip:7@127.0.0.1:{port}") for who, port in ports.items()}
        for call in calls.values():
            rig.until(rig.heard("Answered", call))
        with short_waits():
            for call in calls.values():
                rig.until(rig.heard("Ended", call), seconds=SECONDS)
        far_ends = {"theirs": at_theirs, "ours": at_ours}
        rig.until(lambda: all(far.finished() is not None for far in far_ends.values()))
        found = {who: _course(rig, call, far_ends[who]) for who, call in calls.items()}
    rig.close()
    sys.stdout.write(json.dumps(found) + "\n")


def _course(rig: Rig, call: str, far: FarEnd) -> dict[str, Any]:
    return {
        "ending": rig.ending(call).ending.kind,
        "code": rig.ending(call).ending.code,
        "invites": len(far.requests("INVITE")),
        "goodbyes": len(far.requests("BYE")),
        "far_end": far.finished(),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
