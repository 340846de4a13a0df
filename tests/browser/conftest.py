"""One running Relist and one Chromium for all browser tests; whatever a page complains about fails its test."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from dialer.config import environment
from tests.browser import chrome
from tests.browser.far_ends import SEED, SPEED, FarEnds
from tests.browser.floor import Floor
from tests.browser.visitor import Visits
from tests.support.running import Running, relist

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    path = chrome.program()
    if path is None:
        if environment().get("CI"):
            pytest.fail(chrome.MISSING)
        pytest.skip(chrome.MISSING)
    expect.set_options(timeout=chrome.PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = chrome.launch(playwright, path)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def running(chromium: Browser) -> Iterator[Running]:
    """Asks for Chromium first, so that nothing is started where there is none."""
    if not (PROJECT / "webui" / "console" / "dist" / "index.html").exists():
        subprocess.run([sys.executable, "scripts/setup.py"], cwd=PROJECT, check=True)
    # Not pytest's own folder: another run of pytest would close that to the account PostgreSQL runs under.
    folder = Path(tempfile.mkdtemp(prefix="relist-browser-"))
    with relist(folder, RELIST_PRACTICE_SPEED=str(SPEED), RELIST_PRACTICE_SEED=str(SEED)) as made:
        yield made
    shutil.rmtree(folder)


@pytest.fixture(scope="package")
def floor(running: Running) -> Floor:
    made = Floor(running.db, FarEnds())
    made.prepare()
    return made


@pytest.fixture
def visits(chromium: Browser, running: Running) -> Iterator[Visits]:
    """People's browsers; afterwards none of them may have complained."""
    made = Visits(chromium, running.address)
    yield made
    complaints = made.complaints
    made.close()
    assert not complaints, complaints
