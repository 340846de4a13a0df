"""The history of sessions: page by page, everybody's for managers, agents their own."""

from sqlalchemy import Connection

from tests.support.browser import Browser
from tests.support.builders import (
    NOW,
    a_call,
    a_campaign,
    a_lead,
    a_session,
    a_user,
    an_attempt,
    an_enrollment,
)
from tests.support.shapes import shaped
from webui.shapes.work import SessionHistory


def test_the_history_goes_back_page_by_page_and_agents_see_their_own(
    manager: Browser, agent: Browser, conn: Connection
) -> None:
    campaign, other = a_campaign(conn), a_campaign(conn)
    colleague = a_user(conn)
    mine = [a_session(conn, agent.id, campaign, state="ended", ended_at=NOW) for _ in range(31)]
    theirs = a_session(conn, colleague.id, other)
    place = an_enrollment(conn, campaign, a_lead(conn))
    attempt = an_attempt(conn, place, mine[-1], open=False, human=True)
    a_call(conn, attempt, carrier_call_id="c1", agent_session_id=mine[-1])

    first = shaped(SessionHistory, manager.get("/api/sessions").json)
    assert [row["id"] for row in first["rows"]] == [theirs, *reversed(mine[2:])]
    assert (first["rows"][1]["dials"], first["rows"][1]["humans"], first["rows"][2]["dials"]) == (1, 1, 0)
    rest = shaped(SessionHistory, manager.get("/api/sessions", before=first["next"]).json)
    assert ([row["id"] for row in rest["rows"]], rest["next"]) == ([mine[1], mine[0]], None)

    of_one = shaped(SessionHistory, manager.get("/api/sessions", agent=colleague.id).json)
    assert [(row["id"], row["ended_at"]) for row in of_one["rows"]] == [(theirs, None)]
    in_one = shaped(SessionHistory, manager.get("/api/sessions", campaign=other).json)
    assert [row["id"] for row in in_one["rows"]] == [theirs]
    own = shaped(SessionHistory, agent.get("/api/sessions", agent=colleague.id).json)
    assert {row["agent_id"] for row in own["rows"]} == {agent.id}
