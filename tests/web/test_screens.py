"""The floor on a television: by its address only, counts only, until it is taken back."""

from sqlalchemy import Connection

from tests.support.browser import Browser
from tests.support.builders import a_campaign, a_lead, a_session, a_user, an_attempt, an_enrollment, phones_of
from tests.support.shapes import shaped
from webui.shapes.setup import NewScreen, ScreenCard


def an_address(manager: Browser) -> str:
    made = shaped(NewScreen, manager.post("/api/screens", {"name": "North wall"}).json)
    return "/tv/" + made["address"].rpartition("/tv/")[2]


def test_whoever_has_the_address_sees_the_counts_and_nobody(
    manager: Browser, client: Browser, conn: Connection
) -> None:
    campaign, agent = a_campaign(conn, name="Spring expireds"), a_user(conn, name="Ava Agent")
    lead = a_lead(conn, name="Orla Owner", street="9 Hidden Lane")
    session = a_session(conn, agent.id, campaign, state="talking")
    an_attempt(conn, an_enrollment(conn, campaign, lead), session)
    answer = client.get(an_address(manager))
    assert answer.status_code == 200
    assert "Spring expireds" in answer.text
    assert '<div class="talking"><dt>Talking</dt><dd>1</dd></div>' in answer.text
    secret = ("Orla", "Owner", "Hidden", "Ava", phones_of(conn, lead)[0][1][-4:])
    assert [word for word in secret if word in answer.text] == []


def test_why_no_call_goes_out_is_said_once_with_the_campaigns_that_it_holds_up(
    manager: Browser, client: Browser, conn: Connection
) -> None:
    address, nobody = an_address(manager), "Nobody has a session in this campaign."
    for name in ("Spring", "Summer"):
        a_campaign(conn, name=name)
    said = client.get(address).text
    assert (said.count(nobody), f"<b>Every campaign</b> {nobody}" in said) == (1, True)
    a_session(conn, a_user(conn).id, a_campaign(conn, name="Autumn"), state="talking")
    said = client.get(address).text
    assert (said.count(nobody), f"<b>Spring, Summer</b> {nobody}" in said) == (1, True)
    assert said.count("<small>no call</small>") == 2


def test_a_screen_that_was_taken_back_shows_nothing_any_more(manager: Browser, client: Browser) -> None:
    address = an_address(manager)
    (screen,) = [shaped(ScreenCard, row) for row in manager.get("/api/screens").json or []]
    assert screen["name"] == "North wall"
    assert manager.delete(f"/api/screens/{screen['id']}").status_code == 204
    answer = client.get(address)
    assert (answer.status_code, "Dials today" in answer.text) == (404, False)
    assert manager.get("/api/screens").json == []
    assert manager.delete(f"/api/screens/{screen['id']}").status_code == 404


def test_the_token_opens_nothing_but_the_screen_and_is_not_kept(
    manager: Browser, client: Browser, agent: Browser, conn: Connection
) -> None:
    address = an_address(manager)
    assert client.get("/api/floor").status_code == 401
    assert client.get("/tv/guess").status_code == 404
    assert agent.post("/api/screens", {"name": "Mine"}).status_code == 403
    stored = conn.exec_driver_sql("SELECT token_hash FROM screen").scalar_one()
    assert stored not in address
    assert address.removeprefix("/tv/") != stored
    assert manager.post("/api/screens", {"name": ""}).status_code == 422
