"""Where the embedded stores may keep their files and sockets, also where we run as root."""

import grp
import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path

from dialer.supervisor.errors import StoreError

ACCOUNT = "relist"
# sun_path holds 108 bytes with the closing zero on Linux (unix(7)), 104 on macOS and the BSDs.
LONGEST_SOCKET_PATH = 103


def store_account() -> str | None:
    """The account PostgreSQL runs under: ours (None), or an unprivileged one where we are root."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(ACCOUNT)
    except KeyError:
        _create_account()
    return ACCOUNT


def _create_account() -> None:
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        raise StoreError(
            "PostgreSQL refuses to run as root, and this system has no useradd. Start Relist as an ordinary "
            f"user, or make a system account named {ACCOUNT}, or set DATABASE_URL to a server of your own."
        )
    command = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
    made = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - all our own words
    # Two Relists that start together both try; the second is told that the account exists.
    if made.returncode != 0 and ACCOUNT not in {entry.pw_name for entry in pwd.getpwall()}:
        raise StoreError(f"Could not make the system account {ACCOUNT}: {made.stderr.strip()}")


def make_private(folder: Path, account: str | None) -> None:
    """Make `folder` (and its parents) so that only `account` or we ourselves can enter it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    if account is not None:
        entry = pwd.getpwnam(account)
        if folder.stat().st_uid != entry.pw_uid:
            os.chown(folder, entry.pw_uid, entry.pw_gid)
        let_reach(folder.parent, account)


def let_reach(folder: Path, account: str) -> None:
    """Let `account` pass through `folder` and everything above it: pass only, not list or read."""
    entry = pwd.getpwnam(account)
    groups = {entry.pw_gid, *(group.gr_gid for group in grp.getgrall() if account in group.gr_mem)}
    for step in (folder, *folder.parents):
        facts = step.stat()
        if facts.st_uid == entry.pw_uid:
            needed = stat.S_IXUSR
        elif facts.st_gid in groups:
            needed = stat.S_IXGRP
        else:
            needed = stat.S_IXOTH
        if not facts.st_mode & needed:
            step.chmod(stat.S_IMODE(facts.st_mode) | needed)


def let_read(tree: Path, account: str) -> None:
    """Let `account` run the programs in `tree`, which a strict umask may have closed to it."""
    let_reach(tree.parent, account)
    for path in (tree, *tree.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        wanted = mode | 0o044 | (0o011 if mode & stat.S_IXUSR else 0)
        if mode != wanted:
            path.chmod(wanted)


def socket_folder(wished: Path, socket_name: str, account: str | None) -> Path:
    """`wished`, or a private folder with a short name where the path would not fit into a socket address."""
    if len(os.fsencode(wished / socket_name)) <= LONGEST_SOCKET_PATH:
        return wished
    name = hashlib.sha256(os.fsencode(wished)).hexdigest()[:12]
    short = Path(tempfile.gettempdir()) / f"relist-{name}"
    owner = os.geteuid() if account is None else pwd.getpwnam(account).pw_uid
    if short.is_symlink() or (short.exists() and short.stat().st_uid not in {owner, os.geteuid()}):
        # The temporary folder is everybody's: never trust what somebody else put there first.
        raise StoreError(f"{short} belongs to another user. Remove it, or set RELIST_DATA_DIR to a shorter path.")
    make_private(short, account)
    return short
