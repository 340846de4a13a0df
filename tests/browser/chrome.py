"""The Chromium that the machine has, started for pages that ask for a microphone."""

import shutil

from playwright.sync_api import Browser, Playwright

PATIENCE_MS = 20_000
"""For whatever a page waits for; a busy machine may need most of it."""
MISSING = "Chromium is missing: install it with `sudo apt-get install chromium`."
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)


def program() -> str | None:
    """Where Chromium is."""
    return shutil.which("chromium") or shutil.which("google-chrome")


def launch(playwright: Playwright, path: str) -> Browser:
    return playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
