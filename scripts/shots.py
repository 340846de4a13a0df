"""Takes pictures of every page of a running demo, light, dark and narrow.

scripts/run --demo                                  # in another terminal
.venv/bin/python -m scripts.shots build/shots       # --address where the demo is not at the usual one
.venv/bin/python -m scripts.shots docs/guide/pictures --guide   # only those that the guide shows
"""

import re
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, expect, sync_playwright

from dialer.core.roles import Role
from dialer.demo.seeding import CAMPAIGN
from dialer.demo.team import log_ins
from tests.browser import calling, chrome
from tests.browser.visitor import log_in

PATIENCE_MS = 180_000
"""In life's own time it may take minutes until somebody answers."""

CALM_MS = 100
CALM_TRIES = 10


@dataclass(frozen=True, slots=True)
class Look:
    """One way in which a page is seen; sizes in CSS pixels."""

    name: str
    theme: Literal["light", "dark"]
    width: int
    height: int


LOOKS = (Look("light", "light", 1440, 900), Look("dark", "dark", 1440, 900), Look("narrow", "light", 390, 844))
MANAGERS_PAGES = (
    *("/floor", "/figures", "/leads", "/callers", "/tasks", "/imports", "/suppressions"),
    *("/campaigns", "/sequences", "/templates"),
    *("/scripts", "/dispositions", "/users", "/caller-ids", "/screens", "/audit", "/settings"),
)
DESK, _, PHONE = LOOKS
IN_GUIDE = ("session-before", "session-talking", "session-wrap-up", "session-report", "floor", "figures", "leads")
GUIDE = dict.fromkeys(IN_GUIDE, DESK) | {"session-phone": PHONE}
"""The pictures of the guide, each in one look."""
LISTS = ("/leads", "/imports", "/campaigns", "/sequences")
"""Pages of which the first entry is opened too."""


def main() -> None:
    parser = ArgumentParser(description="Takes pictures of every page of a running demo.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--address", default="http://127.0.0.1:8080")
    parser.add_argument("--guide", action="store_true", help="only the pictures of the guide")
    given = parser.parse_args()
    program = chrome.program()
    if program is None:
        sys.exit(chrome.MISSING)
    expect.set_options(timeout=PATIENCE_MS)
    given.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = chrome.launch(playwright, program)
        camera = Camera(given.folder, GUIDE if given.guide else {})
        take_all(browser, camera, given.address)
        browser.close()


@dataclass(frozen=True, slots=True)
class Camera:
    """Puts pictures into a folder, one for each look."""

    folder: Path
    only: Mapping[str, Look]
    """The pictures to take; empty for all, in every look."""

    def take(self, page: Page, name: str, still: Callable[[Page], bool] = lambda page: True) -> bool:
        """False where the page no longer shows what the pictures are of."""
        if self.only and name not in self.only:
            return still(page)
        for look in (self.only[name],) if self.only else LOOKS:
            page.emulate_media(color_scheme=look.theme, reduced_motion="reduce")
            page.set_viewport_size({"width": look.width, "height": look.height})
            page.screenshot(path=self.folder / (f"{name}.png" if self.only else f"{name}-{look.name}.png"))
        print(name, flush=True)
        return still(page)


def take_all(browser: Browser, camera: Camera, address: str) -> None:
    """The agent's pictures come first, so that the manager's show a session that has been."""
    nobody = browser.new_page(base_url=address)
    nobody.goto("/login")
    camera.take(nobody, "login")
    a_session(by(browser, address, Role.AGENT), camera)
    managers_pages(by(browser, address, Role.MANAGER), camera)


def by(browser: Browser, address: str, role: Role) -> Page:
    """A browser in which the first of the demo's people with this role is logged in."""
    person = next(one for one in log_ins() if one.role == role)
    page = browser.new_page(base_url=address, permissions=["microphone"])
    log_in(page, person.email, person.password)
    return page


def a_session(page: Page, camera: Camera) -> None:
    """An agent's page in each phase of a session."""
    page.goto("/session")
    expect(page.get_by_role("button", name="Start")).to_be_enabled()
    camera.take(page, "session-before")
    calling.start(page, CAMPAIGN, lines=3)
    calm(page)
    expect(calling.lines_panel(page).get_by_text("Ringing").first).to_be_visible()
    camera.take(page, "session-dialing")
    a_call(page, camera)
    page.keyboard.press("Space")
    calling.expect_state(page, "Paused")
    camera.take(page, "session-paused")
    page.get_by_role("button", name="End session").click()
    page.get_by_role("button", name="Press again to end").click()
    expect(page.get_by_role("heading", name="Session report")).to_be_visible()
    settle(page)
    camera.take(page, "session-report")


def calm(page: Page) -> None:
    """The session bar shows what the link took as the page joined it: that of a busy machine is no picture of ours."""
    page.on("dialog", lambda dialog: dialog.accept())
    links = page.locator(".links")
    for _ in range(CALM_TRIES):
        expect(links).to_contain_text(re.compile(r"Live \d[\d,]* ms"))
        told = re.search(r"Live ([\d,]+) ms", links.inner_text())
        if told and int(told.group(1).replace(",", "")) < CALM_MS:
            return
        page.reload()
        expect(calling.lines_panel(page)).to_be_visible()
    sys.exit(
        f"The link to the server takes {CALM_MS} ms and more: take the pictures on a machine with nothing else to do."
    )


def a_call(page: Page, camera: Camera) -> None:
    """Talks until one talk was long enough for its pictures."""
    while True:
        calling.talk(page)
        whole = camera.take(page, "session-talking", still=talks)
        if whole and camera.only:
            whole = camera.take(page, "session-phone", still=talks)
        if whole:
            page.get_by_role("button", name="Hang up").click()
        calling.expect_state(page, "Wrap-up")
        if whole:
            settle(page)
            camera.take(page, "session-wrap-up")
        page.keyboard.press("4")
        expect(calling.state(page)).not_to_have_text("Wrap-up")
        if whole:
            return


def talks(page: Page) -> bool:
    return calling.state(page).inner_text() == "Talking"


def managers_pages(page: Page, camera: Camera) -> None:
    for path in MANAGERS_PAGES:
        page.goto(path)
        settle(page)
        camera.take(page, path.strip("/"))
        if path in LISTS:
            page.locator(f"main a[href^='{path}/']:not([href$='/duplicates'])").first.click()
            settle(page)
            camera.take(page, f"{path.strip('/')}-one")


def settle(page: Page) -> None:
    expect(page.get_by_role("heading").first).to_be_visible()
    expect(page.get_by_text("Loading", exact=True)).to_have_count(0)
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    main()
