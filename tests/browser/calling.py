"""An agent's page during a session: what it shows and what its keys do."""

from playwright.sync_api import Locator, Page, Request, expect


def start(page: Page, campaign: str, *, lines: int = 1) -> None:
    """Starts a session with the mouse, as most tests are about what comes after."""
    page.goto("/session")
    page.get_by_label("Campaign").select_option(label=campaign)
    page.get_by_role("group", name="Lines at once").get_by_label(str(lines), exact=True).check()
    page.get_by_role("button", name="Start").click()
    expect(lines_panel(page)).to_be_visible()


def lines_panel(page: Page) -> Locator:
    return page.get_by_role("region", name="Lines", exact=True)


def warning(page: Page, words: str) -> Locator:
    """The strip in the session bar that says what is wrong."""
    return page.get_by_role("region", name="Trouble").filter(has_text=words)


def person(page: Page) -> Locator:
    return page.get_by_role("region", name="Person")


def notes(page: Page) -> Locator:
    return page.get_by_label("Notes about this lead")


def outcome_bar(page: Page) -> Locator:
    return page.get_by_role("region", name="Outcome and call")


def state(page: Page) -> Locator:
    """The big word of the session bar."""
    return page.locator(".sessionbar .state b")


def expect_state(page: Page, word: str) -> None:
    expect(state(page)).to_have_text(word)


def talk(page: Page) -> str:
    """Waits until somebody is on the line; the lead's name."""
    expect_state(page, "Talking")
    expect(notes(page)).to_be_enabled()
    return person(page).get_by_role("heading").first.inner_text()


def dials(page: Page) -> list[str]:
    """What this page asks to be dialed, from now on; also what never reaches the server."""
    asked: list[str] = []

    def take(request: Request) -> None:
        command = request.post_data_json if request.url.endswith("/commands") else None
        if command and command["command"] == "dial":
            asked.append(command["id"])

    page.on("request", take)
    return asked


PLACES = ("Lines", "Person", "Script", "Notes", "Property", "Outcome and call")


def places(page: Page) -> dict[str, tuple[float, ...]]:
    """Where each part of the desk stands in the document, from its top."""
    found = {name: page.get_by_role("region", name=name, exact=True).bounding_box() for name in PLACES}
    above = page.evaluate("scrollY")
    return {name: (box["x"], box["y"] + above, box["width"], box["height"]) for name, box in found.items() if box}
