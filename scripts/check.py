"""Sets up what the checks need, runs all of them and ends with the tests."""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import setup

BIN = setup.VENV / "bin"
SLOW = ("tests/browser", "tests/chaos", "tests/sip")
# These measure or kill whole processes, so nothing else may take the processor from them.
ALONE = ("tests/process", *SLOW)
# Programs that the tests drive, and the Debian packages that bring them.
PACKAGES = {"chromium": ("chromium", "fonts-liberation"), "sipp": ("sip-tester",), "openssl": ("openssl",)}


@dataclass(frozen=True)
class Stage:
    """One check: a command that fails when there is something to repair."""

    name: str
    command: tuple[str, ...]
    folder: Path = setup.PROJECT


# These take seconds and do not need each other, so all of them run even when one fails.
CHEAP = (
    Stage("format", (str(BIN / "ruff"), "format", "--check", ".")),
    Stage("lint", (str(BIN / "ruff"), "check", ".")),
    Stage("types", (str(BIN / "mypy"),)),
    Stage("import rules", (str(BIN / "lint-imports"),)),
    Stage("console check", ("npm", "run", "check", "--silent"), setup.CONSOLE),
)
CONSOLE = (
    Stage("console tests", ("npm", "test", "--silent"), setup.CONSOLE),
    Stage("console build", ("npm", "run", "build", "--silent"), setup.CONSOLE),
)


def main(arguments: list[str]) -> int:
    """The exit code: 0 if everything is well."""
    fast = "--fast" in arguments
    given = [argument for argument in arguments if argument != "--fast"]
    with setup.alone():
        setup.environment(dev=True)
        setup.npm_packages()
        setup.console()
    if not given:
        if not fast:
            debian_packages()
        seconds: dict[str, float] = {}
        failed = [stage.name for stage in CHEAP if not passes(stage, seconds)]
        failed = failed or next(([stage.name] for stage in CONSOLE if not passes(stage, seconds)), [])
        summary(seconds, failed)
        if failed:
            return 1
    # Last, so that the last lines are pytest's own summary.
    return pytest(*given) if given else all_tests(fast=fast)


def all_tests(*, fast: bool) -> int:
    """The tests: first those that may share the machine, then the others one by one."""
    together = pytest("-n", "2", "--dist", "loadfile", *(f"--ignore={folder}" for folder in ALONE))
    return pytest(*(folder for folder in ALONE if not (fast and folder in SLOW))) or together


def pytest(*arguments: str) -> int:
    """Run pytest and give its exit code."""
    return subprocess.run([BIN / "pytest", *arguments], cwd=setup.PROJECT, check=False).returncode


def passes(stage: Stage, seconds: dict[str, float]) -> bool:
    """Run one stage and note how long it took."""
    print(f"--- {stage.name}", flush=True)
    started = time.monotonic()
    done = subprocess.run(stage.command, cwd=stage.folder, env=setup.node_environment(), check=False)
    seconds[stage.name] = time.monotonic() - started
    return done.returncode == 0


def summary(seconds: dict[str, float], failed: list[str]) -> None:
    """A line for each stage that ran."""
    print()
    for name, taken in seconds.items():
        print(f"{'FAILED' if name in failed else 'ok':<8}{name:<16}{taken:6.1f} s")
    print(flush=True)


def debian_packages() -> None:
    """Install the programs that the browser and SIP tests drive, where we may."""
    absent = [packages for program, packages in PACKAGES.items() if shutil.which(program) is None]
    missing = [package for packages in absent for package in packages]
    if not missing:
        return
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        sys.exit(
            f"The tests need programs of the Debian packages {' and '.join(missing)}: install them with "
            f"`sudo apt-get install {' '.join(missing)}`, or run `scripts/test --fast`, which does without."
        )
    setup.tell(f"Installing {' and '.join(missing)} ...")
    quiet = setup.ENVIRONMENT | {"DEBIAN_FRONTEND": "noninteractive"}
    setup.run(["apt-get", "update", "-qq"], env=quiet)
    setup.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], env=quiet)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
