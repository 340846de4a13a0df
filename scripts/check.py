"""Sets up what the checks need, runs all of them and ends with the tests."""

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import setup

BIN = setup.VENV / "bin"
SLOW = ("tests/browser", "tests/chaos", "tests/sip")
# These measure or kill whole processes, so nothing else may take the processor from them.
ALONE = ("tests/process/test_supervisor.py", "tests/process/test_embedded_stores.py", *SLOW)
# Programs that the tests drive, and the Debian packages that bring them.
PACKAGES = {"chromium": ("chromium", "fonts-liberation"), "sipp": ("sip-tester",), "openssl": ("openssl",)}


@dataclass(frozen=True)
class Stage:
    """One check: a command that fails when there is something to repair."""

    name: str
    command: tuple[str, ...]
    folder: Path = setup.PROJECT


@dataclass(frozen=True)
class Passage:
    """How a stage went."""

    stage: Stage
    well: bool
    seconds: float
    words: str


# They do not need each other: two run at a time, the longest first, and all of them even when one fails.
STAGES = (
    Stage("types", (str(BIN / "mypy"),)),
    Stage("console tests", ("npm", "test", "--silent"), setup.CONSOLE),
    Stage("console check", ("npm", "run", "check", "--silent"), setup.CONSOLE),
    Stage("import rules", (str(BIN / "lint-imports"),)),
    Stage("lint", (str(BIN / "ruff"), "check", ".")),
    Stage("format", (str(BIN / "ruff"), "format", "--check", ".")),
)


def main(arguments: list[str]) -> int:
    """The exit code: 0 if everything is well."""
    fast = "--fast" in arguments
    given = [argument for argument in arguments if argument != "--fast"]
    with setup.alone():
        set_up(programs=not given and not fast)
    if not given and not all_pass():
        return 1
    # Last, so that the last lines are pytest's own summary.
    return pytest(*given) if given else all_tests(fast=fast)


def set_up(*, programs: bool) -> None:
    """Get Python's packages, the console's and the programs of the tests at the same time: most of it is waiting."""
    with ThreadPoolExecutor() as pool:
        beside = [pool.submit(debian_packages)] if programs else []
        # Where the machine has no Node, that comes with Python's packages: two runs of pip would disturb each other.
        if setup.machine_has_node():
            beside.append(pool.submit(pages))
        setup.environment(dev=True)
    for step in beside:
        step.result()
    pages()


def pages() -> None:
    """Get the console's packages and build it, each only when it is not there."""
    setup.npm_packages()
    setup.console()


def all_tests(*, fast: bool) -> int:
    """The tests: first those that may share the machine, then the others one by one."""
    # In the order of tests/conftest.py, which knows more than how many tests a file has.
    shared = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
    together = pytest(*shared, *(f"--ignore={folder}" for folder in ALONE))
    return pytest(*(folder for folder in ALONE if not (fast and folder in SLOW))) or together


def pytest(*arguments: str) -> int:
    """Run pytest and give its exit code."""
    return subprocess.run([BIN / "pytest", *arguments], cwd=setup.PROJECT, check=False).returncode


def all_pass() -> bool:
    """Run every stage, tell at once what each says, and sum up."""
    passages = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for ended in as_completed([pool.submit(passage, stage) for stage in STAGES]):
            passages.append(ended.result())
            print(f"--- {passages[-1].stage.name}\n{passages[-1].words}", flush=True)
    for each in passages:
        print(f"{'ok' if each.well else 'FAILED':<8}{each.stage.name:<16}{each.seconds:6.1f} s")
    print(flush=True)
    return all(each.well for each in passages)


def passage(stage: Stage) -> Passage:
    """Run one stage. What it says is kept together, as another one runs beside it."""
    started = time.monotonic()
    done = subprocess.run(
        stage.command,
        cwd=stage.folder,
        env=setup.node_environment(),
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return Passage(stage, done.returncode == 0, time.monotonic() - started, done.stdout)


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
