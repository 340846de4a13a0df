"""A script with branches: a manager says where an answer leads, an agent follows it with a key."""

from playwright.sync_api import Page, expect

from tests.browser.calling import start, talk
from tests.browser.floor import Floor
from tests.browser.visitor import Visits


def test_an_answer_leads_the_agent_to_the_step_that_the_manager_chose(visits: Visits, floor: Floor) -> None:
    _write_script(visits.by(floor.user("manager")))
    work = floor.work([floor.far_ends.person(talks_seconds=60)])
    with floor.db.transaction() as conn:
        conn.exec_driver_sql(
            "UPDATE campaign SET script_id = (SELECT id FROM script WHERE name = 'Branches') WHERE id = %s",
            (work.campaign_id,),
        )
    page = visits.by(work.agent)
    start(page, work.campaign)
    talk(page)
    script = page.get_by_role("region", name="Script")
    expect(script).to_contain_text("Is it sold?")
    page.keyboard.press("q")
    expect(script).to_contain_text("Good luck with it.")
    expect(script.get_by_role("group", name="Answers to this step")).to_have_count(0)
    page.keyboard.press("Shift+S")
    expect(script).to_contain_text("Is it sold?")
    page.keyboard.press("s")
    expect(script).to_contain_text("May I come by?")
    page.get_by_role("button", name="Hang up").click()


def _write_script(page: Page) -> None:
    page.goto("/scripts")
    page.get_by_role("button", name="New").click()
    page.get_by_label("Name", exact=True).fill("Branches")
    for number, (title, words) in enumerate(
        (("Opening", "Is it sold?"), ("Visit", "May I come by?"), ("Goodby", "Good luck with it.")), start=1
    ):
        if number > 1:
            page.get_by_role("button", name="Add step").click()
        page.get_by_label(f"Title of step {number}").fill(title)
        page.get_by_label(f"Words of step {number}").fill(words)
    page.get_by_role("button", name="Add an answer to step 1").click()
    page.get_by_label("Answer 1 to step 1", exact=True).fill("Sold")
    page.get_by_label("Answer 1 to step 1 leads to").select_option(label="Go to Goodby")
    # An answer keeps to the step that it leads to under its new title.
    page.get_by_label("Title of step 3").fill("Goodbye")
    expect(page.get_by_label("Answer 1 to step 1 leads to")).to_have_value("Goodbye")
    with page.expect_response(lambda answer: answer.url.endswith("/api/scripts") and answer.status == 201):
        page.get_by_role("button", name="Save").click()
