"""The guide: served to everybody who is logged in, with pictures and links that exist."""

import re

from scripts import make_statistics
from tests.support.browser import Browser
from webui.guide import GUIDE


def test_the_statistics_are_those_that_the_screens_print() -> None:
    assert make_statistics.TARGET.read_text() == make_statistics.page(), "run scripts/make_statistics.py"


def test_every_page_and_picture_that_the_guide_names_is_there(agent: Browser) -> None:
    pages = sorted(GUIDE.glob("*.md"))
    assert {page.stem for page in pages} == {"agent", "manager", "operator", "statistics"}
    for page in pages:
        answer = agent.get(f"/guide/{page.name}")
        assert (answer.status_code, answer.mimetype) == (200, "text/markdown")
        for named in re.findall(r"\]\(([^)]+)\)", answer.text):
            assert agent.get(f"/guide/{named}").status_code == 200, f"{page.name} names {named}"


def test_the_guide_is_closed_to_strangers_and_gives_out_nothing_else(client: Browser, agent: Browser) -> None:
    assert client.get("/guide/agent.md").status_code == 302
    for path in ("/guide/none.md", "/guide/../decisions/001-queue-states.md", "/guide/..%2F..%2FREADME.md"):
        assert agent.get(path).status_code == 404
