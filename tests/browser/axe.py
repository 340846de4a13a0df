"""The rules of WCAG 2.2 AA that a machine can check, on a page in every theme and width that people use it in."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "webui" / "console" / "node_modules" / "axe-core" / "axe.min.js"
EVERY_RULE = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
RULES_OF_COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
RULES_OF_LAYOUT = {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]}


DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""The page has heard of its new size and is drawn in it."""


@dataclass(frozen=True, slots=True)
class Look:
    """A theme, a width, and the rules on which this look has an influence."""

    theme: Literal["light", "dark"]
    width: int
    height: int
    rules: dict[str, Any]


# 320 is what a window of 640 pixels shows at 200 %.
LOOKS = (
    Look("light", 1440, 900, EVERY_RULE),
    Look("dark", 1440, 900, RULES_OF_COLOUR),
    Look("dark", 768, 1024, RULES_OF_LAYOUT),
    Look("light", 768, 1024, RULES_OF_LAYOUT),
    Look("light", 390, 844, EVERY_RULE),
    Look("dark", 390, 844, RULES_OF_COLOUR),
    Look("dark", 320, 640, RULES_OF_LAYOUT),
    Look("light", 320, 640, RULES_OF_LAYOUT),
)


def wrong(page: Page) -> list[str]:
    """One sentence for each element that breaks a rule, and one where the page runs out of its window."""
    page.evaluate(AXE.read_text())
    return [f"{look.theme}, {look.width} px: {sentence}" for look in LOOKS for sentence in _in(page, look)]


def _in(page: Page, look: Look) -> Iterator[str]:
    page.emulate_media(color_scheme=look.theme)
    page.set_viewport_size({"width": look.width, "height": look.height})
    page.evaluate(DRAWN)
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", look.rules
    )
    for rule in found["violations"]:
        for node in rule["nodes"]:
            yield f"{rule['id']} at {' '.join(node['target'])}: {node['failureSummary']}"
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if too_wide > 0:
        yield f"the page is {too_wide} px too wide"
