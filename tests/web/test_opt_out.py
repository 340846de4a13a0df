"""The page behind an e-mail's opt-out link: asked of people, obeyed for mail programs, closed to guesses."""

import re

import pytest
from sqlalchemy import Connection, text

from dialer import opt_outs
from dialer.bootstrap import Services
from dialer.core.texts import Rendered, render
from dialer.store.accounts import by_id
from dialer.template_previews import preview
from tests.support.browser import Browser
from tests.support.builders import NOW, a_lead, a_user


@pytest.fixture
def lead(conn: Connection) -> int:
    return a_lead(conn, name="Pat Example", numbers=["+12175550101", "+12175550102"])


def in_force(conn: Connection) -> int:
    return int(conn.execute(text("SELECT count(*) FROM suppression WHERE removed_at IS NULL")).scalar_one())


def path_of(services: Services, lead: int) -> str:
    return opt_outs.link(services, lead).removeprefix(services.settings.public_url)


def test_opening_the_link_asks_and_changes_nothing_because_mail_scanners_open_links(
    client: Browser, services: Services, conn: Connection, lead: int
) -> None:
    answer = client.get(path_of(services, lead))
    assert answer.status_code == 200
    assert "Do not contact me again" in answer.text
    assert "Pat" not in answer.text, "whoever finds the link learns no name"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert in_force(conn) == 0


@pytest.mark.parametrize("form", [{}, {"List-Unsubscribe": "One-Click"}], ids=["button", "mail program"])
def test_the_button_and_a_mail_programs_one_click_put_the_lead_out_of_reach(
    client: Browser, services: Services, conn: Connection, lead: int, form: dict[str, str]
) -> None:
    for _ in range(2):
        answer = client.http.post(path_of(services, lead), data=form)
        assert answer.status_code == 200
        assert "will not be contacted again" in answer.text
        assert in_force(conn) == 3, "the lead and its two numbers, once"


@pytest.mark.parametrize("spoil", ["forged", "cut", "no signature", "not ascii"])
def test_a_link_that_was_not_made_here_opens_nothing(
    client: Browser, services: Services, conn: Connection, lead: int, spoil: str
) -> None:
    path = path_of(services, lead)
    number = re.escape(f"/{lead}.")
    wrong = {
        "forged": re.sub(number, f"/{lead + 1}.", path),
        "cut": path[:-1],
        "no signature": path.partition(".")[0],
        "not ascii": path[:-1] + "é",
    }[spoil]
    assert client.http.get(wrong).status_code == 404
    answer = client.http.post(wrong)
    assert answer.status_code == 404
    assert "not complete" in answer.text
    assert in_force(conn) == 0


def test_a_guesser_is_slowed_down(client: Browser, services: Services, lead: int) -> None:
    codes = {client.http.get(f"{opt_outs.PATH}{number}.x").status_code for number in range(31)}
    assert codes == {404, 429}


def test_a_template_carries_the_leads_own_link(services: Services, conn: Connection, lead: int) -> None:
    by = by_id(conn, a_user(conn).id)
    assert by is not None
    filled = preview(services, by, body="Stop: {opt_out_link}", lead_id=lead)
    expected = render("Stop: {opt_out_link}", {"opt_out_link": opt_outs.link(services, lead)}, now=NOW, zone="UTC")
    assert isinstance(expected, Rendered)
    assert getattr(filled, "text", None) == expected.text
