"""Becomes another program that dies with its parent, under an account of its own where asked.

Run as a script, with nothing but the standard library, so that it starts in a few milliseconds:

    python -I -S leash.py SIGNAL PARENT ACCOUNT PROGRAM [ARGUMENT...]

`subprocess` could do the same in a `preexec_fn`, which is not safe once the parent has threads. The kernel
forgets the death signal when the user changes (prctl(2), PR_SET_PDEATHSIG), hence the order below. It sends
the signal when the *thread* that started this program ends: start programs from a thread that stays.
"""

import ctypes
import os
import pwd
import signal
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def die_with_parent(death_signal: int) -> None:
    """Ask the kernel to send us `death_signal` when our parent ends; only Linux can."""
    _prctl(PR_SET_PDEATHSIG, death_signal)


def adopt_orphans() -> None:
    """Make grandchildren whose parent died ours, so that we can still end them; only Linux can."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def leashed(command: list[str], *, death_signal: signal.Signals, account: str | None = None) -> list[str]:
    """The command line that runs `command` as a child which does not outlive this process."""
    launcher = [sys.executable, "-I", "-S", str(Path(__file__).resolve())]
    return [*launcher, str(int(death_signal)), str(os.getpid()), account or "", *command]


def _prctl(option: int, value: int) -> None:
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl refused")


def _become(account: str) -> None:
    entry = pwd.getpwnam(account)
    os.initgroups(account, entry.pw_gid)
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)
    os.umask(0o077)


def _main(arguments: list[str]) -> None:
    death_signal, parent, account, *command = arguments
    if account:
        _become(account)
    die_with_parent(int(death_signal))
    if os.getppid() != int(parent):
        # The parent died before the kernel knew that we depend on it.
        sys.exit(1)
    os.execvp(command[0], command)  # noqa: S606 - the command comes from our own supervisor


if __name__ == "__main__":
    _main(sys.argv[1:])
