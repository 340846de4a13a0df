"""People at their browsers: logging in, and what their pages complain about."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, expect

from tests.browser.chrome import PATIENCE_MS
from tests.support.builders import PASSWORD, User

LEFT_BEHIND = "net::ERR_ABORTED"
"""A request whose page was left before the answer came; nobody misses it."""


@dataclass
class Visits:
    """Every browser of one test."""

    chromium: Browser
    address: str
    complaints: list[str] = field(default_factory=list)
    """Errors on the console, exceptions, and requests that failed or were refused, of every page so far."""
    _open: list[BrowserContext] = field(default_factory=list)

    def browser(self, **options: Any) -> Page:
        """A fresh browser with nobody logged in, at an empty page."""
        context = self.chromium.new_context(base_url=self.address, reduced_motion="reduce", **options)
        context.set_default_timeout(PATIENCE_MS)
        context.grant_permissions(["microphone"], origin=self.address)
        context.on("page", self._listen)
        self._open.append(context)
        return context.new_page()

    def by(self, user: User, **options: Any) -> Page:
        """A browser in which this person is logged in."""
        page = self.browser(**options)
        log_in(page, user.email, PASSWORD)
        return page

    def close(self) -> None:
        for context in self._open:
            context.close()

    def _listen(self, page: Page) -> None:
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(f"exception: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"console {message.type}: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != LEFT_BEHIND:
            self.complaints.append(f"failed: {request.method} {request.url}: {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            asked = response.request
            self.complaints.append(f"{response.status}: {asked.method} {response.url} {asked.post_data or ''}")


def log_in(page: Page, email: str, password: str) -> None:
    page.goto("/login")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("navigation", name="Pages")).to_be_visible()
