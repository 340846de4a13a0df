"""What a page shows for a moment only: the page itself notes it, so that no test has to look at the right time."""

import json

from playwright.sync_api import Page

from tests.support.running import wait_for

_NOTE = """
    place => {
        window.noted = [];
        const look = () => {
            for (const at of document.querySelectorAll(place))
                window.noted.push(`${at.getAttribute("aria-label") ?? ""} ${at.textContent}`);
        };
        new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
        look();
    }
"""


def note(page: Page, place: str) -> None:
    """From now on, until it is left, the page notes what stands at this place (a CSS selector), however briefly."""
    page.evaluate(_NOTE, place)


def expect_noted(page: Page, *words: str) -> None:
    """Waits until all of these words have stood there together."""
    question = f"noted.some(said => {json.dumps(words)}.every(words => said.includes(words)))"
    wait_for(f"the page says {words}", lambda: bool(page.evaluate(question)), 20)
