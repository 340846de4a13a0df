"""The way from a fresh installation to the first call."""

from sqlalchemy import Connection

from tests.support.browser import Browser
from tests.support.builders import a_caller_id, a_campaign, a_lead, a_session, a_user, an_attempt, an_enrollment
from tests.support.shapes import shaped
from webui.shapes.setup import FirstSteps


def test_each_step_counts_as_done_once_what_it_asks_for_is_there(manager: Browser, conn: Connection) -> None:
    assert _done(manager) == set()
    a_caller_id(conn)
    assert _done(manager) == {"caller_id"}
    agent = a_user(conn)
    assert _done(manager) == {"caller_id", "agent"}
    campaign = a_campaign(conn, status="paused")
    assert _done(manager) == {"caller_id", "agent", "campaign"}
    enrollment = an_enrollment(conn, campaign, a_lead(conn))
    assert _done(manager) == {"caller_id", "agent", "campaign", "leads"}
    running = a_campaign(conn, status="running")
    assert _done(manager) == {"caller_id", "agent", "campaign", "leads", "running"}
    an_attempt(conn, enrollment, a_session(conn, agent.id, running))
    assert _done(manager) == {"caller_id", "agent", "campaign", "leads", "running", "called"}


def test_agents_are_not_shown_the_set_up(client: Browser, conn: Connection) -> None:
    assert client.log_in(a_user(conn)).get("/api/first-steps").status_code == 403


def _done(manager: Browser) -> set[str]:
    steps = shaped(FirstSteps, manager.get("/api/first-steps").json)
    return {name for name, done in steps.items() if done}
