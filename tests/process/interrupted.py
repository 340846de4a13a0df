"""Is asked to stop just while it asks how its child is: python -m tests.process.interrupted LOG."""

import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from dialer.supervisor.program import Program
from dialer.supervisor.signals import until_asked


def asked_inside(frame: FrameType, _event: str, _argument: object) -> Any:
    """Traces `Popen.poll`; the request comes at the first line that holds its lock."""
    if frame.f_code.co_name == "_internal_poll" and frame.f_locals["self"]._waitpid_lock.locked():
        sys.settrace(None)
        os.kill(os.getpid(), signal.SIGTERM)
    return asked_inside


def main() -> None:
    child = Program("child", Path(sys.argv[1]))
    child.start(["sleep", "600"])
    with until_asked():
        sys.settrace(asked_inside)
        while True:
            child.exit_code()
    child.kill()


if __name__ == "__main__":
    main()
